"""Take in: what was piped to a command -> the one article in it."""

from __future__ import annotations

from dataclasses import replace

from minhash_news.errors import ReadError
from minhash_news.model import Article, ArticleId
from minhash_news.reading.found import NotAnArticleError
from minhash_news.reading.plain import read_plain


def read_piped(data: bytes) -> Article:
    """Return the text that was piped in, read as a .txt file is.

    Raises:
        ReadError: it is no text, or there is none.
    """
    try:
        article, _ = read_plain(data, markdown=False)
    except NotAnArticleError as error:
        raise ReadError("stdin", str(error)) from error
    return replace(article, id=ArticleId("stdin"))
