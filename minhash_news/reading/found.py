"""Found: what the parts of the reader hand to each other: a file, an article in it, a reason."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from minhash_news.model import Article


class NotAnArticleError(Exception):
    """Why a file is no article; ends up as a reason in Corpus.skipped."""


@dataclass(frozen=True)
class Found:
    """A file (or a folder that is not entered) below one of the paths given.

    Attributes:
        path: as it is opened: the path given, joined with what lies below it.
        parts: every part of the absolute path, so that a name can be made longer.
        depth: how many of the last parts name it below the path given.
        group: which of the paths given it was found under.
        given: whether it is itself one of the paths given, with no folder named that they are found below.
    """

    path: Path
    parts: tuple[str, ...]
    depth: int
    group: int
    given: bool = False

    @cached_property
    def whole(self) -> str:
        """The whole path."""
        return self.name(self.longest)

    @property
    def longest(self) -> int:
        """The level at which the name is the whole path."""
        return len(self.parts) - self.depth

    def inside(self, parts: tuple[str, ...]) -> Found:
        """Return a member of this archive; one that was given itself is like a folder that was."""
        depth = (0 if self.given else self.depth) + len(parts)
        return Found(self.path, (*self.parts, *parts), depth, self.group)

    def name(self, level: int = 0) -> str:
        """Return the path below the one given, with the names of `level` folders in front."""
        return "/".join(self.parts[-(self.depth + min(level, self.longest)) :])


@dataclass(frozen=True, slots=True)
class Draft:
    """An article without its final id.

    Attributes:
        record: its own id, if it is a record that has one.
        line: the line or row of its file where it stands; 0 if it is the whole file.
    """

    found: Found
    article: Article
    record: str | None = None
    line: int = 0

    @property
    def group(self) -> tuple[int, str]:
        """Articles that keep ids of one form: those of one path given, or the records of one file."""
        return self.found.group, self.found.whole if self.record is not None else ""

    @property
    def longest(self) -> int:
        """The level at which the id begins with the whole path."""
        return self.found.longest + (self.record is not None)

    def name(self, level: int = 0) -> str:
        """Return the id, with `level` names in front that tell it from a like id elsewhere."""
        if self.record is not None:
            return f"{self.found.name(level - 1)}/{self.record}" if level else self.record
        return self.found.name(level) + (f"#{self.line}" if self.line else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was passed over, or read only in part."""

    found: Found
    reason: str
    line: int = 0


def reason_of(error: Exception) -> str:
    """Return what went wrong with a file, in one line that can be stored."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    told = textwrap.shorten(f"{type(error).__name__}: {error}", 200)
    return told.encode("utf-8", "replace").decode()
