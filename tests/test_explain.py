"""Why an article has the sources it has, and why not the nearest others."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import minhash_news as mn
from minhash_news.cli import main
from minhash_news.model import Kind, Measured
from tests import graphs

PIER = Path(__file__).parents[1] / "examples" / "newsroom" / "harbor-fire"
COMPILED = "inland-register-compiled.md"


@pytest.fixture(scope="module")
def pier():
    return mn.scan(mn.read(PIER))


def says(explanation):
    return {other.id: other.says for other in explanation.others}


def test_the_sources_are_those_of_the_graph_with_their_grounds(pier):
    found = mn.explain(pier, COMPILED)

    assert found.article.id == COMPILED
    assert found.sources == pier.sources_of(COMPILED)
    assert all(edge.grounds for edge in found.sources)


def test_the_nearest_others_come_first_and_none_is_a_source(pier):
    found = mn.explain(pier, COMPILED, most=3)
    chances = [other.probability for other in found.others]

    assert len(chances) == 3
    assert chances == sorted(chances, reverse=True)
    assert not {other.id for other in found.others} & {edge.source for edge in found.sources}


def test_a_grandparent_a_sibling_and_a_stranger_are_told_apart(pier):
    reasons = says(mn.explain(pier, COMPILED))
    update = "2026-03-04-update-technician-killed.md"

    assert reasons["2026-03-04-cold-storage-fire.md"] == (
        f"A source of its source: this article comes from it by way of {update}."
    )
    assert reasons["2026-03-06-update-electrical-panel.md"].startswith(f"Both come from {update},")
    assert reasons["coastline-briefs.txt"].startswith("Taken for independent: 0.")


def test_what_comes_from_an_article_is_no_source_of_it(pier):
    reasons = says(mn.explain(pier, "2026-03-04-cold-storage-fire.md"))

    assert reasons["harbor-buzz-now-4471.html"] == "It is a derivation of this article itself: copy."
    assert reasons[COMPILED].startswith("It comes from this article, by way of 2026-03-04-update")


def test_a_graph_from_a_file_explains_what_it_can(pier, tmp_path):
    pier.write(tmp_path / "graph.json")
    from minhash_news.export import read_graph

    found = mn.explain(read_graph(tmp_path / "graph.json"), COMPILED)

    assert found.sources == pier.sources_of(COMPILED)
    assert {other.probability for other in found.others} == {None}
    assert "A source of its source" in says(found)["2026-03-04-cold-storage-fire.md"]


def test_related_articles_of_two_families_and_joined_ones_are_explained():
    graph = graphs.newsroom()
    ids = [node.id for node in graph.articles if node.observed]
    pairs = sorted(sorted((ids.index(graphs.MARKET), ids.index(name))) for name in (graphs.WIRE, graphs.STALLS))
    measured = Measured(np.array(pairs, np.int32), np.array([0.6, 0.6]))
    reasons = says(mn.explain(replace(graph, measured=measured), graphs.MARKET))

    assert reasons[graphs.WIRE].startswith("Perhaps related, but not surely enough")
    assert reasons[graphs.STALLS].startswith(f"Both come from {graphs.AGENCY},")


def test_an_unknown_direction_is_said():
    reasons = says(mn.explain(graphs.newsroom(), graphs.TWIN_A))

    assert "the direction is unknown" in reasons[graphs.TWIN_B]


def test_articles_that_meet_in_a_third_are_of_one_family():
    compiled = [graphs.edge(graphs.COPY, source, Kind.COPY) for source in (graphs.WIRE, graphs.MARKET)]
    graph = replace(graphs.newsroom(), derivations=tuple(compiled))

    assert says(mn.explain(graph, graphs.WIRE))[graphs.MARKET].startswith(
        f"Of one family, joined by way of {graphs.COPY}"
    )


def test_an_unknown_article_is_refused_with_what_is_like_it(pier):
    with pytest.raises(mn.UnknownArticleError, match=r"did you mean 'inland-register-compiled\.md'"):
        mn.explain(pier, "inland-register.md")


def test_the_command_prints_the_explanation_alone(tmp_path):
    shown = CliRunner().invoke(main, ["scan", str(PIER), "--explain", COMPILED])

    lines = shown.stdout.splitlines()
    assert lines[0] == COMPILED
    assert "sources" in lines
    assert "no sources, though near" in lines
    assert "family 1" not in shown.stdout


def test_the_command_refuses_an_article_that_is_not_there():
    shown = CliRunner().invoke(main, ["scan", str(PIER), "--explain", "nothing.md"])

    assert shown.exit_code == 1
    assert "no article 'nothing.md' in this graph" in shown.stderr
