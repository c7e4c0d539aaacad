"""Weigh: the facts in what two texts have in common -> whether it is more than a form that both fill in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minhash_news.fitted import probability, trees
from minhash_news.kernels.measure import COLUMN

FACTS = (
    "facts of both", "facts of one", "lesser share of facts", "greater share of facts", "greater share of numbers",
    "log of shared names", "log of own names",
    "greater share of long runs", "greater share of fives", "greater share of match",
)  # fmt: skip
"""What tells a text made from another from one that fills in the same form. Facts are numbers and names in sentences
that are the same but for these. Tuesday's market close has Monday's sentences and none of Monday's figures."""


def facts(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m, len(FACTS)) float64 from (m, len(MEASURES))."""

    def of(name: str) -> NDArray[np.float64]:
        return measures[:, [COLUMN["a_" + name], COLUMN["b_" + name]]].astype(np.float64)

    shares = (of("facts") + 0.5) / (of("facts") + of("other_facts") + 1)
    columns = [
        of("facts").max(axis=1),
        of("other_facts").min(axis=1),
        shares.min(axis=1),
        shares.max(axis=1),
        of("numbers").max(axis=1),
        np.log1p(measures[:, COLUMN["shared_names"]].astype(np.float64)),
        np.log1p(of("own_names").min(axis=1)),
        *(of(name).max(axis=1) for name in ("long_runs", "fives", "match")),
    ]
    return np.stack(columns, axis=1)


def no_form(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m,) the probability that what two texts have in common is more than a form that both fill in."""
    return probability(trees("formulaic", FACTS).log_odds(facts(measures)))
