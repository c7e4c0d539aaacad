"""Time: calls, each in a process of its own, by turns -> seconds on the clock and on the processor, peak memory."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from corpus import Newsroom, invent

Job = Callable[[], Any]
"""Can be pickled, and gives something small that can be, too."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Medians over the rounds.

    Attributes:
        wall: seconds on the clock.
        cpu: seconds of all threads of the process.
        memory: MB by which the peak of the process grew above what it held, texts and all, before the call.
        result: of the last round.
    """

    wall: float
    cpu: float
    memory: float
    result: Any


def by_turns(jobs: Mapping[str, Job], warm: Mapping[str, Job], rounds: int) -> dict[str, Timed]:
    """Run every job so many times, one after the other and then again, so that all see the machine alike.

    `warm` has the call that goes before the first round of each, in the same process and not timed.
    """
    context = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        homes = {name: stack.enter_context(ProcessPoolExecutor(1, mp_context=context)) for name in jobs}
        held = {name: homes[name].submit(_warmed, warm[name]).result() for name in jobs}
        runs: dict[str, list[tuple[float, float, float, Any]]] = {name: [] for name in jobs}
        for _ in range(rounds):
            for name, job in jobs.items():
                runs[name].append(homes[name].submit(_run, job).result())
    return {
        name: Timed(
            statistics.median(run[0] for run in some),
            statistics.median(run[1] for run in some),
            some[-1][2] - held[name],
            some[-1][3],
        )
        for name, some in runs.items()
    }


def _warmed(job: Job) -> float:
    job()
    return _peak()


def _run(job: Job) -> tuple[float, float, float, Any]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = job()
    return time.perf_counter() - wall, time.process_time() - cpu, _peak(), result


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@lru_cache(maxsize=2)
def newsroom(count: int) -> Newsroom:
    """Return the synthetic newsroom, once for each process."""
    return invent(count, seed=1)


@lru_cache(maxsize=2)
def texts_of(source: Path | int, count: int) -> list[str]:
    """Return the first texts of a .jsonl[.gz] file, or of a synthetic newsroom of that size."""
    if isinstance(source, int):
        return newsroom(source).texts[:count]
    with source.open("rb") as packed:
        lines = gzip.GzipFile(fileobj=packed) if source.suffix == ".gz" else packed
        return [json.loads(line)["text"] for line, _ in zip(lines, range(count), strict=False)]


def where(*packages: str) -> str:
    """Return on what it was measured, as a sentence."""
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    busy = os.getloadavg()[0]
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {versions}, Python {platform.python_version()}, on "
        f"{os.cpu_count()} cores ({platform.machine()}); load average at the end {busy:.1f}."
    )


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table; all columns but the first are numbers."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
