"""Formulas that are sums of multiples: negative - positive, 2 * a + b / 4 + 10."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..meaning.expressions import Expression, dotted
from ..meaning.scope import Scope
from ..words.numerals import read_number
from .clauses import written


@dataclass(frozen=True)
class Multiples:
    """A sum: of each node, by path, so many times its score, and a number."""

    times: Mapping[str, Fraction] = field(default_factory=dict)
    number: Fraction = Fraction(0)

    def plus(self, other: Multiples, factor: Fraction) -> Multiples:
        """The sum with a multiple of another one."""
        paths = dict.fromkeys((*self.times, *other.times))
        nothing = Fraction(0)
        times = {
            path: self.times.get(path, nothing) + factor * other.times.get(path, nothing) for path in paths
        }
        return Multiples(times, self.number + factor * other.number)


def multiples_in(formula: Expression, scope: Scope) -> Multiples | None:
    """What a formula is a sum of; None where it is more than that."""
    return _of(formula, formula.tree, scope)


def _of(formula: Expression, tree: ast.expr, scope: Scope) -> Multiples | None:
    if isinstance(tree, ast.Constant):
        number = read_number(written(formula, tree))
        return None if number is None else Multiples(number=number)
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        inner = _of(formula, tree.operand, scope)
        return None if inner is None else Multiples().plus(inner, Fraction(-1))
    if isinstance(tree, ast.BinOp):
        return _of_two(formula, tree, scope)
    name = dotted(tree)
    named = None if name is None else scope.find(name)
    if named is None or named.kind not in ("threshold", "node"):
        return None
    if named.kind == "threshold":
        return Multiples(number=named.number)
    return Multiples({named.paths[0]: Fraction(1)})


def _of_two(formula: Expression, tree: ast.BinOp, scope: Scope) -> Multiples | None:
    left, right = _of(formula, tree.left, scope), _of(formula, tree.right, scope)
    if left is None or right is None:
        return None
    if isinstance(tree.op, ast.Add | ast.Sub):
        return left.plus(right, Fraction(1 if isinstance(tree.op, ast.Add) else -1))
    if isinstance(tree.op, ast.Mult):
        one, other = (left, right) if not right.times else (right, left)
        return None if other.times else Multiples().plus(one, other.number)
    if isinstance(tree.op, ast.Div) and not right.times and right.number:
        return Multiples().plus(left, 1 / right.number)
    return None


__all__ = ["Multiples", "multiples_in"]
