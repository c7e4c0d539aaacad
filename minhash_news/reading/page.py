"""Page: HTML -> article: the main text and what the page says about it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from minhash_news.dates import to_iso
from minhash_news.model import Article, ArticleId
from minhash_news.reading.decode import decode, storable
from minhash_news.reading.fields import line
from minhash_news.reading.found import NotAnArticleError
from minhash_news.reading.plain import require_words

_CHARSET = re.compile(
    rb"""<meta[^>]+?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]+?encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_DOCUMENT = re.compile(r"<(!doctype|html|head|body)\b", re.I)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_META = {
    *(
        "article:published_time",
        "og:published_time",
        "og:article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
    ),
    *(
        "publish-date",
        "publish_date",
        "published_time",
        "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued",
        "dc.date",
    ),
    *("dcterms.created", "date", "article.published", "cxenseparse:recs:publishtime"),
}
_MODIFIED = re.compile(r"modif|updat|lastmod|moddate|lastdate|revision", re.I)
_MODIFIED_LD = re.compile(r'"dateModified"\s*:\s*"[^"]*"', re.I)
_LOUD = ("trafilatura", "htmldate", "courlan", "justext", "readability")
_SETTINGS: dict[str, Any] = {
    "include_comments": False,
    "deduplicate": False,  # its memory of segments is global: an article would depend on those read before
    "with_metadata": True,
    # by default the newest date allowed is today, and dates are also taken out of the running text
    "date_extraction_params": {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"},
}


def read_page(data: bytes, charset: str | None = None) -> tuple[Article, list[str]]:
    """Return the article of a page, and notes on what of it was not understood.

    `charset` is what the server said of it, if that is known; it goes before what the page says itself.
    """
    import trafilatura

    if not data.strip():
        raise NotAnArticleError("nothing but white space" if data else "empty file")
    declared = None if charset else _CHARSET.search(data[:4096])
    html, note = decode(data, next(filter(None, declared.groups())).decode("ascii") if declared else charset)
    html = _XML_DECLARATION.sub("", html, count=1) if html.lstrip().startswith("<?xml") else html
    if not _DOCUMENT.search(html, 0, 4096):  # a bare fragment, which trafilatura would refuse
        html = f"<html><body>{html}</body></html>"
    with _silenced():
        try:
            tree = trafilatura.load_html(html)
            if tree is not None:
                _forget_modification(tree)
            stamps = list(_stamps(tree)) if tree is not None else []
            page: Any = trafilatura.bare_extraction(tree, **_SETTINGS) if tree is not None else None
        except Exception as error:  # whatever a strange page sets off, the others are still to be read
            raise NotAnArticleError(f"page cannot be parsed ({type(error).__name__}: {error})") from error
    if page is None or not page.text:
        raise NotAnArticleError("no main text found in the page")
    require_words(page.text, "no main text found in the page")
    article = Article(
        ArticleId(""),
        storable(page.text),
        title=line(page.title) or "",
        published=_published(page.date, stamps),
        outlet=line(page.sitename),
        author=line(page.author),
        url=line(page.url),
    )
    return article, [note] if note else []


def _published(day: str | None, stamps: list[tuple[str, bool]]) -> str | None:
    """Return the best date: a stated publication with its time, else a <time> of that day, else the day."""
    day = to_iso(day)
    stated = [iso for value, sure in stamps if sure and (iso := to_iso(value))]
    shown = [iso for value, sure in stamps if not sure and (iso := to_iso(value)) and (not day or iso[:10] == day)]
    timed = [iso for iso in stated + shown if "T" in iso]
    return next(iter(timed + stated), None) or day or next(iter(shown), None)


def _forget_modification(tree: Any) -> None:
    """Take out of a page when it was modified: trafilatura falls back to that, and it is no date of publication."""
    for element in list(tree.iter("meta", "time")):
        says = " ".join(element.get(name) or "" for name in ("property", "name", "itemprop", "http-equiv"))
        if _MODIFIED.search(says) and "publi" not in says.lower():
            element.drop_tree()
    for script in tree.iter("script"):
        if script.text:
            script.text = _MODIFIED_LD.sub('"dateModified": ""', script.text)


def _stamps(tree: Any) -> Iterator[tuple[str, bool]]:
    """Yield the dates of publication that a page gives, and whether it says that they are that."""
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if name.lower() in _META:
            yield meta.get("content") or "", True
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        yield from ((value, True) for value in _dates_published(_loaded(script.text or "")))
    for time in tree.iter("time"):
        sure = time.get("pubdate") is not None or (time.get("itemprop") or "").lower() == "datepublished"
        yield time.get("datetime") or "", sure


def _loaded(script: str) -> object:
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


def _dates_published(data: object) -> Iterator[str]:
    """Yield datePublished of the things in JSON-LD: at the top, in lists and in @graph, articles first."""
    queue, things = [data], []
    while queue:
        item = queue.pop(0)
        if isinstance(item, list):
            queue += item
        elif isinstance(item, dict):
            things.append(item)
            queue += [item["@graph"]] if "@graph" in item else []
    for thing in sorted(things, key=lambda thing: "Article" not in str(thing.get("@type"))):
        if isinstance(thing.get("datePublished"), str):
            yield thing["datePublished"]


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep the libraries' log off stderr; what goes wrong is a reason in Corpus.skipped."""
    loggers = [logging.getLogger(name) for name in _LOUD]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
