"""Report: derivation graph -> one HTML page that explains it."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from urllib.parse import urlsplit

from minhash_news.model import ArticleId, Derivation, DerivationGraph, Direction, Family, Kind, Node
from minhash_news.report_drawing import MOST_ARTICLES, draw
from minhash_news.report_passages import side_by_side
from minhash_news.visible import one_line, storable

OPEN_FAMILIES = 8
"""The largest are unfolded when the page opens."""
MOST_SKIPPED = 200
TEXT_BUDGET, LEAST_TEXT, MOST_TEXT = 4_000_000, 500, 6_000
"""Characters of article text in the page, and shown of one text at least and at most."""

WITHOUT_TEXTS = "The texts are not in the file this report was made from, so it shows no passages."
FILTER = (
    '<p class="filter" hidden><label>Show families with <input type="search" id="filter"></label> '
    '<output id="hits"></output></p>'
)

KINDS = {
    Kind.COPY: "the same text, perhaps with another headline, cuts or house style",
    Kind.UPDATE: "the same article carried on with new facts",
    Kind.EXCERPT: "own text that quotes passages of the source",
    Kind.SUMMARY: "condensed in other words",
    Kind.REWRITE: "told again in other words",
}


@dataclass(frozen=True, slots=True)
class _Page:
    """What the parts of the page need to know of the whole."""

    graph: DerivationGraph
    nodes: dict[ArticleId, Node]
    text_limit: int


def render(graph: DerivationGraph) -> str:
    """Return the page: no network, no foreign script, everything of the corpus escaped.

    Passages are shown where the graph has the texts, which one read from a file has not.
    """
    room = TEXT_BUDGET // max(1, 2 * len(graph.derivations))
    page = _Page(graph, {node.id: node for node in graph.articles}, min(MOST_TEXT, max(LEAST_TEXT, room)))
    style, script = (_asset(name) for name in ("report.css", "report.js"))
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    title = f"What came from what: {len(graph.articles):,} articles"
    head = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n"
    )
    return head + "<body>\n" + "\n".join(_body(page)) + f"\n<script>{script}</script>\n</body>\n</html>\n"


def _asset(name: str) -> str:
    return (files("minhash_news") / "data" / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    """Return what a content security policy asks for to let this one inline block through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _body(page: _Page) -> Iterator[str]:
    graph = page.graph
    families = graph.families()
    yield "<header><h1>What came from what</h1>"
    yield _figures(graph, len(families))
    yield _legend(graph)
    yield "</header>\n<main>"
    if not families:
        yield "<p>No article here is derived from another.</p>"
    elif not graph.texts:
        yield f'<p class="note">{WITHOUT_TEXTS}</p>'
    yield FILTER
    edges_of = _edges_by_article(graph)
    for number, family in enumerate(families, start=1):
        edges = [edge for name in family.articles for edge in edges_of.get(name, ())]
        yield from _family(page, number, family, edges)
    yield "</main>\n<footer>"
    yield from _skipped(graph)
    yield from _capped(graph)
    maker = f"minhash-news {_safe(graph.version)}"
    yield f"<p>Made by {maker}. Every confidence is an estimate, not a verdict.</p></footer>"


def _edges_by_article(graph: DerivationGraph) -> dict[ArticleId, list[Derivation]]:
    found: dict[ArticleId, list[Derivation]] = {}
    for edge in sorted(graph.derivations, key=lambda edge: (edge.derived, edge.source)):
        found.setdefault(edge.derived, []).append(edge)
    return found


def _figures(graph: DerivationGraph, families: int) -> str:
    unobserved = sum(not node.observed for node in graph.articles)
    figures = {
        "articles": len(graph.articles) - unobserved,
        "families": families,
        "independent origins": len(graph.origins()),
        "derivations": len(graph.derivations),
        "sources not in the corpus": unobserved,
        "files skipped": len(graph.skipped),
    }
    return (
        "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{count:,}</dd></div>" for name, count in figures.items()) + "</dl>"
    )


def _legend(graph: DerivationGraph) -> str:
    counts = Counter(edge.kind for edge in graph.derivations)
    items = [f"<li>{_chip(kind)} {counts[kind]:,} <span>{says}</span></li>" for kind, says in KINDS.items()]
    return (
        f'<ul class="legend">{"".join(items)}</ul>'
        '<p class="note">In the drawings an arrow leads from a source to the text made from it. '
        "A line without a head, marked “?”: the two are related, which came first is unknown. "
        "A dashed box: a source that is not in the corpus, inferred from what others share.</p>"
    )


def _chip(kind: Kind) -> str:
    line = '<svg width="30" height="8" aria-hidden="true"><path class="line" d="M0 4H30"/></svg>'
    return f'<span class="chip {kind}">{line}{kind}</span>'


def _family(page: _Page, number: int, family: Family, edges: list[Derivation]) -> Iterator[str]:
    origins = [_name(page.nodes[name]) for name in family.origins[:3]]
    more = f" and {len(family.origins) - 3} more" if len(family.origins) > 3 else ""
    kinds = Counter(edge.kind for edge in edges)
    counted = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind])
    yield f'<details class="family" id="family-{number}"{" open" if number <= OPEN_FAMILIES else ""}>'
    yield (
        f'<summary><h2 dir="auto">{" + ".join(map(_line, origins)) or "Circular"}{more}</h2>'
        f"<p>{len(family.articles)} articles, {len(family.origins)} "
        f"origin{'' if len(family.origins) == 1 else 's'}: {counted}</p></summary>"
    )
    anchors = [f"d{number}-{place}" for place in range(len(edges))]
    if len(family.articles) <= MOST_ARTICLES:
        nodes = {name: page.nodes[name] for name in family.articles}
        yield f'<div class="scroll">{draw(nodes, edges, anchors)}</div>'
    else:
        yield '<p class="note">Too many articles for a drawing.</p>'
    heads = "".join(f"<th>{name}</th>" for name in ("Article", "From", "Kind", "Direction", "Grounds"))
    yield f'<div class="scroll"><table><thead><tr>{heads}</tr></thead>'
    for edge, anchor in zip(edges, anchors, strict=True):
        yield _derivation(page, edge, anchor)
    yield "</table></div></details>"


def _derivation(page: _Page, edge: Derivation, anchor: str) -> str:
    grounds = "".join(f"<li><bdi>{_line(ground.says)}</bdi>{_against(ground.weight)}</li>" for ground in edge.grounds)
    covered = f"{edge.coverage.derived:.0%} of this article and {edge.coverage.source:.0%} of the other"
    covered = f'<p class="about">Shared passages are {covered}.</p>' if edge.passages else ""
    return (
        f'<tbody id="{anchor}"><tr><td>{_article(page.nodes[edge.derived])}</td>'
        f"<td>{_article(page.nodes[edge.source])}</td>"
        f'<td>{_chip(edge.kind)}<p class="about">confidence {edge.confidence:.2f}</p></td>'
        f"<td>{_direction(edge)}</td>"
        f"<td><ul>{grounds}</ul>{covered}</td></tr>"
        f"{_comparison(page, edge, anchor)}</tbody>"
    )


def _direction(edge: Derivation) -> str:
    if edge.direction is Direction.KNOWN:
        return f'probably from it<p class="about">confidence {edge.direction_confidence:.2f}</p>'
    return f'which came first is unknown<p class="about">this way round {edge.direction_confidence:.2f}</p>'


def _against(weight: float) -> str:
    return ' <span class="about">(speaks against)</span>' if weight < 0 else ""


def _comparison(page: _Page, edge: Derivation, anchor: str) -> str:
    texts = page.graph.texts
    if edge.derived not in texts or edge.source not in texts:
        return ""
    shown = side_by_side(texts[edge.derived], texts[edge.source], edge.passages, anchor, page.text_limit)
    count = len(edge.passages)
    label = f"Compare the texts: {count or 'no'} shared passage{'' if count == 1 else 's'}"
    return f'<tr class="compare"><td colspan="5"><details><summary>{label}</summary>{shown}</details></td></tr>'


def _article(node: Node) -> str:
    title = f"<bdi>{_line(_name(node))}</bdi>"
    if node.url and _is_web(node.url):
        title = f'<a href="{escape(node.url)}" rel="noopener noreferrer nofollow">{title}</a>'
    if not node.observed:
        return f'{title}<p class="about">inferred, not in the corpus</p>'
    facts = [node.outlet, node.author, _moment(node.published), f"{node.words:,} words", node.id]
    about = " · ".join(f"<bdi>{_line(fact)}</bdi>" for fact in facts if fact)
    return f'{title}<p class="about">{about}</p>'


def _moment(published: str | None) -> str | None:
    """Return a date as people write it: no T, no seconds, the zone only where it is not UTC."""
    if not published or "T" not in published:
        return published
    day, _, time = published.partition("T")
    zone = time[8:] if len(time) > 8 and time[8:] not in ("Z", "+00:00") else ""
    return f"{day} {time[:5]} {zone}".strip()


def _name(node: Node) -> str:
    return node.title or (node.id if node.observed else "A source not in the corpus")


def _is_web(url: str) -> bool:
    """Say whether this can stand in a link: an address on the web and nothing cleverer."""
    if not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _skipped(graph: DerivationGraph) -> Iterator[str]:
    if not graph.skipped:
        return
    yield f"<details><summary>{len(graph.skipped):,} files skipped</summary><ul>"
    for item in sorted(graph.skipped, key=lambda item: (item.path, item.reason))[:MOST_SKIPPED]:
        yield f"<li><bdi>{_line(item.path)}</bdi>: <bdi>{_line(item.reason)}</bdi></li>"
    if len(graph.skipped) > MOST_SKIPPED:
        yield f"<li>and {len(graph.skipped) - MOST_SKIPPED:,} more; they are all in graph.json</li>"
    yield "</ul></details>"


def _capped(graph: DerivationGraph) -> Iterator[str]:
    if buckets := graph.limits.get("capped_buckets", 0):
        inside = graph.limits.get("articles_in_capped_buckets", 0)
        yield f"<p>Not all pairs were looked at: {buckets:,} LSH buckets, with {inside:,} articles, were too full.</p>"


def _safe(text: str) -> str:
    return escape(storable(text))


def _line(text: str) -> str:
    return escape(one_line(text))
