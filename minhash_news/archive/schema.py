"""Lay out: the tables of an archive, and how an older layout becomes the present one."""

from __future__ import annotations

from collections.abc import Mapping

APPLICATION = 0x4D684E77
"""SQLite's application_id of an archive: "MhNw"."""
LAYOUT = 2
"""Version of the tables, SQLite's user_version."""

ARTICLES = "number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, digest BLOB NOT NULL, about TEXT NOT NULL"
LASTING = f"""
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles ({ARTICLES});
CREATE TABLE texts (number INTEGER PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE waiting (number INTEGER PRIMARY KEY);
"""
"""What is known of the articles whatever the statistics: `waiting` are those that are stored and not yet indexed."""

OF_AN_EPOCH = {
    "statistics": "name TEXT PRIMARY KEY, digest BLOB NOT NULL, value BLOB NOT NULL",
    "signatures": "number INTEGER PRIMARY KEY, digest BLOB NOT NULL, signature BLOB NOT NULL",
    "postings": "posting INTEGER PRIMARY KEY",
    "later": "posting INTEGER PRIMARY KEY",
    "recent": "number INTEGER PRIMARY KEY, digest BLOB NOT NULL, postings BLOB NOT NULL",
}
"""An epoch is what was made under one set of statistics of the corpus; each has tables of its own.

Postings are those of the articles that the statistics were taken of, written in one go, so that their pages are full.
Those of an article that comes later are a row of `recent` at first, and move to `later` when there are many."""

MIGRATIONS: Mapping[int, str] = {
    1: """
CREATE TABLE later_{epoch} (posting INTEGER PRIMARY KEY);
CREATE TABLE recent_{epoch} (number INTEGER PRIMARY KEY, digest BLOB NOT NULL, postings BLOB NOT NULL);
INSERT INTO settings VALUES ('moved', '0');
""",
}
"""Layout -> the statements that turn it into the next one, with the number of the epoch to be filled in."""


def create_epoch(epoch: int) -> str:
    """Return the statements that make the tables of an epoch."""
    return "".join(f"CREATE TABLE {name}_{epoch} ({columns});" for name, columns in OF_AN_EPOCH.items())


def drop_epoch(epoch: int) -> str:
    """Return the statements that remove them."""
    return "".join(f"DROP TABLE IF EXISTS {name}_{epoch};" for name in OF_AN_EPOCH)
