"""Equations of explanations, read back: 30% × 85 + 50% × 72 = 61.5; 8.22 × 0.85 ≈ 6.9870."""

from __future__ import annotations

import ast
import math
import operator
import re
import statistics
from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction

from .naive import rounded

_PERCENT = re.compile(r"([0-9.]+)%")
_OPERATORS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: Mapping[str, Callable[..., Fraction]] = {
    "min": min,
    "max": max,
    "median": lambda *values: statistics.median(values),
    "abs": abs,
    "round": lambda value, places=0: rounded(value, int(places), "half_up"),
    "roundup": lambda value, places=0: rounded(value, int(places), "up"),
    "rounddown": lambda value, places=0: rounded(value, int(places), "down"),
    "floor": lambda value: Fraction(math.floor(value)),
    "ceiling": lambda value: Fraction(math.ceil(value)),
    "ln": lambda value: _decimal(value, Decimal.ln),
    "log10": lambda value: _decimal(value, Decimal.log10),
    "exp": lambda value: _decimal(value, Decimal.exp),
}


class Unreadable(Exception):  # noqa: N818  # it is no error of the program
    """Something in an equation that is not read here."""


def is_true(equation: str) -> bool:
    """Whether the sides of an equation are equal as they are written; where ≈ stands between them, whether the
    right one is the left one rounded."""
    left, sign, right = re.fullmatch(r"(.*) (=|≈) (-?[0-9.]+)", equation).groups()  # type: ignore[union-attr]
    try:
        made, said = value(left), Fraction(right)
    except Unreadable:
        return True
    if sign == "=":
        return abs(made - said) < Fraction(1, 10**30)
    places = len(right.partition(".")[2])
    return abs(made - said) <= Fraction(1, 2 * 10**places) + Fraction(1, 10**30)


def value(text: str) -> Fraction:
    """What an expression of numbers comes to. Raises Unreadable."""
    plain = _PERCENT.sub(r"(\1/100)", text).replace("×", "*").replace("^", "**")
    return _walk(ast.parse(plain, mode="eval").body, plain)


def _walk(node: ast.expr, source: str) -> Fraction:
    match node:
        case ast.Constant():
            return Fraction(ast.get_source_segment(source, node) or "")
        case ast.UnaryOp(op=ast.USub()):
            return -_walk(node.operand, source)
        case ast.Call(func=ast.Name(id=name)) if name in _FUNCTIONS:
            return Fraction(_FUNCTIONS[name](*(_walk(each, source) for each in node.args)))
        case ast.BinOp(op=ast.Pow()):
            return _power(_walk(node.left, source), _walk(node.right, source))
        case ast.BinOp() if type(node.op) in _OPERATORS:
            return _OPERATORS[type(node.op)](_walk(node.left, source), _walk(node.right, source))
    raise Unreadable(ast.dump(node))


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator == 1 and abs(exponent) < 1000:
        return base ** int(exponent)
    if base == 0:
        return Fraction(0)
    near = _decimal(base, lambda number: (number.ln() * _as_decimal(exponent)).exp())
    for divisor in (1, 10, 10**4, 10**6):  # a root that is a decimal is meant exactly
        if abs(round(near * divisor) - near * divisor) < Fraction(1, 10**32):
            return Fraction(round(near * divisor), divisor)
    return near


def _decimal(value: Fraction, function: Callable[[Decimal], Decimal]) -> Fraction:
    with localcontext() as context:
        context.prec = 60
        return Fraction(function(_as_decimal(value)))


def _as_decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


__all__ = ["is_true", "value"]
