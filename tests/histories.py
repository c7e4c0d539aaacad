"""Corpora whose history is known: where they are, and what their truth.json files say."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NEWSROOM = ROOT / "examples" / "newsroom"
PRESSE = ROOT / "examples" / "presse"
EVALUATION = Path(os.environ.get("MINHASH_NEWS_EVAL", ROOT.parent / "shared" / "eval"))

needs_evaluation = pytest.mark.skipif(
    not EVALUATION.is_dir(), reason=f"the evaluation texts are not part of the repository, and not at {EVALUATION}"
)


def truth_of(folder: Path) -> dict[str, tuple[str, list[str]]]:
    """Each article's kind and sources, by id, from the truth.json files in a folder and one level down."""
    found = {}
    for file in sorted([*folder.glob("*/truth.json"), *folder.glob("truth.json")]):
        ids = {}
        for path in sorted(file.parent.iterdir()):
            ids[path.stem] = ids[path.name] = path.relative_to(folder).as_posix()
        for name, entry in json.loads(file.read_text("utf-8"))["articles"].items():
            found[ids[name]] = (entry["kind"], [ids[parent] for parent in entry.get("parents", [])])
    return found
