"""The command archive export-lsh."""

from __future__ import annotations

from pathlib import Path

import click

from minhash_news.cli.options import archive_argument


@click.command("export-lsh")
@archive_argument
@click.option("--redis", "server", metavar="HOST[:PORT]", required=True, help="Where the index goes.")
@click.option("--basename", default="minhash-news", show_default=True, help="What its keys begin with.")
@click.option(
    "--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True, help="Jaccard similarity to be found."
)
def export_lsh(archive: Path, server: str, basename: str, threshold: float) -> None:
    """Fill a datasketch MinHashLSH in Redis with the signatures of an archive.

    Whoever opens a MinHashLSH of the same threshold, 128 permutations and storage with datasketch can query it at once.
    For one in memory, see `Archive.to_datasketch_lsh` in Python.

    \b
    Example:
      minhash-news archive export-lsh news.archive --redis localhost:6379
    """  # noqa: D301
    from minhash_news.archive import Archive  # heavy: not for --help

    host, _, port = server.partition(":")
    storage = {
        "type": "redis",
        "basename": basename.encode(),
        "redis": {"host": host, "port": int(port) if port.isdecimal() else 6379},
    }
    with Archive(archive) as opened:
        filled = opened.to_datasketch_lsh(threshold, storage_config=storage)
    click.echo(f"{filled.b} bands of {filled.r} rows, keys begin with {basename!r}", err=True)
