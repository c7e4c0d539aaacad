"""Sets of word n-grams and skip-grams with their weights, against sets of tuples."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.kernels.grams import distinct, gram_hashes, shared_weight, skip_hashes, weights_of_grams
from tests.oracles import grams, skips

WORDS = 12
text = st.lists(st.integers(0, WORDS - 1), max_size=30)
rarities = st.lists(st.integers(0, 9).map(float), min_size=WORDS, max_size=WORDS)


def ids_of(words):
    return np.array(words, np.int32)


def weight_of(some, idf):
    return sum(idf[word] for gram in some for word in gram)


@given(text, text, rarities, st.integers(1, 5))
@settings(max_examples=120, deadline=None)
def test_two_texts_share_the_weight_of_the_runs_both_have(one, other, idf, size):
    weights = np.array(idf, np.float32)
    mine = distinct(gram_hashes(ids_of(one), size), weights_of_grams(ids_of(one), weights, size))
    theirs = distinct(gram_hashes(ids_of(other), size), weights_of_grams(ids_of(other), weights, size))
    both = grams(one, size) & grams(other, size)

    assert len(mine[0]) == len(grams(one, size))
    assert mine[1].sum() == weight_of(grams(one, size), idf)
    assert shared_weight(*mine, theirs[0]) == shared_weight(*theirs, mine[0]) == weight_of(both, idf)


@given(text, text, rarities, st.integers(1, 5))
@settings(max_examples=120, deadline=None)
def test_two_texts_share_the_pairs_of_content_words_both_have_near_each_other(one, other, idf, reach):
    weights = np.array(idf, np.float32)
    mine, theirs = (distinct(*skip_hashes(ids_of(some), weights, 3.0, reach)) for some in (one, other))
    both = skips(one, idf, 3.0, reach) & skips(other, idf, 3.0, reach)

    assert len(mine[0]) == len(skips(one, idf, 3.0, reach))
    assert shared_weight(*mine, theirs[0]) == weight_of(both, idf)


def test_order_counts():
    forth, back = gram_hashes(ids_of([1, 2, 3]), 3), gram_hashes(ids_of([3, 2, 1]), 3)

    assert forth[0] != back[0]


@pytest.mark.parametrize("words", [[], [4], [4, 5]])
def test_a_text_shorter_than_a_run_has_none(words):
    assert len(gram_hashes(ids_of(words), 3)) == len(weights_of_grams(ids_of(words), np.ones(9, np.float32), 3)) == 0
