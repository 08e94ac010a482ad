"""What two rule sets say otherwise of their inputs and reference tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..book.rule_lines import span_text
from ..meaning.facts_in_words import UNKNOWN
from ..meaning.model import RuleSet
from ..meaning.reference import ReferenceTable, TableKey
from ..words.diagnostics import Position, Text, counted, listed, say
from ..words.natural_order import naturally
from ..words.numerals import decimal_text
from .hanging import Hanging
from .rule_differences import Change, Difference, grouped, single
from .rule_pair import RulePair
from .variant_changes import Variants
from .way_changes import input_atoms

MOST_ROWS = 5
"""Of a reference table so many rows are told one by one."""


def fact_changes(pair: RulePair) -> Iterator[Change]:
    """Everything of that kind."""
    hanging = pair.hanging
    yield from _inputs(pair, hanging)
    yield from _tables(pair, hanging)


def _inputs(pair: RulePair, hanging: Hanging) -> Iterator[Change]:
    """Inputs that can be something else, and which of them choose the variant. One that is new or gone
    changes nothing by itself: what uses it does."""
    for old_name, new_name in pair.nodes.inputs:
        rates = hanging.on_input(old_name) or hanging.on_input(new_name)
        both = pair.old.inputs[old_name], pair.new.inputs[new_name]
        yield from grouped(input_atoms(pair, *both, rates=rates))
    kept = [{pairs[side] for pairs in pair.nodes.inputs} for side in (0, 1)]
    for name, side in (
        *((name, 0) for name in pair.old.inputs if name not in kept[0]),
        *((name, 1) for name in pair.new.inputs if name not in kept[1]),
    ):
        one = None if side else pair.old.inputs[name]
        other = pair.new.inputs[name] if side else None
        old, new = (
            None if node is None else _input_text(rules, name)
            for rules, node in zip(pair.both, (one, other), strict=True)
        )
        places = (
            rules.at("inputs") if node is None else node.position
            for rules, node in zip(pair.both, (one, other), strict=True)
        )
        yield single("input", Difference(say("input {name}", name=name), old, new, *places))
    if len({frozenset(own) for own in map(Variants(*pair.both).called, pair.both)}) > 1:
        old, new = (", ".join(rules.choosing) or None for rules in pair.both)
        places = (
            rules.inputs[rules.choosing[0]].position if rules.choosing else rules.at("inputs")
            for rules in pair.both
        )
        yield single(
            "variants", Difference(say("what chooses the variant"), old, new, *places), [("choosing",)]
        )


def _input_text(rules: RuleSet, name: str) -> str | None:
    """What an input can be, in a line; None for no input."""
    node = rules.inputs.get(name)
    if node is None:
        return None
    if node.answers is not None:
        return ", ".join(rules.answers[node.answers].options)
    assert node.value is not None
    return span_text(node.value.minimum, node.value.maximum, node.value.decimals)


# reference tables


def _tables(pair: RulePair, hanging: Hanging) -> Iterator[Change]:
    """Reference tables that say something else. One that is new or gone changes nothing by itself."""
    for name in dict.fromkeys([*pair.old.tables, *pair.new.tables]):
        one, other = pair.old.tables.get(name), pair.new.tables.get(name)
        if one is None or other is None:
            old, new = (None if table is None else _table_text(table) for table in (one, other))
            places = (
                rules.at("tables") if table is None else table.position
                for rules, table in zip(pair.both, (one, other), strict=True)
            )
            yield single("table", Difference(_table_name(name), old, new, *places))
        elif one != other:
            columns = {f"{name}.{column}" for table in (one, other) for column in table.columns}
            yield _OtherTable(one, other).change(rates=any(map(hanging.names, columns)))


def _table_name(name: str) -> Text:
    return say("reference table {name}", name=name)


def _table_text(table: ReferenceTable) -> Text:
    rows = counted(len(table.rows), "{count} row", "{count} rows")
    return say("{rows} by {keys}", rows=rows, keys=[_key_text(key) for key in table.keys])


def _key_text(key: TableKey) -> str:
    named = key.name if key.name == key.path else f"{key.name} = {key.path}"
    return f"{named} ({key.how})"


_Line = tuple[str, Position]
"""A row of a table in a line, and where it stands."""


@dataclass(frozen=True)
class _OtherTable:
    """A reference table that says something else."""

    one: ReferenceTable
    other: ReferenceTable

    def change(self, *, rates: bool) -> Change:
        """By what its rows are found, its columns, and how many of its rows are otherwise, of which the first
        are told one by one."""
        what, rows = _table_name(self.one.id), self.rows()
        heads = list(self.heads())
        clauses = [each.sentence for each in heads]
        if added := sum(old is None for old, _ in rows):
            clauses.append(counted(added, "{count} row added", "{count} rows added"))
        if gone := sum(new is None for _, new in rows):
            clauses.append(counted(gone, "{count} row taken away", "{count} rows taken away"))
        if changed := len(rows) - added - gone:
            clauses.append(counted(changed, "{count} row changed", "{count} rows changed"))
        told = [self.difference(say("row of {what}", what=what), old, new) for old, new in rows[:MOST_ROWS]]
        facets = frozenset([("table", self.one.id)] if rates else [])
        title = say("{what}: {change}", what=what, change=listed(clauses))
        named = [replace(each, what=say("{what}: {change}", what=what, change=each.what)) for each in heads]
        return Change("table", title, (*named, *told), rates=rates, facets=facets)

    def heads(self) -> Iterator[Difference]:
        """By what rows are found, and the columns, where these are otherwise."""
        keys = [[(_key_text(key), key.kind) for key in table.keys] for table in (self.one, self.other)]
        places = self.one.position, self.other.position
        if keys[0] != keys[1]:
            old, new = (", ".join(text for text, _ in own) for own in keys)
            yield Difference(say("what rows are found by"), old, new, *places)
        if {*self.one.columns} != {*self.other.columns}:
            old, new = (", ".join(naturally(table.columns)) for table in (self.one, self.other))
            yield Difference(say("columns of the table"), old, new, *places)

    def rows(self) -> list[tuple[_Line | None, _Line | None]]:
        """Each row that differs, with the one for the same values."""
        columns = naturally({*self.one.columns} & {*self.other.columns})
        olds, news = (_lines(table, columns) for table in (self.one, self.other))
        pairs = ((olds.get(key), news.get(key)) for key in dict.fromkeys([*olds, *news]))
        return [(old, new) for old, new in pairs if old is None or new is None or old[0] != new[0]]

    def difference(self, what: Text, old: _Line | None, new: _Line | None) -> Difference:
        """A row that is otherwise."""
        texts = (None if line is None else line[0] for line in (old, new))
        places = (
            table.position if line is None else line[1]
            for table, line in zip((self.one, self.other), (old, new), strict=True)
        )
        return Difference(what, next(texts), next(texts), *places)


def _lines(table: ReferenceTable, columns: Sequence[str]) -> dict[Hashable, _Line]:
    """By the values by which a row is found: what it says in some columns, in a line."""
    found: dict[Hashable, _Line] = {}
    for number, values in enumerate(table.rows):
        cells = ((name, table.columns[name][number]) for name in columns)
        key = ", ".join(value if isinstance(value, str) else decimal_text(value) for value in values)
        texts = (f"{name} {UNKNOWN if cell is None else decimal_text(cell)}" for name, cell in cells)
        is_placed = bool(table.file) and number < len(table.lines)
        place = Position(table.file, table.lines[number]) if is_placed else table.position
        found[tuple(values)] = (f"{key}: {', '.join(texts)}", place)
    return found


__all__ = ["fact_changes"]
