"""Mask: paragraphs that articles share -> those that are a site's and no article's.

Paragraphs meet by their hashes; of the articles that share one, those that are looked at are paired, the pairs are
looked at beside their texts, and the verdicts meet again by the paragraph.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyspark.sql.functions as F
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from minhash_news.arrays import Rarity
from minhash_news.boilerplate import SiteText, of_the_site, sampled
from minhash_news.normalize import normalize, weigh
from minhash_news.spark.blocks import Block, beside, in_blocks
from minhash_news.spark.counting import PARAGRAPH, PARAGRAPHS, WORDS, Counts, summed
from minhash_news.spark.stages import Stages
from minhash_news.spark.statistics import rarity_of
from minhash_news.spark.tables import PAIR, TEXT, Columns, from_bytes, group, numbers_of, signed, unsigned


def site_paragraphs(articles: DataFrame, counts: Counts, stages: Stages) -> NDArray[np.uint64]:
    """Return the hashes, ascending, of the paragraphs that `boilerplate.site_paragraphs` finds."""
    everything = rarity_of(stages.kept("words", lambda: summed(counts.of(WORDS))), counts.articles)
    shared = stages.kept(
        "shared-paragraphs",
        lambda: counts.of(PARAGRAPHS).groupBy("part").applyInArrow(group(_sampled), "paragraph long, " + PAIR),
    )

    def looked_at() -> DataFrame:
        pairs = shared.select("low", "high").distinct()
        count = pairs.count()
        blocks = beside(articles.select(*TEXT), in_blocks(pairs, count), count)
        return blocks.groupBy("block").applyInArrow(group(_strangers, everything), PAIR + ", enough boolean")

    strangers = stages.kept("strangers", looked_at)
    verdicts = shared.join(strangers, ["low", "high"]).withColumn(
        "part", F.pmod(F.hash("paragraph"), F.lit(counts.parts))
    )
    site = stages.kept("site", lambda: verdicts.groupBy("part").applyInArrow(group(_of_the_site), "paragraph long"))
    return np.sort(unsigned(numbers_of(site.toArrow(), "paragraph")))


def _sampled(table: pa.Table) -> Columns:
    """Return of each paragraph that several articles have the pairs of those that are looked at."""
    rows = from_bytes(table, "rows", PARAGRAPH)
    rows = rows[np.lexsort((rows["number"], rows["paragraph"]))]
    paragraphs, numbers = signed(np.ascontiguousarray(rows["paragraph"])), np.ascontiguousarray(rows["number"])
    begins = np.flatnonzero(np.r_[True, paragraphs[1:] != paragraphs[:-1]])
    lengths = np.diff(np.r_[begins, len(numbers)])
    twos = begins[lengths == 2]
    pairs = [np.column_stack([paragraphs[twos], numbers[twos], numbers[twos + 1]])]
    for begin, length in zip(begins[lengths > 2], lengths[lengths > 2], strict=True):
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
        "enough": np.array([site.enough(*pair) for pair in pairs.tolist()], bool),
    }


def _of_the_site(table: pa.Table) -> Columns:
    """Return those of the paragraphs that are a site's."""
    strangers: dict[int, dict[tuple[int, int], bool]] = {}
    for row in table.to_pylist():
        strangers.setdefault(row["paragraph"], {})[row["low"], row["high"]] = row["enough"]
    return {"paragraph": np.array([name for name, pairs in strangers.items() if of_the_site(pairs)], np.int64)}
