"""Timing: publication dates and outlets -> how likely texts that far apart in time are to be related."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import PairArray
from minhash_news.dates import instants
from minhash_news.model import Article, house

DAY = 86400.0
"""Seconds."""
WEEK = 7 * DAY
"""Seconds."""
LONGEST = 20.0
"""Texts that appeared w weeks apart are 1 + w times less likely to be related, and so many times at the most: of the
copies among 20,000 stories of an agency nine in ten appeared within a day, and one in 250 after two weeks."""
A_DAY_LATER = 10.0
"""Texts of one outlet are so many times less likely to be related for each day between them: an outlet works on its
story for hours, and takes up its old background for years (docs/models.md has the counts)."""
DAYS = 2.0
"""For so many days at the most; an update that keeps its text is told by the text."""
NO_OUTLET = -1
"""The number of an outlet that is not known."""


@dataclass(frozen=True)
class Appearances:
    """When and where articles appeared.

    Attributes:
        when: (n, 2) float64, as `spans` has it.
        outlet: (n,) int32, the same number for the same outlet; NO_OUTLET where it is not known.
    """

    when: NDArray[np.float64]
    outlet: NDArray[np.int32]

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Appearances:
        """Read them off articles."""
        number: dict[str, int] = {"": NO_OUTLET}
        names = [house(article.outlet) for article in articles]
        outlet = [number.setdefault(name, len(number)) for name in names]
        return cls(spans(article.published for article in articles), np.array(outlet, np.int32))


def spans(published: Iterable[str | None]) -> NDArray[np.float64]:
    """Return (n, 2) float64, what `dates.instants` gives for each; without a date from minus infinity to infinity."""
    found = [instants(one) if one else (-np.inf, np.inf) for one in published]
    return np.array(found, np.float64).reshape(-1, 2)


def apart(when: NDArray[np.float64], pairs: PairArray) -> NDArray[np.float64]:
    """Return (m,) seconds that lie at least between the `spans` of two articles; 0 where they overlap."""
    first, second = when[pairs[:, 0]], when[pairs[:, 1]]
    return np.maximum(0.0, np.maximum(first[:, 0] - second[:, 1], second[:, 0] - first[:, 1]))


def time_between(appeared: Appearances, pairs: PairArray) -> NDArray[np.float64]:
    """Return (m,) log-odds, 0 or less, that the time between two publications gives for a relation."""
    between = apart(appeared.when, pairs)
    outlet, other = appeared.outlet[pairs[:, 0]], appeared.outlet[pairs[:, 1]]
    own = (outlet == other) & (outlet != NO_OUTLET)
    from_others = np.log(np.minimum(1.0 + between / WEEK, LONGEST))
    from_itself = np.log(A_DAY_LATER) * np.minimum(between / DAY, DAYS)
    return -np.where(own, from_itself, from_others)
