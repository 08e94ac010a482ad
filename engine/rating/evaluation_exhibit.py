"""An evaluation for people and programs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..show.exhibit import Exhibit, RowsOfUnits
from ..words.diagnostics import say
from ..words.speech import Speech
from .chosen_rows import chosen
from .evaluation import Evaluation
from .evaluation_json import as_json, groups_json, units_json
from .unit_groups import Groups, groups_of
from .unit_rows import rows_of_units


@dataclass(frozen=True)
class ShownPart:
    """What of an evaluation is to be shown: the units of which a condition holds, in the order of a column,
    so many of them; or groups of these `by` a column."""

    where: str | None = None
    sort: str | None = None
    top: int | None = None
    by: str | None = None


def shown_part(
    evaluation: Evaluation, speech: Speech, shown: ShownPart, *, questions: bool = False
) -> Exhibit:
    """What is to be shown of an evaluation. Raises KenError where a condition or a column is none."""
    if shown.by is not None:
        some = evaluation if shown.where is None else chosen(evaluation, shown.where)
        return groups_exhibit(some, groups_of(some, shown.by, shown.sort, shown.top, speech.language), speech)
    if shown != ShownPart():
        evaluation = chosen(evaluation, shown.where, shown.sort, shown.top)
    return evaluation_exhibit(evaluation, speech, questions=questions)


def evaluation_exhibit(evaluation: Evaluation, speech: Speech, *, questions: bool = False) -> Exhibit:
    """The scores and ratings of all units, or of those that are chosen; a terminal shows `questions` of a
    single unit."""

    def view(out: Any) -> None:
        from .evaluation_view import print_evaluation

        print_evaluation(out, evaluation, speech.language, speech.translate, questions=questions)

    def table() -> RowsOfUnits:
        from .result_workbook import result_sheets

        rows = rows_of_units(evaluation, speech.translate)
        return replace(rows, sheets=lambda: result_sheets(evaluation, rows, speech))

    return Exhibit(
        say("{name}", name=evaluation.rules.id),
        view=view,
        data=lambda: as_json(evaluation, speech.translate),
        records=lambda: units_json(evaluation, speech.translate),
        table=table,
    )


def groups_exhibit(evaluation: Evaluation, groups: Groups, speech: Speech) -> Exhibit:
    """Groups of units, in the place of these."""

    def view(out: Any) -> None:
        from .evaluation_view import print_groups

        print_groups(out, evaluation, groups, speech.language, speech.translate)

    return Exhibit(
        say("{name}", name=evaluation.rules.id),
        view=view,
        data=lambda: groups_json(evaluation, groups, speech.translate),
        records=groups.records,
        table=groups.rows,
    )


__all__ = ["ShownPart", "evaluation_exhibit", "groups_exhibit", "shown_part"]
