"""Export: derivation graph -> DOT for Graphviz."""

from __future__ import annotations

from minhash_news.export.edges import ordered, rounded
from minhash_news.model import ArticleId, Derivation, DerivationGraph, Direction, Kind, Node
from minhash_news.visible import encoded, one_line, spelled

_STYLES = {
    Kind.COPY: ("#0072B2", "solid"),
    Kind.UPDATE: ("#009E73", "bold"),
    Kind.EXCERPT: ("#CC79A7", "dotted"),
    Kind.SUMMARY: ("#E69F00", "dashed"),
    Kind.REWRITE: ("#D55E00", "dashed"),
}
"""Colours told apart by the colour-blind too (Okabe and Ito)."""


def render(graph: DerivationGraph) -> bytes:
    """Return the drawing: sources left, and arrows to what was made from them."""
    edges = ordered(graph)
    nodes = sorted(graph.articles, key=lambda node: node.id)
    lines = [
        "digraph derivations {",
        '  graph [rankdir="LR"];',
        '  node [shape="box", style="rounded", fontname="Helvetica"];',
        '  edge [fontname="Helvetica", fontsize="10"];',
        *map(_node, nodes),
        *map(_edge, edges),
        "}",
    ]
    return encoded("\n".join(lines) + "\n")


def _quoted(*lines: str) -> str:
    """Return a DOT string; a backslash would begin an escape, a quotation mark end it."""
    shown = (one_line(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(shown) + '"'


def _name(article: ArticleId) -> str:
    """Return an id as the name of its node, which no other id has; there, unlike in a label, nothing is an escape."""
    return '"' + spelled(article).replace('"', '\\"') + '"'


def _node(node: Node) -> str:
    about = " · ".join(filter(None, (node.outlet, node.published)))
    label = _quoted(*filter(None, (node.title or node.id, about)))
    dashed = "" if node.observed else ', style="rounded,dashed"'
    return f"  {_name(node.id)} [label={label}, tooltip={_quoted(node.id)}{dashed}];"


def _edge(edge: Derivation) -> str:
    colour, style = _STYLES[edge.kind]
    unknown = "" if edge.direction is Direction.KNOWN else ', dir="none"'
    label = f"{edge.kind} {rounded(edge.confidence):.2f}" + (" ?" if unknown else "")
    drawn = f'label="{label}", color="{colour}", style="{style}"{unknown}'
    return f"  {_name(edge.source)} -> {_name(edge.derived)} [{drawn}];"
