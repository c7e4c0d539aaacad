"""xxHash64 over slices of a byte buffer, and MurmurHash3's 32-bit finalizer.

xxHash: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
MurmurHash3: https://github.com/aappleby/smhasher
Numba caches a compiled kernel by its own file alone: who edits this one clears this folder's `__pycache__`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils

from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.vectors import Vector, data_of, gather, intrinsic, lanes, load, place_in, store

PRIME_1 = np.uint64(0x9E3779B185EBCA87)
PRIME_2 = np.uint64(0xC2B2AE3D27D4EB4F)
PRIME_3 = np.uint64(0x165667B19E3779F9)
PRIME_4 = np.uint64(0x85EBCA77C2B2AE63)
PRIME_5 = np.uint64(0x27D4EB2F165667C5)
START_1 = np.uint64((int(PRIME_1) + int(PRIME_2)) % 2**64)
START_4 = np.uint64(2**64 - int(PRIME_1))
U0, U64 = np.uint64(0), np.uint64(64)
TOGETHER, SHORT = 8, 31
"""Slices that `hash_together` takes, and the most bytes of a slice that it can hash."""


def _loader(width: int) -> Any:
    """Return a numba intrinsic `load(buffer, at)`: `width` little-endian bits of uint8s, at any alignment."""

    @intrinsic
    def load(typing_context: Any, buffer: Any, at: Any) -> Any:
        signature = types.uint64(buffer, types.int64)

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            array = cgutils.create_struct_proxy(signature.args[0])(  # type: ignore[no-untyped-call]
                context, builder, arguments[0]
            )
            address = builder.gep(array.data, [arguments[1]])
            place = builder.bitcast(address, ir.IntType(width).as_pointer())
            loaded = builder.load(place)
            loaded.align = 1
            return loaded if width == 64 else builder.zext(loaded, ir.IntType(64))

        return signature, generate

    return load


load64 = _loader(64)
load32 = _loader(32)


@compiled
def _rotate(x: Any, bits: Any) -> Any:
    return (x << bits) | (x >> (U64 - bits))


@compiled
def _round(lane: Any, word: Any) -> Any:
    return _rotate(lane + word * PRIME_2, np.uint64(31)) * PRIME_1


@compiled
def _merge(digest: Any, lane: Any) -> Any:
    return (digest ^ _round(U0, lane)) * PRIME_1 + PRIME_4


@compiled
def _stripes(buffer: Any, start: Any, end: Any) -> Any:
    """Digest of the whole 32-byte stripes of `buffer[start:end]`."""
    one, two, three, four = START_1, PRIME_2, U0, START_4
    at = start
    while at + 32 <= end:
        one = _round(one, load64(buffer, at))
        two = _round(two, load64(buffer, at + 8))
        three = _round(three, load64(buffer, at + 16))
        four = _round(four, load64(buffer, at + 24))
        at += 32
    digest = _rotate(one, np.uint64(1)) + _rotate(two, np.uint64(7))
    digest += _rotate(three, np.uint64(12)) + _rotate(four, np.uint64(18))
    return _merge(_merge(_merge(_merge(digest, one), two), three), four)


@compiled
def xxh64(buffer: Any, start: Any, end: Any) -> Any:
    """Return xxHash64 (seed 0) of `buffer[start:end]`, uint64; buffer uint8 (n,), start and end int64."""
    length = end - start
    at = start
    if length >= 32:
        digest = _stripes(buffer, start, end)
        at += length & ~31
    else:
        digest = PRIME_5
    digest += np.uint64(length)
    while at + 8 <= end:
        digest = _rotate(digest ^ _round(U0, load64(buffer, at)), np.uint64(27)) * PRIME_1 + PRIME_4
        at += 8
    if at + 4 <= end:
        digest = _rotate(digest ^ (load32(buffer, at) * PRIME_1), np.uint64(23)) * PRIME_2 + PRIME_3
        at += 4
    while at < end:
        digest = _rotate(digest ^ (np.uint64(buffer[at]) * PRIME_5), np.uint64(11)) * PRIME_1
        at += 1
    digest = (digest ^ (digest >> np.uint64(33))) * PRIME_2
    digest = (digest ^ (digest >> np.uint64(29))) * PRIME_3
    return digest ^ (digest >> np.uint64(32))


@compiled
def fmix32(h: Any) -> Any:
    """Return MurmurHash3's finalizer of the low 32 bits of a uint64, as uint32."""
    mixed = np.uint32(h)
    mixed = np.uint32(mixed ^ (mixed >> np.uint32(16)))
    mixed = np.uint32(mixed * np.uint32(0x85EBCA6B))
    mixed = np.uint32(mixed ^ (mixed >> np.uint32(13)))
    mixed = np.uint32(mixed * np.uint32(0xC2B2AE35))
    return np.uint32(mixed ^ (mixed >> np.uint32(16)))


@intrinsic
def hash_together(
    typing_context: Any, buffer: Any, begins: Any, at: Any, same: Any, behind: Any, hashes: Any, to: Any
) -> Any:
    """Write `fmix32(xxh64(buffer, begins[i], begins[j] - 1))` to `hashes`, for eight i from `at` and j from `behind`.

    `same` is `begins` again. What is longer than SHORT gets any number; 32 bytes are read from each beginning.
    Every step is taken and kept where it counts, for lengths are foretold too badly for branches to pay.
    """
    kind, half = lanes(64, TOGETHER), lanes(32, TOGETHER)
    typed = types.void(buffer, begins, types.int64, same, types.int64, hashes, types.int64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = data_of(context, builder, signature.args[0], arguments[0])
        start = load(builder, place_in(context, builder, signature, arguments, 1, kind))
        length = load(builder, place_in(context, builder, signature, arguments, 3, kind)) - start - 1
        digest = length + int(PRIME_5)
        for step in range(0, 24, 8):
            lane = _turn(gather(builder, data, start + step, kind) * int(PRIME_2), 31) * int(PRIME_1)
            digest = length.least(step + 8, _turn(digest ^ lane, 27) * int(PRIME_1) + int(PRIME_4), digest)
        rest = gather(builder, data, start + (length & 24), kind)
        four = _turn(digest ^ ((rest & 0xFFFFFFFF) * int(PRIME_1)), 23) * int(PRIME_2) + int(PRIME_3)
        digest = (length & 4).least(1, four, digest)
        rest = (length & 4).least(1, rest >> 32, rest)
        for step in range(3):
            byte = (rest >> 8 * step) & 0xFF
            digest = (length & 3).least(step + 1, _turn(digest ^ (byte * int(PRIME_5)), 11) * int(PRIME_1), digest)
        digest = (digest ^ (digest >> 33)) * int(PRIME_2)
        digest = (digest ^ (digest >> 29)) * int(PRIME_3)
        mixed = (digest ^ (digest >> 32)).narrowed(half)
        mixed = (mixed ^ (mixed >> 16)) * 0x85EBCA6B
        mixed = (mixed ^ (mixed >> 13)) * 0xC2B2AE35
        store(mixed ^ (mixed >> 16), place_in(context, builder, signature, arguments, 5, half))
        return context.get_dummy_value()

    return typed, generate


def _turn(lane: Vector, bits: int) -> Vector:
    return (lane << bits) | (lane >> (64 - bits))
