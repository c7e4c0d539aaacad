"""Bytes by the block, as vector instructions: which of 64 bytes belong to words, and 16 of them lower-cased.

Written in LLVM's own terms, because loops over bytes compile to one byte at a time; LLVM makes of them what
the processor has. Numba caches a compiled kernel by its own file alone: who edits this one clears this
folder's `__pycache__`.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

BLOCK, PIECE = 64, 16
"""Bytes that `word_masks` reads, and that `copy_lowered` reads and writes, however few of them count."""
BYTES = ir.VectorType(ir.IntType(8), BLOCK)
PIECE_BYTES = ir.VectorType(ir.IntType(8), PIECE)
BITS = ir.IntType(64)


@intrinsic
def word_masks(typing_context: Any, buffer: Any, at: Any) -> Any:
    """Return two masks (uint64) of `buffer[at:at + 64]`, the first byte in the lowest bit.

    The first has the ASCII letters and digits, and all bytes of the second. The second has what wants a closer
    look: bytes that are not ASCII, and full stops and commas that may stand between two digits, for all that
    this block shows.
    """
    signature = types.UniTuple(types.uint64, 2)(buffer, types.int64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        block = builder.load(_place(context, builder, signature, arguments, 0, BYTES), align=1)

        def within(first: int, last: int, some: Any) -> Any:
            shifted = builder.sub(some, BYTES([first] * BLOCK))
            return builder.bitcast(builder.icmp_unsigned("<=", shifted, BYTES([last - first] * BLOCK)), BITS)

        letters = within(ord("a"), ord("z"), builder.or_(block, BYTES([0x20] * BLOCK)))
        foreign = within(0x80, 0xFF, block)
        points = within(ord(","), ord(","), builder.and_(block, BYTES([0xFD] * BLOCK)))  # "." is "," and a bit
        digits = builder.or_(within(ord("0"), ord("9"), block), foreign)
        behind = builder.or_(builder.shl(digits, BITS(1)), BITS(1))
        ahead = builder.or_(builder.lshr(digits, BITS(1)), BITS(1 << 63))
        odd = builder.or_(foreign, builder.and_(points, builder.and_(behind, ahead)))
        words = builder.or_(builder.or_(letters, digits), odd)
        return context.make_tuple(builder, signature.return_type, [words, odd])

    return signature, generate


@intrinsic
def copy_lowered(typing_context: Any, source: Any, at: Any, target: Any, to: Any) -> Any:
    """Copy `source[at:at + 16]`, ASCII letters and digits in lower case, to `target[to:to + 16]`."""
    signature = types.void(source, types.int64, target, types.int64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        piece = builder.load(_place(context, builder, signature, arguments, 0, PIECE_BYTES), align=1)
        lowered = builder.or_(piece, PIECE_BYTES([0x20] * PIECE))  # digits have the bit already
        builder.store(lowered, _place(context, builder, signature, arguments, 2, PIECE_BYTES), align=1)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def lowest_bit(typing_context: Any, mask: Any) -> Any:
    """Return the place (int64) of the lowest bit that is set; a mask without one gives anything."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.IntType(1)(1))

    return types.int64(types.uint64), generate


def _place(context: Any, builder: Any, signature: Any, arguments: Any, number: int, kind: Any) -> Any:
    """Return the pointer to the element of array argument `number` that the argument behind it names."""
    array = cgutils.create_struct_proxy(signature.args[number])(context, builder, arguments[number])  # type: ignore[no-untyped-call]
    return builder.bitcast(builder.gep(array.data, [arguments[number + 1]]), kind.as_pointer())
