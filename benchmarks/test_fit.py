"""A model that is not what the fit gives is told of, and one that cannot be compared."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="the extra `fit` is not installed")
import fit
import quality

RELATED = fit.as_written(("words",), np.zeros(1), np.ones(1), np.array([0.5]), -1.0, [[[0.0]]])
WAY = {"features": ["length"], "trees": [[[0, 0.5, 1, 2, 0.0], [-0.25], [0.25]]]}


def test_models_that_were_written_are_what_the_fit_gives_and_changed_or_missing_ones_are_not(tmp_path):
    models = fit.as_files("invented", related=RELATED, direction=WAY)
    fit.write(tmp_path, models)
    assert fit.differing(tmp_path, models) == []

    (tmp_path / "direction.json").write_text(models["direction.json"].replace("-0.25", "-0.26"))
    (tmp_path / "related.json").unlink()
    told = fit.differing(tmp_path, models)
    assert [line.partition(" ")[0] for line in told] == ["related.json", "direction.json"]


def test_models_of_another_scikit_learn_cannot_be_compared(tmp_path, monkeypatch):
    fit.write(tmp_path, fit.as_files("invented", related=RELATED, direction=WAY))
    assert fit.incomparable(tmp_path) == []

    monkeypatch.setattr(fit, "FITTED_WITH", "scikit-learn 0.1")
    told = fit.incomparable(tmp_path)
    assert [line.partition(":")[0] for line in told] == [
        "direction.json cannot be compared",
        "related.json cannot be compared",
    ]


def test_what_is_fitted_on_is_asked_for_whole(tmp_path, capsys):
    for name in fit.CASES:
        (tmp_path / name).mkdir()
    (tmp_path / fit.STORIES).touch()

    assert quality.outdated(tmp_path) == []
    assert capsys.readouterr().err == f"models not fitted anew: {fit.UPDATES} is not here\n"
