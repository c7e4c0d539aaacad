"""The scan on Spark gives what the scan on one machine gives; on real engines, skipped where there are none."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import minhash_news as mn
from minhash_news.cli import main
from minhash_news.cli.spark import _format_of
from minhash_news.errors import EngineError, MissingExtraError, SettingsError
from minhash_news.export import graph_json
from minhash_news.kernels.components import components as joined
from minhash_news.lsh import candidate_pairs
from minhash_news.pipeline import sign_visible, split
from tests import engines
from tests.stories import BRIDGE, BRIDGE_UPDATE, article, background

NEWSROOMS = [Path(__file__).parent.parent / "examples" / name for name in ("newsroom", "presse")]
COLUMNS = ("id", "title", "text", "published", "outlet", "author", "url")


def written(articles, path: Path) -> Path:
    path.write_text("".join(json.dumps({name: getattr(a, name) for name in COLUMNS}) + "\n" for a in articles))
    return path


@pytest.fixture(scope="module")
def newsrooms(tmp_path_factory):
    return written(mn.read(*NEWSROOMS), tmp_path_factory.mktemp("corpus") / "newsrooms.jsonl")


@pytest.fixture(scope="module")
def expected(newsrooms):
    return graph_json.render(mn.scan(mn.read(newsrooms)))


@pytest.fixture(scope="module")
def address():
    try:
        with engines.sail() as address:
            yield address
    except engines.NoEngineError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def engine(address):
    from minhash_news.spark import session

    with session(remote=address) as engine:
        yield engine


def scanned(engine, path, folder, **options):
    from minhash_news.spark import scan

    return scan(engine, engine.read.json(str(path)), folder=str(folder), **options)


def test_sail_gives_the_bytes_of_scan(engine, newsrooms, expected, tmp_path):
    assert graph_json.render(scanned(engine, newsrooms, tmp_path).collect()) == expected


def test_the_command_writes_tables_and_graph(address, newsrooms, expected, tmp_path):
    output = tmp_path / "found"
    process = engines.command(newsrooms.parent, "-o", output, "--remote", address)
    said, _ = process.communicate(timeout=300)
    edges = pq.read_table(output / "derivations").to_pylist()
    graph = json.loads(expected)
    assert process.returncode == 0, said
    assert (output / "graph.json").read_bytes() == expected
    assert sorted(edges, key=lambda edge: (edge["derived"], edge["source"])) == graph["derivations"]
    assert pq.read_table(output / "articles").num_rows == len(graph["articles"])
    assert pq.read_table(output / "families").num_rows == len(graph["families"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--master", "yarn", "--remote", "sc://head"), "either --master or --remote"),
        (("--conf", "spark.ui.enabled"), "'spark.ui.enabled' is not KEY=VALUE"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(newsrooms, tmp_path, arguments, says):
    result = CliRunner().invoke(main, ["spark", str(newsrooms), "-o", str(tmp_path / "found"), *arguments])
    assert result.exit_code == 2
    assert says in result.output


@pytest.mark.parametrize(
    ("names", "form"),
    [
        (("part-0.json", "part-1.json.gz", "_SUCCESS", ".part-0.json.crc"), "jsonl"),
        (("part-0.parquet", "_delta_log/0.json"), "parquet"),
        (("part-0.parquet", "notes.json"), "parquet"),
        (("_SUCCESS",), "parquet"),
    ],
)
def test_what_a_folder_holds_is_told_by_the_files_that_spark_reads(tmp_path, names, form):
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    assert _format_of(str(tmp_path)) == form


def test_spark_gives_the_bytes_of_scan_though_executors_die(newsrooms, expected, tmp_path):
    try:
        engines.require_spark()
    except engines.NoEngineError as error:
        pytest.skip(str(error))
    output = tmp_path / "found"
    quiet = ("--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=4")
    process = engines.command(newsrooms, "-o", output, "--master", engines.CLUSTER, *quiet)
    killer = engines.Killer(
        process.pid, [output / "stages" / name / "_temporary" for name in ("signatures", "relations")]
    )
    killer.start()
    said, _ = process.communicate(timeout=1500)
    killer.over = True
    killer.join()
    assert process.returncode == 0, said
    assert killer.killed == ["signatures", "relations"]
    assert (output / "graph.json").read_bytes() == expected


def test_crowded_anchors_choose_partners_as_on_one_machine(engine, newsrooms, monkeypatch, tmp_path):
    from minhash_news import anchors
    from minhash_news.spark import anchored

    monkeypatch.setattr(anchors, "CROWDED", 10)
    monkeypatch.setattr(anchors, "MOST_PARTNERS", 3)
    for module in (anchors, anchored):
        monkeypatch.setattr(module, "ROWS", 7)
        monkeypatch.setattr(module, "MOST_ARTICLES", 4)
    graph = scanned(engine, newsrooms, tmp_path).collect()
    assert graph.limits["articles_with_too_many_partners"] > 0
    assert graph.limits["words_too_common_for_anchors"] > 0
    assert graph_json.render(graph) == graph_json.render(mn.scan(mn.read(newsrooms)))


def test_a_rerun_starts_from_what_is_kept(engine, newsrooms, expected, tmp_path):
    first, again = [], []
    scanned(engine, newsrooms, tmp_path, progress=first.append)
    graph = scanned(engine, newsrooms, tmp_path, progress=again.append)
    assert len(first) == len(set(first)) > 10
    assert again == []
    assert graph_json.render(graph.collect()) == expected


def test_a_stage_that_was_cut_off_is_made_anew(engine, newsrooms, expected, tmp_path):
    scanned(engine, newsrooms, tmp_path)
    for mark in (tmp_path / "relations.done").iterdir():
        mark.unlink()
    again = []
    graph = scanned(engine, newsrooms, tmp_path, progress=again.append)
    assert again == ["relations"]
    assert graph_json.render(graph.collect()) == expected


def test_stages_of_other_settings_are_refused(engine, newsrooms, tmp_path):
    scanned(engine, newsrooms, tmp_path)
    with pytest.raises(SettingsError, match="other settings; give another folder"):
        scanned(engine, newsrooms, tmp_path, settings=mn.Settings(use_dates=False))


def test_double_ids_are_refused(engine, tmp_path):
    path = written([article("same", BRIDGE), article("same", BRIDGE_UPDATE)], tmp_path / "double.jsonl")
    with pytest.raises(SettingsError, match="two records have the id 'same'"):
        scanned(engine, path, tmp_path / "stages")


def test_the_id_of_an_inferred_source_is_refused(engine, tmp_path):
    path = written([article("a", BRIDGE), article("unobserved:a", BRIDGE_UPDATE)], tmp_path / "inferred.jsonl")
    with pytest.raises(SettingsError, match="'unobserved:a' begins as those of sources"):
        scanned(engine, path, tmp_path / "stages")


def test_an_update_of_nothing_is_left_out_where_more_is_asked_for(engine, tmp_path):
    late = article("late", f"Updated: March 3, 2026\n\n{BRIDGE}")
    path = written([late], tmp_path / "late.jsonl")
    for least, count in ((0.5, 1), (0.95, 0)):
        settings = mn.Settings(min_confidence=least)
        graph = scanned(engine, path, tmp_path / str(least), settings=settings).collect()
        assert len(graph.derivations) == count
        assert graph_json.render(graph) == graph_json.render(mn.scan([late], settings))


def test_records_that_are_no_articles_are_told(engine, tmp_path):
    path = tmp_path / "some.jsonl"
    records = [{"id": "a", "text": BRIDGE}, {"id": "b", "text": " "}, {"id": "c"}, {"text": BRIDGE_UPDATE}]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    graph = scanned(engine, path, tmp_path / "stages").collect()
    assert [node.id for node in graph.articles] == ["a"]
    assert sorted((item.path, item.reason) for item in graph.skipped) == [
        ("a record without an id", "record has no id (looked for id)"),
        ("b", "record has no text (looked for text, content, body, article_body, articlebody, maintext)"),
        ("c", "record has no text (looked for text, content, body, article_body, articlebody, maintext)"),
    ]


def test_names_of_columns_may_be_told(engine, tmp_path):
    path = tmp_path / "named.jsonl"
    path.write_text(
        "".join(json.dumps({"key": f"k{n}", "leib": text}) + "\n" for n, text in enumerate((BRIDGE, BRIDGE_UPDATE)))
    )
    graph = scanned(engine, path, tmp_path / "stages", fields={"id": "key", "text": "leib"}).collect()
    assert [(edge.derived, edge.source) for edge in graph.derivations] in ([("k1", "k0")], [("k0", "k1")])


def test_tables_without_rows_are_written(engine, tmp_path):
    path = written([article("bridge", BRIDGE), article("update", BRIDGE_UPDATE)], tmp_path / "two.jsonl")
    output = tmp_path / "found"
    scanned(engine, path, tmp_path / "stages").write(str(output))
    assert pq.read_table(output / "derivations").num_rows == 1
    alone = written([article("bridge", BRIDGE)], tmp_path / "one.jsonl")
    scanned(engine, alone, tmp_path / "stages-of-one").write(str(output))
    rows = {name: pq.read_table(output / name) for name in ("articles", "derivations", "families", "skipped")}
    assert {name: table.num_rows for name, table in rows.items()} == {
        "articles": 1,
        "derivations": 0,
        "families": 0,
        "skipped": 0,
    }
    assert rows["derivations"].column_names[:3] == ["derived", "source", "kind"]
    assert rows["skipped"].column_names == ["path", "reason"]


def test_ids_sort_the_same_when_they_are_parted(engine, monkeypatch, tmp_path):
    from minhash_news.spark import reading

    monkeypatch.setattr(reading, "TOGETHER", 5)
    names = [f"{prefix}{k}" for prefix in ("a", "Z", "é", "😀", "ﬀ") for k in range(5)]
    path = written([article(name, f"{name} {k} " + BRIDGE) for k, name in enumerate(names)], tmp_path / "ids.jsonl")
    from minhash_news.spark.stages import Stages

    numbered = reading.articles(engine.read.json(str(path)), {}, Stages(engine, str(tmp_path / "stages"), {}))
    rows = sorted((row.number, row.id) for row in numbered.collect())
    assert rows == list(enumerate(sorted(names)))


@pytest.mark.parametrize("max_bucket", [2, 3, 200])
def test_buckets_pair_as_on_one_machine(engine, tmp_path, max_bucket):
    from minhash_news.spark.bands import banded
    from minhash_news.spark.stages import Stages

    random = np.random.default_rng(max_bucket)
    signatures = random.integers(0, 3, (60, 6), np.uint32)
    signatures[10:30] = signatures[5]
    signatures[40:43] = 0xFFFFFFFF
    settings = mn.Settings(num_perm=6, bands=3, rows=2)
    rows = [(n, 0, row.tobytes(), row.tobytes()) for n, row in enumerate(signatures)]
    frame = engine.createDataFrame(rows, "number int, words int, digest binary, signature binary")
    found = banded(frame, settings, Stages(engine, str(tmp_path), {}), max_bucket=max_bucket)
    one = candidate_pairs(signatures, bands=3, rows=2, max_bucket=max_bucket)
    assert sorted({(row.low, row.high) for row in found.pairs.collect()}) == list(map(tuple, one.pairs.tolist()))
    assert (found.capped_buckets, found.capped_articles) == (one.capped_buckets, len(one.capped_articles))


@pytest.mark.parametrize("collected", [0, 10_000])
def test_components_are_those_of_one_machine(engine, tmp_path, collected):
    from minhash_news.spark.components import components
    from minhash_news.spark.stages import Stages

    random = np.random.default_rng(7)
    sparse = np.sort(random.integers(0, 300, (150, 2)), axis=1)
    chain = np.array(list(pairwise(range(300, 330))))
    pairs = np.concatenate([sparse[sparse[:, 0] < sparse[:, 1]], chain]).astype(np.int32)
    label = joined(pairs, 330)
    frame = engine.createDataFrame([tuple(pair) for pair in pairs.tolist()], "low int, high int")
    found = components(frame, Stages(engine, str(tmp_path), {}), collected=collected)
    assert sorted(map(tuple, found.collect())) == [(n, int(label[n])) for n in np.unique(pairs).tolist()]


def test_blocks_have_each_pair_once_and_no_more_than_they_may(engine, monkeypatch):
    from minhash_news.spark import blocks

    monkeypatch.setattr(blocks, "MOST", 10)
    pairs = [(0, other) for other in range(1, 40)] + [(k, k + 1) for k in range(50, 70)]
    frame = engine.createDataFrame(pairs, "low int, high int")
    found = [tuple(row) for row in blocks.in_blocks(frame, len(pairs)).select("block", "low", "high").collect()]
    assert sorted((low, high) for _, low, high in found) == pairs
    sizes = [sum(block == one for one, _, _ in found) for block in {block for block, _, _ in found}]
    assert max(sizes) <= 10


def test_a_site_s_footer_is_found_as_on_one_machine(engine, tmp_path):
    footer = (
        "\n\nYou have read the Vasting Courier, the paper of the marshes, printed on Mondays in Nordby on grey paper."
    )
    articles = [replace(a, text=a.text + footer, outlet="Vasting Courier") for a in background()]
    articles += [article("bridge", BRIDGE), article("update", BRIDGE_UPDATE)]
    path = written(articles, tmp_path / "footed.jsonl")
    graph = scanned(engine, path, tmp_path / "stages")
    assert engine.read.parquet(str(tmp_path / "stages" / "site")).count() == 1
    assert graph_json.render(graph.collect()) == graph_json.render(mn.scan(mn.read(path)))
    ordered = sorted(mn.read(path), key=lambda a: a.id)
    on_one_machine = sign_visible(ordered, *split(ordered, mn.Settings()), mn.Settings())
    rows = engine.read.parquet(str(tmp_path / "stages" / "signatures")).where("number is not null").collect()
    assert [row.signature for row in sorted(rows, key=lambda row: row.number)] == [
        one.tobytes() for one in on_one_machine
    ]


def test_many_copies_of_one_text_are_paired_as_on_one_machine(engine, tmp_path):
    articles = [article(f"copy-{k:03d}", BRIDGE) for k in range(230)] + background()
    path = written(articles, tmp_path / "copies.jsonl")
    graph = scanned(engine, path, tmp_path / "stages").collect()
    assert graph.limits["articles_in_capped_buckets"] == 230
    assert graph_json.render(graph) == graph_json.render(mn.scan(mn.read(path)))


def test_near_copies_too_many_for_a_bucket_are_one_component_as_on_one_machine(engine, tmp_path, monkeypatch):
    from minhash_news import lsh
    from minhash_news.spark import bands

    for function in (lsh.candidate_pairs, bands.banded):
        monkeypatch.setitem(function.__kwdefaults__, "max_bucket", 10)
    words = BRIDGE.split(" ")
    random = np.random.default_rng(3)
    copies = []
    for k in range(60):
        changed = list(words)
        changed[random.integers(len(words))] = f"altered{k}"
        copies.append(article(f"near-{k:02d}", " ".join(changed)))
    path = written(copies + background(), tmp_path / "near.jsonl")
    graph = scanned(engine, path, tmp_path / "stages").collect()
    assert graph.limits["articles_in_capped_buckets"] >= len(copies)
    assert max(len(family.articles) for family in graph.families()) == len(copies)
    assert graph_json.render(graph) == graph_json.render(mn.scan(mn.read(path)))


@pytest.mark.parametrize("few", [0, 1_000_000])
def test_texts_go_to_their_pairs_or_pairs_to_their_texts(engine, newsrooms, expected, monkeypatch, tmp_path, few):
    from minhash_news.spark import blocks

    monkeypatch.setattr(blocks, "FEW", few)
    assert graph_json.render(scanned(engine, newsrooms, tmp_path).collect()) == expected


def test_nothing_at_the_address_is_one_sentence(address):
    from minhash_news.spark import session

    with pytest.raises(EngineError, match="no Spark answers at sc://127"), session(remote="sc://127.0.0.1:9"):
        pass


def test_no_java_is_one_sentence(address, monkeypatch):
    from minhash_news.spark import session

    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(EngineError, match="Spark needs Java 17 or newer, and there is none: install it"), session():
        pass


def test_no_pyspark_is_one_sentence_and_all_else_works(monkeypatch):
    for name in [
        name for name in sys.modules if name.split(".")[0] == "pyspark" or name.startswith("minhash_news.spark")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'minhash-news\[spark\]'"):
        __import__("minhash_news.spark")
    assert mn.scan([article("a", BRIDGE), article("b", BRIDGE_UPDATE)]).derivations
