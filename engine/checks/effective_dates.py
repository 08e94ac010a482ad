"""Years of one family that overlap, or leave days without rules."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Severity, Text, say

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
_YEARLY = re.compile(r"(.+)/([0-9]{4})")


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """What is wrong between a yearly rule set (family/2566) and the one before it."""
    own = _YEARLY.fullmatch(rules.id)
    begin = rules.effective[0]
    if own is None or not rules.files or begin is None:
        return
    last = next(_earlier(rules, own[1]), None)
    if last is None:
        return
    until = last.effective[1]
    assert until is not None
    next_day = (datetime.date.fromisoformat(until) + datetime.timedelta(days=1)).isoformat()
    if begin <= until:
        yield _finding(
            rules,
            say(
                "it begins on {begin}, while {other} is in force until {until}",
                begin=begin,
                other=last.id,
                until=until,
            ),
        )
    elif begin > next_day:
        yield _finding(
            rules,
            say(
                "it begins on {begin}, and {other} ends on {until}: no rules are in force between",
                begin=begin,
                other=last.id,
                until=until,
            ),
        )


def _finding(rules: RuleSet, message: Text) -> Diagnostic:
    return Diagnostic(
        ID, message, rules.position, say("mend effective: in one of the two"), SEVERITY, rules.id
    )


def _earlier(rules: RuleSet, family: str) -> Iterator[RuleSet]:
    """The earlier rule sets of the family in the same folder that end on a day, the last one first."""
    from ..book import folder, library  # which need the checks themselves

    try:
        beside = sorted(Path(rules.files[0]).parent.iterdir(), reverse=True)
    except OSError:  # a folder of which only the names of files are known
        return
    for path in beside:
        if (
            path.suffix not in folder.SUFFIXES
            or not re.fullmatch(r"[0-9]{4}", path.stem)
            or path.stem >= rules.id.rpartition("/")[2]
        ):
            continue
        try:
            other = library.inspect(path)[0] if folder.kind_of(path) == "ruleset" else None
        except KenError:  # told where the file itself is checked
            continue
        if (
            other is not None
            and other.id < rules.id
            and _YEARLY.fullmatch(other.id)
            and other.id.startswith(f"{family}/")
            and other.effective[1]
        ):
            yield other
