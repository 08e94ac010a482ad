"""`ken form`"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.words.diagnostics import Diagnostic, KenError, Position, say
from .shared.help_pages import DATA, About
from .shared.options import rule_set
from .shared.session import Session
from .shared.verbs import verb

if TYPE_CHECKING:
    from ..engine.meaning.model import RuleSet

WORKBOOK, SCHEMA = ".xlsx", ".json"


@verb(
    "form",
    rule_set,
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        help="Write the workbook (.xlsx) to a file, or a Table Schema of the table of units (.json).",
    ),
    click.option(
        "--xlsform",
        is_flag=True,
        help="Write a questionnaire in Thai and English for ODK and KoboToolbox (an XLSForm) instead.",
    ),
    click.option(
        "--for",
        "wanted",
        metavar="ROWS",
        help="Whose rows an XLSForm or a Table Schema asks for: units, or the id of an instrument that "
        "respondents answer (default: the first of these that there is).",
    ),
    about=About(
        DATA,
        "make a workbook, or a questionnaire, to fill in",
        (
            ("ken form ita/2566 -o entry.xlsx", "A workbook that ken evaluate reads as it is."),
            (
                "ken form ita/2566 --xlsform --for IIT -o survey.xlsx",
                "A questionnaire for ODK and KoboToolbox.",
            ),
        ),
    ),
)
def command(session: Session, ruleset: str, *, output: Path, xlsform: bool, wanted: str | None) -> None:
    """Write a workbook to fill in with the data of a rule set: a sheet with a row a unit, and one for each
    instrument that respondents answer, with the words and limits that cells may have.

    `ken evaluate RULESET FILE.xlsx` reads it as it is.
    """
    from ..engine.show.writing import saved

    session.writes = True
    suffix = output.suffix.casefold()
    _usable(output, suffix, xlsform=xlsform, wanted=wanted)
    rules = session.load(ruleset)
    session.inputs += [Path(file) for file in (*rules.files, *rules.taken)]
    session.not_an_input(output)
    if xlsform or suffix == SCHEMA:
        content, others = _of_some_rows(session, rules, wanted, xlsform=xlsform)
    else:
        content, others = _workbook(session, rules), ()
    saved(output, [content])
    session.tell(say("{file} is written", file=str(output)))
    if others and wanted is None:
        session.tell(say("it asks for one kind of rows; for the others: {ways}", ways=list(others)))


def _usable(output: Path, suffix: str, *, xlsform: bool, wanted: str | None) -> None:
    """Raises KenError for options that do not go together."""
    position = Position(str(output))
    if suffix not in (WORKBOOK, SCHEMA) or (xlsform and suffix == SCHEMA):
        message = say("a form is a .xlsx file") if xlsform else say("a form is a .xlsx or a .json file")
        hint = say("give it a name such as entry.xlsx")
        raise KenError([Diagnostic("usage", message, position, hint)])
    if wanted is not None and not xlsform and suffix == WORKBOOK:
        message = say("a workbook to fill in has all rows, each kind in a sheet of its own")
        hint = say("leave --for out, or add --xlsform")
        raise KenError([Diagnostic("usage", message, Position("--for"), hint)])


def _workbook(session: Session, rules: RuleSet) -> bytes:
    from ..engine.data.entry_forms import entry_sheets
    from ..engine.show.entry_book import entry_book

    refusal = session.speech.words(say("The rules have no such value here."))
    return entry_book(entry_sheets(rules, session.speech), refusal)


def _of_some_rows(
    session: Session, rules: RuleSet, wanted: str | None, *, xlsform: bool
) -> tuple[bytes, Sequence[str]]:
    """The questionnaire, or the schema, of the rows of a name; and how those of others are asked for."""
    from ..engine.data.asked_values import chosen_rows
    from ..engine.data.survey_form import survey_form
    from ..engine.data.table_schema import table_schema
    from ..engine.show.plain_book import plain_book

    asked, others = chosen_rows(rules, wanted)
    ways = [f"--for {name}" for name in others]
    if xlsform:
        return plain_book(survey_form(rules, asked, session.speech.language)), ways
    schema = table_schema(rules, asked, session.speech)
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n".encode(), ways
