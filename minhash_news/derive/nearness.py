"""How much of each of two related texts the other has."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minhash_news.kernels.measure import COLUMN

NEARNESS = ("pairs", "triples", "skips", "match")
"""Containments of which the mean says how near two texts are."""
LESSER = 0.3
"""Weight of the lesser of the two containments beside the greater: a short text made from a long one is near to it."""


def containments(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m, 2): how much of the first text stands in the second, and the other way; 0 to 1."""
    columns = [[COLUMN[side + name] for name in NEARNESS] for side in ("a_", "b_")]
    return np.stack([measures[:, side].astype(np.float64).mean(axis=1) for side in columns], axis=1)


def nearness(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m,): how near two texts are, 0 to 1 + LESSER."""
    sides = containments(measures)
    return np.asarray(sides.max(axis=1) + LESSER * sides.min(axis=1))
