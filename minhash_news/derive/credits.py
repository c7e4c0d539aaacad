"""Find: two articles -> the words by which one credits the other's outlet, agency or author."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from minhash_news.derive.datelines import HEAD, datelines
from minhash_news.derive.update_notes import DAYS, MONTHS
from minhash_news.model import Article, same_outlet

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
GERMAN = ("der", "die", "das")
"""Behind these any noun has a capital."""
HOST = re.compile(r"\.(?:com|org|net|example)\b")
"""The end of a site's address."""
SMALL = 3
"""Words of so many letters may be left out of a sign: "Agency of the North" may sign AN."""
AGENCY = re.compile(r"wire|agency|agentur|ag[eê]ncia|agence|press\b|news service|nachrichten|dienst", re.IGNORECASE)
"""What a news agency is called."""
PREPOSITION = re.compile(r"of|for|in|de|del|du|des|della|di|von|vom|aus|für", re.IGNORECASE)
"""What follows these in a name is a place or a person, not what the outlet is called for short."""
FOOT = re.compile(r"\(([^()\n]{2,40})\)\W*$", re.MULTILINE)
"""In brackets behind the last lines: who wrote them."""
CREDITED = (
    r"(?:\b(?i:by|from|citing|to|interview with|(?:news)?paper|magazine|daily|weekly|journal|website|zeitung|magazin|"
    r"par|por|à|diario|periódico|revista|quotidien|giornale)(?i: the)? {0}\b|\b(?i:source:) ?{0}\b|"
    r"[(“„«\"]{0}[)”“»\"]|/{0}\b)"
)
"""What else credits an outlet whose name may be a common word: before it, or around it."""
DISTINCT = re.compile(r"[\W\d_]|\w[A-Z][a-z]")
"""A name in one word with one of these is no common word."""
NEXT = re.compile(r"[ \t]+(?:(?:of|de|du|del|di|von) )?(\w+)")
"""What stands behind a name, and may be more of it: "the Press Council"."""
OF_AN_AGENCY = (
    r"(?:\b(?i:told|via|reported by|according to|news agency|wire service|laut|gegenüber|agentur|según|agencia|selon|"
    r"agence|secondo|agenzia|agência)(?: the| der)? {0}\b|"
    r"\b{0} (?:reports?|reported|berichtete?|meldete?|informó|reportó|rapporte|a rapporté|riporta)\b)"
)
"""How a text hands on what an agency tells, whose sign may be a common word elsewhere."""
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


def credit(derived: Article, source: Article) -> str:
    """Return how the text or byline of `derived` names the outlet, agency or author of `source`, or "".

    Outlets are named in full or by their last word after an article or a preposition ("told the Courier"), those in one
    word with an article or in a phrase that credits. What an article's own outlet is called is no credit, nor is an
    author whom both have in one house.
    """
    text = f"{derived.author or ''}\n{derived.text}"
    own = (derived.outlet or "").casefold()
    stem, patterns = _name_patterns(source.outlet)
    for pattern, in_full in patterns if stem in text.casefold() else ():
        whole = (found for found in pattern.finditer(text) if in_full or not _goes_on(text, found.end()))
        found = next(whole, None)
        name = " ".join(found[found.lastindex or 0].split()) if found else ""
        if name and name.casefold() not in own:
            return name
    agency = _credited_house(derived, source) if source.outlet else _credited_agency(derived, source)
    agency = agency or _agency_in_the_body(derived, source)
    if agency:
        return agency
    author = "" if same_outlet(derived, source) else _person(source.author)
    if not author or author == _person(derived.author) or author.casefold() in own:
        return ""
    if not derived.outlet and AGENCY.search(author):  # it may be the agency's own text
        return ""
    return author if author in text else ""


@lru_cache(maxsize=4096)
def _name_patterns(outlet: str | None) -> tuple[str, tuple[tuple[re.Pattern[str], bool], ...]]:
    """Return a word of an outlet's name, and what it may be called by.

    With each stands whether it is the name in full, or may be the beginning of another. The word stands, in some case,
    in whatever they find; to look for it is faster.

    A name in one word may be a common one ("Economist", "people.com"), so it counts with the article, or where what
    stands before or behind it makes it a credit.
    """
    said = re.sub(r"\s*\(.*?\)|^www\.", "", outlet or "")
    bare = HOST.sub("", said)
    name = without_article(bare)
    if len(name) < SHORTEST_NAME:
        return "", ()
    *_, before, last = ["", *name.split()]
    stem = last.casefold()
    if not before and name.swapcase() != name and not DISTINCT.search(name):
        article = bare.strip().removesuffix(name).strip() or "The"
        return stem, tuple(_in_one_word(name, article if said == bare else ""))
    initial = f"(?-i:{re.escape(name[0])}|{re.escape(name[0].upper())})"  # "vecinos de Orvell" are no newspaper
    full = re.compile(rf"\b({initial}{re.escape(name[1:])})\b", re.IGNORECASE)
    if len(last) < SHORTEST_NAME or not before or PREPOSITION.fullmatch(before):
        return stem, ((full, True),)
    after = re.compile(rf"\b(?:the|el|la|der|die|das|dem|le|al|del|du|to|via) ({re.escape(last)})\b")
    return stem, ((full, True), (after, False))


def _in_one_word(name: str, article: str) -> Iterator[tuple[re.Pattern[str], bool]]:
    """Yield what credits an outlet whose name may be a common word; `article`: with it, it is none, if not ""."""
    yield re.compile(rf"\b({re.escape(name)}{HOST.pattern})", re.IGNORECASE), True
    spelt = f"({'|'.join(map(re.escape, dict.fromkeys([name, name.capitalize(), name.upper()])))})"
    for form in (OF_AN_AGENCY, CREDITED):
        yield re.compile(form.format(spelt)), False
    if article and article.casefold() not in GERMAN:
        yield re.compile(rf"\b{'[Tt]he' if article.casefold() == 'the' else article} {spelt}\b"), False


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a capitalised word behind a name makes it a longer one; a day or a month does not."""
    found = NEXT.match(text, end)
    return found is not None and found[1][0].isupper() and found[1].casefold() not in (*DAYS, *MONTHS)


def without_article(name: str) -> str:
    """Return a name without "the" or the like of another language in front; LA is a city."""
    return re.sub(
        r"^(?!(?-i:LA)\s)(?:the|el|la|los|las|der|die|das|le|les|il)\s+", "", name.strip(), flags=re.IGNORECASE
    )


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
    return next((name for name in named + signed if not _is_house(own, name.casefold())), "")


def _agency_in_the_body(derived: Article, source: Article) -> str:
    """Return the agency that signs `source` and that the running text of `derived` names, or "".

    "Meridian Press reports" credits the text whose dateline or byline is Meridian Press, whoever printed that; where
    both are signed so, both have the agency's story, and a text of no known outlet may be the agency's own. What is
    not called an agency has to be named like one.
    """
    if not derived.outlet:
        return ""
    signs = [*datelines(source.text), *(name for name in _bylines(source) if AGENCY.search(name) or name.isupper())]
    signs = [sign for sign in signs if len(sign) >= SHORTEST_INITIALS and sign in derived.text]
    own = derived.outlet.casefold()
    last = derived.text.strip().rpartition("\n")[2]
    bears = {name.casefold() for name in (*_bylines(derived), *datelines(derived.text), *_feet(derived), last)}
    others = (sign for sign in signs if sign.casefold() not in bears and not _is_house(own, sign.casefold()))
    return next((sign for sign in others if _agency_pattern(sign).search(derived.text)), "")


def _is_house(outlet: str, name: str) -> bool:
    return name in outlet or may_sign(outlet, name)


@lru_cache(maxsize=4096)
def _agency_pattern(name: str) -> re.Pattern[str]:
    """Return what names an agency: its name wherever that says what it is, else only as the one that tells."""
    whole = re.escape(name)
    says_so = " " in name and AGENCY.search(name)
    return re.compile(rf"\b{whole}\b" if says_so else OF_AN_AGENCY.format(whole))


def _feet(article: Article) -> list[str]:
    """Return the names in brackets behind the last lines, as "(LNS/bn)"."""
    return [name for foot in FOOT.findall(article.text[-HEAD:]) for name in names_in(foot)]


def _short(name: str, outlet: str | None) -> bool:
    """Tell whether an outlet is called so for short: as it begins, what an agency is named, or by its initials.

    "Lantern" and "LNS" are the Lantern News Service, "Norden" is the Agency Norden; small words may have no initial.
    """
    said, whole = name.casefold(), (outlet or "").casefold()
    names = (f"{whole} ", f"{without_article(outlet or '').casefold()} ")
    if any(name.startswith(f"{said} ") for name in names) or f"({said})" in whole:
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
