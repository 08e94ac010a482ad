"""The nodes of a rule set, from what is written under instruments, indicators and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, cast

from ..meaning.expressions import Expression
from ..meaning.kinds import Kind
from ..meaning.model import LEVELS, TOTAL, Missing, Node, Title
from ..meaning.ways import usual
from ..words.diagnostics import say
from ..words.hints import nearest_or
from ..words.language import LANGUAGES
from ..words.numerals import read_percent
from .document import Place, place_text
from .draft import RESERVED, Draft
from .question_ranges import Ranges


def tree_of(draft: Draft) -> Node:
    """The total with all nodes below it."""
    return _Tree(draft).total()


@dataclass(frozen=True)
class _Spot:
    """Where a node stands: in the tree (the total has no path), and in the document."""

    id: str
    path: str
    level: str
    place: Place

    def inside(self, id_: str, level: str, place: Place) -> _Spot:
        """The spot of a node right below."""
        return _Spot(id_, f"{self.path}.{id_}" if self.path else id_, level, place)


@dataclass(frozen=True)
class _Inherited:
    """What a node hands on to those inside it."""

    missing: Missing = "error"
    min_coverage: Fraction = Fraction(0)
    answers: str | None = None
    source: str | None = None
    min_respondents: int = 0  # written at the top: of each node right below that has nodes of its own


class _Tree:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.document = draft.document
        self.ranges = Ranges(draft.faults)

    def total(self) -> Node:
        total = self._node(_Spot(TOTAL, "", "total", ()), self.draft.data, _Inherited())
        self._unique_ids(total)
        return total

    def _node(self, spot: _Spot, data: dict[str, Any], inherited: _Inherited) -> Node:
        place = spot.place
        position = self.document.key_at(place) if place else self.document.value_at(())
        own = self._own(data, place, inherited)
        if place:
            self.draft.free_id(spot.id, position, self.draft.thresholds)
        children = self._children(spot, data, own)
        respondents = int(data.get("min_respondents") or (inherited.min_respondents if children else 0))
        if not place and all(child.children for child in children):
            respondents = 0  # what stands at the top is asked for at each survey
        weight, is_percent = _weight(data.get("weight"))
        is_weighted = any(child.weight is not None for child in children)
        return Node(
            id=spot.id,
            path=spot.path or TOTAL,
            level=spot.level,
            title=Title(data.get("title")),
            weight=weight,
            weight_is_percent=is_percent,
            combine=str(data.get("combine") or usual(weighted=is_weighted).name),
            children=children,
            missing=own.missing,
            min_coverage=own.min_coverage,
            min_respondents=respondents,
            answers=own.answers if not children else None,
            source=own.source,
            position=position,
            places=self.draft.places(data, place),
        )

    def _own(self, data: Mapping[str, Any], place: Place, inherited: _Inherited) -> _Inherited:
        """What a node hands on: what is written at it, else what it inherits."""
        coverage = data.get("min_coverage")
        return replace(
            inherited,
            missing=cast(Missing, data.get("missing") or inherited.missing),
            min_coverage=inherited.min_coverage
            if coverage is None
            else self.draft.share(coverage, (*place, "min_coverage")),
            answers=self._answers(data, place, inherited.answers),
            source=data.get("source") or inherited.source,
            min_respondents=0 if place else int(data.get("min_respondents") or 0),
        )

    def _children(self, spot: _Spot, data: Mapping[str, Any], own: _Inherited) -> tuple[Node, ...]:
        """The nodes right below, which are of one kind."""
        keys = [key for key in LEVELS if data.get(key) is not None]
        if len(keys) > 1:
            message = say(
                "{where} has children under {keys}; a node has children of one kind",
                where=place_text(spot.place),
                keys=keys,
            )
            begun, position = (self.document.key_at((*spot.place, key)) for key in keys[:2])
            first, second = ([str(id_) for id_ in _ids(data[key])] for key in keys[:2])
            hint = say(
                "under {one} stand {first}, under {other} {second}: put the one kind inside a node of the "
                "other, or move it to the node that it belongs to",
                one=keys[0],
                first=first,
                other=keys[1],
                second=second,
            )
            if begun.file != position.file:
                stands = f"{begun.file}:{begun.line}"
                hint = say("{hint}; “{key}” stands in {place}", hint=hint, key=keys[0], place=stands)
            self.draft.fault("two-kinds", message, position, hint)
        if not keys and not spot.place:
            message = say(
                "the rule set scores nothing: it has none of {keys}",
                keys=[key for key in LEVELS if key != "subindicators"],
            )
            hint = say("add instruments: with what is to be scored")
            self.draft.fault("missing-key", message, self.document.value_at(()), hint)
        if not keys:
            return ()
        key, place = keys[0], (*spot.place, keys[0])
        if key == "questions":
            return tuple(self._questions(spot, data[key], place, own))
        return tuple(
            self._node(spot.inside(id_, LEVELS[key], (*place, id_)), entry, own)
            for id_, entry in data[key].items()
        )

    # questions

    def _questions(self, spot: _Spot, data: Any, place: Place, inherited: _Inherited) -> Sequence[Node]:
        """Questions written as a range, as a list of ids, or as ids with titles or more."""
        asked: list[tuple[str, Any, Place]]
        if isinstance(data, str):
            asked = [(id_, None, place) for id_ in self.ranges.ids(data, self.document.value_at(place))]
        elif isinstance(data, list):
            asked = [(id_, None, (*place, number)) for number, id_ in enumerate(data)]
        else:
            asked = [(id_, entry, (*place, id_)) for id_, entry in data.items()]
        return [
            self._question(spot.inside(id_, "question", own_place), entry, inherited)
            for id_, entry, own_place in asked
        ]

    def _question(self, spot: _Spot, data: Any, inherited: _Inherited) -> Node:
        place, position = spot.place, self.document.key_at(spot.place)
        self.draft.free_id(spot.id, position, self.draft.thresholds)
        entry = data if isinstance(data, dict) and not set(LANGUAGES) & set(data) else {"title": data}
        weight, is_percent = _weight(entry.get("weight"))
        bounds = entry.get("range") or {}
        self._rising(bounds, (*place, "range", "max"))
        return Node(
            id=spot.id,
            path=spot.path,
            level=spot.level,
            title=Title(entry.get("title")),
            weight=weight,
            weight_is_percent=is_percent,
            missing=inherited.missing,
            min_coverage=inherited.min_coverage,
            answers=self._answers(entry, place, inherited.answers),
            reversed=bool(entry.get("reversed")),
            score=self._formula(entry.get("score"), (*place, "score")),
            raw_minimum=bounds.get("min"),
            raw_maximum=bounds.get("max"),
            source=entry.get("source") or inherited.source,
            position=position,
            places=self.draft.places(entry, place),
        )

    def _rising(self, bounds: Mapping[str, Fraction], place: Place) -> None:
        """Keeps a fault where a range of values ends before it begins."""
        if "min" in bounds and "max" in bounds and bounds["min"] >= bounds["max"]:
            message = say(
                "the range's max ({maximum}) is not above its min ({minimum})",
                maximum=bounds["max"],
                minimum=bounds["min"],
            )
            hint = say("write the lowest value under min and the highest under max")
            self.draft.fault("scale", message, self.document.value_at(place), hint)

    def _formula(self, text: str | None, place: Place) -> Expression | None:
        if not text:
            return None
        kinds: dict[str, Kind] = {"value": "number", **dict.fromkeys(self.draft.thresholds, "number")}
        return self.draft.expression(text, place, kinds, "number")

    def _answers(self, data: Mapping[str, Any], place: Place, inherited: str | None) -> str | None:
        """The answer scale that a node or question names, or the one it inherits."""
        name = data.get("answers")
        known = self.draft.data.get("answers") or {}
        if not name or not place:
            return inherited
        if name not in known:
            listed = (
                say("answer scales that can be named: {known}", known=sorted(known))
                if known
                else say("write the scale under answers: first")
            )
            message = say("no answer scale is called “{name}”", name=name)
            position = self.document.value_at((*place, "answers"))
            self.draft.fault("undefined", message, position, nearest_or(name, known, listed))
        return str(name)

    def _unique_ids(self, total: Node) -> None:
        seen: set[str] = set()
        for node in total.walk():
            if node.path in seen and node.id not in RESERVED:
                message = say("the id “{id}” is used twice in the same place", id=node.id)
                self.draft.fault("duplicate-id", message, node.position, say("give one of them another id"))
            seen.add(node.path)


def _ids(children: Any) -> Sequence[Any]:
    """The ids of children, as far as they are written."""
    return [children] if isinstance(children, str) else list(children)


def _weight(data: Any) -> tuple[Fraction | None, bool]:
    """A weight, and whether it is written as a percentage (which is a share then)."""
    if isinstance(data, str):
        return read_percent(data), True
    return data, False


__all__ = ["tree_of"]
