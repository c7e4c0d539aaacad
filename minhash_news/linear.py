"""Linear models with named weights, read from `data/models.json`; fitted offline by `benchmarks/fit.py`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]


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


@lru_cache(maxsize=1)
def _models() -> dict[str, dict[str, list[float] | float | str]]:
    text = (files("minhash_news") / "data" / "models.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, list[float] | float | str]] = json.loads(text)
    return loaded


@lru_cache(maxsize=8)
def model(name: str, features: tuple[str, ...]) -> LinearModel:
    """Return a model by name; its features are checked against those the code computes."""
    entry = _models()[name]
    table = entry["features"]
    if not isinstance(table, dict) or tuple(table) != features:
        raise AssertionError(f"data/models.json: {name!r} was fitted on other features; run benchmarks/fit.py")
    columns = np.array([[row["centre"], row["scale"], row["weight"]] for row in table.values()])
    return LinearModel(features, *columns.T, intercept=float(str(entry["intercept"])))
