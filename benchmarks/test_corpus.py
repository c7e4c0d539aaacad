"""The synthetic newsroom is what the benchmarks take it for."""

from __future__ import annotations

from collections import Counter

from corpus import invent


def test_same_seed_gives_the_same_newsroom():
    assert invent(200, seed=3) == invent(200, seed=3)
    assert invent(200, seed=3) != invent(200, seed=4)


def test_every_edge_joins_two_articles_and_its_source_is_earlier():
    newsroom = invent(400)
    published = {article.id: article.published for article in newsroom.articles}

    assert len(published) == 400
    assert newsroom.edges
    assert all(published[edge.source] < published[edge.derived] for edge in newsroom.edges)


def test_about_three_in_ten_are_derived_in_four_ways():
    kinds = Counter(edge.kind for edge in invent(2000).edges)

    assert 0.2 < sum(kinds.values()) / 2000 < 0.4
    assert {"copy", "update", "excerpt", "rewrite"} == set(kinds)


def test_some_outlets_put_one_footer_below_all_their_articles():
    endings: dict[str, set[str]] = {}
    for article in invent(600).articles:
        endings.setdefault(article.outlet, set()).add(article.text.rsplit("\n\n", 1)[1])
    with_footer = sum(len(found) == 1 for found in endings.values())

    assert 0 < with_footer < len(endings) / 2
