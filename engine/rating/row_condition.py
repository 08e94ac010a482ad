"""Conditions on columns of results, as they are printed: `total < 70 and province == Lampang`.

The form is that of conditions in rules. On the left of a comparison stands a column, in quotation marks where
its name is no plain word; on the right a number, a word, several words in brackets after `in`, or another
column of numbers. Where a cell is empty, no comparison with it holds, and none with `not` before it."""

from __future__ import annotations

import ast
import operator
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, reduce
from typing import cast

import polars as pl

from ..meaning.arithmetic.columns.quantity import double
from ..meaning.arithmetic.signs import SIGNS
from ..meaning.expressions import COMPARISONS, EQUALITIES, Expression, dotted
from ..meaning.parsing import parse
from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.hints import nearest_or, suggestion
from ..words.numerals import read_number, western

_MOST_WHOLE = 2**63
_NEAR = 20  # of a column's values that a hint may name
_NUMBER = r"^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?$"  # with noughts before it, it is a code


@dataclass(frozen=True)
class ShownColumn:
    """A column of results: its cells, numbers or texts; and texts that it can have, though none has it."""

    cells: pl.Series
    words: Sequence[str] = ()

    @cached_property
    def numbers(self) -> pl.Series | None:
        """Its cells as numbers; None where they are texts. Files without types have numbers as texts."""
        if self.cells.dtype.is_numeric():
            return self.cells
        filled = self.cells.drop_nulls()
        filled = filled.filter(filled != "")
        if self.words or filled.is_empty() or not filled.str.contains(_NUMBER).all():
            return None
        return self.cells.cast(pl.Float64, strict=False)

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return self.numbers is not None


def rows_that_meet(text: str, columns: Mapping[str, ShownColumn], position: Position) -> pl.Series:
    """For each row whether a condition holds there. Raises KenError with what is wrong with it."""
    expression, faults = parse(text, position)
    if expression is None:
        raise KenError(faults)
    reader = _Reader(expression, columns)
    holds = reader.condition(expression.tree)
    if reader.faults or holds is None:
        raise KenError(reader.faults)
    shown = {name: columns[column] for column, name in reader.named.items()}
    frame = pl.DataFrame(
        {name: own.cells if own.numbers is None else own.numbers for name, own in shown.items()}
    )
    height = next(iter(columns.values())).cells.len()
    return frame.select(holds.fill_null(value=False).alias("holds")).to_series() if height else _none()


def _none() -> pl.Series:
    return pl.Series("holds", [], dtype=pl.Boolean)


def column_named(name: str, columns: Mapping[str, ShownColumn], position: Position) -> str:
    """The column of that name, letter by letter or as Python's parser reads it. Raises KenError."""
    found = _alike(name, columns)
    if found is None:
        raise KenError([_no_column(name, columns, position)])
    return found


def _alike(name: str, known: Sequence[str] | Mapping[str, object]) -> str | None:
    """The name itself, where it is known; else the only one that reads the same."""
    alike = [own for own in known if _plain(own) == _plain(name)]
    return name if name in known else alike[0] if len(alike) == 1 else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", western(name))


def _no_column(name: str, columns: Mapping[str, ShownColumn], position: Position) -> Diagnostic:
    near = say("columns of the result are for example {known}", known=list(columns)[:_NEAR])
    message = say("the result has no column “{name}”", name=name)
    return Diagnostic("undefined", message, position, nearest_or(name, columns, near))


class _Reader:
    """Turns a condition into an expression of polars, and gathers what is wrong with it. `named` has by
    column what it is called there: names of data may read as patterns."""

    def __init__(self, expression: Expression, columns: Mapping[str, ShownColumn]) -> None:
        self.expression, self.columns = expression, columns
        self.named: dict[str, str] = {}
        self.faults: list[Diagnostic] = []

    def condition(self, node: ast.expr) -> pl.Expr | None:
        if isinstance(node, ast.BoolOp):
            parts = [self.condition(part) for part in node.values]
            join = operator.and_ if isinstance(node.op, ast.And) else operator.or_
            known = [part for part in parts if part is not None]
            return reduce(join, known) if len(known) == len(parts) else None
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            inner = self.condition(node.operand)
            return None if inner is None else ~inner
        if isinstance(node, ast.Compare):
            terms = [node.left, *node.comparators]
            pairs = zip(terms[:-1], node.ops, terms[1:], strict=True)
            parts = [self.comparison(left, sign, right) for left, sign, right in pairs]
            known = [part for part in parts if part is not None]
            return reduce(operator.and_, known) if len(known) == len(parts) else None
        self.fault(
            node,
            say("a condition on rows compares columns with values"),
            say("write for example total < 70, or province == Lampang; joined by and, or, not"),
        )
        return None

    def comparison(self, left: ast.expr, sign: ast.cmpop, right: ast.expr) -> pl.Expr | None:
        number = self.number(left)
        if number is not None:  # 70 <= total
            name = self.column(right)
            turned = {ast.Lt: ast.Gt(), ast.LtE: ast.GtE(), ast.Gt: ast.Lt(), ast.GtE: ast.LtE()}
            return None if name is None else self.comparison(right, turned.get(type(sign), sign), left)
        name = self.column(left)
        if isinstance(right, (ast.Tuple, ast.List)) and not right.elts:
            message = say("nothing stands between the brackets")
            self.fault(right, message, say("write for example province in (Lampang, Phrae)"))
            return None
        if name is None:
            return None
        if self.columns[name].is_number:
            return self.of_numbers(name, sign, right)
        return self.of_words(name, sign, right)

    def of_numbers(self, name: str, sign: ast.cmpop, right: ast.expr) -> pl.Expr | None:
        terms = right.elts if isinstance(right, (ast.Tuple, ast.List)) else [right]
        others = [self.compared(term) for term in terms]
        known = [other for other in others if other is not None]
        if len(known) < len(others) or (isinstance(sign, tuple(COMPARISONS)) and len(known) != 1):
            message = say("the cells of {column} are numbers", column=name)
            self.fault(right, message, say("compare them with a number, or with a column of numbers"))
            return None
        cells = self.cells(name)
        if isinstance(sign, tuple(COMPARISONS)):
            return cast("pl.Expr", SIGNS[COMPARISONS[type(sign)]](cells, known[0]))
        holds = reduce(operator.or_, (cells == other for other in known))
        return ~holds if isinstance(sign, ast.NotIn) else holds

    def compared(self, term: ast.expr) -> pl.Expr | None:
        """What a column of numbers is compared with; None for what is no number."""
        if (number := self.number(term)) is not None:
            is_whole = number.denominator == 1 and abs(number) < _MOST_WHOLE
            return pl.lit(number.numerator if is_whole else double(number))
        other = dotted(term)
        found = None if other is None else _alike(other, self.columns)
        return self.cells(found) if found is not None and self.columns[found].is_number else None

    def of_words(self, name: str, sign: ast.cmpop, right: ast.expr) -> pl.Expr | None:
        if not isinstance(sign, EQUALITIES):
            message = say("the cells of {column} are words, which have no order", column=name)
            self.fault(right, message, say("write ==, !=, in (…) or not in (…)"))
            return None
        words = list(self.words(name, right))
        if any(word is None for word in words):
            return None
        cells = self.cells(name)
        holds = cells.is_in(pl.Series([word for word in words if word is not None]).implode())
        return ~holds if isinstance(sign, (ast.NotEq, ast.NotIn)) else holds

    def words(self, column: str, right: ast.expr) -> Iterator[str | None]:
        """The words that stand on the right of a column of words; None for what is none of its words."""
        every = dict.fromkeys(
            [*self.columns[column].words, *self.columns[column].cells.drop_nulls().unique()]
        )
        for term in right.elts if isinstance(right, (ast.Tuple, ast.List)) else [right]:
            if isinstance(term, ast.Constant) and isinstance(term.value, str):
                word, found = term.value, term.value if term.value in every else None
            else:
                word = dotted(term) or ast.get_source_segment(self.expression.code, term) or ""
                found = _alike(word, every)
                if _alike(word, self.columns) is not None:
                    message = say("“{name}” can mean a word and a column", name=word)
                    self.fault(term, message, say("put the word in quotation marks"))
                    yield None
                    continue
            if found is None:
                near = suggestion(word, every)
                message = say("no cell of {column} is “{word}”", column=column, word=word)
                known = list(every)[:_NEAR]
                hint = say("did you mean “{near}”?", near=near) if near else _some(known)
                self.fault(term, message, hint)
            yield found

    def column(self, node: ast.expr) -> str | None:
        name = node.value if isinstance(node, ast.Constant) else dotted(node)
        if not isinstance(name, str):
            message = say("on the left of a comparison stands a column of the result")
            self.fault(node, message, say("write for example total < 70"))
            return None
        found = _alike(name, self.columns)
        if found is None:
            self.faults.append(_no_column(name, self.columns, self.expression.at(node)))
        return found

    def cells(self, name: str) -> pl.Expr:
        return pl.col(self.named.setdefault(name, f"c{len(self.named)}"))

    def number(self, node: ast.expr) -> Fraction | None:
        """The number that stands there, maybe with a sign."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            inner = self.number(node.operand)
            return None if inner is None else -inner
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
            return read_number(ast.get_source_segment(self.expression.code, node) or "")
        return None

    def fault(self, node: ast.expr, message: Text, hint: Text) -> None:
        place = self.expression.at(node) if hasattr(node, "col_offset") else self.expression.position
        self.faults.append(Diagnostic("row-condition", message, place, hint))


def _some(known: Sequence[str]) -> Text:
    return say("there are {known}", known=list(known)) if known else say("all its cells are empty")


__all__ = ["ShownColumn", "column_named", "rows_that_meet"]
