"""Relate: comparisons -> relations, still without a direction."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import Comparisons, Relations
from minhash_news.fitted import linear, probability, trees
from minhash_news.forms import no_form
from minhash_news.kernels.measure import COLUMN, OUTSIZED, OUTSIZED_RUNS
from minhash_news.timing import Appearances, time_between

OF_THE_SHORTER = (
    "words", "pairs", "triples", "fives", "skips", "rare", "numbers", "runs", "quoted_runs", "long_runs",
    "sentences", "match", "order",
)  # fmt: skip
OF_THE_LONGER = ("words", "match", "long_runs", "rare")
ROOTS = ("words", "pairs", "triples", "skips", "runs", "long_runs")
LOGS = ("long_run_bits", "run_bits", "longest_run", "shared_bits", "shared_numbers", "quoted_run_bits")
FEATURES = (
    *(f"shorter {name}" for name in OF_THE_SHORTER),
    *(f"longer {name}" for name in OF_THE_LONGER),
    *(f"root of shorter {name}" for name in ROOTS),
    *(f"log of {name}" for name in LOGS),
    "log of shared names to own",
    "log of the lengths' ratio",
    "log of the shorter length",
)
"""What tells derived pairs from independent reports; shares are of the text with less idf, or with more. Who retells
another's text changes every word but the names, and adds none: whoever was there himself met others. So the names that
both have are held against those that only one has, on the side that has fewer of its own."""

COPIED = 0.6
"""Texts are related beyond doubt where one has this share of the other's runs of five words, quoted or not, if its
facts do not make it likelier that both fill in one form."""
BEYOND_DOUBT = 0.99
"""Their probability is at least this, and that of texts of the same words, however few."""
FEWEST = 6
"""A text of fewer words is related only to those of the same words: it is too short for any passage."""


def features(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m, len(FEATURES)) float64 from (m, len(MEASURES))."""
    of = {name: measures[:, column].astype(np.float64) for name, column in COLUMN.items()}
    a_is_longer = of["a_bits"] > of["b_bits"]

    def shorter(name: str) -> NDArray[np.float64]:
        return np.where(a_is_longer, of["b_" + name], of["a_" + name])

    def longer(name: str) -> NDArray[np.float64]:
        return np.where(a_is_longer, of["a_" + name], of["b_" + name])

    columns = [shorter(name) for name in OF_THE_SHORTER]
    columns[OF_THE_SHORTER.index("numbers")] = _with_one_more(shorter("numbers"), of["shared_numbers"])
    columns += [longer(name) for name in OF_THE_LONGER]
    columns += [np.sqrt(shorter(name)) for name in ROOTS]
    columns += [np.log1p(of[name]) for name in LOGS]
    columns += [np.log((of["shared_names"] + 1) / (np.minimum(of["a_own_names"], of["b_own_names"]) + 1))]
    least, most = np.minimum(of["a_bits"], of["b_bits"]), np.maximum(of["a_bits"], of["b_bits"])
    columns += [np.log((least + 1) / (most + 1)), np.log1p(least)]
    return np.stack(columns, axis=1)


def beyond_reports(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m,) log-odds that two texts have more in common than independent reports of one event.

    They are the mean of those of a line, which reaches beyond what it was fitted on, and of boosted trees, which see
    what several features say together.
    """
    table = features(measures)
    return np.asarray((linear("related", FEATURES).log_odds(table) + trees("related", FEATURES).log_odds(table)) / 2)


def _with_one_more(share: NDArray[np.float64], shared: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shares as they would be with one more that is not shared: one number of one in common says little.

    Of n numbers, `shared` over `share`, that is `shared` over n + 1 (after Laplace's rule of succession).
    """
    return np.divide(share * shared, share + shared, out=np.zeros_like(share), where=shared > 0)


def relate(comparisons: Comparisons, *, min_probability: float, appeared: Appearances | None = None) -> Relations:
    """Return the pairs that are more than independent reports of one event, reports of one beat or one form filled in.

    The probability is that of both: that they are more than reports, by what they have in common and when they
    appeared, and that they are more than one form, by the facts in it.

    Args:
        comparisons: of pairs.
        min_probability: of what is returned.
        appeared: when and where each article did; where None, the wording alone counts.
    """
    chance = beyond_reports(comparisons.measures)
    if appeared is not None:
        chance = chance + time_between(appeared, comparisons.pairs)
    no_formula = no_form(comparisons.measures)
    chance = probability(chance) * no_formula
    fives = comparisons.measures[:, [COLUMN["a_fives"], COLUMN["b_fives"]]].max(axis=1)
    equal = comparisons.measures[:, COLUMN["equal"]] > 0
    copied = (fives >= COPIED) & (no_formula >= 0.5)
    chance = np.where(copied | equal, np.maximum(chance, BEYOND_DOUBT), chance)
    none = _by_chance(comparisons.measures) | _too_short(comparisons.measures)
    chance = np.where(none & ~equal, 0.0, chance)
    kept = chance >= min_probability
    pairs = np.ascontiguousarray(comparisons.pairs[kept])
    return Relations(pairs, comparisons.measures[kept], chance[kept])


def _too_short(measures: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return (m,) whether one text is too short for what it shares with the other to say anything."""
    return np.asarray(measures[:, [COLUMN["a_length"], COLUMN["b_length"]]].min(axis=1) < FEWEST)


def _by_chance(measures: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return (m,) whether one text is so much longer than the other that the words in common say nothing."""
    a, b = measures[:, COLUMN["a_length"]], measures[:, COLUMN["b_length"]]
    runs = np.where(a < b, measures[:, COLUMN["a_runs"]], measures[:, COLUMN["b_runs"]])
    return np.asarray((np.maximum(a, b) > OUTSIZED * np.minimum(a, b)) & (runs < OUTSIZED_RUNS))
