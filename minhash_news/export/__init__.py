"""Export: derivation graph -> a file in the format its ending names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from minhash_news.errors import SettingsError
from minhash_news.export import (
    articles_table,
    dot,
    edges_csv,
    edges_parquet,
    graph_json,
    graphml,
    html,
    json_ld,
    prov_json,
)
from minhash_news.export.reread import read_graph
from minhash_news.export.whole_file import check_place, destroyed, put
from minhash_news.model import DerivationGraph, Texts

__all__ = ["FORMATS", "check", "read_graph", "write"]


@dataclass(frozen=True, slots=True)
class _Format:
    says: str
    render: Callable[[DerivationGraph], bytes]


_BY_ENDING = {
    ".json": _Format("the whole graph, to be read back", graph_json.render),
    ".html": _Format("the report, one page for a browser", html.render),
    ".csv": _Format("derivations, one a row", edges_csv.render),
    ".parquet": _Format("derivations with their grounds and passages", edges_parquet.render),
    ".articles.csv": _Format("articles, one a row", articles_table.render_csv),
    ".articles.parquet": _Format("articles, one a row", articles_table.render_parquet),
    ".prov.json": _Format("W3C PROV-JSON", prov_json.render),
    ".graphml": _Format("GraphML for Gephi, yEd, igraph, networkx", graphml.render),
    ".dot": _Format("a drawing for Graphviz", dot.render),
    ".jsonld": _Format("JSON-LD in the words of schema.org", json_ld.render),
}

FORMATS = {ending: form.says for ending, form in _BY_ENDING.items()}
"""What each ending stands for."""


def write(graph: DerivationGraph, path: Path) -> None:
    """Write the graph in the format that the path's ending names; a file there gives way only to a whole one.

    Raises:
        SettingsError: no format has this ending, or articles of the graph were read from that very file.
        MissingExtraError: the format needs a package that is not installed.
        MinhashNewsError: nothing can be written there.
    """
    form = _format_of(path)
    check(path)
    if isinstance(graph.texts, Texts) and (harm := destroyed([path], graph.texts.read_from())):
        raise SettingsError(harm)
    put(form.render(graph), path)


def check(path: Path) -> None:
    """Raise what `write` would raise, as far as can be known before there is a graph."""
    if _format_of(path).render in (edges_parquet.render, articles_table.render_parquet):
        edges_parquet.require()
    check_place(path)


def _format_of(path: Path) -> _Format:
    """Find the format by the longest ending: `.prov.json` before `.json`."""
    name = path.name.lower()
    for ending in sorted(_BY_ENDING, key=len, reverse=True):
        if name.endswith(ending):
            return _BY_ENDING[ending]
    raise SettingsError(f"{path}: no format has this ending; take one of {', '.join(_BY_ENDING)}")
