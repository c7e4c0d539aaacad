"""Put: bytes -> a file that is whole, or as it was before."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from minhash_news.errors import MinhashNewsError


def put(data: bytes, path: Path) -> None:
    """Write beside the file and rename, so that neither Ctrl-C nor a full disk leaves half of it.

    Raises:
        MinhashNewsError: the file cannot be written; what stood there still stands.
    """
    try:
        target = path.resolve()  # through a symbolic link, which stays one
        part = target.parent / f".minhash-news-{secrets.token_hex(8)}.part"
        try:
            with part.open("xb") as file:
                file.write(data)
            if target.exists():
                shutil.copymode(target, part)
            part.replace(target)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise MinhashNewsError(f"{path}: cannot be written ({reason}); choose another place") from error
