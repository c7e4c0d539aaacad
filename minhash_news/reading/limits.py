"""Bound: a stream that unpacks -> the same stream, stopped before a small file fills the machine."""

from __future__ import annotations

import io
from typing import IO, Any, Protocol

from minhash_news.reading.found import NotAnArticleError

BUFFER = 1 << 18
"""Bytes that are read at once, and looked at to tell what a file is."""
FREE = 256 << 20
"""Bytes that any archive may unpack to."""
RATIO = 200
"""Times its own size that a larger one may unpack to; news text packs three to ten times."""
LONGEST = 64 << 20
"""Bytes of one line, page or feed; what is longer is no article."""


class TooLargeError(NotAnArticleError):
    """It unpacks to more than any text would: damaged, or made to do harm."""


def allowance(packed: int) -> int:
    """Return how many bytes a file of `packed` bytes may unpack to."""
    return max(FREE, RATIO * packed)


def require_plausible(unpacked: int, packed: int) -> None:
    """Raise TooLargeError where more comes out than may."""
    if unpacked > allowance(packed):
        raise TooLargeError(
            f"unpacks to more than {allowance(packed) >> 20:,} MiB from {packed:,} bytes, as no text does; not read on"
        )


def size_of(stream: IO[bytes]) -> int:
    """Return the bytes of a stream that can be wound, and leave it where it was."""
    here = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(here)
    return size


class _Source(Protocol):
    def read1(self, size: int, /) -> bytes: ...


class Bounded(io.RawIOBase):
    """What `stream` gives, until it has given more than its packed size allows: then TooLargeError."""

    def __init__(self, stream: _Source, packed: int) -> None:
        super().__init__()
        self._stream, self._packed, self._given = stream, packed, 0

    def readable(self) -> bool:
        """Return True, as io.BufferedReader asks."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer."""
        data = self._stream.read1(len(buffer))
        self._given += len(data)
        require_plausible(self._given, self._packed)
        buffer[: len(data)] = data
        return len(data)


def bounded(stream: _Source, packed: int) -> io.BufferedReader:
    """Return a buffered reader of a stream that unpacks `packed` bytes."""
    return io.BufferedReader(Bounded(stream, packed), BUFFER)
