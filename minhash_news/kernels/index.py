"""Articles made ready for comparison: each one's words and n-grams sorted once, however many pairs it is in."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from minhash_news.kernels.columns import NEW_SENTENCE
from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.grams import SKIP_REACH, gram_keys, skip_keys
from minhash_news.kernels.sorting import MARKS, bits_for, group_places, mark
from minhash_news.kernels.words import CAPITAL, NUMBER

SIZES = (1, 2, 3, 5)
"""Words in an n-gram; the last kind of gram, behind these, is the skip-gram."""
KINDS = len(SIZES) + 1
TRIPLES = SIZES.index(3)
SEED = SIZES[TRIPLES]
"""Words in a row that a copied run is found by."""
FLOOR = 2.0
"""Words below this idf (function words) carry nothing by themselves."""
NAME = 4.0
"""Words below this idf are no names, whatever they begin with: months, titles, the greatest countries."""


class Text(NamedTuple):
    """One text, ready for alignment. Places are counted from its first word.

    Attributes:
        ids: (n,) int32 word ids.
        sentences: (n,) int32, the sentence of each word; never falls.
        words: (distinct,) int32 ids, ascending.
        words_from: (distinct + 1,) int64, where in `word_places` the places of each begin.
        word_places: int32, ascending for each distinct word.
        seeds: (distinct runs of SEED words,) uint64 hashes, ascending.
        seeds_from: as `words_from`.
        seed_places: as `word_places`.
        sentence_bits: (sentences,) float32, idf of each sentence's distinct words above the floor.
        sentence_norms: (sentences, 2) float64, each one's tf-idf norm and number of distinct words; of a text of an
            `Index` there are none.
    """

    ids: Any
    sentences: Any
    words: Any
    words_from: Any
    word_places: Any
    seeds: Any
    seeds_from: Any
    seed_places: Any
    sentence_bits: Any
    sentence_norms: Any


class Index(NamedTuple):
    """Some articles, 0 to n, as arrays; what belongs to one stands together, article after article.

    Attributes:
        begins: (n + 1,) int64, where each article's words begin in `ids` and `flags`, as in `CorpusWords`, and
            `sentences`, int32, numbered in each article.
        word_begins: (n + 1,) int64, where each article's distinct words begin in `words`.
        words, words_from, word_places: as in `Text`.
        named: (distinct words,) bool, whether the article uses each as a name.
        seed_begins: (n + 1,) int64, where each article's distinct seeds begin in `seeds_from`.
        seeds_from, seed_places: as in `Text`.
        sentence_begins: (n + 1,) int64, where each article's sentences begin in `sentence_bits`.
        gram_begins: (KINDS * n + 1,) int64, where each article's grams of each kind begin.
        gram_hashes: (grams,) uint64, ascending and unique in each kind.
        gram_weights: (grams,) float32, the summed idf of their words.
        mark_begins: (KINDS * n + 1,) int64, where the filters of `gram_hashes` begin in `gram_marks`.
        gram_marks: uint64, filters as `sorting.mark` makes them.
        mark_bits: (KINDS * n,) uint8, how many bits of a hash each filter looks at.
        gram_bits: (n, KINDS) float64, the weight of all grams of a kind.
        bits, rare_bits, numbers, names, all_sentence_bits: (n,) float64, idf of all words and of the distinct rare
            ones, distinct numbers and names, and the sum of `sentence_bits`.
        rare: the idf from which words are rare.
    """

    begins: Any
    ids: Any
    flags: Any
    sentences: Any
    word_begins: Any
    words: Any
    words_from: Any
    word_places: Any
    named: Any
    seed_begins: Any
    seeds_from: Any
    seed_places: Any
    sentence_begins: Any
    sentence_bits: Any
    gram_begins: Any
    gram_hashes: Any
    gram_weights: Any
    mark_begins: Any
    gram_marks: Any
    mark_bits: Any
    gram_bits: Any
    bits: Any
    rare_bits: Any
    numbers: Any
    names: Any
    all_sentence_bits: Any
    rare: float


@compiled
def text_of(index: Index, article: int) -> Text:
    """Return one of the indexed articles, as views."""
    begin, end = index.begins[article], index.begins[article + 1]
    first, behind = index.word_begins[article], index.word_begins[article + 1]
    triples = KINDS * article + TRIPLES
    first_seed, behind_seeds = index.seed_begins[article], index.seed_begins[article + 1]
    return Text(
        index.ids[begin:end],
        index.sentences[begin:end],
        index.words[first:behind],
        index.words_from[first : behind + 1],
        index.word_places,
        index.gram_hashes[index.gram_begins[triples] : index.gram_begins[triples + 1]],
        index.seeds_from[first_seed : behind_seeds + 1],
        index.seed_places,
        index.sentence_bits[index.sentence_begins[article] : index.sentence_begins[article + 1]],
        np.empty((0, 2), np.float64),
    )


@compiled
def word_keys(ids: Any, spread: Any, keys: Any) -> None:
    """Write the word ids as keys that are spread over 64 bits and sort as the ids do."""
    for k in range(ids.shape[0]):
        keys[k] = np.uint64(ids[k]) * spread


@compiled
def weigh_sentences(ids: Any, sentences: Any, words_from: Any, places: Any, idf: Any, floor: float, bits: Any) -> None:
    """Add to `bits`, (sentences,) float32, the idf of each sentence's distinct words above the floor.

    Each sentence's words are added in the order of the text.
    """
    first = np.zeros(ids.shape[0], np.bool_)  # whether a word stands in its sentence for the first time
    for word in range(words_from.shape[0] - 1):
        last = -1
        for k in range(words_from[word], words_from[word + 1]):
            place = places[k]
            first[place] = sentences[place] != last
            last = sentences[place]
    for place in range(ids.shape[0]):
        if first[place] and idf[ids[place]] >= floor:
            bits[sentences[place]] += idf[ids[place]]


@compiled
def sentence_norms(words: Any, words_from: Any, places: Any, sentences: Any, idf: Any) -> Any:
    """Return (sentences, 2) float64: the tf-idf norm of each sentence, and its number of distinct words."""
    out = np.zeros((sentences[-1] + 1 if len(sentences) else 0, 2), np.float64)
    for word in range(len(words)):
        k = words_from[word]
        while k < words_from[word + 1]:
            sentence = sentences[places[k]]
            n = 0
            while k < words_from[word + 1] and sentences[places[k]] == sentence:
                n += 1
                k += 1
            out[sentence, 0] += (n * idf[words[word]]) ** 2
            out[sentence, 1] += 1
    out[:, 0] = np.sqrt(out[:, 0])
    return out


@compiled
def index_text(ids: Any, sentences: Any, idf: Any, floor: float) -> Text:
    """Make one text ready for alignment; `ids` and `sentences` are (n,) int32, `idf` is (vocabulary,) float32."""
    n = ids.shape[0]
    keys, ranked, weights = np.empty(n, np.uint64), np.empty(n, np.uint64), np.empty(n, np.float32)
    places, seed_places = np.empty(n, np.int32), np.empty(n, np.int32)
    words_from, seeds_from = np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64)
    word_keys(ids, np.uint64(0xFFFFFFFFFFFFFFFF) // np.uint64(max(1, idf.shape[0])), keys)
    distinct = group_places(keys, ranked, places, words_from, 0)
    words = np.empty(distinct, np.int32)
    for word in range(distinct):
        words[word] = ids[places[words_from[word]]]
    bits = np.zeros(sentences[n - 1] + 1 if n else 0, np.float32)
    weigh_sentences(ids, sentences, words_from[: distinct + 1], places, idf, floor, bits)
    many = gram_keys(ids, SEED, idf, keys, weights)
    seeds = group_places(keys[:many], ranked[:many], seed_places[:many], seeds_from, 0)
    hashes = np.empty(seeds, np.uint64)
    for seed in range(seeds):
        hashes[seed] = ranked[seeds_from[seed]]
    return Text(
        ids,
        sentences,
        words,
        words_from[: distinct + 1],
        places,
        hashes,
        seeds_from[: seeds + 1],
        seed_places,
        bits,
        sentence_norms(words, words_from[: distinct + 1], places, sentences, idf),
    )


@compiled
def is_name(places: Any, flags: Any) -> bool:
    """Tell whether a word, by the flags at all its places, is a name.

    It is if it is capital everywhere and once without a sentence beginning there.
    """
    inside = False
    for place in places:
        if not flags[place] & CAPITAL:
            return False
        inside |= (flags[place] & NEW_SENTENCE) == 0
    return inside


@compiled
def index_articles(articles: Any, indptr: Any, ids: Any, flags: Any, idf: Any, rare: float) -> Index:
    """Index some articles of a corpus.

    Args:
        articles: (n,) rows of the corpus.
        indptr: (rows + 1,) int64, where each row's words begin.
        ids: (words,) int32.
        flags: (words,) uint8.
        idf: (vocabulary,) float32.
        rare: words from this idf up are rare.
    """
    count = articles.shape[0]
    total = longest = sentence_count = 0
    for article in articles:
        length = indptr[article + 1] - indptr[article]
        total += length
        longest = max(longest, length)
        for k in range(indptr[article], indptr[article + 1]):
            sentence_count += (flags[k] & NEW_SENTENCE) > 0
    most = (len(SIZES) + SKIP_REACH) * total
    begins = np.zeros(count + 1, np.int64)
    own_ids, own_flags, own_sentences = np.empty(total, np.int32), np.empty(total, np.uint8), np.empty(total, np.int32)
    word_begins, words = np.zeros(count + 1, np.int64), np.empty(total, np.int32)
    words_from, word_places = np.zeros(total + 1, np.int64), np.empty(total, np.int32)
    named, names = np.zeros(total, np.bool_), np.zeros(count, np.float64)
    seed_begins = np.zeros(count + 1, np.int64)
    seeds_from, seed_places = np.zeros(total + 1, np.int64), np.empty(total, np.int32)
    sentence_begins, sentence_bits = np.zeros(count + 1, np.int64), np.zeros(sentence_count, np.float32)
    gram_begins = np.zeros(KINDS * count + 1, np.int64)
    gram_hashes, gram_weights = np.empty(most, np.uint64), np.empty(most, np.float32)
    mark_begins, mark_bits = np.zeros(KINDS * count + 1, np.int64), np.zeros(KINDS * count, np.uint8)
    gram_marks = np.zeros((most + KINDS * count) // 2 + KINDS * count, np.uint64)
    gram_bits = np.zeros((count, KINDS), np.float64)
    bits, rare_bits, numbers = np.zeros(count, np.float64), np.zeros(count, np.float64), np.zeros(count, np.float64)
    all_sentence_bits = np.zeros(count, np.float64)

    keys, ranked = np.empty(SKIP_REACH * longest, np.uint64), np.empty(SKIP_REACH * longest, np.uint64)
    weights, places = np.empty(SKIP_REACH * longest, np.float32), np.empty(SKIP_REACH * longest, np.int32)
    content = np.empty(longest, np.int32)
    froms = np.zeros(SKIP_REACH * longest + 1, np.int64)
    spread = np.uint64(0xFFFFFFFFFFFFFFFF) // np.uint64(max(1, idf.shape[0]))
    grams = seed_total = 0
    for a in range(count):
        first, behind = indptr[articles[a]], indptr[articles[a] + 1]
        length = behind - first
        base = begins[a]
        begins[a + 1] = base + length
        own_ids[base : base + length] = ids[first:behind]
        own_flags[base : base + length] = flags[first:behind]
        sentence = -1
        for k in range(base, base + length):
            sentence += (own_flags[k] & NEW_SENTENCE) > 0
            own_sentences[k] = sentence
        mine = own_ids[base : base + length]
        for word in mine:
            bits[a] += idf[word]

        word_keys(mine, spread, keys)
        mine_from = words_from[word_begins[a] :]
        distinct = group_places(keys[:length], ranked[:length], word_places[base : base + length], mine_from, base)
        for k in range(word_begins[a], word_begins[a] + distinct):
            place = base + word_places[words_from[k]]
            word = own_ids[place]
            words[k] = word
            if idf[word] >= rare:
                rare_bits[a] += idf[word]
            if own_flags[place] & NUMBER:
                numbers[a] += 1
            elif idf[word] >= NAME:
                named[k] = is_name(word_places[words_from[k] : words_from[k + 1]], own_flags[base : base + length])
                names[a] += named[k]
        word_begins[a + 1] = word_begins[a] + distinct

        sentence_begins[a + 1] = sentence_begins[a] + (own_sentences[base + length - 1] + 1 if length else 0)
        own_bits = sentence_bits[sentence_begins[a] : sentence_begins[a + 1]]
        own_stretch = own_sentences[base : base + length]
        weigh_sentences(mine, own_stretch, mine_from[: distinct + 1], word_places, idf, FLOOR, own_bits)
        for weight in own_bits:
            all_sentence_bits[a] += weight

        for kind in range(KINDS):
            if kind < len(SIZES):
                many = gram_keys(mine, SIZES[kind], idf, keys, weights)
            else:
                many = skip_keys(mine, idf, content, keys, weights)
            different = group_places(keys[:many], ranked[:many], places[:many], froms, 0)
            first_gram = grams
            for k in range(different):
                gram_hashes[grams] = ranked[froms[k]]
                gram_weights[grams] = weights[places[froms[k]]]
                gram_bits[a, kind] += gram_weights[grams]
                grams += 1
            at = KINDS * a + kind
            gram_begins[at + 1] = grams
            mark_bits[at] = bits_for(different) + MARKS if different > 4 else 6
            mark_begins[at + 1] = mark_begins[at] + (1 << (mark_bits[at] - 6))
            mark(gram_hashes[first_gram:grams], gram_marks[mark_begins[at] : mark_begins[at + 1]], mark_bits[at])
            if kind == TRIPLES:
                for k in range(different):
                    seeds_from[seed_begins[a] + k + 1] = seed_total + froms[k + 1]
                seed_begins[a + 1] = seed_begins[a] + different
                seed_places[seed_total : seed_total + many] = places[:many]
                seed_total += many
    return Index(
        begins,
        own_ids,
        own_flags,
        own_sentences,
        word_begins,
        words,
        words_from,
        word_places,
        named,
        seed_begins,
        seeds_from,
        seed_places,
        sentence_begins,
        sentence_bits,
        gram_begins,
        gram_hashes[:grams],
        gram_weights[:grams],
        mark_begins,
        gram_marks,
        mark_bits,
        gram_bits,
        bits,
        rare_bits,
        numbers,
        names,
        all_sentence_bits,
        rare,
    )
