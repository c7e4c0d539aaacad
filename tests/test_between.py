"""Which of three texts stands between the others: by what they share, whatever their order."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.derive.between import FEATURES, MOST_ASKED, Between
from minhash_news.derive.families import MeasuredPairs
from minhash_news.kernels.regions import REGIONS, distinct, regions
from minhash_news.model import Article, ArticleId
from minhash_news.pipeline import split, visible_words
from minhash_news.relate import relate
from minhash_news.settings import Settings
from minhash_news.verify import verify

OPENING = (
    "The harbour board of Velmouth voted on Thursday to close the northern pier for the winter after divers found rust "
    "in eleven of its forty pillars. Chairwoman Ilse Brandreth said that ferries would leave from the fish quay until "
    "spring, and that the board had asked two yards for offers."
)
FIRST_ADDED = (
    " Cafe owner Tomas Quillan, whose terrace stands on the pier, called the vote a disaster and wants the town to "
    "waive his rent until Easter."
)
SECOND_ADDED = (
    " The ferry company Nordvik Lines expects delays of up to twenty minutes in the morning and will print a new "
    "timetable, spokesman Aron Pell told reporters."
)


def asked(*texts):
    """Three or more texts, compared as a scan does, and what stands between which."""
    articles = [Article(ArticleId(f"{number:02}"), text) for number, text in enumerate(texts)]
    words = visible_words(*split(articles, Settings(workers=1)))
    pairs = np.array(list(combinations(range(len(texts)), 2)), np.int32)
    relations = relate(verify(words, pairs, workers=1), min_probability=0.0)
    witness = MeasuredPairs(articles, words, relations, appeared=None).witness
    return Between(words, relations, witness, range(len(relations.pairs)))


def likely(between):
    """How likely each text stands between the two others."""
    threes = between.threes()
    return {middle: p for (_, _, middle), p in zip(threes, between.probabilities(threes), strict=True)}


sets = st.lists(st.lists(st.integers(0, 12)), min_size=3, max_size=5)


@given(sets, st.data())
@settings(max_examples=200, deadline=None)
def test_the_regions_are_those_of_a_venn_diagram(members, data):
    threes = data.draw(st.lists(st.permutations(range(len(members))).map(lambda order: order[:3]), min_size=1))
    weights = np.linspace(0.5, 2.0, 13)
    begins = np.cumsum([0, *map(len, members)]).astype(np.int64)
    keys, begins = distinct(np.array([one for some in members for one in some], np.int64), begins)
    found = regions(np.array(threes, np.int32), begins, keys, np.append(weights, 0.0)[np.minimum(keys, 13)])

    for three, row in zip(threes, found, strict=True):
        expected = np.zeros(REGIONS)
        for part in set().union(*(members[text] for text in three)):
            expected[sum(2**place for place, text in enumerate(three) if part in members[text]) - 1] += weights[part]
        np.testing.assert_allclose(row, expected)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_of_three_versions_the_second_stands_between(order):
    versions = [OPENING, OPENING + FIRST_ADDED, OPENING + FIRST_ADDED + SECOND_ADDED]
    found = likely(asked(*(versions[place] for place in order)))

    assert max(found, key=found.get) == order.index(1)


def test_of_a_text_and_two_that_each_added_to_it_the_text_stands_between():
    found = likely(asked(OPENING + FIRST_ADDED, OPENING + SECOND_ADDED, OPENING))

    assert max(found, key=found.get) == 2


def test_two_texts_have_nothing_between_them():
    between = asked(OPENING, OPENING + FIRST_ADDED)

    assert between.threes() == []
    assert between.probabilities([]).shape == (0,)


def test_relations_that_are_impossible_or_certain_are_heard(recwarn):
    found = likely(asked(OPENING, SECOND_ADDED.strip(), FIRST_ADDED.strip()))

    assert all(np.isfinite(list(found.values())))
    assert not recwarn.list


def test_swapping_the_outer_two_changes_nothing():
    between = asked(OPENING, OPENING + FIRST_ADDED, OPENING + FIRST_ADDED + SECOND_ADDED)
    one, other = between.features([(0, 2, 1)]), between.features([(2, 0, 1)])

    assert one.shape == (1, len(FEATURES))
    np.testing.assert_array_equal(one, other)


def test_of_very_many_copies_only_some_are_asked():
    many = 2 * MOST_ASKED
    between = asked(*(f"{OPENING} Reader {number} of Velmouth agreed." for number in range(many)))

    assert len(between.rows) <= many * MOST_ASKED
    assert len(between.threes()) <= len(between.rows) * MOST_ASKED
