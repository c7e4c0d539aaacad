"""Take: a table or texts in memory -> articles, and the rows that are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import isnan
from pathlib import Path

from minhash_news.errors import ReadError
from minhash_news.reading.columns import rows_of
from minhash_news.reading.found import Draft, Found, Problem
from minhash_news.reading.records import How, Records

NAMED = Found(Path("rows"), ("rows",), 1, 0)
"""How rows in memory are called in `skipped`."""
LONGEST_PATH = 4096
"""Characters beyond which no text is a path."""


def take(given: object, how: How) -> Iterator[Draft | Problem]:
    """Yield the articles of a table, or of texts or records one after the other; see `read`.

    Raises:
        ReadError: it is none of these.
        MissingExtraError: for a table, without pyarrow.
    """
    records = Records(NAMED, "row", how)
    for number, record in enumerate(_records(given, how)):
        if _is_there(text := record.get(how.names.get("text", "text"))):
            reason = f"read as a text, though {text!r} is there as a path; give paths as read(*paths)"
            yield Problem(NAMED, reason, number)
        taken = records.take(record, number)
        if isinstance(taken, Draft):
            own = str(number) if taken.record is None else taken.record
            taken = replace(taken, article=replace(taken.article, path=None), record=own)
        yield taken
    yield from records.missing()


def _is_there(text: object) -> bool:
    """Tell whether a text is one line that names a file or folder."""
    if not isinstance(text, str) or "\n" in text or not 0 < len(text) <= LONGEST_PATH:
        return False
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # no name that a file could have
        return False


def _records(given: object, how: How) -> Iterator[Mapping[str, object]]:
    if hasattr(given, "__arrow_c_stream__") and (hasattr(given, "columns") or hasattr(given, "schema")):
        yield from rows_of(given, how)
        return
    if not isinstance(given, Iterable) or isinstance(given, bytes | Mapping):
        raise ReadError("read()", f"a {type(given).__name__} is no corpus; give paths, a table or a list of texts")
    for item in given:
        gap = item is None or (isinstance(item, float) and isnan(item))  # a column of texts may have some
        if isinstance(item, str) or gap:
            yield {how.names.get("text", "text"): item}
        elif isinstance(item, Mapping):
            yield item
        else:
            raise ReadError(
                "read()", f"the list has a {type(item).__name__}; give texts or records, and paths as read(*paths)"
            )
