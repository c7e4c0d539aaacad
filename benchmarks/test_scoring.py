"""The scorer counts what it says it counts."""

from __future__ import annotations

import json
import math

import pytest

from scoring import Edge, History, read_truth, score

TRUTH = {
    "wire": History("orig"),
    "copy": History("copy", ("wire",)),
    "summary": History("summary", ("copy",)),
    "report": History("indep"),
    "merge": History("merge", ("summary", "report")),
}
RIGHT = [
    Edge("copy", "wire", "copy"),
    Edge("summary", "copy", "summary"),
    Edge("merge", "summary", "rewrite"),
    Edge("merge", "report", "excerpt"),
]


def test_the_truth_itself_is_without_fault():
    result = score(TRUTH, RIGHT)

    assert {1.0, 0} == set(result.figures().values())
    assert result.recall_by_kind == {"copy": (1, 1), "merge": (2, 2), "summary": (1, 1)}


def test_the_wrong_way_round_is_found_but_not_directed():
    result = score(TRUTH, [Edge("wire", "copy", "copy"), *RIGHT[1:]])

    assert result.directed.recall == 0.75
    assert result.undirected.recall == 1.0
    assert 0.75 == result.direction == result.direction_known
    assert result.kind == 1.0


def test_an_unknown_direction_is_half_right_and_no_claim():
    result = score(TRUTH, [Edge("wire", "copy", "copy", known=False), *RIGHT[1:]])

    assert result.direction == 0.875
    assert result.direction_known == 1.0
    assert result.share_known == 0.75
    assert (result.directed.precision, result.directed.recall) == (1.0, 0.75)


def test_a_grandparent_is_related_and_an_independent_report_is_not():
    result = score(TRUTH, [*RIGHT, Edge("summary", "wire", "summary"), Edge("report", "wire", "rewrite")])

    assert 1 == result.false_edges == result.false_touching_independent
    assert result.directed.precision == pytest.approx(4 / 6)


def test_the_two_sources_of_one_article_are_no_relatives():
    result = score(TRUTH, [*RIGHT, Edge("report", "summary", "rewrite")])

    assert result.false_edges == 1


def test_circles_self_loops_and_strangers_do_no_harm():
    result = score(
        TRUTH, [Edge("wire", "copy", "copy"), Edge("copy", "wire", "copy"), Edge("wire", "elsewhere", "copy")]
    )

    assert (result.found_edges, result.false_edges) == (2, 0)


def test_nothing_found_gives_no_precision():
    result = score(TRUTH, [])

    assert math.isnan(result.directed.precision)
    assert "directed P" not in result.figures()
    assert result.directed.recall == 0


def test_truth_is_read_from_the_folder_and_one_level_down(tmp_path):
    for name in ("a.md", "b.txt", "one/c.md", "one/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    (tmp_path / "truth.json").write_text(
        json.dumps({"articles": {"a": {"kind": "orig"}, "b.txt": {"kind": "copy", "parents": ["a"]}}})
    )
    (tmp_path / "one/truth.json").write_text(
        json.dumps({"articles": {"c": {"kind": "orig"}, "d": {"kind": "revision", "parents": ["c"]}}})
    )

    assert {
        "a.md": History("orig"),
        "b.txt": History("copy", ("a.md",)),
        "one/c.md": History("orig"),
        "one/d.md": History("revision", ("one/c.md",)),
    } == read_truth(tmp_path)


def test_claims_are_right_where_ends_are_related_and_point_the_right_way():
    edges = [
        Edge("wire", "copy", "copy", confidence=0.95, direction_confidence=0.85),
        Edge("summary", "wire", "summary", confidence=0.75, direction_confidence=0.95),
        Edge("report", "wire", "rewrite", confidence=0.55, direction_confidence=0.95),
    ]
    result = score(TRUTH, edges)

    assert [right for _, right in result.confidence_claims] == [True, True, False]
    assert result.direction_claims == ((0.85, False),)
    assert result.figures()["confidence error"] == pytest.approx((0.05 + 0.25 + 0.55) / 3)
    assert result.figures()["direction error"] == pytest.approx(0.85)
