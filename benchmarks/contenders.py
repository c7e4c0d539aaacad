"""Contend: the same raw texts -> signatures, and verified near-duplicate pairs, by each library that is installed.

Each is used as its own documentation says, with 128 permutations of word 3-shingles. Those whose bands can be chosen
get the bands that find a pair at the threshold with the same probability as ours. Candidates of all peers are verified
by one function; what a peer has no tokeniser for gets its shingles from `truth.shingles`.
"""

from __future__ import annotations

import importlib.util
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from truth import SIZE, Pair, shingles

NUM_PERM, SEED = 128, 1
CORES = os.cpu_count() or 1
Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class Contender:
    """A library and one way to use it.

    Attributes:
        name: of the library and the way.
        needs: the modules that have to be importable.
        sign: from raw texts to signatures; None where it does not stop there.
        pairs: from raw texts and a threshold to verified pairs; None for ways that only sign.
        most: texts it is given to sign at the most, for what is very slow.
    """

    name: str
    needs: tuple[str, ...]
    sign: Callable[[Texts], object] | None = None
    pairs: Callable[[Texts, float], set[Pair]] | None = None
    most: int = 10**9

    @property
    def installed(self) -> bool:
        """Whether it can be imported here."""
        return all(importlib.util.find_spec(module) for module in self.needs)


def bands_for(threshold: float) -> tuple[int, int]:
    """Return the narrowest bands that find a pair at the threshold with a probability of 0.995: 42 x 3 at 0.5.

    Two rows where none do: with single rows nearly every two texts are a candidate pair.
    """
    fit = [rows for rows in range(2, 9) if 1 - (1 - threshold**rows) ** (NUM_PERM // rows) >= 0.995]
    rows = max(fit, default=2)
    return NUM_PERM // rows, rows


def verified(texts: Texts, candidates: Iterable[Pair], threshold: float) -> set[Pair]:
    """Return the candidates whose sets of shingles have that Jaccard similarity, as users of Python write it."""

    @cache
    def set_of(text: int) -> set[str]:
        return set(shingles(texts[text]))

    near: set[Pair] = set()
    for i, j in candidates:
        one, other = set_of(i), set_of(j)
        both = len(one & other)
        if both and both >= threshold * (len(one) + len(other) - both):
            near.add((i, j))
    return near


def _queried(answers: Iterable[Iterable[int]]) -> set[Pair]:
    return {(min(i, j), max(i, j)) for i, answer in enumerate(answers) for j in answer if i != j}


# ---- ours -------------------------------------------------------------------------------------------------


def _ours(workers: int) -> Contender:
    def sign(texts: Texts) -> object:
        import minhash_news as mn

        return mn.sign(texts, num_perm=NUM_PERM, shingle_size=SIZE, workers=workers)

    def pairs(texts: Texts, threshold: float) -> set[Pair]:
        import minhash_news as mn

        found = mn.near_duplicates(texts, threshold=threshold, shingle_size=SIZE, workers=workers)
        return {(i, j) for i, j in found.pairs.tolist()}

    threads = "one thread" if workers == 1 else f"{workers} threads"
    return Contender(f"minhash_news, {threads}", ("minhash_news",), sign, pairs)


# ---- datasketch -------------------------------------------------------------------------------------------


def datasketch_bulk(texts: Texts) -> list[Any]:
    """Sign with datasketch the fast way."""
    import xxhash
    from datasketch import MinHash

    sets = [[shingle.encode() for shingle in shingles(text)] for text in texts]
    return MinHash.bulk(sets, num_perm=NUM_PERM, hashfunc=xxhash.xxh32_intdigest)


def _datasketch_updates(texts: Texts) -> list[Any]:
    from datasketch import MinHash

    signed = []
    for text in texts:
        minhash = MinHash(num_perm=NUM_PERM)
        for shingle in shingles(text):
            minhash.update(shingle.encode())
        signed.append(minhash)
    return signed


def datasketch_pairs(texts: Texts, threshold: float) -> set[Pair]:
    """Pair with datasketch's index."""
    from datasketch import MinHashLSH

    lsh = MinHashLSH(num_perm=NUM_PERM, params=bands_for(threshold))
    signed = datasketch_bulk(texts)
    with lsh.insertion_session() as session:
        for number, minhash in enumerate(signed):
            session.insert(number, minhash)
    return verified(texts, _queried(lsh.query(minhash) for minhash in signed), threshold)


# ---- rensa ------------------------------------------------------------------------------------------------


def _rensa_signed(texts: Texts) -> list[Any]:
    from rensa import RMinHash

    return RMinHash.from_token_sets([shingles(text) for text in texts], num_perm=NUM_PERM, seed=SEED)


def _rensa_pairs(texts: Texts, threshold: float) -> set[Pair]:
    from rensa import RMinHashLSH

    signed = _rensa_signed(texts)
    bands = min(b for b in (8, 16, 32, 64, 128) if b >= bands_for(threshold)[0])  # it wants a divisor of 128
    lsh = RMinHashLSH(threshold=threshold, num_perm=NUM_PERM, num_bands=bands)
    lsh.insert_many(signed)
    return verified(texts, _queried(lsh.query_all(signed)), threshold)


# ---- gaoya ------------------------------------------------------------------------------------------------


def _gaoya_index(texts: Texts, threshold: float) -> Any:
    from gaoya.minhash import MinHashStringIndex

    bands, rows = bands_for(threshold)
    index = MinHashStringIndex(32, threshold, bands, rows, None, "word", True, (SIZE, SIZE), "vec")
    index.par_bulk_insert_docs(list(range(len(texts))), list(texts))
    return index


def _gaoya_signed(texts: Texts) -> object:
    return _gaoya_index(texts, 0.5)


def _gaoya_pairs(texts: Texts, threshold: float) -> set[Pair]:
    """Query a little below the threshold, for it filters by its estimates."""
    index = _gaoya_index(texts, max(0.05, threshold - 0.15))
    return verified(texts, _queried(index.par_bulk_query(list(texts))), threshold)


# ---- text-dedup -------------------------------------------------------------------------------------------


def _text_dedup_signed(texts: Texts, threshold: float = 0.5) -> list[Any]:
    from text_dedup.minhash import RNG, SIGNATURE_COLUMN, embed_func, xxh3_32hash

    bands, rows = bands_for(threshold)
    prime = np.uint32((1 << 32) - 5)
    options = {
        "num_perm": NUM_PERM,
        "ngram_size": SIZE,
        "min_length": 0,
        "hashranges": [(band * rows, (band + 1) * rows) for band in range(bands)],
        "permutations": tuple(RNG.randint(least, prime, size=NUM_PERM, dtype=np.uint32) for least in (1, 0)),
        "hash_func": xxh3_32hash,
        "dtype": np.uint32,
        "max_hash": np.uint32((1 << 32) - 1),
        "modulo_prime": prime,
    }
    return [embed_func(text, number, **options)[SIGNATURE_COLUMN] for number, text in enumerate(texts)]


def _text_dedup_pairs(texts: Texts, threshold: float) -> set[Pair]:
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for number, bands in enumerate(_text_dedup_signed(texts, threshold)):
        for band in enumerate(bands):
            buckets[band].append(number)
    return verified(texts, {pair for members in buckets.values() for pair in combinations(members, 2)}, threshold)


OURS = _ours(CORES)
OURS_ALONE = _ours(1)
CONTENDERS = (
    OURS_ALONE,
    OURS,
    Contender("gaoya, parallel insert", ("gaoya",), _gaoya_signed, _gaoya_pairs),
    Contender("rensa, from_token_sets", ("rensa",), _rensa_signed, _rensa_pairs),
    Contender("datasketch, bulk and xxh32", ("datasketch", "xxhash"), datasketch_bulk, datasketch_pairs),
    Contender("datasketch, update loop", ("datasketch",), _datasketch_updates, most=200),
    Contender("text-dedup, embed_func", ("text_dedup", "datasets"), _text_dedup_signed, _text_dedup_pairs, most=1000),
)
