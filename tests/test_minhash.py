"""Signatures against datasketch, bit for bit, and against what the theory says of their estimates."""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing

import numpy as np
import pytest
from datasketch import MinHashLSH, MinHashLSHForest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.errors import SchemeMismatchError, SettingsError
from minhash_news.kernels import batches
from minhash_news.minhash import EMPTY, sign, to_datasketch
from minhash_news.model import Scheme
from tests.oracles import signature_of
from tests.test_words import NEWS, anything, entangled


@pytest.mark.parametrize(("num_perm", "shingle_size"), [(128, 3), (1, 1), (100, 5), (256, 2)])
def test_signatures_are_datasketchs_bit_for_bit(num_perm, shingle_size):
    texts = [
        *NEWS,
        *(unicodedata.normalize("NFD", text) for text in NEWS),
        "",
        "one",
        "two words",
        " ".join(NEWS),
    ]
    signatures = sign(texts, num_perm=num_perm, shingle_size=shingle_size, workers=1)

    assert (len(texts), num_perm) == signatures.shape
    assert np.uint32 == signatures.dtype
    for text, signature in zip(texts, signatures, strict=True):
        assert signature_of(text, num_perm, shingle_size).tolist() == signature.tolist(), text


@given(st.lists(st.one_of(anything, entangled), max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_texts_sign_as_datasketch_does(texts):
    signatures = sign(texts, workers=1)

    assert [signature_of(text).tolist() for text in texts] == signatures.tolist()


blockwise = st.text(st.sampled_from("aaaZ0099  ..,,\n\x00@[`{é’５\u00ad"), min_size=50, max_size=300)


@given(st.lists(blockwise, min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_words_and_numbers_across_blocks_and_ends_of_texts_sign_as_datasketch_does(texts):
    signatures = sign(texts, shingle_size=2, workers=1)

    assert [signature_of(text, shingle_size=2).tolist() for text in texts] == signatures.tolist()


def test_a_text_is_not_read_beyond_its_ends():
    texts = ["1", ".5", "5.", "5", ",", "a", "", "é", "\u0301", "1,", "ü1.", "٣", "x" * 64, "y" * 63, "2.", "z" * 65]
    together = sign(texts, workers=1)

    for text, signature in zip(texts, together, strict=True):
        assert signature_of(text).tolist() == signature.tolist(), text


@pytest.mark.parametrize(
    "text", ["A" * 100_000, "É" * 100_000, "1." * 100_000, "a," * 50_000, "…" * 100_000, "\x00" * 999]
)
def test_one_huge_word_or_none(text):
    assert signature_of(text).tolist() == sign([text, "and more"])[0].tolist()


@pytest.mark.parametrize("num_perm", [1, 15, 16, 17, 130])
@pytest.mark.parametrize("words", [1, 7, 8, 9, 20])
def test_numbers_of_permutations_and_shingles_that_fill_no_vector(num_perm, words):
    text = " ".join(f"word{n}" for n in range(words))

    assert signature_of(text, num_perm, 1).tolist() == sign([text], num_perm=num_perm, shingle_size=1)[0].tolist()


@pytest.mark.parametrize("length", range(70))
def test_shingles_of_every_length(length):
    assert signature_of("x" * length).tolist() == sign(["x" * length])[0].tolist()


def test_long_words_and_shingles_go_through_all_of_the_hash():
    texts = [" ".join("é" * n for n in range(size, size + 5)) for size in range(1, 60, 3)]

    assert [signature_of(text).tolist() for text in texts] == sign(texts, workers=1).tolist()


def test_a_megabyte_on_one_line():
    text = "a1.5b ünd " * 100_000

    assert signature_of("a1.5b ünd " * 3).tolist() == sign([text])[0].tolist()


def test_a_text_without_words_is_datasketchs_empty_minhash():
    signature = sign(["…!"])[0]

    assert signature.tolist() == [EMPTY] * 128
    assert to_datasketch(signature, Scheme()).is_empty()


def test_workers_and_batches_do_not_change_the_result(monkeypatch):
    texts = NEWS * 5 + [unicodedata.normalize("NFD", text) for text in NEWS]
    expected = sign(texts, workers=1).tobytes()
    monkeypatch.setattr("minhash_news.kernels.batches.CHARACTERS", 150)

    assert expected == sign(iter(texts), workers=3).tobytes()
    assert expected == sign(texts).tobytes()
    assert sign([]).shape == (0, 128)


def test_texts_may_come_from_what_only_the_calling_thread_may_read(monkeypatch):
    monkeypatch.setattr(batches, "CHARACTERS", 10)
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE articles (text)")
        database.executemany("INSERT INTO articles VALUES (?)", [(text,) for text in NEWS * 20])
        rows = database.execute("SELECT text FROM articles")

        assert sign((text for (text,) in rows), workers=3).tobytes() == sign(NEWS * 20).tobytes()


@pytest.mark.parametrize("workers", [1, 3])
def test_a_batch_that_fails_stops_every_worker(monkeypatch, workers):
    monkeypatch.setattr(batches, "CHARACTERS", 10)
    begun = []

    def fail_at_seven(batch):
        begun.append(batch)
        if len(begun) == 7:
            raise MemoryError

    with pytest.raises(MemoryError):
        batches.in_batches(fail_at_seven, ["The ferry left the harbour."] * 20_000, workers)
    assert len(begun) < 10_000


@pytest.mark.parametrize("similarity", [0.2, 0.5, 0.8])
def test_estimates_of_jaccard_lie_where_the_theory_says(similarity):
    seeds, k, size = 60, 128, 400
    estimates = []
    for seed in range(seeds):
        names = np.random.default_rng(seed).choice(10**9, size, replace=False)
        both = round(size * similarity)
        own = (size - both) // 2
        a = " ".join(f"w{name}" for name in names[: both + own])
        b = " ".join(f"w{name}" for name in [*names[:both], *names[both + own :]])
        one, other = sign([a, b], num_perm=k, shingle_size=1, workers=1)
        estimates.append(np.mean(one == other))

    exact = both / size
    assert abs(np.mean(estimates) - exact) < 4 * np.sqrt(exact * (1 - exact) / k / seeds)


def test_datasketch_takes_our_signatures():
    texts = [*NEWS[:5], NEWS[0] + " He left early."]
    ours = [to_datasketch(row, Scheme()) for row in sign(texts)]
    lsh, forest = MinHashLSH(threshold=0.3, num_perm=128), MinHashLSHForest(num_perm=128)
    for name, minhash in enumerate(ours[:-1]):
        lsh.insert(name, minhash)
        forest.add(name, minhash)
    forest.index()

    assert lsh.query(ours[-1]) == [0]
    assert 0 in forest.query(ours[-1], 1)


def test_a_signature_turned_into_datasketchs_can_be_carried_on():
    carried = to_datasketch(sign(["one two three"])[0], Scheme())
    carried.update(b"two three four")

    assert signature_of("one two three four").tolist() == carried.hashvalues.tolist()


@pytest.mark.parametrize(
    "scheme",
    [
        Scheme(num_perm=64),
        Scheme(family="legacy"),
        Scheme(seed=2),
        Scheme(normalizer=99),
        Scheme(hash="sha1"),
    ],
)
def test_a_foreign_scheme_is_refused(scheme):
    with pytest.raises(SchemeMismatchError):
        to_datasketch(sign(["one two three"])[0], scheme)


@pytest.mark.parametrize("wrong", [{"num_perm": 0}, {"shingle_size": 0}, {"workers": 0}])
def test_parameters_that_cannot_work_are_named(wrong):
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        sign(["text"], **wrong)


def test_a_single_string_is_no_list_of_texts():
    with pytest.raises(SettingsError, match="one string"):
        sign("text")
