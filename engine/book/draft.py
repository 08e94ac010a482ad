"""A document on its way to the model: how values that several of its parts have are read, and what is wrong
with it."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Any, cast

from ..meaning.expressions import Expression
from ..meaning.kinds import check
from ..meaning.model import LEVELS, TOTAL
from ..meaning.namable import InScope
from ..meaning.parsing import parse
from ..meaning.scope import Scope
from ..words.diagnostics import Diagnostic, Position, Text, say
from ..words.numerals import read_percent
from .document import Document, Place

_OF_PYTHON = ("and", "or", "not", "in", "is", "if", "else", "for", "lambda", "await", "yield")
_CONSTANTS = ("True", "False", "None")
_FUNCTIONS = ("min", "max", "mean", "sum", "abs", "clip", "round", "ln", "count")
RESERVED = frozenset(
    {TOTAL, "score", "value", "rating", "status", *LEVELS, *_FUNCTIONS, *_OF_PYTHON, *_CONSTANTS}
)
"""Words that have a meaning of their own in conditions and formulas, or name a column of results."""


class Draft:
    """A document that fits the schema. Its faults are kept, so that all of them are told together; what could
    not be read stands in the model as something harmless."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.data = cast("dict[str, Any]", document.data)
        self.thresholds: Mapping[str, Any] = self.data.get("thresholds", {})
        self.faults: list[Diagnostic] = []
        self.unread: set[int] = set()
        # by id of an expression: the kind that it is to be, and of several conditions in one the single ones
        self.wants: dict[int, str] = {}
        self.parts: dict[int, list[Expression]] = {}
        self.read: list[Expression] = []

    def fault(self, code: str, message: Text, position: Position, hint: Text | None = None) -> None:
        """Keeps a fault."""
        self.faults.append(Diagnostic(code, message, position, hint))

    def places(self, data: Mapping[str, Any], place: Place) -> Mapping[str, Position]:
        """Where the values of a mapping stand, by key, children left out."""
        return {key: self.document.value_at((*place, key)) for key in data if key not in LEVELS}

    def kin(self, path: str) -> tuple[str, str] | None:
        """What a node can be known by in a comparison: the key of its rule set, and its path."""
        lineage = self.document.lineage
        return None if lineage is None else (lineage.own.key, path)

    def share(self, text: str, place: Place) -> Fraction:
        """A percentage of something, as a share from 0 to 1."""
        share = read_percent(text) or Fraction(0)
        if share > 1:
            message = say("{share} % is more than all of it", share=share * 100)
            self.fault("out-of-range", message, self.document.value_at(place), say("write at most 100%"))
        return share

    def free_id(self, id_: str, position: Position, thresholds: Collection[str] = ()) -> None:
        """Keeps a fault where an id is a word of the language or the name of one of the thresholds:
        conditions could not tell them apart."""
        if id_ in RESERVED:
            message = say("“{id}” has a meaning of its own in the rule language", id=id_)
            self.fault("reserved", message, position, say("choose another id"))
        elif id_ in thresholds:
            at = self.document.key_at(("thresholds", id_))
            message = say("“{id}” is the name of the threshold in line {line} already", id=id_, line=at.line)
            if at.file != position.file:
                place = f"{at.file}:{at.line}"
                message = say(
                    "“{id}” is already the name of a threshold, which stands in {place}", id=id_, place=place
                )
            self.fault("reserved", message, position, say("rename one of the two"))

    def parsed(self, text: str, place: Place) -> Expression:
        """The condition or formula in a text, whose names are for `judged` to look at."""
        expression, faults = parse(text, self.document.value_at(place))
        self.faults.extend(faults)
        if expression is not None:
            self.read.append(expression)
            return expression
        unread = Expression(text, text, ast.Constant(0), self.document.value_at(place))
        self.unread.add(id(unread))
        self.read.append(unread)
        return unread

    def judge(self, expression: Expression, scope: Scope) -> None:
        """Keeps what is wrong with the meaning of an expression that stands in a scope."""
        for part in self.parts.get(id(expression), [expression]):
            if id(part) not in self.unread:
                faults = check(part, InScope(scope), cast("Any", self.wants[id(part)]))
                self.faults.extend(faults)
                if faults:
                    self.unread.add(id(part))
            if id(part) in self.unread:
                self.unread.add(id(expression))


__all__ = ["RESERVED", "Draft"]
