"""An evaluation for people and programs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from ..show.exhibit import Exhibit, Page, RowsOfUnits
from ..words.diagnostics import Text, say
from ..words.speech import Speech
from .evaluation import Evaluation
from .evaluation_json import as_json, units_json
from .unit_rows import rows_of_units


def evaluation_exhibit(
    evaluation: Evaluation,
    speech: Speech,
    source: str = "",
    headline: Callable[[], Sequence[Text]] = tuple,
    *,
    questions: bool = False,
) -> Exhibit:
    """The scores and ratings of all units; a terminal and a page show `questions` of a single unit, and the
    page begins with its `headline`. `source` is what the file of the data is called."""

    def view(out: Any) -> None:
        from .evaluation_view import print_evaluation

        print_evaluation(out, evaluation, speech.language, speech.translate, questions=questions)

    def table() -> RowsOfUnits:
        from .result_workbook import result_sheets

        rows = rows_of_units(evaluation, speech.translate)
        return replace(rows, sheets=lambda: result_sheets(evaluation, rows, speech))

    def page() -> Page:
        from .evaluation_page import evaluation_page

        first = headline() if evaluation.frame.height == 1 else ()
        return evaluation_page(evaluation, speech, source, first, questions=questions)

    return Exhibit(
        say("{name}", name=evaluation.rules.id),
        view=view,
        data=lambda: as_json(evaluation, speech.translate),
        records=lambda: units_json(evaluation, speech.translate),
        table=table,
        page=page,
    )


__all__ = ["evaluation_exhibit"]
