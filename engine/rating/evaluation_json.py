"""A rated dataset as JSON: what `ken evaluate` writes as .json and .jsonl."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..words.diagnostics import Translate
from ..words.json_forms import diagnostic_json, json_cell, json_number
from ..words.numerals import COVERAGE_DECIMALS, percent_of
from .evaluation import Evaluation, TargetResult
from .result_columns import words_of_results
from .unit_groups import Groups
from .unit_rows import judged_of, surveys_of


def as_json(evaluation: Evaluation, translate: Translate = str) -> dict[str, Any]:
    """The result as one JSON object; numbers are scores as printed."""
    return {
        **_head(evaluation),
        "units": list(units_json(evaluation, translate)),
        **_tail(evaluation, translate),
    }


def groups_json(evaluation: Evaluation, groups: Groups, translate: Translate = str) -> dict[str, Any]:
    """The same with groups of units in the place of these."""
    told = {"by": groups.by, "groups": groups.records()}
    return {**_head(evaluation), **told, **_tail(evaluation, translate)}


def _head(evaluation: Evaluation) -> dict[str, Any]:
    """By which rules; and where units are chosen to be shown, by which condition: `meeting` of all
    `units`."""
    head = {"ruleset": evaluation.rules.id, "fingerprint": evaluation.rules.fingerprint}
    chosen = evaluation.chosen
    if chosen is None or chosen.where is None:
        return head
    heights = {"meeting": chosen.meeting.height, "units": chosen.whole.frame.height}
    return {**head, "shown": {"where": chosen.where, **heights}}


def _tail(evaluation: Evaluation, translate: Translate) -> dict[str, Any]:
    return {
        "counts": dict(evaluation.counts),
        "targets": [target_json(target) for target in evaluation.targets],
        "diagnostics": [diagnostic_json(diagnostic, translate) for diagnostic in evaluation.diagnostics],
    }


def units_json(evaluation: Evaluation, translate: Translate = str) -> Iterator[dict[str, Any]]:
    """Each unit as an object. Every node has a score, and every node that is judged a judgement: null where
    there is none, so that results of one rule set fit together whatever the data have. `ratings` is there
    where nodes have ratings of their own, or words for scores, `data` where columns are passed through,
    `respondents` and `coverage` (shares from 0 to 1) where the data are answers."""
    shown = {name: evaluation.name_of(path) for name, path in evaluation.names.items()}
    judged = {name: evaluation.name_of(path) for name, path in judged_of(evaluation).items()}
    rated = {
        name: evaluation.name_of(path)
        for name, path in evaluation.names.items()
        if words_of_results(evaluation.rules, path) is not None
    }
    surveys = surveys_of(evaluation)
    for unit in evaluation.units():
        scores, coverage = unit.scores, unit.coverage
        yield {
            "unit": unit.unit,
            "status": unit.status,
            "rating": unit.rating,
            "scores": {
                own: json_number(scores[name]) if name in scores else None for own, name in shown.items()
            },
            "judgements": {own: unit.judgements.get(name) for own, name in judged.items()},
            **({"ratings": {own: unit.judgements.get(name) for own, name in rated.items()}} if rated else {}),
            "lacks": list(unit.lacks),
            "notes": [note.in_words(translate) for note in unit.notes],
            **(
                {"data": {name: json_cell(value) for name, value in unit.passed.items()}}
                if unit.passed
                else {}
            ),
            **(
                {
                    "respondents": {owner: unit.respondents.get(owner) for owner in surveys},
                    "coverage": {
                        owner: _share_json(coverage[owner]) if owner in coverage else None
                        for owner in surveys
                    },
                }
                if surveys
                else {}
            ),
        }


def _share_json(share: Fraction) -> float:
    return float(percent_of(share, decimals=COVERAGE_DECIMALS) / 100)


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


__all__ = ["as_json", "groups_json", "target_json", "units_json"]
