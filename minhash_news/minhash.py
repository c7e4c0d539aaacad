"""Sign: texts -> signature matrix."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from minhash_news.arguments import expect_whole, texts_of
from minhash_news.kernels.batches import in_batches
from minhash_news.kernels.characters import VERSION
from minhash_news.kernels.signing import sign_batch
from minhash_news.model import Scheme

if TYPE_CHECKING:
    from datasketch import MinHash

EMPTY = 0xFFFFFFFF
"""Every column of the signature of a text without words, as in datasketch."""


def sign(
    texts: Iterable[str], *, num_perm: int = 128, shingle_size: int = 3, workers: int | None = None
) -> NDArray[np.uint32]:
    """Return the MinHash signatures (Broder 1997) of texts, uint32 (n, num_perm).

    Row i equals datasketch 2's `MinHash(num_perm, seed=1, scheme="affine32")` under the hash function
    `xxhash.xxh64_intdigest(b) & 0xFFFFFFFF`, updated with the UTF-8 of each run of `shingle_size` words,
    joined by spaces. A text of fewer words is one shingle; one without words has `EMPTY` in all columns. The
    result does not depend on `workers`, the number of threads (None: all cores).

    Raises:
        SettingsError: a parameter below 1, or what is no texts: one string, articles.
    """
    given = texts_of(texts, "sign")
    for name, value in (
        ("num_perm", num_perm),
        ("shingle_size", shingle_size),
        ("workers", 1 if workers is None else workers),
    ):
        expect_whole(name, value)
    multipliers, offsets = _permutations(num_perm, Scheme().seed)
    work = partial(sign_batch, multipliers=multipliers, offsets=offsets, shingle_size=shingle_size)
    parts = in_batches(work, given, workers or os.cpu_count() or 1)
    return np.concatenate([np.empty((0, num_perm), np.uint32), *parts])


def to_datasketch(signature_row: NDArray[np.uint32], scheme: Scheme) -> MinHash:
    """Return a signature, uint32 (num_perm,), as a datasketch MinHash, ready for its LSH, forest and storage.

    Its hash function is the scheme's, so that it can be updated with further shingles.

    Raises:
        SchemeMismatchError: the row is not as long as the scheme says, or the scheme is not one of this
        version.
    """
    from datasketch import MinHash  # scipy comes with it, and `sign` needs neither

    scheme.require(Scheme(num_perm=len(signature_row), shingle_size=scheme.shingle_size, normalizer=VERSION))
    multipliers, offsets = _permutations(scheme.num_perm, scheme.seed)
    return MinHash(
        seed=scheme.seed,
        hashfunc=_hash,
        hashvalues=np.asarray(signature_row, np.uint32),
        permutations=np.array([multipliers, offsets]),
        scheme=scheme.family,
    )


def _hash(shingle: bytes) -> int:
    """Return the hash of a shingle's UTF-8 under `Scheme.hash`."""
    import xxhash  # only who updates a datasketch object needs it

    return xxhash.xxh64_intdigest(shingle) & 0xFFFFFFFF


@lru_cache(maxsize=16)
def _permutations(num_perm: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the multipliers, odd, and offsets that datasketch draws for affine32.

    Drawn here too, since datasketch loads much of scipy. numpy keeps the stream of RandomState as it is for ever.
    """
    random = np.random.RandomState(seed)
    multipliers = random.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return multipliers, random.randint(0, 1 << 32, num_perm, dtype=np.uint32)
