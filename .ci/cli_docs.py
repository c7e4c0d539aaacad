"""Print docs/cli.md: the help of every command, as the command line itself gives it."""

from __future__ import annotations

import click

from minhash_news.cli import main

NAME = "minhash-news"


def help_of(command: click.Command, name: str) -> str:
    """Return the help text at a fixed width, so that it does not depend on the terminal."""
    return command.get_help(click.Context(command, info_name=name, max_content_width=88, terminal_width=88))


def page() -> str:
    """Return the whole page."""
    parts = ["# Command line\n\nWritten by `make docs` from `--help`; do not edit by hand.\n"]
    parts.append(f"## {NAME}\n\n```text\n{help_of(main, NAME)}\n```\n")
    for name, command in sorted(main.commands.items()):
        parts.append(f"## {NAME} {name}\n\n```text\n{help_of(command, f'{NAME} {name}')}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    click.echo(page(), nl=False)
