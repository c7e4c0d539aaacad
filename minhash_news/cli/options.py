"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from minhash_news.settings import Settings

Command = Callable[..., Any]

_FIELDS = {
    "text": ("text", "the text"),
    "id": ("id", "the id"),
    "title": ("title", "the headline"),
    "date": ("published", "the date of publication"),
    "outlet": ("outlet", "the outlet"),
    "author": ("author", "the author"),
    "url": ("url", "the address"),
}
"""`--<name>-field` -> the field of an article, and how the help calls it."""

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
archive_argument = click.argument("archive", type=click.Path(path_type=Path), metavar="ARCHIVE")
root_option = click.option(
    "--root",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Name articles by their path below this folder, and not below the PATH given.",
)
outputs_option = click.option(
    "-o",
    "--output",
    "outputs",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Write FILE, in the format of its ending: .json .html .csv .parquet .articles.csv .articles.parquet "
    ".prov.json .graphml .dot .jsonld. May be given several times.",
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    help="What stdout gets. [default: table; for scan, nothing where there is an -o]",
)


def scanning_options(command: Command) -> Command:
    """Add what a scan on this machine may be told."""
    return inference_options(
        click.option(
            "--workers",
            type=click.IntRange(min=1),
            help="Threads to use; the result is the same. [default: all cores]",
        )(command)
    )


def inference_options(command: Command) -> Command:
    """Add what a scan may be told wherever it runs."""
    for option in (
        click.option(
            "--min-confidence",
            type=click.FloatRange(0, 1),
            default=Settings().min_confidence,
            show_default=True,
            help="Leave out derivations less likely than this.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="No notes and no progress on stderr."),
        click.option("--no-dates", is_flag=True, help="Leave publication dates out of the inference."),
    ):
        command = option(command)
    return command


def field_options(command: Command) -> Command:
    """Add `--text-field` and its like; the command gets `fields`, field of an article -> name in the records."""
    for name, (field, called) in reversed(_FIELDS.items()):
        command = click.option(
            f"--{name}-field",
            metavar="NAME",
            expose_value=False,
            callback=_keep(field),
            help=f"The field of the records that has {called}; a.b is b in a."
            + (" [default: the usual names are tried]" if name == "text" else ""),
        )(command)
    return command


def refuse_harm(outputs: Sequence[Path], sources: Iterable[Path]) -> None:
    """Raise UsageError where an output would replace another, or a file that is read."""
    from minhash_news.export.whole_file import destroyed  # not for --help

    if harm := destroyed(outputs, sources):
        raise click.UsageError(f"{harm}.")


def _keep(field: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
    def callback(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
        named = ctx.params.setdefault("fields", {})
        if value is not None:
            named[field] = value

    return callback
