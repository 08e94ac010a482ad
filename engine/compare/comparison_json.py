"""A comparison as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .. import __version__
from ..meaning.model import RuleSet
from ..meaning.witnesses import Witness
from ..rating.evaluation_json import target_json
from ..words.diagnostics import Text, Translate
from ..words.json_forms import diagnostic_json, json_cell, json_number
from ..words.shown_files import shown_position
from .comparison import Comparison, ScoreChange
from .implied_proofs import Example, Proofs
from .rule_differences import Change, Difference, Differences
from .sorting import Sorting
from .years import Years

SIDES = ("old", "new")


def rules_json(rules: RuleSet) -> dict[str, Any]:
    """Which rules these are, and what evaluated them."""
    return {"ruleset": rules.id, "fingerprint": rules.fingerprint, "kenrules": __version__}


def differences_json(found: Differences, known: Sorting, translate: Translate) -> dict[str, Any]:
    """What differs between two rule sets, old and new side by side with their places, and how the changes are
    sorted."""
    return {
        "old": rules_json(found.old),
        "new": rules_json(found.new),
        "rating": [_change_json(change, known, translate) for change in found.rating],
        "other": [_change_json(change, known, translate) for change in found.other],
        "identity": [_told_json(change, translate) for change in found.identity],
    }


def _change_json(change: Change, known: Sorting, translate: Translate) -> dict[str, Any]:
    shown = next((own for own in known.can if own.change is change), None)
    unit = None
    if shown is not None and shown.unit is not None and shown.way is not None:
        unit = {
            "change": shown.way.value,
            "with": [other.title.in_words(translate) for other in shown.others],
            "without_it": _witness_json(shown.unit.old),
            "with_it": _witness_json(shown.unit.new),
        }
    return {**_told_json(change, translate), "sorted": known.of(change), "unit": unit}


def _told_json(change: Change, translate: Translate) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "title": change.title.in_words(translate),
        "differences": [_difference_json(each, translate) for each in change.differences],
    }


def _difference_json(each: Difference, translate: Translate) -> dict[str, Any]:
    old, new = (
        value.in_words(translate) if isinstance(value, Text) else value for value in (each.old, each.new)
    )
    return {
        "what": each.what.in_words(translate),
        "old": old,
        "new": new,
        "old_position": shown_position(each.old_position),
        "new_position": shown_position(each.new_position),
    }


def proofs_json(proofs: Proofs, translate: Translate) -> dict[str, Any]:
    """What the rules imply: assumptions, transitions and claims. None stands for what is undecided."""
    return {
        "assumptions": [each.in_words(translate) for each in proofs.assumptions],
        "beyond": None if proofs.beyond is None else proofs.beyond.in_words(translate),
        "transitions": [
            {
                "old": each.old,
                "new": each.new,
                "possible": each.possible,
                "example": _example_json(each.example),
            }
            for each in proofs.transitions
        ],
        "claims": [
            {
                "id": None if each.own is None else each.own.id,
                "position": None if each.own is None else shown_position(each.own.position),
                "claim": each.statement.text,
                "holds": each.holds,
                "beyond": each.beyond,
                "counterexample": _example_json(each.counterexample),
            }
            for each in proofs.verdicts
        ],
    }


def _example_json(example: Example | None) -> dict[str, Any] | None:
    if example is None:
        return None
    return {side: _witness_json(witness) for side, witness in (("old", example.old), ("new", example.new))}


def _witness_json(witness: Witness) -> dict[str, Any]:
    return {
        "rating": witness.result.rating,
        "total": json_number(witness.total) if witness.has_total else None,
        "scores": {
            witness.plan.rules.short_name(path): json_number(value) if word is None else word
            for path, value in witness.data.items()
            for word in [witness.word(path, value)]
        },
    }


def comparison_json(found: Comparison, translate: Translate) -> dict[str, Any]:
    """Everything of a comparison; units in the order of the data."""
    causes = [words.in_words(translate) for words in found.told]
    pairs = [(old, new) for old in found.ratings("old") for new in found.ratings("new")]
    return {
        "old": rules_json(found.old),
        "new": rules_json(found.new),
        "order": found.order,
        "assumptions": [assumption.in_words(translate) for assumption in found.assumptions],
        "directions": dict(found.directions),
        "matrix": [
            {"old": old, "new": new, "units": found.matrix[old, new]}
            for old, new in pairs
            if (old, new) in found.matrix
        ],
        "causes": [
            {"changes": sorted(found.attribution.causes[number]), "cause": cause, "units": count}
            if found.attribution.causes
            else {"cause": cause, "units": count}
            for number, (cause, (_, count, _)) in enumerate(zip(causes, found.causes(), strict=True))
        ],
        "clauses": found.clauses.rows(named=True),
        "alone": [
            {"change": change.title.in_words(translate), "made": made, "taken_back": back}
            for change, (made, back) in zip(found.differences.rating, found.attribution.alone, strict=False)
        ],
        "targets": {
            id_: {
                side: None if result is None else target_json(result)
                for side, result in zip(SIDES, pair, strict=True)
            }
            for id_, pair in found.targets.items()
        },
        "scores": [_score_json(moved) for moved in found.scores],
        "breakdowns": {column: found.breakdown(column).rows(named=True) for column in found.groupings},
        "near": found.near().rows(named=True),
        "units": list(_units_json(found, causes)),
        "diagnostics": [diagnostic_json(diagnostic, translate) for diagnostic in found.diagnostics],
    }


def _score_json(moved: ScoreChange) -> dict[str, Any]:
    return {
        "score": moved.path,
        "units": moved.units,
        "changed": moved.changed,
        "mean": float(moved.mean),
        "lowest": float(moved.lowest),
        "highest": float(moved.highest),
    }


def _units_json(found: Comparison, causes: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The units with their causes in words, and what the data say of them."""
    names = found.described.names
    described = [
        {names[column]: cell for column, cell in row.items()}
        for row in found.described.frame.select(list(names)).rows(named=True)
    ]
    for row, cells in zip(
        found.units.iter_rows(named=True), described or [{}] * found.units.height, strict=True
    ):
        cause = None if row["cause"] is None else causes[row["cause"]]
        if not found.tells_status:
            del row["old_status"], row["new_status"]
        data = {"data": {name: json_cell(value) for name, value in cells.items()}} if cells else {}
        yield {**row, "cause": cause, **data}


def years_json(years: Years, translate: Translate) -> dict[str, Any]:
    """Two years of data: how many units moved by what, and by how much the totals did; and what the new rules
    do to the new data."""
    return {
        "counts": dict(years.counts),
        "mean_change": {name: None if mean is None else float(mean) for name, mean in years.means.items()},
        "mean_change_units": dict(years.measured),
        "units": years.units.rows(named=True),
        "new_data": {
            **comparison_json(years.by_rules, translate),
            "unrated": [sentence.in_words(translate) for sentence in years.unrated],
        },
    }


__all__ = ["comparison_json", "differences_json", "proofs_json", "rules_json", "years_json"]
