"""Invent: a number and a seed -> that many synthetic articles, and which derives from which.

Words are made of syllables and drawn by Zipf's law, each event adds its own words, names and figures, lengths
are log-normal. It is made for timing: a language this poor says little about quality, which `quality.py`
measures.

    python benchmarks/corpus.py 20000 -o haystack.jsonl

writes the articles as records, and the edges to haystack.jsonl.edges.json.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from minhash_news.model import Article, ArticleId, Kind

VOCABULARY = 40_000
OUTLETS = 60
EVENT_WORDS = 40
EVENT_SHARE = 0.12  # of the words of an article are words of its event
NUMBER_SHARE = 0.015
FOOTER_SHARE = 0.3  # of the outlets put the same paragraphs below every article
START = datetime(2025, 1, 6, 5, tzinfo=UTC)

Paragraphs = list[list[str]]
"""An article's text: paragraphs of sentences."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A true derivation."""

    derived: ArticleId
    source: ArticleId
    kind: Kind


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Articles in id order, and the true edges among them."""

    articles: tuple[Article, ...]
    edges: tuple[Edge, ...]

    @property
    def texts(self) -> list[str]:
        """The bodies, in the order of the articles."""
        return [article.text for article in self.articles]

    @property
    def megabytes(self) -> float:
        """The size of all bodies as UTF-8."""
        return sum(len(article.text.encode()) for article in self.articles) / 1e6


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: the words, names and figures that its reports share."""

    words: list[str]
    names: list[str]
    figures: list[str]
    when: datetime


@dataclass(slots=True)
class Draft:
    """An article before it has an id."""

    event: Event
    text: Paragraphs
    published: datetime
    source: int | None = None
    kind: Kind | None = None


class Language:
    """Made-up words, the frequent ones first, and how often each is used."""

    def __init__(self, rng: np.random.Generator, words: list[str] | None = None) -> None:
        self.rng = rng
        self.words = words or _invent_words(rng, VOCABULARY)
        frequency = 1 / (np.arange(len(self.words)) + 2.7)
        self.cumulative = np.cumsum(frequency / frequency.sum())

    def draw(self, count: int) -> list[str]:
        """Return so many words as a text would use them."""
        ranks = np.searchsorted(self.cumulative, self.rng.random(count))
        words = self.words
        last = len(words) - 1
        return [words[min(rank, last)] for rank in ranks.tolist()]

    def rare(self, count: int) -> list[str]:
        """Return so many different words from the rare half."""
        half = len(self.words) // 2
        return [self.words[half + i] for i in self.rng.choice(half, count, replace=False).tolist()]


def invent(
    count: int, *, seed: int = 1, derived_share: float = 0.3, per_event: int = 8, words: list[str] | None = None
) -> Newsroom:
    """Return `count` articles, a share of them made from others, and the true edges.

    Args:
        count: articles.
        seed: the same seed gives the same newsroom.
        derived_share: how many are copies, updates, excerpts or rewrites of another.
        per_event: articles about one event, on average.
        words: the language's, the frequent ones first; invented too where None.
    """
    rng = np.random.default_rng(seed)
    language = Language(rng, words)
    events = [_event(language, when) for when in np.sort(rng.random(max(1, count // per_event))).tolist()]
    drafts: list[Draft] = []
    by_event: list[list[int]] = [[] for _ in events]
    for number, which in enumerate(rng.integers(len(events), size=count).tolist()):
        told = by_event[which]
        if told and rng.random() < derived_share * 1.1:  # the first of each event cannot be derived
            drafts.append(_derive(language, drafts, told[int(rng.integers(len(told)))]))
        else:
            drafts.append(_report(language, events[which]))
        told.append(number)
    return _publish(rng, language, drafts)


def _publish(rng: np.random.Generator, language: Language, drafts: list[Draft]) -> Newsroom:
    """Give the drafts outlets, footers and ids that do not betray the order of writing."""
    footers = ["\n\n" + _prose(language.draw(45)) if rng.random() < FOOTER_SHARE else "" for _ in range(OUTLETS)]
    outlets = [f"The {word.capitalize()} Post" for word in language.rare(OUTLETS)]
    ids = [ArticleId(f"a{n:07d}") for n in rng.permutation(len(drafts)).tolist()]
    where = rng.integers(OUTLETS, size=len(drafts)).tolist()
    articles = [
        Article(
            id=ids[i],
            text="\n\n".join(" ".join(sentences) for sentences in draft.text) + footers[where[i]],
            title=" ".join(draft.text[0][0].split()[:9]).rstrip(".,"),
            published=draft.published.isoformat(timespec="minutes"),
            outlet=outlets[where[i]],
        )
        for i, draft in enumerate(drafts)
    ]
    edges = [
        Edge(ids[i], ids[draft.source], draft.kind)
        for i, draft in enumerate(drafts)
        if draft.source is not None and draft.kind is not None
    ]
    articles.sort(key=lambda article: article.id)
    edges.sort(key=lambda edge: edge.derived)
    return Newsroom(tuple(articles), tuple(edges))


def _invent_words(rng: np.random.Generator, size: int) -> list[str]:
    onsets = [
        "",
        "b",
        "br",
        "d",
        "f",
        "g",
        "gr",
        "h",
        "k",
        "l",
        "m",
        "n",
        "p",
        "pl",
        "r",
        "s",
        "st",
        "t",
        "tr",
        "v",
        "z",
    ]
    nuclei = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]
    codas = ["", "", "l", "m", "n", "nd", "r", "rt", "s", "t", "x"]
    syllables = [onset + nucleus + coda for onset in onsets for nucleus in nuclei for coda in codas]
    words: dict[str, None] = {}
    while len(words) < size:
        longest = 1 if len(words) < 800 else 2 if len(words) < 8000 else 3  # frequent words are short
        parts = rng.integers(len(syllables), size=int(rng.integers(min(2, longest), longest + 1))).tolist()
        words["".join(syllables[part] for part in parts)] = None
    return list(words)


def _event(language: Language, when: float) -> Event:
    rng = language.rng
    names = [word.capitalize() for word in language.rare(16)]
    return Event(
        words=language.rare(EVENT_WORDS),
        names=[f"{first} {last}" for first, last in zip(names[::2], names[1::2], strict=True)],
        figures=[str(n) for n in (10 ** rng.uniform(1, 5, size=8)).astype(int).tolist()],
        when=START + timedelta(minutes=int(when * 30 * 24 * 60)),
    )


def _report(language: Language, event: Event) -> Draft:
    """Write an article of its own on an event."""
    rng = language.rng
    length = int(np.clip(rng.lognormal(np.log(380), 0.45), 150, 900))
    published = event.when + timedelta(minutes=int(rng.exponential(300)))
    return Draft(event, _paragraphs(language, event, length), published)


def _paragraphs(language: Language, event: Event, length: int) -> Paragraphs:
    rng = language.rng
    words = language.draw(length)
    told = rng.random(length)
    for i in np.flatnonzero(told < EVENT_SHARE + NUMBER_SHARE).tolist():
        choice = int(told[i] * 1e6)  # the digits below the decision are random enough
        if told[i] > EVENT_SHARE:
            words[i] = event.figures[choice % len(event.figures)]
        elif choice % 4 == 0:
            words[i] = event.names[choice // 4 % len(event.names)]
        else:
            words[i] = event.words[choice // 4 % len(event.words)]
    sentences = _sentences(rng, event, words)
    paragraphs, start = [], 0
    while start < len(sentences):
        size = int(rng.integers(1, 5))
        paragraphs.append(sentences[start : start + size])
        start += size
    return paragraphs


def _sentences(rng: np.random.Generator, event: Event, words: list[str]) -> list[str]:
    sentences, start = [], 0
    while start < len(words):
        size = int(rng.integers(8, 33))
        part = words[start : start + size]
        start += size
        if len(part) > 12:
            part[len(part) // 2] += ","
        text = " ".join(part)
        text = text[0].upper() + text[1:]
        if rng.random() < 0.12:
            text = f"“{text},” {event.names[size % len(event.names)]} said"
        sentences.append(text + ".")
    return sentences


def _prose(words: list[str]) -> str:
    half = len(words) // 2
    return f"{' '.join(words[:half]).capitalize()}. {' '.join(words[half:]).capitalize()}."


def _derive(language: Language, drafts: list[Draft], source: int) -> Draft:
    """Make an article from another one, by one of the ways newsrooms have."""
    kind, change = [
        (Kind.COPY, _copy),
        (Kind.COPY, _copy),
        (Kind.UPDATE, _update),
        (Kind.EXCERPT, _excerpt),
        (Kind.REWRITE, _rewrite),
    ][int(language.rng.integers(5))]
    parent = drafts[source]
    later = parent.published + timedelta(minutes=int(language.rng.integers(5, 1200)))
    return Draft(parent.event, change(language, parent), later, source, kind)


def _copy(language: Language, parent: Draft) -> Paragraphs:
    """Cut a little from the end, exchange a word in fifty."""
    cut = int(language.rng.integers(0, 2)) if len(parent.text) > 3 else 0
    kept = parent.text[: len(parent.text) - cut]
    return _exchange(language, kept, 0.02)


def _update(language: Language, parent: Draft) -> Paragraphs:
    """Put new paragraphs on top and inside, exchange a word in twenty."""
    new = _paragraphs(language, parent.event, int(language.rng.integers(60, 220)))
    text = [list(sentences) for sentences in _exchange(language, parent.text, 0.05)]
    return [*new[:1], *text[:2], *new[1:], *text[2:]]


def _excerpt(language: Language, parent: Draft) -> Paragraphs:
    """Write own text around one or two paragraphs of the source."""
    own = _paragraphs(language, parent.event, int(language.rng.integers(150, 400)))
    first = int(language.rng.integers(len(parent.text)))
    return [*own[:1], *parent.text[first : first + 2], *own[1:]]


def _rewrite(language: Language, parent: Draft) -> Paragraphs:
    """Exchange 30 to 50 % of the words and move some sentences."""
    text = _exchange(language, parent.text, language.rng.uniform(0.3, 0.5))
    for sentences in text:
        if language.rng.random() < 0.4:
            sentences.reverse()
    return text


def _exchange(language: Language, text: Paragraphs, share: float) -> Paragraphs:
    """Put other words in place of a share of the words, names and figures left as they are."""
    rng = language.rng
    changed = []
    for sentences in text:
        words = [sentence.split(" ") for sentence in sentences]
        for sentence in words:
            for i in np.flatnonzero(rng.random(len(sentence)) < share).tolist():
                if sentence[i].isalpha() and sentence[i].islower():
                    sentence[i] = language.draw(1)[0]
        changed.append([" ".join(sentence) for sentence in words])
    return changed


def main() -> None:
    """Write a newsroom as JSON lines."""
    parser = argparse.ArgumentParser(description="Write a synthetic newsroom as JSON lines.")
    parser.add_argument("count", type=int)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    newsroom = invent(arguments.count, seed=arguments.seed)
    with arguments.output.open("w", encoding="utf-8") as file:
        for article in newsroom.articles:
            record = {name: value for name, value in asdict(article).items() if value is not None}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    edges = [asdict(edge) for edge in newsroom.edges]
    Path(f"{arguments.output}.edges.json").write_text(json.dumps(edges, indent=1) + "\n", encoding="utf-8")
    print(f"{len(newsroom.articles)} articles, {len(edges)} edges, {newsroom.megabytes:.1f} MB")


if __name__ == "__main__":
    main()
