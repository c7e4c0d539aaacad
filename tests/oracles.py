"""Slow, plain twins of the fast code, written from its description."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import datasketch
import numpy as np
import xxhash

DROPPED = (
    {0xAD, 0x34F, 0x61C, 0xFEFF}
    | set(range(0x180B, 0x1810))
    | set(range(0x200B, 0x2010))
    | set(range(0x202A, 0x202F))
    | set(range(0x2060, 0x2070))
    | set(range(0xFE00, 0xFE10))
)
SPACELESS = (
    "CJK UNIFIED",
    "CJK COMPATIBILITY IDEOGRAPH",
    "IDEOGRAPHIC",
    "HANGZHOU",
    "HIRAGANA",
    "HENTAIGANA",
    "KATAKANA",
    "HALFWIDTH KATAKANA",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
)


def comparable(character: str) -> str:
    """What a character is compared as: compatibility and case folded, one to one."""
    wide = unicodedata.normalize("NFKC", character)
    if len(wide) == 1 and unicodedata.category(wide) == "Nd":
        return str(unicodedata.digit(wide))
    if len(wide) == 1 and unicodedata.category(wide).startswith("L"):
        character = wide
    lower = {"İ": "i", "ς": "σ"}.get(character, character.lower())
    return lower if len(lower) == 1 else character


def sort_of(character: str) -> str:
    """One of: gap, letter, digit, ideograph, dropped."""
    code = ord(character)
    if code in DROPPED:
        return "dropped"
    if code >= 0x20000:
        return "ideograph" if code < 0x40000 else "gap"
    wide = unicodedata.normalize("NFKC", character)
    if len(wide) != 1 or unicodedata.category(wide)[0] not in "LN":
        wide = character
    category = unicodedata.category(wide)
    if category == "Nd":
        return "digit"
    if category[0] not in "LM" and category not in {"Nl", "No"}:
        return "gap"
    if category != "No" and unicodedata.name(wide, "").startswith(SPACELESS):
        return "ideograph"
    return "letter"


def words_of(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in normal form C, each with its start and end."""
    text = unicodedata.normalize("NFC", text)
    kept = [(at, character) for at, character in enumerate(text) if sort_of(character) != "dropped"]
    sorts = ["gap", *(sort_of(character) for _, character in kept), "gap"]
    for place in range(1, len(kept) + 1):
        between_digits = sorts[place - 1] == sorts[place + 1] == "digit"
        if kept[place - 1][1] in ".,٫٬" and between_digits:
            sorts[place] = "point"
    words: list[tuple[str, int, int]] = []
    previous = "gap"
    for (at, character), sort in zip(kept, sorts[1:-1], strict=True):
        if sort == "ideograph" or (sort in {"letter", "digit"} and previous in {"gap", "ideograph"}):
            words.append((comparable(character), at, at + 1))
        elif sort in {"letter", "digit"}:
            word, start, _ = words[-1]
            words[-1] = (word + comparable(character), start, at + 1)
        previous = sort
    return words


def signature_of(text: str, num_perm: int = 128, shingle_size: int = 3) -> np.ndarray:
    """datasketch's signature of a text's word shingles."""
    words = [word for word, _, _ in words_of(text)]
    size = min(shingle_size, len(words))
    shingles = {" ".join(words[at : at + size]).encode() for at in range(len(words) - size + 1)} if words else set()
    minhash = datasketch.MinHash(
        num_perm, seed=1, scheme="affine32", hashfunc=lambda b: xxhash.xxh64_intdigest(b) & 0xFFFFFFFF
    )
    for shingle in sorted(shingles):
        minhash.update(shingle)
    return minhash.hashvalues


def pairs_by_bands(signatures: np.ndarray, bands: int, rows: int) -> set[tuple[int, int]]:
    """Pairs of non-empty signatures that agree in all rows of some band."""
    blocks = signatures[:, : bands * rows].reshape(len(signatures), bands, rows)
    full = [i for i in range(len(signatures)) if (signatures[i] != 0xFFFFFFFF).any()]
    return {(i, j) for i, j in combinations(full, 2) if (blocks[i] == blocks[j]).all(axis=1).any()}
