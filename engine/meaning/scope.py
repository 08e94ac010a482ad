"""What the names of a rule set mean, where an expression stands: an id is looked for below the node of the
expression, then below its parent, and so on; the nearest threshold above counts."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from .expressions import EQUALITIES, Expression, dotted, words_of
from .model import LEVELS, TOTAL, AnswerScale, Node, RuleSet, Threshold, above_of, is_below
from .word_options import Choice, Options

Kind = Literal["own", "threshold", "node", "list", "column"]


@dataclass(frozen=True)
class Named:
    """What a name stands for: one of the expression's `own` names, a threshold with its `number`, or the
    nodes and inputs of some `paths`, as a list or one alone; of a column of a reference table the paths of
    what its rows are found by."""

    kind: Kind
    paths: tuple[str, ...] = ()
    number: Fraction = Fraction(0)


class Unclear(Exception):  # noqa: N818  # it is no error of the program
    """A name that can mean several nodes, or a list that stands at several depths: their paths."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(*paths)
        self.paths = tuple(paths)


@dataclass(frozen=True)
class Scope:
    """The names that an expression may use which stands at the node `at`; `own` are names that mean something
    in it alone. `lists_at` is where lists are taken from, if not there."""

    rules: RuleSet
    at: str = TOTAL
    own: tuple[str, ...] = ()
    lists_at: str | None = None
    _known: dict[str, Named | None] = field(default_factory=dict, repr=False, compare=False)

    def find(self, name: str) -> Named | None:
        """What a name stands for; None for nothing. Raises Unclear where it can mean several."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def _found(self, name: str) -> Named | None:
        if name in self.own:
            return Named("own")
        if name in LEVELS:
            paths = self._listed(LEVELS[name])
            return Named("list", paths) if paths else None
        threshold = self.thresholds.get(name)
        if threshold is not None:
            return Named("threshold", number=threshold.value)
        if name in self.rules.inputs:
            return Named("node", (name,))
        if name in self.rules.table_columns:
            return Named("column", tuple(key.path for key in self.rules.table_columns[name].keys))
        paths = (self.whole,) if name == TOTAL else self._nearest(name)
        return Named("node", paths) if paths else None

    @cached_property
    def thresholds(self) -> Mapping[str, Threshold]:
        """The thresholds that hold here, by name: of two with one name the nearest above."""
        return thresholds_at(self.rules, self.at)

    @cached_property
    def whole(self) -> str:
        """The path of the node that is the total here: of a rule set that is taken whole its own."""
        around = (self.at, *reversed(above_of(self.at)))
        nodes = self.rules.nodes
        return next((path for path in around if path in nodes and nodes[path].is_whole), TOTAL)

    def _nearest(self, name: str) -> tuple[str, ...]:
        candidates = self.rules.names.get(name, ())
        if len(candidates) <= 1:
            return candidates
        for owner in (self.at, *reversed(above_of(self.at))):
            found = tuple(path for path in candidates if is_below(path, owner) and path != owner)
            if len(found) > 1:
                raise Unclear(found)
            if found:
                return found
        return ()

    def _listed(self, level: str) -> tuple[str, ...]:
        owner = self.at if self.lists_at is None else self.lists_at
        node = self.rules.nodes.get(owner)
        if node is None:
            return ()
        paths = tuple(inner.path for inner in node.walk() if inner.level == level and inner is not node)
        if self.at != TOTAL and not node.is_whole and len({path.count(".") for path in paths}) > 1:
            raise Unclear(paths)
        return paths

    def options(self, name: str) -> Options | None:
        """The words that a name can have for a value, of a list for each of its nodes; None for none."""
        try:
            named = self.find(name)
        except Unclear:
            return None
        if named is None or named.kind not in ("node", "list"):
            return None
        choices = [choices_of(self.rules, path) for path in named.paths]
        if not all(choices):
            return None
        pure = all(is_pure(self.rules, path) for path in named.paths)
        return Options(tuple(choices), named.kind == "list", pure)

    def names(self) -> tuple[str, ...]:
        """Every name that could be used here: for hints."""
        lists = [name for name in LEVELS if self._listed_quietly(name)]
        return (
            *self.own,
            *lists,
            *self.thresholds,
            *self.rules.inputs,
            *self.rules.names,
            *self.rules.table_columns,
        )

    def _listed_quietly(self, name: str) -> bool:
        try:
            return self.find(name) is not None
        except Unclear:
            return True

    # which nodes an expression looks at

    def referred(self, expression: Expression) -> tuple[str, ...]:
        """The paths of the nodes and inputs that an expression names, lists written out; words are none.
        Where it asks what a node is judged to be, those of the judgements too."""
        paths: dict[str, None] = {}
        for name in names_of(self, expression.tree):
            named = self.find(name)
            if named is not None:
                paths.update(dict.fromkeys(named.paths))
        for choice in asked_words(self, expression.tree):
            if choice.kind == "result":
                node = self.rules.nodes[choice.path]
                scope = Scope(self.rules, node.path, ("score",), TOTAL)
                for judgement in self.rules.judgements[node.level]:
                    paths.update(dict.fromkeys(scope.referred(judgement.when)))
        return tuple(paths)


def thresholds_at(rules: RuleSet, path: str) -> Mapping[str, Threshold]:
    """The thresholds that hold at a node, by name: of two with one name the nearest above."""
    holding = dict(rules.thresholds)
    for owner in (*above_of(path), path):
        node = rules.nodes.get(owner)
        if node is not None:
            holding.update(node.thresholds)
    return holding


def names_of(scope: Scope, tree: ast.AST) -> Iterator[str]:
    """The names in an expression that are no words: those to the right of == are, where the left side has
    words for values."""
    name = dotted(tree)
    if name is not None:
        yield name
        return
    if isinstance(tree, ast.Compare):
        yield from names_of(scope, tree.left)
        for left, sign, right in zip(
            (tree.left, *tree.comparators), tree.ops, tree.comparators, strict=False
        ):
            if not is_of_words(scope, left, sign, right):
                yield from names_of(scope, right)
        return
    parts = tree.args if isinstance(tree, ast.Call) else list(ast.iter_child_nodes(tree))
    for part in parts:
        yield from names_of(scope, part)


def is_of_words(scope: Scope, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> bool:
    """Whether a comparison is one of words: of what can be one, with some of its words."""
    name = dotted(left)
    options = scope.options(name) if name is not None and isinstance(sign, EQUALITIES) else None
    return options is not None and options.takes(words_of(right))


def asked_words(scope: Scope, tree: ast.AST) -> Iterator[Choice]:
    """The choices whose words an expression compares."""
    for part in ast.walk(tree):
        if isinstance(part, ast.Compare):
            sides = zip((part.left, *part.comparators), part.ops, part.comparators, strict=False)
            for left, sign, right in sides:
                name = dotted(left)
                options = scope.options(name) if name and isinstance(sign, EQUALITIES) else None
                if options is not None and options.takes(words := words_of(right)):
                    yield from options.asked(words)


def asked_words_alone(scope: Scope, tree: ast.AST) -> list[Choice] | None:
    """The choices whose words an expression compares, where it names nodes and inputs in no other way; None
    where it does."""
    asked: dict[ast.expr, list[Choice]] = {}
    for part in ast.walk(tree):
        if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], EQUALITIES):
            name, words = dotted(part.left), words_of(part.comparators[0])
            options = scope.options(name) if name else None
            if options is not None and options.takes(words):
                asked[part.left] = [choice for of_one in options.choices for choice in of_one]
    for part in ast.walk(tree):
        name = dotted(part) if isinstance(part, ast.expr) else None
        named = None if name is None else scope.find(name)
        if named is not None and named.paths and part not in asked:
            return None
    return [choice for choices in asked.values() for choice in choices]


def choices_of(rules: RuleSet, path: str) -> tuple[Choice, ...]:
    """The words that can be said of a node or input: its options, its ratings, what it is judged to be."""
    node, choices = rules.entries[path], []
    if (scale := own_words(rules, node)) is not None:
        choices.append(Choice(path, "answer", scale.words, groups=_groups(rules, node, scale)))
    if bands := (rules.bands if path == TOTAL else node.bands):
        choices.append(Choice(path, "rating", tuple(dict.fromkeys(band.rating for band in bands))))
    judgements = rules.judgements.get(node.level, ())
    if judgements and (path == TOTAL or not node.bands) and not is_pure(rules, path):
        words = dict.fromkeys(judgement.result for judgement in judgements)
        choices.append(Choice(path, "result", tuple(words)))
    return tuple(choices)


def words_at(rules: RuleSet, path: str) -> tuple[str, ...] | None:
    """The words that a result says of a node: its ratings, or its answers; None for none."""
    choices = {choice.kind: choice.words for choice in choices_of(rules, path)}
    return choices.get("rating") or choices.get("answer")


def own_words(rules: RuleSet, node: Node) -> AnswerScale | None:
    """The scale of something that its unit answers once with one of some words; None where it does not."""
    scale = rules.answers.get(node.answers or "")
    if scale is None or node.children or scale.answered_by != "unit":
        return None
    return scale


def _groups(rules: RuleSet, node: Node, scale: AnswerScale) -> dict[int, frozenset[int]]:
    """By number of a score that is given instead of a word: the numbers of the words that earn it."""
    if node.path not in rules.worded:
        return {}
    earned = [scale.score(word, reversed_=node.reversed) for word in scale.options]
    return {
        len(scale.words) + place: frozenset(number for number, own in enumerate(earned) if own == score)
        for place, score in enumerate(scale.scores_given(reversed_=node.reversed))
    }


def is_pure(rules: RuleSet, path: str) -> bool:
    """Whether something has a word and no number."""
    node = rules.entries[path]
    scale = rules.answers.get(node.answers or "")
    return scale is not None and not scale.has_scores and not node.cases


__all__ = [
    "Named",
    "Scope",
    "Unclear",
    "asked_words",
    "asked_words_alone",
    "choices_of",
    "is_of_words",
    "is_pure",
    "names_of",
    "own_words",
    "thresholds_at",
    "words_at",
]
