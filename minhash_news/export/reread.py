"""Read back: graph.json -> derivation graph, every field checked."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

from minhash_news.dates import instants
from minhash_news.errors import GraphFormatError, ReadError
from minhash_news.export.graph_json import FORMAT, VERSION
from minhash_news.model import (
    ArticleId,
    Coverage,
    Derivation,
    DerivationGraph,
    Direction,
    Ground,
    Kind,
    Node,
    Passage,
    Scheme,
    Skipped,
)

_REMEDY = "write it anew with `minhash-news scan FOLDER -o graph.json`"
_Word = TypeVar("_Word", bound=StrEnum)


def read_graph(path: str | Path) -> DerivationGraph:
    """Return the graph that a graph.json holds; it has no texts. Written again it gives the same bytes.

    Raises:
        ReadError: the file is not there or cannot be read.
        GraphFormatError: it is no graph of ours, of a newer version, cut short or tampered with.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise ReadError(str(path), error.strerror or str(error)) from error
    try:
        return _graph(_Spot(_parse(data), ""))
    except GraphFormatError as error:
        raise GraphFormatError(f"{path}: {error}") from error


@dataclass(frozen=True, slots=True)
class _Spot:
    """A JSON value and where it stands, for errors that name the place."""

    value: object
    where: str

    def fail(self, expected: str) -> NoReturn:
        """Refuse the value."""
        shown = repr(self.value)
        shown = shown if len(shown) <= 60 else shown[:57] + "..."
        raise GraphFormatError(f"{self.where or 'the file'} is {shown}, expected {expected}; {_REMEDY}")

    def fields(self) -> dict[str, object]:
        """Return an object as it is."""
        return self.value if isinstance(self.value, dict) else self.fail("an object")

    def __getitem__(self, name: str) -> _Spot:
        """Return the field of an object."""
        if name not in self.fields():
            raise GraphFormatError(f"{self.where or 'the file'} has no {name!r}; {_REMEDY}")
        return _Spot(self.fields()[name], f"{self.where}.{name}".lstrip("."))

    def __iter__(self) -> Iterator[_Spot]:
        """Yield the elements of a list."""
        if not isinstance(self.value, list):
            self.fail("a list")
        for position, value in enumerate(self.value):
            yield _Spot(value, f"{self.where}[{position}]")

    def text(self) -> str:
        """Return a string."""
        return self.value if isinstance(self.value, str) else self.fail("a text")

    def text_or_none(self) -> str | None:
        """Return a string or nothing."""
        return None if self.value is None else self.text()

    def date_or_none(self) -> str | None:
        """Return a date in ISO 8601 or nothing."""
        published = self.text_or_none()
        try:
            if published:
                instants(published)
        except ValueError:
            self.fail("an ISO 8601 date or null")
        return published

    def truth(self) -> bool:
        """Return true or false."""
        return self.value if isinstance(self.value, bool) else self.fail("true or false")

    def count(self, least: int = 0) -> int:
        """Return a whole number, not below `least`."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.fail(f"a whole number from {least} up")
        return value

    def number(self) -> float:
        """Return a finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.fail("a number")
        try:
            number = float(self.value)
        except OverflowError:
            number = math.inf
        return number if math.isfinite(number) else self.fail("a finite number")

    def share(self) -> float:
        """Return a number from 0 to 1."""
        number = self.number()
        return number if 0 <= number <= 1 else self.fail("a number from 0 to 1")

    def word(self, words: type[_Word]) -> _Word:
        """Return one of the words of an enumeration."""
        try:
            return words(self.text())
        except ValueError:
            self.fail("one of " + ", ".join(words))


def _parse(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # ValueError: no UTF-8, no JSON, a number too long
        raise GraphFormatError(f"is no whole JSON file ({error}); if it was cut short, {_REMEDY}") from error


def _graph(root: _Spot) -> DerivationGraph:
    _require_ours(root)
    articles = tuple(_node(spot) for spot in root["articles"])
    known: set[ArticleId] = set()
    for node, spot in zip(articles, root["articles"], strict=True):
        if node.id in known:
            spot["id"].fail("an id that no other article has")
        known.add(node.id)
    made_by = root["made_by"]
    return DerivationGraph(
        articles=articles,
        derivations=_derivations(root["derivations"], known),
        skipped=tuple(Skipped(spot["path"].text(), spot["reason"].text()) for spot in root["skipped"]),
        settings=_settings(made_by["settings"]),
        scheme=_scheme(made_by["scheme"]),
        version=made_by["version"].text(),
        limits=_limits(made_by),
    )


def _settings(spot: _Spot) -> dict[str, object]:
    """Return the settings, whatever they are, as long as they can be written again."""
    try:
        json.dumps(spot.fields(), allow_nan=False)
    except ValueError:
        spot.fail("an object of finite numbers")
    return spot.fields()


def _limits(made_by: _Spot) -> dict[str, int]:
    """Return the counts by name; a graph made elsewhere may have none."""
    if "limits" not in made_by.fields():
        return {}
    limits = made_by["limits"]
    return {name: limits[name].count() for name in limits.fields()}


def _require_ours(root: _Spot) -> None:
    if not isinstance(root.value, dict) or root.value.get("format") != FORMAT:
        raise GraphFormatError(f'is no graph of minhash-news (its "format" is not "{FORMAT}"); {_REMEDY}')
    version = root["version"].count(1)
    if version > VERSION:
        raise GraphFormatError(
            f"is a graph of version {version}, this program reads up to {VERSION}; "
            "upgrade it: pip install --upgrade minhash-news"
        )


def _scheme(spot: _Spot) -> Scheme:
    return Scheme(
        family=spot["family"].text(),
        hash=spot["hash"].text(),
        seed=spot["seed"].count(),
        num_perm=spot["num_perm"].count(1),
        shingle_size=spot["shingle_size"].count(1),
        normalizer=spot["normalizer"].count(),
    )


def _node(spot: _Spot) -> Node:
    return Node(
        id=ArticleId(spot["id"].text()),
        title=spot["title"].text(),
        published=spot["published"].date_or_none(),
        outlet=spot["outlet"].text_or_none(),
        author=spot["author"].text_or_none(),
        url=spot["url"].text_or_none(),
        words=spot["words"].count(),
        observed=spot["observed"].truth(),
    )


def _derivations(spot: _Spot, known: set[ArticleId]) -> tuple[Derivation, ...]:
    seen: set[tuple[ArticleId, ArticleId]] = set()
    edges = []
    for one in spot:
        edge = _derivation(one, known)
        if (edge.derived, edge.source) in seen or edge.derived == edge.source:
            one["source"].fail("another article than the derived one, and each pair once")
        seen.add((edge.derived, edge.source))
        edges.append(edge)
    return tuple(edges)


def _derivation(spot: _Spot, known: set[ArticleId]) -> Derivation:
    coverage = spot["coverage"]
    return Derivation(
        derived=_known(spot["derived"], known),
        source=_known(spot["source"], known),
        kind=spot["kind"].word(Kind),
        confidence=spot["confidence"].share(),
        direction=spot["direction"].word(Direction),
        direction_confidence=spot["direction_confidence"].share(),
        coverage=Coverage(coverage["derived"].share(), coverage["source"].share()),
        grounds=tuple(
            Ground(one["signal"].text(), one["says"].text(), one["weight"].number()) for one in spot["grounds"]
        ),
        passages=tuple(_passage(one) for one in spot["passages"]),
    )


def _known(spot: _Spot, known: set[ArticleId]) -> ArticleId:
    name = ArticleId(spot.text())
    return name if name in known else spot.fail("the id of an article in the file")


def _passage(spot: _Spot) -> Passage:
    derived_start, source_start = spot["derived_start"].count(), spot["source_start"].count()
    return Passage(
        derived_start=derived_start,
        derived_end=spot["derived_end"].count(derived_start),
        source_start=source_start,
        source_end=spot["source_end"].count(source_start),
    )
