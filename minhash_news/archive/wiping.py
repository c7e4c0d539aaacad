"""Wipe: texts that were removed -> a file in which nothing is left of them.

With secure_delete SQLite writes zeros over what is deleted. But a row that was moved to another page, when its
neighbours came or went, may have left its bytes in the first one. The table of articles is small, and is written anew.
Texts are looked for in the whole file, which is written anew only if something is left of them: a text moves only when
one beside it has been removed or replaced.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from minhash_news.archive import schema
from minhash_news.archive.store import Store
from minhash_news.errors import ArchiveError

WORD = 8
"""Bytes that are compared at once: what is left of a text is found if it is almost twice as long."""
BLOCK = 1 << 24
"""Bytes that are looked through at once, whole pages."""


def rebuild(store: Store) -> None:
    """Write the table of articles anew, with the index of their ids."""
    store.connection.execute(f"""
        CREATE TABLE rebuilt ({schema.ARTICLES});
        INSERT INTO rebuilt SELECT * FROM articles ORDER BY number;
        DROP TABLE articles;
        ALTER TABLE rebuilt RENAME TO articles;
    """)


def wipe(store: Store, texts: Sequence[bytes]) -> None:
    """See to it that nothing is left of texts that have been deleted.

    Raises:
        ArchiveError: another process reads, so that the log could not be emptied.
    """
    store.write_back()
    if _left(store, _words(texts)):
        store.rewrite()
    if store.logged:
        raise ArchiveError(
            str(store.path),
            "removed, but the log beside the file has the texts until every process that reads the archive closes it",
        )


def _words(texts: Sequence[bytes]) -> NDArray[np.uint64]:
    """Return all that stands in WORD bytes, one behind the other, of the texts."""
    parts = [sliding_window_view(np.frombuffer(text, np.uint8), WORD) for text in texts if len(text) >= WORD]
    return np.unique(np.concatenate([np.zeros((0, WORD), np.uint8), *parts]).view(np.uint64))


def _left(store: Store, words: NDArray[np.uint64]) -> bool:
    """Tell whether one of the words stands in the file."""
    ends = np.zeros(1 << 16, bool)
    ends[words & np.uint64(0xFFFF)] = True
    for block in store.blocks(BLOCK):
        there = np.frombuffer(block, np.uint64)
        if np.isin(there[ends[there & np.uint64(0xFFFF)]], words).any():
            return True
    return False
