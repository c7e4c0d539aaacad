"""Models that are tried in place of the package's are those a scan goes by."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("sklearn", reason="the extra `fit` is not installed")
from minhash_news import derive, fitted
from minhash_news.settings import Settings

import fit
import held_out
from cases import ROOT, Case


def turned():
    """The package's model of direction with every tree turned upside down."""
    model = json.loads((fitted.MODELS / "direction.json").read_text(encoding="utf-8"))
    model["trees"] = [[[*node[:-1], -node[-1]] for node in tree] for tree in model["trees"]]
    return {"direction.json": json.dumps(model)}


def test_what_is_held_out_are_the_cases_that_are_fitted_on(tmp_path):
    held = held_out.fitted_cases(tmp_path)

    assert {case.folder for case in held} == set(fit.folders(tmp_path))
    assert not any(case.name.startswith(("newsroom", "presse", "held back", "seeds")) for case in held)


def test_a_scan_goes_by_the_models_in_place_however_many_relations_there_are(monkeypatch):
    monkeypatch.setattr(derive, "PROCESSES", 0)  # as in a large corpus
    monkeypatch.setattr(Settings, "threads", property(lambda self: self.workers or 2))
    folder = ROOT / "examples" / "newsroom" / "harbor-fire"
    ours, others = (held_out.HeldOut(Case("harbor-fire", folder, use_dates=False)) for _ in range(2))
    ours.scan(lambda folder, article: True)
    with fit.models_in_place(turned()):
        others.scan(lambda folder, article: True)

    ways = [{(edge.derived, edge.source) for edge in one.edges} for one in (ours, others)]
    assert ways[0]
    assert ways[0] != ways[1]


def test_of_a_scan_only_what_the_models_did_not_see_is_kept():
    folder = ROOT / "examples" / "newsroom"
    held = held_out.HeldOut(Case("newsroom", folder))
    held.scan(lambda folder, article: folder == "newsroom" and article.startswith("harbor-fire"))

    assert {edge.derived.split("/")[0] for edge in held.edges} == {"harbor-fire"}
    assert held.measured("harbor-fire").true_edges < held.measured().true_edges
