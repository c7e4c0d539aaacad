"""What the package offers by name is on purpose."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

import minhash_news
from minhash_news import errors
from tests import graphs

PUBLIC = {
    # the work
    "read",
    "scan",
    "compare",
    "sign",
    "near_duplicates",
    "dedup",
    "explain",
    "Archive",
    # the nouns
    "Added",
    "Article",
    "Check",
    "Comparison",
    "Corpus",
    "Coverage",
    "Deduplication",
    "Derivation",
    "DerivationGraph",
    "Direction",
    "Dropped",
    "Explanation",
    "Family",
    "Ground",
    "Kind",
    "NearDuplicates",
    "Measured",
    "Node",
    "NotASource",
    "Passage",
    "Policy",
    "Repair",
    "Scheme",
    "Settings",
    "Skipped",
    "Stats",
    "Trace",
    # what may go wrong
    "ArchiveError",
    "GraphFormatError",
    "MinhashNewsError",
    "EngineError",
    "MissingExtraError",
    "ReadError",
    "SchemeMismatchError",
    "SettingsError",
    "UnknownArticleError",
}
VERBS = ("read", "scan", "compare", "sign", "near_duplicates", "dedup", "explain")
HEAVY = ("numba", "scipy", "networkx", "trafilatura", "pyarrow", "click", "rich")


def names_of(package):
    return [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]


def test_all_is_the_list_above():
    assert set(minhash_news.__all__) - {"__version__"} == PUBLIC


def test_dir_shows_every_public_name():
    assert set(dir(minhash_news)) >= PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_is_there_and_documented(name):
    assert inspect.getdoc(getattr(minhash_news, name))


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="frobnicate"):
        minhash_news.frobnicate  # noqa: B018


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_stays_a_function_when_all_modules_are_imported(verb):
    for name in names_of(minhash_news):
        if not name.endswith("__main__"):
            with suppress(errors.MissingExtraError):  # PySpark may not be here
                importlib.import_module(name)

    assert callable(getattr(minhash_news, verb))


def test_star_import_gives_what_all_lists():
    names: dict[str, object] = {}
    exec("from minhash_news import *", names)

    assert set(names) >= PUBLIC


def test_importing_the_package_imports_nothing_heavy():
    code = f"import sys, minhash_news; print(*[m for m in {HEAVY} if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == ""


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from minhash_news.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        f"print(*[m for m in {HEAVY[:5]} if m in sys.modules], file=sys.stderr)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "Usage" in shown.stdout
    assert shown.stderr.strip() == ""


def test_a_graph_finds_each_article_and_the_edges_at_either_end_of_it():
    graph = graphs.newsroom()
    for node in graph.articles:
        assert graph.article(node.id) is node
        assert graph.sources_of(node.id) == tuple(edge for edge in graph.derivations if edge.derived == node.id)
        assert graph.derived_from(node.id) == tuple(edge for edge in graph.derivations if edge.source == node.id)

    for ask in (graph.article, graph.sources_of, graph.derived_from):
        with pytest.raises(errors.UnknownArticleError, match="no article 'nobody'"):
            ask("nobody")


def test_every_error_of_ours_descends_from_one():
    raised = [value for value in vars(errors).values() if inspect.isclass(value)]

    assert raised
    assert all(issubclass(error, errors.MinhashNewsError) for error in raised)
    assert {error.__name__ for error in raised} <= PUBLIC


ARTICLE = minhash_news.Article(minhash_news.model.ArticleId("a"), "Herons were seen on the weir at Tarnbrook.")
CORPUS = minhash_news.Corpus((ARTICLE,))
UNDATED = [
    replace(ARTICLE, published=wrong) for wrong in ("yesterday", "2025-02-30", "2025-03-12T25:00", date(2025, 3, 12))
]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda mn: mn.scan("folder"), r"scan takes articles and got one string; give scan\(read\(\"folder\"\)\)"),
        (lambda mn: mn.scan(["a text"]), "scan takes articles and got one string in place 0; give scan"),
        (lambda mn: mn.scan(None), "scan takes articles and got None"),
        (lambda mn: mn.scan(CORPUS, settings={"use_dates": False}), r"got a dict; give Settings\("),
        (lambda mn: mn.compare("a", "b", settings={}), r"got a dict; give Settings\("),
        (lambda mn: mn.compare(None, "x"), "compare takes two texts or articles and got None; give strings"),
        (lambda mn: mn.compare(b"a", b"b"), "compare takes two texts or articles and got a bytes"),
        (lambda mn: mn.dedup(CORPUS), r"dedup takes a graph and got a Corpus; give dedup\(scan\("),
        (lambda mn: mn.explain(CORPUS, "a"), r"explain takes a graph and got a Corpus; give explain\(scan\("),
        (lambda mn: mn.sign("a text"), r"sign takes several texts and got one string; give sign\(\[text\]\)"),
        (lambda mn: mn.sign([None]), "sign takes several texts and got None in place 0"),
        (lambda mn: mn.sign(["x", b"x"]), "sign takes several texts and got a bytes in place 1"),
        (lambda mn: mn.sign(["x"], num_perm="128"), "num_perm is '128'; it has to be at least 1, a whole number"),
        (lambda mn: mn.sign(["x"], workers=0), "workers is 0; it has to be at least 1"),
        (lambda mn: mn.near_duplicates("abc"), r"near_duplicates takes several texts and got one string"),
        (lambda mn: mn.near_duplicates(CORPUS), "got an Article in place 0; give .* for one in articles"),
        (lambda mn: mn.near_duplicates(["x"], threshold="x"), "threshold is 'x'; it has to be above 0 and at most 1"),
        (lambda mn: mn.near_duplicates(["x"], num_perm=1.5), "num_perm is 1.5; it has to be at least 1, a whole"),
        (lambda mn: mn.Settings(min_confidence="high"), "min_confidence is 'high'; it is a probability"),
        (lambda mn: mn.Settings(bands=2.5), "bands is 2.5; it has to be at least 1, a whole number"),
        (lambda mn: mn.Archive("a.archive", {}), r"got a dict; give Settings\("),
    ],
)
def test_what_is_of_the_wrong_kind_is_told_by_what_it_is_and_what_would_do(call, says):
    with pytest.raises(minhash_news.SettingsError, match=says):
        call(minhash_news)


@pytest.mark.parametrize("article", UNDATED)
def test_an_article_with_a_date_that_is_none_is_named(tmp_path, article):
    with minhash_news.Archive(tmp_path / "news.archive") as archive:
        for call in (
            lambda: minhash_news.scan([ARTICLE, article]),
            lambda: minhash_news.compare("a text", article),
            lambda: archive.add([article]),
            lambda: archive.trace(article),
        ):
            with pytest.raises(
                minhash_news.SettingsError, match=r"article 'a' has published=.*; give an ISO 8601 date"
            ):
                call()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda archive: archive.add("folder"), r"add takes articles and got one string; give add\(read"),
        (lambda archive: archive.add(["a text"]), "add takes articles and got one string in place 0"),
        (lambda archive: archive.trace(None), "trace takes an article or a text and got None; give one Article"),
        (lambda archive: archive.trace(CORPUS), "trace takes an article or a text and got a Corpus"),
        (lambda archive: archive.remove(["a"]), r"remove takes ids and got a list; give remove\(\*ids\)"),
    ],
)
def test_an_archive_tells_it_too(tmp_path, call, says):
    with minhash_news.Archive(tmp_path / "news.archive") as archive:
        archive.add(CORPUS)
        with pytest.raises(minhash_news.SettingsError, match=says):
            call(archive)

        assert len(archive) == 1
