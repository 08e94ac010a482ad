"""Two lists side by side: which entry of the one is which of the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Entry = TypeVar("Entry")
Alike = Callable[[Entry, Entry], bool]
Pairs = list[tuple[Entry | None, Entry | None]]
"""Each entry with the one that it is; None beside one that only the other list has."""


def in_turn(
    old: Sequence[Entry], new: Sequence[Entry], alike: Sequence[Alike[Entry]]
) -> list[tuple[Entry | None, Entry | None]]:
    """Pairs of two lists of which the order matters: those alike in the first sense go together, as many as
    can be; between them those alike in the second sense, and so on. Both lists keep their order."""
    if not old or not new or not alike:
        return [*((one, None) for one in old), *((None, other) for other in new)]
    pairs: Pairs[Entry] = []
    at, other_at = 0, 0
    for one, other in [*_longest(old, new, alike[0]), (len(old), len(new))]:
        gap: Pairs[Entry] = in_turn(old[at:one], new[other_at:other], alike[1:])
        pairs += gap
        if one < len(old):
            pairs.append((old[one], new[other]))
        at, other_at = one + 1, other + 1
    return pairs


def _longest(old: Sequence[Entry], new: Sequence[Entry], alike: Alike[Entry]) -> list[tuple[int, int]]:
    """The numbers of as many pairs as can be that keep both orders."""
    same = [[alike(one, other) for other in new] for one in old]
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in reversed(range(len(old))):
        for other in reversed(range(len(new))):
            lengths[one][other] = (
                lengths[one + 1][other + 1] + 1
                if same[one][other]
                else max(lengths[one + 1][other], lengths[one][other + 1])
            )
    found, one, other = [], 0, 0
    while one < len(old) and other < len(new):
        if same[one][other]:
            found.append((one, other))
            one, other = one + 1, other + 1
        elif lengths[one + 1][other] >= lengths[one][other + 1]:
            one += 1
        else:
            other += 1
    return found


def in_any_order(old: Sequence[Entry], new: Sequence[Entry], alike: Sequence[Alike[Entry]]) -> Pairs[Entry]:
    """Pairs of two lists of which the order does not matter: first those alike in the first sense, then in
    the second, and so on."""
    left, waiting = list(new), list(old)
    pairs: Pairs[Entry] = []
    for is_alike in alike:
        still = []
        for one in waiting:
            place = next((at for at, other in enumerate(left) if is_alike(one, other)), None)
            if place is None:
                still.append(one)
            else:
                pairs.append((one, left.pop(place)))
        waiting = still
    return [*pairs, *((one, None) for one in waiting), *((None, other) for other in left)]


__all__ = ["Pairs", "in_any_order", "in_turn"]
