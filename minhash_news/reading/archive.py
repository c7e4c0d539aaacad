"""Unpack: a zip archive -> what its members hold, nothing written to disk and nothing trusted."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import cast

from minhash_news.reading.found import Draft, Found, Problem
from minhash_news.reading.limits import bounded, require_plausible, size_of

_SEPARATORS = re.compile(r"[/\\]")
"""Some programs write names with the backslash of their system."""
_ROOTED = re.compile(r"[/\\]|[A-Za-z]:")
_ARCHIVES = (".zip", ".tar", ".tgz", ".7z", ".rar")

Opened = Callable[[], AbstractContextManager[io.BufferedReader]]
"""Opens a file or a member."""
Inside = Callable[[Found, Opened], Iterator[Draft | Problem]]
"""Reads one member as if it were a file, and raises nothing."""


def read_zip(found: Found, stream: io.BufferedReader, inside: Inside) -> Iterator[Draft | Problem]:
    """Yield what the members hold, in the order of their names; one bad member does not stop the others.

    A member's id is its name below the archive's: an archive is read like a folder. Members are read where they
    are, so that no name can lead out of a folder; names that try, links, members with a password and archives
    inside the archive are refused one by one. TooLargeError for an archive whose members, added up, unpack to more
    than text would (a zip bomb, members that overlap); what zipfile raises for one that is damaged.
    """
    with zipfile.ZipFile(stream) as archive:
        members = sorted(
            (one for one in archive.infolist() if not one.filename.endswith("/")), key=lambda one: one.filename
        )
        require_plausible(sum(one.file_size for one in members), size_of(stream))
        for member in members:
            parts = tuple(_printable(part) for part in _SEPARATORS.split(member.filename) if part not in ("", "."))
            if any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts):
                continue  # as below a folder: hidden files, and what macOS adds
            named = found.inside(parts or ("(no name)",))
            if reason := _refused(member, parts):
                yield Problem(named, reason)
            else:
                yield from inside(named, partial(_opened, archive, member))


@contextmanager
def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[io.BufferedReader]:
    with (
        archive.open(member) as packed,
        bounded(cast(zipfile.ZipExtFile, packed), member.compress_size) as unpacked,
    ):
        yield unpacked


def _refused(member: zipfile.ZipInfo, parts: tuple[str, ...]) -> str | None:
    """Return why a member is not even opened, or None."""
    name = member.filename
    if not parts:
        return "a member without a name; not read"
    if ".." in parts or _ROOTED.match(name):
        return "its name leads out of the archive; not read"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link inside an archive; not followed"
    if member.flag_bits & 1:
        return "has a password; unpack it first"
    if name.lower().endswith(_ARCHIVES):
        return "an archive inside an archive; unpack it first"
    return None


def _printable(name: str) -> str:
    """Return a name without halves of surrogate pairs, so that an id can be stored."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
