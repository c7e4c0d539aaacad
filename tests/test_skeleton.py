"""The forest of nearest relatives: no ring in it, no unlikely edge, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.arrays import Relations
from minhash_news.derive.skeleton import NEARNESS, reattached, skeleton
from minhash_news.kernels.measure import MEASURES, WIDTH
from tests.oracles import has_cycle


@st.composite
def relations(draw):
    """All or some pairs of up to nine articles, with measures in steps coarse enough for ties."""
    articles = draw(st.integers(2, 9))
    pairs = [(i, j) for i in range(articles) for j in range(i + 1, articles)]
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    kept = random.random(len(pairs)) < draw(st.sampled_from([0.3, 0.7, 1.0]))
    count = int(kept.sum())
    return Relations(
        np.array(pairs, np.int32)[kept].reshape(-1, 2),
        random.integers(0, draw(st.sampled_from([1, 3, 1000])), (count, WIDTH)).astype(np.float32) / 1000,
        random.integers(0, 21, count) / 20,
    )


def edges(found, rows):
    return [tuple(found.pairs[row].tolist()) for row in rows]


def oriented(found, rows, seed):
    """The sources of each article where each edge is given some way round."""
    random = np.random.default_rng(seed)
    sources: dict[int, list[int]] = {}
    for first, second in edges(found, rows):
        derived, source = (first, second) if random.random() < 0.5 else (second, first)
        sources.setdefault(derived, []).append(source)
    return sources


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

    for row in np.flatnonzero(found.probability >= 0.95):
        pair = tuple(found.pairs[row].tolist())
        assert has_cycle([*joined, pair]) or pair in joined


@given(relations(), st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_names_do_not_matter_as_long_as_their_order_stays(found, seed):
    random = np.random.default_rng(seed)
    numbers = np.sort(random.choice(100, 9, replace=False)).astype(np.int32)
    renamed = Relations(numbers[found.pairs].reshape(-1, 2), found.measures, found.probability)

    assert skeleton(found, min_probability=0.5) == skeleton(renamed, min_probability=0.5)


@given(relations(), st.integers(0, 99), st.sampled_from([0.0, 0.5, 0.8]))
@settings(max_examples=200, deadline=None)
def test_reattaching_keeps_a_forest_of_as_many_likely_edges(found, seed, least):
    rows = skeleton(found, min_probability=least)
    again = reattached(rows, found, oriented(found, rows, seed), min_probability=least)

    assert len(again) == len(set(again)) == len(rows)
    assert not has_cycle(edges(found, again))
    assert all(found.probability[row] >= least for row in again)
    assert again == reattached(rows, found, oriented(found, rows, seed), min_probability=least)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_ties_are_broken_the_same_way_every_time(value):
    pairs = np.array([(i, j) for i in range(6) for j in range(i + 1, 6)], np.int32)
    tied = Relations(pairs, np.full((len(pairs), WIDTH), value, np.float32), np.ones(len(pairs)))
    rows = skeleton(tied, min_probability=0.5)

    assert edges(tied, rows) == [(0, other) for other in range(1, 6)]


def test_no_relations_no_skeleton():
    none = Relations(np.zeros((0, 2), np.int32), np.zeros((0, WIDTH), np.float32), np.zeros(0))

    assert skeleton(none, min_probability=0.5) == []
    assert reattached([], none, {}, min_probability=0.5) == []


@pytest.mark.parametrize(("copy_explains", "source"), [(0.5, 0), (0.4, 0), (0.6, 1)])
def test_what_a_copy_explains_no_better_than_its_source_hangs_on_the_source(copy_explains, source):
    original, copy, derived = 0, 1, 2
    pairs = np.array([(original, copy), (original, derived), (copy, derived)], np.int32)
    measures = np.zeros((3, WIDTH), np.float32)
    for row, share in enumerate((1.0, 0.5, copy_explains)):
        measures[row, [MEASURES.index(side + name) for side in ("a_", "b_") for name in NEARNESS]] = share
    found = Relations(pairs, measures, np.ones(3))
    again = reattached([0, 2], found, {copy: [original], derived: [copy]}, min_probability=0.5)

    assert edges(found, again) == [(original, copy), (source, derived)]
