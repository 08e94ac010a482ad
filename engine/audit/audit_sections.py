"""The findings of an audit as sections for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .. import __version__
from ..meaning.model import RuleSet
from ..show.sections import Cell, Section, Table
from ..words.diagnostics import Text, Translate, counted, say
from ..words.json_forms import diagnostic_json
from ..words.shown_files import shown_position
from .audited_unit import Contradiction
from .figures import Figures


def summary(rules: RuleSet, figures: Figures, contradictions: Sequence[Contradiction]) -> Text:
    """How much was held against what, and what came of it."""
    scores, units = len(figures.scores), len(figures.by_unit())
    words: dict[str, object] = {
        "rules": rules.id,
        "scores": counted(scores, "{count} score", "{count} scores"),
        "units": counted(units, "{count} unit", "{count} units"),
    }
    if not contradictions:
        return counted(
            scores,
            "{rules}: {scores} of {units} contradicts nothing",
            "{rules}: {scores} of {units} contradict nothing",
            **words,
        )
    return say(
        "{rules}: {scores} of {units}, {findings}",
        findings=counted(len(contradictions), "{count} finding", "{count} findings"),
        **words,
    )


def sections(rules: RuleSet, figures: Figures, contradictions: Sequence[Contradiction]) -> Iterator[Section]:
    """The whole audit: how much was held against what, and a row a contradiction."""
    rows: list[tuple[Cell, ...]] = [
        (told.unit, told.message, told.arithmetic, shown_position(told.position), told.hint)
        for told in contradictions
    ]
    headings = (
        say("{unit}", unit=rules.unit),
        say("finding"),
        say("arithmetic"),
        say("place"),
        say("what to do"),
    )
    yield Section(say("Audit"), (summary(rules, figures, contradictions),), Table("findings", headings, rows))


def audit_json(
    rules: RuleSet, figures: Figures, contradictions: Sequence[Contradiction], translate: Translate
) -> dict[str, Any]:
    """The audit as it is written to JSON; messages in the language of `translate`."""
    return {
        "kenrules": __version__,
        "ruleset": rules.id,
        "fingerprint": rules.fingerprint,
        "units": len(figures.by_unit()),
        "scores": len(figures.scores),
        "findings": [
            {"unit": told.unit, **diagnostic_json(told.diagnostic, translate), "arithmetic": told.arithmetic}
            for told in contradictions
        ],
        "diagnostics": [diagnostic_json(diagnostic, translate) for diagnostic in figures.diagnostics],
    }


__all__ = ["audit_json", "sections", "summary"]
