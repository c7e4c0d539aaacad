"""The command archive graph."""

from __future__ import annotations

from pathlib import Path

import click

from minhash_news.cli.options import archive_argument, format_option, outputs_option, refuse_harm, scanning_options
from minhash_news.cli.scan import print_graph
from minhash_news.cli.screen import print_notes, progress_bar
from minhash_news.settings import Settings


@click.command()
@archive_argument
@outputs_option
@click.option("--since", metavar="DATE", help="Only the families with an article published since then.")
@click.option("--around", metavar="ID", help="Only the family of this article.")
@scanning_options
@format_option
def graph(
    archive: Path,
    outputs: tuple[Path, ...],
    since: str | None,
    around: str | None,
    no_dates: bool,
    form: str | None,
    quiet: bool,
    workers: int | None,
    min_confidence: float,
) -> None:
    """Write what came from what in an archive, in the formats that scan writes.

    The whole graph is what a scan of the same articles gives. --since and --around find the families by way of the
    index, in seconds, and weigh words by the statistics it was made with.

    \b
    Examples:
      minhash-news archive graph news.archive -o graph.json -o report.html
      minhash-news archive graph news.archive --since 2026-03-01
      minhash-news archive graph news.archive --around 2026-03-04/a.html -o family.html
    """  # noqa: D301
    from minhash_news import export, report_text  # heavy: not for --help
    from minhash_news.archive import Archive

    for path in outputs:
        export.check(path)
    refuse_harm(outputs, [archive])
    settings = Settings(use_dates=not no_dates, min_confidence=min_confidence, workers=workers)
    with Archive(archive, settings, any_scheme=True) as opened, progress_bar(quiet) as progress:
        found = opened.graph(since=since, around=around, progress=progress)
    for path in outputs:
        found.write(path)
    shown = form or (None if outputs else "table")
    print_graph(found, shown)
    if not quiet:
        counted = [report_text.summary(found)] if shown != "table" else []
        print_notes((), outputs, *report_text.capped(found.limits), *counted, elsewhere="graph.json")
