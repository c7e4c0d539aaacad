"""Rows: CSV or TSV with a header, an article in each row -> articles, and the rows that are none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from minhash_news.reading.decode import encoding_of
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem
from minhash_news.reading.json_lines import unpacked
from minhash_news.reading.limits import LONGEST
from minhash_news.reading.records import How, Records, doubled, require_text_column


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
        lines = _Lines(text)
        table = csv.reader(lines, delimiter=_delimiter(head))
        header = next(filter(None, table), [])
        require_text_column(header, how)
        yield from doubled(found, header)
        yield from _rows(found, header, filter(None, table), lines, encoding, how)


@dataclass
class _Lines:
    """The lines of a file, and whether they are over."""

    text: Iterable[str]
    over: bool = False

    def __iter__(self) -> Iterator[str]:
        yield from self.text
        self.over = True


def _rows(
    found: Found, header: list[str], rows: Iterable[list[str]], lines: _Lines, encoding: str, how: How
) -> Iterator[Draft | Problem]:
    records = Records(found, "row", how)
    number = broken = 0
    for number, row in enumerate(rows, 1):
        broken += any("\ufffd" in value for value in row)
        if lines.over:  # with a row still open
            yield Problem(found, "a quotation mark is opened and never closed; not read from here on", number)
        elif any(map(str.strip, row[len(header) :])):
            many = f"has {len(row)} fields and the header {len(header)}"
            yield Problem(found, f"{many}; quote what holds a separator, and double the quotation marks in it", number)
        else:
            yield records.take(dict(zip(header, row, strict=False)), number)
    if number == 0:
        yield Problem(found, "no rows")
    if broken:
        yield Problem(found, f"not quite {encoding}: {broken} rows have U+FFFD where a byte could not be decoded")
    yield from records.missing()


def _delimiter(sample: str) -> str:
    """Return the sign that stands most often in the header."""
    return max(",;\t|", key=sample.lstrip("\r\n").splitlines()[0].count)
