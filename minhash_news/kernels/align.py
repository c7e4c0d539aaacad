"""What one text takes from another: copied runs, and the sentences that say the same."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.index import SEED, Text
from minhash_news.kernels.sorting import in_common

OCCURRENCES = 24
"""At most so many places of one seed are tried."""


class Scratch(NamedTuple):
    """Room to work in, for texts up to some length; what a function finds in it, it leaves as it was.

    Attributes:
        ours, theirs: (n + 1,) int64, groups of equal words or grams that two texts share.
        seeds, other_seeds: (n + 1,) int64, the same.
        met: (n,) int32, for each place in a text the group that stands there in the other text; all -1.
        places: (n,) int32, the places where that is one.
        runs: (n // SEED + 1, 3) int32.
        stamps: (n,) int64, the last sentence a group was seen in, counted from the first one ever looked at.
        clock: (1,) int64, how many that were.
        scores: (n,) float32; all 0.
        touched: (n,) int32.
        sentences, best: (n,) int32, sentences with a counterpart, and that.
        shared: (n,) float32, what they share with it.
        heaviest: (n + 1,) float32; all 0.
    """

    ours: Any
    theirs: Any
    seeds: Any
    other_seeds: Any
    met: Any
    places: Any
    runs: Any
    stamps: Any
    clock: Any
    scores: Any
    touched: Any
    sentences: Any
    best: Any
    shared: Any
    heaviest: Any


@compiled
def scratch(longest: int, grams: int) -> Scratch:
    """Return room for texts of so many words, and of so many grams of one kind."""
    return Scratch(
        np.empty(grams + 1, np.int64),
        np.empty(grams + 1, np.int64),
        np.empty(longest + 1, np.int64),
        np.empty(longest + 1, np.int64),
        np.full(longest, -1, np.int32),
        np.empty(longest, np.int32),
        np.empty((longest // SEED + 1, 3), np.int32),
        np.full(longest, -1, np.int64),
        np.zeros(1, np.int64),
        np.zeros(longest, np.float32),
        np.empty(longest, np.int32),
        np.empty(longest, np.int32),
        np.empty(longest, np.int32),
        np.empty(longest, np.float32),
        np.zeros(longest + 1, np.float32),
    )


@compiled
def room_for(one: Text, other: Text) -> Scratch:
    """Return room for two texts."""
    longest = max(one.ids.shape[0], other.ids.shape[0])
    return scratch(longest, longest)


@compiled
def meet(groups: Any, others: Any, many: int, begins: Any, places: Any, length: int, room: Scratch) -> int:
    """Note in `room.met` for each place of `groups` which of `others` it meets, and in `room.places` where that is.

    The places, whose number is returned, ascend. `length` is that of the text the groups are of.
    """
    count = 0
    for k in range(many):
        for at in range(begins[groups[k]], begins[groups[k] + 1]):
            room.met[places[at]] = others[k]
            room.places[count] = places[at]
            count += 1
    if count * 16 < length:
        room.places[:count].sort()
        return count
    count = 0
    for place in range(length):
        room.places[count] = place
        count += room.met[place] >= 0
        if count == room.places.shape[0]:
            break
    return count


@compiled
def part(count: int, room: Scratch) -> None:
    """Undo what `meet` noted."""
    for k in range(count):
        room.met[room.places[k]] = -1


@compiled
def runs_among(target: Text, source: Text, count: int, idf: Any, min_bits: float, room: Scratch) -> int:
    """Write to `room.runs` what `copied_runs` returns, and return how many there are; seeds have met."""
    x, y = target.ids, source.ids
    n, m = x.shape[0], y.shape[0]
    found = 0
    free = 0
    ahead = -1
    for at in range(count):
        i = room.places[at]
        if i < free:
            continue
        best, best_at = 0, -1
        begin, end = source.seeds_from[room.met[i]], source.seeds_from[room.met[i] + 1]
        for k in range(begin, min(end, begin + OCCURRENCES)):
            j = source.seed_places[k]
            length = 0
            while i + length < n and j + length < m and x[i + length] == y[j + length]:
                length += 1
            if length > best or (length == best and j == ahead):
                best, best_at = length, j
        bits = 0.0
        for k in range(best):
            bits += idf[x[i + k]]
        if best >= SEED and bits >= min_bits:
            room.runs[found, 0], room.runs[found, 1], room.runs[found, 2] = i, best_at, best
            found += 1
            free = i + best
            ahead = best_at + best
    return found


@compiled
def sentences_among(target: Text, source: Text, count: int, idf: Any, room: Scratch) -> int:
    """Find the counterparts of the target's sentences as `sentence_matches` says; content words have met.

    Writes those that have one to `room.sentences`, `best` and `shared`, and returns how many they are.
    """
    found = 0
    at = 0
    while at < count:
        s = target.sentences[room.places[at]]
        room.clock[0] += 1
        now = room.clock[0]
        touched = 0
        while at < count and target.sentences[room.places[at]] == s:
            place = room.places[at]
            at += 1
            group = room.met[place]
            weight = idf[target.ids[place]]
            if room.stamps[group] == now:
                continue
            room.stamps[group] = now
            last = -1
            for k in range(source.words_from[group], source.words_from[group + 1]):
                t = source.sentences[source.word_places[k]]
                if t != last:
                    last = t
                    if room.scores[t] == 0:
                        room.touched[touched] = t
                        touched += 1
                    room.scores[t] += weight
        best, most = -1, np.float32(0)
        for k in range(touched):
            t = room.touched[k]
            if room.scores[t] > most or (room.scores[t] == most and t < best):
                best, most = t, room.scores[t]
            room.scores[t] = 0
        if best >= 0:
            room.sentences[found], room.best[found], room.shared[found] = s, best, most
            found += 1
    return found


@compiled
def heaviest_rising(values: Any, weights: Any, tree: Any) -> float:
    """Return the greatest weight of a subsequence whose values, from 0 up, never fall.

    Args:
        values: (n,) int32.
        weights: (n,) float32.
        tree: float32, greatest value + 2 or longer, all 0; a tree of prefix maxima (Fenwick 1994).
    """
    top = np.float32(0)
    for k in range(values.shape[0]):
        reach = np.float32(0)
        at = values[k] + 1
        while at > 0:
            reach = max(reach, tree[at])
            at -= at & -at
        reach += weights[k]
        top = max(top, reach)
        at = values[k] + 1
        while at < tree.shape[0]:
            tree[at] = max(tree[at], reach)
            at += at & -at
    for value in values:
        at = value + 1
        while at < tree.shape[0]:
            tree[at] = 0
            at += at & -at
    return float(top)


@compiled
def content(words: Any, idf: Any, floor: float, many: int, room: Scratch) -> int:
    """Keep of the first `many` groups in `room` those whose word, one of `words`, is not below the floor."""
    kept = 0
    for k in range(many):
        room.ours[kept], room.theirs[kept] = room.ours[k], room.theirs[k]
        kept += idf[words[room.ours[k]]] >= floor
    return kept


@compiled
def words_in_common(target: Text, source: Text, idf: Any, floor: float, room: Scratch) -> int:
    """Let the content words of two texts meet, at the target's places, and return at how many."""
    many = in_common(target.words, source.words, room.ours, room.theirs)
    many = content(target.words, idf, floor, many, room)
    return meet(room.ours, room.theirs, many, target.words_from, target.word_places, target.ids.shape[0], room)


@compiled
def seeds_in_common(target: Text, source: Text, room: Scratch) -> int:
    """Let the seeds of two texts meet, at the target's places, and return at how many."""
    many = in_common(target.seeds, source.seeds, room.ours, room.theirs)
    return meet(room.ours, room.theirs, many, target.seeds_from, target.seed_places, target.ids.shape[0], room)


@compiled
def copied_runs(target: Text, source: Text, idf: Any, min_bits: float) -> Any:
    """Cut the target into the longest runs of words that the source has too, left to right.

    A greedy factorisation in the manner of Lempel and Ziv (1977): at each word the longest match in the source is
    taken; among equally long ones that which goes on where the last one ended. Runs that carry less than `min_bits`
    of idf (strings of function words) are no evidence and are left out.

    Args:
        target: the text to explain, as `index_text` makes it.
        source: the text it may come from.
        idf: (vocabulary,) float32 weights.
        min_bits: least summed idf of a run.

    Returns:
        (k, 3) int32: start in the target, start in the source, words; ordered, not overlapping in the target.
    """
    room = room_for(target, source)
    found = runs_among(target, source, seeds_in_common(target, source, room), idf, min_bits, room)
    return room.runs[:found].copy()


@compiled
def sentence_matches(target: Text, source: Text, idf: Any, floor: float) -> Any:
    """Find for each sentence of the target the sentence of the source that shares most idf with it.

    Each distinct word counts once a sentence. Words below the idf floor are passed over.

    Returns:
        best: (sentences of target,) int32, index of the source sentence, -1 where none shares a word.
        shared: float32, idf shared with it.
    """
    room = room_for(target, source)
    found = sentences_among(target, source, words_in_common(target, source, idf, floor, room), idf, room)
    best = np.full(target.sentence_bits.shape[0], -1, np.int32)
    shared = np.zeros(target.sentence_bits.shape[0], np.float32)
    for k in range(found):
        best[room.sentences[k]] = room.best[k]
        shared[room.sentences[k]] = room.shared[k]
    return best, shared


@compiled
def shared_words(target: Text, source: Text) -> Any:
    """Return the words that two texts share, (k,) int32 ascending, and where each first stands in the target."""
    room = room_for(target, source)
    many = in_common(target.words, source.words, room.ours, room.theirs)
    places = np.empty(many, np.int64)
    for k in range(many):
        places[k] = target.word_places[target.words_from[room.ours[k]]]
    return target.words[room.ours[:many]], places


@compiled
def explained(target: Text, source: Text, idf: Any, floor: float, min_bits: float) -> Any:
    """Say for each word of the target how well the source explains it, (n,) float32, 0 to 1.

    A word inside a copied run counts the more, the longer the run (0.5 at three words, near 1 from seven); a content
    word that the best-matching sentence has counts by how much of its sentence is matched; a word that merely occurs
    somewhere in the source counts a tenth.
    """
    room = room_for(target, source)
    out = np.zeros(target.ids.shape[0], np.float32)
    count = words_in_common(target, source, idf, floor, room)
    found = sentences_among(target, source, count, idf, room)
    k = 0
    for at in range(count):
        place = room.places[at]
        out[place] = 0.1
        s = target.sentences[place]
        while k < found and room.sentences[k] < s:
            k += 1
        if k < found and room.sentences[k] == s:
            group = room.met[place]
            for other in range(source.words_from[group], source.words_from[group + 1]):
                if source.sentences[source.word_places[other]] == room.best[k]:
                    out[place] = max(out[place], min(0.8, room.shared[k] / target.sentence_bits[s]))
                    break
    part(count, room)
    found = runs_among(target, source, seeds_in_common(target, source, room), idf, min_bits, room)
    for r in range(found):
        length = room.runs[r, 2]
        strength = np.float32(1.0 - 0.5 ** (length - 2))
        for place in range(room.runs[r, 0], room.runs[r, 0] + length):
            out[place] = max(out[place], strength)
    return out
