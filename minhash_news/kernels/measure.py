"""Measures of one pair of texts, filled in for many pairs at once."""

from __future__ import annotations

from typing import Any

from minhash_news.kernels.align import (
    Scratch,
    content,
    heaviest_rising,
    meet,
    part,
    runs_among,
    scratch,
    sentences_among,
)
from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.index import FLOOR, KINDS, NAME, TRIPLES, Index, Text, text_of
from minhash_news.kernels.sorting import hashes_in_common, in_common
from minhash_news.kernels.words import CAPITAL, NUMBER, QUOTED, SENTENCE_START

MEASURES = (
    # containment: share of the idf weight of A's word n-grams that B has too, and the other way
    "a_words", "b_words", "a_pairs", "b_pairs", "a_triples", "b_triples", "a_fives", "b_fives",
    "a_skips", "b_skips",
    # rare words (idf of at least `Index.rare`): share of their weight
    "a_rare", "b_rare",
    # numbers: share of the distinct ones
    "a_numbers", "b_numbers", "shared_numbers",
    # copied runs, as shares of the text's idf: unquoted and quoted, runs of any length and of eight words and more
    "a_runs", "b_runs", "a_quoted_runs", "b_quoted_runs", "a_long_runs", "b_long_runs",
    "longest_run", "long_run_bits", "run_bits", "quoted_run_bits",
    # sentences: share of the idf of A in sentences half matched by one sentence of B; mean match; in the same order
    "a_sentences", "b_sentences", "a_match", "b_match", "a_order", "b_order",
    # sizes
    "a_bits", "b_bits", "a_length", "b_length", "shared_bits",
    # names: those that one uses and the other has too, and those that the other lacks
    "shared_names", "a_own_names", "b_own_names",
    # 1 where both are of the same words, at least one
    "equal",
    # numbers and names in sentences of which the other has at least half of all else: those it has, those it lacks
    "a_facts", "b_facts", "a_other_facts", "b_other_facts",
)  # fmt: skip
COLUMN = {name: number for number, name in enumerate(MEASURES)}
WIDTH = len(MEASURES)
MIN_BITS = 9.0
"""A copied run carries at least this much idf."""
LONG_RUN = 8
HALF = 0.5
OUTSIZED = 20.0
"""A text so many times as long as another has most of its words by chance:"""
OUTSIZED_RUNS = 0.25
"""only where it also has so much of the other in copied runs can the two be related."""


@compiled
def grams_in_common(index: Index, i: int, j: int, ours: Any, theirs: Any) -> Any:
    """Find the grams that two sets of the index, numbers `i` and `j`, share, as `in_common` does."""
    begins, hashes, at = index.gram_begins, index.gram_hashes, index.mark_begins
    if begins[i + 1] - begins[i] > begins[j + 1] - begins[j]:
        i, j = j, i
        ours, theirs = theirs, ours
    mine, others = hashes[begins[i] : begins[i + 1]], hashes[begins[j] : begins[j + 1]]
    return hashes_in_common(mine, others, index.gram_marks[at[j] : at[j + 1]], index.mark_bits[j], ours, theirs)


@compiled
def gram_measures(index: Index, a: int, b: int, out: Any, room: Scratch) -> int:
    """Fill in the containments of word n-grams and skip-grams; return how many seeds `room` gets."""
    seeds = 0
    for kind in range(KINDS):
        ours, theirs = (room.seeds, room.other_seeds) if kind == TRIPLES else (room.ours, room.theirs)
        i, j = KINDS * a + kind, KINDS * b + kind
        many = grams_in_common(index, i, j, ours, theirs)
        shared = 0.0
        for k in range(many):
            shared += index.gram_weights[index.gram_begins[i] + ours[k]]
        total_a, total_b = index.gram_bits[a, kind], index.gram_bits[b, kind]
        out[2 * kind] = shared / total_a if total_a > 0 else 0.0
        out[2 * kind + 1] = shared / total_b if total_b > 0 else 0.0
        if kind == 0:
            out[35] = shared
        if kind == TRIPLES:
            seeds = many
    return seeds


@compiled
def word_measures(index: Index, a: int, b: int, many: int, idf: Any, out: Any, room: Scratch) -> None:
    """Fill in the containments of rare words and numbers, and the names; `many` words, in `room`, are the same."""
    rare = names = a_names = b_names = 0.0
    for k in range(many):
        i, j = index.word_begins[a] + room.ours[k], index.word_begins[b] + room.theirs[k]
        weight = idf[index.words[i]]
        if weight >= index.rare:
            rare += weight
        a_names += index.named[i]
        b_names += index.named[j]
        names += index.named[i] or index.named[j]
    out[36], out[37], out[38] = names, index.names[a] - a_names, index.names[b] - b_names
    for turn in range(2):
        x, groups = (a, room.ours) if turn == 0 else (b, room.theirs)
        numbers = 0.0
        for k in range(many):
            first = index.word_places[index.words_from[index.word_begins[x] + groups[k]]]
            if index.flags[index.begins[x] + first] & NUMBER:
                numbers += 1
        out[10 + turn] = rare / index.rare_bits[x] if index.rare_bits[x] > 0 else 0.0
        out[12 + turn] = numbers / index.numbers[x] if index.numbers[x] > 0 else 0.0
        out[14] = numbers


@compiled
def run_measures(x: Text, flags: Any, found: int, idf: Any, bits: float, out: Any, turn: int, room: Scratch) -> None:
    """Fill in what the copied runs, `found` of them in `room`, cover of text x."""
    plain = quoted = long = 0.0
    longest = 0
    longest_bits = 0.0
    for r in range(found):
        here = 0.0
        unquoted = 0
        for p in range(room.runs[r, 0], room.runs[r, 0] + room.runs[r, 2]):
            weight = idf[x.ids[p]]
            if flags[p] & QUOTED:
                quoted += weight
            else:
                plain += weight
                here += weight
                unquoted += 1
        if unquoted >= LONG_RUN:
            long += here
        longest = max(longest, unquoted)
        longest_bits = max(longest_bits, here)
    if bits > 0:
        out[15 + turn] = plain / bits
        out[17 + turn] = quoted / bits
        out[19 + turn] = long / bits
    # what both copy from each other is the greater of what is found either way
    out[21] = max(out[21], longest)
    out[22] = max(out[22], longest_bits)
    out[23] = max(out[23], plain)
    out[24] = max(out[24], quoted)


@compiled
def sentence_measures(x: Text, y: Text, found: int, weight: float, out: Any, turn: int, room: Scratch) -> None:
    """Fill in how far the sentences of x have a counterpart in y, and in the same order.

    `room` holds the `found` ones that have; `weight` is the idf of all.
    """
    matched = mean = 0.0
    for k in range(found):
        shared, total = room.shared[k], x.sentence_bits[room.sentences[k]]
        mean += shared
        if shared >= HALF * total:
            matched += total
    rising = heaviest_rising(room.best[:found], room.shared[:found], room.heaviest[: y.sentence_bits.shape[0] + 1])
    out[25 + turn] = matched / weight if weight > 0 else 0.0
    out[27 + turn] = mean / weight if weight > 0 else 0.0
    out[29 + turn] = rising / mean if mean > 0 else 0.0


@compiled
def fact_measures(x: Text, flags: Any, idf: Any, out: Any, turn: int, room: Scratch) -> None:
    """Count the numbers and names in the sentences of x of which y has half of the rest; content words have met."""
    n = x.ids.shape[0]
    p = 0
    while p < n:
        s = x.sentences[p]
        total = met = 0.0
        agreed = other = 0
        while p < n and x.sentences[p] == s:
            weight = idf[x.ids[p]]
            if weight >= FLOOR:
                named = flags[p] & CAPITAL and not flags[p] & SENTENCE_START and weight >= NAME
                if flags[p] & NUMBER or named:
                    agreed += room.met[p] >= 0
                    other += room.met[p] < 0
                else:
                    total += weight
                    met += weight if room.met[p] >= 0 else 0.0
            p += 1
        if met > 0 and met >= HALF * total:
            out[40 + turn] += agreed
            out[42 + turn] += other


@compiled
def flags_of(index: Index, article: int) -> Any:
    """Return the flags of an article's words."""
    return index.flags[index.begins[article] : index.begins[article + 1]]


@compiled
def fill_in_runs(index: Index, a: int, b: int, turn: int, seeds: int, idf: Any, out: Any, room: Scratch) -> None:
    """Fill in what article `a` has of `b` in copied runs, or `b` of `a` where `turn` is 1; `room` has their seeds."""
    ours, theirs = (room.other_seeds, room.seeds) if turn else (room.seeds, room.other_seeds)
    article, other = (b, a) if turn else (a, b)
    x, y = text_of(index, article), text_of(index, other)
    count = meet(ours, theirs, seeds, x.seeds_from, x.seed_places, x.ids.shape[0], room)
    found = runs_among(x, y, count, idf, MIN_BITS, room)
    part(count, room)
    run_measures(x, flags_of(index, article), found, idf, index.bits[article], out, turn, room)


@compiled
def is_outsized(index: Index, a: int, b: int, idf: Any, out: Any, room: Scratch) -> bool:
    """Tell whether one text is so much longer than the other that only copied runs tell, and these do not.

    Of such a pair nothing else is measured: a book has something in common with every article.
    """
    turn = 0 if out[33] < out[34] else 1
    if max(out[33], out[34]) <= OUTSIZED * min(out[33], out[34]):
        return False
    i, j = KINDS * a + TRIPLES, KINDS * b + TRIPLES
    fill_in_runs(index, a, b, turn, grams_in_common(index, i, j, room.seeds, room.other_seeds), idf, out, room)
    return bool(out[15 + turn] < OUTSIZED_RUNS)


@compiled
def are_equal(x: Any, y: Any) -> bool:
    """Tell whether two arrays have something in them, and the same."""
    if x.shape[0] != y.shape[0]:
        return False
    for k in range(x.shape[0]):
        if x[k] != y[k]:
            return False
    return bool(x.shape[0] > 0)


@compiled
def measure_pair(index: Index, a: int, b: int, idf: Any, out: Any, room: Scratch) -> None:
    """Fill in one row of measures, (WIDTH,) float32, for two of the indexed articles."""
    texts = (text_of(index, a), text_of(index, b))
    for turn in range(2):
        article = b if turn else a
        out[31 + turn] = index.bits[article]
        out[33 + turn] = texts[turn].ids.shape[0]
    out[39] = are_equal(texts[0].ids, texts[1].ids)
    if is_outsized(index, a, b, idf, out, room):
        return
    seeds = gram_measures(index, a, b, out, room)
    many = in_common(texts[0].words, texts[1].words, room.ours, room.theirs)
    word_measures(index, a, b, many, idf, out, room)
    many = content(texts[0].words, idf, FLOOR, many, room)
    for turn in range(2):
        x, y = texts[turn], texts[1 - turn]
        article = b if turn else a
        ours, theirs = (room.theirs, room.ours) if turn else (room.ours, room.theirs)
        count = meet(ours, theirs, many, x.words_from, x.word_places, x.ids.shape[0], room)
        found = sentences_among(x, y, count, idf, room)
        fact_measures(x, flags_of(index, article), idf, out, turn, room)
        part(count, room)
        sentence_measures(x, y, found, index.all_sentence_bits[article], out, turn, room)
        fill_in_runs(index, a, b, turn, seeds, idf, out, room)


@compiled
def measure_pairs(pairs: Any, index: Index, idf: Any, out: Any) -> None:
    """Fill in one row of measures for each pair.

    Args:
        pairs: (m, 2) int32, articles of the index.
        index: as `index_articles` makes it.
        idf: (vocabulary,) float32.
        out: (m, WIDTH) float32, all 0; written in place, column by column as MEASURES names them.
    """
    longest = grams = 0
    for a in range(index.begins.shape[0] - 1):
        longest = max(longest, index.begins[a + 1] - index.begins[a])
    for k in range(index.gram_begins.shape[0] - 1):
        grams = max(grams, index.gram_begins[k + 1] - index.gram_begins[k])
    room = scratch(longest, max(longest, grams))
    for r in range(pairs.shape[0]):
        measure_pair(index, pairs[r, 0], pairs[r, 1], idf, out[r], room)
