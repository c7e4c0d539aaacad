"""Reading records: JSON Lines, gzip, Parquet."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from minhash_news.errors import ReadError
from minhash_news.model import Corpus
from minhash_news.reading import read

STORY = "The ferry to Ostrand stopped running on Monday."


def lines(*records: object) -> bytes:
    return b"".join((r if isinstance(r, bytes) else json.dumps(r).encode()) + b"\n" for r in records)


def reading(folder: Path, content: bytes, name: str = "news.jsonl") -> Corpus:
    (folder / name).write_bytes(content)
    return read(folder / name)


def ids(corpus: Corpus) -> list[str]:
    return [article.id for article in corpus]


FULL = {
    "id": "20250312/ferry",
    "title": "Ferry stopped",
    "published": "2025-03-12T08:00:00-05:00",
    "outlet": "Ostrand Courier",
    "author": "",
    "url": "https://ostrand.example/ferry",
    "text": STORY + " \n\n ",
}


@pytest.mark.parametrize("name", ["news.jsonl", "news.ndjson", "news.jsonl.gz", "NEWS.JSONL"])
@pytest.mark.parametrize("packed", [False, True])
def test_gzip_is_known_by_its_content_whatever_the_ending(tmp_path, name, packed):
    content = lines(FULL)
    corpus = reading(tmp_path, gzip.compress(content) if packed else content, name)
    (article,) = corpus
    assert article.id == "20250312/ferry"
    assert article.title == "Ferry stopped"
    assert article.published == "2025-03-12T08:00:00-05:00"
    assert (article.outlet, article.author, article.url) == ("Ostrand Courier", None, FULL["url"])
    assert article.text == FULL["text"]
    assert article.path == tmp_path / name
    assert corpus.skipped == ()


@pytest.mark.parametrize(
    ("record", "field", "value"),
    [
        ({"content": STORY}, "text", STORY),
        ({"body": STORY}, "text", STORY),
        ({"text": "", "articleBody": STORY}, "text", STORY),
        ({"text": STORY, "headline": "Ferry"}, "title", "Ferry"),
        ({"text": STORY, "title": None}, "title", ""),
        ({"text": STORY, "date": "2025-03-12"}, "published", "2025-03-12"),
        ({"text": STORY, "published_at": 1741766400}, "published", "2025-03-12T08:00:00+00:00"),
        (
            {"text": STORY, "publishedAt": 1741766400123},
            "published",
            "2025-03-12T08:00:00.123+00:00",
        ),
        ({"text": STORY, "publish_date": "soon", "date": "2025-03-12"}, "published", "2025-03-12"),
        ({"text": STORY, "published": True}, "published", None),
        ({"text": STORY, "source": {"id": None, "name": "Courier"}}, "outlet", "Courier"),
        ({"text": STORY, "authors": ["L. Quill", {"name": "M. Reed"}, None]}, "author", "L. Quill, M. Reed"),
        ({"text": STORY, "author": json.loads("[" * 900 + "]" * 900)}, "author", None),
        ({"text": STORY, "link": "https://ostrand.example/f"}, "url", "https://ostrand.example/f"),
        ({"text": STORY, "url": "https://ostrand.example/f"}, "outlet", None),
        ({"text": "half \ud83d of a pair"}, "text", "half \ufffd of a pair"),
        ({"text": STORY, "id": 17}, "id", "17"),
    ],
)
def test_names_of_fields(tmp_path, record, field, value):
    assert getattr(reading(tmp_path, lines(record)).articles[0], field) == value


def test_records_without_an_id_are_named_for_their_line(tmp_path):
    (tmp_path / "day").mkdir()
    corpus = reading(tmp_path / "day", b"\n" + lines({"text": STORY}, {"text": STORY, "id": ""}))
    assert ids(corpus) == ["news.jsonl#2", "news.jsonl#3"]
    assert ids(read(tmp_path)) == ["day/news.jsonl#2", "day/news.jsonl#3"]


def test_bad_lines_are_listed_with_their_numbers(tmp_path):
    content = lines(
        {"id": "good", "text": STORY},
        b'{"id": "cut off", "text": "The fer',
        [1, 2],
        "text",
        {"id": "no text", "title": "x"},
        {"id": "white", "text": "  \n"},
        {"id": "signs", "text": "?!"},
        b"[" * 100_000,
        b'\xff\xfe\0{"text"',
        {"id": "also good", "text": STORY},
    )
    corpus = reading(tmp_path, content)
    assert ids(corpus) == ["also good", "good"]
    assert [skipped.path for skipped in corpus.skipped] == [f"news.jsonl:{number}" for number in range(2, 10)]
    reasons = [skipped.reason for skipped in corpus.skipped]
    assert reasons[0].startswith("not JSON (")
    assert reasons[1:3] == ["not a JSON object but a list", "not a JSON object but a str"]
    assert all(reason.startswith("record has no text (looked for text, content") for reason in reasons[3:5])
    assert reasons[5] == "no words"
    assert all(reason.startswith("not JSON") for reason in reasons[6:])


def test_the_second_of_two_records_with_one_id_is_listed_with_both_lines(tmp_path):
    corpus = reading(tmp_path, lines({"id": "a", "text": "First."}, {"text": STORY}, {"id": "a", "text": "Second."}))
    assert corpus.articles[0].text == "First."
    assert [(s.path, s.reason) for s in corpus.skipped] == [
        ("news.jsonl:3", "id 'a' of line 3 is already that of line 1; the first is kept")
    ]


def test_like_ids_in_two_files_begin_with_the_files_names(tmp_path):
    for name in ("one.jsonl", "two.jsonl", "three.jsonl"):
        (tmp_path / name).write_bytes(lines({"id": "a" if name != "three.jsonl" else "b", "text": STORY}))
    assert ids(read(tmp_path)) == ["b", "one.jsonl/a", "two.jsonl/a"]
    paths = sorted(tmp_path.iterdir())
    assert read(*paths) == read(*reversed(paths))


def test_a_record_and_a_file_of_one_id_are_told_apart(tmp_path):
    (tmp_path / "day").mkdir()
    (tmp_path / "day" / "a.txt").write_text(STORY)
    (tmp_path / "day" / "news.jsonl").write_bytes(lines({"id": "a.txt", "text": STORY}))
    corpus = read(tmp_path / "day")
    assert ids(corpus) == ["day/a.txt", "news.jsonl/a.txt"]
    assert corpus.skipped == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path, encoding):
    content = '{"id": "a", "text": "Fähre"}\r\n{"id": "b", "text": "Møwe"}\r\n'.encode(encoding)
    assert [article.text for article in reading(tmp_path, content)] == ["Fähre", "Møwe"]


def test_lines_in_another_encoding_are_read(tmp_path):
    content = '{"id": "a", "text": "Die Fähre kam über die Brücke nicht hinaus, schließlich sank sie."}\n'.encode(
        "cp1252"
    )
    assert "Fähre kam über die Brücke" in reading(tmp_path, content).articles[0].text


def test_unicode_line_separators_do_not_split_a_record(tmp_path):
    content = '{"id": "a", "text": "One\u2028two\x85three"}\n'.encode()
    assert reading(tmp_path, content).articles[0].text == "One\u2028two\x85three"


def test_a_truncated_gzip_is_read_as_far_as_it_goes(tmp_path):
    content = lines(*({"id": f"{n:05}", "text": f"{STORY} {n * 7919 % 10007}"} for n in range(5000)))
    packed = gzip.compress(content)
    corpus = reading(tmp_path, packed[: len(packed) // 2], "news.jsonl.gz")
    assert 1000 < len(corpus) < 4900
    assert [skipped.path for skipped in corpus.skipped] == [f"news.jsonl.gz:{len(corpus) + 1}"]
    assert corpus.skipped[0].reason.startswith("cannot be read (EOFError: ")
    assert corpus.skipped[0].reason.endswith("); read up to here")


def test_a_damaged_gzip_does_not_stop_the_reading(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    packed = bytearray(gzip.compress(lines(FULL)))
    packed[15:30] = b"\xff" * 15
    (tmp_path / "news.jsonl.gz").write_bytes(packed)
    corpus = read(tmp_path)
    assert "a.txt" in ids(corpus)
    assert corpus.skipped[0].reason.startswith("cannot be read (error: Error -3 while decompressing data")


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0)])
def test_an_empty_file_of_records_is_listed(tmp_path, content):
    assert [skipped.reason for skipped in reading(tmp_path, content).skipped] == ["empty file"]


# Parquet


def test_a_table_is_read_with_its_own_types(tmp_path):
    table = pa.table(
        {
            "id": ["a", "b", None, "a"],
            "text": [STORY, None, STORY, STORY],
            "date": [date(2025, 3, 12)] * 4,
            "authors": [["L. Quill", "M. Reed"]] * 4,
            "embedding": [[0.5]] * 4,
        }
    )
    pq.write_table(table, tmp_path / "news.parquet")
    corpus = read(tmp_path)
    assert ids(corpus) == ["a", "news.parquet#3"]
    assert (corpus.articles[0].published, corpus.articles[0].author) == ("2025-03-12", "L. Quill, M. Reed")
    assert [(skipped.path, skipped.reason.split(" (")[0]) for skipped in corpus.skipped] == [
        ("news.parquet:2", "record has no text"),
        ("news.parquet:4", "id 'a' of row 4 is already that of row 1; the first is kept"),
    ]


@pytest.mark.parametrize(
    ("column", "published"),
    [
        (
            pa.array([datetime(2025, 3, 12, 8, tzinfo=UTC)], pa.timestamp("us", "UTC")),
            "2025-03-12T08:00:00+00:00",
        ),
        (pa.array([1741766400_123456789], pa.timestamp("ns")), "2025-03-12T08:00:00.123456"),
        (pa.array([datetime(2025, 3, 12, 8)], pa.timestamp("s")), "2025-03-12T08:00:00"),
        (
            pa.array([datetime(2025, 3, 12, 8, tzinfo=timezone(timedelta(hours=-5)))], pa.timestamp("us", "-05:00")),
            "2025-03-12T08:00:00-05:00",
        ),
        (pa.array([1741766400]), "2025-03-12T08:00:00+00:00"),
    ],
)
def test_times_in_a_table(tmp_path, column, published):
    pq.write_table(pa.table({"text": [STORY], "published": column}), tmp_path / "news.parquet")
    assert read(tmp_path).articles[0].published == published


@pytest.mark.parametrize(
    ("name", "values", "error"),
    [
        ("title", pa.array([b"\xff"]).view(pa.string()), "UnicodeDecodeError"),
        ("date", pa.array([4_000_000], pa.date32()), "OverflowError"),
        ("date", pa.array([0], pa.timestamp("s", "Ostrand/Quay")), "UnknownTimeZoneError"),
    ],
)
def test_a_value_that_python_has_not_does_not_stop_the_reading(tmp_path, name, values, error):
    table = pa.table({"text": [STORY], name: values})
    pq.write_table(table, tmp_path / "bad.parquet")
    (tmp_path / "good.txt").write_text(STORY)
    corpus = read(tmp_path)
    assert ids(corpus) == ["good.txt"]
    assert [skipped.reason.split(":")[0] for skipped in corpus.skipped] == [f"cannot be read ({error}"]
    with pytest.raises(ReadError, match=f"table: cannot be read as Arrow \\({error}"):
        read(table)


def test_a_file_that_is_no_table_and_an_empty_table_are_listed(tmp_path):
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 and then nothing")
    (tmp_path / "zero.parquet").write_bytes(b"")
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "none.parquet")
    pq.write_table(pa.table({"number": [1]}), tmp_path / "other.parquet")
    skipped = {s.path: s.reason for s in read(tmp_path).skipped}
    assert skipped["bad.parquet"].startswith("cannot be read (ArrowInvalid: ")
    assert skipped["zero.parquet"].startswith("cannot be read (ArrowInvalid: ")
    assert skipped["none.parquet"] == "no rows"
    assert (
        skipped["other.parquet"]
        == "no column with a text (looked for text, content, body, article_body, articlebody, maintext)"
    )
