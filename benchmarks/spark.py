"""Beyond one machine: synthetic articles -> what the scan on Spark costs, stage by stage, and whether it answers alike.

    python benchmarks/spark.py grow 20000 100000           seconds and bytes shuffled of each stage
    python benchmarks/spark.py skew 20000                  one text a third of the corpus; a footer under half of it
    python benchmarks/spark.py kill 20000                  an executor dies at signing, another at verification
    python benchmarks/spark.py scan CORPUS --like GRAPH    a corpus that is there, against graph.json of `scan`

The articles are those of `scale.py`, written as Parquet. Everything runs on this machine, in a driver of MEMORY.
"""

from __future__ import annotations

import argparse
import contextlib
import filecmp
import hashlib
import json
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.parquet as pq

from minhash_news.cli.spark import SMALL
from minhash_news.model import Article
from minhash_news.spark import scan, session

from corpus import Edge, Language
from scale import CHUNK, FOOTER_WORDS, found, newsrooms, scanned

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT), str(ROOT / ".ci")]

from tests.engines import CLUSTER, Killer  # noqa: E402

from marked import fill  # noqa: E402 - a script of the repository, not of the package

PAGE = ROOT / "docs" / "scale.md"
CORES = 2
MASTER = f"local[{CORES},4]"
MEMORY = "2g"
NODES, CORES_OF_A_NODE = 32, 16
"""The cluster of the model."""
COLUMNS = ("id", "title", "text", "published", "outlet", "author", "url")
SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])


def written(articles: Iterable[Article], folder: Path) -> int:
    """Write articles as Parquet files of CHUNK rows and return how many there are."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows, count = [], 0
    for article in chain(articles, [None]):
        if rows and (article is None or len(rows) == CHUNK):
            pq.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / f"part-{count:09d}.parquet")
            count += len(rows)
            rows = []
        if article is not None:
            rows.append({name: getattr(article, name) for name in COLUMNS})
    return count


@dataclass
class Cost:
    """What a scan took: seconds of each stage, of the clock and of all processors, bytes shuffled, kept and spilled."""

    seconds: dict[str, float]
    processor: dict[str, float]
    shuffled: dict[str, int]
    kept: int
    spilled: int = 0

    @property
    def total(self) -> float:
        """Seconds from the first stage to the written graph."""
        return sum(self.seconds.values())


class Meter(threading.Thread):
    """Adds up what this process and all that it starts, itself or through others, take of the processors.

    It looks on, for what a process has taken that ended is not always known to who started it.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.over = False
        self._taken: dict[tuple[int, float], float] = {}

    def run(self) -> None:
        """Look every half second."""
        while not self.over:
            self.seconds()
            time.sleep(0.5)

    def seconds(self) -> float:
        """Look, and return the processor time of all processes that have been seen."""
        here = psutil.Process()
        for process in [here, *here.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                times = process.cpu_times()
                self._taken[process.pid, process.create_time()] = times.user + times.system
        return sum(self._taken.values())


def run(corpus: Path, output: Path, *, master: str = MASTER, killing: tuple[str, ...] = ()) -> Cost:
    """Scan a corpus on Spark and write the graph; an executor dies at each stage that is named."""
    shutil.rmtree(output, ignore_errors=True)
    log = output / "events"
    log.mkdir(parents=True)
    began: list[tuple[str, float, float]] = []

    def begin(stage: str) -> None:
        began.append((stage, time.time(), meter.seconds()))
        print(f"{began[-1][1] - began[0][1]:7.0f} s {stage}", file=sys.stderr, flush=True)

    meter = Meter()
    meter.start()
    killer = Killer(0, [output / "stages" / name / "_temporary" for name in killing])
    with session(master=master, conf=_conf(log)) as spark:
        killer.start()
        columns = ", ".join(f"{name} string" for name in COLUMNS)  # told, for Spark would read JSON once to find them
        reader = spark.read.parquet if corpus.is_dir() else spark.read.schema(columns).json
        graph = scan(
            spark,
            reader(str(corpus)),
            folder=str(output / "stages"),
            progress=begin,
        )
        begin("graph")
        graph.write(str(output))
        (output / "limits.json").write_text(json.dumps(graph.limits))
        if graph.articles.count() <= SMALL:
            graph.collect().write(output / "graph.json")
        begin("end")
    killer.over = meter.over = True
    if len(killer.killed) != len(killing):
        raise SystemExit(f"asked to end an executor at {killing}, ended one at {killer.killed}")
    kept = sum(file.stat().st_size for file in (output / "stages").rglob("*") if file.is_file())
    return _cost(began, log, kept)


def _conf(log: Path) -> dict[str, str]:
    """Return the settings of a session on this machine that writes its events into a folder."""
    return {
        "spark.driver.memory": MEMORY,
        "spark.eventLog.enabled": "true",
        "spark.eventLog.dir": log.as_uri(),
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.log.level": "ERROR",
        "spark.network.timeout": "3600s",  # a machine that stood still for a while is not dead
        "spark.executor.heartbeatInterval": "600s",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


def _cost(began: list[tuple[str, float, float]], log: Path, kept: int) -> Cost:
    """Read what was shuffled out of Spark's event log; a task belongs to the stage in whose time it ended."""
    names, starts, processor = zip(*began, strict=True)
    seconds, taken = (dict(zip(names, np.diff(times).tolist(), strict=False)) for times in (starts, processor))
    cost = Cost(seconds, taken, defaultdict(int), kept)
    for file in log.iterdir():
        with file.open(encoding="utf-8") as lines:
            for event in map(json.loads, lines):
                if event["Event"] != "SparkListenerTaskEnd" or not event.get("Task Metrics"):
                    continue
                at = int(np.searchsorted(starts, event["Task Info"]["Finish Time"] / 1000)) - 1
                metrics = event["Task Metrics"]
                cost.shuffled[names[max(0, at)]] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                cost.spilled += metrics["Disk Bytes Spilled"]
    return cost


def table(cost: Cost, count: int) -> Iterator[str]:
    """Yield a line for each stage, and for a million articles like these."""
    million = 1e6 / count
    yield f"{count:,} articles:\n"
    yield "| stage | s | processor s | s a million | MB shuffled | MB a million |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    for name in [*cost.seconds, "all"]:
        seconds, taken, size = (
            sum(some.values()) if name == "all" else some.get(name, 0)
            for some in (cost.seconds, cost.processor, cost.shuffled)
        )
        yield (
            f"| {name} | {seconds:.1f} | {taken:.1f} | {seconds * million:,.0f} "
            f"| {size / 1e6:,.1f} | {size / 1e6 * million:,.0f} |"
        )
    yield f"\nStages kept: {cost.kept / 1e6:,.0f} MB. Spilled to disk: {cost.spilled / 1e6:,.0f} MB."


def model(cost: Cost, count: int) -> Iterator[str]:
    """Yield what more articles would take, were every stage to grow as their number does."""
    yield f"\nWere every stage to grow as the number of articles, from the {count:,} on:\n"
    shuffled, kept = sum(cost.shuffled.values()), cost.kept
    cluster = f"{NODES} nodes of {CORES_OF_A_NODE} cores"
    yield f"| articles | hours of a core | hours on {cluster} | TB shuffled | TB of stages kept |"
    yield "| ---: | ---: | ---: | ---: | ---: |"
    for power in (8, 9):
        times = 10**power / count
        hours = cost.total * CORES * times / 3600
        on_nodes = hours / NODES / CORES_OF_A_NODE
        yield (
            f"| 10^{power} | {hours:,.0f} | {on_nodes:,.1f} | {shuffled * times / 1e12:,.1f} "
            f"| {kept * times / 1e12:,.1f} |"
        )


def alike(graph: Path, output: Path) -> str:
    """Say how graph.json of `scan` differs from what Spark wrote: of few articles graph.json too, of many tables."""
    on_spark = output / "graph.json"
    if on_spark.exists() and filecmp.cmp(graph, on_spark, shallow=False):
        return "the same bytes of graph.json"
    (one, limits), other = _edges_and_limits(graph), _edges(output)
    others = json.loads((output / "limits.json").read_text())
    common = one.keys() & other.keys()
    differing = sum(one[key] != other[key] for key in common)
    return (
        f"{len(one):,} and {len(other):,} edges, {len(common):,} in both, {differing:,} of these differ in anything; "
        + ("the same limits" if limits == others else f"limits {limits} and {others}")
    )


Digests = dict[tuple[str, str], bytes]
"""(derived, source) -> a hash of all that is said of the edge."""


def _edges(output: Path) -> Digests:
    """Return the derivations in the tables of a scan on Spark."""
    found = {}
    for batch in pq.ParquetDataset(output / "derivations").fragments:
        for edge in batch.to_table().to_pylist():
            found[edge["derived"], edge["source"]] = _digest(edge)
    return found


def _edges_and_limits(graph: Path) -> tuple[Digests, object]:
    """Return the derivations in graph.json, and its limits; it is read a line at a time, for it may be large."""
    found, limits = {}, None
    with graph.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith('  "made_by": '):
                limits = json.loads("{" + line.rstrip(",\n") + "}")["made_by"]["limits"]
            elif line.startswith('    {"derived": '):
                edge = json.loads(line.rstrip(",\n"))
                found[edge["derived"], edge["source"]] = _digest(edge)
    return found, limits


def _digest(edge: object) -> bytes:
    return hashlib.blake2b(json.dumps(edge, sort_keys=True).encode(), digest_size=16).digest()


def grow(counts: list[int], seed: int, folder: Path, *, one_machine: bool) -> Iterator[str]:
    """Yield what corpora of these sizes cost, how much of what was planted is found, and what `scan` says."""
    for count in counts:
        edges: list[Edge] = []

        def articles(edges: list[Edge] = edges, count: int = count) -> Iterator[Article]:
            for room in newsrooms(count, seed):
                edges.extend(room.edges)
                yield from room.articles

        written(articles(), folder / "grown")
        cost = run(folder / "grown", folder / "spark")
        yield from table(cost, count)
        shares = found(folder / "spark" / "graph.json", edges)
        yield "Planted and found: " + ", ".join(f"{kind} {direct:.3f}" for kind, (direct, _) in shares.items()) + "."
        if one_machine:
            on_one = scanned(folder / "grown", folder / "scan.json")
            difference = alike(folder / "scan.json", folder / "spark")
            yield f"`scan` took {on_one.wall:.0f} s, Spark {cost.total / on_one.wall:.2f} times that; {difference}.\n"
    yield from model(cost, counts[-1])


def skew(count: int, seed: int, folder: Path) -> Iterator[str]:
    """Yield what skewed corpora cost beside a plain one of as many articles."""
    plain = list(chain.from_iterable(room.articles for room in newsrooms(count, seed)))
    language = Language(np.random.default_rng(seed))
    footer = "\n\n" + " ".join(language.draw(FOOTER_WORDS)).capitalize() + "."
    text = plain[0].text
    shapes = {
        "plain": plain,
        "a third is one text": [replace(one, text=text) if k % 3 == 0 else one for k, one in enumerate(plain)],
        "half share a footer": [replace(one, text=one.text + footer) if k % 2 else one for k, one in enumerate(plain)],
    }
    yield f"| {count:,} articles | s | times plain | processor s | times plain | most of that at | beside `scan` |"
    yield "| --- | ---: | ---: | ---: | ---: | --- | --- |"
    first = None
    for name, articles in shapes.items():
        written(articles, folder / "skewed")
        cost = run(folder / "skewed", folder / "spark")
        first = first or cost
        taken, plainly = sum(cost.processor.values()), sum(first.processor.values())
        most = max(cost.processor, key=lambda stage: cost.processor[stage] - first.processor[stage])
        scanned(folder / "skewed", folder / "scan.json")
        difference = alike(folder / "scan.json", folder / "spark")
        yield (
            f"| {name} | {cost.total:.0f} | {cost.total / first.total:.2f} "
            f"| {taken:.0f} | {taken / plainly:.2f} | {most if cost is not first else ''} | {difference} |"
        )


def kill(count: int, seed: int, folder: Path) -> Iterator[str]:
    """Yield whether the answer is the same when an executor dies at signing and one at verification."""
    written(chain.from_iterable(room.articles for room in newsrooms(count, seed)), folder / "grown")
    scanned(folder / "grown", folder / "scan.json")
    stages = ("signatures", "relations")
    cost = run(folder / "grown", folder / "spark", master=CLUSTER, killing=stages)
    difference = alike(folder / "scan.json", folder / "spark")
    yield f"{count:,} articles on `{CLUSTER}`, one of two executors killed at each of {stages}: {cost.total:.0f} s,"
    yield f"{difference}."


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Time scans of synthetic corpora on Spark.")
    parser.add_argument("what", choices=["grow", "skew", "kill", "scan"])
    parser.add_argument("given", nargs="+", help="numbers of articles; for scan a corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep corpus, stages and graphs here")
    parser.add_argument("--spark-only", action="store_true", help="let grow leave out the scan on one machine")
    parser.add_argument("--like", type=Path, help="for scan: graph.json to compare with")
    parser.add_argument("--took", type=float, help="for scan: seconds that `scan` took of the same corpus")
    parser.add_argument("--write", action="store_true", help="put what was measured into docs/scale.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = (arguments.folder or Path(temporary)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        lines = []
        for line in _measured(arguments, folder):
            print(line, flush=True)
            lines.append(line)
    if arguments.write:
        section = "grow" if arguments.what == "scan" else arguments.what
        fill(PAGE, section, "\n".join(lines), f"python benchmarks/spark.py {arguments.what}")


def _measured(arguments: argparse.Namespace, folder: Path) -> Iterator[str]:
    if arguments.what == "scan":
        cost = run(Path(arguments.given[0]).resolve(), folder / "spark")
        count = pq.ParquetDataset(folder / "spark" / "stages" / "articles").read(["number"]).num_rows
        yield from table(cost, count)
        if arguments.like:
            yield alike(arguments.like, folder / "spark")
        if arguments.took:
            yield f"`scan` took {arguments.took:,.0f} s, Spark {cost.total / arguments.took:.2f} times that."
        yield from model(cost, count)
        return
    counts = [int(count) for count in arguments.given]
    if arguments.what == "grow":
        yield from grow(counts, arguments.seed, folder, one_machine=not arguments.spark_only)
    else:
        yield from {"skew": skew, "kill": kill}[arguments.what](counts[0], arguments.seed, folder)


if __name__ == "__main__":
    main()
