"""From articles to derivation graph through the public door."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.cli import main
from minhash_news.model import Direction, Kind
from tests.histories import EVALUATION, NEWSROOM, PRESSE, needs_evaluation, truth_of
from tests.oracles import directed_f1, has_cycle
from tests.stories import (
    BRIDGE,
    BRIDGE_EXCERPT,
    BRIDGE_SUMMARY,
    BRIDGE_UPDATE,
    CAMPANA,
    CHESS,
    HERONS,
    MERCADO,
    MERCADO_COPIA,
    SCHLEUSE,
    SCHLEUSE_KURZ,
    SCHULGARTEN,
    UNRELATED,
    article,
    articles,
    background,
    retold,
)


def bridge():
    """Five articles about a bridge, with dates, from one original."""
    texts = {
        "a-lantern": (BRIDGE, "2026-03-03T09:00:00Z"),
        "b-copy": (f"ORVELL — {BRIDGE}", "2026-03-03T15:00:00Z"),
        "c-summary": (BRIDGE_SUMMARY, "2026-03-04T07:00:00Z"),
        "d-update": (BRIDGE_UPDATE, "2026-03-06T21:00:00Z"),
        "e-column": (BRIDGE_EXCERPT, "2026-03-07T06:00:00Z"),
    }
    return [article(name, text, published=published) for name, (text, published) in texts.items()]


def pairs_of(graph):
    return {(edge.derived, edge.source) for edge in graph.derivations}


def observed(graph):
    here = {node.id for node in graph.articles if node.observed}
    return [edge for edge in graph.derivations if edge.source in here]


def true_edges(truth):
    return {(derived, source) for derived, (_, sources) in truth.items() for source in sources}


def undirected(edges):
    return {tuple(sorted(edge)) for edge in edges}


def written(graph, tmp_path):
    graph.write(tmp_path / "graph.json")
    return (tmp_path / "graph.json").read_bytes()


@pytest.fixture(scope="module")
def newsroom():
    return mn.read(NEWSROOM)


@pytest.fixture(scope="module")
def newsroom_graph(newsroom):
    return mn.scan(newsroom)


@pytest.fixture(scope="module")
def presse_graph():
    return mn.scan(mn.read(PRESSE))


# ---- what is found ---------------------------------------------------------------------------------------


def test_in_the_newsroom_nearly_all_is_found_and_nothing_that_is_not_there(newsroom_graph):
    truth = truth_of(NEWSROOM)
    found = {(e.derived, e.source) for e in observed(newsroom_graph) if e.direction is Direction.KNOWN}

    assert len(true_edges(truth)) == 16
    assert directed_f1(found, true_edges(truth)) >= 0.95


def test_in_the_newsroom_unrelated_articles_and_independent_reports_stay_apart(newsroom_graph):
    truth = truth_of(NEWSROOM)
    alone = {name for name, (kind, _) in truth.items() if kind == "distractor"}
    alone |= {node.id for node in newsroom_graph.articles if node.observed} - set(truth)  # the morning briefs
    sources = {source for _, source in true_edges(truth)}
    alone |= {name for name, (kind, _) in truth.items() if kind == "indep" and name not in sources}

    assert len(alone) == 10
    assert [pair for pair in pairs_of(newsroom_graph) if set(pair) & alone] == []


def test_in_the_newsroom_both_papers_with_the_absent_agencys_story_have_it_for_a_source(newsroom_graph):
    [source] = [node.id for node in newsroom_graph.articles if not node.observed]

    assert {edge.derived.split("/")[1] for edge in newsroom_graph.derived_from(source)} == {
        "kreisanzeiger-morlen-ermittlungen.md",
        "sundersheimer-tageblatt-razzia.txt",
    }


def test_in_french_and_spanish_copies_and_updates_are_found_with_their_sources(presse_graph):
    truth = truth_of(PRESSE)
    found = {(e.derived, e.source): e.kind for e in observed(presse_graph) if e.direction is Direction.KNOWN}

    for truly, kind, there_are in (("copy", Kind.COPY, 9), ("revision", Kind.UPDATE, 4)):
        edges = {(child, source) for child, (was, sources) in truth.items() if was == truly for source in sources}
        assert len(edges) == there_are
        assert {edge for edge in edges if found.get(edge) is kind} == edges


def test_in_french_and_spanish_nothing_joins_the_families_or_touches_a_stranger(presse_graph):
    truth = truth_of(PRESSE)
    strangers = {name for name, (kind, _) in truth.items() if kind == "distractor"}
    pairs = pairs_of(presse_graph)

    assert len(strangers) == 6
    assert [pair for pair in pairs if set(pair) & strangers] == []
    assert [
        (one, other) for one, other in pairs if {one, other} <= set(truth) and Path(one).parent != Path(other).parent
    ] == []


def test_a_small_english_family_is_found_among_strangers():
    graph = mn.scan([*bridge(), *background()])

    assert {edge.derived for edge in graph.derivations} == {"b-copy", "c-summary", "d-update", "e-column"}
    assert {edge.derived: edge.kind for edge in graph.derivations}["c-summary"] is Kind.SUMMARY
    assert graph.origins()[0] == "a-lantern"
    assert [set(family.articles) for family in graph.families()] == [{one.id for one in bridge()}]


@pytest.mark.parametrize("seed", range(4))
def test_short_copies_of_one_text_come_from_it_though_some_are_nearer_to_each_other(seed):
    dice = np.random.default_rng(seed)
    paragraphs = "\n\n".join([BRIDGE, *UNRELATED]).split("\n\n")
    copies = {f"copy{number}": retold(paragraphs, dice, kept=0.6, changed=0.4) for number in range(8)}
    graph = mn.scan(articles(source="\n\n".join(paragraphs), **copies))
    found = {(edge.source, edge.derived) for edge in graph.derivations}

    assert len(found) == len(copies)
    assert len(found & {("source", copy) for copy in copies}) >= len(copies) - 1


def test_versions_of_one_text_come_each_from_the_one_before():
    dice = np.random.default_rng(2)
    told, versions = [BRIDGE, *UNRELATED], {}
    for number in range(5):
        versions[f"version{number}"] = "\n\n".join(told)
        told[number] = retold(told[number].split("\n\n"), dice, kept=0.7, changed=0.5)
    joined = {frozenset((edge.source, edge.derived)) for edge in mn.scan(articles(**versions)).derivations}

    assert joined == {frozenset(step) for step in pairwise(versions)}


@pytest.mark.parametrize(
    ("source", "derived", "stranger", "kind"),
    [
        (MERCADO, MERCADO_COPIA, CAMPANA, Kind.COPY),
        (SCHLEUSE, SCHLEUSE_KURZ, SCHULGARTEN, Kind.SUMMARY),
    ],
    ids=["Spanish", "German"],
)
def test_families_in_other_languages_are_found(source, derived, stranger, kind):
    graph = mn.scan(
        [
            article("new", derived, published="2026-05-03T09:00:00Z"),
            article("old", source, published="2026-05-01T09:00:00Z"),
            article("other", stranger, published="2026-05-02T09:00:00Z"),
            *background(),
        ]
    )

    assert [(edge.derived, edge.source, edge.kind) for edge in graph.derivations] == [("new", "old", kind)]


# ---- the same every time ---------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_graph_json_is_the_same_to_the_byte_whatever_the_order_and_the_workers(
    newsroom, newsroom_graph, workers, tmp_path
):
    shuffled = list(newsroom)
    random.Random(workers).shuffle(shuffled)
    graph = mn.scan(mn.Corpus(tuple(shuffled), newsroom.skipped), mn.Settings(workers=workers))

    assert written(newsroom_graph, tmp_path) == written(graph, tmp_path)


def test_the_folder_gives_the_same_graph_json_as_its_files_given_in_another_order(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for one in bridge():
        (folder / f"{one.id}.md").write_text(f"---\ndate: {one.published}\n---\n\n{one.text}\n", "utf-8")
    files = sorted(folder.iterdir(), reverse=True)
    graphs = [mn.scan(mn.read(folder)), mn.scan(mn.read(*files)), mn.scan(mn.read(*files[2:], *files[:2]))]

    assert len(graphs[0].derivations) == 4
    assert len({written(graph, tmp_path) for graph in graphs}) == 1


def alike_but_for_a_stranger(before, after, stranger):
    assert {node.id for node in after.articles} - {node.id for node in before.articles} == {stranger}
    assert pairs_of(before) == pairs_of(after)
    for one, other in zip(before.derivations, after.derivations, strict=True):
        assert (one.kind, one.direction) == (other.kind, other.direction)
        assert other.confidence == pytest.approx(one.confidence, abs=0.02)
        assert other.direction_confidence == pytest.approx(one.direction_confidence, abs=0.02)


@pytest.mark.parametrize("name", ["0-first", "z-last"])
@pytest.mark.parametrize("text", [SCHULGARTEN, CAMPANA, "Fog.", ""])
def test_an_unrelated_article_more_changes_next_to_nothing(newsroom, newsroom_graph, name, text):
    graph = mn.scan([*newsroom, article(name, text, published="2026-01-01")])

    alike_but_for_a_stranger(newsroom_graph, graph, name)


def test_an_unrelated_article_more_in_a_corpus_of_five_changes_next_to_nothing():
    alike_but_for_a_stranger(mn.scan(bridge()), mn.scan([*bridge(), article("herons", HERONS)]), "herons")


# ---- what holds of every graph ---------------------------------------------------------------------------


def test_every_derivation_says_what_it_rests_on(newsroom, newsroom_graph):
    texts = {one.id: set(one.text.casefold().split()) for one in newsroom}

    for edge in newsroom_graph.derivations:
        assert edge.grounds
        assert all(ground.says and ground.signal for ground in edge.grounds)
        assert 0.5 <= edge.confidence <= 1
        assert 0.5 <= edge.direction_confidence <= 1
    for edge in observed(newsroom_graph):
        assert len(texts[edge.derived] & texts[edge.source]) > 10
        assert edge.passages or any(ground.signal.startswith("shared") for ground in edge.grounds)


def test_passages_of_every_derivation_lie_in_the_texts(newsroom, newsroom_graph):
    texts = {one.id: one.text for one in newsroom}

    for edge in observed(newsroom_graph):
        assert list(edge.passages) == sorted(edge.passages, key=lambda p: p.derived_start)
        for p in edge.passages:
            assert 0 <= p.derived_start < p.derived_end <= len(texts[edge.derived])
            assert 0 <= p.source_start < p.source_end <= len(texts[edge.source])
        assert 0 <= edge.coverage.derived <= 1
        assert 0 <= edge.coverage.source <= 1


def test_no_derivation_comes_twice_nor_either_way_round_nor_in_a_ring(newsroom_graph):
    edges = [(edge.derived, edge.source) for edge in newsroom_graph.derivations]
    numbers = {node.id: number for number, node in enumerate(newsroom_graph.articles)}

    assert edges == sorted(set(edges))
    assert not has_cycle((numbers[derived], numbers[source]) for derived, source in edges)


def test_families_are_what_the_edges_join_and_nothing_else(newsroom_graph):
    joined = {end for edge in newsroom_graph.derivations for end in (edge.derived, edge.source)}
    families = newsroom_graph.families()
    home = {name: number for number, family in enumerate(families) for name in family.articles}

    assert set(home) == joined
    assert len(joined) == sum(len(family.articles) for family in families)
    assert all(home[edge.derived] == home[edge.source] for edge in newsroom_graph.derivations)
    assert mn.DerivationGraph(newsroom_graph.articles, ()).families() == ()
    for family in families:
        inside = [edge for edge in newsroom_graph.derivations if edge.derived in family.articles]
        assert len(inside) >= len(family.articles) - 1
        assert set(family.origins) == set(family.articles) - {edge.derived for edge in inside}


def test_the_graph_has_every_article_and_every_skipped_file(newsroom, newsroom_graph):
    assert [one.id for one in newsroom] == [node.id for node in newsroom_graph.articles if node.observed]
    assert newsroom.skipped == newsroom_graph.skipped


# ---- settings --------------------------------------------------------------------------------------------


def test_what_is_less_likely_than_asked_for_is_left_out(newsroom, newsroom_graph):
    graph = mn.scan(newsroom, mn.Settings(min_confidence=0.97))

    assert all(edge.confidence >= 0.97 for edge in graph.derivations)
    assert 0 < len(graph.derivations) < len(newsroom_graph.derivations)


def test_without_dates_the_dates_change_nothing(newsroom):
    undated = [replace(one, published=None) for one in newsroom]
    turned = [replace(one, published=f"{2030 - n}-01-01") for n, one in enumerate(newsroom)]
    graphs = [mn.scan(some, mn.Settings(use_dates=False)) for some in (newsroom, undated, turned)]

    assert graphs[0].derivations == graphs[1].derivations == graphs[2].derivations
    assert not any(ground.signal == "publication dates" for edge in graphs[0].derivations for ground in edge.grounds)


def test_with_dates_the_dates_turn_a_copy_round():
    first, second = article("a", BRIDGE, published="2026-03-01"), article("b", BRIDGE, published="2026-03-08")

    assert pairs_of(mn.scan([first, second])) == {("b", "a")}
    assert pairs_of(mn.scan([replace(first, published="2026-03-15"), second])) == {("a", "b")}


def test_two_articles_of_one_id_are_refused():
    with pytest.raises(mn.SettingsError, match="'a'"):
        mn.scan([article("a", BRIDGE), article("b", CHESS), article("a", HERONS)])


# ---- corpora at the edge ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [[], [BRIDGE], [""], ["", "", ""], ["…", "!!!"], ["", BRIDGE], ["One."] * 2 + [""], [CHESS, HERONS]],
    ids=["none", "one", "empty", "empties", "no words", "one and empty", "one word each", "strangers"],
)
def test_where_nothing_derives_there_is_no_family_of_long_texts(texts, tmp_path):
    some = [article(str(n), text) for n, text in enumerate(texts)]
    graph = mn.scan(some)

    assert len(graph.articles) == len(texts)
    assert all(len(some[int(edge.derived)].text) < 50 for edge in graph.derivations)
    for ending in (".json", ".html", ".csv", ".dot", ".graphml", ".prov.json", ".jsonld"):
        graph.write(tmp_path / f"graph{ending}")


def dated_copies(copies, apart, seed):
    """Copies of one text, the earliest first; their ids say nothing of their dates, or run against them."""
    names = [f"{n:02}" for n in reversed(range(copies))]
    if seed:
        random.Random(seed).shuffle(names)
    first = datetime(2026, 3, 1, 8, tzinfo=UTC)
    return [article(name, BRIDGE, published=(first + n * apart).isoformat()) for n, name in enumerate(names)]


@pytest.mark.parametrize("apart", [timedelta(minutes=2), timedelta(hours=1), timedelta(days=1)], ids=str)
@pytest.mark.parametrize(("copies", "seed"), [(2, 0), (3, 1), (4, 2), (8, 3), (22, 0), (30, 4), (50, 0)])
def test_exact_copies_all_come_from_the_earliest_or_from_each_other(copies, seed, apart):
    some = dated_copies(copies, apart, seed)
    graph = mn.scan([*some, *background()])

    [family] = graph.families()
    assert len(family.articles) == copies
    assert len(graph.derivations) == copies - 1
    assert {edge.kind for edge in graph.derivations} == {Kind.COPY}
    assert family.origins == (some[0].id,)
    published = {one.id: one.published for one in some}
    known = [edge for edge in graph.derivations if edge.direction is Direction.KNOWN]
    assert [edge for edge in known if published[edge.derived] < published[edge.source]] == []


@pytest.mark.parametrize("copies", [4, 8, 30])
@pytest.mark.parametrize("undated", [1, 2, -1])
def test_of_exact_copies_the_earliest_is_the_origin_though_one_has_no_date(copies, undated):
    some = dated_copies(copies, timedelta(days=1), seed=copies)
    some[undated] = replace(some[undated], published=None)
    graph = mn.scan([*some, *background()])

    assert [family.origins for family in graph.families()] == [(some[0].id,)]
    assert {edge.derived: edge.direction for edge in graph.derivations}[some[undated].id] is Direction.UNKNOWN


@pytest.mark.parametrize("copies", [2, 5, 30])
def test_exact_copies_without_dates_are_one_family_of_unknown_direction(copies):
    graph = mn.scan([article(f"{n:02}", BRIDGE) for n in range(copies)])

    assert [len(family.articles) for family in graph.families()] == [copies]
    assert {edge.kind for edge in graph.derivations} == {Kind.COPY}
    assert {edge.direction for edge in graph.derivations} == {Direction.UNKNOWN}


# ---- bad input through the command line ------------------------------------------------------------------


@pytest.fixture(scope="module")
def rubbish(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rubbish")
    contents = {
        "zero.txt": b"",
        "blank.txt": b" \n\n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(90),
        "picture-called-text.txt": b"\x89PNG\r\n\x1a\n" + bytes(90),
        "one-line.txt": b"The plover sat on the drumlin and sang of wherries and 1,937 eels. " * 300_000,
        "invalid-utf8.txt": HERONS.encode() + b"\xff\xfe\xc3( and \xe2\x82 more \x80 of it.",
        "utf16.txt": BRIDGE.encode("utf-16"),
        "nuls.txt": CHESS.replace(" ", "\x00 ", 40).encode(),
        "punctuation.txt": "… !!! ??? — “” ()".encode(),
        "one-word.txt": b"Fog",
        "cjk.txt": ("東京で雨が降り、橋は十月まで閉鎖される。" * 30).encode(),
        "rtl.txt": ("أغلق الجسر أمام الشاحنات حتى أكتوبر، قال المهندس. " * 20).encode(),
        "emoji.txt": "👩‍👩‍👧 1️⃣ 🇩🇪 ⚽️ ".encode() * 200,
        "broken-front-matter.md": ("---\ntitle: [unclosed\ndate: \x07\n---\n\n" + BRIDGE_SUMMARY).encode(),
        "endless-front-matter.md": b"---\ntitle: no end\n" + HERONS.encode(),
        "not-json.jsonl": b'{"id": "a", "text": "fine words here"}\n{broken\n[1, 2]\nnull\n',
        "unclosed.html": b"<html><body><article><p>" + CHESS.encode() + b"<div><<<p",
        "same-1.txt": BRIDGE.encode(),
        "same-2.txt": BRIDGE.encode(),
        "a\u202ename\nwith breaks.txt": BRIDGE_UPDATE.encode(),
        "unknown.xyz": b"?",
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "deep" / "er" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "dangling.txt").symlink_to(folder / "nowhere.txt")
    return folder


def scanned(tmp_path, *arguments):
    out = tmp_path / "graph.json"
    result = CliRunner().invoke(main, ["scan", *map(str, arguments), "-o", str(out)])

    assert result.exit_code == 0, result.output
    return json.loads(out.read_text("utf-8")), result


def test_a_folder_of_rubbish_is_scanned_to_its_end_and_everything_accounted_for(rubbish, tmp_path):
    graph, result = scanned(tmp_path, rubbish, "-o", tmp_path / "report.html", "-o", tmp_path / "edges.csv")
    named = Counter(one["id"] for one in graph["articles"] if one["observed"])
    skipped = Counter(Path(one["path"]).name for one in graph["skipped"])
    names = {path.name for path in rubbish.iterdir()} - {"deep", "not-json.jsonl"}

    assert "Traceback" not in result.output
    assert set(named.values()) == {1}
    assert set(named) - names == {"a"}  # the one record of not-json.jsonl, and nothing through the loop of links
    assert names <= set(named) | set(skipped)
    for one in graph["skipped"]:  # a file is read or skipped; where front matter is broken, it is read and that is said
        assert one["path"] not in named or one["reason"].startswith("front matter")
    assert skipped["loop.txt"] == skipped["dangling.txt"] == 1
    assert all(one["reason"] for one in graph["skipped"])
    assert {"zero.txt", "blank.txt", "picture.png", "picture-called-text.txt", "unknown.xyz"} <= set(skipped)
    assert {"one-line.txt", "cjk.txt", "rtl.txt", "one-word.txt", "same-1.txt", "utf16.txt"} <= set(named)


def test_among_the_rubbish_the_copies_are_still_found(rubbish, tmp_path):
    graph, _ = scanned(tmp_path, rubbish)
    joined = {frozenset((edge["derived"], edge["source"])) for edge in graph["derivations"]}
    family = next(set(one["articles"]) for one in graph["families"] if "same-1.txt" in one["articles"])

    assert {"same-1.txt", "same-2.txt", "utf16.txt"} <= family
    assert not any(pair & {"one-line.txt", "cjk.txt", "rtl.txt", "emoji.txt", "nuls.txt"} for pair in joined)


def test_one_file_given_twice_is_one_article(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(BRIDGE, "utf-8")
    graph, _ = scanned(tmp_path, file, file, tmp_path)

    assert len(graph["articles"]) == 1
    assert graph["derivations"] == []


def test_an_empty_folder_is_an_empty_graph(tmp_path):
    (tmp_path / "none").mkdir()
    graph, result = scanned(tmp_path, tmp_path / "none")

    assert (graph["articles"], graph["derivations"], graph["families"]) == ([], [], [])
    assert "0 articles" in result.stderr


def test_a_path_that_is_not_there_is_our_error(tmp_path):
    result = CliRunner().invoke(main, ["scan", str(tmp_path / "nowhere")])

    assert result.exit_code == 1
    assert "nowhere" in result.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_skipped(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "closed.txt").write_text(BRIDGE, "utf-8")
    (folder / "closed.txt").chmod(0)
    graph, _ = scanned(tmp_path, folder)

    assert [one["path"] for one in graph["skipped"]] == ["closed.txt"]


# ---- texts of known history that are not part of the repository ------------------------------------------


@needs_evaluation
@pytest.mark.parametrize("use_dates", [True, False])
def test_in_the_seeds_there_is_one_derivation_and_one_absent_source(use_dates):
    graph = mn.scan(mn.read(EVALUATION / "seeds"), mn.Settings(use_dates=use_dates))
    zero, one, *others = (node.id for node in graph.articles if node.observed)
    [edge] = observed(graph)

    assert (edge.derived, edge.source, edge.kind) == (zero, one, Kind.SUMMARY)
    assert not any({edge.derived, edge.source} & set(others) for edge in graph.derivations)
    [absent] = graph.sources_of(one)
    assert not graph.article(absent.source).observed


@needs_evaluation
def test_among_the_families_most_is_found_and_few_are_wronged():
    folder = EVALUATION / "families-dev"
    truth, graph = truth_of(folder), mn.scan(mn.read(folder))
    known = {(edge.derived, edge.source) for edge in observed(graph) if edge.direction is Direction.KNOWN}
    every = {(edge.derived, edge.source) for edge in observed(graph)}
    sources = {name: set(some) for name, (_, some) in truth.items()}

    def roots(name):
        return set().union(*(roots(parent) for parent in sources[name])) if sources[name] else {name}

    apart = {name for name, (kind, _) in truth.items() if kind in {"indep", "distractor"}}
    false = [pair for pair in every if not roots(pair[0]) & roots(pair[1]) and set(pair) & apart]

    assert directed_f1(known, true_edges(truth)) >= 0.80
    assert directed_f1(undirected(every), undirected(true_edges(truth))) >= 0.85
    assert len(false) <= 4


@needs_evaluation
@pytest.mark.parametrize("name", ["seeds", "families-dev"])
def test_the_order_of_known_texts_changes_nothing(name, tmp_path):
    corpus = mn.read(EVALUATION / name)
    turned = mn.Corpus(corpus.articles[::-1], corpus.skipped)

    assert written(mn.scan(corpus), tmp_path) == written(mn.scan(turned, mn.Settings(workers=3)), tmp_path)


# ---- properties of any small corpus ----------------------------------------------------------------------

STORIES = (BRIDGE, BRIDGE_UPDATE, HERONS, MERCADO, SCHLEUSE)
SENTENCES = [part for text in STORIES for part in re.split(r"(?<=\.) |\n\n", text)]
ODD = [
    "",
    "\x00",
    "🚲 🚲",
    "東京で雨。",
    "\u202eabc",
    "\ud800",
    "1937",
    "Read more: herons",
    "a" * 300,
    "\r\n",
    "- list",
]
prose = st.lists(st.sampled_from([*SENTENCES, *ODD]), max_size=10).map("\n\n".join)
dates = st.sampled_from([None, "2026", "2026-03-04", "2026-03-04T08:00:00Z", "2026-03-05T08:00:00+02:00"])
outlets = st.sampled_from([None, "Orvell Lantern", "Bugle of Nordby"])
corpora = st.lists(st.builds(lambda *about: about, prose, dates, outlets), max_size=7).map(
    lambda some: [
        article(f"{n}", text, published=published, outlet=outlet) for n, (text, published, outlet) in enumerate(some)
    ]
)


@given(corpora, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_any_corpus_gives_a_sound_graph_whatever_the_order_of_its_articles(some, dice):
    graph = mn.scan(some, mn.Settings(workers=1))
    texts = {one.id: one.text for one in some}
    numbers = {node.id: number for number, node in enumerate(graph.articles)}
    names = sorted(texts)
    dice.shuffle(some)

    assert graph == mn.scan(some, mn.Settings(workers=2))
    assert set(texts) == {node.id for node in graph.articles if node.observed}
    assert not has_cycle((numbers[edge.derived], numbers[edge.source]) for edge in graph.derivations)
    joined = nx.connected_components(nx.Graph((edge.derived, edge.source) for edge in graph.derivations))
    assert Counter(frozenset(family.articles) for family in graph.families()) == Counter(map(frozenset, joined))
    measured = {frozenset((names[i], names[j])) for i, j in graph.measured.pairs}
    assert {frozenset((edge.derived, edge.source)) for edge in observed(graph)} <= measured
    for edge in graph.derivations:
        assert 0.5 <= edge.confidence <= 1
        assert 0.5 <= edge.direction_confidence <= 1
        assert edge.grounds
        for p in edge.passages:
            assert 0 <= p.derived_start < p.derived_end <= len(texts[edge.derived])
            assert 0 <= p.source_start < p.source_end <= len(texts[edge.source])


def same_both_ways(one, other, published, later):
    first, second = article("a", one, published=published), article("b", other, published=later)
    forth, back = mn.compare(first, second), mn.compare(second, first)

    assert forth.jaccard == back.jaccard
    assert forth.confidence == pytest.approx(back.confidence, abs=0.01)
    assert forth.direction_confidence == pytest.approx(back.direction_confidence, abs=0.01)
    assert forth.kind is back.kind
    assert forth.reversed is not back.reversed or forth.direction_confidence == 0.5


@pytest.mark.parametrize("later", ["2026-03-09T08:00:00Z", "2026-02-09T08:00:00Z", None])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (BRIDGE, BRIDGE_UPDATE),
        (BRIDGE, BRIDGE_SUMMARY),
        (BRIDGE_EXCERPT, BRIDGE),
        (MERCADO, MERCADO_COPIA),
        (SCHLEUSE_KURZ, SCHLEUSE),
        (HERONS, CHESS),
    ],
)
def test_comparing_the_other_way_round_finds_the_same(one, other, later):
    same_both_ways(one, other, "2026-03-03T08:00:00Z", later)


@given(prose, prose, dates, dates)
@settings(max_examples=60, deadline=None)
def test_any_two_texts_can_be_compared(one, other, published, later):
    pair = mn.compare(article("a", one, published=published), article("b", other, published=later))

    assert 0 <= pair.confidence <= 1
    assert (pair.kind is None) == (pair.confidence < 0.5)
    assert 0.5 <= pair.direction_confidence <= 1
    assert 0 <= pair.jaccard <= pair.containment <= 1
    for p in pair.passages:
        assert 0 <= p.derived_start < p.derived_end <= len(other)
        assert 0 <= p.source_start < p.source_end <= len(one)
