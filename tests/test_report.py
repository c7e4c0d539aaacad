"""The page: it says what the graph says, and nothing in it can act."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from minhash_news import report
from minhash_news.model import ArticleId, Kind, Passage
from minhash_news.report_drawing import generations
from minhash_news.report_passages import side_by_side
from tests import graphs

VOID = {"meta", "input", "path", "rect"}


class Page(HTMLParser):
    """A strict reader: tags must close in order, and everything met is kept."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.raw: dict[str, str] = {}
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("style", "script"):
            self.raw[self.open[-1]] = data
        else:
            self.words += data

    def values(self, name: str) -> list[str | None]:
        return [value for _tag, one, value in self.attributes if one == name]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(report.render(graphs.newsroom()))


def test_the_figures_stand_at_the_top(page):
    words = " ".join(page.words.split())

    assert "articles11families3independent origins4derivations9sources not in the corpus1files skipped2" in words


def test_every_derivation_is_told(page):
    assert page.words.count("probably from it") == 8
    assert page.words.count("which came first is unknown") == 1 + 1  # the derivation and the legend
    for edge in graphs.newsroom().derivations:
        assert all(ground.says in page.words for ground in edge.grounds)
    assert "stole" not in page.words
    assert "plagiar" not in page.words


def test_every_tag_is_closed_and_every_id_is_used_once(page):
    ids = page.values("id")

    assert not page.open
    assert len(ids) == len(set(ids))


def test_every_link_inside_the_page_leads_somewhere(page):
    targets = [value[1:] for value in page.values("href") if value.startswith("#")]

    assert set(targets) <= set(page.values("id"))
    assert any("-d0" in target for target in targets)


def test_a_passage_is_marked_in_both_texts_and_linked_both_ways():
    text = side_by_side("one two three", "zero one two", [Passage(0, 7, 5, 12)], "x", 1000)

    assert '<a class="passage" id="x-d0" href="#x-s0"><mark>one two</mark></a> three' in text
    assert 'zero <a class="passage" id="x-s0" href="#x-d0"><mark>one two</mark></a>' in text


def test_overlapping_and_impossible_passages_keep_the_text_whole():
    spans = [Passage(0, 6, 0, 6), Passage(3, 9, 3, 9), Passage(50, 90, 8, 4), Passage(4, 5, 4, 5)]
    text = side_by_side("abcdefghijk", "abcdefghijk", spans, "x", 1000)

    assert re.sub("<[^>]+>", "", text).count("abcdefghijk") == 2


def test_a_long_text_is_cut_and_says_so():
    long = "word " * 4000
    text = side_by_side(long, long, [Passage(10_000, 10_200, 0, 200)], "x", 2000)

    assert len(re.sub("<[^>]+>", "", text)) < 5000
    assert "[9,680 characters left out]" in text
    assert "characters not shown here" in text


def test_no_texts_no_passages_and_a_note():
    page = Page(report.render(replace(graphs.newsroom(), texts={})))

    assert "mark" not in page.tags
    assert "The texts are not in the file" in page.words


def test_a_graph_without_derivations_says_so():
    page = Page(report.render(replace(graphs.newsroom(), derivations=())))

    assert "No article here is derived from another." in page.words


# ---- nothing of the corpus can act -----------------------------------------------------------------------


def test_the_policy_lets_only_our_own_style_and_script_through(page):
    [policy] = [value for value in page.values("content") if "default-src" in value]

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.raw[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_hostile_articles_add_no_tag_and_no_address():
    plain = Page(report.render(graphs.newsroom()))
    hostile = Page(report.render(graphs.hostile()))

    assert set(hostile.tags) <= set(plain.tags)
    assert hostile.tags["script"] == hostile.tags["style"] == hostile.tags["title"] - len(graphs.HOSTILE) == 1
    assert not hostile.open
    assert all(value.startswith("#") for value in hostile.values("href"))
    assert not [name for _, name, _ in hostile.attributes if name.startswith("on") or name == "style"]
    assert "<script>alert(1)</script>" in hostile.words


def test_no_control_character_reaches_the_page():
    text = report.render(graphs.hostile())

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", text)


def test_only_web_addresses_become_links():
    def linked(url: str) -> bool:
        nodes = tuple(replace(node, url=url) for node in graphs.newsroom().articles)
        page = Page(report.render(replace(graphs.newsroom(), articles=nodes)))
        return any(not value.startswith("#") for value in page.values("href"))

    assert linked("https://post.example/a?b=1&c=2")
    assert linked("http://post.example")
    for url in (
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "file:///etc",
        "//x",
        "https:",
        "https://[",
        "java\nscript:x",
    ):
        assert not linked(url), url


def test_nothing_is_loaded_from_anywhere(page):
    assert not page.values("src")
    assert not {"link", "img", "iframe", "object", "use"} & set(page.tags)
    assert "url(" not in page.raw["style"]
    assert "@import" not in page.raw["style"]


# ---- the drawing -----------------------------------------------------------------------------------------


def test_what_is_derived_stands_right_of_its_sources():
    graph = graphs.newsroom()
    nodes = {node.id: node for node in graph.articles}
    found = generations(nodes, graph.derivations)

    assert all(found[edge.derived] > found[edge.source] for edge in graph.derivations)


def test_a_circle_is_drawn_all_the_same():
    wire, copy = ArticleId(graphs.WIRE), ArticleId(graphs.COPY)
    circle = (graphs.edge(wire, copy, Kind.COPY), graphs.edge(copy, wire, Kind.COPY))
    page = Page(report.render(replace(graphs.newsroom(), derivations=circle)))

    assert page.tags["rect"] == 2
    assert "Circular" in page.words


def test_unobserved_sources_are_drawn_as_such():
    assert report.render(graphs.newsroom()).count('<g class="box unobserved">') == 1


# ---- size ------------------------------------------------------------------------------------------------


def test_ten_thousand_articles_stay_quick_and_small():
    graph = graphs.crowd(10_000, 3_000)
    started = time.perf_counter()
    text = report.render(graph)

    assert time.perf_counter() - started < 5
    assert len(text) < 12_000_000


def test_a_family_too_large_to_draw_keeps_its_table():
    graph = graphs.crowd(200, 10)
    star = tuple(graphs.edge(node.id, graph.articles[0].id, Kind.COPY) for node in graph.articles[1:])
    page = Page(report.render(replace(graph, derivations=star)))

    assert "Too many articles for a drawing." in page.words
    assert page.words.count("probably from it") == 199


def test_equal_graphs_give_equal_pages():
    assert report.render(graphs.newsroom()) == report.render(graphs.newsroom())


def test_the_report_says_what_was_capped():
    graph = replace(graphs.newsroom(), limits={"capped_buckets": 2, "articles_in_capped_buckets": 9000})

    assert "2 LSH buckets, with 9,000 articles, were too full" in report.render(graph)
    assert "too full" not in report.render(graphs.newsroom())
