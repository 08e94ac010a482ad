"""Years of one family that overlap, or leave days without rules."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, Text, say

ID = "effective-dates"
SEVERITY: Severity = "warning"
WHY = say(
    "On every day one rule set of a family is in force: with two nobody knows which one counts, and with "
    "none nothing can be rated."
)
PASSES = """
# ita/2565.yaml
effective: {from: 2021-10-01, to: 2022-09-30}

# ita/2566.yaml
effective: {from: 2022-10-01, to: 2023-09-30}
"""
FAILS = """
# ita/2565.yaml
effective: {from: 2021-10-01, to: 2022-09-30}

# ita/2566.yaml
effective: {from: 2022-09-01, to: 2023-09-30}
"""
YEARLY = re.compile(r"(.+)/([0-9]{4})")
"""The name of a rule set of a year: its family, and the year."""


def check(rules: RuleSet, earlier: Iterable[RuleSet]) -> Iterator[Diagnostic]:
    """A finding where a rule set of a year (family/2566) begins before the one before it ends, or days after;
    `earlier` are those of the family that may be that one, the last first."""
    begin = rules.effective[0]
    if YEARLY.fullmatch(rules.id) is None or begin is None:
        return
    last, until = next(((other, end) for other in earlier if (end := other.effective[1])), (None, None))
    if last is None or until is None:
        return
    next_day = (datetime.date.fromisoformat(until) + datetime.timedelta(days=1)).isoformat()
    if begin <= until:
        message = say(
            "it begins on {begin}, while {other} is in force until {until}",
            begin=begin,
            other=last.id,
            until=until,
        )
    elif begin > next_day:
        message = say(
            "it begins on {begin}, and {other} ends on {until}: no rules are in force between",
            begin=begin,
            other=last.id,
            until=until,
        )
    else:
        return
    own = rules.position.file
    at = rules.at("effective") if rules.at("effective").file == own else rules.position
    yield Diagnostic(ID, message, at, _mend(rules, next_day), SEVERITY, rules.id)


def _mend(rules: RuleSet, next_day: str) -> Text:
    """What to do about the days: write them, where they are taken from what is extended, else mend them."""
    inherited = [key for key in ("effective", "title") if rules.at(key).file != rules.position.file]
    if "effective" not in inherited:
        return say("mend effective: in one of the two")
    if len(inherited) > 1:
        return say(
            "effective: and title: are not written here, and are taken from what is extended: add both, for "
            "example effective: {{from: {day}, to: …}}",
            day=next_day,
        )
    return say(
        "effective: is not written here, and is taken from what is extended: add "
        "effective: {{from: {day}, to: …}}",
        day=next_day,
    )
