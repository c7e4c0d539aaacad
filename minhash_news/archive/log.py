"""Look over: the log beside an archive -> an error where SQLite would pass over damage in it.

SQLite reads a log up to the first frame that is not as it was written, for a crash may have left it so, and says
nothing of what lies behind. Two things tell damage from a crash: the index of the log (-shm), which outlives a killed
process and says how many frames were committed; and transactions behind the bad frame: a crash leaves one at most.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from minhash_news.errors import ArchiveError

HEAD, FRAME, SALTS = 32, 24, slice(16, 24)
"""Bytes of the head of a log and of the head of a frame; where the head has the numbers that its frames repeat."""
INDEX = struct.Struct("=12xB1xHI12x8s8x")
"""The head of the index: whether it is in use, bytes of a page, frames committed, and the numbers of the log's head."""


class _Committed(NamedTuple):
    """What the index says of the log."""

    page: int
    frames: int
    salts: bytes


def log_of(path: Path) -> Path:
    """Return where the log of an archive is."""
    return Path(f"{path}-wal")


def index_of(path: Path) -> Path:
    """Return where the index of its log is."""
    return Path(f"{path}-shm")


def look_over(path: Path, known: int) -> None:
    """Compare the log of an archive, which nobody else has open, with what SQLite knows of it.

    Args:
        path: of the archive.
        known: frames that SQLite has found in the log.

    Raises:
        ArchiveError: there is more in the log than SQLite finds, or there has been.
    """
    what, committed = "", _committed(index_of(path))
    log = log_of(path).read_bytes() if log_of(path).exists() else b""
    if committed and len(log) < HEAD + committed.frames * (FRAME + committed.page):
        what = "has been cut off"
    elif len(log) >= HEAD and not _sound(log[:HEAD]) and log.strip(b"\0"):
        what = "does not begin as a log does"
    elif len(log) >= HEAD and (
        (committed and committed.salts == log[SALTS] and known < committed.frames) or _transactions(log, known) > 1
    ):
        what = f"is not as it was written behind page {known}"
    if what:
        raise ArchiveError.damaged(path, f"{log_of(path).name} {what}; what was added last is lost")


def _committed(index: Path) -> _Committed | None:
    with suppress(OSError):
        with index.open("rb") as file:
            first, second = file.read(INDEX.size), file.read(INDEX.size)
        if len(first) == INDEX.size and first == second:
            used, page, frames, salts = INDEX.unpack(first)
            return _Committed(page, frames, salts) if used and frames else None
    return None


def _sound(head: bytes) -> bool:
    """Tell whether the checksum in the head of a log is right."""
    first = second = 0
    numbers = struct.unpack(">6I" if head[3] & 1 else "<6I", head[:24])
    for one, other in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return (first, second) == struct.unpack(">2I", head[24:])


def _transactions(log: bytes, begin: int) -> int:
    """Return how many transactions of this log end in the frames from one on."""
    size = FRAME + int.from_bytes(log[8:12], "big")
    frames = (log[at : at + FRAME] for at in range(HEAD + begin * size, len(log), size))
    return sum(frame[8:16] == log[SALTS] and any(frame[4:8]) for frame in frames)
