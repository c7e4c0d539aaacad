"""Infer: articles and their edges -> sources that are not in the corpus."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from minhash_news.derive.credits import AGENCY, FOOT, GENERIC, SHORTEST_INITIALS, SOURCE, may_sign, names_in
from minhash_news.derive.datelines import datelines, is_name
from minhash_news.model import (
    UNOBSERVED,
    Article,
    ArticleId,
    Coverage,
    Derivation,
    Direction,
    Ground,
    Kind,
    house,
    same_outlet,
)

T = TypeVar("T")

INFERRED = 0.8
"""Probability of a source that no text here shows. It does not grow with the likeness of the texts: that they credit
one agency, or call themselves an update, is said by themselves. Set by hand, as too few such sources are known."""
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
LAST_LINE = 120
"""Characters of a last line that is one of credits; a longer one is text, and may have a sign behind its last stop."""
LAST_STOP = tuple(".!?…”“\"»'’*")
SIGN = 5
"""Letters of an agency's sign."""
NOBODY = re.compile(
    rf"(?:{'|'.join(GENERIC)}|{AGENCY.pattern})|(?:ends?|ende|fin|fim|fine|more|red|photos?|fotos?|videos?|news|"
    r"reports?|services?)$",
    re.IGNORECASE,
)
"""A name of nothing but such words is nobody's: "Staff", "(ENDS)", "Wire reports"."""

UNNAMED = re.compile(
    r"(?:news )?agenc(?:y|ies)|agenturen?|nachrichtenagentur(?:en)?|agencias?|agences?|agenzi[ae]|agências?|"
    r"(?:news|press) ?wires?|wire (?:services?|reports?)|syndicated(?: feed)?",
    re.IGNORECASE,
)
"""A byline that says that an agency wrote it, and not which."""


def to_the_absent(derived: ArticleId, name: str, kind: Kind, signal: str, says: str) -> Derivation:
    """Return the edge from an article to a source of that name that is not in the corpus."""
    ground = Ground(signal, says, round(math.log(INFERRED / (1 - INFERRED)), 2))
    source = ArticleId(UNOBSERVED + name)
    return Derivation(derived, source, kind, INFERRED, Direction.KNOWN, INFERRED, Coverage(0.0, 0.0), (ground,))


def wire_marks(article: Article) -> dict[str, str]:
    """Return the agencies that an article credits in dateline, last line and byline: case folded -> as it has them.

    A sign is a short word in capitals, or in small letters where it stands in brackets, behind "Source:" or before the
    stroke of a byline ("lws/tom"): a bare small word there is the account or the initials of a person.
    """
    text = article.text.strip()
    found = [
        *filter(_may_be_agency, datelines(text)),
        *_of_byline(article.author or ""),
        *_of_last_line(text[text.rfind("\n") + 1 :].strip(" *_")),
    ]
    return {name.casefold(): name for name in found if not all(map(NOBODY.match, name.split()))}


def _may_be_agency(sign: str) -> bool:
    """Tell the sign of a dateline from a remark; one with a full stop or a figure is a stock ticker or the like."""
    return re.search(r"[.\d]", sign) is None and (" " not in sign or is_name(sign))


def _of_byline(author: str) -> Iterator[str]:
    outside = IN_BRACKETS.sub(" ", author)
    yield from _agencies(outside, capitals=True, small="/" in outside or SOURCE.match(outside) is not None)
    for inside in IN_BRACKETS.findall(author):
        yield from _agencies(inside, capitals=True, small=True)


def _of_last_line(line: str) -> Iterator[str]:
    foot = FOOT.search(line) if line.endswith(")") else None
    if foot and (len(line) < LAST_LINE or line[: foot.start()].rstrip().endswith(LAST_STOP)):
        yield from _agencies(foot[1], capitals=True, small=True)
    if len(line) < LAST_LINE:
        source = SOURCE.match(line) is not None
        yield from _agencies(IN_BRACKETS.sub(" ", line), capitals=source, small=source)


def _agencies(line: str, *, capitals: bool, small: bool) -> Iterator[str]:
    """Yield the agencies among the names in a line.

    Where `capitals`, short words in capitals are signs. Where `small`, so is the first name in small letters; the
    others are those of editors.
    """
    for place, name in enumerate(name.strip(" .:*_–—-©") for name in names_in(line)):
        called = AGENCY.search(name) is not None and is_name(name) and re.search(r"\d", name) is None
        short = name.isalpha() and len(name) <= SIGN
        in_capitals = capitals and name.isupper() and len(name) > 1
        in_small = small and place == 0 and name.islower() and len(name) >= SHORTEST_INITIALS
        if called or (short and (in_capitals or in_small)):
            yield name


@dataclass(frozen=True)
class Agencies:
    """The agencies, among them all outlets, whose own stories may be in a corpus.

    Attributes:
        outlets: of its articles, case folded -> how many of these are theirs.
        marks: agency signs in the articles of no known outlet.
    """

    outlets: Mapping[str, int]
    marks: frozenset[str]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Agencies:
        """Look through the articles of a corpus."""
        outlets: Counter[str] = Counter()
        marks: set[str] = set()
        for article in articles:
            if article.outlet:
                outlets[article.outlet.casefold()] += 1
            else:
                marks.update(wire_marks(article))
        return cls(outlets, frozenset(marks))

    def __or__(self, other: Agencies) -> Agencies:
        """Return those of both of two corpora that have no article in common."""
        return Agencies(Counter(self.outlets) + Counter(other.outlets), self.marks | other.marks)

    @cached_property
    def stories(self) -> Mapping[str, int]:
        """How many articles there are of an outlet, by `model.house`."""
        found: Counter[str] = Counter()
        for outlet, count in self.outlets.items():
            found[house(outlet)] += count
        return found

    def have(self, mark: str) -> bool:
        """Tell whether there is an article of that outlet, or one of no known outlet that bears the sign."""
        words = _in_words(mark)
        return mark in self.marks or any(
            words in _in_words(outlet) or may_sign(outlet, mark) for outlet in self.outlets
        )


def _in_words(name: str) -> str:
    return " ".join(["", *re.findall(r"\w+", name), ""])


def common_wire(first: Article, second: Article, agencies: Agencies) -> str:
    """Return the agency that both texts credit, or "" where there is none or its own story may be in the corpus.

    It is case folded, and as the one has it that says it shorter. Where one says only that an agency wrote it, it is
    the other's. Two texts of one outlet are versions of one story, whatever they credit.
    """
    if same_outlet(first, second):
        return ""
    ours, theirs = (set(wire_marks(article)) for article in (first, second))
    shared = {min(one, other, key=len) for one in ours for other in theirs if is_same_agency(one, other)}
    if not ours and _of_some_agency(first):
        shared = theirs
    elif not theirs and _of_some_agency(second):
        shared = ours
    return next((mark for mark in sorted(shared) if not agencies.have(mark)), "")


def is_same_agency(one: str, other: str) -> bool:
    """Tell whether two marks, case folded, are those of one agency: "agence boréale" signs "ab"."""
    short, long = sorted((one, other), key=len)
    return short == long or (AGENCY.search(long) is not None and short.isalpha() and may_sign(long, short))


def by_agency(found: Mapping[str, Sequence[T]]) -> Iterator[tuple[str, list[T]]]:
    """Yield what was found by mark, the marks of one agency taken together under the shortest of them."""
    shortest = {mark: min((m for m in found if is_same_agency(m, mark)), key=lambda m: (len(m), m)) for mark in found}
    for name in dict.fromkeys(shortest.values()):
        yield name, [one for mark, some in found.items() if shortest[mark] == name for one in some]


def named_as(article: Article, agency: str) -> str:
    """Return how an article credits an agency, given by a mark of it, or "" where it names none."""
    return next((name for mark, name in wire_marks(article).items() if is_same_agency(mark, agency)), "")


def _of_some_agency(article: Article) -> bool:
    """Tell whether a text says that an agency wrote it, and not which."""
    return any(map(UNNAMED.fullmatch, names_in(article.author or "")))
