"""Boosted decision trees: the score of many rows, and what each feature adds to the score of one."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

ROWS = 256
"""Rows that are taken through a tree before the next tree: both stay near."""


@compiled
def tree_scores(x: Any, feature: Any, threshold: Any, below: Any, above: Any, value: Any, roots: Any) -> Any:
    """Return (m,) float64, the sum of the leaves that each row of `x`, (m, features) float64, ends in.

    The trees are given as to `tree_contributions`.
    """
    out = np.zeros(x.shape[0], np.float64)
    for begin in range(0, x.shape[0], ROWS):
        end = min(begin + ROWS, x.shape[0])
        for root in roots:
            for row in range(begin, end):
                here = root
                while feature[here] >= 0:
                    here = below[here] if x[row, feature[here]] <= threshold[here] else above[here]
                out[row] += value[here]
    return out


@compiled
def tree_contributions(x: Any, feature: Any, threshold: Any, below: Any, above: Any, value: Any, roots: Any) -> Any:
    """Walk each tree and credit each step's change of the expected score to the feature that was asked.

    The decision-path attribution of Saabas (2014): the sum over the features is the score less the roots' values.

    Args:
        x: (features,) float64.
        feature: (nodes,) int32, asked at each node, -1 at a leaf.
        threshold: (nodes,) float64; `x <= threshold` goes to `below`, else to `above`.
        below: (nodes,) int32.
        above: (nodes,) int32.
        value: (nodes,) float64, expected score of what reaches the node.
        roots: (trees,) int32.

    Returns:
        (features,) float64.
    """
    out = np.zeros(x.shape[0], np.float64)
    for node in roots:
        here = node
        while feature[here] >= 0:
            then = below[here] if x[feature[here]] <= threshold[here] else above[here]
            out[feature[here]] += value[then] - value[here]
            here = then
    return out
