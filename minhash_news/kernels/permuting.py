"""The least of permuted hashes, sixteen permutations at a time (Broder 1997).

Numba caches a compiled kernel by its own file alone: who edits this one clears this folder's `__pycache__`.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types

from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.vectors import data_of, intrinsic, lanes, load, place_in, spread, store

COLUMNS, HASHES = 16, 8
"""Permutations and hashes that go together; there have to be a multiple of each."""


@intrinsic
def _lower(
    typing_context: Any,
    hashes: Any,
    first: Any,
    multipliers: Any,
    column: Any,
    offsets: Any,
    same_column: Any,
    signature: Any,
    again: Any,
) -> Any:
    """Lower `signature[column:column + 16]` to the permuted values of `hashes[first:first + 8]`; all uint32."""
    kind = lanes(32, COLUMNS)
    typed = types.void(hashes, types.int64, multipliers, types.int64, offsets, types.int64, signature, types.int64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        multiplier = load(builder, place_in(context, builder, signature, arguments, 2, kind))
        offset = load(builder, place_in(context, builder, signature, arguments, 4, kind))
        target = place_in(context, builder, signature, arguments, 6, kind)
        least = load(builder, target)
        data = data_of(context, builder, signature.args[0], arguments[0])
        for number in range(HASHES):
            place = builder.gep(data, [builder.add(arguments[1], ir.IntType(64)(number))])
            one = spread(builder, builder.load(place), kind)
            least = least.minimum(multiplier * one + offset)
        store(least, target)
        return context.get_dummy_value()

    return typed, generate


@compiled
def permute(hashes: Any, count: Any, multipliers: Any, offsets: Any, signature: Any) -> None:
    """Lower `signature` to the least permuted value of `hashes[:count]`; all arrays uint32.

    `signature` has a multiple of COLUMNS, and behind `count` there is room for `hashes` to be filled up.
    """
    padded = (count + HASHES - 1) // HASHES * HASHES
    hashes[count:padded] = hashes[0]
    for first in range(0, padded, HASHES):
        for column in range(0, len(signature), COLUMNS):
            _lower(hashes, first, multipliers, column, offsets, column, signature, column)
