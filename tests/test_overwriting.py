"""What is read is never destroyed by what is written, and no output by another."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import minhash_news as mn
from minhash_news.cli import main
from tests import graphs

TEXT = "The lock keeper of Ostrova counted forty barges at the upper gate before the fog came down on Tuesday."


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """Return a corpus in the working folder, its records in each format, twice the same text in each."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "read"
    folder.mkdir()
    (folder / "in.jsonl").write_text("".join(json.dumps({"id": i, "text": TEXT}) + "\n" for i in "ab"), "utf-8")
    (folder / "in.csv").write_text(f"id,text\nc,{TEXT}\nd,{TEXT}\n", "utf-8")
    (tmp_path / "link.jsonl").symlink_to(folder / "in.jsonl")
    (tmp_path / "other.csv").hardlink_to(folder / "in.csv")
    graphs.newsroom().write(tmp_path / "graph.json")
    return tmp_path


def contents():
    return {path: path.read_bytes() for path in Path.cwd().rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("dedup read -o k.jsonl --audit k.jsonl", "k.jsonl is to be written twice"),
        ("dedup read -o k.jsonl --audit read/../k.jsonl", "read/../k.jsonl is to be written twice"),
        ("scan read -o a.json -o a.json", "a.json is to be written twice"),
        ("export graph.json -o a.dot -o a.dot", "a.dot is to be written twice"),
        ("dedup read/in.jsonl -o read/in.jsonl", "read/in.jsonl is one of the files that are read"),
        ("dedup read/in.jsonl --audit link.jsonl", "link.jsonl is one of the files that are read"),
        ("dedup link.jsonl -o read/in.jsonl", "read/in.jsonl is one of the files that are read"),
        ("dedup read -o read/in.jsonl", "read/in.jsonl is one of the files that are read"),
        ("scan read/in.csv -o read/in.csv", "read/in.csv is one of the files that are read"),
        ("scan read -o other.csv", "other.csv is one of the files that are read"),
        ("scan graph.json -o graph.json", "graph.json is one of the files that are read"),
        ("export graph.json -o graph.json", "graph.json is one of the files that are read"),
        ("archive graph graph.json -o graph.json", "graph.json is one of the files that are read"),
    ],
)
def test_what_would_destroy_a_file_is_a_usage_error_and_touches_none(corpus, arguments, says):
    before = contents()
    result = CliRunner().invoke(main, arguments.split())

    assert result.exit_code == 2, result.output
    assert says in result.stderr
    assert "name" in result.stderr.splitlines()[-1]
    assert contents() == before


def test_an_output_that_is_there_and_not_read_is_written_anew(corpus):
    for _ in range(2):
        for arguments in ("dedup read -o k.jsonl --audit gone.jsonl", "scan read -o read/graph.json -o edges.csv"):
            result = CliRunner().invoke(main, arguments.split())

            assert result.exit_code == 0, result.output


def test_a_link_to_itself_is_replaced(corpus):
    (corpus / "graph.csv").symlink_to("graph.csv")
    result = CliRunner().invoke(main, ["scan", "read", "-o", "graph.csv"])

    assert result.exit_code == 0, result.output
    assert (corpus / "graph.csv").read_text().startswith("derived,")


def test_a_name_that_no_file_can_have_is_refused(corpus):
    result = CliRunner().invoke(main, ["scan", "read", "-o", f"{'a' * 300}.csv"])

    assert result.exit_code == 1
    assert "aa.csv: cannot be written (File name too long); choose another place" in result.stderr


def test_spark_does_not_replace_what_it_reads(corpus):
    (corpus / "found" / "articles").mkdir(parents=True)
    result = CliRunner().invoke(main, ["spark", "found/articles", "-o", "found"])

    assert result.exit_code == 2
    assert "found/articles is what would be replaced in found" in result.stderr


def test_a_graph_is_not_written_over_a_file_its_articles_come_from(corpus):
    before = contents()
    graph = mn.scan(mn.read("read/in.csv"))
    with pytest.raises(mn.SettingsError, match=r"other\.csv is one of the files that are read"):
        graph.write("other.csv")

    assert contents() == before
