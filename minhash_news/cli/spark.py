"""The command spark."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from minhash_news.cli.options import field_options, inference_options
from minhash_news.settings import Settings

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SMALL = 200_000
"""Articles up to which the driver also writes graph.json."""


REPLACED = ("articles", "derivations", "families", "skipped")
"""Folders in the output that are written anew."""


def _conf(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for key, equals, _ in pairs:
        if not (key and equals):
            raise click.BadParameter(f"{key!r} is not KEY=VALUE")
    return {key: value for key, _, value in pairs}


@click.command()
@click.argument("corpus", metavar="INPUT")
@click.option(
    "-o", "--output", metavar="FOLDER", required=True, help="Write Parquet into FOLDER, here or on the cluster."
)
@click.option(
    "--master", metavar="URL", help="The cluster, as Spark names it. [default: this machine, or spark-submit's]"
)
@click.option("--remote", metavar="URL", help="A Spark Connect server, sc://host:port, in place of a master.")
@click.option(
    "--stages",
    metavar="FOLDER",
    help="Keep the output of each stage in FOLDER and go on from what is there. [default: stages in the output]",
)
@click.option("--conf", metavar="KEY=VALUE", multiple=True, callback=_conf, help="A setting of Spark; may be repeated.")
@click.option(
    "--input-format",
    type=click.Choice(["parquet", "jsonl"]),
    help="What INPUT is. [default: by its ending, or by that of the files in it; else parquet]",
)
@inference_options
@field_options
def spark(
    corpus: str,
    output: str,
    master: str | None,
    remote: str | None,
    stages: str | None,
    conf: dict[str, str],
    input_format: str | None,
    no_dates: bool,
    quiet: bool,
    min_confidence: float,
    fields: dict[str, str],
) -> None:
    """Scan on a Spark cluster, with the same answer as on one machine.

    INPUT is a file or folder of Parquet or JSON lines, with an article in each row; each has its own id. What stands
    in the output folder is replaced: articles, derivations, families and skipped, each a folder of Parquet, and
    graph.json where there are few enough articles and the folder is here.

    \b
    Examples:
      minhash-news spark crawl/ -o found/
      minhash-news spark s3://bucket/crawl -o s3://bucket/found --master yarn
      minhash-news spark /data/crawl -o /data/found --remote sc://head:15002
    """  # noqa: D301
    if master and remote:
        raise click.UsageError("Give either --master or --remote.")
    source, target = _place(corpus, must_exist=True), _place(output)
    if any(f"{source}/".startswith(f"{target.rstrip('/')}/{name}/") for name in REPLACED):
        raise click.UsageError(f"{corpus} is what would be replaced in {output}; name another folder with -o.")
    from minhash_news import report_text
    from minhash_news.spark import scan, session  # an extra, and slow to load

    settings = Settings(use_dates=not no_dates, min_confidence=min_confidence)

    def tell(line: str) -> None:
        if not quiet:
            click.echo(line, err=True)

    with session(master=master, remote=remote, conf=conf) as engine:
        records = _records(engine, source, input_format or _format_of(source))
        kept = _place(stages) if stages else f"{target.rstrip('/')}/stages"
        graph = scan(engine, records, settings, folder=kept, fields=fields, progress=lambda name: tell(f"stage {name}"))
        graph.write(target)
        tell(f"wrote {target}/articles, /derivations, /families, /skipped")
        here = "://" not in target and Path(target).is_dir()
        if here and graph.articles.count() <= SMALL:
            collected = graph.collect()
            collected.write(Path(target, "graph.json"))
            tell(f"wrote {target}/graph.json")
            tell(report_text.summary(collected))
        for line in report_text.capped(graph.limits):
            tell(line)


def _place(name: str, *, must_exist: bool = False) -> str:
    """Return a path in full, for executors have another working folder; an address of a storage as it is."""
    if "://" in name:
        return name
    path = Path(name).resolve()
    if must_exist and not path.exists():
        from minhash_news.errors import ReadError

        raise ReadError(name, "there is no such file or folder; name a storage by its address, s3://...")
    return str(path)


def _format_of(source: str) -> str:
    """Return what Spark will find there; it passes over names that begin with _ or ., such as its own _SUCCESS."""
    files = [Path(source)]
    if "://" not in source and files[0].is_dir():
        inside = {path: path.relative_to(source).parts for path in Path(source).rglob("*") if path.is_file()}
        files = [path for path, parts in inside.items() if not any(part.startswith(("_", ".")) for part in parts)]
    return "jsonl" if files and all(".json" in path.name.lower() for path in files) else "parquet"


def _records(engine: SparkSession, source: str, form: str) -> DataFrame:
    reader = engine.read.option("recursiveFileLookup", "true")
    return reader.json(source) if form == "jsonl" else reader.parquet(source)
