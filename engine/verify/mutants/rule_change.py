"""One clause of a rule set changed: what stood there, what it was changed to, and the document with that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from ...book.document import Document, Place, Plain, own_copy
from ...words.diagnostics import Position, Text
from .written_clauses import at_place


@dataclass(frozen=True)
class Edit:
    """What stands at a place from now on; nothing where it `drops` what stood there; with `name` the same
    under another key."""

    place: Place
    value: Plain = None
    name: str | None = None
    drops: bool = False


@dataclass(frozen=True)
class RuleChange:
    """A change of one clause: where this stands, in the file and among the rules, what stood there (`was`)
    and what it is changed to (`now`). A clause that stands in several places of the rules, because it was
    copied, has edits for each."""

    position: Position
    clause: str | Text
    was: str
    now: str | Text
    edits: tuple[Edit, ...]

    def made(self, document: Document) -> Document:
        """The document with the change."""
        data = own_copy(document.data)
        for edit in sorted(self.edits, key=_last_first, reverse=True):
            _edited(data, edit)
        return replace(document, data=data)


def _last_first(edit: Edit) -> list[tuple[bool, str, int]]:
    """So that items of a list that are dropped leave those before them where they are."""
    return [(isinstance(step, int), str(step), step if isinstance(step, int) else 0) for step in edit.place]


def _edited(data: Plain, edit: Edit) -> None:
    """Puts an edit into plain data."""
    above, key = cast("Any", at_place(data, edit.place[:-1])), edit.place[-1]
    if edit.drops:
        del above[key]
    elif edit.name is not None:
        renamed = [(edit.name if own == key else own, value) for own, value in above.items()]
        above.clear()
        above.update(renamed)
    else:
        above[key] = edit.value


def joined(changes: Iterable[RuleChange]) -> list[RuleChange]:
    """Changes, of which those that say the same of one clause in the file are one, in the order in which they
    stand there."""
    by_clause: dict[tuple[Position, str, str], list[RuleChange]] = {}
    for change in changes:
        by_clause.setdefault((change.position, change.was, str(change.now)), []).append(change)
    made = [_as_one(alike) for alike in by_clause.values()]
    files = list(dict.fromkeys(change.position.file for change in made))
    return sorted(
        made, key=lambda own: (files.index(own.position.file), own.position.line, own.position.column)
    )


def _as_one(changes: Sequence[RuleChange]) -> RuleChange:
    edits = dict.fromkeys((edit.place, edit.name) for change in changes for edit in change.edits)
    known = {(edit.place, edit.name): edit for change in changes for edit in change.edits}
    return replace(changes[0], edits=tuple(known[key] for key in edits))


__all__ = ["Edit", "RuleChange", "joined"]
