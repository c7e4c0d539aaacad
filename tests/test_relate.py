"""Related or independent: where one text has most words by chance, and where the names are all that is left."""

from __future__ import annotations

import random

import pytest

import minhash_news as mn
from tests.stories import BRIDGE, HERONS, LIBRARY


def shuffled(texts, times):
    words = " ".join(texts).split()
    random.Random(7).shuffle(words)
    return ". ".join(" ".join(words[k : k + 15]) for _ in range(times) for k in range(0, len(words), 15)) + "."


def test_a_giant_that_has_every_word_of_a_text_is_no_source_of_it():
    assert mn.compare(shuffled([BRIDGE, HERONS, LIBRARY], 40), BRIDGE).kind is None


def test_a_giant_that_holds_a_text_whole_is_related_to_it():
    found = mn.compare(f"{shuffled([HERONS, LIBRARY], 40)}\n\n{BRIDGE}", BRIDGE)

    assert found.confidence > 0.9
    assert found.kind is not None


SOURCE = (
    "Thieves emptied the tower of Ennerby before dawn. Hask, who rings there, found the hooks bare. A warden, Gresk, "
    "counted eleven bells gone, and a baker, Vlimp, saw a lorry on the road to Tarnsby."
)
RETOLD = (
    "Eleven bells are missing since the small hours: a truck took them towards Tarnsby, as Vlimp noticed. The man who "
    "pulls the ropes, Hask, came upon empty hooks, says Gresk, whose church at Ennerby it was."
)


OWN = ("The dean told mosk, tarl, brindy and fesk.", "The police want plimsk, orfle, quenn and zarf.")


def told(*own):
    return mn.compare(f"{SOURCE} {own[0]}", f"{RETOLD} {own[1]}").confidence


def test_names_that_each_of_two_texts_has_alone_speak_against_their_relation():
    named = ["The dean told Mosk, Tarl, Brindy and Fesk.", "The police want Plimsk, Orfle, Quenn and Zarf."]

    assert told(*named) < told(*OWN)


def test_who_adds_no_names_may_leave_some_out():
    named = OWN[0].title()

    assert told(named, OWN[1]) == pytest.approx(told(*OWN), abs=0.01)
