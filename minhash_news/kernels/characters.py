"""Classes of code points, and the table that gives each its class and its lower case."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SEPARATOR, SPACE, NEWLINE, PARAGRAPH_SEPARATOR = 0, 1, 2, 3
TERMINATOR, FULL_STOP, IDEOGRAPHIC_STOP, COMMA, COLON, CLOSER = 4, 5, 6, 7, 8, 9
QUOTE, QUOTE_66, QUOTE_99, QUOTE_LOW, GUILLEMET_LEFT, GUILLEMET_RIGHT = 10, 11, 12, 13, 14, 15
CORNER_OPEN, CORNER_CLOSE, WHITE_CORNER_OPEN, WHITE_CORNER_CLOSE = 16, 17, 18, 19
END = 20
"""Not in the table: the place behind the last character."""
IGNORABLE = 24
"""Soft hyphens, zero widths, bidi controls and variation selectors: dropped without breaking a word."""
WORD = 32
"""Classes from here on are of words."""
LETTER, LOWER, UPPER, DIGIT, IDEOGRAPH = 32, 33, 34, 35, 36
"""Letters and marks: caseless, lower case, upper or title case; digits; code points that are a word each."""
MAY_COMPOSE = 0x80
"""Added to a class: a text with such a code point might not be in normal form C."""

VERSION = 1
"""Of the normaliser: `Scheme.normalizer`. Any change of words, and so of signatures, needs another."""


class Characters(NamedTuple):
    """What is known of code points.

    Attributes:
        kinds: uint8 (131072,), class of each code point of planes 0 and 1.
        lower: uint32 (131072,), what each is compared as.
        plain: uint8 (256,), by byte: the lower case of an ASCII letter or digit, a space for a separator that
            nothing hangs on, 0 for a byte that wants a closer look (full stop, comma, all but ASCII).
    """

    kinds: NDArray[np.uint8]
    lower: NDArray[np.uint32]
    plain: NDArray[np.uint8]


@lru_cache(maxsize=1)
def characters() -> Characters:
    """Return the table shipped with the package; see benchmarks/build_characters.py."""
    stored = files("minhash_news").joinpath("data/characters.npz").read_bytes()
    with np.load(BytesIO(stored)) as table:
        kinds = table["kinds"]
        lower = (np.arange(len(kinds), dtype=np.int64) + table["steps"]).astype(np.uint32)
    plain = np.where(kinds[:256] >= WORD, lower[:256], 32).astype(np.uint8)
    plain[(kinds[:256] == FULL_STOP) | (kinds[:256] == COMMA)] = 0
    plain[128:] = 0
    return Characters(kinds, lower, plain)
