"""The command bands."""

from __future__ import annotations

import click

from minhash_news.cli.screen import print_lines
from minhash_news.settings import Settings


@click.command()
@click.option("--bands", type=click.IntRange(min=1), help=f"Bands. [default: {Settings().bands}]")
@click.option("--rows", type=click.IntRange(min=1), help=f"Rows in a band. [default: {Settings().rows}]")
@click.option("--threshold", type=click.FloatRange(0, 1, min_open=True, max_open=True), help="Choose both for this.")
@click.option(
    "--num-perm",
    type=click.IntRange(min=2),
    default=Settings().num_perm,
    show_default=True,
    help="Permutations that there are to cut into bands.",
)
def bands(bands: int | None, rows: int | None, threshold: float | None, num_perm: int) -> None:
    """Show how likely a pair is to be compared, by its similarity.

    Signatures are cut into bands, and two articles are compared if they agree on one band. The curve shows which
    pairs that lets through, so that nobody has to guess. A scan compares pairs with rare words in common as well.

    \b
    Examples:
      minhash-news bands
      minhash-news bands --bands 14 --rows 8
      minhash-news bands --threshold 0.5 --num-perm 256
    """  # noqa: D301
    from minhash_news import lsh, report_bands  # heavy: not for --help

    if threshold is not None:
        if bands or rows:
            raise click.UsageError("Give either --threshold, or --bands and --rows.")
        bands, rows = lsh.choose_bands(threshold, num_perm)
    chosen = Settings(bands=bands or Settings().bands, rows=rows or Settings().rows, num_perm=num_perm)
    print_lines(report_bands.lines(chosen.bands, chosen.rows))
