"""The command archive add."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from minhash_news.cli.options import archive_argument, field_options, root_option
from minhash_news.cli.screen import print_lines, print_notes, progress_bar
from minhash_news.settings import Settings

if TYPE_CHECKING:
    from minhash_news.archive import Added, Archive
    from minhash_news.model import Corpus

TRACED = 100
"""Of so many new articles at most it is said what they came from."""


@click.command()
@archive_argument
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH...]")
@click.option(
    "--follow",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Watch a folder and add what appears or changes in it, until Ctrl-C.",
)
@click.option(
    "--every", type=click.FloatRange(min=0.1), default=2.0, show_default=True, help="Seconds between looks at it."
)
@root_option
@click.option("--refresh", is_flag=True, help="Take the statistics of the corpus anew, even if it has hardly grown.")
@click.option("--workers", type=click.IntRange(min=1), help="Threads to use. [default: all cores]")
@click.option("-q", "--quiet", is_flag=True, help="No notes and no progress on stderr.")
@field_options
def add(
    archive: Path,
    paths: tuple[Path, ...],
    follow: Path | None,
    every: float,
    root: Path | None,
    refresh: bool,
    workers: int | None,
    quiet: bool,
    fields: dict[str, str],
) -> None:
    """Add articles to an archive, which is made if it is not there.

    PATH is what scan takes. What the archive has already is passed over; an article that has changed is replaced. Of
    new articles, up to a hundred of them, it is said what they came from.

    \b
    Examples:
      minhash-news archive add news.archive today/
      minhash-news archive add news.archive inbox/2026-03-01/a.html --root inbox
      minhash-news archive add news.archive --follow inbox
    """  # noqa: D301
    from minhash_news.archive import Archive, inbox  # heavy: not for --help
    from minhash_news.reading import read

    if not (paths or follow or refresh):
        raise click.UsageError("Nothing to add; name a PATH, or a folder to --follow.")
    with Archive(archive, Settings(workers=workers), any_scheme=True) as opened:
        if paths:
            with progress_bar(quiet) as progress:
                corpus = read(*paths, fields=fields, below=root, progress=progress)
                added = opened.add(corpus, progress=progress)
            _tell(opened, corpus, added, quiet)
        if refresh:
            with progress_bar(quiet) as progress:
                opened.refresh(progress=progress)
        if follow:
            with _until_interrupted(quiet):
                for corpus in inbox.arrivals(follow, below=root, fields=fields, every=every):
                    _tell(opened, corpus, opened.add(corpus), quiet)


@contextmanager
def _until_interrupted(quiet: bool) -> Iterator[None]:
    """Take Ctrl-C for the end that it is here: what was added is added."""
    try:
        yield
    except KeyboardInterrupt:
        if not quiet:
            click.echo("stopped; everything added so far is kept", err=True)


def _tell(opened: Archive, corpus: Corpus, added: Added, quiet: bool) -> None:
    """Print what became of the articles, and what the new ones came from."""
    from minhash_news import report_trace  # not for --help

    if quiet:
        return
    fresh = [*added.new, *added.updated]
    if len(fresh) <= TRACED:
        told = (report_trace.sources_line(opened.trace(opened.article(name))) for name in fresh)
        print_lines(line for line in told if line)
    print_notes((*corpus.skipped, *added.skipped), (), report_trace.summary(added), elsewhere="what scan reports")
