"""The page in a real browser: what is drawn, what a click opens, and that nothing of the corpus runs."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import minhash_news as mn
from minhash_news import report
from minhash_news.dates import instants
from minhash_news.model import ArticleId, DerivationGraph, Direction, Kind, Node, Passage
from tests import graphs
from tests.browsers import NoBrowserError, launched

Open = Callable[..., "Shown"]

MARKS = """(side) => {
  const text = document.querySelector(`.pane.${side} .text`);
  const marks = [...text.querySelectorAll("mark")].map((mark) => {
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEndBefore(mark);
    const start = before.toString().length;
    return [start, start + mark.textContent.length, mark.dataset.passages.split(" ").map(Number)];
  });
  return [text.textContent, marks];
}"""
"""Of one side of a comparison: its text, and where in it the marks stand."""

BOXES = """() => [...document.querySelectorAll(".box")].map((box) => (
  [box.dataset.article, box.style.left, box.style.top, box.offsetWidth, box.offsetHeight].map(parseFloat)
))"""


@dataclass
class Shown:
    """A page and everything it did that it should not."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    def see(self, address: str, element: str) -> None:
        """Go to an address inside the page and wait for an element."""
        self.page.evaluate("address => { location.hash = address; }", address)
        self.page.wait_for_selector(element)

    def texts(self, selector: str) -> list[str]:
        return self.page.locator(selector).all_text_contents()


@pytest.fixture(scope="module")
def browser():
    try:
        with launched() as found:
            yield found
    except NoBrowserError as reason:
        pytest.skip(str(reason))


@pytest.fixture
def show(browser, tmp_path) -> Open:
    """Open a graph's report, and in the end ask that nothing ran, nothing was requested, nothing complained."""
    opened: list[Shown] = []

    def open_it(graph: DerivationGraph, address: str = "", **options: Any) -> Shown:
        path = tmp_path / f"report{len(opened)}.html"
        path.write_text(report.render(graph), encoding="utf-8")
        page = browser.new_context(**{"viewport": {"width": 1400, "height": 900}, **options}).new_page()
        page.set_default_timeout(10_000)
        shown = Shown(page)
        page.on("console", lambda message: shown.complaints.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda error: shown.complaints.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (shown.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: shown.complaints.append(f"request: {request.url}"))
        page.goto(f"{path.as_uri()}{address}")
        shown.complaints.remove(f"request: {path.as_uri()}")
        opened.append(shown)
        return shown

    yield open_it
    for shown in opened:
        assert not shown.complaints
        shown.page.context.close()


def families_of(graph: DerivationGraph) -> list[tuple[list[ArticleId], list[mn.Derivation]]]:
    """Return the families with their edges, numbered as in the page's addresses."""
    return [
        (list(family.articles), [edge for edge in graph.derivations if edge.derived in family.articles])
        for family in graph.families()
    ]


def number_of(graph: DerivationGraph, article: str) -> int:
    """Return an article's number in the page: its place among those that have relatives."""
    related = {name for family in graph.families() for name in family.articles}
    return sorted(related).index(article)


def story(source: str, derived: str, *passages: Passage, **more: Any) -> DerivationGraph:
    """Return a graph of two articles and the edge between them."""
    nodes = tuple(Node(ArticleId(name), name, None, None, None, None, 9) for name in ("derived", "source"))
    kind = more.pop("kind", Kind.UPDATE)
    edge = graphs.edge("derived", "source", kind, passages=passages, **more)
    return DerivationGraph(nodes, (edge,), texts={ArticleId("derived"): derived, ArticleId("source"): source})


# ---- the list --------------------------------------------------------------------------------------------


def test_the_page_opens_with_its_families_and_the_largest_one_drawn(show):
    shown = show(graphs.newsroom())

    assert shown.page.locator("#families a").count() == 3
    assert shown.texts("main h2") == ["Ferry runs aground off Pellin Sound"]
    assert shown.page.locator(".box").count() == 6
    assert shown.page.locator(".edge").count() == 6
    assert "11–13 Mar 2025 · 6 articles · 4 outlets · 1 independent origin · 6 derivations" in shown.texts(
        "main .about"
    )


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ({"words": "otters"}, 0),
        ({"words": "ORRIN fees"}, 1),
        ({"words": "morning briefing"}, 1),
        ({"outlet": "Observer"}, 1),
        ({"kind": "summary"}, 1),
        ({"kind": "rewrite"}, 3),
        ({"confidence": "90"}, 1),
        ({"confidence": "85"}, 2),
        ({"kind": "rewrite", "confidence": "75"}, 2),
        ({"from": "2025-03-20"}, 1),
        ({"to": "2025-03-12"}, 1),
        ({"from": "2025-03-12", "to": "2025-04-30"}, 2),
    ],
)
def test_filters_leave_the_families_that_fit(show, fields, left):
    shown = show(graphs.newsroom())
    shown.page.locator(".filters summary").click()
    for name, value in fields.items():
        control = shown.page.locator(f"[name={name}]")
        if name == "kind":
            shown.page.locator(f".pick.{value}").click()
        elif name == "outlet":
            control.select_option(value)
        else:
            control.fill(value)

    assert shown.page.locator("#families a").count() == left
    assert shown.texts("#found") == ["3 families" if left == 3 else f"{left} of 3 families"]
    shown.page.locator("#clear").click()
    assert shown.page.locator("#families a").count() == 3


def test_a_graph_without_derivations_says_so(show):
    shown = show(replace(graphs.newsroom(), derivations=()))

    assert shown.texts("main .note")[0] == "No article here is derived from another."
    assert shown.texts("main summary") == ["12 articles without a relative", "2 files skipped"]


def test_families_can_be_put_in_another_order(show):
    shown = show(graphs.newsroom())
    shown.page.locator(".filters summary").click()
    first = {}
    for order in shown.texts("[name=order] option"):
        shown.page.locator("[name=order]").select_option(order)
        first[order] = shown.texts("#families strong")[0]

    assert first["largest first"] == first["earliest first"] == "Ferry runs aground off Pellin Sound"
    assert first["latest first"] == "Market fees to rise by a third"


# ---- the drawing -----------------------------------------------------------------------------------------


def test_unobserved_sources_and_unknown_directions_are_drawn_as_such(show):
    shown = show(graphs.newsroom(), "#/f/1")
    shown.page.wait_for_selector(".box.absent")

    assert shown.texts(".box.absent strong") == ["An unobserved source"]
    shown.see("#/f/2", "main h2:has-text('Gusts')")
    assert shown.texts(".edge text") == ["rewrite 88\u202f% ?"]
    assert shown.page.locator(".edge .head").count() == 0
    assert shown.texts(".box i") == ["no date"] * 2


def random_family(seed: int) -> DerivationGraph:
    """Return a family with dates in all precisions, none, and wrong ones; with circles now and then."""
    luck = random.Random(seed)
    size = luck.randint(2, 40)
    whens = (None, "2025-03", "2025-03-{:02}", "2025-03-{:02}T{:02}:00:00+00:00")
    nodes = tuple(
        Node(
            ArticleId(f"{number:02}"),
            "",
            when and when.format(luck.randint(1, 28), luck.randint(0, 23)),
            *[None] * 3,
            1,
        )
        for number in range(size)
        for when in (luck.choice(whens),)
    )
    ends = {(f"{n:02}", f"{luck.randrange(n):02}") for n in range(1, size)}
    ends |= {(f"{luck.randrange(size):02}", f"{n:02}") for n in range(size) if luck.random() < 0.2}
    edges = tuple(graphs.edge(*pair, Kind.COPY) for pair in sorted(ends) if pair[0] != pair[1])
    return DerivationGraph(nodes, edges)


@pytest.mark.parametrize("seed", range(12))
def test_boxes_do_not_overlap_and_time_runs_to_the_right(show, seed):
    graph = random_family(seed)
    shown = show(graph)
    boxes = {number: place for number, *place in shown.page.evaluate(BOXES)}

    assert len(boxes) == len(graph.articles)
    for one, (x, y, width, height) in boxes.items():
        for other, (x2, y2, *_) in boxes.items():
            assert one == other or abs(x - x2) >= width or abs(y - y2) >= height
    whens = {number: instants(node.published) for number, node in enumerate(graph.articles) if node.published}
    for one, (_, latest) in whens.items():
        for other, (earliest, _) in whens.items():
            assert latest >= earliest or boxes[one][0] <= boxes[other][0]
    names = [node.id for node in graph.articles]
    for edge in graph.derivations:
        assert boxes[names.index(edge.derived)][0] != boxes[names.index(edge.source)][0]


def test_an_undated_origin_stands_just_before_what_derives_from_it(show):
    names = ("early", "late", "origin", "tail")
    dates = {"early": "2025-03-01T08:00", "late": "2025-03-20T08:00", "tail": "2025-03-21T08:00"}
    nodes = tuple(Node(ArticleId(name), name, dates.get(name), None, None, None, 9) for name in names)
    pairs = (("late", "origin"), ("tail", "early"), ("tail", "late"))
    shown = show(DerivationGraph(nodes, tuple(graphs.edge(*pair, Kind.COPY) for pair in pairs)))
    left = {names[number]: x for number, x, *_ in shown.page.evaluate(BOXES)}

    assert left["early"] < left["origin"] < left["late"] < left["tail"]


def test_undated_articles_in_a_circle_are_drawn_all_the_same(show):
    names = ("a", "b", "c", "lone origin")
    nodes = tuple(Node(ArticleId(name), name, None, None, None, None, 9) for name in names)
    pairs = (("a", "b"), ("b", "c"), ("c", "a"), ("a", "lone origin"))
    shown = show(DerivationGraph(nodes, tuple(graphs.edge(*pair, Kind.COPY) for pair in pairs)))

    assert len({(x, y) for _, x, y, *_ in shown.page.evaluate(BOXES)}) == 4


def test_what_is_dated_before_its_source_says_so(show):
    graph = story("a b c", "a b c")
    dates = {"source": "2025-03-05", "derived": "2025-03-01"}
    shown = show(replace(graph, articles=tuple(replace(node, published=dates[node.id]) for node in graph.articles)))
    left = {number: x for number, x, *_ in shown.page.evaluate(BOXES)}

    assert left[0] < left[1]
    assert shown.texts("[data-article='0'] .tag") == ["dated earlier"]


def test_the_drawing_fits_into_the_page_if_its_columns_can_stand_closer(show):
    names = "abcde"
    nodes = tuple(
        Node(ArticleId(name), name, f"2025-03-0{day}", None, None, None, 9) for day, name in enumerate(names, start=1)
    )
    edges = tuple(graphs.edge(derived, source, Kind.COPY) for source, derived in pairwise(names))
    shown = show(DerivationGraph(nodes, edges), viewport={"width": 1300, "height": 900})
    room, needed = shown.page.evaluate(
        """() => { const box = document.querySelector(".graph .scroll"); return [box.clientWidth, box.scrollWidth]; }"""
    )
    boxes = shown.page.evaluate(BOXES)

    assert needed <= room
    assert all(x + width < right for (_, x, _, width, _), (_, right, *_) in pairwise(boxes))


@pytest.mark.parametrize(("published", "when"), [(None, "no date"), ("2025-03-05", "no date, placed by its relatives")])
def test_an_undated_origin_has_its_badge_within_its_box(show, published, when):
    graph = story("a b c", "a b c")
    dates = {"derived": published, "source": None}
    shown = show(replace(graph, articles=tuple(replace(node, published=dates[node.id]) for node in graph.articles)))
    box, badge = (shown.page.locator(f"[data-article='1']{part}").bounding_box() for part in ("", " .tag"))

    assert shown.texts("[data-article='1'] .about > *") == [when, "origin"]
    assert badge["x"] + badge["width"] <= box["x"] + box["width"]


def test_a_family_too_large_to_draw_keeps_its_list(show):
    crowd = graphs.crowd(400, 10)
    star = tuple(graphs.edge(node.id, crowd.articles[0].id, Kind.COPY) for node in crowd.articles[1:])
    shown = show(replace(crowd, derivations=star))
    shown.page.wait_for_selector(".derivations")

    assert "400 articles are too many for a drawing" in shown.texts("main .note")[0]
    assert shown.page.locator("tbody tr").count() == 399


# ---- the comparison --------------------------------------------------------------------------------------


def check_marks(shown: Shown, edge: mn.Derivation, texts: dict[ArticleId, str]) -> None:
    """Hold every mark of the comparison shown against the passages' offsets."""
    sides = {
        "derived": (texts[edge.derived], [(p.derived_start, p.derived_end) for p in edge.passages]),
        "source": (texts[edge.source], [(p.source_start, p.source_end) for p in edge.passages]),
    }
    for side, (text, spans) in sides.items():
        shown_text, marks = shown.page.evaluate(MARKS, side)
        assert shown_text == text
        units = text.encode("utf-16-le")
        for number, (start, end) in enumerate(spans):
            first, last = (len(text[:offset].encode("utf-16-le")) // 2 for offset in (start, end))
            marked = {unit for a, b, passages in marks if number in passages for unit in range(a, b)}
            missing = set(range(first, last)) - marked
            assert marked <= set(range(first, last))
            assert not b"".join(units[2 * unit : 2 * unit + 2] for unit in sorted(missing)).decode("utf-16-le").strip()


def test_highlights_stand_at_the_offsets_of_the_passages(show):
    graph = graphs.newsroom()
    shown = show(graph)
    for number, (_, edges) in enumerate(families_of(graph)):
        for place, edge in enumerate(edges):
            if edge.source in graph.texts:
                shown.see(f"#/f/{number}/e/{place}", f".comparison:has-text('{edge.grounds[0].says}')")
                check_marks(shown, edge, graph.texts)


@pytest.mark.parametrize(
    ("source", "derived", "passages"),
    [
        ("🦦🦦 otters 🦦 swim\n\n\nby night 🦦", "x 🦦 otters 🦦 swim\r\n \r\nby night", [Passage(2, 26, 1, 25)]),
        ("one two three four", "one two three four", [Passage(0, 7, 0, 13), Passage(8, 18, 4, 18)]),
        ("a\nb\n\nc\nd", "\n\n  a\nb\n\nc\nd\n\n", [Passage(4, 11, 0, 7)]),
        ("line\nline two\nthree", "three\nline", [Passage(0, 5, 14, 19), Passage(6, 10, 0, 4)]),
        ("e\u0301tude\u2028après", "\u202eabc e\u0301tude\u2028après", [Passage(5, 16, 0, 11)]),
        ("水曜日の火事で倉庫が焼けた。", "火事で倉庫が燃えた。", [Passage(0, 9, 4, 13)]),
    ],
)
def test_highlights_are_exact_whatever_the_letters(show, source, derived, passages):
    graph = story(source, derived, *passages)
    shown = show(graph, "#/f/0/e/0")
    shown.page.wait_for_selector(".panes")

    check_marks(shown, graph.derivations[0], graph.texts)


def test_a_click_on_a_line_opens_the_comparison_with_its_grounds(show):
    shown = show(graphs.newsroom())
    shown.page.locator(".edge.update text").click()
    shown.page.wait_for_selector(".comparison")

    says = shown.texts(".comparison h3")[0]
    assert says.startswith("“UPDATE: Ferry licence suspended after grounding” is probably an update of “Ferry runs")
    assert shown.texts(".grounds li") == [
        "98 % of its words stand in the source, in the same order.",
        "The source appeared 11 hours earlier.",
    ]
    assert shown.texts(".place") == ["4 passages in common"]
    assert shown.page.locator(".edge.chosen").count() == 1


def test_what_speaks_against_is_told_apart(show):
    shown = show(graphs.newsroom())
    shown.page.locator(".edge.rewrite text").click()
    shown.page.wait_for_selector(".comparison")

    assert shown.texts(".why h4") == ["What speaks for it", "What speaks against it"]
    assert shown.texts(".why div:nth-child(2) li") == ["The rewrite has no date, so dates say nothing here."]


OLD = (
    "The ferry left with 84 people aboard, and the mayor of Pellin, Ines Aldaro, met them at the quay at noon.\n\n"
    "“We heard a long groan and then the lights went out,” she said to the people on the quay.\n\n"
    "Nobody has said so far who will pay for the tug."
)
NEW = (
    "The ferry left with 86 people aboard, and the mayor of Pellin, Maud Perrin, met them at the quay at noon.\n\n"
    "“We heard a short groan and then the lights went out,” she said to the people on the quay.\n\n"
    "The harbour will be closed tomorrow."
)
"""The first two paragraphs correspond; a number, a name and a quotation have been changed."""


def changed_story(**more: Any) -> DerivationGraph:
    ends = [text.index(" on the quay.") + len(" on the quay.") for text in (OLD, NEW)]
    return story(OLD, NEW, Passage(0, ends[1], 0, ends[0]), **more)


def test_changed_numbers_names_and_quotations_are_marked(show):
    shown = show(changed_story(), "#/f/0/e/0")
    shown.page.wait_for_selector(".panes")

    assert shown.texts(".pane.derived .changed") == ["86", "Maud Perrin", "short"]
    assert shown.texts(".pane.source .changed") == ["84", "Ines Aldaro", "long"]
    assert shown.texts(".changes li") == ["84 → 86", "Ines Aldaro → Maud Perrin", "long → short"]


def test_added_and_dropped_paragraphs_are_shown(show):
    shown = show(changed_story(), "#/f/0/e/0")
    shown.page.wait_for_selector(".panes")

    assert shown.texts(".pane.derived [data-note='added']") == ["The harbour will be closed tomorrow."]
    assert shown.texts(".pane.source [data-note='left out']") == ["Nobody has said so far who will pay for the tug."]


def test_of_two_texts_in_unknown_order_neither_added_anything(show):
    shown = show(changed_story(direction=Direction.UNKNOWN), "#/f/0/e/0")
    shown.page.wait_for_selector(".panes")

    assert shown.page.locator("[data-note='only here']").count() == 2
    assert "which came first is unknown" in shown.texts(".comparison h3")[0]


def long_story() -> DerivationGraph:
    """Return two long texts whose corresponding paragraphs stand at quite different heights."""
    common = [f"Paragraph {n} tells of the {n}th pier and its keeper, at some length. " * 6 for n in range(30)]
    extra = [f"Something else, number {n}, that only the later text has to say. " * 8 for n in range(12)]
    source, derived = "\n\n".join(common), "\n\n".join(extra + common)
    at = [(derived.index(text), source.index(text), len(text)) for text in common]
    return story(source, derived, *(Passage(x, x + n, y, y + n) for x, y, n in at))


def test_both_texts_scroll_together(show):
    shown = show(long_story(), "#/f/0/e/0")
    shown.page.wait_for_selector(".ribbon")
    top = "(side) => document.querySelector(`.pane.${side} mark[data-passages='15']`).getBoundingClientRect().top"
    shown.page.evaluate("() => { document.querySelector('.pane.source').scrollTop = 1500; }")
    shown.page.wait_for_function("() => document.querySelector('.pane.derived').scrollTop > 1500")

    assert abs(shown.page.evaluate(top, "source") - shown.page.evaluate(top, "derived")) < 450
    still = shown.page.evaluate("() => document.querySelector('.pane.derived').scrollTop")
    shown.page.locator(".together input").uncheck()
    shown.page.evaluate("() => { document.querySelector('.pane.source').scrollTop = 0; }")
    shown.page.wait_for_timeout(100)
    assert shown.page.evaluate("() => document.querySelector('.pane.derived').scrollTop") == still


def test_a_click_on_a_passage_brings_its_counterpart_to_the_same_height(show):
    shown = show(long_story(), "#/f/0/e/0/p/20")
    shown.page.wait_for_selector("mark.active")
    shown.page.locator(".pane.source mark.active").click()
    tops = [shown.page.locator(f".pane.{side} mark.active").bounding_box()["y"] for side in ("source", "derived")]

    assert shown.texts(".place") == ["Passage 21 of 30"]
    assert abs(tops[0] - tops[1]) < 2


def test_without_texts_the_page_says_why_there_is_no_comparison(show):
    graph = graphs.newsroom()
    shown = show(replace(graph, texts={}), "#/f/0/e/0")
    shown.page.wait_for_selector(".comparison")

    assert "from a graph without the texts" in shown.texts(".comparison .note")[0]
    shown.see("#/f/1/e/0", ".comparison:has-text('not in the corpus, so')")


# ---- the article -----------------------------------------------------------------------------------------


def test_a_click_on_an_article_shows_where_its_passages_come_from(show):
    wire = "The mayor opened the bridge. It had taken nine years."
    paper = "Early today the mayor said nothing. " + wire
    blog = "I was there. The mayor opened the bridge. It had taken nine years. So what."
    stretch = "The mayor opened the bridge. It had taken nine years."
    at = {name: text.index(stretch) for name, text in (("blog", blog), ("paper", paper), ("wire", wire))}
    nodes = tuple(
        Node(ArticleId(name), name.title(), None, f"The {name}", None, None, 9) for name in ("blog", "paper", "wire")
    )
    edges = tuple(
        graphs.edge(one, other, Kind.COPY, passages=(Passage(at[one], at[one] + 53, at[other], at[other] + 53),))
        for one, other in (("blog", "paper"), ("paper", "wire"))
    )
    texts = {ArticleId("blog"): blog, ArticleId("paper"): paper, ArticleId("wire"): wire}
    shown = show(DerivationGraph(nodes, edges, texts=texts))
    shown.page.locator("[data-article='0']").click()
    shown.page.wait_for_selector(".article")

    assert shown.texts(".article mark") == [stretch]
    assert shown.page.locator(".article .text").evaluate("node => node.textContent") == blog
    assert shown.texts(".sources a") == ["Paper"]
    assert shown.texts(".pieces .about") == ["from The paper, there probably from The wire"]
    shown.page.locator(".pieces a").click()
    shown.page.wait_for_selector(".comparison mark.active")
    shown.see("#/f/0/a/2", ".article:has-text('it is an origin of this family')")
    assert shown.texts(".takers a") == ["Paper"]


# ---- keyboard, labels, colours, paper --------------------------------------------------------------------


def test_everything_can_be_reached_with_the_keyboard(show):
    shown = show(graphs.newsroom())
    keys = shown.page.keyboard
    focused = "() => document.activeElement"
    shown.page.locator("#families a").first.focus()
    keys.press("ArrowDown")
    keys.press("Enter")
    shown.page.wait_for_selector("main h2:has-text('Market fees')")
    assert shown.page.evaluate(f"({focused})().tagName") == "H2"
    for _ in range(30):
        keys.press("Tab")
        if shown.page.evaluate(f"({focused})().classList.contains('edge')"):
            break
    keys.press("Enter")
    shown.page.wait_for_selector(".comparison")
    assert shown.page.evaluate(f"({focused})().id") == "what"
    keys.press("Escape")
    shown.page.wait_for_selector(".derivations")
    shown.see("#/f/0/e/3", ".panes")
    keys.press("n")
    keys.press("n")
    assert shown.texts(".place") == ["Passage 2 of 4"]
    keys.press("p")
    assert shown.texts(".place") == ["Passage 1 of 4"]


NAMELESS = """() => [...document.querySelectorAll("a, button, input, select, nav, [role]:not([role=status])")]
  .filter((node) => node.checkVisibility())
  .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.[0]?.textContent.trim()))
  .map((node) => node.outerHTML)"""


def test_whatever_can_be_used_has_a_name_for_a_screen_reader(show):
    shown = show(graphs.newsroom())
    shown.page.locator(".filters summary").click()
    for address, element in (
        ("#/f/1", ".derivations"),
        ("#/f/0/e/4", ".panes"),
        ("#/f/0/a/3", ".article"),
        ("#/about", ".legend"),
    ):
        shown.see(address, element)
        assert shown.page.evaluate(NAMELESS) == []

    shown.see("#/f/0", ".edge")
    label = shown.page.locator(".edge.summary").get_attribute("aria-label")
    assert re.fullmatch(
        "“A Sound Lines ferry .* …” is probably a summary of “Ferry runs aground off Pellin Sound”", label
    )


def luminance(colour: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb as WCAG 2 defines it."""
    digits = colour.strip().lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_contrast_in_light_and_dark(show, scheme):
    shown = show(graphs.newsroom(), color_scheme=scheme)
    value = "name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`)"
    colour = {
        name: luminance(shown.page.evaluate(value, name))
        for name in [
            "page",
            "card",
            "ink",
            "soft",
            "link",
            "kept",
            "faint",
            "active",
            "changed",
            "alone",
            "copy",
            "update",
            "excerpt",
            "summary",
            "rewrite",
        ]
    }
    inks = ("ink", "soft", "link", "alone", *(str(kind) for kind in Kind))
    pairs = [(name, ground) for name in inks for ground in ("page", "card")]
    pairs += [("ink", "kept"), ("ink", "faint"), ("ink", "active"), ("changed", "faint"), ("changed", "page")]

    for name, ground in pairs:
        light, dark = sorted((colour[name], colour[ground]), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, ground)
    assert (colour["page"] < 0.1) == (scheme == "dark")


def test_the_kinds_differ_without_colour(show):
    shown = show(graphs.newsroom())
    dashes = shown.page.evaluate(
        "kinds => kinds.map((kind) => getComputedStyle(document.querySelector(`.pick .${kind}`)).strokeDasharray)",
        [str(kind) for kind in Kind],
    )

    assert len(set(dashes)) == len(Kind)


def test_on_paper_the_texts_are_whole_and_the_list_is_gone(show):
    shown = show(long_story(), "#/f/0/e/0")
    shown.page.wait_for_selector(".panes")
    shown.page.emulate_media(media="print")
    cut = "() => [...document.querySelectorAll('.pane')].map((pane) => pane.scrollHeight - pane.clientHeight)"

    assert shown.page.evaluate(cut) == [0, 0]
    assert not shown.page.locator("#finder").is_visible()
    assert not shown.page.locator(".bar").is_visible()
    assert shown.page.locator(".comparison h3").is_visible()


def test_without_javascript_the_page_lists_what_was_found(show):
    shown = show(graphs.newsroom(), java_script_enabled=False)

    assert shown.page.locator("noscript li").count() == 9
    assert "is probably a copy of “Ferry runs aground" in shown.page.locator("noscript").inner_text()
    assert not shown.page.locator("#desk").is_visible()


# ---- nothing of the corpus can act -----------------------------------------------------------------------


def walk(shown: Shown, graph: DerivationGraph) -> str:
    """Open every family, edge and article of a report; return all that could be read on the way."""
    seen = []
    for number, (members, edges) in enumerate(families_of(graph)):
        shown.see(f"#/f/{number}", ".derivations")
        seen.append(shown.page.locator("body").text_content())
        for place, _ in enumerate(edges):
            shown.see(f"#/f/{number}/e/{place}", ".comparison")
            shown.page.keyboard.press("n")
            seen.append(shown.page.locator("main").text_content())
            shown.see(f"#/f/{number}", ".derivations")
        for member in members:
            shown.see(f"#/f/{number}/a/{number_of(graph, member)}", ".article")
            seen.append(shown.page.locator("main").text_content())
            shown.see(f"#/f/{number}", ".derivations")
    shown.see("#/about", ".about-page")
    shown.page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    seen.append(shown.page.locator("main").text_content())
    return "\n".join(seen)


FOREIGN = """() => ({
  links: [...document.querySelectorAll("a")].map((link) => link.getAttribute("href")),
  handlers: [...document.querySelectorAll("*")].flatMap((node) => node.getAttributeNames())
    .filter((name) => /^on/i.test(name)),
  elements: document.querySelectorAll("img, iframe, object, embed, link, base, #desk script, #desk style").length,
})"""


def test_a_hostile_graph_runs_nothing_requests_nothing_and_logs_nothing(show):
    graph = graphs.hostile()
    shown = show(graph)
    read = walk(shown, graph)
    found = shown.page.evaluate(FOREIGN)

    assert "<script>alert(1)</script>" in read
    assert "<img src=x onerror=alert(1)>" in read
    assert all(link.startswith("#") for link in found["links"])
    assert not found["handlers"]
    assert not found["elements"]


def test_a_hostile_corpus_stays_text_from_the_reader_to_the_page(show, tmp_path):
    attack = (
        "</script><script>alert(1)</script><img src=x onerror=alert(2)> \u2028 \u202eevil\u202c javascript:alert(3) "
    )
    body = (
        "The ferry Marigold ran aground off Pellin Sound with 84 people aboard, and a tug from Varrick took them off "
        "in three trips before noon while the harbour master watched from the quay with a lantern. "
    )
    records = [
        {
            "id": f"{attack}{n}",
            "title": f"{attack} title {n}",
            "text": f"{attack}\n\n{body}{attack}\n\n{body if n else ''}{attack}",
            "outlet": f"{attack} outlet {n}",
            "author": attack,
            "url": f"javascript:alert({n})//{attack}",
            "published": f"2025-03-0{n + 1}",
        }
        for n in range(3)
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    graph = mn.scan(mn.read(path))
    shown = show(graph)
    read = walk(shown, graph)

    assert len(graph.derivations) >= 2
    assert "<img src=x onerror=alert(2)>" in read
    assert all(link.startswith("#") for link in shown.page.evaluate(FOREIGN)["links"])


def test_marks_that_turn_writing_around_stay_in_their_paragraph(show):
    graph = story("\u202eone two three\n\nfour", "\u202eone two three\n\nfour", Passage(1, 14, 1, 14))
    graph = replace(graph, articles=tuple(replace(node, title="\u202eeltit") for node in graph.articles))
    shown = show(graph, "#/f/0/e/0")
    shown.page.wait_for_selector(".panes")
    isolation = "() => [...document.querySelectorAll('.text p')].map((node) => getComputedStyle(node).unicodeBidi)"

    assert set(shown.page.evaluate(isolation)) == {"isolate"}
    assert "\u202e" not in re.sub(r"\u202eone two three", "", shown.page.locator("#desk").text_content())


# ---- size ------------------------------------------------------------------------------------------------


def test_ten_thousand_articles_open_and_their_families_are_drawn_when_asked_for(show):
    shown = show(graphs.crowd(10_000, 3_000))
    listed = shown.page.locator("#families a").count()

    assert shown.texts("#found") == ["250 families"]
    assert listed == 200
    shown.page.locator("#finder > .more").click()
    shown.page.locator("#families a").nth(249).wait_for()
    assert shown.page.locator("#families a").count() == 250
    shown.page.locator("#families a").last.click()
    shown.page.wait_for_selector(".derivations")
    assert shown.page.locator(".box").count() == 13


def test_the_example_newsroom_opens_in_every_part(show):
    graph = mn.scan(mn.read(Path(__file__).parent.parent / "examples" / "newsroom"))
    shown = show(graph)

    read = walk(shown, graph)
    for edge in graph.derivations:
        assert all(ground.says in read for ground in edge.grounds)
