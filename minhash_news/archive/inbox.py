"""Watch: a folder -> the articles of each file that appears or changes in it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from minhash_news.errors import ReadError
from minhash_news.model import Corpus
from minhash_news.reading import read

Seen = dict[Path, tuple[int, int]]
"""File -> its size and the time it was changed last."""


def arrivals(
    folder: Path, *, below: Path | None = None, fields: Mapping[str, str] | None = None, every: float = 2.0
) -> Iterator[Corpus]:
    """Yield a corpus of what is new in a folder whenever there is something, for ever.

    A file is read when it has looked the same twice, so that one that is still being written is left to finish. The
    first look takes what is there as it is. Hidden files are left out.

    Args:
        folder: to be watched; it is looked at, not listened to, so any file system will do.
        below: the folder that ids are paths below; the one that is watched, if not another that it lies in is given.
        fields: as `read` takes them.
        every: seconds between two looks.

    Raises:
        ReadError: there is no such folder, or it does not lie below the other.
    """
    if not folder.is_dir():
        raise ReadError(str(folder), "no such folder to watch; make it first")
    root = below or folder
    watched, above = (Path(os.path.normpath(Path.cwd() / one)) for one in (folder, root))  # links stay, as for `read`
    if not watched.is_relative_to(above):
        raise ReadError(str(folder), f"does not lie below {root}, by which its articles are to be named")
    before = settled = _look(folder)
    done: Seen = {}
    while True:
        arrived = sorted(path for path, state in settled.items() if done.get(path) != state)
        if arrived:
            yield read(*arrived, fields=fields, below=root)
            done.update((path, settled[path]) for path in arrived)
        time.sleep(every)
        now = _look(folder)
        settled = {path: state for path, state in now.items() if before.get(path) == state}
        before = now


def _look(folder: Path) -> Seen:
    """Return the state of every file below the folder."""
    found: Seen = {}
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        try:
            if not hidden and path.is_file():
                state = path.stat()
                found[path] = (state.st_size, state.st_mtime_ns)
        except OSError:  # gone while we looked
            continue
    return found
