"""Texts that fill in one form: the same sentences with other facts are no derivation, with the same facts they are."""

from __future__ import annotations

import pytest

import minhash_news as mn
from tests.stories import UNRELATED, article

FORM = (
    "{fish} led the trade at the Skerholm fish hall on {day} as {boats} boats landed {boxes} boxes, the harbour trust "
    "said.\n\nPrime {fish} fetched {price} crowns a kilo, against {before} at the last market. {other} went for {less} "
    "crowns and was in short supply. The top lot was bought by {buyer} of {town}.\n\nThe hall opens at six. Figures "
    "are those of the first bell and may be corrected. The next market is on {next}."
)
MONDAY = FORM.format(
    fish="haddock", day="Monday", boats="14", boxes="1,130", price="41.50", before="38.20", other="Ling", less="17.90",
    buyer="Oddvar Prisk", town="Hallowby", next="Wednesday",
)  # fmt: skip
WEDNESDAY = FORM.format(
    fish="monkfish", day="Wednesday", boats="9", boxes="742", price="88.00", before="79.60", other="Saithe",
    less="12.40", buyer="Runa Tveld", town="Garsness", next="Friday",
)  # fmt: skip
FRIDAY = FORM.format(
    fish="turbot", day="Friday", boats="21", boxes="1,964", price="112.30", before="118.70", other="Dab", less="9.10",
    buyer="Jorunn Askelle", town="Mirk Haven", next="Monday",
)  # fmt: skip
CORRECTED = WEDNESDAY.replace("742 boxes", "724 boxes") + (
    "\n\nThe trust said in the afternoon that eighteen boxes had been counted twice when a pallet was moved."
)

MOSTLY_FORM = (
    "The Skerholm fish hall opened at six on {day}, as it does on every market day of the winter, and the harbour "
    "trust asks all buyers to be in their places before the bell.\n\nPrime {fish} fetched {price} crowns a kilo. Boats "
    "that land after the bell sell by private treaty at the north quay, where the clerk keeps a list of what was sold "
    "and to whom. A total of {boxes} boxes were sold.\n\nThe top lot was bought by {buyer}. Lots that are not taken "
    "away by noon go back on the ice at the buyer's cost, and the trust is not answerable for what becomes of them "
    "there. Figures are those of the first bell and may be corrected. Buyers' numbers can be had from the clerk."
)


@pytest.fixture(scope="module", params=[True, False])
def edges(request):
    """The derivations among three markets and a corrected report of one, with dates and without."""
    texts = {"monday": MONDAY, "wednesday": WEDNESDAY, "friday": FRIDAY, "corrected": CORRECTED}
    days = {"monday": "02", "wednesday": "04", "friday": "06", "corrected": "04"}
    corpus = [article(name, text, published=f"2026-03-{days[name]}", outlet="Quay") for name, text in texts.items()]
    corpus += [article(f"other{n}", text) for n, text in enumerate(UNRELATED)]
    return mn.scan(corpus, settings=mn.Settings(use_dates=request.param)).derivations


def test_the_same_form_with_other_facts_is_no_derivation(edges):
    assert {frozenset((edge.derived, edge.source)) for edge in edges} == {frozenset(("wednesday", "corrected"))}


def test_the_same_form_with_the_same_facts_is_one(edges):
    [edge] = edges

    assert edge.confidence > 0.9


def test_of_two_that_fill_in_one_form_it_is_said_why_they_are_unrelated():
    pair = mn.compare(MONDAY, WEDNESDAY)
    told = {ground.signal: ground for ground in pair.grounds}

    assert pair.kind is None
    assert told["other facts"].weight < -2 < 2 < told["shared wording"].weight
    assert "may fill in one form: of 10 numbers and names" in told["other facts"].says
    assert "other facts" not in {ground.signal for ground in mn.compare(WEDNESDAY, CORRECTED).grounds}


def test_a_form_is_one_however_little_of_it_is_filled_in():
    monday, friday = (
        MOSTLY_FORM.format(day=day, fish=fish, price=price, boxes=boxes, buyer=buyer)
        for day, fish, price, boxes, buyer in [
            ("Monday", "haddock", "41.50", "1,130", "Oddvar Prisk"),
            ("Friday", "turbot", "112.30", "1,964", "Jorunn Askelle"),
        ]
    )
    amended = monday.replace("1,130", "1,131")

    assert mn.compare(monday, friday).kind is None
    assert mn.compare(monday, amended).kind is mn.Kind.COPY
