"""Patches of variants that meet: two of one thing, and those that cover what a later layer has patched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..words.diagnostics import Diagnostic, Position, say
from .document import Document, Place, place_text, walk
from .variants import Variation


def met_patches(base: Document, made: Sequence[Variation], inputs: Sequence[str]) -> Iterator[Diagnostic]:
    """A finding for the first thing that patches of two inputs change, for each pair of these, and for each
    value of a later layer that a variant covers. `base` are the rules without variants."""
    changed: dict[str, dict[str, Mapping[Place, Position]]] = {}
    for variation in made:
        words = [(number, word) for number, word in enumerate(variation.words) if word is not None]
        if len(words) == 1:
            number, word = words[0]
            changed.setdefault(inputs[number], {})[word] = _changed(base, variation.document)
    names = list(changed)
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            yield from _twice(first, changed[first], second, changed[second])
    order = list(base.lines)
    for name, by_word in changed.items():
        for word, places in by_word.items():
            yield from _covered(base, order, f"{name}: {word}", places)


def _changed(base: Document, document: Document) -> Mapping[Place, Position]:
    """The single values at whose places a document has what the base has not, and where that stands."""
    changed = {place: at for place, at in document.values.items() if base.values.get(place) != at}
    single = {place for place, value in walk(document.data, ()) if not isinstance(value, (dict, list))}
    return {place: at for place, at in changed.items() if place in single}


def _twice(
    first: str,
    by_first: Mapping[str, Mapping[Place, Position]],
    second: str,
    by_second: Mapping[str, Mapping[Place, Position]],
) -> Iterator[Diagnostic]:
    for one, places in by_first.items():
        for other, others in by_second.items():
            same = next((place for place in others if place in places), None)
            if same is not None:
                message = say(
                    "variants: {place} is patched for {first} and for {second}",
                    place=place_text(same),
                    first=f"{first}: {one}",
                    second=f"{second}: {other}",
                )
                hint = say("a unit may be both: patch it for one of the two inputs alone")
                yield Diagnostic("variants", message, others[same], hint)
                return


def _covered(
    base: Document, order: Sequence[str], variant: str, places: Mapping[Place, Position]
) -> Iterator[Diagnostic]:
    """A finding for each value that a layer after that of the variant has written; for a list of values
    one."""
    lists = set[Place]()
    for place, at in places.items():
        is_item = isinstance(place[-1], int)
        told = place[:-1] if is_item else place
        before = base.values.get(place)
        if before is None or before.file not in order or at.file not in order:
            continue
        if order.index(before.file) > order.index(at.file) and told not in lists:
            lists |= {told} if is_item else set()
            message = say(
                "the variant {variant} covers {place}, which is patched in {at}",
                variant=variant,
                place=place_text(told),
                at=f"{before.file}:{before.line}",
            )
            hint = say("patch the variant too (under variants), if the change is meant for it")
            yield Diagnostic("covered-patch", message, at, hint, "warning", str(told[-1]))


__all__ = ["met_patches"]
