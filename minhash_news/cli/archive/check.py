"""The command archive check."""

from __future__ import annotations

from pathlib import Path

import click

from minhash_news.cli.options import archive_argument
from minhash_news.cli.screen import progress_bar


@click.command()
@archive_argument
@click.option("--repair", is_flag=True, help="If it is damaged, save what can be read into a new file in its place.")
def check(archive: Path, repair: bool) -> None:
    """Read a whole archive and say whether it is sound: pages, texts, index. Exits with 1 if it is not.

    --repair copies every article that can be read, indexes them anew, and keeps the damaged file beside the new one.

    \b
    Example:
      minhash-news archive check news.archive
    """  # noqa: D301
    from minhash_news.archive import Archive  # heavy: not for --help
    from minhash_news.errors import ArchiveError
    from minhash_news.visible import one_line

    opened = Archive(archive)
    found = opened.check()
    for problem in found.problems:
        click.echo(one_line(problem), err=True)
    if not found.problems:
        click.echo(f"{archive}: sound, {found.articles:,} articles")
        return
    if not repair:
        raise ArchiveError(str(archive), "is not sound; run the same with --repair, or take it from a backup")
    with progress_bar(False) as progress:
        done = opened.repair(progress=progress)
    for name in done.lost:
        click.echo(f"lost: {one_line(name)}", err=True)
    click.echo(f"{archive}: {done.saved:,} articles saved, {len(done.lost):,} lost; the damaged file is {done.damaged}")
