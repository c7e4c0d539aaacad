"""The errors this library raises, all of them below one base.

MinhashNewsError
├── SettingsError          also a ValueError: a parameter that cannot work
├── ReadError              also an OSError: an input that is not there or cannot be read at all
│   └── ArchiveError       an archive that is not there, damaged, or in use
├── GraphFormatError       also a ValueError: a file that is no graph of ours, or of a newer version
├── MissingExtraError      also an ImportError: an optional package that the call needs
├── EngineError            also a RuntimeError: a cluster or server that cannot be reached, or that gave up
├── UnknownArticleError    also a KeyError: an id that is not in the graph
└── SchemeMismatchError    also a ValueError: two signatures that cannot be compared

A file inside a scanned folder that is no article is not an error: it is listed under `skipped`.
"""

from __future__ import annotations


class MinhashNewsError(Exception):
    """Anything this library raises on purpose."""


class SettingsError(MinhashNewsError, ValueError):
    """A parameter that cannot work; the message names it, its value and what would do."""


class ReadError(MinhashNewsError, OSError):
    """An input path that is not there or cannot be read at all.

    Attributes:
        path: the path as given.
        reason: what is wrong with it.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class ArchiveError(ReadError):
    """An archive that is not there, damaged, of a newer version, full, or in use by another process."""

    @classmethod
    def damaged(cls, path: object, what: str) -> ArchiveError:
        """Return the error that says what is damaged, and the way out."""
        way_out = "`minhash-news archive check --repair FILE` saves what can be read, or take the file from a backup"
        return cls(str(path), f"is damaged ({what}); {way_out}")


class GraphFormatError(MinhashNewsError, ValueError):
    """A graph.json that cannot be understood."""


class MissingExtraError(MinhashNewsError, ImportError):
    """An optional package is missing; the message has the command that installs it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an optional package: pip install 'minhash-news[{extra}]'")
        self.extra = extra


class EngineError(MinhashNewsError, RuntimeError):
    """A cluster or server, or what it needs on this machine, that is not there; or a job that it gave up."""


class UnknownArticleError(MinhashNewsError, KeyError):
    """An article id that is not in the graph."""

    __str__ = Exception.__str__  # a KeyError would show the message in quotation marks


class SchemeMismatchError(MinhashNewsError, ValueError):
    """Signatures made under different schemes were about to be compared."""
