"""The reference tables of a rule set, as readers see them."""

from __future__ import annotations

from pathlib import Path

from ..meaning.model import RuleSet
from ..show.sections import Cell, Section, Table
from ..words.diagnostics import say


def tables_section(rules: RuleSet) -> Section:
    """Each reference table: its name and file, by what its rows are found, its columns, and how many rows it
    has."""
    headings = (say("table"), say("file"), say("found by"), say("columns"), say("rows"))
    rows: list[tuple[Cell, ...]] = [
        (
            table.id,
            Path(table.file).name,
            ", ".join(f"{key.name} ({key.how})" for key in table.keys),
            ", ".join(f"{table.id}.{name}" for name in table.columns),
            len(table.rows),
        )
        for table in rules.tables.values()
    ]
    return Section(say("Reference tables"), (), Table("tables", headings, rows))


__all__ = ["tables_section"]
