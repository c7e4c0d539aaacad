"""Keep: the output of each stage -> Parquet in a folder, from which a rerun starts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql.types import StructType

from minhash_news.errors import SettingsError

MARK = "made_by string, schema string, seconds double"
"""What is written beside a stage when it is done: what it was made with, its columns, and how long it took."""


class Stages:
    """The stages of one scan, each a folder of Parquet files.

    A stage counts as done once its mark stands beside it, so one that was cut off is made anew.
    """

    def __init__(
        self, spark: SparkSession, folder: str, made_by: object, tell: Callable[[str], None] | None = None
    ) -> None:
        """Keep stages in `folder`, which driver and executors reach under that name; `made_by` tells scans apart."""
        self.spark, self.folder = spark, folder.rstrip("/")
        self.made_by = json.dumps(made_by, sort_keys=True)
        self.tell = tell or (lambda _: None)
        self._schemas: dict[str, StructType] = {}

    def kept(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        """Return a stage's output, read from where it is kept; it is made first if it is not there.

        Raises:
            SettingsError: what is there was made with other settings or from another corpus.
        """
        if self._schema(name) is None:
            self.tell(name)
            began = time.monotonic()
            frame = make()
            frame.write.mode("overwrite").parquet(f"{self.folder}/{name}")
            mark = [(self.made_by, frame.schema.json(), time.monotonic() - began)]
            self.spark.createDataFrame(mark, MARK).write.mode("overwrite").parquet(f"{self.folder}/{name}.done")
            self._schemas[name] = frame.schema
        return self.output(name)

    def output(self, name: str) -> DataFrame:
        """Return the output of a stage that is done."""
        schema = self._schema(name)
        if schema is None:
            raise SettingsError(f"{self.folder} has no stage {name!r} that is done")
        return self.spark.read.schema(schema).parquet(f"{self.folder}/{name}")

    def _schema(self, name: str) -> StructType | None:
        """Return the columns of a stage that is done, else None."""
        if name not in self._schemas:
            mark = self._mark(name)
            if mark is None:
                return None
            self._schemas[name] = StructType.fromJson(json.loads(mark.schema))
        return self._schemas[name]

    def _mark(self, name: str) -> Row | None:
        """Return the mark of a stage that is done, else None."""
        try:
            marks = self.spark.read.schema(MARK).parquet(f"{self.folder}/{name}.done").collect()
        except AnalysisException:  # there is no such path
            return None
        if marks and marks[0].made_by != self.made_by:
            raise SettingsError(
                f"{self.folder}/{name} was made from another corpus or with other settings; give another folder"
            )
        return marks[0] if marks else None
