"""The forest of texts that are next to each other: no ring in it, no unlikely edge, the same every time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.arrays import Relations
from minhash_news.derive.direction import Evidence
from minhash_news.derive.skeleton import FOUND, skeleton
from minhash_news.kernels.measure import COLUMN, WIDTH
from tests.forests import edges, relations
from tests.oracles import has_cycle


def unknown(_derived, _source):
    """Nothing speaks for either way round."""
    return Evidence(np.zeros(0), np.zeros(0), 0.0)


def alike(_relations, rows):
    """Every pair is as likely next to each other as any."""
    return dict.fromkeys(rows, 0.0)


def first_known(_relations, rows):
    """Only some pairs have been looked at, and the later ones are the likelier."""
    return {row: float(place) for place, row in enumerate(rows[::2])}


def joined(found, *, least=0.5, rank=alike, witness=unknown):
    return skeleton(found, rank, witness, min_probability=least)


def tied(articles, value=1.0):
    """All pairs of some articles, each measured the same."""
    pairs = np.array([(i, j) for i in range(articles) for j in range(i + 1, articles)], np.int32)
    return Relations(pairs, np.full((len(pairs), WIDTH), value, np.float32), np.ones(len(pairs)))


@given(relations(), st.sampled_from([0.0, 0.5, 0.8, 1.0]), st.sampled_from([alike, first_known]))
@settings(max_examples=200, deadline=None)
def test_the_skeleton_is_a_forest_of_likely_edges(found, least, rank):
    rows = joined(found, least=least, rank=rank)

    assert rows == sorted(set(rows))
    assert not has_cycle(edges(found, rows))
    assert all(found.probability[row] >= least for row in rows)


@given(relations(), st.sampled_from([alike, first_known]))
@settings(max_examples=100, deadline=None)
def test_no_two_articles_that_are_surely_related_stay_apart(found, rank):
    forest = edges(found, joined(found, rank=rank))

    for row in np.flatnonzero(found.probability >= FOUND):
        pair = tuple(found.pairs[row].tolist())
        assert has_cycle([*forest, pair]) or pair in forest


@given(relations(), st.integers(0, 99))
@settings(max_examples=80, deadline=None)
def test_names_do_not_matter_as_long_as_their_order_stays(found, seed):
    random = np.random.default_rng(seed)
    numbers = np.sort(random.choice(100, 9, replace=False)).astype(np.int32)
    renamed = Relations(numbers[found.pairs].reshape(-1, 2), found.measures, found.probability)

    assert joined(found) == joined(renamed)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_ties_are_broken_the_same_way_every_time(value):
    found = tied(6, value)

    assert edges(found, joined(found)) == [(0, other) for other in range(1, 6)]


@pytest.mark.parametrize("earliest", range(5))
def test_of_texts_of_the_same_words_the_earliest_stands_for_all(earliest):
    found = tied(5)
    hours = {article: (article - earliest) % 5 for article in range(5)}

    def dated(derived, source):
        return Evidence(np.zeros(0), np.zeros(0), float(hours[derived] - hours[source]))

    assert all(earliest in pair for pair in edges(found, joined(found, witness=dated)))


def test_what_is_likelier_next_to_each_other_is_joined_though_others_are_nearer():
    found = tied(3)
    found.measures[:, COLUMN["equal"]] = 0.0
    found.measures[edges(found, range(3)).index((1, 2))] /= 2  # two cut copies are nearer to each other than this

    def rank(_relations, rows):
        return {row: -1.0 if found.pairs[row].tolist() == [0, 2] else 0.0 for row in rows}

    assert edges(found, joined(found, rank=rank)) == [(0, 1), (1, 2)]


def test_an_unlikely_relative_joins_a_family_that_is_found_later():
    found = tied(3)
    found.measures[:, COLUMN["equal"]] = 0.0
    found.probability[:] = [0.6, 0.0, 1.0]  # of 0 and 1, of 0 and 2, of 1 and 2

    def unlikely_first(_relations, rows):
        return {row: -float(row) for row in rows}

    assert edges(found, joined(found, rank=unlikely_first)) == [(0, 1), (1, 2)]


def test_no_relations_no_skeleton():
    none = Relations(np.zeros((0, 2), np.int32), np.zeros((0, WIDTH), np.float32), np.zeros(0))

    assert joined(none) == []
