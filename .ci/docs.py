"""Fill the pages that show what the program prints or is made of: `python .ci/docs.py`.

docs/cli.md          the help of every command
README.md            the calls of the command line, with what they print on the example newsroom
docs/tutorial.md     the same, more of it
docs/models.md       the fitted models, each feature with a sentence
docs/kinds.md and docs/how-it-works.md: the constants the code is tuned by
The tables of measured quality are filled by `python benchmarks/quality.py --write-tables`.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import thresholds
import weights
from click.testing import CliRunner

from minhash_news.cli import main

from marked import fill

ROOT = Path(__file__).resolve().parent.parent
COMMAND = "make docs"
NAME = "minhash-news"
PIER = "examples/newsroom/harbor-fire"
COMPARE = f"{NAME} compare {PIER}/2026-03-04-cold-storage-fire.md {PIER}/salt-and-slack-blog.md"
SHOWN = {
    "README.md": {
        "transcript": (
            (f"{NAME} scan {PIER}", 8),
            (COMPARE, 6),
            (f"{NAME} scan examples/newsroom --no-dates -o graph.json -o report.html -o edges.csv", 0),
            (f"{NAME} export graph.json -o graph.prov.json", 0),
            (f"{NAME} dedup examples/newsroom -o kept.jsonl --audit dropped.jsonl", 0),
            (f"{NAME} bands --threshold 0.5", 0),
            (f"{NAME} archive add news.archive examples/newsroom", 0),
        )
    },
    "docs/tutorial.md": {
        "scan": ((f"{NAME} scan {PIER}", 20),),
        "explain": ((f"{NAME} scan {PIER} --explain inland-register-compiled.md", 30),),
        "compare": ((COMPARE, 30),),
    },
}
"""Which pages show which calls, in this order, and how many lines of each."""
WIDEST = 130
TUNED = {
    "kinds.md": ("derive/kinds.py",),
    "how-it-works.md": (
        "normalize.py",
        "anchors.py",
        "pipeline.py",
        "relate.py",
        "timing.py",
        "context.py",
        "triangles.py",
        "derive/nearness.py",
        "derive/between.py",
        "derive/skeleton.py",
        "derive/direction.py",
        "derive/rewording.py",
        "derive/orient.py",
        "derive/families.py",
        "derive/unobserved.py",
        "derive/__init__.py",
        "derive/passages.py",
        "derive/parting.py",
    ),
}
"""Pages that show the constants of these modules."""


def help_of(command: click.Command, name: str) -> str:
    """Return the help text at a fixed width, so that it does not depend on the terminal."""
    names = main.context_settings["help_option_names"]
    context = click.Context(command, info_name=name, max_content_width=88, terminal_width=88, help_option_names=names)
    return command.get_help(context)


def reference() -> str:
    """Return docs/cli.md."""
    parts = [f"# Command line\n\nWritten by `{COMMAND}` from `--help`; do not edit by hand.\n"]
    parts.append(f"## {NAME}\n\n```text\n{help_of(main, NAME)}\n```\n")
    for name, command in every_command(main, NAME):
        parts.append(f"## {name}\n\n```text\n{help_of(command, name)}\n```\n")
    return "\n".join(parts)


def every_command(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yield the commands of a group and of the groups in it, each with all its words."""
    for word, command in sorted(group.commands.items()):
        yield f"{name} {word}", command
        if isinstance(command, click.Group):
            yield from every_command(command, f"{name} {word}")


def transcript(calls: Sequence[tuple[str, int]]) -> str:
    """Return the calls with what they print, shortened where it is long."""
    with TemporaryDirectory() as folder, chdir(folder):
        Path("examples").symlink_to(ROOT / "examples", target_is_directory=True)
        shown = [f"$ {call}\n{shortened(printed(call), most)}" for call, most in calls]
    return "```console\n" + "".join(shown) + "```"


def printed(call: str) -> str:
    """Return what a call prints to stdout."""
    result = CliRunner().invoke(main, shlex.split(call)[1:], catch_exceptions=False)
    if result.exit_code:
        raise SystemExit(f"{call}: exit {result.exit_code}\n{result.stderr}")
    return result.stdout


def shortened(text: str, most: int) -> str:
    """Return the first lines and the last one, each cut at WIDEST, with a … for what is left out; a blank line ends."""
    lines = text.splitlines() if most else []
    if len(lines) > most:
        lines = [*lines[: most - 2], "  …", lines[-1]]
    cut = (line if len(line) <= WIDEST else line[: WIDEST - 1].rstrip() + "…" for line in lines)
    return "".join(f"{line}\n" for line in (*cut, *([""] if lines else [])))


if __name__ == "__main__":
    (ROOT / "docs" / "cli.md").write_text(reference(), encoding="utf-8")
    for page, marks in SHOWN.items():
        for mark, calls in marks.items():
            fill(ROOT / page, mark, transcript(calls), COMMAND)
    for page, modules in TUNED.items():
        fill(ROOT / "docs" / page, "thresholds", thresholds.table(*modules), COMMAND)
    fill(ROOT / "docs" / "models.md", "related", weights.related(), COMMAND)
    fill(ROOT / "docs" / "models.md", "formulaic", weights.formulaic(), COMMAND)
    fill(ROOT / "docs" / "models.md", "context", weights.context(), COMMAND)
    fill(ROOT / "docs" / "models.md", "direction", weights.direction(), COMMAND)
    fill(ROOT / "docs" / "models.md", "rewording", weights.rewording(), COMMAND)
    fill(ROOT / "docs" / "models.md", "between", weights.between(), COMMAND)
    fill(ROOT / "docs" / "models.md", "provenance", weights.provenance(), COMMAND)
    fill(ROOT / "docs" / "quality.md", "provenance", weights.provenance(), COMMAND)
