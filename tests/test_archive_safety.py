"""What an archive survives: killed writers, damaged files, take-downs that leave nothing, readers beside a writer."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import zlib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.archive import articles as rows
from minhash_news.model import Article, ArticleId
from tests import stories
from tests.histories import NEWSROOM
from tests.test_archive import BRIDGE, HERONS, SUMMARY, UPDATE, newsroom

PAGE = 4096
WRITER = """
import sys
import minhash_news as mn
with mn.Archive(sys.argv[1]) as archive:
    for article in mn.read(sys.argv[2]):
        archive.add([article])
        print(article.id, flush=True)
"""
READER = """
import sys
import minhash_news as mn
with mn.Archive(sys.argv[1]) as archive:
    print("ready", flush=True)
    for _ in range(40):
        archive.trace(archive.article("bridge"))
        archive.stats()
print("done", flush=True)
"""

TAKER = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)  # where SQLite has its shared locks
    except OSError:
        print("refused")
"""


def child(program, *arguments):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def test_a_killed_writer_loses_nothing_that_it_had_added(tmp_path):
    chance = random.Random(5)
    for number in range(3):
        path = tmp_path / f"{number}.archive"
        with child(WRITER, path, NEWSROOM) as writer:
            told = [writer.stdout.readline().strip() for _ in range(chance.randint(1, 25))]
            writer.send_signal(signal.SIGKILL)
            told += writer.stdout.read().split()

        with mn.Archive(path) as archive:
            texts = {article.id: article.text for article in newsroom()}
            assert {name: archive.article(name).text for name in told} == {name: texts[name] for name in told}
            assert archive.check().problems == ()
            archive.add(newsroom())
            assert archive.graph().derivations == mn.scan(newsroom()).derivations


def test_readers_read_while_another_process_writes(archive):
    archive.add([BRIDGE, HERONS])
    with child(READER, archive.path) as one, child(READER, archive.path) as other:
        for reader in (one, other):
            reader.stdout.readline()
        archive.add(newsroom())

        assert [reader.stdout.read().split() for reader in (one, other)] == [["done"], ["done"]]
        assert [reader.wait() for reader in (one, other)] == [0, 0]


def test_articles_that_were_stored_but_not_indexed_are_told_of_and_indexed_by_the_next_addition(archive, monkeypatch):
    def killed(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("minhash_news.archive.adding.refresh", killed)
    with pytest.raises(KeyboardInterrupt):
        archive.add([BRIDGE, HERONS])
    monkeypatch.undo()

    assert archive.trace(UPDATE).limits["articles_not_indexed"] == 2
    assert archive.check().problems == ()
    archive.add([])
    assert [edge.source for edge in archive.trace(UPDATE).sources] == ["bridge"]


@pytest.mark.parametrize("incompressible", [False, True])
def test_nothing_is_left_of_a_removed_text(archive, incompressible):
    chance = random.Random(3)
    long = " ".join(f"{chance.getrandbits(64):x}" for _ in range(900 if incompressible else 9))
    secret = Article(ArticleId("secret"), f"{stories.LIBRARY} {long}", title="A headline that has to go")
    archive.add([BRIDGE, secret, HERONS])
    archive.add([replace(secret, text=secret.text + " Changed."), SUMMARY])
    packed = [rows.pack(secret).text, rows.pack(replace(secret, text=secret.text + " Changed.")).text]
    archive.add(Article(ArticleId(f"n{k}"), f"{stories.HERONS} {k}") for k in range(60))

    assert archive.remove("secret") == ("secret",)

    data = b"".join(path.read_bytes() for path in archive.path.parent.glob("news.archive*"))
    pieces = [text[at : at + 24] for text in packed for at in range(0, len(text) - 24, 24)]
    assert [piece for piece in pieces if piece in data] == []
    assert b"A headline that has to go" not in data
    assert "secret" not in archive
    assert archive.check().problems == ()


def test_a_removal_that_names_what_is_not_there_removes_nothing_and_names_it(archive):
    archive.add([BRIDGE, HERONS])
    with pytest.raises(mn.UnknownArticleError, match=r"no article 'zz', 'yy' in .*nothing was removed"):
        archive.remove("bridge", "zz", "yy")

    assert "bridge" in archive


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 400), min_size=12, max_size=12), order=st.permutations(range(12)))
def test_nothing_is_left_however_often_something_is_removed(tmp_path_factory, sizes, order):
    chance = random.Random(sum(sizes))
    texts = [" ".join(f"{chance.getrandbits(64):x}" for _ in range(size)) for size in sizes]
    stored = [
        Article(ArticleId(f"article-{k:02}-of-twelve"), text, title=f"Headline {k:02} of twelve")
        for k, text in enumerate(texts)
    ]
    with mn.Archive(tmp_path_factory.mktemp("any") / "news.archive") as archive:
        archive.add(stored)
        for gone in (stored[number] for number in order[:6]):
            archive.remove(gone.id)
            packed, data = rows.pack(gone).text, archive.path.read_bytes()
            pieces = [packed[at : at + 24] for at in range(0, len(packed) - 24, 24)]

            assert not [piece for piece in [*pieces, gone.title.encode(), gone.id.encode()] if piece in data]
        assert archive.check().problems == ()


def test_a_removal_writes_the_file_anew_only_if_something_is_left(archive, monkeypatch):
    archive.add(newsroom())
    monkeypatch.setattr("minhash_news.archive.wiping.BLOCK", PAGE)
    rewritten = []
    monkeypatch.setattr("minhash_news.archive.store.Store.rewrite", lambda _store: rewritten.append(1))
    archive.remove("ferry-strike/little-osk-noticeboard.txt")
    assert not rewritten
    piece = rows.pack(newsroom().articles[3]).text[40:80]
    archive._open.connection.execute("INSERT INTO settings VALUES ('elsewhere', ?)", (piece,))

    archive.remove(newsroom().articles[3].id)

    assert rewritten


def test_a_removal_that_a_reader_holds_up_says_so(archive):
    archive.add([BRIDGE, HERONS])
    with mn.Archive(archive.path) as reader, reader._open.reading():
        assert len(reader) == 2
        with pytest.raises(mn.ArchiveError, match="until every process"):
            archive.remove("bridge")

    assert "bridge" not in archive


def test_a_second_writer_waits_and_then_says_that_it_is_not_its_turn(archive, monkeypatch):
    monkeypatch.setattr("minhash_news.archive.store.WAIT", 50)
    archive.add([BRIDGE])
    busy = pytest.raises(mn.ArchiveError, match="another process is writing")
    with mn.Archive(archive.path) as other, archive._open.writing(), busy:
        other.add([HERONS])

    assert archive.add([HERONS]).new == ("herons",)


def damaged(sound, number):
    """Return a file that is cut off, has some bytes changed or a page of zeros, by turns."""
    chance = random.Random(number)
    data = bytearray(sound)
    if number % 3 == 0:
        return bytes(data[: chance.randrange(len(data))])
    if number % 3 == 1:
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] ^= chance.randint(1, 255)
    else:
        page = chance.randrange(len(data) // PAGE)
        data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    return bytes(data)


def answers(path, ask):
    """Return the answer, or what the error says."""
    try:
        with mn.Archive(path, mn.Settings(workers=1)) as archive:
            return ask(archive)
    except mn.ArchiveError as error:
        return str(error)


def traced(archive):
    traces = [archive.trace(archive.article(article.id)) for article in list(newsroom())[::6]]
    return [(trace.sources, trace.derived, trace.texts) for trace in traces]


def test_a_damaged_file_gives_the_right_answer_or_an_error_that_names_it(tmp_path):
    path, copy = tmp_path / "sound.archive", tmp_path / "damaged.archive"
    with mn.Archive(path) as archive:
        archive.add(newsroom())
    for ask in (traced, lambda archive: archive.articles().articles):
        right = answers(path, ask)
        for number in range(30):
            copy.write_bytes(damaged(path.read_bytes(), number))
            given = answers(copy, ask)

            assert given == right or all(part in given for part in (str(copy), "backup"))


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """Return the three files that a writer leaves behind when it is killed: ten additions are in the log."""
    path = tmp_path_factory.mktemp("killed") / "news.archive"
    with mn.Archive(path) as archive:
        archive.add(list(newsroom())[:21])
    with mn.Archive(path) as archive:
        for article in list(newsroom())[21:]:
            archive.add([article])
        return {ending: path.with_name(path.name + ending).read_bytes() for ending in ("", "-wal", "-shm")}


def left(folder, files):
    for ending, data in files.items():
        (folder / f"copy.archive{ending}").write_bytes(data)
    return folder / "copy.archive"


def test_a_damaged_log_gives_the_right_answer_or_an_error_that_names_it(tmp_path, killed):
    right = answers(left(tmp_path, killed), traced)
    told = 0
    for number in range(40):
        log = damaged(killed["-wal"], number) if number % 4 else os.urandom(len(killed["-wal"]))
        path = left(tmp_path, {**killed, "-wal": log})
        for _ in range(2):  # the first to be told is not the last
            given = answers(path, traced)

            assert given == right or all(part in given for part in (str(path), "-wal", "backup"))
            told += given != right

    assert told > 60


def test_a_log_that_is_damaged_before_its_end_is_told_of_without_its_index(tmp_path, killed):
    frame = 24 + PAGE
    frames = (len(killed["-wal"]) - 32) // frame
    for number in range(0, frames, 7):
        log = bytearray(killed["-wal"])
        log[32 + number * frame + 1000] ^= 1
        path = left(tmp_path, {"": killed[""], "-wal": log})
        (tmp_path / "copy.archive-shm").unlink(missing_ok=True)
        given = answers(path, lambda archive: len(archive))

        assert given == 30 if isinstance(given, int) else "-wal" in given  # at most the last addition is missing


def test_a_log_that_was_written_back_is_sound(tmp_path, archive):
    archive.add([BRIDGE, HERONS])  # which takes statistics, and then empties the log
    endings = ("", "-wal", "-shm")
    path = left(
        tmp_path, {ending: archive.path.with_name(archive.path.name + ending).read_bytes() for ending in endings}
    )

    assert answers(path, len) == 2


def test_a_transaction_that_a_crash_cut_short_is_passed_over(tmp_path, killed):
    path = left(tmp_path, {"": killed[""], "-wal": killed["-wal"][:-PAGE]})

    assert answers(path, lambda archive: (len(archive), archive.check().problems)) == (30, ())


def test_a_repair_saves_what_a_damaged_log_has_left(tmp_path, killed):
    log = bytearray(killed["-wal"])
    log[len(log) // 2] ^= 1
    path = left(tmp_path, {**killed, "-wal": log})

    repair = mn.Archive(path).repair()

    assert 21 <= repair.saved < 31
    assert answers(path, len) == repair.saved
    assert "-wal" in answers(repair.damaged, len)


def test_an_archive_that_is_open_twice_in_one_process_keeps_its_locks(archive):
    archive.add([BRIDGE])
    with mn.Archive(archive.path) as other:
        assert len(other) == 1
    with child(TAKER, archive.path) as taker:
        assert taker.stdout.read().split() == ["refused"]


def test_a_check_finds_damage_and_a_repair_saves_what_is_whole(tmp_path):
    path, copy = tmp_path / "sound.archive", tmp_path / "damaged.archive"
    with mn.Archive(path) as archive:
        archive.add(newsroom())
    texts = {article.id: article.text for article in newsroom()}
    sound = path.read_bytes()
    unused = int.from_bytes(sound[36:40], "big")  # pages that nothing is in, where damage does no harm
    unharmed = beyond = saved = 0
    for page in range(1, len(sound) // PAGE, 4):
        copy.write_bytes(sound[: page * PAGE + 100] + os.urandom(800) + sound[page * PAGE + 900 :])
        archive = mn.Archive(copy)
        if not archive.check().problems:
            unharmed += archive.articles() == mn.Corpus(tuple(newsroom()))
            continue
        repair = repaired(archive)
        beyond += repair is None
        if repair:
            assert archive.check() == mn.Check(repair.saved, ())
            assert all(texts[article.id] == article.text for article in archive.articles())
            assert (repair.saved == len(texts)) == (repair.lost == ())
            saved += repair.saved
        archive.close()
        for left in tmp_path.glob("damaged.archive*"):
            left.unlink()

    assert unharmed <= unused
    assert beyond <= 3  # the roots of the few tables that hold the articles
    assert saved > 20 * len(texts) * (len(sound) // PAGE // 4 - unharmed - beyond) // 21


def repaired(archive):
    try:
        return archive.repair()
    except mn.ArchiveError:
        return None


def test_an_index_that_lacks_an_article_is_found_out(archive):
    archive.add([BRIDGE, HERONS])
    with archive._open.writing():
        archive._open.connection.execute(
            "DELETE FROM postings_1 WHERE posting IN (SELECT posting FROM postings_1 LIMIT 50)"
        )

    assert any("the index lacks" in problem for problem in archive.check().problems)


def test_a_text_that_was_changed_behind_its_digest_is_found_out(archive):
    archive.add([BRIDGE, HERONS])
    with archive._open.writing():
        archive._open.connection.execute("UPDATE texts SET packed = ? WHERE number = 1", (zlib.compress(b"Other."),))

    with pytest.raises(mn.ArchiveError, match="not what was stored"):
        archive.article("bridge")
    assert archive.check().problems


def test_a_repair_of_what_cannot_be_read_leaves_it_alone(tmp_path):
    path = tmp_path / "news.archive"
    with mn.Archive(path) as archive:
        archive.add([BRIDGE])
    data = path.read_bytes()
    path.write_bytes(data[:PAGE])

    with pytest.raises(mn.ArchiveError, match="backup"):
        mn.Archive(path).repair()
    assert [left.name for left in tmp_path.iterdir()] == ["news.archive"]
