"""Build minhash_news/data/characters.npz, what the word splitter knows of code points, from `unicodedata`.

Run once per normaliser version, not per release: the table is shipped so that words, and with them
signatures, do not change with the Python that runs them. `python benchmarks/build_characters.py` rewrites it
in place.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np

from minhash_news.kernels import characters as ch

TARGET = Path(__file__).parent.parent / "minhash_news" / "data" / "characters.npz"
PLANES = 0x20000
"""Planes 0 and 1 are tabulated; 2 and 3 are ideographs, the rest separates."""

OWN_WORD = (
    "CJK UNIFIED IDEOGRAPH",
    "CJK COMPATIBILITY IDEOGRAPH",
    "IDEOGRAPHIC",
    "HANGZHOU NUMERAL",
    "HIRAGANA",
    "HENTAIGANA",
    "KATAKANA",
    "HALFWIDTH KATAKANA",
    "THAI ",
    "LAO ",
    "KHMER ",
    "MYANMAR ",
)
"""Names of letters that are written without spaces between words begin so."""

IGNORABLE = {
    0x00AD,
    0x034F,
    0x061C,
    *range(0x180B, 0x1810),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    0xFEFF,
}
"""Soft hyphen, joiners, zero widths, bidi controls, variation selectors."""

MARKS = {
    "\r\n\v\f\x85\u2028": ch.NEWLINE,
    "\u2029": ch.PARAGRAPH_SEPARATOR,
    "!?…‼⁇⁈⁉؟۔।॥": ch.TERMINATOR,
    ".": ch.FULL_STOP,
    "。！？．｡": ch.IDEOGRAPHIC_STOP,
    ",٫٬": ch.COMMA,
    ":：": ch.COLON,
    '"＂': ch.QUOTE,
    "“‟": ch.QUOTE_66,
    "”": ch.QUOTE_99,
    "„": ch.QUOTE_LOW,
    "«": ch.GUILLEMET_LEFT,
    "»": ch.GUILLEMET_RIGHT,
    "「": ch.CORNER_OPEN,
    "」": ch.CORNER_CLOSE,
    "『": ch.WHITE_CORNER_OPEN,
    "』": ch.WHITE_CORNER_CLOSE,
    ")]}'’›）］】》〉": ch.CLOSER,
}
"""The separators that end sentences and paragraphs or open and close quotations."""


def folded(character: str) -> str:
    """Return the one character a letter or digit is compared as, but for its case."""
    compatible = unicodedata.normalize("NFKC", character)
    if len(compatible) == 1 and unicodedata.category(compatible)[0] == "L":
        return compatible
    if len(compatible) == 1 and unicodedata.category(compatible) == "Nd":
        return str(unicodedata.digit(compatible))
    return character


def lowered(character: str) -> str:
    """Return the simple lower case."""
    if character in "İς":
        return {"İ": "i", "ς": "σ"}[character]
    lower = character.lower()
    return lower if len(lower) == 1 else character


def kind_of(character: str) -> int:
    """Return the class of a code point."""
    if ord(character) in IGNORABLE:
        return ch.IGNORABLE
    for marks, kind in MARKS.items():
        if character in marks:
            return kind
    category = unicodedata.category(folded(character))
    if category == "Nd":
        return ch.DIGIT
    if category[0] in "LM" or category in ("Nl", "No"):
        name = unicodedata.name(folded(character), "")
        if category != "No" and name.startswith(OWN_WORD):
            return ch.IDEOGRAPH
        return {"Lu": ch.UPPER, "Lt": ch.UPPER, "Ll": ch.LOWER}.get(category, ch.LETTER)
    return ch.SPACE if character.isspace() else ch.SEPARATOR


def may_compose(character: str) -> bool:
    """Tell whether a text with it may not be NFC: wherever NFC_Quick_Check is not Yes, and more."""
    return (
        unicodedata.category(character)[0] == "M"
        or unicodedata.combining(character) != 0
        or "\u1160" <= character <= "\u11ff"
        or not unicodedata.is_normalized("NFC", character)
    )


def build() -> tuple[np.ndarray, np.ndarray]:
    """Return kinds (uint8) and lower-case code points (uint32) of planes 0 and 1."""
    kinds = np.zeros(PLANES, dtype=np.uint8)
    lower = np.arange(PLANES, dtype=np.uint32)
    for code in range(PLANES):
        character = chr(code)
        kinds[code] = kind_of(character)
        if kinds[code] >= ch.WORD:
            lower[code] = ord(lowered(folded(character)))
            before, after = len(character.encode()), len(chr(lower[code]).encode())
            if 2 * after > 3 * before:
                raise ValueError(f"{character!r} grows from {before} to {after} bytes; the kernels allow for half more")
        if may_compose(character):
            kinds[code] |= ch.MAY_COMPOSE
    return kinds, lower


if __name__ == "__main__":
    kinds, lower = build()
    steps = lower.astype(np.int32) - np.arange(PLANES, dtype=np.int32)  # mostly zeros, which pack well
    np.savez_compressed(TARGET, kinds=kinds, steps=steps, unicode=np.array(unicodedata.unidata_version))
    print(f"{TARGET.name}: Unicode {unicodedata.unidata_version}, {TARGET.stat().st_size:,} bytes")
