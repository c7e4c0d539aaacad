"""Choose: derivation graph -> one article of each set of copies, and why each other one goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import inf, prod

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


def dedup(graph: DerivationGraph, *, policy: str = "origin", kinds: Iterable[str] | None = None) -> Deduplication:
    """Return which articles of a graph to keep, one for each set of copies.

    Args:
        graph: what `scan` returns, or a graph.json read back.
        policy: `origin` keeps what the others of a set were made from, `latest` the last update of that, `longest`
            the one with the most words.
        kinds: the kinds of derivation that make two articles the same; None for copies alone, with `latest` for
            copies and updates.

    An article goes if it derives from another one that is in the corpus, by derivations of these kinds only: what was
    also made from something else has more to it and stays. Independent reports stay, and so do two reprints of a story
    that is not in the corpus, for each has parts that the other lacks. Where it is unknown which of two came first,
    the one with the earlier date counts as the source; where dates do not tell, the one whose id comes first.

    Raises:
        SettingsError: no such policy or kind; no kinds; `latest` without updates.
    """
    chosen, counted = _policy(policy), _kinds(policy, kinds)
    nodes = {node.id: node for node in graph.articles if node.observed}
    links = _without_circles(_links(graph, nodes, counted), nodes)
    chains = {name: _chain(name, links) for name in nodes}
    sets: dict[ArticleId, list[ArticleId]] = {}
    for name in sorted(nodes):
        sets.setdefault(_end(name, chains[name]), []).append(name)
    stays = {root: _stays(chosen, root, members, chains, nodes) for root, members in sets.items()}
    dropped = [
        Dropped(name, stays[root], _way(chains[name], chains[stays[root]]))
        for root, members in sets.items()
        for name in members
        if name != stays[root]
    ]
    return Deduplication(chosen, counted, tuple(sorted(stays.values())), tuple(sorted(dropped, key=lambda one: one.id)))


def check(policy: str, kinds: Iterable[str] | None) -> None:
    """Raise what `dedup` would raise, before there is a graph."""
    _kinds(_policy(policy), kinds)


def _policy(policy: str) -> Policy:
    try:
        return Policy(policy)
    except ValueError as error:
        raise SettingsError(f"policy is {policy!r}; take one of {', '.join(Policy)}") from error


def _kinds(policy: str, kinds: Iterable[str] | None) -> tuple[Kind, ...]:
    latest = policy == Policy.LATEST
    if kinds is None:
        return (Kind.COPY, Kind.UPDATE) if latest else (Kind.COPY,)
    try:
        asked = {Kind(kind) for kind in kinds}
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
    return {
        derived: min(links, key=lambda link: (-link[1].confidence, -link[1].coverage.derived, link[0]))
        for derived, links in found.items()
        if derived not in more_to_it
    }


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
        way: list[ArticleId] = []
        at = start
        while at in kept and at not in done and at not in way:
            way.append(at)
            at = kept[at][0]
        if at in way:
            circle = way[way.index(at) :]
            del kept[min(circle, key=lambda name: (_span(nodes[name])[1], name))]
        done.update(way)
    return kept


def _chain(name: ArticleId, links: Mapping[ArticleId, Link]) -> tuple[Link, ...]:
    chain = []
    while name in links:
        chain.append(links[name])
        name = links[name][0]
    return tuple(chain)


def _end(name: ArticleId, chain: Sequence[Link]) -> ArticleId:
    return chain[-1][0] if chain else name


def _stays(
    policy: Policy,
    root: ArticleId,
    members: Sequence[ArticleId],
    chains: Mapping[ArticleId, Sequence[Link]],
    nodes: Mapping[ArticleId, Node],
) -> ArticleId:
    """Return the article of a set that is kept."""
    if policy is Policy.LONGEST:
        return min(members, key=lambda name: (-nodes[name].words, len(chains[name]), name))
    if policy is Policy.LATEST:
        versions = [name for name in members if all(edge.kind is Kind.UPDATE for _, edge in chains[name])]
        return min(versions, key=lambda name: (-_when(name, chains[name], nodes), -len(chains[name]), name))
    return root


def _when(name: ArticleId, chain: Sequence[Link], nodes: Mapping[ArticleId, Node]) -> float:
    """Return when a version appeared; one without a date counts as of the time of the one before."""
    for version in (name, *(source for source, _ in chain)):
        if nodes[version].published:
            return _span(nodes[version])[0]
    return -inf


def _way(down: Sequence[Link], up: Sequence[Link]) -> tuple[Derivation, ...]:
    """Return the edges from one article of a set to another, given the chains of both to the root."""
    there, back = [edge for _, edge in down], [edge for _, edge in up]
    while there and back and there[-1] == back[-1]:
        there.pop()
        back.pop()
    return (*there, *reversed(back))
