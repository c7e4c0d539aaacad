"""Find: one article -> the words by which it calls itself an update."""

from __future__ import annotations

import re

from minhash_news.model import Article

DAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "tomorrow",
    "tonight", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "ayer", "hoy", "montag",
    "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "gestern", "heute", "lundi", "mardi",
    "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "hier", "demain",
)  # fmt: skip
"""A report of the day names the day; a later one names the date, or none."""
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "enero", "febrero", "marzo",
    "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "janvier",
    "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre", "jan", "feb",
    "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
)  # fmt: skip

UPDATED = "updated?|aktualisiert|aktualisierung|actualizad[oa]|actualización|mise? à jour|aggiornamento|atualizad[oa]"
UPDATE_TITLE = re.compile(
    rf"^\W*(?:{UPDATED})\b(?:\s*\d+)?\s*[-:–—|,]|\((?:updated?|aktualisiert|actualizado|mis à jour)\)\s*$",
    re.IGNORECASE,
)
"""A headline that calls its article an update."""
TIME = (
    r"(?:(?:on|at|am|um|den|el|a las?|le|à)\s+)*"
    rf"(?:(?:{'|'.join((*DAYS, *MONTHS))})\b|\d{{1,2}}(?!,?\d))"
)
"""A day or an hour; of a year alone may be any map or list that "was updated"."""
HEADING = (
    rf"^\W*(?!update\s+on\b)(?:{UPDATED})\b"
    rf"(?=\s*[:.–—|()\[\]*+]|\s*-(?!\w)|,?\s+{TIME}|[ \t]*(?:\n|\Z))[^.\n]{{0,60}}"
)
"""The word with what ends it or a time behind it: "Update your calendars" and "Updated rules" are the news itself."""
THIS_ARTICLE = (
    r"this (?:article|story|report|post|page)|the article|the (?:story|post)(?=\s+has\s+been)|"
    r"diese[rs]? (?:artikel|bericht|beitrag|text|meldung)|(?:der artikel|der beitrag|die meldung)|"
    r"est[ea] (?:artículo|nota|noticia|información|historia|texto|publicación)|(?:el artículo|la nota)|"
    r"cet article|ce texte|cette (?:dépêche|publication)|l['’]article"
)
"""What an article calls itself; "the report" is somebody else's too often."""
HAS_BEEN = (
    r"(?:has\s+been|was|is)(?:\s+last)?\s+updated|(?:wurde|ist)\b[^\n]{0,60}?\baktualisiert|"
    r"(?:ha sido|fue|se ha)\s+actualizad[oa]|a été\s+mise? à jour"
)
PUBLISHED = r"(?:published|posted|veröffentlicht|erschienen|publicad[oa]|publiée?)"
FIRST_PUBLISHED = rf"(?:first|originally|zuerst|zunächst|initialement)\b[^.\n]{{0,30}}?\b{PUBLISHED}"
UPDATE_NOTE = re.compile(
    rf"{HEADING}|"
    rf"\b(?:{THIS_ARTICLE})\s+(?:{HAS_BEEN})\b|"
    rf"(?:\b(?:{THIS_ARTICLE})\b[^\n]{{0,60}}?\b{PUBLISHED}|^\W*{FIRST_PUBLISHED})\b[^\n]{{0,60}}?\b(?:{UPDATED})\b|"
    r"^\W*according to new developments\b",
    re.IGNORECASE,
)
"""The same, said at the head of the text."""
UPDATE_STEMS = ("updat", "aktualisi", "actualiz", "atualiz", "aggiorna", "à jour", "new developments")
"""One of these stands in whatever the two patterns find; to look for them is ten times as fast."""
HEAD = 300
"""Characters at the head of a text in which such a note is looked for."""


def update_note(article: Article) -> str:
    """Return the words by which an article calls itself an update, or ""."""
    head = article.text[:HEAD].lstrip()
    said = f"{article.title}\n{head}".lower()
    if not any(stem in said for stem in UPDATE_STEMS):
        return ""
    found = UPDATE_TITLE.search(article.title) or UPDATE_NOTE.search(head)
    return " ".join(found.group().split()) if found else ""
