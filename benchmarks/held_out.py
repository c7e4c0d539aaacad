"""Cross-validate: fit without some families, scan, keep what is said of those -> figures for texts never fitted on.

    python benchmarks/held_out.py [--eval PATH] [--by-rewriter] [--write-tables]

Families are dealt into `fit.FOLDS` parts by a hash of their names. For each part the models are fitted on the others
and the whole case is scanned with them; of what is found, the edges of the part's families are kept. So every edge is
judged by models that saw nothing of its family. With `--by-rewriter` a part is instead one of the collections that
rewrites-dev is made of, so that the models saw nothing of whoever rewrote. What was chosen by hand with a look at
these cases (the constants in docs/how-it-works.md) is not held out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from minhash_news.pipeline import scan
from minhash_news.reading import read
from minhash_news.settings import Settings

import fit
import tables
from calibration import Claim, expected_error, reliability
from cases import ROOT, Case, Measured, cases, digest, edges_of, of_score
from scoring import Edge, read_truth, score

sys.path.append(str(ROOT / ".ci"))
from marked import fill

PLOT = ROOT / "docs" / "held-out-reliability.svg"
REWRITES = "rewrites-dev"

Unseen = Callable[[str, str], bool]
"""(folder of a case, article) -> whether the models are to see nothing of it."""


def of_part(number: int, _folder: str, article: str) -> bool:
    """Tell whether an article's family is of a part."""
    return fit.fold(article) == number


def of_rewriter(collection: str, folder: str, article: str) -> bool:
    """Tell whether an article is of a collection of rewrites."""
    return folder == REWRITES and article.startswith(collection)


@dataclass
class HeldOut:
    """The edges found in one case so far."""

    case: Case
    edges: list[Edge] = field(default_factory=list)

    def scan(self, unseen: Unseen) -> None:
        """Scan with the models in place, and keep the edges that they are to see nothing of."""
        here = Settings(use_dates=self.case.use_dates, workers=1)  # processes of their own would load the package's
        graph = scan(read(self.case.folder), here)
        self.edges += [edge for edge in edges_of(graph) if unseen(self.case.folder.name, edge.derived)]

    def measured(self, part: str = "") -> Measured:
        """Return the row of the tables, of the whole case or of the articles whose ids begin with `part`."""
        truth = {article: entry for article, entry in read_truth(self.case.folder).items() if article.startswith(part)}
        name = f"{self.case.name}, {part}*" if part else self.case.name
        return of_score(name, digest(self.case.folder), score(truth, self.edges), 0.0)


def fitted_cases(evaluation: Path) -> list[Case]:
    """Return the cases that the models are fitted on, with dates and without."""
    return [case for case in cases(evaluation, short=False) if case.folder in fit.folders(evaluation)]


def by_family(evaluation: Path) -> list[Measured]:
    """Return a row for each case the models are fitted on."""
    found = [HeldOut(case) for case in fitted_cases(evaluation)]
    scan_held_out(evaluation, found, [partial(of_part, number) for number in range(fit.FOLDS)])
    return [one.measured() for one in found]


def by_rewriter(evaluation: Path) -> list[Measured]:
    """Return a row for each collection of rewrites."""
    [case] = (case for case in fitted_cases(evaluation) if case.name == REWRITES)
    found = HeldOut(case)
    scan_held_out(evaluation, [found], [partial(of_rewriter, collection) for collection in case.parts])
    return [found.measured(collection) for collection in case.parts]


def scan_held_out(evaluation: Path, found: Sequence[HeldOut], parts: Iterable[Unseen]) -> None:
    """Scan some cases with models that were fitted without each part, and keep its edges."""
    texts = fit.fitted_on(evaluation)
    for number, unseen in enumerate(parts, 1):

        def left_out(case: fit.Case, row: int, unseen: Unseen = unseen) -> bool:
            return unseen(case.name, case.articles[row].id)

        print(f"part {number} ...", file=sys.stderr, flush=True)
        with fit.models_in_place(fit.as_files("held out", **fit.fit_all(texts, left_out))):
            for one in found:
                one.scan(unseen)


def plot(rows: Sequence[Measured]) -> None:
    """Draw claimed against right for edges and directions, the area of a dot being its claims."""
    from matplotlib import pyplot as plt  # of the extra `fit`

    plt.rcParams["svg.hashsalt"] = "minhash-news"
    figure, axes = plt.subplots(figsize=(5, 4.6), layout="constrained")
    axes.plot([0.4, 1], [0.4, 1], color="0.6", linewidth=1, label="claimed as it is")
    shown: list[tuple[str, list[Claim]]] = [
        ("edge confidence", [claim for row in rows for claim in row.confidence_claims]),
        ("direction confidence", [claim for row in rows for claim in row.direction_claims]),
    ]
    for (name, claims), mark in zip(shown, "os", strict=True):
        bins = reliability(claims)
        sizes = [20 + 200 * (one.claims / len(claims)) ** 0.5 for one in bins]
        label = f"{name}, error {expected_error(claims):.3f}"
        axes.scatter([b.claimed for b in bins], [b.right for b in bins], s=sizes, marker=mark, alpha=0.7, label=label)
    axes.set(xlabel="claimed", ylabel="right", title="Held out by family")
    axes.legend(loc="upper left", markerscale=0.5, frameon=False)
    figure.savefig(PLOT, metadata={"Date": None})


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description="Cross-validate the models by family.")
    parser.add_argument("--eval", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--write-tables", action="store_true", help="put the figures and the plot into docs")
    parser.add_argument("--by-rewriter", action="store_true", help="hold out whole collections of rewrites")
    arguments = parser.parse_args()
    if arguments.by_rewriter:
        texts = {"held out by rewriter": tables.table(by_rewriter(arguments.eval), tables.FULL)}
    else:
        rows = by_family(arguments.eval)
        texts = {"held out": tables.table(rows, tables.FULL), "held-out reliability": tables.calibration(rows)}
    print("\n\n".join(texts.values()))
    if arguments.write_tables:
        for name, text in texts.items():
            fill(tables.PAGE, name, text, "make held-out")
        if not arguments.by_rewriter:
            plot(rows)


if __name__ == "__main__":
    main()
