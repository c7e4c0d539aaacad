"""A hook of mkdocs: links from docs/ to files of the repository, which are not in the site, become plain text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
_LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s]+)(#[^)\s]*)?\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page's Markdown with links that lead out of docs/, or to a folder, replaced by their text."""
    folder = (DOCS / page.file.src_uri).parent

    def shown(link: re.Match[str]) -> str:
        target = (folder / link[2]).resolve()
        inside = target.is_relative_to(DOCS) and not target.is_dir()
        return link[0] if inside or "://" in link[2] else link[1]

    return _LINK.sub(shown, markdown)
