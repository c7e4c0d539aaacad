"""The gate shuts when it should, and floors only rise."""

from __future__ import annotations

import pytest

import cases
import large
import makeups
import quality
from marked import fill
from scoring import Edge, History, score

TRUTH = {
    "a": History("orig"),
    "b": History("copy", ("a",)),
    "c": History("copy", ("a",)),
    "d": History("indep"),
}
GOOD = [Edge("b", "a", "copy"), Edge("c", "a", "copy")]
WORSE = [Edge("b", "a", "copy"), Edge("d", "a", "copy")]


def row(edges, digest="same"):
    return cases.of_score("case", digest, score(TRUTH, edges))


def floors_of(edges):
    return {"case": quality.raised(row(edges), {}, slack=0.01, allow_regression=False)[0]}


def test_what_was_measured_passes_its_own_floors():
    assert quality.faults(row(GOOD), floors_of(GOOD)) == []


def test_a_worse_graph_is_below_the_floors_and_above_the_ceilings():
    faults = "\n".join(quality.faults(row(WORSE), floors_of(GOOD)))

    assert "directed R is 0.500, has to be at least 0.990" in faults
    assert "false edges is 1, has to be at most 0" in faults


def test_a_case_and_a_figure_without_a_floor_are_faults():
    floors = floors_of(GOOD)
    del floors["case"]["figures"]["directed R"]

    assert quality.faults(row(GOOD), {}) == ["case: no floors yet; --update sets them"]
    assert quality.faults(row(GOOD), floors) == ["case: directed R has no floor yet; --update sets it"]


def test_a_corpus_of_the_repository_that_is_not_there_ends_the_run(tmp_path, monkeypatch):
    monkeypatch.setattr(cases, "HELD_BACK", cases.ROOT / "benchmarks" / "nowhere")
    monkeypatch.setattr(cases, "measure", lambda case: iter([row(GOOD)]))

    with pytest.raises(SystemExit, match="nowhere"):
        quality.measure_all(tmp_path, short=True)


def test_a_corpus_of_which_a_part_is_absent_is_left_out_and_what_is_absent_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cases, "measure", lambda case: iter([row(GOOD)]))
    (tmp_path / "families-dev").mkdir()
    (tmp_path / "haystack-dev.jsonl.gz").touch()
    (tmp_path / "pan13-train").mkdir()
    rows = quality.measure_all(tmp_path, short=False)
    told = capsys.readouterr().err

    assert {one.name for one in rows} == {"case"}
    assert f"haystack and updates: not here, left out ({tmp_path / 'haystack-dev-updates.json'})" in told
    assert f"pan13: not here, left out ({tmp_path / 'score_pan.py'})" in told


@pytest.mark.parametrize("script", [quality, makeups])
def test_tables_are_not_written_where_a_corpus_is_absent(script, tmp_path, monkeypatch, capsys):
    (tmp_path / "families-dev").mkdir()
    arguments = ["--write-tables"] if script is quality else []
    monkeypatch.setattr("sys.argv", ["script", "--eval", str(tmp_path), *arguments])
    monkeypatch.setattr(quality, "measure_all", lambda *_, **__: pytest.fail("measured before it was refused"))
    monkeypatch.setattr(makeups, "table", lambda *_: pytest.fail("measured before it was refused"))

    with pytest.raises(SystemExit) as refused:
        script.main()
    assert refused.value.code == 2
    assert f"not here: {tmp_path / ('seeds' if script is quality else 'versions-dev')}" in capsys.readouterr().err


def test_a_changed_corpus_is_noticed():
    assert "corpus is not the one" in quality.faults(row(GOOD, "other"), floors_of(GOOD))[0]


def test_floors_rise_but_do_not_fall_unless_told():
    raised, refused = quality.raised(row(GOOD), floors_of(WORSE), slack=0.01, allow_regression=False)
    assert (raised["figures"]["directed R"]["floor"], refused) == (0.99, [])

    kept, refused = quality.raised(row(WORSE), floors_of(GOOD), slack=0.01, allow_regression=False)
    assert kept["figures"]["directed R"]["floor"] == 0.99
    assert any("directed R" in line for line in refused)

    lowered, refused = quality.raised(row(WORSE), floors_of(GOOD), slack=0.01, allow_regression=True)
    assert (lowered["figures"]["directed R"]["floor"], refused) == (0.49, [])


def test_a_floor_stays_where_a_figure_is_within_its_slack():
    floors = floors_of(GOOD)
    raised, refused = quality.raised(row(GOOD), floors, slack=0.2, allow_regression=False)

    assert (raised, refused) == (floors["case"], [])


def test_the_digest_sees_names_and_bytes(tmp_path):
    (tmp_path / "a.txt").write_text("one")
    first = cases.digest(tmp_path)
    (tmp_path / "a.txt").rename(tmp_path / "b.txt")
    second = cases.digest(tmp_path)
    (tmp_path / "b.txt").write_text("two")

    assert len({first, second, cases.digest(tmp_path)}) == 3


def test_a_ceiling_of_errors_is_above_what_was_measured():
    sure = [Edge("b", "a", "copy", confidence=0.95), Edge("d", "a", "copy", confidence=0.95)]
    ceiling = floors_of(sure)["case"]["figures"]["confidence error"]["floor"]
    surer = [Edge("b", "a", "copy", confidence=0.99), Edge("d", "a", "copy", confidence=0.99)]

    assert ceiling == pytest.approx(0.46)
    assert any("confidence error" in fault for fault in quality.faults(row(surer), floors_of(sure)))


def test_updates_are_joined_by_edges_inside_their_chain_only():
    chains = [["a1", "a2", "a3"], ["b1", "b2"]]
    pairs = [("a1", "a2"), ("a2", "a3"), ("b1", "b2")]
    edges = [Edge("a3", "a1", "update"), Edge("a1", "a2", "update"), Edge("b2", "a1", "copy")]

    assert large.found_updates(chains, pairs, edges) == {
        "joined": 2 / 3,
        "share known": 1.0,
        "in dated order": 0.5,
    }


def test_pairs_that_were_read_count_apart_by_what_they_are():
    lines = [line.split("\t") for line in large.READ_PAIRS.read_text(encoding="utf-8").splitlines()]
    one = [Edge(first, second, "update") for first, second, label in lines if label == "story"]
    other = [Edge(second, first, "rewrite") for first, second, label in lines if label != "story"]

    assert large.joined_as_read([]) == {large.ONE_STORY: 0.0, large.OTHER_STORIES: 0.0}
    assert large.joined_as_read(one) == {large.ONE_STORY: 1.0, large.OTHER_STORIES: 0.0}
    assert large.joined_as_read([*one, *other]) == {large.ONE_STORY: 1.0, large.OTHER_STORIES: 1.0}
    assert {label for *_, label in lines} == {"story", "background", "event", "topic"}


def test_marks_are_filled_once_and_a_page_without_them_is_refused(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- x: empty -->\nold\n<!-- end of x -->\nafter\n", encoding="utf-8")
    fill(page, "x", r"a \1 table", "make x")
    once = page.read_text(encoding="utf-8")
    fill(page, "x", r"a \1 table", "make x")

    assert once == page.read_text(encoding="utf-8")
    assert "a \\1 table" in once
    assert "old" not in once
    with pytest.raises(ValueError, match="0 times"):
        fill(page, "y", "", "make x")
