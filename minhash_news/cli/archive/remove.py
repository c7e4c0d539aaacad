"""The command archive remove."""

from __future__ import annotations

from pathlib import Path

import click

from minhash_news.cli.options import archive_argument


@click.command()
@archive_argument
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def remove(archive: Path, ids: tuple[str, ...]) -> None:
    """Remove articles for good: nothing of their texts is left in the file.

    \b
    Example:
      minhash-news archive remove news.archive 2026-03-04/a.html
    """  # noqa: D301
    from minhash_news.archive import Archive  # heavy: not for --help
    from minhash_news.errors import UnknownArticleError

    with Archive(archive) as opened:
        gone = opened.remove(*ids)
    click.echo(f"removed {len(gone):,}", err=True)
    if missing := [name for name in ids if name not in gone]:
        raise UnknownArticleError(
            f"{archive} has no article {', '.join(map(repr, missing))}; it may be named otherwise"
        )
