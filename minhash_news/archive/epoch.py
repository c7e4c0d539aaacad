"""Freeze: the articles stored -> statistics of the corpus, by which all articles are indexed until the next time.

What a word weighs, which paragraphs are a site's own and which agencies have stories of their own depends on the whole
corpus. An epoch holds it still, so that an article can be added or traced by looking at that article alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.archive.store import Store
from minhash_news.arrays import CorpusWords, Rarity
from minhash_news.boilerplate import site_paragraphs, site_words
from minhash_news.derive.unobserved import Agencies
from minhash_news.errors import ArchiveError
from minhash_news.model import Article
from minhash_news.normalize import normalize, rarity, weigh


@dataclass(frozen=True)
class Epoch:
    """Statistics of a corpus at one moment.

    Attributes:
        number: of the epoch; 0 is the one of a new archive, of no articles.
        rarity: in how many articles each word stands, site paragraphs left out.
        site: hashes of the paragraphs that are a site's own, uint64 (n,), ascending.
        agencies: whose own stories may be in the archive.
    """

    number: int
    rarity: Rarity
    site: NDArray[np.uint64]
    agencies: Agencies


def census(articles: Sequence[Article]) -> Epoch:
    """Return the statistics of a slab of articles, as a scan of these would take them."""
    everything = weigh(normalize([article.text for article in articles], workers=1))
    site = site_paragraphs(everything, [article.outlet for article in articles])
    counted = rarity(everything.without(site_words(everything, articles, site)))
    return Epoch(0, counted, site, Agencies.of(articles))


def together(number: int, parts: Iterable[Epoch]) -> Epoch:
    """Return the statistics of several slabs as one; what is a site's own was seen within each."""
    whole = NOTHING
    for part in parts:
        vocabulary, place = np.unique(
            np.concatenate([whole.rarity.vocabulary, part.rarity.vocabulary]), return_inverse=True
        )
        frequency = np.zeros(len(vocabulary), np.int64)
        np.add.at(frequency, place, np.concatenate([whole.rarity.frequency, part.rarity.frequency]))
        whole = Epoch(
            number,
            Rarity(vocabulary, frequency, whole.rarity.articles + part.rarity.articles),
            np.union1d(whole.site, part.site),
            whole.agencies | part.agencies,
        )
    return whole


NOTHING = Epoch(
    0,
    Rarity(np.zeros(0, np.uint64), np.zeros(0, np.int64), 0),
    np.zeros(0, np.uint64),
    Agencies({}, frozenset()),
)
"""The statistics of a new archive."""


def save(store: Store, epoch: Epoch) -> None:
    """Write an epoch's statistics into its table."""
    values = {
        "articles": json.dumps(epoch.rarity.articles).encode(),
        "vocabulary": epoch.rarity.vocabulary.astype("<u8").tobytes(),
        "frequency": epoch.rarity.frequency.astype("<i8").tobytes(),
        "site": epoch.site.astype("<u8").tobytes(),
        "agencies": json.dumps([dict(sorted(epoch.agencies.outlets.items())), sorted(epoch.agencies.marks)]).encode(),
    }
    store.connection.executemany(
        f"INSERT INTO statistics_{epoch.number} VALUES (?, ?, ?)",
        [(name, xxhash.xxh3_64_digest(value), value) for name, value in values.items()],
    )


def load(store: Store, number: int) -> Epoch:
    """Return an epoch's statistics.

    Raises:
        ArchiveError: they are damaged.
    """
    if number == 0:
        return NOTHING
    rows = store.connection.execute(f"SELECT name, digest, value FROM statistics_{number}")
    values = {name: value for name, digest, value in rows if digest == xxhash.xxh3_64_digest(value)}
    try:
        outlets, marks = json.loads(values["agencies"])
        articles = json.loads(values["articles"])
        if isinstance(outlets, list):  # of an archive that did not count them yet: no outlet has more than there are
            outlets = dict.fromkeys(outlets, articles)
        return Epoch(
            number,
            Rarity(
                np.frombuffer(values["vocabulary"], "<u8").astype(np.uint64),
                np.frombuffer(values["frequency"], "<i8").astype(np.int64),
                articles,
            ),
            np.frombuffer(values["site"], "<u8").astype(np.uint64),
            Agencies(outlets, frozenset(marks)),
        )
    except KeyError as error:
        raise ArchiveError.damaged(store.path, f"its statistics, {error}, are gone") from error


def counted_too(counted: Rarity, words: CorpusWords, article: int) -> Rarity:
    """Return the counts of the vocabulary of `words`, as if this one of their articles had been counted as well."""
    frequency = counted.of(words.vocabulary)
    frequency[np.unique(words.ids[words.span(article)])] += 1
    return Rarity(words.vocabulary, frequency, counted.articles + 1)
