"""Name: a source and its derived text -> copy, update, excerpt, summary or rewrite.

A decision table, read from the top; the thresholds lie in the gaps between the kinds of texts with known history
(docs/kinds.md has the figures):

    reworded copied, but few sentences word for word, and next   -> as the last two lines
             to none of its own
    copied   long runs of words make up much of the text        -> copy if it takes most sentences whole, and neither
                                                                    calls itself an update nor has grown in an unknown
                                                                    place; excerpt if short, and taken from throughout
    at home  of the source's outlet: much of the source stands  -> update
             in runs, or some of the text
    quoting  whole sentences of the source among its own; if     -> excerpt
             copied in all else, of a longer source
    copied   otherwise, and not another outlet's work: it calls  -> update
             itself an update, or keeps all of the source and adds
             to it, or one of the outlets is not known
    short    less than about half the source, in other words     -> summary
    else                                                         -> rewrite; of its own outlet's text, update
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minhash_news.derive.direction import PROFILE
from minhash_news.kernels.measure import COLUMN
from minhash_news.model import Kind

COPIED, COPIED_AT_LENGTH = 0.45, 0.28
"""A copied text has this share of its idf in runs, and this share in runs of eight words and more that at least one of
the two does not quote."""
WORD_FOR_WORD, NOTHING_NEW = 0.5, 0.1
"""A text is reworded if it has less than the first share of the sentences that it took word for word, and at most the
second of its own: an editor cuts and adds, and leaves most of what he keeps as it is."""
KEPT_AT_HOME = 0.4
"""An update of its own outlet's text keeps this share of the idf of that in runs, however much it has grown since."""
COPIED_AT_HOME, OWN_AT_HOME = 0.28, 0.45
"""Or it need have only this share of its own in runs, if it calls itself one or has fewer sentences
of its own: with more, it is another story that takes over old background."""
THROUGHOUT = 0.9
"""A text of which so much stands in runs is copied, however short the runs are or whoever they quote."""
TAKEN_WHOLE = {None: 0.72, True: 0.80, False: 0.58}
"""A copy takes over this share of its sentences whole; more is asked of the source's own outlet (True), less of
another (False)."""
GROWN = 0.05
"""Where the outlets are not known, a text longer than its source by more than exp(GROWN), 5 %, is an update."""
EXCERPTED, EXCERPTED_AT_LENGTH = 0.05, 0.05
"""An excerpt takes this share of its sentences whole, and has this share in long runs; or it is copied in all but the
length of its runs."""
QUOTED_AS_IT_IS, FRAME = 0.3, 0.7
"""And of the sentences that it took it has the first share word for word, or the second share of all its sentences is
its own: who quotes that little does so in the middle of a sentence."""
OWN = {True: 0.36, False: 0.52}
"""An excerpt has this share of sentences of its own; less, where so much of it stands in runs as in a copy (True)."""
SHORT = -0.65
"""A summary's length is at most exp(SHORT) of its source's: 52 %."""
TO_THE_END = 0.05
"""An excerpt that is nothing but sentences of its source has this share of the idf of the last third of that; a copy
that is cut has none."""
KEPT_WHOLE = 0.8
"""Who keeps this share of the source's idf in runs and adds to it carries it on, and takes no excerpt."""


@dataclass(frozen=True)
class Makeup:
    """What a derived text is made of; shares from 0 to 1.

    Attributes:
        copied: idf in runs of words that the source has too.
        copied_at_length: idf in parts of eight words and more of such runs that at least one of the two does not quote;
            what both quote, somebody said to both.
        kept: idf of the source in such runs.
        own: sentences that the source does not explain.
        whole: sentences that the source explains whole.
        as_they_are: sentences that stand in the source word for word.
        log_ratio: log of the length over the source's.
        ending: idf of the source's last third that the text explains.
    """

    copied: float
    copied_at_length: float
    kept: float
    own: float
    whole: float
    as_they_are: float
    log_ratio: float
    ending: float


SAME = Makeup(
    copied=1.0, copied_at_length=1.0, kept=1.0, own=0.0, whole=1.0, as_they_are=1.0, log_ratio=0.0, ending=1.0
)
"""The make-up of a text of the same words as its source, be they too few or too common for a run."""


def makeup(measures: NDArray[np.float32], profiles: Sequence[NDArray[np.float64]], *, first_is_derived: bool) -> Makeup:
    """Read a text's make-up off a row of measures, and the `direction.profile` of each of the two by the other."""
    profile, of_source = profiles
    mine, theirs = ("a_", "b_") if first_is_derived else ("b_", "a_")

    def of(name: str) -> float:
        return float(measures[COLUMN[name]])

    if of("equal"):
        return SAME
    unquoted_there = of(theirs + "long_runs") * of(theirs + "bits") / max(1.0, of(mine + "bits"))
    return Makeup(
        copied=of(mine + "runs") + of(mine + "quoted_runs"),
        copied_at_length=min(1.0, max(of(mine + "long_runs"), unquoted_there)),
        kept=of(theirs + "runs") + of(theirs + "quoted_runs"),
        own=float(profile[PROFILE.index("sentences of its own")]),
        whole=float(profile[PROFILE.index("sentences taken whole")]),
        as_they_are=float(profile[PROFILE.index("sentences word for word")]),
        log_ratio=math.log((of(mine + "length") + 1) / (of(theirs + "length") + 1)),
        ending=float(of_source[PROFILE.index("explained in the last third")]),
    )


def name_kind(made: Makeup, *, is_update: bool, same_outlet: bool | None) -> Kind:
    """Return the kind; `is_update`: it calls itself one, and its source does not in the same words.

    `same_outlet`: None where an outlet is not known.
    """
    copied = made.copied >= THROUGHOUT or (made.copied >= COPIED and made.copied_at_length >= COPIED_AT_LENGTH)
    if copied and not is_update and _reworded(made):
        return _in_other_words(made, same_outlet)
    if copied and made.whole >= TAKEN_WHOLE[same_outlet]:
        grown = same_outlet is None and made.log_ratio > GROWN
        return Kind.UPDATE if is_update or grown else Kind.EXCERPT if _picks(made) else Kind.COPY
    if same_outlet and made.log_ratio > SHORT and _carried_on(made, is_update):
        return Kind.UPDATE
    added_to = made.log_ratio > 0 and (same_outlet is not False or made.kept >= KEPT_WHOLE)
    if _quotes(made) and not (copied and (is_update or added_to)):
        return Kind.EXCERPT
    if copied and (is_update or added_to or same_outlet is not False):
        return Kind.UPDATE
    return _in_other_words(made, same_outlet)


def _in_other_words(made: Makeup, same_outlet: bool | None) -> Kind:
    if made.log_ratio <= SHORT:
        return Kind.SUMMARY
    return Kind.UPDATE if same_outlet else Kind.REWRITE


def _reworded(made: Makeup) -> bool:
    return made.own <= NOTHING_NEW and made.as_they_are < WORD_FOR_WORD * (1 - made.own)


def _picks(made: Makeup) -> bool:
    return made.log_ratio <= SHORT and made.ending >= TO_THE_END


def _carried_on(made: Makeup, is_update: bool) -> bool:
    return made.kept >= KEPT_AT_HOME or (made.copied >= COPIED_AT_HOME and (is_update or made.own < OWN_AT_HOME))


def _quotes(made: Makeup) -> bool:
    half = made.copied >= COPIED
    at_length = half or made.copied_at_length >= EXCERPTED_AT_LENGTH
    as_it_is = made.own >= FRAME or made.as_they_are >= QUOTED_AS_IT_IS * (1 - made.own)
    return made.whole >= EXCERPTED and as_it_is and at_length and made.own >= OWN[half]
