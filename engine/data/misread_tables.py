"""Why no column of a table is a node: its columns are named in two rows, it lies on its side, it has a row
for each score, or its columns have the titles of nodes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, Text, say
from ..words.hints import as_typed
from ..words.numerals import decimal_text, western
from .column_matching import key_of
from .header import MOST_ABOVE, header_below
from .long_layout import ITEM_COLUMNS, SCORE_COLUMNS, columns_of
from .sheet import Sheet
from .tallies import tallied

LEAST = 2  # names of nodes that stand together by no chance
_HALF = 0.5
_NUMBERED = re.compile(r"\s{0,5}\[?[0-9\u0e50-\u0e59]{1,3}\s?[.)]\s?[^\s0-9]")


def misread(
    rules: RuleSet, faults: Sequence[Diagnostic], sheet: Sheet, key: str | None, wanted: Sequence[str]
) -> list[Diagnostic]:
    """Faults of the columns of a table; that of one without a column for a node, or for the units (`wanted`
    are the names which that may have, `key` the one that was told), says how the table lies instead."""
    return [_looked_at(rules, fault, sheet) for fault in _told(rules, faults, sheet, key, wanted)]


def _looked_at(rules: RuleSet, fault: Diagnostic, sheet: Sheet) -> Diagnostic:
    """The fault; of a table whose units or nodes are not found the hint names the command that looks at
    it."""
    if fault.code not in ("no-key", "no-scores") or fault.hint is None:
        return fault
    hint = say(
        "{otherwise}; or see what ken columns {rules} {file} makes of it",
        otherwise=fault.hint,
        rules=rules.typed,
        file=as_typed(sheet.file),
    )
    return replace(fault, hint=hint)


def _told(
    rules: RuleSet, faults: Sequence[Diagnostic], sheet: Sheet, key: str | None, wanted: Sequence[str]
) -> list[Diagnostic]:
    faults = [_in_another_sheet(fault, sheet) for fault in header_below(faults, sheet, wanted)]
    codes = {fault.code for fault in faults}
    table = _Table(rules, sheet, key_of(rules, sheet.names, key), head_of(sheet))
    if "no-key" in codes and key is None and (found := table.without_units()):
        return [found(fault) if fault.code == "no-key" else fault for fault in faults]
    is_bare = bool(faults) and codes <= {"no-scores", "misspelt-column"} and not table.has_nodes
    if is_bare and (found := table.of_tallies()):
        return [replace(found(faults[0]), code="no-scores")]
    if "no-scores" not in codes:
        return faults
    found = table.in_two_rows() or table.in_a_column() or table.by_titles() or table.by_wording()
    return [found(fault) if found and fault.code == "no-scores" else fault for fault in faults]


def head_of(sheet: Sheet) -> pl.DataFrame:
    """The rows of a table that are looked at."""
    return sheet.cells.lazy().head(MOST_ABOVE).collect()


def lies_on_its_side(rules: RuleSet, sheet: Sheet) -> bool:
    """Whether a table has no column of units, and nodes below each other in its first column."""
    table = _Table(rules, sheet, key_of(rules, sheet.names, None), head_of(sheet))
    is_first = table.key in (None, next(iter(sheet.names), None))
    return is_first and not table.is_long and table.with_nodes_below() is not None


def _in_another_sheet(fault: Diagnostic, sheet: Sheet) -> Diagnostic:
    """The fault; of a workbook with other sheets the hint names them, where no column has the units."""
    others = next((note.message.arguments["others"] for note in sheet.notes if note.code == "sheet"), None)
    if fault.code != "no-key" or fault.hint is None or others is None:
        return fault
    hint = say(
        "if the table stands in another sheet ({others}), name that with --sheet; else: {otherwise}",
        others=others,
        otherwise=fault.hint,
    )
    return replace(fault, hint=hint)


@dataclass(frozen=True)
class _Cause:
    """Another message for a fault, and what mends it; `row` and `column` are the place, where it is another
    one."""

    sheet: Sheet
    message: Text
    hint: Text
    row: int | None = None
    column: str = ""

    def __call__(self, fault: Diagnostic) -> Diagnostic:
        """The fault as it is told."""
        position = self.sheet.locate(self.row, self.column)
        return replace(fault, message=self.message, hint=self.hint, position=position)


@dataclass(frozen=True)
class _Table:
    """The first rows (`head`) of a table without a column for a node; `key` is the column of the units, where
    there is one."""

    rules: RuleSet
    sheet: Sheet
    key: str | None
    head: pl.DataFrame

    def _is_node(self, cell: object) -> bool:
        if not isinstance(cell, str):
            return False
        name = western(compared(cell))
        return bool(name) and (bool(self.rules.meant(name)) or name in self.rules.aliases)

    @cached_property
    def _nodes(self) -> Mapping[str, Sequence[bool]]:
        """By column: which of its first cells are names of nodes."""
        return {column: [self._is_node(cell) for cell in self.head[column]] for column in self.sheet.names}

    @property
    def has_nodes(self) -> bool:
        """Whether a column is called as a node."""
        return any(self._is_node(name) for name in self.sheet.names.values())

    @property
    def is_long(self) -> bool:
        """Whether a row is a score, as the names of the columns say."""
        return None not in columns_of(self.sheet)

    def of_tallies(self) -> _Cause | None:
        """That it has how many chose each answer."""
        found = tallied(self.rules, self.sheet)
        if found is None:
            return None
        message = say(
            "the table has how many chose each answer of {scale} ({columns}), and no answers",
            scale=found.scale,
            columns=list(found.columns),
        )
        hint = say(
            "give each question a column with its mean score: the counts times the scores of their answers, "
            "added up, divided by all of them"
        )
        if found.mean is not None:
            score = decimal_text(found.mean)
            hint = say("{way}; in the first row that is {score}", way=hint, score=score)
        return _Cause(self.sheet, message, hint, None, found.column)

    def without_units(self) -> _Cause | None:
        """That no column has units because the table counts answers, or lies on its side."""
        if found := self.of_tallies():
            return found
        below = None if self.is_long else self.with_nodes_below()
        if below is None:
            return None
        hint = say(
            "turn it, so that each {unit} has a row: in a spreadsheet copy it, and paste it transposed; then "
            "call its first column “{unit}”",
            unit=self.rules.unit,
        )
        return replace(self._on_its_side(*below), hint=hint)

    def with_nodes_below(self) -> tuple[str, list[str], int] | None:
        """The first column, the nodes that stand below each other in it, by id or title, and the first row of
        them; None where there are not enough."""
        column = next(iter(self.sheet.names), None)
        if column is None:
            return None
        cells = [cell if isinstance(cell, str) else "" for cell in self.head[column].to_list()]
        titles = self._titles
        named = [self._is_node(cell) or len(titles.get(compared(cell).casefold(), ())) == 1 for cell in cells]
        names = list(dict.fromkeys(cell.strip() for cell, own in zip(cells, named, strict=True) if own))
        if len(names) < LEAST or len(names) < _HALF * sum(map(bool, cells)):
            return None
        return column, names, named.index(True)

    def in_two_rows(self) -> _Cause | None:
        """That a row below the first has names of nodes beside each other."""
        for row in range(self.head.height):
            found = [column for column, nodes in self._nodes.items() if nodes[row]]
            if len(found) < LEAST:
                continue
            message = say(
                "the columns are named in two rows: the first has no node, and that at {place} has {nodes}",
                place=str(self.sheet.locate(row, next(iter(self.sheet.names)))),
                nodes=[self.head[column][row].strip() for column in found],
            )
            hint = say(
                "one row is to name them all: write these ids into the first row, in their columns, leave "
                "“{unit}” there, and delete the second row",
                unit=self.sheet.names[self.key] if self.key else self.rules.unit,
            )
            return _Cause(self.sheet, message, hint, row, found[0])
        return None

    def in_a_column(self) -> _Cause | None:
        """That nodes stand below each other: a table on its side, or one with a row for each score."""
        for column, nodes in self._nodes.items():
            cells = self.head[column].drop_nulls().to_list()
            named = [cell.strip() for cell in cells if self._is_node(cell)]
            if len(set(named)) < LEAST or len(named) < _HALF * len(cells):
                continue
            is_first = column == next(iter(self.sheet.names))
            names = list(dict.fromkeys(named))
            if column == self.key or (self.key is None and is_first):
                return self._on_its_side(column, names, nodes.index(True))
            return self._of_scores(column, names)
        return None

    def _on_its_side(self, column: str, names: Sequence[str], row: int) -> _Cause:
        message = say(
            "the table lies on its side: the nodes {nodes} stand below each other in the column “{column}”, "
            "and each {unit} in a column",
            nodes=list(names),
            column=self.sheet.names[column],
            unit=self.rules.unit,
        )
        hint = say(
            "turn it, so that each {unit} has a row: in a spreadsheet copy it, and paste it transposed",
            unit=self.rules.unit,
        )
        return _Cause(self.sheet, message, hint, row, column)

    def _of_scores(self, column: str, names: Sequence[str]) -> _Cause:
        others = [name for own, name in self.sheet.names.items() if own not in (column, self.key)]
        message = say(
            "the column “{column}” has nodes ({nodes}): the table has a row for each score, and no column "
            "has the name that says so",
            column=self.sheet.names[column],
            nodes=list(names),
        )
        hint = say(
            "call the column “{column}” “{item}”, and that of the scores ({others}) “{score}”",
            column=self.sheet.names[column],
            item=ITEM_COLUMNS[0],
            others=others,
            score=SCORE_COLUMNS[0],
        )
        return _Cause(self.sheet, message, hint, None, column)

    def by_titles(self) -> _Cause | None:
        """That columns have titles of nodes."""
        titles = self._titled
        if not titles:
            return None
        message = say(
            "no column is a node of {rules} by its id; {columns} are titles of nodes",
            rules=self.rules.id,
            columns=[self.sheet.names[column] for column in titles],
        )
        pairs = [f"“{self.sheet.names[column]}” → {node}" for column, node in titles.items()]
        hint = say("columns are known by ids: rename {pairs}", pairs=pairs)
        return _Cause(self.sheet, message, hint, None, next(iter(titles)))

    def by_wording(self) -> _Cause | None:
        """That columns have numbers and the wording of questions."""
        worded = [column for column, name in self.sheet.names.items() if _NUMBERED.match(name)]
        if len(worded) < LEAST:
            return None
        questions = [path for path, node in self.rules.nodes.items() if not node.children]
        message = say(
            "no column is a node of {rules} by its id; {columns} have numbers and words of questions",
            rules=self.rules.id,
            columns=[self.sheet.names[column] for column in worded],
        )
        hint = say(
            "put the id of each question in the place of its words: {ids}, as ken show {rules} lists them",
            ids=[*map(self.rules.short_name, questions[:3]), "…"],
            rules=self.rules.typed,
        )
        return _Cause(self.sheet, message, hint, None, worded[0])

    @cached_property
    def _titles(self) -> Mapping[str, Sequence[str]]:
        """By title, in any language: the nodes that have it."""
        paths: dict[str, list[str]] = {}
        for node in self.rules.nodes.values():
            for title in {compared(title).casefold() for title in node.title.values()}:
                paths.setdefault(title, []).append(node.path)
        return paths

    @cached_property
    def _titled(self) -> Mapping[str, str]:
        """By column with the title of one node, in any language: the node's name."""
        paths = self._titles
        own = {column: paths.get(compared(name).casefold(), []) for column, name in self.sheet.names.items()}
        return {column: self.rules.short_name(found[0]) for column, found in own.items() if len(found) == 1}


__all__ = ["lies_on_its_side", "misread"]
