"""Bytes by the block: which of 64 belong to words, and 16 of them lower-cased.

Numba caches a compiled kernel by its own file alone: who edits this one clears this folder's `__pycache__`.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types

from minhash_news.kernels.vectors import intrinsic, lanes, load, place_in, store

BLOCK, PIECE = 64, 16
"""Bytes that `word_masks` reads, and that `copy_lowered` reads and writes, however few of them count."""
MASK = ir.IntType(BLOCK)


@intrinsic
def word_masks(typing_context: Any, buffer: Any, at: Any) -> Any:
    """Return two masks (uint64) of `buffer[at:at + 64]`, the first byte in the lowest bit.

    The first has the ASCII letters and digits, and all bytes of the second. The second has what wants a closer
    look: bytes that are not ASCII, and full stops and commas that may stand between two digits, for all that
    this block shows.
    """
    signature = types.UniTuple(types.uint64, 2)(buffer, types.int64)  # type: ignore[no-untyped-call]

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        block = load(builder, place_in(context, builder, signature, arguments, 0, lanes(8, BLOCK)))
        letter = ((block | 0x20) - ord("a")).compared("<", 26)
        digit = (block - ord("0")).compared("<", 10)
        foreign = block.compared(">=", 0x80)
        point = (block & 0xFD).compared("==", ord(","))  # a full stop is a comma with one bit more
        letters, digits, odd, points = (builder.bitcast(some, MASK) for some in (letter, digit, foreign, point))
        digits = builder.or_(digits, odd)
        behind = builder.or_(builder.shl(digits, MASK(1)), MASK(1))
        ahead = builder.or_(builder.lshr(digits, MASK(1)), MASK(1 << 63))
        odd = builder.or_(odd, builder.and_(points, builder.and_(behind, ahead)))
        words = builder.or_(builder.or_(letters, digits), odd)
        return context.make_tuple(builder, signature.return_type, [words, odd])

    return signature, generate


@intrinsic
def copy_lowered(typing_context: Any, source: Any, at: Any, target: Any, to: Any) -> Any:
    """Copy `source[at:at + 16]`, ASCII letters and digits in lower case, to `target[to:to + 16]`."""
    signature = types.void(source, types.int64, target, types.int64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        piece = load(builder, place_in(context, builder, signature, arguments, 0, lanes(8, PIECE)))
        lowered = piece | 0x20  # digits have the bit already
        store(lowered, place_in(context, builder, signature, arguments, 2, lanes(8, PIECE)))
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def lowest_bit(typing_context: Any, mask: Any) -> Any:
    """Return the place (int64) of the lowest bit that is set; a mask without one gives anything."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.IntType(1)(1))

    return types.int64(types.uint64), generate
