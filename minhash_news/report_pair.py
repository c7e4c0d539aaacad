"""Report: the comparison of two texts -> plain lines, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from difflib import SequenceMatcher
from typing import Protocol

from minhash_news.model import Article, Coverage, Direction, Ground, Kind, Passage
from minhash_news.visible import encoded, one_line

QUOTED = 100
"""Characters of a passage that are shown."""


Segment = tuple[str, str]
"""What a stretch is ("shared", "lost" from A, "new" in B, "head", "name") and its text."""


class Pair(Protocol):
    """What `pipeline.compare` returns. Passages, coverage and containment keep the order of the call:
    `source` is the text given first, also where `reversed` says that it is more likely the later one.
    """  # noqa: D205 - one thought

    @property
    def kind(self) -> Kind | None: ...  # noqa: D102
    @property
    def confidence(self) -> float: ...  # noqa: D102
    @property
    def direction(self) -> Direction: ...  # noqa: D102
    @property
    def direction_confidence(self) -> float: ...  # noqa: D102
    @property
    def reversed(self) -> bool: ...  # noqa: D102
    @property
    def jaccard(self) -> float: ...  # noqa: D102
    @property
    def containment(self) -> float: ...  # noqa: D102
    @property
    def coverage(self) -> Coverage: ...  # noqa: D102
    @property
    def grounds(self) -> Sequence[Ground]: ...  # noqa: D102
    @property
    def passages(self) -> Sequence[Passage]: ...  # noqa: D102


def lines(pair: Pair, source: Article, derived: Article) -> Iterator[str]:
    """Yield what was found, for a reader, a line for each passage."""
    yield from findings(pair, source, derived)
    yield "passages" if pair.passages else "no shared passages"
    for one in pair.passages:
        places = f"A {one.source_start}-{one.source_end} = B {one.derived_start}-{one.derived_end}"
        yield f"  {places}  “{_quoted(derived.text[one.derived_start : one.derived_end])}”"


def findings(pair: Pair, source: Article, derived: Article) -> Iterator[str]:
    """Yield the same without the passages."""
    a, b = one_line(source.id), one_line(derived.id)
    yield f"A  {a}"
    yield f"B  {b}"
    yield f"kind         {_kind(pair)}"
    if pair.kind is not None:
        yield f"direction    {_direction(pair)}"
    yield f"jaccard      {pair.jaccard:.2f}, of the shingles of both texts"
    yield f"containment  {pair.containment:.2f}, of the shingles of B stand in A"
    of_a, of_b = pair.coverage.source, pair.coverage.derived
    yield f"coverage     shared passages are {of_a:.0%} of A and {of_b:.0%} of B"
    if pair.grounds:
        yield "grounds"
    for ground in pair.grounds:
        yield f"  {ground.weight:+5.1f}  {one_line(ground.says)}"


def marked(pair: Pair, source: Article, derived: Article) -> Iterator[tuple[Segment, ...]]:
    """Yield lines of segments: each passage as it stands in both texts, then what stands in one text alone."""
    for number, one in enumerate(pair.passages, start=1):
        here = _words(source.text[one.source_start : one.source_end])
        there = _words(derived.text[one.derived_start : one.derived_end])
        yield (("head", f"{number}  A {one.source_start}-{one.source_end} = B {one.derived_start}-{one.derived_end}"),)
        matcher = SequenceMatcher(None, [w.casefold() for w in here], [w.casefold() for w in there], autojunk=False)
        steps = matcher.get_opcodes()
        yield (("name", "A "), *_segments(here, [(tag, start, end) for tag, start, end, _, _ in steps], "lost"))
        yield (("name", "B "), *_segments(there, [(tag, start, end) for tag, _, _, start, end in steps], "new"))
    of_a = [(one.source_start, one.source_end) for one in pair.passages]
    of_b = [(one.derived_start, one.derived_end) for one in pair.passages]
    for name, text, spans, style in (("A", source.text, of_a, "lost"), ("B", derived.text, of_b, "new")):
        rest = [(start, end) for start, end in _between(spans, len(text)) if text[start:end].strip()]
        yield (("head", f"in {name} alone" if rest else f"nothing in {name} alone"),)
        for start, end in rest:
            yield (("name", f"{name} {start}-{end} "), (style, one_line(text[start:end].strip())))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]+|\s+", one_line(text))


def _segments(words: Sequence[str], steps: Iterable[tuple[str, int, int]], style: str) -> Iterator[Segment]:
    for tag, start, end in steps:
        if start < end:
            yield ("shared" if tag == "equal" else style), "".join(words[start:end])


def _between(spans: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """Yield what the spans leave of a text; spans may overlap."""
    done = 0
    for start, end in sorted(spans):
        if start > done:
            yield done, start
        done = max(done, end)
    if done < length:
        yield done, length


def render_json(pair: Pair, source: Article, derived: Article) -> bytes:
    """Return the same as JSON, every passage in full."""
    document = {
        "format": "minhash-news/comparison",
        "version": 1,
        "source": source.id,
        "derived": derived.id,
        "kind": None if pair.kind is None else str(pair.kind),
        "confidence": round(pair.confidence, 4),
        "direction": str(pair.direction),
        "direction_confidence": round(pair.direction_confidence, 4),
        "reversed": pair.reversed,
        "jaccard": round(pair.jaccard, 4),
        "containment": round(pair.containment, 4),
        "coverage": {name: round(share, 4) for name, share in asdict(pair.coverage).items()},
        "grounds": [{**asdict(ground), "weight": round(ground.weight, 4)} for ground in pair.grounds],
        "passages": [asdict(passage) for passage in pair.passages],
    }
    return encoded(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def _kind(pair: Pair) -> str:
    if pair.kind is None:
        return f"unrelated (chance that they are related: {pair.confidence:.2f})"
    return f"{pair.kind}, confidence {pair.confidence:.2f}"


def _direction(pair: Pair) -> str:
    likelier = "A probably from B" if pair.reversed else "B probably from A"
    if pair.direction is Direction.KNOWN:
        return f"{likelier}, confidence {pair.direction_confidence:.2f}"
    return f"unknown which came first ({likelier}: {pair.direction_confidence:.2f})"


def _quoted(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= QUOTED else line[: QUOTED - 1].rstrip() + "…"
