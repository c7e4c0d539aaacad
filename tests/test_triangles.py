"""What three texts share: as counted by hand, by words and by pairs of them."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.model import Article, ArticleId
from minhash_news.pipeline import split, visible_words
from minhash_news.settings import Settings
from minhash_news.triangles import shared

VOCABULARY = ("harbour", "Velmouth", "pier", "quay", "rust", "divers", "Brandreth", "ferry", "winter", "pillars")
texts = st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12).map(" ".join), min_size=3, max_size=5)


def parts(words, article):
    """Words, and pairs of neighbouring ones, of a text with their idf, each once."""
    ids = words.ids[words.span(article)].tolist()
    idf = words.idf.astype(float)
    return {word: idf[word] for word in ids}, {pair: idf[pair[0]] + idf[pair[1]] for pair in pairwise(ids)}


def region(members, number):
    """The weight of what exactly those have whose bit is set."""
    weights = {part: weight for member in members for part, weight in member.items()}
    holders = {part: sum(1 << place for place, member in enumerate(members) if part in member) for part in weights}
    return sum(weight for part, weight in weights.items() if holders[part] == number)


@given(texts)
@settings(max_examples=60, deadline=None)
def test_the_regions_are_those_of_sets(some):
    articles = [Article(ArticleId(f"{number:02}"), text) for number, text in enumerate(some)]
    words = visible_words(*split(articles, Settings(workers=1)))
    of = [parts(words, article) for article in range(len(some))]
    threes = np.array(list(permutations(range(len(some)), 3)), np.int64)
    weights, lengths = shared(words, threes)

    for three, found, length in zip(threes.tolist(), weights, lengths, strict=True):
        for part in range(len(of[0])):
            members = [of[article][part] for article in three]
            np.testing.assert_allclose(found[part], [region(members, number) for number in range(1, 8)], atol=1e-5)
        idf = words.idf.astype(float)
        np.testing.assert_allclose(length, [idf[words.ids[words.span(article)]].sum() for article in three], rtol=1e-6)
