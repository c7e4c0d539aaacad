"""Count: articles -> what each batch of them says of the corpus, from one pass over the texts.

Words, paragraphs, outlets and update notes are counted together, for to move and split the texts is what costs; each
kind is added up by who needs it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyspark.sql.functions as F
from pyspark.sql import DataFrame

from minhash_news.arrays import CorpusWords
from minhash_news.boilerplate import SiteText
from minhash_news.derive import updates_of_the_absent
from minhash_news.derive.unobserved import Agencies
from minhash_news.export.graph_json import derivation_record
from minhash_news.model import Article
from minhash_news.normalize import normalize, numbers, rarity
from minhash_news.spark.stages import Stages
from minhash_news.spark.tables import (
    PARTS,
    Columns,
    articles_of,
    each,
    from_bytes,
    group,
    in_parts,
    numbers_of,
    signed,
    stacked,
)

COUNTED = PARTS + ", kind string"
WORDS, PARAGRAPHS, OUTLET, MARK, NOTE = "words", "paragraphs", "outlet", "mark", "note"
"""Kinds of rows: WORD and PARAGRAPH by their hashes; a name as UTF-8, that of an outlet by how many articles it has;
and for an article that calls itself an update of one that is not there, by its number, the derivation that says so, as
JSON."""
WORD = np.dtype([("word", np.uint64), ("articles", np.int32), ("number", np.bool_)])
PARAGRAPH = np.dtype([("paragraph", np.uint64), ("number", np.int32)])
COUNT = "word long, articles long, number boolean"

ROWS = 1_000_000
"""Words or paragraphs that one task looks at together."""
AN_ARTICLE = 10
"""About so many paragraphs has an article, and so many words that the others of its batch have not."""


@dataclass(frozen=True)
class Counts:
    """What was counted.

    Attributes:
        rows: COUNTED.
        articles: how many there are.
        parts: into which words and paragraphs are parted.
    """

    rows: DataFrame
    articles: int
    parts: int

    def of(self, kind: str) -> DataFrame:
        """Return PARTS, the rows of one kind."""
        return self.rows.where(F.col("kind") == kind).drop("kind")


def counts(articles: DataFrame, stages: Stages) -> Counts:
    """Count what is in the articles, a batch at a time."""
    total = articles.count()
    parts = max(1, total * AN_ARTICLE // ROWS)
    return Counts(stages.kept("counted", lambda: articles.mapInArrow(each(_counted, parts), COUNTED)), total, parts)


def summed(counted: DataFrame) -> DataFrame:
    """Return COUNT from PARTS of WORD; those of one article are left out: they are half of all and need no saying."""
    return counted.groupBy("part").applyInArrow(group(_summed), COUNT)


def packed_words(words: CorpusWords, parts: int) -> Columns:
    """Return PARTS of WORD: in how many of some articles each of their words stands."""
    there = rarity(words).frequency
    kept = there > 0  # a word may stand in paragraphs of the site alone
    rows = np.empty(np.count_nonzero(kept), WORD)
    rows["word"], rows["articles"], rows["number"] = words.vocabulary[kept], there[kept], numbers(words)[kept]
    return in_parts(rows["word"] % np.uint64(parts), rows)


def _counted(batch: pa.RecordBatch, parts: int) -> Columns:
    articles = articles_of(batch)
    words = normalize([article.text for article in articles], workers=1)
    named = Agencies.of(articles)
    kinds = {
        WORDS: packed_words(words, parts),
        PARAGRAPHS: _paragraphs(words, batch, parts),
        OUTLET: _texts([(count, name) for name, count in sorted(named.outlets.items())]),
        MARK: _texts([(0, mark) for mark in sorted(named.marks)]),
        NOTE: _notes(articles, batch),
    }
    return stacked(*({**rows, "kind": pa.array([kind] * len(rows["part"]))} for kind, rows in kinds.items()))


def _paragraphs(words: CorpusWords, batch: pa.RecordBatch, parts: int) -> Columns:
    """Return a PARAGRAPH for each of an article, each once."""
    site = SiteText(words, [None] * len(words))
    found = np.unique(np.column_stack([site.hashes, site.article.astype(np.uint64)]), axis=0)
    rows = np.empty(len(found), PARAGRAPH)
    rows["paragraph"] = found[:, 0]
    rows["number"] = numbers_of(batch)[found[:, 1].astype(np.int64)]
    return in_parts(found[:, 0] % np.uint64(parts), rows)


def _notes(articles: list[Article], batch: pa.RecordBatch) -> Columns:
    number = dict(zip((article.id for article in articles), batch.column("number").to_pylist(), strict=True))
    edges = updates_of_the_absent(articles, set())
    return _texts([(number[edge.derived], json.dumps(derivation_record(edge))) for edge in edges])


def _texts(rows: list[tuple[int, str]]) -> Columns:
    """Return PARTS from the part and the text of each row."""
    return {
        "part": pa.array([part for part, _ in rows], pa.int32()),
        "rows": pa.array([text.encode() for _, text in rows], pa.binary()),
    }


def _summed(table: pa.Table) -> Columns:
    rows = from_bytes(table, "rows", WORD)
    rows = rows[np.argsort(rows["word"], kind="stable")]
    begins = np.flatnonzero(np.r_[True, rows["word"][1:] != rows["word"][:-1]])
    articles = np.add.reduceat(rows["articles"].astype(np.int64), begins)
    shared = articles > 1
    return {
        "word": signed(np.ascontiguousarray(rows["word"][begins])[shared]),
        "articles": articles[shared],
        "number": np.logical_or.reduceat(rows["number"], begins)[shared],
    }
