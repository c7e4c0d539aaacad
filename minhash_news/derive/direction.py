"""Weigh: two related texts -> the log-odds of either having come first."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, absent
from minhash_news.dates import instants
from minhash_news.derive.credits import credit
from minhash_news.derive.style import STYLE, Manner
from minhash_news.fitted import trees
from minhash_news.kernels.align import explained
from minhash_news.kernels.index import FLOOR
from minhash_news.kernels.measure import MIN_BITS
from minhash_news.kernels.words import NUMBER, QUOTED
from minhash_news.model import Article, same_outlet

PROFILE = (
    "explained", "explained in the first third", "explained in the middle", "explained in the last third",
    "sentences of its own", "sentences taken whole", "quotations of its own", "numbers of its own",
    "names of its own", "rarity of its own words", "length of its own words", "names among its own words",
    "sentences word for word",
)  # fmt: skip
STYLED = STYLE[:-1]
SHAPE = PROFILE[:-1]
"""What of it is a sign of direction; the last only tells the kind."""
ONCE = (
    "commas in a sentence", "paragraph spread", "days", "hearsay", "rarity of its own words", "length of its own words",
    "names among its own words",
)  # fmt: skip
"""Signs that mean the same however much is shared."""
TWICE = np.array([name not in ONCE for name in (*STYLED, *SHAPE)])
FEATURES = (
    *STYLED, "length", "length, in copies", "length beyond double", *SHAPE,
    *(f"{name}, in copies" for name in (*STYLED, *SHAPE) if name not in ONCE),
)  # fmt: skip
"""What the trees see: each is the value for the first text less that for the second; "in copies" is times how much of
both is shared."""

FIXED = ("credit", "update note", "words put in")
"""Signs of a weight of their own, which the trees do not see. What texts say of themselves is too seldom said by the
articles that the trees were fitted on; which words are put in, the other signs of a known rewriter would hide, and of
an unknown one it is what remains."""
CREDITED = 4.5
"""Log-odds, before MILD, of a text that names the other's outlet or author."""
NOTED, NOTED_SOMEWHERE, NOTED_ELSEWHERE = 3.5, 2.0, -1.0
"""Log-odds, before MILD, of the one of two texts that calls itself an update: within one outlet, where an outlet is not
known (as far as the two are copies), and between two outlets. Of 102 derivations within an outlet the later text has
the note in 97, and 3.5 is the most likely weight beside the wording; of 122 between two it never has, for who takes an
updated text drops its note. The weight of that is kept low: the taker may have updated its own text, too."""
PUT_IN = 15.0
"""Log-odds, before MILD, for one log-odds more that a text's own words are put in when a text is told anew, as far as
the two are no copies. Texts of one outlet are left out: who carries his own story on adds what is new. With trees and
words that had seen nothing of the family 17 was the most likely weight, of the collection 20."""
DATE_TRUST = 2.5
"""Log-odds that a date gives at most: one date in thirteen is taken to be wrong or misleading."""
DATE_SCALE = 3600.0
"""Seconds between two dates at which they say three quarters of that."""
MOST = 6.0
"""No evidence of wording is worth more log-odds than this."""
FEW_OWN = 5.0
"""What a text's own words are like is taken from them and from so many of all its words together."""
EXPLAINED = 0.3
"""A word that the other text explains less than this is a text's own: it stands in no copied run, nor in a sentence of
which so much is matched; that it occurs somewhere counts a tenth."""
OWN_SENTENCE = 0.15
"""Share of a sentence's weight below which the other text does not have it: a few common words agree by chance."""
WHOLE_SENTENCE = 0.75
"""Share from which on it was taken whole, a word or two changed."""
SENTENCE_AS_IT_IS = 0.95
"""Share from which on it was taken word for word: a word changed costs more, a run of a sentence's length less."""
COPIES = 1.6
"""How far two texts are copies is so many times what is explained of the less explained one, at most 1: an edited copy
keeps five eighths."""
DOUBLE = 0.7
"""A difference in length, in nats, up to which "length beyond double" is 0: ln 2, rounded."""
MILD = 0.8
"""Evidence of wording is taken at this rate: the signs are not independent of each other."""

Profiles = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Of two texts, each (len(PROFILE),) how it is explained by the other."""


@dataclass(frozen=True)
class Evidence:
    """What speaks for the first of two texts being derived from the second, as log-odds.

    Attributes:
        wording: (len(FEATURES),) each sign's part.
        fixed: (len(FIXED),) that of the signs of fixed weight.
        dates: of the publication dates, 0 where they say nothing.
    """

    wording: NDArray[np.float64]
    fixed: NDArray[np.float64]
    dates: float

    @property
    def total(self) -> float:
        """All of it, within bounds."""
        return self.worded + self.dates

    @property
    def worded(self) -> float:
        """All that the wording says, within bounds."""
        return float(np.clip(MILD * (self.wording.sum() + self.fixed.sum()), -MOST, MOST))

    @property
    def parts(self) -> dict[str, float]:
        """Each sign's part of `worded`: all are less where they come to more than MOST."""
        parts = MILD * np.concatenate([self.wording, self.fixed])
        parts *= MOST / max(MOST, abs(float(parts.sum())))
        return dict(zip((*FEATURES, *FIXED), parts.tolist(), strict=True))

    def __neg__(self) -> Evidence:
        return Evidence(-self.wording, -self.fixed, -self.dates)


Witness = Callable[[int, int], Evidence]
"""(derived, source) -> the evidence for that way round of two related articles."""


def profile(words: CorpusWords, row: int, other: int) -> NDArray[np.float64]:
    """Return (len(PROFILE),) how article `row` is explained by article `other`."""
    x = words.span(row)
    text, flags = words.text(row), words.flags[x]
    ids, sentences = text.ids, text.sentences
    if not len(ids):
        return np.zeros(len(PROFILE))
    strength = explained(text, words.text(other), words.idf, FLOOR, MIN_BITS)
    weight = words.idf[ids].astype(np.float64)
    got = strength * weight
    thirds = [
        got[part].sum() / max(1e-6, weight[part].sum())
        for part in (slice(k * len(ids) // 3, (k + 1) * len(ids) // 3) for k in range(3))
    ]
    by_sentence = np.bincount(sentences, got) / np.maximum(1e-6, np.bincount(sentences, weight))

    own = absent(ids, words.text(other).words)
    name = words.names(row)
    starts, ends = words.places(row)

    def of_its_own(marked: NDArray[np.bool_]) -> float:
        return int(np.count_nonzero(marked & (strength < EXPLAINED))) / max(3, int(np.count_nonzero(marked)))

    def among_its_own(values: NDArray[Any]) -> float:
        return float((values[own].sum() + FEW_OWN * values.mean()) / (np.count_nonzero(own) + FEW_OWN))

    return np.array(
        [
            got.sum() / max(1e-6, weight.sum()),
            *thirds,
            np.mean(by_sentence < OWN_SENTENCE),
            np.mean(by_sentence > WHOLE_SENTENCE),
            of_its_own((flags & QUOTED) > 0),
            of_its_own((flags & NUMBER) > 0),
            of_its_own(name),
            among_its_own(weight),
            among_its_own(ends - starts),
            among_its_own(name),
            np.mean(by_sentence > SENTENCE_AS_IT_IS),
        ]
    )


def signs(first: Manner, second: Manner, profiles: Profiles) -> NDArray[np.float64]:
    """Return (len(FEATURES),) float64 differences between two texts; swapping the texts changes every sign."""
    mine, theirs = profiles
    sameness = _sameness(profiles)
    style = first.values - second.values
    length = style[-1]
    beyond = math.copysign(max(0.0, abs(length) - DOUBLE), length)
    shape = (mine - theirs)[: len(SHAPE)]
    again = np.concatenate([style[:-1], shape])[TWICE] * sameness
    return np.concatenate([style[:-1], [length, length * sameness, beyond], shape, again])


def fixed(
    first: Article, second: Article, manners: tuple[Manner, Manner], profiles: Profiles, put_in: float
) -> NDArray[np.float64]:
    """Return (len(FIXED),) float64 log-odds that the signs of fixed weight give for the first of two being later.

    `put_in` is what `rewording` gives.
    """
    credited = bool(credit(first, second)) - bool(credit(second, first))
    noted = bool(manners[0].update_note) - bool(manners[1].update_note)
    one_outlet, sameness = same_outlet(first, second), _sameness(profiles)
    weight = {True: NOTED, False: NOTED_ELSEWHERE, None: NOTED_SOMEWHERE * sameness}[one_outlet]
    retold = 0.0 if one_outlet else 1.0 - sameness
    return np.array([CREDITED * credited, weight * noted, PUT_IN * retold * put_in])


def _sameness(profiles: Profiles) -> float:
    """Return how far two texts are copies of each other."""
    return float(min(1.0, COPIES * min(profiles[0][0], profiles[1][0])))


def date_evidence(first: Article, second: Article) -> float:
    """Return the log-odds that the dates give for the first being later; 0 where they overlap or are missing."""
    if not first.published or not second.published:
        return 0.0
    earliest, latest = instants(first.published)
    other_earliest, other_latest = instants(second.published)
    if earliest > other_latest:
        return DATE_TRUST * math.tanh((earliest - other_latest) / DATE_SCALE)
    if latest < other_earliest:
        return -DATE_TRUST * math.tanh((other_earliest - latest) / DATE_SCALE)
    return 0.0


def weigh_wording(differences: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (len(FEATURES),) float64 log-odds that each sign gives for the first text being derived from the second.

    They are odd: swapping the texts turns the sign.
    """
    model = trees("direction", FEATURES)
    return (model.contributions(differences) - model.contributions(-differences)) / 2
