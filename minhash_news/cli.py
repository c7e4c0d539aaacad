"""Command line: parse, call the library, print. Data goes to stdout, notes and progress to stderr."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from minhash_news.errors import MinhashNewsError, ReadError
from minhash_news.model import ArticleId
from minhash_news.settings import Settings

if TYPE_CHECKING:
    from minhash_news.model import Article, DerivationGraph

PATIENCE = 1.0
"""Seconds of silence before a progress bar appears."""

Progress = Callable[[str, int, int], None]


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


outputs_option = click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write FILE, in the format of its ending: "
    ".json .html .csv .parquet .prov.json .graphml .dot .jsonld. May be given several times.",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    help="What stdout gets. [default: table; for scan, nothing where there is an -o]",
)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def main() -> None:
    """Find copies and rewrites among news articles, and which text came from which."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # an old terminal shows \u2190 for an arrow


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
@outputs_option
@click.option("--no-dates", is_flag=True, help="Leave publication dates out of the inference.")
@format_option
@click.option("-q", "--quiet", is_flag=True, help="No notes and no progress on stderr.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Threads to use; the result is the same. [default: all cores]",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=Settings().min_confidence,
    show_default=True,
    help="Leave out derivations less likely than this.",
)
def scan(
    paths: tuple[Path, ...],
    outputs: tuple[Path, ...],
    no_dates: bool,
    form: str | None,
    quiet: bool,
    workers: int | None,
    min_confidence: float,
) -> None:
    """Read articles and find what came from what.

    PATH is a folder, a file, or a corpus (.jsonl, .jsonl.gz, .parquet).

    \b
    Examples:
      minhash-news scan articles/
      minhash-news scan articles/ -o graph.json -o report.html
      minhash-news scan crawl.jsonl.gz --no-dates --format json | jq .families
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from minhash_news import export, pipeline  # heavy: not for --help
    from minhash_news.reading import read

    for path in outputs:
        export.check(path)
    settings = Settings(use_dates=not no_dates, min_confidence=min_confidence, workers=workers)
    with _progress(quiet) as progress:
        graph = pipeline.scan(read(*paths, progress=progress), settings, progress=progress)
    for path in outputs:
        graph.write(path)
    shown = form if form or outputs else "table"
    _print_graph(graph, shown)
    if not quiet:
        _print_notes(graph, outputs, counted=shown != "table")


@main.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@format_option
def compare(a: Path, b: Path, form: str | None) -> None:
    """Compare two files: whether B is made from A, how, and what they share.

    \b
    Example:
      minhash-news compare original.txt repost.html
    """  # noqa: D301
    from minhash_news import pipeline, report_pair  # heavy: not for --help

    source, derived = _article(a), _article(b)
    pair = pipeline.compare(source, derived)
    if form == "json":
        click.echo(report_pair.render_json(pair, source, derived), nl=False)
    else:
        _print_lines(report_pair.lines(pair, source, derived))


@main.command()
@click.argument("graph", metavar="GRAPH.json", type=click.Path(path_type=Path))
@outputs_option
def export(graph: Path, outputs: tuple[Path, ...]) -> None:
    """Write a graph.json in other formats.

    \b
    Example:
      minhash-news export graph.json -o graph.graphml -o graph.prov.json
    """  # noqa: D301
    from minhash_news.export import read_graph  # not for --help

    if not outputs:
        raise click.UsageError("Nothing to write; name at least one file with -o.")
    found = read_graph(graph)
    for path in outputs:
        found.write(path)
        click.echo(f"wrote {path}", err=True)
    if any(path.name.lower().endswith(".html") for path in outputs):
        click.echo("The texts are not in graph.json: the report shows no passages; `scan -o` does.", err=True)


def _article(path: Path) -> Article:
    """Return the one article of a file, under the name it was given: two folders may have an a.txt."""
    from minhash_news.reading import read  # heavy: not for --help

    corpus = read(path)
    if len(corpus) > 1:
        raise ReadError(str(path), f"holds {len(corpus)} articles; compare takes two files of one article each")
    if not len(corpus):
        raise ReadError(str(path), corpus.skipped[0].reason if corpus.skipped else "there is no article in it")
    return replace(corpus.articles[0], id=ArticleId(str(path)))


def _print_graph(graph: DerivationGraph, form: str | None) -> None:
    from minhash_news import report_text  # not for --help
    from minhash_news.export import graph_json

    if form == "json":
        click.echo(graph_json.render(graph), nl=False)
    elif form == "table":
        _print_lines((*report_text.table(graph), report_text.summary(graph)))


def _print_lines(lines: Iterable[str]) -> None:
    """Print lines whole to a pipe; to a terminal, cut at its edge and with the heads in bold."""
    if not sys.stdout.isatty():
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
        return
    width = shutil.get_terminal_size().columns
    for line in lines:
        shown = line if len(line) <= width or not line.startswith("  ") else line[: width - 1] + "…"
        click.echo(shown if line.startswith("  ") else click.style(shown, bold=True))


def _print_notes(graph: DerivationGraph, outputs: tuple[Path, ...], *, counted: bool) -> None:
    from minhash_news import report_text  # not for --help

    for line in (*report_text.skipped(graph), *report_text.capped(graph)):
        click.echo(line, err=True)
    for path in outputs:
        click.echo(f"wrote {path}", err=True)
    if counted:
        click.echo(report_text.summary(graph), err=True)


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
    """Yield what a stage reports its progress to; it shows a bar once the work has lasted a while."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # slow to load, and only for a terminal
    from rich.progress import Progress as Bars

    bars = Bars(console=Console(stderr=True), transient=True)
    tasks: dict[str, Any] = {}
    started = time.monotonic()

    def show(stage: str, done: int, total: int) -> None:
        if time.monotonic() - started < PATIENCE:
            return
        if stage not in tasks:
            bars.start()
            tasks[stage] = bars.add_task(stage, total=total)
        bars.update(tasks[stage], completed=done, total=total)

    try:
        yield show
    finally:
        bars.stop()
