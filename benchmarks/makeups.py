"""Measure what derived texts of each kind are made of, as the decision table of kinds sees it.

python benchmarks/makeups.py [--eval PATH]    fills the table in docs/kinds.md
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np

from minhash_news.derive.direction import profile
from minhash_news.derive.kinds import Makeup, makeup
from minhash_news.pipeline import split, visible_words
from minhash_news.reading import read
from minhash_news.settings import Settings
from minhash_news.verify import verify

from cases import ROOT
from scoring import read_truth

sys.path.append(str(ROOT / ".ci"))
from marked import fill

NAMES = {
    "copied": "copied",
    "copied_at_length": "copied at length",
    "own": "sentences of its own",
    "whole": "sentences taken whole",
    "as_they_are": "sentences word for word",
    "log_ratio": "length over the source's",
    "ending": "of the source's last third",
}
FEWEST = 3


def makeups(folder: Path) -> dict[str, list[Makeup]]:
    """Return the make-up of each derived article with one source, by its true kind."""
    truth = read_truth(folder)
    articles = sorted(read(folder), key=lambda article: article.id)
    words = visible_words(*split(articles, Settings(workers=2)))
    place = {article.id: row for row, article in enumerate(articles)}
    found: dict[str, list[Makeup]] = {}
    for name, history in sorted(truth.items()):
        if len(history.parents) != 1:
            continue
        derived, source = place[name], place[history.parents[0]]
        pair = np.array([[derived, source]], np.int32)
        measures = verify(words, pair, workers=1).measures[0]
        profiles = profile(words, derived, source), profile(words, source, derived)
        made = makeup(measures, profiles, first_is_derived=True)
        found.setdefault(history.kind, []).append(made)
    return found


def table(folders: list[Path]) -> str:
    """Return the lower decile, median and upper decile of each measure for each kind and corpus."""
    lines = ["| corpus | kind | texts | " + " | ".join(NAMES.values()) + " |"]
    lines.append("|" + " --- |" * (3 + len(NAMES)))
    for folder in folders:
        for kind, made in sorted(makeups(folder).items()):
            if len(made) < FEWEST:
                continue
            table_ = np.array([astuple(one) for one in made])
            names = [field.name for field in fields(Makeup)]
            cells = []
            for name in NAMES:
                column = table_[:, names.index(name)]
                column = np.exp(column) if name == "log_ratio" else column
                cells.append(" / ".join(f"{value:.2f}" for value in np.quantile(column, [0.1, 0.5, 0.9])))
            lines.append(f"| {folder.name} | {kind} | {len(made)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Fill docs/kinds.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, default=ROOT.parent / "shared" / "eval")
    evaluation = parser.parse_args().eval
    folders = [ROOT / "examples" / "newsroom", evaluation / "families-dev", evaluation / "versions-dev"]
    if lost := [str(folder) for folder in folders if not folder.is_dir()]:
        parser.error(f"the table needs every corpus, or its rows would go; not here: {', '.join(lost)}")
    text = table(folders)
    print(text)
    fill(ROOT / "docs" / "kinds.md", "make-up", text, "make tables")


if __name__ == "__main__":
    main()
