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
    """Yield name, value and docstring of each constant that is a number or made of numbers.

    Raises:
        LookupError: a constant has no docstring right behind it.
    """
    for node, behind in pairwise([*ast.parse(file.read_text(encoding="utf-8")).body, ast.Pass()]):
        if not isinstance(node, ast.Assign) or not _is_numeric(node.value):
            continue
        names, says = ast.unparse(node.targets[0]).strip("()"), _docstring(behind)
        if not says:
            raise LookupError(f"{file}:{node.lineno}: {names} has no docstring; say behind it what it does")
        yield names, ast.unparse(node.value).strip("()"), says


def _docstring(statement: ast.stmt) -> str:
    """Return a string that stands by itself, on one line and fit for a table; "" for any other statement."""
    match statement:
        case ast.Expr(value=ast.Constant(value=str(says))):
            return " ".join(says.split()).replace("|", "\\|")
        case _:
            return ""


def _is_numeric(value: ast.expr | None) -> bool:
    """Say whether an expression is a number, a sum or the like of one, or a collection or call with one in it."""
    match value:
        case ast.Constant(value=number):
            return type(number) in (int, float)
        case ast.UnaryOp(operand=operand):
            return _is_numeric(operand)
        case ast.BinOp(left=left, right=right):
            return _is_numeric(left) or _is_numeric(right)
        case ast.Tuple(elts=values) | ast.List(elts=values) | ast.Set(elts=values) | ast.Dict(values=values):
            return any(map(_is_numeric, values))
        case ast.Call(args=values):
            return any(map(_is_numeric, values))
        case _:
            return False
