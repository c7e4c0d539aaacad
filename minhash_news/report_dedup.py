"""Report: what is kept and dropped -> plain lines, counted by outlet and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minhash_news.deduplication import Deduplication
from minhash_news.model import DerivationGraph, Kind
from minhash_news.visible import one_line

NAMELESS = "(no outlet)"


def summary(found: Deduplication) -> str:
    """Return one line: read = kept + dropped, and the dropped by kind."""
    kinds = Counter(one.kind for one in found.dropped)
    counts = ", ".join(f"{kinds[kind]:,} {kind}" for kind in Kind if kinds[kind])
    read = len(found.kept) + len(found.dropped)
    return f"{read:,} articles = {len(found.kept):,} kept + {len(found.dropped):,} dropped" + (
        f" ({counts})" if counts else ""
    )


def table(graph: DerivationGraph, found: Deduplication) -> Iterator[str]:
    """Yield a head, then for each outlet how many articles it has, how many stay and how many go as what."""
    outlets = {node.id: node.outlet or NAMELESS for node in graph.articles}
    kept = Counter(outlets[name] for name in found.kept)
    dropped = Counter((outlets[one.id], one.kind) for one in found.dropped)
    columns = [kind for kind in Kind if any(kind is one.kind for one in found.dropped)]
    gone = {outlet: sum(dropped[outlet, kind] for kind in columns) for outlet in set(outlets.values())}
    names = sorted(set(kept) | {outlet for outlet, _ in dropped}, key=lambda name: (-gone[name], name))
    width = max([len(one_line(name)) for name in names] + [len("outlet")])
    yield f"  {'outlet':{width}}  {'read':>7}  {'kept':>7}" + "".join(f"  {kind:>7}" for kind in columns)
    for name in names:
        counts = "".join(f"  {dropped[name, kind]:7,}" for kind in columns)
        yield f"  {one_line(name):{width}}  {kept[name] + gone[name]:7,}  {kept[name]:7,}{counts}"
    yield summary(found)
