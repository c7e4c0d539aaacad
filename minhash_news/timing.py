"""Timing: publication dates and outlets -> how likely texts that far apart in time are to be related."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
"""For so many days at the most, and never less likely than one in the stories that the outlet has in the corpus: what
makes old background likelier than a source is that there are many stories which it may be from. An update that keeps
its text is told by the text."""
NO_OUTLET = -1
"""The number of an outlet that is not known."""


@dataclass(frozen=True)
class Appearances:
    """When and where articles appeared.

    Attributes:
        when: (n, 2) float64, as `spans` has it.
        outlet: (n,) int32, the same number for the same outlet; NO_OUTLET where it is not known.
        stories: (n,) int64, how many the corpus has of that outlet, 1 at least.
    """

    when: NDArray[np.float64]
    outlet: NDArray[np.int32]
    stories: NDArray[np.int64]

    @classmethod
    def of(cls, articles: Sequence[Article], stories: Mapping[str, int] | None = None) -> Appearances:
        """Read them off articles.

        Args:
            articles: some of a corpus.
            stories: how many the corpus has of each outlet, by `model.house`; where None, the articles are the corpus.
        """
        number: dict[str, int] = {"": NO_OUTLET}
        names = [house(article.outlet) for article in articles]
        outlet = [number.setdefault(name, len(number)) for name in names]
        counted = Counter(names) if stories is None else stories
        return cls(
            spans(article.published for article in articles),
            np.array(outlet, np.int32),
            np.array([max(1, counted.get(name, 0)) for name in names], np.int64),
        )


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
    among_all = np.log(appeared.stories[pairs[:, 0]])
    from_itself = np.minimum(np.log(A_DAY_LATER) * np.minimum(between / DAY, DAYS), among_all)
    return -np.where(own, np.maximum(from_itself, from_others), from_others)
