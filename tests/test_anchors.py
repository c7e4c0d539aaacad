"""Candidate pairs by rare words, against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news import anchors
from minhash_news.anchors import CONTENT, MOST_ARTICLES, anchored_pairs
from tests.oracles import anchored
from tests.stories import BRIDGE, BRIDGE_SUMMARY, UNRELATED, weighed

VOCABULARY = ["the", "said", "of", "plover", "drumlin", "tarn", "wherry", "1937", "Karsten", "Plessing", "12", "Osk"]

corpora = st.lists(st.lists(st.sampled_from(VOCABULARY), max_size=10).map(" ".join), max_size=12)


def as_list(pairs):
    return [tuple(pair) for pair in pairs.tolist()]


def agrees_with_brute_force(words, min_shared):
    articles = [words.ids[words.span(row)].tolist() for row in range(len(words))]
    expected = anchored(articles, words.idf.tolist(), CONTENT, MOST_ARTICLES)
    found = as_list(anchored_pairs(words, min_shared=min_shared).pairs)

    assert found == sorted(set(found))
    assert {pair for pair, shared in expected.items() if shared >= min_shared + 0.01} <= set(found)
    assert {pair for pair, shared in expected.items() if shared >= min_shared - 0.01} >= set(found)


@given(corpora, st.sampled_from([1.0, 7.5, 15.0, 30.0]))
@settings(max_examples=80, deadline=None)
def test_pairs_are_those_of_brute_force(texts, min_shared):
    agrees_with_brute_force(weighed(texts), min_shared)


def test_pairs_across_blocks_of_rows_are_found_too(monkeypatch):
    monkeypatch.setattr(anchors, "ROWS", 3)
    random = np.random.default_rng(3)
    texts = [" ".join(f"zquorn{k}" for k in random.integers(0, 40, 9)) for _ in range(25)]

    agrees_with_brute_force(weighed(texts), 12.0)


def test_a_summary_and_its_source_are_found_among_others():
    words = weighed([*UNRELATED, BRIDGE, BRIDGE_SUMMARY])
    found = anchored_pairs(words, min_shared=25)

    assert as_list(found.pairs) == [(len(UNRELATED), len(UNRELATED) + 1)]
    assert (found.passed_over, found.crowded) == (0, 0)


def test_common_words_anchor_nothing():
    words = weighed(["the man said that he was in the house and she was not"] * 2)

    assert as_list(anchored_pairs(words, min_shared=1).pairs) == []


def test_a_word_of_one_article_alone_anchors_nothing():
    assert as_list(anchored_pairs(weighed(["plover plover", "drumlin"]), min_shared=0.5).pairs) == []


@pytest.mark.parametrize(("articles", "passed_over"), [(MOST_ARTICLES, 0), (MOST_ARTICLES + 1, 2)])
def test_a_word_in_too_many_articles_is_passed_over_and_that_is_said(articles, passed_over):
    words = weighed(["plover drumlin"] * articles)
    found = anchored_pairs(words, min_shared=2)

    assert found.passed_over == passed_over
    assert len(found.pairs) == (0 if passed_over else articles * (articles - 1) // 2)


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["plover"], ["plover", ""]])
def test_too_few_words_make_no_pairs(texts):
    found = anchored_pairs(weighed(texts), min_shared=1)

    assert (found.pairs.shape, found.pairs.dtype, found.passed_over) == ((0, 2), np.int32, 0)


def test_an_article_with_too_many_partners_keeps_those_that_share_most_and_that_is_said(monkeypatch):
    monkeypatch.setattr(anchors, "MOST_PARTNERS", 4)
    names = [f"zquorn{k}" for k in range(30)]
    found = anchored_pairs(weighed([" ".join(names[k : k + 10]) for k in range(20)]), min_shared=20)
    inner = {(i, j) for i, j in as_list(found.pairs) if i >= 4 and j < 16}

    assert found.crowded == 20
    assert inner == {(i, j) for i in range(4, 16) for j in range(i + 1, 16) if j <= i + 2}


def test_in_a_large_corpus_pairs_of_words_that_are_too_common_alone_are_anchors(monkeypatch):
    random = np.random.default_rng(5)
    texts = [" ".join(f"zquorn{k}" for k in random.integers(0, 100, 60)) for _ in range(200)]
    texts[150] = " ".join(texts[3].split()[:40] + texts[150].split()[40:])
    words = weighed(texts)

    assert as_list(anchored_pairs(words, min_shared=60).pairs) == []
    monkeypatch.setattr(anchors, "CROWDED", 200)
    monkeypatch.setattr(anchors, "CONTENT", 2.0)
    assert as_list(anchored_pairs(words, min_shared=60).pairs) == [(3, 150)]


@pytest.mark.parametrize("room", [1, 7])
def test_pairs_come_out_equal_when_there_is_room_for_few(room, monkeypatch):
    words = weighed(["plover drumlin tarn"] * 9 + ["wherry Osk plover"] * 4)
    expected = as_list(anchored_pairs(words, min_shared=5).pairs)
    monkeypatch.setattr(anchors, "ROOM", room)

    assert as_list(anchored_pairs(words, min_shared=5, workers=2).pairs) == expected
