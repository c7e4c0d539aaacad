"""Articles that were added one by one are found wherever their postings are: in rows, in memory, in either tree."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.archive import index
from minhash_news.model import Article, ArticleId
from tests import stories
from tests.test_archive import BRIDGE, HERONS, SUMMARY, UPDATE, newsroom, relatives

LIBRARY = Article(ArticleId("library"), stories.LIBRARY)
LATE = (BRIDGE, UPDATE, SUMMARY, HERONS, LIBRARY)
COPIES = tuple(replace(article, id=ArticleId(f"{article.id} again")) for article in LATE)


@pytest.fixture
def archive(archive):
    archive.add(newsroom())
    return archive


def counted(archive):
    return [archive._open.one(f"SELECT count(*) FROM {table}_1") > 0 for table in ("recent", "later")]


def changed(archive, way, article):
    if way == "add":
        archive.add([article])
    elif way == "change":
        archive.add([replace(article, text=stories.LIBRARY + article.text[:40])])
    else:
        with suppress(mn.UnknownArticleError):  # it may not have been added yet
            archive.remove(article.id)


CHANGES = st.lists(st.tuples(st.sampled_from(["add", "change", "remove"]), st.sampled_from(LATE)), max_size=7)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES, kept=st.integers(0, 3))
def test_where_postings_are_kept_changes_nothing(tmp_path_factory, changes, kept):
    folder = tmp_path_factory.mktemp("any")
    with (
        pytest.MonkeyPatch.context() as patched,
        mn.Archive(folder / "rows") as rows,
        mn.Archive(folder / "trees") as trees,
    ):
        for one in (rows, trees):
            one.add(newsroom())
        for way, article in changes:
            patched.undo()
            changed(rows, way, article)
            patched.setattr(index, "RECENT", kept)
            changed(trees, way, article)
            with mn.Archive(trees.path) as anew:
                for asked in COPIES:  # `rows` and `trees` have looked before, and remember
                    expected = rows.trace(asked)

                    assert trees.trace(asked).sources == anew.trace(asked).sources == expected.sources

        assert trees.check().problems == rows.check().problems == ()


def test_an_article_is_found_in_a_row_and_in_the_tree(archive, monkeypatch):
    monkeypatch.setattr(index, "RECENT", 2)
    with mn.Archive(archive.path) as reader:
        places = []
        for late in (BRIDGE, HERONS, LIBRARY, SUMMARY):
            archive.add([late])
            places.append(counted(archive))

            assert relatives(reader.trace(UPDATE)) & {"bridge"} == {"bridge"}

    assert places == [[True, False], [True, False], [False, True], [True, True]]
    assert archive.check().problems == ()


def test_a_removed_article_is_forgotten_by_who_has_looked(archive):
    archive.add([BRIDGE])
    with mn.Archive(archive.path) as reader:
        assert relatives(reader.trace(UPDATE)) == {"bridge"}
        archive.add([replace(BRIDGE, text=stories.LIBRARY)])

        assert relatives(reader.trace(UPDATE)) == set()
        assert relatives(reader.trace(stories.LIBRARY)) == {"bridge"}


def test_a_refresh_empties_the_rows(archive):
    archive.add([BRIDGE])
    archive.refresh()

    assert archive._open.one("SELECT count(*) FROM recent_2") == 0
    assert relatives(archive.trace(UPDATE)) == {"bridge"}


def test_postings_that_are_not_as_stored_are_found_out(archive):
    archive.add([BRIDGE])
    with archive._open.writing():
        archive._open.connection.execute("UPDATE recent_1 SET postings = zeroblob(80)")

    with pytest.raises(mn.ArchiveError, match="postings of article 32 are not as stored"):
        archive.trace(UPDATE)
    assert archive.check().problems


def test_an_archive_of_the_first_layout_is_carried_on(archive):
    connection = archive._open.connection
    connection.execute("DROP TABLE later_1; DROP TABLE recent_1; DELETE FROM settings WHERE name = 'moved'")
    connection.pragma("user_version", 1)
    archive.close()

    archive.add([BRIDGE])

    assert relatives(archive.trace(UPDATE)) == {"bridge"}
    assert archive.check().problems == ()
