"""Equations that people read, read back: (90 + [b2 ≤ 50]) / 2 = 70 → 70.00; 90.00 > 70.00."""

from __future__ import annotations

import ast
import math
import operator
import re
import statistics
from decimal import Decimal, getcontext
from fractions import Fraction
from typing import Any

from . import naive

getcontext().prec = 50

_BOUND = re.compile(r"\[[^\]]*? [≤≥] ([-0-9./]+)\]")
_PERCENT = re.compile(r"([0-9.]+)%")


def text(value: Fraction) -> str:
    """A decimal number as people write it."""
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


def value(equation: str) -> Fraction:
    """What an expression of numbers comes to."""
    plain = _PERCENT.sub(r"(\1/100)", _BOUND.sub(r"(\1)", equation)).replace("×", "*").replace("^", "**")
    return _walk(ast.parse(plain, mode="eval").body, plain)


def _walk(node: ast.expr, source: str) -> Fraction:
    match node:
        case ast.Constant():
            return Fraction(ast.get_source_segment(source, node) or "")
        case ast.UnaryOp(op=ast.USub()):
            return -_walk(node.operand, source)
        case ast.Call():
            assert isinstance(node.func, ast.Name)
            return {"min": min, "max": max, "median": statistics.median}[node.func.id](
                _walk(each, source) for each in node.args
            )
        case ast.BinOp(op=ast.Pow()):
            base, power = _walk(node.left, source), _walk(node.right, source)
            return _power(base, power)
        case ast.BinOp():
            operators: dict[type[ast.operator], Any] = {
                ast.Add: operator.add,
                ast.Sub: operator.sub,
                ast.Mult: operator.mul,
                ast.Div: operator.truediv,
            }
            result: Fraction = operators[type(node.op)](_walk(node.left, source), _walk(node.right, source))
            return result
    raise AssertionError(ast.dump(node))


def _power(base: Fraction, power: Fraction) -> Fraction:
    if base == 0:
        return Fraction(0)
    number = (Decimal(base.numerator) / Decimal(base.denominator)).ln() * (
        Decimal(power.numerator) / Decimal(power.denominator)
    )
    near = Fraction(number.exp())
    for denominator in (1, 100, 10_000, 1_000_000):  # a root that is a decimal is meant exactly
        if abs(round(near * denominator) - near * denominator) < Fraction(1, 10**30):
            return Fraction(round(near * denominator), denominator)
    return near


def check(line: str) -> None:
    """An audit's line: an equation, what it is in print, and what it contradicts."""
    equation, _, rest = line.partition(" → ")
    left, sign, right = re.fullmatch(r"(.*) (=|≈) ([-0-9./]+)", equation).groups()  # type: ignore[union-attr]
    made, said = value(left), value(right)
    assert made == said if sign == "=" else math.isclose(made, said, rel_tol=1e-2, abs_tol=1e-3), line
    given, contradiction, end = re.fullmatch(r"([-0-9.]+); ([-0-9.]+ [≠<>] [-0-9.]+)", rest).group(1, 2, 1)  # type: ignore[union-attr]
    figure, relation, bound = contradiction.split(" ")
    assert bound == end == given, line
    assert {"≠": operator.ne, "<": operator.lt, ">": operator.gt}[relation](
        Fraction(figure), Fraction(bound)
    ), line


def check_sum(line: str, scale: naive.Scale) -> None:
    """An explanation's line: what the parts add makes the total; where points were rounded, it says so."""
    found = re.fullmatch(
        r"(.*) = ([-0-9.]+)(?: \(points rounded to [0-9]+ decimals\))?, printed ([-0-9.]+)", line
    )
    assert found is not None, line
    terms = [Fraction(term.rsplit(" ", 1)[1]) for term in found[1].split(" + ")]
    assert sum(terms) == Fraction(found[2]), line
    assert naive.rounded(Fraction(found[2]), scale.decimals, scale.rounding) == Fraction(found[3]), line
