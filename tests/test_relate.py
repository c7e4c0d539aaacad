"""Related or independent, where one text is so long that it has most words by chance."""

from __future__ import annotations

import random

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
