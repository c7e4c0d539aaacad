"""The forest looked over again: each article on what it was made from, whether its family is a star or a chain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.arrays import Relations
from minhash_news.derive.direction import Evidence
from minhash_news.derive.reattach import MOST_ASKED, reattached
from minhash_news.derive.skeleton import skeleton
from minhash_news.kernels.measure import WIDTH
from tests.forests import edges, explaining, oriented, relations
from tests.oracles import has_cycle

HUB, COPY = 0, 1


def silent(_text, _copy, _source):
    return 0.0


def undecided(_derived, _source):
    """Nothing speaks for either way round."""
    return Evidence(np.zeros(0), 0.0)


def saying(answers, otherwise=0.0):
    """What is said of some articles, and of all others."""
    return lambda text, _copy, _source: answers.get(text, otherwise)


def in_doubt(others, nearer=(2,)):
    """A hub, a copy of it that some articles are nearer to, and other copies, all on the hub as yet."""
    shares = {(COPY, HUB): 0.9}
    for article in range(2, 2 + others):
        shares[article, HUB] = 0.5
        shares[article, COPY] = 0.6 if article in nearer else 0.3
    return explaining(shares)


def looked_over(found, descent):
    """The source of each article, after the copies that hang on the hub have been looked over."""
    articles = int(found.pairs.max()) + 1
    rows = [row for row, pair in enumerate(edges(found, range(len(found.pairs)))) if HUB in pair]
    again = reattached(
        rows, {article: [HUB] for article in range(1, articles)}, found, descent, undecided, min_probability=0.5
    )
    return {second: first for first, second in edges(found, again)}


@given(relations(), st.integers(0, 99), st.sampled_from([0.0, 0.5, 0.8]), st.sampled_from([-1.0, 0.0, 1.0]))
@settings(max_examples=200, deadline=None)
def test_reattaching_keeps_a_forest_of_as_many_likely_edges(found, seed, least, otherwise):
    rows = skeleton(found, min_probability=least)
    again = reattached(
        rows, oriented(found, rows, seed), found, saying({}, otherwise), undecided, min_probability=least
    )

    assert len(again) == len(set(again)) == len(rows)
    assert not has_cycle(edges(found, again))
    assert all(found.probability[row] >= least for row in again)
    assert again == reattached(
        rows, oriented(found, rows, seed), found, saying({}, otherwise), undecided, min_probability=least
    )


@pytest.mark.parametrize(("copy_explains", "source"), [(0.5, 0), (0.4, 0), (0.6, 1)])
def test_what_a_copy_explains_no_better_than_its_source_hangs_on_the_source(copy_explains, source):
    original, copy, derived = 0, 1, 2
    found = explaining({(copy, original): 1.0, (derived, original): 0.5, (derived, copy): copy_explains})
    again = reattached([0, 2], {copy: [original], derived: [copy]}, found, silent, undecided, min_probability=0.5)

    assert edges(found, again) == [(original, copy), (source, derived)]


@pytest.mark.parametrize(("later", "source"), [(0.0, 1), (4.0, 0)])
def test_a_copy_that_came_later_than_a_text_is_not_its_source(later, source):
    original, copy, derived = 0, 1, 2
    found = explaining({(copy, original): 1.0, (derived, original): 0.55, (derived, copy): 0.6})

    def dated(one, other):
        return Evidence(np.zeros(0), -later if (one, other) == (derived, copy) else 0.0)

    again = reattached([0, 2], {copy: [original], derived: [copy]}, found, silent, dated, min_probability=0.5)

    assert edges(found, again) == [(original, copy), (source, derived)]


def test_each_source_of_a_compilation_is_looked_over():
    first, second, cut, compiled = 0, 1, 2, 3
    found = explaining({(cut, second): 0.6, (compiled, first): 0.4, (compiled, cut): 0.2, (compiled, second): 0.3})
    rows = [row for row, pair in enumerate(edges(found, range(len(found.pairs)))) if pair != (second, compiled)]
    sources = {cut: [second], compiled: [first, cut]}
    again = reattached(rows, sources, found, silent, undecided, min_probability=0.5)

    assert edges(found, again) == [(first, compiled), (second, cut), (second, compiled)]


def test_no_relations_nothing_to_look_over():
    none = Relations(np.zeros((0, 2), np.int32), np.zeros((0, WIDTH), np.float32), np.zeros(0))

    assert reattached([], {}, none, silent, undecided, min_probability=0.5) == []


@pytest.mark.parametrize(("said", "source"), [(0.5, COPY), (-0.5, HUB)])
def test_a_nearer_copy_is_the_source_if_its_additions_and_omissions_bear_it_out(said, source):
    assert looked_over(in_doubt(1), saying({2: said}))[2] == source


@pytest.mark.parametrize(("others", "source"), [(1, COPY), (2, COPY), (9, HUB)])
def test_of_many_copies_one_is_nearer_by_chance(others, source):
    assert looked_over(in_doubt(others), silent)[2] == source


@pytest.mark.parametrize(("family", "source"), [(0.6, COPY), (-0.6, HUB)])
def test_where_an_article_says_little_its_family_decides(family, source):
    found = in_doubt(5, nearer=(2, 3, 4, 5, 6))

    assert looked_over(found, saying({2: 0.0}, otherwise=family))[2] == source


def test_an_article_that_says_enough_goes_its_own_way():
    found = in_doubt(5, nearer=(2, 3, 4, 5, 6))
    sources = looked_over(found, saying({2: 0.6}, otherwise=-0.1))

    assert sources == {COPY: HUB, 2: COPY} | dict.fromkeys(range(3, 7), HUB)


@pytest.mark.parametrize("copies", [50, 100])
def test_of_many_texts_that_explain_about_as_much_few_are_asked(copies):
    random = np.random.default_rng(copies)
    pairs = [(one, other) for one in range(copies) for other in range(copies) if one != other]
    found = explaining({pair: 0.8 + 0.01 * random.random() for pair in pairs})
    rows = [row for row, pair in enumerate(edges(found, range(len(found.pairs)))) if HUB in pair]
    asked = []

    def asking(derived, source):
        asked.append((derived, source))
        return undecided(derived, source)

    reattached(
        rows, {article: [HUB] for article in range(1, copies)}, found, saying({}, 1.0), asking, min_probability=0.5
    )

    assert 0 < len(asked) <= 3 * (MOST_ASKED + 2) * copies


def test_the_present_source_is_asked_however_many_share_more():
    article, present = MOST_ASKED + 2, MOST_ASKED + 1
    found = explaining({(article, other): 0.5 if other == present else 0.51 for other in range(article)})
    row = edges(found, range(len(found.pairs))).index((present, article))

    def later(derived, source):
        """All but the present source appeared after the article."""
        return Evidence(np.zeros(0), 0.0 if source == present else -4.0)

    again = reattached([row], {article: [present]}, found, silent, later, min_probability=0.5)

    assert edges(found, again) == [(present, article)]
