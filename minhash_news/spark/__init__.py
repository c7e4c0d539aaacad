"""Beyond one machine: the stages of `scan` on Apache Spark, with the same answer.

    from minhash_news.spark import scan, session

    with session(master="spark://head:7077") as spark:
        graph = scan(spark, spark.read.parquet("s3://bucket/articles"), folder="s3://bucket/stages")
        graph.derivations.write.parquet("s3://bucket/derivations")

Only the DataFrame API is used, so that it runs on classic Spark and over Spark Connect. `pipeline` is the table of
contents. Importing this raises MissingExtraError where PySpark is not installed.
"""

from __future__ import annotations

from minhash_news.errors import MissingExtraError

try:
    import pyspark  # noqa: F401 - asked for here once, for all files of this package
except ImportError as error:
    raise MissingExtraError("running on Spark", "spark") from error

from minhash_news.spark.pipeline import SparkGraph, scan
from minhash_news.spark.sessions import session

__all__ = ["SparkGraph", "scan", "session"]
