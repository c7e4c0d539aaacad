"""Feed: RSS or Atom, an article in each entry -> articles, and the entries that are none."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from minhash_news.errors import MissingExtraError
from minhash_news.reading.decode import binary_kind
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem
from minhash_news.reading.limits import LONGEST, TooLargeError
from minhash_news.reading.records import How, Records

_GAPS = re.compile(r"(?<![ \t\r\f\v\xa0])[ \t\r\f\v\xa0]*\n\s*\n\s*")
_SPACES = re.compile(r"[ \t\r\f\v]+")


def read_feed(found: Found, stream: IO[bytes], how: How) -> Iterator[Draft | Problem]:
    """Yield the entries of a feed that has been saved to a file. MissingExtraError without feedparser.

    The outlet is the feed's title, unless an entry names another source. Nothing is fetched: where an entry has no
    content, its description, which may be a teaser, is the text, and that is said.
    """
    try:
        import feedparser
    except ImportError as error:
        raise MissingExtraError("reading RSS and Atom", "feeds") from error
    data = stream.read(LONGEST + 1)
    if len(data) > LONGEST:
        raise TooLargeError(f"feed of more than {LONGEST >> 20} MiB; not read")
    if kind := binary_kind(data):
        raise NotAnArticleError(f"binary file ({kind})")
    feed = feedparser.parse(io.BytesIO(data))  # a bare string might be taken for an address and fetched
    if not feed.get("version"):
        raise NotAnArticleError("XML, but no feed (RSS or Atom)" if data.strip() else "empty file")
    records = Records(found, "entry", how)
    described = 0
    for number, entry in enumerate(feed.entries, 1):
        described += not entry.get("content")
        yield records.take(_record(entry, _plain(feed.feed.get("title"))), number)
    if described:
        yield Problem(found, f"{described} of {len(feed.entries)} entries have no content; their description was read")
    if not feed.entries:
        yield Problem(found, "feed without entries")
    yield from records.missing()


def _record(entry: Any, outlet: str) -> Mapping[str, object]:
    """Return an entry under the names that records have."""
    contents = [one.value for one in entry.get("content") or []]
    source = entry.get("source") or {}
    return {
        "id": entry.get("id") or entry.get("link"),
        "title": _plain(entry.get("title")),
        "published": entry.get("published") or entry.get("updated"),
        "outlet": _plain(source.get("title")) or outlet,
        "author": entry.get("author"),
        "url": entry.get("link"),
        "text": _plain(max(contents, key=len) if contents else entry.get("summary")),
    }


def _plain(html: str | None) -> str:
    """Return the text of a piece of HTML, an empty line between its paragraphs."""
    if not html or not html.strip():
        return ""
    if "<" not in html and "&" not in html:
        return html.strip()
    from lxml import etree
    from lxml.html import defs, fragment_fromstring

    try:
        tree = fragment_fromstring(html, create_parent="div")
    except (etree.LxmlError, ValueError):  # ValueError: characters that XML forbids
        return html.strip()
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            element.text = ""  # a comment
        elif element.tag in defs.block_tags:
            element.text = "\n\n" + (element.text or "")
            element.tail = "\n\n" + (element.tail or "")
        elif element.tag == "br":
            element.tail = "\n" + (element.tail or "")
    text = "".join(tree.itertext())
    return _GAPS.sub("\n\n", _SPACES.sub(" ", text)).strip()
