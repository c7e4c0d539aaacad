"""Rows: CSV or TSV with a header, an article in each row -> articles, and the rows that are none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from minhash_news.reading.decode import encoding_of
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem
from minhash_news.reading.json_lines import unpacked
from minhash_news.reading.limits import LONGEST
from minhash_news.reading.records import How, Records, require_text_column


def read_csv(found: Found, stream: io.BufferedReader, how: How) -> Iterator[Draft | Problem]:
    """Yield the articles of a table with a header, comma, semicolon or tab between the fields.

    The file is read row by row. Python's limit on the length of a field is raised, for articles exceed it.
    """
    plain = unpacked(stream)
    sample = plain.peek()
    encoding = encoding_of(sample)
    head = sample.decode(encoding, "replace")
    if not head.strip():
        raise NotAnArticleError("empty file")
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
    with io.TextIOWrapper(plain, encoding, errors="replace", newline="") as text:
        table = csv.DictReader(text, delimiter=_delimiter(head), restkey="more columns")
        require_text_column(table.fieldnames or [], how)
        yield from _rows(found, table, encoding, how)


def _rows(found: Found, table: csv.DictReader[str], encoding: str, how: How) -> Iterator[Draft | Problem]:
    records = Records(found, "row", how)
    number = broken = 0
    try:
        for number, row in enumerate(table, 1):
            broken += any("\ufffd" in value for value in row.values() if isinstance(value, str))
            yield records.take({key: value for key, value in row.items() if value is not None}, number)
    except csv.Error as error:
        yield Problem(found, f"CSV cannot be read on ({error})", number + 1)
    if number == 0:
        yield Problem(found, "no rows")
    if broken:
        yield Problem(found, f"not quite {encoding}: {broken} rows have U+FFFD where a byte could not be decoded")
    yield from records.missing()


def _delimiter(sample: str) -> str:
    """Return the sign that stands most often in the header."""
    return max(",;\t|", key=sample.splitlines()[0].count)
