"""Add: articles -> an archive that has them, a slab to a transaction, and its statistics renewed when they are due."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from minhash_news.archive import schema
from minhash_news.archive.articles import MOST, Packed, Row, erase, fetch, pack, put, rows_of, stored, texts_of, unpack
from minhash_news.archive.epoch import Epoch, census, save, together
from minhash_news.archive.index import Bulk, Keys, delete, insert, keys_of
from minhash_news.archive.store import Store
from minhash_news.archive.wiping import rebuild, wipe
from minhash_news.arguments import articles_of, expect
from minhash_news.errors import ArchiveError, UnknownArticleError
from minhash_news.model import Article, ArticleId, Skipped
from minhash_news.settings import Settings

SLAB = 20_000
"""Articles that are added in one transaction."""
FEW = 200
"""Fewer articles are no work for several threads."""
GROWTH = 1.25
"""Statistics are renewed when there are so many times the articles that they were made of."""

Result = TypeVar("Result")
Ready = tuple[Article, Packed]
"""An article, and the same as it will be stored."""
Slab = list[tuple[int, Packed]]
"""Articles as they are stored, with their numbers."""
Progress = Callable[[str, int, int], None]
"""Called with what is being done, the articles done and the articles there are, 0 where that is not known."""


@dataclass(frozen=True)
class Added:
    """What became of articles that were to be added, by id, in the order they came.

    Attributes:
        new: they were not in the archive.
        updated: it had them with other content.
        unchanged: it had them.
        skipped: what was not added, and why.
        refreshed: whether the statistics were renewed.
    """

    new: tuple[ArticleId, ...] = ()
    updated: tuple[ArticleId, ...] = ()
    unchanged: tuple[ArticleId, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    refreshed: bool = False


@dataclass
class _Tally:
    new: list[ArticleId] = field(default_factory=list)
    updated: list[ArticleId] = field(default_factory=list)
    unchanged: list[ArticleId] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def current(store: Store) -> int:
    """Return the number of the epoch in force."""
    return int(store.setting("epoch"))


def counted(store: Store) -> int:
    """Return how many articles there are, without counting them."""
    return int(store.setting("articles"))


def add(
    store: Store,
    articles: Iterable[Article],
    settings: Settings,
    epochs: Callable[[], Epoch],
    progress: Progress,
) -> Added:
    """Add articles; `epochs` gives the epoch in force."""
    tally = _Tally()
    done = 0
    for slab in _packed(articles_of(articles, "add"), settings):
        with store.writing():
            _add_slab(store, slab, settings, epochs(), tally)
        done += len(slab)
        progress("add", done, 0)
    refreshed = due(store, epochs())
    if refreshed:
        refresh(store, settings, progress)
    return Added(tuple(tally.new), tuple(tally.updated), tuple(tally.unchanged), tuple(tally.skipped), refreshed)


def due(store: Store, epoch: Epoch) -> bool:
    """Tell whether there are articles that wait for the index, or too many for the statistics."""
    there = counted(store)
    waiting = store.one("SELECT 1 FROM waiting LIMIT 1")
    return bool(there) and (waiting is not None or there > GROWTH * epoch.rarity.articles)


def _packed(articles: Iterable[Article], settings: Settings) -> Iterator[list[Ready]]:
    """Yield slabs of articles, ready to be stored; while one is stored, threads compress the next.

    If reading them ends in an error, what has been read before is yielded first.
    """
    remaining = iter(articles)
    ahead: list[Iterable[list[Ready]]] = []
    with ThreadPoolExecutor(settings.threads) as pool:
        try:
            while slab := list(islice(remaining, SLAB)):
                share = max(FEW, -(-len(slab) // settings.threads))
                parts = [slab[begin : begin + share] for begin in range(0, len(slab), share)]
                now, ahead = ahead, [(pool.map if len(parts) > 1 else map)(_pack_all, parts)]
                yield from map(_joined, now)
        except Exception:
            yield from map(_joined, ahead)
            raise
        yield from map(_joined, ahead)


def _joined(parts: Iterable[list[Ready]]) -> list[Ready]:
    return [*chain.from_iterable(parts)]


def _pack_all(articles: Sequence[Article]) -> list[Ready]:
    return [(article, pack(article)) for article in articles]


def _add_slab(store: Store, slab: Sequence[Ready], settings: Settings, epoch: Epoch, tally: _Tally) -> None:
    fresh, old = _sorted_out(store, slab, tally)
    _take_out(store, epoch, [row.number for row in old], settings)
    first = (store.one("SELECT max(number) FROM articles") or 0) + 1
    if first + len(fresh) > MOST:
        raise ArchiveError(str(store.path), f"has room for {MOST - 1:,} articles and is full; begin another archive")
    numbers = range(first, first + len(fresh))
    for number, (_, packed) in zip(numbers, fresh, strict=True):
        put(store, number, packed)
    there = counted(store) + len(fresh)
    store.set("articles", str(there))
    if there > GROWTH * epoch.rarity.articles:
        store.connection.executemany("INSERT INTO waiting VALUES (?)", [(number,) for number in numbers])
    elif fresh:
        insert(store, epoch, numbers, keys_of([article for article, _ in fresh], epoch, _fitting(settings, fresh)))


def _sorted_out(store: Store, slab: Sequence[Ready], tally: _Tally) -> tuple[list[Ready], list[Row]]:
    """Return the articles to store, the last of each id, and the rows that they replace."""
    last: dict[ArticleId, Ready] = {}
    for article, packed in slab:
        if earlier := last.get(article.id):
            where = str(earlier[0].path or article.id)
            tally.skipped.append(Skipped(where, f"a later article of the same call has the id {article.id!r}, too"))
        last[article.id] = article, packed
    rows = rows_of(store, last)
    fresh, old = [], []
    for article, packed in last.values():
        row = rows.get(article.id)
        if row is None:
            tally.new.append(article.id)
        elif row.digest == packed.digest:
            tally.unchanged.append(article.id)
            continue
        elif _is_another(article, row):
            tally.skipped.append(Skipped(str(article.path), f"the archive has {article.id!r} from {row.path}; {CLASH}"))
            continue
        else:
            tally.updated.append(article.id)
            old.append(row)
        fresh.append((article, packed))
    return fresh, old


def _fitting(settings: Settings, articles: Sequence[object]) -> Settings:
    """Return the settings, without threads where they would take longer to start than to work."""
    return settings if len(articles) >= FEW else replace(settings, workers=1)


NUMBERED = re.compile(r"#\d+$")
"""What the id of a record without one has behind the name of its file."""
CLASH = "give both from the folder they lie in, or name it with --root"


def _is_another(article: Article, row: Row) -> bool:
    """Tell whether two files in different places happen to have one name: an id of a record names its article."""
    if article.path is None or row.path is None or row.path == str(article.path.absolute()):
        return False
    return row.path.replace("\\", "/").endswith("/" + NUMBERED.sub("", article.id))


def remove(store: Store, ids: Sequence[str], settings: Settings, epoch: Epoch) -> list[str]:
    """Remove articles and all that is stored of them; return their ids."""
    for one in ids:
        expect(one, str, "remove", "ids", "give remove(*ids)")
    with store.writing():
        rows = rows_of(store, ids)
        if missing := [name for name in dict.fromkeys(ids) if name not in rows]:
            named = ", ".join(map(repr, missing))
            raise UnknownArticleError(f"no article {named} in {store.path}; nothing was removed, leave these out")
        if not rows:
            return []
        numbers = [row.number for row in rows.values()]
        texts = texts_of(store, numbers)
        _take_out(store, epoch, numbers, settings)
        rebuild(store)
    wipe(store, texts)
    return list(rows)


def _take_out(store: Store, epoch: Epoch, numbers: Sequence[int], settings: Settings) -> None:
    """Remove articles from the index and from the tables."""
    if not numbers:
        return
    indexed = [n for n in numbers if store.one("SELECT 1 FROM waiting WHERE number = ?", n) is None]
    delete(store, epoch, indexed, keys_of(fetch(store, indexed), epoch, _fitting(settings, indexed)))
    for number in numbers:
        erase(store, number)
    store.set("articles", str(counted(store) - len(numbers)))


def refresh(store: Store, settings: Settings, progress: Progress) -> None:
    """Take the statistics of all articles anew and index all of them by these, in one transaction."""
    alone = replace(settings, workers=1)  # a process has a slab to itself
    with store.writing():
        before = current(store)
        total = counted(store)
        parts = _each_slab(store, partial(_census, store.path), total, settings)
        epoch = together(before + 1, _told(parts, "take statistics", total, progress))
        store.connection.execute(schema.create_epoch(epoch.number))
        save(store, epoch)
        bulk = Bulk()
        indexed = _each_slab(store, partial(_keys, store.path, epoch, alone), total, settings)
        for numbers, keys in _told(indexed, "index", total, progress):
            bulk.add(store, epoch, numbers, keys)
        progress("write the index", 0, 1)
        bulk.write(store, epoch)
        with store.without_wiping():  # there are no texts in what goes now
            store.connection.execute(schema.drop_epoch(before))
        store.connection.execute("DELETE FROM waiting")
        store.set("epoch", str(epoch.number))
    store.write_back()


def _census(archive: Path, slab: Slab) -> Epoch:
    return census([unpack(archive, *one) for one in slab])


def _keys(archive: Path, epoch: Epoch, settings: Settings, slab: Slab) -> tuple[list[int], Keys]:
    return [number for number, _ in slab], keys_of([unpack(archive, *one) for one in slab], epoch, settings)


def _each_slab(store: Store, work: Callable[[Slab], Result], total: int, settings: Settings) -> Iterator[Result]:
    """Yield what `work` makes of each slab, in turn; of several slabs some are worked on side by side."""
    if settings.threads == 1 or total <= SLAB:
        yield from map(work, stored(store, SLAB))
        return
    from loky import ProcessPoolExecutor  # in threads, the interpreter's lock would leave half of the time unused

    with ProcessPoolExecutor(settings.threads) as pool:
        waiting: deque[Future[Result]] = deque()
        for slab in stored(store, SLAB):
            waiting.append(pool.submit(work, slab))
            if len(waiting) > settings.threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _told(results: Iterator[Result], stage: str, total: int, progress: Progress) -> Iterator[Result]:
    """Pass results on, and tell of each slab."""
    for number, result in enumerate(results, start=1):
        progress(stage, min(total, number * SLAB), total)
        yield result
