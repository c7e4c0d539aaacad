"""Which of two texts was told anew, by the words that they have in place of each other's."""

from __future__ import annotations

import json
import re
from importlib.resources import files

import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.derive.direction import FIXED, fixed, profile
from minhash_news.derive.rewording import FEW_WORDS, most_telling, own_words, rewording
from minhash_news.derive.style import manner
from tests.stories import BRIDGE, BRIDGE_SUMMARY, BRIDGE_UPDATE, HERONS, MERCADO, SCHLEUSE, article, weighed

WEIGHTS = json.loads((files("minhash_news") / "data" / "rewording.json").read_text(encoding="utf-8"))["words"]
REPORT = "The council of Orvell said on Monday that it told the crowd to leave the weir, and officers closed the road."
RETOLD = "Additionally, authorities emphasized the importance of safety, seeking to secure the weir of Orvell."


def hashed(*words):
    return sorted(xxhash.xxh64_intdigest(word.encode()) for word in words)


def slow_mean_weight(text, other):
    own = set(re.findall(r"\w+", text)) - set(re.findall(r"\w+", other))
    return sum(WEIGHTS.get(word, 0.0) for word in own) / (len(own) + FEW_WORDS)


def ground(one, other):
    return next(iter(ground for ground in mn.compare(one, other).grounds if ground.signal == "words put in"), None)


def test_the_own_words_are_those_the_other_lacks_without_names_numbers_and_quotations():
    text = (
        'Storks nested at Orvell in 2019, the keeper of 40 birds said, "splendid weather", near a mill; storks nested.'
    )
    words = weighed([text, "A mill was near."])

    assert own_words(words, 0, 1).tolist() == hashed(
        "storks", "nested", "at", "in", "the", "keeper", "of", "birds", "said"
    )
    assert own_words(words, 1, 0).tolist() == hashed("was")
    assert own_words(words, 0, 0).tolist() == []


@pytest.mark.parametrize("other", ["", HERONS, BRIDGE])
def test_a_text_without_words_has_none_of_its_own(other):
    words = weighed(["", other])

    assert own_words(words, 0, 1).tolist() == []
    assert most_telling(words, 0, 1, 1) == []


@given(st.lists(st.sampled_from([*list(WEIGHTS)[:40], *list(WEIGHTS)[-40:], "zyxo", "quomb"]), max_size=30), st.data())
def test_it_is_the_mean_weight_of_the_own_words_less_that_of_the_others(vocabulary, data):
    one, other = (" ".join(data.draw(st.lists(st.sampled_from([*vocabulary, "weir"]), max_size=20))) for _ in "ab")
    words = weighed([one, other])

    assert rewording(words, 0, 1) == pytest.approx(slow_mean_weight(one, other) - slow_mean_weight(other, one))
    assert rewording(words, 1, 0) == -rewording(words, 0, 1)


@pytest.mark.parametrize("text", [BRIDGE, BRIDGE_UPDATE, BRIDGE_SUMMARY, HERONS, MERCADO, SCHLEUSE, REPORT, RETOLD])
def test_the_most_telling_words_are_cited_from_the_text_the_weightiest_first(text):
    words = weighed([text, "Nothing."])
    for sign in (1, -1):
        cited = [text[begin:end].lower() for begin, end in most_telling(words, 0, 1, sign)]
        weights = [sign * WEIGHTS[word] for word in cited]

        assert set(hashed(*cited)) <= set(own_words(words, 0, 1).tolist())
        assert len(cited) == len(set(cited))
        assert weights == sorted(weights, reverse=True)
        assert min(weights, default=1) > 0


def test_a_retold_text_is_told_from_a_report_but_not_within_one_outlet_nor_among_copies():
    words = weighed([RETOLD, REPORT, f"{REPORT} Additionally, it rained."])
    put_in = rewording(words, 0, 1)
    at = FIXED.index("words put in")

    def weight(first, second, *outlets):
        some = [article(str(row), REPORT, outlet=outlet) for row, outlet in zip((first, second), outlets, strict=True)]
        manners = tuple(manner(one, words, row) for one, row in zip(some, (first, second), strict=True))
        return fixed(*some, manners, (profile(words, first, second), profile(words, second, first)), put_in)[at]

    assert put_in > 0
    assert weight(0, 1, "Orvell Lantern", "Nordby Buzz") > 0
    assert weight(0, 1, None, None) == weight(0, 1, "Orvell Lantern", "Nordby Buzz")
    assert weight(0, 1, "Orvell Lantern", "Orvell Lantern") == 0
    assert weight(2, 1, "Orvell Lantern", "Nordby Buzz") == 0


@pytest.mark.parametrize("outlets", [("Orvell Lantern", "Nordby Buzz"), (None, None)])
def test_the_words_are_cited_for_the_way_round_they_speak_for(outlets):
    source = BRIDGE + " " + REPORT
    derived = BRIDGE_SUMMARY + " " + RETOLD
    pair = [
        article(name, text, outlet=outlet) for name, text, outlet in zip("ab", (source, derived), outlets, strict=True)
    ]
    told = ground(*pair)

    assert told.weight > 0
    assert "“Additionally”" in told.says
    assert "“said”" in told.says
    assert told.says.startswith("It has words that are put in when a text is told anew: ")
