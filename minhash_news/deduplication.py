"""Choose: derivation graph -> one article of each set of copies, and why each other one goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile
from math import inf, prod

from minhash_news.arguments import expect_graph
from minhash_news.dates import instants
from minhash_news.errors import SettingsError
from minhash_news.model import ArticleId, Derivation, DerivationGraph, Direction, Kind, Node

FARTHEST = tuple(Kind)
"""Kinds from the nearest to the source to the farthest from it."""


class Policy(StrEnum):
    """Which article of a set is kept."""

    ORIGIN = "origin"
    LATEST = "latest"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class Dropped:
    """An article that goes, and the one that is kept in its place.

    Attributes:
        id: of the article that goes.
        kept: id of the one that stays.
        edges: the derivations that lead from the one to the other.
    """

    id: ArticleId
    kept: ArticleId
    edges: tuple[Derivation, ...]

    @property
    def kind(self) -> Kind:
        """The kind of the edges; where they differ, the one that leads farthest from the source."""
        return max((edge.kind for edge in self.edges), key=FARTHEST.index)

    @property
    def confidence(self) -> float:
        """Probability that all the edges hold, taken as independent."""
        return prod(edge.confidence for edge in self.edges)

    @property
    def direction(self) -> Direction:
        """Known, if it is for each edge."""
        known = all(edge.direction is Direction.KNOWN for edge in self.edges)
        return Direction.KNOWN if known else Direction.UNKNOWN


@dataclass(frozen=True, slots=True)
class Deduplication:
    """Every observed article once: kept or dropped.

    Attributes:
        policy: by which the kept were chosen.
        kinds: what counted as the same article.
        kept: by id.
        dropped: by id.
    """

    policy: Policy
    kinds: tuple[Kind, ...]
    kept: tuple[ArticleId, ...]
    dropped: tuple[Dropped, ...]


def dedup(graph: DerivationGraph, *, policy: str = "origin", kinds: str | Iterable[str] | None = None) -> Deduplication:
    """Return which articles of a graph to keep, one for each set of copies.

    Args:
        graph: what `scan` returns, or a graph.json read back.
        policy: `origin` keeps what the others of a set were made from, `latest` the last update of that, `longest`
            the one with the most words.
        kinds: the kind or kinds of derivation that make two articles the same; None for copies alone, with `latest` for
            copies and updates.

    An article goes if it derives from another one that is in the corpus, by derivations of these kinds only: what was
    also made from something else has more to it and stays. Independent reports stay, and so do two reprints of a story
    that is not in the corpus, for each has parts that the other lacks. Where it is unknown which of two came first,
    the one with the earlier date counts as the source; where dates do not tell, the one whose id comes first.

    Raises:
        SettingsError: no such policy or kind; no kinds; `latest` without updates; articles in place of a graph.
    """
    expect_graph(graph, "dedup")
    chosen, counted = _policy(policy), _kinds(policy, kinds)
    nodes = {node.id: node for node in graph.articles if node.observed}
    links = _without_circles(_links(graph, nodes, counted), nodes)
    places = _places(links, nodes)
    sets: dict[ArticleId, list[ArticleId]] = {}
    for name in sorted(nodes):
        sets.setdefault(places[name].root, []).append(name)
    stays = {root: _stays(chosen, root, members, places, nodes) for root, members in sets.items()}
    dropped = [
        Dropped(name, stays[root], _way(name, stays[root], links, places))
        for root, members in sets.items()
        for name in members
        if name != stays[root]
    ]
    return Deduplication(chosen, counted, tuple(sorted(stays.values())), tuple(sorted(dropped, key=lambda one: one.id)))


def check(policy: str, kinds: str | Iterable[str] | None) -> None:
    """Raise what `dedup` would raise, before there is a graph."""
    _kinds(_policy(policy), kinds)


def _policy(policy: str) -> Policy:
    try:
        return Policy(policy)
    except ValueError as error:
        raise SettingsError(f"policy is {policy!r}; take one of {', '.join(Policy)}") from error


def _kinds(policy: str, kinds: str | Iterable[str] | None) -> tuple[Kind, ...]:
    latest = policy == Policy.LATEST
    if kinds is None:
        return (Kind.COPY, Kind.UPDATE) if latest else (Kind.COPY,)
    try:
        asked = {Kind(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)}
    except ValueError as error:
        raise SettingsError(f"kinds: {error}; take some of {', '.join(Kind)}") from error
    if not asked:
        raise SettingsError(f"kinds names none; take some of {', '.join(Kind)}")
    if latest and Kind.UPDATE not in asked:
        raise SettingsError("the policy 'latest' needs update among the kinds")
    return tuple(kind for kind in Kind if kind in asked)


Link = tuple[ArticleId, Derivation]
"""The article that counts as the source, and the edge that leads to it."""


def _links(graph: DerivationGraph, nodes: Mapping[ArticleId, Node], kinds: Sequence[Kind]) -> dict[ArticleId, Link]:
    """Return for each article that may go the surest edge to what it was made from."""
    found: dict[ArticleId, list[Link]] = {}
    more_to_it: set[ArticleId] = set()
    for edge in graph.derivations:
        if edge.kind in kinds and {edge.derived, edge.source} <= nodes.keys():
            derived, source = _ends(edge, nodes)
            found.setdefault(derived, []).append((source, edge))
        elif edge.direction is Direction.KNOWN:
            more_to_it.add(edge.derived)
    return {derived: min(links, key=_doubtful) for derived, links in found.items() if derived not in more_to_it}


def _doubtful(link: Link) -> tuple[float, float, ArticleId, bool, ArticleId]:
    """Return what is less for a surer link, and another for every link of an article."""
    source, edge = link
    return -edge.confidence, -edge.coverage.derived, source, edge.direction is not Direction.KNOWN, edge.source


def _ends(edge: Derivation, nodes: Mapping[ArticleId, Node]) -> tuple[ArticleId, ArticleId]:
    """Return derived and source; of an unknown direction by date, else by id."""
    if edge.direction is Direction.KNOWN:
        return edge.derived, edge.source
    first, second = sorted((edge.derived, edge.source))
    (_, last), (earliest, _) = _span(nodes[second]), _span(nodes[first])
    return (first, second) if last < earliest else (second, first)


def _span(node: Node) -> tuple[float, float]:
    """Return the earliest and the latest second of publication that are possible."""
    return instants(node.published) if node.published else (-inf, inf)


def _without_circles(links: dict[ArticleId, Link], nodes: Mapping[ArticleId, Node]) -> dict[ArticleId, Link]:
    """Return the links without one of each circle, so that one of its articles stays: the earliest, else by id."""
    kept = dict(links)
    done: set[ArticleId] = set()
    for start in sorted(links):
        way: dict[ArticleId, None] = {}
        at = start
        while at in kept and at not in done and at not in way:
            way[at] = None
            at = kept[at][0]
        if at in way:
            circle = [*dropwhile(lambda name: name != at, way)]  # noqa: B023 - used at once
            del kept[min(circle, key=lambda name: (_span(nodes[name])[1], name))]
        done.update(way)
    return kept


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an article stands in the tree of its set.

    Attributes:
        root: what all of the set come from.
        depth: links from there.
        version: whether all of these are updates.
        since: the earliest it can have appeared; without a date, as the one it was made from.
    """

    root: ArticleId
    depth: int
    version: bool
    since: float


def _places(links: Mapping[ArticleId, Link], nodes: Mapping[ArticleId, Node]) -> dict[ArticleId, _Place]:
    """Return the place of each article, each found from that of what it was made from."""
    places: dict[ArticleId, _Place] = {}
    for start in nodes:
        way = [start]
        while way[-1] in links and way[-1] not in places:
            way.append(links[way[-1]][0])
        for name in reversed(way):
            if name not in places:
                places[name] = _place(name, links.get(name), places, nodes)
    return places


def _place(
    name: ArticleId, link: Link | None, places: Mapping[ArticleId, _Place], nodes: Mapping[ArticleId, Node]
) -> _Place:
    since = _span(nodes[name])[0]
    if link is None:
        return _Place(name, 0, True, since)
    source, edge = places[link[0]], link[1]
    since = since if nodes[name].published else source.since
    return _Place(source.root, source.depth + 1, source.version and edge.kind is Kind.UPDATE, since)


def _stays(
    policy: Policy,
    root: ArticleId,
    members: Sequence[ArticleId],
    places: Mapping[ArticleId, _Place],
    nodes: Mapping[ArticleId, Node],
) -> ArticleId:
    """Return the article of a set that is kept."""
    if policy is Policy.LONGEST:
        return min(members, key=lambda name: (-nodes[name].words, places[name].depth, name))
    if policy is Policy.LATEST:
        versions = [name for name in members if places[name].version]
        return min(versions, key=lambda name: (-places[name].since, -places[name].depth, name))
    return root


def _way(
    start: ArticleId, end: ArticleId, links: Mapping[ArticleId, Link], places: Mapping[ArticleId, _Place]
) -> tuple[Derivation, ...]:
    """Return the edges from one article of a set to another, by way of the nearest that both come from."""
    there: list[Derivation] = []
    back: list[Derivation] = []
    while start != end:
        if places[start].depth >= places[end].depth:
            start, edge = links[start]
            there.append(edge)
        else:
            end, edge = links[end]
            back.append(edge)
    return (*there, *reversed(back))
