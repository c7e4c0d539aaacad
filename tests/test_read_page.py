"""Reading HTML: main text, metadata, charsets, and that pages do not influence each other."""

import logging
import time
from pathlib import Path

import pytest

from minhash_news.model import Article, Corpus
from minhash_news.reading import read

PARAGRAPHS = (
    "The ferry between Ostrand and Lower Quay stopped on Monday after its rudder jammed in the harbour.",
    "Nobody was hurt, harbour master Lene Quill said, but forty passengers spent the night in the gymnasium.",
    "A replacement is expected from Nordby by the weekend, and the council has promised to pay for buses.",
    "It is the third time this year that the thirty-year-old ship has failed, and residents lose patience.",
)


def page(head: str = "", body: str = "", paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!DOCTYPE html><html><head><title>Ferry stopped</title>{head}</head><body>"
        '<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f"<article><h1>Ferry stopped</h1>{body}{text}</article>"
        "<footer>All rights reserved. Cookie settings.</footer></body></html>"
    )


def one(folder: Path, content: str | bytes, name: str = "a.html") -> Article:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    corpus = read(folder)
    assert len(corpus) == 1, corpus.skipped
    assert corpus.skipped == ()
    return corpus.articles[0]


@pytest.mark.parametrize("name", ["a.html", "a.htm", "a.xhtml", "A.HTML"])
def test_the_main_text_and_what_the_page_says_of_itself(tmp_path, name):
    head = (
        '<meta property="og:site_name" content="Ostrand Courier"><meta name="author" content="Lene Quill">'
        '<link rel="canonical" href="https://ostrand.example/ferry">'
        '<meta property="article:published_time" content="2025-03-12T08:00:00-05:00">'
    )
    article = one(tmp_path, page(head), name)
    assert article.id == name
    assert all(paragraph in article.text for paragraph in PARAGRAPHS)
    assert "Cookie" not in article.text
    assert "Home" not in article.text
    assert (article.title, article.outlet, article.author) == (
        "Ferry stopped",
        "Ostrand Courier",
        "Lene Quill",
    )
    assert article.url == "https://ostrand.example/ferry"
    assert article.published == "2025-03-12T08:00:00-05:00"


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ("", "", None),
        ('<meta name="date" content="2025-03-12">', "", "2025-03-12"),
        (
            LD.format('{"@type": "NewsArticle", "datePublished": "2025-03-12T08:00:00Z"}'),
            "",
            "2025-03-12T08:00:00Z",
        ),
        (
            LD.format(
                '{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01T00:00:00Z"},'
                ' {"@type": ["NewsArticle"], "datePublished": "2025-03-12T08:00:00Z"}]}'
            ),
            "",
            "2025-03-12T08:00:00Z",
        ),
        (LD.format("{broken"), '<time datetime="2025-03-12T08:00">12 March</time>', "2025-03-12T08:00"),
        (
            '<meta property="article:published_time" content="2025-03-12">',
            '<time datetime="2025-03-12T08:00:00Z">today</time>',
            "2025-03-12T08:00:00Z",
        ),
        (
            '<meta property="article:published_time" content="2025-03-12">',
            '<time datetime="2025-03-14T08:00:00Z">comment</time>',
            "2025-03-12",
        ),
        (
            '<meta property="article:modified_time" content="2025-03-13T08:00:00Z">',
            "<p>On 3 May 1998 it sank.</p>",
            None,
        ),
        ('<meta property="og:updated_time" content="2025-03-13">', '<p class="date">12 March 2025</p>', "2025-03-12"),
        ('<meta name="last-modified" content="2025-03-13T08:00:00Z">', "", None),
        (LD.format('{"@type": "NewsArticle", "dateModified": "2025-03-13T08:00:00Z"}'), "", None),
        ("", '<time itemprop="dateModified" datetime="2025-03-13T08:00:00Z">13 March</time>', None),
        (
            '<meta property="article:modified_time" content="2025-03-13T08:00:00Z">',
            '<time datetime="2025-03-12T08:00">12 March</time>',
            "2025-03-12T08:00",
        ),
    ],
)
def test_the_date_of_publication(tmp_path, head, body, published):
    assert one(tmp_path, page(head, body)).published == published


GERMAN = tuple(f"{p} Die Fähre fuhr über die Förde, sagte Bürgermeister Jörg Weiß." for p in PARAGRAPHS)


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", '<meta charset="utf-8">'),
        ("utf-8", ""),
        ("utf-8-sig", '<meta charset="iso-8859-1">'),
        ("utf-8", '<meta charset="iso-8859-1">'),  # stored anew and not relabelled
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("cp1252", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">'),
        ("cp1252", '<meta charset="no-such-charset">'),
        ("cp1252", '<meta charset="rot13">'),
        ("cp1252", '<meta charset="utf-8">'),
        ("utf-16", ""),
    ],
)
def test_the_charset_of_a_page(tmp_path, encoding, head):
    text = one(tmp_path, page(head, "", GERMAN).encode(encoding)).text
    assert all(paragraph in text for paragraph in GERMAN)


def test_a_charset_that_only_its_declaration_gives_away(tmp_path):
    text = tuple(f"市長は木曜日、嵐による被害のため第{n}学校を閉鎖すると発表した。" * 4 for n in range(4))
    assert text[0] in one(tmp_path, page('<meta charset="euc-jp">', "", text).encode("euc-jp")).text


def test_a_fragment_without_head_and_body_is_read(tmp_path):
    text = one(tmp_path, "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)).text
    assert all(paragraph in text for paragraph in PARAGRAPHS)


def test_an_xml_declaration_does_not_disturb(tmp_path):
    content = '<?xml version="1.0" encoding="iso-8859-1"?>\n' + page("", "", GERMAN)
    assert GERMAN[0] in one(tmp_path, content.encode("latin-1"), "a.xhtml").text


def test_blanks_below_an_xml_declaration_that_is_not_closed_do_not_hang_the_reader(tmp_path):
    start = time.perf_counter()
    text = one(tmp_path, f"<?xml {' ' * 150_000}{page()}").text

    assert PARAGRAPHS[0] in text
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "content",
    [
        "<html><head><title>Empty</title></head><body></body></html>",
        "<?xml version='1.0'?>",
        "<!-- only a comment -->",
    ],
)
def test_a_page_without_a_text_is_listed(tmp_path, content):
    (tmp_path / "a.html").write_text(content)
    corpus = read(tmp_path)
    assert len(corpus) == 0
    assert [(s.path, s.reason) for s in corpus.skipped] == [("a.html", "no main text found in the page")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty file"), (b" \n", "nothing but white space"), (b"<p>?!</p>" * 2, "no words")],
)
def test_an_empty_page_is_listed(tmp_path, content, reason):
    (tmp_path / "a.html").write_bytes(content)
    assert [skipped.reason for skipped in read(tmp_path).skipped] == [reason]


def test_a_page_nested_beyond_reason_does_not_stop_the_reading(tmp_path):
    (tmp_path / "a.html").write_text("<div>" * 20_000 + "text" + "</div>" * 20_000)
    (tmp_path / "b.html").write_text(page())
    assert "b.html" in [article.id for article in read(tmp_path)]


def test_pages_of_one_text_do_not_influence_each_other(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.html").write_text(page(body=f"<p>Edition number {number} of the day's report.</p>"))
    together = read(tmp_path)
    alone = [read(tmp_path / f"{number}.html").articles[0] for number in range(6)]
    assert together == Corpus(tuple(alone))
    assert all(paragraph in article.text for article in together for paragraph in PARAGRAPHS)


def test_the_libraries_write_nothing_and_keep_their_log_levels(tmp_path, capfd):
    (tmp_path / "a.html").write_text("<html><body></body></html>")
    (tmp_path / "b.html").write_text(page())
    level = logging.getLogger("trafilatura").level
    read(tmp_path)
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("trafilatura").level == level
