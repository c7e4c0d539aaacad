"""Infer: articles and their edges -> sources that are not in the corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from minhash_news.derive.credits import AGENCY, BETWEEN_NAMES, may_sign
from minhash_news.model import Article, same_outlet

IN_BRACKETS = re.compile(r"\(([^().\d\n]{2,40})\)")
"""A sign in brackets; one with a full stop or a figure is a stock ticker, a date or the like."""
DATELINE_SIGN = re.compile(rf"{IN_BRACKETS.pattern}\s*(?:[-–—:]|\.\s)")
"""The same before the dash, colon or full stop that ends a dateline."""
DATELINE = 120
"""Characters at the head in which an agency stands in brackets behind the place: "CARROW FALLS (LWS) —"."""
SIGN = 5
"""Letters of an agency's sign."""


def wire_marks(article: Article) -> frozenset[str]:
    """Return the agency signs in an article's dateline, last line and byline, case folded."""
    text = article.text.strip()
    found = {mark.strip() for mark in DATELINE_SIGN.findall(text[:DATELINE])}
    last = text[text.rfind("\n") + 1 :]
    if last.endswith(")") and len(last) < DATELINE:
        found.update(filter(_is_agency, map(str.strip, IN_BRACKETS.findall(last))))
    found.update(filter(_is_agency, map(str.strip, BETWEEN_NAMES.split(article.author or ""))))
    return frozenset(mark.casefold() for mark in found)


def _is_agency(name: str) -> bool:
    """Tell an agency's name or sign from a person's name or "(Photo)"."""
    sign = " " not in name and (name.isupper() or name.islower()) and len(name) <= SIGN
    return sign or AGENCY.search(name) is not None


@dataclass(frozen=True)
class Agencies:
    """The agencies whose own stories may be in a corpus.

    Attributes:
        outlets: of its articles, case folded.
        marks: agency signs in the articles of no known outlet.
    """

    outlets: frozenset[str]
    marks: frozenset[str]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> Agencies:
        """Look through the articles of a corpus."""
        outlets: set[str] = set()
        marks: set[str] = set()
        for article in articles:
            if article.outlet:
                outlets.add(article.outlet)
            else:
                marks |= wire_marks(article)
        return cls(frozenset(outlet.casefold() for outlet in outlets), frozenset(marks))

    def have(self, mark: str) -> bool:
        """Tell whether there is an article of that outlet, or one of no known outlet that bears the sign."""
        return mark in self.marks or any(mark in outlet or may_sign(outlet, mark) for outlet in self.outlets)


def common_wire(first: Article, second: Article, agencies: Agencies) -> str:
    """Return the agency that both texts credit, or "" where there is none or its own story may be in the corpus.

    Two texts of one outlet are versions of one story, whatever they credit.
    """
    if same_outlet(first, second):
        return ""
    shared = sorted(wire_marks(first) & wire_marks(second))
    return next((mark for mark in shared if not agencies.have(mark)), "")
