"""Words with offsets, sentences and weights: where they stand, how they are numbered, and how rare they are."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.normalize import normalize, weigh
from tests.oracles import renumbered
from tests.splitting import split_words
from tests.stories import BRIDGE, MERCADO, SCHLEUSE, UNRELATED, weighed

COMMON = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "der",
    "die",
    "und",
    "in",
    "den",
    "de",
    "la",
    "que",
    "el",
    "en",
    "le",
    "les",
    "et",
    "des",
]

prose = st.lists(
    st.sampled_from(["Rain", "fell", "on", "Karsten", "12", "kilometres", "today.", "Why?", "\n\n", "“Mud”", "—"])
).map(" ".join)


def slices(words, row, text):
    return [text[a:b] for a, b in zip(*words.places(row), strict=True)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_cut_the_words_out_of_the_text_as_it_was_given(form):
    texts = [unicodedata.normalize(form, text) for text in (MERCADO, "", SCHLEUSE, "Café, cafe\u0301!")]
    words = normalize(texts, workers=2)

    assert unicodedata.normalize("NFC", slices(words, 0, texts[0])[-1]) == "mango"
    for row, text in enumerate(texts):
        pieces = slices(words, row, text)
        assert [split_words(piece).hashes.tolist() for piece in pieces] == [[h] for h in words.hashes(words.span(row))]


def test_decomposed_letters_are_the_same_words_as_composed_ones():
    composed, decomposed = (unicodedata.normalize(form, MERCADO) for form in ("NFC", "NFD"))
    words = normalize([composed, decomposed], workers=1)

    assert words.ids[words.span(0)].tolist() == words.ids[words.span(1)].tolist()
    assert words.places(0)[1][-1] < words.places(1)[1][-1] <= len(decomposed)


def test_sentences_and_paragraphs_are_numbered_from_0_in_each_article():
    words = normalize(["Rain fell. It stopped.\n\nMud stayed.", "", "One more."], workers=1)

    assert [words.sentences(words.span(row)).tolist() for row in range(3)] == [[0, 0, 1, 1, 2, 2], [], [0, 0]]
    assert [words.paragraphs(words.span(row)).tolist() for row in range(3)] == [[0, 0, 0, 0, 1, 1], [], [0, 0]]
    assert words.indptr.tolist() == [0, 6, 6, 8]


@given(st.lists(prose, max_size=5))
@settings(max_examples=60, deadline=None)
def test_an_article_has_the_same_words_alone_as_among_others(texts):
    words = normalize(texts, workers=2)

    assert len(texts) == len(words)
    for row, text in enumerate(texts):
        alone, here = normalize([text], workers=1), words.span(row)
        assert alone.flags.tolist() == words.flags[here].tolist()
        assert [side.tolist() for side in alone.places(0)] == [side.tolist() for side in words.places(row)]
        for name in ("hashes", "sentences", "paragraphs"):
            assert getattr(alone, name)(alone.span(0)).tolist() == getattr(words, name)(here).tolist(), name


def test_equal_words_have_equal_ids_and_ids_leave_no_gaps():
    words = normalize(["Rain, rain! RAIN mud", "mud"], workers=1)

    assert len(set(words.ids[:3].tolist())) == 1
    assert words.ids[3] == words.ids[4] != words.ids[0]
    assert sorted(set(words.ids.tolist())) == [0, 1]


# ---- rarity ----------------------------------------------------------------------------------------------


def idf_of(words, texts, word):
    [wanted] = split_words(word).hashes
    return float(words.idf[np.flatnonzero(words.vocabulary == wanted)[0]])


@pytest.mark.parametrize("size", [4, 60, 1500])
def test_a_word_counts_the_less_the_more_articles_have_it(size):
    steps = sorted({1, 2, 3, size // 4 + 1, size // 2, size})
    texts = [" ".join(f"zquorn{step}x" for step in steps if number < step) for number in range(size)]
    words = weighed(texts)
    rarity = [idf_of(words, texts, f"zquorn{step}x") for step in steps]

    assert rarity == sorted(rarity, reverse=True)
    assert rarity[0] > rarity[-1]


@pytest.mark.parametrize("size", [1, 2, 7, 90, 1500, 30_000])
def test_words_that_every_language_is_full_of_weigh_next_to_nothing_whatever_the_corpus(size):
    texts = [" ".join([*COMMON, "plover"]), *(f"tarn{number}" for number in range(size - 1))]
    words = weighed(texts)

    assert max(idf_of(words, texts, word) for word in COMMON) < 2
    assert idf_of(words, texts, "plover") > 5


def test_words_that_only_two_articles_share_are_rare_in_a_folder_of_two():
    words = weighed([BRIDGE, BRIDGE])

    assert idf_of(words, [BRIDGE], "Plessing") > 5
    assert idf_of(words, [BRIDGE], "Plessing") > idf_of(words, [BRIDGE], "said")


@given(st.lists(prose, max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_word_has_a_finite_weight_that_is_not_negative(texts):
    words = weighed(texts)

    assert len(words.idf) == len(set(words.ids.tolist()))
    assert np.all(np.isfinite(words.idf) & (words.idf >= 0))


def test_the_order_of_articles_does_not_change_a_words_weight():
    forth, back = weighed(UNRELATED), weighed(UNRELATED[::-1])

    assert forth.idf.tolist() == back.idf.tolist()


# ---- leaving words out -----------------------------------------------------------------------------------


@given(st.lists(prose, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_what_is_left_when_words_are_hidden_is_numbered_without_gaps(texts, random):
    words = weigh(normalize(texts, workers=1))
    share = random.choice([0, 0.1, 0.5, 0.9, 1])
    hidden = np.array([random.random() < share for _ in words.ids], bool)
    expected = []
    for row in range(len(texts)):
        where = words.span(row)
        kept = ~hidden[where]
        columns = [column[kept].tolist() for column in (words.hashes(where), *words.places(row))]
        numbers = [renumbered(some[kept].tolist()) for some in (words.sentences(where), words.paragraphs(where))]
        expected.append([*columns, *numbers])
    left = words.without(hidden)

    assert len(left) == len(texts)
    for row, columns in enumerate(expected):
        at = left.span(row)
        here = (left.hashes(at), *left.places(row), left.sentences(at), left.paragraphs(at))
        assert columns == [column.tolist() for column in here]


def test_hiding_nothing_changes_nothing():
    words = weighed([BRIDGE, ""])

    assert words.without(np.zeros(len(words.ids), bool)).ids.tolist() == words.ids.tolist()


def test_a_number_weighs_the_same_however_it_is_spelled_first():
    point, plain = "The dose was 3.6 grams.", "The dose was 36 grams."
    one, other = weigh(normalize([point, plain], workers=1)), weigh(normalize([plain, point], workers=1))
    longer = weigh(normalize(["The dose was 360 grams."] * 2, workers=1))
    number = one.ids[3]

    assert one.idf.tolist() == other.idf.tolist()
    assert one.idf[number] < longer.idf[longer.ids[3]]
