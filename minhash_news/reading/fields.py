"""Fields: front matter or a record, with whatever names -> title, date, outlet, author, url, text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypedDict

from minhash_news.dates import to_iso
from minhash_news.reading.decode import storable

NAMES = {
    "title": ("title", "headline"),
    "published": (
        *("published", "date", "pubdate", "pub_date", "published_at", "publishedat", "publish_date"),
        *(
            "publication_date",
            "date_published",
            "datepublished",
            "date_publish",
            "published_time",
            "datetime",
        ),
    ),
    "outlet": (
        "outlet",
        "publisher",
        "source",
        "publication",
        "site",
        "site_name",
        "sitename",
        "source_name",
    ),
    "author": ("author", "authors", "byline"),
    "url": ("url", "link", "canonical_url", "permalink", "source_url"),
    "text": ("text", "content", "body", "article_body", "articlebody", "maintext"),
}
"""The names a field may have; the first that holds something wins. Case and hyphens do not matter."""

FIELDS = {
    "text": "the text",
    "id": "the id",
    "title": "the title",
    "published": "the date",
    "outlet": "the outlet",
    "author": "the author",
    "url": "the address",
}
"""The fields of a record whose name may be told, with what to call them."""


class Fields(TypedDict):
    """What an Article has beside id, text and path."""

    title: str
    published: str | None
    outlet: str | None
    author: str | None
    url: str | None


@lru_cache(maxsize=1024)
def plain_key(key: str) -> str:
    """Return a key in lower case with underscores: `Canonical-URL` -> `canonical_url`."""
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def fields(raw: Mapping[str, object], told: Mapping[str, str] | None = None) -> Fields:
    """Return the fields of an article; what is missing or not understood is None (the title "").

    `told` has the names of fields that are known: "published" -> "when". They are looked for there alone.
    """
    under = _Values(raw, told or {})
    outlets = [text for value in under["outlet"] if (text := line(value))]
    links = [outlet for outlet in outlets if outlet.startswith(("http://", "https://"))]  # `source:` is often a link
    return Fields(
        title=_first(under["title"]) or "",
        published=next((iso for value in under["published"] if (iso := to_iso(value))), None),
        outlet=next((outlet for outlet in outlets if outlet not in links), None),
        author=_first(under["author"]),
        url=_first(under["url"]) or next(iter(links), None),
    )


def text_of(raw: Mapping[str, object], told: Mapping[str, str] | None = None) -> str | None:
    """Return the text of a record, as it stands there, or None."""
    for value in _Values(raw, told or {})["text"]:
        if isinstance(value, str) and value.strip():
            return storable(value)
    return None


def pick(raw: Mapping[str, object], name: str) -> object:
    """Return the value under a name, to the letter or nearly so; `meta.url` also finds url in meta. None if absent."""
    if name in raw:
        return raw[name]
    near = next((value for key, value in raw.items() if plain_key(str(key)) == plain_key(name)), None)
    head, _, rest = name.partition(".")
    inner = raw.get(head) if rest and near is None else None
    return pick(inner, rest) if isinstance(inner, Mapping) else near


def line(value: object, depth: int = 3) -> str | None:
    """Return a value as one line: names joined by commas, a thing by its name, nothing as None.

    Lists in lists are followed `depth` deep: what is nested further is no name, and may be meant to do harm.
    """
    if isinstance(value, str):
        text = storable(" ".join(value.split()))
        return None if text in ("", "~", "null", "Null", "NULL") else text
    if isinstance(value, Mapping):
        return (line(value.get("name"), depth - 1) or line(value.get("title"), depth - 1)) if depth else None
    if isinstance(value, list | tuple) and depth:
        return ", ".join(filter(None, (line(item, depth - 1) for item in value[:100]))) or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


class _Values:
    """What stands in a record under the names of a field."""

    def __init__(self, raw: Mapping[str, object], told: Mapping[str, str]) -> None:
        self._raw, self._told = raw, told
        self._keys = _keys_by_field(tuple(raw))

    def __getitem__(self, field: str) -> list[object]:
        if field in self._told:
            return [pick(self._raw, self._told[field])]
        return [self._raw[key] for key in self._keys[field]]


@lru_cache(maxsize=1024)
def _keys_by_field(keys: tuple[str, ...]) -> dict[str, list[str]]:
    """Return for each field the keys that it may stand under; the records of one file mostly have the same keys."""
    plain = {plain_key(str(key)): key for key in keys}
    return {field: [plain[name] for name in names if name in plain] for field, names in NAMES.items()}


def _first(values: Sequence[object]) -> str | None:
    return next((text for value in values if (text := line(value))), None)
