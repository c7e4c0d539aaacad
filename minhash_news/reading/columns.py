"""Rows: a Parquet file or a table in memory, an article in each row -> articles, and the rows that are none."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import IO, Any

from minhash_news.errors import MissingExtraError, ReadError
from minhash_news.reading.fields import NAMES, plain_key
from minhash_news.reading.found import Draft, Found, Problem, reason_of
from minhash_news.reading.records import How, Records, doubled, require_text_column

_BATCH = 1000


def read_parquet(found: Found, stream: IO[bytes], how: How) -> Iterator[Draft | Problem]:
    """Yield the articles of a Parquet file with a row each. MissingExtraError without pyarrow."""
    pa = _pyarrow("reading Parquet")
    import pyarrow.parquet as pq

    records = Records(found, "row", how)
    number = 0
    with pq.ParquetFile(stream if stream.seekable() else io.BytesIO(stream.read())) as table:
        columns = _columns(table.schema_arrow.names, how)
        require_text_column(columns, how)
        yield from doubled(found, columns)
        for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
            for record in _rows(batch, pa):
                number += 1
                yield records.take(record, number)
    if number == 0:
        yield Problem(found, "no rows")
    yield from records.missing()


def rows_of(table: object, how: How) -> Iterator[Mapping[str, object]]:
    """Yield the rows of whatever table speaks Arrow's PyCapsule interface: pyarrow, pandas, polars, DuckDB.

    Raises:
        MissingExtraError: pyarrow is not there.
        ReadError: the table cannot be handed over.
    """
    pa = _pyarrow("reading a table")
    try:
        reader = pa.RecordBatchReader.from_stream(table)
        columns = _columns(reader.schema.names, how)
        for batch in reader:
            yield from _rows(batch.select(columns), pa)
    except Exception as error:  # a column of mixed types, a date beyond Python's, a zone that nobody knows
        raise ReadError("table", f"cannot be read as Arrow ({reason_of(error)})") from error


def _pyarrow(what: str) -> Any:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise MissingExtraError(what, "parquet") from error
    return pa


def _columns(names: list[str], how: How) -> list[str]:
    """Return the columns that an article is made of; all where whole records are kept."""
    if how.whole:
        return names
    known = {name for names in NAMES.values() for name in names} | {"id"}
    asked = {part for name in how.names.values() for part in (name, name.split(".")[0])}
    return [name for name in names if plain_key(name) in known or name in asked]


def _rows(batch: Any, pa: Any) -> Iterator[Mapping[str, object]]:
    """Yield rows with Python values; nanoseconds, which Python's dates have not, are cut off."""
    arrays = []
    for array in batch.columns:
        nanoseconds = pa.types.is_timestamp(array.type) and array.type.unit == "ns"
        if nanoseconds:
            array = array.cast(pa.timestamp("us", array.type.tz), safe=False)
        arrays.append(array.to_pylist())
    names = batch.schema.names
    for values in zip(*arrays, strict=True):
        yield dict(zip(names, values, strict=True))
