"""Read off: one article -> what its wording and marks are like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, places_of
from minhash_news.derive.update_notes import DAYS, update_note
from minhash_news.kernels.index import Text
from minhash_news.kernels.words import NUMBER, QUOTED
from minhash_news.model import Article

LISTS = re.compile(
    r"^\W*(?:key (?:points|takeaways|facts)|faq|frequently asked|in (?:summary|conclusion)|bottom line|tl;dr|"
    r"puntos clave|en resumen|preguntas frecuentes|das wichtigste|fazit|häufige fragen|l'essentiel|points clés|"
    r"en bref)|"
    r"^#{1,4} |^[ \t]*[-*•] |^\d+\. |\*\*",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks of a text cut up for skimming."""
MOST_LISTS = 6
LINES = re.compile(r"^", re.MULTILINE)
SPEECH = (
    "said", "says", "say", "told", "tells", "added", "adds", "dijo", "dice", "dijeron", "afirmó", "señaló", "añadió",
    "explicó", "sagte", "sagt", "sagten", "erklärte", "betonte", "ergänzte", "teilte", "dit", "déclaré", "affirmé",
    "ajouté", "expliqué", "indiqué", "disse", "ha", "detto", "zei", "sade",
)  # fmt: skip
HEARSAY = (
    "according", "reportedly", "report", "reports", "reported", "allegedly", "via", "según", "laut", "zufolge", "selon",
    "secondo",
)  # fmt: skip
"""Who writes so was not there."""

STYLE = (
    "quoted words", "numbers", "names", "rarity", "sentence length", "paragraph length", "word length",
    "distinct words", "list marks", "speech verbs", "commas", "dashes and brackets",
    "commas in a sentence", "paragraph spread", "days", "hearsay", "length",
)  # fmt: skip


@dataclass(frozen=True)
class Manner:
    """How an article is written.

    Attributes:
        values: (len(STYLE),) float64.
        update_note: the words by which it calls itself an update, or "".
    """

    values: NDArray[np.float64]
    update_note: str


def manner(article: Article, words: CorpusWords, row: int) -> Manner:
    """Measure how one article is written; `row` is its place in the corpus."""
    where = words.span(row)
    flags, indexed = words.flags[where], words.text(row)
    ids = indexed.ids
    n = max(1, len(ids))
    text = article.text
    sentences = indexed.sentences[-1] + 1 if len(ids) else 1
    paragraphs = np.bincount(words.paragraphs(where)) if len(ids) else np.ones(1)
    values = [
        np.count_nonzero(flags & QUOTED) / n,
        np.count_nonzero(flags & NUMBER) / n,
        np.count_nonzero(words.names(row)) / n,
        float(words.idf[ids].mean()) if len(ids) else 0.0,
        np.log(n / sentences),
        np.log(n / len(paragraphs)),
        float(np.subtract(*words.places(row)[::-1]).mean()) if len(ids) else 0.0,
        len(indexed.words) / n**0.8,
        float(min(MOST_LISTS, _list_marks(text))),
        _in_a_hundred(SPEECH, indexed, words),
        text.count(",") / n,
        sum(text.count(mark) for mark in "(—–") / n,
        text.count(",") / sentences,
        float(np.log(np.maximum(paragraphs, 1)).std()),
        _in_a_hundred(DAYS, indexed, words),
        _in_a_hundred(HEARSAY, indexed, words),
        np.log(n),
    ]
    return Manner(np.array(values, np.float64), update_note(article))


def _list_marks(text: str) -> int:
    """Count what LISTS finds; all but "**" begins a line, and there are fewer lines than characters."""
    if "**" in text:
        return len(LISTS.findall(text))
    count, behind = 0, 0
    for line in LINES.finditer(text):
        found = LISTS.match(text, line.start()) if line.start() >= behind else None
        if found:
            count, behind = count + 1, found.end()
    return count


def _in_a_hundred(some: tuple[str, ...], text: Text, words: CorpusWords) -> float:
    """Count how often some words stand in a hundred words of a text."""
    there = places_of(places_of(_hashes(some), words.vocabulary), text.words)
    return 100.0 * int((text.words_from[there + 1] - text.words_from[there]).sum()) / max(1, len(text.ids))


@lru_cache(maxsize=4)
def _hashes(some: tuple[str, ...]) -> NDArray[np.uint64]:
    return np.array([xxhash.xxh64_intdigest(word.encode()) for word in some], np.uint64)
