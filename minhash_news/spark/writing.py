"""Write: DataFrame -> a folder of Parquet, whether it has rows or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyarrow as pa
from pyspark.sql import DataFrame


def write(frame: DataFrame, folder: str) -> None:
    """Replace a folder by the rows of a DataFrame, as Parquet.

    Of none, too, there is a file that tells the columns: Sail writes a file for each batch of rows, and so none.
    """
    frame.write.mode("overwrite").parquet(folder)
    written = frame.sparkSession.read.schema(frame.schema).parquet(folder)
    if not written.take(1):
        columns = frame.limit(0).toArrow().schema
        frame.sparkSession.range(1).mapInArrow(_file_of_none(folder, columns), "missing boolean").collect()


def _file_of_none(folder: str, columns: pa.Schema) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what writes a file without rows where the engine's own machine sees none in the folder."""

    def written(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyarrow import fs, parquet

        for _ in batches:
            files, path = fs.FileSystem.from_uri(folder)
            files.create_dir(path)
            names = [file.base_name for file in files.get_file_info(fs.FileSelector(path))]
            missing = not any(name.endswith(".parquet") for name in names)
            if missing:
                parquet.write_table(columns.empty_table(), f"{path}/part-0.parquet", filesystem=files)
            yield pa.RecordBatch.from_pydict({"missing": [missing]})

    return written
