"""Related or independent: where one text has most words by chance, and where the names are all that is left."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

import minhash_news as mn
from minhash_news.kernels.measure import COLUMN, WIDTH
from minhash_news.relate import BEYOND_DOUBT, FEATURES, features
from tests.stories import BRIDGE, HERONS, LIBRARY, article


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


@pytest.mark.parametrize(("share", "shared", "counts"), [(0, 0, 0), (1, 1, 1 / 2), (1, 4, 4 / 5), (0.5, 2, 2 / 5)])
def test_a_share_of_few_numbers_counts_for_less(share, shared, counts):
    measures = np.zeros((1, WIDTH), np.float32)
    measures[0, [COLUMN["a_numbers"], COLUMN["b_numbers"]]] = share
    measures[0, COLUMN["shared_numbers"]] = shared

    assert features(measures)[0, FEATURES.index("shorter numbers")] == pytest.approx(counts)


def test_who_adds_no_names_may_leave_some_out():
    named = OWN[0].title()

    assert told(named, OWN[1]) == pytest.approx(told(*OWN), abs=0.01)


STUBS = ["Flood", "Video", "Flood news", "Flood video", "Page not found", "Photo gallery: Tarnsby harbour"]


@pytest.mark.parametrize("stub", [*STUBS, "the and of it to in"])
def test_equal_texts_are_copies_however_short(stub):
    pair = mn.compare(stub, stub)

    assert (pair.kind, pair.coverage) == (mn.Kind.COPY, mn.Coverage(1, 1))
    assert [(one.derived_start, one.derived_end) for one in pair.passages] == [(0, len(stub))]
    assert pair.confidence >= BEYOND_DOUBT
    assert "no run" not in pair.grounds[0].says


@pytest.mark.parametrize(("one", "other"), list(combinations(STUBS, 2)))
def test_texts_too_short_to_tell_are_related_to_none_but_their_equals(one, other):
    assert mn.compare(one, other).kind is None


def test_in_a_scan_too_a_stub_has_only_its_equals():
    stubs = [article(f"{number}", text) for number, text in enumerate([*STUBS, STUBS[0], STUBS[2], STUBS[0]])]
    graph = mn.scan([*stubs, article("a", BRIDGE)])

    assert [set(family.articles) for family in graph.families()] == [set("068"), set("27")]
    assert {edge.kind for edge in graph.derivations} == {mn.Kind.COPY}
