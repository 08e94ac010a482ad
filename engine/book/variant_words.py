"""What variants make of answers. Data are read once, before it is known which variant a row has: so the words
that a node takes are the same in all of them, and where their scores differ the data are read in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..meaning.model import AnswerScale, Node, RuleSet
from ..meaning.scope import own_words
from ..words.diagnostics import Diagnostic, Text, say

Words = tuple[str | None, ...]


def words_apart(rules: RuleSet, variants: Mapping[Words, RuleSet]) -> list[Diagnostic]:
    """A finding for each node that takes other words in a variant than without it, or of whose respondents
    the same words score otherwise there."""
    found = []
    for words, variant in variants.items():
        for node, other in _pairs(rules, variant):
            one, two = _scale(rules, node), _scale(variant, other)
            problem = _problem(node, one, other, two)
            if problem is None:
                continue
            told, hint = problem
            message = say(
                "{finding} (variant {words})",
                finding=told,
                words=[word for word in words if word is not None],
            )
            key = "reversed" if node.reversed != other.reversed else "answers" if two else "value"
            found.append(Diagnostic("variant-words", message, other.at(key), hint, "error", node.id))
    return found


def read_in_words(rules: RuleSet, variants: Mapping[Words, RuleSet]) -> tuple[RuleSet, dict[Words, RuleSet]]:
    """The same rule sets, of which data say the words of a node in all where one asks for them, or scores
    them otherwise; a word has the same number in all."""
    asked = {*rules.worded}.union(*(variant.worded for variant in variants.values()))
    order: dict[str, Sequence[str]] = {}
    for variant in variants.values():
        for node, other in _pairs(rules, variant):
            one, two = _scale(rules, node), _scale(variant, other)
            if one is not None and two is not None and _read(node, one) != _read(other, two):
                asked.add(node.path)
                order |= {node.answers or "": one.words, other.answers or "": one.words}

    def made(own: RuleSet) -> RuleSet:
        answers = {
            name: replace(scale, order=tuple(order[name])) if name in order else scale
            for name, scale in own.answers.items()
        }
        worded = frozenset(path for path in asked if path in own.nodes and own_words(own, own.nodes[path]))
        return replace(own, answers=answers, worded=worded)

    return made(rules), {words: made(variant) for words, variant in variants.items()}


def _pairs(rules: RuleSet, variant: RuleSet) -> Iterator[tuple[Node, Node]]:
    """What data can give without and with a variant, as far as nothing stands below it."""
    for path, node in rules.entries.items():
        other = variant.entries.get(path)
        if other is not None and not node.children and not other.children:
            yield node, other


def _scale(rules: RuleSet, node: Node) -> AnswerScale | None:
    return rules.answers.get(node.answers or "")


def _read(node: Node, scale: AnswerScale) -> list[tuple[str, Fraction | str | None]]:
    """Each word in the order of its number, with what it comes to."""
    return [(word, _worth(node, scale, word)) for word in scale.words]


def _worth(node: Node, scale: AnswerScale, word: str) -> Fraction | str | None:
    if word in scale.leaving or word in scale.lacking:
        return "not applicable" if word in scale.leaving else "missing"
    return scale.score(word, reversed_=node.reversed)


def _problem(
    node: Node, one: AnswerScale | None, other: Node, two: AnswerScale | None
) -> tuple[Text, Text] | None:
    """What of the answers of a node cannot differ in a variant, and what to write; None where all is well."""
    if one is None and two is None:
        return None
    two_nodes = say("write two nodes, and with applies which of them is asked")
    if one is None or two is None:
        told = say("{node} is answered in words, and has none without the variant", node=node.id)
        if two is None:
            told = say("{node} has no words, and is answered in words without the variant", node=node.id)
        return told, two_nodes
    if one.answered_by != two.answered_by:
        return say("{node} is answered by others than without the variant", node=node.id), two_nodes
    if set(one.words) != set(two.words):
        told = say(
            "{node} is answered with {new}, and without the variant with {old}",
            node=node.id,
            new=list(two.words),
            old=list(one.words),
        )
        hint = say("write all words in the rules too, since data are read before the variant is known")
        return told, hint
    if one.answered_by == "respondents" and _read(node, one) != _read(other, two):
        told = say("words of respondents for {node} score otherwise than without the variant", node=node.id)
        return told, two_nodes
    return None


__all__ = ["read_in_words", "words_apart"]
