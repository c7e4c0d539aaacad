"""The command scan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minhash_news.cli.options import (
    field_options,
    format_option,
    outputs_option,
    paths_argument,
    refuse_harm,
    scanning_options,
)
from minhash_news.cli.screen import print_lines, print_notes, progress_bar
from minhash_news.settings import Settings

if TYPE_CHECKING:
    from minhash_news.model import DerivationGraph


@click.command()
@paths_argument
@outputs_option
@scanning_options
@format_option
@click.option("--explain", "explained", metavar="ARTICLE", help="Tell why this article has its sources and no others.")
@field_options
def scan(
    paths: tuple[Path, ...],
    outputs: tuple[Path, ...],
    no_dates: bool,
    form: str | None,
    explained: str | None,
    quiet: bool,
    workers: int | None,
    min_confidence: float,
    fields: dict[str, str],
) -> None:
    """Read articles and find what came from what.

    PATH is a folder, a file (.txt, .md, .html), a corpus (.jsonl, .csv, .parquet), a saved feed (.rss, .atom,
    .xml), a crawl (.warc), or a .zip of these; corpora and crawls may also end in .gz.

    \b
    Examples:
      minhash-news scan articles/
      minhash-news scan articles/ -o graph.json -o report.html
      minhash-news scan articles/ --explain 01-bridge/a.md
      minhash-news scan crawl.jsonl.gz --text-field body --no-dates --format json | jq .families
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from minhash_news import export, pipeline, report_text  # heavy: not for --help
    from minhash_news.explaining import explain
    from minhash_news.reading import files_of, read

    for path in outputs:
        export.check(path)
    refuse_harm(outputs, files_of(*paths))
    settings = Settings(use_dates=not no_dates, min_confidence=min_confidence, workers=workers)
    with progress_bar(quiet) as progress:
        graph = pipeline.scan(read(*paths, fields=fields, progress=progress), settings, progress=progress)
    explanation = explain(graph, explained) if explained else None
    for path in outputs:
        graph.write(path)
    shown = form or (None if outputs or explanation else "table")
    print_graph(graph, shown)
    if explanation:
        from minhash_news import report_explain

        print_lines(report_explain.lines(explanation))
    if not quiet:
        counted = [report_text.summary(graph)] if shown != "table" else []
        print_notes(graph.skipped, outputs, *report_text.capped(graph.limits), *counted, elsewhere="graph.json")


def print_graph(graph: DerivationGraph, form: str | None) -> None:
    """Print a graph as a table or as JSON, or nothing where `form` is None."""
    from minhash_news import report_text  # not for --help
    from minhash_news.export import graph_json

    if form == "json":
        click.echo(graph_json.render(graph), nl=False)
    elif form == "table":
        print_lines((*report_text.table(graph), report_text.summary(graph)))
