"""Hold: calls of ours and simple ways to do the same, by turns in one process -> ratios, against their floors.

    python benchmarks/ratios.py             fail where a ratio is below its floor in ratios.json
    python benchmarks/ratios.py --update    write what was measured, and floors at two thirds of it

Both sides run on one thread and are timed by the processor's clock, so that a slow or busy machine changes little.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from minhash_news.duplicates import near_duplicates
from minhash_news.kernels.words import split_corpus
from minhash_news.lsh import candidate_pairs
from minhash_news.minhash import sign

from contenders import NUM_PERM, bands_for, datasketch_bulk, datasketch_pairs
from corpus import invent
from truth import SIZE, WORD

FLOORS = Path(__file__).with_name("ratios.json")
THRESHOLD = 0.5
ROUNDS, TEXTS, SLACK = 7, 400, 1.5

Call = Callable[[], object]


def split_by_regex(texts: Sequence[str]) -> list[list[str]]:
    """Return the words of each text."""
    return [WORD.findall(text.lower()) for text in texts]


def band_by_dict(signatures: np.ndarray) -> set[tuple[int, int]]:
    """Return the candidate pairs of signatures as a page of Python finds them."""
    bands, rows = bands_for(THRESHOLD)
    found: set[tuple[int, int]] = set()
    for band in range(bands):
        buckets: dict[bytes, list[int]] = defaultdict(list)
        for number, part in enumerate(signatures[:, band * rows : (band + 1) * rows]):
            buckets[part.tobytes()].append(number)
        for members in buckets.values():
            found.update(combinations(members, 2))
    return found


def contests(texts: Sequence[str]) -> dict[str, tuple[Call, Call]]:
    """Return by name what is simple and what is ours."""
    signatures = sign(texts, workers=1)
    bands, rows = bands_for(THRESHOLD)
    return {
        "split into words / regular expression": (
            lambda: split_by_regex(texts),
            lambda: split_corpus(texts, 1),
        ),
        "sign / datasketch bulk with xxh32": (
            lambda: datasketch_bulk(texts),
            lambda: sign(texts, num_perm=NUM_PERM, shingle_size=SIZE, workers=1),
        ),
        "candidate pairs / dict of bands": (
            lambda: band_by_dict(signatures),
            lambda: candidate_pairs(signatures, bands=bands, rows=rows),
        ),
        "near-duplicates / datasketch's MinHashLSH": (
            lambda: datasketch_pairs(texts, THRESHOLD),
            lambda: near_duplicates(texts, threshold=THRESHOLD, workers=1),
        ),
    }


def ratio(simple: Call, ours: Call) -> float:
    """Return how many times as long the simple way takes; least of the rounds on each side."""
    taken: dict[Call, list[float]] = {simple: [], ours: []}
    ours()  # compiles or loads the kernels
    for _ in range(ROUNDS):
        for call, times in taken.items():
            began = time.process_time()
            call()
            times.append(time.process_time() - began)
    return min(taken[simple]) / min(taken[ours])


def main() -> None:
    """Measure, print, and exit with 1 where a ratio is below its floor."""
    parser = argparse.ArgumentParser(description="Hold ratios of speed against their floors.")
    parser.add_argument("--update", action="store_true", help="write the floors from this run")
    update = parser.parse_args().update
    measured = {name: ratio(*calls) for name, calls in contests(invent(TEXTS).texts).items()}
    if update:
        floors = {name: {"measured": round(x, 1), "floor": round(x / SLACK, 1)} for name, x in measured.items()}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    held = json.loads(FLOORS.read_text(encoding="utf-8"))
    low = [name for name, x in measured.items() if x < held[name]["floor"]]
    for name, x in measured.items():
        print(f"{'LOW ' if name in low else 'ok  '} {name}: {x:.1f} times as fast, floor {held[name]['floor']}")
    sys.exit(bool(low))


if __name__ == "__main__":
    main()
