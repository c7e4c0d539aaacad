"""Near-duplicate pairs against brute force over all pairs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news import near_duplicates
from minhash_news.errors import SettingsError
from tests.oracles import words_of

VOCABULARY = [f"word{n}" for n in range(60)]


def shingles_of(text: str, size: int = 3) -> set[tuple[str, ...]]:
    words = [word for word, _, _ in words_of(text)]
    size = min(size, len(words))
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)} if words else set()


def pairs_by_force(texts: list[str], threshold: float) -> dict[tuple[int, int], float]:
    sets = [shingles_of(text) for text in texts]
    jaccard = {
        (i, j): len(sets[i] & sets[j]) / max(1, len(sets[i] | sets[j])) for i, j in combinations(range(len(sets)), 2)
    }
    return {pair: value for pair, value in jaccard.items() if value >= threshold}


def edited(seed: int, texts: int = 40) -> list[str]:
    """Invented texts; every other one is a copy of the one before it with some words replaced."""
    rng = np.random.default_rng(seed)
    made: list[str] = []
    for number in range(texts):
        words = rng.choice(VOCABULARY, int(rng.integers(5, 120))) if number % 2 == 0 else np.array(made[-1].split())
        if number % 2:
            changed = rng.random(len(words)) < rng.choice([0, 0.02, 0.1, 0.2])
            words = np.where(changed, rng.choice(VOCABULARY, len(words)), words)
        made.append(" ".join(words))
    return made


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8, 1.0])
def test_nothing_below_the_threshold_is_found_and_nearly_everything_from_it_on(threshold):
    found = missed = 0
    for seed in range(20):
        texts = edited(seed)
        result = near_duplicates(texts, threshold=threshold, workers=1)
        expected = pairs_by_force(texts, threshold)
        pairs = [(i, j) for i, j in result.pairs.tolist()]

        assert sorted(set(pairs)) == pairs
        assert [expected[pair] for pair in pairs] == pytest.approx(result.jaccard.tolist(), abs=1e-12)
        found += len(pairs)
        missed += len(expected) - len(pairs)
    assert found > 50
    assert missed <= 0.01 * (found + missed)


@given(
    st.lists(st.sampled_from(["", "…", "one", "one two", "One, two!", "Üb 1,5 два слова 京都", "a b c d"]), max_size=6)
)
@settings(max_examples=60, deadline=None)
def test_copies_are_found_whatever_they_look_like(texts):
    assert set(pairs_by_force(texts, 1.0)) == {(i, j) for i, j in near_duplicates(texts, threshold=1).pairs.tolist()}


def test_texts_of_a_bucket_that_is_too_full_are_named():
    texts = ["one and the same text, many times over"] * 8 + ["quite another one"]
    result = near_duplicates(texts, max_bucket=5)

    assert list(range(8)) == result.capped.tolist()
    assert set(range(8)) == set(result.pairs.ravel().tolist())
    assert near_duplicates(texts, max_bucket=8).capped.tolist() == []
    assert len(near_duplicates(texts, max_bucket=8).pairs) == 28


def test_threads_and_iterators_change_nothing():
    texts = edited(3)
    one, many = near_duplicates(texts, workers=1), near_duplicates(iter(texts), workers=3)

    assert one.pairs.tolist() == many.pairs.tolist()
    assert one.jaccard.tolist() == many.jaccard.tolist()


@pytest.mark.parametrize(
    "wrong", [{"threshold": 0.0}, {"threshold": 1.5}, {"num_perm": 1}, {"workers": 0}, {"shingle_size": 9}]
)
def test_parameters_that_cannot_work_are_named(wrong):
    with pytest.raises(SettingsError, match=next(iter(wrong)).replace("_", ".")):
        near_duplicates(["text"], **wrong)


def test_a_threshold_too_low_for_the_permutations_names_how_many_it_takes():
    with pytest.raises(SettingsError, match="num_perm=260"):
        near_duplicates(["text"], threshold=0.2)

    assert near_duplicates(["a text"] * 2, threshold=0.2, num_perm=260).pairs.tolist() == [[0, 1]]
    assert near_duplicates(["a text"] * 2, threshold=1.0, num_perm=2).pairs.tolist() == [[0, 1]]


def test_a_single_string_is_no_list_of_texts():
    with pytest.raises(SettingsError, match="one string"):
        near_duplicates("text")
