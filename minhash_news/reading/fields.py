"""Fields: front matter or a record, with whatever names -> title, date, outlet, author, url, text."""

from __future__ import annotations

from collections.abc import Mapping
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


def fields(raw: Mapping[str, object]) -> Fields:
    """Return the fields of an article; what is missing or not understood is None (the title "")."""
    keyed = {plain_key(str(key)): value for key, value in raw.items()}
    outlets = [text for name in NAMES["outlet"] if (text := line(keyed.get(name)))]
    links = [outlet for outlet in outlets if outlet.startswith(("http://", "https://"))]  # `source:` is often a link
    return Fields(
        title=_first(keyed, "title") or "",
        published=next((iso for name in NAMES["published"] if (iso := to_iso(keyed.get(name)))), None),
        outlet=next((outlet for outlet in outlets if outlet not in links), None),
        author=_first(keyed, "author"),
        url=_first(keyed, "url") or next(iter(links), None),
    )


def text_of(raw: Mapping[str, object]) -> str | None:
    """Return the text of a record, as it stands there, or None."""
    keyed = {plain_key(str(key)): value for key, value in raw.items()}
    for name in NAMES["text"]:
        value = keyed.get(name)
        if isinstance(value, str) and value.strip():
            return storable(value)
    return None


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


def _first(keyed: Mapping[str, object], field: str) -> str | None:
    return next((text for name in NAMES[field] if (text := line(keyed.get(name)))), None)
