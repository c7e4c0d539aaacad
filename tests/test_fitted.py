"""The fitted models: trees against their slow twin, and what the shipped ones may never say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.fitted import Trees, linear, trees
from minhash_news.relate import FEATURES

FREE = ("shorter quoted_runs", "log of quoted_run_bits", "log of the lengths' ratio", "log of the shorter length")
NAMES = ("one", "two", "three")
number = st.floats(-4, 4, width=16)
leaf = number.map(lambda value: [value])
tree = st.recursive(
    leaf,
    lambda below: st.tuples(st.integers(0, len(NAMES) - 1), number, below, below, number),
    max_leaves=12,
)
rows = st.lists(st.tuples(number, number, number), max_size=600)


def grown(forest: list) -> Trees:
    """Lay the nodes of nested tuples (feature, threshold, below, above, value) out as the model has them."""
    nodes: list[tuple[int, float, int, int, float]] = []

    def add(node) -> int:
        place = len(nodes)
        nodes.append((-1, 0.0, 0, 0, node[-1]))
        if len(node) > 1:
            nodes[place] = (node[0], node[1], add(node[2]), add(node[3]), node[4])
        return place

    roots = [add(node) for node in forest]
    feature, threshold, below, above, value = zip(*nodes, strict=True)
    places = (np.array(column, np.int32) for column in (below, above))
    return Trees(
        NAMES, np.array(feature, np.int32), np.array(threshold), *places, np.array(value), np.array(roots, np.int32)
    )


def walked(node, row) -> list:
    """Return the nodes that a row passes, the slow way."""
    return [node] if len(node) == 1 else [node, *walked(node[2] if row[node[0]] <= node[1] else node[3], row)]


@given(st.lists(tree, min_size=1, max_size=5), rows)
@settings(max_examples=60, deadline=None)
def test_trees_add_up_the_leaves_that_each_row_ends_in(forest, table):
    model = grown(forest)
    expected = [sum(walked(node, row)[-1][-1] for node in forest) for row in table]

    assert model.log_odds(np.array(table).reshape(-1, len(NAMES))) == pytest.approx(expected)


@given(st.lists(tree, min_size=1, max_size=5), st.tuples(number, number, number))
@settings(max_examples=60, deadline=None)
def test_what_the_features_add_is_the_score_less_what_all_start_from(forest, row):
    model = grown(forest)
    score, start = model.log_odds(np.array([row]))[0], sum(node[-1] for node in forest)

    assert model.contributions(np.array(row)).sum() == pytest.approx(score - start)


@given(st.integers(0, len(FEATURES) - 1), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_having_more_in_common_never_speaks_against_a_relation(raised, seed):
    line = linear("related", FEATURES)
    table = line.centre + line.scale * np.random.default_rng(seed).normal(size=(50, len(FEATURES)))
    more = table.copy()
    more[:, raised] += line.scale[raised]
    for model in (line, trees("related", FEATURES)):
        change = model.log_odds(more) - model.log_odds(table)

        assert FEATURES[raised] in FREE or np.all(change >= -1e-9)
