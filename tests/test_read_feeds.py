"""Reading saved feeds and crawls."""

import gzip
import sys
import time
import zipfile
from pathlib import Path

import pytest

from minhash_news.errors import MissingExtraError
from minhash_news.model import Corpus
from minhash_news.reading import read

STORY = "The ferry to Ostrand stopped running on Monday. Nobody was hurt, said harbour master Lene Quill."
HERONS = "Two herons nested on the crane of the Ostrand yard, and the crane has to wait until they leave."


def ids(corpus: Corpus) -> list[str]:
    return [article.id for article in corpus]


def reasons(corpus: Corpus) -> list[str]:
    return [f"{skipped.path}: {skipped.reason}" for skipped in corpus.skipped]


# Feeds

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Ostrand Courier</title><link>https://ostrand.example/</link><description>News</description>
<item><title>Ferry &amp;amp; fog</title><link>https://ostrand.example/ferry</link><guid>ferry-1</guid>
<pubDate>Wed, 12 Mar 2025 08:00:00 +0100</pubDate><dc:creator>L. Quill</dc:creator>
<description>A teaser.</description>
<content:encoded><![CDATA[<p>{STORY}</p><p>{HERONS}<br/>More soon.</p><script>alert(1)</script>]]></content:encoded>
</item>
<item><title>Only a teaser</title><link>https://ostrand.example/teaser</link><description>{HERONS}</description></item>
<item><title>Nothing</title><guid>nothing</guid></item>
</channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Morning wire</title><id>urn:feed</id>
<updated>2025-03-12T09:00:00Z</updated>
<entry><title>Ferry</title><id>urn:1</id><updated>2025-03-12T08:00:00Z</updated>
<source><title>Coastwire</title></source><content type="html">&lt;p&gt;{STORY}&lt;/p&gt;</content></entry></feed>"""


def test_an_rss_feed_gives_an_article_for_each_entry(tmp_path):
    (tmp_path / "feed.xml").write_text(RSS)
    corpus = read(tmp_path)

    assert ids(corpus) == ["ferry-1", "https://ostrand.example/teaser"]
    ferry = corpus.articles[0]
    assert ferry.text == f"{STORY}\n\n{HERONS}\nMore soon."
    assert (ferry.title, ferry.published) == ("Ferry & fog", "2025-03-12T08:00:00+01:00")
    assert (ferry.outlet, ferry.author, ferry.url) == ("Ostrand Courier", "L. Quill", "https://ostrand.example/ferry")
    assert reasons(corpus) == [
        "feed.xml: 2 of 3 entries have no content; their description was read",
        "feed.xml:3: record has no text (looked for text, content, body, article_body, articlebody, maintext)",
    ]


def test_an_atom_feed_is_read_and_the_entry_names_its_source(tmp_path):
    (tmp_path / "wire.atom").write_text(ATOM)
    (article,) = read(tmp_path)

    assert (article.id, article.text, article.outlet) == ("urn:1", STORY, "Coastwire")
    assert article.published == "2025-03-12T08:00:00Z"


def test_a_feed_reads_no_file_and_does_not_blow_up(tmp_path):
    (tmp_path / "secret").write_text("the secret word")
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}"><!ENTITY e0 "lol">{entities}]>'
    text = RSS.replace("?>", f"?>{doctype}", 1).replace(STORY, "]]>&x; &e11; " + STORY + "<![CDATA[", 1)
    (tmp_path / "feed.rss").write_text(text)

    texts = "".join(article.text for article in read(tmp_path))

    assert "the secret word" not in texts
    assert len(texts) < 10_000


def test_a_long_run_of_hard_spaces_does_not_hang_the_reader(tmp_path):
    spaces = "&#160;" * 150_000
    (tmp_path / "feed.xml").write_text(RSS.replace("<br/>", f"{spaces}far.<br>&#160;<br>&#160;"))
    start = time.perf_counter()
    text = read(tmp_path).articles[0].text

    assert text.replace("\xa0", "") == f"{STORY}\n\n{HERONS}far.\n\nMore soon."
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<?xml version='1.0'?><page>no feed</page>", "XML, but no feed (RSS or Atom)"),
        (b"", "empty file"),
        (b"\x89PNG\r\n", "binary file (PNG image)"),
        (b"<rss version='2.0'><channel><title>x</title></channel></rss>", "feed without entries"),
    ],
)
def test_what_is_no_feed_is_listed(tmp_path, content, reason):
    (tmp_path / "feed.xml").write_bytes(content)

    assert reasons(read(tmp_path)) == [f"feed.xml: {reason}"]


# Crawls


def page(*paragraphs: str, title: str = "Ferry") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f"<title>{title}</title>"
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def record(url: str, kind: str, block: bytes, content_type: str = "application/http; msgtype=response") -> bytes:
    """Return one record of a WARC file."""
    about = {"WARC-Type": kind, "WARC-Target-URI": url, "Content-Type": content_type, "Content-Length": len(block)}
    head = "".join(f"{name}: {value}\r\n" for name, value in about.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def crawl(path: Path, *responses: tuple[str, bytes, str, str], gz: bool = True) -> Path:
    """Write responses: address, body, content type, status."""
    records = [record("", "warcinfo", b"software: by hand\r\n", "application/warc-fields")]
    for url, body, content_type, status in responses:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n".encode()
        records.append(record(url, "response", head + body))
    path.write_bytes(b"".join(gzip.compress(one) if gz else one for one in records))
    return path


FERRY = ("https://www.ostrand.example/ferry", page(STORY, HERONS), "text/html; charset=utf-8", "200 OK")
CRANE = ("https://ostrand.example/crane", page("Der Fährmann ließ nichts übrig."), "text/html; charset=utf-8", "200 OK")
MOVED = ("https://ostrand.example/old", b"", "text/html", "301 Moved")
PHOTO = ("https://ostrand.example/a.jpg", b"\xff\xd8\xff", "image/jpeg", "200 OK")


@pytest.mark.parametrize("gz", [True, False])
def test_a_crawl_gives_an_article_for_each_page(tmp_path, gz):
    crawl(tmp_path / f"CC.warc{'.gz' if gz else ''}", FERRY, CRANE, MOVED, PHOTO, gz=gz)
    corpus = read(tmp_path)

    assert ids(corpus) == [CRANE[0], FERRY[0]]
    ferry = corpus.articles[1]
    assert STORY in ferry.text
    assert (ferry.title, ferry.published, ferry.url, ferry.outlet) == ("Ferry", None, FERRY[0], "ostrand.example")
    assert "Fährmann ließ" in corpus.articles[0].text
    assert [reason.partition(": ")[2] for reason in reasons(corpus)] == [
        "1 records are no articles: HTTP status 301",
        "1 records are no articles: image/jpeg",
    ]


def test_a_page_fetched_twice_is_two_articles(tmp_path):
    again = (FERRY[0], page(STORY, HERONS, "It runs again."), *FERRY[2:])
    corpus = read(crawl(tmp_path / "news.warc.gz", FERRY, again))

    assert ids(corpus) == [FERRY[0], f"{FERRY[0]}#3"]
    assert "It runs again." in corpus.articles[1].text


def test_the_texts_of_a_crawl_are_read(tmp_path):
    text = record(FERRY[0], "conversion", STORY.encode(), "text/plain")
    (tmp_path / "news.warc.wet.gz").write_bytes(gzip.compress(text))
    (article,) = read(tmp_path)

    assert (article.id, article.text) == (FERRY[0], STORY)


def test_a_crawl_in_a_zip_archive(tmp_path):
    inside = crawl(tmp_path / "news.warc.gz", FERRY)
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.write(inside, "news.warc.gz")

    assert ids(read(tmp_path / "day.zip")) == [FERRY[0]]


@pytest.mark.parametrize("gz", [True, False])
def test_a_crawl_cut_short_is_read_as_far_as_it_goes_and_that_is_said(tmp_path, gz):
    path = crawl(tmp_path / "news.warc", CRANE, FERRY, gz=gz)
    path.write_bytes(path.read_bytes()[:-60])
    corpus = read(tmp_path)

    assert CRANE[0] in ids(corpus)
    assert f"{FERRY[0]}: the file ends before the record does" in reasons(corpus)[0]


@pytest.mark.parametrize("gz", [True, False])
def test_wherever_a_crawl_is_cut_that_is_said(tmp_path, gz):
    path = crawl(tmp_path / "news.warc", PHOTO, CRANE, gz=gz)
    raw = path.read_bytes()
    begin = raw.rindex(b"\x1f\x8b") + 80 if gz else raw.rindex(b"WARC/1.0") + 1  # not one byte of it comes out before
    for end in range(begin, len(raw) - 8, 3):
        path.write_bytes(raw[:end])

        assert any(word in str(reasons(read(path))) for word in ("damaged", "ends before")), end


def test_a_record_with_a_bad_address_or_none_does_not_stop_the_others(tmp_path):
    path = crawl(tmp_path / "news.warc", CRANE, ("http://[foo/2", *FERRY[1:]), FERRY, gz=False)
    corpus = read(path)

    assert ids(corpus) == ["http://[foo/2", CRANE[0], FERRY[0]]
    assert corpus.articles[0].outlet is None
    assert reasons(corpus) == []

    path.write_bytes(path.read_bytes().replace(b"WARC-Target-URI: http://[", b"No-URI: http://["))
    corpus = read(path)

    assert ids(corpus) == [CRANE[0], FERRY[0]]
    assert reasons(corpus) == ["news.warc: 1 records are no articles: damaged, no address or no HTTP headers"]


@pytest.mark.parametrize("content", [b"nothing of the kind\n", gzip.compress(b"nothing of the kind\n")])
def test_what_is_no_crawl_is_listed(tmp_path, content):
    (tmp_path / "news.warc").write_bytes(content)

    assert reasons(read(tmp_path))[0].startswith("news.warc: no WARC file (Unknown archive format")


# Without the packages


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [("feed.xml", "feedparser", "feeds"), ("news.warc.gz", "warcio.archiveiterator", "warc")],
)
def test_without_its_package_a_file_given_is_an_error_and_one_found_is_skipped(
    tmp_path, monkeypatch, name, package, extra
):
    monkeypatch.setitem(sys.modules, package, None)
    (tmp_path / name).write_text(RSS)
    (tmp_path / "a.txt").write_text(STORY)

    with pytest.raises(MissingExtraError, match=rf"pip install 'minhash-news\[{extra}\]'"):
        read(tmp_path / name)
    corpus = read(tmp_path)
    assert ids(corpus) == ["a.txt"]
    assert f"minhash-news[{extra}]" in reasons(corpus)[0]
