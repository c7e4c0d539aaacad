"""Calibration is measured as it is defined."""

from __future__ import annotations

import math
import random

import pytest

from calibration import expected_error, reliability


def test_claims_that_come_true_as_often_as_claimed_have_no_error():
    claims = [(0.75, number < 3) for number in range(4)]

    assert expected_error(claims) == 0


def test_claims_in_one_tenth_are_averaged_before_they_are_compared():
    [one] = reliability([(0.72, True), (0.78, False)])

    assert (one.least, one.claims, one.right) == (0.7, 2, 0.5)
    assert one.claimed == pytest.approx(0.75)


def test_certainty_falls_into_the_last_tenth():
    assert [one.least for one in reliability([(1.0, True), (0.0, False)])] == [0.0, 0.9]


def test_what_nobody_claimed_has_no_error():
    assert math.isnan(expected_error([]))


def test_overconfidence_is_found():
    rng = random.Random(1)
    claims = [(0.9, rng.random() < 0.6) for _ in range(4000)]

    assert expected_error(claims) == pytest.approx(0.3, abs=0.03)
