"""Passages lie in the texts, say the same words, stand in order, add up to the coverage, end where the texts part."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from operator import itemgetter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.derive.passages import passages
from minhash_news.kernels.align import copied_runs
from minhash_news.kernels.measure import MIN_BITS
from minhash_news.kernels.seeds import densest
from tests.stories import (
    BRIDGE,
    BRIDGE_EXCERPT,
    BRIDGE_SUMMARY,
    BRIDGE_UPDATE,
    CHESS,
    HERONS,
    LIBRARY,
    MERCADO,
    MERCADO_COPIA,
    SCHLEUSE,
    SCHLEUSE_KURZ,
    weighed,
)

PAIRS = [
    (BRIDGE, BRIDGE),
    (BRIDGE, BRIDGE_UPDATE),
    (BRIDGE_UPDATE, BRIDGE),
    (BRIDGE, BRIDGE_SUMMARY),
    (BRIDGE, BRIDGE_EXCERPT),
    (MERCADO, MERCADO_COPIA),
    (SCHLEUSE, SCHLEUSE_KURZ),
    (HERONS, CHESS),
    ("", BRIDGE),
    (BRIDGE, ""),
]
SENTENCES = [part for text in (BRIDGE, HERONS, LIBRARY) for part in re.split(r"(?<=\.) |\n\n", text)]
shuffled = st.lists(st.sampled_from(SENTENCES), max_size=12).map("\n\n".join)


def words_of(text):
    return [word.casefold() for word in re.findall(r"\w+", unicodedata.normalize("NFC", text))]


def aligned(source, derived):
    return passages(weighed([derived, source]), 0, 1)


def hold(source, derived):
    found, coverage = aligned(source, derived)

    for passage in found:
        assert 0 <= passage.derived_start < passage.derived_end <= len(derived)
        assert 0 <= passage.source_start < passage.source_end <= len(source)
        mine = derived[passage.derived_start : passage.derived_end]
        assert mine == mine.strip()
        assert set(words_of(mine)) & set(words_of(source[passage.source_start : passage.source_end]))
    for before, after in pairwise(found):
        assert before.derived_end <= after.derived_start
    for before, after in pairwise(sorted(found, key=lambda passage: passage.source_start)):
        assert before.source_end <= after.source_start
    assert 0 <= coverage.derived <= 1
    assert 0 <= coverage.source <= 1
    assert (coverage.derived > 0) == (coverage.source > 0) == bool(found)


@pytest.mark.parametrize(("source", "derived"), PAIRS)
def test_passages_of_stories_lie_in_both_texts_and_in_order(source, derived):
    hold(source, derived)


@given(shuffled, shuffled)
@settings(max_examples=60, deadline=None)
def test_passages_of_shuffled_sentences_lie_in_both_texts_and_in_order(source, derived):
    hold(source, derived)


def same_both_ways_round(source, derived):
    (forth, covered), (back, covered_back) = aligned(source, derived), aligned(derived, source)
    turned = [mn.Passage(p.source_start, p.source_end, p.derived_start, p.derived_end) for p in back]

    assert tuple(sorted(turned, key=lambda passage: passage.derived_start)) == forth
    assert (covered_back.source, covered_back.derived) == (covered.derived, covered.source)


@pytest.mark.parametrize(("source", "derived"), [*PAIRS, (f"{BRIDGE}\n\n{BRIDGE}", BRIDGE)])
def test_passages_of_stories_are_the_same_both_ways_round(source, derived):
    same_both_ways_round(source, derived)


@given(shuffled, shuffled)
@settings(max_examples=60, deadline=None)
def test_passages_of_shuffled_sentences_are_the_same_both_ways_round(source, derived):
    same_both_ways_round(source, derived)


def contained(text, paragraphs, spans):
    """Return the paragraphs that lie inside a span."""
    places = [(paragraph, text.index(paragraph)) for paragraph in paragraphs]
    return [one for one, at in places if any(begin <= at and at + len(one) <= end for begin, end in spans)]


FOREIGN = [p for story in (HERONS, LIBRARY, CHESS) for p in story.strip().split("\n\n") if len(words_of(p)) >= 25]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(FOREIGN)), min_size=1, max_size=5, unique_by=itemgetter(1))
)
@settings(max_examples=60, deadline=None)
def test_a_paragraph_without_counterpart_is_in_no_passage(inserted):
    paragraphs = BRIDGE.strip().split("\n\n")
    for at, paragraph in inserted:
        paragraphs.insert(at, paragraph)
    foreign = [paragraph for _, paragraph in inserted]
    longer = "\n\n".join(paragraphs)
    found, _ = aligned(BRIDGE, longer)
    left_out, _ = aligned(longer, BRIDGE)

    assert found
    assert contained(longer, foreign, [(p.derived_start, p.derived_end) for p in found]) == []
    assert contained(longer, foreign, [(p.source_start, p.source_end) for p in left_out]) == []


def test_sentences_replaced_in_a_copied_form_are_in_no_passage():
    said = "The service will take place at the chapel on Friday at noon, with flowers from the family only please."
    closing = "All enquiries to Messrs Ollander and Brisk, funeral directors, of Mill Lane, Tamsel."
    odd = "She sewed sails for the herring fleet, kept eleven goats and never missed a dance in Orvell."
    other = "He mended clocks, coached the rowing eight for decades and collected maps of vanished railways."
    source, derived = f"{said} {odd} {closing}", f"{said} {other} {closing}"
    found, coverage = aligned(source, derived)

    assert len(found) == 2
    assert contained(source, [odd], [(p.source_start, p.source_end) for p in found]) == []
    assert contained(derived, [other], [(p.derived_start, p.derived_end) for p in found]) == []
    assert max(coverage.source, coverage.derived) < 0.85


@pytest.mark.parametrize(("source", "derived"), PAIRS)
def test_coverage_is_the_share_of_the_words_in_passages(source, derived):
    found, coverage = aligned(source, derived)
    words = weighed([derived, source])
    mine = [(p.derived_start, p.derived_end) for p in found]
    theirs = [(p.source_start, p.source_end) for p in found]

    for row, spans, share in ((0, mine, coverage.derived), (1, theirs, coverage.source)):
        places = zip(*words.places(row), strict=True)
        inside = [any(begin <= start and end <= stop for begin, stop in spans) for start, end in places]
        assert share == pytest.approx(sum(inside) / len(inside) if inside else 0, abs=1e-4)


@pytest.mark.parametrize(("source", "derived"), PAIRS)
def test_a_copied_run_is_the_same_words_in_both_texts_and_a_long_one_stands_in_a_passage(source, derived):
    words = weighed([derived, source])
    (starts, ends), (source_starts, source_ends) = words.places(0), words.places(1)
    found, _ = passages(words, 0, 1)
    long = min(20, max(6, len(starts) // 20, len(source_starts) // 20))

    for begin, place, length in copied_runs(words.text(0), words.text(1), words.idf, MIN_BITS).tolist():
        start, end = starts[begin], ends[begin + length - 1]
        source_start, source_end = source_starts[place], source_ends[place + length - 1]
        assert words_of(derived[start:end]) == words_of(source[source_start:source_end])
        assert length < long or any(p.derived_start <= start and end <= p.derived_end for p in found)  # fmt: skip


def test_a_copy_is_one_passage_from_end_to_end():
    [passage], coverage = aligned(BRIDGE, f"ORVELL (LWS) — {BRIDGE}")

    assert (coverage.source, passage.source_start, passage.source_end) == (1, 0, len(BRIDGE) - 1)
    assert passage.derived_start == len("ORVELL (LWS) — ")


def test_strangers_have_no_passage():
    found, coverage = aligned(HERONS, CHESS)

    assert (found, coverage.derived, coverage.source) == ((), 0, 0)


def test_a_sentence_in_other_words_meets_the_one_it_was_made_of():
    source = f"{HERONS}\n\n{LIBRARY}"
    derived = "Librarian Ottoline Prags has bought a coffin lined with green felt for the reading room in Tamsel."
    found, _ = aligned(source, derived)

    assert found
    assert all(source.index("The reading room") <= p.source_start for p in found)


def test_passages_of_decomposed_text_lie_in_the_text_as_given():
    source, derived = (unicodedata.normalize("NFD", text) for text in (MERCADO, MERCADO_COPIA))
    found, coverage = aligned(source, derived)

    assert coverage.derived > 0.9
    for passage in found:
        mine = derived[passage.derived_start : passage.derived_end]
        assert words_of(mine) == words_of(source[passage.source_start : passage.source_end])


def test_a_comparison_given_the_wrong_way_round_keeps_each_texts_offsets():
    early = mn.Article("a", BRIDGE, published="2026-03-02T08:00:00Z")
    late = mn.Article("b", BRIDGE_EXCERPT, published="2026-03-06T08:00:00Z")
    forth, back = mn.compare(early, late), mn.compare(late, early)

    assert back.reversed
    assert not forth.reversed
    for compared, source, derived in ((forth, BRIDGE, BRIDGE_EXCERPT), (back, BRIDGE_EXCERPT, BRIDGE)):
        assert compared.passages
        assert (compared.passages, compared.coverage) == aligned(source, derived)
        for passage in compared.passages:
            mine = words_of(derived[passage.derived_start : passage.derived_end])
            assert set(mine) & set(words_of(source[passage.source_start : passage.source_end]))


@given(st.lists(st.integers(0, 9), max_size=30), st.lists(st.integers(0, 9), max_size=8))
def test_the_densest_stretch_is_the_first_of_the_greatest_sum(mine, others):
    idf = np.linspace(0.5, 5, 10, dtype=np.float32)
    x, y = np.array(mine, np.int32), np.array(others, np.int32)
    gains = [float(idf[k]) if k in others else float(-np.float32(0.35) * idf[k]) for k in mine]
    sums = {(i, j): sum(gains[i:j]) for i in range(len(mine) + 1) for j in range(i, len(mine) + 1)}
    begin, end = densest(x, y, idf, 0.35)

    assert sums[begin, end] == pytest.approx(max(sums.values()), abs=1e-9)
    assert (begin == end == 0) == (max(sums.values()) == 0)
