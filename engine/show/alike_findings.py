"""Findings for a terminal, where the first few of one kind in one column stand for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..words.diagnostics import Diagnostic, Text, counted, say

FEW = 10  # of one kind in one column
OF_RULES = (".yaml", ".yml")
"""What is wrong with files that people write by hand is told each by itself."""


def shortened(findings: Iterable[Diagnostic], listing: str = "") -> list[Diagnostic]:
    """The findings in their order, of many of one kind in one column of data the first few and how many more
    there are; `listing` is a file that has all. What is said in other words is among those that are kept."""
    groups: dict[tuple[str, ...], list[tuple[int, Diagnostic]]] = {}
    for place, each in enumerate(findings):
        groups.setdefault(_kind(each), []).append((place, each))
    kept = [own for group in groups.values() for own in _few(group, listing)]
    return [each for _, each in sorted(kept, key=lambda own: own[0])]


def _kind(found: Diagnostic) -> tuple[str, ...]:
    """What findings have in common that are told together."""
    place = found.position
    if place.file.casefold().endswith(OF_RULES):
        return (place.file, found.code, str(place), str(found.message))
    column = found.column or place_of_column(found) or str(place.column)
    return (place.file, found.code, found.severity, column)


def place_of_column(found: Diagnostic) -> str:
    """The name that the place of a cell has without its row: that of its column, with its sheet."""
    place = found.position
    row = str(place.line)
    return place.cell.replace(f"[{row}]", "").removesuffix(row) if place.line else place.cell


def _few(group: Sequence[tuple[int, Diagnostic]], listing: str) -> Iterator[tuple[int, Diagnostic]]:
    """What is kept of findings of one kind, each with its place among all."""
    told = [own for own in group if not own[1].more]
    if len(told) <= FEW:
        yield from group
        return
    seen, left = set[str](), list[tuple[int, Diagnostic]]()
    for number, (place, each) in enumerate(told):
        is_new = each.message.template not in seen
        seen.add(each.message.template)
        if number < FEW or is_new:
            yield place, each
        else:
            left.append((place, each))
    if left:
        place, first = left[0]
        count = len(left) + sum(each.more for _, each in group)
        yield place, replace(first, message=_more(count, first.column), hint=_where(listing), more=count)
    else:
        yield from (own for own in group if own[1].more)


def _more(left: int, column: str) -> Text:
    if not column:
        return counted(left, "and {count} more like this", "and {count} more like these")
    return counted(
        left,
        "and {count} more like this in “{column}”",
        "and {count} more like these in “{column}”",
        column=column,
    )


def _where(listing: str) -> Text:
    if listing:
        return say("see them in {file}", file=listing)
    return say("mend those listed and look again; ken evaluate … --findings findings.html lists more of them")


__all__ = ["place_of_column", "shortened"]
