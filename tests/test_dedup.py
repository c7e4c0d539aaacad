"""One article of each set of copies: what is kept, what goes, and why."""

import gzip
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.cli import main
from minhash_news.model import ArticleId, Direction, Kind, Node
from tests import graphs, stories
from tests.histories import EVALUATION, NEWSROOM, needs_evaluation, truth_of


def node(name: str, published: str | None = None, words: int = 100, *, observed: bool = True) -> Node:
    return Node(ArticleId(name), "", published, None, None, None, words, observed)


def graph(*edges, **nodes: Node) -> mn.DerivationGraph:
    names = {end for edge in edges for end in (edge.derived, edge.source)} | set(nodes)
    articles = tuple(nodes.get(name, node(name)) for name in sorted(names))
    return mn.DerivationGraph(articles, edges)


def edge(derived: str, source: str, kind: Kind = Kind.COPY, **more):
    return graphs.edge(derived, source, kind, **more)


def kept(found) -> str:
    return " ".join(found.kept)


def gone(found) -> dict[str, str]:
    return {one.id: one.kept for one in found.dropped}


# The default: origins


def test_copies_and_copies_of_copies_give_way_to_the_origin():
    found = mn.dedup(graph(edge("b", "a"), edge("c", "b"), edge("d", "a", Kind.REWRITE), e=node("e")))

    assert kept(found) == "a d e"
    assert gone(found) == {"b": "a", "c": "a"}


def test_what_goes_is_said_with_kind_and_confidence_along_the_way():
    kinds = ("copy", "update")
    found = mn.dedup(graph(edge("b", "a", Kind.UPDATE, confidence=0.8), edge("c", "b", confidence=0.5)), kinds=kinds)
    c = found.dropped[1]

    assert (c.id, c.kept, c.kind, c.direction) == ("c", "a", Kind.UPDATE, Direction.KNOWN)
    assert c.confidence == pytest.approx(0.4)
    assert [one.source for one in c.edges] == ["b", "a"]


def test_only_the_kinds_that_were_asked_for_count():
    edges = edge("b", "a"), edge("c", "a", Kind.UPDATE), edge("d", "a", Kind.EXCERPT)

    assert kept(mn.dedup(graph(*edges))) == "a c d"
    assert kept(mn.dedup(graph(*edges), kinds=["update", "copy"])) == "a d"
    assert kept(mn.dedup(graph(*edges), kinds=["excerpt"])) == "a b c"


def test_one_kind_need_not_be_a_list():
    made = graph(edge("b", "a"), edge("c", "a", Kind.UPDATE))

    assert mn.dedup(made, kinds="update") == mn.dedup(made, kinds=["update"])
    with pytest.raises(mn.SettingsError, match="'copies' is not a valid Kind"):
        mn.dedup(made, kinds="copies")


def test_a_copy_of_an_update_that_stays_gives_way_to_the_update():
    found = mn.dedup(graph(edge("b", "a", Kind.UPDATE), edge("c", "b")))

    assert gone(found) == {"c": "b"}


def test_what_was_also_made_from_something_else_stays():
    found = mn.dedup(graph(edge("c", "a"), edge("c", "b", Kind.REWRITE)))

    assert kept(found) == "a b c"


def test_what_is_copied_from_two_goes_and_both_sources_stay():
    found = mn.dedup(graph(edge("c", "a", confidence=0.8), edge("c", "b", confidence=0.9)))

    assert kept(found) == "a b"
    assert gone(found) == {"c": "b"}


def test_reprints_of_a_story_that_is_not_there_stay():
    wire = node("wire", observed=False)
    found = mn.dedup(graph(edge("a", "wire"), edge("b", "wire"), wire=wire))

    assert kept(found) == "a b"


# Unknown directions


@pytest.mark.parametrize(
    ("first", "second", "stays"),
    [
        ("2025-03-12", "2025-03-15", "a"),
        ("2025-03-15", "2025-03-12", "b"),
        ("2025-03-12", "2025-03-12T09:00:00Z", "a"),
        (None, "2025-03-12", "a"),
        (None, None, "a"),
    ],
)
@pytest.mark.parametrize("ends", [("a", "b"), ("b", "a")])
def test_of_an_unknown_direction_the_earlier_stays_else_the_first_by_id(first, second, stays, ends):
    unknown = edge(*ends, direction=Direction.UNKNOWN)
    found = mn.dedup(graph(unknown, a=node("a", first), b=node("b", second)))

    assert kept(found) == stays
    assert found.dropped[0].direction is Direction.UNKNOWN


def test_of_a_circle_one_stays():
    found = mn.dedup(graph(edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("d", "a")))

    assert kept(found) == "a"
    assert gone(found) == dict.fromkeys("bcd", "a")


# Other policies


def test_the_latest_update_stays_and_names_the_way_to_it():
    edges = edge("b", "a", Kind.UPDATE), edge("c", "b", Kind.UPDATE), edge("d", "a"), edge("e", "d", Kind.UPDATE)
    found = mn.dedup(graph(*edges), policy="latest")

    assert kept(found) == "c"
    assert [one.derived for one in found.dropped[2].edges] == ["d", "b", "c"]


def test_of_two_updates_the_later_by_date_stays_and_one_without_a_date_is_as_old_as_its_source():
    dated = {"a": node("a", "2025-03-12"), "b": node("b", "2025-03-14"), "c": node("c", "2025-03-13")}
    two = edge("b", "a", Kind.UPDATE), edge("c", "a", Kind.UPDATE)

    assert kept(mn.dedup(graph(*two, **dated), policy="latest")) == "b"
    assert kept(mn.dedup(graph(*two, **dated | {"b": node("b")}), policy="latest")) == "c"


def test_the_longest_stays_and_of_equals_the_origin():
    found = mn.dedup(graph(edge("b", "a"), edge("c", "a"), c=node("c", words=120)), policy="longest")

    assert gone(found) == {"a": "c", "b": "c"}
    assert kept(mn.dedup(graph(edge("a", "b")), policy="longest")) == "b"


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"policy": "newest"}, "policy is 'newest'; take one of origin, latest, longest"),
        ({"kinds": ["copies"]}, "'copies' is not a valid Kind; take some of copy, update"),
        ({"kinds": []}, "kinds names none"),
        ({"policy": "latest", "kinds": ["copy"]}, "the policy 'latest' needs update among the kinds"),
    ],
)
def test_what_cannot_work_is_refused(how, message):
    with pytest.raises(mn.SettingsError, match=message):
        mn.dedup(graphs.newsroom(), **how)


# Whatever the graph


@st.composite
def any_graph(draw):
    names = "abcdefgh"
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    pairs = draw(st.lists(ends, max_size=12, unique=True))
    kinds, ways = st.sampled_from(list(Kind)), st.sampled_from(list(Direction))
    edges = [edge(*pair, draw(kinds), direction=draw(ways), confidence=draw(st.floats(0.5, 1))) for pair in pairs]
    dates = st.none() | st.dates(date(2025, 1, 1), date(2026, 12, 31)).map(date.isoformat)
    nodes = {name: node(name, draw(dates), draw(st.integers(1, 9))) for name in names}
    nodes |= {name: replace(nodes[name], observed=False) for name in draw(st.sets(st.sampled_from(names), max_size=2))}
    return graph(*edges, **nodes)


@given(any_graph(), st.sampled_from(["origin", "latest", "longest"]), st.sets(st.sampled_from(list(Kind)), min_size=1))
def test_every_observed_article_is_kept_or_dropped_for_one_that_is_kept(made, policy, kinds):
    asked = kinds | ({Kind.UPDATE} if policy == "latest" else set())
    found = mn.dedup(made, policy=policy, kinds=asked)

    observed = {one.id for one in made.articles if one.observed}
    assert set(found.kept) | {one.id for one in found.dropped} == observed
    assert len(found.kept) + len(found.dropped) == len(observed)
    for one in found.dropped:
        assert one.kept in found.kept
        assert one.kind in asked
        at = one.id
        for step in one.edges:
            [at] = {step.derived, step.source} - {at}
        assert at == one.kept
        ends = [one.id, *(end for way in one.edges for end in (way.derived, way.source)), one.kept]
        assert ends.count(one.id) % 2 == 0  # the edges hang together from the one to the other
        assert ends.count(one.kept) % 2 == 0


@given(any_graph(), st.sets(st.sampled_from(list(Kind)), min_size=1))
def test_no_origin_goes_while_what_was_made_from_it_stays(made, kinds):
    known = replace(made, derivations=tuple(one for one in made.derivations if one.direction is Direction.KNOWN))
    found = mn.dedup(known, kinds=kinds)

    assert not {one.id for one in found.dropped} & set(known.origins())


def test_of_two_edges_between_the_same_texts_the_known_one_is_told_of():
    ways = edge("b", "a"), edge("a", "b", direction=Direction.UNKNOWN)

    for made in (graph(*ways), graph(*ways[::-1])):
        assert [one.edges for one in mn.dedup(made).dropped] == [ways[:1]]


@given(any_graph())
def test_the_order_in_the_graph_does_not_matter(made):
    turned = replace(made, articles=made.articles[::-1], derivations=made.derivations[::-1])

    assert mn.dedup(made) == mn.dedup(turned)


# The command

BRIDGES = {"first": stories.BRIDGE, "repost": stories.BRIDGE, "herons": stories.HERONS}
RECORDS = [
    {"uid": name, "body": text, "when": f"2026-03-0{day}", "tags": ["news", name], "n": {"deep": day}}
    for day, (name, text) in enumerate(BRIDGES.items(), 1)
]
NAMED = ("--text-field", "body", "--id-field", "uid", "--date-field", "when")


def run(*arguments: object):
    return CliRunner().invoke(main, ["dedup", *map(str, arguments)])


def lines(path: Path) -> list[dict]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").splitlines()]


@pytest.fixture(params=["jsonl", "parquet"])
def corpus(request, tmp_path) -> Path:
    path = tmp_path / f"news.{request.param}"
    if request.param == "jsonl":
        path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    else:
        pq.write_table(pa.Table.from_pylist(RECORDS), path)
    return path


def test_kept_records_have_all_their_fields_and_the_audit_has_the_rest(corpus, tmp_path):
    result = run(corpus, *NAMED, "-o", tmp_path / "kept.jsonl", "--audit", tmp_path / "dropped.jsonl.gz")

    assert (result.exit_code, result.stdout) == (0, "")
    by_id = {record["uid"]: record for record in RECORDS}
    stay = lines(tmp_path / "kept.jsonl")
    assert stay == [{**by_id[name], "id": name} for name in ("first", "herons")]
    [dropped] = lines(tmp_path / "dropped.jsonl.gz")
    assert [dropped[name] for name in ("id", "kept", "kind")] == ["repost", "first", "copy"]
    assert dropped["direction"] in ("known", "unknown")
    assert dropped["confidence"] > 0.9
    assert dropped["says"]
    assert dropped["article"] == {**by_id["repost"], "id": "repost"}
    assert "3 articles = 2 kept + 1 dropped (1 copy)" in result.stderr


def test_a_row_of_a_csv_keeps_its_columns(tmp_path):
    path = tmp_path / "news.csv"
    rows = "".join(
        f'{name},{n},"{text.replace(chr(34), 2 * chr(34))}"\n' for n, (name, text) in enumerate(BRIDGES.items())
    )
    path.write_text(f"id,Number,text\n{rows}".replace("\n\n", "\r\n\r\n"), newline="")
    run(path, "-o", tmp_path / "kept.jsonl")

    assert [(one["id"], one["Number"]) for one in lines(tmp_path / "kept.jsonl")] == [("first", "0"), ("herons", "2")]


def test_a_number_that_json_has_not_is_null(tmp_path):
    records = [{**record, "score": float("nan"), "n": {"deep": [float("inf"), 1.5]}} for record in RECORDS]
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "news.parquet")
    run(tmp_path / "news.parquet", *NAMED, "-o", tmp_path / "kept.jsonl", "--audit", tmp_path / "dropped.jsonl")

    written = lines(tmp_path / "kept.jsonl") + lines(tmp_path / "dropped.jsonl")  # NaN would be read as NaN
    found = [record.get("article", record) for record in written]
    assert [(record["score"], record["n"]) for record in found] == [(None, {"deep": [None, 1.5]})] * 3


def test_what_is_skipped_is_said_to_stand_in_the_graph_of_a_scan(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in [*RECORDS, *[{"uid": "x"}] * 11]))

    said = run(path, *NAMED, "-o", tmp_path / "kept.jsonl").stderr
    assert "and 1 more; they are all in the graph.json that `minhash-news scan PATH -o graph.json` writes" in said


def test_files_become_records_that_can_be_scanned_again(tmp_path):
    for name, text in BRIDGES.items():
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: {name}\noutlet: Lantern\n---\n{text}")
    run(tmp_path, "-o", tmp_path / "kept.jsonl")
    again = mn.read(tmp_path / "kept.jsonl")

    assert [(one.id, one.title, one.outlet) for one in again] == [
        ("first.md", "first", "Lantern"),
        ("herons.md", "herons", "Lantern"),
    ]
    assert again.articles[1].text == stories.HERONS


def test_like_ids_of_two_files_stay_apart(tmp_path):
    for name in ("one.jsonl", "two.jsonl"):
        (tmp_path / name).write_text(json.dumps({"id": "a", "text": BRIDGES["herons" if name < "p" else "first"]}))
    run(tmp_path, "-o", tmp_path / "kept.jsonl.gz")

    assert [(one["id"], one["article_id"]) for one in lines(tmp_path / "kept.jsonl.gz")] == [
        ("a", "one.jsonl/a"),
        ("a", "two.jsonl/a"),
    ]


def test_without_a_file_what_is_kept_goes_to_stdout(corpus):
    shown = run(corpus, *NAMED, "-q")

    assert [json.loads(line)["uid"] for line in shown.stdout.splitlines()] == ["first", "herons"]
    assert shown.stderr == ""


def test_a_dry_run_counts_by_outlet_and_kind_and_writes_nothing():
    before = sorted(Path.cwd().iterdir())
    shown = run(NEWSROOM, "--kinds", "copy,update", "--dry-run").stdout.splitlines()

    assert shown[0].split() == ["outlet", "read", "kept", "copy", "update"]
    rows = [[int(count) for count in line.split()[-4:]] for line in shown[1:-1]]
    assert all(read == stay + copies + updates for read, stay, copies, updates in rows)
    read, stay, copies, updates = map(sum, zip(*rows, strict=True))
    assert shown[-1] == (
        f"{read} articles = {stay} kept + {copies + updates} dropped ({copies} copy, {updates} update)"
    )
    assert read == len(mn.read(NEWSROOM))
    assert sorted(Path.cwd().iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--dry-run", "-o", "kept.jsonl"], 2, "either --dry-run or files"),
        (["-o", "kept.csv"], 1, "take a name that ends in .jsonl or .jsonl.gz"),
        (["-o", "nowhere/kept.jsonl"], 1, "there is no folder nowhere"),
        (["--kinds", "copies"], 1, "take some of copy, update"),
        (["--policy", "newest"], 2, "'newest' is not one of"),
    ],
)
def test_what_cannot_work_is_refused_before_the_work(arguments, code, says):
    result = run(NEWSROOM, *arguments)

    assert result.exit_code == code
    assert says in result.stderr


# Corpora whose history is known


def kinds_after(folder: Path) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the copies that were kept, and what was dropped that is no copy."""
    truth = {name: kind for name, (kind, _) in truth_of(folder).items()}
    found = mn.dedup(mn.scan(mn.read(folder)))
    kept_copies = [name for name in found.kept if truth.get(name) == "copy"]
    return kept_copies, [(one.id, truth.get(one.id, "")) for one in found.dropped if truth.get(one.id) != "copy"]


def test_of_the_example_newsroom_only_copies_go_and_those_stay_that_have_more_to_them():
    kept_copies, others_gone = kinds_after(NEWSROOM)
    reprints = {"kreisanzeiger-morlen-ermittlungen.md", "sundersheimer-tageblatt-razzia.txt"}  # of an absent story
    lengthened = {"skerry-times-no-potatoes.txt"}  # three paragraphs of its own; the graph calls it an update

    assert others_gone == []
    assert reprints <= {Path(name).name for name in kept_copies} <= reprints | lengthened


@needs_evaluation
def test_of_the_families_every_copy_goes_and_nothing_else():
    assert kinds_after(EVALUATION / "families-dev") == ([], [])
