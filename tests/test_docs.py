"""The documentation is true: what it shows runs, what it names exists."""

import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from minhash_news.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def shown_calls():
    """Every call of the command in the README, as arguments."""
    lines = [line for block in blocks("sh") + blocks("console") for line in block.splitlines()]
    calls = [call for line in lines for call in line.removeprefix("$ ").split("&&")]
    split = [shlex.split(call, comments=True) for call in calls if "minhash-news " in call]
    return [call[1:] for call in split if call and Path(call[0]).name == "minhash-news"]


CALLS = shown_calls()


def test_readme_begins_with_the_two_commands_that_set_everything_up():
    first, second = blocks("sh")[:2]

    assert len(first.splitlines()) == len(second.splitlines()) == 1
    assert first.startswith("python3 -m venv .venv && ")
    assert "minhash-news scan examples/newsroom -o graph.json -o report.html" in first
    assert second.startswith("python3 -m venv .venv && ")
    assert second.rstrip().endswith("pytest")


def test_readme_is_short():
    assert len(README.splitlines()) <= 120


def test_readme_python_runs(tmp_path, monkeypatch, capsys):
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)

    assert " is a " in capsys.readouterr().out
    assert (tmp_path / "report.html").stat().st_size > 0


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_readme_calls_name_commands_options_and_files_that_exist(call):
    command = main.commands[call[0]]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}

    assert {word for word in call if word.startswith("-")} <= options
    for word in call:
        if word.startswith("examples/"):
            assert (ROOT / word).exists()


def test_readme_shows_every_command():
    assert {call[0] for call in CALLS} == set(main.commands)


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_with_every_option_explained(name):
    shown = CliRunner().invoke(main, [name, "--help"])
    options = [parameter for parameter in main.commands[name].params if isinstance(parameter, click.Option)]

    assert shown.exit_code == 0
    assert main.commands[name].help
    assert [option.opts for option in options if not option.help] == []


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_stands_in_the_reference(name):
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")

    assert f"## minhash-news {name}\n" in page
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            assert parameter.opts[-1] in page


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
