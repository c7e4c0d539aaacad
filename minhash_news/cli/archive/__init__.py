"""The commands archive ...: articles that are kept, and asked about day by day."""

from __future__ import annotations

import click

from minhash_news.cli.archive.add import add
from minhash_news.cli.archive.check import check
from minhash_news.cli.archive.export_lsh import export_lsh
from minhash_news.cli.archive.graph import graph
from minhash_news.cli.archive.remove import remove
from minhash_news.cli.archive.stats import stats
from minhash_news.cli.archive.trace import trace


@click.group()
def archive() -> None:
    """Keep articles in one file, add to it day by day, and ask it where a text came from."""


for command in (add, trace, graph, stats, check, remove, export_lsh):
    archive.add_command(command)
