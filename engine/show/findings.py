"""Findings for other programs: JSON, GitHub's annotations, SARIF 2.1.0 and JUnit XML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from .. import __version__
from ..checks import explained
from ..words.diagnostics import Diagnostic, Severity, Translate
from ..words.json_forms import diagnostic_json, json_number
from .output import to_json

if TYPE_CHECKING:
    from ..verify.golden import FileResult

_GITHUB: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def written(found: Mapping[str, Sequence[Diagnostic]], form: str, translate: Translate = str) -> str:
    """The findings by what was checked, as a text of that form: json, github, sarif or junit."""
    diagnostics = [diagnostic for each in found.values() for diagnostic in each]
    if form == "json":
        return to_json(
            [{**diagnostic_json(diagnostic, translate), **_shown(diagnostic)} for diagnostic in diagnostics]
        )
    if form == "github":
        return "".join(f"{_annotation(diagnostic, translate)}\n" for diagnostic in diagnostics)
    return to_json(sarif(diagnostics, translate)) if form == "sarif" else junit(found, translate)


def _in_words(diagnostic: Diagnostic, translate: Translate) -> str:
    hint = "" if diagnostic.hint is None else f"\n{translate('hint')}: {diagnostic.hint.in_words(translate)}"
    return diagnostic.message.in_words(translate) + hint


def _shown(diagnostic: Diagnostic) -> dict[str, Any]:
    """The units that show a finding, where it has some."""
    units = [{path: json_number(score) for path, score in unit.items()} for unit in diagnostic.shown]
    return {"shown": units} if units else {}


def _annotation(diagnostic: Diagnostic, translate: Translate) -> str:
    at = diagnostic.position
    place = {"file": at.file, "line": at.line or 1, "col": at.column or 1, "title": diagnostic.code}
    listed = ",".join(
        f"{name}={_escaped(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in place.items()
    )
    return f"::{_GITHUB[diagnostic.severity]} {listed}::{_escaped(_in_words(diagnostic, translate))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def sarif(diagnostics: Sequence[Diagnostic], translate: Translate = str) -> dict[str, Any]:
    """A SARIF log with one run."""
    reasons = {check.ID: check.WHY.in_words(translate) for check in explained()}
    codes = list(dict.fromkeys(diagnostic.code for diagnostic in diagnostics))
    rules = [
        {"id": code, **({"shortDescription": {"text": reasons[code]}} if code in reasons else {})}
        for code in codes
    ]
    results = [
        {
            "ruleId": diagnostic.code,
            "ruleIndex": codes.index(diagnostic.code),
            "level": diagnostic.severity,
            "message": {"text": _in_words(diagnostic, translate)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": diagnostic.position.file},
                        "region": {
                            "startLine": diagnostic.position.line or 1,
                            "startColumn": diagnostic.position.column or 1,
                        },
                    }
                }
            ],
        }
        for diagnostic in diagnostics
    ]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "ken", "version": __version__, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }


def junit(found: Mapping[str, Sequence[Diagnostic]], translate: Translate = str) -> str:
    """JUnit XML: a test case for each thing checked; its errors and warnings make it fail."""
    suite = ElementTree.Element("testsuite", name="ken check", tests=str(len(found)))
    failures = 0
    for name, diagnostics in found.items():
        case = ElementTree.SubElement(suite, "testcase", classname="ken.check", name=name)
        told = [diagnostic for diagnostic in diagnostics if diagnostic.severity != "note"]
        if told:
            failures += 1
            lines = [
                f"{each.position}: {each.severity}: {_in_words(each, translate)} [{each.code}]"
                for each in told
            ]
            ElementTree.SubElement(
                case, "failure", message=told[0].message.in_words(translate), type=told[0].code
            ).text = "\n".join(lines)
    suite.set("failures", str(failures))
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=False) + "\n"


def golden_text(results: Sequence[FileResult], form: str) -> str:
    """The outcomes of golden tests as json or junit."""
    if form == "json":
        return to_json([_golden_json(result) for result in results])
    suites = ElementTree.Element("testsuites")
    for result in results:
        suite = ElementTree.SubElement(
            suites, "testsuite", name=result.file, tests=str(len(result.cases)), failures=str(result.failed)
        )
        for case in result.cases:
            element = ElementTree.SubElement(suite, "testcase", classname=result.rules, name=case.name)
            if case.mismatches:
                lines = [
                    f"{each.what}: expected {each.expected}, exact {each.exact}, columns {each.columns}"
                    for each in case.mismatches
                ]
                ElementTree.SubElement(element, "failure", message=lines[0]).text = "\n".join(
                    [f"{case.position}", *lines]
                )
    return ElementTree.tostring(suites, encoding="unicode") + "\n"


def _golden_json(result: FileResult) -> dict[str, Any]:
    cases = [
        {
            "name": case.name,
            "line": case.position.line,
            "passed": not case.mismatches,
            "mismatches": [
                {
                    "what": each.what,
                    "expected": each.expected,
                    "exact": each.exact,
                    "columns": each.columns,
                    "way": list(each.way),
                }
                for each in case.mismatches
            ],
        }
        for case in result.cases
    ]
    return {
        "file": result.file,
        "ruleset": result.rules,
        "cases": cases,
        "unexercised": [str(each) for each in result.unexercised],
    }
