"""Archive: articles, day by day -> where each came from, in one file that lasts.

What it does, in the order it is done: `adding` stores articles (`articles`) and indexes them (`index`, `recent`) by
frozen statistics of the corpus (`epoch`); `tracing` looks a text up; `wiping` leaves nothing of what was removed;
`checking` says whether the file (`store`, `schema`; `log`, `sqlite`) is sound. `inbox` watches a folder,
`for_datasketch` hands the signatures on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import wraps
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from minhash_news.archive import adding, checking, for_datasketch, tracing
from minhash_news.archive.adding import Added
from minhash_news.archive.articles import fetch, numbers_of_all, rows_of, stored, unpack
from minhash_news.archive.checking import Check, Repair, Stats
from minhash_news.archive.epoch import Epoch, load
from minhash_news.archive.store import Store
from minhash_news.archive.tracing import Trace
from minhash_news.dates import instants, to_iso
from minhash_news.derive import derive
from minhash_news.errors import SettingsError, UnknownArticleError
from minhash_news.model import Article, ArticleId, Corpus, DerivationGraph
from minhash_news.pipeline import graph_of, scan
from minhash_news.reading.aside import Aside
from minhash_news.settings import Settings

if TYPE_CHECKING:
    from datasketch import MinHashLSH

__all__ = ["Added", "Archive", "Check", "Repair", "Stats", "Trace"]

Progress = Callable[[str, int, int], None]

Method = TypeVar("Method", bound=Callable[..., Any])


def _guarded(method: Method) -> Method:
    """Make a method of Archive raise ArchiveError where SQLite finds something wrong."""

    @wraps(method)
    def guarded(self: Archive, *args: Any, **kwargs: Any) -> Any:
        with self._store_to(create=method.__name__ == "add").guarded():
            return method(self, *args, **kwargs)

    return cast(Method, guarded)


class Archive:
    """Articles in one SQLite file, with an index that says of a text in milliseconds where it came from.

    One process writes at a time, any number read meanwhile. What `add` has returned from is on the disk.

        with Archive("news.archive") as archive:
            archive.add(read("today/"))
            for edge in archive.trace("Text that somebody sent ...").sources:
                print(edge.source, edge.kind, edge.confidence)

    Attributes:
        path: of the file; the first `add` makes it.
    """

    def __init__(
        self, path: str | PathLike[str], settings: Settings | None = None, *, any_scheme: bool = False
    ) -> None:
        """Name an archive; it is opened when something is asked of it.

        Args:
            path: of the file.
            settings: of a new archive its scheme and bands, which an old one has to have as well; for all else what a
                scan may be told. The defaults, and the scheme and bands that it has, where None.
            any_scheme: let an old one have the scheme and bands it has, whatever the settings say.
        """
        self.path = Path(path)
        self._settings = None if settings is None else Settings.or_defaults(settings)
        self._required = None if any_scheme else settings
        self._store: Store | None = None
        self._epoch: Epoch | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, to copy or move it, say; asked of something, the archive opens it again as at first."""
        store, self._store, self._epoch = self._store, None, None
        if store is not None:
            store.close()

    def _store_to(self, *, create: bool) -> Store:
        if self._store is None:
            self._store = Store(self.path, self._required, create=create)
        return self._store

    @property
    def _open(self) -> Store:
        return self._store_to(create=False)

    @property
    def settings(self) -> Settings:
        """What a scan of this archive would be told."""
        return self._open.settings(self._settings or Settings())

    def _current(self) -> Epoch:
        """Return the epoch in force."""
        number = adding.current(self._open)
        if self._epoch is None or self._epoch.number != number:
            self._epoch = load(self._open, number)
        return self._epoch

    @_guarded
    def __len__(self) -> int:
        return adding.counted(self._open)

    @_guarded
    def __contains__(self, article_id: object) -> bool:
        return isinstance(article_id, str) and article_id in rows_of(self._open, [article_id])

    @_guarded
    def article(self, article_id: str) -> Article:
        """Return the article of that id.

        Raises:
            UnknownArticleError: there is none.
        """
        with self._open.reading():
            row = rows_of(self._open, [article_id]).get(article_id)
            if row is None:
                raise UnknownArticleError(f"no article {article_id!r} in {self.path}")
            return fetch(self._open, [row.number])[0]

    @_guarded
    def articles(self) -> Corpus:
        """Return all articles as a corpus; if they are many, their texts are read when they are asked for."""
        aside = Aside()
        with self._open.reading():
            slabs = stored(self._open, adding.SLAB)
            found = [aside.put(unpack(self.path, *one)) for slab in slabs for one in slab]
        return Corpus(tuple(sorted(found, key=lambda article: article.id)))

    @_guarded
    def add(self, articles: Iterable[Article], *, progress: Progress | None = None) -> Added:
        """Add articles; one that is there already stays, unless its content has changed: then it is replaced.

        Some thousands go into each transaction, and what one of them has stored stays stored whatever comes after. When
        the archive has grown by a quarter since the statistics of the corpus were taken, they are taken anew, and all
        articles are indexed by them.

        Args:
            articles: what `read` returns, or any.
            progress: told what is being done and how far it is.

        Returns:
            What became of each. An article whose id another file has is skipped, with the reason; so are, of several
            with one id, all but the last.

        Raises:
            SettingsError: an article has the id of a source that is inferred, or a date that is none, or what was given
                is no articles.
        """
        return adding.add(self._open, articles, self.settings, self._current, progress or _nobody)

    @_guarded
    def refresh(self, *, progress: Progress | None = None) -> None:
        """Take the statistics of the corpus anew and index all articles by them, without waiting for growth."""
        adding.refresh(self._open, self.settings, progress or _nobody)

    @_guarded
    def remove(self, *ids: str) -> tuple[ArticleId, ...]:
        """Remove articles, all or none, so that nothing of their texts is left in the file; return their ids.

        The file is written anew, which takes its time: remove many in one call.

        Raises:
            UnknownArticleError: an id, which the message names, is not there; then nothing is removed.
            ArchiveError: another process reads, so that the log could not be emptied.
        """
        return tuple(map(ArticleId, adding.remove(self._open, ids, self.settings, self._current())))

    @_guarded
    def trace(self, article: Article | str) -> Trace:
        """Find out where a text came from, as far as the archive has its sources, and what came from it.

        Args:
            article: with its date, outlet and author, which tell of the direction; or the bare text.
        """
        with self._open.reading():
            alone = replace(self.settings, workers=1)  # threads would take longer to start than to work
            return tracing.trace(self._open, self._current(), article, alone)

    @_guarded
    def graph(
        self, *, since: str | None = None, around: str | None = None, progress: Progress | None = None
    ) -> DerivationGraph:
        """Return the derivation graph of the articles.

        The whole graph is what `scan` gives of the same articles. Of those published `since` a date, or `around` an
        article, it has the whole families, found by way of the index and weighed by its statistics: what a scan gives,
        but for what has changed since these were taken.

        Args:
            since: an ISO 8601 date, "2026-03-01" or with a time.
            around: the id of an article.
            progress: told of each stage.

        Raises:
            SettingsError: both are given, or a date that is none.
            UnknownArticleError: no article has that id.
        """
        if since is None and around is None:
            return scan(self.articles(), self.settings, progress=progress)
        with self._open.reading():
            return self._families(self._numbers(since, around))

    def _numbers(self, since: str | None, around: str | None) -> list[int]:
        if around is not None:
            if since is not None:
                raise SettingsError("graph takes either since or around; for both, look through the one by the other")
            if around not in (rows := rows_of(self._open, [around])):
                raise UnknownArticleError(f"no article {around!r} in {self.path}")
            return [rows[around].number]
        if (day := to_iso(since)) is None:
            raise SettingsError(f"since is {since!r}; give a date like 2026-03-01")
        earliest = instants(day)[0]
        return [n for n, date in numbers_of_all(self._open) if date is not None and instants(date)[1] >= earliest]

    def _families(self, numbers: list[int]) -> DerivationGraph:
        epoch, chosen = self._current(), self.settings
        found = tracing.neighbourhood(self._open, epoch, numbers, chosen)
        derivations = derive(
            found.articles,
            found.words,
            found.relations,
            epoch.agencies,
            use_dates=chosen.use_dates,
            min_confidence=chosen.min_confidence,
            workers=chosen.threads,
        )
        return graph_of(found.articles, found.words, found.relations, derivations, chosen, found.limits)

    @_guarded
    def stats(self) -> Stats:
        """Count what is there."""
        with self._open.reading():
            return checking.stats(self._open, self._current())

    def check(self) -> Check:
        """Read the whole file and say what is wrong with it.

        Raises:
            ArchiveError: there is no file.
        """
        return checking.check(self.path, self._settings or Settings())

    def repair(self, *, progress: Progress | None = None) -> Repair:
        """Copy the articles that can be read into a new file in its place; the old one stays beside it.

        Raises:
            ArchiveError: nothing can be read.
        """
        self.close()
        new_file, damaged = checking.free_name(self.path, ".repaired"), checking.free_name(self.path, ".damaged")
        lost: list[str] = []
        try:
            with Archive(new_file, self._settings) as new:
                new.add(checking.saved(self.path, lost), progress=progress)
                saved = len(new)
            checking.move(self.path, damaged)
            new_file.rename(self.path)
        finally:
            new_file.unlink(missing_ok=True)
        return Repair(saved, tuple(lost), damaged)

    @_guarded
    def to_datasketch_lsh(
        self, threshold: float = 0.5, *, storage_config: Mapping[str, object] | None = None, **options: Any
    ) -> MinHashLSH:
        """Return a datasketch `MinHashLSH` with the signature of each indexed article under its id.

        Args:
            threshold: Jaccard similarity from which pairs are to be found.
            storage_config: as datasketch takes it, {"type": "redis", ...}; a dictionary in memory where None.
            options: what else MinHashLSH takes (params, weights, prepickle).

        Raises:
            SettingsError: a threshold, or what else is given, of which datasketch makes no index.
            MissingExtraError: Redis is asked for and its client is not installed.
            EngineError: there is no Redis, or it fails.
        """
        with self._open.reading():
            return for_datasketch.index(self._open, self._current(), threshold, storage_config, options)


def _nobody(_stage: str, _done: int, _total: int) -> None:
    """Be told of progress."""
