"""Shingle sets against Python's own sets."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.errors import SettingsError
from minhash_news.kernels.words import split_corpus
from minhash_news.shingle import containment, jaccard, shingle, shingle_corpus
from tests.splitting import split_words

FOUR = split_words("one two three four").hashes.tolist()
hashes = st.lists(st.sampled_from(FOUR), max_size=40).map(lambda some: np.array(some, np.uint64))


def tuples(words, size):
    length = min(size, len(words))
    return {tuple(words[at : at + length].tolist()) for at in range(len(words) - length + 1)} if length else set()


@given(hashes, st.integers(1, 8))
@settings(deadline=None)
def test_a_set_has_as_many_hashes_as_there_are_different_runs_of_words(words, size):
    found = shingle(words, size=size)

    assert len(tuples(words, size)) == len(found)
    assert np.all(found[:-1] < found[1:])
    assert np.uint64 == found.dtype


@given(hashes, hashes, st.integers(1, 4))
@settings(deadline=None)
def test_jaccard_and_containment_are_those_of_sets(one, other, size):
    a, b = shingle(one, size=size), shingle(other, size=size)
    sa, sb = tuples(one, size), tuples(other, size)
    both = len(sa & sb)

    assert (both / len(sa | sb) if both else 0.0) == jaccard(a, b)
    assert (both / len(sa) if both else 0.0) == containment(a, in_=b)


def test_the_order_of_words_counts():
    one, other = split_words("dog bites man"), split_words("man bites dog")

    assert jaccard(shingle(one.hashes, size=2), shingle(other.hashes, size=2)) == 0.0
    assert jaccard(shingle(one.hashes, size=1), shingle(other.hashes, size=1)) == 1.0


def test_a_corpus_has_the_sets_of_its_texts():
    words = split_corpus(["one two three two three", "", "one", "b c d e f"], workers=1)
    found, indptr = shingle_corpus(words.hashes, words.indptr, size=2)

    for text in range(4):
        alone = shingle(words.text(text).hashes, size=2)
        assert alone.tolist() == found[indptr[text] : indptr[text + 1]].tolist()
    assert indptr.tolist() == [0, 3, 3, 4, 8]


def test_shingles_of_one_word_are_the_words():
    words = split_words("b a b")

    assert sorted(set(words.hashes.tolist())) == shingle(words.hashes, size=1).tolist()


@pytest.mark.parametrize("size", [0, 9])
def test_sizes_out_of_range_are_refused(size):
    with pytest.raises(SettingsError, match=str(size)):
        shingle(np.zeros(3, np.uint64), size=size)
