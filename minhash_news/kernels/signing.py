"""MinHash signatures from raw UTF-8: fold to words, hash word shingles, permute (Broder 1997)."""

# ruff: noqa: SIM109 - numba compiles comparisons better than membership
from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhash_news.kernels.batches import Batch
from minhash_news.kernels.blocks import BLOCK, PIECE, copy_lowered, lowest_bit, word_masks
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
from minhash_news.kernels.hashing import SHORT, TOGETHER, fmix32, hash_together, xxh64
from minhash_news.kernels.permuting import COLUMNS, permute


def sign_batch(
    batch: Batch, multipliers: NDArray[np.uint32], offsets: NDArray[np.uint32], shingle_size: int
) -> NDArray[np.uint32]:
    """Return the signatures of a batch, uint32 (texts, num_perm); a row of 0xFFFFFFFF where there is no word.

    `multipliers` and `offsets`, uint32 (num_perm,), make the permutations `multiplier * h + offset mod 2^32`.
    """
    num_perm = len(multipliers)
    spare = -num_perm % COLUMNS
    padded = np.pad(np.stack([multipliers, offsets]), ((0, 0), (0, spare)))
    signatures = np.full((len(batch.texts), num_perm + spare), 0xFFFFFFFF, np.uint32)
    doubtful = np.zeros(len(batch.texts), np.uint8)
    kinds, lower, _ = characters()
    sign_kernel(batch.buffer, batch.bounds, kinds, lower, padded[0], padded[1], shingle_size, signatures, doubtful)
    redone = batch.composed(doubtful)
    return signatures[:, :num_perm] if redone is None else sign_batch(redone, multipliers, offsets, shingle_size)


@compiled
def _edges(buffer: Any, at: Any, end: Any, edges: Any, odd: Any) -> Any:
    """Write to `edges` where the runs of word bytes of `buffer[at:end]` begin and end, by turns.

    Writes to `odd` the bytes in them that want a closer look, the first of neighbours, and `end` behind them.
    Returns the number of edges. Looks at no byte by itself, for processors cannot foretell the ends of words.
    """
    one, last = np.uint64(1), np.uint64(63)
    count, many = np.uint64(0), np.uint64(0)
    inside = within_odd = np.uint64(0)
    while at < end:
        words, odds = word_masks(buffer, at)
        if end - at < BLOCK:
            here = (one << np.uint64(end - at)) - one
            words &= here
            odds &= here
        changes = words ^ (words << one | inside)
        while changes != 0:
            edges[count] = at + lowest_bit(changes)
            changes &= changes - one
            count += one
        if odds != 0:
            firsts = odds & ~(odds << one | within_odd)
            while firsts != 0:
                odd[many] = at + lowest_bit(firsts)
                firsts &= firsts - one
                many += one
        inside, within_odd = words >> last, odds >> last
        at += BLOCK
    if inside != 0:
        edges[count] = end
        count += one
    odd[many] = end
    return np.int64(count)


@compiled
def _fold(
    buffer: Any, at: Any, end: Any, kinds: Any, lower: Any, edges: Any, odd: Any, folded: Any, begins: Any
) -> Any:
    """Write the words of `buffer[at:end]` to `folded`, a space behind each, and where they begin to `begins`.

    Splits exactly as `words.split_kernel` does. Returns the number of words and whether the text may not be
    in normal form C; `begins` has one more entry than words, where a next one would begin. `edges` and `odd`
    are room to work in.
    """
    size = count = next_odd = 0
    suspect = False
    begins[0] = 0
    for edge in range(0, _edges(buffer, at, end, edges, odd), 2):
        first, last = edges[edge], edges[edge + 1]
        if odd[next_odd] < last:
            size, count, doubt = _fold_run(buffer, first, last, kinds, lower, folded, begins, size, count)
            suspect |= doubt
            while odd[next_odd] < last:
                next_odd += 1
            continue
        for here in range(0, last - first, PIECE):
            copy_lowered(buffer, first + here, folded, size + here)
        size += last - first
        folded[np.uint64(size)] = 32
        size += 1
        count += 1
        begins[np.uint64(count)] = size
    return count, suspect


@compiled
def _fold_run(
    buffer: Any, at: Any, end: Any, kinds: Any, lower: Any, folded: Any, begins: Any, size: Any, count: Any
) -> Any:
    """Fold any bytes that neither begin nor end inside a word, one code point at a time.

    Appends to `folded[:size]` and `begins[:count + 1]`; returns `size` and `count` anew, and whether the run
    may not be in normal form C.
    """
    suspect = 0
    inside = False
    alone = False  # the word is an ideograph
    last_digit = False
    held = False  # a full stop or comma behind a digit, undecided until the next character
    while True:
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
            return size, count, suspect != 0
        if kind >= WORD:
            inside = True
            alone = kind == IDEOGRAPH
            last_digit = kind == DIGIT
            size = append(folded, size, lower_of(lower, code))
        at += width


@compiled
def _hash(folded: Any, begins: Any, count: Any, size: Any, hashes: Any) -> None:
    """Hash the first `count` shingles of `size` words, which lie in `folded` as they are hashed.

    The arrays have room for a few more, as vectors of hashes are made; those for long shingles are made over.
    """
    for at in range(0, count, TOGETHER):
        hash_together(folded, begins, at, begins, at + size, hashes, at)
    for at in range(count):
        start, end = begins[at], begins[at + size] - 1
        if end - start > SHORT:
            hashes[at] = fmix32(xxh64(folded, start, end))


@compiled
def sign_kernel(
    buffer: Any,
    bounds: Any,
    kinds: Any,
    lower: Any,
    multipliers: Any,
    offsets: Any,
    shingle_size: Any,
    signatures: Any,
    doubtful: Any,
) -> None:
    """Lower row i of `signatures` to the signature of text `buffer[bounds[i]:bounds[i + 1]]`, UTF-8.

    There have to be BLOCK more bytes behind the last text, and a
    multiple of COLUMNS in `multipliers`, `offsets` and each row.
    Sets `doubtful[i]` where a text may not be in normal form C. A text shorter than a shingle is one shingle.
    """
    longest = 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    edges = np.empty(longest + 2, np.int64)
    odd = np.empty(longest // 2 + 2, np.int64)
    folded = np.empty(2 * longest + 64, np.uint8)  # half more for folding, the spaces, and what is read in blocks
    begins = np.zeros(longest // 2 + 3 + TOGETHER, np.int64)  # zeros, for some are read before they are set
    hashes = np.empty(longest // 2 + 3 + TOGETHER, np.uint32)
    for text in range(len(bounds) - 1):
        count, doubt = _fold(buffer, bounds[text], bounds[text + 1], kinds, lower, edges, odd, folded, begins)
        doubtful[text] = doubt
        if count == 0:
            continue
        size = min(shingle_size, count)
        shingles = count - size + 1
        _hash(folded, begins, shingles, size, hashes)
        permute(hashes, shingles, multipliers, offsets, signatures[text])
