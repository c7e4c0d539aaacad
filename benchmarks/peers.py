"""Compare: the same raw texts, this library and its peers, in one run -> time, memory, recall, precision.

    python benchmarks/peers.py                            1,000 to sign and 4,000 to pair, of a synthetic newsroom
    python benchmarks/peers.py --stories FILE.jsonl.gz    real texts in their place, where they are asked for
    python benchmarks/peers.py --write                    put the tables into docs/benchmarks.md

Installs nothing: `pip install -e '.[peers]'` brings what pip can; a peer that cannot be imported is left out, and said
to be. All are timed by turns, each in its own process; ratios within a table hold, seconds are of this machine.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import networkx as nx

import minhash_news as mn
from minhash_news.model import Kind

from bench import Timed, by_turns, newsroom, table, texts_of, where
from contenders import CONTENDERS, OURS, OURS_ALONE, Contender
from truth import Pair, Truth, truth

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / ".ci"))
from marked import fill  # noqa: E402 - a script of the repository, not of the package

PAGE = ROOT / "docs" / "benchmarks.md"
COMMAND = "make peers"
NEAR, FAR = 0.5, 0.1
"""The threshold of near-duplicates, and a lower one at which peers may look for rewrites."""
BY_NAME = {contender.name: contender for contender in CONTENDERS}
SCAN = "minhash_news, scan"


# ---- what is run in a process of its own ------------------------------------------------------------------


def sign(name: str, source: Path | int, count: int, most: int) -> int:
    """Sign the texts, or the first so many, and return how many it were."""
    texts = texts_of(source, count)[: min(most, BY_NAME[name].most)]
    made = BY_NAME[name].sign
    assert made is not None
    made(texts)
    return len(texts)


def pairs(name: str, source: Path | int, count: int, threshold: float) -> set[Pair]:
    """Return the near-duplicate pairs of the texts."""
    found = BY_NAME[name].pairs
    assert found is not None
    return found(texts_of(source, count), threshold)


def edges(count: int, most: int) -> set[Pair]:
    """Return the pairs that a scan of the newsroom, or of so many of its articles, joins."""
    articles = newsroom(count).articles[:most]
    place = {article.id: number for number, article in enumerate(articles)}
    joined = [
        (place[edge.derived], place[edge.source]) for edge in mn.scan(articles).derivations if edge.source in place
    ]
    return {(min(pair), max(pair)) for pair in joined}


# ---- the three comparisons --------------------------------------------------------------------------------


def signing(source: Path | int, count: int, rounds: int, contenders: Sequence[Contender]) -> str:
    """Return the table of raw texts to signatures."""
    names = [contender.name for contender in contenders if contender.sign]
    warm = {name: partial(sign, name, source, count, 20) for name in names}
    runs = by_turns({name: partial(sign, name, source, count, count) for name in names}, warm, rounds)
    size = {
        n: sum(len(text.encode()) for text in texts_of(source, count)[:n]) for n in {r.result for r in runs.values()}
    }
    ours = _per_text(runs[OURS_ALONE.name])
    rows = [
        [
            name,
            f"{run.result:,}",
            f"{run.wall / run.result * 1e6:,.1f}",
            f"{run.cpu / run.result * 1e6:,.1f}",
            f"{size[run.result] / run.wall / 1e6:,.1f}",
            f"{_per_text(run)[0] / ours[0]:,.2f}",
            f"{_per_text(run)[1] / ours[1]:,.2f}",
            f"{run.memory:,.0f}",
        ]
        for name, run in runs.items()
    ]
    heads = ["library", "texts", "µs a text", "CPU µs", "MB/s", "× ours, one thread", "the same, CPU", "MB more"]
    return table(heads, rows)


def _per_text(run: Timed) -> tuple[float, float]:
    return run.wall / run.result, run.cpu / run.result


def pairing(source: Path | int, count: int, rounds: int, contenders: Sequence[Contender]) -> str:
    """Return the table of raw texts to verified near-duplicate pairs."""
    names = [contender.name for contender in contenders if contender.pairs]
    jobs = {name: partial(pairs, name, source, count, NEAR) for name in names}
    runs = by_turns(jobs, jobs, rounds)
    exact = truth(texts_of(source, count), NEAR)
    said = (
        f"{count:,} texts; {len(exact.pairs):,} pairs have a Jaccard similarity of {NEAR} or more, by an exact join; "
        f"{len(exact.disputed)} more do under one definition of a word and not under the other, and do not count."
    )
    heads = ["library", "s", "CPU s", "× ours", "× ours, one thread", "MB more", "recall", "precision"]
    return f"{table(heads, [_pair_row(name, run, runs, exact) for name, run in runs.items()])}\n\n{said}"


def _pair_row(name: str, run: Timed, runs: Mapping[str, Timed], exact: Truth) -> list[str]:
    recall, precision = exact.score(run.result)
    ratios = [f"{run.wall / runs[ours.name].wall:.2f}" for ours in (OURS, OURS_ALONE)]
    return [
        name,
        f"{run.wall:.2f}",
        f"{run.cpu:.2f}",
        *ratios,
        f"{run.memory:,.0f}",
        f"{recall:.4f}",
        f"{precision:.4f}",
    ]


@dataclass(frozen=True, slots=True)
class Planted:
    """The edges of a newsroom as pairs, and which articles go back to one source."""

    edges: Mapping[Pair, Kind]
    family: Mapping[int, int]

    @classmethod
    def of(cls, count: int) -> Planted:
        """Return what was planted in the newsroom."""
        place = {article.id: number for number, article in enumerate(newsroom(count).articles)}
        true = [(place[edge.derived], place[edge.source], edge.kind) for edge in newsroom(count).edges]
        joined = nx.Graph([(derived, source) for derived, source, _ in true])
        family = {member: number for number, some in enumerate(nx.connected_components(joined)) for member in some}
        return cls({(min(a, b), max(a, b)): kind for a, b, kind in true}, family)

    def recall(self, found: set[Pair], kind: Kind) -> float:
        """Return the share of the planted edges of a kind that were found."""
        wanted = {pair for pair, its_kind in self.edges.items() if its_kind == kind}
        return len(wanted & found) / max(1, len(wanted))

    def precision(self, found: set[Pair]) -> float:
        """Return the share of the pairs that are of one family."""
        right = sum(self.family.get(a, -1) == self.family.get(b, -2) for a, b in found)
        return right / max(1, len(found))


def rewriting(count: int, rounds: int, contenders: Sequence[Contender]) -> str:
    """Return the table of a newsroom to its planted derivations, and how many there are."""
    names = [contender.name for contender in contenders if contender.pairs and contender != OURS_ALONE]
    ways = {f"{name}, from {NEAR}": partial(pairs, name, count, count, NEAR) for name in names}
    peers = [name for name in names if name != OURS.name]  # ours refuses what it cannot find surely
    ways |= {f"{name}, from {FAR}": partial(pairs, name, count, count, FAR) for name in peers}
    runs = by_turns({SCAN: partial(edges, count, count), **ways}, {SCAN: partial(edges, count, 200), **ways}, rounds)
    planted = Planted.of(count)
    rows = [
        [
            name,
            f"{run.wall:.2f}",
            f"{run.wall / runs[SCAN].wall:.2f}",
            f"{len(run.result):,}",
            *(
                f"{planted.recall(run.result, kind):.3f}"
                for kind in (Kind.COPY, Kind.UPDATE, Kind.EXCERPT, Kind.REWRITE)
            ),
            f"{planted.precision(run.result):.3f}",
        ]
        for name, run in runs.items()
    ]
    heads = ["library", "s", "× scan", "pairs", "copies", "updates", "excerpts", "rewrites", "in one family"]
    return f"{table(heads, rows)}\n\n{count:,} articles, {len(planted.edges):,} planted derivations."


def main() -> None:
    """Run the comparisons and print them."""
    parser = argparse.ArgumentParser(description="Time this library and its peers on the same texts.")
    parser.add_argument("--stories", type=Path, help="a .jsonl[.gz] of texts in place of the synthetic newsroom")
    parser.add_argument("--sign", type=int, default=1000, help="texts to sign (1000)")
    parser.add_argument("--pair", type=int, default=4000, help="texts to pair (4000)")
    parser.add_argument("--scan", type=int, default=1000, help="articles of the newsroom to scan (1000)")
    parser.add_argument("--rounds", type=int, default=5, help="of which the median counts (5)")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    chosen = parser.parse_args()
    here = [contender for contender in CONTENDERS if contender.installed]
    absent = [contender for contender in CONTENDERS if not contender.installed]
    source = chosen.stories or max(chosen.sign, chosen.pair)
    parts = {
        "signing": partial(signing, source, chosen.sign, chosen.rounds, here),
        "pairs": partial(pairing, source, chosen.pair, chosen.rounds, here),
        "rewrites": partial(rewriting, chosen.scan, chosen.rounds, here),
        "where": partial(measured_where, here, absent, chosen.rounds, source),
    }
    for name, part in parts.items():
        text = part()
        print(f"\n{name}\n\n{text}", flush=True)
        if chosen.write:
            fill(PAGE, name, text, COMMAND)


def packages(contenders: Sequence[Contender]) -> list[str]:
    """Return what they are called as packages, ours left out."""
    return sorted({contender.needs[0].replace("_", "-") for contender in contenders} - {"minhash-news"})


def measured_where(here: Sequence[Contender], absent: Sequence[Contender], rounds: int, source: Path | int) -> str:
    """Return on what, with what and without what it was measured."""
    texts = "a synthetic newsroom" if isinstance(source, int) else f"`{source.name}`"
    left_out = f" Not installed, and so left out: {', '.join(packages(absent))}." if absent else ""
    measured = where("minhash-news", *packages(here))
    return f"{measured} Medians of {rounds} rounds; signed and paired: texts of {texts}.{left_out}"


if __name__ == "__main__":
    main()
