"""Record: one entry of a corpus, with whatever names its fields have -> an article, or why it is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from numbers import Integral
from pathlib import Path

from minhash_news.model import Article, ArticleId
from minhash_news.reading.fields import FIELDS, NAMES, fields, line, pick, text_of
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem
from minhash_news.reading.plain import require_words


@dataclass(frozen=True, slots=True)
class How:
    """How records are read.

    Attributes:
        names: field of an article (`text`, `id`, `published`...) -> name it has in the records, where that is said.
        whole: keep each record, with all it holds, beside its article.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False


def require_text_column(columns: Iterable[str], how: How) -> None:
    """Raise NotAnArticleError where no column of a table can be the text."""
    told = how.names.get("text")
    wanted = (told, told.split(".")[0]) if told else NAMES["text"]
    header = dict.fromkeys(columns, True)
    if not any(pick(header, name) for name in wanted):
        raise NotAnArticleError(f"no column with a text (looked for {told or ', '.join(NAMES['text'])})")


def doubled(found: Found, columns: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each column of a table whose name another one has."""
    for name, times in sorted(Counter(columns).items()):
        if name and times > 1:
            yield Problem(found, f"{times} columns are called {name!r}; only the last is read")


def article_of(record: Mapping[str, object], how: How, *, path: Path | None = None) -> Article:
    """Return the article of a record, without its id; NotAnArticleError where it is none."""
    text = text_of(record, how.names)
    if text is None:
        looked = how.names.get("text") or ", ".join(NAMES["text"])
        raise NotAnArticleError(f"record has no text (looked for {looked})")
    require_words(text, "record has no text")
    kept = record if how.whole else None
    return Article(ArticleId(""), text, path=path, record=kept, **fields(record, how.names))


def own_id(record: Mapping[str, object], how: How) -> str | None:
    """Return the id that a record itself has; 7.0 is 7, as pandas turns whole numbers with a gap among them into."""
    given = pick(record, how.names.get("id", "id"))
    if (
        isinstance(given, Integral | float | Decimal)
        and not isinstance(given, int)
        and isfinite(given)
        and given % 1 == 0
    ):
        given = int(given)
    return line(given) if isinstance(given, str | int) else None


class Records:
    """The records of one file, taken one after the other."""

    def __init__(self, found: Found, unit: str, how: How) -> None:
        self.how = how
        self._found, self._unit = found, unit
        self._first: dict[str, int] = {}
        self._unseen = dict(how.names)

    def take(self, record: Mapping[str, object], number: int) -> Draft | Problem:
        """Return the article of a record, or what is wrong with it; `number` is its line or row."""
        for name in [name for name, key in self._unseen.items() if pick(record, key) is not None]:
            del self._unseen[name]
        try:
            article = article_of(record, self.how, path=self._found.path)
        except NotAnArticleError as error:
            return Problem(self._found, str(error), number)
        own = own_id(record, self.how)
        key = own if own is not None else f"{self._found.name()}#{number}"
        first = self._first.setdefault(key, number)
        if first != number:
            reason = f"id {key!r} of {self._unit} {number} is already that of {self._unit} {first}; the first is kept"
            return Problem(self._found, reason, number)
        return Draft(self._found, article, own, number)

    def missing(self) -> Iterator[Problem]:
        """Yield a problem for each name that was asked for and that no record had; to be called after the last."""
        if self._first:
            for name, key in sorted(self._unseen.items()):
                yield Problem(self._found, f"no record has a field {key!r}, which was named for {FIELDS[name]}")
