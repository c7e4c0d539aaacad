"""Export: articles and what becomes of them -> JSON Lines, to be scanned again or put back together."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import partial
from math import isfinite
from pathlib import Path

from minhash_news.deduplication import Deduplication, Dropped
from minhash_news.errors import SettingsError
from minhash_news.export.edges import rounded
from minhash_news.export.whole_file import check_place, put_lines
from minhash_news.model import Article
from minhash_news.visible import encoded

_ENDINGS = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


def check(path: Path) -> None:
    """Raise what `write` would raise, as far as can be known before there is anything to write.

    Raises:
        SettingsError: the path does not end in .jsonl or .jsonl.gz.
        MinhashNewsError: nothing can be written there.
    """
    if not path.name.lower().endswith(_ENDINGS):
        raise SettingsError(f"{path}: articles are written as JSON Lines; take a name that ends in .jsonl or .jsonl.gz")
    check_place(path)


def write(lines: Iterable[bytes], path: Path) -> None:
    """Write the lines to a file, packed if its name ends in .gz; a file there gives way only to a whole one."""
    check(path)
    put_lines(lines, path, packed=path.name.lower().endswith(".gz"))


def kept_lines(corpus: Iterable[Article], found: Deduplication) -> Iterator[bytes]:
    """Yield the kept articles, one a line, in the order of the corpus."""
    kept = set(found.kept)
    return (_line(record_of(article)) for article in corpus if article.id in kept)


def audit_lines(corpus: Iterable[Article], found: Deduplication) -> Iterator[bytes]:
    """Yield the dropped articles, one a line: what is kept instead and why, and under `article` all that it had."""
    dropped = {one.id: one for one in found.dropped}
    return (_line(_audit(article, dropped[article.id])) for article in corpus if article.id in dropped)


def record_of(article: Article) -> dict[str, object]:
    """Return the record that an article was read from, with every field it had; of a file, what is known of it.

    The id is added where the record has none; where the scan had to give another, as `article_id`.
    """
    if article.record is None:
        names = ("id", "title", "published", "outlet", "author", "url", "text")
        return {name: getattr(article, name) for name in names}
    record = dict(article.record)
    if record.get("id") is None:
        record["id"] = article.id
    elif str(record["id"]) != article.id:
        record["article_id"] = article.id
    return record


def _audit(article: Article, dropped: Dropped) -> dict[str, object]:
    first = dropped.edges[0]
    return {
        "id": dropped.id,
        "kept": dropped.kept,
        "kind": str(dropped.kind),
        "confidence": rounded(dropped.confidence),
        "direction": str(dropped.direction),
        "says": first.grounds[0].says if first.grounds else "",
        "edges": [
            {"derived": one.derived, "source": one.source, "kind": str(one.kind), "confidence": rounded(one.confidence)}
            for one in dropped.edges
        ],
        "article": record_of(article),
    }


def _line(record: dict[str, object]) -> bytes:
    write = partial(json.dumps, ensure_ascii=False, allow_nan=False, default=_plain)
    try:
        line = write(record)
    except ValueError:
        line = write(_finite(record))
    return encoded(line + "\n")


def _finite(value: object) -> object:
    """Return a value with null in place of NaN and infinity, for which JSON has no word."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _plain(value: object) -> object:
    """Return a value of a Parquet file that JSON has no word for: dates in ISO 8601, bytes in base 64."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else str(value)
