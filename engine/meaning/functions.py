"""The functions of expressions, each once, in the operations of any arithmetic."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from .ways.median import WAY as MEDIAN

MAX_DECIMALS = 6
_HALF = Fraction(1, 2)

LISTED = ("min", "max", "mean", "sum", "median", "geomean", "harmean", "count")
"""Functions that make one value of a list."""

ELEMENTWISE = ("clip", "known")
"""Functions that make a list of a list."""

ROUNDINGS = {"round": "half_up", "roundup": "up", "rounddown": "down", "floor": "floor", "ceiling": "ceiling"}
"""Functions that round, and how."""

ARITY = {
    "abs": 1,
    "clip": 3,
    "exact": 1,
    "exp": 1,
    "floor": 1,
    "ceiling": 1,
    "if": 3,
    "known": 1,
    "ln": 1,
    "log10": 1,
    "power": 2,
    "sqrt": 1,
}
"""How many arguments a function takes."""

FUNCTIONS = (
    *LISTED,
    *ROUNDINGS,
    "abs",
    "clip",
    "power",
    "sqrt",
    "exp",
    "ln",
    "log10",
    "if",
    "known",
    "first",
    "exact",
)
"""Every function, by name."""


def each(operation: Callable[..., Any], *values: Any) -> Any:
    """What an operation makes of some values; of lists among them (tuples) element by element."""
    length = next((len(value) for value in values if isinstance(value, tuple)), None)
    if length is None:
        return operation(*values)
    columns = (value if isinstance(value, tuple) else (value,) * length for value in values)
    return tuple(operation(*row) for row in zip(*columns, strict=True))


def call(a: Any, name: str, given: Sequence[Any], node: ast.Call) -> Any:
    """The value of a function, whose arguments `kinds.check` has seen to be right."""
    if name in LISTED:
        values = [
            value
            for argument in given
            for value in (argument if isinstance(argument, tuple) else (argument,))
        ]
        return _listed(a, name, values)
    if name in ELEMENTWISE:
        return each(lambda *values: _of_one(a, name, values), *given)
    if name in ROUNDINGS:
        return a.rounded(given[0], decimals_of(node, name), ROUNDINGS[name])
    return _of_one(a, name, given)


def _listed(a: Any, name: str, values: Sequence[Any]) -> Any:
    ones = [Fraction(1)] * len(values)
    match name:
        case "min":
            return strict(a, values, a.minimum(values))
        case "max":
            return strict(a, values, a.maximum(values))
        case "sum":
            return a.total(values, ones)
        case "mean":
            return a.mean(values, ones)
        case "median":
            if hasattr(a, "median"):
                return a.median(values)
            return MEDIAN.combined(a, [(value, Fraction(1)) for value in values])
        case "geomean":
            return a.geometric_mean(values, ones)
        case "harmean":
            return a.harmonic_mean(values, ones)
        case _:
            return a.holding(values) if hasattr(a, "holding") else _counted(a, values)


def _counted(a: Any, truths: Sequence[Any]) -> Any:
    """How many of some truths hold; missing where one of them is not known."""
    one, none = a.number(Fraction(1)), a.number(Fraction(0))
    return a.total([a.choose(truth, one, none) for truth in truths], [Fraction(1)] * len(truths))


def _of_one(a: Any, name: str, given: Sequence[Any]) -> Any:
    match name:
        case "abs":
            return a.absolute(given[0])
        case "clip":
            if hasattr(a, "clipped"):
                return a.clipped(*given)
            return strict(a, given, a.maximum([given[1], a.minimum([given[0], given[2]])]))
        case "power":
            return a.power(given[0], given[1])
        case "sqrt":
            return a.power(given[0], a.number(_HALF))
        case "exp":
            return a.exponential(given[0])
        case "ln":
            return a.logarithm(given[0])
        case "log10":
            return a.logarithm(given[0], 10)
        case "if":
            return a.choose(given[0], given[1], given[2])
        case "known":
            return a.known([given[0]], 1)
        case "first":
            return a.first_known(given)
        case _:  # exact: its argument is read as it is carried
            return given[0]


def strict(a: Any, values: Sequence[Any], value: Any) -> Any:
    """A value that is missing where one of some numbers is: the extremes of an arithmetic are of the known
    ones."""
    return a.only_if(a.known(values, len(values)), value)


def decimals_of(node: ast.Call, name: str) -> int | None:
    """To how many decimals a function rounds: its second argument, which `kinds.check` has seen to be a small
    whole number. None is the rule set's own decimals."""
    if name in ("floor", "ceiling"):
        return 0
    if len(node.args) < 2:
        return None
    argument = node.args[1]
    assert isinstance(argument, ast.Constant)
    assert isinstance(argument.value, int)
    return argument.value


__all__ = ["ARITY", "ELEMENTWISE", "FUNCTIONS", "LISTED", "MAX_DECIMALS", "ROUNDINGS", "call", "each"]
