"""Time between two publications, as evidence that the texts have nothing to do with each other."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.model import ArticleId
from minhash_news.timing import A_DAY_LATER, DAYS, LONGEST, Appearances, time_between
from tests.stories import BRIDGE

RETOLD = """\
Lorry drivers must go round by Hallow Ford until the autumn. A drone found cracks in eleven hangers of the Karsten
Bridge, some of them longer than a pencil, and the Orvell Roads Office has closed it to heavy traffic.

The paper mill at Plessing fears for its night shift: the 46 kilometres more will cost it 19,000 crowns each day, says
Gregor Lunde, who runs it. A new set of hangers was thought too dear in 2019, at 7.2 million crowns."""
PAIR = np.array([[0, 1]], np.int32)

moments = st.datetimes().map(lambda moment: moment.isoformat(timespec="seconds") + "Z")
days = st.dates().map(lambda day: day.isoformat())
published = st.one_of(st.none(), moments, days)
outlets = st.sampled_from([None, "Orvell Lantern", "Plessing Post"])


MANY = {"orvell lantern": 5000}


def between(first, second, outlets=(None, None), stories=MANY):
    articles = [
        mn.Article(ArticleId(name), "", published=published, outlet=outlet)
        for name, published, outlet in zip("ab", (first, second), outlets, strict=True)
    ]
    return float(time_between(Appearances.of(articles, stories), PAIR)[0])


@settings(deadline=None)
@given(published, published, outlets, outlets)
def test_time_speaks_against_a_relation_either_way_round_and_never_for_one(first, second, one, other):
    found = between(first, second, (one, other))

    assert -max(math.log(LONGEST), DAYS * math.log(A_DAY_LATER)) <= found <= 0
    assert found == between(second, first, (other, one))
    assert found == 0 or (first and second)


@settings(deadline=None)
@given(moments, moments)
def test_an_outlet_that_is_not_known_is_nobodys_own(first, second):
    assert between(first, second) == between(first, second, ("Orvell Lantern", None))
    assert between(first, second) == between(first, second, ("Orvell Lantern", "Plessing Post"))


def test_what_an_outlet_took_from_itself_is_doubted_by_the_day_for_two_days():
    own = ("The Orvell Lantern", "orvell lantern")

    assert between("2026-03-01T10:00Z", "2026-03-02T10:00:59Z", own) == pytest.approx(-math.log(A_DAY_LATER))
    assert between("2026-03-01T10:00Z", "2026-03-01T22:00:59Z", own) == pytest.approx(-math.log(A_DAY_LATER) / 2)
    for later in ("2026-03-03T10:00:59Z", "2036-03-01T10:00Z"):
        assert between("2026-03-01T10:00Z", later, own) == pytest.approx(-DAYS * math.log(A_DAY_LATER))


@settings(deadline=None)
@given(moments, moments, st.integers(0, 10**6))
def test_an_outlet_doubts_its_own_stories_by_no_more_than_it_has_and_no_less_than_those_of_others(one, other, stories):
    own = ("Orvell Lantern", "The Orvell Lantern")
    found = between(one, other, own, {"orvell lantern": stories})
    from_others = between(one, other)

    assert found == pytest.approx(min(from_others, max(between(one, other, own), -math.log(max(1, stories)))))


def test_articles_of_which_no_corpus_is_known_are_one():
    own = ("Orvell Lantern", "The Orvell Lantern")

    assert between("2026-03-01T10:00Z", "2026-03-05T10:00Z", own, None) == pytest.approx(-math.log(2))


def test_the_odds_fall_by_one_part_a_week():
    assert between("2026-03-01T10:00Z", "2026-03-08T10:00:59Z") == pytest.approx(-math.log(2))
    assert between("2026-03-01T10:00Z", "2026-03-22T10:00:59Z") == pytest.approx(-math.log(4))
    assert between("2016-03-01T10:00Z", "2026-03-01T10:00Z") == pytest.approx(-math.log(LONGEST))


def test_days_that_may_be_the_same_hour_say_nothing():
    assert between("2026-03-01", "2026-03-02") == 0
    assert between("2026", "2026-11-02T09:00Z") == 0


def a_year_apart(text, **settings):
    source = mn.Article(ArticleId("source"), BRIDGE, published="2025-03-01T10:00Z")
    derived = mn.Article(ArticleId("derived"), text, published="2026-03-01T10:00Z")
    near = replace(derived, published="2025-03-01T12:00Z")
    chosen = mn.Settings(**settings)
    return mn.compare(source, derived, chosen), mn.compare(source, near, chosen)


def test_a_loose_retelling_a_year_later_is_doubted_and_says_why():
    far, near = a_year_apart(RETOLD)

    assert far.confidence < near.confidence
    assert [ground.signal for ground in far.grounds].count("time between") == 1
    assert "time between" not in [ground.signal for ground in near.grounds]


def test_a_copy_a_year_later_is_still_a_copy():
    far, _ = a_year_apart(BRIDGE)

    assert far.confidence >= 0.99
    assert far.kind is mn.Kind.COPY


def test_without_dates_time_says_nothing():
    far, near = a_year_apart(RETOLD, use_dates=False)

    assert far.confidence == near.confidence
    assert "time between" not in [ground.signal for ground in far.grounds]
