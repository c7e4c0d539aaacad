"""Gate: scan the corpora whose history is known, compare every figure with its floor, exit 1 below one.

    python benchmarks/quality.py             the example newsroom, and the evaluation corpora where present
    python benchmarks/quality.py --short     the example newsroom, seeds and families-dev only
    python benchmarks/quality.py --update    raise the floors to what is measured, less the slack

The floors stand in floors.json with the digest of the corpus they were measured on: another corpus needs
other floors, so a changed digest fails until `--update`. No floor is lowered without `--allow-regression`.
The idea is that of trafilatura's evaluation gate.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from minhash_news.model import Corpus, Direction
from minhash_news.pipeline import scan
from minhash_news.reading import read
from minhash_news.settings import Settings
from scoring import Edge, Score, Truth, read_truth, score

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "benchmarks" / "floors.json"
EVALUATION = ROOT.parent / "shared" / "eval"
COUNTS = ("false edges", "false touching independent")  # less is better: their floor is a ceiling
COLUMNS = (
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
)
"""A figure of scoring.py -> its heading in the table."""


@dataclass(frozen=True, slots=True)
class Case:
    """A folder to scan, and the parts of it that are also scored by themselves."""

    name: str
    folder: Path
    use_dates: bool = True
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table."""

    name: str
    digest: str
    result: Score
    seconds: float | None = None


def cases(evaluation: Path, *, short: bool) -> list[Case]:
    """Return what there is to scan, present or not."""
    families = evaluation / "families-dev"
    newsroom = ROOT / "examples" / "newsroom"
    found = [
        Case("newsroom", newsroom),
        Case("newsroom, no dates", newsroom, use_dates=False),
        Case("seeds", evaluation / "seeds"),
        Case("families-dev", families),
        Case("families-dev, no dates", families, use_dates=False),
    ]
    if short:
        return found
    return [
        *found,
        Case("rewrites-dev", evaluation / "rewrites-dev", parts=("mixset-", "sheepdog-", "telephone-")),
        Case("versions-dev", evaluation / "versions-dev", parts=("onestop-", "wiki-")),
        Case("independent-dev", evaluation / "independent-dev"),
        Case("clough-stevenson", evaluation / "clough-stevenson"),
    ]


def digest(folder: Path) -> str:
    """Return the SHA-256 over the names and bytes of all files of a corpus."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return whole.hexdigest()


def measure(case: Case) -> Iterator[Measured]:
    """Scan a case once; give its figures, then those of its parts."""
    truth = read_truth(case.folder)
    mark = digest(case.folder)
    began = time.perf_counter()
    edges = _edges(read(case.folder), Settings(use_dates=case.use_dates))
    yield Measured(case.name, mark, score(truth, edges), time.perf_counter() - began)
    for part in case.parts:
        yield Measured(f"{case.name}, {part}*", mark, score(_only(truth, part), edges))


def _edges(corpus: Corpus, settings: Settings) -> list[Edge]:
    graph = scan(corpus, settings)
    return [
        Edge(edge.derived, edge.source, str(edge.kind), edge.direction is Direction.KNOWN) for edge in graph.derivations
    ]


def _only(truth: Truth, prefix: str) -> Truth:
    return {article: entry for article, entry in truth.items() if article.startswith(prefix)}


def faults(row: Measured, floors: dict[str, Any]) -> list[str]:
    """Return a sentence for everything about a row that its floors forbid."""
    there = floors.get(row.name)
    if there is None:
        return []
    if there["digest"] != row.digest:
        return [f"{row.name}: the corpus is not the one the floors were measured on; run --update"]
    figures = row.result.figures()
    found = []
    for name, entry in there["figures"].items():
        value = figures.get(name, math.nan)
        if not _holds(name, value, entry["floor"]):
            bound = "at most" if name in COUNTS else "at least"
            found.append(f"{row.name}: {name} is {_text(value)}, has to be {bound} {_text(entry['floor'])}")
    return found


def _bound(name: str, value: float, slack: float, articles: int) -> float:
    """Return the floor, or for counts the ceiling, that leaves the slack; small corpora leave counts none."""
    if name in COUNTS:
        return int(value) + int(slack * articles)
    return max(0.0, math.floor((value - slack) * 1000) / 1000)


def _holds(name: str, value: float, floor: float) -> bool:
    return value <= floor if name in COUNTS else value >= floor


def raised(
    row: Measured, floors: dict[str, Any], *, slack: float, allow_regression: bool
) -> tuple[dict[str, Any], list[str]]:
    """Return the new floors of a row, and which figures fell below the old ones and were left."""
    old = floors.get(row.name, {"figures": {}})["figures"]
    new: dict[str, Any] = {}
    refused = []
    for name, value in row.result.figures().items():
        floor = _bound(name, value, slack, row.result.articles)
        before = old[name]["floor"] if name in old else None
        if before is not None and not _holds(name, value, before) and not allow_regression:
            refused.append(f"{row.name}: {name} is {_text(value)}, its floor {_text(before)}")
            new[name] = old[name]
            continue
        if before is not None and _holds(name, value, before):
            floor = min(floor, before) if name in COUNTS else max(floor, before)
        new[name] = {"measured": value if name in COUNTS else round(value, 4), "floor": floor}
    lost = [name for name in old if name not in new]
    if lost and not allow_regression:
        refused += [f"{row.name}: {name} cannot be measured any more" for name in lost]
        new |= {name: old[name] for name in lost}
    return {"digest": row.digest, "articles": row.result.articles, "figures": new}, refused


def _text(value: float) -> str:
    return "–" if math.isnan(value) else str(value) if isinstance(value, int) else f"{value:.3f}"


def table(rows: list[Measured]) -> str:
    """Return the figures as a Markdown table."""
    heads = ["corpus", "articles", "edges", *(head for _, head in COLUMNS), "s"]
    lines = [heads]
    for row in rows:
        figures = row.result.figures()
        values = [_text(figures.get(name, math.nan)) for name, _ in COLUMNS]
        taken = "" if row.seconds is None else f"{row.seconds:.1f}"
        lines.append([row.name, str(row.result.articles), str(row.result.true_edges), *values, taken])
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def by_kind(rows: list[Measured]) -> str:
    """Return how many edges of each kind were found, a line a row."""
    return "\n".join(
        f"{row.name}: " + ", ".join(f"{kind} {hit}/{there}" for kind, (hit, there) in row.result.recall_by_kind.items())
        for row in rows
        if row.result.recall_by_kind
    )


def measure_all(evaluation: Path, *, short: bool) -> list[Measured]:
    """Measure every case whose folder is there, and say which is not."""
    if not (ROOT / "examples" / "newsroom").is_dir():
        sys.exit("examples/newsroom is not there: it is always measured")
    rows: list[Measured] = []
    for case in cases(evaluation, short=short):
        if case.folder.is_dir():
            print(f"scanning {case.name} ...", file=sys.stderr, flush=True)
            rows += measure(case)
        else:
            print(f"{case.name}: not here, left out ({case.folder})", file=sys.stderr)
    return rows


def update(rows: list[Measured], floors: dict[str, Any], *, slack: float, allow_regression: bool) -> list[str]:
    """Write floors.json anew; rows that were not measured keep their floors. Return what was refused."""
    refused = []
    for row in rows:
        floors[row.name], left = raised(row, floors, slack=slack, allow_regression=allow_regression)
        refused += left
    content = {"slack": slack, "corpora": dict(sorted(floors.items()))}
    FLOORS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return refused


def main() -> None:
    """Measure, compare, and update where asked."""
    parser = argparse.ArgumentParser(description="Measure what is found against the floors in floors.json.")
    parser.add_argument("--eval", type=Path, default=EVALUATION, help="the evaluation corpora (%(default)s)")
    parser.add_argument("--short", action="store_true", help="only the newsroom, seeds and families-dev")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--slack", type=float, default=0.01, help="how far below (%(default)s)")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: floors may fall")
    parser.add_argument("--by-kind", action="store_true", help="print recall by kind as well")
    arguments = parser.parse_args()

    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["corpora"]
    rows = measure_all(arguments.eval, short=arguments.short)
    print(table(rows))
    if arguments.by_kind:
        print(by_kind(rows))
    if arguments.update:
        found = update(rows, floors, slack=arguments.slack, allow_regression=arguments.allow_regression)
        advice = "not lowered; --allow-regression lowers it"
    else:
        found = [fault for row in rows for fault in faults(row, floors)]
        advice = "BELOW ITS FLOOR"
    for row in rows:
        if row.name not in floors:
            print(f"{row.name}: no floors yet; --update sets them")
    for fault in found:
        print(f"{advice}: {fault}")
    if found:
        sys.exit(1)
    print(f"{len(rows)} rows, none below its floor")


if __name__ == "__main__":
    main()
