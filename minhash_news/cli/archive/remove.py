"""The command archive remove."""

from __future__ import annotations

from pathlib import Path

import click

from minhash_news.cli.options import archive_argument


@click.command()
@archive_argument
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def remove(archive: Path, ids: tuple[str, ...]) -> None:
    """Remove articles for good: nothing of their texts is left in the file. If one is not there, none goes.

    \b
    Example:
      minhash-news archive remove news.archive 2026-03-04/a.html
    """  # noqa: D301
    from minhash_news.archive import Archive  # heavy: not for --help

    with Archive(archive) as opened:
        gone = opened.remove(*ids)
    click.echo(f"removed {len(gone):,}", err=True)
