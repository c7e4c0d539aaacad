"""Show: the constants of a module -> a table of names, values and what their docstrings say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "minhash_news"


def table(*modules: str) -> str:
    """Return the numbers that the modules (paths below the package) are tuned by."""
    lines = ["| constant | where | value | what it does |", "| --- | --- | --- | --- |"]
    for module in modules:
        for names, value, says in constants(PACKAGE / module):
            lines.append(f"| `{names}` | {module} | {value} | {says} |")
    return "\n".join(lines)


def constants(file: Path) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and docstring of each constant that is a number or made of numbers."""
    for node, behind in pairwise(ast.parse(file.read_text(encoding="utf-8")).body):
        if not isinstance(node, ast.Assign) or not _is_numeric(node.value):
            continue
        if isinstance(behind, ast.Expr) and isinstance(behind.value, ast.Constant):
            says = " ".join(str(behind.value.value).split()).replace("|", "\\|")
            yield ast.unparse(node.targets[0]).strip("()"), ast.unparse(node.value).strip("()"), says


def _is_numeric(value: ast.expr) -> bool:
    numbers = [leaf.value for leaf in ast.walk(value) if isinstance(leaf, ast.Constant)]
    return any(type(number) in (int, float) for number in numbers) and not any(isinstance(n, str) for n in numbers)
