"""Export: derivations -> Parquet, one a row, grounds and passages as nested lists."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from importlib.util import find_spec

from minhash_news.errors import MissingExtraError
from minhash_news.export.edges import rounded, rows
from minhash_news.export.graph_json import made_by
from minhash_news.model import Derivation, DerivationGraph
from minhash_news.visible import encoded

_ABOUT = tuple(f"{end}_{name}" for name in ("title", "published", "outlet") for end in ("derived", "source"))


def require() -> None:
    """Raise MissingExtraError where pyarrow is not installed."""
    if find_spec("pyarrow") is None:
        raise MissingExtraError("Parquet", "parquet")


def render(graph: DerivationGraph) -> bytes:
    """Return the derivations as a Parquet file; `made_by` stands in its metadata."""
    require()
    import pyarrow as pa  # an extra, and slow to load
    import pyarrow.parquet as pq

    text, number, offset = pa.string(), pa.float64(), pa.int64()
    ends = ("derived_start", "derived_end", "source_start", "source_end")
    schema = pa.schema(
        [
            *((name, text) for name in ("derived", "source", "kind")),
            ("confidence", number),
            ("direction", text),
            *((name, number) for name in ("direction_confidence", "coverage_derived", "coverage_source")),
            *((name, text) for name in _ABOUT),
            ("grounds", pa.list_(pa.struct([("signal", text), ("says", text), ("weight", number)]))),
            ("passages", pa.list_(pa.struct([(name, offset) for name in ends]))),
        ],
        metadata={"minhash-news": json.dumps(made_by(graph))},
    )
    records = [_clean({**row, **_nested(edge)}) for edge, row in rows(graph)]
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records, schema=schema), file)
    return file.getvalue()


def _nested(edge: Derivation) -> dict[str, object]:
    grounds = [{**asdict(ground), "weight": rounded(ground.weight)} for ground in edge.grounds]
    return {"grounds": grounds, "passages": [asdict(passage) for passage in edge.passages]}


def _clean(value: object) -> object:
    """Return the value with every text made valid UTF-8, which Arrow insists on."""
    if isinstance(value, str):
        return encoded(value).decode("utf-8")
    if isinstance(value, dict):
        return {name: _clean(part) for name, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list) else value
