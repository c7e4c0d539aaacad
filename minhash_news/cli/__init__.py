"""Command line: parse, call the library, print. Data goes to stdout, notes and progress to stderr."""

from __future__ import annotations

import sys
from typing import Any

import click

from minhash_news.cli.archive import archive
from minhash_news.cli.bands import bands
from minhash_news.cli.compare import compare
from minhash_news.cli.dedup import dedup
from minhash_news.cli.export import export
from minhash_news.cli.scan import scan
from minhash_news.cli.spark import spark
from minhash_news.errors import MinhashNewsError

__all__ = ["main"]


class _Commands(click.Group):
    """The one place where the library's errors become exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; 1 is an error of ours, 130 Ctrl-C, and a closed pipe is left to click."""
        try:
            return super().invoke(ctx)
        except MinhashNewsError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Interrupted; nothing half-written is left behind.", err=True)
            ctx.exit(130)


def _version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version  # slow, and rarely asked

    try:
        click.echo(f"minhash-news {version('minhash-news')}")
    except PackageNotFoundError:
        click.echo("minhash-news, run from its source folder without installation")
    ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def main() -> None:
    """Find copies and rewrites among news articles, and which text came from which."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # an old terminal shows \u2190 for an arrow


for command in (archive, bands, compare, dedup, export, scan, spark):
    main.add_command(command)
