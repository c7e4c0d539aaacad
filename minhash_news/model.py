"""The nouns: article, comparison, relation, derivation, graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NewType

from minhash_news.errors import SchemeMismatchError, UnknownArticleError

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

ArticleId = NewType("ArticleId", str)
"""An article's name: its path below the scanned folder, or the `id` of its record."""
UNOBSERVED = "unobserved:"
"""The id of a source that is inferred begins so, and that of no article does."""


@dataclass(frozen=True, slots=True)
class Article:
    """One published text, as the reader returns it.

    Attributes:
        id: unique in its corpus.
        text: the body; passages are character offsets into it.
        title: the headline, or "".
        published: ISO 8601 to the precision the article gives ("2025-03-12", or with time and zone), or None.
        outlet: who published it, or None.
        author: the byline, or None.
        url: where it stood, or None.
        path: the file it was read from, or None.
        record: the record it was read from, with all its fields, where `read` was asked to keep it.
    """

    id: ArticleId
    text: str
    title: str = ""
    published: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    path: Path | None = None
    record: Mapping[str, object] | None = field(default=None, compare=False, repr=False)


class Texts(Mapping[ArticleId, str]):
    """The texts of some articles by id, read when they are asked for."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.id: article for article in articles}

    def __getitem__(self, article_id: ArticleId) -> str:
        return self._articles[article_id].text

    def __iter__(self) -> Iterator[ArticleId]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)

    def read_from(self) -> set[Path]:
        """Return the files that the articles were read from."""
        return {article.path for article in self._articles.values() if article.path}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or record that is no article, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Corpus:
    """Articles in the order of their ids, and what was passed over.

    Iterating yields the articles. Ids are unique; equal input gives equal order.
    """

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...] = ()

    def __iter__(self) -> Iterator[Article]:
        return iter(self.articles)

    def __len__(self) -> int:
        return len(self.articles)


@dataclass(frozen=True, slots=True)
class Scheme:
    """What makes two signatures comparable.

    Attributes:
        family: datasketch's name for the permutations.
        hash: the hash of one shingle's UTF-8 bytes.
        seed: of the permutations.
        num_perm: columns of a signature.
        shingle_size: words in a shingle.
        normalizer: version of the word splitting.
    """

    family: str = "affine32"
    hash: str = "xxh64 & 0xFFFFFFFF"
    seed: int = 1
    num_perm: int = 128
    shingle_size: int = 3
    normalizer: int = 1

    def require(self, other: Scheme) -> None:
        """Raise SchemeMismatchError unless both are the same."""
        if self != other:
            raise SchemeMismatchError(
                f"signatures of different schemes cannot be compared: {self} and {other}; sign both texts anew"
            )


class Kind(StrEnum):
    """How a text was made from its source."""

    COPY = "copy"
    UPDATE = "update"
    EXCERPT = "excerpt"
    SUMMARY = "summary"
    REWRITE = "rewrite"


class Direction(StrEnum):
    """Whether it is known which of two related texts came first."""

    KNOWN = "known"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Passage:
    """Matching stretches of two texts, half-open character offsets."""

    derived_start: int
    derived_end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason for a derivation.

    Attributes:
        signal: a short stable name ("shared wording", "publication dates", ...).
        says: a sentence for a reader.
        weight: log-odds it adds, to the confidence ("shared wording", "time between", "other facts") or to the
            direction; negative speaks against, and 0 is not part of the sum: it cites what another ground weighs.
    """

    signal: str
    says: str
    weight: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Share of each text's words (0 to 1) that aligned passages cover."""

    derived: float
    source: float


@dataclass(frozen=True, slots=True)
class Derivation:
    """The claim that one article came from another.

    Attributes:
        derived: id of the later text; with an unknown direction the likelier of the two.
        source: id of the earlier text.
        kind: how it was made.
        confidence: probability that the two are so related.
        direction: whether the way round is known.
        direction_confidence: probability that this way round is right.
        coverage: share of the words covered by passages.
        grounds: the reasons, strongest first.
        passages: aligned stretches, in the order of the derived text.
    """

    derived: ArticleId
    source: ArticleId
    kind: Kind
    confidence: float
    direction: Direction
    direction_confidence: float
    coverage: Coverage
    grounds: tuple[Ground, ...]
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two texts have to do with each other.

    Attributes:
        kind: how the one was made from the other, or None where they look independent.
        confidence: probability that they are related.
        direction: whether it is known which came first; of independent texts it is not, and no ground speaks of it.
        direction_confidence: probability of the likelier way round; 0.5 of independent texts.
        reversed: True where the likelier way round is that the text given as the source derives from the other.
        jaccard: of the two texts' word shingles, exact; page furniture is in none of the shares.
        containment: share of the derived text's word shingles that the source has.
        coverage: share of the words that passages cover, of the texts as given.
        grounds: the reasons, strongest first, told for the likelier way round.
        passages: aligned stretches; `source_...` is the text given as the source, whatever the direction found.
    """

    kind: Kind | None
    confidence: float
    direction: Direction
    direction_confidence: float
    reversed: bool
    jaccard: float
    containment: float
    coverage: Coverage
    grounds: tuple[Ground, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An article as the graph knows it: everything but the text.

    Attributes:
        observed: False for a source that is inferred and not in the corpus.
        words: length of the text without the site's own words; 0 when not observed.
    """

    id: ArticleId
    title: str
    published: str | None
    outlet: str | None
    author: str | None
    url: str | None
    words: int
    observed: bool = True


@dataclass(frozen=True, slots=True)
class Family:
    """Articles joined by derivations, and those of them that derive from none."""

    articles: tuple[ArticleId, ...]
    origins: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Pairs of articles that were measured and have something to do with each other, derived or not.

    Attributes:
        pairs: int32 (m, 2), places among the observed articles in the order of their ids, i < j.
        probability: float64 (m,), that the two are related.
    """

    pairs: NDArray[np.int32]
    probability: NDArray[np.float64]


@dataclass(frozen=True)
class DerivationGraph:
    """What came from what. Views (families, origins) are computed from the edges, never stored.

    Attributes:
        articles: every article scanned and every unobserved source, by id.
        derivations: the edges, by derived id, then source id.
        skipped: what could not be read.
        settings: what it was made with, for the record.
        scheme: of the signatures.
        version: of the library.
        limits: how many candidates there were and what was capped in finding them.
        texts: id -> text, where the graph was made in this process; a graph read from a file has none.
        measured: the pairs that were measured, likewise.
    """

    articles: tuple[Node, ...]
    derivations: tuple[Derivation, ...]
    skipped: tuple[Skipped, ...] = ()
    settings: dict[str, object] = field(default_factory=dict)
    scheme: Scheme = field(default_factory=Scheme)
    version: str = ""
    limits: dict[str, int] = field(default_factory=dict)
    texts: Mapping[ArticleId, str] = field(default_factory=dict, repr=False, compare=False)
    measured: Measured | None = field(default=None, repr=False, compare=False)

    def article(self, article_id: str) -> Node:
        """Return the article of that id; UnknownArticleError where there is none."""
        try:
            return self._by_id[article_id]
        except KeyError:
            raise UnknownArticleError(f"no article {article_id!r} in this graph of {len(self.articles)}") from None

    def sources_of(self, article_id: str) -> tuple[Derivation, ...]:
        """Return the derivations whose derived text is this article."""
        self.article(article_id)
        return tuple(self._by_derived.get(article_id, ()))

    def derived_from(self, article_id: str) -> tuple[Derivation, ...]:
        """Return the derivations whose source is this article."""
        self.article(article_id)
        return tuple(self._by_source.get(article_id, ()))

    @cached_property
    def _by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.articles}

    @cached_property
    def _by_derived(self) -> dict[str, list[Derivation]]:
        return _grouped(self.derivations, lambda edge: edge.derived)

    @cached_property
    def _by_source(self) -> dict[str, list[Derivation]]:
        return _grouped(self.derivations, lambda edge: edge.source)

    def origins(self) -> tuple[ArticleId, ...]:
        """Return the articles that derive from none, observed or not, in id order.

        Of two articles related in an unknown direction, the likelier source counts.
        """
        derived = {edge.derived for edge in self.derivations}
        return tuple(node.id for node in self.articles if node.id not in derived)

    def families(self) -> tuple[Family, ...]:
        """Return groups of two or more joined articles, largest first, then by first id."""
        return families_of((edge.derived, edge.source) for edge in self.derivations)

    def to_networkx(self) -> nx.DiGraph[str]:
        """Return a networkx graph whose arrows point from the derived article to its source, as in W3C PROV.

        Nodes have the attributes of `Node`, but for those that are None: most formats that networkx writes know none.
        """
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        for node in self.articles:
            attributes: dict[str, Any] = {
                name: value
                for name in ("title", "published", "outlet", "author", "url", "words", "observed")
                if (value := getattr(node, name)) is not None
            }
            graph.add_node(node.id, **attributes)
        for edge in self.derivations:
            graph.add_edge(
                edge.derived,
                edge.source,
                kind=str(edge.kind),
                confidence=edge.confidence,
                direction=str(edge.direction),
                direction_confidence=edge.direction_confidence,
            )
        return graph

    def write(self, path: str | Path) -> None:
        """Write the graph in the format that the path's ending names; see `minhash_news.export`."""
        from minhash_news.export import write

        write(self, Path(path))


def _grouped(derivations: Iterable[Derivation], end: Callable[[Derivation], ArticleId]) -> dict[str, list[Derivation]]:
    """Return the derivations by the article at one end, each group in their order."""
    found: dict[str, list[Derivation]] = {}
    for edge in derivations:
        found.setdefault(end(edge), []).append(edge)
    return found


def families_of(edges: Iterable[tuple[ArticleId, ArticleId]]) -> tuple[Family, ...]:
    """Return the groups that edges, (derived, source), join: largest first, then by first id."""
    neighbours: dict[ArticleId, set[ArticleId]] = {}
    derived_ones = set()
    for derived, source in edges:
        neighbours.setdefault(derived, set()).add(source)
        neighbours.setdefault(source, set()).add(derived)
        derived_ones.add(derived)
    seen: set[ArticleId] = set()
    found = []
    for start in sorted(neighbours):
        if start in seen:
            continue
        members, ahead = {start}, [start]
        while ahead:
            for other in neighbours[ahead.pop()] - members:
                members.add(other)
                ahead.append(other)
        seen |= members
        ordered = tuple(sorted(members))
        found.append(Family(ordered, tuple(a for a in ordered if a not in derived_ones)))
    return tuple(sorted(found, key=lambda family: (-len(family.articles), family.articles)))


def house(outlet: str | None) -> str:
    """Return an outlet's name for comparison: case folded, without "the"; "" where there is none.

    The articles of other languages stay: La Tribune is not The Tribune, nor is LA Times The Times.
    """
    return (outlet or "").strip().casefold().removeprefix("the ").lstrip()


def same_outlet(first: Article, second: Article) -> bool | None:
    """Tell whether two articles are of one outlet; None where an outlet is not known."""
    return house(first.outlet) == house(second.outlet) if first.outlet and second.outlet else None
