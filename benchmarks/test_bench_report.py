"""How long the report of 10,000 articles and 3,000 derivations takes to be written, and to open in a browser."""

from __future__ import annotations

import pytest

from minhash_news import report
from tests import graphs
from tests.browsers import NoBrowserError, launched


@pytest.fixture(scope="module")
def crowd():
    return graphs.crowd(10_000, 3_000, words=600)


@pytest.mark.benchmark(group="report")
def test_write_the_report(benchmark, crowd, note):
    text = benchmark.pedantic(report.render, args=(crowd,), rounds=3, warmup_rounds=1)

    note(f"report: {len(text) / 1e6:.1f} MB for {len(crowd.articles)} articles, {len(crowd.derivations)} derivations")
    assert len(text) < 60_000_000


@pytest.mark.benchmark(group="report")
def test_open_the_report(benchmark, crowd, tmp_path):
    """From the address to the first family drawn and its derivations listed."""
    path = tmp_path / "report.html"
    path.write_text(report.render(crowd), encoding="utf-8")
    try:
        with launched() as browser:
            page = browser.new_page()

            def open_it() -> None:
                page.goto("about:blank")
                page.goto(path.as_uri())
                page.wait_for_selector(".derivations")

            benchmark.pedantic(open_it, rounds=5, warmup_rounds=1)
            assert page.locator(".box").count() == 13
    except NoBrowserError as reason:
        pytest.skip(str(reason))
