"""Changes of rules that cases notice or not, for people and programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...show.exhibit import Chapter, Exhibit, RowsOfUnits, TestSuite
from ...show.sections import Section, Table
from ...words.diagnostics import Text, counted, say
from ...words.shown_files import shown_file, shown_position
from ...words.speech import Speech
from .made_cases import MadeCases
from .survey import JudgedChange, Survey


def survey_exhibit(surveys: Sequence[Survey], speech: Speech) -> Exhibit:
    """What was found of each file of cases."""

    def chapters() -> list[Chapter]:
        return [Chapter(list(_sections(own)), say("{rules}", rules=own.rules)) for own in surveys]

    return Exhibit(
        say("Changes that cases notice"),
        chapters=chapters,
        data=lambda: [_survey_json(own, speech) for own in surveys],
        table=lambda: _rows(surveys, speech),
        suites=lambda: [_suite(own, speech) for own in surveys],
    )


def _rows(surveys: Sequence[Survey], speech: Speech) -> RowsOfUnits:
    """A row for each change, those that are noticed too."""
    import polars as pl

    rows = [
        {**_change_json(change, speech), "unit": _unit_told(change), "ruleset": own.rules}
        for own in surveys
        for change in own.changes
    ]
    names = ("ruleset", "file", "line", "column", "clause", "was", "now", "fate", "unit")
    types = {name: pl.Int64 if name in ("line", "column") else pl.String for name in names}
    return RowsOfUnits({name: name for name in names}, pl.DataFrame(rows, schema=types), 0)


def _suite(survey: Survey, speech: Speech) -> TestSuite:
    """The changes that could be noticed; those that no case notices fail."""
    cases: list[tuple[str, tuple[str, str | None, str] | None]] = []
    for change in survey.changes:
        made = _change_json(change, speech)
        name = f"{shown_position(change.change.position)} {made['clause']}: {made['was']} → {made['now']}"
        told = speech.words(say("Noticed by no case"))
        is_missed = change.fate == "unnoticed"
        cases.append((name, (told, None, f"{told}: {_unit_told(change)}") if is_missed else None))
    return TestSuite(shown_file(survey.file), survey.rules, cases)


def _unit_told(change: JudgedChange) -> str:
    return ", ".join(f"{name} {value}" for name, value in (change.unit or {}).items())


def _sections(survey: Survey) -> Iterator[Section]:
    unnoticed, undecided = survey.of("unnoticed"), survey.of("undecided")
    yield Section(say("{file}", file=shown_file(survey.file)), tuple(_counts(survey)))
    if unnoticed:
        yield Section(
            say("Noticed by no case"), (), _table("unnoticed", unnoticed, say("a unit that shows it"))
        )
    if undecided:
        told = say("No unit was found that shows these, and it is not proved that there is none.")
        yield Section(say("Not decided"), (told,), _table("undecided", undecided))


def _counts(survey: Survey) -> Iterator[Text]:
    """The sentences with all that was counted."""
    changes = counted(len(survey.changes), "{count} change", "{count} changes")
    cases = counted(survey.cases, "{count} case", "{count} cases")
    noticed, alike = len(survey.of("noticed")), len(survey.of("alike"))
    yield say("{changes} of one clause were tried on {cases}.", changes=changes, cases=cases)
    yield say(
        "Noticed {noticed}; noticed by no case {unnoticed}; proved to make no difference {alike}; "
        "not decided {undecided}.",
        noticed=noticed,
        unnoticed=len(survey.of("unnoticed")),
        alike=alike,
        undecided=len(survey.of("undecided")),
    )
    if survey.failing:
        yield counted(
            survey.failing,
            "{count} case fails as the rules are, and notices nothing: mend it first.",
            "{count} cases fail as the rules are, and notice nothing: mend them first.",
        )


def _table(id_: str, changes: Sequence[JudgedChange], *further: Text) -> Table:
    headings = (say("place"), say("clause"), say("as it is"), say("changed to"), *further)
    rows = [
        (
            shown_position(own.change.position),
            own.change.clause,
            own.change.was,
            own.change.now,
            *([] if own.unit is None else [_unit_told(own)]),
        )
        for own in changes
    ]
    return Table(id_, headings, rows)


def _survey_json(survey: Survey, speech: Speech) -> dict[str, Any]:
    return {
        "file": shown_file(survey.file),
        "ruleset": survey.rules,
        "cases": survey.cases,
        "failing": survey.failing,
        "noticed": len(survey.of("noticed")),
        "alike": len(survey.of("alike")),
        "changes": [
            {**_change_json(own, speech), **({} if own.unit is None else {"unit": dict(own.unit)})}
            for own in survey.changes
            if own.fate != "noticed"
        ],
    }


def _change_json(own: JudgedChange, speech: Speech) -> dict[str, Any]:
    at, change = own.change.position, own.change
    place = {"file": shown_file(at.file), "line": at.line, "column": at.column}
    now = _plain(change.now, speech)
    return {**place, "clause": _plain(change.clause, speech), "was": change.was, "now": now, "fate": own.fate}


def _plain(text: str | Text, speech: Speech) -> str:
    return speech.words(text) if isinstance(text, Text) else text


def made_told(made: MadeCases) -> Iterator[Text]:
    """What was made, in sentences."""
    yield counted(
        made.cases,
        "{file} is written: {count} case. It says what the rules give now: confirm it against the rule book.",
        "{file} is written: {count} cases. They say what the rules give now: confirm each against the rule "
        "book.",
        file=str(made.file),
    )
    changes = counted(made.changes, "{count} change", "{count} changes")
    yield say(
        "Of {changes} of one clause: noticed {noticed}; proved to make no difference {alike}; not decided "
        "{undecided}.",
        changes=changes,
        noticed=made.noticed,
        alike=made.alike,
        undecided=made.undecided,
    )


__all__ = ["made_told", "survey_exhibit"]
