"""Show passages: two texts and their aligned stretches -> HTML, side by side, linked both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from minhash_news.model import Passage
from minhash_news.visible import storable

CONTEXT = 160
"""Characters kept on either side of a passage where the text is too long to be shown whole."""

Span = tuple[int, int, int]
"""Start, end, number of the passage."""


def side_by_side(derived: str, source: str, passages: Sequence[Passage], name: str, limit: int) -> str:
    """Return both texts with their passages marked.

    Args:
        derived: the later text.
        source: the earlier text.
        passages: offsets into the two.
        name: beginning of the ids, unique in the page.
        limit: characters of each text that are shown; what is left out is said.
    """
    left = [(one.derived_start, one.derived_end, number) for number, one in enumerate(passages)]
    right = [(one.source_start, one.source_end, number) for number, one in enumerate(passages)]
    columns = [
        ("The derived text", _text(derived, left, name, "ds", limit)),
        ("Its source", _text(source, right, name, "sd", limit)),
    ]
    shown = (f'<div><h4>{head}</h4><div class="text" dir="auto">{text}</div></div>' for head, text in columns)
    return f'<div class="texts">{"".join(shown)}</div>'


def _text(text: str, spans: list[Span], name: str, sides: str, limit: int) -> str:
    """Return one text; `sides` has the letter of this side, then of the other, for the links."""
    parts, room = [], limit
    for piece, number in _pieces(text, spans):
        shown, hidden = _shortened(piece, room, marked=number is not None, whole=len(text) <= limit)
        room -= len(piece) - hidden
        if number is None:
            parts.append(shown)
        elif shown:
            here, there = (f"{name}-{side}{number}" for side in sides)
            parts.append(f'<a class="passage" id="{here}" href="#{there}"><mark>{shown}</mark></a>')
        if room <= 0:
            break
    left_out = limit - room
    return "".join(parts) + (_note(len(text) - left_out, "not shown here in all") if left_out < len(text) else "")


def _pieces(text: str, spans: list[Span]) -> Iterator[tuple[str, int | None]]:
    """Cut a text at its passages; where two overlap, the earlier keeps what both have."""
    done = 0
    for start, end, number in sorted(spans):
        first, last = max(start, done), min(end, len(text))
        if first >= last:
            continue
        if first > done:
            yield text[done:first], None
        yield text[first:last], number
        done = last
    if done < len(text):
        yield text[done:], None


def _shortened(piece: str, room: int, *, marked: bool, whole: bool) -> tuple[str, int]:
    """Return a piece as HTML and how many of its characters are left out."""
    if not whole and not marked and len(piece) > 2 * CONTEXT + 40 and room > 2 * CONTEXT:
        hidden = len(piece) - 2 * CONTEXT
        return f"{_safe(piece[:CONTEXT])}{_note(hidden, 'left out')}{_safe(piece[-CONTEXT:])}", hidden
    return _safe(piece[:room]), max(0, len(piece) - room)


def _safe(text: str) -> str:
    return escape(storable(text))


def _note(characters: int, what: str) -> str:
    return f'<span class="note"> [{characters:,} characters {what}] </span>'
