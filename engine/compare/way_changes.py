"""What two rule sets say otherwise of how a node comes to its score: what is looked up, the words, the table,
the cases or the formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..meaning.expressions import Expression
from ..meaning.model import INPUT, AnswerScale, Node, RuleSet
from ..meaning.scoring import Case, RawValue
from ..words.diagnostics import Position, Text, say
from .aligned import Pairs, in_turn
from .canonical_forms import words_with_scores
from .rule_differences import Atom, Difference, Facet, value_text
from .rule_pair import Paths, RulePair
from .table_row_changes import Tables

Way = Literal["cases", "points", "plain"]


def way_of_scoring(node: Node) -> Way:
    """Whether a node is scored by cases, by a table, or otherwise."""
    return "cases" if node.cases else "points" if node.points is not None else "plain"


def is_restructured(one: Node, other: Node) -> bool:
    """Whether only one of two nodes has nodes below it: then all of how it is scored goes with these."""
    return bool(one.children) != bool(other.children)


def whole_way(one: Node, other: Node) -> str | None:
    """The facet with which all of how a node is scored goes; None where its parts are apart."""
    if is_restructured(one, other):
        return "children"
    return "way" if way_of_scoring(one) != way_of_scoring(other) else None


def looked_up(one: Node, other: Node) -> str | None:
    """The facet with which the raw value of a node goes as a whole: where there is one in one rule set only;
    None where its parts are apart."""
    if (one.value is None) == (other.value is None):
        return None
    return "of" if (one.of is None) != (other.of is None) else "range"


def way_atoms(pair: RulePair, one: Node, other: Node) -> Iterator[Atom]:
    """Everything that is otherwise about how a node is scored."""
    ways = _Ways(pair, one, other)
    whole = whole_way(one, other)
    if whole is None:
        yield from ways.parts()
        return
    is_other_way = way_of_scoring(one) != way_of_scoring(other)
    parts = ways.beside_way() if is_other_way else ways.parts()
    told = [ways.way()] if is_other_way else []
    told += [difference for atom in parts for difference in atom.differences]
    if told:
        yield Atom("way", tuple(told), frozenset([(whole, one.path, other.path)]))


def input_atoms(pair: RulePair, one: Node, other: Node, *, rates: bool) -> Iterator[Atom]:
    """Everything that is otherwise about what an input can be."""
    for atom in _Ways(pair, one, other).parts():
        yield atom if rates else replace(atom, facets=frozenset())


@dataclass(frozen=True)
class _Ways:
    """One node, or input, in two rule sets, and how it is scored."""

    pair: RulePair
    one: Node
    other: Node

    @property
    def at(self) -> Paths:
        return self.one.path, self.other.path

    def facet(self, key: str, *more: str | int) -> frozenset[Facet]:
        return frozenset([(key, *self.at, *more)])

    @property
    def name(self) -> str | Text:
        is_input = self.one.level == INPUT
        return say("input {name}", name=self.one.id) if is_input else self.pair.name(self.one)

    def difference(self, key: str, words: Text, old: str | Text | None, new: str | Text | None) -> Difference:
        what = say("{attribute} of {node}", attribute=words, node=self.name)
        return Difference(what, old, new, self.one.at(key), self.other.at(key))

    def parts(self) -> Iterator[Atom]:
        """Each part of the way by itself, where both are scored in the same way."""
        yield from self.answers()
        yield from self.formula("score", say("formula"))
        yield from self.formula("of", say("value that is looked up"))
        yield from self.raw_value()
        if self.one.points is not None and self.other.points is not None:
            tables = Tables(self.one.points, self.other.points, self._decimals(self.one, self.other))
            yield from tables.atoms(("points", *self.at), say("points of {node}", node=self.name))
        yield from self.cases()

    def way(self) -> Difference:
        """That a node is scored in another way."""
        old, new = (_way_text(node) for node in (self.one, self.other))
        places = (node.at(_way_key(node)) for node in (self.one, self.other))
        return Difference(say("how {node} is scored", node=self.name), old, new, *places)

    def beside_way(self) -> Iterator[Atom]:
        """What is otherwise beside the way itself: what is looked up, and what data give."""
        yield from self.answers()
        yield from self.formula("of", say("value that is looked up"))
        yield from self.raw_value()

    # words

    def answers(self) -> Iterator[Atom]:
        """The answer scale, where it is another one or the node's own."""
        scales = [
            rules.answers.get(node.answers or "")
            for rules, node in zip(self.pair.both, (self.one, self.other), strict=True)
        ]
        old, new = scales
        if self.one.children or self.other.children:
            return
        if old is not None and new is not None and old.is_own and new.is_own:
            yield from self._own_words(old, new)
            return
        means = [None if scale is None else (words_with_scores(scale), scale.answered_by) for scale in scales]
        if self.one.answers != self.other.answers and means[0] != means[1]:
            texts = (
                value_text(_scale_name(node.answers, scale))
                for node, scale in zip((self.one, self.other), scales, strict=True)
            )
            difference = self.difference("answers", say("answer scale"), *texts)
            yield Atom("answers", (difference,), self.facet("answers"))

    def _own_words(self, old: AnswerScale, new: AnswerScale) -> Iterator[Atom]:
        told = tuple(word_differences(old, new))
        what = say("answers of {node}", node=self.name)
        if self.one.level == INPUT:
            what = say("words of {node}", node=self.name)
        if told:
            named = (
                replace(each, what=say("{what}: {change}", what=what, change=each.what)) for each in told
            )
            yield Atom("answers", tuple(named), self.facet("answers"))
        if old.answered_by != new.answered_by:
            difference = self.difference("answered_by", say("who answers"), old.answered_by, new.answered_by)
            yield Atom("answers", (difference,), self.facet("answered_by"))

    # formulas and raw values

    def formula(self, key: str, words: Text) -> Iterator[Atom]:
        one, other = getattr(self.one, key), getattr(self.other, key)
        if not self.pair.same_expression(one, other, self.at):
            old, new = (value_text(None if own is None else own.text) for own in (one, other))
            yield Atom(key, (self.difference(key, words, old, new),), self.facet(key))

    def raw_value(self) -> Iterator[Atom]:
        """What the raw value can be. Where one of the two has none, all of it is one change."""
        one, other = self.one.value, self.other.value
        whole = looked_up(self.one, self.other)
        key = "value" if "value" in {*self.one.places, *self.other.places} else "range"
        for name, words in _RAW.items():
            old, new = (None if own is None else _raw_text(name, own, node, rules) for own, node, rules in (
                (one, self.one, self.pair.old), (other, self.other, self.pair.new)))  # fmt: skip
            is_there = one is None or other is None
            if old != new or (is_there and name == "range" and whole is not None):
                at = name if name in {*self.one.places, *self.other.places} else key
                difference = self.difference(at, words, value_text(old), value_text(new))
                yield Atom(raw_facet(name), (difference,), self.facet(whole or raw_facet(name)))
        fixed = [own is not None and own.fixed for own in (one, other)]
        if fixed[0] != fixed[1]:
            old, new = map(value_text, fixed)
            yield Atom("fixed", (self.difference("fixed", say("cannot be changed"), old, new),))

    @staticmethod
    def _decimals(one: Node, other: Node) -> tuple[int | None, int | None]:
        """With how many decimals the bounds of a table are shown in both."""
        old, new = (
            None if node.value is None or node.of is not None else node.value.decimals
            for node in (one, other)
        )
        return old, new

    # cases

    def cases(self) -> Iterator[Atom]:
        """The cases: each part of one by itself, where there are as many in both; else all of them as one
        change."""
        pairs = case_pairs(self.pair, self.one, self.other)
        atoms = []
        for number, (old, new) in enumerate(pairs):
            atoms += list(self._case(number, old, new))
        if len(self.one.cases) == len(self.other.cases) == len(pairs):
            yield from atoms
        elif atoms:
            told = tuple(difference for atom in atoms for difference in atom.differences)
            yield Atom("cases", told, self.facet("cases"))

    def _case(self, number: int, old: Case | None, new: Case | None) -> Iterator[Atom]:
        name = say("case {number} of {node}", number=number + 1, node=self.name)
        if old is None or new is None:
            before, after = (None if own is None else _case_text(own) for own in (old, new))
            places = (
                node.at("cases") if own is None else own.position
                for node, own in zip((self.one, self.other), (old, new), strict=True)
            )
            yield Atom("cases", (Difference(name, before, after, *places),), self.facet("cases"))
            return
        places_of_both = old.position, new.position
        for key, words in (("when", say("condition")), ("of", say("value that is looked up"))):
            one, other = getattr(old, key), getattr(new, key)
            if not self.pair.same_expression(one, other, self.at):
                what = say("{attribute} of {node}", attribute=words, node=name)
                told = Difference(what, *_texts(one, other), *_places(one, other, places_of_both))
                yield Atom("cases", (told,), self.facet(f"case {key}", number))
        yield from self._case_way(number, name, old, new)

    def _case_way(self, number: int, name: Text, old: Case, new: Case) -> Iterator[Atom]:
        facet = ("case way", *self.at, number)
        if old.points is not None and new.points is not None:
            tables = Tables(old.points, new.points, self._decimals(self.one, self.other))
            yield from tables.atoms(facet, say("points of {node}", node=name))
            return
        scales = [
            rules.answers.get(own.answers or "")
            for rules, own in zip(self.pair.both, (old, new), strict=True)
        ]
        if scales[0] is not None and scales[1] is not None and (old.answers == new.answers or all(
            scale is not None and scale.is_own for scale in scales)):  # fmt: skip
            if scales[0].is_own:
                what = say("answers of {node}", node=name)
                told = [
                    replace(each, what=say("{what}: {change}", what=what, change=each.what))
                    for each in word_differences(scales[0], scales[1])
                ]
                if told:
                    yield Atom("answers", tuple(told), frozenset([facet]))
            return
        is_formula = old.score is not None and new.score is not None
        if is_formula and self.pair.same_expression(old.score, new.score, self.at):
            return
        old_text, new_text = (_outcome_text(own) for own in (old, new))
        what = say("{attribute} of {node}", attribute=say("formula"), node=name)
        if not is_formula:
            what = say("how {node} is scored", node=name)
        places = _places(old.score, new.score, (old.position, new.position))
        yield Atom("cases", (Difference(what, old_text, new_text, *places),), frozenset([facet]))


def case_pairs(pair: RulePair, one: Node, other: Node) -> Pairs[Case]:
    """Each case of a node with the one that it became: in its turn where there are as many, else by its
    condition."""
    at = one.path, other.path

    def same(old: Case, new: Case) -> bool:
        return pair.same_expression(old.when, new.when, at)

    if len(one.cases) == len(other.cases):
        return list(zip(one.cases, other.cases, strict=True))
    return in_turn(one.cases, other.cases, [same, lambda _, __: True])


def word_differences(one: AnswerScale, other: AnswerScale) -> Iterator[Difference]:
    """The words of an answer scale that give something else, came or went."""
    olds, news = words_with_scores(one), words_with_scores(other)
    for word in dict.fromkeys([*olds, *news]):
        values = olds.get(word), news.get(word)
        if values[0] != values[1]:
            places = (scale.option_positions.get(word, scale.position) for scale in (one, other))
            old, new = (None if value is None else value or say("a word") for value in values)
            yield Difference(say("“{word}”", word=word), old, new, *places)


_RAW: Mapping[str, Text] = {
    "range": say("range"),
    "decimals": say("decimals that are read"),
    "step": say("step of values"),
    "rounding": say("rounding of what is read"),
    "missing": say("what an empty cell stands for"),
}
"""By what a raw value can be: what it is called."""


def raw_facet(name: str) -> str:
    """The facet of a field of a raw value."""
    return name if name == "range" else f"value-{name}"


def _raw_text(name: str, value: RawValue, node: Node, rules: RuleSet) -> object:
    if name == "range":
        return value.minimum, value.maximum
    own = getattr(value, name)
    if name == "missing" and own is not None and node.answers is not None:
        return list(rules.answers[node.answers].options)[int(own)]
    return own


def _scale_name(name: str | None, scale: AnswerScale | None) -> str | None:
    """An answer scale: its name, or the words of one that is a node's own."""
    return name if scale is None or not scale.is_own else scale_text(scale)


def scale_text(scale: AnswerScale) -> str:
    """The words of an answer scale, with what they give."""
    words = words_with_scores(scale)
    return ", ".join(f"{word}: {score}" if score else word for word, score in words.items())


def _way_key(node: Node) -> str:
    keys = ("cases", "points", "score", "answers", "combine")
    return next((key for key in keys if key in node.places), "value")


def _way_text(node: Node) -> str | Text:
    if node.cases or node.points is not None:
        return say("cases") if node.cases else say("points")
    if node.score is not None:
        return f"= {node.score.text}"
    if node.children:
        return node.combine
    return say("answers") if node.answers is not None else say("by data")


def _outcome_text(case: Case) -> str | Text:
    if case.score is not None:
        return f"= {case.score.text}"
    if case.points is not None:
        return say("points")
    is_own = case.answers is None or ".cases." in case.answers
    return say("answers") if is_own else say("answers of {name}", name=str(case.answers))


def _case_text(case: Case) -> Text:
    outcome = _outcome_text(case)
    if case.when is None:
        return say("{text}", text=outcome)
    return say("{what} where {condition}", what=outcome, condition=case.when.text)


def _texts(one: Expression | None, other: Expression | None) -> tuple[str | None, str | None]:
    return None if one is None else one.text, None if other is None else other.text


def _places(
    one: Expression | None, other: Expression | None, places: tuple[Position, Position]
) -> tuple[Position, Position]:
    return (places[0] if one is None else one.position, places[1] if other is None else other.position)


__all__ = [
    "case_pairs",
    "input_atoms",
    "is_restructured",
    "looked_up",
    "raw_facet",
    "scale_text",
    "way_atoms",
    "way_of_scoring",
    "whole_way",
    "word_differences",
]
