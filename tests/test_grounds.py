"""The reasons for an edge, as a reader sees them."""

from __future__ import annotations

import math

import pytest

import minhash_news as mn
from minhash_news.derive.direction import FEATURES, FIXED, MOST
from minhash_news.derive.grounds import GROUPS, WEIGHTY
from tests.stories import BRIDGE, BRIDGE_SUMMARY, BRIDGE_UPDATE, HERONS, SCHLEUSE, article

OF_THE_CONFIDENCE = ("shared wording", "time between", "other facts")
CITED = ("shared rare words", "shared numbers")


def wording(one, other):
    return next(ground for ground in mn.compare(one, other).grounds if ground.signal == "shared wording")


@pytest.mark.parametrize(("one", "other"), [("", ""), (HERONS, SCHLEUSE), (BRIDGE, "")])
def test_texts_that_share_nothing_are_said_to_share_nothing(one, other):
    assert wording(one, other).says == "The two share no run of words, nor a rare word."


def test_rare_words_in_common_are_counted_where_no_run_is():
    one = "The Quillfeather sluice near Ostrobrand cracked."
    other = "Ostrobrand mourns; Quillfeather was its last heron."

    assert wording(one, other).says == "The two share no run of words, but 2 rare words."
    assert wording("Quillfeather!", "Was Quillfeather here?").says.endswith("but 1 rare word.")


@pytest.mark.parametrize("other", [BRIDGE_UPDATE, BRIDGE_SUMMARY])
def test_what_is_cited_stands_behind_the_wording_it_illustrates_and_adds_nothing(other):
    grounds = mn.compare(BRIDGE, other).grounds
    signals = [ground.signal for ground in grounds]
    cited = [ground for ground in grounds if ground.signal in CITED]
    at = signals.index("shared wording") + 1

    assert cited
    assert signals[at : at + len(cited)] == [ground.signal for ground in cited]
    assert all(ground.weight == 0 and ground.says.startswith("They share ") for ground in cited)
    weights = [abs(ground.weight) for ground in grounds if ground.signal not in CITED]
    assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("other", [BRIDGE_UPDATE, BRIDGE_SUMMARY, HERONS])
def test_the_grounds_of_the_confidence_make_up_its_log_odds(other):
    pair = mn.compare(BRIDGE, other)
    added = sum(ground.weight for ground in pair.grounds if ground.signal in OF_THE_CONFIDENCE)

    assert 1 / (1 + 2.718281828**-added) == pytest.approx(pair.confidence, abs=0.005)


def test_the_grounds_of_the_direction_make_up_its_log_odds_even_where_the_wording_is_at_its_bound():
    points = "\n- ".join(BRIDGE_SUMMARY.split(". "))
    retold = f"Update: The Orvell Lantern reports that lorries are banned.\n\n# Key points\n- {points}"
    pair = mn.compare(article("a", BRIDGE, outlet="Orvell Lantern"), article("b", retold, outlet="Nordby Buzz"))
    added = sum(ground.weight for ground in pair.grounds if ground.signal not in OF_THE_CONFIDENCE)

    assert pair.direction_confidence == pytest.approx(1 / (1 + math.exp(-MOST)), abs=1e-4)
    assert added == pytest.approx(MOST, abs=WEIGHTY)


@pytest.mark.parametrize("least", [0.5, 0.9999])
def test_of_texts_that_are_not_related_the_direction_is_unknown_and_nothing_speaks_of_it(least):
    one = article("a", BRIDGE, published="2026-03-02", outlet="Orvell Lantern")
    other = article("b", f"The Orvell Lantern reports: {HERONS}", published="2026-03-09")
    for given in ((one, other), (other, one), (BRIDGE, ""), ("", BRIDGE)):
        pair = mn.compare(*given, mn.Settings(min_confidence=least))

        assert (pair.kind, pair.direction, pair.direction_confidence, pair.reversed) == (None, "unknown", 0.5, False)
        assert {ground.signal for ground in pair.grounds} <= {*OF_THE_CONFIDENCE, *CITED}


def test_of_equal_texts_the_order_stays_as_it_is_given():
    pair = mn.compare(BRIDGE, BRIDGE)

    assert (pair.direction_confidence, pair.reversed) == (0.5, False)


def test_each_sign_of_the_direction_stands_in_one_ground():
    named = sorted(name for group in GROUPS.values() for name in group)

    assert named == sorted({feature.removesuffix(", in copies") for feature in (*FEATURES, *FIXED)})
