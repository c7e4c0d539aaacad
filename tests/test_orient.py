"""The probability of each way round of each edge, against adding up all orientations of small trees."""

from __future__ import annotations

import math
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minhash_news.derive.orient import FORK, MERGE, MOST_SOURCES, orient
from tests.oracles import orientations


def tree_of(edges):
    tree: dict[int, dict[int, float]] = {}
    for (first, second), log_odds in edges.items():
        tree.setdefault(first, {})[second] = log_odds
        tree.setdefault(second, {})[first] = -log_odds
    return tree


def indifferent(_first, _node, _second):
    return 0.0


def opinionated(first, node, second):
    """Some number from -2 to 2, the same whichever of the two sources is named first."""
    return ((first * second * 7 + node * 3 + first + second) % 9 - 4) / 2


def logistic(log_odds):
    return 1 / (1 + math.exp(-log_odds))


@st.composite
def forests(draw):
    """One to six edges; each node but the first hangs on an earlier one, or begins a tree of its own."""
    edges = {}
    for node in range(1, draw(st.integers(2, 7))):
        parent = draw(st.integers(0, node - 1))
        if node == 1 or draw(st.integers(0, 5)):
            edges[(parent, node) if draw(st.booleans()) else (node, parent)] = draw(st.integers(-12, 12)) / 2
    return edges


@given(forests(), st.sampled_from([indifferent, opinionated]))
@settings(max_examples=150, deadline=None)
def test_marginals_are_those_of_all_orientations(edges, collider):
    expected = orientations(edges, collider, MERGE, FORK, MOST_SOURCES)

    assert orient(tree_of(edges), collider) == pytest.approx(expected, abs=1e-9)


@given(edges=forests())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_articles_with_many_relatives_have_one_source_at_most(edges, monkeypatch):
    module = sys.modules[orient.__module__]  # the package has the function under the module's name
    monkeypatch.setattr(module, "WIDEST", 1)
    monkeypatch.setattr(module, "MOST_SOURCES", 1)
    expected = orientations(edges, opinionated, MERGE, FORK, 1)

    assert orient(tree_of(edges), opinionated) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("log_odds", [-600.0, -3.0, 0.0, 0.4, 8.0])
def test_two_texts_have_the_logistic_of_their_log_odds(log_odds):
    found = orient({1: {2: log_odds}, 2: {1: -log_odds}}, indifferent)

    assert found == pytest.approx({(1, 2): logistic(log_odds), (2, 1): logistic(-log_odds)})


@given(forests())
@settings(max_examples=60, deadline=None)
def test_both_ways_round_sum_to_1(edges):
    found = orient(tree_of(edges), opinionated)

    assert len(found) == 2 * len(edges)
    for first, second in edges:
        assert found[first, second] + found[second, first] == pytest.approx(1)
        assert 0 <= found[first, second] <= 1


def test_a_known_source_upstream_makes_an_edge_without_evidence_point_downstream():
    found = orient(tree_of({(0, 1): 5.0, (1, 2): 0.0}), indifferent)

    assert found[1, 2] > 0.8
    assert found[0, 1] > 0.98


def test_two_unrelated_sources_make_a_compilation():
    found = orient(tree_of({(0, 1): 5.0, (1, 2): 0.0}), lambda a, node, b: 6.0 if node == 1 else 0.0)

    assert found[2, 1] > 0.8


def test_the_leaves_of_a_star_bear_each_other_out():
    edges = {(0, leaf): 1.0 for leaf in range(1, 6)}
    found = orient(tree_of(edges), indifferent)

    assert all(found[0, leaf] > logistic(1.0) for leaf in range(1, 6))
    assert found == pytest.approx(orientations(edges, indifferent, MERGE, FORK, MOST_SOURCES))


def test_a_star_may_be_turned_by_one_strong_leaf_but_no_more():
    edges = {(0, 1): -6.0, **{(0, leaf): 1.0 for leaf in range(2, 6)}}
    found = orient(tree_of(edges), indifferent)

    assert found[1, 0] > 0.95
    assert all(found[0, leaf] > 0.8 for leaf in range(2, 6))


def test_a_crowd_around_one_article_is_oriented_in_time():
    edges = {(0, leaf): 0.5 for leaf in range(1, 401)}
    found = orient(tree_of(edges), indifferent)

    assert min(found[0, leaf] for leaf in range(1, 401)) > logistic(0.5)


def test_a_row_of_texts_is_told_one_from_the_other_rather_than_from_one_in_the_middle():
    found = orient(tree_of({(0, 1): 1.0, (1, 2): -0.2}), indifferent)

    assert found[1, 2] > 0.5  # in spite of what the pair alone says


def test_a_long_chain_is_oriented_without_recursion():
    edges = {(node, node + 1): 0.1 for node in range(3000)}

    assert len(orient(tree_of(edges), indifferent)) == 6000


@given(forests())
@settings(max_examples=60, deadline=None)
def test_what_the_articles_are_numbered_does_not_matter(edges):
    renamed = {(50 - 3 * first, 50 - 3 * second): value for (first, second), value in edges.items()}
    found = orient(tree_of(edges), indifferent)
    expected = {(50 - 3 * a, 50 - 3 * b): p for (a, b), p in found.items()}

    assert orient(tree_of(renamed), indifferent) == pytest.approx(expected)


def test_no_relatives_no_edges():
    assert orient({}, indifferent) == {}
