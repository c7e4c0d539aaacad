"""Related or not beside others: who retold a text shares more with it than with any other report of the event."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news import context
from minhash_news.arrays import Relations
from minhash_news.context import FEATURES, NO_OTHER, features, in_context
from minhash_news.kernels.measure import WIDTH
from minhash_news.model import Article, ArticleId
from minhash_news.pipeline import split, visible_words
from minhash_news.relate import BEYOND_DOUBT
from minhash_news.settings import Settings

STORY = (
    "The harbour board of Velmouth voted on Thursday to close the northern pier for the winter after divers found rust "
    "in eleven of its forty pillars. Chairwoman Ilse Brandreth said that ferries would leave from the fish quay until "
    "spring, and that the board had asked two yards for offers."
)
RETOLD = (
    "Velmouth shuts its northern pier until spring: divers discovered that eleven of the forty pillars are rusty, and "
    "the harbour board decided on Thursday that ferries use the fish quay meanwhile. Two yards were asked for offers, "
    "said chairwoman Ilse Brandreth."
)
REPORT = (
    "No ferry will call at the northern pier in Velmouth this winter. Harbour board members were unanimous on Thursday "
    "night, our reporter saw in the town hall, where chairwoman Ilse Brandreth spoke of a precaution and shopkeepers "
    "of a lost season."
)
OTHER_REPORT = (
    "Shopkeepers jeered when Ilse Brandreth, who chairs the board, announced in Velmouth on Thursday what had been "
    "rumoured for weeks: the pier in the north is unsafe. Where passengers are to board in winter is open."
)


def related(texts, odds):
    """Some texts with the relations that are given, (first, second) -> log-odds."""
    articles = [Article(ArticleId(f"{number:02}"), text) for number, text in enumerate(texts)]
    words = visible_words(*split(articles, Settings(workers=1)))
    pairs = np.array(sorted(odds), np.int32).reshape(-1, 2)
    chance = 1 / (1 + np.exp(-np.array([odds[tuple(pair)] for pair in pairs.tolist()], float)))
    return words, Relations(pairs, np.zeros((len(pairs), WIDTH), np.float32), chance)


def all_alike(texts, log_odds):
    return related(texts, dict.fromkeys(combinations(range(len(texts)), 2), log_odds))


def equally_likely():
    """How likely each two of a story, its retelling and two reports are beside others, all as likely as not alone."""
    words, relations = all_alike([STORY, RETOLD, REPORT, OTHER_REPORT], 0.0)
    return dict(zip(map(tuple, relations.pairs.tolist()), in_context(words, relations).probability, strict=True))


def test_of_pairs_equally_likely_the_retold_text_stands_out_among_reports():
    found = equally_likely()

    assert max(found, key=found.get) == (0, 1)
    assert found[0, 1] > 0.6


@pytest.mark.xfail(strict=True, reason="leads of so few words share too much: docs/limits.md, Briefs")
def test_of_pairs_equally_likely_the_reports_are_not_joined():
    assert equally_likely()[2, 3] < 0.6


def test_contrast_is_against_what_a_third_shares():
    words, relations = all_alike([STORY, RETOLD, REPORT], 0.0)
    _, table = features(words, relations)
    contrast = table[:, FEATURES.index("contrast, least, words")]

    assert contrast[0] > 0 > max(contrast[1:])


@pytest.mark.parametrize("probability", [0.0, BEYOND_DOUBT, 1.0])
def test_what_is_beyond_doubt_stays(probability):
    words, relations = all_alike([STORY, RETOLD, REPORT], 0.0)
    relations = replace(relations, probability=np.array([probability, 0.5, 0.5]))

    assert in_context(words, relations).probability[0] == probability


def test_two_texts_by_themselves_stay_as_they_are():
    words, relations = all_alike([STORY, RETOLD], 1.0)

    assert in_context(words, relations).probability == relations.probability
    assert features(words, relations)[1].shape == (0, len(FEATURES))


def test_no_relations_stay_none():
    words, relations = related([STORY, RETOLD], {})

    assert in_context(words, relations).probability.shape == (0,)


PAIRS = list(combinations(range(4), 2))


SOME = st.one_of(st.floats(-2.9, 6), st.sampled_from([-1.0, 0.0, 3.0]))
"""Log-odds, ties among them."""


@given(st.lists(SOME, min_size=1, max_size=len(PAIRS)), st.permutations(PAIRS), st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_articles_does_not_count(values, pairs, data):
    odds = dict(zip(pairs, values, strict=False))
    order = data.draw(st.permutations(range(4)))
    texts = [STORY, RETOLD, REPORT, OTHER_REPORT]
    turned = {tuple(sorted((order.index(a), order.index(b)))): value for (a, b), value in odds.items()}

    def probabilities(words, relations):
        found = in_context(words, relations)
        return dict(zip(map(tuple, found.pairs.tolist()), found.probability.tolist(), strict=True))

    here, there = probabilities(*related(texts, odds)), probabilities(*related([texts[k] for k in order], turned))
    for (a, b), value in here.items():
        assert there[tuple(sorted((order.index(a), order.index(b))))] == pytest.approx(value)


@given(st.dictionaries(st.sampled_from(PAIRS), st.floats(-2.9, 4), min_size=1))
@settings(max_examples=60, deadline=None)
def test_others_are_as_counted_by_hand(odds):
    words, relations = related([STORY, RETOLD, REPORT, OTHER_REPORT], odds)
    rows, table = features(words, relations)
    value = {frozenset(pair): log_odds for pair, log_odds in odds.items()}
    thirds = {
        row: [c for c in range(4) if frozenset((a, c)) in value and frozenset((b, c)) in value and c not in (a, b)]
        for row, (a, b) in enumerate(relations.pairs.tolist())
    }

    assert rows.tolist() == [row for row, found in thirds.items() if found]
    for row, found in zip(rows, table, strict=True):
        a, b = relations.pairs[row].tolist()
        links = [(value[frozenset((a, c))], value[frozenset((b, c))]) for c in thirds[row]]
        best = sorted(
            max((v for pair, v in value.items() if end in pair and other not in pair), default=NO_OTHER)
            for end, other in ((a, b), (b, a))
        )
        expected = [value[frozenset((a, b))], np.log1p(len(links)), *best, max(map(min, links)), min(map(max, links))]
        np.testing.assert_allclose(found[:6], expected, atol=1e-6)


def test_what_is_looked_at_together_and_on_how_many_threads_changes_nothing(monkeypatch):
    words, relations = all_alike([STORY, RETOLD, REPORT, OTHER_REPORT], 0.0)
    at_once = in_context(words, relations)
    monkeypatch.setattr(context, "AT_ONCE", 1)

    np.testing.assert_array_equal(in_context(words, relations, workers=3).probability, at_once.probability)


def test_pairs_beyond_doubt_alone_are_left_as_they_are():
    words, relations = all_alike([STORY, RETOLD, REPORT], 8.0)

    np.testing.assert_array_equal(in_context(words, relations).probability, relations.probability)
