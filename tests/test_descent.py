"""Was a text made from a copy, or from the copy's source? Asked of invented texts whose history is known."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhash_news.derive.descent import REGAINED, TAKEN, Descent
from tests.stories import BRIDGE, BRIDGE_UPDATE, CHESS, FROST, HERONS, LIBRARY, TRAM, weighed

STORIES = [HERONS, LIBRARY, CHESS, FROST, TRAM, BRIDGE]


def sentences(text):
    return [sentence for paragraph in text.split("\n\n") for sentence in paragraph.split(". ")]


def joined(*parts):
    return "\n\n".join(parts)


def descent(text, copy, source):
    return Descent(weighed([text, copy, source]))(0, 1, 2)


def versions():
    """Each version is the one before with one story told in the place of another."""
    told = [HERONS, LIBRARY, CHESS]
    for number, new in enumerate((FROST, TRAM, BRIDGE)):
        yield joined(*told)
        told[number] = new
    yield joined(*told)


@pytest.mark.parametrize("step", [0, 1])
def test_a_later_version_was_made_from_the_one_before_it(step):
    source, copy, text = list(versions())[step : step + 3]

    assert descent(text, copy, source) > 0.2


@pytest.mark.parametrize("step", [0, 1])
def test_an_earlier_version_was_not_made_by_way_of_a_later_one(step):
    source, text, copy = list(versions())[step : step + 3]

    assert descent(text, copy, source) < -0.2


def test_two_cuts_of_one_text_were_not_made_from_each_other():
    source = joined(HERONS, LIBRARY, CHESS, FROST)
    one, other = joined(HERONS, LIBRARY, TRAM), joined(HERONS, CHESS)

    assert descent(other, one, source) < -0.2
    assert descent(one, other, source) < -0.2


def test_that_two_texts_leave_out_the_same_says_little():
    source, cut = joined(HERONS, LIBRARY, CHESS, FROST), joined(HERONS, LIBRARY)

    assert 0 <= descent(cut, cut, source) <= REGAINED


def test_what_only_the_copy_added_says_more_than_what_it_left_out():
    source, added, cut = joined(HERONS, LIBRARY), joined(HERONS, LIBRARY, TRAM), HERONS

    assert descent(added, added, source) > descent(cut, cut, source)


def test_of_a_copy_that_differs_in_nothing_nothing_can_be_said():
    assert descent(CHESS, LIBRARY, LIBRARY) == 0
    assert descent(BRIDGE_UPDATE, BRIDGE, BRIDGE) == 0


def test_texts_without_words_say_nothing():
    assert descent("", "", "") == 0
    assert descent("Heron", "", "") == 0


def texts():
    pool = [sentence for story in STORIES for sentence in sentences(story)]
    return st.lists(st.sampled_from(pool), max_size=12).map("\n\n".join)


@given(texts(), texts(), texts())
def test_answers_lie_within_their_bounds(text, copy, source):
    assert -TAKEN - (1 - REGAINED) <= descent(text, copy, source) <= (1 - TAKEN) + REGAINED


@given(st.permutations(STORIES), st.integers(2, 4))
def test_along_a_chain_of_additions_each_comes_from_the_last(stories, length):
    chain = [joined(*stories[: number + 1]) for number in range(length + 1)]
    asked = Descent(weighed(chain))

    for source, copy in pairwise(range(length)):
        assert asked(copy + 1, copy, source) > 0.2
