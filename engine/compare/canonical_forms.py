"""Expressions and other parts of rules in a form that is the same for the same meaning."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from ..meaning.expressions import Expression, dotted, words_of
from ..meaning.model import AnswerScale, RuleSet
from ..meaning.scope import Scope, is_of_words
from ..meaning.scoring import NOT_APPLICABLE
from ..words.numerals import decimal_text, read_number


def canonical(
    expression: Expression, meaning: Mapping[str, str] | None = None, scope: Scope | None = None
) -> str:
    """The expression as it reads without brackets that mean nothing, blanks, zeros at the ends of numbers,
    and the order of what is compared or joined; with `meaning` other texts stand for names. In a `scope`
    words are no names."""
    tree = ast.parse(expression.code, mode="eval").body
    return ast.unparse(_CanonicalTree(expression.code, meaning or {}, scope).visit(tree))


def to_be_read(expression: Expression, meaning: Mapping[str, str] | None = None) -> str:
    """The expression in the order in which it is written; with `meaning` other texts stand for names."""
    tree = ast.parse(expression.code, mode="eval").body
    return ast.unparse(_NamedTree(expression.code, meaning or {}).visit(tree))


class _NamedTree(ast.NodeTransformer):
    """Puts other texts for the names of an expression, and its numbers as they are shown."""

    def __init__(self, code: str, meaning: Mapping[str, str]) -> None:
        self.code, self.meaning = code, meaning

    def visit_Constant(self, node: ast.Constant) -> ast.AST:  # the name that ast calls
        number = read_number(ast.get_source_segment(self.code, node) or "")
        return node if number is None else ast.Name(decimal_text(number))

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(self.meaning.get(node.id, node.id))

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        name = dotted(node) or ""
        return ast.Name(self.meaning.get(name, name))

    def visit_Call(self, node: ast.Call) -> ast.AST:
        return ast.Call(node.func, [self.visit(argument) for argument in node.args], [])


class _CanonicalTree(_NamedTree):
    """Makes the tree of an expression that of its canonical form."""

    def __init__(self, code: str, meaning: Mapping[str, str], scope: Scope | None) -> None:
        super().__init__(code, meaning)
        self.scope = scope

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        return ast.BoolOp(node.op, sorted((self.visit(value) for value in node.values), key=ast.unparse))

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        terms = list(self._terms(node))
        if len(terms) == 2 and isinstance(node.ops[0], (ast.Lt, ast.LtE)):
            return ast.Compare(
                terms[1], [ast.Gt() if isinstance(node.ops[0], ast.Lt) else ast.GtE()], [terms[0]]
            )
        if len(terms) == 2 and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            terms.sort(key=ast.unparse)
        return ast.Compare(terms[0], node.ops, terms[1:])

    def _terms(self, node: ast.Compare) -> Iterator[ast.expr]:
        """What is compared, words as texts between quotes, in their order."""
        yield self.visit(node.left)
        for left, sign, right in zip(
            (node.left, *node.comparators), node.ops, node.comparators, strict=False
        ):
            if self.scope is not None and is_of_words(self.scope, left, sign, right):
                words: list[ast.expr] = [ast.Constant(word) for word in sorted(words_of(right))]
                yield ast.Tuple(words) if isinstance(right, ast.Tuple) else words[0]
            else:
                yield self.visit(right)


def values_of(rules: RuleSet) -> dict[str, str]:
    """What the names of thresholds stand for: their numbers."""
    return {name: decimal_text(threshold.value) for name, threshold in rules.thresholds.items()}


def words_with_scores(scale: AnswerScale) -> dict[str, str]:
    """By word of an answer scale what it gives: a score, that the node does not apply, that its score is
    missing; nothing where words have no scores."""
    scores = {word: decimal_text(score) if scale.has_scores else "" for word, score in scale.options.items()}
    return {
        **scores,
        **dict.fromkeys(scale.leaving, NOT_APPLICABLE),
        **dict.fromkeys(scale.lacking, "missing"),
    }


__all__ = ["canonical", "to_be_read", "values_of", "words_with_scores"]
