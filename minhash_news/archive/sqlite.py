"""Connect: a path -> SQLite that checks every page it reads, with errors a reader understands.

SQLite finds damage in its trees, not in what they hold. So every page carries a checksum (SQLite's checksum VFS, which
the package apsw brings along; eight bytes at the end of each page) that is verified whenever the page is read. Only a
page of zeros passes it, and no page of a tree is that; what may lie outside a tree, long texts and statistics, has
digests of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhash_news.errors import ArchiveError, MinhashNewsError

CHECKED = "cksmvfs"
"""SQLite's name for its checksum VFS."""
CHECKSUM = 8
"""Bytes at the end of each page that the checksum VFS takes."""


@cache
def load_apsw() -> Any:
    """Return apsw with the checksum VFS loaded: it checks files that ask for it and leaves others alone."""
    try:
        import apsw  # only archives need it
        import apsw.sqlite_extra

        apsw.sqlite_extra.load(apsw.Connection(":memory:"), "cksumvfs")
    except (ImportError, AttributeError, ValueError) as error:
        what = "archives need SQLite's checksum VFS, which the wheels of apsw on PyPI have and other builds may lack"
        raise MinhashNewsError(f"{what}: pip install --force-reinstall 'apsw>=3.53'") from error
    return apsw


def carray(numbers: NDArray[np.int64]) -> Any:
    """Return numbers, one or more, in the form in which SQLite's function of that name takes them."""
    return load_apsw().carray(numbers)


def connect(path: Path) -> Any:
    """Return a connection to a file, which is made if it is not there."""
    apsw = load_apsw()
    return apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE, vfs=CHECKED)


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite into ArchiveError."""
    apsw = load_apsw()
    try:
        yield
    except apsw.Error as error:
        raise _said(apsw, path, error) from error


def _said(apsw: Any, path: Path, error: Exception) -> ArchiveError:
    """Return what is the matter and the way out."""
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return ArchiveError(str(path), "another process is writing to it; try again when that one is done")
    if isinstance(error, apsw.FullError):
        what = "no room left on the disk; make some and run the same again, nothing committed is lost"
        return ArchiveError(str(path), what)
    if isinstance(error, apsw.ReadOnlyError | apsw.CantOpenError | apsw.PermissionsError):
        what = f"cannot be opened for this ({error}); it and its folder have to be writable, for readers too"
        return ArchiveError(str(path), what)
    return ArchiveError.damaged(path, str(error) or type(error).__name__)


def leave_the_log(connection: Any) -> None:
    """Let the log be what it is when the connection is closed, for somebody to look at."""
    connection.config(load_apsw().SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
