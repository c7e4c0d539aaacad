"""Check: what a caller gave -> nothing, or an error that says what it is, what is expected and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from numbers import Integral
from typing import TypeVar

from minhash_news.dates import instants
from minhash_news.errors import SettingsError
from minhash_news.model import UNOBSERVED, Article, DerivationGraph

T = TypeVar("T")


def expect(given: object, kind: type | tuple[type, ...], who: str, takes: str, instead: str) -> None:
    """Raise SettingsError unless what was given is of the kind: `who` `takes` another; give `instead`."""
    if not isinstance(given, kind):
        raise _refusal(given, who, takes, instead)


def expect_graph(given: object, who: str) -> None:
    """Raise SettingsError for what is no graph."""
    expect(given, DerivationGraph, who, "a graph", f"give {who}(scan(articles), ...)")


def expect_whole(name: str, value: object) -> None:
    """Raise SettingsError unless the value is a whole number of at least 1."""
    if not (isinstance(value, Integral) and int(value) >= 1):
        raise SettingsError(f"{name} is {value!r}; it has to be at least 1, a whole number")


def articles_of(given: Iterable[Article], who: str) -> Iterator[Article]:
    """Return the articles one by one; SettingsError for what holds none, or something else, or as in `dated`.

    An article with the id of a source that is inferred is refused, too: it would pass for that.
    """
    instead = f'give {who}(read("folder")), or {who}(read([text, ...]))'
    return map(_with_an_id_of_its_own, map(dated, _several(given, Article, who, "articles", instead)))


def dated(article: Article) -> Article:
    """Return the article; SettingsError where it has a date of publication that is none."""
    try:
        if article.published:
            instants(article.published)
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"article {article.id!r} has published={article.published!r}; give an ISO 8601 date such as '2025-03-12' "
            "or '2025-03-12T08:00:00+01:00', or None"
        ) from error
    return article


def _with_an_id_of_its_own(article: Article) -> Article:
    if article.id.startswith(UNOBSERVED):
        raise SettingsError(no_article(article.id))
    return article


def no_article(article_id: str) -> str:
    """Return what is said of an article that has the id of a source that is inferred."""
    return f"the id {article_id!r} begins as those of sources that are not there; give the article another"


def texts_of(given: Iterable[str], who: str) -> Iterator[str]:
    """Return the texts one by one; SettingsError for what holds none, or something else as well."""
    instead = f"give {who}([text]), of articles {who}([one.text for one in articles])"
    return _several(given, str, who, "several texts", instead)


def _several(given: Iterable[T], kind: type, who: str, takes: str, instead: str) -> Iterator[T]:
    if not isinstance(given, Iterable) or isinstance(given, str | bytes | Mapping):
        raise _refusal(given, who, takes, instead)
    return _each(given, kind, who, takes, instead)


def _each(given: Iterable[T], kind: type, who: str, takes: str, instead: str) -> Iterator[T]:
    for place, one in enumerate(given):
        if not isinstance(one, kind):
            raise _refusal(one, who, takes, instead, f" in place {place}")
        yield one


def _refusal(given: object, who: str, takes: str, instead: str, where: str = "") -> SettingsError:
    name = type(given).__name__
    article = "an" if name[0] in "AEIOaeio" else "a"
    got = "None" if given is None else "one string" if isinstance(given, str) else f"{article} {name}"
    return SettingsError(f"{who} takes {takes} and got {got}{where}; {instead}")
