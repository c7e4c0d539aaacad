"""MinHash signatures from raw UTF-8: fold to words, hash word shingles, permute (Broder 1997)."""

# ruff: noqa: SIM109 - numba compiles comparisons better than membership
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhash_news.kernels.batches import Batch
from minhash_news.kernels.characters import (
    COMMA,
    DIGIT,
    END,
    FULL_STOP,
    IDEOGRAPH,
    IGNORABLE,
    MAY_COMPOSE,
    WORD,
    characters,
)
from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.decoding import append, class_of, code_point, lower_of, width_of
from minhash_news.kernels.hashing import fmix32, xxh64


def sign_batch(
    batch: Batch, multipliers: NDArray[np.uint32], offsets: NDArray[np.uint32], shingle_size: int
) -> NDArray[np.uint32]:
    """Return the signatures of a batch, uint32 (texts, num_perm); a row of 0xFFFFFFFF where there is no word.

    `multipliers` and `offsets`, uint32 (num_perm,), make the permutations `multiplier * h + offset mod 2^32`.
    """
    signatures = np.full((len(batch.texts), len(multipliers)), 0xFFFFFFFF, np.uint32)
    doubtful = np.zeros(len(batch.texts), np.uint8)
    table = characters()
    sign_kernel(batch.buffer, batch.bounds, *table, multipliers, offsets, shingle_size, signatures, doubtful)
    redone = batch.composed(doubtful)
    return signatures if redone is None else sign_batch(redone, multipliers, offsets, shingle_size)


@compiled
def _fold_plain(
    buffer: Any, at: Any, end: Any, plain: Any, folded: Any, begins: Any, size: Any, count: Any, inside: Any
) -> Any:
    """Fold the ASCII run at `at` without branches, and return `at`, `size`, `count` and `inside` anew.

    Words are too short and too unequal for a processor to foretell their ends. Indices are unsigned, for
    numba looks at the sign of others.
    """
    here, stop = np.uint64(at), np.uint64(end)
    place, words = np.uint64(size), np.uint64(count)
    before, one = np.uint64(inside), np.uint64(1)
    while here < stop:
        value = plain[buffer[here]]
        if value == 0:
            break
        within = np.uint64(value != 32)
        folded[place] = value
        begins[words + one] = place + one  # stays if this byte ends a word, and is overwritten if not
        words += before & (within ^ one)
        place += before | within
        before = within
        here += one
    return np.int64(here), np.int64(place), np.int64(words), before != 0


@compiled
def _fold(buffer: Any, at: Any, end: Any, kinds: Any, lower: Any, plain: Any, folded: Any, begins: Any) -> Any:
    """Write the words of `buffer[at:end]` to `folded`, a space behind each, and where they begin to `begins`.

    Splits exactly as `words.split_kernel` does. Returns the number of words and whether the text may not be
    in normal form C; `begins` has one more entry than words, where a next one would begin.
    """
    size = 0
    count = 0
    suspect = 0
    inside = False
    alone = False  # the word is an ideograph
    last_digit = False
    held = False  # a full stop or comma behind a digit, undecided until the next character
    begins[0] = 0
    while True:
        if not held and not alone and at < end and plain[buffer[at]] != 0:
            at, size, count, inside = _fold_plain(buffer, at, end, plain, folded, begins, size, count, inside)
            last_digit = inside and folded[size - 1] <= 57
        if at < end:
            code = code_point(buffer, at)
            width = width_of(code)
            kind = class_of(kinds, code)
            suspect |= kind & MAY_COMPOSE
            kind &= ~MAY_COMPOSE
        else:
            code, width, kind = 0, 0, END
        if kind == IGNORABLE:
            at += width
            continue
        if inside:
            if WORD <= kind < IDEOGRAPH and not alone and (not held or kind == DIGIT):
                held = False
                size = append(folded, size, lower_of(lower, code))
                at += width
                last_digit = kind == DIGIT
                continue
            if last_digit and not held and (kind == FULL_STOP or kind == COMMA):
                held = True
                at += width
                continue
            inside = alone = held = False
            folded[size] = 32
            size += 1
            count += 1
            begins[count] = size
        if kind == END:
            return count, suspect != 0
        if kind >= WORD:
            inside = True
            alone = kind == IDEOGRAPH
            last_digit = kind == DIGIT
            size = append(folded, size, lower_of(lower, code))
        at += width


@compiled
def _permute(hashes: Any, count: Any, multipliers: Any, offsets: Any, signature: Any) -> None:
    """Lower `signature` to the least permuted value of `hashes[:count]`; all arrays uint32.

    Four hashes at a time, so that the signature is read and written a quarter as often. Products are cut to
    uint32 at once, for numba widens them to 64 bits and would halve the lanes of each vector instruction.
    """
    whole = count & ~3
    for at in range(0, whole, 4):
        one, two, three, four = hashes[at], hashes[at + 1], hashes[at + 2], hashes[at + 3]
        for column in range(len(signature)):
            a, b = multipliers[column], offsets[column]
            first = min(np.uint32(a * one + b), np.uint32(a * two + b))
            second = min(np.uint32(a * three + b), np.uint32(a * four + b))
            signature[column] = min(signature[column], min(first, second))
    for at in range(whole, count):
        one = hashes[at]
        for column in range(len(signature)):
            signature[column] = min(signature[column], np.uint32(multipliers[column] * one + offsets[column]))


@compiled
def sign_kernel(
    buffer: Any,
    bounds: Any,
    kinds: Any,
    lower: Any,
    plain: Any,
    multipliers: Any,
    offsets: Any,
    shingle_size: Any,
    signatures: Any,
    doubtful: Any,
) -> None:
    """Lower row i of `signatures` to the signature of text `buffer[bounds[i]:bounds[i + 1]]`, UTF-8.

    Sets `doubtful[i]` where a text may not be in normal form C. A text shorter than a shingle is one shingle.
    """
    longest = 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    folded = np.empty(2 * longest + 16, np.uint8)  # half more for folding, and the spaces
    begins = np.empty(longest // 2 + 3, np.int64)
    hashes = np.empty(longest // 2 + 3, np.uint32)
    for text in range(len(bounds) - 1):
        count, doubt = _fold(buffer, bounds[text], bounds[text + 1], kinds, lower, plain, folded, begins)
        doubtful[text] = doubt
        if count == 0:
            continue
        size = min(shingle_size, count)
        shingles = count - size + 1
        for at in range(shingles):
            hashes[at] = fmix32(xxh64(folded, begins[at], begins[at + size] - 1))
        _permute(hashes, shingles, multipliers, offsets, signatures[text])
