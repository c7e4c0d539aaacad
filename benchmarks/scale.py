"""Scale: a number and a shape -> that many synthetic articles, scanned in a process of its own, and what it cost.

    python benchmarks/scale.py grow 20000 200000       time, memory and recall as a corpus grows
    python benchmarks/scale.py shapes 20000            awkward corpora against a plain one of the same bytes

The articles are those of `corpus.invent`, a chunk at a time so that a million need not be held at once; all chunks
speak one language of 40,000 words. A planted copy, update or rewrite is found where an edge joins it to its source,
and near where the two are in one family.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from minhash_news.model import Article, ArticleId

from corpus import Edge, Language, Newsroom, invent

CHUNK = 20_000
COPIES = 10_000
VARIED = 300
"""Copies that differ in so many words that few of their buckets are full: nearly all pairs of them are related."""
SENTENCES = 100_000
GIANT = 10_000_000
FOOTED = 0.3
FOOTER_WORDS = 40


def newsrooms(count: int, seed: int) -> Iterator[Newsroom]:
    """Give newsrooms of CHUNK articles and a last one of what is left, in one language, each with ids of its own."""
    words = Language(np.random.default_rng(seed)).words
    for part, begin in enumerate(range(0, count, CHUNK)):
        room = invent(min(CHUNK, count - begin), seed=1000 * seed + part, words=words)
        yield Newsroom(
            tuple(replace(article, id=_named(part, article.id)) for article in room.articles),
            tuple(
                replace(edge, derived=_named(part, edge.derived), source=_named(part, edge.source))
                for edge in room.edges
            ),
        )


def _named(part: int, name: str) -> ArticleId:
    return ArticleId(f"{part:03d}-{name}")


@dataclass(frozen=True)
class Shape:
    """Awkward articles to scan.

    Attributes:
        articles: made as they are asked for.
        planted: how many of them are made from one other.
    """

    articles: Iterable[Article]
    planted: int = 0


def shapes(count: int, seed: int) -> dict[str, Shape]:
    """Return awkward corpora, most of them with `count` plain articles among them."""
    plain = list(chain.from_iterable(room.articles for room in newsrooms(count, seed)))
    language = Language(np.random.default_rng(seed))
    footer = "\n\n" + " ".join(language.draw(FOOTER_WORDS)).capitalize() + "."
    first = plain[0]
    return {
        "a footer": Shape(
            replace(article, text=article.text + footer) if k % 10 < 10 * FOOTED else article
            for k, article in enumerate(plain)
        ),
        "exact copies": Shape(chain(plain, _copies(first)), COPIES),
        "one bucket": Shape(chain(plain, _near_copies(first, language, COPIES, changed=4)), COPIES),
        "varied copies": Shape(chain(plain, _near_copies(first, language, VARIED, changed=25)), VARIED),
        "a giant": Shape(chain(plain, [_giant(language)])),
        "one sentence": Shape(_sentences(language)),
    }


def _copies(article: Article) -> Iterator[Article]:
    return (replace(article, id=ArticleId(f"copy-{k:05d}"), published=None) for k in range(COPIES))


def _near_copies(article: Article, language: Language, copies: int, *, changed: int) -> Iterator[Article]:
    words = article.text.split(" ")
    for k in range(copies):
        copy = list(words)
        places = language.rng.integers(len(words), size=changed).tolist()
        for place, word in zip(places, language.draw(changed), strict=True):
            copy[place] = word
        yield replace(article, id=ArticleId(f"near-{k:05d}"), text=" ".join(copy), published=None)


def _giant(language: Language) -> Article:
    words = language.draw(GIANT // 6)
    sentences = [" ".join(words[k : k + 20]).capitalize() + "." for k in range(0, len(words), 20)]
    text = "\n\n".join(" ".join(sentences[k : k + 5]) for k in range(0, len(sentences), 5))
    return Article(ArticleId("giant"), text[:GIANT])


def _sentences(language: Language) -> Iterator[Article]:
    for k in range(SENTENCES):
        yield Article(ArticleId(f"one-{k:06d}"), " ".join(language.draw(18)).capitalize() + ".")


def written(articles: Iterable[Article], path: Path) -> int:
    """Write articles as JSON lines and return the bytes of their texts."""
    size = 0
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            size += len(article.text.encode())
            file.write(json.dumps({k: v for k, v in asdict(article).items() if v is not None}) + "\n")
    return size


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds by the clock and of the processors, and its greatest memory in GB."""

    wall: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.wall:.1f} s, {self.processor:.1f} s of processor, {self.memory:.2f} GB"


def scanned(corpus: Path, graph: Path) -> Cost:
    """Scan a corpus in a process of its own, from its start to graph.json."""
    command = [sys.executable, "-m", "minhash_news", "scan", str(corpus), "-o", str(graph), "-q"]
    began = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"scan of {corpus} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6)


def found(graph: Path, edges: Iterable[Edge]) -> dict[str, tuple[float, float]]:
    """Return for each kind the share of planted edges that the graph has, and that lie inside a family."""
    read = json.loads(graph.read_text(encoding="utf-8"))
    joined = {frozenset((edge["derived"], edge["source"])) for edge in read["derivations"]}
    family = {name: number for number, some in enumerate(read["families"]) for name in some["articles"]}
    hits = defaultdict(list)
    for edge in edges:
        near = family.get(edge.derived, -1) == family.get(edge.source, -2)
        hits[str(edge.kind)].append((frozenset((edge.derived, edge.source)) in joined, near))
    return {kind: tuple(np.mean(some, axis=0).tolist()) for kind, some in sorted(hits.items())}


def grow(counts: list[int], seed: int, folder: Path) -> None:
    """Print what corpora of these sizes cost, and how much of what was planted is found."""
    for count in counts:
        edges: list[Edge] = []

        def articles(edges: list[Edge] = edges, count: int = count) -> Iterator[Article]:
            for room in newsrooms(count, seed):
                edges.extend(room.edges)
                yield from room.articles

        size = written(articles(), folder / "grown.jsonl")
        cost = scanned(folder / "grown.jsonl", folder / "grown.json")
        print(f"{count} articles, {size / 1e6:.0f} MB: {cost}", flush=True)
        for kind, (direct, near) in found(folder / "grown.json", edges).items():
            print(f"  {kind}: {direct:.3f} found, {near:.3f} near", flush=True)


def awkward(count: int, seed: int, folder: Path) -> None:
    """Print what each awkward shape costs beside a plain corpus of the same bytes, and what was made of it."""
    for name, shape in shapes(count, seed).items():
        size = written(shape.articles, folder / "shape.jsonl")
        written(_plain(size, seed), folder / "plain.jsonl")
        plain = scanned(folder / "plain.jsonl", folder / "shape.json")
        cost = scanned(folder / "shape.jsonl", folder / "shape.json")
        graph = json.loads((folder / "shape.json").read_text(encoding="utf-8"))
        ratio, by_clock = cost.processor / plain.processor, cost.wall / plain.wall
        print(f"{name}, {size / 1e6:.0f} MB: {cost}; plain {plain}", flush=True)
        print(f"  {by_clock:.2f} times plain by the clock, {ratio:.2f} by the processor")
        print(f"  {len(graph['derivations'])} derivations, {shape.planted} planted; {graph['made_by']['limits']}")


def _plain(size: int, seed: int) -> Iterator[Article]:
    """Give articles of a plain corpus until their texts come to `size` bytes."""
    for article in chain.from_iterable(room.articles for room in newsrooms(size, seed)):
        yield article
        size -= len(article.text.encode())
        if size <= 0:
            return


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time scans of large and of awkward synthetic corpora.")
    parser.add_argument("what", choices=["grow", "shapes"])
    parser.add_argument("counts", type=int, nargs="+", help="articles; for shapes the first one counts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep corpus and graph here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        if arguments.what == "grow":
            grow(arguments.counts, arguments.seed, folder)
        else:
            awkward(arguments.counts[0], arguments.seed, folder)


if __name__ == "__main__":
    main()
