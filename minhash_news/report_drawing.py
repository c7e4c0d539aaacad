"""Draw: a family's articles and derivations -> SVG, sources left, what was made from them right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from minhash_news.model import ArticleId, Derivation, Direction, Node
from minhash_news.visible import one_line

WIDTH, HEIGHT, GAP = 216, 56, 118
"""Of an article's box, and the room between two columns."""
ROW, LANE, MARGIN = 76, 26, 12
"""Height that a box takes in its column, and a line passing through; the rim of the drawing."""
MOST_ARTICLES = 80
"""Above this a drawing explains nothing; the table remains."""
SHORT_TITLE, SHORT_LINE = 25, 31

Slot = ArticleId | tuple[int, int]
"""What stands in a column: an article, or (edge, column) where an edge passes through."""


@dataclass(slots=True)
class _Layout:
    columns: list[list[Slot]]
    routes: list[list[Slot]]
    y: dict[Slot, float] = field(default_factory=dict)
    height: float = 0.0

    @property
    def width(self) -> int:
        return 2 * MARGIN + len(self.columns) * WIDTH + (len(self.columns) - 1) * GAP


def draw(nodes: Mapping[ArticleId, Node], edges: Sequence[Derivation], anchors: Sequence[str]) -> str:
    """Return the SVG of one family.

    Args:
        nodes: the family's articles by id.
        edges: its derivations.
        anchors: for each edge, the id in the page that a click on it leads to.
    """
    layout = _lay_out(nodes, edges)
    column_of = {slot: place for place, column in enumerate(layout.columns) for slot in column}
    arrivals = _arrivals(edges, layout)
    lines = [
        _edge(edge, [(column_of[slot], layout.y[slot]) for slot in route], arrival, anchor)
        for edge, route, arrival, anchor in zip(edges, layout.routes, arrivals, anchors, strict=True)
    ]
    boxes = [_box(nodes[name], _left(column_of[name]), layout.y[name]) for name in sorted(nodes)]
    width, height = layout.width, round(layout.height)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    label = f"{len(nodes)} articles and {len(edges)} derivations, sources on the left"
    return f'<svg class="drawing" {size} role="img" aria-label="{label}">{"".join(lines)}{"".join(boxes)}</svg>'


def generations(nodes: Mapping[ArticleId, Node], edges: Sequence[Derivation]) -> dict[ArticleId, int]:
    """Return how many derivations, at most, lead to each article; a circle is cut at its earliest article."""
    waiting = {name: {edge.source for edge in edges if edge.derived == name} for name in nodes}
    found: dict[ArticleId, int] = {}
    while waiting:
        ready = [name for name, sources in waiting.items() if not sources & waiting.keys()]
        ready = ready or [min(waiting, key=lambda name: _moment(nodes[name]))]
        for name in ready:
            found[name] = 1 + max((found[source] for source in waiting[name] if source in found), default=-1)
        for name in ready:
            del waiting[name]
    return found


def _moment(node: Node) -> tuple[str, str]:
    """Return a sort key: dated articles in time, then the undated."""
    return node.published or "~", node.id


def _lay_out(nodes: Mapping[ArticleId, Node], edges: Sequence[Derivation]) -> _Layout:
    generation = generations(nodes, edges)
    columns: list[list[Slot]] = [[] for _ in range(1 + max(generation.values()))]
    for node in sorted(nodes.values(), key=_moment):
        columns[generation[node.id]].append(node.id)
    routes: list[list[Slot]] = []
    for number, edge in enumerate(edges):
        between = range(generation[edge.source] + 1, generation[edge.derived])
        lanes: list[Slot] = [(number, column) for column in between]
        for column, lane in zip(between, lanes, strict=True):
            columns[column].append(lane)
        routes.append([edge.source, *lanes, edge.derived])
    layout = _Layout(columns, routes)
    _untangle(layout)
    _place(layout)
    return layout


def _untangle(layout: _Layout) -> None:
    """Order each column by the middle of what feeds it: fewer lines cross."""
    feeds: dict[Slot, list[Slot]] = {}
    for route in layout.routes:
        for before, after in pairwise(route):
            feeds.setdefault(after, []).append(before)
    rank: dict[Slot, float] = {slot: place for place, slot in enumerate(layout.columns[0])}
    for column in layout.columns[1:]:
        middle = {
            slot: sum(rank.get(feed, 0.0) for feed in feeds.get(slot, ())) / max(1, len(feeds.get(slot, ())))
            for slot in column
        }
        column.sort(key=middle.__getitem__)  # stable: by date where the middle is the same
        rank |= {slot: float(place) for place, slot in enumerate(column)}


def _place(layout: _Layout) -> None:
    heights = [sum(LANE if isinstance(slot, tuple) else ROW for slot in column) for column in layout.columns]
    layout.height = max(heights) + 2 * MARGIN
    for column, height in zip(layout.columns, heights, strict=True):
        y = (layout.height - height) / 2
        for slot in column:
            room = LANE if isinstance(slot, tuple) else ROW
            layout.y[slot] = y + room / 2
            y += room


def _arrivals(edges: Sequence[Derivation], layout: _Layout) -> list[float]:
    """Return for each edge the height at which it enters its article's box: one below the other."""
    entering: dict[ArticleId, list[int]] = {}
    for number, edge in enumerate(edges):
        entering.setdefault(edge.derived, []).append(number)
    heights = [0.0] * len(edges)
    for name, numbers in entering.items():
        numbers.sort(key=lambda number: layout.y[layout.routes[number][-2]])
        step = min(20.0, (HEIGHT - 8) / len(numbers))
        for place, number in enumerate(numbers):
            heights[number] = layout.y[name] + (place - (len(numbers) - 1) / 2) * step
    return heights


def _left(column: int) -> int:
    return MARGIN + column * (WIDTH + GAP)


def _edge(edge: Derivation, stops: list[tuple[int, float]], arrival: float, anchor: str) -> str:
    """Draw a line through its stops, an arrowhead where the direction is known, and a label."""
    (column, y), last = stops[0], stops[-1][0]
    x = _left(column) + WIDTH
    path = f"M{x} {y:.1f}"
    for place, (column, height) in enumerate(stops[1:], start=1):
        end_x, end_y = _left(column), arrival if place == len(stops) - 1 else height
        bend = max(40.0, (end_x - x) / 2)
        path += f"C{x + bend:.1f} {y:.1f} {end_x - bend:.1f} {end_y:.1f} {end_x} {end_y:.1f}"
        x, y = end_x, end_y
        if column != last:
            x += WIDTH
            path += f"H{x}"
    known = edge.direction is Direction.KNOWN
    head = f'<path class="head" d="M{x} {y:.1f}l-9 -4.5v9z"/>' if known else ""
    label = f"{edge.kind} {edge.confidence:.2f}" + ("" if known else " ?")
    return (
        f'<a href="#{escape(anchor)}"><g class="edge {edge.kind}"><path class="line" d="{path}"/>{head}'
        f'<text x="{x - 13}" y="{y - 4:.1f}">{label}</text></g></a>'
    )


def _box(node: Node, x: int, y: float) -> str:
    top = y - HEIGHT / 2
    title = node.title or (node.id if node.observed else "a source not in the corpus")
    about = " · ".join(filter(None, ((node.published or "")[:10], node.outlet))) or (
        "no outlet, no date" if node.observed else "inferred, without a text"
    )
    kind = "box" if node.observed else "box unobserved"
    return (
        f'<g class="{kind}"><title>{_shown(f"{title} — {about} — {node.id}", 400)}</title>'
        f'<rect x="{x}" y="{top:.1f}" width="{WIDTH}" height="{HEIGHT}" rx="7"/>'
        f'<text class="title" x="{x + 11}" y="{top + 23:.1f}">{_shown(title, SHORT_TITLE)}</text>'
        f'<text class="about" x="{x + 11}" y="{top + 42:.1f}">{_shown(about, SHORT_LINE)}</text></g>'
    )


def _shown(text: str, most: int) -> str:
    line = one_line(text)
    return escape(line if len(line) <= most else line[: most - 1].rstrip() + "…")
