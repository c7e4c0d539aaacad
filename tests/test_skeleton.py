"""The forest of nearest relatives: no ring in it, no unlikely edge, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.arrays import Relations
from minhash_news.derive.skeleton import BRIDGE, FOUND, skeleton
from minhash_news.kernels.measure import WIDTH
from tests.forests import edges, relations
from tests.oracles import has_cycle


@given(relations(), st.sampled_from([0.0, 0.5, 0.8, 1.0]))
@settings(max_examples=150, deadline=None)
def test_the_skeleton_is_a_forest_of_likely_edges(found, least):
    rows = skeleton(found, min_probability=least)

    assert rows == sorted(set(rows))
    assert not has_cycle(edges(found, rows))
    assert all(found.probability[row] >= least for row in rows)


@given(relations())
@settings(max_examples=80, deadline=None)
def test_no_two_articles_that_are_surely_related_stay_apart(found):
    rows = skeleton(found, min_probability=0.5)
    joined = edges(found, rows)

    for row in np.flatnonzero(found.probability >= max(BRIDGE, FOUND)):
        pair = tuple(found.pairs[row].tolist())
        assert has_cycle([*joined, pair]) or pair in joined


@given(relations(), st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_names_do_not_matter_as_long_as_their_order_stays(found, seed):
    random = np.random.default_rng(seed)
    numbers = np.sort(random.choice(100, 9, replace=False)).astype(np.int32)
    renamed = Relations(numbers[found.pairs].reshape(-1, 2), found.measures, found.probability)

    assert skeleton(found, min_probability=0.5) == skeleton(renamed, min_probability=0.5)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_ties_are_broken_the_same_way_every_time(value):
    pairs = np.array([(i, j) for i in range(6) for j in range(i + 1, 6)], np.int32)
    tied = Relations(pairs, np.full((len(pairs), WIDTH), value, np.float32), np.ones(len(pairs)))
    rows = skeleton(tied, min_probability=0.5)

    assert edges(tied, rows) == [(0, other) for other in range(1, 6)]


def test_no_relations_no_skeleton():
    none = Relations(np.zeros((0, 2), np.int32), np.zeros((0, WIDTH), np.float32), np.zeros(0))

    assert skeleton(none, min_probability=0.5) == []
