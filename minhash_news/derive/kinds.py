"""Name: a source and its derived text -> copy, update, excerpt, summary or rewrite."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minhash_news.kernels.measure import MEASURES
from minhash_news.linear import model
from minhash_news.model import Kind

COLUMN = {name: number for number, name in enumerate(MEASURES)}
SHARES = ("words", "triples", "runs", "long_runs", "quoted_runs", "sentences")
FEATURES = (
    *(f"derived {name}" for name in SHARES), *(f"source {name}" for name in SHARES),
    "derived explained", "source explained",
    "log of derived length over source length", "shorter than half", "longer", "longest run",
    "sentences of its own", "sentences taken whole", "new numbers in a copied text",
    "calls itself an update", "same outlet", "other outlet", "list marks",
)  # fmt: skip


def features(
    measures: NDArray[np.float32],
    *,
    first_is_derived: bool,
    profiles: tuple[NDArray[np.float64], NDArray[np.float64]],
    is_update: bool,
    same_outlet: bool | None,
    lists: float,
) -> NDArray[np.float64]:
    """Return (len(FEATURES),) float64.

    Args:
        measures: one row of the comparison.
        first_is_derived: whether the pair's first text is the derived one.
        profiles: `direction.profile` of the derived text by the source, and of the source by the derived text.
        is_update: whether the derived text calls itself an update.
        same_outlet: None where an outlet is not known.
        lists: list marks of the derived text, less those of the source.
    """
    mine, theirs = ("a_", "b_") if first_is_derived else ("b_", "a_")
    derived = [float(measures[COLUMN[mine + name]]) for name in SHARES]
    source = [float(measures[COLUMN[theirs + name]]) for name in SHARES]
    length, of_source = float(measures[COLUMN[mine + "length"]]), float(measures[COLUMN[theirs + "length"]])
    ratio = np.log((length + 1) / (of_source + 1))
    by_source = profiles[0]
    return np.array(
        [
            *derived,
            *source,
            by_source[0],
            profiles[1][0],
            ratio,
            max(0.0, -ratio - 0.7),
            max(0.0, ratio),
            np.log1p(float(measures[COLUMN["longest_run"]])),
            by_source[4],
            by_source[5],
            by_source[7] * derived[1],
            float(is_update),
            float(same_outlet is True),
            float(same_outlet is False),
            lists,
        ]
    )


def name_kind(row: NDArray[np.float64]) -> tuple[Kind, dict[Kind, float]]:
    """Return the likeliest kind and the probability of each (softmax over one linear score a kind)."""
    scores = {kind: float(model(f"kind {kind}", FEATURES).log_odds(row[None])[0]) for kind in Kind}
    top = max(scores.values())
    weights = {kind: float(np.exp(score - top)) for kind, score in scores.items()}
    total = sum(weights.values())
    chances = {kind: weight / total for kind, weight in weights.items()}
    return max(chances, key=lambda kind: (chances[kind], kind)), chances
