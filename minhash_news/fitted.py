"""The small fitted models: linear, boosted trees, weights of words, from `data/`; `benchmarks/fit.py` makes them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.kernels.trees import tree_contributions, tree_scores

Matrix = NDArray[np.float64]
MODELS = files("minhash_news") / "data"
"""Where the models stand."""


@dataclass(frozen=True)
class LinearModel:
    """Log-odds as a weighted sum of named features.

    Attributes:
        names: of the features, in the order of the matrix's columns.
        centre, scale: (features,) what is subtracted, then divided by.
        weights: (features,) log-odds for one scale.
        intercept: log-odds where every feature is at its centre.
    """

    names: tuple[str, ...]
    centre: Matrix
    scale: Matrix
    weights: Matrix
    intercept: float

    def contributions(self, features: Matrix) -> Matrix:
        """Return (m, features) log-odds that each feature adds."""
        return np.asarray((features - self.centre) / self.scale * self.weights)

    def log_odds(self, features: Matrix) -> Matrix:
        """Return (m,) log-odds."""
        return np.asarray(self.contributions(features).sum(axis=1) + self.intercept)


def probability(log_odds: Matrix) -> Matrix:
    """Turn log-odds into probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -50, 50))))


@dataclass(frozen=True)
class Trees:
    """Log-odds as a sum over boosted decision trees (Friedman 2001).

    Attributes:
        names: of the features.
        feature, threshold, below, above, value: (nodes,) of all trees, one after another; feature -1 is a leaf.
        roots: (trees,) the node each tree begins with.
    """

    names: tuple[str, ...]
    feature: NDArray[np.int32]
    threshold: Matrix
    below: NDArray[np.int32]
    above: NDArray[np.int32]
    value: Matrix
    roots: NDArray[np.int32]

    def log_odds(self, features: Matrix) -> Matrix:
        """Return (m,) log-odds of (m, features)."""
        return np.asarray(tree_scores(features, *self._nodes))

    def contributions(self, features: Matrix) -> Matrix:
        """Return (features,) log-odds that each feature adds to what all texts start from, from (features,)."""
        return np.asarray(tree_contributions(features, *self._nodes))

    @property
    def _nodes(self) -> tuple[NDArray[Any], ...]:
        return self.feature, self.threshold, self.below, self.above, self.value, self.roots


def _loaded(name: str) -> dict[str, Any]:
    text = (MODELS / f"{name}.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _check(name: str, fitted: tuple[str, ...], computed: tuple[str, ...]) -> None:
    if fitted != computed:
        raise AssertionError(f"data/{name}.json was fitted on other features; run benchmarks/fit.py")


@lru_cache(maxsize=8)
def linear(name: str, features: tuple[str, ...]) -> LinearModel:
    """Return the linear model of that name; its features are checked against those the code computes."""
    entry = _loaded(name)
    _check(name, tuple(entry["features"]), features)
    columns = np.array([[row["centre"], row["scale"], row["weight"]] for row in entry["features"].values()])
    centre, scale, weights = columns.T
    return LinearModel(features, centre, scale, weights, float(entry["intercept"]))


@lru_cache(maxsize=8)
def trees(name: str, features: tuple[str, ...]) -> Trees:
    """Return the boosted trees of that name, likewise checked.

    In the file a tree is its nodes, each [feature, threshold, below, above, value], or [value] for a leaf; below and
    above count from the tree's first node.
    """
    entry = _loaded(name)
    _check(name, tuple(entry["features"]), features)
    rows: list[tuple[int, float, int, int, float]] = []
    roots = []
    for tree in entry["trees"]:
        begin = len(rows)
        roots.append(begin)
        for node in tree:
            asked, threshold, below, above, value = node if len(node) > 1 else (-1, 0.0, 0, 0, node[0])
            rows.append((asked, threshold, begin + below, begin + above, value))
    asked_, thresholds, belows, aboves, values = (np.array(column) for column in zip(*rows, strict=True))
    return Trees(
        features,
        asked_.astype(np.int32),
        thresholds.astype(np.float64),
        belows.astype(np.int32),
        aboves.astype(np.int32),
        values.astype(np.float64),
        np.array(roots, np.int32),
    )


@lru_cache(maxsize=1)
def word_weights(name: str) -> tuple[NDArray[np.uint64], Matrix]:
    """Return the words of that model, as ascending hashes, and the log-odds of each."""
    entry: dict[str, float] = _loaded(name)["words"]
    hashes = np.array([xxhash.xxh64_intdigest(word.encode()) for word in entry], np.uint64)
    order = np.argsort(hashes)
    return hashes[order], np.array(list(entry.values()), np.float64)[order]
