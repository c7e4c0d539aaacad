"""The command archive trace."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from minhash_news.cli.options import archive_argument, format_option, root_option
from minhash_news.cli.screen import print_lines
from minhash_news.settings import Settings


@click.command()
@archive_argument
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE|-")
@format_option
@root_option
@click.option("--no-dates", is_flag=True, help="Leave publication dates out of the inference.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=Settings().min_confidence,
    show_default=True,
    help="Leave out derivations less likely than this.",
)
def trace(
    archive: Path, file: Path, form: str | None, root: Path | None, no_dates: bool, min_confidence: float
) -> None:
    """Say where a text came from, and what in the archive came from it.

    FILE is a .txt, .md or .html file; - is a text on stdin, read as a .txt file is. The text is not added. An article
    that the archive has under the same name, or with the same date and content under another, is looked up as that one.

    \b
    Examples:
      minhash-news archive trace news.archive claim.txt
      pbpaste | minhash-news archive trace news.archive - --format json
    """  # noqa: D301
    from minhash_news import report_trace  # heavy: not for --help
    from minhash_news.archive import Archive
    from minhash_news.reading import read_one
    from minhash_news.reading.piped import read_piped

    article = read_piped(sys.stdin.buffer.read()) if str(file) == "-" else read_one(file, below=root)
    settings = Settings(use_dates=not no_dates, min_confidence=min_confidence, workers=1)
    with Archive(archive, settings, any_scheme=True) as opened:
        found = opened.trace(article)
    if found.stored and found.article.id != article.id:
        click.echo(f"{article.id} is in the archive already, as {found.article.id}", err=True)
    if form == "json":
        click.echo(report_trace.render_json(found), nl=False)
    else:
        print_lines(report_trace.lines(found))
