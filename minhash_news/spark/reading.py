"""Read: records with whatever columns -> articles, numbered in the order of their ids, and what is no article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate

import pyarrow as pa
import pyspark.sql.functions as F
from pyspark.sql import DataFrame, Window

from minhash_news.arguments import no_article
from minhash_news.errors import SettingsError
from minhash_news.model import UNOBSERVED
from minhash_news.reading.found import NotAnArticleError
from minhash_news.reading.records import How, article_of, own_id
from minhash_news.spark.stages import Stages
from minhash_news.spark.tables import ABOUT, UNSORTED, Columns, each

TOGETHER = 50_000
"""Articles that one task sorts by their ids."""
SAMPLED = 20
"""Ids that are looked at for each such task, to part the ids evenly."""

READ = ", ".join(f"{name} string" for name in (*ABOUT, "reason"))


def articles(records: DataFrame, names: Mapping[str, str], stages: Stages) -> DataFrame:
    """Return the articles of some records, each with its number in the order of the ids.

    Ids are sorted by parting them into ranges, as all engines' own sorts differ in what they promise about the order
    of what is written. Text sorts by code point, as in Python.

    Raises:
        SettingsError: two records have the same id, or one that of a source that is inferred.
    """
    read = stages.kept("read", lambda: records.mapInArrow(each(_articles, How(names)), READ))
    found = read.where("reason is null").drop("reason")
    _refuse_ids(found)
    return stages.kept("articles", lambda: _numbered(found))


def skipped(stages: Stages) -> DataFrame:
    """Return (path, reason) of the records that are no articles, once `articles` has been called."""
    none = stages.output("read").where("reason is not null")
    return none.select(F.coalesce("id", F.lit("a record without an id")).alias("path"), "reason")


def _articles(batch: pa.RecordBatch, how: How) -> Columns:
    """Return the columns ABOUT of a batch of records; those that are no articles have a reason and no text."""
    rows = [_row(record, how) for record in batch.to_pylist()]
    return {name: pa.array([row[k] for row in rows], pa.string()) for k, name in enumerate((*ABOUT, "reason"))}


def _row(record: Mapping[str, object], how: How) -> tuple[str | None, ...]:
    name = own_id(record, how)
    nothing = [None] * (len(ABOUT) - 1)
    if name is None:
        return (None, *nothing, f"record has no id (looked for {how.names.get('id', 'id')})")
    try:
        article = article_of(record, how)
    except NotAnArticleError as error:
        return (name, *nothing, str(error))
    return (name, *(getattr(article, field) for field in ABOUT[1:]), None)


def _refuse_ids(found: DataFrame) -> None:
    wrong = found.groupBy("id").count().where((F.col("count") > 1) | F.col("id").startswith(UNOBSERVED))
    for name, count in wrong.limit(1).collect():
        if count == 1:
            raise SettingsError(no_article(name))
        raise SettingsError(
            f"two records have the id {name!r}; give each its own, or drop one (dropDuplicates(['id']))"
        )


def _numbered(found: DataFrame) -> DataFrame:
    bounds = _bounds(found)
    parted = found.select("id").mapInArrow(each(_parted, bounds), "part int, id string")
    counts: dict[int, int] = dict(parted.groupBy("part").count().collect())
    before = list(accumulate((counts.get(part, 0) for part in range(len(bounds) + 1)), initial=0))
    offsets = found.sparkSession.createDataFrame(list(enumerate(before[:-1])), "part int, before int")
    place = F.row_number().over(Window.partitionBy("part").orderBy("id"))
    number = (F.col("before") + F.col("place") - 1).cast("int").alias("number")
    numbers = parted.withColumn("place", place).join(F.broadcast(offsets), "part").select("id", number)
    return found.join(numbers.hint(UNSORTED), "id").select("number", *ABOUT)


def _bounds(found: DataFrame) -> list[str]:
    """Return ids that part all of them into ranges of about TOGETHER."""
    parts = -(-found.count() // TOGETHER)
    if parts < 2:
        return []
    share = min(1.0, SAMPLED / TOGETHER * 2)
    ids = sorted(found.select("id").sample(share, seed=1).toArrow().column("id").to_pylist())
    return [ids[len(ids) * part // parts] for part in range(1, parts)] if len(ids) >= parts else []


def _parted(batch: pa.RecordBatch, bounds: Sequence[str]) -> Columns:
    ids = batch.column("id")
    return {"part": pa.array([bisect_right(bounds, name) for name in ids.to_pylist()], pa.int32()), "id": ids}
