"""Finds copies and rewrites among news articles and says which text came from which.

The flow, one file a stage, called in this order by `pipeline`:

    read -> normalize -> mask the site's own words -> sign -> band   ┐
                                       └-----------> anchor ---------┴-> verify -> relate -> derive -> report / export

Names are loaded when they are first used, so that importing the package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version as _version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minhash_news.archive import Added, Archive, Check, Repair, Stats, Trace
    from minhash_news.deduplication import Deduplication, Dropped, Policy, dedup
    from minhash_news.duplicates import NearDuplicates, near_duplicates
    from minhash_news.errors import (
        ArchiveError,
        EngineError,
        GraphFormatError,
        MinhashNewsError,
        MissingExtraError,
        ReadError,
        SchemeMismatchError,
        SettingsError,
        UnknownArticleError,
    )
    from minhash_news.explaining import Explanation, NotASource, explain
    from minhash_news.minhash import sign
    from minhash_news.model import (
        Article,
        Comparison,
        Corpus,
        Coverage,
        Derivation,
        DerivationGraph,
        Direction,
        Family,
        Ground,
        Kind,
        Measured,
        Node,
        Passage,
        Scheme,
        Skipped,
    )
    from minhash_news.pipeline import compare, scan
    from minhash_news.reading import read
    from minhash_news.settings import Settings

__all__ = [
    "Added",
    "Archive",
    "ArchiveError",
    "Article",
    "Check",
    "Comparison",
    "Corpus",
    "Coverage",
    "Deduplication",
    "Derivation",
    "DerivationGraph",
    "Direction",
    "Dropped",
    "EngineError",
    "Explanation",
    "Family",
    "GraphFormatError",
    "Ground",
    "Kind",
    "Measured",
    "MinhashNewsError",
    "MissingExtraError",
    "NearDuplicates",
    "Node",
    "NotASource",
    "Passage",
    "Policy",
    "ReadError",
    "Repair",
    "Scheme",
    "SchemeMismatchError",
    "Settings",
    "SettingsError",
    "Skipped",
    "Stats",
    "Trace",
    "UnknownArticleError",
    "compare",
    "dedup",
    "explain",
    "near_duplicates",
    "read",
    "scan",
    "sign",
]

_ELSEWHERE = {
    **dict.fromkeys(("Added", "Archive", "Check", "Repair", "Stats", "Trace"), "archive"),
    **dict.fromkeys(("Deduplication", "Dropped", "Policy", "dedup"), "deduplication"),
    **dict.fromkeys(("Explanation", "NotASource", "explain"), "explaining"),
    "compare": "pipeline",
    "scan": "pipeline",
    "read": "reading",
    "sign": "minhash",
    "Settings": "settings",
    "near_duplicates": "duplicates",
    "NearDuplicates": "duplicates",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        return _version("minhash-news")
    if name not in __all__:
        raise AttributeError(f"module 'minhash_news' has no attribute {name!r}")
    module = _ELSEWHERE.get(name) or ("errors" if name.endswith(("Error",)) else "model")
    value = getattr(import_module(f"minhash_news.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
