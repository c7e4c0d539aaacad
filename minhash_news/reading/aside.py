"""Texts of a large corpus, put aside in a temporary file so that memory holds what is computed from them."""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import fields
from operator import attrgetter
from threading import Lock
from typing import Any, NamedTuple

from minhash_news.errors import ReadError
from minhash_news.model import Article, ArticleId

ROOM = 100_000_000
"""So many characters of text stay in memory before others are put aside."""


class Place(NamedTuple):
    """Where a text stands in the file: bytes from its beginning."""

    file: Aside
    begin: int
    size: int

    def text(self) -> str:
        """Return the text."""
        return self.file.read(self.begin, self.size)


class Aside:
    """A file of texts without a name, which goes when nobody has a text of it any more."""

    def __init__(self) -> None:
        self._file: Any = None
        self._lock = Lock()
        self._end = 0
        self._room = ROOM

    def put(self, article: Article) -> Article:
        """Return the article, once there are many with its text on disk.

        Raises:
            ReadError: the disk is full.
        """
        self._room -= len(article.text)
        return article if self._room >= 0 else _moved(article, self._written(article.text))

    def read(self, begin: int, size: int) -> str:
        """Return the text at a place; any thread may ask."""
        with self._lock:
            self._file.seek(begin)
            return str(self._file.read(size), "utf-8")

    def _written(self, text: str) -> Place:
        data = text.encode("utf-8")
        with self._lock:
            try:
                if self._file is None:
                    self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - open as long as its texts are asked for
                    weakref.finalize(self, self._file.close)
                self._file.seek(self._end)
                self._file.write(data)
            except OSError as error:
                folder = tempfile.gettempdir()
                reason = f"cannot take the texts of this corpus ({error.strerror}); let TMPDIR name a folder with room"
                raise ReadError(folder, reason) from error
        self._end += len(data)
        return Place(self, self._end - len(data), len(data))


class ArticleAside(Article):
    """An article whose text is on disk, and read whenever it is asked for."""

    __slots__ = ("_kept",)
    _kept: Place | str

    @property
    def text(self) -> str:
        """The body."""
        return self._kept if isinstance(self._kept, str) else self._kept.text()

    @text.setter
    def text(self, kept: Place | str) -> None:  # a string where an article is made from this one with another text
        object.__setattr__(self, "_kept", kept)

    def __reduce__(self) -> tuple[type[Article], tuple[object, ...]]:
        return Article, _values(self, self.text)


def with_id(article: Article, name: ArticleId) -> Article:
    """Return the article under another id; a text put aside stays where it is."""
    text = article._kept if isinstance(article, ArticleAside) else article.text
    return type(article)(name, *_values(article, text)[1:])


def _moved(article: Article, place: Place) -> ArticleAside:
    return ArticleAside(*_values(article, place))


_about = attrgetter(*(one.name for one in fields(Article) if one.name not in ("id", "text")))


def _values(article: Article, text: object) -> tuple[Any, ...]:
    """Return an article's fields in their order, with that in place of the text."""
    return (article.id, text, *_about(article))
