"""Keep: articles <-> rows, the texts compressed, each with a digest of all it says."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import xxhash

from minhash_news.archive.store import Store
from minhash_news.errors import ArchiveError
from minhash_news.model import Article, ArticleId

LEVEL = 4
"""Of compression: 6 takes a quarter longer and saves 1 %."""
MOST = 1 << 24
"""Numbers that articles can have: postings keep a number in 24 bits."""
ABOUT = ("title", "published", "outlet", "author", "url")
"""What an article says beside its id and text."""


@dataclass(frozen=True, slots=True)
class Row:
    """What the archive knows an article by: its number, the digest of all it says, the file it was read from."""

    number: int
    digest: bytes
    path: str | None


def key_of(article_id: str) -> bytes:
    """Return an id as it is stored: with bytes, lone surrogates are no matter."""
    return article_id.encode("utf-8", "surrogatepass")


def _said(article: Article) -> list[str | None]:
    return [getattr(article, name) for name in ABOUT]


def _digest(article_id: str, text: bytes, said: Sequence[str | None]) -> bytes:
    digest = xxhash.xxh3_128(json.dumps([article_id, *said, len(text)]).encode())
    digest.update(text)
    return digest.digest()


def rows_of(store: Store, ids: Iterable[str]) -> dict[str, Row]:
    """Return those of some ids that are in the archive."""
    found = {}
    for article_id in ids:
        row = store.connection.execute(
            "SELECT number, digest, about FROM articles WHERE id = ?", (key_of(article_id),)
        ).fetchone()
        if row is not None:
            found[article_id] = Row(row[0], row[1], json.loads(row[2])[-1])
    return found


@dataclass(frozen=True, slots=True)
class Packed:
    """An article as it is stored."""

    key: bytes
    digest: bytes
    about: str
    text: bytes


def pack(article: Article) -> Packed:
    """Make an article ready to be stored."""
    text, said = article.text.encode("utf-8", "surrogatepass"), _said(article)
    about = json.dumps([*said, None if article.path is None else str(article.path.absolute())])
    return Packed(key_of(article.id), _digest(article.id, text, said), about, zlib.compress(text, LEVEL))


def put(store: Store, number: int, packed: Packed) -> None:
    """Store an article under a number that is free."""
    row = (number, packed.key, packed.digest, packed.about)
    store.connection.execute("INSERT INTO articles VALUES (?, ?, ?, ?)", row)
    store.connection.execute("INSERT INTO texts VALUES (?, ?)", (number, packed.text))


def erase(store: Store, number: int) -> None:
    """Remove an article; with secure_delete, zeros take its place."""
    for table in ("articles", "texts", "waiting"):
        store.connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))


COLUMNS = "SELECT id, digest, about, packed, number FROM articles LEFT JOIN texts USING (number) WHERE number"


def fetch(store: Store, numbers: Iterable[int]) -> list[Article]:
    """Return the articles of some numbers, in their order.

    Raises:
        ArchiveError: one of them does not agree with its digest.
    """
    rows = ((number, store.connection.execute(f"{COLUMNS} = ?", (number,)).fetchone()) for number in numbers)
    return [unpack(store.path, number, Packed(*row[:4]) if row else None) for number, row in rows]


def stored(store: Store, at_once: int) -> Iterator[list[tuple[int, Packed]]]:
    """Yield all articles with their numbers, ascending, so many at a time."""
    last = -1
    while rows := store.connection.execute(f"{COLUMNS} > ? ORDER BY number LIMIT ?", (last, at_once)).fetchall():
        yield [(row[4], Packed(*row[:4])) for row in rows]
        last = rows[-1][4]


def texts_of(store: Store, numbers: Iterable[int]) -> list[bytes]:
    """Return the compressed texts of some articles."""
    return [store.one("SELECT packed FROM texts WHERE number = ?", number) for number in numbers]


def numbers_of_all(store: Store) -> Iterator[tuple[int, str | None]]:
    """Yield the number and the date of publication of every article, ascending."""
    for number, about in store.connection.execute("SELECT number, about FROM articles ORDER BY number"):
        yield number, json.loads(about)[ABOUT.index("published")]


def unpack(archive: Path, number: int, packed: Packed | None) -> Article:
    """Return an article as it was before it was stored.

    Raises:
        ArchiveError: it is gone, or does not agree with its digest.
    """
    if packed is None:
        raise _damaged(archive, number, "the index knows it, and it is gone")
    try:
        article_id = packed.key.decode("utf-8", "surrogatepass")
        text = zlib.decompress(packed.text)
        *said, path = json.loads(packed.about)
        read_from = None if path is None else Path(path)
        whole = _digest(article_id, text, said) == packed.digest
    except (ValueError, TypeError, AttributeError, zlib.error) as error:
        raise _damaged(archive, number, str(error)) from error
    if not whole:
        raise _damaged(archive, number, "it is not what was stored")
    return Article(
        ArticleId(article_id),
        text.decode("utf-8", "surrogatepass"),
        **dict(zip(ABOUT, said, strict=True)),
        path=read_from,
    )


def _damaged(archive: Path, number: int, what: str) -> ArchiveError:
    """Return the error that says what is the matter with an article."""
    return ArchiveError.damaged(archive, f"article number {number}: {what}")
