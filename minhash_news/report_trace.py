"""Report: where a text came from -> plain lines, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from minhash_news.export.graph_json import article_record, derivation_record
from minhash_news.model import Derivation, Node
from minhash_news.visible import encoded, one_line

if TYPE_CHECKING:
    from minhash_news.archive import Added, Stats, Trace

QUOTED = 100
"""Characters of a passage that are shown."""
PASSAGES = 3
"""Passages of a derivation that are shown, the longest."""


def lines(found: Trace) -> Iterator[str]:
    """Yield what the text came from, then what came from it, each with its grounds and passages."""
    yield one_line(found.article.id) + (" (in the archive)" if found.stored else "")
    named = {node.id: node for node in found.articles}
    for edge in found.sources:
        yield f"from {_described(named[edge.source])}"
        yield from _edge(edge, found)
    if not found.sources:
        yield "no source in the archive"
    for edge in found.derived:
        yield f"made from it: {_described(named[edge.derived])}"
        yield from _edge(edge, found)
    yield from capped(found)


def capped(found: Trace) -> Iterator[str]:
    """Yield a line for each thing that was left out of the search."""
    if found.limits["capped_buckets"]:
        yield f"note: {found.limits['capped_buckets']} LSH buckets too full to look at every article in them"
    if found.limits["more_candidates_than_kept"] or found.limits["more_relatives_than_kept"]:
        yield "note: more articles resemble it than were looked at, the nearest were"
    if waiting := found.limits["articles_not_indexed"]:
        yield f"note: {waiting:,} articles are stored and not indexed yet; the next `archive add` indexes them"


def _described(node: Node) -> str:
    about = [one_line(part) for part in (node.outlet, node.published, node.title) if part]
    absent = "" if node.observed else " (not in the archive)"
    return one_line(node.id) + absent + (f" ({', '.join(about)})" if about else "")


def _edge(edge: Derivation, found: Trace) -> Iterator[str]:
    yield (
        f"  {edge.kind}, confidence {edge.confidence:.2f}; "
        f"direction {edge.direction} {edge.direction_confidence:.2f}; "
        f"{edge.coverage.derived:.0%} of the derived text, {edge.coverage.source:.0%} of the source"
    )
    for ground in edge.grounds:
        yield f"  {ground.weight:+5.1f}  {one_line(ground.says)}"
    text = found.texts.get(edge.derived, "")
    longest = sorted(edge.passages, key=lambda one: one.derived_start - one.derived_end)[:PASSAGES]
    for one in sorted(longest, key=lambda one: one.derived_start):
        quoted = one_line(text[one.derived_start : one.derived_end])
        shown = quoted if len(quoted) <= QUOTED else quoted[: QUOTED - 1].rstrip() + "…"
        yield f"  {one.derived_start}-{one.derived_end} = {one.source_start}-{one.source_end}  “{shown}”"
    if len(edge.passages) > PASSAGES:
        yield f"  and {len(edge.passages) - PASSAGES} more passages; --format json has them all"


def render_json(found: Trace) -> bytes:
    """Return all of it as JSON; articles and derivations are as in graph.json."""
    document = {
        "format": "minhash-news/trace",
        "version": 1,
        "article": article_record(found.article),
        "stored": found.stored,
        "sources": [derivation_record(edge) for edge in found.sources],
        "derived": [derivation_record(edge) for edge in found.derived],
        "articles": [article_record(node) for node in found.articles],
        "limits": dict(found.limits),
    }
    return encoded(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def sources_line(found: Trace) -> str:
    """Return one line that says of an article what it came from, or ""."""
    told = [f"{edge.kind} of {one_line(edge.source)} ({edge.confidence:.2f})" for edge in found.sources]
    return f"  {one_line(found.article.id)}: {'; '.join(told)}" if told else ""


def summary(added: Added) -> str:
    """Return one line that counts what became of the articles that were to be added."""
    counts = f"{len(added.new):,} new, {len(added.updated):,} updated, {len(added.unchanged):,} unchanged"
    return counts + (f", {len(added.skipped):,} skipped" if added.skipped else "")


def stats_lines(counted: Stats) -> Iterator[str]:
    """Yield what an archive has, a line for each."""
    yield f"articles    {counted.articles:,}"
    yield f"published   {counted.earliest or 'no date'} to {counted.latest or 'no date'}"
    yield f"not indexed {counted.not_indexed:,}"
    yield f"statistics  of {counted.counted:,} articles and {counted.words:,} words, taken {counted.refreshes:,} times"
    yield f"file        {counted.file_bytes:,} bytes, {counted.text_bytes:,} of them compressed texts"
    yield f"index       {counted.bands} bands of {counted.rows} rows"
    scheme = counted.scheme
    yield (
        f"scheme      {scheme.family}, {scheme.hash}, seed {scheme.seed}, {scheme.num_perm} permutations, "
        f"{scheme.shingle_size}-word shingles, normalizer {scheme.normalizer}"
    )


def stats_json(counted: Stats) -> str:
    """Return the same as JSON."""
    return json.dumps(asdict(counted), indent=2)
