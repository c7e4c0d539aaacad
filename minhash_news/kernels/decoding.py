"""UTF-8 in and out of a byte buffer, and the class and lower case of a code point.

Buffers come from `str.encode`, so sequences are whole; lone surrogates take three bytes, as `surrogatepass`
has it. Numba caches a compiled kernel by its own file alone: who edits this one clears this folder's
`__pycache__`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.characters import IDEOGRAPH, MAY_COMPOSE, SEPARATOR
from minhash_news.kernels.compiling import compiled


@compiled
def code_point(buffer: Any, at: Any) -> Any:
    """Return the code point (int64) whose first byte is `buffer[at]`."""
    lead = np.int64(buffer[at])
    if lead < 0x80:
        return lead
    second = np.int64(buffer[at + 1]) & 0x3F
    if lead < 0xE0:
        return (lead & 0x1F) << 6 | second
    third = np.int64(buffer[at + 2]) & 0x3F
    if lead < 0xF0:
        return (lead & 0x0F) << 12 | second << 6 | third
    return (lead & 0x07) << 18 | second << 12 | third << 6 | (np.int64(buffer[at + 3]) & 0x3F)


@compiled
def width_of(code: Any) -> Any:
    """Return the bytes a code point takes."""
    return 1 + (code >= 0x80) + (code >= 0x800) + (code >= 0x10000)


@compiled
def class_of(kinds: Any, code: Any) -> Any:
    """Return the class of a code point, MAY_COMPOSE included; the planes behind the table go by rule."""
    if code < 0x20000:
        return np.int64(kinds[code])
    if code < 0x40000:
        return IDEOGRAPH | MAY_COMPOSE if 0x2F800 <= code <= 0x2FA1F else IDEOGRAPH
    return SEPARATOR


@compiled
def lower_of(lower: Any, code: Any) -> Any:
    """Return what a letter or digit is compared as."""
    return np.int64(lower[code]) if code < 0x20000 else code


@compiled
def append(out: Any, at: Any, code: Any) -> Any:
    """Write a code point's UTF-8 to `out[at:]` and return where it ends."""
    if code < 0x80:
        out[at] = code
        return at + 1
    if code < 0x800:
        out[at] = 0xC0 | code >> 6
        out[at + 1] = 0x80 | code & 0x3F
        return at + 2
    if code < 0x10000:
        out[at] = 0xE0 | code >> 12
        out[at + 1] = 0x80 | code >> 6 & 0x3F
        out[at + 2] = 0x80 | code & 0x3F
        return at + 3
    out[at] = 0xF0 | code >> 18
    out[at + 1] = 0x80 | code >> 12 & 0x3F
    out[at + 2] = 0x80 | code >> 6 & 0x3F
    out[at + 3] = 0x80 | code & 0x3F
    return at + 4
