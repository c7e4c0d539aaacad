"""Score: a derivation graph and the true history -> precision, recall and the like.

True histories are `truth.json` files, in a folder or one level down, each naming the articles beside it by
file name, with or without the ending:

    {"articles": {"a": {"kind": "orig"}, "b": {"kind": "summary", "parents": ["a"]}}}

    python benchmarks/scoring.py FOLDER graph.json
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from calibration import Claim, expected_error

ANY_KIND = frozenset({"copy", "update", "excerpt", "summary", "rewrite"})
ACCEPTED_KINDS = {
    "copy": frozenset({"copy"}),
    "revision": frozenset({"update"}),
    "excerpt": frozenset({"excerpt"}),
    "summary": frozenset({"summary"}),
    "rewrite": frozenset({"rewrite"}),
    "translationese": frozenset({"rewrite"}),
    "listicle": frozenset({"rewrite", "summary"}),
    "merge": ANY_KIND,
    "derived": ANY_KIND,
}
"""A kind in a truth.json -> what a graph may call it."""

Pair = tuple[str, str]
"""Two articles: (derived, source) where the way round matters, else in id order."""

Parents = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an article: how it was made, and from which."""

    kind: str
    parents: tuple[str, ...] = ()

    @property
    def independent(self) -> bool:
        """Whether it was written without any other article of the folder."""
        return self.kind in ("indep", "distractor")


Truth = dict[str, History]


@dataclass(frozen=True, slots=True)
class Edge:
    """A derivation that was found."""

    derived: str
    source: str
    kind: str
    known: bool = True
    """Whether the graph claims to know the way round."""
    confidence: float = math.nan
    direction_confidence: float = math.nan

    @property
    def pair(self) -> Pair:
        """The two ends, in id order."""
        return _pair(self.derived, self.source)


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall, F1; not a number where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Score:
    """How a graph compares with the truth.

    Attributes:
        articles: articles whose history is known.
        true_edges: derivations among them.
        found_edges: derivations the graph has between two of them.
        directed: edges with both ends and the way round right.
        undirected: edges with both ends right.
        related: pairs with a common ancestor, against pairs that the graph joins.
        false_edges: found between two articles without a common ancestor.
        false_touching_independent: those of them that touch an independent report or a distractor.
        kind: share of right kinds, of the edges whose ends are right.
        direction: share of right ways round, of the same; an unknown direction counts half.
        direction_known: share of right ways round, of those that claim to know it.
        share_known: how many of the edges whose ends are right claim to know the direction.
        roots: share of articles rightly called derived or underived.
        recall_by_kind: kind of the derived article -> (found either way round, there are).
        confidence_claims: confidence of each edge, and whether its ends have a common ancestor.
        direction_claims: direction confidence of each edge whose ends are right, and whether the way round is.
    """

    articles: int
    true_edges: int
    found_edges: int
    directed: Rates
    undirected: Rates
    related: Rates
    false_edges: int
    false_touching_independent: int
    kind: float
    direction: float
    direction_known: float
    share_known: float
    roots: float
    recall_by_kind: dict[str, tuple[int, int]]
    confidence_claims: tuple[Claim, ...] = ()
    direction_claims: tuple[Claim, ...] = ()

    def figures(self) -> dict[str, float]:
        """Return every figure with a name of its own, those that are not a number left out."""
        named: dict[str, float] = {
            f"{name} {letter}": value
            for name, rates in (
                ("directed", self.directed),
                ("undirected", self.undirected),
                ("related", self.related),
            )
            for letter, value in (("P", rates.precision), ("R", rates.recall), ("F1", rates.f1))
        }
        named |= {
            "kind": self.kind,
            "direction": self.direction,
            "direction known": self.direction_known,
            "share known": self.share_known,
            "roots": self.roots,
            "confidence error": expected_error(self.confidence_claims),
            "direction error": expected_error(self.direction_claims),
            "false edges": self.false_edges,
            "false touching independent": self.false_touching_independent,
        }
        return {name: value for name, value in named.items() if not math.isnan(value)}


def read_truth(folder: Path) -> Truth:
    """Return what the truth.json files in a folder and one level down say, by id below that folder."""
    truth: Truth = {}
    for file in sorted({*folder.glob("truth.json"), *folder.glob("*/truth.json")}):
        beside = file.parent
        ids: dict[str, str] = {}
        for path in sorted(beside.iterdir()):
            ids.setdefault(path.stem, path.relative_to(folder).as_posix())
        for path in beside.iterdir():
            ids[path.name] = path.relative_to(folder).as_posix()
        for name, entry in json.loads(file.read_text(encoding="utf-8"))["articles"].items():
            truth[ids[name]] = History(entry["kind"], tuple(ids[parent] for parent in entry.get("parents", ())))
    if not truth:
        raise FileNotFoundError(f"{folder}: no truth.json in it or one level down")
    return truth


def edges_of(graph: Mapping[str, Any]) -> list[Edge]:
    """Return the derivations of a parsed graph.json."""
    return [
        Edge(
            edge["derived"],
            edge["source"],
            edge.get("kind", ""),
            edge.get("direction", "known") != "unknown",
            edge.get("confidence", math.nan),
            edge.get("direction_confidence", math.nan),
        )
        for edge in graph["derivations"]
    ]


def score(truth: Truth, edges: Iterable[Edge]) -> Score:
    """Return how the edges compare with the truth; edges that leave the truth's articles do not count."""
    edges = [edge for edge in edges if edge.derived in truth and edge.source in truth]
    true_parents = {article: entry.parents for article, entry in truth.items()}
    true_ways = {(derived, source) for derived, sources in true_parents.items() for source in sources}
    true_pairs = {_pair(*way) for way in true_ways}
    true_related = _related(true_parents)

    ways = {(edge.derived, edge.source) for edge in edges if edge.known}
    pairs = {edge.pair for edge in edges}
    parents: dict[str, set[str]] = {article: set() for article in truth}
    for derived, source in ways:
        parents[derived].add(source)

    matched = [edge for edge in edges if edge.pair in true_pairs]
    known = [edge for edge in matched if edge.known]
    right_ways = sum((edge.derived, edge.source) in true_ways for edge in known)
    false = pairs - true_related
    return Score(
        articles=len(truth),
        true_edges=len(true_ways),
        found_edges=len(edges),
        directed=_rates(ways, true_ways),
        undirected=_rates(pairs, true_pairs),
        related=_rates(_related(parents) | pairs, true_related),
        false_edges=len(false),
        false_touching_independent=sum(truth[a].independent or truth[b].independent for a, b in false),
        kind=_share(sum(_kind_is_right(edge, truth) for edge in matched), len(matched)),
        direction=_share(right_ways + (len(matched) - len(known)) / 2, len(matched)),
        direction_known=_share(right_ways, len(known)),
        share_known=_share(len(known), len(matched)),
        roots=_share(sum(bool(parents[a]) == bool(true_parents[a]) for a in truth), len(truth)),
        recall_by_kind=_recall_by_kind(truth, true_ways, pairs),
        confidence_claims=_claims((edge.confidence, edge.pair in true_related) for edge in edges),
        direction_claims=_claims(
            (edge.direction_confidence, (edge.derived, edge.source) in true_ways) for edge in matched
        ),
    )


def _claims(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims that were made at all."""
    return tuple(claim for claim in claims if not math.isnan(claim[0]))


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


def _rates(found: set[Pair], true: set[Pair]) -> Rates:
    right = len(found & true)
    return Rates(_share(right, len(found)), _share(right, len(true)), _share(2 * right, len(found) + len(true)))


def _ancestors(article: str, parents: Parents) -> set[str]:
    """Everything the article goes back to, itself included; a circle in the graph does no harm."""
    reached, ahead = {article}, [article]
    while ahead:
        new = set(parents.get(ahead.pop(), ())) - reached
        reached |= new
        ahead.extend(new)
    return reached


def _related(parents: Parents) -> set[Pair]:
    """All pairs that go back to a common article."""
    descendants: dict[str, list[str]] = {}
    for article in sorted(parents):
        for ancestor in _ancestors(article, parents):
            descendants.setdefault(ancestor, []).append(article)
    return {pair for members in descendants.values() for pair in combinations(members, 2)}


def _kind_is_right(edge: Edge, truth: Truth) -> bool:
    """Say whether the kind fits the truly derived one of the two, whichever the edge calls derived."""
    derived = edge.derived if edge.source in truth[edge.derived].parents else edge.source
    return edge.kind in ACCEPTED_KINDS.get(truth[derived].kind, ())


def _recall_by_kind(truth: Truth, true_ways: set[Pair], pairs: set[Pair]) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for derived, source in sorted(true_ways):
        kind = truth[derived].kind
        found, there = counts.get(kind, (0, 0))
        counts[kind] = (found + (_pair(derived, source) in pairs), there + 1)
    return dict(sorted(counts.items()))


def main() -> None:
    """Print the score of a graph.json."""
    if len(sys.argv) != 3:
        sys.exit("usage: python benchmarks/scoring.py FOLDER graph.json")
    folder, graph = (Path(argument) for argument in sys.argv[1:])
    result = score(read_truth(folder), edges_of(json.loads(graph.read_text(encoding="utf-8"))))
    for name, value in result.figures().items():
        print(f"{name:<28}{value:g}" if isinstance(value, int) else f"{name:<28}{value:.3f}")
    for kind, (found, there) in result.recall_by_kind.items():
        print(f"{'recall of ' + kind:<28}{found}/{there}")


if __name__ == "__main__":
    main()
