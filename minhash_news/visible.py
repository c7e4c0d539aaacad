"""Visible: text of unknown origin -> text that a terminal, a page or an XML file can carry."""

from __future__ import annotations

import re

_UNCARRIED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Controls (a terminal obeys them, XML forbids them) and lone surrogates (UTF-8 has none)."""

_BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""They make a line show its characters in another order than it has them."""


def _escaped(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")


def storable(text: str) -> str:
    r"""Return the text with each character that XML or UTF-8 cannot hold as a visible escape (`\x1b`)."""
    return _UNCARRIED.sub(_escaped, text)


def one_line(text: str) -> str:
    """Return the text as one line that can neither move a terminal's cursor nor reorder what follows."""
    return _REORDERING.sub(_escaped, storable(_BREAKS.sub(" ", text)))


def spelled(text: str) -> str:
    r"""Return the text as one line that no other text has: a break as `\n`, a backslash as two."""
    return one_line(_BREAKS.sub(_escaped, text.replace("\\", "\\\\")))


def encoded(text: str) -> bytes:
    r"""Return UTF-8; a lone surrogate, which file names can hold, becomes `\udcff`, its escape in JSON."""
    return text.encode("utf-8", "backslashreplace")
