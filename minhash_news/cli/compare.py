"""The command compare."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minhash_news.cli.options import format_option
from minhash_news.cli.screen import coloured, print_lines, print_segments
from minhash_news.errors import ReadError
from minhash_news.model import ArticleId

if TYPE_CHECKING:
    from minhash_news.model import Article


@click.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@format_option
def compare(a: Path, b: Path, form: str | None) -> None:
    """Compare two files: whether B is made from A, how, and what they share.

    A terminal gets every passage as it stands in both, with what was changed in colour, and what stands in one of
    them alone; NO_COLOR=1 turns that off, FORCE_COLOR=1 gives it to a pipe as well.

    \b
    Example:
      minhash-news compare original.txt repost.html
    """  # noqa: D301
    from minhash_news import pipeline, report_pair  # heavy: not for --help

    source, derived = _article(a), _article(b)
    pair = pipeline.compare(source, derived)
    if form == "json":
        click.echo(report_pair.render_json(pair, source, derived), nl=False)
    elif coloured():
        print_lines(report_pair.findings(pair, source, derived))
        print_segments(report_pair.marked(pair, source, derived))
    else:
        print_lines(report_pair.lines(pair, source, derived))


def _article(path: Path) -> Article:
    """Return the one article of a file, under the name it was given: two folders may have an a.txt."""
    from minhash_news.reading import read  # heavy: not for --help

    corpus = read(path)
    if len(corpus) > 1:
        raise ReadError(str(path), f"holds {len(corpus)} articles; compare takes two files of one article each")
    if not len(corpus):
        raise ReadError(str(path), corpus.skipped[0].reason if corpus.skipped else "there is no article in it")
    return replace(corpus.articles[0], id=ArticleId(str(path)))
