"""The command export."""

from __future__ import annotations

from pathlib import Path

import click

from minhash_news.cli.options import outputs_option, refuse_harm


@click.command()
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
    refuse_harm(outputs, [graph])
    found = read_graph(graph)
    for path in outputs:
        found.write(path)
        click.echo(f"wrote {path}", err=True)
    if any(path.name.lower().endswith(".html") for path in outputs):
        click.echo("The texts are not in graph.json: the report shows no passages; `scan -o` does.", err=True)
