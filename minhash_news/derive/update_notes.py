"""Find: one article -> the words by which it calls itself an update or a correction of what was there before."""

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

UPDATED = (
    "updated?|aktualisiert|aktualisierte fassung|aktualisierung|actualizad[oa]|actualización|mise? à jour|actualisée?|"
    "actualisation|aggiornat[oa]|aggiornamento|atualizad[oa]|atualização|actualização|actualizare|actualizat|"
    "bijgewerkt|uppdatera[dt]|uppdatering|opdateret|opdatering|oppdatert|oppdatering|aktualizacja|zaktualizowan[aoy]"
)
CORRECTED = (
    "corrected|amended|korrigiert|berichtigt|corregid[oa]|rectificad[oa]|rectifiée?|corrigid[oa]|gecorrigeerd|rättad|"
    "correction|clarification|korrektur|berichtigung|richtigstellung|corrección|rectificación|fe de err(?:ores|atas)|"
    "rectificatif|correctif|erratum|correzione|rettifica|errata|correção|retificação|correctie|rectificatie|"
    "rechtzetting|rättelse|rettelse|sprostowanie|korekta|rectificare"
)
"""Not French "corrigé": that heads the answers to an exam."""
UPDATE_TITLE = re.compile(
    rf"^\W*(?:(?:{UPDATED})\b(?:\s*\d+)?\s*,|(?:{UPDATED}|{CORRECTED})\b(?:\s*\d+)?\s*[-:–—|)\]])|"
    rf"[(\[](?:{UPDATED}|{CORRECTED})[)\]]\s*$|\s[-–—|]\s*(?:{UPDATED}|{CORRECTED})$",
    re.IGNORECASE,
)
"""A headline that calls its article an update or a correction."""
TIME = (
    r"(?:(?:on|at|am|um|den|el|a las?|le|à)\s+)*"
    rf"(?:(?:{'|'.join((*DAYS, *MONTHS))})\b|\d{{1,2}}(?!,?\d))"
)
"""A day or an hour; of a year alone may be any map or list that "was updated"."""
HEADING = (
    rf"^\W*(?!update\s+on\b)(?:(?:article|artikel|artículo|noticia|nota) )?(?:{UPDATED})\b"
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
    r"(?:ha sido|fue|se ha)\s+actualizad[oa]|a été\s+(?:mise? à jour|actualisée?)"
)
PUBLISHED = r"(?:published|posted|veröffentlicht|erschienen|publicad[oa]|publiée?)"
FIRST_PUBLISHED = rf"(?:first|originally|zuerst|zunächst|initialement)\b[^.\n]{{0,30}}?\b{PUBLISHED}"
AT_THE_HEAD = (
    rf"{HEADING}|"
    rf"\b(?:{THIS_ARTICLE})\s+(?:{HAS_BEEN})\b|"
    rf"(?:\b(?:{THIS_ARTICLE})\b[^\n]{{0,60}}?\b{PUBLISHED}|^\W*{FIRST_PUBLISHED})\b[^\n]{{0,60}}?\b(?:{UPDATED})\b|"
    r"^\W*according to new developments\b"
)
AT_THE_END = (
    r"\bthis (?:article|story|report|post) (?:has been|was) updated\b|"
    rf"(?m:^)\W*(?-i:(?=[A-Z]))(?:{UPDATED})(?: \d+)?:\s+(?!{TIME})[^.\n]{{0,60}}"
)
"""Less than at the head: every page of some sites ends with the hour of its last update."""
AGENCY = (
    r"(?-i:\((?:(?:Eds?|EDS): ?)?(?:Adds|Updates|Recasts|Corrects|Corrected|Clarifies|Refiles|Rewrites|ADDS|UPDATES|"
    r"RECASTS|CORRECTS|CLARIFIES|REFILES|REWRITES|[Nn]eu:|Aktualisiert|Ergänzt|Korrigiert|Berichtigt|Actualiza|Amplía|"
    r"Añade|Corrige|Actualise|Actualisé|Ajoute|Rectifie|Aggiorna|Aggiunge|Corregge|Atualiza|Acrescenta|Voegt toe|"
    r"Rättar|Lägger till|Retter|Tilføjer)"
    r"(?!\w)[^)\n]{2,60})"
)
"""What an agency says that it changed since its last version."""
NOTICE = (
    rf"(?:(?m:^)|[.!?)\]]\s)\W*(?-i:(?=[A-Z]))(?:{CORRECTED})"
    rf"(?::|(?=,?\s+{TIME})[^.:\n]{{0,40}}[:.\n])[^.\n]{{0,60}}"
)
CORRECTS_ITSELF = (
    r"\b(?:this|the following) (?:article|story|report|post|item|headline)(?: update)? "
    r"(?:corrects|clarifies|(?:has been|was|is) (?:corrected|amended|clarified|modified|revised))\b|"
    r"\bdiese[rs]? (?:artikel|bericht|beitrag|text|meldung) wurde\b[^.\n]{0,60}?\b(?:korrigiert|berichtigt|geändert)\b|"
    r"\best[ea] (?:artículo|nota|noticia|información|texto) (?:ha sido|fue) (?:corregid|rectificad|modificad)[oa]\b|"
    r"\b(?:cet article|ce texte|cette dépêche) a été (?:corrigé|rectifié|modifié)e?\b"
)
""""The article was amended" is said of laws, too; "this article" is not."""
EARLIER_VERSION = (
    r"\ban? (?:earlier|previous) version (?:of this (?:article|story|report|post|headline)|incorrectly|wrongly|gave|"
    r"misstated|misspelled|misidentified|said|stated|omitted)\b|"
    r"\b(?:früheren?|vorherigen?|ursprünglichen?|ersten?) (?:version|fassung) (?:dieses|des) "
    r"(?:artikels|berichts|beitrags|textes)\b|"
    r"\bversión (?:anterior|previa|inicial) de est[ea] (?:artículo|nota|noticia|información|texto)\b|"
    r"\bversion (?:précédente|antérieure|initiale) de (?:cet article|ce texte|cette dépêche)\b|"
    r"\bversione precedente di quest[oa] |\bversão anterior dest[ea] |\beerdere versie van dit |"
    r"\b(?:tidigare|tidligere) version (?:av|af) (?:artikeln|texten|artiklen|denne)\b|"
    r"\b(?:poprzedniej|wcześniejszej) wersji (?:artykułu|tekstu)\b"
)
EITHER = f"{AGENCY}|{NOTICE}|{CORRECTS_ITSELF}|{EARLIER_VERSION}"
HEAD_NOTE, END_NOTE = (re.compile(f"{own}|{EITHER}", re.IGNORECASE) for own in (AT_THE_HEAD, AT_THE_END))
"""The same, said at the head of the text or at its end."""
STEMS = (
    "updat", "pdater", "aktuali", "actuali", "atuali", "aggiorna", "à jour", "bijgewerkt",
    "new developments", "correct", "amended", "revised", "clarif", "modif", "rectif", "retific", "rettific", "korri",
    "korrektur", "korekta", "berichtig", "richtigst", "geändert", "corrig", "correg", "correz", "correç",
    "fe de err", "errat", "rechtzet", "rätta", "rättelse", "rettelse", "sprostow", "versione p", "versão a",
    "eerdere v", "tidigare v", "tidligere v", "wersji", "(voegt", "(lägger", "(retter", "(tilføjer", "earlier version",
    "previous version", "fassung", "versión", "version p", "version a", "version i", "recasts", "refiles", "rewrites",
    "(adds", "(ed", "(neu:", "(ergänzt", "(amplía", "(añade", "(ajoute", "(aggiunge", "(acrescenta",
)  # fmt: skip
"""One of these stands in whatever the patterns find; to look for them is ten times as fast."""
LOOKED_THROUGH = 300
"""Characters at the head and at the end of a text in which such a note is looked for."""


def update_note(article: Article) -> str:
    """Return the words by which an article calls itself an update or a correction, or ""."""
    head, end = article.text[:LOOKED_THROUGH].lstrip(), article.text[-LOOKED_THROUGH:]
    said = f"{article.title}\n{head}\n{end}".lower()
    if not any(stem in said for stem in STEMS):
        return ""
    found = UPDATE_TITLE.search(article.title) or HEAD_NOTE.search(head) or END_NOTE.search(end)
    return " ".join(found.group().split()) if found else ""
