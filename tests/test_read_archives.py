"""Reading zip archives, the friendly ones and those made to do harm."""

import gzip
import io
import json
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minhash_news.model import Corpus
from minhash_news.reading import limits, read

STORY = "The ferry to Ostrand stopped running on Monday. Nobody was hurt, said harbour master Lene Quill."
HERONS = "Two herons nested on the crane of the Ostrand yard, and the crane has to wait."


def packed(path: Path, members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def ids(corpus: Corpus) -> list[str]:
    return [article.id for article in corpus]


def reasons(corpus: Corpus) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in corpus.skipped}


def as_parquet(texts: list[str]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"text": texts}), file)
    return file.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_holds_whatever_a_folder_may(tmp_path, method):
    record = json.dumps({"id": "r1", "text": STORY}).encode()
    packed(
        tmp_path / "day.zip",
        {
            "north/a.txt": STORY,
            "b.md": f"---\ntitle: Ferry\n---\n{STORY}",
            "c.jsonl": record,
            "d.jsonl.gz": gzip.compress(record.replace(b"r1", b"r2")),
            "e.csv": f'id,text\nr3,"{STORY}"\n',
            "f.parquet": as_parquet([STORY]),
            "g.html": f"<html><body><article><p>{STORY}</p><p>{HERONS}</p></article></body></html>",
            "photo.png": b"\x89PNG\r\n\x1a\n",
            ".DS_Store": b"\0",
            "__MACOSX/north/._a.txt": b"\0",
        },
        method,
    )

    below, given = read(tmp_path), read(tmp_path / "day.zip")

    names = ["day.zip/b.md", "day.zip/f.parquet#1", "day.zip/g.html", "day.zip/north/a.txt", "r1", "r2", "r3"]
    assert ids(below) == names
    assert ids(given) == [name.removeprefix("day.zip/") for name in names]
    assert reasons(below) == {"day.zip/photo.png": "binary file (PNG image)"}
    assert {article.path for article in below} == {tmp_path / "day.zip"}


def test_a_member_without_a_name_is_not_taken_for_the_archive_itself(tmp_path):
    nameless = zipfile.ZipInfo("x")
    nameless.filename = ""
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.writestr(nameless, STORY)
        archive.writestr("a.txt", STORY)
    corpus = read(tmp_path / "day.zip")

    assert ids(corpus) == ["a.txt"]
    assert reasons(corpus) == {"(no name)": "a member without a name; not read"}


def test_names_with_the_separator_of_another_system_are_paths_too(tmp_path):
    packed(tmp_path / "day.zip", {"north\\deep\\a.txt": STORY, "./b//c.txt": HERONS})

    assert ids(read(tmp_path / "day.zip")) == ["b/c.txt", "north/deep/a.txt"]


def test_like_members_of_two_archives_begin_with_the_archives_names(tmp_path):
    paths = [packed(tmp_path / name, {"a.txt": STORY}) for name in ("one.zip", "two.zip")]

    assert ids(read(*paths)) == ["one.zip/a.txt", "two.zip/a.txt"]
    assert read(*paths) == read(*reversed(paths))


def test_names_that_lead_out_links_and_nested_archives_are_refused_and_the_rest_is_read(tmp_path):
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    path = packed(
        tmp_path / "day.zip",
        {
            "../out.txt": STORY,
            "/etc/a.txt": STORY,
            "C:/a.txt": STORY,
            "a\\..\\b.txt": STORY,
            "\\c.txt": STORY,
            "at 8:30/good.txt": STORY,
        },
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("inner.zip", b"PK")

    corpus = read(tmp_path)

    assert ids(corpus) == ["day.zip/at 8:30/good.txt"]
    assert reasons(corpus) == {
        "day.zip/c.txt": "its name leads out of the archive; not read",
        "day.zip/../out.txt": "its name leads out of the archive; not read",
        "day.zip/etc/a.txt": "its name leads out of the archive; not read",
        "day.zip/C:/a.txt": "its name leads out of the archive; not read",
        "day.zip/a/../b.txt": "its name leads out of the archive; not read",
        "day.zip/inner.zip": "an archive inside an archive; unpack it first",
        "day.zip/link.txt": "a link inside an archive; not followed",
    }
    assert [path.name for path in tmp_path.iterdir()] == ["day.zip"]


@pytest.fixture
def tight(monkeypatch):
    """Let archives unpack to a megabyte only, so that the bombs can be small."""
    monkeypatch.setattr(limits, "FREE", 1 << 20)
    monkeypatch.setattr(limits, "LONGEST", 1 << 18)


def test_a_zip_bomb_is_refused_and_the_rest_of_the_folder_is_read(tmp_path, tight):
    packed(tmp_path / "bomb.zip", {f"{n}.txt": b"a " * (1 << 19) for n in range(20)})
    (tmp_path / "good.txt").write_text(STORY)

    corpus = read(tmp_path)

    assert ids(corpus) == ["good.txt"]
    assert "unpacks to more than" in reasons(corpus)["bomb.zip"]


def test_a_zip_whose_directory_lies_about_sizes_is_refused(tmp_path, tight):
    path = packed(tmp_path / "liar.zip", {"a.txt": b"a " * (1 << 20)})
    raw = path.read_bytes()
    size = (2 << 20).to_bytes(4, "little")
    assert raw.count(size) == 2
    path.write_bytes(raw.replace(size, (1000).to_bytes(4, "little")))

    corpus = read(tmp_path)

    assert ids(corpus) == []
    assert "cannot be read (" in reasons(corpus)["liar.zip/a.txt"]


def test_a_gzip_bomb_is_refused_with_its_line(tmp_path, tight):
    line = json.dumps({"text": STORY}).encode() + b"\n"
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(line + b"\n" * (8 << 20)))

    corpus = read(tmp_path)

    assert ids(corpus) == ["bomb.jsonl.gz#1"]
    assert "unpacks to more than" in next(iter(reasons(corpus).values()))


def test_a_gzip_bomb_inside_a_zip_is_refused(tmp_path, tight):
    packed(tmp_path / "day.zip", {"bomb.jsonl.gz": gzip.compress(b"\n" * (8 << 20)), "good.txt": STORY})

    corpus = read(tmp_path)

    assert ids(corpus) == ["day.zip/good.txt"]
    assert "unpacks to more than" in "".join(reasons(corpus).values())


def test_a_line_without_end_is_refused_and_the_next_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("minhash_news.reading.json_lines.LONGEST", 1 << 12)
    good = json.dumps({"id": "good", "text": STORY})
    (tmp_path / "news.jsonl").write_text(f'{{"text": "{"x" * 20_000}"}}\n{good}\n')

    corpus = read(tmp_path)

    assert ids(corpus) == ["good"]
    assert list(reasons(corpus)) == ["news.jsonl:1"]


@pytest.mark.parametrize("damage", [lambda raw: raw[:40], lambda _raw: b"", lambda raw: b"PK\x03\x04" + raw[40:60]])
def test_a_damaged_archive_is_listed(tmp_path, damage):
    path = packed(tmp_path / "day.zip", {"a.txt": STORY})
    path.write_bytes(damage(path.read_bytes()))
    (tmp_path / "good.txt").write_text(STORY)

    corpus = read(tmp_path)

    assert ids(corpus) == ["good.txt"]
    assert reasons(corpus)["day.zip"].startswith("cannot be read (BadZipFile: ")


def test_a_damaged_member_does_not_stop_the_others(tmp_path):
    path = packed(tmp_path / "day.zip", {"a.txt": STORY * 20, "b.txt": HERONS})
    raw = bytearray(path.read_bytes())
    middle = raw.index(b"a.txt") + 20
    raw[middle : middle + 20] = bytes(20)
    path.write_bytes(raw)

    corpus = read(tmp_path)

    assert ids(corpus) == ["day.zip/b.txt"]
    assert "cannot be read (" in reasons(corpus)["day.zip/a.txt"]


def test_a_member_whose_own_header_has_another_name_does_not_stop_the_others(tmp_path):
    path = packed(tmp_path / "day.zip", {"ä.txt": STORY, "b.txt": HERONS})
    path.write_bytes(path.read_bytes().replace("ä.txt".encode(), b"\xff\xff.txt", 1))

    corpus = read(tmp_path)

    assert ids(corpus) == ["day.zip/b.txt"]
    assert reasons(corpus)["day.zip/ä.txt"].startswith("cannot be read (UnicodeDecodeError: ")


def test_a_member_with_a_password_is_listed(tmp_path):
    path = packed(tmp_path / "day.zip", {"a.txt": STORY})
    raw = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(signature) + flags] |= 1
    path.write_bytes(raw)

    assert reasons(read(tmp_path)) == {"day.zip/a.txt": "has a password; unpack it first"}


def test_what_is_packed_as_text_packs_is_never_taken_for_a_bomb():
    words = " ".join(f"{zlib.crc32(str(n).encode()):x}" for n in range(20_000)).encode()

    assert len(words) < limits.RATIO * len(zlib.compress(words))
    limits.require_plausible(limits.FREE, 1)
