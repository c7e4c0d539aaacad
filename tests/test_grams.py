"""The indexed words and grams of articles, and what two of them share, against sets of tuples."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.kernels.columns import NEW_SENTENCE
from minhash_news.kernels.grams import SKIP_FLOOR, SKIP_REACH
from minhash_news.kernels.index import KINDS, SIZES, TRIPLES, index_articles, text_of
from minhash_news.kernels.measure import grams_in_common
from minhash_news.kernels.sorting import group_places, in_common
from tests.oracles import grams, skips

WORDS = 12
text = st.lists(st.integers(0, WORDS - 1), max_size=40)
rarities = st.lists(st.integers(0, 9).map(float), min_size=WORDS, max_size=WORDS)
hashes = st.lists(st.integers(0, 2**64 - 1), max_size=60)


def indexed(texts, idf):
    """Texts of word ids, one sentence each."""
    indptr = np.cumsum([0, *map(len, texts)])
    flags = np.zeros(indptr[-1], np.uint8)
    flags[[at for at, words in zip(indptr, texts, strict=False) if words]] = NEW_SENTENCE
    ids = np.array([word for words in texts for word in words], np.int32)
    return index_articles(np.arange(len(texts)), indptr, ids, flags, np.array(idf, np.float32), 5.0)


def sets_of(words, idf):
    """What the grams of each kind are, by the slow twins."""
    return [*(grams(words, size) for size in SIZES), skips(words, idf, SKIP_FLOOR, SKIP_REACH)]


def weight_of(some, idf):
    return sum(idf[word] for gram in some for word in gram)


@given(text, text, rarities)
@settings(max_examples=150, deadline=None)
def test_two_texts_share_the_grams_that_both_have(one, other, idf):
    index = indexed([one, other], idf)
    for kind, (mine, theirs) in enumerate(zip(sets_of(one, idf), sets_of(other, idf), strict=True)):
        places = np.empty((2, 200), np.int64)
        many = grams_in_common(index, kind, KINDS + kind, *places)
        at = [index.gram_begins[side + kind] + places[which, :many] for which, side in enumerate((0, KINDS))]

        assert many == len(mine & theirs)
        assert index.gram_weights[at[0]].sum() == weight_of(mine & theirs, idf)
        assert index.gram_hashes[at[0]].tolist() == index.gram_hashes[at[1]].tolist()
        assert index.gram_bits[0, kind] == weight_of(mine, idf)


@given(text, text, rarities)
@settings(max_examples=100, deadline=None)
def test_the_places_of_each_word_and_of_each_run_of_three_are_kept(one, other, idf):
    index = indexed([one, other], idf)
    for article, words in enumerate((one, other)):
        indexed_text = text_of(index, article)
        begins = indexed_text.words_from
        places = [indexed_text.word_places[a:b].tolist() for a, b in pairwise(begins)]
        begins = indexed_text.seeds_from
        seeds = [indexed_text.seed_places[a:b].tolist() for a, b in pairwise(begins)]

        assert indexed_text.words.tolist() == sorted(set(words))
        assert places == [[k for k, word in enumerate(words) if word == one_word] for one_word in sorted(set(words))]
        assert sorted(map(len, seeds)) == sorted(
            sum(words[k : k + 3] == list(gram) for k in range(len(words))) for gram in grams(words, SIZES[TRIPLES])
        )
        assert all(len({tuple(words[k : k + 3]) for k in group}) == 1 and group == sorted(group) for group in seeds)


@given(hashes)
@settings(deadline=None)
def test_keys_are_sorted_and_equal_ones_stay_in_order(keys):
    keys = np.array([*keys, *keys[:20]], np.uint64)
    ranked, places = np.empty(len(keys), np.uint64), np.empty(len(keys), np.int32)
    begins = np.empty(len(keys) + 1, np.int64)
    groups = group_places(keys, ranked, places, begins, 5)

    assert places.tolist() == np.argsort(keys, kind="stable").tolist()
    assert ranked.tolist() == sorted(keys.tolist())
    assert groups == len(set(keys.tolist()))
    assert (begins[: groups + 1] - 5).tolist() == [*np.unique(ranked, return_index=True)[1].tolist(), len(keys)]


@settings(deadline=None)
@given(st.sets(st.integers(0, 400)), st.sets(st.integers(0, 40)))
def test_what_two_sorted_arrays_have_in_common(one, other):
    a, b = (np.array(sorted(some), np.int32) for some in (one, other))
    places = np.empty((2, 401), np.int64)
    many = in_common(a, b, *places)

    assert a[places[0, :many]].tolist() == b[places[1, :many]].tolist() == sorted(one & other)


def test_order_counts():
    index = indexed([[1, 2, 3], [3, 2, 1]], np.ones(9))
    begin, turned = (index.gram_begins[at + TRIPLES] for at in (0, KINDS))

    assert index.gram_hashes[begin] != index.gram_hashes[turned]


@pytest.mark.parametrize("words", [[], [4], [4, 5]])
def test_a_text_shorter_than_a_run_has_none(words):
    index = indexed([words], np.ones(9))

    assert index.gram_begins[TRIPLES] == index.gram_begins[TRIPLES + 1]
    assert len(text_of(index, 0).seeds) == 0
