"""Sources that are not in the corpus are inferred where the texts point to them, and only there."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

import minhash_news as mn
from minhash_news.derive.unobserved import INFERRED
from minhash_news.model import Kind
from tests.stories import BRIDGE, BRIDGE_SUMMARY, CHESS, HERONS, SCHLEUSE, article, background

PARAGRAPHS = BRIDGE.split("\n\n")
OWN_OF_THE_BUGLE = (
    "In Nordby, where most of the mill's drivers live, the bakery on Tollgate Street opened at three in the morning "
    "to sell them coffee for the longer road. “I know all their dogs by name,” baker Ragna Sohl told this newspaper."
)
OWN_OF_THE_HERALD = (
    "Deputy Asta Virne of the farmers' list called for a pontoon at Grensted, as during the flood of 1954. Her motion "
    "comes before the district assembly on the nineteenth; the army has two such pontoons in a shed at Malm."
)
OWN_OF_THE_ECHO = (
    "At Tessel the ferryman Olle Brandt has had his boat tarred and asks four crowns a cart. He remembers the summer "
    "of 1988, when the hangers were new and he had nobody to row but the priest, who did not pay either."
)


def wire(sign="LWS"):
    """The story of an agency, and two papers that print it, each with cuts and a paragraph of its own."""
    bugle = [f"ORVELL ({sign}) — {PARAGRAPHS[0]}", OWN_OF_THE_BUGLE, *PARAGRAPHS[1:4]]
    herald = [f"ORVELL ({sign}) — {PARAGRAPHS[0]}", *PARAGRAPHS[2:6], OWN_OF_THE_HERALD]
    return (
        article("agency", f"ORVELL ({sign}) — {BRIDGE}", published="2026-03-02T08:00:00Z"),
        article("bugle", "\n\n".join(bugle), outlet="Bugle of Nordby", published="2026-03-02T12:00:00Z"),
        article("herald", "\n\n".join(herald), outlet="Malm Herald", published="2026-03-02T13:00:00Z"),
    )


def absent(graph):
    return [node for node in graph.articles if not node.observed]


def test_two_papers_with_a_wire_credit_and_no_wire_story_share_an_unobserved_source():
    _, bugle, herald = wire()
    graph = mn.scan([bugle, herald, *background()])

    [source] = absent(graph)
    assert (source.words, source.title, source.published) == (0, "", None)
    assert {(edge.derived, edge.source) for edge in graph.derivations} == {("bugle", source.id), ("herald", source.id)}
    assert graph.families() == (mn.Family(("bugle", "herald", source.id), (source.id,)),)
    assert all("“LWS”" in edge.grounds[0].says for edge in graph.derivations)


def test_that_a_source_is_inferred_is_no_surer_than_its_ground():
    _, bugle, herald = wire()
    edges = mn.scan([bugle, herald, article("late", SCHLEUSE, title="Update: Die Schleuse"), *background()]).derivations

    assert len(edges) == 3
    for edge in edges:
        [ground] = edge.grounds
        assert edge.confidence == edge.direction_confidence == INFERRED
        assert ground.weight == pytest.approx(math.log(INFERRED / (1 - INFERRED)), abs=0.005)


def test_where_more_is_asked_for_than_an_inference_gives_the_siblings_are_joined_and_nothing_inferred():
    _, bugle, herald = wire()
    late = article("late", SCHLEUSE, title="Update: Die Schleuse")
    graph = mn.scan([bugle, herald, late, *background()], mn.Settings(min_confidence=0.95))

    assert [{edge.derived, edge.source} for edge in graph.derivations] == [{"bugle", "herald"}]


def test_an_article_that_has_the_id_of_an_inferred_source_is_refused(tmp_path):
    _, bugle, herald = wire()
    some = [bugle, herald, article("unobserved:lws:bugle", CHESS)]

    with pytest.raises(mn.SettingsError, match=r"'unobserved:lws:bugle' .* give the article another"):
        mn.scan(some)
    with mn.Archive(tmp_path / "news.archive") as archive, pytest.raises(mn.SettingsError, match="another"):
        archive.add(some)


def test_with_the_wire_story_in_the_corpus_nothing_is_inferred():
    graph = mn.scan([*wire(), *background()])

    assert absent(graph) == []
    assert {(edge.derived, edge.source) for edge in graph.derivations} == {("bugle", "agency"), ("herald", "agency")}


def test_versions_of_one_outlet_are_an_update_whatever_they_credit():
    _, bugle, herald = wire()
    later = article("later", herald.text, outlet=bugle.outlet, published=herald.published)
    graph = mn.scan([bugle, later, *background()])

    assert absent(graph) == []
    assert [(edge.derived, edge.source) for edge in graph.derivations] == [("later", "bugle")]


@pytest.mark.parametrize(
    ("outlet", "signs"),
    [
        ("Lowland Wireservice", True),
        ("Lakes of the West Sentinel", True),
        ("Sentinel of the West Lakes", False),
        ("Malm Post", False),
        ("Flws Post", False),
        ("LWS – Lakes and Towns", True),
    ],
)
def test_an_outlet_that_may_sign_so_may_have_the_wire_story(outlet, signs):
    _, bugle, herald = wire()
    other = article("other", CHESS, outlet=outlet)

    assert (absent(mn.scan([other, bugle, herald, *background()])) == []) == signs


def test_a_paper_of_one_word_does_not_sign_with_letters_from_its_middle():
    _, bugle, herald = wire("PA")
    other = article("other", CHESS, outlet="El Paraje")

    assert len(absent(mn.scan([other, bugle, herald, *background()]))) == 1


def test_three_papers_that_print_one_absent_wire_story_share_one_source():
    _, bugle, herald = wire("Corvel News Agency")
    own = [f"ORVELL (Corvel News Agency) — {PARAGRAPHS[0]}", *PARAGRAPHS[1:3], *PARAGRAPHS[4:6], OWN_OF_THE_ECHO]
    echo = article("echo", "\n\n".join(own), outlet="Tessel Echo", published="2026-03-02T14:00:00Z")
    graph = mn.scan([bugle, echo, herald, *background()])

    [source] = absent(graph)
    assert source.id == "unobserved:corvel news agency:bugle"
    assert [(edge.derived, edge.source) for edge in graph.derivations] == [
        (name, source.id) for name in ("bugle", "echo", "herald")
    ]
    assert all("2 other texts credit “Corvel News Agency”" in edge.grounds[0].says for edge in graph.derivations)


def papers(head="", foot="", author=None):
    """Two papers that print one wire story, marked alike."""
    return [
        replace(text, text=f"{head}{text.text.removeprefix('ORVELL (LWS) — ')}{foot}", author=author)
        for text in wire()[1:]
    ]


@pytest.mark.parametrize(
    "head",
    [
        "HALVERN (lws) - ",
        "Halvern am Malm, 3. März (lws) – ",
        "Puerto Halvern (Malm), 3 de marzo (Corvel).- ",
        "HALVERN (LWS): ",
        "Halvern (Corvel). ",
        "HALVERN/lws - ",
        "Halvern/LWS – ",
        "(LWS) ",
        "*lws.* ",
        "(lws) ",
        "(Corvel Press) - HALVERN, 3 MAR - ",
        f"({'Adds quotes and what the mill says about its drivers; ' * 3})\n\nHALVERN, March 3 (Corvel) - ",
    ],
)
def test_the_sign_in_a_dateline_is_a_credit(head):
    assert len(absent(mn.scan([*papers(head=head), *background()]))) == 1


@pytest.mark.parametrize(
    "head",
    [
        "Mayor Asta Virne (Labour) — in office since May — was not asked. ",
        "The mayor of Orvell (Labour) — A profile. ",
        "ORVELL (Staff) — ",
        "Orvell (MLLP: 4.20) - ",
        "KÖLN/BONN - ",
        "(red) ",
        "(Malm) ",
        "*foto.* ",
    ],
)
def test_what_else_stands_in_brackets_at_the_head_is_no_credit(head):
    assert absent(mn.scan([*papers(head=head), *background()])) == []


@pytest.mark.parametrize(
    "foot",
    [
        "\n\nCorvel News Agency",
        "\n\nReporting by Corvel News Agency",
        "\n\nSource: LWS",
        "\n\nQuelle: lws",
        "\n\nFuente: Agence Corvel",
        "\n\nAvec l'Agence Corvel",
        "\n\n(With inputs from Corvel News Agency)",
        "\n\n(lws/tom)",
        f" {PARAGRAPHS[5]} (lws)",
    ],
)
def test_a_credit_in_the_last_line_is_one(foot):
    assert len(absent(mn.scan([*papers(foot=foot), *background()]))) == 1


@pytest.mark.parametrize(
    "foot",
    [
        "\n\n(ENDS)",
        "\n\nWire reports",
        "\n\nHe has a seat on the board of the Corvel Press.",
        "\n\nThe motion was put by Asta Virne (LAB)." + " Nobody in the hall had a question." * 3,
        "\n\n(mh)",
    ],
)
def test_what_else_stands_in_the_last_line_is_no_credit(foot):
    assert absent(mn.scan([*papers(foot=foot), *background()])) == []


@pytest.mark.parametrize(
    "author", ["Nina Roth (lws)", "lws/tom", "Nina Roth, LWS", "Source: lws", "Avec Agence Corvel"]
)
def test_an_agency_in_the_byline_is_a_credit(author):
    assert len(absent(mn.scan([*papers(author=author), *background()]))) == 1


@pytest.mark.parametrize("author", ["admin", "STAFF", "staff", "tom", "red/tom", "Nina Roth (av/ton)", "avec agence"])
def test_who_else_stands_in_the_byline_is_no_agency(author):
    graph = mn.scan([*papers(author=author), *background()])

    assert absent(graph) == []
    assert len(graph.derivations) == 1


@pytest.mark.parametrize(("bugle", "herald"), [("Lake Wire Service", "LWS"), ("LWS", "Lake Wire Service")])
def test_an_agency_in_full_and_its_sign_are_one_source(bugle, herald):
    texts = [replace(text, author=name) for text, name in zip(papers(), (bugle, herald), strict=True)]
    graph = mn.scan([*texts, *background()])

    assert [source.id for source in absent(graph)] == ["unobserved:lws:bugle"]
    assert [edge.grounds[0].says.partition("“")[2].partition("”")[0] for edge in graph.derivations] == [bugle, herald]


def test_a_sign_is_not_taken_for_an_agency_with_other_initials():
    texts = [replace(text, author=name) for text, name in zip(papers(), ("Corvel Press", "LWS"), strict=True)]

    assert absent(mn.scan([*texts, *background()])) == []


@pytest.mark.parametrize("byline", ["Agency", "Agencies", "Agenturen", "Wire services"])
def test_a_text_that_is_some_agencys_has_the_source_of_its_sibling_that_names_it(byline):
    texts = [replace(text, author=name) for text, name in zip(papers(), ("LWS", byline), strict=True)]
    graph = mn.scan([*texts, *background()])

    assert [source.id for source in absent(graph)] == ["unobserved:lws:bugle"]
    assert graph.derivations[1].grounds[0].says.startswith("It is an agency's, by another text that of “LWS”")


def test_a_picture_credit_in_the_last_line_is_no_wire():
    pictured = [replace(text, text=text.text.replace("(LWS) ", "") + "\n\n(Photo) (Video)") for text in wire()[1:]]

    assert absent(mn.scan([*pictured, *background()])) == []


def test_without_a_common_credit_nothing_is_inferred():
    _, bugle, _ = wire("LWS")
    _, _, herald = wire("KNA")
    graph = mn.scan([bugle, herald])

    assert absent(graph) == []
    assert len(graph.derivations) == 1


def test_a_plain_copy_of_a_printed_wire_story_comes_from_that_print():
    _, bugle, _ = wire()
    scraped = article("scraped", bugle.text, outlet="Nordby Buzz", published="2026-03-04T08:00:00Z")
    graph = mn.scan([bugle, scraped])

    assert absent(graph) == []
    assert [(edge.derived, edge.source) for edge in graph.derivations] == [("scraped", "bugle")]


def test_an_update_without_an_earlier_version_has_an_unobserved_source():
    graph = mn.scan([article("late", BRIDGE, title="Update: Karsten Bridge shut to lorries"), *background()])

    [edge] = graph.derivations
    [source] = absent(graph)
    assert (edge.derived, edge.source, edge.kind) == ("late", source.id, Kind.UPDATE)
    assert edge.passages == ()
    assert "Update:" in edge.grounds[0].says
    assert "late" not in graph.origins()
    assert source.id in graph.origins()


def test_an_update_whose_earlier_version_is_there_has_that_for_a_source():
    graph = mn.scan(
        [
            article("early", BRIDGE, title="Bridge shut", published="2026-03-02T08:00:00Z"),
            article("late", BRIDGE, title="Update: Bridge shut", published="2026-03-05T08:00:00Z"),
        ]
    )

    assert absent(graph) == []
    assert [(edge.derived, edge.source) for edge in graph.derivations] == [("late", "early")]


def test_a_summary_of_an_update_does_not_hide_that_its_source_was_updated():
    graph = mn.scan(
        [
            article("late", BRIDGE, title="UPDATED: Bridge shut", published="2026-03-02T08:00:00Z"),
            article("short", BRIDGE_SUMMARY, published="2026-03-05T08:00:00Z"),
        ]
    )

    [source] = absent(graph)
    assert {(edge.derived, edge.source) for edge in graph.derivations} == {("late", source.id), ("short", "late")}


def test_a_title_with_the_word_in_its_middle_is_no_update():
    some = [article("a", HERONS, title="Council votes to update flood plan"), article("b", CHESS, title="Updike read")]

    assert absent(mn.scan(some)) == []


def test_a_comparison_of_two_texts_infers_no_third():
    _, bugle, herald = wire()

    assert mn.compare(bugle, herald).kind is not None
