"""The archive through its public door: what it finds is what a scan finds, whatever the order of adding."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news.archive import adding, schema
from minhash_news.model import Article, ArticleId
from tests import stories
from tests.histories import EVALUATION, NEWSROOM, needs_evaluation

DAY = "2026-02-{:02}T08:00:00+00:00"

BRIDGE = Article(ArticleId("bridge"), stories.BRIDGE, published=DAY.format(1), outlet="Orvell Lantern")
UPDATE = Article(ArticleId("bridge-2"), stories.BRIDGE_UPDATE, published=DAY.format(4), outlet="Orvell Lantern")
SUMMARY = Article(ArticleId("summary"), stories.BRIDGE_SUMMARY, published=DAY.format(2), outlet="Plessing Post")
HERONS = Article(ArticleId("herons"), stories.HERONS, published=DAY.format(3), outlet="Vasting Gazette")


@cache
def newsroom():
    return mn.read(NEWSROOM)


@cache
def scanned():
    return mn.scan(newsroom())


def relatives(trace):
    return {edge.source for edge in trace.sources} | {edge.derived for edge in trace.derived}


def in_date_order(articles):
    return sorted(articles, key=lambda article: (article.published or "", article.id))


def test_a_graph_of_an_archive_is_that_of_a_scan(archive):
    archive.add(newsroom())

    assert archive.graph() == replace(scanned(), skipped=())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(31)), cuts=st.sets(st.integers(1, 30), max_size=6), again=st.booleans())
def test_neither_order_nor_batches_change_what_is_found(tmp_path_factory, order, cuts, again):
    articles = list(newsroom())
    borders = [0, *sorted(cuts), len(articles)]
    with mn.Archive(tmp_path_factory.mktemp("any") / "news.archive") as archive:
        for begin, end in pairwise(borders):
            archive.add([articles[k] for k in order[begin:end]])
            if again:
                archive.add([articles[k] for k in order[:begin]])

        assert archive.graph().derivations == scanned().derivations


@needs_evaluation
def test_families_added_one_by_one_give_the_edges_of_a_scan(archive):
    corpus = mn.read(EVALUATION / "families-dev")
    for article in in_date_order(corpus):
        archive.add([article])

    assert archive.graph().derivations == mn.scan(corpus).derivations


def test_a_family_around_an_article_is_that_of_the_whole_graph(archive):
    archive.add(newsroom())

    for family in scanned().families():
        there = next(name for name in family.articles if scanned().article(name).observed)
        found = archive.graph(around=there)
        whole = {edge for edge in scanned().derivations if edge.derived in family.articles}

        assert whole <= set(found.derivations) <= set(scanned().derivations)


def test_since_a_date_there_are_whole_families(archive):
    archive.add(newsroom())

    found = archive.graph(since="2026-03-06")
    ids = {node.id for node in found.articles}

    assert "harbor-fire/2026-03-04-cold-storage-fire.md" in ids  # older, and of a family with younger ones
    assert "talsperre-brennitz/2026-02-12-wasser-im-kontrollgang.md" not in ids
    assert set(found.derivations) <= set(scanned().derivations)


def test_a_graph_is_asked_for_in_one_way(archive):
    archive.add([BRIDGE])

    with pytest.raises(mn.SettingsError, match="either since or around"):
        archive.graph(since="2026-01-01", around="bridge")
    with pytest.raises(mn.SettingsError, match="a date like"):
        archive.graph(since="yesterday")
    with pytest.raises(mn.UnknownArticleError, match="'nobody'"):
        archive.graph(around="nobody")


@pytest.mark.parametrize(
    ("given", "stored"), [({}, True), ({"outlet": "Another"}, False), ({"published": None}, False)]
)
def test_only_the_same_article_is_looked_up_under_another_id(archive, given, stored):
    archive.add([BRIDGE, HERONS])

    trace = archive.trace(replace(BRIDGE, id=ArticleId("else"), **given))

    assert (trace.stored, trace.article.id) == ((True, "bridge") if stored else (False, "else"))
    assert relatives(trace) == (set() if stored else {"bridge"})


@pytest.mark.parametrize(("copies", "more"), [(24, 0), (25, 1)])
def test_a_trace_says_whether_there_were_more_relatives_than_it_looked_at(archive, copies, more):
    archive.add(replace(BRIDGE, id=ArticleId(f"copy-{k:02}"), outlet=f"Outlet {k}") for k in range(copies))

    assert archive.trace(BRIDGE).limits["more_relatives_than_kept"] == more


def test_an_archive_that_was_closed_opens_again_when_it_is_asked(archive):
    archive.add([BRIDGE])
    archive.close()

    assert relatives(archive.trace(UPDATE)) == {"bridge"}


def test_a_trace_names_the_source_with_kind_direction_and_passages(archive):
    archive.add([BRIDGE, HERONS])

    trace = archive.trace(UPDATE)
    (edge,) = trace.sources
    first = edge.passages[0]

    assert (edge.source, str(edge.kind), str(edge.direction)) == ("bridge", "update", "known")
    assert trace.texts["bridge-2"][first.derived_start : first.derived_end].split()[0] in stories.BRIDGE_UPDATE
    assert [node.id for node in trace.articles] == ["bridge"]
    assert not trace.stored
    assert len(archive) == 2  # it was only asked about


def test_a_trace_names_what_was_made_from_a_text(archive):
    archive.add([UPDATE, HERONS])

    trace = archive.trace(BRIDGE)

    assert trace.sources == ()
    assert [edge.derived for edge in trace.derived] == ["bridge-2"]


def test_a_trace_of_a_stored_article_is_not_of_its_own_copy(archive):
    archive.add([BRIDGE, UPDATE, HERONS])

    assert archive.trace(UPDATE).stored
    assert [edge.source for edge in archive.trace(UPDATE).sources] == ["bridge"]
    assert not archive.trace(HERONS).sources


def test_a_trace_tells_another_text_of_the_same_name_from_the_stored_one(archive):
    archive.add([BRIDGE, HERONS])

    trace = archive.trace(replace(UPDATE, id=BRIDGE.id))

    assert trace.article.id == "bridge (as given)"
    assert [edge.source for edge in trace.sources] == ["bridge"]


def test_a_bare_text_can_be_traced(archive):
    archive.add([BRIDGE, HERONS])

    assert [edge.source for edge in archive.trace(stories.BRIDGE + " More.").sources] == ["bridge"]
    assert archive.trace("").sources == archive.trace("Nothing of the kind.").sources == ()


def test_traces_of_stored_articles_are_those_of_the_scan(archive):
    archive.add(newsroom())

    for article in newsroom():
        found = {(edge.source, edge.kind) for edge in archive.trace(article).sources}

        assert found == {(edge.source, edge.kind) for edge in scanned().sources_of(article.id)}


def test_what_is_there_is_passed_over_and_what_changed_is_replaced(archive):
    assert archive.add([BRIDGE, HERONS]).new == ("bridge", "herons")

    again = archive.add([BRIDGE, replace(HERONS, title="Herons stop a demolition"), SUMMARY])

    assert (again.new, again.updated, again.unchanged) == (("summary",), ("herons",), ("bridge",))
    assert archive.article("herons").title == "Herons stop a demolition"
    assert archive.check().problems == ()


def test_of_two_articles_with_one_id_the_last_counts(archive):
    archive.add([BRIDGE, replace(BRIDGE, text=stories.HERONS)])

    assert archive.article("bridge").text == stories.HERONS
    assert len(archive) == 1


def test_a_changed_article_is_found_by_its_new_text_alone(archive):
    archive.add([BRIDGE, HERONS])
    archive.add([replace(BRIDGE, text=stories.LIBRARY)])

    assert not archive.trace(UPDATE).sources
    assert relatives(archive.trace(stories.LIBRARY)) == {"bridge"}


def test_files_of_one_name_in_two_places_do_not_replace_each_other(archive, tmp_path):
    for day, text in (("monday", stories.BRIDGE), ("tuesday", stories.HERONS)):
        (tmp_path / day).mkdir()
        (tmp_path / day / "a.txt").write_text(text, encoding="utf-8")
    archive.add(mn.read(tmp_path / "monday"))

    added = archive.add(mn.read(tmp_path / "tuesday"))

    assert "--root" in added.skipped[0].reason
    assert archive.article("a.txt").text == stories.BRIDGE
    assert archive.add(mn.read(tmp_path / "tuesday", below=tmp_path)).new == ("tuesday/a.txt",)


def test_statistics_are_renewed_when_the_archive_has_grown_by_a_quarter(archive):
    many = [Article(ArticleId(f"n{k}"), f"{stories.HERONS} Number {k} of many.") for k in range(30)]

    assert archive.add(many[:20]).refreshed
    assert not archive.add(many[20:25]).refreshed
    assert archive.stats().counted == 20
    assert archive.add(many[25:]).refreshed
    assert archive.stats().counted == 30


def test_a_refresh_can_be_asked_for(archive):
    archive.add([BRIDGE, HERONS, SUMMARY, *[Article(ArticleId(f"n{k}"), f"word{k} " * 9) for k in range(9)]])
    archive.add([UPDATE])
    assert archive.stats().counted == 12

    archive.refresh()

    assert archive.stats().counted == 13
    assert archive.check().problems == ()


@pytest.mark.parametrize("slab", [1, 20_000])
def test_of_articles_with_one_id_the_last_stays_and_the_others_are_told(archive, monkeypatch, slab):
    monkeypatch.setattr(adding, "SLAB", slab)
    three = [BRIDGE, replace(HERONS, id=BRIDGE.id), HERONS]
    added = archive.add(three)

    assert archive.article(BRIDGE.id).text == HERONS.text
    assert len(archive) == 2
    assert sum(map(len, (added.new, added.updated, added.unchanged, added.skipped))) == len(three)
    assert [(one.path, "later article" in one.reason) for one in added.skipped] in ([], [(BRIDGE.id, True)])


def test_articles_come_back_as_they_went_in(archive):
    strange = Article(ArticleId("ä \ud800"), "lone \udc80 surrogate", "T", "2026-01-01", "O", "A", "https://u.example/")
    archive.add([strange, BRIDGE])

    assert archive.article("ä \ud800") == strange
    assert archive.articles().articles == (BRIDGE, strange)
    assert "bridge" in archive
    assert "nothing" not in archive
    with pytest.raises(mn.UnknownArticleError, match="'nothing'"):
        archive.article("nothing")


def test_signatures_make_a_datasketch_index(archive):
    archive.add([BRIDGE, UPDATE, HERONS, Article(ArticleId("empty"), "...")])

    index = archive.to_datasketch_lsh(threshold=0.3)
    row = mn.sign([stories.BRIDGE])[0]
    from minhash_news.minhash import to_datasketch

    assert set(index.query(to_datasketch(row, mn.Scheme()))) == {"bridge", "bridge-2"}
    assert "empty" in index


@pytest.mark.parametrize(
    "given", [{"threshold": 1.0}, {"threshold": 2.0}, {"params": (100, 5)}, {"storage_config": {"type": "drawer"}}]
)
def test_an_index_that_datasketch_does_not_make_is_refused_with_its_reason(archive, given):
    archive.add([BRIDGE])

    with pytest.raises(mn.SettingsError, match="no index of threshold"):
        archive.to_datasketch_lsh(**given)


def test_another_scheme_is_refused(archive):
    archive.add([BRIDGE])

    with (
        pytest.raises(mn.SchemeMismatchError, match="asked for"),
        mn.Archive(archive.path, mn.Settings(num_perm=256)) as a,
    ):
        len(a)
    with mn.Archive(archive.path, mn.Settings(num_perm=256), any_scheme=True) as a:
        assert a.settings.num_perm == 128


def test_an_archive_of_another_scheme_works(tmp_path):
    wide = mn.Settings(num_perm=64, shingle_size=2, bands=20, rows=3)
    with mn.Archive(tmp_path / "a", wide) as archive:
        archive.add([BRIDGE, HERONS])
    with mn.Archive(tmp_path / "a") as archive:
        assert archive.settings.shingle_size == 2
        assert [edge.source for edge in archive.trace(UPDATE).sources] == ["bridge"]


def test_what_is_no_archive_is_refused(tmp_path):
    graph, empty, other = tmp_path / "graph.json", tmp_path / "empty", tmp_path / "other.db"
    graph.write_text(json.dumps({"format": "minhash-news/graph"}) * 9, encoding="utf-8")
    empty.touch()
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()

    for path in (graph, empty, other):
        with pytest.raises(mn.ArchiveError, match="no archive") as caught:
            mn.Archive(path).stats()
        assert str(path) in str(caught.value)
    with pytest.raises(mn.ArchiveError, match="no such archive"):
        mn.Archive(tmp_path / "nothing").trace("text")
    assert not (tmp_path / "nothing").exists()


def test_a_newer_layout_is_refused(archive, monkeypatch):
    monkeypatch.setattr(schema, "LAYOUT", 99)
    archive.add([BRIDGE])
    archive.close()
    monkeypatch.undo()

    with pytest.raises(mn.ArchiveError, match=r"layout 99.*upgrade"):
        len(archive)


def test_an_older_layout_is_carried_on(archive, monkeypatch):
    archive.add([BRIDGE])
    archive.close()
    monkeypatch.setattr(schema, "LAYOUT", schema.LAYOUT + 1)
    monkeypatch.setattr(schema, "MIGRATIONS", {schema.LAYOUT - 1: "CREATE TABLE later (x)"})

    assert len(archive) == 1
    archive.close()
    with sqlite3.connect(archive.path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.LAYOUT,)
        assert connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
    connection.close()


def test_two_connections_see_each_others_work(archive):
    archive.add([BRIDGE, HERONS])
    with mn.Archive(archive.path) as other:
        assert len(other) == 2
        archive.add([UPDATE])

        assert [edge.derived for edge in other.trace(BRIDGE).derived] == ["bridge-2"]


def test_what_was_read_before_an_error_is_stored(archive, monkeypatch):
    def interrupted():
        yield from newsroom()
        raise ValueError("the feed is gone")

    monkeypatch.setattr(adding, "SLAB", 8)
    with pytest.raises(ValueError, match="the feed is gone"):
        archive.add(interrupted())

    assert len(archive) == 24  # whole slabs


def test_slabs_are_made_ready_by_threads_and_keep_their_order(archive, monkeypatch):
    monkeypatch.setattr(adding, "SLAB", 10)
    monkeypatch.setattr(adding, "FEW", 2)
    ids = tuple(article.id for article in newsroom())

    assert archive.add(newsroom()).new == ids
    assert archive.articles().articles == newsroom().articles
