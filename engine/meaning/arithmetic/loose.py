"""Numbers that a unit may lack, of which some are known by no more than what they can be: between which ends,
and in which states.

They have names, with facts that say what they are made of, and with loose facts that follow from these. A
solver that is told the loose ones alone has few names to look at; what it finds impossible is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import z3

from ..states import Value
from .boxes import BoxTruth
from .intervals import BEYOND, Enclosure
from .lacking import LackingArithmetic
from .lacking_terms import MayHold, MayLack
from .symbols import SymbolArithmetic
from .terms import Term

Box = Value["Enclosure | None", BoxTruth]
"""All that a node can be."""

VALUE = "value:"
"""With it begin the names of the values of nodes, and of their states."""


class LooseArithmetic(LackingArithmetic):
    """The arithmetic of units that may lack something; `parts` are the nodes that have loose facts, by path,
    with what they can be."""

    def __init__(self, symbols: SymbolArithmetic, parts: Mapping[str, Box]) -> None:
        super().__init__(symbols)
        self.parts = parts
        self._there: dict[str, Term] = {}

    def named(self, name: str, value: MayLack) -> MayLack:
        """The same number; that of a part under a name."""
        made, path, names = super().named(name, value), name.removeprefix(VALUE), self.symbols.names
        is_part = name.startswith(VALUE) and path in self.parts
        if not is_part or made.term.get_id() in names.rounded or made.term.get_id() in names.extremes:
            return made
        self._loose(made.there, list)
        self._there[path] = made.there
        key = ("part", made.term.get_id(), made.there.get_id())
        if key not in names.known:
            can_be, part = self.parts[path].number, z3.FreshReal(f"{self.symbols.prefix}{name}")
            names.give(part, lambda: [part == made.term])
            names.loose[part.get_id()] = lambda: list(_between(part, made.there, can_be))
            names.known[key] = part, made
        number = names.known[key][0]
        return MayLack(number, made.there)

    def named_truth(self, name: str, truth: MayHold) -> MayHold:
        """The same truth, each side of it under a name."""
        made = super().named_truth(name, truth)
        path, _, state = name.removeprefix(VALUE).rpartition(" ")
        if name.startswith(VALUE) and path in self._there:
            never = getattr(self.parts[path], state) in (None, False)
            there = self._there[path]
            self._loose(made.yes, lambda: [z3.Not(made.yes if never else z3.And(made.yes, there))])
            self._loose(made.no, lambda: [z3.Not(z3.And(made.yes, made.no))])
        return made

    def _loose(self, name: Term, facts: Callable[[], Sequence[Term]]) -> None:
        """Keeps loose facts of a truth that has a name."""
        if name.get_id() in self.symbols.names.facts:
            self.symbols.names.loose[name.get_id()] = facts


def _between(number: Term, there: Term, can_be: Enclosure | None) -> Sequence[Term]:
    """That a number, where it is there, lies between its ends, as far as these are known."""
    if can_be is None:
        return [z3.Not(there)]
    ends = [number >= z3.RealVal(can_be.low)] if can_be.low > -BEYOND else []
    ends += [number <= z3.RealVal(can_be.high)] if can_be.high < BEYOND else []
    return [z3.Implies(there, end) for end in ends] if can_be.may_lack else [there, *ends]


__all__ = ["Box", "LooseArithmetic"]
