"""Reading CSV, tables and lists in memory, and records whose fields are called otherwise."""

import gzip
import json
import sys
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import minhash_news as mn
from minhash_news.errors import MissingExtraError, ReadError, SettingsError
from minhash_news.reading import read

STORY = "The ferry to Ostrand stopped running on Monday."
HERONS = "Two herons nested on the crane of the Ostrand yard."


def ids(corpus):
    return [article.id for article in corpus]


def reasons(corpus):
    return [f"{skipped.path}: {skipped.reason}" for skipped in corpus.skipped]


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# CSV


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_table_with_any_common_sign_between_its_fields(tmp_path, sign):
    rows = [["ID", "Headline", "Date", "Text"], ["a", '"Ferry, fog; wind"', "2025-03-12", f'"{STORY}\n\n{HERONS}"']]
    (article,) = read(put(tmp_path / "news.csv", "\r\n".join(sign.join(row) for row in rows)))

    assert (article.id, article.title, article.published) == ("a", "Ferry, fog; wind", "2025-03-12")
    assert article.text == f"{STORY}\n\n{HERONS}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_in_any_encoding(tmp_path, encoding):
    text = "Die Fähre kam über die Brücke nicht hinaus, schließlich sank sie."
    (article,) = read(put(tmp_path / "news.csv", f'id,text\na,"{text}"\n'.encode(encoding)))

    assert (article.id, article.text) == ("a", text)


def test_a_long_article_and_a_packed_table(tmp_path):
    text = " ".join(f"word{n}" for n in range(60_000))
    (article,) = read(put(tmp_path / "news.csv.gz", gzip.compress(f"text\n{text}\n".encode())))

    assert article.text == text
    assert article.id == "news.csv.gz#1"


def test_bad_rows_of_a_table_are_listed_with_their_numbers(tmp_path):
    corpus = read(put(tmp_path / "news.csv", f"id,text\na,{STORY}\nb,\nc,?!\na,{HERONS}\nd\n"))

    assert ids(corpus) == ["a"]
    assert [reason.split(" (")[0] for reason in reasons(corpus)] == [
        "news.csv:2: record has no text",
        "news.csv:3: no words",
        "news.csv:4: id 'a' of row 4 is already that of row 1; the first is kept",
        "news.csv:5: record has no text",
    ]


def test_a_byte_that_cannot_be_decoded_is_said(tmp_path):
    rows = "".join(f"{n},Die Fähre kam nicht.\n" for n in range(3000))
    corpus = read(put(tmp_path / "news.csv", f"id,text\n{rows}".encode() + b"z,Die F\xe4hre kam.\n"))

    assert len(corpus) == 3001
    assert reasons(corpus) == ["news.csv: not quite utf-8: 1 rows have U+FFFD where a byte could not be decoded"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty file"),
        (b"\xef\xbb\xbf", "empty file"),
        (b"\xff\xfe\r\0\n\0", "empty file"),
        ("port,time\nOstrand,9\n", "no column with a text (looked for text, content, body, "),
        ("id,text\n", "no rows"),
        (b"\x89PNG\r\n\x1a\n", "binary file (PNG image)"),
    ],
)
def test_what_is_no_table_of_articles_is_listed(tmp_path, content, reason):
    (found,) = reasons(read(put(tmp_path / "news.csv", content)))

    assert found.startswith(f"news.csv: {reason}")


def test_a_row_with_more_fields_than_the_header_is_listed(tmp_path):
    corpus = read(put(tmp_path / "news.csv", f"\nid,text\na,{STORY},, \nb,The ferry, it seems, stopped.\nc,{HERONS}\n"))

    assert [(article.id, article.text) for article in corpus] == [("a", STORY), ("c", HERONS)]
    assert reasons(corpus) == [
        "news.csv:2: has 4 fields and the header 2; quote what holds a separator, and double the quotation marks in it"
    ]


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_quotation_mark_that_is_not_closed_is_listed(tmp_path, end):
    corpus = read(put(tmp_path / "news.csv", f'id,text\na,{STORY}\nb,"{HERONS}\nc,{STORY}{end}'))

    assert ids(corpus) == ["a"]
    assert reasons(corpus) == ["news.csv:2: a quotation mark is opened and never closed; not read from here on"]


def test_columns_of_one_name_are_listed(tmp_path):
    put(tmp_path / "a.csv", f"id,text,text,,\na,{STORY},{HERONS},,\n")
    columns = [pa.array([value]) for value in ("b", STORY, HERONS)]
    pq.write_table(pa.Table.from_arrays(columns, ["id", "text", "text"]), tmp_path / "b.parquet")
    corpus = read(tmp_path)

    assert [article.text for article in corpus] == [HERONS, HERONS]
    assert reasons(corpus) == [
        "a.csv: 2 columns are called 'text'; only the last is read",
        "b.parquet: 2 columns are called 'text'; only the last is read",
    ]


@pytest.mark.parametrize("damage", [lambda raw: raw[:-2000], lambda raw: raw[:-2000] + b"\xff" * 2000])
def test_a_packed_table_that_is_damaged_is_read_as_far_as_it_goes(tmp_path, damage):
    rows = "".join(f"{n},{STORY} {n * 7919 % 10007}\n" for n in range(5000))
    put(tmp_path / "news.csv.gz", damage(gzip.compress(f"id,text\n{rows}".encode())))
    put(tmp_path / "z.txt", HERONS)
    corpus = read(tmp_path)
    ((path, reason),) = [(one.path, one.reason) for one in corpus.skipped]

    assert 1000 < len(corpus) < 5000
    assert "z.txt" in ids(corpus)
    assert path == f"news.csv.gz:{len(corpus)}"
    assert reason.startswith("cannot be read (")
    assert reason.endswith("); read up to here")


# Fields that are called otherwise

RECORD = {
    "uid": 7,
    "headline_en": "Ferry",
    "article": STORY,
    "meta": {"when": "12 March 2025", "site": "Ostrand Courier", "by": "L. Quill", "link": "https://ostrand.example"},
    "text": "not this",
    "date": "2001-01-01",
}
NAMES = {
    "text": "article",
    "id": "uid",
    "title": "headline_en",
    "published": "meta.when",
    "outlet": "meta.site",
    "author": "meta.by",
    "url": "meta.link",
}


def check_named(article) -> None:
    assert (article.id, article.text, article.title, article.published) == ("7", STORY, "Ferry", "2025-03-12")
    assert (article.outlet, article.author, article.url) == ("Ostrand Courier", "L. Quill", "https://ostrand.example")


def test_fields_can_be_named_in_lines_tables_and_lists(tmp_path):
    pq.write_table(pa.Table.from_pylist([RECORD]), tmp_path / "news.parquet")
    for source in (
        put(tmp_path / "news.jsonl", json.dumps(RECORD)),
        tmp_path / "news.parquet",
        pa.Table.from_pylist([RECORD]),
        [RECORD],
    ):
        (article,) = read(source, fields=NAMES)
        check_named(article)


def test_fields_can_be_named_in_a_csv(tmp_path):
    path = put(tmp_path / "news.csv", f"Article,When,text\n{STORY},2025-03-12,not this\n")
    (article,) = read(path, fields={"text": "article", "published": "when"})

    assert (article.text, article.published) == (STORY, "2025-03-12")


@pytest.mark.parametrize("name", ["news.jsonl", "news.csv", "news.parquet"])
def test_a_text_field_that_is_not_there_is_named_in_the_reason(tmp_path, name):
    path = tmp_path / name
    if name.endswith(".parquet"):
        pq.write_table(pa.table({"text": [STORY]}), path)
    else:
        put(path, json.dumps({"text": STORY}) if name.endswith(".jsonl") else f"text\n{STORY}\n")
    (reason,) = reasons(read(path, fields={"text": "body"}))

    assert reason.endswith("(looked for body)")


def test_another_field_that_no_record_has_is_said_once(tmp_path):
    corpus = read(put(tmp_path / "news.jsonl", json.dumps({"text": STORY})), fields={"published": "wehn"})

    assert len(corpus) == 1
    assert reasons(corpus) == ["news.jsonl: no record has a field 'wehn', which was named for the date"]


def test_a_field_that_an_article_has_not_is_refused():
    with pytest.raises(SettingsError, match="fields names date; an article has text, id, title, published"):
        read([STORY], fields={"date": "when"})


# Tables and lists in memory

TABLE = {"id": ["b", "a"], "text": [STORY, HERONS], "date": ["2025-03-12", None], "number": [1, 2]}


@pytest.mark.parametrize("make", [pa.table, pd.DataFrame, pl.DataFrame], ids=["pyarrow", "pandas", "polars"])
def test_a_table_in_memory(make):
    corpus = mn.read(make(TABLE))

    assert ids(corpus) == ["a", "b"]
    assert corpus.articles[1].text == STORY
    assert [article.published for article in corpus] == [None, "2025-03-12"]
    assert {article.path for article in corpus} == {None}


def test_a_table_without_ids_numbers_its_rows():
    corpus = mn.read(pd.DataFrame({"text": [STORY, None, HERONS]}))

    assert [(article.id, article.text) for article in corpus] == [("0", STORY), ("2", HERONS)]
    assert reasons(corpus)[0].startswith("rows:1: record has no text")


@pytest.mark.parametrize("name", ["id", "uid"])
def test_whole_numbers_with_a_gap_among_them_are_ids_and_the_gap_is_its_place(name):
    numbers = pd.DataFrame({name: [10.0, float("nan"), 30.0], "text": [STORY, HERONS, STORY]})
    records = [{name: 10.0, "text": STORY}, {"text": HERONS}, {name: Decimal(30), "text": STORY}]

    for given in (numbers, numbers.to_dict("records"), records):
        corpus = mn.read(given, fields={"id": name}, keep_records=True)
        assert (ids(corpus), corpus.skipped) == (["1", "10", "30"], ())
        assert corpus.articles[0].record.keys() <= {name, "text"}


def test_a_list_of_texts_and_what_was_found_point_back_to_it():
    texts = [HERONS, STORY]
    corpus = mn.read(texts)

    assert [texts[int(article.id)] == article.text for article in corpus] == [True, True]


def test_a_text_that_is_a_path_stays_a_text_and_is_noted(tmp_path):
    path = put(tmp_path / "heron story.txt", HERONS)
    corpus = mn.read([STORY, str(path), "no/such/file.txt", "x" * 5000, "a\0b"])

    assert [article.text for article in corpus][:2] == [STORY, str(path)]
    assert [one.path for one in corpus.skipped if "path" in one.reason] == ["rows:1"]
    assert "give paths as read(*paths)" in corpus.skipped[0].reason


@pytest.mark.parametrize("make", [list, pd.Series, pl.Series], ids=["list", "pandas", "polars"])
def test_a_column_of_texts_is_a_list_with_gaps(make):
    corpus = mn.read(make([STORY, None, HERONS]))

    assert [(article.id, article.text) for article in corpus] == [("0", STORY), ("2", HERONS)]
    assert [skipped.path for skipped in corpus.skipped] == ["rows:1"]


def test_a_table_with_a_column_of_mixed_types_is_refused_with_the_reason():
    with pytest.raises(ReadError, match="table: cannot be read as Arrow"):
        mn.read(pd.DataFrame({"text": [STORY, HERONS], "mixed": [1, {"a": 2}]}))


def test_a_generator_of_records_is_a_list_too():
    assert ids(mn.read({"id": name, "text": STORY} for name in "xy")) == ["x", "y"]


def test_records_are_kept_whole_where_that_is_asked_for(tmp_path):
    path = put(tmp_path / "news.jsonl", json.dumps(RECORD))
    pq.write_table(pa.table(TABLE), tmp_path / "news.parquet")

    assert read(path).articles[0].record is None
    assert read(path, keep_records=True).articles[0].record == RECORD
    row = read(tmp_path / "news.parquet", keep_records=True).articles[0].record
    assert row == {name: values[1] for name, values in TABLE.items()}


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        ((3,), "a int is no corpus; give paths, a table or a list of texts"),
        ((b"text",), "a bytes is no corpus"),
        (({"text": STORY},), "a dict is no corpus"),
        (([1],), "the list has a int; give texts or records"),
        (([Path("a")],), r"paths as read\(\*paths\)"),
        (([STORY], [STORY]), "either paths or one table or list"),
        (([STORY], "folder"), "either paths or one table or list"),
    ],
)
def test_what_is_no_corpus_is_refused(sources, message):
    with pytest.raises(ReadError, match=message):
        read(*sources)


def test_a_table_without_pyarrow_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'minhash-news\[parquet\]'"):
        read(pl.DataFrame(TABLE))
