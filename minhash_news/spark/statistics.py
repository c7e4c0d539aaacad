"""Know: what was counted -> what has to be known of the whole corpus, small enough to be sent to every task.

The words of a text are split anew wherever they are needed, so that the articles are all that has to be sent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyspark.sql.functions as F
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from minhash_news.anchors import too_common
from minhash_news.arrays import CorpusWords, Rarity
from minhash_news.boilerplate import site_words
from minhash_news.derive.unobserved import Agencies
from minhash_news.model import Article
from minhash_news.normalize import idf_of, normalize, weigh
from minhash_news.spark.counting import MARK, OUTLET, Counts, summed
from minhash_news.spark.stages import Stages
from minhash_news.spark.tables import numbers_of, unsigned


@dataclass(frozen=True)
class Statistics:
    """What has to be known of a corpus to weigh any of its articles.

    Attributes:
        rarity: of the words that are left without the site's.
        site: (n,) uint64, ascending, hashes of the paragraphs that are a site's.
        agencies: whose stories may be there.
        too_common: content words that stand in more articles than an anchor may.
    """

    rarity: Rarity
    site: NDArray[np.uint64]
    agencies: Agencies
    too_common: int

    def words(self, articles: list[Article]) -> CorpusWords:
        """Return the words of some of the corpus's articles, weighed, without the site's."""
        words = normalize([article.text for article in articles], workers=1)
        return weigh(words.without(site_words(words, articles, self.site)), self.rarity)


def statistics(counts: Counts, visible_words: DataFrame, site: NDArray[np.uint64], stages: Stages) -> Statistics:
    """Return the statistics of a corpus; `visible_words` are PARTS of WORD, counted without the site's."""
    left = stages.kept("visible-words", lambda: summed(visible_words))
    return Statistics(rarity_of(left, counts.articles), site, _agencies(counts), _too_common(left, counts.articles))


def _agencies(counts: Counts) -> Agencies:
    outlets, marks = (
        {row["rows"].decode(): row["part"] for row in names.agg(F.sum("part").alias("part")).toArrow().to_pylist()}
        for names in (counts.of(kind).groupBy("rows") for kind in (OUTLET, MARK))
    )
    return Agencies(outlets, frozenset(marks))


def rarity_of(words: DataFrame, articles: int) -> Rarity:
    """Return COUNT as one machine has it."""
    table = words.select("word", "articles").toArrow()
    hashes = unsigned(numbers_of(table, "word"))
    order = np.argsort(hashes)
    return Rarity(hashes[order], numbers_of(table, "articles")[order], articles, otherwise=1)


def _too_common(words: DataFrame, articles: int) -> int:
    table = words.toArrow()
    frequency = numbers_of(table, "articles")
    idf = idf_of(unsigned(numbers_of(table, "word")), numbers_of(table, "number"), frequency, articles)
    return int(np.count_nonzero(too_common(idf, frequency)))
