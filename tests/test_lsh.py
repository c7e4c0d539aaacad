"""Candidate pairs against brute force and datasketch."""

from __future__ import annotations

import numpy as np
import pytest
from datasketch import MinHashLSH

from minhash_news.errors import SettingsError
from minhash_news.lsh import candidate_pairs, choose_bands, probability, threshold
from minhash_news.minhash import sign, to_datasketch
from minhash_news.model import Scheme
from tests.oracles import pairs_by_bands

BANDINGS = [(42, 3), (64, 2), (14, 8), (1, 1), (128, 1)]


@pytest.fixture(scope="module")
def signatures():
    """Of 150 texts in groups that share more or less of their words, and two without any."""
    random = np.random.default_rng(7)
    texts = ["", "!"]
    for _ in range(30):
        origin = random.integers(0, 5000, 120)
        for share in (0.02, 0.1, 0.3, 0.6, 0.0):
            changed = np.where(random.random(120) < share, random.integers(0, 5000, 120), origin)
            texts.append(" ".join(f"w{word}" for word in changed))
    return sign(texts)


def as_set(pairs):
    return {(i, j) for i, j in pairs.tolist()}


@pytest.mark.parametrize(("bands", "rows"), BANDINGS)
def test_pairs_are_those_of_brute_force(signatures, bands, rows):
    found = candidate_pairs(signatures, bands=bands, rows=rows)

    assert pairs_by_bands(signatures, bands, rows) == as_set(found.pairs)
    assert sorted(as_set(found.pairs)) == list(map(tuple, found.pairs.tolist()))
    assert np.int32 == found.pairs.dtype
    assert (found.capped_buckets, len(found.capped_articles)) == (0, 0)


@pytest.mark.parametrize(("bands", "rows"), BANDINGS[:3])
def test_pairs_are_those_of_datasketch(signatures, bands, rows):
    lsh = MinHashLSH(num_perm=128, params=(bands, rows))
    minhashes = {i: to_datasketch(row, Scheme()) for i, row in enumerate(signatures) if i > 1}
    for i, minhash in minhashes.items():
        lsh.insert(i, minhash)
    expected = {(i, j) for i, minhash in minhashes.items() for j in lsh.query(minhash) if i < j}

    assert expected == as_set(candidate_pairs(signatures, bands=bands, rows=rows).pairs)


def test_texts_without_words_pair_with_none(signatures):
    assert candidate_pairs(signatures, bands=128, rows=1).pairs.min() > 1
    assert candidate_pairs(signatures[:2], bands=42, rows=3).pairs.shape == (0, 2)
    assert candidate_pairs(signatures[:0], bands=42, rows=3).pairs.shape == (0, 2)


def test_a_bucket_over_the_cap_is_a_chain_and_is_reported():
    signatures = sign(["a b c d"] * 6 + ["other words stand here"] * 2 + ["alone in this list"])
    found = candidate_pairs(signatures, bands=2, rows=3, max_bucket=5)

    chain = {(0, j) for j in range(1, 6)} | {(j, j + 1) for j in range(1, 5)}
    assert chain | {(6, 7)} == as_set(found.pairs)
    assert found.capped_buckets == 2
    assert found.capped_articles.tolist() == [0, 1, 2, 3, 4, 5]
    assert len(candidate_pairs(signatures, bands=2, rows=3, max_bucket=6).pairs) == 15 + 1


def test_pairs_come_out_equal_when_gathered_in_pieces(signatures, monkeypatch):
    expected = candidate_pairs(signatures, bands=64, rows=2).pairs.tolist()
    monkeypatch.setattr("minhash_news.lsh.AT_ONCE", 10)

    assert expected == candidate_pairs(signatures, bands=64, rows=2).pairs.tolist()


def test_recall_is_as_probable_as_the_formula_says():
    random = np.random.default_rng(3)
    bands, rows, pairs, share = 14, 4, 400, 0.6
    texts = []
    for _ in range(pairs):
        words = random.choice(10**9, 100, replace=False)
        for part in (words[:80], np.concatenate([words[:60], words[80:]])):
            texts.append(" ".join(f"w{word}" for word in part))
    found = as_set(candidate_pairs(sign(texts, shingle_size=1), bands=bands, rows=rows).pairs)
    recall = sum((2 * i, 2 * i + 1) in found for i in range(pairs)) / pairs

    expected = probability(share, bands, rows)
    assert abs(recall - expected) < 4 * np.sqrt(expected * (1 - expected) / pairs)


def test_the_curve_at_known_points():
    assert pytest.approx(0.998, abs=0.001) == probability(0.3, 64, 2)
    assert pytest.approx(0.001, abs=0.001) == probability(0.3, 14, 8)
    assert (probability(0, 9, 9), probability(1, 9, 9)) == (0.0, 1.0)
    assert pytest.approx((1 / 42) ** (1 / 3)) == threshold(42, 3)


@pytest.mark.parametrize("num_perm", [64, 128, 256])
@pytest.mark.parametrize("similarity", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_bands_are_chosen_as_datasketch_does(similarity, num_perm):
    bands, rows = choose_bands(similarity, num_perm)
    chosen = MinHashLSH(threshold=similarity, num_perm=num_perm)

    assert (chosen.b, chosen.r) == (bands, rows)
    assert pytest.approx(similarity, abs=0.1) == threshold(bands, rows)


@pytest.mark.parametrize(("similarity", "num_perm"), [(1.5, 128), (0.5, 1)])
def test_no_bands_are_chosen_where_there_are_none(similarity, num_perm):
    with pytest.raises(SettingsError, match=f"{similarity} and num_perm {num_perm}"):
        choose_bands(similarity, num_perm)


@pytest.mark.parametrize("wrong", [{"bands": 0}, {"rows": 0}, {"max_bucket": 0}, {"bands": 43}])
def test_parameters_that_cannot_work_are_named(signatures, wrong):
    with pytest.raises(SettingsError, match=f"{wrong.get('bands', 0)}"):
        candidate_pairs(signatures, **{"bands": 42, "rows": 3, **wrong})
