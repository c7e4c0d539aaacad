"""Export: derivations -> CSV, one a row, UTF-8, with a header."""

from __future__ import annotations

import csv
import io

from minhash_news.export.edges import rows
from minhash_news.model import DerivationGraph
from minhash_news.visible import encoded

COLUMNS = (
    "derived",
    "source",
    "kind",
    "confidence",
    "direction",
    "direction_confidence",
    "coverage_derived",
    "coverage_source",
    "derived_title",
    "source_title",
    "derived_published",
    "source_published",
    "derived_outlet",
    "source_outlet",
    "passages",
    "grounds",
)
"""`passages` is their number, `grounds` their sentences; .parquet and .json have both in full."""


def render(graph: DerivationGraph) -> bytes:
    """Return the derivations as CSV."""
    lines = io.StringIO(newline="")
    table = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
    table.writeheader()
    for edge, row in rows(graph):
        says = " | ".join(ground.says for ground in edge.grounds)
        table.writerow({**row, "passages": len(edge.passages), "grounds": says})
    return encoded(lines.getvalue())
