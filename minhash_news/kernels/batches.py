"""Texts as UTF-8 in one buffer, a batch at a time, shared out to threads."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from queue import SimpleQueue
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from minhash_news.kernels.characters import MAY_COMPOSE, characters

CHARACTERS = 1_000_000
"""A batch ends with the text that takes it past so many characters."""
TEXTS = 20_000
"""A batch has no more texts than this."""

PADDING = "\0" * 64
"""Stands behind the last text, for kernels that read by the block."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Batch:
    """Texts and their UTF-8.

    Attributes:
        texts: as they stand in the buffer.
        buffer: uint8, one text after the other, then PADDING.
        bounds: int64 (texts + 1,); text i is `buffer[bounds[i]:bounds[i + 1]]`.
        given: the texts that had to be composed, by index, as they were given.
    """

    texts: list[str]
    buffer: NDArray[np.uint8]
    bounds: NDArray[np.int64]
    given: dict[int, str] = field(default_factory=dict)

    def composed(self, doubtful: NDArray[np.uint8]) -> Batch | None:
        """Return this batch with the doubtful texts in normal form C, or None where all are so already."""
        given = {
            index: self.texts[index]
            for index in np.flatnonzero(doubtful).tolist()
            if index not in self.given and not unicodedata.is_normalized("NFC", self.texts[index])
        }
        if not given:
            return None
        texts = self.texts.copy()
        for index, text in given.items():
            texts[index] = "".join(piece for _, _, piece in _composed_pieces(text))
        return pack(texts, given)


def pack(texts: list[str], given: dict[int, str] | None = None) -> Batch:
    """Return texts as a batch; lone surrogates become the three bytes they would have in UTF-8."""
    if all(map(str.isascii, texts)):  # then one encoding does for all
        sizes = [len(text) for text in texts]
        encoded = "".join([*texts, PADDING]).encode()
    else:
        pieces = [text.encode("utf-8", "surrogatepass") for text in texts]
        sizes = [len(piece) for piece in pieces]
        encoded = b"".join([*pieces, PADDING.encode()])
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(sizes, out=bounds[1:])
    return Batch(texts, np.frombuffer(encoded, np.uint8), bounds, given or {})


def in_batches(work: Callable[[Batch], Result], texts: Iterable[str], workers: int) -> list[Result]:
    """Return what `work` makes of each batch of texts, in order; batches do not depend on `workers`.

    The calling thread alone reads the texts, for an iterator may belong to it. It is one of the workers, too: while
    the others have batches waiting it works on one itself, so that nobody is woken for every batch, and of an
    endless stream of texts only a few batches are held.
    """
    results: dict[int, Result] = {}
    waiting: SimpleQueue[tuple[int, list[str]] | None] = SimpleQueue()

    def drain() -> None:
        while (one := waiting.get()) is not None:
            results[one[0]] = work(pack(one[1]))

    with ThreadPoolExecutor(workers) as pool:
        others = [pool.submit(drain) for _ in range(workers - 1)]
        try:
            for index, some in enumerate(_batched(texts)):
                if any(other.done() for other in others):  # it failed
                    break
                if waiting.qsize() < 2 * len(others):
                    waiting.put((index, some))
                else:
                    results[index] = work(pack(some))
        finally:
            for _ in range(workers):
                waiting.put(None)
        drain()
        for other in others:
            other.result()
    return [results[index] for index in range(len(results))]


def _batched(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield lists of texts of CHARACTERS characters or a little more."""
    some: list[str] = []
    size = 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size >= CHARACTERS or len(some) == TEXTS:
            yield some
            some, size = [], 0
    if some:
        yield some


def composed_offsets(text: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return where each code point of a text's normal form C begins and ends in the text as given.

    Both int32, one entry a code point. Within a base letter and its marks, code points are matched from the
    right; none is empty.
    """
    first: list[int] = []
    last: list[int] = []
    for start, end, piece in _composed_pieces(text):
        if len(piece) == end - start:
            first.extend(range(start, end))
            last.extend(range(start + 1, end + 1))
            continue
        begins = [start, *(max(start, end - left) for left in range(len(piece) - 1, 0, -1))]
        first.extend(begins)
        last.extend(max(here + 1, after) for here, after in pairwise([*begins, end]))
    return np.array(first, np.int32), np.array(last, np.int32)


def _composed_pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and normal form C of stretches that compose by themselves; calm ones come whole."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    restless = _may_compose(codes)
    alone = [code for code in np.unique(codes[restless]).tolist() if _stands_alone(chr(code))]
    joins = restless & ~np.isin(codes, alone)
    begins = restless.copy()
    begins[:-1] |= joins[1:]
    begins[1:] |= restless[:-1]
    begins &= ~joins
    begins[:1] = True
    cuts = [*np.flatnonzero(begins).tolist(), len(text)]
    for start, end in pairwise(cuts):
        yield start, end, unicodedata.normalize("NFC", text[start:end])


def _may_compose(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell of each code point whether a text with it may not be in normal form C."""
    kinds = characters().kinds
    low = codes < len(kinds)
    marked: NDArray[np.bool_] = (kinds[np.where(low, codes, 0)] & MAY_COMPOSE) != 0
    return (low & marked) | ((codes >= 0x2F800) & (codes <= 0x2FA1F))


def _stands_alone(character: str) -> bool:
    """Tell whether a character that composes does so without the one before it."""
    return (
        unicodedata.combining(character) == 0
        and unicodedata.category(character)[0] != "M"
        and not "\u1160" <= character <= "\u11ff"
    )
