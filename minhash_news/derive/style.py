"""Read off: one article -> what its wording, marks and credits are like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.kernels.words import CAPITAL, NUMBER, QUOTED, SENTENCE_START
from minhash_news.model import Article

UPDATE_TITLE = re.compile(
    r"^\W*(?:updated?|aktualisiert|aktualisierung|actualizad[oa]|actualización|mis à jour|mise à jour|aggiornamento|"
    r"atualizad[oa])\b(?:\s*\d+)?\s*[-:–—|,]|\((?:updated?|aktualisiert|actualizado|mis à jour)\)\s*$",
    re.IGNORECASE,
)
"""A headline that calls its article an update."""
UPDATE_NOTE = re.compile(
    r"^\W*(?:updated?|aktualisiert|actualizad[oa]|mis à jour)\b[^.\n]{0,60}|"
    r"\b(?:has been|was|wurde|ha sido|a été|fue)\s+(?:updated|aktualisiert|actualizad[oa]|mise? à jour)\b|"
    r"^\W*according to new developments\b",
    re.IGNORECASE,
)
"""The same, said at the head of the text."""
HEAD = 300
"""Characters at the head of a text in which such a note is looked for."""
LISTS = re.compile(
    r"^\W*(?:key (?:points|takeaways|facts)|faq|frequently asked|in (?:summary|conclusion)|bottom line|tl;dr|"
    r"puntos clave|en resumen|preguntas frecuentes|das wichtigste|fazit|häufige fragen|l'essentiel|points clés|en bref)|"
    r"^#{1,4} |^[ \t]*[-*•] |^\d+\. |\*\*",
    re.IGNORECASE | re.MULTILINE,
)
"""Marks of a text cut up for skimming."""
MOST_LISTS = 6
SPEECH = (
    "said says say told tells added adds dijo dice dijeron afirmó señaló añadió explicó sagte sagt sagten erklärte "
    "betonte ergänzte teilte dit déclaré affirmé ajouté expliqué indiqué disse ha detto zei sade"
).split()

STYLE = (
    "quoted words", "numbers", "names", "rarity", "sentence length", "paragraph length", "word length",
    "distinct words", "update note", "list marks", "speech verbs", "commas", "dashes and brackets", "length",
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


def update_note(article: Article) -> str:
    """Return the words by which an article calls itself an update, or ""."""
    found = UPDATE_TITLE.search(article.title) or UPDATE_NOTE.search(article.text[:HEAD].lstrip())
    return " ".join(found.group().split()) if found else ""


def manner(article: Article, words: CorpusWords, row: int) -> Manner:
    """Measure how one article is written; `row` is its place in the corpus."""
    where = words.span(row)
    flags, ids = words.flags[where], words.ids[where]
    n = max(1, len(ids))
    note = update_note(article)
    middle = (flags & SENTENCE_START) == 0
    text = article.text
    sentences = words.sentences[where][-1] + 1 if len(ids) else 1
    paragraphs = words.paragraphs[where][-1] + 1 if len(ids) else 1
    values = [
        np.count_nonzero(flags & QUOTED) / n,
        np.count_nonzero(flags & NUMBER) / n,
        np.count_nonzero(((flags & CAPITAL) > 0) & middle) / n,
        float(words.idf[ids].mean()) if len(ids) else 0.0,
        np.log(n / sentences),
        np.log(n / paragraphs),
        float((words.ends[where] - words.starts[where]).mean()) if len(ids) else 0.0,
        len(np.unique(ids)) / n**0.8,
        float(bool(note)),
        float(min(MOST_LISTS, len(LISTS.findall(text)))),
        100 * np.isin(words.hashes[where], _speech_hashes()).sum() / n,
        text.count(",") / n,
        sum(text.count(mark) for mark in "(—–") / n,
        np.log(n),
    ]
    return Manner(np.array(values, np.float64), note)


def _speech_hashes() -> NDArray[np.uint64]:
    return np.array([xxhash.xxh64_intdigest(word.encode()) for word in SPEECH], np.uint64)


def credit(derived: Article, source: Article) -> str:
    """Return the outlet or author of `source` where the text or byline of `derived` names it, or "".

    An article that carries its own outlet's name credits nobody; nor does one whose author is the same.
    """
    text = f"{derived.author or ''}\n{derived.text}".casefold()
    for name in _names(source.outlet):
        if name not in (derived.outlet or "").casefold() and name in text:
            return str(source.outlet)
    same_house = derived.outlet and derived.outlet == source.outlet
    for name in () if same_house else _names(source.author):
        if name in text:
            return str(source.author)
    return ""


def _names(credit_line: str | None) -> Sequence[str]:
    """Return what an outlet or a person may be called by, case folded; nothing shorter than six letters."""
    if not credit_line:
        return ()
    name = re.sub(r"\s*\(.*?\)", "", credit_line).strip().casefold()
    name = re.sub(r"^(?:the|el|la|los|las|der|die|das|le|les|il)\s+", "", name)
    generic = ("staff", "redac", "redak", "editor", "team", "news desk", "newsroom", "admin", "équipe", "rédac")
    return () if len(name) < 6 or any(word in name for word in generic) else (name,)
