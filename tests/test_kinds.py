"""The kind of a derivation: by the decision table, and from texts through the public door."""

from __future__ import annotations

from dataclasses import replace

import pytest

import minhash_news as mn
from minhash_news.derive.kinds import Makeup, name_kind
from minhash_news.model import Kind, same_outlet
from tests.stories import (
    BRIDGE,
    BRIDGE_EXCERPT,
    BRIDGE_IN_A_COLUMN,
    BRIDGE_IN_PLAIN_WORDS,
    BRIDGE_SUMMARY,
    BRIDGE_UPDATE,
    CHESS,
    HERONS,
    MERCADO,
    MERCADO_COPIA,
    SCHLEUSE,
    SCHLEUSE_KURZ,
    article,
)

WHOLE = Makeup(
    copied=0.98, copied_at_length=0.9, kept=0.98, own=0.0, whole=1.0, as_they_are=0.95, log_ratio=0.0, ending=0.5
)
PATCHED = Makeup(
    copied=0.7, copied_at_length=0.6, kept=0.7, own=0.3, whole=0.3, as_they_are=0.25, log_ratio=0.1, ending=0.5
)
SHORT = Makeup(
    copied=0.1, copied_at_length=0.0, kept=0.1, own=0.05, whole=0.0, as_they_are=0.0, log_ratio=-1.5, ending=0.5
)
QUOTING = Makeup(
    copied=0.2, copied_at_length=0.2, kept=0.2, own=0.7, whole=0.2, as_they_are=0.2, log_ratio=0.0, ending=0.5
)
RETOLD = Makeup(
    copied=0.05, copied_at_length=0.0, kept=0.05, own=0.3, whole=0.0, as_they_are=0.0, log_ratio=0.0, ending=0.5
)


@pytest.mark.parametrize("same_outlet", [None, True, False])
@pytest.mark.parametrize(
    ("made", "kind"),
    [
        (WHOLE, Kind.COPY),
        (SHORT, Kind.SUMMARY),
        (QUOTING, Kind.EXCERPT),
    ],
)
def test_what_is_clear_has_its_kind_whoever_printed_it(made, kind, same_outlet):
    assert name_kind(made, is_update=False, same_outlet=same_outlet) is kind


def test_a_whole_copy_that_calls_itself_an_update_is_one():
    assert name_kind(WHOLE, is_update=True, same_outlet=None) is Kind.UPDATE


HALF_QUOTED = Makeup(
    copied=0.55, copied_at_length=0.5, kept=0.35, own=0.4, whole=0.5, as_they_are=0.5, log_ratio=-0.5, ending=0.5
)
"""A post that is half a frame and half paragraphs of a longer article."""


@pytest.mark.parametrize(
    ("made", "same_outlet", "is_update", "kind"),
    [
        (HALF_QUOTED, False, False, Kind.EXCERPT),
        (HALF_QUOTED, None, False, Kind.EXCERPT),
        (HALF_QUOTED, True, False, Kind.UPDATE),
        (HALF_QUOTED, False, True, Kind.UPDATE),
        (replace(HALF_QUOTED, log_ratio=0.4), False, False, Kind.EXCERPT),
        (replace(HALF_QUOTED, log_ratio=0.4), None, False, Kind.UPDATE),
        (PATCHED, True, False, Kind.UPDATE),
        (PATCHED, None, False, Kind.UPDATE),
        (PATCHED, False, True, Kind.UPDATE),
        (PATCHED, False, False, Kind.REWRITE),
        (replace(PATCHED, log_ratio=-0.8), False, False, Kind.SUMMARY),
        (replace(HALF_QUOTED, whole=0.7), False, False, Kind.COPY),
        (replace(RETOLD, copied=0.3), True, False, Kind.UPDATE),
        (replace(RETOLD, copied=0.3), False, False, Kind.REWRITE),
        (replace(SHORT, copied=0.3), True, False, Kind.SUMMARY),
        (replace(RETOLD, copied=0.3, own=0.6), False, False, Kind.REWRITE),
        (RETOLD, True, False, Kind.UPDATE),
        (RETOLD, False, False, Kind.REWRITE),
        (RETOLD, None, False, Kind.REWRITE),
        (replace(RETOLD, copied=0.3, own=0.6), True, True, Kind.UPDATE),
        (replace(QUOTING, kept=0.5, log_ratio=0.7), True, False, Kind.UPDATE),
        (replace(QUOTING, kept=0.5, log_ratio=0.7), False, False, Kind.EXCERPT),
        (replace(QUOTING, kept=0.5, log_ratio=0.7), None, False, Kind.EXCERPT),
    ],
)
def test_what_is_half_copied_depends_on_who_printed_it(made, same_outlet, is_update, kind):
    assert name_kind(made, is_update=is_update, same_outlet=same_outlet) is kind


def test_a_short_text_in_long_runs_is_a_cut_copy_and_no_summary():
    cut = Makeup(
        copied=0.99, copied_at_length=0.95, kept=0.2, own=0.0, whole=1.0, as_they_are=1.0, log_ratio=-1.5, ending=0.0
    )

    assert name_kind(cut, is_update=False, same_outlet=None) is Kind.COPY


def test_a_short_text_of_sentences_from_throughout_is_an_excerpt_and_a_cut_head_a_copy():
    sentences = [sentence for paragraph in BRIDGE.split("\n\n") for sentence in paragraph.split(". ")]
    digest = ". ".join([sentences[0], sentences[len(sentences) // 2], sentences[-1]])
    head = "\n\n".join(BRIDGE.split("\n\n")[:2])

    assert len(digest) < len(BRIDGE) / 2
    assert mn.compare(BRIDGE, digest).kind is Kind.EXCERPT
    assert mn.compare(BRIDGE, head).kind is Kind.COPY


@pytest.mark.parametrize(
    ("outlet", "kind"), [(None, Kind.REWRITE), ("Ford Post", Kind.REWRITE), ("Lantern", Kind.UPDATE)]
)
def test_a_text_with_a_word_changed_in_most_sentences_and_nothing_new_is_no_copy(outlet, kind):
    source = article("a", BRIDGE, outlet="Lantern" if outlet else None, published="2026-03-02")
    plain = article("b", BRIDGE_IN_PLAIN_WORDS, outlet=outlet, published="2026-03-06")

    assert mn.compare(source, plain).kind is kind
    assert mn.compare(source.text, plain.text).kind is Kind.REWRITE


def test_a_column_that_quotes_a_sentence_of_the_reporters_takes_an_excerpt():
    source = article("a", BRIDGE, published="2026-03-02")

    assert mn.compare(source, article("b", BRIDGE_IN_A_COLUMN, published="2026-03-06")).kind is Kind.EXCERPT


def test_what_was_said_to_both_is_no_excerpt():
    """Two reporters who quote one speaker at length share the quotation, and neither has it from the other."""
    said = (
        '"I measured them twice because I did not want to believe the first figure, and then a third time," she said. '
    )
    source, other = (f"{said}\n\n{text}" for text in (BRIDGE, BRIDGE_SUMMARY))

    assert mn.compare(source, other).kind is not Kind.EXCERPT


def test_points_in_words_of_their_own_are_no_excerpt():
    points = Makeup(
        copied=0.5, copied_at_length=0.3, kept=0.35, own=0.5, whole=0.25, as_they_are=0.04, log_ratio=-0.3, ending=0.3
    )

    assert name_kind(points, is_update=False, same_outlet=False) is Kind.REWRITE
    assert name_kind(replace(points, as_they_are=0.25), is_update=False, same_outlet=False) is Kind.EXCERPT


def test_who_keeps_all_of_a_text_and_adds_as_much_carries_it_on():
    grown = replace(HALF_QUOTED, kept=0.95, log_ratio=0.5)

    assert name_kind(grown, is_update=False, same_outlet=False) is Kind.UPDATE


@pytest.mark.parametrize(
    ("source", "derived", "kind"),
    [
        (BRIDGE, BRIDGE, Kind.COPY),
        (BRIDGE, f"ORVELL — {BRIDGE}", Kind.COPY),
        (BRIDGE, BRIDGE.rsplit("\n\n", 3)[0], Kind.COPY),
        (MERCADO, MERCADO_COPIA, Kind.COPY),
        (BRIDGE, BRIDGE_SUMMARY, Kind.SUMMARY),
        (SCHLEUSE, SCHLEUSE_KURZ, Kind.SUMMARY),
        (BRIDGE, BRIDGE_EXCERPT, Kind.EXCERPT),
    ],
)
def test_two_dated_texts_have_the_kind_that_a_reader_would_give_them(source, derived, kind):
    first = article("a", source, published="2026-03-02T08:00:00Z")
    pair = mn.compare(first, article("b", derived, published="2026-03-06T08:00:00Z"))

    assert pair.kind is kind
    assert pair.confidence > 0.8


def test_unrelated_texts_have_no_kind():
    assert mn.compare(HERONS, CHESS).kind is None


def test_a_text_that_its_own_outlet_carries_on_is_an_update():
    earlier = article("a", BRIDGE, outlet="Orvell Lantern", published="2026-03-02T08:00:00Z")
    later = article("b", BRIDGE_UPDATE, outlet="Orvell Lantern", published="2026-03-06T08:00:00Z")

    assert mn.compare(earlier, later).kind is Kind.UPDATE


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The Herald", "Herald", True),
        ("THE HERALD ", "the herald", True),
        ("La Tribune", "The Tribune", False),
        ("La Tribune", "la tribune", True),
        ("LA Times", "The Times", False),
        ("Der Standard", "The Standard", False),
        ("Theatre", "atre", False),
        ("The Herald", None, None),
        (None, None, None),
    ],
)
def test_an_outlet_is_the_same_with_the_and_without_and_another_with_another_article(one, other, same):
    assert same_outlet(article("a", BRIDGE, outlet=one), article("b", BRIDGE, outlet=other)) is same


def test_a_text_whose_title_says_update_is_one():
    earlier = article("a", BRIDGE, title="Bridge shut", published="2026-03-02")
    later = article("b", BRIDGE, title="Update: Bridge shut", published="2026-03-06")

    assert mn.compare(earlier, later).kind is Kind.UPDATE


@pytest.mark.parametrize("kept", ["Updated: March 3, 2026, 4 p.m.", "This story has been updated."])
def test_copies_of_an_update_that_keep_its_note_are_copies_and_a_later_note_makes_an_update(kept):
    outlets = ["Orvell Lantern", "Bugle of Nordby", "Skerry Times"]
    same = [article(name, f"{kept}\n\n{BRIDGE}", outlet=name) for name in outlets]
    graph = mn.scan(same)

    assert {edge.kind for edge in graph.derivations if edge.source in outlets} == {Kind.COPY}
    assert len(mn.dedup(graph).kept) == 1
    assert mn.compare(same[0].text, f"Updated: March 5, 2026, noon\n\n{BRIDGE}").kind is Kind.UPDATE


@pytest.mark.parametrize("text", [BRIDGE, HERONS, MERCADO, SCHLEUSE])
@pytest.mark.parametrize("length", [10, 20, 40, 80])
def test_an_exact_copy_is_a_copy(text, length):
    text = " ".join(text.split()[:length])
    pair = mn.compare(article("a", text, published="2026-03-02"), article("b", text, published="2026-03-12"))

    assert (pair.kind, pair.reversed, pair.coverage.derived, pair.jaccard) == (Kind.COPY, False, 1, 1)
    assert pair.confidence > 0.95


def test_an_exact_copy_is_a_copy_even_where_it_is_short():
    assert mn.compare("Gannets preen at Tarnsby.", "Gannets preen at Tarnsby.").kind is Kind.COPY


def test_an_exact_copy_of_a_statement_that_is_all_quotation_is_a_copy():
    statement = f"“{' '.join(BRIDGE.replace(chr(34), '').split())}”"

    assert mn.compare(statement, statement).kind is Kind.COPY


@pytest.mark.parametrize("note", ["This story corrects the number of pillars.", "Correction: the pier has 40 pillars."])
def test_a_text_that_is_corrected_in_its_last_line_is_an_update(note):
    original, corrected = article("a", BRIDGE, outlet="Lantern"), article("b", f"{BRIDGE}\n\n{note}", outlet="Lantern")
    found = mn.compare(original, corrected)

    assert found.kind is Kind.UPDATE
    assert "update note" in {ground.signal for ground in found.grounds}
