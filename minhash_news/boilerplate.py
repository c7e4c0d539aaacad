"""Mask: words -> the words that belong to the site, not to the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.kernels.columns import NEW_PARAGRAPH
from minhash_news.kernels.paragraphs import own_and_shared, paragraph_hashes
from minhash_news.model import Article, house

FURNITURE = re.compile(
    r"[ \t>*#_|]*(?:"
    # breadcrumbs and share bars
    r"(?:home|inicio|startseite|accueil|start)[ \t]*[>»›|/]"
    r"|(?:share|teilen|compartir|comparte|partager|condividi)\b(?=[^\n.]{0,40}(?:[:|]|facebook|twitter|whatsapp|e-?mail))"
    # pointers to other articles
    r"|(?:read (?:more|next|also)|more (?:from|on this|stories)|related(?: (?:stories|articles|coverage|content))?"
    r"|see also|also read|most read|recommended|you (?:may|might) also like"
    r"|lea? (?:también|más)|más (?:noticias|sobre)|relacionad[oa]s?|te puede interesar"
    r"|lesen sie auch|mehr (?:zum thema|aus|dazu)|auch interessant|das könnte sie"
    r"|(?:à )?lire aussi|voir aussi|sur le même sujet|plus d'infos)[ \t]*(?::|\||$|\n)"
    # subscriptions, advertisement, rights
    r"|(?:sign up|subscribe|suscríbe|abonnez|abonnieren|newsletter|advertisement|anzeige|publicidad|publicité"
    r"|all rights reserved|todos los derechos|alle rechte|tous droits|copyright|©)"
    r")[^\n]{0,200}$",
    re.IGNORECASE | re.MULTILINE,
)
"""What matches where a line begins is page furniture wherever it stands."""

SAMPLE = 12
"""Of the articles that share a paragraph, so many are looked at."""
UNRELATED = {True: 0.25, False: 0.15}
"""Two articles whose other words share less idf than this, of one outlet or not, are about different things."""
OWN_BITS = 100.0
"""An article with less idf than this outside the shared paragraphs is too short to tell."""
WITHOUT_OUTLET = 3
"""Articles that have to share a paragraph before it is the site's, where no outlet is known or much is shared."""
MUCH = 0.25
"""Two articles of which both have more than this share of their words in common paragraphs may be an article and its
update under a new head; what they share is the site's only if a third bears it out."""


def furniture(text: str) -> list[tuple[int, int]]:
    """Return the character spans of the lines that are page furniture by their wording."""
    spans, line = [], 0
    while line >= 0:  # line by line is ten times as fast as to let the pattern look for the beginnings of lines
        match = FURNITURE.match(text, line)
        if match:
            spans.append(match.span())
        line = text.find("\n", match.end() - 1 if match else line) + 1 or -1
    return spans


def mask_spans(starts: NDArray[np.int32], spans: Sequence[tuple[int, int]], mask: NDArray[np.bool_]) -> None:
    """Set the mask for the words of one article that begin inside the spans."""
    for begin, end in spans:
        mask[np.searchsorted(starts, begin) : np.searchsorted(starts, end)] = True


def repeated_paragraphs(hashes: NDArray[np.uint64], article: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return for each paragraph that stands in more than one article the indices of its places.

    Args:
        hashes: (paragraphs,) uint64, one hash for the words of each paragraph.
        article: (paragraphs,) int64, the article it stands in; never falls.
    """
    order = np.argsort(hashes, kind="stable")
    ranked = hashes[order]
    edges = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1], True])
    groups = []
    for k in np.flatnonzero(np.diff(edges) > 1):
        places = order[edges[k] : edges[k + 1]]
        if article[places[0]] != article[places[-1]]:
            groups.append(places)
    return groups


def site_words(
    words: CorpusWords, articles: Iterable[Article], paragraphs: NDArray[np.uint64] | None = None
) -> NDArray[np.bool_]:
    """Return (words,) bool: True where a word belongs to the site and not to the article.

    Page furniture (share bars, pointers to other stories, rights notices) is told by its wording; a footer or a
    newsletter line by standing in articles of one outlet which share next to nothing else.

    Args:
        words: of the articles, weighed.
        articles: in the same order.
        paragraphs: what `site_paragraphs` found in the corpus they belong to; these alone are the corpus where None.
    """
    outlets, furnished = [], {}
    for row, article in enumerate(articles):
        outlets.append(article.outlet)
        spans = furniture(article.text)
        if spans:
            furnished[row] = spans
    site = SiteText(words, outlets)
    hidden = site.mask(site.paragraphs() if paragraphs is None else paragraphs)
    for row, spans in furnished.items():
        mask_spans(words.places(row)[0], spans, hidden[words.span(row)])
    return hidden


def site_paragraphs(words: CorpusWords, outlets: Sequence[str | None]) -> NDArray[np.uint64]:
    """Return the hashes, ascending, of the paragraphs of a corpus that are a site's and no article's."""
    return SiteText(words, outlets).paragraphs()


def visible_text(words: CorpusWords, row: int, text: str, hidden: NDArray[np.bool_]) -> str:
    """Return the text of an article without its hidden words; `hidden`, (words,) bool, is of all articles."""
    hidden = hidden[words.span(row)]
    if not hidden.any():
        return text
    starts, ends = words.places(row)
    edges = np.flatnonzero(np.diff(np.r_[False, hidden, False].astype(np.int8)))
    pieces, at = [], 0
    for first, behind in zip(edges[::2], edges[1::2], strict=True):
        pieces.append(text[at : starts[first]])
        at = int(ends[behind - 1])
    return "\n".join([*pieces, text[at:]])


def sampled(articles: NDArray[Any]) -> list[int]:
    """Return those that are looked at of the articles, ascending, that share a paragraph."""
    step = max(1, len(articles) // SAMPLE)
    return [int(article) for article in articles[::step][:SAMPLE]]


def of_the_site(strangers: Mapping[tuple[int, int], bool]) -> bool:
    """Tell whether a paragraph is a site's.

    Args:
        strangers: of the articles looked at, the pairs that share next to nothing else -> whether these two are enough.
    """
    if any(strangers.values()):
        return True
    met = Counter(article for pair in strangers for article in pair)
    return sum(count >= WITHOUT_OUTLET - 1 for count in met.values()) >= WITHOUT_OUTLET


class SiteText:
    """Finds the paragraphs that a site puts under (or over) whatever it prints.

    A paragraph that stands in articles of one outlet which share next to nothing else is the site's. Where the outlet
    is not known, or much of the articles is shared, it takes three such articles. A paragraph shared by articles on the
    same event is left alone: that is a copy or an excerpt.
    """

    def __init__(self, words: CorpusWords, outlets: Sequence[str | None]) -> None:
        self.words, self.outlets = words, [house(outlet) for outlet in outlets]
        self.starts = np.flatnonzero(words.flags & NEW_PARAGRAPH)
        self.ends = np.r_[self.starts[1:], len(words.ids)]
        self.indptr = np.searchsorted(self.starts, words.indptr)
        self.article = np.repeat(np.arange(len(words)), np.diff(self.indptr))
        self.hashes = paragraph_hashes(words.ids, words.vocabulary, self.starts)
        self._strangers: dict[tuple[int, int], bool] = {}

    def paragraphs(self) -> NDArray[np.uint64]:
        """Return the hashes of the paragraphs that are the site's, ascending."""
        groups = repeated_paragraphs(self.hashes, self.article)
        found = [self.hashes[places[0]] for places in groups if self._is_of_the_site(places)]
        return np.array(found, np.uint64)

    def mask(self, paragraphs: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return (words,) bool: True where a word stands in a paragraph of one of these hashes."""
        hidden = np.zeros(len(self.words.ids), bool)
        for place in np.flatnonzero(np.isin(self.hashes, paragraphs)):
            hidden[self.starts[place] : self.ends[place]] = True
        return hidden

    def same_outlet(self, a: int, b: int) -> bool:
        """Tell whether two articles are known to be of one outlet."""
        return bool(self.outlets[a]) and self.outlets[a] == self.outlets[b]

    def _is_of_the_site(self, places: NDArray[np.int64]) -> bool:
        pairs = combinations(sampled(np.unique(self.article[places])), 2)
        return of_the_site({pair: self.enough(*pair) for pair in pairs if self.strangers(*pair)})

    def enough(self, a: int, b: int) -> bool:
        """Tell whether two strangers alone show what is the site's: they are of one outlet, and share little."""
        return self.same_outlet(a, b) and min(self._shared(a, b), self._shared(b, a)) <= MUCH

    def _shared(self, article: int, other: int) -> float:
        """Return the share of an article's words in paragraphs that another has, too."""
        here, there = (slice(*self.indptr[row : row + 2]) for row in (article, other))
        lengths = self.ends[here] - self.starts[here]
        return float(lengths[np.isin(self.hashes[here], self.hashes[there])].sum() / max(1, lengths.sum()))

    def strangers(self, a: int, b: int) -> bool:
        """Say whether two articles, but for the paragraphs that stand in both, have next to no words in common."""
        if (a, b) not in self._strangers:
            first, second = (self.indptr[article : article + 2] for article in (a, b))
            least, shared = own_and_shared(
                self.words.ids, self.starts, self.ends, self.hashes, first, second, self.words.idf
            )
            self._strangers[a, b] = least >= OWN_BITS and shared < UNRELATED[self.same_outlet(a, b)] * least
        return self._strangers[a, b]
