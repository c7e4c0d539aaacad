"""Walk: paths -> the files below them, each once, and what was not entered."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from minhash_news.errors import ReadError
from minhash_news.reading.found import Found, Problem, reason_of


@dataclass
class _Walk:
    """What has been seen so far. Links to folders wait in `links` until the folders themselves are done."""

    files: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: dict[str, Found] = field(default_factory=dict)
    links: deque[Found] = field(default_factory=deque)


def walk(paths: Sequence[Path], below: Path | None = None) -> tuple[list[Found], list[Problem]]:
    """Return the files below the paths, and what was passed over with the reason; `below` names them, see `read`.

    Every real file and folder is visited once, under its own path rather than a link's where both are there.
    The paths are taken in the order of what they really are, a folder before what is inside it, so that the
    order of the arguments does not matter. Hidden files and folders (.git) in a folder are left out silently.
    """
    state = _Walk()
    for path in paths:
        _require(path)
    for group, path in enumerate(sorted(paths, key=lambda p: (os.path.realpath(p), str(p)))):
        parts = tuple(_printable(part) for part in _absolute(path).parts[1:])
        depth = (0 if path.is_dir() else 1) if below is None else _depth(path, below)
        _visit(Found(path, parts, depth, group, given=below is None), state)
    while state.links:
        _visit(state.links.popleft(), state, follow=True)
    return state.files, state.problems


def _require(path: Path) -> None:
    try:
        if path.exists():
            return
        dangling = path.is_symlink()
    except OSError as error:
        raise ReadError(str(path), f"cannot be looked at ({reason_of(error)})") from error
    raise ReadError(
        str(path),
        "a link to a file that is not there; give the file itself"
        if dangling
        else "no such file or folder; check the spelling and the folder you are in",
    )


def _depth(path: Path, below: Path) -> int:
    """Return how many parts a path has below a folder."""
    try:
        return len(_absolute(path).relative_to(_absolute(below)).parts)
    except ValueError as error:
        raise ReadError(str(path), f"does not lie below {below}, by which its articles are to be named") from error


def _visit(found: Found, state: _Walk, *, follow: bool = False) -> None:
    """Take in a file, or all that a folder holds; put off what is a link."""
    try:
        _take(found, state, follow)
    except OSError as error:
        state.problems.append(Problem(found, f"cannot be looked at ({reason_of(error)})"))


def _take(found: Found, state: _Walk, follow: bool) -> None:
    path = found.path
    if path.is_symlink() and not (found.given or follow):
        state.links.append(found)
    elif not path.exists():
        state.problems.append(Problem(found, "broken link: what it points to is not there"))
    elif path.is_dir():
        _enter(found, state)
    elif not path.is_file():
        state.problems.append(Problem(found, "not a regular file"))
    elif _first_visit(found, state, "file"):
        state.files.append(found)


def _enter(folder: Found, state: _Walk) -> None:
    real = os.path.realpath(folder.path)
    parent = os.path.realpath(folder.path.parent)
    if (
        folder.path.is_symlink()
        and not folder.given
        and (parent == real or parent.startswith(real.rstrip(os.sep) + os.sep))
    ):
        state.problems.append(Problem(folder, "link to a folder that it lies in itself (a loop); not followed"))
        return
    if not _first_visit(folder, state, "folder"):
        return
    try:
        names = sorted(entry.name for entry in folder.path.iterdir())
    except OSError as error:
        state.problems.append(Problem(folder, f"folder cannot be read ({error.strerror})"))
        return
    for name in names:
        if not name.startswith("."):
            parts = (*folder.parts, _printable(name))
            _visit(Found(folder.path / name, parts, folder.depth + 1, folder.group), state)


def _first_visit(found: Found, state: _Walk, what: str) -> bool:
    real = os.path.realpath(found.path)
    earlier = state.seen.setdefault(real, found)
    if earlier is not found:
        where = earlier.name() or earlier.parts[-1]
        state.problems.append(Problem(found, f"the same {what} as {where}; read once"))
    return earlier is found


def _absolute(path: Path) -> Path:
    """Return the absolute path with `..` taken out but links left as they are: their names are the user's."""
    return Path(os.path.normpath(Path.cwd() / path))


def _printable(name: str) -> str:
    r"""Write the bytes of a file name that are not UTF-8 as \xNN, so that an id can be stored."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
