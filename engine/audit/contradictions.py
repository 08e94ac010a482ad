"""What reported figures contradict: each other, the rules, the scheme in force. Every finding shows its
arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..meaning.model import RuleSet
from ..meaning.second_edition import only_first_edition
from ..words.diagnostics import say
from .audited_unit import AuditedUnit, Contradiction, Scheme
from .figures import Figures, Passage
from .rating_contradictions import wrong_ratings, wrong_results
from .score_contradictions import impossible, no_answers, two_figures

SHORTEST_TEXT = 12  # letters; shorter texts may well be the same twice

_CHECKS = (two_figures, no_answers, impossible, wrong_ratings, wrong_results)


def audit(rules: RuleSet, figures: Figures) -> list[Contradiction]:
    """Everything that the reported figures contradict, unit by unit, in the order of the figures. Raises
    KenError for rules that it does not know."""
    only_first_edition(say("an audit"), rules)
    scheme = Scheme(rules)
    units = (AuditedUnit(scheme, unit, own) for unit, own in figures.by_unit().items())
    contradictions = [found for unit in units for check in _CHECKS for found in check(unit)]
    return [*contradictions, *_copied(figures.texts)]


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


__all__ = ["Contradiction", "audit"]
