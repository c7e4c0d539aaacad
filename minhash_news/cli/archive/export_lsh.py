"""The command archive export-lsh."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click

from minhash_news.cli.options import archive_argument

PORT = 6379
"""Where Redis listens unless it is told otherwise."""


def _server(_ctx: click.Context, _param: click.Parameter, given: str) -> dict[str, str | int]:
    """Return host and port as Redis' client takes them."""
    try:
        parts = urlsplit(f"//{given}")
        host, port = parts.hostname, parts.port
    except ValueError as error:  # a port that is no number or too high, or half a pair of brackets
        raise click.BadParameter(f"{given!r} is not HOST[:PORT]; {error}") from error
    if host is None or "@" in given or parts.netloc != given:
        raise click.BadParameter(f"{given!r} is not HOST[:PORT]")
    return {"host": host, "port": PORT if port is None else port}


@click.command("export-lsh")
@archive_argument
@click.option("--redis", "server", metavar="HOST[:PORT]", required=True, callback=_server, help="Where the index goes.")
@click.option("--basename", default="minhash-news", show_default=True, help="What its keys begin with.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Jaccard similarity to be found."
)
def export_lsh(archive: Path, server: dict[str, str | int], basename: str, threshold: float) -> None:
    """Fill a datasketch MinHashLSH in Redis with the signatures of an archive.

    Whoever opens a MinHashLSH of the same threshold, 128 permutations and storage with datasketch can query it at once.
    For one in memory, see `Archive.to_datasketch_lsh` in Python.

    \b
    Example:
      minhash-news archive export-lsh news.archive --redis localhost:6379
    """  # noqa: D301
    from minhash_news.archive import Archive  # heavy: not for --help

    storage = {"type": "redis", "basename": basename.encode(), "redis": server}
    with Archive(archive) as opened:
        filled = opened.to_datasketch_lsh(threshold, storage_config=storage)
    click.echo(f"{filled.b} bands of {filled.r} rows, keys begin with {basename!r}", err=True)
