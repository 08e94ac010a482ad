"""What variants make of data. These are read once, before it is known which variant a unit has: so what data
can say of a node is the same in all of them, and where words score otherwise the data are read in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..meaning.model import TOTAL, AnswerScale, Node, RuleSet
from ..meaning.scope import own_words
from ..words.diagnostics import Diagnostic, Position, Text, say

Words = tuple[str | None, ...]


def read_apart(rules: RuleSet, variants: Mapping[Words, RuleSet]) -> list[Diagnostic]:
    """A finding for each node of which data can say something else in a variant than without it, or than in
    another one."""
    found = []
    for words, (known, variant) in _in_turn(rules, variants):
        for path, other in variant.entries.items():
            difference = _Difference(known, variant, known.readable[path], other)
            problem = difference.told()
            if problem is None:
                continue
            told, hint = problem
            message = say(
                "{finding} (variant {words})",
                finding=told,
                words=[word for word in words if word is not None],
            )
            found.append(Diagnostic("variant-data", message, difference.position, hint, "error", other.id))
    return found


def read_alike(rules: RuleSet, variants: Mapping[Words, RuleSet]) -> tuple[RuleSet, dict[Words, RuleSet]]:
    """The same rule sets, of which data say the words of a node in all where one asks for them, or scores
    them otherwise; a word has the same number in all. The rules know what data give in variants alone."""
    asked = {*rules.worded}.union(*(variant.worded for variant in variants.values()))
    order: dict[str, Sequence[str]] = {}
    whole = rules
    for _, (known, variant) in _in_turn(rules, variants):
        whole = known
        for path, other in variant.entries.items():
            node = known.entries.get(path)
            one = None if node is None else _scale(known, node)
            two = _scale(variant, other)
            if (
                node is not None
                and one is not None
                and two is not None
                and _read(node, one) != _read(other, two)
            ):
                asked.add(path)
                order |= {node.answers or "": one.words, other.answers or "": one.words}

    def made(own: RuleSet) -> RuleSet:
        answers = {
            name: replace(scale, order=tuple(order[name])) if name in order else scale
            for name, scale in own.answers.items()
        }
        nodes = {**own.lent, **own.nodes}
        worded = frozenset(path for path in asked if path in nodes and own_words(own, nodes[path]))
        return replace(own, answers=answers, worded=worded)

    return made(whole), {words: made(variant) for words, variant in variants.items()}


def _in_turn(
    rules: RuleSet, variants: Mapping[Words, RuleSet]
) -> Iterator[tuple[Words, tuple[RuleSet, RuleSet]]]:
    """Each variant beside the rules with all that it, and those before it, have alone."""
    known = rules
    for words, variant in variants.items():
        more = {path: node for path, node in variant.entries.items() if path not in known.readable}
        scales = {name: scale for name, scale in variant.answers.items() if name not in known.answers}
        known = replace(known, lent={**known.lent, **more}, answers={**known.answers, **scales})
        yield words, (known, variant)


def _scale(rules: RuleSet, node: Node) -> AnswerScale | None:
    return None if node.children else rules.answers.get(node.answers or "")


def _read(node: Node, scale: AnswerScale) -> list[tuple[str, Fraction | str | None]]:
    """Each word in the order of its number, with what it comes to."""
    return [(word, _worth(node, scale, word)) for word in scale.words]


def _worth(node: Node, scale: AnswerScale, word: str) -> Fraction | str | None:
    if word in scale.leaving or word in scale.lacking:
        return "not applicable" if word in scale.leaving else "missing"
    return scale.score(word, reversed_=node.reversed)


class _Difference:
    """Something that data can give, as the rules know it from elsewhere, and in a variant."""

    def __init__(self, known: RuleSet, variant: RuleSet, node: Node, other: Node) -> None:
        self.known, self.variant, self.node, self.other = known, variant, node, other
        self.one, self.two = _scale(known, self.node), _scale(variant, other)

    @property
    def position(self) -> Position:
        """Where the variant writes what is otherwise."""
        if self.other.path == TOTAL:
            return self.variant.at("scale")
        if self.node.reversed != self.other.reversed:
            return self.other.at("reversed")
        return self.other.at("value" if self.two is None else "answers")

    def told(self) -> tuple[Text, Text] | None:
        """What data can say otherwise, and what to write; None where all is well."""
        two_nodes = say("write two nodes, and with applies which of them is asked")
        id_, one, two = self.other.id, self.one, self.two
        if one is None and two is None:
            return self._of_numbers()
        if one is None:
            return say("{node} is answered in words, and has none without the variant", node=id_), two_nodes
        if two is None:
            return say(
                "{node} has no words, and is answered in words without the variant", node=id_
            ), two_nodes
        if one.answered_by != two.answered_by:
            return say("{node} is answered by others than without the variant", node=id_), two_nodes
        if set(one.words) != set(two.words):
            told = say(
                "{node} is answered with {new}, and without the variant with {old}",
                node=id_,
                new=list(two.words),
                old=list(one.words),
            )
            hint = say("write all words in the rules too, since data are read before the variant is known")
            return told, hint
        if one.answered_by == "respondents" and _read(self.node, one) != _read(self.other, two):
            told = say("words of respondents for {node} score otherwise than without the variant", node=id_)
            return told, two_nodes
        return None

    def _of_numbers(self) -> tuple[Text, Text] | None:
        """What is to be told of numbers that data can give; of those within the scale at the total."""
        is_raw, is_raw_here = self.node.value is not None, self.other.value is not None
        if not is_raw and not is_raw_here and self.other.path != TOTAL:
            return None
        possible = self.known.possible(self.node), self.variant.possible(self.other)
        if is_raw == is_raw_here and possible[0] == possible[1]:
            return None
        told = say("data can give {node} other values than without the variant", node=self.other.id)
        hint = say("write one range for both, and under refuse what a variant does not take")
        return told, hint


__all__ = ["read_alike", "read_apart"]
