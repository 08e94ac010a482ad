"""The findings of an audit as sections for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .. import __version__
from ..meaning.model import RuleSet
from ..show.sections import Cell, Section, Table
from ..words.diagnostics import Text, Translate, counted, say
from ..words.json_forms import diagnostic_json
from .contradictions import Finding
from .figures import Figures


def summary(rules: RuleSet, figures: Figures, found: Sequence[Finding]) -> Text:
    """How much was held against what, and what came of it."""
    scores, units = len(figures.scores), len(figures.by_unit())
    words: dict[str, object] = {
        "rules": rules.id,
        "scores": counted(scores, "{count} score", "{count} scores"),
        "units": counted(units, "{count} unit", "{count} units"),
    }
    if not found:
        return counted(
            scores,
            "{rules}: {scores} of {units} contradicts nothing",
            "{rules}: {scores} of {units} contradict nothing",
            **words,
        )
    return say(
        "{rules}: {scores} of {units}, {findings}",
        findings=counted(len(found), "{count} finding", "{count} findings"),
        **words,
    )


def sections(rules: RuleSet, figures: Figures, found: Sequence[Finding]) -> Iterator[Section]:
    rows: list[tuple[Cell, ...]] = [
        (each.unit, each.message, each.arithmetic, str(each.position), each.hint) for each in found
    ]
    headings = (
        say("{unit}", unit=rules.unit),
        say("finding"),
        say("arithmetic"),
        say("place"),
        say("what to do"),
    )
    yield Section(say("Audit"), (summary(rules, figures, found),), Table("findings", headings, rows))


def audit_json(
    rules: RuleSet, figures: Figures, found: Sequence[Finding], translate: Translate
) -> dict[str, Any]:
    return {
        "kenrules": __version__,
        "ruleset": rules.id,
        "fingerprint": rules.fingerprint,
        "units": len(figures.by_unit()),
        "scores": len(figures.scores),
        "findings": [
            {"unit": each.unit, **diagnostic_json(each.diagnostic, translate), "arithmetic": each.arithmetic}
            for each in found
        ],
        "diagnostics": [diagnostic_json(each, translate) for each in figures.diagnostics],
    }


__all__ = ["audit_json", "sections", "summary"]
