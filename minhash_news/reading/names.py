"""Name: articles found under several paths -> ids that differ, whatever the order of the paths."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from minhash_news.reading.found import Found


class _Named(Protocol):
    @property
    def group(self) -> Hashable: ...

    @property
    def longest(self) -> int: ...

    def name(self, level: int = 0) -> str: ...


T = TypeVar("T", bound=_Named)


def distinct_names(items: Sequence[T]) -> Callable[[T], str]:
    """Return a function that names each item, with as few folder names in front as keep the groups apart.

    Where two groups share a name, all names of both get one more folder in front, until none is shared.
    """
    longest: dict[Hashable, int] = {}
    for item in items:
        group = item.group
        longest[group] = max(longest.get(group, 0), item.longest)
    levels = dict.fromkeys(longest, 0)
    while True:
        clashing = {group for group in _clashing(items, levels) if levels[group] < longest[group]}
        if not clashing:
            return lambda item: item.name(levels[item.group])
        for group in clashing:
            levels[group] += 1


def _clashing(items: Sequence[_Named], levels: Mapping[Hashable, int]) -> set[Hashable]:
    """Return the groups that share a name with another group, unless it is one file that both hold."""
    owners: dict[str, _Named] = {}
    clashing: set[Hashable] = set()
    for item in items:
        owner = owners.setdefault(item.name(levels[item.group]), item)
        if owner is not item and owner.group != item.group and owner.name(owner.longest) != item.name(item.longest):
            clashing |= {owner.group, item.group}
    return clashing


def distinct_labels(files: Iterable[Found]) -> Callable[[Found], str]:
    """Return a function that names each file for a reader of `skipped`."""
    return distinct_names(list(dict.fromkeys(files)))
