"""The words that data have for answers of which several earn the same score: the score alone rates, and one
who reads an explanation knows the word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..data.dataset import Dataset
from ..data.row_values import given_of
from ..meaning.model import RuleSet
from ..meaning.scope import is_pure, own_words


def asking_for_words(rules: RuleSet) -> RuleSet | None:
    """The rules as they read the words of such answers; None where there are none. Every score is the same by
    them."""
    asked = {path for path in rules.nodes if _are_alike(rules, path)}
    return replace(rules, worded=frozenset({*rules.worded, *asked})) if asked else None


def _are_alike(rules: RuleSet, path: str) -> bool:
    """Whether several answers of a question that a unit answers have one score."""
    node = rules.nodes[path]
    scale = own_words(rules, node)
    if scale is None or path in rules.worded or is_pure(rules, path):
        return False
    scores = [scale.score(word, reversed_=node.reversed) for word in scale.options]
    return len({*scores}) < len(scores)


def words_said(rules: RuleSet, asking: RuleSet, dataset: Dataset, unit: str) -> Mapping[str, str]:
    """The words of such answers of a unit, by path; `asking` are the rules that the data were read by. A
    score that is given in the place of a word is none."""
    own = dataset.only(unit)
    (row,) = own.frame.iter_rows(named=True)
    scores, said = given_of(own.claims, row).scores, dict[str, str]()
    for path in asking.worded - rules.worded:
        scale, number = own_words(asking, asking.nodes[path]), scores.get(path)
        if scale is not None and number is not None and 0 <= number < len(scale.words):
            said[path] = scale.words[int(number)]
    return said


__all__ = ["asking_for_words", "words_said"]
