"""A story as it grows: each take is made from the one before, and a cut of one is told from another take."""

from __future__ import annotations

import pytest

import minhash_news as mn
from minhash_news.model import Article
from tests.stories import article

LEAD = (
    "The only runway at Tarn Holme airfield was closed on Saturday morning after some forty swans settled on it, "
    "controllers said."
)
UNHURT = "Nobody was hurt, duty manager Petra Ossian said."
WARDENS = (
    "Wardens of the nearby reserve had been called and hoped to lure the birds off with grain before noon. "
    '"You cannot hurry a swan," warden Ruaridh Menzell said.'
)
TURNED_AWAY = "Three flights were waiting and a mail plane was turned away to Skelby."
TEXTS = {
    "first": f"{LEAD} Two flights were waiting. {UNHURT}",
    "second": f"{LEAD} {TURNED_AWAY} {UNHURT}\n\n{WARDENS}",
    "third": (
        "Flights resumed at Tarn Holme airfield at midday on Saturday after wardens lured some forty swans off its "
        "only runway with three sacks of grain.\n\nSeven flights had been held up and a mail plane was turned away to "
        f'Skelby. {UNHURT}\n\n"You cannot hurry a swan," warden Ruaridh Menzell said. The birds had left a pond nearby '
        "that was drained on Friday for repairs to its sluice."
    ),
    "cut": f"{LEAD} {TURNED_AWAY}",
    "reporter": (
        "Children pressed their noses to the terminal windows on Saturday as a flock of swans made itself comfortable "
        "where aeroplanes ought to land. Our reporter, who was to fly to her sister's wedding, counted thirty-eight of "
        'them.\n\n"I have the rings in my pocket," said Ansel Brightwater, best man, who missed the ceremony by twenty '
        "minutes. The airfield at Tarn Holme gave out tea and apologies. Warden Ruaridh Menzell, grain on his boots, "
        "would not be drawn on when the pond is to be filled again."
    ),
}
APPEARED = {"first": "07:40", "second": "08:25", "third": "12:10", "reporter": "15:00"}
AGENCY = "Holme Press Agency"


def told(name: str) -> Article:
    """The text of that name, with the hour at which it appeared; nothing is known of when the cut did, or where."""
    published = f"2026-05-02T{APPEARED[name]}:00+00:00" if name in APPEARED else None
    outlet = {"cut": None, "reporter": "The Skelby Lantern"}.get(name, AGENCY)
    return article(name, TEXTS[name], published=published, outlet=outlet)


@pytest.fixture(scope="module")
def graph():
    return mn.scan([told(name) for name in TEXTS])


@pytest.mark.parametrize(
    ("derived", "source", "kind"),
    [("second", "first", "update"), ("third", "second", "update"), ("cut", "second", "copy")],
)
def test_a_take_and_a_cut_come_from_the_take_they_were_made_of(graph, derived, source, kind):
    [edge] = graph.sources_of(derived)

    assert (edge.source, edge.kind) == (source, kind)
    assert edge.direction == "known"


def test_the_first_take_and_another_reporter_have_no_source(graph):
    assert not graph.sources_of("first")
    assert not graph.sources_of("reporter")
