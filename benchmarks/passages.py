"""Measure: pairs of texts with annotated passages -> precision, recall and plagdet of PAN 2013.

The scorer of the evaluation folder reads the pairs, calls `minhash_news.compare` and counts; it runs in a process of
its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import minhash_news

from cases import Measured, digest

NEEDS = ("pan13-train", "score_pan.py")
"""What of the evaluation folder is measured here."""
PAIRS_OF_A_TYPE = 200
MEASURES = {"prec": "precision", "rec": "recall", "gran": "granularity", "plagdet": "plagdet"}


def measure(evaluation: Path) -> Iterator[Measured]:
    """Give one row for each type of pair, then one for all."""
    folder, scorer = (evaluation / name for name in NEEDS)
    mark = f"{digest(folder)}, {PAIRS_OF_A_TYPE} of each type"
    command = [scorer, folder, "--limit", str(PAIRS_OF_A_TYPE), "--jobs", str(os.cpu_count() or 1), "--json"]
    began = time.perf_counter()
    ours = Path(minhash_news.__file__).parent.parent  # the package measured here is the one measured there
    done = subprocess.run(
        [sys.executable, *command],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ours)},
    )
    taken = time.perf_counter() - began
    for kind, counted in json.loads(done.stdout).items():
        yield Measured(
            "pan13" if kind == "all" else f"pan13, {kind}",
            mark,
            counted["pairs"],
            counted["cases"],
            {name: counted[short] for short, name in MEASURES.items()},
            seconds=taken if kind == "all" else None,
        )
