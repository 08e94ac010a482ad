"""`ken form`"""

from __future__ import annotations

from pathlib import Path

import click

from ..engine.words.diagnostics import Diagnostic, KenError, Position, say
from .shared.options import rule_set
from .shared.session import Session
from .shared.verbs import verb


@verb(
    "form",
    rule_set,
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        help="Write the workbook to a file (.xlsx).",
    ),
)
def command(session: Session, ruleset: str, *, output: Path) -> None:
    """Write a workbook to fill in with the data of a rule set: a sheet with a row a unit, and one for each
    instrument that respondents answer, with the words and limits that cells may have.

    `ken evaluate RULESET FILE.xlsx` reads it as it is.
    """
    from ..engine.data.entry_forms import entry_sheets
    from ..engine.show.entry_book import entry_book
    from ..engine.show.writing import saved

    session.writes = True
    if output.suffix.casefold() != ".xlsx":
        hint = say("give it a name such as entry.xlsx")
        raise KenError([Diagnostic("usage", say("a form is a .xlsx file"), Position(str(output)), hint)])
    rules = session.load(ruleset)
    session.inputs += [Path(file) for file in (*rules.files, *rules.taken)]
    session.not_an_input(output)
    refusal = session.speech.words(say("The rules have no such value here."))
    saved(output, [entry_book(entry_sheets(rules, session.speech), refusal)])
    session.tell(say("{file} is written", file=str(output)))
