"""What is written, read back by those it is written for."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import warnings
from dataclasses import replace
from itertools import pairwise, permutations
from pathlib import Path

import networkx as nx
import pytest

from minhash_news import export, read, scan
from minhash_news.errors import (
    GraphFormatError,
    MinhashNewsError,
    MissingExtraError,
    ReadError,
    SettingsError,
)
from minhash_news.export import edges_parquet, read_graph
from minhash_news.model import Direction, Kind
from minhash_news.report.packed import MADE
from tests import graphs
from tests.histories import EVALUATION, NEWSROOM, needs_evaluation

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # raised inside these packages at import, not by us
    import prov.model
    import pyarrow.parquet as pq
    import pydot
    import rdflib

ENDINGS = sorted(export.FORMATS)
BOTH = [graphs.newsroom, graphs.hostile]


def written(graph, tmp_path: Path, ending: str) -> Path:
    path = tmp_path / f"out{ending}"
    graph.write(path)
    return path


# ---- all formats -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("make", [*BOTH, lambda: replace(graphs.newsroom(), articles=(), derivations=(), skipped=())])
def test_every_format_is_utf8_or_parquet_and_ends_well(make, ending, tmp_path):
    data = written(make(), tmp_path, ending).read_bytes()

    if not ending.endswith(".parquet"):
        assert data.decode("utf-8").rstrip()[-1] in '>}"]' or ending.endswith(".csv")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_order_inside_the_graph_does_not_show(ending, tmp_path):
    graph = graphs.newsroom()
    turned = replace(
        graph,
        articles=graph.articles[::-1],
        derivations=graph.derivations[::-1],
        skipped=graph.skipped[::-1],
        settings=dict(reversed(graph.settings.items())),
        limits=dict(reversed(graph.limits.items())),
    )

    assert written(graph, tmp_path, ending).read_bytes() == written(turned, tmp_path, f".x{ending}").read_bytes()


def test_equal_bytes_in_another_process_with_another_hash_seed(tmp_path):
    script = (
        "import sys; from tests import graphs\n"
        "for ending in sys.argv[2:]: graphs.hostile().write(f'{sys.argv[1]}/out{ending}')"
    )
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        command = [sys.executable, "-c", script, str(tmp_path / seed), *ENDINGS]
        root = Path(__file__).parents[1]
        subprocess.run(command, check=True, cwd=root, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root)})

    for ending in ENDINGS:
        first, second = (tmp_path / seed / f"out{ending}" for seed in ("1", "2"))
        assert first.read_bytes() == second.read_bytes(), ending


def test_the_longest_ending_wins_and_case_does_not_matter(tmp_path):
    written(graphs.newsroom(), tmp_path, ".PROV.JSON")

    assert "wasDerivedFrom" in json.loads((tmp_path / "out.PROV.JSON").read_text("utf-8"))


def test_an_unknown_ending_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(SettingsError, match=r"out\.xlsx.*\.json.*\.html.*\.csv.*\.parquet.*\.prov\.json.*\.jsonld"):
        written(graphs.newsroom(), tmp_path, ".xlsx")
    assert not list(tmp_path.iterdir())


# ---- where it is written ---------------------------------------------------------------------------------


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(MinhashNewsError, match=r"there is no folder .*nowhere; make it first"):
        graphs.newsroom().write(tmp_path / "nowhere" / "graph.json")


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path):
    (tmp_path / "graph.json").mkdir()

    with pytest.raises(MinhashNewsError, match="it is a folder"):
        graphs.newsroom().write(tmp_path / "graph.json")


def test_an_error_of_the_system_becomes_ours(tmp_path, monkeypatch):
    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(MinhashNewsError, match=r"graph\.json: cannot be written \(No space left on device\)"):
        graphs.newsroom().write(tmp_path / "graph.json")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("stop", [KeyboardInterrupt, RuntimeError])
def test_whoever_stops_the_writing_leaves_the_old_file(stop, tmp_path, monkeypatch):
    path = tmp_path / "graph.json"
    path.write_text("old", "utf-8")

    def stopped(*_args):
        raise stop

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(stop):
        graphs.newsroom().write(path)

    assert path.read_text("utf-8") == "old"
    assert [path] == list(tmp_path.iterdir())


def test_a_link_stays_a_link_and_permissions_stay(tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old", "utf-8")
    real.chmod(0o640)
    link.symlink_to(real)

    graphs.newsroom().write(link)

    assert link.is_symlink()
    assert real.read_bytes().startswith(b"{")
    assert real.stat().st_mode & 0o777 == 0o640


# ---- graph.json ------------------------------------------------------------------------------------------


def test_graph_json_has_the_fields_of_the_contract(tmp_path):
    graph = json.loads(written(graphs.newsroom(), tmp_path, ".json").read_text("utf-8"))

    assert list(graph) == ["format", "version", "made_by", "articles", "derivations", "families", "skipped"]
    assert (graph["format"], graph["version"]) == ("minhash-news/graph", 1)
    assert list(graph["made_by"]) == ["version", "settings", "scheme", "limits"]
    assert graph["made_by"]["scheme"]["num_perm"] == 128
    node = ["id", "title", "published", "outlet", "author", "url", "words", "observed"]
    assert all(list(article) == node for article in graph["articles"])
    edge = ["derived", "source", "kind", "confidence", "direction", "direction_confidence"]
    edge += ["coverage", "grounds", "passages"]
    assert all(list(derivation) == edge for derivation in graph["derivations"])
    copy = next(one for one in graph["derivations"] if one["kind"] == "copy")
    assert copy["confidence"] == 0.9712
    assert list(copy["grounds"][0]) == ["signal", "says", "weight"]
    assert list(copy["passages"][0]) == ["derived_start", "derived_end", "source_start", "source_end"]
    assert graph["families"][1] == {
        "articles": [graphs.MARKET, graphs.STALLS, graphs.AGENCY],
        "origins": [graphs.AGENCY],
    }
    assert list(graph["skipped"][0]) == ["path", "reason"]


def hostile_with_dates():
    """Return the hostile graph as far as it can be read back."""
    graph = graphs.hostile()
    return replace(graph, articles=tuple(replace(node, published="2026-03-04") for node in graph.articles))


@pytest.mark.parametrize("make", [graphs.newsroom, hostile_with_dates])
def test_graph_json_read_and_written_again_is_the_same_file(make, tmp_path):
    first = written(make(), tmp_path, ".json")

    again = read_graph(first)
    again.write(tmp_path / "again.json")

    assert first.read_bytes() == (tmp_path / "again.json").read_bytes()
    assert again.articles == make().articles
    assert not again.texts


def test_what_was_capped_stands_in_graph_json_and_comes_back(tmp_path):
    graph = replace(graphs.newsroom(), limits={"capped_buckets": 2, "articles_in_capped_buckets": 9000})
    path = written(graph, tmp_path, ".json")

    limits = json.loads(path.read_text("utf-8"))["made_by"]["limits"]
    assert list(limits.items()) == [("articles_in_capped_buckets", 9000), ("capped_buckets", 2)]
    assert read_graph(path).limits == graph.limits


def test_a_graph_that_says_nothing_of_limits_is_read(tmp_path):
    path = broken(tmp_path, lambda graph: graph["made_by"].pop("limits"))

    assert read_graph(path).limits == {}


def broken(tmp_path: Path, change) -> Path:
    graph = json.loads(written(graphs.newsroom(), tmp_path, ".json").read_text("utf-8"))
    change(graph)
    path = tmp_path / "broken.json"
    path.write_text(json.dumps(graph), "utf-8")
    return path


def setting(*place, to):
    def change(graph):
        spot = graph
        for step in place[:-1]:
            spot = spot[step]
        spot[place[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (setting("version", to=2), "version 2.*reads up to 1.*upgrade"),
        (setting("version", to="1"), "version is '1', expected a whole number"),
        (setting("format", to="other"), 'is no graph of minhash-news.*"format"'),
        (setting("articles", 1, "id", to=graphs.EXCERPT), r"articles\[1\]\.id is .*no other article has"),
        (setting("articles", 0, "words", to=-1), r"articles\[0\]\.words is -1, expected a whole number"),
        (setting("articles", 0, "published", to="yesterday"), "published is 'yesterday', expected an ISO 8601 date or"),
        (setting("articles", 0, "title", to=None), r"articles\[0\]\.title is None, expected a text"),
        (setting("articles", to={}), r"articles is {}, expected a list"),
        (setting("articles", 2, to=[]), r"articles\[2\] is \[\], expected an object"),
        (setting("articles", 0, "observed", to=1), "observed is 1, expected true or false"),
        (setting("derivations", 0, "kind", to="theft"), r"kind is 'theft', expected one of copy, update"),
        (setting("derivations", 0, "confidence", to=1.2), "confidence is 1.2, expected a number from 0 to 1"),
        (setting("derivations", 0, "confidence", to=True), "confidence is True, expected a number"),
        (setting("derivations", 0, "source", to="x"), "source is 'x', expected the id of an article"),
        (setting("derivations", 0, "source", to=graphs.EXCERPT), "another article than the derived one"),
        (setting("derivations", 1, "passages", 0, "derived_end", to=0), "derived_end is 0, expected a whole"),
        (setting("made_by", "settings", to=3), "settings is 3, expected an object"),
        (setting("made_by", "settings", "x", to=float("nan")), r"settings is .*expected an object of finite numbers"),
        (setting("made_by", "settings", "x", to=[{"y": float("inf")}]), r"settings is .*of finite numbers"),
        (setting("made_by", "limits", to=[]), r"limits is \[\], expected an object"),
        (setting("made_by", "limits", "capped_buckets", to=-1), "capped_buckets is -1, expected a whole number"),
        (lambda graph: graph["made_by"].pop("scheme"), "made_by has no 'scheme'"),
        (lambda graph: graph["derivations"][0]["grounds"][0].pop("says"), r"grounds\[0\] has no 'says'"),
        (
            setting("derivations", 0, "grounds", 0, "weight", to=float("nan")),
            "weight is nan, expected a finite",
        ),
        (setting("derivations", 0, "grounds", 0, "weight", to=10**400), "weight is 1000.*expected a finite"),
    ],
)
def test_a_changed_graph_is_refused_by_place(change, message, tmp_path):
    with pytest.raises(GraphFormatError, match=message) as caught:
        read_graph(broken(tmp_path, change))
    assert "broken.json" in str(caught.value)
    assert "`minhash-news scan" in str(caught.value) or "upgrade" in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[" * 100_000, b"1" * 5000, b"[1]", b"null"])
def test_what_is_no_graph_is_refused(data, tmp_path):
    path = tmp_path / "graph.json"
    path.write_bytes(data)

    with pytest.raises(GraphFormatError, match=r"graph\.json: is no (whole JSON file|graph of minhash-news)"):
        read_graph(path)


def test_a_file_cut_short_is_refused(tmp_path):
    path = written(graphs.newsroom(), tmp_path, ".json")
    path.write_bytes(path.read_bytes()[:-300])

    with pytest.raises(GraphFormatError, match=r"no whole JSON file.*if it was cut short, write it anew"):
        read_graph(path)


def test_a_graph_that_is_not_there(tmp_path):
    with pytest.raises(ReadError, match="No such file"):
        read_graph(tmp_path / "none.json")


# ---- the readers of others -------------------------------------------------------------------------------


@pytest.mark.parametrize("make", BOTH)
def test_csv_is_read_back_by_the_csv_module(make, tmp_path):
    graph = make()
    text = written(graph, tmp_path, ".csv").read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    ends = [(edge.derived, edge.source) for edge in graph.derivations]
    shown = [(row["derived"], row["source"]) for row in rows]
    assert [tuple(end.replace("\udcff", "\\udcff") for end in pair) for pair in ends] == shown
    assert {float(row["confidence"]) for row in rows} == {round(edge.confidence, 4) for edge in graph.derivations}
    assert all(int(row["passages"]) == len(edge.passages) for row, edge in zip(rows, graph.derivations, strict=True))


@pytest.mark.parametrize("make", BOTH)
def test_parquet_is_read_back_by_pyarrow(make, tmp_path):
    graph = make()
    table = pq.read_table(written(graph, tmp_path, ".parquet"))

    rows = table.to_pylist()
    assert len(rows) == len(graph.derivations)
    assert [list(row["passages"]) for row in rows] == [
        [{name: getattr(one, name) for name in one.__slots__} for one in edge.passages] for edge in graph.derivations
    ]
    assert rows[0]["grounds"][0]["weight"] == graph.derivations[0].grounds[0].weight
    assert json.loads(table.schema.metadata[b"minhash-news"])["scheme"]["shingle_size"] == 3


def article_rows(graph):
    """What the tables of articles have to say."""
    family = {name: number for number, one in enumerate(graph.families(), 1) for name in one.articles}
    return [(node.id, node.words, node.observed, family.get(node.id)) for node in graph.articles]


def test_articles_as_csv_are_read_back_by_the_csv_module(tmp_path):
    graph = graphs.newsroom()
    text = written(graph, tmp_path, ".articles.csv").read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    shown = [(r["id"], int(r["words"]), r["observed"] == "True", int(r["family"] or 0) or None) for r in rows]
    assert article_rows(graph) == shown
    assert [row["id"] for row in rows if row["origin"] == "True"] == sorted(graph.origins())


def test_articles_as_parquet_are_read_back_by_pyarrow(tmp_path):
    graph = graphs.newsroom()
    rows = pq.read_table(written(graph, tmp_path, ".articles.parquet")).to_pylist()

    assert article_rows(graph) == [(row["id"], row["words"], row["observed"], row["family"]) for row in rows]
    assert sorted(graph.origins()) == [row["id"] for row in rows if row["origin"]]


def test_parquet_without_pyarrow_names_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr(edges_parquet, "find_spec", lambda _name: None)

    with pytest.raises(MissingExtraError, match=r"pip install 'minhash-news\[parquet\]'"):
        written(graphs.newsroom(), tmp_path, ".parquet")


def prov_document(graph, tmp_path: Path) -> prov.model.ProvDocument:
    return prov.model.ProvDocument.deserialize(str(written(graph, tmp_path, ".prov.json")), format="json")


def test_prov_says_the_kinds_in_the_words_of_w3c(tmp_path):
    document = prov_document(graphs.newsroom(), tmp_path)

    types = {
        (str(one.args[0].localpart), str(one.args[1].localpart)): str(one.get_asserted_types().pop())
        for one in document.get_records(prov.model.ProvDerivation)
    }
    assert types[(graphs.UPDATE, graphs.WIRE)] == "prov:Revision"
    assert types[(graphs.EXCERPT, graphs.WIRE)] == "prov:Quotation"
    assert types[(graphs.COPY, graphs.WIRE)] == "mn:Copy"
    assert len(types) == 8
    [unknown] = document.get_records(prov.model.ProvAlternate)
    assert {end.localpart for end in unknown.args} == {graphs.TWIN_A, graphs.TWIN_B}


@pytest.mark.parametrize("make", BOTH)
def test_prov_has_every_article_and_survives_its_own_package(make, tmp_path):
    graph = make()
    document = prov_document(graph, tmp_path)
    again = prov.model.ProvDocument.deserialize(content=document.serialize(format="json"), format="json")

    assert len(graph.articles) == len(list(document.get_records(prov.model.ProvEntity)))
    assert document == again


@pytest.mark.parametrize("make", BOTH)
def test_graphml_is_read_back_by_networkx(make, tmp_path):
    graph = make()
    read = nx.read_graphml(written(graph, tmp_path, ".graphml"))

    assert (len(graph.articles), len(graph.derivations)) == (read.number_of_nodes(), read.number_of_edges())
    assert {str(edge.kind) for edge in graph.derivations} == {kind for *_, kind in read.edges(data="kind")}


def test_networkx_writes_the_graph_it_is_given_though_articles_lack_dates_and_outlets(tmp_path):
    graph = graphs.newsroom()
    nx.write_graphml(graph.to_networkx(), tmp_path / "a.graphml")
    read = nx.read_graphml(tmp_path / "a.graphml")

    assert set(read) == {node.id for node in graph.articles}
    assert any("published" not in about for _, about in read.nodes(data=True))


def test_graphml_arrows_lead_to_the_source(tmp_path):
    read = nx.read_graphml(written(graphs.newsroom(), tmp_path, ".graphml"))

    assert read.edges[graphs.COPY, graphs.WIRE]["confidence"] == 0.9712
    assert read.nodes[graphs.AGENCY]["observed"] is False
    assert "published" not in read.nodes[graphs.AGENCY]


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning:pyparsing")
@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning:pydot")  # it calls pyparsing by old names
@pytest.mark.parametrize("make", BOTH)
def test_dot_is_read_back_by_pydot(make, tmp_path):
    graph = make()
    [read] = pydot.graph_from_dot_data(written(graph, tmp_path, ".dot").read_bytes().decode("utf-8"))

    assert len(graph.derivations) == len(read.get_edges())
    named = {node.get_name() for node in read.get_nodes()} - {"node", "edge", "graph"}
    assert len(graph.articles) == len(named)
    assert named >= {end for edge in read.get_edges() for end in (edge.get_source(), edge.get_destination())}


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning:pyparsing")
@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning:pydot")
def test_ids_that_look_alike_on_a_line_are_nodes_of_their_own_in_dot(tmp_path):
    ids = ["a b", "a\nb", "a\tb", "a\n\nb", r"a\nb", "a\x1bb", r"a\x1bb", 'a"b', 'a\\"b', "a\\"]
    articles = tuple(replace(graphs.newsroom().articles[0], id=name) for name in ids)
    edges = tuple(graphs.edge(second, first, Kind.COPY) for first, second in pairwise(ids))
    graph = replace(graphs.newsroom(), articles=articles, derivations=edges)
    [read] = pydot.graph_from_dot_data(written(graph, tmp_path, ".dot").read_text("utf-8"))

    named = [node.get_name() for node in read.get_nodes() if node.get_name() not in ("node", "edge", "graph")]
    assert len(set(named)) == len(ids)
    assert {(edge.get_source(), edge.get_destination()) for edge in read.get_edges()} <= set(permutations(named, 2))


def test_dot_draws_from_the_source_and_no_head_where_it_is_unknown(tmp_path):
    text = written(graphs.newsroom(), tmp_path, ".dot").read_text("utf-8")

    assert f'"{graphs.WIRE}" -> "{graphs.COPY}" [label="copy 0.97"' in text
    [unknown] = [line for line in text.splitlines() if "->" in line and 'dir="none"' in line]
    assert graphs.TWIN_A in unknown


@pytest.fixture(
    scope="module",
    params=[NEWSROOM, pytest.param(EVALUATION / "families-dev", marks=needs_evaluation)],
    ids=["newsroom", "families-dev"],
)
def scanned(request):
    """The graph of a whole corpus: the example newsroom, and the evaluation's families where they are there."""
    return scan(read(request.param))


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # of pyparsing's old names, by pydot
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_every_reader_counts_as_many_articles_and_derivations_as_there_are(scanned, tmp_path):
    counts = {}
    document = prov_document(scanned, tmp_path)
    edges = [*document.get_records(prov.model.ProvDerivation), *document.get_records(prov.model.ProvAlternate)]
    counts["prov"] = len(list(document.get_records(prov.model.ProvEntity))), len(edges)
    drawn = nx.read_graphml(written(scanned, tmp_path, ".graphml"))
    counts["networkx"] = drawn.number_of_nodes(), drawn.number_of_edges()
    [dot] = pydot.graph_from_dot_data(written(scanned, tmp_path, ".dot").read_bytes().decode("utf-8"))
    named = {node.get_name() for node in dot.get_nodes()} - {"node", "edge", "graph"}
    counts["pydot"] = len(named), len(dot.get_edges())
    tables = [pq.read_table(written(scanned, tmp_path, ending)) for ending in (".articles.parquet", ".parquet")]
    counts["pyarrow"] = tables[0].num_rows, tables[1].num_rows
    triples = rdflib.Graph().parse(written(scanned, tmp_path, ".jsonld"), format="json-ld")
    schema, prov_terms = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/prov#")
    links = [*triples.subject_objects(schema.isBasedOn), *triples.subject_objects(prov_terms.alternateOf)]
    counts["rdflib"] = len(list(triples.subjects(rdflib.RDF.type, schema.NewsArticle))), len(links)

    assert counts == dict.fromkeys(counts, (len(scanned.articles), len(scanned.derivations)))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser uses it
@pytest.mark.parametrize("make", BOTH)
def test_json_ld_is_read_back_by_rdflib(make, tmp_path):
    graph = make()
    read = rdflib.Graph().parse(written(graph, tmp_path, ".jsonld"), format="json-ld")

    schema = rdflib.Namespace("https://schema.org/")
    articles = list(read.subjects(rdflib.RDF.type, schema.NewsArticle))
    known = [edge for edge in graph.derivations if edge.direction is Direction.KNOWN]
    assert len(graph.articles) == len(articles)
    assert len(known) == len(list(read.subject_objects(schema.isBasedOn)))
    unknown = list(read.subject_objects(rdflib.Namespace("http://www.w3.org/ns/prov#").alternateOf))
    assert len(graph.derivations) - len(known) == len(unknown)


@pytest.mark.parametrize("ending", [".json", ".prov.json", ".jsonld"])
def test_json_keeps_hostile_titles_to_the_letter(ending, tmp_path):
    text = written(graphs.hostile(), tmp_path, ending).read_bytes().decode("utf-8")

    words = str(json.loads(text))
    assert all(repr(title)[1:-1] in words or title in words for title in graphs.HOSTILE if "'" not in title)


def test_every_kind_is_drawn_with_a_look_of_its_own(tmp_path):
    assert {edge.kind for edge in graphs.newsroom().derivations} == set(Kind)
    text = written(graphs.newsroom(), tmp_path, ".dot").read_text("utf-8")
    looks = [set(re.findall(rf'label="{kind} [^"]*", (color="[^"]*", style="[^"]*")', text)) for kind in Kind]

    assert [len(found) for found in looks] == [1] * len(Kind)
    assert len(set.union(*looks)) == len(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_colour_a_line_and_words_in_the_report(kind, tmp_path):
    page = written(graphs.newsroom(), tmp_path, ".html").read_text("utf-8")

    assert page.count(f" --{kind}: #") == 3  # by light, in the dark, on paper
    assert len(re.findall(rf"^\.{kind} {{ --kind: var\(--{kind}\); --dash: \w", page, re.MULTILINE)) == 1
    assert len(re.findall(rf'^  {kind}: "\w', page, re.MULTILINE)) == 1
    assert f" is probably {MADE[kind]} " in page
