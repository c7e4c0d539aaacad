"""Word splitting, normaliser version 1: one pass over UTF-8 bytes.

A word is a maximal run of letters and digits, lower-cased one to one; a full stop or comma between two digits
is dropped without breaking it, so that 2,200 and 2.200 and 2200 are one word. Code points of scripts written
without spaces (Han, kana, Thai, Lao, Khmer, Myanmar) are a word each. Everything else separates. Texts are
split as their normal form C (Unicode Standard Annex 15); offsets are into the text as given.
"""

# ruff: noqa: SIM109 - numba compiles comparisons better than membership
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.kernels.batches import Batch, composed_offsets, in_batches
from minhash_news.kernels.characters import (
    CLOSER,
    COLON,
    COMMA,
    CORNER_CLOSE,
    CORNER_OPEN,
    DIGIT,
    END,
    FULL_STOP,
    GUILLEMET_LEFT,
    GUILLEMET_RIGHT,
    IDEOGRAPH,
    IDEOGRAPHIC_STOP,
    IGNORABLE,
    LOWER,
    MAY_COMPOSE,
    NEWLINE,
    PARAGRAPH_SEPARATOR,
    QUOTE,
    QUOTE_66,
    QUOTE_99,
    QUOTE_LOW,
    SPACE,
    TERMINATOR,
    UPPER,
    WHITE_CORNER_CLOSE,
    WHITE_CORNER_OPEN,
    WORD,
    characters,
)
from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.decoding import append, class_of, code_point, lower_of, width_of
from minhash_news.kernels.hashing import xxh64

NUMBER = 1
"""Flag: the word begins with a digit."""
CAPITAL = 2
"""Flag: the word's first letter was upper or title case."""
QUOTED = 4
"""Flag: the word begins inside quotation marks, or in speech that a dash leads in at the head of a paragraph, as in
Finnish, Norwegian, Polish, Russian or Swedish papers; single quotes are apostrophes and do not count."""
SENTENCE_START = 8
"""Flag: the word begins a sentence."""
PARAGRAPH_START = 16
"""Flag: the word begins a paragraph, and with it a sentence."""

ABBREVIATIONS = (
    *("mr", "mrs", "ms", "dr", "prof", "st", "gov", "sen", "rep", "gen", "col", "lt", "sgt", "jr", "sr"),
    *("vs", "inc", "ltd", "co", "corp", "dept", "bzw", "usw"),
    *("sra", "srta", "dra", "ud", "mme", "mlle", "av", "bd"),
)
"""A full stop behind one of these ends neither sentence nor paragraph."""
NUMBERING = ("no", "nr")
"""Nor behind one of these where a number follows on the line; elsewhere they are words."""
SPEECH = -1
"""Stands for the mark that opened a quotation where a dash did."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text or of many, in order.

    Attributes:
        hashes: uint64 (n,), xxHash64 (seed 0) of the normalised word's UTF-8.
        starts: int32 (n,), code-point offset of the first character in its text as given.
        ends: int32 (n,), offset behind the last character: `text[start:end]`.
        flags: uint8 (n,), NUMBER, CAPITAL, QUOTED, SENTENCE_START, PARAGRAPH_START.
        indptr: int64 (texts + 1,); words `indptr[i]:indptr[i + 1]` are those of text i. For one text: [0, n].
    """

    hashes: NDArray[np.uint64]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    flags: NDArray[np.uint8]
    indptr: NDArray[np.int64]

    def text(self, index: int) -> Words:
        """Return the words of one text as views on these arrays."""
        where = slice(int(self.indptr[index]), int(self.indptr[index + 1]))
        size = np.array([0, where.stop - where.start], dtype=np.int64)
        return Words(self.hashes[where], self.starts[where], self.ends[where], self.flags[where], size)


def split_corpus(texts: Sequence[str], workers: int) -> Words:
    """Return the words of all texts in order, whatever the number of threads that share the work.

    Any str will do, lone surrogates and NULs too.
    """
    parts = in_batches(_split, texts, workers)
    counts = np.concatenate([np.zeros(1, np.int64), *(part.indptr[1:] for part in parts)])
    return Words(
        np.concatenate([np.zeros(0, np.uint64), *(part.hashes for part in parts)]),
        np.concatenate([np.zeros(0, np.int32), *(part.starts for part in parts)]),
        np.concatenate([np.zeros(0, np.int32), *(part.ends for part in parts)]),
        np.concatenate([np.zeros(0, np.uint8), *(part.flags for part in parts)]),
        np.cumsum(counts),
    )


def _split(batch: Batch) -> Words:
    """Return the words of a batch; its `indptr` holds counts still, behind a zero."""
    most = (len(batch.buffer) + len(batch.texts)) // 2 + 1  # a word takes two bytes with its separator
    words = Words(
        np.empty(most, np.uint64),
        np.empty(most, np.int32),
        np.empty(most, np.int32),
        np.empty(most, np.uint8),
        np.zeros(len(batch.texts) + 1, np.int64),
    )
    doubtful = np.zeros(len(batch.texts), np.uint8)
    split_kernel(
        batch.buffer,
        batch.bounds,
        *characters(),
        _hashed(ABBREVIATIONS),
        _hashed(NUMBERING),
        words.hashes,
        words.starts,
        words.ends,
        words.flags,
        words.indptr,
        doubtful,
    )
    redone = batch.composed(doubtful)
    if redone is not None:
        return _split(redone)
    total = int(words.indptr.sum())
    _to_given(words, batch)
    return Words(
        words.hashes[:total].copy(),
        words.starts[:total].copy(),
        words.ends[:total].copy(),
        words.flags[:total].copy(),
        words.indptr,
    )


def _to_given(words: Words, batch: Batch) -> None:
    """Turn offsets into composed texts, in place, into offsets into the texts as given."""
    if not batch.given:
        return
    behind = np.cumsum(words.indptr)
    for index, given in batch.given.items():
        where = slice(int(behind[index]), int(behind[index + 1]))
        first, last = composed_offsets(given)
        words.starts[where] = first[words.starts[where]]
        words.ends[where] = last[words.ends[where] - 1]


@lru_cache(maxsize=2)
def _hashed(some: tuple[str, ...]) -> NDArray[np.uint64]:
    return np.array([xxhash.xxh64_intdigest(word.encode()) for word in some], dtype=np.uint64)


@compiled
def _among(value: Any, values: Any) -> Any:
    for other in values:  # noqa: SIM110 - numba knows no generators here
        if value == other:
            return True
    return False


@compiled
def _is_blank(buffer: Any, at: Any, end: Any) -> Any:
    return at < end and (buffer[at] == 32 or buffer[at] == 9)


@compiled
def _number_follows(buffer: Any, at: Any, end: Any, kinds: Any) -> Any:
    """Tell whether a digit is the next on the line that is no white space."""
    while at < end:
        code = code_point(buffer, at)
        kind = class_of(kinds, code) & ~MAY_COMPOSE
        if kind != SPACE and kind != IGNORABLE:
            return kind == DIGIT
        at += width_of(code)
    return False


@compiled
def _dashed(buffer: Any, at: Any, end: Any, code: Any) -> Any:
    """Tell whether a long dash stands here with a blank behind it, which may be one that does not break."""
    here = at + width_of(code)
    unbroken = here + 1 < end and buffer[here] == 0xC2 and buffer[here + 1] == 0xA0
    return 0x2013 <= code <= 0x2015 and (unbroken or _is_blank(buffer, here, end))


@compiled
def _begins_item(buffer: Any, at: Any, end: Any, code: Any) -> Any:
    """Tell whether a line begins a list item or heading: bullet, dash, `12.`, `3)`, `##`; then a blank."""
    here = at + width_of(code)
    if code == 35:  # number sign
        while here < end and here < at + 6 and buffer[here] == 35:
            here += 1
        return _is_blank(buffer, here, end)
    if 48 <= code <= 57:
        if here < end and 48 <= buffer[here] <= 57:
            here += 1
        dotted = here < end and (buffer[here] == 46 or buffer[here] == 41)
        return dotted and _is_blank(buffer, here + 1, end)
    bullet = code == 0x2A or code == 0x2B or code == 0x2D or code == 0xB7 or code == 0x2013 or code == 0x2014
    bullet = bullet or code == 0x2022 or code == 0x2023 or code == 0x25AA or code == 0x25E6 or code == 0x25CF
    return bullet and _is_blank(buffer, here, end)


@compiled
def _closes(quote: Any, kind: Any) -> Any:
    """Tell whether a mark closes the quotation that another opened; a straight mark closes any but speech."""
    if kind == QUOTE:
        return quote > 0
    if kind == QUOTE_99:
        return quote == QUOTE or quote == QUOTE_66 or quote == QUOTE_LOW or quote == QUOTE_99
    if kind == QUOTE_66:
        return quote == QUOTE_LOW
    if kind == GUILLEMET_RIGHT:
        return quote == GUILLEMET_LEFT
    if kind == GUILLEMET_LEFT:
        return quote == GUILLEMET_RIGHT
    if kind == CORNER_CLOSE:
        return quote == CORNER_OPEN
    return kind == WHITE_CORNER_CLOSE and quote == WHITE_CORNER_OPEN


@compiled
def split_kernel(
    buffer: Any,
    bounds: Any,
    kinds: Any,
    lower: Any,
    plain: Any,
    abbreviations: Any,
    numbering: Any,
    hashes: Any,
    starts: Any,
    ends: Any,
    flags: Any,
    counts: Any,
    doubtful: Any,
) -> None:
    """Split the texts `buffer[bounds[i]:bounds[i + 1]]`, UTF-8 in normal form C.

    Writes words to `hashes`, `starts`, `ends`, `flags` one text after the other, how many to `counts[i + 1]`,
    and `doubtful[i] = 1` where a text may not be in normal form C after all.
    """
    longest = 0
    for text in range(len(bounds) - 1):
        longest = max(longest, bounds[text + 1] - bounds[text])
    word = np.empty(longest + longest // 2 + 8, np.uint8)  # a folded character may take half more bytes
    count = 0
    for text in range(len(bounds) - 1):
        at, end = bounds[text], bounds[text + 1]
        first = count
        position = 0  # in code points
        suspect = 0
        inside = False  # a word; the variables below describe it
        size = 0  # bytes of it in `word`
        letters = 0
        last_end = 0
        opening = 0  # class of its first character
        last_digit = False
        held = 0  # class of a full stop or comma behind a digit, undecided until the next character
        newlines = 2  # since the last character that is no white space; the start counts as a blank line
        paragraph = False  # the next word begins one
        heading = False  # this line is one
        done = False  # the last characters end a paragraph if a newline follows
        term = 0  # 1 a terminator, 2 and white space behind it, 3 the next word begins a sentence whatever it is
        quote = 0  # class of the mark that opened the quotation we are in
        perhaps = 0  # class of a mark that opens one if a word follows at once
        speech = 0  # dashes so far in a paragraph that one of them leads in
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
                position += 1
                continue

            if inside:
                if WORD <= kind < IDEOGRAPH and opening != IDEOGRAPH and (held == 0 or kind == DIGIT):
                    held = 0
                    if code < 128:  # the rest of an ASCII run at once
                        here, stop = np.uint64(at), np.uint64(end)  # numba looks at the sign of other indices
                        place = np.uint64(size)
                        while here < stop:
                            value = plain[buffer[here]]
                            if value <= 32:
                                break
                            word[place] = value
                            place += np.uint64(1)
                            here += np.uint64(1)
                        run = np.int64(here) - at
                        at += run
                        position += run
                        letters += run
                        size += run
                        last_digit = word[size - 1] <= 57
                    else:
                        size = append(word, size, lower_of(lower, code))
                        letters += 1
                        at += width
                        position += 1
                        last_digit = kind == DIGIT
                    last_end = position
                    continue
                if last_digit and held == 0 and (kind == FULL_STOP or kind == COMMA):
                    held = kind
                    at += width
                    position += 1
                    continue
                inside = False
                hashed = xxh64(word, 0, size)
                hashes[count] = hashed
                ends[count] = last_end
                count += 1
                mark = kind if held == 0 else held
                if mark == FULL_STOP:
                    initial = letters == 1 and (opening == UPPER or opening == LOWER)
                    short = size <= 5 and _among(hashed, abbreviations)
                    if held == 0:
                        at += width
                        position += 1
                    if size == 2 and _among(hashed, numbering):
                        short = _number_follows(buffer, at, end, kinds)
                    term = 0 if initial or short else 1
                    done = not short
                    held = 0
                    if kind == FULL_STOP:
                        continue
                held = 0
            if kind == END:
                break

            if kind == SPACE or kind == NEWLINE or kind == PARAGRAPH_SEPARATOR:
                if kind == NEWLINE and not (code == 10 and at > bounds[text] and buffer[at - 1] == 13):
                    newlines += 1
                elif kind == PARAGRAPH_SEPARATOR:
                    newlines += 2
                if term == 1:
                    term = 2
                perhaps = 0
                at += width
                position += 1
                continue
            if newlines > 0:
                if newlines > 1 or done or heading or _begins_item(buffer, at, end, code):
                    paragraph = True
                    heading = code == 35 and _begins_item(buffer, at, end, code)
                    quote = SPEECH if _dashed(buffer, at, end, code) else 0
                    speech = 0
                    term = 3
                newlines = 0

            if kind >= WORD:
                if perhaps != 0:
                    quote = perhaps
                    perhaps = 0
                    if term == 2:
                        term = 3
                flag = 0
                if kind == DIGIT:
                    flag |= NUMBER
                elif kind == UPPER:
                    flag |= CAPITAL
                if quote != 0:
                    flag |= QUOTED
                if paragraph:
                    flag |= PARAGRAPH_START
                if term == 3 or (term == 2 and kind != LOWER):
                    flag |= SENTENCE_START
                flags[count] = flag
                starts[count] = position
                paragraph = False
                done = False
                term = 0
                inside = True
                opening = kind
                size = append(word, 0, lower_of(lower, code))
                letters = 1
                last_digit = kind == DIGIT
                at += width
                position += 1
                last_end = position
                continue

            perhaps = 0
            if (quote == SPEECH or speech > 0) and _dashed(buffer, at, end, code):
                if speech > 0 and quote <= 0:  # between two dashes stands who speaks
                    quote = SPEECH - quote
                speech += 1
            at += width
            position += 1
            if kind == TERMINATOR or kind == FULL_STOP:
                done = True
                if term < 3:
                    term = 1
            elif kind == IDEOGRAPHIC_STOP:
                done = True
                if term < 3:
                    term = 2
            elif kind == COLON:
                done = True
                if term == 1:
                    term = 0
            elif kind >= QUOTE and kind <= WHITE_CORNER_CLOSE:
                if _closes(quote, kind):
                    quote = 0
                elif quote == 0:
                    if kind == QUOTE_99 or kind == GUILLEMET_RIGHT:
                        perhaps = kind
                    elif kind != CORNER_CLOSE and kind != WHITE_CORNER_CLOSE:
                        quote = kind
                        if term == 2:
                            term = 3
                        elif term == 1 and kind != QUOTE:
                            term = 0
            elif kind != CLOSER:
                done = False
                if term == 1:
                    term = 0
        counts[text + 1] = count - first
        doubtful[text] = suspect != 0
