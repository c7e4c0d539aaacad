"""Index: articles -> signatures and postings, and a text -> the articles that share enough of them with it.

A posting is one integer, a key of 39 bits with an article's number of 24 behind it, and the table of postings is one
tree of them. A key stands for a band of the signature or for an anchor: a rare word, or a rare pair of words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.anchors import MOST_ARTICLES, MOST_PARTNERS, SAMPLED, anchor_parts, weight
from minhash_news.archive.epoch import Epoch
from minhash_news.archive.recent import LAST, SHIFT
from minhash_news.archive.sqlite import carray
from minhash_news.archive.store import Store
from minhash_news.arrays import CorpusWords
from minhash_news.errors import ArchiveError
from minhash_news.kernels.postings import anchor_postings, band_postings
from minhash_news.lsh import EMPTY
from minhash_news.model import Article
from minhash_news.pipeline import ANCHORED, sign_visible, split, visible_words
from minhash_news.settings import Settings

FIRST_OF_BUCKET, LAST_OF_BUCKET = 150, 50
"""Of a bucket with more articles than these together, the first and the last ones are looked at."""
ENOUGH = MOST_ARTICLES + 2
"""Of an anchor with more postings so many are written: it is known to be too common, whoever asks."""
MOST_BANDED = 64
"""So many candidates are kept for their bands, those that share most."""
RECENT = 4096
"""The postings of so many articles are kept in rows of their own; with one more, all move into the tree."""
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

    def of(self, article: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int64]]:
        """Return the keys of the bands of one of the articles, its anchors, and their weights."""
        worded = bool((self.signatures[article] != EMPTY).any())
        anchors = slice(self.begins[article], self.begins[article + 1])
        return self.bands[article, : worded * self.bands.shape[1]], self.anchors[anchors], self.weights[anchors]

    def band_postings(self, numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the postings of the bands, not sorted."""
        worded: NDArray[np.bool_] = (self.signatures != EMPTY).any(axis=1)
        return (self.bands[worded] << SHIFT | numbers[worded, None]).ravel()

    def anchor_postings(self, numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Return the postings of the anchors, not sorted."""
        return self.anchors << SHIFT | np.repeat(numbers, np.diff(self.begins))

    def postings(self, article: int, number: int) -> NDArray[np.uint64]:
        """Return all postings of one of the articles, ascending."""
        bands, anchors, _ = self.of(article)
        postings: NDArray[np.uint64] = np.concatenate([bands, anchors]) << SHIFT | np.uint64(number)
        return np.sort(postings)


def keys_of(articles: Sequence[Article], epoch: Epoch, settings: Settings) -> Keys:
    """Return the keys of articles under the statistics of an epoch."""
    everything, hidden = split(articles, settings, epoch.site)
    signatures = sign_visible(articles, everything, hidden, settings)
    words = visible_words(everything, hidden, epoch.rarity)
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
    _save_signatures(store, epoch, numbers, keys)
    fresh = {number: keys.postings(place, number) for place, number in enumerate(numbers)}
    if store.recent.span(epoch.number) + len(fresh) <= RECENT:
        store.recent.put(epoch.number, fresh)
    else:
        _save_postings(store, f"later_{epoch.number}", [store.recent.take(epoch.number), *fresh.values()])


def delete(store: Store, epoch: Epoch, numbers: Sequence[int], keys: Keys) -> None:
    """Take articles out of the index; the keys are those they have under the epoch."""
    postings = [keys.postings(place, number) for place, number in enumerate(numbers)]
    for table in _trees(epoch):
        for some in postings:
            if len(some):
                statement = f"DELETE FROM {table} WHERE posting IN (SELECT value FROM carray(?))"
                store.connection.execute(statement, (carray(some.view(np.int64)),))
    for number in numbers:
        store.connection.execute(f"DELETE FROM signatures_{epoch.number} WHERE number = ?", (number,))
    store.recent.drop(epoch.number, numbers)


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
        _save_postings(store, f"postings_{epoch.number}", [_let_go(self._bands), anchors[kept]])


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


def _trees(epoch: Epoch) -> tuple[str, str]:
    """Return the tables that have a posting a row; articles of the second one came later than those of the first."""
    return f"postings_{epoch.number}", f"later_{epoch.number}"


def _save_postings(store: Store, tree: str, parts: Sequence[NDArray[np.uint64]]) -> None:
    """Write postings in order."""
    postings = np.concatenate(parts)
    postings.sort()
    for begin in range(0, len(postings), AT_ONCE):
        part = postings[begin : begin + AT_ONCE].view(np.int64)
        store.connection.execute(f"INSERT OR IGNORE INTO {tree} SELECT value FROM carray(?)", (carray(part),))


def signatures(store: Store, epoch: Epoch) -> Iterator[tuple[str, NDArray[np.uint32]]]:
    """Yield the id and the signature, uint32 (num_perm,), of every indexed article, in the order of their numbers."""
    statement = (
        f"SELECT id, signatures_{epoch.number}.digest, signature FROM signatures_{epoch.number} "
        "JOIN articles USING (number) ORDER BY number"
    )
    for key, digest, row in store.connection.execute(statement):
        if digest != xxhash.xxh3_64_digest(row):
            raise ArchiveError.damaged(store.path, "a signature is not what was stored")
        yield key.decode("utf-8", "surrogatepass"), np.frombuffer(row, "<u4").astype(np.uint32)


def bands_missing(store: Store, epoch: Epoch, numbers: NDArray[np.uint64], keys: Keys) -> int:
    """Return how many of the postings of bands are not there."""
    wanted = keys.band_postings(numbers)
    for run in store.recent.runs(epoch.number):
        wanted = wanted[~np.isin(wanted, run)]
    if not len(wanted):
        return 0
    absent = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {tree} WHERE posting = value)" for tree in _trees(epoch))
    return int(store.one(f"SELECT count(*) FROM carray(?) WHERE {absent}", carray(np.sort(wanted).view(np.int64))))


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
    bands, anchors, weights = keys.of(article)
    banded, capped = _banded(store, epoch, bands, but)
    anchored, passed_over = _anchored(store, epoch, anchors, weights, but)
    least = weight(np.array([ANCHORED]))[0]
    enough = {number: shared for number, shared in anchored.items() if shared >= least}
    kept = _most(enough, MOST_PARTNERS) | _most(banded, MOST_BANDED)
    numbers = sorted(kept, key=lambda number: (-anchored.get(number, 0), -banded.get(number, 0), number))
    return Found(numbers, capped, passed_over, len(enough) > MOST_PARTNERS or len(banded) > MOST_BANDED)


def _most(shared: dict[int, int], most: int) -> set[int]:
    return set(sorted(shared, key=lambda number: (-shared[number], number))[:most])


def _banded(store: Store, epoch: Epoch, bands: NDArray[np.uint64], but: int | None) -> tuple[dict[int, int], int]:
    """Return how many bands each article shares, and how many buckets were too full."""
    buckets = [*map(set, _numbers(store, epoch, bands, FIRST_OF_BUCKET))]
    full = [place for place, bucket in enumerate(buckets) if len(bucket) == FIRST_OF_BUCKET]
    capped = 0
    for place, last in zip(full, _numbers(store, epoch, bands[full], LAST_OF_BUCKET, backwards=True), strict=True):
        capped += buckets[place].isdisjoint(last)
        buckets[place].update(last)
    return Counter(number for bucket in buckets for number in bucket if number != but), capped


def _anchored(
    store: Store,
    epoch: Epoch,
    anchors: NDArray[np.uint64],
    weights: NDArray[np.int64],
    but: int | None,
) -> tuple[dict[int, int], int]:
    """Return the weight of the anchors that each article shares, and how many anchors stand in too many articles."""
    shared: dict[int, int] = {}
    passed_over = 0
    of_pairs = weight(np.log((epoch.rarity.articles + 1) / np.arange(1, MOST_ARTICLES + 1))).tolist()
    for found, own in zip(_numbers(store, epoch, anchors, MOST_ARTICLES + 1), weights.tolist(), strict=True):
        others = [number for number in found if number != but]
        if len(others) >= MOST_ARTICLES:
            passed_over += 1
            continue
        weighs = own or of_pairs[len(others)]  # the text itself is one more
        for number in others:
            shared[number] = shared.get(number, 0) + weighs
    return shared, passed_over


def _numbers(
    store: Store, epoch: Epoch, keys: NDArray[np.uint64], most: int, *, backwards: bool = False
) -> list[list[int]]:
    """Return for each key the numbers of the articles that have it, ascending, the first ones or the last."""
    found: list[list[int]] = [[] for _ in range(len(keys))]
    if not len(keys):
        return found
    firsts, order = (keys << SHIFT).view(np.int64), "DESC" if backwards else "ASC"
    for tree in _trees(epoch):
        some = f"SELECT posting FROM {tree} WHERE posting BETWEEN value AND value | {LAST} ORDER BY posting {order}"
        statement = f"SELECT (SELECT group_concat(posting & {LAST}) FROM ({some} LIMIT ?)) FROM carray(?)"
        for numbers, (listed,) in zip(found, store.connection.execute(statement, (most, carray(firsts))), strict=True):
            numbers += sorted(map(int, listed.split(","))) if listed else []
    for numbers, held in zip(found, store.recent.numbers(epoch.number, keys), strict=True):
        numbers += held
    return [numbers[-most:] if backwards else numbers[:most] for numbers in found]
