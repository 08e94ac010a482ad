"""What `ken check` and `ken test` found, for people and programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..checks import explained
from ..show.exhibit import Exhibit, RowsOfUnits, TestSuite
from ..words.diagnostics import Diagnostic, say, with_hint
from ..words.json_forms import diagnostic_json, json_number
from ..words.shown_files import shown_file, shown_position
from ..words.speech import Speech
from .golden import CaseResult, FileResult


def findings_exhibit(found: Mapping[str, Sequence[Diagnostic]], speech: Speech) -> Exhibit:
    """Findings by what was checked; its errors and warnings make a test case of it fail."""
    every = [diagnostic for diagnostics in found.values() for diagnostic in diagnostics]

    def data() -> list[dict[str, Any]]:
        return [
            {**diagnostic_json(told, speech.translate), "file": told.position.file, **_shown(told)}
            for told in every
        ]

    def suites() -> list[TestSuite]:
        cases = [(name, _failure(diagnostics, speech)) for name, diagnostics in found.items()]
        return [TestSuite("ken check", "ken.check", cases)]

    reasons = {check.ID: check.WHY for check in explained()}
    return Exhibit(say("Findings"), data=data, findings=lambda: every, suites=suites, reasons=reasons)


def _shown(diagnostic: Diagnostic) -> dict[str, Any]:
    """The units that show a finding, where it has some."""
    units = [{path: json_number(score) for path, score in unit.items()} for unit in diagnostic.shown]
    return {"shown": units} if units else {}


def _failure(diagnostics: Sequence[Diagnostic], speech: Speech) -> tuple[str, str, str] | None:
    told = [diagnostic for diagnostic in diagnostics if diagnostic.severity != "note"]
    if not told:
        return None
    lines = [
        f"{finding.position}: {finding.severity}: {with_hint(finding, speech.translate)} [{finding.code}]"
        for finding in told
    ]
    return speech.words(told[0].message), told[0].code, "\n".join(lines)


def golden_exhibit(results: Sequence[FileResult], speech: Speech) -> Exhibit:
    """The outcomes of golden tests, a suite for each file."""

    def view(out: Any) -> None:
        from .views import print_golden

        print_golden(out, results, speech.translate)

    def suites() -> list[TestSuite]:
        return [
            TestSuite(
                shown_file(result.file), result.rules, [(case.name, _mismatch(case)) for case in result.cases]
            )
            for result in results
        ]

    return Exhibit(
        say("Golden tests"),
        view=view,
        data=lambda: [_golden_json(result) for result in results],
        suites=suites,
        table=lambda: _golden_rows(results),
    )


def _golden_rows(results: Sequence[FileResult]) -> RowsOfUnits:
    """A row for each case."""
    import polars as pl

    rows = [
        (result.file, result.rules, case.position.line, case.name, not case.mismatches)
        for result in results
        for case in result.cases
    ]
    types = {
        "file": pl.String,
        "ruleset": pl.String,
        "line": pl.Int64,
        "case": pl.String,
        "passed": pl.Boolean,
    }
    return RowsOfUnits({name: name for name in types}, pl.DataFrame(rows, schema=types, orient="row"), 0)


def _mismatch(case: CaseResult) -> tuple[str, None, str] | None:
    lines = [
        f"{wrong.what}: expected {wrong.expected}, exact {wrong.exact}, columns {wrong.columns}"
        for wrong in case.mismatches
    ]
    return (lines[0], None, "\n".join([shown_position(case.position), *lines])) if lines else None


def _golden_json(result: FileResult) -> dict[str, Any]:
    cases = [
        {
            "name": case.name,
            "line": case.position.line,
            "passed": not case.mismatches,
            "mismatches": [
                {
                    "what": mismatch.what,
                    "expected": mismatch.expected,
                    "exact": mismatch.exact,
                    "columns": mismatch.columns,
                    "way": list(mismatch.way),
                }
                for mismatch in case.mismatches
            ],
        }
        for case in result.cases
    ]
    return {
        "file": shown_file(result.file),
        "ruleset": result.rules,
        "cases": cases,
        "unexercised": [str(text) for text in result.unexercised],
        "unreached": [
            {"node": place.node, "key": place.key, "place": place.what} for place in result.unreached
        ],
    }


__all__ = ["findings_exhibit", "golden_exhibit"]
