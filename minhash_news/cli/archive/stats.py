"""The command archive stats."""

from __future__ import annotations

from pathlib import Path

import click

from minhash_news.cli.options import archive_argument, format_option
from minhash_news.cli.screen import print_lines


@click.command()
@archive_argument
@format_option
def stats(archive: Path, form: str | None) -> None:
    """Count what is in an archive.

    \b
    Example:
      minhash-news archive stats news.archive
    """  # noqa: D301
    from minhash_news import report_trace  # heavy: not for --help
    from minhash_news.archive import Archive

    with Archive(archive) as opened:
        counted = opened.stats()
    if form == "json":
        click.echo(report_trace.stats_json(counted))
    else:
        print_lines(report_trace.stats_lines(counted))
