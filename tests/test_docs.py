"""The documentation is true: what it shows runs, what it names exists."""

import importlib
import re
import shlex
import subprocess
import sys
import warnings
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import minhash_news
from minhash_news.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


ARCHIVING = {f"archive {name}": command for name, command in main.commands["archive"].commands.items()}
COMMANDS = dict(sorted({**main.commands, **ARCHIVING}.items()))
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN_ELSEWHERE = (
    r"python3 -m venv \.venv && ",  # the README's two commands: .ci/run runs them in a fresh clone
    r"pip install ",
    r"python benchmarks/(fit|quality)\.py ",  # need the evaluation data
    r"make [a-z]+$",
)
"""Commands of the documentation that no test can run here."""


@pytest.fixture
def script(monkeypatch):
    """What imports a script of .ci by its name."""
    monkeypatch.syspath_prepend(ROOT / ".ci")
    return importlib.import_module


def blocks(language):
    return [text for kind, text in BLOCK.findall(README) if kind == language]


def commands(block):
    """The command lines of a shell block, or of a transcript, where they begin with $."""
    lines = block.splitlines()
    typed = [line[2:] for line in lines if line.startswith("$ ")]
    return typed or [line for line in lines if line.strip()]


def test_readme_begins_with_the_two_commands_that_set_everything_up():
    first, second = blocks("sh")[:2]

    assert len(first.splitlines()) == len(second.splitlines()) == 1
    assert first.startswith("python3 -m venv .venv && ")
    assert "minhash-news scan examples/newsroom -o graph.json -o report.html" in first
    assert second.startswith("python3 -m venv .venv && ")
    assert second.rstrip().endswith("pytest")


def test_readme_is_short():
    assert len(README.splitlines()) <= 120


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_and_block_of_a_page_runs_one_after_the_other(page, tmp_path, monkeypatch):
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        assert kind in ("python", "sh", "console", "text"), f"a block of kind {kind!r} is not run"
        if kind == "python":
            exec(compile(text, page.name, "exec"), names)
        for line in commands(text) if kind in ("sh", "console") else ():
            if not any(re.match(pattern, line) for pattern in RUN_ELSEWHERE):
                program, *arguments = shlex.split(line)
                shown = CliRunner().invoke(main, arguments)
                assert program == "minhash-news", f"{line}: not run"
                assert shown.exit_code == 0, f"{line}: {shown.output}"


def test_the_readme_writes_what_it_says(tmp_path, monkeypatch, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), {})

    assert " is a " in capsys.readouterr().out
    assert (tmp_path / "report.html").stat().st_size > 0


def test_readme_shows_every_command():
    shown = [shlex.split(line)[1] for block in blocks("console") for line in commands(block)]

    assert {*shown, "spark"} == set(main.commands)  # which has a page of its own, for it needs an engine


def test_the_site_is_built_without_a_warning(tmp_path):
    pytest.importorskip("mkdocs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert built.returncode == 0, built.stderr
    api = (tmp_path / "site" / "api.html").read_text(encoding="utf-8")
    functions = [name for name in minhash_news.__all__ if name.islower()]
    assert [name for name in minhash_news.__all__ if f">{name}<" not in api] == []
    assert functions == ["compare", "dedup", "explain", "near_duplicates", "read", "scan", "sign"]
    for page in (tmp_path / "site").rglob("*.html"):
        loaded = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"(https?://[^\"]+)", page.read_text("utf-8"))
        assert loaded == []


def test_the_notebook_runs(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    from nbclient import NotebookClient

    notebook = nbformat.read(ROOT / "examples" / "newsroom.ipynb", as_version=4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of jupyter's own event loops and paths
        NotebookClient(notebook, resources={"metadata": {"path": str(ROOT / "examples")}}).execute()
    printed = "".join(
        output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", ()) if "text" in output
    )

    assert "articles go back to" in printed
    assert all(not cell.get("outputs") for cell in nbformat.read(ROOT / "examples" / "newsroom.ipynb", 4).cells)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_every_option_explained(name):
    shown = CliRunner().invoke(main, [*name.split(), "--help"])
    options = [parameter for parameter in COMMANDS[name].params if isinstance(parameter, click.Option)]

    assert shown.exit_code == 0
    assert COMMANDS[name].help
    assert [option.opts for option in options if not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_stands_in_the_reference(name):
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")

    assert f"## minhash-news {name}\n" in page
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.opts[-1] in page


def test_the_reference_is_what_the_commands_say_of_themselves(script):
    assert script("docs").reference() == (ROOT / "docs" / "cli.md").read_text(encoding="utf-8"), "run `make docs`"


def test_every_feature_of_the_models_has_a_sentence_and_one_without_is_an_error(script):
    weights = script("weights")

    assert weights.related()
    assert weights.direction()
    assert weights.rewording()
    with pytest.raises(LookupError, match="'phase of the moon' has no sentence"):
        weights.sentence("phase of the moon")


def test_every_number_that_the_code_is_tuned_by_is_in_the_tables(script):
    thresholds, docs = script("thresholds"), script("docs")
    shown = "\n".join(thresholds.table(*modules) for modules in docs.TUNED.values())

    assert "| `CREDITED` | derive/direction.py | 4.5 " in shown
    assert "| `BEYOND_DOUBT` | relate.py | " in shown
    assert "STYLED" not in shown


@pytest.mark.parametrize("constant", ["LEAST = 6", "SAID = {'credit': 4.5}", "NEAR, FAR = 0.3, -2 * LEAST"])
@pytest.mark.parametrize("behind", ["", 'OTHER = "text"\n"""What that one does."""\n'])
def test_a_number_without_a_docstring_is_an_error(constant, behind, script, tmp_path):
    module = tmp_path / "module.py"
    module.write_text(f"{constant}\n{behind}", encoding="utf-8")

    with pytest.raises(LookupError, match=r"module\.py:1: .* no docstring"):
        list(script("thresholds").constants(module))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link]

    assert [link for link in inside if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_nothing_is_left_to_fill(page):
    assert "TO FILL" not in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("target", re.findall(r"`make ([a-z -]+)`", "".join(page.read_text() for page in PAGES)))
def test_make_targets_that_are_named_exist(target):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert [name for name in target.split() if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []
