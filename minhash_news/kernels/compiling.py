"""How a kernel is compiled: without the interpreter's lock, and cached on disk where that is possible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Any:
    """Return a kernel that compiles when it is first called.

    Numba caches beside the source or in the user's cache folder. Where it may write to neither (a container
    without a home, say) it refuses at once; then every process compiles for itself.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return njit(nogil=True)(function)
