"""Explain: the evidence for an edge -> sentences that a reader understands."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.derive.credits import credit
from minhash_news.derive.direction import FIXED, SHAPE, STYLED, Evidence
from minhash_news.derive.rewording import most_telling
from minhash_news.derive.style import Manner
from minhash_news.forms import no_form
from minhash_news.kernels.align import copied_runs, shared_words
from minhash_news.kernels.measure import COLUMN, MIN_BITS
from minhash_news.kernels.words import NUMBER
from minhash_news.model import Article, Ground, same_outlet

QUOTE = 90
"""Characters of a text that a ground cites."""
FEW = 3
"""Fewer rare words or numbers in common are not worth a sentence."""
CITED = 5
"""So many of them are cited."""
WEIGHTY = 0.3
"""Evidence on the direction below this many log-odds is not worth a sentence."""
ONE_FORM = 0.9
"""Only facts that make it less probable than this that two texts are more than one form are worth one."""
GROUPS = {
    "what each has of its own": ("length", *SHAPE, "length beyond double"),
    "manner of writing": STYLED,
    **{name: (name,) for name in FIXED},
}


@dataclass(frozen=True)
class Pair:
    """Two articles and what was found about their being related; the one thought to be derived first."""

    derived: Article
    source: Article
    derived_row: int
    source_row: int
    probability: float
    time: float
    """Log-odds, 0 or less, that the time between the two gives for their being related."""
    measures: NDArray[np.float32]
    """(len(MEASURES),) of the two, in the order of their rows."""


@dataclass(frozen=True)
class Edge(Pair):
    """Two related articles and what was found about their direction, too."""

    evidence: Evidence
    manners: tuple[Manner, Manner]
    marginal: float


def grounds(pair: Pair, words: CorpusWords) -> tuple[Ground, ...]:
    """Return the reasons for an edge, strongest first; what is cited to illustrate another stands behind that.

    Of two texts that are no edge nothing is said of the direction.
    """
    against = [*_time_between(pair), *_other_facts(pair)]
    wording = _shared_wording(pair, words, _log_odds(pair.probability) - sum(ground.weight for ground in against))
    direction = _direction(pair, words) if isinstance(pair, Edge) else []
    found = sorted([wording, *against, *direction], key=lambda ground: (-abs(ground.weight), ground.signal))
    behind = found.index(wording) + 1
    return (*found[:behind], *_shared_rarities(pair, words), *found[behind:])


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def _shared_wording(pair: Pair, words: CorpusWords, weight: float) -> Ground:
    starts, ends = words.places(pair.derived_row)
    both = words.text(pair.derived_row), words.text(pair.source_row)
    runs = copied_runs(*both, words.idf, MIN_BITS)
    if not len(runs) and len(starts) and words.are_equal(pair.derived_row, pair.source_row):
        says = "The two are the same, word for word."
    elif not len(runs):
        count = int(np.count_nonzero(words.idf[shared_words(*both)[0]] >= words.rare))
        rare = {0: "nor a rare word", 1: "but 1 rare word"}.get(count, f"but {count} rare words")
        says = f"The two share no run of words, {rare}."
    else:
        begin, _, length = runs[int(np.argmax(runs[:, 2]))]
        start, end = starts[begin], ends[begin + length - 1]
        many = "1 run" if len(runs) == 1 else f"{len(runs)} runs"
        says = (
            f"{int(runs[:, 2].sum())} of {len(starts)} words stand in {many} that the source has too, "
            f"the longest of {length} words: “{_cited(pair.derived.text[start:end])}”."
        )
    return Ground("shared wording", says, round(weight, 2))


def _time_between(pair: Pair) -> list[Ground]:
    if -pair.time < WEIGHTY:
        return []
    dated = f"One is dated {pair.derived.published}, the other {pair.source.published}"
    if same_outlet(pair.derived, pair.source):
        why = "an outlet works on a story for hours, and takes over old background for years"
    else:
        why = "most texts that come from another follow it within days"
    says = f"{dated}; {why}."
    return [Ground("time between", says, round(pair.time, 2))]


def _other_facts(pair: Pair) -> list[Ground]:
    """Say that two texts fill in one form, if the facts in it differ."""
    sides = ([int(pair.measures[COLUMN[side + name]]) for name in ("other_facts", "facts")] for side in ("a_", "b_"))
    differ, agree = min(sides)
    if not differ or (chance := float(no_form(pair.measures[None])[0])) >= ONE_FORM:
        return []
    says = (
        f"The two may fill in one form: of {differ + agree} numbers and names in sentences that are the same but for "
        f"these, {differ} differ."
    )
    without = min(1.0, pair.probability / chance)
    return [Ground("other facts", says, round(_log_odds(pair.probability) - _log_odds(without), 2))]


def _shared_rarities(pair: Pair, words: CorpusWords) -> list[Ground]:
    """Name the rarest words and the numbers that both texts have: they illustrate the wording, which is weighed."""
    starts, ends = words.places(pair.derived_row)
    shared, at = shared_words(words.text(pair.derived_row), words.text(pair.source_row))
    numbers = (words.flags[words.span(pair.derived_row)][at] & NUMBER) > 0
    found = []
    for signal, chosen, noun in (
        ("shared rare words", ~numbers, "rare words"),
        ("shared numbers", numbers, "numbers"),
    ):
        rare = chosen & (words.idf[shared] >= words.rare)
        count = np.count_nonzero(rare)
        if count < FEW:
            continue
        order = np.lexsort((at[rare], -words.idf[shared[rare]]))[:CITED]
        places = np.sort(at[rare][order])
        cited = ", ".join(f"“{pair.derived.text[starts[p] : ends[p]]}”" for p in places)
        among = "among them " if count > CITED else ""
        found.append(Ground(signal, f"They share {count} {noun}, {among}{cited}.", 0.0))
    return found


def _cited(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE else flat[: QUOTE - 1].rstrip() + "…"


def _direction(edge: Edge, words: CorpusWords) -> list[Ground]:
    """Say what speaks for this way round, or against it."""
    by_name: dict[str, float] = {}
    for name, part in edge.evidence.parts.items():
        key = name.removesuffix(", in copies")
        by_name[key] = by_name.get(key, 0.0) + part
    found = []
    for signal, names in GROUPS.items():
        weight = sum(by_name[name] for name in names)
        if abs(weight) >= WEIGHTY:
            found.append(Ground(signal, _sentence(signal, weight, edge, words), round(weight, 2)))
    if edge.evidence.dates:
        earlier = "after" if edge.evidence.dates > 0 else "before"
        says = f"It is dated {edge.derived.published}, {earlier} the source ({edge.source.published})."
        found.append(Ground("publication dates", says, round(edge.evidence.dates, 2)))
    third = _log_odds(edge.marginal) - edge.evidence.total
    if abs(third) >= WEIGHTY:
        speaks = "fits" if third > 0 else "fits badly"
        says = f"This way round {speaks} with how the other relatives of the two hang together."
        found.append(Ground("third texts", says, round(third, 2)))
    return found


def _sentence(signal: str, weight: float, edge: Edge, words: CorpusWords) -> str:
    if signal == "credit":
        named = credit(edge.derived, edge.source)
        return (
            f"It names “{named}”, the source's outlet, agency or author."
            if named
            else "The source names this article's outlet, agency or author."
        )
    if signal == "update note":
        derived, source = (manner.update_note for manner in edge.manners)
        says = f"{'It' if derived else 'The source'} calls itself an update: “{_cited(derived or source)}”"
        return f"{says}; who takes an updated text drops such a note." if bool(derived) == (weight < 0) else f"{says}."
    if signal == "words put in":
        return _words_put_in(weight, edge, words)
    if signal == "manner of writing":
        return (
            "Its manner (quotations, sentences, verbs of speech, lists) is that of a retold text beside the source's."
            if weight > 0
            else "Its manner of writing looks more like an original's than the source's does."
        )
    return (
        "What each text has of its own, and where, fits a text made from the source."
        if weight > 0
        else "What each text has of its own would rather fit the other way round."
    )


def _words_put_in(weight: float, edge: Edge, words: CorpusWords) -> str:
    """Cite the words that speak most for what is said, and do stand in the texts."""
    rows = edge.derived_row, edge.source_row
    reworded, other = rows if weight > 0 else rows[::-1]
    texts = {edge.derived_row: edge.derived.text, edge.source_row: edge.source.text}
    put_in, given_up = (
        [f"“{texts[row][begin:end]}”" for begin, end in most_telling(words, row, beside, sign)[:CITED]]
        for row, beside, sign in ((reworded, other, 1), (other, reworded, -1))
    )
    it, the_other = ("It", "the source") if weight > 0 else ("The source", "it")
    says = f"{it} has words that are put in when a text is told anew"
    says += f": {', '.join(put_in)}" if put_in else ""
    return f"{says}; {the_other} has such as are given up: {', '.join(given_up)}." if given_up else f"{says}."
