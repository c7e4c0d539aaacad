"""Put: bytes -> a file that is whole, or as it was before."""

from __future__ import annotations

import gzip
import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from minhash_news.errors import MinhashNewsError


def check_place(path: Path) -> None:
    """Raise MinhashNewsError where no file can be put."""
    try:
        if path.is_dir():
            raise MinhashNewsError(f"{path}: cannot be written, it is a folder; name a file in it")
        if not path.parent.is_dir():
            raise MinhashNewsError(f"{path}: cannot be written, there is no folder {path.parent}; make it first")
    except OSError as error:
        raise _refusal(path, error) from error


def destroyed(outputs: Sequence[Path], sources: Iterable[Path]) -> str:
    """Return what writing these files would destroy and what to do about it, or "" where nothing is in danger.

    Args:
        outputs: files that are to be written.
        sources: files that are read, or were.
    """
    places = [_identity(path) for path in outputs]
    for number, (path, place) in enumerate(zip(outputs, places, strict=True)):
        if place in places[:number]:
            return f"{path} is to be written twice, and the second would replace the first; name two files"
    read = {_identity(path) for path in sources} if any(isinstance(place, tuple) for place in places) else set()
    for path, place in zip(outputs, places, strict=True):
        if place in read:
            return f"{path} is one of the files that are read, and writing would destroy it; name another file"
    return ""


def _identity(path: Path) -> object:
    """Return what tells a file from all others, whatever it is called; of one that is not there, its place."""
    try:
        state = path.stat()
    except OSError:
        return os.path.realpath(path)
    return state.st_dev, state.st_ino


def put(data: bytes, path: Path) -> None:
    """Write beside the file and rename, so that neither Ctrl-C nor a full disk leaves half of it.

    Raises:
        MinhashNewsError: the file cannot be written; what stood there still stands.
    """
    put_lines([data], path)


def put_lines(lines: Iterable[bytes], path: Path, *, packed: bool = False) -> None:
    """Write one line after the other, as `put` does; packed as gzip, with no time in it, where that is asked for."""
    try:
        target = Path(os.path.realpath(path))  # through a symbolic link, which stays one
        part = target.parent / f".minhash-news-{secrets.token_hex(8)}.part"
        try:
            with part.open("xb") as file:
                if packed:
                    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as unpacked:
                        unpacked.writelines(lines)
                else:
                    file.writelines(lines)
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _refusal(path, error) from error


def _refusal(path: Path, error: OSError) -> MinhashNewsError:
    return MinhashNewsError(f"{path}: cannot be written ({error.strerror or error}); choose another place")
