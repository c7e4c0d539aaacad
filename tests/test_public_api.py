"""What the package offers by name is on purpose."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from contextlib import suppress

import pytest

import minhash_news
from minhash_news import errors

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


def test_every_error_of_ours_descends_from_one():
    raised = [value for value in vars(errors).values() if inspect.isclass(value)]

    assert raised
    assert all(issubclass(error, errors.MinhashNewsError) for error in raised)
    assert {error.__name__ for error in raised} <= PUBLIC
