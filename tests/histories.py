"""Corpora whose history is known: where they are, and what their truth.json files say."""

from __future__ import annotations

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
