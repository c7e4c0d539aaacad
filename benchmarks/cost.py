"""Grow: synthetic newsrooms of 1,000, 10,000, 100,000 articles -> what each stage takes, in time and memory.

    python benchmarks/cost.py --write                 put the table and the plot into docs/benchmarks.md
    python benchmarks/cost.py --sizes 1000 1000000    other sizes

Every figure comes from a process of its own; the articles are in memory before the clock runs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import minhash_news as mn

from bench import Timed, by_turns, newsroom, table, where

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / ".ci"))
from marked import fill  # noqa: E402 - a script of the repository, not of the package

PAGE, PLOT = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.svg"
COMMAND = "make cost"
CALLS = {"sign": mn.sign, "near_duplicates": mn.near_duplicates}


def call(name: str, count: int, most: int) -> int:
    """Do a job on the newsroom of that size, or on so many of its articles; return how many."""
    articles = newsroom(count).articles[:most]
    if name == "scan":
        mn.scan(articles)
    else:
        CALLS[name]([article.text for article in articles])
    return len(articles)


def measure(sizes: list[int], names: list[str], rounds: int) -> dict[tuple[str, int], Timed]:
    """Return what each job takes at each size; a size is done before the next begins."""
    measured = {}
    for size in sizes:
        jobs = {name: partial(call, name, size, size) for name in names}
        warm = {name: partial(call, name, size, 200) for name in names}
        measured |= {(name, size): run for name, run in by_turns(jobs, warm, rounds).items()}
    return measured


def shown(measured: Mapping[tuple[str, int], Timed]) -> str:
    """Return the table."""
    heads = ["call", "articles", "s", "CPU s", "µs an article", "MB more"]
    rows = [
        [
            f"`{name}`",
            f"{size:,}",
            f"{run.wall:.3g}",
            f"{run.cpu:.3g}",
            f"{run.wall / size * 1e6:,.1f}",
            f"{run.memory:,.0f}",
        ]
        for (name, size), run in sorted(measured.items())
    ]
    return table(heads, rows)


def draw(measured: Mapping[tuple[str, int], Timed], target: Path) -> None:
    """Plot time against size as SVG, the same bytes for the same figures."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update({"svg.hashsalt": "minhash_news", "svg.fonttype": "none"})
    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    for name in dict.fromkeys(name for name, _ in measured):
        points = sorted((size, run.wall) for (other, size), run in measured.items() if other == name)
        axes.plot(*zip(*points, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="articles", ylabel="seconds")
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(target, metadata={"Date": None})


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description="Measure what newsrooms of growing size take.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--calls", nargs="+", default=["sign", "near_duplicates", "scan"])
    parser.add_argument("--rounds", type=int, default=3, help="of which the median counts (3)")
    parser.add_argument("--write", action="store_true", help="put the table and the plot into docs")
    chosen = parser.parse_args()
    measured = measure(chosen.sizes, chosen.calls, chosen.rounds)
    text = f"{shown(measured)}\n\n{where('minhash-news')} Medians of {chosen.rounds} rounds, on all cores."
    print(text)
    if chosen.write:
        draw(measured, PLOT)
        fill(PAGE, "cost", f"{text}\n\n![seconds against articles]({PLOT.name})", COMMAND)


if __name__ == "__main__":
    main()
