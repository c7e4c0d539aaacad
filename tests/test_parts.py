"""A part of a corpus, weighed by the whole, gives what the whole gives: so work is cut up between processes."""

from __future__ import annotations

import itertools
from pathlib import Path

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import minhash_news as mn
from minhash_news import derive
from minhash_news.arrays import Offsets
from minhash_news.boilerplate import site_paragraphs, site_words
from minhash_news.kernels.components import components
from minhash_news.normalize import normalize, rarity, weigh
from tests.stories import BRIDGE, BRIDGE_SUMMARY, UNRELATED, article, weighed

NEWSROOM = Path(__file__).parents[1] / "examples" / "newsroom"
TEXTS = [*UNRELATED, BRIDGE, BRIDGE_SUMMARY, ""]


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=14))
@settings(deadline=None)
def test_components_are_those_of_networkx(pairs):
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(12))
    label = components(np.array(pairs, np.int32).reshape(-1, 2), 12).tolist()

    assert all(label[k] == min(members) for members in nx.connected_components(graph) for k in members)


@given(st.lists(st.integers(0, len(TEXTS) - 1), unique=True))
@settings(deadline=None)
def test_words_cut_out_and_words_split_anew_weigh_what_they_weigh_in_the_corpus(rows):
    whole = weighed(TEXTS)
    cut = whole.of(np.array(rows, np.int64))
    anew = weigh(normalize([TEXTS[row] for row in rows], workers=1), rarity(whole))

    assert (cut.rare, cut.corpus) == (anew.rare, anew.corpus) == (whole.rare, len(TEXTS))
    for place, row in enumerate(rows):
        at, there = cut.span(place), whole.span(row)
        assert cut.flags[at].tolist() == whole.flags[there].tolist()
        assert [side.tolist() for side in cut.places(place)] == [side.tolist() for side in whole.places(row)]
        for part in (cut, anew):
            where = part.span(place)
            assert part.hashes(where).tolist() == whole.hashes(there).tolist()
            assert part.idf[part.ids[where]].tolist() == whole.idf[whole.ids[there]].tolist()
            assert part.frequency[part.ids[where]].tolist() == whole.frequency[whole.ids[there]].tolist()


def test_a_footer_found_in_the_corpus_is_hidden_in_one_article():
    footer = "\n\nThe Harrow Post brings you the valley every morning at six."
    some = [article(f"{k}", text + footer, outlet="Harrow Post") for k, text in enumerate(UNRELATED[:3])]
    words = weighed([one.text for one in some])
    found = site_paragraphs(words, [one.outlet for one in some])
    alone = weigh(normalize([some[1].text], workers=1), rarity(words))

    assert len(found) == 1
    assert site_words(alone, some[1:2], found).tolist() == site_words(words, some)[words.span(1)].tolist()
    assert not site_words(alone, some[1:2]).any()


def test_families_derived_in_shares_and_in_other_processes_give_the_same_graph(monkeypatch):
    newsroom = mn.read(NEWSROOM)
    whole = mn.scan(newsroom)
    monkeypatch.setattr(derive, "SHARE", 3)
    shared = mn.scan(newsroom, mn.Settings(workers=1))
    monkeypatch.setattr(derive, "PROCESSES", 0)
    apart = mn.scan(newsroom, mn.Settings(workers=2))

    assert shared.derivations == apart.derivations == whole.derivations


far_apart = st.lists(
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 600), st.booleans()), max_size=8), min_size=1, max_size=4
)
"""Articles of words: gap before, size, whether it is hidden."""


@given(far_apart, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_packed_offsets_are_those_given_also_where_words_are_left_out_or_articles_cut_out(articles, random):
    indptr = np.cumsum([0, *map(len, articles)])
    steps = [np.cumsum([step for gap, size, _ in words for step in (gap, size)]) for words in articles]
    starts, ends = (np.concatenate([some[side::2] for some in steps]).astype(np.int32) for side in (0, 1))
    hidden = np.array([gone for words in articles for *_, gone in words], bool)
    packed = Offsets.packed(starts, ends, indptr)
    chosen = random.sample(range(len(articles)), random.randint(0, len(articles)))
    places = np.array([k for row in chosen for k in range(indptr[row], indptr[row + 1])], np.int64)
    cut, at = packed.of(places), 0

    twice = Offsets.joined([packed, packed])
    for row in chosen:
        where = slice(indptr[row], indptr[row + 1])
        expected = [starts[where].tolist(), ends[where].tolist()]
        size = where.stop - where.start
        assert as_lists(packed.between(where.start, where.stop)) == expected
        assert as_lists(twice.between(where.start + indptr[-1], where.stop + indptr[-1])) == expected
        assert as_lists(cut.between(at, at + size)) == expected
        at += size
    left, at = packed.without(hidden, indptr), 0
    for begin, end in itertools.pairwise(indptr):
        kept = np.flatnonzero(~hidden[begin:end]) + begin
        assert as_lists(left.between(at, at + len(kept))) == [starts[kept].tolist(), ends[kept].tolist()]
        at += len(kept)


def as_lists(sides):
    return [side.tolist() for side in sides]
