"""Reading files and folders: ids, formats by ending, what is skipped and why."""

import gzip
import os
import sys
from pathlib import Path

import pytest

from minhash_news.errors import MissingExtraError, ReadError
from minhash_news.model import Corpus
from minhash_news.reading import read

STORY = "The ferry to Ostrand stopped running on Monday. Nobody was hurt, said harbour master Lene Quill.\n"


def ids(corpus: Corpus) -> list[str]:
    return [article.id for article in corpus]


def reasons(corpus: Corpus) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in corpus.skipped}


def put(path: Path, content: str | bytes = STORY) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Folders, files and ids


def test_an_id_is_the_path_below_the_folder(tmp_path):
    for name in ("b/two.txt", "b/one.md", "a.txt"):
        put(tmp_path / name)
    corpus = read(tmp_path)
    assert ids(corpus) == ["a.txt", "b/one.md", "b/two.txt"]
    assert corpus.articles[1].path == tmp_path / "b" / "one.md"
    assert corpus.skipped == ()


def test_the_id_of_a_file_given_itself_is_its_name(tmp_path):
    assert ids(read(str(put(tmp_path / "deep" / "a.txt")))) == ["a.txt"]


def test_a_folder_given_as_a_dot_or_by_a_way_round_has_its_real_name(tmp_path, monkeypatch):
    put(tmp_path / "one/a.txt")
    put(tmp_path / "two/a.txt")
    monkeypatch.chdir(tmp_path / "one")
    assert ids(read(".", "../two")) == ["one/a.txt", "two/a.txt"]
    assert ids(read(".")) == ["a.txt"]


def test_like_ids_under_two_folders_begin_with_the_folders_names(tmp_path):
    for name in ("one/a.txt", "one/only.txt", "two/a.txt", "three/c.txt"):
        put(tmp_path / name)
    folders = [tmp_path / name for name in ("one", "two", "three")]
    expected = ["c.txt", "one/a.txt", "one/only.txt", "two/a.txt"]
    assert ids(read(*folders)) == expected
    assert read(*folders) == read(*reversed(folders))


def test_names_grow_until_they_differ(tmp_path):
    folders = [put(tmp_path / name / "news" / "a.txt").parent for name in ("north", "south")]
    assert ids(read(*folders)) == ["north/news/a.txt", "south/news/a.txt"]
    files = [folder / "a.txt" for folder in folders]
    assert ids(read(*files)) == ["north/news/a.txt", "south/news/a.txt"]


def test_two_files_of_one_name_begin_with_their_folders(tmp_path):
    files = [put(tmp_path / name / "a.txt") for name in ("one", "two")]
    assert ids(read(*files)) == ["one/a.txt", "two/a.txt"]


def test_what_is_skipped_under_two_folders_is_told_apart_without_changing_ids(tmp_path):
    put(tmp_path / "one/a.txt")
    put(tmp_path / "two/b.txt")
    put(tmp_path / "one/truth.json", "{}")
    put(tmp_path / "two/truth.json", "{}")
    corpus = read(tmp_path / "one", tmp_path / "two")
    assert ids(corpus) == ["a.txt", "b.txt"]
    assert list(reasons(corpus)) == ["one/truth.json", "two/truth.json"]


def test_the_result_does_not_depend_on_where_the_folder_lies(tmp_path):
    for place in ("here", "over/there"):
        put(tmp_path / place / "a.txt")
        put(tmp_path / place / "empty.txt", "")
    here, there = read(tmp_path / "here"), read(tmp_path / "over/there")
    assert ids(here) == ids(there)
    assert here.skipped == there.skipped


def test_hidden_files_and_folders_are_left_out_without_a_word(tmp_path):
    put(tmp_path / ".git/a.txt")
    put(tmp_path / ".hidden.txt")
    put(tmp_path / "a.txt")
    corpus = read(tmp_path)
    assert ids(corpus) == ["a.txt"]
    assert corpus.skipped == ()


def test_a_hidden_file_given_itself_is_read(tmp_path):
    assert ids(read(put(tmp_path / ".draft.txt"))) == [".draft.txt"]


def test_a_missing_path_is_an_error_that_says_so(tmp_path):
    with pytest.raises(ReadError, match="no such file or folder; check the spelling") as caught:
        read(tmp_path / "nowhere")
    assert caught.value.path == str(tmp_path / "nowhere")


def test_no_path_at_all_is_an_error():
    with pytest.raises(ReadError, match="no path given"):
        read()


def test_an_empty_folder_is_an_empty_corpus(tmp_path):
    assert len(read(tmp_path)) == 0


def test_the_same_file_twice_is_read_once(tmp_path):
    story = put(tmp_path / "a.txt")
    corpus = read(story, story)
    assert ids(corpus) == ["a.txt"]
    assert reasons(corpus) == {"a.txt": "the same file as a.txt; read once"}


def test_a_file_below_a_folder_that_is_given_too_is_read_once(tmp_path):
    story = put(tmp_path / "sub" / "a.txt")
    corpus = read(story, tmp_path)
    assert ids(corpus) == ["sub/a.txt"]
    assert reasons(corpus) == {"a.txt": "the same file as sub/a.txt; read once"}
    assert read(tmp_path, story) == corpus


def test_a_folder_inside_another_that_is_given_too_is_read_once(tmp_path):
    put(tmp_path / "sub" / "a.txt")
    corpus = read(tmp_path / "sub", tmp_path)
    assert ids(corpus) == ["sub/a.txt"]
    assert [skipped.reason for skipped in corpus.skipped] == ["the same folder as sub; read once"]


def test_a_link_out_of_the_folder_is_followed(tmp_path):
    put(tmp_path / "elsewhere" / "a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "elsewhere")
    assert ids(read(tmp_path / "in")) == ["link/a.txt"]


def test_a_link_to_what_is_there_anyway_gives_way_to_the_file(tmp_path):
    put(tmp_path / "z.txt")
    (tmp_path / "a.txt").symlink_to(tmp_path / "z.txt")
    corpus = read(tmp_path)
    assert ids(corpus) == ["z.txt"]
    assert reasons(corpus) == {"a.txt": "the same file as z.txt; read once"}


def test_a_loop_of_links_ends_and_is_listed(tmp_path):
    put(tmp_path / "sub" / "a.txt")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    corpus = read(tmp_path)
    assert ids(corpus) == ["sub/a.txt"]
    assert "loop" in reasons(corpus)["sub/up"]


def test_links_that_point_at_each_other_and_at_nothing_are_listed(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "c.txt").symlink_to(tmp_path / "gone.txt")
    assert {reason.split(":")[0] for reason in reasons(read(tmp_path)).values()} == {"broken link"}
    with pytest.raises(ReadError, match="a link to a file that is not there"):
        read(tmp_path / "c.txt")


LONG = "a" * 300
"""No file can be called that."""


def test_what_may_not_be_looked_at_is_listed(tmp_path, monkeypatch):
    (tmp_path / "far").symlink_to(LONG)
    put(tmp_path / "open" / "a.txt")
    put(tmp_path / "closed" / "a.txt")  # as in a folder that can be listed and not entered
    healthy = Path.stat

    def failing(path, **how):
        if path.parent.name == "closed":
            raise PermissionError(13, "Permission denied")
        return healthy(path, **how)

    monkeypatch.setattr(Path, "stat", failing)
    corpus = read(tmp_path)

    assert ids(corpus) == ["open/a.txt"]
    assert reasons(corpus) == {
        "closed/a.txt": "cannot be looked at (Permission denied)",
        "far": "cannot be looked at (File name too long)",
    }


def test_a_path_that_no_file_can_have_is_refused():
    with pytest.raises(ReadError, match=rf"{LONG}: cannot be looked at \(File name too long\)"):
        read(LONG)


def test_a_pipe_does_not_hang_the_reading(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert reasons(read(tmp_path)) == {"pipe.txt": "not a regular file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_and_a_folder_without_permission_are_listed(tmp_path):
    put(tmp_path / "a.txt").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    put(tmp_path / "b.txt")
    corpus = read(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert ids(corpus) == ["b.txt"]
    assert all("Permission denied" in reason for reason in reasons(corpus).values())


def test_a_file_that_fails_to_open_is_listed(tmp_path, monkeypatch):
    put(tmp_path / "a.txt")
    put(tmp_path / "b.txt")
    healthy = Path.open

    def failing(path, *_, **more):
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return healthy(path, "rb", **more)

    monkeypatch.setattr(Path, "open", failing)
    corpus = read(tmp_path)
    assert ids(corpus) == ["b.txt"]
    assert reasons(corpus) == {"a.txt": "cannot be read (Permission denied)"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_file_name_that_is_not_utf8_gets_an_id_that_can_be_stored(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(STORY)
    assert ids(read(tmp_path)) == ["caf\\xe9.txt"]


def test_progress_counts_files(tmp_path):
    for number in range(120):
        put(tmp_path / f"{number}.txt")
    calls = []
    read(tmp_path, progress=lambda *call: calls.append(call))
    assert calls == [("read", 0, 120), ("read", 50, 120), ("read", 100, 120), ("read", 120, 120)]


# What is no article


@pytest.mark.parametrize("name", ["truth.json", "site.yml", "program.py", "LICENSE"])
def test_other_formats_are_listed_with_those_that_are_read(tmp_path, name):
    put(tmp_path / name, '{"a": 1}')
    ending = Path(name).suffix or "no ending"
    reason = reasons(read(tmp_path))[name]
    assert reason.startswith(f"not an article format ({ending}); formats read: .txt, .md, .html")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG image"),
        (b"%PDF-1.7\n", "PDF document"),
        (b"PK\x03\x04\x14\0", "zip archive"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP image"),
        (b"\0\0\0\x18ftypmp42", "MP4 video"),
        (gzip.compress(b"text", mtime=0), "gzip archive"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.bin"])
def test_binary_files_are_named_for_what_they_are(tmp_path, name, content, kind):
    put(tmp_path / name, content)
    assert f"binary file ({kind}" in reasons(read(tmp_path))[name]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file"),
        (b" \r\n\t\n", "nothing but white space"),
        (b"\xef\xbb\xbf", "nothing but white space"),
        (b"-- ... !? __ --", "no words"),
        ("🙂🙃".encode(), "no words"),
        (b"abc\0def\0\0\1\2\3", "binary file (has NUL bytes)"),
        (bytes(range(1, 32)) * 20, "binary file (full of control characters)"),
        (b"---\ntitle: A\n---\n\n", "no text below the front matter"),
    ],
)
def test_files_without_a_text_are_listed(tmp_path, content, reason):
    put(tmp_path / "a.txt", content)
    put(tmp_path / "b.txt")
    corpus = read(tmp_path)
    assert ids(corpus) == ["b.txt"]
    assert reasons(corpus) == {"a.txt": reason}


def test_parquet_without_pyarrow_is_an_error_if_given_and_listed_if_found(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    table = put(tmp_path / "news.parquet", b"PAR1")
    put(tmp_path / "a.txt")
    corpus = read(tmp_path)
    assert ids(corpus) == ["a.txt"]
    assert "pip install 'minhash-news[parquet]'" in reasons(corpus)["news.parquet"]
    with pytest.raises(MissingExtraError, match=r"pip install 'minhash-news\[parquet\]'"):
        read(table)
