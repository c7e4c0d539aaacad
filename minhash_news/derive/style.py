"""Read off: one article -> what its wording, marks and credits are like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.derive.datelines import HEAD, datelines
from minhash_news.kernels.index import Text
from minhash_news.kernels.words import CAPITAL, NUMBER, QUOTED, SENTENCE_START
from minhash_news.model import Article, same_outlet, without_article

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
UPDATE_STEMS = ("updat", "aktualisi", "actualiz", "atualiz", "aggiorna", "à jour", "new developments")
"""One of these stands in whatever the two patterns find; to look for them is ten times as fast."""
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
DAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "tomorrow",
    "tonight", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "ayer", "hoy", "montag",
    "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "gestern", "heute", "lundi", "mardi",
    "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "hier", "demain",
)  # fmt: skip
"""A report of the day names the day; a later one names the date, or none."""

SHORTEST_NAME = 5
"""Shorter names of outlets are common words too often."""
SHORTEST_INITIALS = 3
"""Two letters in brackets are the initials of too many."""
GENERIC = (
    "staff",
    "redac",
    "redak",
    "editor",
    "team",
    "desk",
    "newsroom",
    "admin",
    "équipe",
    "rédac",
    "agenc",
    "agent",
)
"""Bylines that are nobody's."""

LONGEST_SIGN = 10
"""A sign has no more letters than this, nor is it made of more words."""
SMALL = 3
"""Words of so many letters may be left out of a sign: "Agency of the North" may sign AN."""
AGENCY = re.compile(r"wire|agency|agentur|ag[eê]ncia|agence|press\b|news service|nachrichten|dienst", re.IGNORECASE)
"""What a news agency is called."""
PREPOSITION = re.compile(r"of|for|in|de|del|du|des|della|di|von|vom|aus|für", re.IGNORECASE)
"""What follows these in a name is a place or a person, not what the outlet is called for short."""
FOOT = re.compile(r"\(([^()\n]{2,40})\)\W*$", re.MULTILINE)
"""In brackets behind the last lines: who wrote them."""
BETWEEN_NAMES = re.compile(r"[/,;|&+]| und | and | y | et | avec | with | con | mit | com ")
SOURCE = re.compile(
    r"\W*(?:source:|fuente:|fonte:|quelle:|(?:additional )?reporting by|with (?:inputs?|reporting) from|"
    r"con información de)\s+",
    re.IGNORECASE,
)
"""What follows is a credit."""
BEFORE_NAMES = re.compile(
    rf"^(?:{SOURCE.pattern}|(?:from|von|by|de|par|with|avec|con|mit|com)\s+(?:l['’])?)", re.IGNORECASE
)

STYLE = (
    "quoted words", "numbers", "names", "rarity", "sentence length", "paragraph length", "word length",
    "distinct words", "update note", "list marks", "speech verbs", "commas", "dashes and brackets",
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


def update_note(article: Article) -> str:
    """Return the words by which an article calls itself an update, or ""."""
    head = article.text[:HEAD].lstrip()
    said = f"{article.title}\n{head}".lower()
    if not any(stem in said for stem in UPDATE_STEMS):
        return ""
    found = UPDATE_TITLE.search(article.title) or UPDATE_NOTE.search(head)
    return " ".join(found.group().split()) if found else ""


def manner(article: Article, words: CorpusWords, row: int) -> Manner:
    """Measure how one article is written; `row` is its place in the corpus."""
    where = words.span(row)
    flags, indexed = words.flags[where], words.text(row)
    ids = indexed.ids
    n = max(1, len(ids))
    note = update_note(article)
    middle = (flags & SENTENCE_START) == 0
    text = article.text
    sentences = indexed.sentences[-1] + 1 if len(ids) else 1
    paragraphs = np.bincount(words.paragraphs(where)) if len(ids) else np.ones(1)
    values = [
        np.count_nonzero(flags & QUOTED) / n,
        np.count_nonzero(flags & NUMBER) / n,
        np.count_nonzero(((flags & CAPITAL) > 0) & middle) / n,
        float(words.idf[ids].mean()) if len(ids) else 0.0,
        np.log(n / sentences),
        np.log(n / len(paragraphs)),
        float(np.subtract(*words.places(row)[::-1]).mean()) if len(ids) else 0.0,
        len(indexed.words) / n**0.8,
        float(bool(note)),
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
    return Manner(np.array(values, np.float64), note)


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
    there = _places(text.words, _places(words.vocabulary, _hashes(some)))
    return 100.0 * int((text.words_from[there + 1] - text.words_from[there]).sum()) / max(1, len(text.ids))


def _places(values: NDArray[Any], wanted: NDArray[Any]) -> NDArray[np.int64]:
    """Return where those of the wanted values that there are stand among sorted, unique ones."""
    at = np.searchsorted(values, wanted)
    return at[np.searchsorted(values, wanted, side="right") > at]


@lru_cache(maxsize=4)
def _hashes(some: tuple[str, ...]) -> NDArray[np.uint64]:
    return np.array([xxhash.xxh64_intdigest(word.encode()) for word in some], np.uint64)


def credit(derived: Article, source: Article) -> str:
    """Return how the text or byline of `derived` names the outlet or author of `source`, or "".

    Outlets are named in full or by their last word after an article or a preposition ("told the Courier"). What an
    article's own outlet is called is no credit, nor is an author whom both have in one house.
    """
    text = f"{derived.author or ''}\n{derived.text}"
    own = (derived.outlet or "").casefold()
    for pattern in _name_patterns(source.outlet):
        found = pattern.search(text)
        if found and found.group(1).casefold() not in own:
            return " ".join(found.group(1).split())
    agency = _credited_house(derived, source) if source.outlet else _credited_agency(derived, source)
    if agency:
        return agency
    author = "" if same_outlet(derived, source) else _person(source.author)
    if not author or author == _person(derived.author) or author.casefold() in own:
        return ""
    return author if author in text else ""


@lru_cache(maxsize=4096)
def _name_patterns(outlet: str | None) -> tuple[re.Pattern[str], ...]:
    """Return what an outlet may be called by, in full and in short."""
    name = without_article(re.sub(r"\s*\(.*?\)|\.(?:com|org|net|example)\b", "", outlet or ""))
    if len(name) < SHORTEST_NAME:
        return ()
    initial = f"(?-i:{re.escape(name[0])}|{re.escape(name[0].upper())})"  # "vecinos de Orvell" are no newspaper
    patterns = [re.compile(rf"\b({initial}{re.escape(name[1:])})\b", re.IGNORECASE)]
    *_, before, last = ["", *name.split()]
    if len(last) >= SHORTEST_NAME and before and not PREPOSITION.fullmatch(before):
        patterns.append(re.compile(rf"\b(?:the|el|la|der|die|das|dem|le|al|del|du|to|via) ({re.escape(last)})\b"))
    return tuple(patterns)


def _credited_house(derived: Article, source: Article) -> str:
    """Return the name at the head or foot of `derived` that is short for the outlet of `source`, and not for its own.

    "SEA POINT, May 3 (Lantern) –" in another paper credits the Lantern News Service, and so does "(LNS)".
    """
    names = (name for name in _bylines(derived) + datelines(derived.text) + _feet(derived) if len(name) > 1)
    return next((name for name in names if _short(name, source.outlet) and not _short(name, derived.outlet)), "")


def _credited_agency(derived: Article, source: Article) -> str:
    """Return the agency that `derived` names and that a text of no known outlet bears, or "".

    It stands in the byline of the one and at the head or the foot of the other; or in the datelines of both, where the
    one is a paper's and so does not bear it as its own.
    """
    ends = f"{source.text[:HEAD]}\n{source.text[-HEAD:]}".casefold()
    named = [name for name in _bylines(derived) if AGENCY.search(name) and name.casefold() in ends]
    signed = [sign for sign in datelines(derived.text) if derived.outlet and sign in datelines(source.text)]
    own = (derived.outlet or "").casefold()
    return next((name for name in named + signed if not (name.casefold() in own or may_sign(own, name.casefold()))), "")


def _feet(article: Article) -> list[str]:
    """Return the names in brackets behind the last lines, as "(LNS/bn)"."""
    return [name for foot in FOOT.findall(article.text[-HEAD:]) for name in names_in(foot)]


def _short(name: str, outlet: str | None) -> bool:
    """Tell whether an outlet is called so for short: as it begins, what an agency is named, or by its initials.

    "Lantern" and "LNS" are the Lantern News Service, "Norden" is the Agency Norden; small words may have no initial.
    """
    said, whole = name.casefold(), (outlet or "").casefold()
    if f"{whole} ".startswith(f"{said} ") or f"({said})" in whole:
        return True
    agency = AGENCY.search(whole) is not None
    if len(said) >= SHORTEST_NAME and agency and whole.endswith(f" {said}"):
        return True
    return len(said) >= SHORTEST_INITIALS and (_signs(whole, said, "") or (agency and may_sign(whole, said)))


def may_sign(outlet: str, mark: str) -> bool:
    """Tell whether an outlet may sign so: with the first letters of its words, and some between, in their order.

    What is not called an agency signs with letters of several words: the País does not sign PA.
    """
    several = sum(len(word) > SMALL for word in re.findall(r"\w+", outlet)) > 1
    return (several or AGENCY.search(outlet) is not None) and _signs(outlet, mark, r"[{}]*")


def _signs(outlet: str, mark: str, between: str) -> bool:
    """Tell whether a sign is made of the first letters of an outlet's words, each with what may stand between them."""
    words = re.findall(r"\w+", outlet)
    if not words or max(len(words), len(mark)) > LONGEST_SIGN:  # to try all ways to skip words takes longer and longer
        return False
    letters = (f"(?:{word[0]}{between.format(word)}){'?' if len(word) <= SMALL else ''}" for word in words)
    return re.fullmatch("".join(letters), mark) is not None


def _bylines(article: Article) -> list[str]:
    """Return the names in a byline, of persons or agencies."""
    return names_in(article.author or "")


def names_in(byline: str) -> list[str]:
    """Return the names of a byline or a line of credits, without the words before them."""
    return [BEFORE_NAMES.sub("", name.strip(), count=1) for name in BETWEEN_NAMES.split(byline) if name.strip()]


def _person(author: str | None) -> str:
    """Return the first author's name where it is a person's: two words or more."""
    name = re.split(r"[,;|&/]| and | und | y | et ", author or "")[0].strip()
    return name if len(name.split()) >= 2 and not any(word in name.casefold() for word in GENERIC) else ""
