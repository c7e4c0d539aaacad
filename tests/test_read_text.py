"""Reading text and Markdown: encodings, front matter, offsets."""

import time
from pathlib import Path

import pytest

from minhash_news.model import Article
from minhash_news.reading import read

STORY = "The ferry to Ostrand stopped running on Monday."


def one(folder: Path, content: str | bytes, name: str = "a.txt") -> tuple[Article, list[str]]:
    """Read one file; return the article and what was listed beside it."""
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    corpus = read(folder)
    assert len(corpus) == 1, corpus.skipped
    return corpus.articles[0], [skipped.reason for skipped in corpus.skipped]


@pytest.mark.parametrize(
    "text",
    [
        "One",
        "  leading blanks,\r\nCRLF line ends\r\n\r\nand a trailing blank line \r\n\n",
        "old Mac\rline ends",
        "渡船星期一停驶。港务长说没有人受伤。",
        "توقفت العبّارة يوم الاثنين.",
        "Ferry 🚢 stopped 👩‍👩‍👧 on Monday",
        "---\n\nA rule above, no front matter: none at all.\n",
        "---\nSo it began\n---\nand so it went on.\n",
        "--- not a rule\ntitle: x\n---\n",
        "Form feed\fand vertical\vtab\x1b and nel\x85 and \u2028 separators",
    ],
)
def test_a_plain_text_is_the_file_character_for_character(tmp_path, text):
    article, notes = one(tmp_path, text)
    assert article.text == text
    assert (article.title, article.published, article.outlet, article.author, article.url) == (
        "",
        *[None] * 4,
    )
    assert notes == []


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
)
def test_unicode_with_and_without_a_mark(tmp_path, encoding):
    text = "Die Fähre nach Østrand fährt „nicht mehr“.\r\n"
    assert one(tmp_path, text.encode(encoding)) == (one(tmp_path, text)[0], [])


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1252",
            "Das Café in Müllingen schließt, sagte die Bürgermeisterin am Donnerstag. „Schade“, hieß es.",
        ),
        ("cp1252", "Die Brücke bleibt gesperrt."),
        ("cp1252", "Le maire de Vellecour a annoncé jeudi que l’école serait fermée à cause des dégâts."),
        ("cp1252", "El alcalde anunció que la escuela cerrará mañana, según informó el señor Núñez."),
        ("cp1252", "The mayor said the “bridge” would stay closed — it’s unsafe."),
        ("cp1250", "Burmistrz ogłosił w czwartek, że szkoła zostanie zamknięta z powodu zniszczeń po burzy."),
        ("cp1251", "Мэр города объявил в четверг, что школа будет закрыта из-за повреждений."),
        ("shift_jis", "市長は木曜日、嵐による被害のため学校を閉鎖すると発表した。"),
    ],
)
def test_other_encodings_are_recognised(tmp_path, encoding, text):
    assert one(tmp_path, text.encode(encoding))[0].text == text


def test_utf8_with_a_broken_byte_stays_utf8_and_says_so(tmp_path):
    article, notes = one(tmp_path, "Fähre nach Østrand über Möwen".encode() + b" \xff end")
    assert article.text == "Fähre nach Østrand über Möwen \ufffd end"
    assert notes == ["not quite utf-8: 1 places could not be decoded and stand as U+FFFD in its text"]


def test_a_stray_nul_in_a_long_text_does_not_make_it_binary(tmp_path):
    text = STORY * 10 + "\0" + STORY
    assert one(tmp_path, text)[0].text == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_huge_single_line_is_quick(tmp_path, encoding):
    text = "Die Fähre bleibt im Hafen. " * 750_000  # 20 MB; 200 MB would only take ten times as long
    start = time.perf_counter()
    article, _ = one(tmp_path, text.encode(encoding), "a.md")
    assert article.text == text
    assert time.perf_counter() - start < 5


def test_a_huge_file_that_begins_like_front_matter_is_quick(tmp_path):
    start = time.perf_counter()
    article, notes = one(tmp_path, "---\n" + "key: value\n" * 500_000 + "---\nend\n")
    assert len(article.text) > 5_000_000
    assert notes == ["front matter is not closed by a line '---'; read as text"]
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.markdown", "a.text", "A.TXT"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_front_matter_of_a_post(tmp_path, name, newline):
    lines = [
        *(
            "---",
            "layout: post",
            'title:  "Ferry: no more trips"',
            "date: 2025-06-10T01:19:13",
            "categories: [News]",
        ),
        *(
            "author: L. Quill",
            "outlet: Ostrand Courier",
            "canonical_url: https://ostrand.example/ferry",
            "---",
            "",
            STORY,
        ),
    ]
    article, notes = one(tmp_path, newline.join(lines), name)
    assert article.text == newline + STORY
    assert article.title == "Ferry: no more trips"
    assert article.published == "2025-06-10T01:19:13"
    assert (article.author, article.outlet, article.url) == (
        "L. Quill",
        "Ostrand Courier",
        "https://ostrand.example/ferry",
    )
    assert notes == []


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("date: 2025-03-12", "2025-03-12"),
        ("date: 2025-06-10T01:19:13", "2025-06-10T01:19:13"),
        ("date: 2025-03-21T10:15:00-04:00", "2025-03-21T10:15:00-04:00"),
        ("date: 2025-03-21T10:15Z", "2025-03-21T10:15Z"),
        ("date: 2026-01-02 10:00:00 +0000", "2026-01-02T10:00:00+00:00"),
        ("pubDate: Tue, 10 Jun 2025 01:19:13 GMT", "2025-06-10T01:19:13+00:00"),
        ("published: 'March 12, 2025'", "2025-03-12"),
        ("date: 20250312", "2025-03-12"),
        ("date: yesterday", None),
        ("date:", None),
        ("date: ~", None),
    ],
)
def test_dates_keep_their_precision_and_zone(tmp_path, written, published):
    assert one(tmp_path, f"---\n{written}\n---\n{STORY}")[0].published == published


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("headline: No", "title", "No"),
        ("title: 1984", "title", "1984"),
        ("title: |\n  Two\n  lines", "title", "Two lines"),
        ("Title: Ferry", "title", "Ferry"),
        ("authors: [L. Quill, M. Reed]", "author", "L. Quill, M. Reed"),
        ("author: {name: L. Quill, mail: x}", "author", "L. Quill"),
        ("byline: By L. Quill", "author", "By L. Quill"),
        ("author: null", "author", None),
        ("source: Ostrand Courier", "outlet", "Ostrand Courier"),
        ("publisher: Ostrand Courier", "outlet", "Ostrand Courier"),
        ("source: https://ostrand.example/f", "url", "https://ostrand.example/f"),
        ("source: https://ostrand.example/f", "outlet", None),
        ("source_url: https://ostrand.example/f", "url", "https://ostrand.example/f"),
        ("link: https://ostrand.example/f", "url", "https://ostrand.example/f"),
        ("title: !!python/object:os.system x", "title", "x"),
    ],
)
def test_keys_of_front_matter(tmp_path, written, field, value):
    article, notes = one(tmp_path, f"---\n{written}\n---\n{STORY}")
    assert getattr(article, field) == value
    assert notes == []


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("tags:\n- one: [\ntitle: Ferry stopped", "(line 5: "),
        ("title: 'unclosed", "(line 3: found unexpected end of stream)"),
        ("title: \x01", "does not parse"),
        ("title: " + "[" * 20_000, "does not parse"),
    ],
)
def test_front_matter_that_does_not_parse_is_noted_and_the_text_read(tmp_path, block, reason):
    article, notes = one(tmp_path, f"---\n{block}\n---\n{STORY}")
    assert article.text == STORY
    assert article.title == ""
    assert len(notes) == 1
    assert "front matter does not parse" in notes[0]
    assert reason in notes[0]


def test_front_matter_with_a_colon_too_many_is_read_line_by_line_and_noted(tmp_path):
    block = (
        "# of the desk\nlayout: post\ntitle: Update: ferry: stopped\n\npublished: 2026-03-02T08:00:00Z\n"
        "outlet: \"The Ostrand: Daily\"\nauthor: 'Runa Vik'\nsection:"
    )
    article, notes = one(tmp_path, f"---\n{block}\n---\n{STORY}")

    assert (article.text, article.title, article.published) == (STORY, "Update: ferry: stopped", "2026-03-02T08:00:00Z")
    assert (article.outlet, article.author) == ("The Ostrand: Daily", "Runa Vik")
    assert notes == [
        "front matter does not parse (line 4: mapping values are not allowed in this context); read line by line"
    ]


def test_a_comment_of_many_signs_does_not_hang_the_reader(tmp_path):
    text = f"---\n{'# ' * 60}\n!\n---\n{STORY}"

    assert one(tmp_path, text)[0].text == text


def test_keys_below_comments_are_front_matter(tmp_path):
    text = f"---\n# of the desk\n\n  # and of the archive\ntitle: 'unclosed\n---\n{STORY}"

    assert one(tmp_path, text)[0].text == STORY


def test_front_matter_that_is_not_closed_is_text_and_noted(tmp_path):
    text = f"---\ntitle: Ferry\n\n{STORY}"
    assert one(tmp_path, text)[0].text == text
    assert one(tmp_path, text)[1] == ["front matter is not closed by a line '---'; read as text"]


def test_an_empty_block_of_front_matter_is_no_text(tmp_path):
    assert one(tmp_path, f"---\n---\n{STORY}")[0].text == STORY


def test_a_markdown_heading_is_the_title_and_stays_in_the_text(tmp_path):
    text = f"A line before\n\n## Second level\n\n#  Ferry stopped ##  \r\n\n{STORY}\n\n# Later\n"
    article, _ = one(tmp_path, text, "a.md")
    assert article.title == "Ferry stopped"
    assert article.text == text
    (tmp_path / "a.md").unlink()
    assert one(tmp_path, text, "a.txt")[0].title == ""


def test_the_title_of_front_matter_goes_before_a_heading(tmp_path):
    assert one(tmp_path, f"---\ntitle: Front\n---\n# Heading\n{STORY}", "a.md")[0].title == "Front"
