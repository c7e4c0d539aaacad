"""How fast articles come off the disk: a folder of small files, and one file of records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minhash_news.reading import read

from corpus import Newsroom

FILES = 300


@pytest.fixture(scope="module")
def folder(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("folder")
    for article in newsroom.articles[:FILES]:
        matter = json.dumps({"title": article.title, "date": article.published, "outlet": article.outlet})
        (folder / f"{article.id}.md").write_text(f"---\n{matter}\n---\n{article.text}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def records(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("records") / "newsroom.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for article in newsroom.articles:
            record = {
                "id": article.id,
                "title": article.title,
                "published": article.published,
                "text": article.text,
            }
            stream.write(json.dumps(record) + "\n")
    return file


@pytest.mark.benchmark(group="read: a folder of Markdown files")
def test_read_folder(benchmark, newsroom, folder):
    corpus = benchmark(read, folder)

    assert len(corpus) == min(FILES, len(newsroom.articles))


@pytest.mark.benchmark(group="read: one file of records")
def test_read_records(benchmark, newsroom, records):
    corpus = benchmark(read, records)

    assert [article.id for article in corpus] == [article.id for article in newsroom.articles]
