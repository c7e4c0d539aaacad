"""The page as it is written: it says what the graph says, and nothing in it can act."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import zlib
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minhash_news import report
from minhash_news.model import ArticleId, DerivationGraph, Kind, Node, Passage
from minhash_news.report import packed
from tests import graphs

VOID = {"meta"}
RAW = {"style", "script", "noscript"}


class Page(HTMLParser):
    """A strict reader that runs scripts as a browser does: tags must close in order, and everything met is kept."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.blocks: dict[str, str] = {}
        self.words = ""
        self._block = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        self._block = dict(attrs).get("id") or tag
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("style", "script"):
            self.blocks[self._block] = self.blocks.get(self._block, "") + data
        else:
            self.words += data

    def values(self, name: str) -> list[str | None]:
        return [value for _tag, one, value in self.attributes if one == name]

    def index(self) -> dict:
        return json.loads(self.blocks["index"])

    def family(self, number: int) -> dict:
        return json.loads(zlib.decompress(base64.b64decode(self.blocks[f"family-{number}"])))


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(report.render(graphs.newsroom()))


def test_the_figures_stand_at_the_top(page):
    assert "11 articles · 3 families · 4 independent origins · 9 derivations · 1 source not in the corpus" in page.words
    assert "2 files skipped" in page.words


def test_every_derivation_is_told_without_javascript_too(page):
    assert page.words.count("is probably") == 8
    assert page.words.count("which came first is unknown") == 1
    assert "A Sound Lines" not in page.words
    for edge in graphs.newsroom().derivations:
        assert edge.grounds[0].says in page.words


def test_nothing_is_called_theft(page):
    said = page.words + page.blocks["script"]

    assert not re.search("stole|stolen|steal|plagiar|theft|guilt", said, re.IGNORECASE)
    assert "probably" in said


def test_every_tag_is_closed_and_every_id_is_used_once(page):
    ids = page.values("id")

    assert not page.open
    assert len(ids) == len(set(ids))


def test_the_index_has_every_article_edge_and_skipped_file(page):
    graph, index = graphs.newsroom(), page.index()

    assert {one["id"] for one in index["articles"]} == {node.id for node in graph.articles}
    assert sum(len(family["edges"]) for family in index["families"]) == len(graph.derivations)
    assert index["alone"] == 1
    assert [path for path, _ in index["skipped"]] == ["ferry/empty.txt", "ferry/photo.jpg"]


def test_a_family_has_its_texts_grounds_and_passages(page):
    graph = graphs.newsroom()
    ferry = page.family(0)
    edges = [edge for edge in graph.derivations if edge.derived.startswith("ferry/")]

    assert ferry["texts"] == [graph.texts[name] for name in graph.families()[0].articles]
    for told, edge in zip(ferry["edges"], edges, strict=True):
        assert [says for says, _ in told["grounds"]] == [ground.says for ground in edge.grounds]
        assert told["passages"] == [
            [p.derived_start, p.derived_end, p.source_start, p.source_end] for p in edge.passages
        ]


def pair(source: str, derived: str, *passages: Passage) -> Page:
    nodes = tuple(Node(ArticleId(name), "", None, None, None, None, 9) for name in "ab")
    edge = graphs.edge("b", "a", Kind.COPY, passages=passages)
    return Page(report.render(DerivationGraph(nodes, (edge,), texts={ArticleId("a"): source, ArticleId("b"): derived})))


@given(st.text(max_size=40), st.data())
def test_passages_are_counted_as_javascript_counts(text, data):
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    found = pair(text, text, Passage(start, end, start, end)).family(0)["edges"][0]["passages"]
    units = text.encode("utf-16-le", "surrogatepass")

    if start == end:
        assert found == []
    else:
        [[first, last, *_]] = found
        assert units[2 * first : 2 * last] == text[start:end].encode("utf-16-le", "surrogatepass")


def test_impossible_passages_are_left_out():
    beyond, backwards = Passage(50, 90, 8, 4), Passage(3, 1, 0, 2)

    assert pair("abcdefghij", "abcdefghij", beyond, backwards).family(0)["edges"][0]["passages"] == []


def test_an_article_without_a_title_is_called_by_its_first_words():
    first, second = pair(" \n The pier burned\n\nHarbour Gazette", "x " + "lengthy " * 50).index()["articles"]

    assert first["opening"] == "The pier burned"
    assert second["opening"] == "x" + " lengthy" * ((packed.OPENING - 1) // 8)


def test_no_texts_no_passages():
    page = Page(report.render(replace(graphs.newsroom(), texts={})))

    assert page.index()["withTexts"] is False
    assert set(page.family(0)["texts"]) == {None}


def test_texts_for_which_there_is_no_room_are_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(packed, "MOST_TEXT", 1700)
    page = Page(report.render(graphs.newsroom()))

    assert page.index()["textsLeftOut"] == 2
    assert all(page.family(0)["texts"])
    assert not any(page.family(1)["texts"])
    assert page.family(1)["edges"][0]["grounds"]


def test_articles_without_relatives_beyond_the_limit_are_counted(monkeypatch):
    monkeypatch.setattr(packed, "MOST_ALONE", 5)
    index = Page(report.render(replace(graphs.newsroom(), derivations=()))).index()

    assert (index["alone"], len(index["articles"])) == (12, 5)


# ---- nothing of the corpus can act -----------------------------------------------------------------------


def test_the_policy_lets_only_our_own_style_and_script_through(page):
    [policy] = [value for value in page.values("content") if "default-src" in value]

    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.blocks[tag].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_script_makes_no_markup_of_strings(page):
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function", page.blocks["script"]
    )


def test_hostile_articles_add_no_tag_and_no_address():
    plain = Page(report.render(graphs.newsroom()))
    hostile = Page(report.render(graphs.hostile()))

    assert set(hostile.tags) <= set(plain.tags)
    assert hostile.tags["style"] == hostile.tags["title"] == 1
    assert hostile.tags["script"] == 3  # the index, one family, the script
    assert not hostile.open
    assert not hostile.values("href")
    assert not [name for _, name, _ in hostile.attributes if name.startswith("on") or name == "style"]
    assert "<script>alert(1)</script>" in hostile.words


def test_the_data_blocks_are_plain_ascii_that_ends_no_element():
    page = Page(report.render(graphs.hostile()))

    for name, block in page.blocks.items():
        if name not in ("style", "script"):
            assert block.isascii()
            assert block.isprintable()
            assert not set("<>&") & set(block)
    assert page.family(0)["texts"][0] == graphs.HOSTILE[0] + " and so on"


def test_no_control_character_reaches_the_page():
    text = report.render(graphs.hostile())

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", text)


def test_only_web_addresses_become_links():
    def linked(url: str) -> bool:
        nodes = tuple(replace(node, url=url) for node in graphs.newsroom().articles)
        page = Page(report.render(replace(graphs.newsroom(), articles=nodes)))
        return any("url" in article for article in page.index()["articles"])

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
    assert not page.values("href")
    assert not {"link", "img", "iframe", "object", "use"} & set(page.tags)
    assert "url(" not in page.blocks["style"]
    assert "@import" not in page.blocks["style"]


# ---- size ------------------------------------------------------------------------------------------------


def test_ten_thousand_articles_stay_far_below_sixty_megabytes():
    text = report.render(graphs.crowd(10_000, 3_000))

    assert len(text) < 25_000_000


def test_texts_that_hardly_deflate_do_not_break_the_limit():
    luck = random.Random(1)
    crowd = graphs.crowd(2_000, 1_000)
    noise = {node.id: luck.randbytes(45_000).hex() for node in crowd.articles}
    text = report.render(replace(crowd, texts=noise))

    assert 30_000_000 < len(text) < 60_000_000
    assert '"textsLeftOut":0' not in text


def test_equal_graphs_give_equal_pages():
    assert report.render(graphs.newsroom()) == report.render(graphs.newsroom())


def test_the_page_has_what_was_capped():
    limits = {"capped_buckets": 2, "articles_in_capped_buckets": 9000}

    assert Page(report.render(replace(graphs.newsroom(), limits=limits))).index()["limits"] == limits
