"""What reported figures contradict: each other, the rules, the scheme in force. Every finding shows its
arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, counted, say
from .audited_unit import AuditedUnit, Contradiction, Scheme
from .figures import Figures, Passage
from .rating_contradictions import wrong_ratings, wrong_results
from .score_contradictions import impossible, no_answers, two_figures

SHORTEST_TEXT = 12  # letters; shorter texts may well be the same twice

_CHECKS = (two_figures, no_answers, impossible, wrong_ratings, wrong_results)


def audit(rules: RuleSet, figures: Figures) -> list[Contradiction]:
    """Everything that the reported figures contradict, unit by unit, in the order of the figures."""
    scheme = Scheme(rules)
    units = (AuditedUnit(scheme.of_unit(own), unit, own) for unit, own in figures.by_unit().items())
    contradictions = [found for unit in units for check in _CHECKS for found in check(unit)]
    return [*contradictions, *_copied(figures.texts)]


def not_held(rules: RuleSet, figures: Figures) -> Iterator[Diagnostic]:
    """A note on the units of which it is not known which variant of the rules holds: their scores and ratings
    are held against nothing."""
    scheme = Scheme(rules)
    untold = [own for own in figures.by_unit().values() if own.scores and not scheme.of_unit(own).told]
    if untold:
        message = counted(
            len(untold),
            "of {count} unit it is not reported what chooses its variant ({inputs}): its scores and ratings "
            "are held against no rules",
            "of {count} units it is not reported what chooses their variants ({inputs}): their scores and "
            "ratings are held against no rules",
            inputs=list(rules.choosing),
        )
        hint = say("add columns for {inputs}", inputs=list(rules.choosing))
        yield Diagnostic("no-variant", message, untold[0].scores[0].position, hint, "note")


def _copied(texts: Sequence[Passage]) -> Iterator[Contradiction]:
    """A text that is the same as that of the line above, for something else."""
    last: dict[tuple[str, str], tuple[str, Passage]] = {}
    for passage in texts:
        plain = " ".join(passage.text.split()).casefold()
        key = (passage.position.file, passage.column)
        above = last.get(key)
        last[key] = (plain, passage)
        if above is None or above[0] != plain or len(plain) < SHORTEST_TEXT:
            continue
        before = above[1]
        if (before.unit, before.item) == (passage.unit, passage.item):
            continue
        item, other = (
            (passage.item, before.item) if passage.unit == before.unit else (passage.unit, before.unit)
        )
        message = say(
            "“{column}” of {item} is the same text as that of {other} above it",
            column=passage.column,
            item=item,
            other=other,
        )
        hint = say("write what is meant for {item} itself", item=item)
        yield Contradiction(
            "copied-text", passage.unit, message, f"{item} = {other}", passage.position, hint, "warning"
        )


__all__ = ["Contradiction", "audit", "not_held"]
