"""Read off: the head of a text -> whose report its datelines say it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

HEAD = 300
"""Characters at the head of a text in which a dateline is looked for; lines of the page may stand above it."""
DATELINE = re.compile(
    r"^(?P<place>[^\n]{0,80}?)(?:"
    r"\((?P<bracketed>[^()\n]{2,40})\)\s*(?:\.?\s*[-–—]|:|\.\s)|"
    r"/(?P<slashed>[^\W\d_]{2,5})\s*[-–—])",
    re.MULTILINE,
)
"""Place and day, and in brackets whose report it is ("CARROW FALLS (LWS) —"), or behind a stroke ("HALVERN/lws -")."""
OPENING = re.compile(
    r"\s*(?P<marked>[*_]{0,3})(?:\((?P<bracketed>[^\W\d_]{2,5})\)\.?|(?P<bare>[^\W\d_]{3,5})\.)(?P=marked)\s+\W?(?=\w)"
)
"""A sign without a place, before the first sentence: "(AB) The ministry", "*kdp.* The ministry"."""
DAY = re.compile(r"(?:\w+ )?\d+\w*(?:\W{1,2}(?:de )?\w+)?")
"""A day, of which many languages write the month small: "18 de junio", "szeptember 11"."""
JOINING = re.compile(
    r"a[lmnu]?|auf|aux|bei|da|das|de[ilnrs]?|dell[ae]|d[iou]|dos|e[lnt]?|het|i[mn]?|l[ae]s?|lès|nad|o[bfn]|op|pod|près|"
    r"sous|sur|ter|the|u|under|und|upon|v[ao]n|vom|y|zu[mr]?|și|and"
)
"""What may be written small in the name of a place or a house."""
WORD = re.compile(r"[^\W\d_]+")


def datelines(text: str) -> list[str]:
    """Return the signs in the datelines at the head of a text, or before its first sentence, as they are written.

    Before a sign in brackets stands a place, behind it a sentence begins: "Mayor Asta Virne (Labour) — in office since
    May —" is no dateline. Behind a stroke a sign is told from a second place by its letters: "HALVERN/lws".
    """
    return [*_opening(text[:HEAD]), *_signs(text[:HEAD])]


def _opening(head: str) -> Iterator[str]:
    """Yield the sign before the first sentence: in capitals where it has brackets, or in small letters."""
    found = OPENING.match(head)
    if found and not head[found.end()].islower():
        sign = found["bracketed"] or found["bare"]
        if sign.islower() or (found["bracketed"] and sign.isupper()):
            yield sign


def _signs(head: str) -> Iterator[str]:
    for found in DATELINE.finditer(head):
        place, slashed = found["place"], found["slashed"]
        behind = WORD.search(head, found.end())
        if not is_name(DAY.sub(" ", place)) or (behind and behind[0][0].islower()):
            continue
        if not slashed:
            yield found["bracketed"]
        elif slashed.islower() or (slashed.isupper() and not place.isupper()):
            yield slashed


def is_name(words: str) -> bool:
    """Tell a name, of a place or a house, from other words: it has no word written small but those that join others."""
    return all(not word[0].islower() or JOINING.fullmatch(word) for word in WORD.findall(words))
