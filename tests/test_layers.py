"""The map of the flow is true: every stage says what it does, and heavy imports stay where they belong."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "minhash_news"
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LAYERS = CONTRACT["contracts"][0]["layers"]
NOUNS = {"minhash_news.arrays", "minhash_news.fitted", "minhash_news.model"}
STAGES = sorted({name.strip() for layer in LAYERS if "|" in layer for name in layer.split("|")} - NOUNS)
SOURCES = sorted(PACKAGE.rglob("*.py"))


def file_of(module):
    path = ROOT / module.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_begins_with_what_it_makes_of_what(stage):
    first = ast.get_docstring(ast.parse(file_of(stage).read_text(encoding="utf-8"))).splitlines()[0]

    assert re.fullmatch(r"[A-Z][a-z]+: .+ -> .+\.", first)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_numba_stays_in_the_kernels_and_click_in_the_command_line(path):
    place = path.relative_to(PACKAGE).parts[0]
    imported = set(imports_of(path))

    assert "numba" not in imported or place == "kernels"
    assert not {"click", "rich"} & imported or place in ("cli.py", "cli", "__main__.py")


def test_no_module_is_a_junk_drawer():
    assert not {"utils", "helpers", "common", "core", "base", "misc"} & {path.stem for path in SOURCES}
