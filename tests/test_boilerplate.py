"""What belongs to the site and not to the article is hidden, and what an article shares with its copy is not."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.boilerplate import FURNITURE, furniture, site_words, visible_text
from tests.stories import (
    BRIDGE,
    BRIDGE_EXCERPT,
    BRIDGE_UPDATE,
    CHESS,
    FROST,
    HERONS,
    LIBRARY,
    TRAM,
    article,
    weighed,
)

FOOTER = (
    "The Orvell Lantern is printed by its readers' cooperative. To join us, come to the "
    "brick house behind the fish market any Thursday."
)


def left(*some):
    """The texts of the articles without the site's words."""
    words = weighed([one.text for one in some])
    hidden = site_words(words, some)
    return [visible_text(words, row, one.text, hidden) for row, one in enumerate(some)]


@pytest.mark.parametrize(
    "line",
    [
        "Home > News > Harbour",
        "Inicio » Sucesos » Puerto",
        "Startseite › Kreis › Hafen",
        "Accueil / Région / Port",
        "Share this: Facebook | Twitter | WhatsApp",
        "Compartir en Facebook WhatsApp Correo",
        "Teilen: Facebook Twitter E-Mail",
        "Read more: Herons move into sugar works chimney",
        "**Read also:** Ten bridges that sing",
        "Related stories: Ferry fares to rise",
        "Lea también: El mercado cierra en junio",
        "Te puede interesar: Once campanas mudas",
        "Lesen Sie auch: Schleuse bleibt gesperrt",
        "Mehr zum Thema: Kürbis im Schulgarten",
        "Lire aussi : Le pont ferme en octobre",
        "À lire aussi : Le pont ferme",
        "© 2026 Orvell Lantern",
        "All rights reserved by the Lantern Press",
        "Todos los derechos reservados, La Crónica",
        "Alle Rechte vorbehalten, Tagblatt Verlag",
        "Tous droits réservés, La Lanterne",
        "Sign up for our morning letter",
        "Newsletter abonnieren",
        "Anzeige",
    ],
)
def test_page_furniture_is_hidden_wherever_it_stands(line):
    text = f"{HERONS}\n\n{line}\n\n{CHESS}"
    [shown] = left(article("a", text))

    assert re.findall(r"\w+", shown) == re.findall(r"\w+", f"{HERONS} {CHESS}")


@pytest.mark.parametrize(
    "sentence",
    [
        "The share of lorries rose to a third.",
        "Home is where the herons nest, said Arnquist.",
        "Read the report twice, the mayor told the council.",
        "She said more people came than in May.",
        "Related families shared the chimney.",
        "Startseiten gibt es viele, sagte sie.",
    ],
)
def test_sentences_that_begin_like_furniture_are_left_alone(sentence):
    text = f"{HERONS}\n\n{sentence}\n\n{CHESS}"

    assert left(article("a", text)) == [text]


def test_a_footer_under_unrelated_articles_of_one_outlet_is_hidden():
    some = [article(name, f"{text}\n\n{FOOTER}", outlet="Orvell Lantern") for name, text in [("a", CHESS), ("b", TRAM)]]

    assert all("brick house" not in text for text in left(*some))
    assert [text.strip(" .\n") for text in left(*some)] == [CHESS.strip(" ."), TRAM.strip(" .")]


def test_a_footer_under_articles_of_two_outlets_is_left_alone():
    some = [article("a", f"{CHESS}\n\n{FOOTER}", outlet="Lantern"), article("b", f"{TRAM}\n\n{FOOTER}", outlet="Bugle")]

    assert left(*some) == [one.text for one in some]


@pytest.mark.parametrize(("stories", "hidden"), [((HERONS, CHESS), False), ((HERONS, CHESS, LIBRARY), True)])
def test_without_outlets_a_footer_takes_three_unrelated_articles(stories, hidden):
    some = [article(str(number), f"{text}\n\n{FOOTER}") for number, text in enumerate(stories)]

    assert ["brick house" not in text for text in left(*some)] == [hidden] * len(stories)


RETOLD = [BRIDGE, BRIDGE, BRIDGE_UPDATE, BRIDGE.split("\n\n")[0], BRIDGE.rsplit("\n\n", 2)[0]]


@pytest.mark.parametrize("outlet", ["Orvell Lantern", None])
def test_the_paragraphs_of_copies_and_updates_are_left_alone(outlet):
    assert left(*(article(str(number), text, outlet=outlet) for number, text in enumerate(RETOLD))) == RETOLD


@pytest.mark.parametrize("outlets", [("Orvell Lantern", "Green Ink"), (None, None)])
def test_a_paragraph_that_another_outlet_quotes_is_left_alone(outlets):
    texts = [BRIDGE, BRIDGE_EXCERPT]

    assert left(*(article(text[:9], text, outlet=outlet) for text, outlet in zip(texts, outlets, strict=True))) == texts


@pytest.mark.xfail(reason="a column that quotes a paragraph of its own paper looks like two pages with one footer")
def test_a_paragraph_that_the_same_outlet_quotes_is_left_alone():
    texts = [BRIDGE, BRIDGE_EXCERPT]

    assert left(*(article(text[:9], text, outlet="Orvell Lantern") for text in texts)) == texts


def test_an_old_body_under_a_new_head_is_left_alone_until_a_third_text_bears_it_out():
    body = "\n\n".join(BRIDGE.split("\n\n")[:4])
    heads = [article(str(n), f"{head}\n\n{body}", outlet="Lantern") for n, head in enumerate((HERONS, CHESS, LIBRARY))]

    assert left(*heads[:2]) == [one.text for one in heads[:2]]
    assert not any(body in text for text in left(*heads))


def test_a_footer_is_hidden_in_a_copy_and_its_original_too_once_a_stranger_carries_it():
    texts = [BRIDGE, BRIDGE, FROST]
    some = [article(str(number), f"{text}\n\n{FOOTER}", outlet="Lantern") for number, text in enumerate(texts)]

    assert all("brick house" not in text and text.startswith(texts[n][:400]) for n, text in enumerate(left(*some)))


def test_nothing_is_hidden_where_there_is_nothing():
    words = weighed(["", "..."])

    assert site_words(words, [article("a", ""), article("b", "...")]).tolist() == []


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ([], "One two, three. Four"),
        ([0], "\n two, three. Four"),
        ([1, 2], "One \n. Four"),
        ([0, 3], "\n two, three. \n"),
        ([0, 1, 2, 3], "\n"),
    ],
)
def test_the_visible_text_has_a_line_break_for_each_hidden_stretch(hidden, shown):
    words = weighed(["One two, three. Four"])
    mask = np.isin(np.arange(4), hidden)

    assert visible_text(words, 0, "One two, three. Four", mask) == shown


lines = st.lists(
    st.sampled_from(
        [
            "Read more",
            "\n",
            "Share: Facebook",
            "Rain fell.",
            " > ",
            "Home > News",
            "© The Post",
            "| See also:",
            "anzeige",
        ]
    ),
    max_size=9,
).map("".join)


@given(lines)
def test_furniture_is_what_the_pattern_finds_at_the_beginnings_of_lines(text):
    anywhere = re.compile(f"^(?:{FURNITURE.pattern})", FURNITURE.flags)

    assert furniture(text) == [match.span() for match in anywhere.finditer(text)]


UNDER_BOTH = """

Share this article on Facebook, Twitter or WhatsApp with your friends and colleagues
Read more: Ten walks along the coast to take before the season ends
Sign up for our morning newsletter and never miss a story from Orvell and the towns around it
© 2026 Lantern Press, Orvell. All rights reserved, no part may be reproduced without leave of the publisher
Subscribe to the printed edition for nineteen crowns a month, at your door before six"""


@pytest.mark.parametrize(("one", "other"), [(HERONS, CHESS), (BRIDGE, BRIDGE_UPDATE)])
def test_compare_sees_through_page_furniture_as_a_scan_does(one, other):
    bare, dressed = mn.compare(one, other), mn.compare(one + UNDER_BOTH, other + UNDER_BOTH)
    some = [article("a", one + UNDER_BOTH), article("b", other + UNDER_BOTH)]
    edges = mn.scan(some).derivations

    assert (dressed.kind, dressed.confidence, dressed.jaccard) == (bare.kind, bare.confidence, bare.jaccard)
    assert (dressed.coverage, dressed.passages) == (bare.coverage, bare.passages)
    assert [edge.kind for edge in edges] == ([dressed.kind] if dressed.kind else [])
    assert all(edge.confidence == dressed.confidence and edge.grounds == dressed.grounds for edge in edges)
