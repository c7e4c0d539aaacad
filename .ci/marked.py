"""Fill what stands between two marks of a Markdown page, so that what it shows is what was measured or printed."""

from __future__ import annotations

import re
from pathlib import Path


def fill(page: Path, name: str, content: str, by: str) -> None:
    """Put `content` between the marks of that name; `by` says in the mark which command does so.

    Raises:
        ValueError: the page does not have the two marks once.
    """
    marked = re.compile(rf"<!-- {re.escape(name)}: .*? -->\n.*?<!-- end of {re.escape(name)} -->", re.DOTALL)
    block = f"<!-- {name}: written by `{by}` -->\n\n{content.strip()}\n\n<!-- end of {name} -->"
    text, count = marked.subn(lambda _: block, page.read_text(encoding="utf-8"))
    if count != 1:
        raise ValueError(f"{page}: has the marks of {name!r} {count} times, has to have them once")
    page.write_text(text, encoding="utf-8")
