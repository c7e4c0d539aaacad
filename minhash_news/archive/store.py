"""Open: a path -> an archive with transactions, which is looked over before SQLite has touched it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakSet

from minhash_news.archive import schema
from minhash_news.archive.log import index_of, log_of, look_over
from minhash_news.archive.recent import Recent
from minhash_news.archive.sqlite import CHECKED, CHECKSUM, connect, guarded, leave_the_log, load_apsw
from minhash_news.errors import ArchiveError, SchemeMismatchError
from minhash_news.model import Scheme
from minhash_news.settings import Settings

WAIT = 10_000
"""Milliseconds to wait for another writer."""
LOG_PAGES = 16_000
"""The log is written back when it has so many pages, 64 MB."""
CACHE = 64_000
"""Kilobytes of pages that a connection keeps."""
MAGIC = b"SQLite format 3\0"
OPENING = Lock()
OPEN: WeakSet[Store] = WeakSet()
"""The archives that this process has open. SQLite locks files in a way that locks are lost if the process opens and
closes one of them by other means, so that is done only where no connection has it open."""

ABSENT = "no such archive; `minhash-news archive add` makes one"


def is_there(path: Path) -> bool:
    """Tell whether there is such a file; ArchiveError for a name that none can have."""
    try:
        return path.exists()
    except OSError as error:
        raise ArchiveError(str(path), f"cannot be looked at ({error.strerror})") from error


class Store:
    """One connection to an archive.

    Attributes:
        path: of the file.
        scheme: of its signatures.
        bands, rows: of its LSH index.
        recent: the postings that came last.
    """

    def __init__(self, path: Path, settings: Settings | None, *, create: bool, as_it_is: bool = False) -> None:
        """Open an archive, or make one where there is none and `create` allows it.

        Args:
            path: of the file.
            settings: the scheme and bands for a new one; an old one has to have the same, unless None.
            create: whether a new file may be made.
            as_it_is: to read what is left of a damaged one, whose settings may be gone.

        Raises:
            ArchiveError: it is not there, no archive, of a newer version, damaged, or cannot be opened.
            SchemeMismatchError: it has been made with another scheme.
        """
        self.path = path
        if not is_there(path):
            if not create:
                raise ArchiveError(str(path), ABSENT)
            _create(path, settings or Settings())
        self.recent = Recent(self)
        with OPENING, self.guarded():
            self.file = _identity(path)
            if all(other.file != self.file for other in OPEN):
                _check_head(path)
                if not as_it_is:
                    _check_log(path)
            self.connection = connect(path)
            OPEN.add(self)
            try:
                self.connection.set_busy_timeout(WAIT)
                if as_it_is:
                    if self.logged:
                        leave_the_log(self.connection)
                    self.connection.pragma("checksum_verification", 0)
                else:
                    self._prepare(settings)
            except BaseException:
                self.close()
                raise

    def _prepare(self, settings: Settings | None) -> None:
        self.connection.pragma("synchronous", "full")
        self.connection.pragma("secure_delete", True)
        self.connection.pragma("cache_size", -CACHE)
        self.connection.pragma("wal_autocheckpoint", LOG_PAGES)
        if not self.connection.pragma("checksum_verification"):
            raise ArchiveError.damaged(self.path, "its pages have no checksums")
        self._migrate()
        self.scheme = Scheme(**json.loads(self.setting("scheme")))
        self.bands, self.rows = json.loads(self.setting("bands"))
        if self.scheme.normalizer != Scheme().normalizer or self.scheme.hash != Scheme().hash:
            raise SchemeMismatchError(f"{self.path}: made with another scheme, {self.scheme}; make it anew")
        if settings and (self.scheme, self.bands, self.rows) != (settings.scheme, settings.bands, settings.rows):
            raise SchemeMismatchError(
                f"{self.path}: has {self.bands} bands of {self.rows} rows under {self.scheme}, asked for are "
                f"{settings.bands} of {settings.rows} under {settings.scheme}; open it without settings"
            )

    def _migrate(self) -> None:
        layout = self.connection.pragma("user_version")
        if layout > schema.LAYOUT:
            raise ArchiveError(
                str(self.path), f"has layout {layout}, this version reads up to {schema.LAYOUT}; upgrade minhash-news"
            )
        if layout == schema.LAYOUT:
            return
        with self.writing():
            for step in range(self.connection.pragma("user_version"), schema.LAYOUT):
                self.connection.execute(schema.MIGRATIONS[step].format(epoch=self.setting("epoch")))
            self.connection.pragma("user_version", schema.LAYOUT)

    def settings(self, asked: Settings) -> Settings:
        """Return the settings asked for, with the scheme and the bands that the archive has."""
        return replace(
            asked,
            num_perm=self.scheme.num_perm,
            shingle_size=self.scheme.shingle_size,
            bands=self.bands,
            rows=self.rows,
        )

    def setting(self, name: str) -> str:
        """Return a line of the table settings."""
        found = self.one("SELECT value FROM settings WHERE name = ?", name)
        if found is None:
            raise ArchiveError.damaged(self.path, f"it does not say its {name}")
        return str(found)

    def set(self, name: str, value: str) -> None:
        """Change a line of the table settings."""
        self.connection.execute("UPDATE settings SET value = ? WHERE name = ?", (value, name))

    def one(self, statement: str, *values: object) -> Any:
        """Return the one value that a statement gives, or None."""
        return self.connection.execute(statement, values).get

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Everything inside is kept together, or none of it."""
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything inside sees the archive as it was at one moment."""
        if self.connection.in_transaction:
            yield
            return
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def without_wiping(self) -> Iterator[None]:
        """What is deleted inside is not overwritten with zeros, which for large tables takes long."""
        self.connection.pragma("secure_delete", 0)
        try:
            yield
        finally:
            self.connection.pragma("secure_delete", 1)

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self.connection.execute(begin)
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:  # some errors have ended it
                self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    def write_back(self) -> None:
        """Write the log into the file and empty it, as far as readers allow."""
        try:
            self.connection.wal_checkpoint(mode=load_apsw().SQLITE_CHECKPOINT_TRUNCATE)
        except load_apsw().BusyError:
            return

    def rewrite(self) -> None:
        """Write the whole file anew.

        Cells that SQLite has moved from one page to another leave traces in the first, which secure_delete overlooks.
        """
        self.connection.execute("VACUUM")
        self.write_back()

    def blocks(self, size: int) -> Iterator[bytes]:
        """Yield the bytes of the file; SQLite reads them, for the sake of its locks."""
        apsw = load_apsw()
        plain = next(name for name in apsw.vfs_names() if name != CHECKED)
        file = apsw.VFSFile(plain, str(self.path), [apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_READONLY, 0])
        try:
            whole = file.xFileSize()
            for at in range(0, whole, size):
                yield file.xRead(min(size, whole - at), at)
        finally:
            file.xClose()

    @property
    def logged(self) -> int:
        """Bytes of the log beside the file."""
        log = log_of(self.path)
        return log.stat().st_size if log.exists() else 0

    def close(self) -> None:
        """Close the connection; the last one writes the log back."""
        with self.guarded():
            self.connection.close()
            OPEN.discard(self)

    def guarded(self) -> AbstractContextManager[None]:
        """Turn the errors of SQLite into ArchiveError."""
        return guarded(self.path)


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from all others, whatever it is called."""
    state = path.stat()
    return state.st_dev, state.st_ino


def _create(path: Path, settings: Settings) -> None:
    """Make an empty archive beside the path and put it there whole, unless another process was faster."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    try:
        with guarded(path), closing(connect(part)) as connection:
            connection.reserve_bytes("main", CHECKSUM)
            connection.pragma("application_id", schema.APPLICATION)
            connection.pragma("user_version", schema.LAYOUT)
            connection.execute(schema.LASTING + schema.create_epoch(0))
            values = {
                "scheme": json.dumps(asdict(settings.scheme)),
                "bands": json.dumps([settings.bands, settings.rows]),
                "epoch": "0",
                "articles": "0",
                "moved": "0",
            }
            connection.executemany("INSERT INTO settings VALUES (?, ?)", list(values.items()))
            connection.pragma("journal_mode", "wal")
        with suppress(FileExistsError):
            path.hardlink_to(part)
    except OSError as error:
        raise ArchiveError(str(path), f"cannot be made ({error.strerror or error}); choose another place") from error
    finally:
        part.unlink(missing_ok=True)


def _check_head(path: Path) -> None:
    """Look at the first bytes before SQLite does: it would take an empty file for a new archive."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise ArchiveError(str(path), f"cannot be read ({error.strerror or error})") from error
    if not head:
        raise ArchiveError(str(path), "is empty, and no archive; delete it, or take it from a backup if it was one")
    if not head.startswith(MAGIC) or head[68:72] != schema.APPLICATION.to_bytes(4, "big"):
        raise ArchiveError(
            str(path), "is no archive of minhash-news, or damaged at its head; name another, or a backup"
        )
    if head[20] != CHECKSUM:
        raise ArchiveError.damaged(path, "its head says that pages have no checksums")


def _check_log(path: Path) -> None:
    """Look at the log before SQLite reads it in earnest; if another process has it open, that one has done so."""
    if not (log_of(path).exists() or index_of(path).exists()):
        return
    apsw = load_apsw()
    with closing(connect(path)) as connection, suppress(apsw.BusyError):
        leave_the_log(connection)
        connection.pragma("locking_mode", "exclusive")  # the index stays as it is, too
        connection.pragma("user_version")
        look_over(path, connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_NOOP)[0])
