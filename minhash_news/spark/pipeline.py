"""The table of contents on Spark: calls the stages in order, from records to derivations.

    read -> count words and paragraphs -> sign -> band ┐
                                    └---> anchor ------┴-> verify, relate -> derive

Each arrow is a shuffle or a pass over the texts; what stands between two arrows is kept as Parquet. The functions that
run on the executors take batches of rows to batches of rows, around the stage functions and kernels of `scan`.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyspark.sql.functions as F
from pyspark.sql import DataFrame, SparkSession

from minhash_news.model import (
    ArticleId,
    Coverage,
    Derivation,
    DerivationGraph,
    Direction,
    Ground,
    Kind,
    Node,
    Passage,
    Scheme,
    Skipped,
)
from minhash_news.pipeline import version_here
from minhash_news.settings import Settings
from minhash_news.spark import reading
from minhash_news.spark.anchored import anchored
from minhash_news.spark.bands import banded
from minhash_news.spark.counting import counts
from minhash_news.spark.deriving import derivations, families
from minhash_news.spark.relating import relations
from minhash_news.spark.signing import signed
from minhash_news.spark.site import site_paragraphs
from minhash_news.spark.stages import Stages
from minhash_news.spark.statistics import statistics
from minhash_news.spark.writing import write


@dataclass(frozen=True)
class SparkGraph:
    """What came from what, as DataFrames in the fields of graph.json.

    Attributes:
        articles: id, title, published, outlet, author, url, words, observed; unobserved sources among them.
        derivations: derived, source, kind, confidence, direction, direction_confidence, coverage, grounds, passages.
        families: articles, origins.
        skipped: path, reason: records that are no articles, by their ids.
        limits: how many candidates there were and what was capped in finding them.
        settings: what it was made with, for the record.
        scheme: of the signatures.
        version: of the library.
    """

    articles: DataFrame
    derivations: DataFrame
    families: DataFrame
    skipped: DataFrame
    limits: dict[str, int]
    settings: dict[str, object]
    scheme: Scheme
    version: str

    def write(self, folder: str) -> None:
        """Write each of the DataFrames as Parquet into a folder of its name; what stands there is replaced."""
        for name in ("articles", "derivations", "families", "skipped"):
            write(getattr(self, name), f"{folder.rstrip('/')}/{name}")

    def collect(self) -> DerivationGraph:
        """Bring the graph to the driver, as `minhash_news.scan` returns it but for the texts."""
        nodes = (Node(**row) for row in _rows(self.articles))
        edges = map(_derivation, _rows(self.derivations))
        return DerivationGraph(
            articles=tuple(sorted(nodes, key=lambda node: node.id)),
            derivations=tuple(sorted(edges, key=lambda edge: (edge.derived, edge.source))),
            skipped=tuple(Skipped(**row) for row in _rows(self.skipped)),
            settings=self.settings,
            scheme=self.scheme,
            version=self.version,
            limits=self.limits,
        )


def scan(
    spark: SparkSession,
    articles: DataFrame,
    settings: Settings | None = None,
    *,
    folder: str | None = None,
    fields: Mapping[str, str] | None = None,
    progress: Callable[[str], None] | None = None,
) -> SparkGraph:
    """Return the derivation graph of a DataFrame of articles, the same one as `minhash_news.scan`.

    Args:
        spark: classic or Connect.
        articles: one a row, with an id, a text, and what else there is, in columns of the usual names.
        settings: the defaults where None; `workers` says nothing here.
        folder: where each stage's output is kept as Parquet, by a name that driver and executors share; a scan that
            was cut off goes on from there. A temporary folder where None, which will do on one machine.
        fields: the column of a field of an article (`text`, `id`, `published`...), where its name is not a usual one.
        progress: told of each stage as it begins.

    Raises:
        SettingsError: two articles have the same id, or the folder has stages of another corpus or other settings.
    """
    chosen = Settings.or_defaults(settings)
    made_by = {
        "version": version_here(),
        "settings": chosen.for_the_record(),
        "scheme": asdict(chosen.scheme),
        "fields": dict(fields or {}),
        "corpus": _fingerprint(articles),
    }
    stages = Stages(spark, folder or tempfile.mkdtemp(prefix="minhash-news-"), made_by, progress)
    numbered = reading.articles(articles, fields or {}, stages)
    counted = counts(numbered, stages)
    site = site_paragraphs(numbered, counted, stages)
    visible = signed(numbered, site, counted.parts, chosen, stages)
    known = statistics(counted, visible.words, site, stages)
    in_buckets = banded(visible.signatures, chosen, stages)
    by_anchors = anchored(numbered, known, stages)
    pairs = stages.kept("candidates", lambda: in_buckets.pairs.union(by_anchors.pairs).distinct())
    related = relations(numbered, pairs, known, chosen, stages)
    edges = derivations(numbered, related, counted, known, chosen, stages)
    return SparkGraph(
        articles=_nodes(numbered, visible.signatures, edges),
        derivations=edges.drop("block"),
        families=families(edges, stages),
        skipped=reading.skipped(stages),
        limits={
            "candidate_pairs": pairs.count(),
            "capped_buckets": in_buckets.capped_buckets,
            "articles_in_capped_buckets": in_buckets.capped_articles,
            "words_too_common_for_anchors": known.too_common,
            "articles_with_too_many_partners": by_anchors.crowded,
        },
        settings=chosen.for_the_record(),
        scheme=chosen.scheme,
        version=version_here(),
    )


def _fingerprint(articles: DataFrame) -> str:
    """Tell corpora apart by their columns and files."""
    told = "\n".join([articles.schema.simpleString(), *sorted(articles.inputFiles())])
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def _nodes(articles: DataFrame, signatures: DataFrame, edges: DataFrame) -> DataFrame:
    about = ("id", "title", "published", "outlet", "author", "url")
    observed = articles.select("number", *about).join(signatures.select("number", "words"), "number")
    observed = observed.select(*about, "words", F.lit(True).alias("observed"))
    absent = edges.select(F.col("source").alias("id")).distinct().join(articles.select("id"), "id", "left_anti")
    none = [F.lit(None).cast("string").alias(name) for name in about[2:]]
    unobserved = absent.select(
        "id", F.lit("").alias("title"), *none, F.lit(0).alias("words"), F.lit(False).alias("observed")
    )
    return observed.union(unobserved)


def _rows(frame: DataFrame) -> Iterator[dict[str, Any]]:
    """Yield rows a partition at a time: all at once would be more than the heap of a driver holds."""
    return (row.asDict(recursive=True) for row in frame.toLocalIterator())


def _derivation(row: dict[str, Any]) -> Derivation:
    return Derivation(
        derived=ArticleId(row["derived"]),
        source=ArticleId(row["source"]),
        kind=Kind(row["kind"]),
        confidence=row["confidence"],
        direction=Direction(row["direction"]),
        direction_confidence=row["direction_confidence"],
        coverage=Coverage(**row["coverage"]),
        grounds=tuple(Ground(**ground) for ground in row["grounds"]),
        passages=tuple(Passage(**passage) for passage in row["passages"]),
    )
