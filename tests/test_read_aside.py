"""Texts of large corpora are put aside on disk, and nobody sees a difference."""

from __future__ import annotations

import errno
import json
import pickle
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import minhash_news as mn
from minhash_news.reading import aside

NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom"
TEXTS = ["The weir at Callowmere broke.", "Über die Brücke fuhr niemand — “nie”.", "橋は閉じている 🌉"]


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps({"id": f"n{k}", "text": text}) + "\n" for k, text in enumerate(TEXTS)))
    return path


@pytest.mark.parametrize("room", [0, 40])
def test_texts_on_disk_read_as_those_in_memory(records, monkeypatch, room):
    plain = [(article.id, article.text) for article in mn.read(records)]
    monkeypatch.setattr(aside, "ROOM", room)
    corpus = mn.read(records)

    assert [(article.id, article.text) for article in corpus] == plain
    assert sum(isinstance(article, aside.ArticleAside) for article in corpus) == (3 if room == 0 else 2)


def test_the_graph_is_the_same(monkeypatch):
    expected = mn.scan(mn.read(NEWSROOM))
    monkeypatch.setattr(aside, "ROOM", 0)
    found = mn.scan(mn.read(NEWSROOM))

    assert found == expected
    assert dict(found.texts) == dict(expected.texts)


def test_an_article_put_aside_can_be_changed_pickled_and_read_by_several_threads(records, monkeypatch):
    monkeypatch.setattr(aside, "ROOM", 0)
    articles = list(mn.read(records))
    first = articles[0]

    assert replace(first, title="Weir").text == TEXTS[0]
    assert replace(first, text="Another.").text == "Another."
    assert pickle.loads(pickle.dumps(first)) == mn.Article(first.id, TEXTS[0], path=first.path)
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(lambda k: articles[k % 3].text, range(300)))
    assert read == TEXTS * 100


def test_a_full_disk_says_so_and_what_to_do(records, monkeypatch):
    def full(**_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(aside, "ROOM", 0)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)

    with pytest.raises(mn.ReadError, match=r"No space left on device.*TMPDIR"):
        mn.read(records)
