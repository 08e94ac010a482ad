"""Columns that are no nodes and look like one, told with what they were likely meant to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..meaning.model import TOTAL, RuleSet
from ..words.alike import compared, foreign_characters, look
from ..words.diagnostics import Diagnostic, Position, Text, say
from ..words.hints import as_typed
from ..words.numerals import western
from .spelling import Spelling
from .told_measures import ToldMeasures

GROUP_SIGNS = ("/", ":")
"""What stands between the name of a group of questions and that of a question."""


@dataclass(frozen=True)
class Misspellings:
    """The misspelt columns of a table for the nodes `within` one (None: of all rules); `names` are those of
    all its columns, as they are compared; `has_nodes` says that others of these are nodes."""

    rules: RuleSet
    within: str | None
    names: Collection[str]
    has_nodes: bool = False

    def told(self, heading: str, name: str) -> Diagnostic | None:
        """What is wrong with a column that is no node, by its heading and the name that this is read as, its
        place left open; None for one that looks like none."""
        if not name.isascii() and (foreign := self._foreign(heading, name)):
            return foreign
        if now := self._earlier.get(name):
            return self._of_earlier_rules(heading, now)
        if nodes := self._titled.get(name.casefold()):
            return self._of_title(heading, nodes)
        for spelling in self._spellings:
            if slip := spelling.slip(name, self._taken):
                if name in self._earlier:
                    return self._of_earlier_rules(heading, None)
                message = say(
                    "the column “{column}” is no node of {rules}, and looks like one",
                    column=heading,
                    rules=self.rules.id,
                )
                return Diagnostic("misspelt-column", message, Position(""), self._hint(heading, slip.near))
        return self._begun(heading, name) or self._ended(heading, name)

    def _of_title(self, heading: str, nodes: Sequence[str]) -> Diagnostic:
        """A title in the place of an id."""
        message = say(
            "the column “{column}” is no node of {rules}: it is the title of {nodes}",
            column=heading,
            rules=self.rules.id,
            nodes=list(nodes),
        )
        hint = say(
            "call it {node}, or let ken columns write a manifest, which takes titles; if it is no score, "
            "pass it through with --pass-through {column}",
            node=nodes[0],
            column=as_typed(heading),
        )
        return Diagnostic("misspelt-column", message, Position(""), hint)

    @cached_property
    def _titled(self) -> Mapping[str, Sequence[str]]:
        """By title the names of the nodes and inputs that have it, and no column of their own."""
        if not self.has_nodes:  # then the whole table is told of
            return {}
        own = {path for name in self._taken for path in self.rules.meant(name)}
        found: dict[str, list[str]] = {}
        for path, entry in self.rules.entries.items():
            if path not in own and path != TOTAL and self._is_within(path):
                for title in {western(compared(title)).casefold() for title in entry.title.values()}:
                    found.setdefault(title, []).append(self.rules.short_name(path))
        return found

    def _of_earlier_rules(self, heading: str, now: str | None) -> Diagnostic:
        """An id that rules had which these extend, and what its node is called now (None: it is gone)."""
        words = {"column": heading, "rules": self.rules.id, "node": now}
        message = (
            say("the column “{column}” is no node of {rules} any more: it was taken away", **words)
            if now is None
            else say("the column “{column}” is no node of {rules} any more: it is {node} now", **words)
        )
        hint = say(
            "rate data of an earlier year by the rules of that year, and compare both years with ken compare "
            "--data-old FILE --data-new FILE"
        )
        return Diagnostic("misspelt-column", message, Position(""), hint)

    @cached_property
    def _earlier(self) -> dict[str, str | None]:
        """By id of a node of rules that these extend, which none of these has: what it is called now."""
        lineage, found = self.rules.lineage, dict[str, str | None]()
        for generation in lineage.generations[:-1] if lineage else ():
            now: dict[str, str] = {}
            for new, olds in lineage.origins(generation.key).items() if lineage else ():
                now |= dict.fromkeys(olds, new)
            for path, node in generation.side.entries.items():
                name = western(compared(node.id))
                if not self.rules.meant(name):
                    here = now.get(path)
                    is_there = here is not None and here in self.rules.entries
                    found[name] = self.rules.short_name(here or "") if is_there else None
        return found

    def _ended(self, heading: str, name: str) -> Diagnostic | None:
        """A name that ends in that of a node without a column of its own, after the name of a group, as tools
        for surveys write it: “group/q1”."""
        sign = next((sign for sign in GROUP_SIGNS if sign in name), None)
        node = name.rsplit(sign, 1)[-1].strip() if sign else ""
        if sign is None or node in self._taken or not self.rules.meant(node):
            return None
        message = say(
            "the column “{column}” is no node of {rules}: it ends in {node}, and has a group before it",
            column=heading,
            rules=self.rules.id,
            node=node,
        )
        group = heading.rsplit(sign, 1)[0]
        hint = say(
            "say it in a manifest for all such columns, {entry}, or call it {node} alone; if it is no "
            "score, pass it through with --pass-through",
            entry=f'columns: {{"{group}{sign}*": "*"}}',
            node=node,
        )
        return Diagnostic("misspelt-column", message, Position(""), hint)

    def _begun(self, heading: str, name: str) -> Diagnostic | None:
        """A name that begins with that of a node which has no column of its own, and no other that begins
        so."""
        node = self._spellings[-1].begun(name)
        if node is None or node in self._taken or self._begins[node] > 1:
            return None
        message = say(
            "the column “{column}” is no node of {rules}: it begins with {node}, and goes on",
            column=" ".join(heading.split()),
            rules=self.rules.id,
            node=node,
        )
        hint = self._hint_at_measure(heading, node) or say(
            "call it {node} alone; if it is no score, pass it through with --pass-through", node=node
        )
        return Diagnostic("misspelt-column", message, Position(""), hint)

    def _hint_at_measure(self, heading: str, node: str) -> Text | None:
        """What to do about a name of a node with a measure behind it: there may be an input in that measure,
        and else the values may have to be turned into another."""
        measures, own = ToldMeasures(self.rules), self.rules.meant(node)
        chosen = measures.chosen(own, heading)
        if len(own) != 1 or measures.beside(heading, chosen[0]) is None:
            name = self.rules.short_name(chosen[0])
            return None if chosen == own else _called_so(name, measures.of(chosen[0]) or "")
        near = measures.with_inputs(own[0])[0]
        measure = measures.of(near)
        return None if measure is None else _turned(self.rules.short_name(near), measure, heading)

    @cached_property
    def _taken(self) -> frozenset[str]:
        """The names that the table has, which no other column is a slip of."""
        return frozenset(map(western, self.names))

    @cached_property
    def _begins(self) -> Counter[str]:
        """How many of the names begin with the id of a node."""
        begun = (self._spellings[-1].begun(name) for name in self._taken)
        return Counter(node for node in begun if node is not None)

    @cached_property
    def _spellings(self) -> tuple[Spelling, ...]:
        """The names that are meant most likely first: those of the instrument that is asked for."""
        every = Spelling(self.rules)
        return (every,) if self.within is None else (Spelling(self.rules, self.within), every)

    def _foreign(self, heading: str, name: str) -> Diagnostic | None:
        """A name with a letter of another script, which is a node with the letter that it looks like."""
        seen = look(name)
        characters = foreign_characters(heading)
        if seen == name or not characters:
            return None
        if not self.rules.meant(seen) and seen not in self.rules.aliases:
            near = next((near for spelling in self._spellings if (near := spelling.meant(seen))), None)
            if near is None:
                return None
            seen = near
        place, latin, character = characters[0]
        message = say(
            "the column “{column}” looks like “{node}”, and is another: its character {place} is "
            "{character}, which looks like “{latin}”",
            column=heading,
            node=seen,
            place=place,
            character=character,
            latin=latin,
        )
        hint = say(
            "type “{node}” anew; if it is no score, pass it through with --pass-through {column}",
            node=seen,
            column=as_typed(heading),
        )
        return Diagnostic("misspelt-column", message, Position(""), hint)

    def _hint(self, heading: str, near: str | None) -> Text:
        """What mends a name that is likely a slip of another."""
        if near is None:
            return say(
                "if it is no score, pass it through with --pass-through {column}; ken show {rules} lists all "
                "nodes",
                column=as_typed(heading),
                rules=self.rules.typed,
            )
        paths = self.rules.meant(near)
        if self.within is not None and paths and not any(self._is_within(path) for path in paths):
            return say(
                "did you mean “{near}”? It is a node of {instrument}, and this file is read as {within}; if "
                "it is no score, pass it through with --pass-through {column}",
                near=near,
                instrument=paths[0].split(".")[0],
                within=self.within,
                column=as_typed(heading),
            )
        if (ends := ToldMeasures(self.rules).other_end(heading, near)) is not None:
            return _turned(near, ends[1], heading)
        return say(
            "did you mean “{near}”? If it is no score, pass it through with --pass-through {column}",
            near=near,
            column=as_typed(heading),
        )

    def _is_within(self, path: str) -> bool:
        return self.within is None or path == self.within or path.startswith(f"{self.within}.")


def _called_so(node: str, measure: str) -> Text:
    return say(
        "call it {node}, which is in {measure}; if it is no value, pass it through with --pass-through",
        node=node,
        measure=measure,
    )


def _turned(node: str, measure: str, heading: str) -> Text:
    return say(
        "turn its values into {measure}, and call it {node}; if it is no value, pass it through with "
        "--pass-through {column}",
        measure=measure,
        node=node,
        column=as_typed(heading),
    )


__all__ = ["Misspellings"]
