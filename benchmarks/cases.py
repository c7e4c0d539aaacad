"""Measure: a corpus whose history is known -> figures.

Each case is a folder that is scanned as a whole. `large.py` and `passages.py` hold the cases that are measured in
another way.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from minhash_news.model import DerivationGraph, Direction
from minhash_news.pipeline import scan
from minhash_news.reading import read
from minhash_news.settings import Settings

from calibration import Claim, expected_error
from scoring import Edge, Score, Truth, read_truth, score

ROOT = Path(__file__).resolve().parent.parent
INVENTED = ROOT / "benchmarks" / "invented"
"""Thirty families that the models are fitted on among others, in English, French, German, Italian, Portuguese and
Spanish; written for this by language models that had not seen the tool, and rewritten as deep as good rewriters do."""
MORE_INVENTED = ROOT / "benchmarks" / "more_invented"
"""41 more, some in Czech, Danish and Dutch, that all models but that of what is related by itself
are fitted on."""
LANGUAGES = ROOT / "benchmarks" / "languages"
"""Sixteen more, each in another language, fitted on likewise; of Korean the package has no list of
common words."""
SHORT_COPIES = ROOT / "benchmarks" / "short_copies"
"""24 families of a dozen short texts made from one, most in English, news and explanations, fitted on likewise."""
RETOLD = ROOT / "benchmarks" / "retold"
"""47 families of one text told anew by language models, in chains of four and more or in six manners, most in English
and some with an independent text on the same matter, fitted on likewise."""
BRIEFINGS = ROOT / "benchmarks" / "briefings"
"""45 more newsrooms, in English, French, German, Spanish and eight other languages, fitted on likewise; in thirty of
them the independent reports quote one press conference or release at length, and rewrites are deep."""
BRIEFS = ROOT / "benchmarks" / "briefs"
"""32 more of seven to ten texts of 45 to 170 words, in English, Dutch, German, Italian, Portuguese and Spanish; all
models but that of what stands between are fitted on them."""
COLUMNS = ROOT / "benchmarks" / "columns"
"""24 more of texts of 60 to 260 words, in English, French, German, Italian and Spanish, among them columns, letters and
newsletters that quote a sentence or three in a frame of their own; fitted on as the briefs are."""
TAKES = ROOT / "benchmarks" / "takes"
"""Sixteen more of short texts, most in English: the takes of a running story, each made from the one before, and copies
and cuts of some; all models are fitted on them."""
FULL_LENGTH = ROOT / "benchmarks" / "full_length"
"""36 more newsrooms with articles of 350 to 900 words, in English, Dutch, French, German, Italian, Polish, Portuguese,
Spanish and Swedish, fitted on as `more_invented` is."""
FORMS = ROOT / "benchmarks" / "forms"
"""35 more of short texts, most in English, that fill in the same forms again and again, as match reports, market
closes and weather reports are, and what was made from some. They tell what a form is; no other model is fitted on
them."""
OURS = (INVENTED, MORE_INVENTED, LANGUAGES, SHORT_COPIES, RETOLD, BRIEFINGS, FULL_LENGTH, BRIEFS, COLUMNS, TAKES, FORMS)
"""All of these."""
HELD_BACK = ROOT / "benchmarks" / "held_back"
"""26 more, in English, Dutch, French, German, Italian, Polish, Portuguese, Spanish and Swedish, six of them with
articles of 350 to 750 words; nothing is fitted on them, and no choice was made beside their figures."""
HELD_BACK_BRIEFS = ROOT / "benchmarks" / "held_back_briefs"
"""Seventeen more of such short texts, in English, French, German, Polish, Spanish and Swedish, held back likewise."""
HELD_BACK_FORMS = ROOT / "benchmarks" / "held_back_forms"
"""Eight more of such forms, in English, German and Italian, held back likewise."""
ALL = "all scanned cases"
"""The row for what holds of all of them together."""


@dataclass(frozen=True, slots=True)
class Case:
    """A folder to scan, and the parts of it that are also scored by themselves."""

    name: str
    folder: Path
    use_dates: bool = True
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the tables: what was measured, and on which corpus.

    Attributes:
        name: of the case, or of a part of it.
        digest: of the corpus; floors hold for one digest only.
        articles: how many there are, or pairs of texts.
        true_edges: derivations among them.
        figures: by name.
        recall_by_kind: kind -> (found, there are).
        confidence_claims: of each edge, and whether it is right.
        direction_claims: of each edge whose ends are right, and whether the way round is.
        seconds: taken; None for a part of another row.
    """

    name: str
    digest: str
    articles: int
    true_edges: int
    figures: dict[str, float]
    recall_by_kind: dict[str, tuple[int, int]] = field(default_factory=dict)
    confidence_claims: tuple[Claim, ...] = ()
    direction_claims: tuple[Claim, ...] = ()
    seconds: float | None = None


def of_score(name: str, mark: str, result: Score, seconds: float | None = None) -> Measured:
    """Return the row of a score."""
    return Measured(
        name,
        mark,
        result.articles,
        result.true_edges,
        result.figures(),
        result.recall_by_kind,
        result.confidence_claims,
        result.direction_claims,
        seconds,
    )


def cases(evaluation: Path, *, short: bool) -> list[Case]:
    """Return what there is to scan, present or not."""
    newsroom = ROOT / "examples" / "newsroom"
    presse = ROOT / "examples" / "presse"  # French and Spanish; nothing was fitted on it
    found = [
        *_with_and_without_dates("newsroom", newsroom),
        *_with_and_without_dates("presse", presse),
        *_with_and_without_dates("invented", INVENTED),
        *_with_and_without_dates("more invented", MORE_INVENTED),
        *_with_and_without_dates("held back", HELD_BACK),
        *_with_and_without_dates("briefings", BRIEFINGS),
        *_with_and_without_dates("full length", FULL_LENGTH),
        *_with_and_without_dates("briefs", BRIEFS),
        *_with_and_without_dates("columns", COLUMNS),
        *_with_and_without_dates("takes", TAKES),
        *_with_and_without_dates("forms", FORMS),
        *_with_and_without_dates("held back briefs", HELD_BACK_BRIEFS),
        *_with_and_without_dates("held back forms", HELD_BACK_FORMS),
        *_with_and_without_dates("languages", LANGUAGES),
        Case("short copies", SHORT_COPIES, use_dates=False),
        Case("retold", RETOLD, use_dates=False),
        Case("seeds", evaluation / "seeds"),
        *_with_and_without_dates("families-dev", evaluation / "families-dev"),
    ]
    if short:
        return found
    return [
        *found,
        Case("rewrites-dev", evaluation / "rewrites-dev", parts=("mixset-", "sheepdog-", "telephone-")),
        Case("versions-dev", evaluation / "versions-dev", parts=("onestop-", "wiki-")),
        Case("independent-dev", evaluation / "independent-dev"),
        Case("clough-stevenson", evaluation / "clough-stevenson"),
    ]


def _with_and_without_dates(name: str, folder: Path) -> list[Case]:
    return [Case(name, folder), Case(f"{name}, no dates", folder, use_dates=False)]


def together(rows: Iterable[Measured]) -> Measured:
    """Return a row for the calibration of all scanned cases."""
    whole = [row for row in rows if row.seconds is not None and row.confidence_claims and "haystack" not in row.name]
    edges = tuple(claim for row in whole for claim in row.confidence_claims)
    ways = tuple(claim for row in whole for claim in row.direction_claims)
    errors = {"confidence error": expected_error(edges), "direction error": expected_error(ways)}
    mark = hashlib.sha256("".join(f"{row.name}\0{row.digest}\n" for row in whole).encode()).hexdigest()
    articles, true_edges = (sum(getattr(row, name) for row in whole) for name in ("articles", "true_edges"))
    return Measured(ALL, mark, articles, true_edges, errors)


def digest(*places: Path) -> str:
    """Return the SHA-256 over the names and bytes of files and of all files in folders."""
    whole = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and not path.name.startswith("."):
                name = path.relative_to(place).as_posix() if place.is_dir() else path.name
                whole.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def measure(case: Case) -> Iterator[Measured]:
    """Scan a case once; give its figures, then those of its parts."""
    truth = read_truth(case.folder)
    mark = digest(case.folder)
    began = time.perf_counter()
    edges = edges_of(scan(read(case.folder), Settings(use_dates=case.use_dates)))
    yield of_score(case.name, mark, score(truth, edges), time.perf_counter() - began)
    for part in case.parts:
        yield of_score(f"{case.name}, {part}*", mark, score(_only(truth, part), edges))


def edges_of(graph: DerivationGraph) -> list[Edge]:
    """Return a graph's derivations as the scorer takes them."""
    return [
        Edge(
            edge.derived,
            edge.source,
            str(edge.kind),
            edge.direction is Direction.KNOWN,
            edge.confidence,
            edge.direction_confidence,
        )
        for edge in graph.derivations
    ]


def _only(truth: Truth, prefix: str) -> Truth:
    return {article: entry for article, entry in truth.items() if article.startswith(prefix)}
