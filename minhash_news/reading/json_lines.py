"""Lines: JSON Lines, gzip or not, an article in each -> articles, and the lines that are none."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from typing import IO

from minhash_news.reading.decode import decode
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem
from minhash_news.reading.limits import LONGEST, bounded, size_of
from minhash_news.reading.records import How, Records

GZIP = b"\x1f\x8b"


def read_json_lines(found: Found, stream: io.BufferedReader, how: How) -> Iterator[Draft | Problem]:
    """Yield the articles of a file with a JSON object in each line, and what is wrong with other lines.

    The file is read line by line, and never stands in memory as a whole.
    """
    records = Records(found, "line", how)
    number = 0
    for number, raw in enumerate(_lines(stream), 1):
        if raw.strip():
            yield _from_line(found, raw, number, records)
    if not number:
        yield Problem(found, "empty file")
    yield from records.missing()


def unpacked(stream: io.BufferedReader) -> io.BufferedReader:
    """Return the stream, unpacked if it is gzip, whatever the file is called."""
    if stream.peek(2)[:2] != GZIP:
        return stream
    packed = size_of(stream) if stream.seekable() else 0
    return bounded(gzip.GzipFile(fileobj=stream), packed)


def _lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """Yield lines as UTF-8."""
    plain = unpacked(stream)
    mark = plain.peek(3)[:3]
    if mark[:2] in (b"\xff\xfe", b"\xfe\xff"):
        with io.TextIOWrapper(plain, "utf-16", errors="replace", newline="\n") as wide:
            yield from (text.encode() for text in wide)
        return
    if mark == b"\xef\xbb\xbf":
        plain.read(3)
    yield from _whole_lines(plain)


def _whole_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield lines; of one that is too long only its beginning, which is no JSON and too long."""
    while line := stream.readline(LONGEST):
        yield line
        while len(line) == LONGEST and not line.endswith(b"\n"):
            line = stream.readline(LONGEST)


def _from_line(found: Found, raw: bytes, number: int, records: Records) -> Draft | Problem:
    if len(raw) >= LONGEST:
        return Problem(found, f"line of {LONGEST >> 20} MiB or more; not read", number)
    try:
        record = json.loads(raw.decode("utf-8") if _is_utf8(raw) else decode(raw)[0])
    except (ValueError, NotAnArticleError) as error:
        return Problem(found, f"not JSON ({error})", number)
    except RecursionError:
        return Problem(found, "not JSON that can be read (nested too deeply)", number)
    if not isinstance(record, dict):
        return Problem(found, f"not a JSON object but a {type(record).__name__}", number)
    return records.take(record, number)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
