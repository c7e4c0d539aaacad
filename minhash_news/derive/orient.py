"""Orient: tree of nearest relatives + evidence on each edge -> probability of each way round.

The relatives form a tree; each edge carries log-odds for its way round (wording, dates, credits). An article has one
source as a rule; two or more make it a compilation, which costs `merge` and is credible where the two sources are not
related to each other (a collider in the sense of Rebane and Pearl 1987, "The recovery of causal poly-trees from
statistical data"). Sum-product message passing (Pearl 1988) gives the exact marginal of each edge over all such
orientations, so that the evidence of a whole family bears on each edge.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence

MERGE = -2.0
"""Log-odds against a second source of one article."""
MOST_SOURCES = 3
WIDEST = 24
"""Articles with more relatives than this are not tried as compilations of more than one of them."""

Collider = Callable[[int, int, int], float]
"""(source, compiled, other source) -> log-odds that the two sources are unrelated but for the compiled text."""


def logsumexp(values: Sequence[float]) -> float:
    """Return log of the sum of exponentials."""
    top = max(values)
    return top + math.log(sum(math.exp(v - top) for v in values)) if top > -math.inf else top


def _node_total(node: int, incoming: Mapping[int, float], outgoing: Mapping[int, float], fixed: int | None, collider: Collider) -> float:
    """Sum over the sets of sources a node may have; `fixed` is a neighbour that is one of them."""
    others = [w for w in incoming if w != fixed]
    base = sum(outgoing[w] for w in others)
    totals = []
    most = MOST_SOURCES if len(others) <= WIDEST else 1
    for size in range(most + 1 - (fixed is not None)):
        for chosen in itertools.combinations(others, size):
            sources = [*chosen, fixed] if fixed is not None else list(chosen)
            value = base + sum(incoming[w] - outgoing[w] for w in chosen)
            value += MERGE * max(0, len(sources) - 1)
            value += sum(collider(a, node, b) for a, b in itertools.combinations(sources, 2))
            totals.append(value)
    return logsumexp(totals)


def orient(tree: Mapping[int, Mapping[int, float]], collider: Collider) -> dict[tuple[int, int], float]:
    """Return the marginal probability of each way round of each edge of a forest.

    Args:
        tree: tree[a][b] = log-odds that a is the source of b; tree[b][a] is its negative.
        collider: evidence that an article is compiled from two of its relatives.

    Returns:
        {(source, derived): probability}, both ways round of every edge.
    """
    order: list[tuple[int, int | None]] = []
    seen: set[int] = set()
    for root in sorted(tree):
        if root in seen:
            continue
        seen.add(root)
        ahead: list[tuple[int, int | None]] = [(root, None)]
        while ahead:
            node, parent = ahead.pop()
            order.append((node, parent))
            for other in sorted(tree[node]):
                if other not in seen:
                    seen.add(other)
                    ahead.append((other, node))
    # message[(a, b)] = (log weight of the part behind a if a is source of b, the same if b is source of a)
    message: dict[tuple[int, int], tuple[float, float]] = {}

    def send(a: int, b: int) -> None:
        incoming = {w: message[w, a][0] + tree[w][a] / 2 for w in tree[a] if w != b}
        outgoing = {w: message[w, a][1] - tree[w][a] / 2 for w in tree[a] if w != b}
        as_source = _node_total(a, incoming, outgoing, None, collider)
        incoming[b], outgoing[b] = 0.0, 0.0
        as_derived = _node_total(a, incoming, outgoing, b, collider)
        message[a, b] = (as_source, as_derived)

    for node, parent in reversed(order):
        if parent is not None:
            send(node, parent)
    for node, parent in order:
        if parent is not None:
            send(parent, node)
    result = {}
    for node, parent in order:
        if parent is not None:
            forward = message[parent, node][0] + message[node, parent][1] + tree[parent][node] / 2
            backward = message[parent, node][1] + message[node, parent][0] - tree[parent][node] / 2
            p = 1 / (1 + math.exp(min(700.0, backward - forward)))
            result[parent, node], result[node, parent] = p, 1 - p
    return result
