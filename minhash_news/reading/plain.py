"""Plain: a text or Markdown file, with or without front matter -> article."""

from __future__ import annotations

import re
from collections.abc import Mapping

from minhash_news.model import Article, ArticleId
from minhash_news.reading.decode import decode
from minhash_news.reading.fields import fields
from minhash_news.reading.found import NotAnArticleError

_LONGEST_BLOCK = 1 << 16  # characters; what goes on for longer between two rules is text
_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KEY = re.compile(r"\s*(?:#[^\n]*\n\s*)*[\w-]+[ \t]*:(?:\s|$)")
_LINE = re.compile(
    r"([\w-]+)[ \t]*:"
    r"(?:[ \t]+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<plain>[^\x00-\x20\[{&*!|>'\"%@`][^\x00-\x1f]*)))?"
)
_HEADING = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)
_WORD = re.compile(r"[^\W_]")


def read_plain(data: bytes, *, markdown: bool) -> tuple[Article, list[str]]:
    """Return the article and notes on what of it was not understood.

    The text is the file's, character for character, or what follows its front matter.
    """
    if not data:
        raise NotAnArticleError("empty file")
    whole, note = decode(data)
    raw, text, broken = split_front_matter(whole)
    require_words(text, "no text below the front matter" if text is not whole else "nothing but white space")
    found = fields(raw)
    if markdown and not found["title"] and (heading := _HEADING.search(text)):
        found["title"] = heading[1].rstrip().rstrip("#").rstrip()
    return Article(ArticleId(""), text, **found), [reason for reason in (note, broken) if reason]


def require_words(text: str, reason: str) -> None:
    """Raise NotAnArticleError for a text without a single letter or digit."""
    if _WORD.search(text) is None:
        raise NotAnArticleError("no words" if text.strip() else reason)


def split_front_matter(text: str) -> tuple[Mapping[str, object], str, str | None]:
    """Return the metadata, the text below it, and what was wrong with it.

    A file may well begin with a rule of three hyphens and no front matter: what stands between two rules
    counts as such only if YAML finds keys in it, or if it begins like a key.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return {}, text, None
    window = text[opening.end() : opening.end() + _LONGEST_BLOCK]
    closing = _CLOSING.search(window)
    like_keys = _KEY.match(window) is not None
    if closing is None:
        return {}, text, "front matter is not closed by a line '---'; read as text" if like_keys else None
    body = text[opening.end() + closing.end() :]
    raw, broken = _load_yaml(window[: closing.start()])
    if isinstance(raw, Mapping):
        return raw, body, None
    if raw is None and not broken:  # an empty block
        return {}, body, None
    if not like_keys:
        return {}, text, None
    by_line = _by_line(window[: closing.start()])
    how = "line by line" if by_line else "without it"
    return by_line, body, f"front matter does not parse ({broken or 'no keys'}); read {how}"


def _by_line(block: str) -> dict[str, object]:
    """Return what stands behind the first colon of each line, where each has a key: "title: Court: verdict stands"."""
    lines = [line.rstrip() for line in block.splitlines() if line.strip() and not line.startswith("#")]
    found = [_LINE.fullmatch(line) for line in lines]
    return {pair[1]: pair[pair.lastgroup or 0] for pair in found if pair and pair.lastgroup} if all(found) else {}


def _load_yaml(block: str) -> tuple[object, str | None]:
    """Load YAML with every value a string, so that dates and `no` stay as written; or say what is wrong."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        return yaml.load(block, Loader=loader), None
    except yaml.MarkedYAMLError as error:
        where = f"line {error.problem_mark.line + 2}: " if error.problem_mark else ""
        return None, where + (error.problem or "not YAML")
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        return None, str(error).splitlines()[0] if str(error) else "nested too deeply"
