"""Whose wording do texts have where two others differ? Asked of invented texts whose history is known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.derive.variants import LONGEST, Variants
from minhash_news.model import Article, ArticleId
from tests.stories import BRIDGE, CHESS, FROST, HERONS, LIBRARY, TRAM, weighed

SOURCE = (
    "The ferry to Ostrel was taken out of service on Monday, the harbour office said. Its hull had been struck by a "
    "drifting log near the old lighthouse. Passengers were brought ashore in two rowing boats, and nobody was hurt. "
    "A spare ship will run from Thursday. Tickets remain valid until the end of the month."
)
COPY = (
    SOURCE.replace("taken out of service", "laid up").replace("a drifting log", "driftwood").replace("brought", "put")
)
LIGHTLY = SOURCE.replace("Monday, the", "Monday; the").replace("lighthouse. Passengers", "lighthouse: passengers")
STORIES = [HERONS, LIBRARY, CHESS, FROST, TRAM, BRIDGE]


def agreement(texts, one, other):
    everything = [*texts, one, other]
    articles = [Article(ArticleId(f"{number}.txt"), text) for number, text in enumerate(everything)]
    return Variants(articles, weighed(everything))(range(len(texts)), len(texts), len(texts) + 1)


@pytest.mark.parametrize("reworked", [COPY, LIGHTLY], ids=["words", "punctuation"])
def test_texts_are_on_the_side_of_what_they_were_made_from(reworked):
    for kept in (slice(None), slice(0, 150)):
        assert agreement([SOURCE[kept] + HERONS], SOURCE, reworked) > 0
        assert agreement([reworked[kept] + HERONS], SOURCE, reworked) < 0


def test_the_more_places_the_surer():
    one_place = SOURCE.replace("taken out of service", "laid up")
    assert 0 < agreement([SOURCE], SOURCE, one_place) < agreement([SOURCE], SOURCE, COPY) < 1


def test_texts_that_have_now_the_one_wording_and_now_the_other_say_less_than_their_lead():
    mixed = SOURCE.replace("taken out of service", "laid up")
    unanimous, divided = agreement([SOURCE], SOURCE, COPY), agreement([mixed], SOURCE, COPY)
    assert 0 <= divided < unanimous / 3


@pytest.mark.parametrize("added", [LIBRARY, " ".join(LIBRARY.split()[: 2 * LONGEST])], ids=["story", "sentence"])
def test_a_passage_that_only_one_of_two_texts_has_says_nothing(added):
    longer = SOURCE.replace("A spare ship", f"{added}\n\nA spare ship")
    assert agreement([longer], longer, SOURCE) == 0
    assert agreement([SOURCE], longer, SOURCE) == 0


def test_a_cut_says_nothing_to_those_who_made_it_too():
    cut = SOURCE.replace(" from Thursday", "").replace(" near the old lighthouse", "")
    assert agreement([cut], cut, SOURCE) == 0
    assert agreement([SOURCE], cut, SOURCE) < 0


def test_a_house_s_quotation_marks_and_dashes_are_no_wording():
    typewritten = 'The mayor - a baker - said: "We will rebuild it", and left.'
    printed = "The mayor – a baker – said: “We will rebuild it”, and left."
    assert agreement([printed], printed, typewritten) == 0


def test_texts_without_words_agree_with_nobody():
    assert agreement([""], "", "") == 0
    assert agreement(["Heron"], "", "Heron") == 0
    assert agreement([], SOURCE, COPY) == 0


@given(st.lists(st.sampled_from([SOURCE, COPY, LIGHTLY, *STORIES]), max_size=3), st.data())
@settings(max_examples=40, deadline=None)
def test_to_swap_the_two_turns_the_sign(texts, data):
    one, other = (data.draw(st.sampled_from([SOURCE, COPY, LIGHTLY, BRIDGE])) for _ in "ab")
    assert agreement(texts, one, other) == pytest.approx(-agreement(texts, other, one), abs=0.05)
    assert -1 < agreement(texts, one, other) < 1
