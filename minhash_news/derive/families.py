"""Derive: the relations within some families -> their derivations."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from minhash_news.arrays import CorpusWords, Relations
from minhash_news.derive.direction import (
    PROFILE,
    Evidence,
    Profiles,
    date_evidence,
    fixed,
    profile,
    signs,
    weigh_wording,
)
from minhash_news.derive.grounds import Edge, grounds
from minhash_news.derive.kinds import makeup, name_kind
from minhash_news.derive.orient import orient
from minhash_news.derive.passages import passages
from minhash_news.derive.rewording import rewording
from minhash_news.derive.skeleton import next_to_each_other, skeleton
from minhash_news.derive.style import Manner, manner
from minhash_news.derive.unobserved import INFERRED, Agencies, by_agency, common_wire, named_as, to_the_absent
from minhash_news.kernels.components import components
from minhash_news.model import (
    Article,
    Derivation,
    Direction,
    Kind,
    same_outlet,
)
from minhash_news.timing import Appearances, time_between

KNOWN = 0.6
"""A direction at least this probable is called known."""
RELATED = 0.5
"""From this probability two texts are taken to be related, and matching sentences are shown."""
UNSURE = 0.02
"""Added to the probability and to that of the opposite, so that neither is surer than 51 to 1."""
MOST_COMPILED = 2.5
"""Log-odds that two texts being unrelated give at most; a second source costs `orient.MERGE`."""
OWN_SENTENCES, EXPLAINED = 0.04, 0.04
"""Siblings of an absent wire story: each has this share of sentences that the other does not explain, and the other
explains this share of it."""


Marginals = dict[tuple[int, int], float]
"""(source, derived) -> probability of that way round."""


@dataclass(frozen=True)
class _Pair:
    """One edge of the skeleton, as measured; evidence speaks for the first being derived from the second.

    `time` is what `timing.time_between` gives.
    """

    row: int
    first: int
    second: int
    evidence: Evidence
    time: float
    profiles: Profiles


class MeasuredPairs:
    """The pairs of related articles, each measured when it is first asked for."""

    def __init__(
        self, articles: Sequence[Article], words: CorpusWords, relations: Relations, appeared: Appearances | None
    ) -> None:
        self.manners: dict[int, Manner] = {}
        self._articles, self._words, self._relations = articles, words, relations
        self._time = time_between(appeared, relations.pairs).tolist() if appeared else None
        self._row_of = {(first, second): row for row, (first, second) in enumerate(relations.pairs.tolist())}
        self._measured: dict[int, _Pair] = {}

    def __getitem__(self, row: int) -> _Pair:
        if row not in self._measured:
            for article in self._relations.pairs[row].tolist():
                if article not in self.manners:
                    self.manners[article] = manner(self._articles[article], self._words, article)
            self._measured[row] = self._measure(row)
        return self._measured[row]

    def witness(self, derived: int, source: int) -> Evidence:
        """Return the evidence for an article being derived from another."""
        evidence = self[self._row_of[min(derived, source), max(derived, source)]].evidence
        return evidence if derived < source else -evidence

    def _measure(self, row: int) -> _Pair:
        first, second = (int(k) for k in self._relations.pairs[row])
        one, other = self._articles[first], self._articles[second]
        profiles = (profile(self._words, first, second), profile(self._words, second, first))
        dates, time = (date_evidence(one, other), self._time[row]) if self._time else (0.0, 0.0)
        manners = self.manners[first], self.manners[second]
        wording = weigh_wording(signs(*manners, profiles))
        put_in = rewording(self._words, first, second)
        evidence = Evidence(wording, fixed(one, other, manners, profiles, put_in), dates)
        return _Pair(row, first, second, evidence, time, profiles)


def derive_families(
    articles: Sequence[Article],
    words: CorpusWords,
    relations: Relations,
    agencies: Agencies | None,
    *,
    use_dates: bool,
    min_confidence: float,
) -> list[Derivation]:
    """Return the derivations among articles that are related to no others.

    Args:
        articles: whole families, in the order of their ids.
        words: theirs, weighed by the corpus.
        relations: among them; of each family all that were measured.
        agencies: of the corpus; None where there is no corpus and two texts are compared as they are. Of a corpus,
            lone pairs and joints of families have to be surer than others, and a wire story that is not there is
            inferred where two texts point to it.
        use_dates: as evidence.
        min_confidence: of a derivation.
    """
    appeared = Appearances.of(articles, agencies.stories if agencies else None) if use_dates else None
    pairs_of = MeasuredPairs(articles, words, relations, appeared)
    witness = pairs_of.witness
    rows = skeleton(
        relations,
        next_to_each_other(words, witness),
        witness,
        min_probability=min_confidence,
        cautious=agencies is not None,
    )
    pairs = [pairs_of[row] for row in rows]
    marginals = _oriented(pairs, relations.probabilities(min_confidence))
    derivations = []
    siblings: dict[str, list[_Pair]] = {}
    for pair in pairs:
        wire = _absent_wire(articles, agencies, pair) if agencies and min_confidence <= INFERRED else ""
        if wire:
            siblings.setdefault(wire, []).append(pair)
        else:
            derivations.append(_derivation(articles, words, relations, pairs_of.manners, pair, marginals))
    for wire, of_one_wire in by_agency(siblings):
        for family in _families(of_one_wire):
            derivations += _siblings(articles, family, wire)
    return derivations


def _oriented(pairs: Sequence[_Pair], related: Mapping[tuple[int, int], float]) -> Marginals:
    """Return the probability of each way round, (source, derived) -> probability; families are oriented one by one."""
    marginals: Marginals = {}
    for family in _families(pairs):
        marginals.update(_family_oriented(family, related))
    return marginals


def _families(pairs: Sequence[_Pair]) -> list[list[_Pair]]:
    """Part the edges by what hangs together."""
    ends = np.array([(pair.first, pair.second) for pair in pairs], np.int32).reshape(-1, 2)
    label = components(ends, int(ends.max(initial=-1)) + 1)
    families: dict[int, list[_Pair]] = {}
    for pair in pairs:
        families.setdefault(int(label[pair.first]), []).append(pair)
    return list(families.values())


def _family_oriented(pairs: Sequence[_Pair], related: Mapping[tuple[int, int], float]) -> Marginals:
    def collider(a: int, _: int, b: int) -> float:
        p = related.get((min(a, b), max(a, b)), 0.0)
        odds = (p + UNSURE) / (1 + UNSURE - p)
        return min(MOST_COMPILED, -math.log(odds))

    tree: dict[int, dict[int, float]] = {}
    for pair in pairs:
        tree.setdefault(pair.second, {})[pair.first] = pair.evidence.total
        tree.setdefault(pair.first, {})[pair.second] = -pair.evidence.total
    return orient(tree, collider)


def _derivation(
    articles: Sequence[Article],
    words: CorpusWords,
    relations: Relations,
    manners: Mapping[int, Manner],
    pair: _Pair,
    marginals: Mapping[tuple[int, int], float],
) -> Derivation:
    first_is_derived = marginals[pair.second, pair.first] >= 0.5
    derived, source = (pair.first, pair.second) if first_is_derived else (pair.second, pair.first)
    evidence = pair.evidence if first_is_derived else -pair.evidence
    indistinct = evidence.total == 0 and words.are_equal(derived, source)
    marginal = 0.5 if indistinct else marginals[source, derived]  # of equal texts any may stand in the middle of a star
    profiles = pair.profiles if first_is_derived else pair.profiles[::-1]
    probability = float(relations.probability[pair.row])
    kind = name_kind(
        makeup(relations.measures[pair.row], profiles, first_is_derived=first_is_derived),
        is_update=manners[derived].update_note not in ("", manners[source].update_note),
        same_outlet=same_outlet(articles[derived], articles[source]),
    )
    aligned, coverage = passages(words, derived, source, related=probability >= RELATED)
    edge = Edge(
        articles[derived],
        articles[source],
        derived,
        source,
        probability,
        pair.time,
        relations.measures[pair.row],
        evidence,
        (manners[derived], manners[source]),
        marginal,
    )
    return Derivation(
        derived=articles[derived].id,
        source=articles[source].id,
        kind=kind,
        confidence=round(probability, 4),
        direction=Direction.KNOWN if marginal >= KNOWN else Direction.UNKNOWN,
        direction_confidence=round(marginal, 4),
        coverage=coverage,
        grounds=grounds(edge, words),
        passages=aligned,
    )


def _absent_wire(articles: Sequence[Article], agencies: Agencies, pair: _Pair) -> str:
    """Return the agency that two articles share without either deriving from the other, or ""."""
    least = dict(zip(PROFILE, np.minimum(*pair.profiles), strict=True))
    if least["sentences of its own"] < OWN_SENTENCES or least["explained"] < EXPLAINED:
        return ""
    return common_wire(articles[pair.first], articles[pair.second], agencies)


def _siblings(articles: Sequence[Article], pairs: Sequence[_Pair], wire: str) -> Iterator[Derivation]:
    """Yield the edges from siblings that hang together to the story of an agency that is not in the corpus."""
    siblings = dict.fromkeys(member for pair in pairs for member in (pair.first, pair.second))
    source = f"{wire}:{min(articles[member].id for member in siblings)}"
    others = "another text" if len(siblings) == 2 else f"{len(siblings) - 1} other texts"
    named = {member: named_as(articles[member], wire) for member in siblings}
    for member in siblings:
        says = (
            f"It and {others} credit “{named[member]}”"
            if named[member]
            else f"It is an agency's, by {others} that of “{next(filter(None, named.values()))}”"
        )
        says += ", whose story is not in the corpus, and each has parts that another lacks."
        yield to_the_absent(articles[member].id, source, Kind.COPY, "common wire credit", says)
