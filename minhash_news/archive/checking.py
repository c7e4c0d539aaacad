"""Check: an archive -> what is in it, what is wrong with it, and what can be saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np

from minhash_news.archive import adding
from minhash_news.archive.articles import ABOUT, MOST, fetch, stored, unpack
from minhash_news.archive.epoch import Epoch, load
from minhash_news.archive.index import bands_missing, keys_of, signatures
from minhash_news.archive.log import index_of, log_of
from minhash_news.archive.store import ABSENT, Store, is_there
from minhash_news.errors import ArchiveError, MinhashNewsError
from minhash_news.model import Article, Scheme
from minhash_news.settings import Settings

AT_ONCE = 5000
"""Articles that are looked at together."""


@dataclass(frozen=True)
class Stats:
    """What an archive has.

    Attributes:
        articles: how many.
        earliest, latest: their dates of publication, as ISO strings sort; None where none has a date.
        not_indexed: articles that are stored and not yet indexed.
        counted: articles that the statistics were taken of.
        refreshes: how often they were taken.
        words: in the statistics.
        file_bytes, text_bytes: of the file, and of the compressed texts in it.
        scheme: of the signatures.
        bands, rows: of the index.
    """

    articles: int
    earliest: str | None
    latest: str | None
    not_indexed: int
    counted: int
    refreshes: int
    words: int
    file_bytes: int
    text_bytes: int
    scheme: Scheme
    bands: int
    rows: int


@dataclass(frozen=True)
class Check:
    """What an inspection of the whole file has found.

    Attributes:
        articles: that are whole.
        problems: what is wrong, in sentences; none where the archive is sound.
    """

    articles: int
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Repair:
    """What was saved of an archive.

    Attributes:
        saved: articles that are in the new file.
        lost: ids of those that could not be read, or "number 17" where not even the id could.
        damaged: where the old file is.
    """

    saved: int
    lost: tuple[str, ...]
    damaged: Path


def stats(store: Store, epoch: Epoch) -> Stats:
    """Count what is there."""
    date = f"json_extract(about, '$[{ABOUT.index('published')}]')"
    articles, earliest, latest = store.one(f"SELECT count(*), min({date}), max({date}) FROM articles")
    return Stats(
        articles=articles,
        earliest=earliest,
        latest=latest,
        not_indexed=store.one("SELECT count(*) FROM waiting"),
        counted=epoch.rarity.articles,
        refreshes=epoch.number,
        words=len(epoch.rarity.vocabulary),
        file_bytes=store.path.stat().st_size + store.logged,
        text_bytes=store.one("SELECT coalesce(sum(length(packed)), 0) FROM texts"),
        scheme=store.scheme,
        bands=store.bands,
        rows=store.rows,
    )


def check(path: Path, settings: Settings) -> Check:
    """Read everything: each page with its checksum, each article with its digest, the index against the texts."""
    if not is_there(path):
        raise ArchiveError(str(path), ABSENT)
    problems: list[str] = []
    whole = 0
    try:
        store = Store(path, None, create=False)
        with store.guarded():
            try:
                with store.reading():
                    problems += _of_the_trees(store)
                    whole = len([unpack(store.path, *one).id for slab in stored(store, AT_ONCE) for one in slab])
                    problems += _of_the_counts(store, whole)
                    problems += _of_the_index(store, store.settings(settings))
            finally:
                store.close()
    except ArchiveError as error:
        problems.append(str(error))
    return Check(whole, tuple(problems))


def _of_the_trees(store: Store) -> list[str]:
    found = [row[0] for row in store.connection.execute("PRAGMA integrity_check(20)")]
    return [] if found == ["ok"] else [f"{store.path}: {line}" for line in found]


def _of_the_counts(store: Store, articles: int) -> Iterator[str]:
    epoch = adding.current(store)
    for table, there in (
        ("counted", "SELECT value + 0 FROM settings WHERE name = 'articles'"),
        ("texts", "SELECT count(*) FROM texts"),
        ("signatures", f"SELECT (SELECT count(*) FROM signatures_{epoch}) + (SELECT count(*) FROM waiting)"),
    ):
        if (count := store.one(there)) != articles:
            yield f"{store.path}: {articles} articles, and {count} {table}"


def _of_the_index(store: Store, settings: Settings) -> Iterator[str]:
    """Say whether the index agrees with the texts."""
    epoch = load(store, adding.current(store))
    for _ in signatures(store, epoch):
        pass
    waiting = {row[0] for row in store.connection.execute("SELECT number FROM waiting")}
    for some in stored(store, AT_ONCE):
        indexed = [(number, unpack(store.path, number, packed)) for number, packed in some if number not in waiting]
        keys = keys_of([article for _, article in indexed], epoch, settings)
        missing = bands_missing(store, epoch, np.array([number for number, _ in indexed], np.uint64), keys)
        if missing:
            yield f"{store.path}: the index lacks {missing} of its bands from article number {some[0][0]} on"


def saved(path: Path, lost: list[str]) -> Iterator[Article]:
    """Yield the articles that are whole, and list the others; damage in one place does not hide the rest.

    Raises:
        ArchiveError: not even the tables can be found.
    """
    store = Store(path, None, create=False, as_it_is=True)
    whole = 0
    try:
        for number in _numbers(store):
            try:
                with store.guarded():
                    (article,) = fetch(store, [number])
            except MinhashNewsError:
                lost.append(_called(store, number))
            else:
                whole += 1
                yield article
        missing = _expected(store) - whole - len(lost)
        if missing > 0:
            lost.append(f"{missing} of which not even the number is known")
    finally:
        store.close()


def _numbers(store: Store) -> list[int]:
    """Return the numbers of all articles that either table knows, read from both ends as far as they can be."""
    found: set[int] = set()
    for table, order in product(("articles", "texts"), ("ASC", "DESC")):
        with suppress(ArchiveError), store.guarded():
            for row in store.connection.execute(f"SELECT number FROM {table} ORDER BY number {order}"):
                found.add(row[0])
    if not found:
        raise ArchiveError(str(store.path), "nothing can be read of it; take it from a backup")
    return sorted(number for number in found if 0 < number < MOST)


def _expected(store: Store) -> int:
    """Return how many articles there should be, 0 where that cannot be read."""
    with suppress(ArchiveError, ValueError), store.guarded():
        return adding.counted(store)
    return 0


def _called(store: Store, number: int) -> str:
    """Return an article's id, or its number where that cannot be read."""
    with suppress(ArchiveError, UnicodeDecodeError), store.guarded():
        key = store.one("SELECT id FROM articles WHERE number = ?", number)
        if isinstance(key, bytes):
            return key.decode("utf-8", "surrogatepass")
    return f"number {number}"


def free_name(path: Path, ending: str) -> Path:
    """Return a name beside a file that no other has."""
    name, number = path.with_name(path.name + ending), 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}{ending}{number}")
    return name


def move(path: Path, to: Path) -> None:
    """Give an archive another name, and what lies beside it with it."""
    path.rename(to)
    for beside in (log_of, index_of):
        with suppress(FileNotFoundError):
            beside(path).rename(beside(to))
