"""Count: articles -> what has to be known of the whole corpus, small enough to be sent to every task.

The words of a text are split anew wherever they are needed, so that the articles are all that has to be sent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyspark.sql.functions as F
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from minhash_news.anchors import too_common
from minhash_news.arrays import CorpusWords, Rarity
from minhash_news.boilerplate import SiteText, of_the_site, sampled, site_words
from minhash_news.derive.unobserved import Agencies
from minhash_news.model import Article
from minhash_news.normalize import idf_of, normalize, numbers, rarity, weigh
from minhash_news.spark.blocks import Block, beside, in_blocks
from minhash_news.spark.stages import Stages
from minhash_news.spark.tables import (
    PAIR,
    PARTS,
    Columns,
    articles_of,
    each,
    from_bytes,
    group,
    in_parts,
    numbers_of,
    signed,
    unsigned,
)

COUNT = "word long, articles long, number boolean"
PARAGRAPH = np.dtype([("paragraph", np.uint64), ("number", np.int32)])
ROWS = 1_000_000
"""Paragraphs that one task looks at together."""


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
        return weigh(visible(articles, self.site), self.rarity)


def statistics(articles: DataFrame, stages: Stages) -> Statistics:
    """Return the statistics of a corpus; each of the passes over it is kept."""
    count = articles.count()
    everything = stages.kept("words", lambda: _summed(articles.mapInArrow(each(_words), COUNT)))
    site = _site(articles, _rarity(everything, count), stages)
    left = stages.kept("visible-words", lambda: _summed(articles.mapInArrow(each(_visible_words, site), COUNT)))
    agencies = stages.kept(
        "agencies", lambda: articles.mapInArrow(each(_agencies), "outlet string, mark string").distinct()
    )
    named = agencies.toArrow().to_pydict()
    outlets, marks = (frozenset(name for name in named[kind] if name is not None) for kind in ("outlet", "mark"))
    return Statistics(_rarity(left, count), site, Agencies(outlets, marks), _too_common(left, count))


def visible(articles: list[Article], site: NDArray[np.uint64]) -> CorpusWords:
    """Return the words of some articles, without the site's, not weighed."""
    words = normalize([article.text for article in articles], workers=1)
    return words.without(site_words(words, articles, site))


def _words(batch: pa.RecordBatch) -> Columns:
    return _counted(normalize(batch.column("text").to_pylist(), workers=1))


def _visible_words(batch: pa.RecordBatch, site: NDArray[np.uint64]) -> Columns:
    return _counted(visible(articles_of(batch), site))


def _counted(words: CorpusWords) -> Columns:
    there = rarity(words).frequency
    kept = there > 0  # a word may stand in paragraphs of the site alone
    return {"word": signed(words.vocabulary[kept]), "articles": there[kept], "number": numbers(words)[kept]}


def _summed(counts: DataFrame) -> DataFrame:
    """Add up the counts; words of one article are left out, for they are half of all and need no saying."""
    summed = counts.groupBy("word").agg(F.sum("articles").alias("articles"), F.max("number").alias("number"))
    return summed.where("articles > 1")


def _rarity(counts: DataFrame, articles: int) -> Rarity:
    table = counts.select("word", "articles").toArrow()
    words = unsigned(numbers_of(table, "word"))
    order = np.argsort(words)
    return Rarity(words[order], numbers_of(table, "articles")[order], articles, otherwise=1)


def _too_common(counts: DataFrame, articles: int) -> int:
    table = counts.toArrow()
    frequency = numbers_of(table, "articles")
    idf = idf_of(unsigned(numbers_of(table, "word")), numbers_of(table, "number"), frequency, articles)
    return int(np.count_nonzero(too_common(idf, frequency)))


def _agencies(batch: pa.RecordBatch) -> Columns:
    found = Agencies.of(articles_of(batch))
    rows = [(name, None) for name in found.outlets] + [(None, mark) for mark in found.marks]
    return {name: pa.array([row[k] for row in rows], pa.string()) for k, name in enumerate(("outlet", "mark"))}


def _site(articles: DataFrame, everything: Rarity, stages: Stages) -> NDArray[np.uint64]:
    """Return the hashes of the paragraphs that are a site's, ascending.

    Paragraphs meet by their hashes; of the articles that share one, those that are looked at are paired, the pairs are
    looked at beside their texts, and the verdicts meet again by the paragraph.
    """
    parts = max(1, articles.count() * 10 // ROWS)
    paragraphs = articles.mapInArrow(each(_paragraphs, parts), PARTS)
    shared = stages.kept(
        "shared-paragraphs",
        lambda: paragraphs.groupBy("part").applyInArrow(group(_sampled), "paragraph long, " + PAIR),
    )
    strangers = stages.kept(
        "strangers",
        lambda: (
            beside(articles, in_blocks(shared.select("low", "high").distinct()))
            .groupBy("block")
            .applyInArrow(group(_strangers, everything), PAIR + ", same_outlet boolean")
        ),
    )
    verdicts = shared.join(strangers, ["low", "high"]).withColumn("part", F.pmod(F.hash("paragraph"), F.lit(parts)))
    site = stages.kept("site", lambda: verdicts.groupBy("part").applyInArrow(group(_of_the_site), "paragraph long"))
    return np.sort(unsigned(numbers_of(site.toArrow(), "paragraph")))


def _paragraphs(batch: pa.RecordBatch, parts: int) -> Columns:
    """Return a PARAGRAPH for each of an article, each once."""
    words = normalize(batch.column("text").to_pylist(), workers=1)
    site = SiteText(words, [None] * len(words))
    found = np.unique(np.column_stack([site.hashes, site.article.astype(np.uint64)]), axis=0)
    paragraphs = np.empty(len(found), PARAGRAPH)
    paragraphs["paragraph"] = found[:, 0]
    paragraphs["number"] = numbers_of(batch)[found[:, 1].astype(np.int64)]
    return in_parts(found[:, 0] % np.uint64(parts), paragraphs)


def _sampled(table: pa.Table) -> Columns:
    """Return of each paragraph that several articles have the pairs of those that are looked at."""
    rows = from_bytes(table, "rows", PARAGRAPH)
    rows = rows[np.lexsort((rows["number"], rows["paragraph"]))]
    paragraphs, numbers = signed(np.ascontiguousarray(rows["paragraph"])), np.ascontiguousarray(rows["number"])
    begins = np.flatnonzero(np.r_[True, paragraphs[1:] != paragraphs[:-1]])
    lengths = np.diff(np.r_[begins, len(numbers)])
    pairs: list[NDArray[np.int64]] = [np.zeros((0, 3), np.int64)]
    for begin, length in zip(begins[lengths > 1], lengths[lengths > 1], strict=True):
        chosen = np.array(sampled(numbers[begin : begin + length]))
        low, high = np.triu_indices(len(chosen), 1)
        pairs.append(np.column_stack([np.full(len(low), paragraphs[begin]), chosen[low], chosen[high]]))
    found = np.concatenate(pairs)
    return {"paragraph": found[:, 0].copy(), "low": found[:, 1].astype(np.int32), "high": found[:, 2].astype(np.int32)}


def _strangers(table: pa.Table, everything: Rarity) -> Columns:
    """Return the pairs of one block that share next to nothing beside what paragraphs they share."""
    block = Block.of(table)
    words = weigh(normalize([article.text for article in block.articles], workers=1), everything)
    site = SiteText(words, [article.outlet for article in block.articles])
    found = np.array([site.strangers(*pair) for pair in block.pairs.tolist()], bool)
    pairs = block.pairs[found]
    return {
        "low": block.numbers[pairs[:, 0]],
        "high": block.numbers[pairs[:, 1]],
        "same_outlet": np.array([site.same_outlet(*pair) for pair in pairs.tolist()], bool),
    }


def _of_the_site(table: pa.Table) -> Columns:
    """Return those of the paragraphs that are a site's."""
    strangers: dict[int, dict[tuple[int, int], bool]] = {}
    for row in table.to_pylist():
        strangers.setdefault(row["paragraph"], {})[row["low"], row["high"]] = row["same_outlet"]
    return {"paragraph": np.array([name for name, pairs in strangers.items() if of_the_site(pairs)], np.int64)}
