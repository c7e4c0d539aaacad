"""The measures of a pair of texts: symmetric where they should be, 1 for the same text, 0 for strangers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.kernels.index import NAME
from minhash_news.kernels.measure import FLOOR, MEASURES, MIN_BITS, OUTSIZED, OUTSIZED_RUNS
from minhash_news.kernels.words import CAPITAL, NUMBER, SENTENCE_START
from minhash_news.verify import verify
from tests import oracles
from tests.stories import BRIDGE, BRIDGE_EXCERPT, BRIDGE_SUMMARY, BRIDGE_UPDATE, CHESS, FROST, HERONS, weighed

STORIES = [BRIDGE, BRIDGE_UPDATE, BRIDGE_SUMMARY, BRIDGE_EXCERPT, CHESS]
COUNTS = {"bits", "length", "own_names", "facts", "other_facts"}
SHARES = [name for name in MEASURES if name[:2] in {"a_", "b_"} and name[2:] not in COUNTS]
prose = st.lists(
    st.sampled_from(["Plover", "drumlin", "tarn", "wherry", "the", "of", "1937", "12", "said.", "“Mud”", "\n\n"]),
    max_size=25,
).map(" ".join)


def measured(one, other):
    """The measures of two texts, by name."""
    [row] = verify(weighed([one, other]), np.array([[0, 1]], np.int32), workers=1).measures
    return dict(zip(MEASURES, row.tolist(), strict=True))


def turned(name):
    return {"a_": "b_", "b_": "a_"}.get(name[:2], name[:2]) + name[2:]


def swap_sides(one, other):
    forth, back = measured(one, other), measured(other, one)

    assert {name: back[turned(name)] for name in SHARES} == pytest.approx({name: forth[name] for name in SHARES})
    counted = [f"{side}_{count}" for side in "ab" for count in COUNTS]
    for name in ("shared_bits", "shared_numbers", "shared_names", *counted):
        assert back[turned(name)] == pytest.approx(forth[name])


@given(prose, prose)
@settings(max_examples=80, deadline=None)
def test_swapping_two_texts_swaps_their_sides(one, other):
    swap_sides(one, other)


@pytest.mark.parametrize("other", STORIES[1:])
def test_swapping_two_stories_swaps_their_sides(other):
    swap_sides(BRIDGE, other)


@given(prose, prose)
@settings(max_examples=80, deadline=None)
def test_shares_lie_between_0_and_1(one, other):
    of = measured(one, other)

    assert {name: value for name, value in of.items() if name in SHARES and not -1e-6 <= value <= 1 + 1e-5} == {}
    assert all(np.isfinite(value) and value >= 0 for value in of.values())


@pytest.mark.parametrize("text", STORIES)
def test_a_text_contains_itself(text):
    of = measured(text, text)

    for side in ("a_", "b_"):
        for name in ("words", "pairs", "triples", "fives", "skips", "rare", "sentences", "match", "order"):
            assert of[side + name] == pytest.approx(1), side + name
        assert of[side + "runs"] + of[side + "quoted_runs"] == pytest.approx(1)
    assert 0 < of["shared_bits"] <= of["a_bits"] == of["b_bits"]
    assert of["a_own_names"] == of["b_own_names"] == 0 < of["shared_names"]


def test_texts_without_a_common_word_share_nothing():
    of = measured("Plover drumlin tarn, 1937 wherries sedge.", "Gannet curlew skua: 46 fulmars preen.")

    assert {name: value for name, value in of.items() if value and name[2:] not in COUNTS} == {}


def test_a_text_without_words_shares_nothing_with_any():
    of = measured("", BRIDGE)

    assert {name for name, value in of.items() if value} == {"b_bits", "b_length"}


def test_containments_and_runs_are_those_of_the_slow_twins():
    words = weighed([BRIDGE, BRIDGE_UPDATE])
    one, other = (words.ids[words.span(row)].tolist() for row in (0, 1))
    idf = words.idf.tolist()
    of = measured(BRIDGE, BRIDGE_UPDATE)

    def weight(some):
        return sum(idf[word] for gram in some for word in gram)

    for name, size in (("words", 1), ("pairs", 2), ("triples", 3), ("fives", 5)):
        mine, theirs = oracles.grams(one, size), oracles.grams(other, size)
        assert of["a_" + name] == pytest.approx(weight(mine & theirs) / weight(mine), rel=1e-4)
        assert of["b_" + name] == pytest.approx(weight(mine & theirs) / weight(theirs), rel=1e-4)
    copied = [word for at, _, length in oracles.runs(one, other, idf, MIN_BITS) for word in one[at : at + length]]
    share = sum(idf[word] for word in copied) / sum(idf[word] for word in one)
    assert of["a_runs"] + of["a_quoted_runs"] == pytest.approx(share, rel=1e-4)


@pytest.mark.parametrize("workers", [1, 3])
def test_measures_do_not_depend_on_the_pairs_measured_beside_them(workers, monkeypatch):
    words = weighed([*STORIES, HERONS, FROST, ""])
    pairs = np.array([(i, j) for i in range(8) for j in range(i + 1, 8)], np.int32)
    alone = [verify(words, pairs[k : k + 1], workers=1).measures[0].tolist() for k in range(len(pairs))]
    monkeypatch.setattr("minhash_news.verify.BATCH", 5)

    assert verify(words, pairs, workers=workers).measures.tolist() == alone


def test_sentences_in_the_same_order_count_and_shuffled_ones_less():
    first, second, third = "Plovers nest on drumlins.", "Wherries carry 1,937 eels.", "Gannets preen at Tarnsby."
    same, shuffled = (
        measured(f"{first} {second} {third}", f"{first} {second} {third}"),
        measured(f"{third} {second} {first}", f"{first} {second} {third}"),
    )

    assert same["a_order"] == pytest.approx(1)
    assert shuffled["a_order"] < 0.7
    assert same["a_match"] == shuffled["a_match"] == pytest.approx(1)


def test_many_pairs_are_measured_alike_whatever_the_workers(monkeypatch):
    monkeypatch.setattr("minhash_news.verify.BATCH", 2)
    words = weighed([*STORIES, HERONS, FROST, ""])
    pairs = np.array([(i, j) for i in range(len(words)) for j in range(i + 1, len(words))], np.int32)
    one, three = verify(words, pairs, workers=1), verify(words, pairs, workers=3)

    assert one.measures.tobytes() == three.measures.tobytes()
    for k in (0, 5, len(pairs) - 1):
        alone = verify(words, pairs[k : k + 1], workers=1)
        assert alone.measures.tobytes() == one.measures[k].tobytes()


def test_words_below_the_floor_make_no_sentence_match():
    of = measured("It was in the end.", "It was in the house.")

    assert FLOOR > 0
    assert of["a_sentences"] == of["a_match"] == 0


def test_a_part_stands_whole_in_the_whole_and_not_the_other_way_round():
    part = BRIDGE.rsplit("\n\n", 3)[0]
    of = measured(part, BRIDGE)

    for name in ("words", "pairs", "triples", "fives", "skips", "rare", "numbers", "sentences", "match", "order"):
        assert of["a_" + name] == pytest.approx(1), name
    for name in ("words", "pairs", "triples", "fives", "skips", "rare", "numbers", "sentences", "match", "long_runs"):
        assert 0.2 < of["b_" + name] < 0.9, name
    assert of["a_runs"] + of["a_quoted_runs"] == pytest.approx(1)
    assert of["b_runs"] + of["b_quoted_runs"] < 0.9
    assert of["a_bits"] < of["b_bits"]
    assert of["a_length"] < of["b_length"]


def test_a_number_that_comes_twice_counts_once():
    of = measured("Plover 1937 plover 46 said 1937.", "A plover said 46 things.")

    assert (of["a_numbers"], of["b_numbers"], of["shared_numbers"]) == (0.5, 1, 1)


def test_names_are_capital_wherever_they_stand_and_once_inside_a_sentence():
    text = "Old Zquorn met Vlimp at Tarnsby. Gresk left. A plover, the Plover of Tarnsby, and Drumlin stayed."
    none = measured(text, "Nobody was there.")
    of = measured(text, "Here vlimp sleeps. In Tarnsby lives Hask, and gresk too.")

    assert (none["shared_names"], none["a_own_names"], none["b_own_names"]) == (0, 4, 0)
    assert (of["shared_names"], of["a_own_names"], of["b_own_names"]) == (2, 2, 1)


def test_facts_are_numbers_and_names_in_sentences_that_are_the_same_but_for_these():
    one = "The Dralk index closed 41 points up in Tarnsby. Nobody had foreseen the Gresk rally of 1937."
    same = "The Vlimp index closed 87 points up in Tarnsby. Hask rose by 87."
    of = measured(one, same)

    assert (of["a_facts"], of["a_other_facts"]) == (1, 2), "Tarnsby; Dralk and 41, but nothing of the second sentence"
    assert (of["b_facts"], of["b_other_facts"]) == (1, 2)
    assert measured(one, one)["a_facts"] == 5


def facts_of(words, row, other):
    """How many facts of an article the other has and lacks, word by word."""
    span, there = words.span(row), set(words.ids[words.span(other)].tolist())
    sentences = {}
    for word, flags, sentence in zip(words.ids[span], words.flags[span], words.text(row).sentences, strict=True):
        sentences.setdefault(int(sentence), []).append((int(word), int(flags), float(words.idf[word])))
    has = lacks = 0
    for told in sentences.values():
        weighty = [(word, flags, idf) for word, flags, idf in told if idf >= FLOOR]
        named = [flags & CAPITAL and not flags & SENTENCE_START and idf >= NAME for _, flags, idf in weighty]
        fact = [bool(flags & NUMBER or name) for (_, flags, _), name in zip(weighty, named, strict=True)]
        rest = [(idf, word in there) for (word, _, idf), one in zip(weighty, fact, strict=True) if not one]
        met = sum(idf for idf, found in rest if found)
        if met > 0 and met >= sum(idf for idf, _ in rest) / 2:
            found = [word in there for (word, _, _), one in zip(weighty, fact, strict=True) if one]
            has, lacks = has + sum(found), lacks + len(found) - sum(found)
    return has, lacks


def have_the_facts_of_the_slow_twin(one, other):
    of, words = measured(one, other), weighed([one, other])

    assert (of["a_facts"], of["a_other_facts"]) == facts_of(words, 0, 1)
    assert (of["b_facts"], of["b_other_facts"]) == facts_of(words, 1, 0)


@given(prose, prose)
@settings(max_examples=80, deadline=None)
def test_facts_are_those_of_the_slow_twin(one, other):
    have_the_facts_of_the_slow_twin(one, other)


@pytest.mark.parametrize("other", STORIES[1:])
def test_facts_of_stories_are_those_of_the_slow_twin(other):
    have_the_facts_of_the_slow_twin(BRIDGE, other)


def test_what_is_copied_in_all_does_not_depend_on_which_text_comes_first():
    quote, first = BRIDGE.split("\n\n")[1], BRIDGE.split("\n\n")[0]
    one, other = f"{quote}\n\n{quote}\n\n{first}", f"{quote}\n\n{HERONS}"
    forth, back = measured(one, other), measured(other, one)

    for name in ("longest_run", "long_run_bits", "run_bits", "quoted_run_bits"):
        assert forth[name] == pytest.approx(back[name]), name


@pytest.mark.parametrize("turned_round", [False, True])
def test_of_a_text_many_times_as_long_only_the_copied_runs_are_measured_unless_they_tell(turned_round):
    book = "\n\n".join([*STORIES, *STORIES] * 12)
    scattered = " ".join(sorted(CHESS.split()))
    quoting = BRIDGE_SUMMARY + " " + " ".join(f"zquorn{k}" for k in range(60))

    def of(short):
        return measured(*((book, short) if turned_round else (short, book)))

    short, long = ("b_", "a_") if turned_round else ("a_", "b_")
    by_chance, copied = of(scattered), of(quoting)

    assert by_chance[short + "runs"] < OUTSIZED_RUNS <= copied[short + "runs"] < 1
    assert {name for name in SHARES if by_chance[name]} <= {"a_runs", "b_runs", "a_quoted_runs", "b_quoted_runs"}
    assert by_chance[long + "length"] > OUTSIZED * by_chance[short + "length"] > 0
    assert all(copied[short + name] > 0.2 for name in ("words", "pairs", "triples", "match", "order"))
    assert copied["shared_bits"] > 0
