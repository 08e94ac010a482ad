"""What data are to give a rule set: values of units, and answers of respondents to each instrument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.model import INPUT, RAW_LIMIT, TOTAL, Node, Possible, RuleSet
from ..meaning.plan import Plan
from ..meaning.steps_in_order import is_told
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..words.numerals import decimal_text
from .manifest import Layout

UNITS = "units"
RESPONDENTS = "respondents"


@dataclass(frozen=True)
class AskedRows:
    """Rows that are asked for: of units, or of those who answer an `instrument` (TOTAL: all of them)."""

    layout: Layout
    instrument: str
    nodes: Sequence[Node]

    @property
    def name(self) -> str:
        """What they are called at the command line."""
        if self.layout == "scores":
            return UNITS
        if self.instrument == TOTAL:
            return RESPONDENTS
        is_taken = self.instrument in (UNITS, RESPONDENTS)
        return f"{RESPONDENTS}-{self.instrument}" if is_taken else self.instrument


def asked_rows(rules: RuleSet) -> list[AskedRows]:
    """All rows that a rule set asks for: those of units first, where it asks for any."""
    plan, surveys, own = Plan.of(rules), dict[str, list[Node]](), list[Node]()
    for node in rules.readable.values():
        if not is_told(rules, node):
            continue
        scale = rules.answers.get(node.answers or "")
        if node.level != INPUT and not node.is_raw and scale is not None and not rules.steps(node):
            surveys.setdefault(plan.survey_of(node.path), []).append(node)
        else:
            own.append(node)
    rows = [AskedRows("scores", "", own)] if own else []
    return [*rows, *(AskedRows("responses", path, nodes) for path, nodes in surveys.items())]


def chosen_rows(rules: RuleSet, wanted: str | None) -> tuple[AskedRows, Sequence[str]]:
    """The rows of a name, else the first; and the names of the others. Raises KenError where there are none
    of that name."""
    every = {rows.name: rows for rows in asked_rows(rules)}
    if wanted is not None and wanted not in every:
        message = say("{rules} asks for no rows “{name}”", rules=rules.id, name=wanted)
        hint = say("use one of {names}", names=list(every))
        raise KenError([Diagnostic("undefined", message, Position("--for"), hint)])
    if not every:
        message = say("{rules} asks for no data", rules=rules.id)
        raise KenError([Diagnostic("undefined", message, Position("--for"), say("choose another rule set"))])
    chosen = next(iter(every.values())) if wanted is None else every[wanted]
    return chosen, [name for name in every if name != chosen.name]


def ends_of(possible: Possible) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest of what a value can be; None where there is no end."""
    low, high = possible.low, possible.high
    return None if low <= -RAW_LIMIT else low, None if high >= RAW_LIMIT else high


def limits_told(possible: Possible) -> list[Text]:
    """What a number may be, in sentences."""
    told = list[Text]()
    match ends_of(possible):
        case (None, None):
            pass
        case (low, None):
            told.append(say("A number of at least {low}.", low=low))
        case (None, high):
            told.append(say("A number of at most {high}.", high=high))
        case (low, high):
            told.append(say("A number from {low} to {high}.", low=low, high=high))
    places = possible.decimals
    if places == 0:
        told.append(say("A whole number."))
    elif places is not None:
        told.append(counted(places, "At most {count} decimal.", "At most {count} decimals."))
    elif possible.step is not None:
        base, step = decimal_text(possible.base), decimal_text(possible.step)
        told.append(say("In steps of {step} from {base}.", step=step, base=base))
    return told


__all__ = ["RESPONDENTS", "UNITS", "AskedRows", "asked_rows", "chosen_rows", "ends_of", "limits_told"]
