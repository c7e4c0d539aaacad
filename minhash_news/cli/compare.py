"""The command compare."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from minhash_news.cli.options import format_option
from minhash_news.cli.screen import coloured, print_lines, print_segments
from minhash_news.model import ArticleId


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
    from minhash_news.reading import read_one

    source, derived = (replace(read_one(path), id=ArticleId(str(path))) for path in (a, b))
    pair = pipeline.compare(source, derived)
    if form == "json":
        click.echo(report_pair.render_json(pair, source, derived), nl=False)
    elif coloured():
        print_lines(report_pair.findings(pair, source, derived))
        print_segments(report_pair.marked(pair, source, derived))
    else:
        print_lines(report_pair.lines(pair, source, derived))
