"""A rated dataset as JSON: what `ken evaluate` writes as .json and .jsonl."""

from __future__ import annotations

from typing import Any

from ..words.diagnostics import Translate
from ..words.json_forms import diagnostic_json, json_cell, json_number
from ..words.numerals import COVERAGE_DECIMALS, percent_of
from .evaluation import Evaluation, TargetResult, UnitResult


def as_json(evaluation: Evaluation, translate: Translate = str) -> dict[str, Any]:
    """The result as one JSON object; numbers are scores as printed."""
    return {
        "ruleset": evaluation.rules.id,
        "fingerprint": evaluation.rules.fingerprint,
        "units": [unit_json(unit, translate) for unit in evaluation.units()],
        "counts": dict(evaluation.counts),
        "targets": [target_json(target) for target in evaluation.targets],
        "diagnostics": [diagnostic_json(diagnostic, translate) for diagnostic in evaluation.diagnostics],
    }


def unit_json(unit: UnitResult, translate: Translate = str) -> dict[str, Any]:
    """One unit as an object; `data`, `respondents` and `coverage` (shares from 0 to 1) only where it has
    some."""
    return {
        "unit": unit.unit,
        "status": unit.status,
        "rating": unit.rating,
        "scores": {name: json_number(score) for name, score in unit.scores.items()},
        "judgements": dict(unit.judgements),
        "lacks": list(unit.lacks),
        "notes": [note.in_words(translate) for note in unit.notes],
        **({"data": {name: json_cell(value) for name, value in unit.passed.items()}} if unit.passed else {}),
        **({"respondents": dict(unit.respondents)} if unit.respondents else {}),
        **(
            {
                "coverage": {
                    name: float(percent_of(share, decimals=COVERAGE_DECIMALS) / 100)
                    for name, share in unit.coverage.items()
                }
            }
            if unit.coverage
            else {}
        ),
    }


def target_json(result: TargetResult) -> dict[str, Any]:
    """A target's outcome as an object: `share` (0 to 1, as it is printed) and `met` are null where no unit
    was rated."""
    return {
        "id": result.target.id,
        "meeting": result.meeting,
        "rated": result.rated,
        "share": None if result.percent is None else float(result.percent / 100),
        "at_least": json_number(result.target.at_least),
        "met": result.met,
    }


__all__ = ["as_json", "target_json", "unit_json"]
