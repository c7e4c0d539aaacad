"""Export: derivation graph -> the HTML report."""

from __future__ import annotations

from minhash_news.model import DerivationGraph
from minhash_news.report import render as page
from minhash_news.visible import encoded


def render(graph: DerivationGraph) -> bytes:
    """Return the page as UTF-8."""
    return encoded(page(graph))
