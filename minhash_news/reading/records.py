"""Records: JSON Lines (gzip too) or Parquet, one article each -> articles, and the records that are none."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path
from typing import Any

from minhash_news.errors import MissingExtraError
from minhash_news.model import Article, ArticleId
from minhash_news.reading.decode import decode
from minhash_news.reading.fields import NAMES, fields, line, plain_key, text_of
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem
from minhash_news.reading.plain import require_words

_BATCH = 1000


def read_json_lines(found: Found) -> Iterator[Draft | Problem]:
    """Yield the articles of a file with a JSON object in each line, and what is wrong with other lines."""
    seen: dict[str, int] = {}
    number = 0
    lines = _lines(found.path)
    try:
        for number, raw in enumerate(lines, 1):
            if raw.strip():
                yield _from_line(found, raw, number, seen)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Problem(found, f"gzip data is damaged or ends early ({error}); read up to here", number + 1)
    else:
        if not number:
            yield Problem(found, "empty file")
    finally:
        lines.close()


def read_parquet(found: Found) -> Iterator[Draft | Problem]:
    """Yield the articles of a table with a row each. MissingExtraError without pyarrow."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtraError("reading Parquet", "parquet") from error
    known = {name for names in NAMES.values() for name in names} | {"id"}
    seen: dict[str, int] = {}
    number = 0
    try:
        with pq.ParquetFile(found.path) as table:
            columns = [name for name in table.schema_arrow.names if plain_key(name) in known]
            if not {plain_key(name) for name in columns} & set(NAMES["text"]):
                yield Problem(found, f"no column with a text (looked for {', '.join(NAMES['text'])})")
                return
            for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
                for record in _rows(batch, pa):
                    number += 1
                    yield _from_record(found, record, number, seen, "row")
    except (pa.ArrowException, OSError) as error:
        yield Problem(found, f"Parquet cannot be read ({str(error).splitlines()[0]})", number + 1 if number else 0)
        return
    if number == 0:
        yield Problem(found, "no rows")


def _rows(batch: Any, pa: Any) -> Iterator[Mapping[str, object]]:
    """Yield rows with Python values; nanoseconds, which Python's dates have not, are cut off."""
    arrays = []
    for array in batch.columns:
        nanoseconds = pa.types.is_timestamp(array.type) and array.type.unit == "ns"
        if nanoseconds:
            array = array.cast(pa.timestamp("us", array.type.tz), safe=False)
        arrays.append(array.to_pylist())
    names = batch.schema.names
    for values in zip(*arrays, strict=True):
        yield dict(zip(names, values, strict=True))


def _lines(path: Path) -> Generator[bytes]:
    """Yield lines as UTF-8, unpacked if they are gzip, whatever the file is called."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if packed else path.open("rb") as stream:
        mark = stream.peek(3)[:3]
        if mark[:2] in (b"\xff\xfe", b"\xfe\xff"):
            with io.TextIOWrapper(stream, "utf-16", errors="replace", newline="\n") as wide:
                yield from (text.encode() for text in wide)
            return
        if mark == b"\xef\xbb\xbf":
            stream.read(3)
        yield from stream


def _from_line(found: Found, raw: bytes, number: int, seen: dict[str, int]) -> Draft | Problem:
    try:
        record = json.loads(raw.decode("utf-8") if _is_utf8(raw) else decode(raw)[0])
    except (ValueError, NotAnArticleError) as error:
        return Problem(found, f"not JSON ({error})", number)
    except RecursionError:
        return Problem(found, "not JSON that can be read (nested too deeply)", number)
    if not isinstance(record, dict):
        return Problem(found, f"not a JSON object but a {type(record).__name__}", number)
    return _from_record(found, record, number, seen, "line")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _from_record(
    found: Found, record: Mapping[str, object], number: int, seen: dict[str, int], unit: str
) -> Draft | Problem:
    text = text_of(record)
    if text is None:
        return Problem(found, f"record has no text (looked for {', '.join(NAMES['text'])})", number)
    try:
        require_words(text, "record has no text")
    except NotAnArticleError as error:
        return Problem(found, str(error), number)
    given = record.get("id")
    own = line(given) if isinstance(given, str | int) else None
    key = own if own is not None else f"{found.name()}#{number}"
    first = seen.setdefault(key, number)
    if first != number:
        return Problem(
            found,
            f"id {key!r} of {unit} {number} is already that of {unit} {first}; the first is kept",
            number,
        )
    return Draft(found, Article(ArticleId(""), text, path=found.path, **fields(record)), own, number)
