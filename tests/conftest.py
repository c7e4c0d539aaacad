"""What tests of several files are given."""

import pytest

import minhash_news as mn


@pytest.fixture
def archive(tmp_path):
    """An archive with nothing in it."""
    with mn.Archive(tmp_path / "news.archive") as opened:
        yield opened
