"""Tables: the columns that go between the stages, and articles out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from minhash_news.model import Article

ABOUT = ("id", "title", "published", "outlet", "author", "url", "text")
"""What is known of an article."""
ARTICLE = "number int, " + ", ".join(f"{name} string" for name in ABOUT)
"""An article; its number is its place in the order of the ids, which is its row where one machine scans."""
TEXT = ("number", "id", "published", "outlet", "text")
"""What has to be known of an article to measure its wording."""
PAIR = "low int, high int"
"""Two articles by number, low < high."""

PARTS = "part int, rows binary"
"""Small rows that are to meet others of their part, packed: of a hundred for each article Spark moves a few blocks."""

UNSORTED = "shuffle_hash"
"""Hint for the side of a join without texts: the other side is then not sorted, which would spill its texts to disk."""

Mapped = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]
Columns = Mapping[str, Any]
"""Column name -> array."""


def each(function: Callable[..., Columns], *given: object) -> Mapped:
    """Return for `mapInArrow` a function of a batch and of what else is given, taken batch by batch."""

    def mapped(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            if batch.num_rows:
                yield pa.RecordBatch.from_pydict(dict(function(batch, *given)))

    return mapped


def group(function: Callable[..., Columns], *given: object) -> Callable[[pa.Table], pa.Table]:
    """Return the like for `applyInArrow`: a function of all rows of a group."""

    def applied(table: pa.Table) -> pa.Table:
        return pa.table(dict(function(table, *given)))

    return applied


def stacked(*tables: Columns) -> Columns:
    """Return tables one under the other; a column that one has not is null there."""
    whole = pa.concat_tables([pa.table(dict(columns)) for columns in tables], promote_options="default")
    return {name: whole.column(name).combine_chunks() for name in whole.column_names}


def articles_of(table: pa.Table | pa.RecordBatch) -> list[Article]:
    """Return the articles of a table with `id`, `text` and others of the columns ABOUT."""
    names = [name for name in ABOUT if name in table.schema.names]
    columns = (table.column(name).to_pylist() for name in names)
    return [Article(**dict(zip(names, values, strict=True))) for values in zip(*columns, strict=True)]


def numbers_of(table: pa.Table | pa.RecordBatch, name: str = "number") -> NDArray[Any]:
    """Return a column of whole numbers as an array."""
    return np.asarray(table.column(name))


def in_parts(part: NDArray[np.integer[Any]], rows: NDArray[np.void]) -> Columns:
    """Return PARTS: the rows, of a structured type, packed with those of the same part."""
    order = np.argsort(part, kind="stable")
    parts, begins = np.unique(part[order], return_index=True)
    blocks = np.split(rows[order], begins[1:]) if len(parts) else []
    return {
        "part": parts.astype(np.int32),
        "rows": as_bytes(blocks),
    }


def as_bytes(arrays: Iterable[NDArray[Any]]) -> pa.Array:
    """Return a column of bytes, an array in each."""
    return pa.array([array.tobytes() for array in arrays], pa.binary())


def from_bytes(table: pa.Table | pa.RecordBatch, name: str, form: Any) -> NDArray[Any]:
    """Return the arrays in a column of bytes, one after another, as one that kernels may write to."""
    return np.frombuffer(bytearray().join(table.column(name).to_pylist()), form)


def signed(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return hashes as Spark's `long`, which has a sign."""
    return hashes.view(np.int64)


def unsigned(column: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return hashes out of a column of `long`."""
    return np.ascontiguousarray(column, np.int64).view(np.uint64)
