"""What a terminal or a pipe gets to see."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from minhash_news.model import Skipped

PATIENCE = 1.0
"""Seconds of silence before a progress bar appears."""
STYLES: dict[str, dict[str, Any]] = {
    "shared": {},
    "lost": {"fg": "red", "underline": True},
    "new": {"fg": "blue", "bold": True},
    "head": {"bold": True},
    "name": {"dim": True},
}
"""How the segments of a comparison look; told apart without seeing colours, too."""

Progress = Callable[[str, int, int], None]


def coloured() -> bool:
    """Tell whether stdout may be coloured: a terminal, unless NO_COLOR says no or FORCE_COLOR yes."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines whole to a pipe; to a terminal, cut at its edge and with the heads in bold."""
    if not sys.stdout.isatty():
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
        return
    width = shutil.get_terminal_size().columns
    bold = coloured()
    for line in lines:
        shown = line if len(line) <= width or not line.startswith("  ") else line[: width - 1] + "…"
        click.echo(click.style(shown, bold=True) if bold and not line.startswith("  ") else shown)


def print_segments(lines: Iterable[Sequence[tuple[str, str]]]) -> None:
    """Print lines of styled segments, in colour whatever stdout is."""
    for line in lines:
        click.echo("".join(click.style(text, **STYLES[style]) for style, text in line), color=True)


def print_notes(skipped: Sequence[Skipped], outputs: Iterable[Path], *more: str, elsewhere: str) -> None:
    """Tell on stderr what was skipped, what else is worth a line, and what was written."""
    from minhash_news import report_text  # not for --help

    for line in (*report_text.skipped(skipped, elsewhere=elsewhere), *more, *(f"wrote {path}" for path in outputs)):
        click.echo(line, err=True)


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Progress | None]:
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
