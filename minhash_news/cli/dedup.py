"""The command dedup."""

from __future__ import annotations

from pathlib import Path

import click

from minhash_news.cli.options import field_options, paths_argument, refuse_harm, scanning_options
from minhash_news.cli.screen import print_lines, print_notes, progress_bar
from minhash_news.settings import Settings


def _kinds(_ctx: click.Context, _param: click.Parameter, value: str | None) -> list[str] | None:
    return [kind.strip() for kind in value.split(",") if kind.strip()] if value is not None else None


@click.command()
@paths_argument
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write what is kept to FILE, .jsonl or .jsonl.gz. [default: stdout]",
)
@click.option(
    "--audit",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write what is dropped to FILE, each with the article kept in its place, the kind and the confidence.",
)
@click.option(
    "--policy",
    type=click.Choice(["origin", "latest", "longest"]),
    default="origin",
    show_default=True,
    help="Which of a set to keep: the one the others were made from, its last update, or the one with the most words.",
)
@click.option(
    "--kinds",
    metavar="KIND,...",
    callback=_kinds,
    help="What counts as the same: copy, update, excerpt, summary, rewrite. [default: copy; with latest copy,update]",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print how many would go, by outlet and kind.")
@scanning_options
@field_options
def dedup(
    paths: tuple[Path, ...],
    output: Path | None,
    audit: Path | None,
    policy: str,
    kinds: list[str] | None,
    dry_run: bool,
    no_dates: bool,
    quiet: bool,
    workers: int | None,
    min_confidence: float,
    fields: dict[str, str],
) -> None:
    """Write a corpus without its copies, and say why each one went.

    PATH is what scan takes. Records keep all their fields. Independent reports stay, and so does an article that has
    more in it than the copied text. Where it is unknown which of two came first, the earlier by date is kept, else
    the one whose id comes first.

    \b
    Examples:
      minhash-news dedup crawl.jsonl.gz -o kept.jsonl --audit dropped.jsonl
      minhash-news dedup articles/ --policy latest --dry-run
    """  # noqa: D301
    from minhash_news import deduplication, pipeline, report_dedup  # heavy: not for --help
    from minhash_news.export import articles
    from minhash_news.reading import files_of, read

    written = [path for path in (output, audit) if path]
    if dry_run and written:
        raise click.UsageError("Give either --dry-run or files to write.")
    for path in written:
        articles.check(path)
    refuse_harm(written, files_of(*paths))
    deduplication.check(policy, kinds)
    settings = Settings(use_dates=not no_dates, min_confidence=min_confidence, workers=workers)
    with progress_bar(quiet) as progress:
        corpus = read(*paths, fields=fields, keep_records=not dry_run, progress=progress)
        graph = pipeline.scan(corpus, settings, progress=progress)
    found = deduplication.dedup(graph, policy=policy, kinds=kinds)
    if dry_run:
        print_lines(report_dedup.table(graph, found))
    elif output:
        articles.write(articles.kept_lines(corpus, found), output)
    else:
        for line in articles.kept_lines(corpus, found):
            click.echo(line, nl=False)
    if audit:
        articles.write(articles.audit_lines(corpus, found), audit)
    if not quiet:
        counted = [] if dry_run else [report_dedup.summary(found)]
        print_notes(
            corpus.skipped,
            written,
            *counted,
            elsewhere="the graph.json that `minhash-news scan PATH -o graph.json` writes",
        )
