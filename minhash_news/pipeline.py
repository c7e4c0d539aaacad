"""The table of contents: calls the stages in order, from articles to derivation graph."""

from __future__ import annotations

from collections.abc import Callable

from minhash_news.model import Corpus, DerivationGraph
from minhash_news.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, the work done and the work there is."""


def scan(
    corpus: Corpus, settings: Settings | None = None, *, progress: Progress | None = None
) -> DerivationGraph:
    """Return the derivation graph of a corpus."""
    raise NotImplementedError
