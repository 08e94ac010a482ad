"""Reports of comparisons: of the rules alone, and of rules on data. What stands in them, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..meaning.model import RuleSet
from ..show.sections import Section
from ..words.diagnostics import Text, Translate, say
from .compared import Comparison
from .comparison_files import Report, comparison_json, differences_json, proofs_json, years_json
from .comparison_page import Part
from .comparison_sections import comparison_sections, several_section, year_sections
from .difference_sections import difference_sections, proof_sections, rule_sections
from .differences import Differences
from .implied import Proofs
from .margins import NEAR
from .years import Years


def difference_report(found: Differences, proved: Proofs, translate: Translate) -> Report:
    """What differs between two rule sets, and what that implies."""
    sections = [
        *difference_sections(found),
        *proof_sections(found.old, found.new, proved),
        *rule_sections([found.old, found.new]),
    ]
    data = {**differences_json(found, translate), **proofs_json(proved, translate)}
    return Report(_title([found.old, found.new]), [Part(sections, None)], data)


def comparison_report(
    pairs: Sequence[tuple[Comparison, Proofs]],
    translate: Translate,
    *,
    years: Years | None = None,
    by: Sequence[str] | None = None,
    near: Fraction = NEAR,
) -> Report:
    """Rule sets on data, each with the one after it. `by` names the columns of the breakdowns (None: all that
    are fit for it), `near` says how many points a near miss is away at most."""
    rules = [pairs[0][0].old, *(found.new for found, _ in pairs)]
    parts: list[Part] = []
    if len(pairs) > 1:
        parts.append(Part([several_section(rules, [found for found, _ in pairs])], None))
    for found, proved in pairs:
        split = list(year_sections(years)) if years is not None else []
        sections: list[Section] = [*comparison_sections(found, by=by, most=near, after_summary=split)]
        parts.append(
            Part(
                [
                    *sections,
                    *difference_sections(found.differences),
                    *proof_sections(found.old, found.new, proved),
                ],
                found,
            )
        )
    parts.append(Part(list(rule_sections(rules)), None))
    listed = [
        {
            **differences_json(found.differences, translate),
            **comparison_json(found, translate),
            **proofs_json(proved, translate),
        }
        for found, proved in pairs
    ]
    data = {"comparisons": listed, **({} if years is None else {"years": years_json(years)})}
    return Report(_title(rules), parts, data)


def _title(rules: Sequence[RuleSet]) -> Text:
    return say("{rules} compared", rules=" → ".join(each.id for each in rules))


__all__ = ["comparison_report", "difference_report"]
