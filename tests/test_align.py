"""Copied runs and matching sentences of two texts, against brute force on short ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.kernels.align import copied_runs, explained, heaviest_rising, sentence_matches
from minhash_news.kernels.index import index_text
from tests import oracles
from tests.stories import BRIDGE, BRIDGE_SUMMARY, HERONS, weighed

WORDS = 6
text = st.lists(st.integers(0, WORDS - 1), max_size=24)
rarities = st.lists(st.integers(0, 9).map(float), min_size=WORDS, max_size=WORDS)
sentences = st.lists(st.lists(st.integers(0, WORDS - 1), min_size=1, max_size=5), max_size=6)
EVEN = np.full(WORDS, 4, np.float32)


def ids_of(words):
    return np.array(words, np.int32)


def runs_of(target, source, idf=EVEN, min_bits=0.0):
    texts = [index_text(ids_of(words), np.zeros(len(words), np.int32), idf, 0.0) for words in (target, source)]
    return [tuple(run) for run in copied_runs(*texts, idf, min_bits).tolist()]


def indexed(some, idf, floor):
    words = ids_of([word for sentence in some for word in sentence])
    return index_text(words, ids_of([number for number, sentence in enumerate(some) for _ in sentence]), idf, floor)


def alike(one: str, other: str):
    words = weighed([one, other])
    return explained(words.text(0), words.text(1), words.idf, 2.0, 9.0)


# ---- copied runs -----------------------------------------------------------------------------------------


@given(text, text, rarities, st.sampled_from([0.0, 9.0, 20.0]))
@settings(max_examples=200, deadline=None)
def test_runs_are_those_of_the_slow_factorisation(target, source, idf, min_bits):
    assert oracles.runs(target, source, idf, min_bits) == runs_of(target, source, np.array(idf, np.float32), min_bits)


@given(text, text, rarities, st.sampled_from([0.0, 9.0, 20.0]))
@settings(max_examples=120, deadline=None)
def test_a_run_stands_in_both_texts_and_cannot_go_on(target, source, idf, min_bits):
    free = 0
    for begin, place, length in runs_of(target, source, np.array(idf, np.float32), min_bits):
        assert length >= 3
        assert free <= begin
        free = begin + length
        assert target[begin:free] == source[place : place + length]
        assert sum(idf[word] for word in target[begin:free]) >= min_bits
        assert target[free : free + 1] != source[place + length : place + length + 1] or free == len(target)


@given(text, text)
@settings(max_examples=120, deadline=None)
def test_of_every_common_run_all_words_are_covered_but_two_at_most(target, source):
    covered = {at for begin, _, length in runs_of(target, source) for at in range(begin, begin + length)}

    for begin, length in oracles.common_runs(target, source):
        assert length < 3 or len(set(range(begin, begin + length)) - covered) <= 2


def test_the_longest_common_run_is_found_whole_where_nothing_before_it_cuts_into_it():
    assert runs_of([0, 1, 2, 3, 4, 5], [5, 1, 2, 3, 4, 0, 1, 2]) == [(0, 5, 3)]
    assert runs_of([5, 1, 2, 3, 4], [0, 1, 2, 3, 4]) == [(1, 1, 4)]


def test_of_two_equal_places_the_one_that_goes_on_is_taken():
    source = [0, 1, 2, 5, 3, 4, 0, 5, 0, 1, 2, 3, 4, 0]
    target = [0, 1, 2, 4, 3, 4, 0]

    assert runs_of(target, source) == [(0, 0, 3), (4, 4, 3)]
    assert runs_of([0, 1, 2, 3, 4, 0, 0, 1, 2], source)[0] == (0, 8, 6)


def test_a_string_of_function_words_is_no_run():
    words = weighed(["it was to be in the end of the day", "and it was to be in the garden"])

    assert len(copied_runs(words.text(0), words.text(1), words.idf, 9.0)) == 0


# ---- sentences -------------------------------------------------------------------------------------------


@given(sentences, sentences, rarities, st.sampled_from([0.0, 2.0, 5.0]))
@settings(max_examples=200, deadline=None)
def test_each_sentence_meets_the_one_that_shares_most(target, source, idf, floor):
    weights = np.array(idf, np.float32)
    text = indexed(target, weights, floor)
    best, shared = sentence_matches(text, indexed(source, weights, floor), weights, floor)

    assert oracles.best_sentences(target, source, idf, floor) == list(
        zip(best.tolist(), shared.tolist(), text.sentence_bits.tolist(), strict=True)
    )


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=9))
@settings(max_examples=120, deadline=None)
def test_the_heaviest_order_kept_is_that_of_all_subsequences(pairs):
    values, weights = [value for value, _ in pairs], [float(weight) for _, weight in pairs]
    tree = np.zeros(8, np.float32)
    found = heaviest_rising(ids_of(values), np.array(weights, np.float32), tree)

    assert oracles.heaviest_increasing(values, weights) == found
    assert not tree.any()


# ---- explained -------------------------------------------------------------------------------------------


@given(sentences, sentences, rarities)
@settings(max_examples=120, deadline=None)
def test_explained_lies_between_0_and_1_and_is_0_for_words_the_source_lacks(target, source, idf):
    weights = np.array(idf, np.float32)
    text = indexed(target, weights, 2.0)
    strength, ids = explained(text, indexed(source, weights, 2.0), weights, 2.0, 9.0), text.ids
    theirs = {word for sentence in source for word in sentence}

    assert len(strength) == len(ids)
    assert np.all((strength >= 0) & (strength <= 1))
    assert all(value == 0 for value, word in zip(strength.tolist(), ids.tolist(), strict=True) if word not in theirs)


def test_a_text_explains_itself_and_a_stranger_next_to_nothing():
    assert alike(BRIDGE, BRIDGE).min() > 0.99
    assert alike(BRIDGE, HERONS).mean() < 0.1 < alike(BRIDGE_SUMMARY, BRIDGE).mean() < 0.99


def test_the_longer_the_run_the_better_a_word_is_explained():
    source = "plover drumlin tarn wherry sedge gannet curlew skua"
    three = alike("plover drumlin tarn", source)
    seven = alike("plover drumlin tarn wherry sedge gannet curlew", source)

    assert three.max() < seven.min()


@pytest.mark.parametrize(("length", "strength"), [(3, 0.5), (4, 0.75), (7, 31 / 32), (30, 1.0)])
def test_a_word_of_a_run_is_explained_by_the_runs_length(length, strength):
    run = " ".join(f"zquorn{k}" for k in range(length))
    # alone in a sentence of strangers' words, so that the sentence itself explains less than the run
    found = alike(
        f"{run} {' '.join(f'mirk{k}' for k in range(90))}", f"{run} {' '.join(f'tarn{k}' for k in range(90))}"
    )

    assert found[:length].tolist() == pytest.approx([strength] * length)
    assert found[length:].max() == 0
