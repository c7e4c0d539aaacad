"""Which of a text and its copies the others were made from: the copies are asked."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.derive.direction import DATE_TRUST, MILD, Evidence
from minhash_news.derive.hubs import COPIES, MOST_ASKED, rehubbed
from minhash_news.derive.skeleton import skeleton
from tests.forests import edges, explaining, oriented, relations
from tests.oracles import has_cycle

HUB, TWIN = 0, 1


def star(copies, twin_explains=0.95):
    """A hub with copies, the first of which explains the others about as well."""
    shares = dict.fromkeys(permutations(range(1 + copies), 2), 0.4)
    shares |= {(other, HUB): 1.0 for other in range(1, 1 + copies)}
    shares |= {(other, TWIN): twin_explains for other in range(1 + copies) if other != TWIN}
    return explaining(shares)


def likes(source_likeness):
    """Every article looks so much like a source."""

    def witness(derived, source):
        wording = np.array([(source_likeness.get(source, 0.0) - source_likeness.get(derived, 0.0)) / MILD])
        return Evidence(wording, 0.0)

    return witness


def nothing_differs(_texts, _one, _other):
    return 0.0


def hub_of(found, witness, agreement=nothing_differs):
    """The article on which the others hang, after they hung on the hub and were asked."""
    articles = int(found.pairs.max()) + 1
    rows = [row for row, pair in enumerate(edges(found, range(len(found.pairs)))) if HUB in pair]
    sources = {article: [HUB] for article in range(1, articles)}
    joined = edges(found, rehubbed(rows, sources, found, witness, agreement, min_probability=0.5))
    (middle,) = set.intersection(*map(set, joined))
    assert len(joined) == articles - 1
    return middle


@pytest.mark.parametrize(("like", "hub"), [({TWIN: 1.0}, TWIN), ({HUB: 1.0}, HUB), ({}, HUB)])
def test_the_copies_say_which_of_two_texts_they_were_made_from(like, hub):
    assert hub_of(star(4), likes(like)) == hub


def test_a_copy_that_explains_too_little_of_the_others_is_not_their_source():
    assert hub_of(star(4, twin_explains=0.6), likes({TWIN: 3.0})) == HUB


@pytest.mark.parametrize("earliest", range(5))
def test_of_copies_that_look_alike_the_earliest_is_the_hub_whatever_its_number(earliest):
    shares = dict.fromkeys(permutations(range(5), 2), 1.0)

    def witness(derived, source):  # days apart, so that each date says as much as a date may
        later = ((derived - earliest) % 5 > (source - earliest) % 5) - 0.5
        return Evidence(np.zeros(1), 2 * DATE_TRUST * later)

    assert hub_of(explaining(shares), witness) == earliest


@pytest.mark.parametrize(("dates", "hub"), [(2.5, TWIN), (0.0, HUB)])
def test_dates_are_heard_beside_the_wording(dates, hub):
    def witness(derived, source):
        said = likes({HUB: 0.1})(derived, source)
        return replace(said, dates=dates * ((source == TWIN) - float(derived == TWIN)))

    assert hub_of(star(4), witness) == hub


@pytest.mark.parametrize(("like", "side", "hub"), [({TWIN: 1.0}, -0.5, HUB), ({HUB: 1.0}, 0.5, TWIN)])
def test_the_wording_that_the_copies_have_outweighs_what_looks_like_a_source(like, side, hub):
    def agreement(texts, one, other):
        assert (one, other) == (TWIN, HUB)
        assert not {HUB, TWIN} & set(texts)
        return side

    assert hub_of(star(4), likes(like), agreement) == hub


def test_few_copies_make_no_hub_and_are_not_asked():
    def nobody(*_texts):
        raise AssertionError("was asked")

    found = star(COPIES - 1)
    rows = [row for row, pair in enumerate(edges(found, range(len(found.pairs)))) if HUB in pair]
    sources = {article: [HUB] for article in range(1, COPIES)}

    assert rehubbed(rows, sources, found, nobody, nobody, min_probability=0.5) == rows


def test_of_very_many_copies_only_some_are_asked():
    asked = set()

    def witness(derived, source):
        if HUB not in (derived, source):  # what is joined is measured already
            asked.update([derived, source])
        return likes({TWIN: 1.0})(derived, source)

    assert hub_of(star(MOST_ASKED + 5), witness) == TWIN
    assert len(asked) == MOST_ASKED


@given(relations(), st.integers(0, 99), st.sampled_from([0.0, 0.5, 0.8]))
@settings(max_examples=150, deadline=None)
def test_a_forest_of_as_many_likely_edges_is_left(found, seed, least):
    rows = skeleton(found, min_probability=least)
    likeness = dict(enumerate(np.random.default_rng(seed).normal(size=9)))
    again = rehubbed(rows, oriented(found, rows, seed), found, likes(likeness), nothing_differs, min_probability=least)

    assert len(again) == len(set(again)) == len(rows)
    assert not has_cycle(edges(found, again))
    assert all(found.probability[row] >= least for row in again)
