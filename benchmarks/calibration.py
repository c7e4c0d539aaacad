"""Calibrate: probabilities claimed, and which claims were right -> how far the two lie apart."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BINS = 10

Claim = tuple[float, bool]
"""A probability that was claimed, and whether it came true."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims of one tenth of the scale; `least` is its lower end."""

    least: float
    claims: int
    claimed: float
    right: float


def reliability(claims: Iterable[Claim]) -> list[Bin]:
    """Return what was claimed and what was right, tenth by tenth; those without a claim are left out."""
    inside: list[list[Claim]] = [[] for _ in range(BINS)]
    for claim in claims:
        inside[min(BINS - 1, int(claim[0] * BINS))].append(claim)
    return [
        Bin(
            least=number / BINS,
            claims=len(here),
            claimed=sum(probability for probability, _ in here) / len(here),
            right=sum(right for _, right in here) / len(here),
        )
        for number, here in enumerate(inside)
        if here
    ]


def expected_error(claims: Sequence[Claim]) -> float:
    """Return the expected calibration error: |claimed - right| on average, tenths weighed by their claims."""
    if not claims:
        return math.nan
    return sum(one.claims * abs(one.claimed - one.right) for one in reliability(claims)) / len(claims)
