"""Export: articles of a derivation graph -> CSV or Parquet, one a row, with the family each is in."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict

from minhash_news.export.edges_parquet import require
from minhash_news.model import DerivationGraph
from minhash_news.visible import encoded

COLUMNS = ("id", "title", "published", "outlet", "author", "url", "words", "observed", "family", "origin")
"""`family` is its number as the report gives it, empty for a lone article; `origin` says that it derives from none."""


def render_csv(graph: DerivationGraph) -> bytes:
    """Return the articles as CSV, UTF-8, with a header."""
    lines = io.StringIO(newline="")
    table = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(_rows(graph))
    return encoded(lines.getvalue())


def render_parquet(graph: DerivationGraph) -> bytes:
    """Return the articles as a Parquet file."""
    require()
    import pyarrow as pa  # an extra, and slow to load
    import pyarrow.parquet as pq

    types = {"words": pa.int64(), "family": pa.int64(), "observed": pa.bool_(), "origin": pa.bool_()}
    schema = pa.schema([(name, types.get(name, pa.string())) for name in COLUMNS])
    rows = [
        {name: encoded(value).decode("utf-8") if isinstance(value, str) else value for name, value in row.items()}
        for row in _rows(graph)
    ]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), file)
    return file.getvalue()


def _rows(graph: DerivationGraph) -> list[dict[str, object]]:
    family = {name: number for number, one in enumerate(graph.families(), 1) for name in one.articles}
    origins = set(graph.origins())
    nodes = sorted(graph.articles, key=lambda node: node.id)
    return [asdict(node) | {"family": family.get(node.id), "origin": node.id in origins} for node in nodes]
