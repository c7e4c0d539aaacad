"""A model that is not what the fit gives is told of, and one that cannot be compared."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("sklearn", reason="the extra `fit` is not installed")
import minhash_news as mn
from minhash_news.model import ArticleId

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


def test_the_words_of_an_edge_weigh_as_often_as_one_side_of_edges_has_them(monkeypatch):
    monkeypatch.setattr(fit, "IN_FAMILIES", 2)
    texts = {
        "mill/a.txt": "the keeper said it was closed",
        "mill/b.txt": "authorities stated it was closed",
        "weir/a.txt": "the farmer said it had burst",
        "weir/b.txt": "authorities stated it had burst",
    }
    articles = [mn.Article(ArticleId(name), text) for name, text in texts.items()]
    case = fit.Case("invented", articles, fit.prepared(articles), [[], [0], [], [2]])
    rows, spelling = list(fit.replaced_words([case])), fit.spelled([case])

    words = fit.fit_rewording(rows, spelling)["words"]
    assert list(words) == ["authorities", "stated", "said", "the"]
    assert words["stated"] == pytest.approx(np.log(2 * fit.SEEN / (2 + fit.FEW_WORDS) + fit.PRIOR), abs=0.001)
    assert words["said"] == pytest.approx(-np.log(2 * fit.SEEN / (3 + fit.FEW_WORDS) + fit.PRIOR), abs=0.001)

    without = fit.fit_rewording(rows, spelling, lambda _, row: row == 3)["words"]
    assert without == {}


def test_what_one_outlet_makes_of_its_own_story_teaches_no_words():
    texts = "the keeper said it was closed", "authorities stated it was closed"
    articles = [mn.Article(ArticleId(f"mill/{n}"), text, outlet="Mill Post") for n, text in enumerate(texts)]

    assert list(fit.replaced_words([fit.Case("invented", articles, fit.prepared(articles), [[], [0]])])) == []
