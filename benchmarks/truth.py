"""Judge: texts -> all pairs with a Jaccard similarity, exactly, and how many of them somebody found.

What a word is differs a little from tool to tool. Pairs that are at the threshold under one definition and below it
under the other are held against nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from minhash_news.kernels.words import split_corpus
from minhash_news.shingle import shingle_corpus

Pair = tuple[int, int]
WORD = re.compile(r"\w+")
SIZE = 3
AT_ONCE = 200
"""Texts held against all others at a time."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The pairs that have to be found, and those that may be: two definitions of a word disagree on them."""

    pairs: frozenset[Pair]
    disputed: frozenset[Pair]

    def score(self, found: Iterable[Pair]) -> tuple[float, float]:
        """Return recall and precision."""
        claimed = set(found) - self.disputed
        right = len(claimed & self.pairs)
        return right / max(1, len(self.pairs)), right / max(1, len(claimed))


def shingles(text: str) -> list[str]:
    """Return a text's word shingles as users of Python commonly make them."""
    words = WORD.findall(text.lower())
    return [" ".join(words[at : at + SIZE]) for at in range(len(words) - SIZE + 1)]


def truth(texts: Sequence[str], threshold: float) -> Truth:
    """Return the pairs whose sets of word 3-shingles have that Jaccard similarity, by an exact join."""
    ids: dict[str, int] = {}
    plain = [np.unique([ids.setdefault(one, len(ids)) for one in shingles(text)]) for text in texts]
    plain_pairs = _join(np.concatenate(plain), np.cumsum([0, *map(len, plain)]), threshold)
    words = split_corpus(texts, 1)
    hashes, indptr = shingle_corpus(words.hashes, words.indptr, size=SIZE)
    own_pairs = _join(np.unique(hashes, return_inverse=True)[1], indptr, threshold)
    return Truth(frozenset(plain_pairs & own_pairs), frozenset(plain_pairs ^ own_pairs))


def _join(values: np.ndarray, indptr: np.ndarray, threshold: float) -> set[Pair]:
    """Return the pairs of rows, sets of small integers, with that Jaccard similarity."""
    shape = (len(indptr) - 1, int(values.max()) + 1)
    rows = sparse.csr_matrix((np.ones(len(values), np.int32), values.astype(np.int64), indptr), shape=shape)
    columns = rows.T.tocsc()
    sizes = np.diff(indptr)
    pairs: set[Pair] = set()
    for start in range(0, shape[0], AT_ONCE):
        shared = (rows[start : start + AT_ONCE] @ columns).tocoo()
        one, other = shared.row.astype(np.int64) + start, shared.col.astype(np.int64)
        near = (one < other) & (shared.data >= threshold * (sizes[one] + sizes[other] - shared.data))
        pairs.update(zip(one[near].tolist(), other[near].tolist(), strict=True))
    return pairs
