"""Crawl: a WARC file, gzip or not, a page in each response -> articles, and the records that are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import IO, Any
from urllib.parse import urlsplit

from minhash_news.errors import MissingExtraError
from minhash_news.model import Article
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem
from minhash_news.reading.limits import BUFFER, LONGEST
from minhash_news.reading.page import read_page
from minhash_news.reading.plain import read_plain

_PAGES = ("text/html", "application/xhtml+xml")
_WITH_CONTENT = ("response", "resource", "conversion")


def read_warc(found: Found, stream: IO[bytes]) -> Iterator[Draft | Problem]:
    """Yield the articles of a crawl's pages (.warc) or of their texts (.wet). MissingExtraError without warcio.

    An article's id is the page's address, the second time with the number of the record behind it: a page that was
    fetched twice may have changed. Its date is what the page says; when it was fetched is no date of publication.
    Records that hold no page (pictures, redirections, errors) are counted, not listed one by one.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise MissingExtraError("reading WARC", "warc") from error
    passed_over: Counter[str] = Counter()
    seen: set[str] = set()
    number = 0
    try:
        records = ArchiveIterator(stream, no_record_parse=True)
        for number, record in enumerate(records, 1):
            yield from _of_record(found, record, records.loader, number, seen, passed_over)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        if not number:
            raise NotAnArticleError(f"no WARC file ({error})") from error
        yield Problem(found, f"WARC is damaged or ends early ({error}); read up to here", number + 1)
    if not number:
        raise NotAnArticleError("empty file")
    for reason, count in sorted(passed_over.items()):
        yield Problem(found, f"{count} records are no articles: {reason}")


def _of_record(
    found: Found, record: Any, loader: Any, number: int, seen: set[str], passed_over: Counter[str]
) -> Iterator[Draft | Problem]:
    if record.length is None:
        yield Problem(found, "record without a length: damaged, or the file ends in it", number)
    if record.length is None or record.rec_type not in _WITH_CONTENT:
        return
    _parse_headers(record, loader)
    if not (reason := _no_page(record)):
        yield from _article(found, record, number, seen)
    if _ends_early(record):
        yield Problem(found, f"{_url(record)}: the file ends before the record does; read up to there", number)
    elif reason:
        passed_over[reason] += 1


def _parse_headers(record: Any, loader: Any) -> None:
    """Parse a record's HTTP headers; warcio by itself fails over a record without an address, and stops there."""
    with suppress(EOFError):  # nothing of them is there
        record.http_headers = loader.load_http_headers(record.rec_type, _url(record), record.raw_stream, record.length)


def _no_page(record: Any) -> str | None:
    """Return why a record holds no page, or None."""
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status != "200":
        return f"HTTP status {status}"
    kind = _content_type(record)[0]
    if kind == "application/http":
        return "damaged, no address or no HTTP headers"
    return None if kind in (*_PAGES, "text/plain") else kind or "no content type"


def _url(record: Any) -> str:
    return record.rec_headers.get_header("WARC-Target-URI") or ""


def _ends_early(record: Any) -> bool:
    """Read a record to its end, and say whether the file ends before it."""
    while record.raw_stream.read(BUFFER):
        pass
    return getattr(record.raw_stream, "limit", 0) > 0


def _content_type(record: Any) -> tuple[str, str | None]:
    """Return the type of the content and its charset, as the server or the crawler gave them."""
    headers = record.http_headers or record.rec_headers
    kind, _, rest = (headers.get_header("Content-Type") or "").partition(";")
    name, _, charset = rest.strip().partition("=")
    return kind.strip().lower(), charset.strip("\"' ") or None if name.lower() == "charset" else None


def _article(found: Found, record: Any, number: int, seen: set[str]) -> Iterator[Draft | Problem]:
    url = _url(record)
    data = record.content_stream().read(LONGEST + 1)
    if len(data) > LONGEST:
        yield Problem(found, f"page of more than {LONGEST >> 20} MiB; not read", number)
        return
    kind, charset = _content_type(record)
    try:
        article, notes = read_page(data, charset) if kind in _PAGES else read_plain(data, markdown=False)
    except NotAnArticleError as error:
        yield Problem(found, f"{url}: {error}", number)
        return
    name = url if url not in seen else f"{url}#{number}"
    seen.add(name)
    yield Draft(found, _placed(article, url, found), name or None, number)
    yield from (Problem(found, f"{url}: {note}", number) for note in notes)


def _placed(article: Article, url: str, found: Found) -> Article:
    """Return the article with what the crawl knows of it where the page says nothing."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # an address that is none
        host = ""
    return replace(article, path=found.path, url=article.url or url or None, outlet=article.outlet or host or None)
