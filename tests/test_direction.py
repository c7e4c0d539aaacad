"""What speaks for a text having come first: signs of wording, dates, credits."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.derive.credits import credit
from minhash_news.derive.direction import (
    FEATURES,
    FIXED,
    PROFILE,
    Evidence,
    date_evidence,
    fixed,
    profile,
    signs,
    weigh_wording,
)
from minhash_news.derive.rewording import rewording
from minhash_news.derive.style import STYLE, manner
from minhash_news.derive.update_notes import END_NOTE, HEAD_NOTE, UPDATE_TITLE, update_note
from minhash_news.model import Direction
from tests.stories import (
    BRIDGE,
    BRIDGE_EXCERPT,
    BRIDGE_SUMMARY,
    BRIDGE_UPDATE,
    HERONS,
    MERCADO,
    SCHLEUSE,
    article,
    weighed,
)

TEXTS = [BRIDGE, BRIDGE_UPDATE, BRIDGE_SUMMARY, BRIDGE_EXCERPT, HERONS, MERCADO, SCHLEUSE, "", "One."]
PAIRS = list(combinations(range(len(TEXTS)), 2))


def dated(first, second):
    return date_evidence(article("a", BRIDGE, published=first), article("b", BRIDGE, published=second))


def bylined(text, **about):
    return article("b", text, **about)


# ---- signs -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_swapping_the_texts_turns_every_sign(one, other):
    words = weighed(TEXTS)
    some = [article(str(n), text, title="Update: a title" if n == 1 else "") for n, text in enumerate(TEXTS)]
    manners = {n: manner(some[n], words, n) for n in (one, other)}
    profiles = {(a, b): profile(words, a, b) for a, b in ((one, other), (other, one))}
    forth, back = (
        (
            signs(manners[a], manners[b], both),
            fixed(some[a], some[b], (manners[a], manners[b]), both, rewording(words, a, b)),
        )
        for a, b, both in (
            (one, other, (profiles[one, other], profiles[other, one])),
            (other, one, (profiles[other, one], profiles[one, other])),
        )
    )

    assert [len(found) for found in forth] == [len(FEATURES), len(FIXED)]
    for found, turned in zip(forth, back, strict=True):
        assert np.all(np.isfinite(found))
        assert turned == pytest.approx(-found)
    assert weigh_wording(back[0]) == pytest.approx(-weigh_wording(forth[0]))


def test_dates_add_to_what_the_wording_says():
    nothing = np.zeros(len(FEATURES)), np.zeros(len(FIXED))
    undated, later = Evidence(*nothing, 0.0), Evidence(*nothing, 1.5)

    assert later.total == pytest.approx(undated.total + 1.5)


def test_the_profile_of_a_text_by_itself_is_all_explained():
    words = weighed([BRIDGE, BRIDGE, HERONS, ""])

    assert profile(words, 0, 1)[0] > 0.99
    assert profile(words, 0, 2)[0] < 0.1
    assert profile(words, 3, 0).tolist() == [0.0] * len(profile(words, 0, 1))


def test_a_texts_own_words_are_those_the_other_lacks():
    words = weighed(["The mill rang.", "The mill rang. Xylographers overwhelmingly congratulated themselves."])
    rarity, length, names = (PROFILE.index(name) for name in PROFILE if name.endswith("its own words"))
    short, long = profile(words, 0, 1), profile(words, 1, 0)

    assert long[rarity] > short[rarity]
    assert long[length] > short[length]
    assert long[names] == short[names] == 0.0


@pytest.mark.parametrize(
    ("sign", "more", "less"),
    [
        ("days", "It rained on Tuesday and yesterday.", "It rained in May and in June."),
        ("hearsay", "Reportedly it rained, according to Koss.", "Strongly it rained, in front of Koss."),
        ("commas in a sentence", "Rain, hail, snow and fog came.", "Rain hail snow and fog came."),
        ("paragraph spread", "One.\n\nTwo three four five six seven.", "One two three.\n\nFour five six seven."),
    ],
)
def test_a_manner_of_writing_is_seen_where_there_is_more_of_it(sign, more, less):
    words = weighed([more, less])
    high, low = (manner(article(str(row), text), words, row).values for row, text in enumerate((more, less)))

    assert high[STYLE.index(sign)] > low[STYLE.index(sign)]


# ---- dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (None, None),
        ("2026-03-04", None),
        (None, "2026-03-04T08:00:00Z"),
        ("2026-03-04", "2026-03-04"),
        ("2026-03-04T08:00:00Z", "2026-03-04T08:00:00Z"),
        ("2026-03-04T08:00:00Z", "2026-03-04T10:00:00+02:00"),
        ("2026-03-04T23:00:00Z", "2026-03-04"),
        ("2026-03-05", "2026-03-04T18:00:00Z"),
        ("2026-03-05", "2026-03-04"),
        ("2026-03", "2026-03-30T12:00:00Z"),
        ("2026", "2026-07-01"),
    ],
)
def test_dates_that_are_missing_equal_or_may_overlap_say_nothing(first, second):
    assert dated(first, second) == dated(second, first) == 0


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("2026-03-04T10:00:00Z", "2026-03-04T08:00:00Z"),
        ("2026-03-04T10:00:00+01:00", "2026-03-04T10:00:00+02:00"),
        ("2026-03-07", "2026-03-04"),
        ("2026-03-06", "2026-03-04T08:00:00Z"),
        ("2026-05", "2026-03"),
    ],
)
def test_the_later_date_speaks_for_the_derived_text_whichever_comes_first(later, earlier):
    assert dated(later, earlier) > 0
    assert dated(earlier, later) == pytest.approx(-dated(later, earlier))


@given(st.integers(1, 10**7), st.integers(1, 10**7))
@settings(max_examples=60, deadline=None)
def test_a_longer_time_between_never_says_less_nor_ever_all(one, other):
    start = np.datetime64("2026-01-01T00:00:00")
    short, long = sorted((one, other))
    says = [dated(f"{start + np.timedelta64(seconds, 's')}Z", f"{start}Z") for seconds in (short, long)]

    assert 0 < says[0] <= says[1] < 5


def test_dates_decide_between_two_equal_texts_and_reversed_dates_the_other_way():
    early, late = "2026-03-02T08:00:00Z", "2026-03-06T08:00:00Z"
    forth = mn.compare(article("a", BRIDGE, published=early), article("b", BRIDGE, published=late))
    back = mn.compare(article("a", BRIDGE, published=late), article("b", BRIDGE, published=early))

    assert (forth.direction, forth.reversed) == (Direction.KNOWN, False)
    assert (back.direction, back.reversed) == (Direction.KNOWN, True)
    assert forth.direction_confidence == pytest.approx(back.direction_confidence, abs=1e-3)


def test_of_two_equal_texts_without_dates_nobody_knows_which_came_first():
    pair = mn.compare(BRIDGE, BRIDGE)

    assert pair.direction is Direction.UNKNOWN
    assert pair.direction_confidence == pytest.approx(0.5, abs=1e-3)


# ---- credits ---------------------------------------------------------------------------------------------

LANTERN = article("lantern", BRIDGE, outlet="The Orvell Lantern", author="Tilda Marsk")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Engineer Tasko told the Orvell Lantern that it was cracked.", "Orvell Lantern"),
        ("Engineer Tasko told the Lantern that it was cracked.", "Lantern"),
        ("As first published by ORVELL LANTERN on Tuesday.", "ORVELL LANTERN"),
        ("Photographs by Tilda Marsk.", "Tilda Marsk"),
        ("She lit a lantern and went down to the hangers.", ""),
        ("Nobody is named here.", ""),
    ],
)
def test_a_text_credits_the_outlet_or_author_it_names(text, named):
    one = bylined(text, outlet="Bugle of Nordby", author="Per Lind")

    assert credit(one, LANTERN) == named
    assert credit(LANTERN, one) == ""


@pytest.mark.parametrize(
    ("outlet", "text"),
    [
        ("Vecinos de Orvell", "Unos 40.000 vecinos de Orvell se quedaron sin agua."),
        ("Le carnet du Nordby", "Le maire et les pêcheurs du Nordby attendent."),
    ],
)
def test_what_an_outlet_is_named_after_is_no_credit(outlet, text):
    assert credit(bylined(text, outlet="Bugle"), article("a", BRIDGE, outlet=outlet)) == ""
    assert credit(
        bylined(f"{text} ({outlet})", outlet="Bugle"), article("a", BRIDGE, outlet=outlet)
    ) == outlet.removeprefix("Le ")


@pytest.mark.parametrize(
    ("outlet", "text"),
    [
        ("The Economist", "Economist Marta Kell said so. The Economist Marta Kell is no paper."),
        ("The Independent", "Independent auditors disagree."),
        ("The Times", "Times have changed, says the Times of Nordby."),
        ("people.com", "Two people were hurt. “People ran,” she said."),
        ("www.nature.com", "It lies in the nature of things."),
        ("Le Parisien", "Un Parisien a gagné."),
        ("Die Presse", "Die Presse wartet."),
        ("Orvell Press", "The chairman of the Press Council wrote to the Press Club."),
    ],
)
def test_a_common_word_that_is_some_outlets_name_is_no_credit(outlet, text):
    assert credit(bylined(text, outlet="Bugle"), article("a", BRIDGE, outlet=outlet)) == ""


@pytest.mark.parametrize(
    ("outlet", "text", "named"),
    [
        ("The Economist", "As the Economist wrote, the bridge is shut.", "Economist"),
        ("THE ECONOMIST", "The bridge is shut, she told The Economist.", "Economist"),
        ("The Observer", "The bridge is shut, as the Observer first reported.", "Observer"),
        ("The Courier", "She told the Courier Tuesday that it was shut.", "Courier"),
        ("people.com", "The bridge is shut, people.com has learnt.", "people.com"),
        ("people.com", "She told People that it was shut.", "People"),
        ("Lantern", "The bridge is shut (Lantern).", "Lantern"),
        ("Lantern", "Photograph: Marsk/Lantern", "Lantern"),
        ("Lantern", "Source: Lantern", "Lantern"),
        ("Lantern", "She told the science magazine Lantern that it was shut.", "Lantern"),
        ("La Tribune", "Le pont est fermé, écrit La Tribune mardi.", "Tribune"),
        ("Die Presse", "Die Brücke ist gesperrt, sagte er der „Presse“.", "Presse"),
        ("RootPrompt", "RootPrompt has more.", "RootPrompt"),
        ("Orvell Press", "She told the Press on Monday.", "Press"),
        ("LA Times", "The bridge is shut, the LA Times says.", "LA Times"),
    ],
)
def test_an_outlet_of_one_word_is_credited_with_its_article_or_where_the_phrase_credits(outlet, text, named):
    assert credit(bylined(text, outlet="Bugle"), article("a", BRIDGE, outlet=outlet)) == named


def test_a_byline_credits_the_outlet_that_is_named_so_without_its_article():
    assert credit(bylined("It is shut.", outlet="Bugle", author="Economist"), article("a", "", outlet="The Economist"))


@pytest.mark.parametrize("outlet", ["The Orvell Lantern", "Orvell Lantern", "ORVELL LANTERN"])
def test_a_papers_own_name_is_no_credit(outlet):
    one = bylined("She told the Orvell Lantern so, and the Lantern printed it.", outlet=outlet, author="Per Lind")

    assert credit(one, LANTERN) == ""


@pytest.mark.parametrize(
    "outlet",
    [
        "The Orvell Lantern",
        "Orvell Lantern",
    ],
)
def test_a_colleague_who_is_named_is_no_credit(outlet):
    assert credit(bylined("Tilda Marsk reports.", outlet=outlet, author="Per Lind"), LANTERN) == ""


def test_an_author_of_both_texts_is_no_credit():
    one = bylined("By Tilda Marsk, as before.", outlet="Bugle of Nordby", author="Tilda Marsk")

    assert credit(one, LANTERN) == ""


@pytest.mark.parametrize("author", ["Staff", "newsroom", "The editorial team", "Redacción", None])
def test_nobodys_byline_is_nobodys_credit(author):
    source = article("a", BRIDGE, author=author)

    assert credit(bylined("Our newsroom Staff and The editorial team wrote it. Redacción."), source) == ""


@pytest.mark.parametrize("byline", ["Coastal Wire Agency", "From Coastal Wire Agency", "Lind / Coastal Wire Agency"])
def test_an_agency_in_the_byline_is_credited_where_the_other_text_bears_its_sign(byline):
    wire = article("w", f"ORVELL (Coastal Wire Agency) — {BRIDGE}")

    assert credit(bylined(BRIDGE, author=byline, outlet="Bugle"), wire) == "Coastal Wire Agency"
    assert credit(bylined(BRIDGE, author=byline, outlet="Bugle"), article("x", BRIDGE)) == ""


@pytest.mark.parametrize(
    ("byline", "text", "outlet", "named"),
    [
        ("Lantern", BRIDGE, "Daily Bugle", "Lantern"),
        ("Per Lind, Lantern", BRIDGE, "Daily Bugle", "Lantern"),
        ("Per Lind", f"ORVELL, May 3 (Lantern) – {BRIDGE}", "Daily Bugle", "Lantern"),
        ("Per Lind", f"ORVELL, May 3 (Lantern) – {BRIDGE}", "Lantern Weekly", ""),
        ("Per Lind", f"The bridge (Lantern) was closed. {BRIDGE}", "Daily Bugle", ""),
        ("Lan", BRIDGE, "Daily Bugle", ""),
    ],
)
def test_a_byline_or_dateline_credits_the_house_whose_outlet_begins_so(byline, text, outlet, named):
    service = article("s", BRIDGE, outlet="Lantern News Service", author="Tilda Marsk")

    assert credit(bylined(text, author=byline, outlet=outlet), service) == named


@pytest.mark.parametrize(
    ("sign", "outlet", "named"),
    [
        ("LNS", "Daily Bugle", "LNS"),
        ("LNS", "Lantern News Service", ""),
        ("LNS", "LNS Weekly", ""),
        ("LNS", None, ""),
        ("KNA", "Daily Bugle", ""),
    ],
)
def test_a_papers_dateline_credits_the_agency_whose_sign_a_text_of_no_outlet_bears(sign, outlet, named):
    wire = article("w", f"ORVELL, May 3 (LNS) — {BRIDGE}")

    assert credit(bylined(f"ORVELL (LNS) — {BRIDGE}".replace("LNS", sign), outlet=outlet), wire) == named
    assert credit(bylined(f"The bridge (LNS) was closed. {BRIDGE}", outlet=outlet), wire) == ""


@pytest.mark.parametrize(
    ("sign", "whose", "named"),
    [
        ("LNS", "Lantern News Service", "LNS"),
        ("pap", "Polder-Agentur Pommritz", "pap"),
        ("LS", "Lantern Service", ""),
        ("LNS", "Lindow News", ""),
    ],
)
def test_a_dateline_credits_the_outlet_with_these_initials(sign, whose, named):
    paper = bylined(f"ORVELL ({sign}) — {BRIDGE}", outlet="Daily Bugle")

    assert credit(paper, article("s", BRIDGE, outlet=whose)) == named


@pytest.mark.parametrize(
    ("author", "foot", "outlet", "named"),
    [
        ("Redacción / Norden", "", "Agencia Norden", "Norden"),
        ("avec Norden", "", "Agence Norden", "Norden"),
        ("", "(AND/bn)", "Agence Norden", "AND"),
        ("", "(with NEN)", "News of the Eastern North", "NEN"),
        ("kna und Redaktion", "", "Kreisnachrichten (kna)", "kna"),
        ("Norden Hall", "", "Agence Norden", ""),
        ("", "(Photo: Norden)", "Lindow News", ""),
    ],
)
def test_a_byline_or_a_foot_credits_an_agency_by_what_it_is_called_for_short(author, foot, outlet, named):
    paper = bylined(f"{BRIDGE}\n\n{foot}", author=author or None, outlet="Daily Bugle")

    assert credit(paper, article("s", BRIDGE, outlet=outlet)) == named
    assert credit(article("s", BRIDGE, outlet=outlet), paper) == ""


WIRE_HEAD = "ORVELL (Norden Press) - "


@pytest.mark.parametrize(
    ("signed", "text", "named"),
    [
        (WIRE_HEAD, "The lock broke on Monday, Norden Press reports.", "Norden Press"),
        (WIRE_HEAD, "The Harbour Wall prints what Norden Press had first.", "Norden Press"),
        (WIRE_HEAD, "The lock broke on Monday.\n\nNorden Press", ""),
        (WIRE_HEAD, "The lock in Norden broke; the Press Club reports.", ""),
        ("ORVELL (Norden) — ", "The lock broke, Norden reports.", "Norden"),
        ("ORVELL (Norden) — ", "Laut Agentur Norden ist die Schleuse gebrochen.", "Norden"),
        ("ORVELL (Norden) — ", "The lock at Norden broke.", ""),
        ("ORVELL (nna) — ", "Die Schleuse ist gebrochen, wie die Sprecherin gegenüber nna sagte.", "nna"),
        ("ORVELL (nna) — ", "Die nna ist gebrochen.", ""),
    ],
)
@pytest.mark.parametrize("printed_by", ["Orvell Lantern", None])
def test_a_text_that_names_an_agency_credits_the_text_that_the_agency_signs(signed, text, named, printed_by):
    paper = article("s", f"{signed}{BRIDGE}", outlet=printed_by)

    assert credit(bylined(text, outlet="Coast & Creel"), paper) == named
    assert credit(paper, bylined(text, outlet="Coast & Creel")) == ""


def test_of_two_papers_that_print_an_agencys_story_neither_credits_the_other():
    paper = article("s", f"{WIRE_HEAD}{BRIDGE}", outlet="Orvell Lantern")

    assert credit(bylined(f"{WIRE_HEAD}The lock broke, Norden Press reports.", outlet="Coast & Creel"), paper) == ""


def test_an_agency_that_names_itself_credits_nobody():
    paper = article("s", BRIDGE, outlet="Orvell Lantern", author="Norden Press")
    wire = bylined("She told Norden Press that the lock broke.", outlet="Norden Press")

    assert credit(wire, paper) == ""
    assert credit(bylined(wire.text), paper) == ""
    assert credit(bylined(wire.text, outlet="Coast & Creel"), paper) == "Norden Press"


def test_an_outlet_of_very_many_words_signs_with_no_letters_at_all():
    endless = article("s", BRIDGE, outlet="a " * 40)

    assert credit(bylined(BRIDGE, author="a" * 30 + "b", outlet="Daily Bugle"), endless) == ""


def test_the_agency_in_the_byline_of_a_copy_is_no_author_whom_the_agency_credits():
    wire = article("w", f"{BRIDGE} He told the Norden Press.", outlet="Norden Press")

    assert credit(wire, bylined(BRIDGE, author="Norden Press", outlet="Daily Bugle")) == ""


def test_a_sign_of_its_own_house_is_no_credit_of_another():
    own = bylined(f"ORVELL (LNS) — {BRIDGE}", outlet="Lantern News Service")

    assert credit(own, article("s", BRIDGE, outlet="Lindow News Service")) == ""
    assert credit(own, article("s", f"ORVELL (LNS) — {BRIDGE}", outlet="Lindow Night Star")) == ""


def test_a_credit_speaks_for_the_text_that_gives_it():
    original = article("a", BRIDGE, outlet="Orvell Lantern")
    crediting = article("b", BRIDGE, outlet="Bugle of Nordby")
    crediting_back = mn.compare(crediting, original)

    assert mn.compare(original, crediting).reversed is False
    assert crediting_back.reversed is True
    assert any(ground.signal == "credit" for ground in crediting_back.grounds)


@given(
    st.lists(
        st.sampled_from(
            [
                "UPDATED",
                "Update",
                "Aktualisierung",
                "actualización",
                "(Mis à jour)",
                "aggiornamento",
                "Atualizado",
                "\n",
                "has been",
                "wurde",
                "aktualisiert",
                "This article",
                "first published",
                "on Monday",
                "according to new developments",
                "CORRECTED",
                "Rectificatif",
                "Correzione",
                "(Adds",
                "(Eds: ADDS",
                "(Neu:",
                "(Añade",
                "This story corrects",
                "was amended",
                "This report was revised",
                "An earlier version",
                "of this story",
                "In einer früheren Fassung dieses Artikels",
                "versión anterior de esta nota",
                "version initiale de cet article",
                "pages)",
                "Uppdaterad",
                "(Lägger till",
                "fe de erratas",
                "eerdere versie van dit artikel",
                "wcześniejszej wersji tekstu",
                ":",
                "-",
                "Weir",
                " ",
            ]
        ),
        max_size=6,
    ).map(" ".join),
    st.booleans(),
)
def test_a_note_of_an_update_is_looked_for_only_where_a_stem_stands_and_none_is_missed(text, in_title):
    one = article("a", "Rain." if in_title else text, title=text if in_title else "")
    found = UPDATE_TITLE.search(one.title) or HEAD_NOTE.search(one.text.lstrip()) or END_NOTE.search(one.text)

    assert update_note(one) == (" ".join(found.group().split()) if found else "")


@pytest.mark.parametrize(
    "text",
    [
        "UPDATED\n\nThe lock is shut.",
        "Updated. The lock is shut.",
        "Update, 15 May: adds the mayor. The lock is shut.",
        "Updated on Monday with the mayor. The lock is shut.",
        "UPDATE 2 - The lock is shut.",
        "*Actualizado a las 9:40 con el alcalde.* La esclusa cerró.",
        "**Mis à jour mercredi à 18 h 05** L'écluse est fermée.",
        "[Mise à jour vendredi 5 décembre] L'écluse est fermée.",
        "+++ Aktualisiert am Samstag, 16.40 Uhr +++ Die Schleuse ist zu.",
        "The lock is shut. This story has been updated with the mayor.",
        "The lock is shut. The story has\nbeen updated.",
        "This story, posted at noon on Sunday, is now updated with the mill's answer.",
        "First published on May 3, updated on May 5. The lock is shut.",
        "Dieser Artikel wurde am 3. Mai um 18 Uhr aktualisiert.",
        "Esta nota, publicada el 27 de octubre, fue actualizada con el alcalde.",
        "Cet article a été mis à jour. L'écluse est fermée.",
        "(Adds the mill's answer, closing price) The lock is shut.",
        "(Eds: UPDATES with the mayor.) The lock is shut.",
        "The lock stays shut to barges (Corrects length of the barge in paragraph 2)\nWEIRTON - The lock is shut.",
        "(Neu: Bürgermeister, Länge) Die Schleuse ist zu.",
        "(Amplía con el alcalde) La esclusa cerró.",
        "(Corrige longueur) L'écluse est fermée.",
        "Corrected on 4 May: the barge is 40 metres long. The lock is shut.",
        "The lock is shut. (This story corrects the length of the barge in the second paragraph)",
        "The lock is shut. This article was amended on 4 May: the barge is 40 metres long, not 60.",
        "The lock is shut.\n\n**Correction, 4 May:** the barge is 40 metres long, not 60.",
        "The lock is shut. An earlier version of this story gave the barge another owner.",
        "Die Schleuse ist zu. In einer früheren Fassung dieses Artikels stand ein anderer Name.",
        "La esclusa cerró. En una versión anterior de esta nota el barco era otro.",
        "L'écluse est fermée. Une version précédente de cet article donnait un autre nom.",
        "The lock is shut.\nUPDATE: The mill says it will pay.",
        "**UPPDATERAD** Slussen är stängd.",
        "Slusen er lukket.\nRettelse: Skibet er 40 meter langt.",
        "AKTUALIZACJA: śluza jest zamknięta.",
        "De sluis is dicht. In een eerdere versie van dit artikel stond een andere naam.",
        "La chiusa è ferma. Una versione precedente di questo articolo dava un altro nome.",
    ],
)
def test_an_article_that_says_it_was_updated_has_an_update_note(text):
    assert update_note(article("a", text))


@pytest.mark.parametrize(
    "text",
    [
        "The county's evacuation map was updated on Monday after the flood.",
        "The report was updated by the agency on Monday.",
        "The county's map was first published in 2019 and has been updated since.",
        "Update your calendars: the fair moves to June.",
        "Updated rules for ferries come into force on Monday.",
        "Updated 2019 maps show the old shore.",
        "Update on the lock: it stays shut.",
        "Die Karte wurde aktualisiert, teilte der Kreis mit.",
        "El mapa fue actualizado el lunes.",
        "La carte a été mise à jour lundi.",
        "The article was amended in 1987 to bar duels on the lock.",
        "The mayor refused to sign an earlier version of the bill.",
        "Shares entered a correction on Monday, the first since May.",
        "The town corrected the length of the lock on Monday.",
        "Corrigé : épreuve de philosophie du baccalauréat.",
        "The bridge (adds 40 cars a minute) is open.",
        f"{'The lock is shut. ' * 20}This page was last updated at 10:30.",
        f"{'The lock is shut. ' * 20}\nUpdated: 4 May, 10:30",
    ],
)
def test_news_of_something_updated_is_no_update_note(text):
    assert update_note(article("a", text)) == ""
    assert not mn.scan([article("a", text)]).derivations


def test_what_calls_itself_an_update_is_the_later_within_one_outlet_and_rather_the_source_of_another():
    first = article("a", BRIDGE, outlet="Orvell Lantern")
    texts = f"(Adds the pier's age) {BRIDGE}", f"{BRIDGE}\n\nThis story corrects the number of pillars."
    for text in texts:
        others = [article("b", text, outlet=outlet) for outlet in ("Orvell Lantern", None, "Tarn Courier")]
        found = [mn.compare(first, other) for other in others]
        notes = [next(ground for ground in pair.grounds if ground.signal == "update note") for pair in found]
        weights = [note.weight * (-1 if pair.reversed else 1) for note, pair in zip(notes, found, strict=True)]

        assert not found[0].reversed
        assert weights[0] > weights[1] > 0 > weights[2]
        assert ["drops such a note" in note.says for note in notes] == [False, False, True]
