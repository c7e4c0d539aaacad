"""The exact join that peers are judged by is exact, and what they name is judged as it should be."""

from __future__ import annotations

from itertools import combinations

import pytest

from contenders import CONTENDERS
from corpus import invent
from truth import Truth, shingles, truth

TEXTS = [*invent(120).texts, "1.5 and more of it", "15 and more of it", ""]


@pytest.mark.parametrize("threshold", [0.3, 0.5])
def test_the_join_is_what_brute_force_says(threshold):
    sets = [set(shingles(text)) for text in TEXTS]
    jaccard = {
        (i, j): len(sets[i] & sets[j]) / max(1, len(sets[i] | sets[j])) for i, j in combinations(range(len(TEXTS)), 2)
    }
    near = {pair for pair, value in jaccard.items() if value >= threshold}
    exact = truth(TEXTS, threshold)

    assert near
    assert near - exact.disputed == exact.pairs
    assert ((120, 121) in exact.disputed) == (threshold == 0.5)  # 1.5 is one word or two, as one reads it


def test_disputed_pairs_count_neither_way():
    judge = Truth(frozenset({(0, 1), (2, 3)}), frozenset({(4, 5)}))

    assert judge.score({(0, 1), (4, 5)}) == (0.5, 1.0)
    assert judge.score({(0, 1), (2, 3), (6, 7), (8, 9)}) == (1.0, 0.5)


@pytest.mark.parametrize("contender", CONTENDERS, ids=lambda contender: contender.name)
def test_every_contender_that_is_installed_finds_the_pairs(contender):
    if not contender.installed or contender.pairs is None:
        pytest.skip("not installed, or signs only")
    recall, precision = truth(TEXTS, 0.5).score(contender.pairs(TEXTS, 0.5))

    assert recall >= 0.9
    assert precision == 1.0
