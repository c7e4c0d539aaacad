"""Slow, plain twins of the fast code, written from its description."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations, product

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


# ---- words of a corpus -----------------------------------------------------------------------------------


def renumbered(numbers: list[int]) -> list[int]:
    """0, 1, 2, ... for the distinct numbers of a list that never falls."""
    places = {number: place for place, number in enumerate(sorted(set(numbers)))}
    return [places[number] for number in numbers]


def anchored(articles: list[list[int]], idf: list[float], content: float, most: int) -> dict[tuple[int, int], float]:
    """Pairs of articles, and the idf of the content words that both have and at most `most` articles have."""
    sets = [set(words) for words in articles]
    frequency = Counter(word for words in sets for word in words)
    anchors = {word for word, count in frequency.items() if 2 <= count <= most and idf[word] >= content}
    return {
        (i, j): sum(idf[word] for word in sets[i] & sets[j] & anchors) for i, j in combinations(range(len(sets)), 2)
    }


# ---- kernels ---------------------------------------------------------------------------------------------


def grams(ids: list[int], size: int) -> set[tuple[int, ...]]:
    """Runs of `size` words."""
    return {tuple(ids[at : at + size]) for at in range(len(ids) - size + 1)}


def skips(ids: list[int], idf: list[float], floor: float, reach: int) -> set[tuple[int, int]]:
    """Ordered pairs of content words at most `reach` content words apart."""
    content = [word for word in ids if idf[word] >= floor]
    return {
        (content[i], content[j]) for i in range(len(content)) for j in range(i + 1, min(len(content), i + 1 + reach))
    }


def runs(target: list[int], source: list[int], idf: list[float], min_bits: float) -> list[tuple[int, int, int]]:
    """Greedy factorisation, left to right; of equally long matches the one that goes on, else the first."""
    found: list[tuple[int, int, int]] = []
    at, ahead = 0, -1
    while at < len(target):
        lengths = [_common_prefix(target[at:], source[place:]) for place in range(len(source))]
        best = max(lengths, default=0)
        if best >= 3 and sum(idf[word] for word in target[at : at + best]) >= min_bits:
            where = ahead if 0 <= ahead < len(source) and lengths[ahead] == best else lengths.index(best)
            found.append((at, where, best))
            at, ahead = at + best, where + best
        else:
            at += 1
    return found


def _common_prefix(one: list[int], other: list[int]) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def common_runs(target: list[int], source: list[int]) -> list[tuple[int, int]]:
    """Start and length of the runs of the target that the source has too and that can be made no longer there."""
    found = []
    for i in range(len(target)):
        longest = max((_common_prefix(target[i:], source[j:]) for j in range(len(source))), default=0)
        if longest:
            found.append((i, longest))
    return found


def best_sentences(
    target: list[list[int]], source: list[list[int]], idf: list[float], floor: float
) -> list[tuple[int, float, float]]:
    """For each sentence of the target: the first sentence of the source that shares most, what it shares, and all."""
    found = []
    for sentence in target:
        words = {word for word in sentence if idf[word] >= floor}
        shared = [sum(idf[word] for word in words & set(other)) for other in source]
        most = max(shared, default=0.0)
        found.append((shared.index(most) if most > 0 else -1, most, sum(idf[word] for word in words)))
    return found


def heaviest_increasing(values: list[int], weights: list[float]) -> float:
    """Greatest weight of a subsequence of values from 0 up that never falls, by trying them all."""
    heaviest = 0.0
    for size in range(1, len(values) + 1):
        for chosen in combinations(range(len(values)), size):
            taken = [values[k] for k in chosen]
            if taken == sorted(taken) and min(taken) >= 0:
                heaviest = max(heaviest, sum(weights[k] for k in chosen))
    return heaviest


# ---- trees -----------------------------------------------------------------------------------------------


def orientations(
    edges: dict[tuple[int, int], float],
    collider: Callable[[int, int, int], float],
    merge: float,
    fork: float,
    most_sources: int,
) -> dict[tuple[int, int], float]:
    """The probability of each way round of each edge of a tree, by adding up all its orientations.

    `edges` gives the log-odds that the first end is the source of the second.
    """
    total = 0.0
    relatives = Counter(node for edge in edges for node in edge)
    ways: Counter[tuple[int, int]] = Counter()
    for turned in product((False, True), repeat=len(edges)):
        log_weight = 0.0
        sources: dict[int, list[int]] = {}
        for ((first, second), log_odds), back in zip(edges.items(), turned, strict=True):
            log_weight += (-log_odds if back else log_odds) / 2
            source, derived = (second, first) if back else (first, second)
            sources.setdefault(derived, []).append(source)
        if any(len(some) > most_sources for some in sources.values()):
            continue
        for node, some in sources.items():
            log_weight += merge * (len(some) - 1)
            log_weight += sum(collider(a, node, b) for a, b in combinations(some, 2))
        log_weight += fork * sum(relatives[node] == 2 and node not in sources for node in relatives)
        weight = math.exp(log_weight)
        total += weight
        for (first, second), back in zip(edges, turned, strict=True):
            ways[(second, first) if back else (first, second)] += weight
    both = [way for first, second in edges for way in ((first, second), (second, first))]
    return {way: ways[way] / total for way in both}


# ---- graphs ----------------------------------------------------------------------------------------------


def has_cycle(edges: Iterable[tuple[int, int]]) -> bool:
    """Whether undirected edges close a ring anywhere; two edges between one pair do."""
    groups: list[set[int]] = []
    for first, second in edges:
        mine = [group for group in groups if first in group or second in group]
        if any(first in group and second in group for group in mine):
            return True
        groups = [group for group in groups if group not in mine] + [set().union({first, second}, *mine)]
    return False


def directed_f1(found: set[tuple[str, str]], true: set[tuple[str, str]]) -> float:
    """F1 of pairs."""
    return 2 * len(found & true) / (len(found) + len(true)) if found or true else 1.0
