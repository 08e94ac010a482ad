"""The nodes of a rule set, from what is written under instruments, indicators and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, cast

from ..meaning.model import LEVELS, TOTAL, AnswerScale, Better, Missing, Node, Threshold, Title
from ..meaning.scoring import RawValue
from ..meaning.ways import usual
from ..words.diagnostics import say
from ..words.hints import nearest_or
from ..words.language import LANGUAGES
from ..words.natural_order import naturally
from ..words.numerals import read_percent, western
from .document import Place, place_text
from .draft import RESERVED, Draft
from .inputs import inputs_of
from .node_keys import POLICIES, NodeKeys
from .points import table_of
from .printed_decimals import printed_decimals
from .question_ranges import Ranges
from .set_copies import names_whole
from .written_thresholds import threshold_of


@dataclass(frozen=True)
class Tree:
    """What has a value in a document: the total with all nodes below it, the inputs, and the answer scales,
    those of single nodes among them."""

    total: Node
    inputs: Mapping[str, Node]
    answers: Mapping[str, AnswerScale]


def tree_of(draft: Draft, answers: Mapping[str, AnswerScale]) -> Tree:
    """The tree of a document; `answers` are its scales by name."""
    inputs, own_answers = inputs_of(draft)
    made = _Tree(draft, {**answers, **own_answers})
    return Tree(made.total(), inputs, made.answers)


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
    answered_by: str | None = None
    decimals: int | None = None


class _Tree:
    def __init__(self, draft: Draft, answers: Mapping[str, AnswerScale]) -> None:
        self.draft = draft
        self.document = draft.document
        self.keys = NodeKeys(draft)
        self.answers = dict(answers)
        self.ranges = Ranges(draft.faults)
        self.heard: set[str] = set()  # scales of which it is told that some word has no score

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
        is_weighted = any(child.weight is not None for child in children)
        node = replace(
            self._made(spot, data, own, is_leaf=not children),
            combine=str(data.get("combine") or usual(weighted=is_weighted).name),
            children=children,
            min_respondents=respondents,
            position=position,
        )
        return replace(node, is_whole=True) if data.get("like") and names_whole(node) else node

    def _made(self, spot: _Spot, data: Mapping[str, Any], own: _Inherited, *, is_leaf: bool) -> Node:
        """A node but for its children, from what is written at it."""
        place, keys, is_top = spot.place, self.keys, not spot.place
        path = spot.path or TOTAL
        weight, is_percent = _weight(data.get("weight"))
        cases, scales = keys.cases(path, data.get("cases") or (), (*place, "cases"))
        self.answers.update(scales)
        points = data.get("points")
        node = Node(
            id=spot.id,
            path=path,
            level=spot.level,
            title=Title(data.get("title")),
            weight=weight,
            weight_is_percent=is_percent,
            missing=own.missing,
            min_coverage=own.min_coverage,
            reversed=bool(data.get("reversed")),
            score=keys.formula(data.get("score"), (*place, "score")),
            source=own.source,
            position=self.document.key_at(place) if place else self.document.value_at(()),
            places=self.draft.places(data, place),
            of=keys.formula(data.get("of"), (*place, "of")),
            points=table_of(self.draft, points, (*place, "points")) if isinstance(points, dict) else None,
            cases=cases,
            best=None if data.get("best") is None else int(data["best"]),
            applies=keys.condition(data.get("applies"), (*place, "applies")),
            stand_in=keys.stand_in(data.get("missing")),
            plus=keys.adjustments(data.get("plus"), (*place, "plus")),
            at_least=keys.adjustments(data.get("at_least"), (*place, "at_least")),
            at_most=keys.adjustments(data.get("at_most"), (*place, "at_most")),
            round=keys.round_step(data.get("round"), (*place, "round")),
            decimals=printed_decimals(data.get("round"), own.decimals),
            refuse=keys.refusals(data.get("refuse"), (*place, "refuse")),
            bands=() if is_top else keys.bands(data.get("bands") or (), (*place, "bands"), own.source),
            notches=keys.adjustments(data.get("notches"), (*place, "notches")),
            no_better_than=keys.limits_of_rating(data.get("no_better_than"), (*place, "no_better_than")),
            thresholds={} if is_top else self._thresholds(data, place),
            better=cast("Better | None", data.get("better")),
            measure=data.get("in"),
            kin=self.draft.kin(path),
        )
        self._one_way(node, data, place)
        if is_leaf:
            return self._with_raw(node, data, own, place)
        self._of_single_ones(node, data, place)
        return node

    def _of_single_ones(self, node: Node, data: Mapping[str, Any], place: Place) -> None:
        """Keeps a fault for each key that means nothing at a node with others below it."""
        for key in ("value", "range", "reversed"):
            if data.get(key) not in (None, False):
                message = say(
                    "{node} has nodes below it, and “{key}” is said of single ones", node=node.path, key=key
                )
                hint = say("write it at each of them that it is meant for")
                self.draft.fault("unused-key", message, self.document.key_at((*place, key)), hint)

    def _thresholds(self, data: Mapping[str, Any], place: Place) -> dict[str, Threshold]:
        return {
            id_: threshold_of(self.draft, id_, value, (*place, "thresholds", id_))
            for id_, value in (data.get("thresholds") or {}).items()
        }

    def _one_way(self, node: Node, data: Mapping[str, Any], place: Place) -> None:
        """Keeps a fault where a node is scored in two ways, or looks something up for nothing."""
        ways = [key for key in ("points", "score", "cases") if data.get(key) is not None]
        if isinstance(data.get("answers"), (dict, list)) and place and not node.cases:
            ways.insert(0, "answers")
        if len(ways) > 1:
            self.draft.fault(
                "two-ways",
                say("{node} is scored by {ways}; a node has one way of scoring", node=node.path, ways=ways),
                self.document.key_at((*place, ways[1])),
                say("delete one of them, or write cases with a when for each"),
            )

    def _with_raw(self, node: Node, data: Mapping[str, Any], own: _Inherited, place: Place) -> Node:
        """A leaf with what data give for it: words, a raw value, or its score."""
        value = data.get("value")
        raw = self.keys.raw_value(value, (*place, "value")) if isinstance(value, dict) else None
        words = value.get("one_of") if isinstance(value, dict) else None
        answers = self._answers_of(node, data, own, place, words)
        by_many = [key for key in ("value", "points", "cases") if data.get(key) is not None]
        if own.answered_by == "respondents" and by_many:
            message = say(
                "{node} is answered by respondents, and {key} is for what a unit says once",
                node=node.path,
                key=by_many[0],
            )
            hint = say("write answered_by: unit here, or answers with their scores")
            self.draft.fault("respondents-raw", message, self.document.key_at((*place, by_many[0])), hint)
        scale = self.answers.get(answers or "")
        if scale is not None and scale.answered_by == "respondents":
            self._scores_every_word(node, scale)
        if data.get("range") is not None and raw is None:
            raw = self.keys.raw_value({"range": data["range"]}, place)
        expressions = [node.score, *(case.score for case in node.cases)]
        names_value = any("value" in expression.names for expression in expressions if expression is not None)
        looks_up = any(case.points is not None and case.of is None for case in node.cases) or (
            node.points is not None
        )
        if raw is None and answers is None and (names_value or (looks_up and node.of is None)):
            raw = RawValue()
        if answers is not None and words is None and not node.cases and node.of is None:
            raw = None
        return replace(
            node, answers=answers, value=raw if words is None and not self._reads_words(node) else None
        )

    def _scores_every_word(self, node: Node, scale: AnswerScale) -> None:
        """Keeps a fault where an answer of respondents has no score."""
        words = () if scale.id in self.heard else (*scale.leaving, *scale.lacking)
        self.heard.add(scale.id)
        for word in words:
            message = say(
                "{node} is answered by respondents, and their answer “{word}” has no score in {scale}",
                node=node.path,
                word=word,
                scale=scale.id,
            )
            hint = say(
                "leave “{word}” out of the scale and its cells empty: these count for nothing", word=word
            )
            position = scale.option_positions.get(word, scale.position)
            self.draft.fault("respondents-raw", message, position, hint)

    def _reads_words(self, node: Node) -> bool:
        """Whether all cases of a node look words up, of its own raw word."""
        return bool(node.cases) and all(case.answers is not None and case.of is None for case in node.cases)

    def _answers_of(
        self, node: Node, data: Mapping[str, Any], own: _Inherited, place: Place, words: Any
    ) -> str | None:
        """The answer scale of a leaf: its own, that of its cases, or the named one that holds there."""
        written = data.get("answers")
        by_unit = own.answered_by != "respondents"
        if isinstance(words, list):
            scale = self.keys.words(node.path, words, (*place, "value", "one_of"))
        elif isinstance(written, (dict, list)) and place:
            scale = self.keys.words(node.path, written, (*place, "answers"), unit=by_unit)
        elif self._reads_words(node):
            texts = dict.fromkeys(
                word for case in node.cases for word in self.answers[case.answers or ""].words
            )
            scale = AnswerScale(
                f"{node.path}.answers",
                {word: Fraction(number) for number, word in enumerate(texts)},
                answered_by="unit",
                position=node.position,
                has_scores=False,
                is_own=True,
            )
        else:
            has_other_way = node.score or node.points or node.of or isinstance(data.get("value"), dict)
            named = None if has_other_way and not written else own.answers
            if own.answered_by is None or named is None or named not in self.answers:
                return named
            scale = self.answers[named]
            if scale.answered_by == own.answered_by:
                return named
            scale = replace(
                scale, id=f"{node.path}.answers", answered_by=cast("Any", own.answered_by), is_own=True
            )
        self.answers[scale.id] = scale
        return scale.id

    def _own(self, data: Mapping[str, Any], place: Place, inherited: _Inherited) -> _Inherited:
        """What a node hands on: what is written at it, else what it inherits."""
        coverage = data.get("min_coverage")
        return replace(
            inherited,
            missing=cast(Missing, data["missing"] if data.get("missing") in POLICIES else inherited.missing),
            min_coverage=inherited.min_coverage
            if coverage is None
            else self.draft.share(coverage, (*place, "min_coverage")),
            answers=self._answers(data, place, inherited.answers),
            source=data.get("source") or inherited.source,
            min_respondents=0 if place else int(data.get("min_respondents") or 0),
            answered_by=data.get("answered_by") or inherited.answered_by,
            decimals=inherited.decimals if data.get("decimals") is None else int(data["decimals"]),
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
        node = self._made(spot, entry, self._own(entry, place, inherited), is_leaf=True)
        respondents = int(entry.get("min_respondents") or 0)
        return replace(node, position=position, min_respondents=respondents)

    def _answers(self, data: Mapping[str, Any], place: Place, inherited: str | None) -> str | None:
        """The answer scale that a node or question names, or the one it inherits."""
        name = data.get("answers")
        if isinstance(name, (dict, list)):
            return inherited
        known: Mapping[str, Any] = self.draft.data.get("answers") or {}
        if not name or not place:
            return inherited
        if name not in known:
            listed = (
                say("answer scales that can be named: {known}", known=naturally(known))
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
    if isinstance(data, str) and "/" in data:
        top, bottom = (int(western(part)) for part in data.split("/"))
        return Fraction(top, bottom), False
    if isinstance(data, str):
        return read_percent(data), True
    return data, False


__all__ = ["Tree", "tree_of"]
