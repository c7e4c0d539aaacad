"""Archive: a number -> what an archive of that many synthetic articles costs, and what it survives.

    python benchmarks/archive.py size 200000          load, bytes, traces, single additions
    python benchmarks/archive.py kill 100             a writer killed so many times, two readers beside it
    python benchmarks/archive.py damage 1000          files and logs truncated, with flipped bytes, zeros, garbage

The articles are those of `scale.newsrooms`. A planted source is found where a trace of the derived article names the
two together; `scale.py grow` says the same of a scan.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

import minhash_news as mn
from minhash_news.archive import tracing
from minhash_news.model import Article, ArticleId
from minhash_news.settings import Settings

from corpus import Edge
from scale import newsrooms, written

TRACES = 1000
SINGLE = 4500
"""Single additions: so many that the rows of recent postings move into the tree once."""
PAGE = 4096
TOGETHER = 25
"""Damaged files that one process looks at."""
PATIENCE = 600
"""Seconds without an answer after which such a process counts as hung."""
ENDINGS = ("", "-wal", "-shm")
"""Of the files of an archive that is open."""
WAYS = ("truncated", "bytes flipped", "a page of zeros", "garbage")


def size(count: int, seed: int, folder: Path) -> None:
    """Print what it takes to load an archive, to ask it and to add to it."""
    corpus, edges = invented(count, seed, folder)
    path = folder / f"grown-{count}.archive"
    path.unlink(missing_ok=True)
    began, cpu = time.perf_counter(), time.process_time()
    with mn.Archive(path) as archive:
        archive.add(_articles_of(corpus), progress=_stages())
        taken, spent = time.perf_counter() - began, time.process_time() - cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"load: {count / taken:.0f} articles/s, {1e6 * spent / count:.0f} us of processor each, {memory:.1f} GB")
        stats = archive.stats()
        rest = (stats.file_bytes - stats.text_bytes) / count
        print(f"disk: {stats.text_bytes / count:.0f} bytes of compressed text an article, {rest:.0f} beside it")
    ask(path, edges, seed)
    single(path, seed)


def invented(count: int, seed: int, folder: Path) -> tuple[Path, list[Edge]]:
    """Return a file of articles as JSON lines and the edges among them; what is in the folder already is taken."""
    corpus, known = folder / f"grown-{count}.jsonl", folder / f"grown-{count}.edges"
    if not known.exists():
        edges: list[Edge] = []

        def articles() -> Iterator[Article]:
            for room in newsrooms(count, seed):
                edges.extend(room.edges)
                yield from room.articles

        written(articles(), corpus)
        lines = (json.dumps([edge.derived, edge.source, str(edge.kind)]) + "\n" for edge in edges)
        known.write_text("".join(lines), encoding="utf-8")
    return corpus, [Edge(*json.loads(line)) for line in known.read_text(encoding="utf-8").splitlines()]


def _articles_of(corpus: Path) -> Iterator[Article]:
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            yield Article(**json.loads(line))


def ask(path: Path, edges: list[Edge], seed: int) -> None:
    """Print how long traces of planted derivations take, and how many of their sources they name."""
    picked = np.random.default_rng(seed).choice(len(edges), min(TRACES, len(edges)), replace=False)
    searching, whole, found = [], [], defaultdict(list)
    with (
        _timed(tracing, "keys_of") as keyed,
        _timed(tracing, "candidates") as looked_up,
        mn.Archive(path, Settings(workers=1)) as archive,
    ):
        for number in picked[:20].tolist():  # kernels are loaded by then
            archive.trace(archive.article(edges[number].derived))
        for number in picked.tolist():
            edge = edges[number]
            article = archive.article(edge.derived)
            keyed.clear(), looked_up.clear()
            began = time.perf_counter()
            trace = archive.trace(article)
            whole.append(time.perf_counter() - began)
            searching.append((keyed[0], looked_up[0]))
            near = {one.source for one in trace.sources} | {one.derived for one in trace.derived}
            found[str(edge.kind)].append(edge.source in near)
    keys, lookups = np.array(searching).T
    _print_times("trace, keys of the text", keys)
    _print_times("trace, candidates by the keys", lookups)
    _print_times("trace, whole", np.array(whole))
    for kind, hits in sorted(found.items()):
        print(f"  {kind}: {np.mean(hits):.3f} of {len(hits)} found")


def single(path: Path, seed: int) -> None:
    """Print how many articles a second are added, each in a transaction of its own."""
    (room,) = newsrooms(SINGLE, seed + 1)
    fresh = [replace(article, id=ArticleId(f"single-{article.id}")) for article in room.articles]
    with mn.Archive(path, Settings(workers=1)) as archive:
        archive.add(fresh[:1])
        taken = []
        for article in fresh[1:]:
            began = time.perf_counter()
            archive.add([article])
            taken.append(time.perf_counter() - began)
    print(f"single additions: {len(taken) / sum(taken):.0f} articles/s")
    _print_times("an addition", np.array(taken))


def _print_times(what: str, seconds: np.ndarray) -> None:
    half, most, worst = 1000 * np.percentile(seconds, [50, 99, 100])
    print(f"{what}: p50 {half:.1f} ms, p99 {most:.1f} ms, slowest {worst:.1f} ms", flush=True)


class _timed:  # noqa: N801 - used like a function
    """Lists how long each call of a function of a module takes."""

    def __init__(self, module: object, name: str) -> None:
        self.module, self.name, self.function = module, name, getattr(module, name)

    def __enter__(self) -> list[float]:
        times: list[float] = []

        def call(*args: object, **kwargs: object) -> object:
            began = time.perf_counter()
            try:
                return self.function(*args, **kwargs)
            finally:
                times.append(time.perf_counter() - began)

        setattr(self.module, self.name, call)
        return times

    def __exit__(self, *_: object) -> None:
        setattr(self.module, self.name, self.function)


def _stages() -> Callable[[str, int, int], None]:
    began, last = time.perf_counter(), ""

    def tell(stage: str, _done: int, _total: int) -> None:
        nonlocal last
        if stage != last:
            print(f"  {time.perf_counter() - began:7.1f} s  {stage}", flush=True)
            last = stage

    return tell


def kill(times: int, seed: int, folder: Path) -> None:
    """Kill a writer at random moments and see that nothing it has committed is lost."""
    path, chance = folder / "kill.archive", random.Random(seed)
    (room,) = newsrooms(times * 60, seed)
    given = folder / "given.jsonl"
    given.write_text("".join(json.dumps({"id": a.id, "text": a.text}) + "\n" for a in room.articles), encoding="utf-8")
    with mn.Archive(path) as archive:
        archive.add(Article(a.id, a.text) for a in room.articles[:50])
    readers = [_child("read", path, str(seed + k)) for k in range(2)]
    texts = {a.id: a.text for a in room.articles}
    committed = [a.id for a in room.articles[:50]]
    lost = unsound = 0
    for _ in range(times):
        writer = _child("write", path, str(given), str(len(committed)))
        told = [writer.stdout.readline().strip()]
        time.sleep(chance.random() * 0.8)
        writer.send_signal(signal.SIGKILL)
        told += writer.stdout.read().split()
        committed += told
        with mn.Archive(path) as archive:
            lost += sum(name not in archive or archive.article(name).text != texts[name] for name in told)
        with mn.Archive(path) as archive:
            committed = [a.id for a in room.articles[: len(archive)]]  # one more may be in than was told
            unsound += bool(archive.check().problems)
    reads = []
    for reader in readers:
        reader.send_signal(signal.SIGTERM)
        reads.append(reader.stdout.read().strip())
    print(f"killed {times} times at {len(committed)} articles: {lost} lost, {unsound} checks not clean")
    print("readers:", "; ".join(reads))


def _child(what: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, what, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def write(path: Path, given: Path, begin: int) -> None:
    """Add articles one by one and print the id of each that is committed."""
    records = [json.loads(line) for line in given.read_text(encoding="utf-8").splitlines()[begin:]]
    with mn.Archive(path, Settings(workers=1)) as archive:
        for record in records:
            archive.add([Article(ArticleId(record["id"]), record["text"])])
            print(record["id"], flush=True)


def read(path: Path, seed: int) -> None:
    """Trace articles until told to stop, then print how often that went well."""
    done, failed, chance = 0, [], random.Random(seed)
    going = True

    def stop(*_: object) -> None:
        nonlocal going
        going = False

    signal.signal(signal.SIGTERM, stop)
    while going:
        try:
            with mn.Archive(path, Settings(workers=1)) as archive:  # opened anew each time, as a command line would
                articles = archive.articles().articles
                archive.trace(articles[chance.randrange(len(articles))])
                done += 1
        except mn.MinhashNewsError as error:
            failed.append(str(error))
    print(f"{done} traces, {len(failed)} failed {failed[:2] or ''}")


def damage(times: int, seed: int, folder: Path) -> None:
    """Damage copies of an archive and count what comes of asking them."""
    path = folder / "damage.archive"
    (room,) = newsrooms(300, seed)
    with mn.Archive(path) as archive:
        archive.add(room.articles[:290])
    with mn.Archive(path) as archive:
        for article in room.articles[290:]:
            archive.add([article])
        for ending in ENDINGS:  # as a writer leaves them that is killed: the last ten are in the log
            shutil.copyfile(f"{path}{ending}", folder / f"sound{ending}")
    outcomes: Counter[str] = Counter()
    begin = 0
    while begin < times:
        process = _child("ask", folder / "sound", str(seed), str(begin), str(min(times, begin + TOGETHER)))
        said = list(_lines(process))
        if process.wait():
            said.append("hung" if process.returncode == -signal.SIGKILL else f"crashed with {process.returncode}")
        outcomes.update(said)
        begin += len(said)
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:6d}  {outcome}")


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    """Yield the lines that a process prints; one that is silent for too long is killed."""
    while select.select([process.stdout], [], [], PATIENCE)[0]:
        if not (line := process.stdout.readline()):
            return
        yield line.rstrip()
    process.kill()


def ask_damaged(path: Path, seed: int, begin: int, end: int) -> None:
    """Print what becomes of each of some damaged copies of an archive."""
    sound = {ending: path.with_name(path.name + ending).read_bytes() for ending in ENDINGS}
    copy = path.with_name(f"damaged-{begin}.archive")
    _put(copy, sound)
    with mn.Archive(copy) as archive:
        names = [article.id for article in archive.articles()][::20]
    asked = (_traces, _articles)
    expected = [ask(copy, names) for ask in asked]
    for number in range(begin, end):
        chance = random.Random(seed * 1_000_003 + number)
        way, ending = WAYS[number % len(WAYS)], ("", "-wal")[number // len(WAYS) % 2]
        _put(copy, {**sound, ending: _damaged(sound[ending], way, chance)})
        traced, read = (_outcome(ask, copy, names, right) for ask, right in zip(asked, expected, strict=True))
        checked = "finds it" if mn.Archive(copy).check().problems else "finds nothing"
        what = "log" if ending else "file"
        print(f"{what}, {way}: traces give {traced}, articles {read}, check {checked}", flush=True)
    for left in path.parent.glob(f"{copy.name}*"):
        left.unlink()


def _put(path: Path, files: dict[str, bytes]) -> None:
    for ending, data in files.items():
        path.with_name(path.name + ending).write_bytes(data)


def _damaged(sound: bytes, way: str, chance: random.Random) -> bytes:
    data = bytearray(sound)
    if way == "truncated":
        return bytes(data[: chance.randrange(len(data))])
    if way == "bytes flipped":
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] ^= chance.randint(1, 255)
    elif way == "garbage":
        return chance.randbytes(len(data))
    else:
        page = chance.randrange(len(data) // PAGE)
        data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    return bytes(data)


def _outcome(ask: Callable[[Path, list[ArticleId]], object], path: Path, names: list[ArticleId], right: object) -> str:
    try:
        return "the right answers" if ask(path, names) == right else "A WRONG ANSWER"
    except mn.ArchiveError as error:
        return "an error with the way out" if str(path) in str(error) else f"AN ERROR WITHOUT THE FILE ({error})"
    except Exception as error:
        return f"ANOTHER ERROR ({type(error).__name__} {error})"


def _traces(path: Path, names: list[ArticleId]) -> object:
    """Ask where some articles came from."""
    with mn.Archive(path, Settings(workers=1)) as archive:
        traces = [archive.trace(archive.article(name)) for name in names]
    return [(trace.sources, trace.derived, trace.texts) for trace in traces]


def _articles(path: Path, _names: list[ArticleId]) -> object:
    """Ask for all articles."""
    with mn.Archive(path, Settings(workers=1)) as archive:
        return archive.articles().articles


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure an archive.")
    parser.add_argument("what", choices=["size", "kill", "damage"])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep the archive here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        {"size": size, "kill": kill, "damage": damage}[arguments.what](arguments.count, arguments.seed, folder)
        if arguments.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    if what == "write":  # these three are the processes that the others start
        write(Path(given[0]), Path(given[1]), int(given[2]))
    elif what == "read":
        read(Path(given[0]), int(given[1]))
    elif what == "ask":
        ask_damaged(Path(given[0]), *map(int, given[1:]))
    else:
        main()
