"""The synthetic corpora of any size: the same each time, each id once, awkward in the way they say."""

from __future__ import annotations

import json
from itertools import chain

import pytest

from minhash_news.model import ArticleId

import scale
from corpus import Edge


@pytest.fixture
def small(monkeypatch):
    for name, value in (("CHUNK", 60), ("COPIES", 20), ("VARIED", 5), ("SENTENCES", 30), ("GIANT", 20_000)):
        monkeypatch.setattr(scale, name, value)


def test_newsrooms_come_in_chunks_with_ids_and_edges_of_their_own(small):
    rooms = list(scale.newsrooms(150, 7))
    articles = list(chain.from_iterable(room.articles for room in rooms))
    ids = {article.id for article in articles}

    assert [len(room.articles) for room in rooms] == [60, 60, 30]
    assert len(ids) == 150
    assert all({edge.derived, edge.source} <= ids for room in rooms for edge in room.edges)
    assert articles == list(chain.from_iterable(room.articles for room in scale.newsrooms(150, 7)))


def test_shapes_are_what_they_are_called(small):
    made = {name: list(shape.articles) for name, shape in scale.shapes(60, 7).items()}
    copies = [article.text for article in made["exact copies"] if article.id.startswith("copy-")]
    near, varied = (
        [article.text for article in made[name] if article.id.startswith("near-")]
        for name in ("one bucket", "varied copies")
    )

    assert sum(article.text.endswith(made["a footer"][0].text[-100:]) for article in made["a footer"]) == 18
    assert (len(copies), len(set(copies))) == (20, 1)
    assert (len(set(near)), len(set(varied))) == (20, 5)
    assert len(set(near[0].split()) & set(near[1].split())) > len(set(varied[0].split()) & set(varied[1].split()))
    assert max(len(article.text) for article in made["a giant"]) == 20_000
    assert {article.text.count(".") for article in made["one sentence"]} == {1}
    assert all(len({article.id for article in some}) == len(some) for some in made.values())


def test_a_small_scan_in_a_process_of_its_own_finds_what_was_planted(small, tmp_path):
    room = next(scale.newsrooms(60, 7))
    scale.written(room.articles, tmp_path / "corpus.jsonl")
    cost = scale.scanned(tmp_path / "corpus.jsonl", tmp_path / "graph.json")
    found = scale.found(tmp_path / "graph.json", room.edges)

    assert min(cost.wall, cost.processor, cost.memory) > 0
    assert found["copy"][1] == 1.0
    assert all(0 <= direct <= near <= 1 for direct, near in found.values())


def test_an_edge_is_found_where_it_stands_and_near_where_the_two_are_in_one_family(tmp_path):
    graph = {
        "derivations": [{"derived": "b", "source": "a"}, {"derived": "c", "source": "b"}],
        "families": [{"articles": ["a", "b", "c"]}],
    }
    (tmp_path / "graph.json").write_text(json.dumps(graph))
    planted = [Edge(ArticleId(x), ArticleId(y), "copy") for x, y in (("b", "a"), ("c", "a"), ("d", "a"))]

    assert scale.found(tmp_path / "graph.json", planted) == {"copy": pytest.approx((1 / 3, 2 / 3))}
