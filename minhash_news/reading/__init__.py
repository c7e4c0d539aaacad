"""Read: files and folders -> articles, and the files that could not be one."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import cast

from minhash_news.errors import MinhashNewsError, MissingExtraError, ReadError, SettingsError
from minhash_news.model import Article, ArticleId, Corpus, Skipped
from minhash_news.reading.archive import Opened, read_zip
from minhash_news.reading.aside import Aside, with_id
from minhash_news.reading.columns import read_parquet
from minhash_news.reading.decode import binary_kind
from minhash_news.reading.feed import read_feed
from minhash_news.reading.fields import FIELDS
from minhash_news.reading.found import Draft, Found, NotAnArticleError, Problem, reason_of
from minhash_news.reading.given import NAMED, take
from minhash_news.reading.json_lines import read_json_lines
from minhash_news.reading.limits import BUFFER
from minhash_news.reading.names import distinct_labels, distinct_names
from minhash_news.reading.page import read_page
from minhash_news.reading.plain import read_plain
from minhash_news.reading.records import How
from minhash_news.reading.separated import read_csv
from minhash_news.reading.walk import walk
from minhash_news.reading.warc import read_warc

__all__ = ["files_of", "read", "read_one"]

_TEXT = (".txt", ".text")
_MARKDOWN = (".md", ".markdown")
_PAGE = (".html", ".htm", ".xhtml")
_JSON_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_TABLE = (".csv", ".tsv", ".csv.gz", ".tsv.gz")
_FEED = (".rss", ".atom", ".rdf", ".xml")
_CRAWL = (".warc", ".warc.gz", ".wet", ".wet.gz")
_READ = (*_TEXT, *_MARKDOWN, *_PAGE, *_JSON_LINES, *_TABLE, ".parquet", *_FEED, *_CRAWL, ".zip")
_FORMATS = ".txt, .md, .html, .jsonl, .csv, .tsv, .parquet, .rss, .atom, .xml, .warc, .wet, .zip"
"""As they are named to a user, who need not hear of every spelling."""
_OF_RECORDS = ((_JSON_LINES, read_json_lines), (_TABLE, read_csv), ((".parquet",), read_parquet), (_FEED, read_feed))


def read(
    *sources: object,
    fields: Mapping[str, str] | None = None,
    keep_records: bool = False,
    below: str | PathLike[str] | None = None,
    progress: Callable[[str, int, int], object] | None = None,
) -> Corpus:
    """Read every article in or below the paths, or in a table or list.

    Args:
        sources: folders, article files (.txt, .md, .html, with their longer spellings), corpora of records (.jsonl,
            .csv, .tsv, these also as .gz, .parquet), saved feeds (.rss, .atom, .rdf, .xml), crawls (.warc, .wet, also
            as .gz) and .zip archives of these. Folders are searched to the bottom; hidden files and folders in them
            (.git) are left out without a word, links are followed. Or else one table (pyarrow, pandas, polars, or
            whatever has `__arrow_c_stream__`) or one list of texts or of records (mappings).
        fields: how fields are called in the records: `{"text": "body", "published": "meta.date"}`. Of text, id,
            title, published, outlet, author and url; for others the usual names are tried.
        keep_records: keep each record as it was read, with all its fields, as `Article.record`.
        below: a folder that all paths lie in: an article's id is then its path below that one, and the paths are taken
            as if they had been found there.
        progress: called now and then with "read", the files done and the files in all.

    Returns:
        The articles in the order of their ids, and under `skipped` every file or record that is not an
        article or was read only in part, with the reason. The order of the paths makes no difference.

    An id is the path below the folder given (a file's own name, if the file was given), or the `id` of the
    record, `<file>#<line>` if it has none; the address of a crawled page; the place in a list or table, from 0. A
    zip archive counts as a folder. Where two paths would give the same id, all ids below them begin with the
    folder's name (for a file: its folder's; for a record: its file's) and, if need be, with more of the path.

    Raises:
        ReadError: for a path that is not there, or what is neither a path nor a corpus.
        SettingsError: for a field that is none of those above.
        MissingExtraError: for a file, given itself, whose format needs an optional package (.parquet pyarrow, feeds
            feedparser, crawls warcio), and for a table without pyarrow; below a folder such a file is skipped.
    """
    if not sources:
        raise ReadError("read()", "no path given; name at least one file or folder")
    if unknown := set(fields or {}) - set(FIELDS):
        raise SettingsError(f"fields names {', '.join(sorted(unknown))}; an article has {', '.join(FIELDS)}")
    how = How(dict(fields or {}), keep_records)
    paths = [Path(source) for source in sources if isinstance(source, str | PathLike)]
    if len(sources) > max(1, len(paths)):
        raise ReadError("read()", "takes either paths or one table or list; read them one by one")
    found, problems = walk(paths, None if below is None else Path(below)) if paths else ([NAMED], [])
    drafts: list[Draft] = []
    aside = Aside()
    for done, file in enumerate(found):
        if progress is not None and done % 50 == 0:
            progress("read", done, len(found))
        for item in _contents(file, how) if paths else take(sources[0], how):
            if isinstance(item, Draft):
                article = aside.put(item.article)
                drafts.append(item if article is item.article else replace(item, article=article))
            else:
                problems.append(item)
    if progress is not None:
        progress("read", len(found), len(found))
    return _corpus(drafts, problems, found)


def files_of(*paths: Path) -> Iterator[Path]:
    """Yield the files that `read` takes articles from: those given, and of those below folders the ones it knows.

    Raises:
        ReadError: for a path that is not there.
    """
    for found in walk(paths)[0]:
        if found.given or found.path.name.lower().endswith(_READ):
            yield found.path


def read_one(path: str | PathLike[str], *, below: str | PathLike[str] | None = None) -> Article:
    """Return the one article of a file; see `read`.

    Raises:
        ReadError: it is not there, is no article, or holds several.
    """
    corpus = read(path, below=below)
    if len(corpus) > 1:
        raise ReadError(str(path), f"holds {len(corpus)} articles; give a file of one article")
    if not len(corpus):
        raise ReadError(str(path), corpus.skipped[0].reason if corpus.skipped else "there is no article in it")
    return corpus.articles[0]


def _corpus(drafts: list[Draft], problems: list[Problem], found: list[Found]) -> Corpus:
    """Give every article its id, and every reason its path."""
    name = distinct_names(drafts)
    articles: dict[str, Article] = {}
    for draft in drafts:
        article_id = name(draft)
        if article_id in articles:  # a record whose id is spelled like another's path
            problems.append(Problem(draft.found, f"id {article_id!r} is already another article's", draft.line))
        else:
            articles[article_id] = with_id(draft.article, ArticleId(article_id))
    label = distinct_labels([*found, *(problem.found for problem in problems)])
    listed = sorted({(label(p.found), p.line, p.reason) for p in problems})
    return Corpus(
        tuple(articles[article_id] for article_id in sorted(articles)),
        tuple(Skipped(f"{path}:{line}" if line else path, reason) for path, line, reason in listed),
    )


def _contents(found: Found, how: How) -> Iterator[Draft | Problem]:
    """Yield the articles of a file on disk, and what is the matter with it."""
    return _articles(found, lambda: cast(io.BufferedReader, found.path.open("rb", buffering=BUFFER)), how)


def _articles(found: Found, opened: Opened, how: How) -> Iterator[Draft | Problem]:
    """Yield what a file holds, on disk or in an archive, or what is the matter; one file never stops the reading."""
    begun, line = False, 0
    try:
        with opened() as stream:
            for item in _by_ending(found, stream, how):
                yield item
                begun, line = True, item.line + 1 if item.line and item.found is found else 0
    except NotAnArticleError as error:
        yield Problem(found, str(error), line)
    except MissingExtraError as error:
        if found.given:
            raise
        yield Problem(found, str(error))
    except MinhashNewsError:
        raise
    except Exception as error:  # whatever a strange file sets off in a library, the others are still to be read
        yield Problem(found, f"cannot be read ({reason_of(error)})" + ("; read up to here" if begun else ""), line)


def _by_ending(found: Found, stream: io.BufferedReader, how: How) -> Iterator[Draft | Problem]:
    name = found.parts[-1].lower()
    for endings, reader in _OF_RECORDS:
        if name.endswith(endings):
            return reader(found, stream, how)
    if name.endswith(_CRAWL):
        return read_warc(found, stream)
    if name.endswith(".zip"):
        return read_zip(found, stream, lambda member, opened: _articles(member, opened, how))
    return _whole_file(found, name, stream)


def _whole_file(found: Found, name: str, stream: io.BufferedReader) -> Iterator[Draft | Problem]:
    """Yield the one article of a text, Markdown or HTML file, and what of it could not be read."""
    if name.endswith(_PAGE):
        article, notes = read_page(stream.read())
    elif name.endswith((*_TEXT, *_MARKDOWN)):
        article, notes = read_plain(stream.read(), markdown=name.endswith(_MARKDOWN))
    else:
        kind = binary_kind(stream.read(512))
        ending = Path(name).suffix or "no ending"
        raise NotAnArticleError(
            f"binary file ({kind})" if kind else f"not an article format ({ending}); formats read: {_FORMATS}"
        )
    yield Draft(found, replace(article, path=found.path))
    yield from (Problem(found, note) for note in notes)
