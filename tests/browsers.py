"""A headless Chromium for the tests and benchmarks of the report: the one that is installed, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoBrowserError(Exception):
    """There is none; the message says what to install."""


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a browser; MINHASH_NEWS_BROWSER names its program where it is not on the path.

    Raises:
        NoBrowserError: Playwright or Chromium is missing.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NoBrowserError("the package playwright is missing: pip install 'minhash-news[dev]'") from error
    program = os.environ.get("MINHASH_NEWS_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        raise NoBrowserError("no Chromium here: apt-get install chromium, or set MINHASH_NEWS_BROWSER to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()
