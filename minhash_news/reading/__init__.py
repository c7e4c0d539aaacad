"""Read: files and folders -> articles, and the files that could not be one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from minhash_news.errors import MissingExtraError, ReadError
from minhash_news.model import Article, ArticleId, Corpus, Skipped
from minhash_news.reading.decode import binary_kind
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem
from minhash_news.reading.names import distinct_labels, distinct_names
from minhash_news.reading.page import read_page
from minhash_news.reading.plain import read_plain
from minhash_news.reading.records import read_json_lines, read_parquet
from minhash_news.reading.walk import walk

__all__ = ["read"]

_TEXT = (".txt", ".text")
_MARKDOWN = (".md", ".markdown")
_PAGE = (".html", ".htm", ".xhtml")
_JSON_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_FORMATS = ", ".join((*_TEXT, *_MARKDOWN, *_PAGE, *_JSON_LINES, ".parquet"))


def read(*paths: str | Path, progress: Callable[[str, int, int], object] | None = None) -> Corpus:
    """Read every article in or below the paths.

    Args:
        paths: folders, article files (.txt, .md, .html, with their longer spellings) and corpora of records
            (.jsonl, .jsonl.gz, .parquet). Folders are searched to the bottom; hidden files and folders in
            them (.git) are left out without a word, links are followed.
        progress: called now and then with "read", the files done and the files in all.

    Returns:
        The articles in the order of their ids, and under `skipped` every file or record that is not an
        article or was read only in part, with the reason. The order of the paths makes no difference.

    An id is the path below the folder given (a file's own name, if the file was given), or the `id` of the
    record, `<file>#<line>` if it has none. Where two paths would give the same id, all ids below them begin
    with the folder's name (for a file: its folder's; for a record: its file's) and, if need be, with more of
    the path.

    Raises:
        ReadError: for a path that is not there.
        MissingExtraError: for a Parquet file, given itself, without pyarrow; below a folder it is skipped.
    """
    if not paths:
        raise ReadError("read()", "no path given; name at least one file or folder")
    found, problems = walk([Path(path) for path in paths])
    drafts: list[Draft] = []
    for done, file in enumerate(found):
        if progress is not None and done % 50 == 0:
            progress("read", done, len(found))
        for item in _contents(file):
            if isinstance(item, Draft):
                drafts.append(item)
            else:
                problems.append(item)
    if progress is not None:
        progress("read", len(found), len(found))
    return _corpus(drafts, problems, found)


def _corpus(drafts: list[Draft], problems: list[Problem], found: list[Found]) -> Corpus:
    """Give every article its id, and every reason its path."""
    name = distinct_names(drafts)
    articles: dict[str, Article] = {}
    for draft in drafts:
        article_id = name(draft)
        if article_id in articles:  # a record whose id is spelled like another's path
            problems.append(Problem(draft.found, f"id {article_id!r} is already another article's", draft.line))
        else:
            articles[article_id] = replace(draft.article, id=ArticleId(article_id))
    label = distinct_labels([*found, *(problem.found for problem in problems)])
    listed = sorted({(label(p.found), p.line, p.reason) for p in problems})
    return Corpus(
        tuple(articles[article_id] for article_id in sorted(articles)),
        tuple(Skipped(f"{path}:{line}" if line else path, reason) for path, line, reason in listed),
    )


def _contents(found: Found) -> Iterator[Draft | Problem]:
    """Yield the articles of a file, or what is the matter with it; one file never stops the reading."""
    name = found.path.name.lower()
    try:
        if name.endswith(_JSON_LINES):
            yield from read_json_lines(found)
        elif name.endswith(".parquet"):
            yield from read_parquet(found)
        else:
            yield from _whole_file(found, name)
    except NotAnArticleError as error:
        yield Problem(found, str(error))
    except MissingExtraError as error:
        if found.given:
            raise
        yield Problem(found, str(error))
    except OSError as error:
        yield Problem(found, f"cannot be read ({error.strerror or error})")


def _whole_file(found: Found, name: str) -> Iterator[Draft | Problem]:
    """Yield the one article of a text, Markdown or HTML file, and what of it could not be read."""
    if name.endswith(_PAGE):
        article, notes = read_page(found.path.read_bytes())
    elif name.endswith((*_TEXT, *_MARKDOWN)):
        article, notes = read_plain(found.path.read_bytes(), markdown=name.endswith(_MARKDOWN))
    else:
        with found.path.open("rb") as file:
            kind = binary_kind(file.read(512))
        ending = found.path.suffix or "no ending"
        raise NotAnArticleError(
            f"binary file ({kind})" if kind else f"not an article format ({ending}); formats read: {_FORMATS}"
        )
    yield Draft(found, replace(article, path=found.path))
    yield from (Problem(found, note) for note in notes)
