"""Measure: families poured into 20,000 stories -> false alarms, and the updates found among the stories.

One scan serves both. The families' figures should be what they are without the stories; an edge between a family and
a story is false. Among the stories, those of one day under one address are mostly updates of each other: silver, not
gold, so only consecutive ones that share much of their wording are asked for. And some pairs of stories were read
(docs/quality.md says how): which of them an edge joins is counted.
"""

from __future__ import annotations

import gzip
import itertools
import json
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

import numpy as np

from minhash_news.model import DerivationGraph, Kind
from minhash_news.normalize import normalize
from minhash_news.pipeline import scan
from minhash_news.reading import read
from minhash_news.settings import Settings
from minhash_news.shingle import jaccard, shingle
from minhash_news.timing import apart, spans

from cases import Measured, digest, edges_of, of_score
from scoring import Edge, Pair, read_truth, score

NEEDS = ("families-dev", "haystack-dev.jsonl.gz", "haystack-dev-updates.json")
"""What of the evaluation folder is measured here."""
ALIKE = 0.3
"""Two stories with this Jaccard similarity of word 3-shingles count as an update that has to be found."""
TO_THE_HAYSTACK = "edges to the haystack"
OF_ONE_BEAT = "derivations of one beat"
ONE_STORY, OTHER_STORIES = "read as one story, joined", "read as others, joined"
READ_PAIRS = Path(__file__).parent / "read_pairs.tsv"
"""Two stories by id, and what they are to each other: one `story`, common `background`, the same `event` or `topic`."""
WEEKS = 14 * 86400.0
"""A story this much older than another, in seconds, is rarely what that one was rewritten from: both follow a beat."""


def measure(evaluation: Path) -> Iterator[Measured]:
    """Give the figures of both cases, with and without dates."""
    families, stories, chains_file = (evaluation / name for name in NEEDS)
    corpus = read(families, stories)
    truth = read_truth(families)
    chains = json.loads(chains_file.read_text(encoding="utf-8"))
    pairs = alike(chains, texts_of(stories, {name for chain in chains for name in chain}))
    for use_dates, suffix in ((True, ""), (False, ", no dates")):
        began = time.perf_counter()
        graph = scan(corpus, Settings(use_dates=use_dates))
        taken = time.perf_counter() - began
        edges = edges_of(graph)
        row = of_score("haystack" + suffix, digest(families, stories), score(truth, edges), taken)
        across = sum((edge.derived in truth) != (edge.source in truth) for edge in _observed(edges, graph))
        figures = {TO_THE_HAYSTACK: across, OF_ONE_BEAT: weeks_apart(graph, set(truth)), **joined_as_read(edges)}
        yield replace(row, figures={**row.figures, **figures})
        yield Measured(
            "updates" + suffix,
            digest(stories, chains_file),
            sum(map(len, chains)),
            len(pairs),
            found_updates(chains, pairs, edges),
        )


def weeks_apart(graph: DerivationGraph, families: Set[str]) -> int:
    """Count the stories that are called anything but a copy of another from weeks before or after."""
    row = {node.id: number for number, node in enumerate(graph.articles)}
    edges = [edge for edge in graph.derivations if edge.kind is not Kind.COPY and edge.derived not in families]
    pairs = np.array([(row[edge.derived], row[edge.source]) for edge in edges], np.int32).reshape(-1, 2)
    return int(np.count_nonzero(apart(spans(node.published for node in graph.articles), pairs) >= WEEKS))


def joined_as_read(edges: Sequence[Edge]) -> dict[str, float]:
    """Return which share of the pairs that were read as one story an edge joins, and which of all others."""
    found = {frozenset((edge.derived, edge.source)) for edge in edges}
    joined: dict[bool, list[bool]] = {True: [], False: []}
    for line in READ_PAIRS.read_text(encoding="utf-8").splitlines():
        first, second, label = line.split("\t")
        joined[label == "story"].append(frozenset((first, second)) in found)
    return {name: sum(joined[one]) / len(joined[one]) for name, one in ((ONE_STORY, True), (OTHER_STORIES, False))}


def texts_of(stories: Path, wanted: set[str]) -> dict[str, str]:
    """Return the texts of some stories by id."""
    with gzip.open(stories, "rt", encoding="utf-8") as lines:
        records = map(json.loads, lines)
        return {record["id"]: record["text"] for record in records if record["id"] in wanted}


def alike(chains: Sequence[Sequence[str]], texts: Mapping[str, str]) -> list[Pair]:
    """Return the consecutive stories of one chain, the earlier first, that share much of their wording."""
    names = sorted(texts)
    words = normalize([texts[name] for name in names], workers=2)
    sets = {name: shingle(words.hashes(words.span(row)), size=3) for row, name in enumerate(names)}
    return [
        (before, after)
        for chain in chains
        for before, after in itertools.pairwise(chain)
        if jaccard(sets[before], sets[after]) >= ALIKE
    ]


def found_updates(chains: Sequence[Sequence[str]], pairs: Sequence[Pair], edges: Sequence[Edge]) -> dict[str, float]:
    """Return the share of pairs that edges inside their chain join, and of known ways round that follow the dates."""
    place = {name: (number, step) for number, chain in enumerate(chains) for step, name in enumerate(chain)}
    inside = [
        edge
        for edge in edges
        if edge.derived in place and edge.source in place and place[edge.derived][0] == place[edge.source][0]
    ]
    together = _groups(inside)
    joined = sum(before in together and together[before] == together.get(after) for before, after in pairs)
    known = [edge for edge in inside if edge.known]
    later = sum(place[edge.derived] > place[edge.source] for edge in known)
    figures = {"joined": joined / len(pairs), "share known": len(known) / len(inside) if inside else 0.0}
    return {**figures, "in dated order": later / len(known)} if known else figures


def _groups(edges: Sequence[Edge]) -> dict[str, str]:
    """Return for each article that an edge touches one that stands for all it is joined with."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for edge in edges:
        leader[find(edge.derived)] = find(edge.source)
    return {name: find(name) for name in leader}


def _observed(edges: Sequence[Edge], graph: DerivationGraph) -> list[Edge]:
    """Return the edges whose ends are both in the corpus."""
    there = {node.id for node in graph.articles if node.observed}
    return [edge for edge in edges if edge.derived in there and edge.source in there]
