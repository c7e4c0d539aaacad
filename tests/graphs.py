# ruff: noqa: E501 - the articles are prose, and read better whole
"""Derivation graphs made by hand, for the tests of what is written and shown. All articles are invented."""

from __future__ import annotations

import random
from itertools import pairwise

from minhash_news.model import (
    ArticleId,
    Coverage,
    Derivation,
    DerivationGraph,
    Direction,
    Ground,
    Kind,
    Node,
    Passage,
    Skipped,
)
from minhash_news.settings import Settings

WIRE = "ferry/coastwire.txt"
COPY = "ferry/harbour-post.md"
UPDATE = "ferry/coastwire-evening.txt"
EXCERPT = "ferry/blog.txt"
SUMMARY = "ferry/briefing.txt"
REWRITE = "ferry/island-echo.html"
MARKET = "market/gazette.txt"
STALLS = "market/town-crier.txt"
TWIN_A = "storm/daily.txt"
TWIN_B = "storm/observer.txt"
AGENCY = "unobserved/1"
LONER = "zoo/otters.txt"

TEXTS = {
    WIRE: (
        "The ferry Marigold ran aground off Pellin Sound early on Tuesday with 84 people aboard.\n\n"
        "Nobody was hurt. Passengers said the lights went out a few minutes before the hull struck the sandbank "
        "known to pilots as the Old Widow.\n\n"
        "“We heard a long groan, and then the coffee slid off the counter,” said Ines Aldaro, 41, a nurse on her "
        "way home from a night shift.\n\n"
        "The operator, Sound Lines, had put off a dry-dock inspection twice since March, according to port records. "
        "A spokesman said the company was working with the coastguard and declined to comment on the records.\n\n"
        "A tug from Varrick reached the ferry at 6.40 a.m. and took the passengers off in three trips."
    ),
    UPDATE: (
        "The ferry Marigold ran aground off Pellin Sound early on Tuesday with 86 people aboard.\n\n"
        "Two passengers were treated for cuts. Passengers said the lights went out a few minutes before the hull "
        "struck the sandbank known to pilots as the Old Widow.\n\n"
        "The operator, Sound Lines, had put off a dry-dock inspection twice since March, according to port records. "
        "On Tuesday evening the harbour master suspended its licence until the hull has been examined.\n\n"
        "A tug from Varrick reached the ferry at 6.40 a.m. and took the passengers off in three trips."
    ),
    EXCERPT: (
        "Some weeks the sea writes my column for me. I have taken the Marigold every summer for eleven years and "
        "complained about it every time.\n\n"
        "“We heard a long groan, and then the coffee slid off the counter,” said Ines Aldaro, 41, a nurse on her "
        "way home from a night shift.\n\n"
        "That is the sentence I keep coming back to. Not the records, not the licence: the coffee."
    ),
    SUMMARY: (
        "A Sound Lines ferry struck a sandbank off Pellin Sound on Tuesday. All 84 aboard were taken off by tug. "
        "Port records show that an inspection had been put off twice."
    ),
    REWRITE: (
        "Passengers on the early boat to the islands had a rude awakening when the Marigold hit the Old Widow bank. "
        "The ship, whose owner had twice delayed a dry-dock inspection, went dark minutes before it stuck, travellers "
        "recalled. Nurse Ines Aldaro told of a long groan and of coffee sliding from the counter. By 6.40 a.m. a "
        "Varrick tug had begun to bring the 84 ashore."
    ),
    MARKET: "Stallholders in Orrin Square will pay a third more from June, the town council decided by nine votes to six.",
    STALLS: "From June a stall in Orrin Square will cost a third more: the council voted nine to six for the new fees.",
    TWIN_A: "Gusts of 121 km/h closed the Tarn pass for four hours and left Lower Brill without power until noon.",
    TWIN_B: "Lower Brill was without power until noon and the Tarn pass closed for four hours after gusts of 121 km/h.",
    LONER: "The zoo's three young otters have learned to open the feeding hatch, to the dismay of the pelicans.",
}
TEXTS[COPY] = "PELLIN (Coastwire) — " + TEXTS[WIRE].partition("\n\nA tug")[0] + "\n\nSubscribe to our newsletter."


def _node(article_id: str, title: str, published: str | None, outlet: str | None, **more: object) -> Node:
    words = len(TEXTS.get(article_id, "").split())
    about = {"author": None, "url": None, "words": words, **more}
    return Node(ArticleId(article_id), title, published, outlet, **about)  # type: ignore[arg-type]


def passages(derived: str, source: str, *phrases: str) -> tuple[Passage, ...]:
    """Return where the phrases stand in both texts."""
    found = []
    for phrase in phrases:
        start, origin = TEXTS[derived].index(phrase), TEXTS[source].index(phrase)
        found.append(Passage(start, start + len(phrase), origin, origin + len(phrase)))
    return tuple(sorted(found, key=lambda passage: passage.derived_start))


def edge(derived: str, source: str, kind: Kind, *grounds: Ground, **more: object) -> Derivation:
    """Return a derivation; confident and of known direction where nothing else is said."""
    about: dict[str, object] = {
        "confidence": 0.97123456,
        "direction": Direction.KNOWN,
        "direction_confidence": 0.9,
        "coverage": Coverage(0.62, 0.31),
        **more,
    }
    return Derivation(ArticleId(derived), ArticleId(source), kind, grounds=grounds, **about)  # type: ignore[arg-type]


def newsroom() -> DerivationGraph:
    """Return three families: every kind, several sources, an unobserved source, an unknown direction."""
    articles = (
        _node(
            WIRE,
            "Ferry runs aground off Pellin Sound",
            "2025-03-11T07:55:00+00:00",
            "Coastwire",
            author="R. Onslow",
        ),
        _node(
            COPY,
            "Marigold ferry stuck on sandbank, 84 rescued",
            "2025-03-11",
            "The Harbour Post",
            url="https://post.example/a?b=1&c=2",
        ),
        _node(
            UPDATE,
            "UPDATE: Ferry licence suspended after grounding",
            "2025-03-11T19:10:00+00:00",
            "Coastwire",
        ),
        _node(EXCERPT, "What the coffee knew", "2025-03-13", None, author="Maud Perrin"),
        _node(SUMMARY, "", "2025-03-12", "Morning Briefing"),
        _node(REWRITE, "Rude awakening on the island boat", None, "Island Echo"),
        _node(MARKET, "Market fees to rise by a third", "2025-04-02", "Orrin Gazette"),
        _node(STALLS, "A stall will cost more", "2025-04-02", "Town Crier"),
        _node(TWIN_A, "Gusts close Tarn pass", None, "Daily"),
        _node(TWIN_B, "Power out in Lower Brill", None, "Observer"),
        _node(AGENCY, "", None, None, words=0, observed=False),
        _node(LONER, "Otters learn to open the hatch", "2025-04-05", "Daily"),
    )
    settings = Settings()
    return DerivationGraph(
        articles=tuple(sorted(articles, key=lambda node: node.id)),
        derivations=tuple(sorted(_ferry() + _others(), key=lambda one: (one.derived, one.source))),
        skipped=(Skipped("ferry/photo.jpg", "no text: a JPEG image"), Skipped("ferry/empty.txt", "no text")),
        settings=settings.for_the_record(),
        scheme=settings.scheme,
        version="0.1.0",
        limits={"candidate_pairs": 31, "capped_buckets": 0, "articles_in_capped_buckets": 0},
        texts={ArticleId(name): text for name, text in TEXTS.items()},
    )


def _ferry() -> list[Derivation]:
    lights = (
        " Passengers said the lights went out a few minutes before the hull struck the sandbank known to pilots "
        "as the Old Widow."
    )
    inspection = (
        "The operator, Sound Lines, had put off a dry-dock inspection twice since March, according to port records."
    )
    tug = "A tug from Varrick reached the ferry at 6.40 a.m. and took the passengers off in three trips."
    aboard = "The ferry Marigold ran aground off Pellin Sound early on Tuesday with 8"
    coffee = "“We heard a long groan, and then the coffee slid off the counter,” said Ines Aldaro, 41, a nurse on her way home from a night shift."
    body = TEXTS[WIRE].partition("\n\nA tug")[0]
    wording = Ground("shared wording", "98 % of its words stand in the source, in the same order.", 6.2)
    credit = Ground("credit line", "It credits “Coastwire”, the outlet of the source.", 3.1)
    dates = Ground("publication dates", "The source appeared 11 hours earlier.", 1.3)
    against = Ground("publication dates", "The rewrite has no date, so dates say nothing here.", -0.2)
    order = Ground("order of facts", "Nine shared facts come in the same order in both texts.", 2.4)
    return [
        edge(COPY, WIRE, Kind.COPY, wording, credit, direction_confidence=0.98,
             coverage=Coverage(0.95, 0.86), passages=passages(COPY, WIRE, body)),
        edge(UPDATE, WIRE, Kind.UPDATE, wording, dates, coverage=Coverage(0.71, 0.66),
             passages=passages(UPDATE, WIRE, aboard, lights, inspection, tug)),
        edge(EXCERPT, WIRE, Kind.EXCERPT, Ground("quoted passage", "It quotes 24 words of the source.", 3.3),
             confidence=0.93, coverage=Coverage(0.34, 0.18), passages=passages(EXCERPT, WIRE, coffee)),
        edge(EXCERPT, UPDATE, Kind.EXCERPT, Ground("shared facts", "“licence” stands in both.", 0.4),
             confidence=0.58, direction_confidence=0.77, coverage=Coverage(0.05, 0.02)),
        edge(SUMMARY, WIRE, Kind.SUMMARY, order, confidence=0.84, coverage=Coverage(0.4, 0.1),
             passages=passages(SUMMARY, WIRE, "off Pellin Sound")),
        edge(REWRITE, COPY, Kind.REWRITE, order, against, confidence=0.79, direction_confidence=0.71,
             coverage=Coverage(0.2, 0.12), passages=passages(REWRITE, COPY, "dry-dock inspection", "Old Widow")),
    ]  # fmt: skip


def _others() -> list[Derivation]:
    common = Ground("common source", "Both share figures that neither could have from the other.", 1.9)
    alike = Ground("shared wording", "60 % of the words are shared; nothing tells which was first.", 2.0)
    return [
        edge(MARKET, AGENCY, Kind.REWRITE, common, confidence=0.7, coverage=Coverage(0.3, 0.0)),
        edge(STALLS, AGENCY, Kind.REWRITE, common, confidence=0.68, coverage=Coverage(0.3, 0.0)),
        edge(TWIN_B, TWIN_A, Kind.REWRITE, alike, confidence=0.88, direction=Direction.UNKNOWN,
             direction_confidence=0.55, coverage=Coverage(0.6, 0.6),
             passages=passages(TWIN_B, TWIN_A, "without power until noon", "for four hours")),
    ]  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script>",
    "</title></style></script><img src=x onerror=alert(1)>",
    "quotes \" ' ` and & &amp; <b>",
    "line\u2028and\u2029paragraph\nnewline\ttab",
    "\u202egnp.exe\u202c right to left: \u05e9\u05dc\u05d5\u05dd",
    "]]> --> {{7*7}} ${7*7} %s \\",
    "\x1b[31mred\x1b[0m \x07 bell \x00 null \x9b31m",
    "lone surrogate \udcff",
    "=1+1,semi;colon",
    "🦦 otter's “quotes” : colon | pipe",
)
"""Strings that break a careless writer; each stands in an id, a title, an outlet and a text."""


def hostile() -> DerivationGraph:
    """Return a chain of articles whose every field is hostile."""
    articles = tuple(
        Node(ArticleId(f"{position}/{text}"), text, text, text, text, "javascript:alert(1)//" + text, 5)
        for position, text in enumerate(HOSTILE)
    )
    ground = [Ground(text, text, 1.0) for text in HOSTILE]
    edges = tuple(
        edge(later.id, earlier.id, Kind.COPY, *ground, passages=(Passage(0, 6, 2, 9),))
        for earlier, later in pairwise(articles)
    )
    return DerivationGraph(
        articles=articles,
        derivations=edges,
        skipped=tuple(Skipped(text, text) for text in HOSTILE),
        texts={node.id: text + " and so on" for node, text in zip(articles, HOSTILE, strict=True)},
        version="0.1.0",
    )


def crowd(articles: int, edges: int, words: int = 400) -> DerivationGraph:
    """Return a large graph: families of up to 13 around one source each, whose texts share half of their words."""
    luck = random.Random(articles)
    syllables = ("ba", "do", "fi", "ga", "ke", "lu", "mo", "ni", "pa", "ro", "se", "tu", "va", "wen", "yor", "zil")
    vocabulary = ["".join(luck.choices(syllables, k=luck.randint(1, 4))) for _ in range(20_000)]
    nodes, texts, shared = [], {}, ""
    for number in range(articles):
        name = ArticleId(f"a{number:06}")
        if number % 13 == 0:
            shared = " ".join(luck.choices(vocabulary, k=words // 2))
        own = " ".join(luck.choices(vocabulary, k=words // 2))
        texts[name] = f"{shared}.\n\n{own}."
        when = f"2025-01-{number % 28 + 1:02}T{number % 24:02}:00:00+00:00"
        nodes.append(Node(name, own[:60], when, f"Outlet {number % 60}", None, None, words))
    derivations = []
    for number in range(edges):
        derived, source = nodes[number + number // 12 + 1].id, nodes[number // 12 * 13].id
        same = texts[source].index("\n")
        ground = Ground("shared wording", "Half of the words are shared.", 5.0)
        derivations.append(edge(derived, source, Kind.COPY, ground, passages=(Passage(0, same, 0, same),)))
    return DerivationGraph(tuple(nodes), tuple(derivations), texts=texts)
