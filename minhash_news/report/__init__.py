"""Report: derivation graph -> one HTML page that explains it."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files
from string import Template

from minhash_news.model import DerivationGraph
from minhash_news.report.packed import pack
from minhash_news.report.plain import figures, plain

SCRIPTS = (
    "elements",
    "index",
    "words",
    "layout",
    "finder",
    "graph",
    "texts",
    "panes",
    "comparison",
    "article",
    "about",
    "page",
)
"""Files of the page's script, in the order in which they are joined."""


def render(graph: DerivationGraph) -> str:
    """Return the page: no network, no foreign script, everything of the corpus inert until the script shows it as text.

    The families are drawn by the script when they are opened; without JavaScript the page is a plain list. Texts and
    passages are in it where the graph has the texts, which one read from a file has not.
    """
    style = _asset("page.css")
    script = '"use strict";\n(() => {\n' + "\n".join(_asset(f"{name}.js") for name in SCRIPTS) + "\n})();\n"
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    packed = pack(graph)
    return Template(_asset("page.html")).substitute(
        policy=escape(policy, quote=False),
        style=style,
        script=script,
        title=f"What came from what: {figures(graph)[0]}",
        figures=" · ".join(figures(graph)),
        index=packed.index,
        families="\n".join(
            f'<script type="text/plain" id="family-{number}">{block}</script>'
            for number, block in enumerate(packed.families)
        ),
        plain=plain(graph),
    )


def _asset(name: str) -> str:
    return (files("minhash_news") / "data" / "report" / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    """Return what a content security policy asks for to let this one inline block through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
