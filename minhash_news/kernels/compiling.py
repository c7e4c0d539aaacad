"""How a kernel is compiled: without the interpreter's lock, and cached on disk where that is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """Return a kernel that compiles when it is first called.

    Numba caches beside the source or in the user's cache folder. Where it may write to neither (a container
    without a home, say) it refuses at once; then every process compiles for itself.
    """
    try:
        return cast(Kernel, njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast(Kernel, njit(nogil=True)(function))
