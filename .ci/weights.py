"""Show: the fitted models in minhash_news/data -> tables, each feature with a sentence on what it means."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "minhash_news" / "data"
IN_COPIES = ", in copies"
ONE_SIDED = 0.5
"""A feature speaks for one side if its steps that way outweigh the others by this share of all."""
MOST_TELLING = 20
"""So many words of either side are shown."""

SHARES = {
    "words": "idf of its different words that the other text has too",
    "pairs": "idf of its word pairs that the other text has too",
    "triples": "idf of its word triples that the other text has too",
    "fives": "idf of its runs of five words that the other text has too",
    "skips": "idf of its pairs of content words with a few words between them that the other text has too",
    "rare": "idf of its rare words that the other text has too",
    "numbers": "its different numbers that the other text has too, as if it had one more, which the other lacks",
    "runs": "its idf in copied runs of three words and more, outside quotation marks",
    "quoted_runs": "its idf in copied runs inside quotation marks, which independent reporters share",
    "long_runs": "its idf in copied runs of eight words and more, outside quotation marks",
    "sentences": "its idf in sentences of which one sentence of the other text has at least half",
    "match": "its idf that the best-matching sentences of the other text have",
    "order": "that matched idf which stands in the same order in both texts",
}
"""Shares of one text: "Share of <this>"."""

RELATED = {
    "log of long_run_bits": "Idf of the copied run with most of it, as a logarithm.",
    "log of run_bits": "Idf of all copied runs outside quotation marks, as a logarithm.",
    "log of longest_run": "Words of the longest copied run outside quotation marks, as a logarithm.",
    "log of shared_bits": "Idf of all words that both texts have, as a logarithm.",
    "log of shared_numbers": "How many different numbers both have, as a logarithm.",
    "log of quoted_run_bits": "Idf of copied runs inside quotation marks, as a logarithm.",
    "log of shared names to own": "Names that both have, as against those of its own that the text with fewer has.",
    "log of the lengths' ratio": "How unequal the lengths are: 0 for equal ones, negative otherwise.",
    "log of the shorter length": "Idf of the shorter text; a long text shares more with anything.",
}
FORMULAIC = {
    "facts of both": "Facts of one text in such sentences that the other has too: of the text with more of them.",
    "facts of one": "Facts of one text in such sentences that the other lacks: of the text with fewer of them.",
    "lesser share of facts": "Share of such facts that the other text has too: of the text that has less.",
    "greater share of facts": "The same of the other text.",
    "greater share of numbers": "Share of its different numbers that the other has too, of the text that has more.",
    "log of shared names": "How many names both have, as a logarithm.",
    "log of own names": "How many names the other lacks, of the text with fewer of them, as a logarithm.",
    "greater share of long runs": "Idf in copied runs of eight words and more, of the text that has more.",
    "greater share of fives": "Idf of its runs of five words that the other has too, of the text that has more.",
    "greater share of match": "Idf that the best-matching sentences of the other have, of the text that has more.",
}
DIRECTION = {
    "quoted words": "Share of words inside quotation marks.",
    "numbers": "Share of words that are numbers.",
    "names": "Share of words with a capital inside a sentence.",
    "rarity": "How rare its words are on average.",
    "sentence length": "Words in a sentence, as a logarithm.",
    "paragraph length": "Words in a paragraph, as a logarithm.",
    "word length": "Letters in a word.",
    "distinct words": "Different words, set off against the length.",
    "list marks": "Marks of a text cut up for skimming: key points, bullets, questions and answers.",
    "speech verbs": "Words such as “said” in a hundred.",
    "commas": "Commas for a word.",
    "dashes and brackets": "Dashes and brackets for a word.",
    "commas in a sentence": "Commas for a sentence.",
    "paragraph spread": "How unequal its paragraphs are: the deviation of the logarithms of their words.",
    "days": "Words such as “Tuesday” or “yesterday” in a hundred.",
    "hearsay": "Words such as “reportedly” or “according” in a hundred.",
    "length": "Words, as a logarithm.",
    "length beyond double": "How far it is beyond twice (or below half) the other's length.",
    "explained": "Share of its idf that the other text explains.",
    "explained in the first third": "The same for its first third: copies are cut and added to at the end.",
    "explained in the middle": "The same for its middle third.",
    "explained in the last third": "The same for its last third.",
    "sentences of its own": "Share of its sentences that the other text hardly explains.",
    "sentences taken whole": "Share of its sentences that the other text explains nearly whole.",
    "quotations of its own": "Share of its quoted words that the other text lacks.",
    "numbers of its own": "Share of its numbers that the other text lacks.",
    "names of its own": "Share of its names that the other text lacks.",
    "rarity of its own words": "How rare the words are on average that the other text does not explain.",
    "length of its own words": "Letters in a word of these.",
    "names among its own words": "Share of names among these.",
}
BETWEEN = {
    "only the outer two": "Idf of its {part} that both outer texts have and the middle has not.",
    "the middle and the earlier": "Idf of the {part} that the middle and the earlier text have, and the later has not.",
    "the middle and the later": "Idf of the {part} that the middle and the later text have, and the earlier has not.",
    "all three": "Idf of the {part} that all three have.",
    "only the earlier": "Idf of the {part} that only the earlier text has.",
    "only the later": "Idf of the {part} that only the later text has.",
    "only the middle": "Idf of the {part} that only the middle has.",
    "earlier's own from the later": "Of the earlier text's {part} that the middle lacks, the later's share.",
    "later's own from the earlier": "Of the later text's {part} that the middle lacks, the earlier's share.",
    "earlier's own from the middle": "Of the earlier text's {part} that the later lacks, the middle's share.",
    "later's own from the middle": "Of the later text's {part} that the earlier lacks, the middle's share.",
    "lesser link to the break": "The lesser of what the middle shares with either outer text alone, in {part}, "
    "against what the outer two share alone.",
    "links to the break": "The geometric mean of the two, in {part}, against the same.",
    "length of the earlier": "Idf of the earlier text, as a logarithm.",
    "length of the later": "Idf of the later text, as a logarithm.",
    "length of the middle": "Idf of the middle, as a logarithm.",
    "middle made from the earlier": "Log-odds that the middle was made from the earlier text, not the other way round.",
    "middle made from the later": "Log-odds that the middle was made from the later text, not the other way round.",
    "later made from the earlier": "Log-odds by which the one outer text is called earlier.",
    "related: middle and earlier": "Log-odds that these two are related.",
    "related: middle and later": "Log-odds that these two are related.",
    "related: outer two": "Log-odds that the outer two are related.",
    "others": "How many texts are related to all three, as a logarithm.",
    "others' text, middle against earlier": "How much more of these the middle explains than the earlier text does.",
    "others' text, middle against later": "How much more of these the middle explains than the later text does.",
    "others' source, middle against earlier": "How much more the middle looks like the source of these, in log-odds.",
    "others' source, middle against later": "The same against the later text.",
}


CONTEXT = {
    "by themselves": "Log-odds that the two are related by themselves.",
    "thirds": "How many texts both may be related to, as a logarithm.",
    "best other, lesser": "Log-odds of the best other relation of that text of the two whose best one is less.",
    "best other, greater": "Log-odds of the best other relation of the other text.",
    "by way of a third": "The greatest log-odds, over the thirds, of the lesser of its relations to the two.",
    "least related third": "The least log-odds, over the thirds, of the better of its relations to the two.",
    "contrast, least": "The least contrast in {part}, over the thirds and either of the two.",
    "contrast, mean": "The lesser contrast in {part} with either of the two, on average over the thirds.",
    "contrast, least of the greater": "The greater contrast in {part} with either of the two, least over the thirds.",
    "contrast, with the least related": "The lesser contrast in {part} with the least related third.",
}


def sentence(name: str) -> str:
    """Return what a feature says.

    Raises:
        LookupError: the feature has no sentence.
    """
    said = (RELATED | FORMULAIC | DIRECTION).get(name) or _share(name) or _of_three(name)
    if not said:
        raise LookupError(f"the feature {name!r} has no sentence; write one in .ci/weights.py")
    return said


def _share(name: str) -> str:
    found = re.fullmatch(r"(root of )?(shorter|longer) (\w+)", name)
    if not found or found[3] not in SHARES:
        return ""
    share = f"hare of the {found[2]} text: {SHARES[found[3]]}."
    return f"Square root of the s{share}" if found[1] else f"S{share}"


def _of_three(name: str) -> str:
    plain = re.sub(r", (words|pairs)$", "", name)
    part = "pairs of neighbouring words" if name.endswith(", pairs") else "words"
    return (BETWEEN | CONTEXT).get(plain, "").format(part=part)


def related() -> str:
    """Return the weights of the linear model and how far each feature moves the trees, the strongest together first."""
    entry = _read("related")
    features, names = entry["features"], list(entry["features"])
    moves = dict.fromkeys(names, 0.0)
    for tree in entry["trees"]:
        for feature, move, _ in steps(tree):
            moves[names[feature]] += move
    lines = ["| feature | weight | moves | one scale is | what it measures |", "| --- | --- | --- | --- | --- |"]
    for name in sorted(names, key=lambda name: (-abs(features[name]["weight"]) - moves[name], name)):
        row = features[name]
        figures = f"{row['weight']:+.2f} | {moves[name]:.2f} | {row['scale']:.3g}"
        lines.append(f"| {name} | {figures} | {sentence(name)} |")
    start, *trees = entry["trees"]
    return "\n".join(lines) + f"\n\nIntercept: {entry['intercept']:+.2f}. {len(trees)} trees from {start[0][0]:+.2f}."


def direction() -> str:
    """Return how much each feature moves the boosted trees, the strongest first."""
    entry = _read("direction")
    names = entry["features"]
    moves, net = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    for tree in entry["trees"]:
        for feature, move, tilt in steps(tree):
            moves[names[feature]] += move
            net[names[feature]] += tilt
    plain = [name for name in names if not name.endswith(IN_COPIES)]

    def of(values: dict[str, float], name: str) -> float:
        return values[name] + values.get(name + IN_COPIES, 0.0)

    lines = [
        "| feature | moves | in copies | more of it speaks for | what it measures |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name in sorted(plain, key=lambda name: (-of(moves, name), name)):
        tilt = of(net, name) / of(moves, name) if of(moves, name) else 0.0
        speaks = "either" if abs(tilt) < ONE_SIDED else "derived" if tilt > 0 else "source"
        copies = f"{moves[name + IN_COPIES]:.2f}" if name + IN_COPIES in moves else ""
        lines.append(f"| {name} | {moves[name]:.2f} | {copies} | {speaks} | {sentence(name)} |")
    return "\n".join(lines) + f"\n\n{len(entry['trees'])} trees."


def rewording() -> str:
    """Return the words that weigh most, of those put in and of those given up, and how many there are in all."""
    words = list(_read("rewording")["words"].items())
    lines = ["| put in | weight | given up | weight |", "| --- | --- | --- | --- |"]
    for (put_in, more), (given_up, less) in zip(words[:MOST_TELLING], words[: -MOST_TELLING - 1 : -1], strict=True):
        lines.append(f"| {put_in} | {more:+.2f} | {given_up} | {less:+.2f} |")
    return "\n".join(lines) + f"\n\n{len(words):,} words."


def formulaic() -> str:
    """Return how much each feature moves the trees that tell a derived text from a form filled in, strongest first."""
    return _of_trees("formulaic")


def context() -> str:
    """Return how much each feature moves the trees that tell who is related beside others, the strongest first."""
    return _of_trees("context")


def between() -> str:
    """Return how much each feature moves the trees that tell who stands between whom, the strongest first."""
    return _of_trees("between")


def _of_trees(model: str) -> str:
    entry = _read(model)
    names = entry["features"]
    moves, net = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    start, *trees = entry["trees"]
    for tree in trees:
        for feature, move, tilt in steps(tree):
            moves[names[feature]] += move
            net[names[feature]] += tilt
    lines = ["| feature | moves | more of it speaks | what it measures |", "| --- | --- | --- | --- |"]
    for name in sorted(names, key=lambda name: (-moves[name], name)):
        tilt = net[name] / moves[name] if moves[name] else 0.0
        speaks = "either way" if abs(tilt) < ONE_SIDED else "for it" if tilt > 0 else "against it"
        lines.append(f"| {name} | {moves[name]:.2f} | {speaks} | {sentence(name)} |")
    return "\n".join(lines) + f"\n\n{len(trees)} trees from {start[0][0]:+.2f}."


def steps(tree: list[list[float]]) -> Iterator[tuple[int, float, float]]:
    """Yield for each question of a tree: the feature, how far its answer moves the score, and towards which side.

    Both are averages over the texts it was fitted on. How many of them reach a node is not in the file, but follows
    from its value, which is the mean of its two branches' values.
    """
    reach = {0: 1.0}
    for place, node in enumerate(tree):
        if len(node) == 1:
            continue
        feature, _, below, above, value = node
        low, high = tree[int(below)][-1], tree[int(above)][-1]
        share = min(1.0, max(0.0, (value - high) / (low - high))) if low != high else 0.5
        reach[int(below)], reach[int(above)] = reach[place] * share, reach[place] * (1 - share)
        move = reach[place] * (share * abs(low - value) + (1 - share) * abs(high - value))
        yield int(feature), move, math.copysign(move, high - low)


def provenance() -> str:
    """Say which corpora the models were fitted on."""
    models = "related", "formulaic", "context", "direction", "rewording", "between"
    return "\n".join(f"- `{name}.json`: {_read(name)['provenance']}" for name in models)


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return loaded
