"""The commands archive ... through their public door."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from datasketch import MinHashLSH

import minhash_news as mn
from minhash_news.archive import inbox
from minhash_news.cli import main
from minhash_news.minhash import sign, to_datasketch
from tests import stories
from tests.histories import NEWSROOM

BUZZ = "harbor-fire/harbor-buzz-now-4471.html"


def run(*arguments, code=0, text=None):
    result = CliRunner().invoke(main, ["archive", *map(str, arguments)], input=text)

    assert result.exit_code == code, result.output
    return result


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "news.archive"
    run("add", path, NEWSROOM, "-q")
    return path


def test_adding_says_what_came_and_what_it_came_from(tmp_path):
    path = tmp_path / "news.archive"

    first, again = run("add", path, NEWSROOM), run("add", path, NEWSROOM)

    assert f"{BUZZ}: copy of harbor-fire/2026-03-04-cold-storage-fire.md" in first.stdout
    assert "31 new, 0 updated, 0 unchanged" in first.stderr
    assert again.stdout == ""
    assert "0 new, 0 updated, 31 unchanged" in again.stderr


def test_single_files_are_named_by_their_path_below_a_root(tmp_path, kept):
    path = tmp_path / "one.archive"
    for article in mn.read(NEWSROOM / "harbor-fire"):
        run("add", path, article.path, "--root", NEWSROOM, "-q")

    with mn.Archive(path) as archive:
        assert BUZZ in archive
    assert "does not lie below" in run("add", path, NEWSROOM, "--root", tmp_path, code=1).stderr


def test_nothing_to_add_is_a_wrong_call(tmp_path):
    assert "name a PATH" in run("add", tmp_path / "news.archive", code=2).stderr
    assert not (tmp_path / "news.archive").exists()


def test_a_trace_prints_sources_grounds_and_passages(kept):
    shown = run("trace", kept, NEWSROOM / BUZZ, "--root", NEWSROOM).stdout

    assert shown.startswith(f"{BUZZ} (in the archive)\nfrom harbor-fire/2026-03-04-cold-storage-fire.md")
    assert re.search(r"copy, confidence 1\.00; direction known 0\.\d\d", shown)
    assert re.search(r"^  \d+-\d+ = \d+-\d+  “", shown, re.MULTILINE)


def test_a_stored_article_is_looked_up_as_itself_however_it_is_called(kept):
    for name in (BUZZ, "ferry-strike/tarrant-wire-ferries-1.txt"):  # dated, and by its file alone
        shown = run("trace", kept, NEWSROOM / name)
        itself = run("trace", kept, NEWSROOM / name, "--root", NEWSROOM)

        assert shown.stdout == itself.stdout
        assert shown.stderr == f"{Path(name).name} is in the archive already, as {name}\n"
        assert itself.stderr == ""


def test_a_trace_of_stdin_as_json_has_what_graph_json_has(kept):
    text = (NEWSROOM / "ferry-strike/tarrant-wire-ferries-2.txt").read_text(encoding="utf-8")

    found = json.loads(run("trace", kept, "-", "--format", "json", text=text).stdout)

    assert (found["format"], found["version"], found["stored"]) == ("minhash-news/trace", 1, False)
    related = found["sources"] + found["derived"]
    assert "ferry-strike/tarrant-wire-ferries-2.txt" in {
        edge[side] for edge in related for side in ("source", "derived")
    }
    assert related[0]["passages"]
    assert set(found["limits"]) >= {"candidates", "articles_not_indexed"}


def test_a_text_from_nowhere_has_no_source(kept):
    assert "no source in the archive" in run("trace", kept, "-", text=stories.HERONS).stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_on_stdin_is_read_as_a_file_is(tmp_path, encoding):
    accented = stories.BRIDGE.replace("bridge", "pont piétonnier") + " “Où est le café ?”"
    (tmp_path / "a.txt").write_text(accented, encoding="utf-8")
    run("add", tmp_path / "accents.archive", tmp_path / "a.txt", "-q")

    trace = ("trace", tmp_path / "accents.archive", "-", "--format", "json")
    found = json.loads(run(*trace, text=accented.encode(encoding)).stdout)

    [copy] = found["derived"] + found["sources"]
    assert (copy["kind"], copy["coverage"]) == ("copy", {"derived": 1.0, "source": 1.0})


@pytest.mark.parametrize(("data", "reason"), [(b"", "empty"), (b" \n", "white space"), (b"%PDF-1.7 ", "PDF document")])
def test_stdin_without_a_text_is_refused_as_a_file_is(kept, data, reason):
    assert re.search(f"stdin: .*{reason}", run("trace", kept, "-", text=data, code=1).stderr)


def test_a_graph_is_the_file_that_scan_writes(tmp_path, kept):
    run("graph", kept, "-o", tmp_path / "kept.json", "-q")
    CliRunner().invoke(main, ["scan", str(NEWSROOM), "-o", str(tmp_path / "scanned.json"), "-q"])
    ours, theirs = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("kept.json", "scanned.json"))

    assert theirs.pop("skipped")
    assert ours.pop("skipped") == []
    assert ours == theirs


def test_a_graph_around_an_article_is_a_table_of_its_family(kept):
    shown = run("graph", kept, "--around", BUZZ)

    assert "family 1: 10 articles" in shown.stdout
    assert "ferry" not in shown.stdout
    assert "'nobody'" in run("graph", kept, "--around", "nobody", code=1).stderr


def test_stats_count_what_is_there(kept):
    counted = json.loads(run("stats", kept, "--format", "json").stdout)

    assert (counted["articles"], counted["not_indexed"], counted["bands"]) == (31, 0, 42)
    assert "31 articles and" in run("stats", kept).stdout


def test_check_says_sound_or_what_is_wrong_and_repairs(tmp_path, kept):
    assert "sound, 31 articles" in run("check", kept).stdout
    data = bytearray(kept.read_bytes())
    texts = [at for at in range(0, len(data), 4096) if data[at] == 13]  # leaves of trees
    for at in texts[len(texts) // 2 :]:
        data[at + 2000] ^= 1
    hurt = tmp_path / "hurt.archive"
    hurt.write_bytes(data)

    assert "--repair" in run("check", hurt, code=1).stderr
    assert re.search(r"\d+ articles saved, \d+ lost", run("check", hurt, "--repair").stdout)
    assert "sound" in run("check", hurt).stdout


def test_removed_articles_are_gone(tmp_path, kept):
    path = tmp_path / "less.archive"
    shutil.copy(kept, path)

    assert "removed 1" in run("remove", path, BUZZ).stderr
    assert "no article 'nobody'" in run("remove", path, "nobody", code=1).stderr
    assert json.loads(run("stats", path, "--format", "json").stdout)["articles"] == 30


def test_an_archive_that_is_not_there_is_named(tmp_path):
    for command in (("trace", "-"), ("stats",), ("graph",), ("remove", "a"), ("check",)):
        said = run(command[0], tmp_path / "no.archive", *command[1:], code=1, text="text").stderr

        assert f"{tmp_path / 'no.archive'}: no such archive" in said


@pytest.mark.parametrize("command", [("add", NEWSROOM), ("check",), ("stats",)], ids=lambda command: command[0])
def test_a_name_that_no_archive_can_have_is_refused(tmp_path, command):
    said = run(command[0], tmp_path / ("a" * 300), *command[1:], code=1).stderr

    assert "cannot be looked at (File name too long)" in said


@pytest.mark.parametrize(
    ("server", "host", "port"),
    [("cache:7000", "cache", 7000), ("cache", "cache", 6379), ("[::1]:7000", "::1", 7000), ("[::1]", "::1", 6379)],
)
def test_signatures_go_to_redis_as_datasketch_is_told(kept, monkeypatch, server, host, port):
    told = {}

    class Filled:
        b, r = 25, 5

    def fill(_archive, threshold, *, storage_config):
        told.update(storage_config, threshold=threshold)
        return Filled

    monkeypatch.setattr(mn.Archive, "to_datasketch_lsh", fill)

    assert "25 bands of 5 rows" in run("export-lsh", kept, "--redis", server, "--basename", "news").stderr
    assert told == {
        "type": "redis",
        "basename": b"news",
        "redis": {"host": host, "port": port},
        "threshold": 0.5,
    }


@pytest.mark.parametrize(
    "server", ["cache:abc", "cache:70000", "::1", "[::1", ":7000", "", "redis://cache", "me:pw@cache"]
)
def test_what_is_no_address_of_a_redis_is_a_wrong_call(kept, server):
    assert "is not HOST[:PORT]" in run("export-lsh", kept, "--redis", server, code=2).stderr


@pytest.fixture
def redis_port(tmp_path):
    pytest.importorskip("redis")
    if not shutil.which("redis-server"):
        pytest.skip("there is no redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", tmp_path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        next(line for line in server.stdout if "Ready to accept connections" in line)
        yield port
        server.terminate()


def test_an_index_in_redis_is_found_by_whoever_opens_it_with_datasketch(kept, redis_port):
    told = run("export-lsh", kept, "--redis", f"127.0.0.1:{redis_port}", "--basename", "news").stderr
    storage = {"type": "redis", "basename": b"news", "redis": {"host": "127.0.0.1", "port": redis_port}}
    index = MinHashLSH(threshold=0.5, num_perm=128, storage_config=storage)
    asked = sign([(NEWSROOM / "harbor-fire/2026-03-04-cold-storage-fire.md").read_text("utf-8")])[0]

    assert "25 bands of 5 rows" in told
    assert BUZZ in index.query(to_datasketch(asked, mn.Scheme()))


def test_a_redis_that_is_not_there_is_named(kept):
    pytest.importorskip("redis")

    assert re.search(
        r"Redis at .*'port': 1}.*start it", run("export-lsh", kept, "--redis", "127.0.0.1:1", code=1).stderr
    )


def test_the_client_of_redis_is_an_extra(kept, monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)

    assert "pip install 'minhash-news[redis]'" in run("export-lsh", kept, "--redis", "127.0.0.1:1", code=1).stderr


def test_an_inbox_is_followed_until_ctrl_c(tmp_path):
    path, folder = tmp_path / "news.archive", tmp_path / "inbox"
    (folder / "monday").mkdir(parents=True)
    (folder / "monday/a.txt").write_text(stories.BRIDGE, encoding="utf-8")
    command = [sys.executable, "-m", "minhash_news", "archive", "add", path, "--follow", folder, "--every", "0.1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job in the background ignores it
    ) as running:
        first = running.stderr.readline()
        (folder / "b.txt").write_text(stories.BRIDGE_UPDATE, encoding="utf-8")
        second = running.stdout.readline(), running.stderr.readline()
        (folder / "b.txt").write_text(stories.BRIDGE_UPDATE + " It rained.", encoding="utf-8")
        third = running.stderr.readline()
        time.sleep(0.3)
        running.send_signal(signal.SIGINT)
        rest = running.stderr.read()

    assert first == "1 new, 0 updated, 0 unchanged\n"
    assert second == ("  b.txt: update of monday/a.txt (1.00)\n", "1 new, 0 updated, 0 unchanged\n")
    assert third == "0 new, 1 updated, 0 unchanged\n"
    assert "stopped" in rest
    assert running.returncode == 0


def interrupt(_seconds):
    raise KeyboardInterrupt


def test_a_feed_without_its_reader_stops_no_watch_and_a_root_names_what_arrives(tmp_path, monkeypatch):
    path, folder = tmp_path / "news.archive", tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.txt").write_text(stories.BRIDGE, encoding="utf-8")
    (folder / "b.rss").write_text("<rss/>", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "feedparser", None)
    monkeypatch.setattr(inbox, "time", SimpleNamespace(sleep=interrupt))

    said = run("add", path, "--follow", folder, "--root", tmp_path).stderr.splitlines()
    with mn.Archive(path) as archive:
        assert [article.id for article in archive.articles()] == ["inbox/a.txt"]
    assert re.match(r"skipped inbox/b\.rss: .*pip install 'minhash-news\[feeds\]'", said[0])
    assert said[1:] == ["1 new, 0 updated, 0 unchanged", "stopped; everything added so far is kept"]


def test_a_watched_folder_that_does_not_lie_below_the_root_is_refused_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "time", SimpleNamespace(sleep=interrupt))
    for name in ("inbox", "root"):
        (tmp_path / name).mkdir()

    told = run("add", tmp_path / "a", "--follow", tmp_path / "inbox", "--root", tmp_path / "root", code=1).stderr
    assert "does not lie below" in told
