"""Show: measured rows -> Markdown tables, printed or put into README.md and docs/quality.md."""

from __future__ import annotations

import math
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version

from calibration import Claim, expected_error, reliability
from cases import ALL, ROOT, Measured
from large import OF_ONE_BEAT, ONE_STORY, OTHER_STORIES, TO_THE_HAYSTACK
from passages import MEASURES

sys.path.append(str(ROOT / ".ci"))
from marked import fill

COMMAND = "make tables"
README = ROOT / "README.md"
PAGE = ROOT / "docs" / "quality.md"

NO_DATES_IN_DOCS = tuple(f"{name}, no dates" for name in ("presse", "held back briefs", "held back forms", "haystack"))

Columns = Sequence[tuple[str, str]]
"""A figure's name -> its heading."""

SHORT: Columns = [(name, name) for name in ("directed F1", "undirected P", "undirected R", "direction known")]
SHORT += [("share known", "share known"), ("false edges", "false edges")]
FULL: Columns = [
    ("directed F1", "dir F1"),
    ("undirected P", "und P"),
    ("undirected R", "und R"),
    ("undirected F1", "und F1"),
    ("related P", "rel P"),
    ("related R", "rel R"),
    ("kind", "kind"),
    ("direction", "way"),
    ("direction known", "way known"),
    ("share known", "share known"),
    ("roots", "roots"),
    ("false edges", "false"),
    ("false touching independent", "of them indep"),
    ("confidence error", "conf err"),
    ("direction error", "way err"),
]
HAYSTACK: Columns = [
    (TO_THE_HAYSTACK, "to the stories"),
    (OF_ONE_BEAT, "of one beat"),
    (ONE_STORY, "one story"),
    (OTHER_STORIES, "others"),
    *FULL,
]
UPDATES: Columns = [(name, name) for name in ("joined", "share known", "in dated order")]
PASSAGES: Columns = [(name, name) for name in MEASURES.values()]


def blocks(rows: Sequence[Measured]) -> dict[str, str]:
    """Return every table that the rows have something for, under the name of its marks in docs/quality.md."""
    labelled = [row for row in rows if not row.name.startswith(("haystack", "updates", "pan13", ALL))]
    whole = [row for row in labelled if row.seconds is not None]

    def of(prefix: str) -> list[Measured]:
        return [row for row in rows if row.name.startswith(prefix)]

    found = {
        "edges": table(labelled, FULL, seconds=True),
        "by kind": by_kind(whole),
        "reliability": calibration(whole),
        "haystack": table(of("haystack"), HAYSTACK, seconds=True),
        "updates": table(of("updates"), UPDATES, heads=("case", "stories", "pairs")),
        "passages": table(of("pan13"), PASSAGES, heads=("pairs of texts", "pairs", "passages")),
    }
    return {name: text for name, text in found.items() if text}


def write(rows: Sequence[Measured]) -> None:
    """Put the tables of a whole run into README.md and docs/quality.md; a row that was not measured would go."""
    written_for_it = (
        "invented", "more invented", "briefings", "full length", "briefs", "columns", "takes", "forms",
        "languages", "short copies", "retold", "newsroom",
    )  # fmt: skip
    left_out = ("updates", "pan13", "seeds", *written_for_it, *NO_DATES_IN_DOCS)
    shown = [row for row in rows if row.seconds is not None and not row.name.startswith(left_out)]
    fill(README, "quality table", table(shown, SHORT, heads=("corpus", "articles", "true edges")), COMMAND)
    for name, text in {"where": where(rows), **blocks(rows)}.items():
        fill(PAGE, name, text, COMMAND)


def table(
    rows: Sequence[Measured],
    columns: Columns,
    *,
    heads: tuple[str, str, str] = ("corpus", "articles", "edges"),
    seconds: bool = False,
) -> str:
    """Return the figures of the rows as a Markdown table, or "" without rows."""
    if not rows:
        return ""
    lines = [[*heads, *(head for _, head in columns), *(["s"] if seconds else [])]]
    for row in rows:
        values = [as_text(row.figures.get(name, math.nan)) for name, _ in columns]
        taken = ["" if row.seconds is None else f"{row.seconds:.1f}"] if seconds else []
        lines.append([row.name, str(row.articles), str(row.true_edges), *values, *taken])
    return _aligned(lines)


def by_kind(rows: Sequence[Measured]) -> str:
    """Return how many edges of each kind were found, either way round."""
    rows = [row for row in rows if row.recall_by_kind]
    kinds = sorted({kind for row in rows for kind in row.recall_by_kind})
    lines = [["corpus", *kinds]]
    for row in rows:
        counts = [row.recall_by_kind.get(kind) for kind in kinds]
        lines.append([row.name, *(f"{count[0]}/{count[1]}" if count else "" for count in counts)])
    return _aligned(lines) if rows else ""


def calibration(rows: Sequence[Measured]) -> str:
    """Return how often claims of each tenth came true, all rows together, and the expected calibration errors."""
    edges = [claim for row in rows for claim in row.confidence_claims]
    ways = [claim for row in rows for claim in row.direction_claims]
    tenths = sorted({one.least for claims in (edges, ways) for one in reliability(claims)})
    lines = [["claimed", "edges", "mean confidence", "related", "edges found", "mean direction confidence", "right"]]
    for least in tenths:
        cells = [cell for claims in (edges, ways) for cell in _tenth(claims, least)]
        lines.append([f"{least:.1f} to {least + 0.1:.1f}", *cells])
    errors = [f"{name} {as_text(expected_error(claims))}" for name, claims in (("edge", edges), ("direction", ways))]
    return f"{_aligned(lines)}\n\nExpected calibration error, ten bins: {', '.join(errors)}."


def _tenth(claims: Sequence[Claim], least: float) -> list[str]:
    for one in reliability(claims):
        if one.least == least:
            return [str(one.claims), as_text(one.claimed), as_text(one.right)]
    return ["0", "–", "–"]


def where(rows: Sequence[Measured]) -> str:
    """Say what was measured, on what, when."""
    taken = sum(row.seconds for row in rows if row.seconds is not None)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with minhash-news {version('minhash-news')}, "
        f"Python {platform.python_version()}, numpy {version('numpy')}, numba {version('numba')}, "
        f"on {os.cpu_count()} cores ({platform.machine()}); {taken:.0f} s of scanning and comparing. "
        "The seconds of the first row include loading the kernels."
    )


def as_text(value: float) -> str:
    """Return a count as it is, a share with three digits."""
    return "–" if math.isnan(value) else str(value) if isinstance(value, int) else f"{value:.3f}"


def _aligned(lines: list[list[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    ruled = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in ruled
    )
