"""Gather: the postings of the articles that came last -> a row for each, and one picture of them in memory.

An article has more than a hundred postings, all over a tree of them, and to write the pages they lie on takes longer
than all else that adding it takes. So they are one row at first. Whoever looks something up holds the rows in memory;
when there are many, they go into the tree together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.errors import ArchiveError
from minhash_news.kernels.postings import NUMBER_BITS

if TYPE_CHECKING:
    from minhash_news.archive.store import Store

SHIFT = np.uint64(NUMBER_BITS)
LAST = (1 << NUMBER_BITS) - 1


class Recent:
    """The rows of one archive, and what a connection has read of them.

    Rows come one behind the other, by number. That some have gone, the setting `moved` tells: it counts how often.
    """

    def __init__(self, store: Store) -> None:
        """Begin with nothing in memory."""
        self._store = store
        self._seen: tuple[int, str] | None = None
        self._last = -1
        self._runs: list[NDArray[np.uint64]] = []

    def span(self, epoch: int) -> int:
        """Return how many articles there are rows of, at most: those removed from among them are counted too."""
        first, last = (self._store.one(f"SELECT {end}(number) FROM recent_{epoch}") for end in ("min", "max"))
        return 0 if first is None else last - first + 1

    def put(self, epoch: int, postings: Mapping[int, NDArray[np.uint64]]) -> None:
        """Add rows for some articles: number -> postings, ascending."""
        rows = [(number, some.astype("<u8").tobytes()) for number, some in postings.items()]
        self._store.connection.executemany(
            f"INSERT INTO recent_{epoch} VALUES (?, ?, ?)",
            [(number, xxhash.xxh3_64_digest(row), row) for number, row in rows],
        )

    def take(self, epoch: int) -> NDArray[np.uint64]:
        """Empty the table, and return the postings that were there, not sorted."""
        found = self._read(epoch, -1)[1]
        self._store.connection.execute(f"DELETE FROM recent_{epoch}")
        self._moved()
        return found

    def drop(self, epoch: int, numbers: Sequence[int]) -> None:
        """Remove the rows of some articles, of which there may be none."""
        before = self._store.connection.total_changes()
        for number in numbers:
            self._store.connection.execute(f"DELETE FROM recent_{epoch} WHERE number = ?", (number,))
        if self._store.connection.total_changes() > before:
            self._moved()

    def _moved(self) -> None:
        self._store.set("moved", str(int(self._store.setting("moved")) + 1))

    def _read(self, epoch: int, last: int) -> tuple[int, NDArray[np.uint64]]:
        """Return the number of the last row, and the postings of the rows behind one."""
        parts = [np.zeros(0, np.uint64)]
        for number, digest, row in self._store.connection.execute(
            f"SELECT number, digest, postings FROM recent_{epoch} WHERE number > ? ORDER BY number", (last,)
        ):
            if digest != xxhash.xxh3_64_digest(row):
                raise ArchiveError.damaged(self._store.path, f"the postings of article {number} are not as stored")
            parts.append(np.frombuffer(row, "<u8").astype(np.uint64))
            last = number
        return last, np.concatenate(parts)

    def runs(self, epoch: int) -> Sequence[NDArray[np.uint64]]:
        """Return the postings of all rows as the transaction sees them, in a few parts, each ascending.

        The numbers of one part are all lower than those of the next.
        """
        seen = epoch, self._store.setting("moved")
        if seen != self._seen:
            self._seen, self._last, self._runs = seen, -1, []
        self._last, fresh = self._read(epoch, self._last)
        if len(fresh):
            self._runs.append(np.sort(fresh))
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            self._runs[-2:] = [np.sort(np.concatenate(self._runs[-2:]), kind="stable")]
        return self._runs

    def numbers(self, epoch: int, keys: NDArray[np.uint64]) -> list[list[int]]:
        """Return for each key the numbers of the articles that have it, ascending."""
        found: list[list[int]] = [[] for _ in range(len(keys))]
        firsts = keys << SHIFT
        for run in self.runs(epoch):
            begins, ends = np.searchsorted(run, firsts), np.searchsorted(run, firsts | np.uint64(LAST), "right")
            for place in np.flatnonzero(begins < ends).tolist():
                found[place] += (run[begins[place] : ends[place]] & np.uint64(LAST)).tolist()
        return found
