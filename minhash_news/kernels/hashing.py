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
from numba.extending import intrinsic

from minhash_news.kernels.compiling import compiled

PRIME_1 = np.uint64(0x9E3779B185EBCA87)
PRIME_2 = np.uint64(0xC2B2AE3D27D4EB4F)
PRIME_3 = np.uint64(0x165667B19E3779F9)
PRIME_4 = np.uint64(0x85EBCA77C2B2AE63)
PRIME_5 = np.uint64(0x27D4EB2F165667C5)
START_1 = np.uint64((int(PRIME_1) + int(PRIME_2)) % 2**64)
START_4 = np.uint64(2**64 - int(PRIME_1))
U0, U64 = np.uint64(0), np.uint64(64)


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
def _take8(digest: Any, word: Any) -> Any:
    return _rotate(digest ^ _round(U0, word), np.uint64(27)) * PRIME_1 + PRIME_4


@compiled
def _take4(digest: Any, word: Any) -> Any:
    return _rotate(digest ^ (word * PRIME_1), np.uint64(23)) * PRIME_2 + PRIME_3


@compiled
def _take1(digest: Any, byte: Any) -> Any:
    return _rotate(digest ^ (byte * PRIME_5), np.uint64(11)) * PRIME_1


@compiled
def _avalanche(digest: Any) -> Any:
    digest = (digest ^ (digest >> np.uint64(33))) * PRIME_2
    digest = (digest ^ (digest >> np.uint64(29))) * PRIME_3
    return digest ^ (digest >> np.uint64(32))


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
        digest = _take8(digest, load64(buffer, at))
        at += 8
    if at + 4 <= end:
        digest = _take4(digest, load32(buffer, at))
        at += 4
    while at < end:
        digest = _take1(digest, np.uint64(buffer[at]))
        at += 1
    return _avalanche(digest)


@compiled
def xxh64_short(buffer: Any, start: Any, end: Any) -> Any:
    """Return what `xxh64` does for less than 32 bytes, and anything for more; reads `buffer[start:start + 32]`.

    Takes every step and keeps those that count: lengths are foretold too badly for branches to pay.
    """
    length = end - start
    digest = PRIME_5 + np.uint64(length)
    for step in range(0, 24, 8):
        taken = _take8(digest, load64(buffer, start + step))
        digest = taken if step + 8 <= length else digest
    rest = load64(buffer, start + (length & 24))
    taken = _take4(digest, rest & np.uint64(0xFFFFFFFF))
    four = length & 4 != 0
    digest = taken if four else digest
    rest = rest >> np.uint64(32) if four else rest
    for step in range(3):
        taken = _take1(digest, rest & np.uint64(0xFF))
        digest = taken if step < length & 3 else digest
        rest >>= np.uint64(8)
    return _avalanche(digest)


@compiled
def fmix32(h: Any) -> Any:
    """Return MurmurHash3's finalizer of the low 32 bits of a uint64, as uint32."""
    mixed = np.uint32(h)
    mixed = np.uint32(mixed ^ (mixed >> np.uint32(16)))
    mixed = np.uint32(mixed * np.uint32(0x85EBCA6B))
    mixed = np.uint32(mixed ^ (mixed >> np.uint32(13)))
    mixed = np.uint32(mixed * np.uint32(0xC2B2AE35))
    return np.uint32(mixed ^ (mixed >> np.uint32(16)))
