"""Gate: scan the corpora whose history is known, compare every figure with its floor, exit 1 below one.

A whole run also fits the models anew, where all that they are fitted on is there, and fails if the package has others.

    python benchmarks/quality.py                 the example newsrooms, and the evaluation corpora where present
    python benchmarks/quality.py --short         all but the large corpora
    python benchmarks/quality.py --update        raise the floors to what is measured, less the slack
    python benchmarks/quality.py --write-tables  put the figures into README.md and docs/quality.md; needs all corpora

The floors stand in floors.json with the digest of the corpus they were measured on: another corpus needs
other floors, so a changed digest fails until `--update`, as does a case or a figure without a floor. A corpus of the
repository that is not there ends the run; of the evaluation folder, what is absent is left out and named. No floor
is lowered without `--allow-regression`.
The idea is that of trafilatura's evaluation gate.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import cases
import large
import passages
import tables
from cases import ROOT, Measured
from tables import as_text

FLOORS = ROOT / "benchmarks" / "floors.json"
EVALUATION = ROOT.parent / "shared" / "eval"
COUNTS = ("false edges", "false touching independent", large.TO_THE_HAYSTACK, large.OF_ONE_BEAT)
LESS_IS_BETTER = (*COUNTS, "confidence error", "direction error", "granularity", large.OTHER_STORIES)
"""Their floor is a ceiling."""


def faults(row: Measured, floors: dict[str, Any]) -> list[str]:
    """Return a sentence for everything about a row that its floors forbid."""
    there = floors.get(row.name)
    if there is None:
        return [f"{row.name}: no floors yet; --update sets them"]
    if there["digest"] != row.digest:
        return [f"{row.name}: the corpus is not the one the floors were measured on; run --update"]
    found = []
    for name, entry in there["figures"].items():
        value = row.figures.get(name, math.nan)
        if not _holds(name, value, entry["floor"]):
            bound = "at most" if name in LESS_IS_BETTER else "at least"
            found.append(f"{row.name}: {name} is {as_text(value)}, has to be {bound} {as_text(entry['floor'])}")
    new = [name for name in row.figures if name not in there["figures"]]
    return found + [f"{row.name}: {name} has no floor yet; --update sets it" for name in new]


def _bound(name: str, value: float, slack: float, articles: int) -> float:
    """Return the floor, or the ceiling, that leaves the slack; small corpora leave counts none."""
    if name in COUNTS:
        return int(value) + int(slack * articles)
    if name in LESS_IS_BETTER:
        return math.ceil((value + slack) * 1000) / 1000
    return max(0.0, math.floor((value - slack) * 1000) / 1000)


def _holds(name: str, value: float, floor: float) -> bool:
    return value <= floor if name in LESS_IS_BETTER else value >= floor


def raised(
    row: Measured, floors: dict[str, Any], *, slack: float, allow_regression: bool
) -> tuple[dict[str, Any], list[str]]:
    """Return the new floors of a row, and which figures fell below the old ones and were left."""
    old = floors.get(row.name, {"figures": {}})["figures"]
    new: dict[str, Any] = {}
    refused = []
    for name, value in row.figures.items():
        floor = _bound(name, value, slack, row.articles)
        before = old[name]["floor"] if name in old else None
        if before is not None and not _holds(name, value, before) and not allow_regression:
            refused.append(f"{row.name}: {name} is {as_text(value)}, its floor {as_text(before)}")
            new[name] = old[name]
            continue
        if before is not None and _holds(name, value, before):
            floor = min(floor, before) if name in LESS_IS_BETTER else max(floor, before)
        new[name] = {"measured": value if name in COUNTS else round(value, 4), "floor": floor}
    lost = [name for name in old if name not in new]
    if lost and not allow_regression:
        refused += [f"{row.name}: {name} cannot be measured any more" for name in lost]
        new |= {name: old[name] for name in lost}
    return {"digest": row.digest, "articles": row.articles, "figures": new}, refused


def measure_all(evaluation: Path, *, short: bool) -> list[Measured]:
    """Measure every case whose texts are there, and say which are not; those of the repository have to be."""
    absent = absent_of(evaluation, short=short)
    if lost := [str(place) for places in absent.values() for place in places if place.is_relative_to(ROOT)]:
        sys.exit(f"of the repository, and always measured, but not here: {', '.join(dict.fromkeys(lost))}")
    rows: list[Measured] = []
    for name, _, measure in _everything(evaluation, short=short):
        if absent[name]:
            print(f"{name}: not here, left out ({', '.join(map(str, absent[name]))})", file=sys.stderr)
        else:
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            rows += measure()
    return rows if short or any(absent.values()) else [*rows, cases.together(rows)]


def absent_of(evaluation: Path, *, short: bool) -> dict[str, list[Path]]:
    """Return what is not here of what each case needs."""
    everything = _everything(evaluation, short=short)
    return {name: [place for place in places if not place.exists()] for name, places, _ in everything}


def _everything(evaluation: Path, *, short: bool) -> Iterator[tuple[str, list[Path], Callable[[], Iterator[Measured]]]]:
    """Yield each case's name, what has to be there for it, and what measures it."""
    for case in cases.cases(evaluation, short=short):
        yield case.name, [case.folder], lambda case=case: cases.measure(case)
    if not short:
        yield "haystack and updates", [evaluation / name for name in large.NEEDS], lambda: large.measure(evaluation)
        yield "pan13", [evaluation / name for name in passages.NEEDS], lambda: passages.measure(evaluation)


def outdated(evaluation: Path) -> list[str]:
    """Return a sentence for each model of the package that a fit on these corpora does not give again."""
    try:
        import fit  # needs the extra `fit`
    except ModuleNotFoundError as error:
        print(f"models not fitted anew: {error}; pip install -e '.[fit]'", file=sys.stderr)
        return []
    absent = [f"{name} is not here" for name in fit.NEEDS if not (evaluation / name).exists()]
    if reasons := absent or fit.incomparable(fit.TARGET):
        print(f"models not fitted anew: {'; '.join(reasons)}", file=sys.stderr)
        return []
    print("fitting the models anew ...", file=sys.stderr, flush=True)
    return fit.differing(fit.TARGET, fit.models_of(evaluation))


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
    parser.add_argument("--short", action="store_true", help="leave the large corpora out")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--slack", type=float, default=0.01, help="how far below (%(default)s)")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: floors may fall")
    parser.add_argument("--write-tables", action="store_true", help="put the figures into README.md and docs")
    arguments = parser.parse_args()

    if arguments.write_tables and arguments.short:
        parser.error("--write-tables needs the whole run: without --short")
    if arguments.write_tables and (lost := list(chain.from_iterable(absent_of(arguments.eval, short=False).values()))):
        names = ", ".join(dict.fromkeys(map(str, lost)))
        parser.error(f"--write-tables needs every corpus, or its rows would go; not here: {names}")
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["corpora"]
    rows = measure_all(arguments.eval, short=arguments.short)
    print("\n\n".join(tables.blocks(rows).values()))
    if arguments.write_tables:
        tables.write(rows)
    if arguments.update:
        found = update(rows, floors, slack=arguments.slack, allow_regression=arguments.allow_regression)
        advice = "not lowered; --allow-regression lowers it"
    else:
        found = [fault for row in rows for fault in faults(row, floors)]
        advice = "FAULT"
    for fault in found:
        print(f"{advice}: {fault}")
    stale = [] if arguments.short else outdated(arguments.eval)
    for fault in stale:
        print(f"OUTDATED: {fault}")
    if found or stale:
        sys.exit(1)
    print(f"{len(rows)} rows, each with floors and none below them")


if __name__ == "__main__":
    main()
