"""The command line through its public door: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from minhash_news import compare, export, lsh, pipeline, read, report_pair
from minhash_news.cli import main
from minhash_news.errors import ReadError
from minhash_news.model import (
    Article,
    ArticleId,
    Comparison,
    Corpus,
    Coverage,
    Direction,
    Ground,
    Kind,
    Passage,
    Skipped,
)
from minhash_news.settings import Settings
from tests import graphs, stories

ROOT = Path(__file__).parents[1]


PAIR = Comparison(
    kind=Kind.UPDATE,
    confidence=0.91,
    direction=Direction.KNOWN,
    direction_confidence=0.8,
    reversed=False,
    jaccard=0.4123456,
    containment=0.62,
    coverage=Coverage(0.5, 0.25),
    grounds=(Ground("shared wording", "Half of the words are shared.", 2.0),),
    passages=(Passage(0, 5, 4, 9),),
)


class Seen:
    """What the fake library was called with, and what it gives back."""

    def __init__(self) -> None:
        self.paths: tuple[Path, ...] = ()
        self.settings = Settings()
        self.fields: dict[str, str] | None = None
        self.graph = graphs.newsroom()
        self.error: BaseException | None = None


@pytest.fixture
def library(monkeypatch) -> Seen:
    """Stand in for reader and pipeline: these tests are about the command line alone."""
    seen = Seen()

    def read(*paths, fields=None, keep_records=False, progress=None):
        seen.paths, seen.fields = paths, fields
        text = paths[0].read_text("utf-8") if paths[0].is_file() else ""
        found = [Article(ArticleId(paths[0].name), text)] * (2 if paths[0].suffix == ".jsonl" else 1)
        return Corpus(tuple(found if text else ()), (Skipped(str(paths[0]), "no text in it"),))

    def scan(corpus, settings=None, *, progress=None):
        seen.settings = settings
        if seen.error:
            raise seen.error
        return seen.graph

    fake = types.ModuleType("minhash_news.reading")
    fake.read = read
    fake.files_of = lambda *paths: paths
    monkeypatch.setitem(sys.modules, "minhash_news.reading", fake)
    monkeypatch.setattr(pipeline, "scan", scan)
    return seen


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def real(*arguments: object, **more) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more.pop("env", {})}
    command = [sys.executable, "-m", "minhash_news", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, **more
    )


# ---- scan ------------------------------------------------------------------------------------------------


def test_scan_prints_each_family_as_a_tree_with_a_line_for_each_derivation(library):
    result = run("scan", "articles")

    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in lines if line.startswith("family")] == [
        "family 1",
        "family 2",
        "family 3",
    ]
    [copy] = [line for line in lines if f"─ {graphs.COPY} " in line]
    assert " ".join(copy.split()).endswith(
        f"{graphs.COPY} copy 0.97 known 0.98 98 % of its words stand in the source, in the same order."
    )
    assert f"─ {graphs.REWRITE} " in lines[lines.index(copy) + 1]
    assert any(line.startswith(f"  └? {graphs.TWIN_B} ") for line in lines)
    assert f"  {graphs.AGENCY} (not in the corpus)" in lines
    assert len([line for line in lines if graphs.EXCERPT in line]) == 2
    assert lines[-1] == (
        "11 articles, 3 families, 4 independent origins (1 not in the corpus), 9 derivations "
        "(1 copy, 1 update, 2 excerpt, 1 summary, 4 rewrite), 2 skipped"
    )


def test_scan_notes_what_was_skipped_on_stderr_alone(library):
    result = run("scan", "articles")

    assert "skipped ferry/photo.jpg: no text: a JPEG image" in result.stderr
    assert "photo.jpg" not in result.stdout


def test_scan_notes_ten_skipped_files_and_counts_the_rest(library):
    skipped = tuple(Skipped(f"{number:02}.txt", "empty") for number in range(13))
    library.graph = replace(library.graph, skipped=skipped)

    notes = run("scan", "articles").stderr.splitlines()

    assert len(notes) == 11
    assert notes[-1] == "and 3 more; they are all in graph.json"


def test_scan_says_what_was_capped(library):
    library.graph = replace(library.graph, limits={"capped_buckets": 2, "articles_in_capped_buckets": 9000})

    assert "2 LSH buckets too full to pair everything in it, with 9,000 articles" in run("scan", "a").stderr


def test_scan_as_json_prints_graph_json_to_the_byte(library, tmp_path):
    library.graph.write(tmp_path / "graph.json")

    assert run("scan", "articles", "--format", "json").stdout_bytes == (tmp_path / "graph.json").read_bytes()


def test_scan_into_files_leaves_stdout_empty_and_sums_up_on_stderr(library, tmp_path):
    result = run("scan", "articles", "-o", tmp_path / "graph.json", "-o", tmp_path / "report.html")

    assert result.stdout == ""
    assert f"wrote {tmp_path / 'report.html'}" in result.stderr
    assert "11 articles, 3 families" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.json", "report.html"]
    assert '"withTexts":true' in (tmp_path / "report.html").read_text("utf-8")


def test_scan_into_a_file_and_to_stdout_when_asked_for_both(library, tmp_path):
    result = run("scan", "articles", "-o", tmp_path / "edges.csv", "--format", "table")

    assert result.stdout.startswith("  article ")
    assert (tmp_path / "edges.csv").exists()


def test_quiet_is_quiet(library, tmp_path):
    result = run("scan", "articles", "--quiet", "-o", tmp_path / "graph.json")

    assert (result.stdout, result.stderr) == ("", "")


def test_options_reach_the_library(library):
    run("scan", "a", "b", "--no-dates", "--workers", 3, "--min-confidence", 0.8)

    assert library.paths == (Path("a"), Path("b"))
    assert library.settings == Settings(use_dates=False, workers=3, min_confidence=0.8)


def test_names_of_fields_reach_the_reader(library):
    run("scan", "a", "--text-field", "body", "--date-field", "meta.when", "--id-field", "uid")

    assert library.fields == {"text": "body", "published": "meta.when", "id": "uid"}


def test_a_family_that_is_a_circle_is_shown_whole(library):
    first, second = graphs.edge("a", "b", Kind.COPY), graphs.edge("b", "a", Kind.COPY)
    library.graph = replace(library.graph, derivations=(first, second))
    lines = run("scan", "articles").stdout.splitlines()

    assert lines[1] == "family 1: 2 articles, origins none, it is circular"
    assert [line.split()[:2] for line in lines[2:5]] == [["a"], ["└─", "b"], ["└─", "a"]]


def test_a_chain_of_thousands_is_no_recursion(library):
    names = [f"{number:05}" for number in range(3000)]
    chain = tuple(graphs.edge(later, earlier, Kind.UPDATE) for earlier, later in pairwise(names))
    library.graph = replace(library.graph, derivations=chain)

    assert run("scan", "articles").stdout.count("└─ ") == 2999


def test_without_options_the_settings_are_the_defaults(library):
    run("scan", "a")

    assert library.settings == Settings()


def test_a_bad_output_is_refused_before_the_work(library, tmp_path):
    library.error = AssertionError("the work has begun")

    for path in (tmp_path / "graph.xlsx", tmp_path / "nowhere" / "graph.json"):
        result = run("scan", "articles", "-o", path)
        assert result.exit_code == 1
        assert result.stderr.startswith(f"Error: {path}: ")


def test_nothing_found_is_said_in_the_summary(library):
    library.graph = replace(library.graph, derivations=(), skipped=())

    assert run("scan", "a").stdout.endswith(
        " 0 families, 12 independent origins (1 not in the corpus), 0 derivations, 0 skipped\n"
    )


def test_hostile_ids_cannot_steer_the_terminal_nor_break_the_lines(library):
    library.graph = graphs.hostile()
    result = run("scan", "a")

    assert result.exit_code == 0
    assert not set("\x1b\x07\x00\x9b\r\u2028\u202e") & set(result.stdout + result.stderr)
    assert len(result.stdout.splitlines()) == 1 + 1 + 1 + len(library.graph.derivations) + 1


def test_columns_stay_in_line_where_letters_are_wide():
    wide = graphs.edge("記事/一.txt", "a.txt", Kind.COPY)
    graph = replace(graphs.newsroom(), derivations=(wide,))
    from minhash_news.report_text import _width, table

    head, _family, _source, line = table(graph)
    assert _width(line[: line.index("copy")]) == head.index("kind")


# ---- compare ---------------------------------------------------------------------------------------------


A, B = Article(ArticleId("a.txt"), "The tide came early."), Article(ArticleId("b.txt"), "tide was early.")


@pytest.fixture
def two(tmp_path) -> tuple[Path, Path]:
    """A report and its update, in files as a site would give them."""
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    first.write_text(f"---\ndate: 2026-03-03T09:00:00Z\noutlet: Orvell Lantern\n---\n\n{stories.BRIDGE}", "utf-8")
    second.write_text(
        f"---\ndate: 2026-03-06T21:00:00Z\noutlet: Orvell Lantern\n---\n\n{stories.BRIDGE_UPDATE}", "utf-8"
    )
    return first, second


def test_a_comparison_is_told_with_kind_direction_grounds_and_passages():
    shown = list(report_pair.lines(PAIR, A, B))

    assert shown[:4] == [
        "A  a.txt",
        "B  b.txt",
        "kind         update, confidence 0.91",
        "direction    B probably from A, confidence 0.80",
    ]
    assert "   +2.0  Half of the words are shared." in shown
    assert shown[-1] == "  A 4-9 = B 0-5  “tide ”"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reversed": True}, "A probably from B, confidence 0.80"),
        ({"direction": Direction.UNKNOWN}, "unknown which came first (B probably from A: 0.80)"),
        ({"kind": None, "confidence": 0.02}, "unrelated (chance that they are related: 0.02)"),
        ({"passages": ()}, "no shared passages"),
    ],
)
def test_a_comparison_admits_what_is_otherwise(changes, says):
    assert says in "\n".join(report_pair.lines(replace(PAIR, **changes), A, B))


def test_a_comparison_as_json_is_rounded_and_has_every_passage():
    found = json.loads(report_pair.render_json(PAIR, A, B))

    assert (found["kind"], found["direction"], found["jaccard"]) == ("update", "known", 0.4123)
    assert found["passages"] == [{"derived_start": 0, "derived_end": 5, "source_start": 4, "source_end": 9}]


def test_compare_reads_two_files_and_tells_what_the_library_finds(two):
    first, second = (read(path).articles[0] for path in two)
    expected = compare(first, second)
    result = run("compare", *two)

    assert result.exit_code == 0
    assert f"kind         update, confidence {expected.confidence:.2f}" in result.stdout
    assert f"direction    B probably from A, confidence {expected.direction_confidence:.2f}" in result.stdout
    assert result.stdout.count("\n  A ") == len(expected.passages) > 0
    assert "dated 2026-03-06" in result.stdout


def test_compare_of_the_files_the_other_way_round_turns_the_direction(two):
    assert "direction    A probably from B" in run("compare", *two[::-1]).stdout


def test_compare_as_json(two):
    found = json.loads(run("compare", *two, "--format", "json").stdout)
    source, derived = (read(path).articles[0].text for path in two)

    assert (found["source"], found["derived"]) == tuple(map(str, two))
    assert (found["kind"], found["direction"], found["reversed"]) == ("update", "known", False)
    for one in found["passages"]:
        assert derived[one["derived_start"] : one["derived_end"]].strip()
        assert source[one["source_start"] : one["source_end"]].strip()


def test_compare_of_strangers_says_so_and_exits_0(two, tmp_path):
    (tmp_path / "c.txt").write_text(stories.HERONS, "utf-8")
    result = run("compare", two[0], tmp_path / "c.txt")

    assert result.exit_code == 0
    assert "unrelated" in result.stdout
    assert "direction" not in result.stdout


def test_compare_refuses_what_is_no_article_with_the_reason(two, tmp_path):
    (tmp_path / "empty.txt").touch()
    (tmp_path / "many.jsonl").write_text('{"id": "1", "text": "One."}\n{"id": "2", "text": "Two."}\n', "utf-8")

    assert "empty.txt: " in run("compare", two[0], tmp_path / "empty.txt").stderr
    result = run("compare", tmp_path / "many.jsonl", two[0])
    assert result.exit_code == 1
    assert "many.jsonl: holds 2 articles; give a file of one article" in result.stderr


def test_passages_are_shown_as_they_stand_in_both_texts_and_what_stands_in_one_alone():
    a = Article(ArticleId("a"), "Before. The ferry came early on Monday. After.")
    b = Article(ArticleId("b"), "The ferry came late on Monday.")
    pair = replace(PAIR, passages=(Passage(0, 30, 8, 39),))

    assert list(report_pair.marked(pair, a, b)) == [
        (("head", "1  A 8-39 = B 0-30"),),
        (("name", "A "), ("shared", "The ferry came "), ("lost", "early"), ("shared", " on Monday.")),
        (("name", "B "), ("shared", "The ferry came "), ("new", "late"), ("shared", " on Monday.")),
        (("head", "in A alone"),),
        (("name", "A 0-8 "), ("lost", "Before.")),
        (("name", "A 39-46 "), ("lost", "After.")),
        (("head", "nothing in B alone"),),
    ]


def test_compare_is_coloured_for_whom_asks_and_plain_for_a_pipe_and_under_no_color(two):
    plain, forced = real("compare", *two), real("compare", *two, env={"FORCE_COLOR": "1"})
    neither = real("compare", *two, env={"FORCE_COLOR": "1", "NO_COLOR": "1"})

    assert plain.stdout == neither.stdout
    assert "\x1b" not in plain.stdout
    assert "\x1b[34m" in forced.stdout
    assert "in B alone" in forced.stdout


def test_compare_in_colour_shows_no_control_of_the_texts(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{stories.BRIDGE}\n\n\x1b[2J\x9b31m{name}", "utf-8")
    shown = real("compare", tmp_path / "a.txt", tmp_path / "b.txt", env={"FORCE_COLOR": "1"}).stdout

    assert "\x1b[2J" not in shown
    assert "\x9b" not in shown


# ---- bands -----------------------------------------------------------------------------------------------


def test_bands_prints_the_chance_of_a_pair_by_its_similarity():
    lines = run("bands", "--bands", 20, "--rows", 5).stdout.splitlines()

    assert lines[0] == "20 bands of 5 rows use 100 permutations"
    assert [line.split()[:2] for line in lines[3:]][::5] == [
        ["0.00", "0.0000"],
        ["0.25", f"{lsh.probability(0.25, 20, 5):.4f}"],
        ["0.50", f"{lsh.probability(0.5, 20, 5):.4f}"],
        ["0.75", f"{lsh.probability(0.75, 20, 5):.4f}"],
        ["1.00", "1.0000"],
    ]


def test_bands_shows_what_a_scan_uses_or_what_is_best_for_a_threshold():
    bands, rows = lsh.choose_bands(0.6, 256)

    assert run("bands").stdout.startswith(f"{Settings().bands} bands of {Settings().rows} rows ")
    assert run("bands", "--threshold", 0.6, "--num-perm", 256).stdout.startswith(f"{bands} bands of {rows} rows ")


def test_bands_refuses_what_cannot_be():
    assert run("bands", "--threshold", 0.5, "--rows", 3).exit_code == 2
    assert "need 200 permutations" in run("bands", "--bands", 100, "--rows", 2).stderr


# ---- export ----------------------------------------------------------------------------------------------


def test_export_writes_every_format_from_graph_json(tmp_path):
    graphs.newsroom().write(tmp_path / "graph.json")
    outputs = [tmp_path / f"out{ending}" for ending in export.FORMATS]

    result = run("export", tmp_path / "graph.json", *(part for path in outputs for part in ("-o", path)))

    assert result.exit_code == 0, result.stderr
    assert all(path.stat().st_size for path in outputs)
    assert (tmp_path / "graph.json").read_bytes() == (tmp_path / "out.json").read_bytes()
    assert "The texts are not in graph.json" in result.stderr


def test_export_without_output_is_a_usage_error(tmp_path):
    result = run("export", tmp_path / "graph.json")

    assert result.exit_code == 2
    assert "-o" in result.stderr


def test_export_of_something_else_is_our_error(tmp_path):
    (tmp_path / "graph.json").write_text("{}", "utf-8")
    result = run("export", tmp_path / "graph.json", "-o", tmp_path / "a.dot")

    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {tmp_path / 'graph.json'}: is no graph of minhash-news")
    assert not (tmp_path / "a.dot").exists()


# ---- how it ends -----------------------------------------------------------------------------------------


def test_our_errors_are_one_line_and_exit_1(library):
    library.error = ReadError("articles", "nothing to read")
    result = run("scan", "articles")

    assert (result.exit_code, result.stderr) == (1, "Error: articles: nothing to read\n")


def test_a_bug_is_not_hidden(library):
    library.error = ZeroDivisionError("a bug")

    assert isinstance(run("scan", "articles").exception, ZeroDivisionError)


def test_ctrl_c_exits_130_without_traceback(library):
    library.error = KeyboardInterrupt()
    result = run("scan", "articles")

    assert result.exit_code == 130
    assert result.stderr.startswith("Interrupted")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["scan"],
        ["scan", "a", "--min-confidence", "2"],
        ["scan", "a", "--workers", "0"],
        ["scan", "a", "--format", "xml"],
        ["compare", "a"],
        ["frobnicate"],
    ],
)
def test_usage_errors_exit_2(arguments):
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [["-h"], ["--help"], ["scan", "-h"], ["compare", "-h"], ["export", "-h"], ["bands", "-h"], ["dedup", "-h"]],
)
def test_help_exits_0_and_shows_an_example(arguments):
    result = run(*arguments)

    assert result.exit_code == 0
    assert arguments[0].startswith("-") or "Example" in result.stdout


def test_the_help_names_every_ending():
    words = run("scan", "-h").stdout

    assert all(ending in words for ending in export.FORMATS)


# ---- from end to end -------------------------------------------------------------------------------------


def test_scan_of_a_folder_of_files_writes_what_the_library_finds(two, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for path in two:
        path.rename(folder / path.name)
    (folder / "herons.txt").write_text(stories.HERONS, "utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    outputs = [tmp_path / f"out{ending}" for ending in export.FORMATS]
    result = real("scan", folder, "--format", "table", *(part for path in outputs for part in ("-o", path)))
    graph = json.loads((tmp_path / "out.json").read_text("utf-8"))
    [edge] = graph["derivations"]

    assert (result.returncode, "Traceback" in result.stderr) == (0, False)
    assert (edge["derived"], edge["source"], edge["kind"], edge["direction"]) == ("b.md", "a.md", "update", "known")
    assert graph["families"] == [{"articles": ["a.md", "b.md"], "origins": ["a.md"]}]
    assert [one["id"] for one in graph["articles"]] == ["a.md", "b.md", "herons.txt"]
    assert [one["path"] for one in graph["skipped"]] == ["photo.png"]
    assert "a.md └─ b.md update" in " ".join(result.stdout.split())
    assert "3 articles, 1 family, 2 independent origins, 1 derivation (1 update), 1 skipped" in result.stdout
    assert "photo.png" in result.stderr
    assert all(path.stat().st_size for path in outputs)


def test_scan_again_gives_the_same_bytes_and_no_dates_is_on_record(two, tmp_path):
    first, again = (run("scan", two[0].parent, "--format", "json").stdout_bytes for _ in range(2))
    undated = json.loads(run("scan", two[0].parent, "--format", "json", "--no-dates").stdout)

    assert first == again
    assert json.loads(first)["made_by"]["settings"]["use_dates"] is True
    assert undated["made_by"]["settings"]["use_dates"] is False
    assert "publication dates" not in {g["signal"] for e in undated["derivations"] for g in e["grounds"]}


def test_compare_runs_as_a_process(two):
    result = real("compare", *two)

    assert (result.returncode, result.stderr) == (0, "")
    assert "kind         update" in result.stdout


# ---- the real process ------------------------------------------------------------------------------------


def test_the_module_runs_and_has_a_version():
    result = real("--version")

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("minhash-news")


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from minhash_news.cli import main\n"
        "main(['scan', '-h'], standalone_mode=False)\n"
        "print(sorted({'numpy', 'numba', 'rich', 'networkx', 'scipy', 'pyarrow', 'lxml'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert result.stdout.splitlines()[-1] == "[]"


FAKE = """
import sys, types
from minhash_news import pipeline
from minhash_news.model import Corpus
from tests import graphs, stories
sys.modules["minhash_news.reading"] = fake = types.ModuleType("minhash_news.reading")
fake.read = lambda *paths, fields=None, progress=None: Corpus(())
fake.files_of = lambda *paths: paths
pipeline.scan = lambda corpus, settings=None, *, progress=None: graphs.MADE
graphs.MADE = {graph}
from minhash_news.cli import main
main(["scan", "x", *sys.argv[1:]])
"""


def faked(graph: str, *arguments: str, **more) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", FAKE.format(graph=graph), *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def test_a_reader_that_goes_away_is_no_traceback():
    process = faked("graphs.crowd(9000, 8000)")
    process.stdout.readline()
    process.stdout.close()

    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=30) in (0, 1)  # click's choice, which differs by version


def test_a_pipe_gets_no_colour_and_whole_lines():
    out, _ = faked("graphs.newsroom()").communicate(timeout=30)

    assert b"\x1b" not in out
    assert "98 % of its words stand in the source, in the same order." in out.decode("utf-8")


def test_a_terminal_without_such_signs_still_gets_its_table():
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    out, errors = faked("graphs.newsroom()", env=environment).communicate(timeout=30)

    assert b"\\u251c" in out
    assert b"Traceback" not in errors


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """Return what a pseudo-terminal of 90 columns shows."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", FAKE.format(graph="graphs.newsroom()"), *arguments],
        cwd=ROOT, stdout=theirs, stderr=subprocess.PIPE,
        env={**os.environ, "COLUMNS": "90", "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:
        pass  # Linux says so when the other side has closed
    os.close(ours)
    process.communicate(timeout=30)
    return shown.decode("utf-8")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
def test_a_terminal_gets_lines_cut_at_its_edge_and_heads_in_bold():
    lines = on_a_terminal("--quiet").splitlines()

    assert all(len(line) <= 90 for line in lines if line.startswith("  "))
    assert any(line.startswith("\x1b[1mfamily 1") for line in lines)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
@pytest.mark.parametrize("plain", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_that_wants_no_colour_gets_none(plain):
    shown = on_a_terminal("--quiet", **plain)

    assert "family 1" in shown
    assert "\x1b" not in shown
