"""Set the stage: a seeded newsroom, and kernels that are compiled before the clock runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus import Newsroom, invent

Note = Callable[[str], None]
NOTES = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--articles",
        type=int,
        default=2000,
        help="size of the synthetic newsroom that the benchmarks work on (2000)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[NOTES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[NOTES]:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def newsroom(request: pytest.FixtureRequest) -> Newsroom:
    """The synthetic newsroom: the same on every machine."""
    return invent(request.config.getoption("--articles"), seed=1)


@pytest.fixture(scope="session")
def texts(newsroom: Newsroom) -> list[str]:
    return newsroom.texts


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Say a sentence below the table of times."""
    return request.config.stash[NOTES].append


@pytest.fixture(scope="session", autouse=True)
def _warm() -> None:
    """Compile or load the kernels before the first benchmark."""
    from minhash_news.lsh import candidate_pairs
    from minhash_news.minhash import sign

    candidate_pairs(sign(invent(20).texts), bands=42, rows=3)
