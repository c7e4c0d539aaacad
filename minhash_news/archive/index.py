"""Index: articles -> signatures and postings, and a text -> the articles that share enough of them with it.

A posting is one integer, a key of 39 bits with an article's number of 24 behind it, and the table of postings is one
tree of them. A key stands for a band of the signature or for an anchor: a rare word, or a rare pair of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.anchors import MOST_ARTICLES, MOST_PARTNERS, SAMPLED, anchor_parts, weight
from minhash_news.archive.epoch import Epoch
from minhash_news.archive.store import DAMAGED, Store, carray
from minhash_news.arrays import CorpusWords
from minhash_news.errors import ArchiveError
from minhash_news.kernels.postings import NUMBER_BITS, anchor_postings, band_postings
from minhash_news.lsh import EMPTY
from minhash_news.model import Article
from minhash_news.normalize import weigh
from minhash_news.pipeline import ANCHORED, sign_visible, split
from minhash_news.settings import Settings

SHIFT = np.uint64(NUMBER_BITS)
LAST = (1 << NUMBER_BITS) - 1
FIRST_OF_BUCKET, LAST_OF_BUCKET = 150, 50
"""Of a bucket with more articles than these together, the first and the last ones are looked at."""
ENOUGH = MOST_ARTICLES + 2
"""An anchor that has so many postings gets no more: it is known to be too common, whoever asks."""
MOST_BANDED = 64
"""So many candidates are kept for their bands, those that share most."""
AT_ONCE = 1_000_000
"""Postings that are handed to SQLite together."""


@dataclass(frozen=True)
class Keys:
    """The keys of some articles.

    Attributes:
        signatures: (n, num_perm) uint32.
        bands: (n, bands) uint64; of a text without words they are not to be used.
        begins: (n + 1,) int64, where each article's anchors begin.
        anchors: uint64, ascending for each article.
        weights: (anchors,) int64, of an anchor that is a word; 0 of a pair, whose articles have to be counted.
    """

    signatures: NDArray[np.uint32]
    bands: NDArray[np.uint64]
    begins: NDArray[np.int64]
    anchors: NDArray[np.uint64]
    weights: NDArray[np.int64]

    @property
    def worded(self) -> NDArray[np.bool_]:
        """Which of the articles have words."""
        return np.asarray((self.signatures != EMPTY).any(axis=1))

    def band_postings(self, numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the postings of the bands, not sorted."""
        worded = self.worded
        return (self.bands[worded] << SHIFT | numbers[worded, None]).ravel()

    def anchor_postings(self, numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the postings of the anchors, not sorted."""
        return self.anchors << SHIFT | np.repeat(numbers, np.diff(self.begins))


def keys_of(articles: Sequence[Article], epoch: Epoch, settings: Settings) -> Keys:
    """Return the keys of articles under the statistics of an epoch."""
    everything, hidden = split(articles, settings, epoch.site)
    signatures = sign_visible(articles, everything, hidden, settings)
    words = weigh(everything.without(hidden), epoch.rarity)
    parts, _ = anchor_parts(words, least=0)
    anchors, places = np.empty(len(words.ids), np.uint64), np.empty(len(words.ids), np.int32)
    begins = anchor_postings(words.ids, words.indptr, words.vocabulary, parts, SAMPLED, anchors, places)
    anchors, places = anchors[: begins[-1]], places[: begins[-1]]
    weights = np.where(places >= 0, _weights(words, places), 0)
    return Keys(signatures, band_postings(signatures, settings.bands, settings.rows), begins, anchors, weights)


def _weights(words: CorpusWords, places: NDArray[np.int32]) -> NDArray[np.int64]:
    return weight(words.idf[places]) if len(words.idf) else np.zeros(len(places), np.int64)


def insert(store: Store, epoch: Epoch, numbers: Sequence[int], keys: Keys) -> None:
    """Add some articles to the index."""
    where = np.array(numbers, np.uint64)
    _save_signatures(store, epoch, numbers, keys)
    _save_postings(store, epoch, keys.band_postings(where))
    _save_postings(store, epoch, keys.anchor_postings(where), but=ENOUGH)


def delete(store: Store, epoch: Epoch, numbers: Sequence[int], keys: Keys) -> None:
    """Take articles out of the index; the keys are those they have under the epoch."""
    where = np.array(numbers, np.uint64)
    for posting in np.concatenate([keys.band_postings(where), keys.anchor_postings(where)]).tolist():
        store.connection.execute(f"DELETE FROM postings_{epoch.number} WHERE posting = ?", (posting,))
    for number in numbers:
        store.connection.execute(f"DELETE FROM signatures_{epoch.number} WHERE number = ?", (number,))


class Bulk:
    """Gathers postings of many articles to write them in one go, in order."""

    def __init__(self) -> None:
        self._bands: list[NDArray[np.uint64]] = []
        self._anchors: list[NDArray[np.uint64]] = []

    def add(self, store: Store, epoch: Epoch, numbers: Sequence[int], keys: Keys) -> None:
        """Write the signatures, and keep the postings for later."""
        where = np.array(numbers, np.uint64)
        _save_signatures(store, epoch, numbers, keys)
        self._bands.append(keys.band_postings(where))
        self._anchors.append(keys.anchor_postings(where))

    def write(self, store: Store, epoch: Epoch) -> None:
        """Write the postings; of an anchor of too many articles only so many that it is known to be one."""
        anchors = _let_go(self._anchors)
        anchors.sort()
        kept = np.ones(len(anchors), bool)
        kept[ENOUGH:] = (anchors[ENOUGH:] ^ anchors[:-ENOUGH]) >> SHIFT != 0
        _save_postings(store, epoch, np.concatenate([_let_go(self._bands), anchors[kept]]))


def _let_go(parts: list[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    whole = np.concatenate([np.zeros(0, np.uint64), *parts])
    parts.clear()
    return whole


def _save_signatures(store: Store, epoch: Epoch, numbers: Sequence[int], keys: Keys) -> None:
    rows = [row.tobytes() for row in keys.signatures.astype("<u4")]
    store.connection.executemany(
        f"INSERT INTO signatures_{epoch.number} VALUES (?, ?, ?)",
        [(number, xxhash.xxh3_64_digest(row), row) for number, row in zip(numbers, rows, strict=True)],
    )


def _save_postings(store: Store, epoch: Epoch, postings: NDArray[np.uint64], *, but: int | None = None) -> None:
    """Write postings in order; but those of keys that have so many already."""
    postings.sort()
    table = f"postings_{epoch.number}"
    known = f"SELECT 1 FROM {table} WHERE posting BETWEEN value & ~{LAST} AND value | {LAST} LIMIT {but}"
    room = "" if but is None else f" WHERE (SELECT count(*) FROM ({known})) < {but}"
    for begin in range(0, len(postings), AT_ONCE):
        part = postings[begin : begin + AT_ONCE].view(np.int64)
        store.connection.execute(f"INSERT OR IGNORE INTO {table} SELECT value FROM carray(?)" + room, (carray(part),))


def signatures(store: Store, epoch: Epoch) -> Iterator[tuple[str, NDArray[np.uint32]]]:
    """Yield the id and the signature, uint32 (num_perm,), of every indexed article, in the order of their numbers."""
    statement = (
        f"SELECT id, signatures_{epoch.number}.digest, signature FROM signatures_{epoch.number} "
        "JOIN articles USING (number) ORDER BY number"
    )
    for key, digest, row in store.connection.execute(statement):
        if digest != xxhash.xxh3_64_digest(row):
            raise ArchiveError(str(store.path), DAMAGED.format(what="a signature is not what was stored"))
        yield key.decode("utf-8", "surrogatepass"), np.frombuffer(row, "<u4").astype(np.uint32)


def bands_missing(store: Store, epoch: Epoch, numbers: NDArray[np.uint64], keys: Keys) -> int:
    """Return how many of the postings of bands are not there."""
    wanted = keys.band_postings(numbers).view(np.int64)
    if not len(wanted):
        return 0
    statement = f"SELECT count(*) FROM carray(?) JOIN postings_{epoch.number} ON posting = value"
    return len(wanted) - int(store.one(statement, carray(np.sort(wanted))))


@dataclass(frozen=True, slots=True)
class Found:
    """Articles that share keys with a text; not yet a finding.

    Attributes:
        numbers: of the articles, those that share most first.
        capped_buckets: bands whose buckets were too full to be looked at whole.
        passed_over: anchors of the text that stand in too many articles.
        crowded: whether there were more candidates than are kept.
    """

    numbers: list[int]
    capped_buckets: int
    passed_over: int
    crowded: bool


def candidates(store: Store, epoch: Epoch, keys: Keys, article: int, *, but: int | None = None) -> Found:
    """Return the articles that share a band with one of those the keys belong to, or anchors of enough weight.

    Args:
        store: where they are looked for.
        epoch: the keys are of it.
        keys: of some articles.
        article: the place of the one among them.
        but: its number, if it is in the archive itself.
    """
    banded, capped = _banded(store, epoch, keys.bands[article].tolist() if keys.worded[article] else [], but)
    anchored, passed_over = _anchored(store, epoch, keys, article, but)
    least = weight(np.array([ANCHORED]))[0]
    enough = {number: shared for number, shared in anchored.items() if shared >= least}
    kept = _most(enough, MOST_PARTNERS) | _most(banded, MOST_BANDED)
    numbers = sorted(kept, key=lambda number: (-anchored.get(number, 0), -banded.get(number, 0), number))
    return Found(numbers, capped, passed_over, len(enough) > MOST_PARTNERS or len(banded) > MOST_BANDED)


def _most(shared: dict[int, int], most: int) -> set[int]:
    return set(sorted(shared, key=lambda number: (-shared[number], number))[:most])


def _banded(store: Store, epoch: Epoch, bands: Sequence[int], but: int | None) -> tuple[dict[int, int], int]:
    """Return how many bands each article shares, and how many buckets were too full."""
    shared: dict[int, int] = {}
    capped = 0
    for key in bands:
        found = _postings(store, epoch, key, FIRST_OF_BUCKET)
        if len(found) == FIRST_OF_BUCKET:
            last = _postings(store, epoch, key, LAST_OF_BUCKET, backwards=True)
            capped += not set(found) & set(last)
            found = sorted({*found, *last})
        for number in found:
            if number != but:
                shared[number] = shared.get(number, 0) + 1
    return shared, capped


def _anchored(store: Store, epoch: Epoch, keys: Keys, article: int, but: int | None) -> tuple[dict[int, int], int]:
    """Return the weight of the anchors that each article shares, and how many anchors stand in too many articles."""
    shared: dict[int, int] = {}
    passed_over = 0
    of_pairs = weight(np.log((epoch.rarity.articles + 1) / np.arange(1, MOST_ARTICLES + 1))).tolist()
    where = slice(keys.begins[article], keys.begins[article + 1])
    for key, own in zip(keys.anchors[where].tolist(), keys.weights[where].tolist(), strict=True):
        found = [number for number in _postings(store, epoch, key, MOST_ARTICLES + 1) if number != but]
        if len(found) >= MOST_ARTICLES:
            passed_over += 1
            continue
        weighs = own or of_pairs[len(found)]  # the text itself is one more
        for number in found:
            shared[number] = shared.get(number, 0) + weighs
    return shared, passed_over


def _postings(store: Store, epoch: Epoch, key: int, most: int, *, backwards: bool = False) -> list[int]:
    """Return the numbers of the articles that have a key, the first ones or the last."""
    first = key << NUMBER_BITS
    statement = f"SELECT posting FROM postings_{epoch.number} WHERE posting BETWEEN ? AND ? ORDER BY posting "
    rows = store.connection.execute(
        statement + ("DESC" if backwards else "ASC") + " LIMIT ?", (first, first | LAST, most)
    )
    return [row[0] & LAST for row in rows]
