"""Fit the small models in minhash_news/data on articles with known history.

    python benchmarks/fit.py ../shared/eval

related    derived pairs (parent or older ancestor) against independent pairs, among the candidates of each case, as
           they are by themselves and as they are among the stories of the haystack, and against stories of the
           haystack that are candidates though weeks lie between them
formulaic  of pairs that look related by themselves, derived ones against two texts of `forms` that fill in one form, by
           their numbers and names; also on the dated updates of the haystack
context    the pairs of `related` beside what both share with third texts; how likely they are by themselves is told
           there by models that did not see the family
direction  which of two related texts came first, on differences between them; no intercept, so that swapping the two
           turns the sign; also on the dated updates of the haystack
rewording  which words are put in, and which are given up, when a text is told anew: of the words that one of the two
           texts of an edge has and the other lacks
between    which of three related texts stands between the other two, on what they share, the cases in both ways as
           for `related`; the direction and the rewording are told there by models that did not see the family
Cases weigh alike whatever their size. `--without NAME` leaves a case out, to see how the rest does on it. `--check`
writes nothing and says which file is not, byte for byte, what would be written.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import sklearn
import xxhash
from scipy.optimize import minimize
from sklearn.ensemble import HistGradientBoostingClassifier

from minhash_news import context, fitted
from minhash_news.anchors import anchored_pairs
from minhash_news.arrays import Comparisons, CorpusWords, Relations
from minhash_news.context import FEATURES as CONTEXT
from minhash_news.context import in_context
from minhash_news.derive import direction, style
from minhash_news.derive.between import FEATURES as BETWEEN
from minhash_news.derive.between import Between
from minhash_news.derive.families import MeasuredPairs
from minhash_news.derive.rewording import FEW_WORDS, own_words
from minhash_news.derive.skeleton import copies_and_pairs
from minhash_news.fitted import probability
from minhash_news.forms import FACTS, facts
from minhash_news.model import Article, ArticleId, same_outlet
from minhash_news.pipeline import ANCHORED, LOOKED_AT, split, visible_words
from minhash_news.reading import read
from minhash_news.relate import COLUMN, beyond_reports, relate
from minhash_news.relate import FEATURES as RELATED
from minhash_news.relate import features as related_features
from minhash_news.settings import Settings
from minhash_news.timing import apart, spans
from minhash_news.verify import verify

from cases import FORMS, OURS
from scoring import read_truth

CASES = ("families-dev", "rewrites-dev", "versions-dev", "independent-dev", "clough-stevenson")
FAR_APART = 14
"""Stories of one beat so many days apart are independent, as long as no run of words is as long as RECYCLED."""
RECYCLED = 16
"""Agencies take over whole sentences of background from older stories: neither derived nor independent."""
BEAT_WEIGHT = 1.0
"""What the stories far apart weigh beside a case of as many pairs, of which each stands in the table twice."""
MISSED_COSTS = 1.2
"""A derived pair that is missed costs so many times what an independent pair does that is joined."""
SURELY_FOR = ("by themselves", "contrast, least,", "contrast, with the least")
"""What of a pair beside others never speaks against it; so the names begin."""
EITHER_WAY, OF_ITS_OWN = ("runs", "fives", "match"), ("of one", "own names")
"""Among the facts, what may speak for and against two texts, and what never speaks for them; so the names end."""
TAKEN_FOR_A_FORM = 2.0
"""A derived pair that is taken for one form filled in twice costs so many times what the contrary does. Among 20,000
stories it parts 9 of 194 pairs read as one story and 20 of 122 read as others; at 1.0 it would part 18 and 21."""
NEWSROOMS = ("families-dev", "invented", "more_invented", "languages", "briefings", "full_length")
"""The cases of the kind of text that the product is for"""
NEWS_WEIGHT = 2.0
"""weigh so many times as much as the others."""
NOT_RELATED = ("more_invented", "languages", "short_copies", "retold", "full_length", "forms")
"""The cases that what is related is not fitted on. With more families of language models it finds more of what these
tell anew; but their independent reports share less than those of real newsrooms, and more of those were joined. Those
of `briefings` quote one briefing at length. What fills in one form is told from the facts in it: with `forms` here,
columns that quote lose a fifth of their edges."""
NOT_CONTEXT = ("forms",)
"""The cases that what is related beside others is not fitted on: who else fills in a form says nothing of two that do,
and with them a text retold stood out less among reports."""
NOT_DIRECTION = ("forms",)
"""The cases that the direction is not fitted on. With them .01 to .02 fewer of the encyclopedia's and of the rewriters'
edges point the right way held out."""
NOT_REWORDING = ("versions-dev", "clough-stevenson", "short_copies", "takes", "forms")
"""The cases that the words put in are not fitted on: there texts are carried on, simplified or copied by hand, and not
told anew. With teachers' simplifications, which choose the plainer word, .1 to .2 fewer of the edges of a collection of
rewrites that was left out point the right way by the words alone."""
IN_FAMILIES = 12
"""A word that is put in or given up in fewer families is not weighed: a name, or of one event."""
SEEN = 30.0
"""The words of one side of an edge are seen so many times, all together;"""
PRIOR = 1.0
"""and each word is taken to be put in, and given up, so many times beforehand."""
NOT_BETWEEN = ("briefs", "columns", "forms")
"""The cases that what stands between is not fitted on. With them fewer sources of `rewrites-dev` are found held out,
and no more of their own."""
COLLECTIONS = ("rewrites-dev", "versions-dev", "independent-dev")
"""The cases that are collections put together: the number behind a family's name left out, it is its collection's."""
ASKED = 0.3
"""Share of the features that a node of a tree may choose from: so that no tree hangs on the same few."""
FORESTS = 3
"""All but what is related by itself is told by the mean of so many forests grown from other seeds: log loss of
the direction on presse .120 -> .107, on fifteen families then held back .110 -> .104; of what stands between
.176 -> .174."""
BUSHY, BUSHIER = ({"max_leaf_nodes": leaves, "l2_regularization": 1.0} for leaves in (31, 63))
"""The shape of the trees for the direction, and of those for what stands between: with 63 leaves, held out, .03 more of
the direct sources of `retold` are found and .02 more of those of `rewrites-dev`, as many elsewhere."""
FOLDS = 3
"""Families are dealt into so many parts by a hash of their names."""
STORIES = "haystack-dev.jsonl.gz"
UPDATES = "haystack-dev-updates.json"
NEEDS = (*CASES, STORIES, UPDATES)
"""What of the evaluation folder is fitted on."""
FITTED_WITH = f"scikit-learn {sklearn.__version__}"
"""Another version may grow other trees from the same texts."""
Tree = list[list[float]]
"""A tree as it stands in the file: its nodes, as `minhash_news.fitted.trees` reads them."""
TARGET = Path(__file__).parent.parent / "minhash_news" / "data"


PairRow = tuple[np.ndarray, int, str]
"""Features of a pair that is surely derived or surely independent, whether it is derived, and what it weighs with."""


@dataclass
class Case:
    """A corpus with its history: words, and each article's parents by row."""

    name: str
    articles: list[Article]
    words: CorpusWords
    parents: list[list[int]]

    @cached_property
    def compared(self) -> Comparisons:
        """The candidate pairs, measured."""
        return verify(self.words, anchored_pairs(self.words, min_shared=ANCHORED).pairs, workers=2)

    def relations(self) -> Relations:
        """Return what a scan finds worth another look, by the models in place."""
        return relate(self.compared, min_probability=LOOKED_AT)

    @cached_property
    def _ancestors(self) -> list[set[int]]:
        return [self.ancestors(row) for row in range(len(self.articles))]

    def made_from(self, one: int, other: int) -> bool | None:
        """Tell whether one of two is made from the other; None of siblings, which may share much or nothing."""
        above, beyond = self._ancestors[one], self._ancestors[other]
        if one in beyond or other in above:
            return True
        return None if above & beyond else False

    def told(self, features: np.ndarray, one: int, other: int) -> Iterator[PairRow]:
        """Yield what a pair teaches, if it is surely derived or surely independent."""
        derived = self.made_from(one, other)
        if derived is not None:
            weighs_with = f"{self.name} {derived} {self.family(one) == self.family(other)}"
            yield features, int(derived), weighs_with

    def ancestors(self, row: int) -> set[int]:
        """Return a row with all that it comes from."""
        found, ahead = {row}, [row]
        while ahead:
            for parent in self.parents[ahead.pop()]:
                if parent not in found:
                    found.add(parent)
                    ahead.append(parent)
        return found

    def family(self, row: int) -> str:
        """Return the folder an article stands in, for the weight classes of pairs; a text without one is alone."""
        return f"{self.name}/{self.articles[row].id.partition('/')[0]}"


def family(article: str) -> str:
    """Return the family of an article: its folder, or where all lie in one folder what its name ends with."""
    folder, _, _ = article.rpartition("/")
    return folder or article.rpartition("_")[2]


def fold(article: str) -> int:
    """Return the part an article's family is dealt into."""
    return xxhash.xxh64_intdigest(family(article).encode()) % FOLDS


def prepared(articles: list[Article]) -> CorpusWords:
    """Return the words as a scan sees them."""
    return visible_words(*split(articles, Settings(workers=2)))


def load(folder: Path) -> Case:
    """Read a case and what its truth.json files say."""
    articles = list(read(folder))
    rows = {a.id: row for row, a in enumerate(articles)}
    parents: list[list[int]] = [[] for _ in articles]
    for name, history in read_truth(folder).items():
        parents[rows[ArticleId(name)]] = [rows[ArticleId(parent)] for parent in history.parents]
    return Case(folder.name, articles, prepared(articles), parents)


def folders(evaluation: Path) -> list[Path]:
    """Return the cases that a model is fitted on."""
    return [*(evaluation / name for name in CASES), *OURS]


def but(names: Collection[str], cases: Iterable[Case]) -> list[Case]:
    """Return the cases that have none of these names."""
    return [case for case in cases if case.name not in names]


def load_all(evaluation: Path, without: Collection[str] = ()) -> list[Case]:
    """Read all cases that the models are fitted on."""
    return [load(folder) for folder in folders(evaluation) if folder.name not in without]


def among_stories(cases: Iterable[Case], folder: Path) -> list[Case]:
    """Return the cases with their words weighed as if they stood among the stories of the haystack.

    A word is rarer in a folder of forty articles than among twenty thousand: what tells relatives has to hold in both.
    """
    stories, cases = list(read(folder / STORIES)), list(cases)
    words = prepared([*stories, *itertools.chain.from_iterable(case.articles for case in cases)])
    behind = np.cumsum([len(stories), *(len(case.articles) for case in cases)])
    return [
        replace(case, words=words.of(np.arange(begin, end)))
        for case, (begin, end) in zip(cases, itertools.pairwise(behind.tolist()), strict=True)
    ]


def load_updates(folder: Path) -> Case:
    """Read the silver families of dated updates among the haystack's stories."""
    chains = json.loads((folder / UPDATES).read_text(encoding="utf-8"))
    wanted = {name: n for n, chain in enumerate(chains) for name in chain}
    articles = []
    with gzip.open(folder / STORIES, "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["id"] in wanted:
                name = ArticleId(f"{wanted[entry['id']]}/{entry['id']}")
                articles.append(Article(name, entry["text"], entry["title"], entry["published"]))
    articles.sort(key=lambda a: a.id)
    rows = {a.id.partition("/")[2]: row for row, a in enumerate(articles)}
    parents: list[list[int]] = [[] for _ in articles]
    for chain in chains:
        for before, after in itertools.pairwise(chain):
            parents[rows[after]] = [rows[before]]
    return Case("updates", articles, prepared(articles), parents)


def far_apart(folder: Path) -> np.ndarray:
    """Return the features, (m, len(RELATED)), of stories of one beat that are surely independent."""
    stories = sorted(read(folder / STORIES), key=lambda story: story.id)
    words = prepared(stories)
    found = verify(words, anchored_pairs(words, min_shared=ANCHORED, workers=2).pairs, workers=2)
    published = spans(story.published for story in stories)
    between = apart(published, found.pairs)
    own = found.measures[:, COLUMN["longest_run"]] < RECYCLED
    return related_features(found.measures[(between >= FAR_APART * 86400) & own])


LeftOut = Callable[[Case, int], bool]
"""Whether a model is not to see an article, by its row."""


def none_left_out(_case: Case, _row: int) -> bool:
    """Leave nothing out."""
    return False


def related_rows(case: Case, left_out: LeftOut) -> Iterator[PairRow]:
    """Yield what tells whether each candidate pair is derived."""
    for row, (i, j) in zip(related_features(case.compared.measures), case.compared.pairs.tolist(), strict=True):
        if not left_out(case, i) and not left_out(case, j):
            yield from case.told(row, i, j)


def form_rows(case: Case, left_out: LeftOut) -> Iterator[PairRow]:
    """Yield what tells a derived pair from one form filled in twice, of candidates that look related.

    The one are of any case, the other of one family of `forms`; so what they look is by the models in place.
    """
    found = case.compared
    looks = probability(beyond_reports(found.measures)) >= LOOKED_AT
    for row, (i, j) in zip(facts(found.measures)[looks], found.pairs[looks].tolist(), strict=True):
        one_form = case.name == FORMS.name and case.family(i) == case.family(j)
        if (one_form or case.made_from(i, j)) and not left_out(case, i) and not left_out(case, j):
            yield from case.told(row, i, j)


def fit_formulaic(
    cases: Iterable[Case], related: dict[str, object], left_out: LeftOut = none_left_out
) -> dict[str, object]:
    """Fit derived against filled into one form: facts in common never speak against it, facts of its own never for it.

    `related` is the model of what looks related.
    """
    with models_in_place(as_files("held out", related=related)):
        x, y, weight = weighed((row for case in cases for row in form_rows(case, left_out)), TAKEN_FOR_A_FORM)
    rising = np.array([0 if name.endswith(EITHER_WAY) else -1 if name.endswith(OF_ITS_OWN) else 1 for name in FACTS])
    return {"features": list(FACTS), "trees": boosted(x, y, weight, rising, max_depth=3, l2_regularization=1.0)}


def context_rows(case: Case, wanted: Callable[[int], bool]) -> Iterator[PairRow]:
    """Yield what tells whether each pair in doubt is derived, beside others, by the models in place."""
    relations = case.relations()
    for place, row in zip(*context.features(case.words, relations), strict=True):
        i, j = relations.pairs[place].tolist()
        if wanted(i) and wanted(j):
            yield from case.told(row, i, j)


def weighed(rows: Iterable[PairRow], missed_costs: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return features, labels and weights of pairs; what weighs alike weighs as the root of its number."""
    x, y, group = (np.array(column) for column in zip(*rows, strict=True))
    size = Counter(group)
    weight = np.array([(NEWS_WEIGHT if g.startswith(NEWSROOMS) else 1.0) / size[g] ** 0.5 for g in group])
    weight[y == 1] *= missed_costs
    return x, y, weight


def monotone(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, free: np.ndarray, *, ridge: float
) -> tuple[float, np.ndarray]:
    """Fit a ridge logistic regression whose weights are not negative, but for the free ones (L-BFGS-B)."""
    sign, share = np.where(y == 1, 1.0, -1.0), weight / weight.sum()

    def loss(t: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ t[1:] + t[0])
        slope = -sign * share / (1 + np.exp(np.clip(margin, -40, 40)))
        value = float((np.logaddexp(0, -margin) * share).sum() + ridge * (t[1:] ** 2).sum() / 2)
        return value, np.r_[slope.sum(), x.T @ slope + ridge * t[1:]]

    bounds = [(None, None), *((None, None) if f else (0.0, None) for f in free)]
    best = minimize(
        loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 3000}
    )
    return float(best.x[0]), best.x[1:]


def fit_related(cases: Iterable[Case], of_one_beat: np.ndarray, left_out: LeftOut = none_left_out) -> dict[str, object]:
    """Fit derived against independent: more in common never speaks against it, but for quotations and lengths.

    `cases` stand by themselves and once more `among_stories`; `of_one_beat` is what `far_apart` returns.
    """
    x, y, weight = weighed((row for case in cases for row in related_rows(case, left_out)), MISSED_COSTS)
    beats = len(of_one_beat)
    x, y = np.concatenate([x, of_one_beat]), np.concatenate([y, np.zeros(beats, y.dtype)])
    weight = np.concatenate([weight, np.full(beats, BEAT_WEIGHT / beats**0.5)])
    free = np.array(["quoted" in n or "ratio" in n or n == "log of the shorter length" for n in RELATED])
    centre, scale = x.mean(axis=0), x.std(axis=0) + 1e-6
    bias, weights = monotone((x - centre) / scale, y, weight, free, ridge=1e-3)
    trees = boosted(x, y, weight, np.where(free, 0, 1), max_depth=3, l2_regularization=1.0)
    return as_written(RELATED, centre, scale, weights, bias, trees)


def fit_by_themselves(texts: FittedOn, left_out: LeftOut = none_left_out) -> dict[str, dict[str, object]]:
    """Fit what tells of two texts by themselves whether one is made from the other, by name."""
    related = fit_related(but(NOT_RELATED, texts.in_both), texts.of_one_beat, left_out)
    formulaic = fit_formulaic([*texts.in_both, *texts.updates], related, left_out)
    return {"related": related, "formulaic": formulaic}


def fit_context(texts: FittedOn, left_out: LeftOut = none_left_out) -> dict[str, object]:
    """Fit whether two are related beside what they share with others.

    More of the least contrast over the thirds never speaks against the two; more of the mean may.
    How likely a pair is by itself is taken from models that did not see the family: else that would be trusted more
    than it deserves.
    """
    told: list[PairRow] = []
    for unseen in parts(texts.in_both, left_out):
        with models_in_place(as_files("held out", **fit_by_themselves(texts, either(left_out, unseen)))):
            for case in but(NOT_CONTEXT, texts.in_both):
                told += context_rows(case, partial(unseen, case))
    x, y, weight = weighed(told, missed_costs=1.0)
    rising = np.array([int(name.startswith(SURELY_FOR)) for name in CONTEXT])
    return {
        "features": list(CONTEXT),
        "trees": boosted(x, y, weight, rising, seeds=FORESTS, max_depth=4, l2_regularization=5.0),
    }


def parts(cases: Sequence[Case], left_out: LeftOut) -> list[LeftOut]:
    """Return for each part of the families what tells that an article is of it, and not left out anyway."""

    def of_part(number: int, case: Case, row: int) -> bool:
        return fold(case.articles[row].id) == number and not left_out(case, row)

    found = [partial(of_part, number) for number in range(FOLDS)]
    return [one for one in found if any(one(case, row) for case in cases for row in range(len(case.articles)))]


def either(one: LeftOut, other: LeftOut) -> LeftOut:
    """Leave out what either leaves out."""
    return lambda case, row: one(case, row) or other(case, row)


def boosted(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, rising: np.ndarray, *, seeds: int = 1, **shape: float
) -> list[Tree]:
    """Fit boosted trees whose answer never falls as a feature marked 1 rises, nor rises as one marked -1 does."""
    steady = {"learning_rate": 0.08, "min_samples_leaf": 40}
    return forests(x, y, weight / weight.mean(), seeds=seeds, monotonic_cst=rising, **steady, **shape)


def as_written(
    names: tuple[str, ...],
    centre: np.ndarray,
    scale: np.ndarray,
    weights: np.ndarray,
    bias: float,
    trees: list[Tree],
) -> dict[str, object]:
    """Return the related model as it stands in the file."""
    rows = zip(names, centre, scale, weights, strict=True)
    return {
        "intercept": round(float(bias), 5),
        "features": {
            n: {"centre": round(float(m), 5), "scale": round(float(s), 6), "weight": round(float(w), 5)}
            for n, m, s, w in rows
        },
        "trees": trees,
    }


def sides(case: Case, derived: int, source: int) -> tuple[style.Manner, style.Manner, tuple[np.ndarray, np.ndarray]]:
    """Measure both texts of an edge, the derived one first."""
    manners = tuple(style.manner(case.articles[row], case.words, row) for row in (derived, source))
    profiles = direction.profile(case.words, derived, source), direction.profile(case.words, source, derived)
    return manners[0], manners[1], profiles


def part(case: Case, row: int) -> str:
    """Return the collection an article is from; collections weigh alike."""
    if case.name not in COLLECTIONS:
        return case.name
    collection = case.family(row).partition("/")[2].rstrip("0123456789-")
    return f"{case.name} {collection}"


DirectionRow = tuple[np.ndarray, str, Case, int]
"""Features of an edge, its collection, and the case and row of the derived article."""


def direction_rows(cases: Iterable[Case]) -> Iterator[DirectionRow]:
    """Yield what tells which came first of each article and what it comes from."""
    for case in cases:
        for derived in range(len(case.articles)):
            for source in sorted(case.ancestors(derived) - {derived}):
                mine, theirs, profiles = sides(case, derived, source)
                if case.name == "updates" and max(profiles[0][0], profiles[1][0]) < 0.3:
                    continue  # a column under one slug, not an update
                yield direction.signs(mine, theirs, profiles), part(case, derived), case, derived


def fit_direction(rows: Iterable[DirectionRow], left_out: LeftOut = none_left_out) -> dict[str, object]:
    """Fit which came first; each edge stands in both ways round."""
    seen = [(x, group) for x, group, case, row in rows if not left_out(case, row)]
    size = Counter(group for _, group in seen)
    weight = np.array([NEWS_WEIGHT if g in NEWSROOMS else _worth(size[g]) for _, g in seen])
    table = np.array([x for x, _ in seen])
    both_ways = np.concatenate([table, -table]), np.r_[np.ones(len(table)), np.zeros(len(table))]
    _, *trees = forests(*both_ways, np.r_[weight, weight], learning_rate=0.08, **BUSHY)
    return {"features": list(direction.FEATURES), "trees": trees}


def _worth(edges: int) -> float:
    """Return what each edge of a collection of so many weighs: those of a large one less, but more in all."""
    return min(1.0, (300 / edges) ** 0.7)


@dataclass(frozen=True)
class Replaced:
    """The words, as hashes, that the derived text of an edge has and the source lacks, and the other way round."""

    put_in: np.ndarray
    given_up: np.ndarray
    group: str
    case: Case
    row: int


def replaced_words(cases: Iterable[Case]) -> Iterator[Replaced]:
    """Yield the words that were replaced in each article beside what it comes from, but for what is of one outlet."""
    for case in cases:
        for derived in range(len(case.articles)):
            for source in sorted(case.ancestors(derived) - {derived}):
                if not same_outlet(case.articles[derived], case.articles[source]):
                    own = own_words(case.words, derived, source), own_words(case.words, source, derived)
                    yield Replaced(*own, part(case, derived), case, derived)


def spelled(cases: Iterable[Case]) -> dict[int, str]:
    """Return the words of all texts by their hashes; those that are not hashed as they are written are left out."""
    found: dict[int, str] = {}
    for case in cases:
        for row, article in enumerate(case.articles):
            hashes, (starts, ends) = case.words.hashes(case.words.span(row)), case.words.places(row)
            for at in np.unique(hashes, return_index=True)[1].tolist():
                if (hashed := int(hashes[at])) not in found:
                    word = article.text[starts[at] : ends[at]].lower()
                    if xxhash.xxh64_intdigest(word.encode()) == hashed:
                        found[hashed] = word
    return found


def fit_rewording(
    rows: Iterable[Replaced], spelling: dict[int, str], left_out: LeftOut = none_left_out
) -> dict[str, object]:
    """Fit how much rather a word is put in than given up: the logarithm of how often the one and the other was seen.

    The words of a text count as one half of an edge, however many they are.
    """
    seen = [row for row in rows if not left_out(row.case, row.row)]
    size = Counter(row.group for row in seen)
    counts: tuple[Counter[int], Counter[int]] = Counter(), Counter()
    families: dict[int, set[str]] = {}
    for row in seen:
        name, share = family(row.case.articles[row.row].id), _worth(size[row.group])
        for count, own in zip(counts, (row.put_in.tolist(), row.given_up.tolist()), strict=True):
            worth = SEEN * share / (len(own) + FEW_WORDS)
            for word in own:
                count[word] += worth
                families.setdefault(word, set()).add(name)
    put_in, given_up = counts
    weights = {
        spelling[word]: round(math.log((put_in[word] + PRIOR) / (given_up[word] + PRIOR)), 3)
        for word, of in families.items()
        if len(of) >= IN_FAMILIES and word in spelling
    }
    return {"words": dict(sorted(weights.items(), key=lambda one: (-one[1], one[0])))}


class Tied:
    """Which articles of a case hang together, those of the same words taken for one."""

    def __init__(self, case: Case, equal: Iterable[tuple[int, int]]) -> None:
        same: dict[int, int] = {}
        for first, second in equal:
            same[max(first, second)] = min(first, second)
        self._same = same
        self._neighbours: dict[int, set[int]] = {}
        for article, parents in enumerate(case.parents):
            for parent in parents:
                one, other = same.get(article, article), same.get(parent, parent)
                if one != other:
                    self._neighbours.setdefault(one, set()).add(other)
                    self._neighbours.setdefault(other, set()).add(one)

    def hang_together(self, one: int, other: int, without: int = -1) -> bool:
        """Tell whether there is a way along derivations from one to the other, leaving out a third."""
        start, end, barred = (self._same.get(article, article) for article in (one, other, without))
        found, ahead = {start}, [start]
        while ahead:
            for article in self._neighbours.get(ahead.pop(), set()) - found - {barred}:
                found.add(article)
                ahead.append(article)
        return end in found


def between_rows(case: Case, wanted: Callable[[int], bool]) -> Iterator[tuple[np.ndarray, int, str, str]]:
    """Yield features, label, family and collection of three related articles each, by the models in place.

    Labelled is whether the third stands between the other two. Those two hang together, and are `wanted`.
    """
    least = Settings().min_confidence
    relations = in_context(case.words, case.relations())
    witness = MeasuredPairs(case.articles, case.words, relations, appeared=None).witness
    copies, pairs = copies_and_pairs(relations, witness, min_probability=least)
    tied = Tied(case, (tuple(relations.pairs[row].tolist()) for row in copies))
    asked = Between(case.words, relations, witness, pairs)
    threes = [three for three in asked.threes() if wanted(three[0]) and tied.hang_together(*three[:2])]
    if not threes:
        return
    for (first, second, middle), row in zip(threes, asked.features(threes), strict=True):
        stands = tied.hang_together(first, middle) and not tied.hang_together(first, second, without=middle)
        yield row, int(stands), family(case.articles[first].id), part(case, first)


def fit_between(
    cases: Iterable[Case],
    relating: dict[str, dict[str, object]],
    which_first: Callable[[LeftOut], dict[str, dict[str, object]]],
    left_out: LeftOut = none_left_out,
) -> dict[str, object]:
    """Fit which of three stands between the others; `relating` are the models of what is related, by name.

    The models that `which_first` fits did not see the family whose texts they order, as in `fit_context`.
    """
    cases, told = list(cases), []
    for unseen in parts(cases, left_out):
        with models_in_place(as_files("held out", **relating, **which_first(either(left_out, unseen)))):
            for case in cases:
                told += between_rows(case, partial(unseen, case))
    x, y, of_family, group = (np.array(column) for column in zip(*told, strict=True))
    size = Counter(of_family)
    weight = np.array([size[name] ** -0.5 for name in of_family])
    for name in np.unique(group):
        weight[group == name] *= (NEWS_WEIGHT if name in NEWSROOMS else 1.0) / weight[group == name].sum()
    trees = forests(x, y, weight / weight.mean(), learning_rate=0.06, **BUSHIER)
    return {"features": list(BETWEEN), "trees": trees}


def forests(x: np.ndarray, y: np.ndarray, weight: np.ndarray, *, seeds: int = FORESTS, **shape: object) -> list[Tree]:
    """Return the mean of some forests of a shape; the first tree is a leaf: the score they all start from."""
    trees = []
    for seed in range(seeds):
        model = HistGradientBoostingClassifier(
            **shape, max_iter=200, max_features=ASKED, early_stopping=False, random_state=seed
        )
        model.fit(x, y, sample_weight=weight)
        trees += _trees(model, 1 / seeds)
    return [_start(model), *trees]


@contextmanager
def models_in_place(models: dict[str, str]) -> Iterator[None]:
    """Have other models than the package's in its place; those that are not given are the package's."""
    ours = fitted.MODELS

    def use(folder: Path) -> None:
        fitted.MODELS = folder
        fitted.linear.cache_clear()
        fitted.trees.cache_clear()
        fitted.word_weights.cache_clear()

    with tempfile.TemporaryDirectory() as folder:
        there = {file.name: file.read_text(encoding="utf-8") for file in Path(str(ours)).glob("*.json")}
        write(Path(folder), there | models)
        try:
            use(Path(folder))
            yield
        finally:
            use(ours)


def _start(model: HistGradientBoostingClassifier) -> Tree:
    """Return the score that all trees start from, as a tree of one leaf."""
    return [[round(float(model._baseline_prediction.item()), 5)]]


def _trees(model: HistGradientBoostingClassifier, share: float = 1.0) -> list[Tree]:
    """Return the trees as they stand in the file, each with that share of its say."""
    return [_nodes(tree[0].nodes, share) for tree in model._predictors]


def _nodes(nodes: np.ndarray, share: float) -> Tree:
    """Return a tree as it stands in the file; an inner node's value is the mean of its leaves'."""
    value = share * nodes["value"].astype(float)
    for k in range(len(nodes) - 1, -1, -1):  # children stand behind their parents
        if not nodes["is_leaf"][k]:
            left, right = nodes["left"][k], nodes["right"][k]
            share = nodes["count"][left] / (nodes["count"][left] + nodes["count"][right])
            value[k] = share * value[left] + (1 - share) * value[right]
    return [
        [round(float(v), 5)]
        if n["is_leaf"]
        else [
            int(n["feature_idx"]),
            round(float(n["num_threshold"]), 5),
            int(n["left"]),
            int(n["right"]),
            round(float(v), 5),
        ]
        for n, v in zip(nodes, value, strict=True)
    ]


def as_files(provenance: str, **models: dict[str, object]) -> dict[str, str]:
    """Return models as they stand in their files, by name."""
    head = {"provenance": provenance, "fitted_with": FITTED_WITH}
    return {f"{name}.json": _as_file(head | model) for name, model in models.items()}


def _as_file(model: dict[str, object]) -> str:
    """Return a model as it stands in its file, a tree or a word a line."""
    if "trees" not in model:
        return json.dumps(model, indent=1, ensure_ascii=False) + "\n"
    head = json.dumps({key: value for key, value in model.items() if key != "trees"}, indent=1).removesuffix("\n}")
    lines = ",\n".join(json.dumps(tree) for tree in model["trees"])
    return f'{head},\n "trees": [\n{lines}\n]\n}}\n'


def write(folder: Path, models: dict[str, str]) -> None:
    """Write the models where the package, or whoever tries others, reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in models.items():
        (folder / name).write_text(text, encoding="utf-8")


def differing(folder: Path, models: dict[str, str]) -> list[str]:
    """Return a sentence for each file that is not, byte for byte, the model."""
    there = {name: folder / name for name in models}
    return [
        f"{name} is not what benchmarks/fit.py makes of these texts; fit it anew"
        for name, path in there.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != models[name]
    ]


def incomparable(folder: Path) -> list[str]:
    """Return a sentence for each model there that was fitted with another version of scikit-learn than is here."""
    told = []
    for file in sorted(folder.glob("*.json")):
        fitted_with = json.loads(file.read_text(encoding="utf-8")).get("fitted_with", "an unknown scikit-learn")
        if fitted_with != FITTED_WITH:
            told.append(f"{file.name} cannot be compared: fitted with {fitted_with}, and here is {FITTED_WITH}")
    return told


@dataclass(frozen=True)
class FittedOn:
    """What the models are fitted on.

    Attributes:
        cases: by themselves.
        updates: of the haystack, as one case, or none.
        in_both: the cases by themselves and once more `among_stories`.
        of_one_beat: features, as `far_apart` returns them.
        edges: what tells which of two came first, of cases and updates.
        replaced: the words that were replaced, of cases.
        spelling: the words by their hashes.
    """

    cases: list[Case]
    updates: list[Case]
    in_both: list[Case]
    of_one_beat: np.ndarray
    edges: list[DirectionRow]
    replaced: list[Replaced]
    spelling: dict[int, str]


def fitted_on(evaluation: Path, without: Collection[str] = ()) -> FittedOn:
    """Read and measure all texts that the models are fitted on, but those of some cases."""
    cases = load_all(evaluation, without)
    updates = [load_updates(evaluation)] if "updates" not in without else []
    in_both = [*cases, *among_stories(cases, evaluation)]
    reworded = but(NOT_REWORDING, cases)
    return FittedOn(
        cases,
        updates,
        in_both,
        far_apart(evaluation),
        edges=list(direction_rows([*but(NOT_DIRECTION, cases), *updates])),
        replaced=list(replaced_words(reworded)),
        spelling=spelled(reworded),
    )


def fit_which_first(texts: FittedOn, left_out: LeftOut = none_left_out) -> dict[str, dict[str, object]]:
    """Fit what tells which of two came first, by name."""
    return {
        "direction": fit_direction(texts.edges, left_out),
        "rewording": fit_rewording(texts.replaced, texts.spelling, left_out),
    }


def fit_all(texts: FittedOn, left_out: LeftOut = none_left_out) -> dict[str, dict[str, object]]:
    """Fit all models; return them by name."""
    relating = {**fit_by_themselves(texts, left_out), "context": fit_context(texts, left_out)}
    which_first = partial(fit_which_first, texts)
    between = fit_between(but(NOT_BETWEEN, texts.in_both), relating, which_first, left_out)
    return {**relating, **which_first(left_out), "between": between}


def models_of(evaluation: Path, without: Collection[str] = ()) -> dict[str, str]:
    """Fit the models on all cases but some; return them as they stand in their files."""
    texts = fitted_on(evaluation, without)
    models = fit_all(texts)
    return {
        **as_files(_provenance(but(NOT_RELATED, texts.cases)), related=models["related"]),
        **as_files(_provenance([*texts.cases, *texts.updates]), formulaic=models["formulaic"]),
        **as_files(_provenance(but(NOT_CONTEXT, texts.cases)), context=models["context"]),
        **as_files(_provenance([*but(NOT_DIRECTION, texts.cases), *texts.updates]), direction=models["direction"]),
        **as_files(_provenance(but(NOT_REWORDING, texts.cases), ()), rewording=models["rewording"]),
        **as_files(_provenance(but(NOT_BETWEEN, texts.cases)), between=models["between"]),
    }


def _provenance(cases: Iterable[Case], stories: Iterable[str] = (STORIES,)) -> str:
    return f"fitted by benchmarks/fit.py on: {', '.join([*(case.name for case in cases), *stories])}"


def main() -> None:
    """Fit, then write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--without", action="append", default=[], help="a case to leave out")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    parser.add_argument("--check", action="store_true", help="exit 1 where a file is another, and write none")
    args = parser.parse_args()
    if args.check and (told := incomparable(args.output)):
        sys.exit("\n".join(told))
    models = models_of(args.evaluation, args.without)
    if args.check:
        sys.exit("\n".join(differing(args.output, models)) or None)
    write(args.output, models)
    print(f"wrote {' and '.join(models)}")


if __name__ == "__main__":
    main()
