"""The way to a rating as a table: every node with a score, set in by its level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from ..meaning.facts_in_words import STATES, node_text, result_text, titled, weight_text
from ..meaning.model import TOTAL, UNTITLED
from ..meaning.printed_scores import printed_places
from ..meaning.states import State
from ..meaning.steps_in_order import combines
from ..show.sections import Cell, Figure, Table
from ..words.diagnostics import Text, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .shown_points import Share
from .trace_steps import Trace, TraceStep
from .unit_words import UnitWords

DEEPER = "\u00a0\u00a0"
"""What a name is set in by for each level: blanks that no renderer takes away."""

SOURCES: Mapping[str, Text] = {
    "given": say("given"),
    "answers": say("answers"),
    "shared": say("reported as one"),
    "formula": say("formula"),
    "computed": say("computed"),
    "withheld": say("too few respondents"),
    **{state.value: words for state, words in STATES.items()},
}


Column = tuple[Text, Callable[[TraceStep], Cell]]


def way_table(trace: Trace, language: Language) -> Table:
    """Every node with a score: what it weighs, has, adds and costs, and how it is judged. Of rules of the
    second edition what its value is too, and no column that has nothing in it."""
    steps = list(_shown_steps(trace))
    columns = _columns(trace, language)
    if trace.second_edition:
        columns = [column for column in columns if _says_something(column, steps)]
    rows: list[tuple[Cell, ...]] = [
        (_name(step, depth), *(cell(step) for _, cell in columns)) for step, depth in steps
    ]
    headings = (say("node"), *(heading for heading, _ in columns))
    spare = tuple(place for place, heading in enumerate(headings) if heading.template == "source")
    return Table("way", headings, rows, spare=spare)


def _shown_steps(trace: Trace) -> Iterator[tuple[TraceStep, int]]:
    """The steps with a score, or of which something is to be said, each with its depth; what is reported as
    one once."""
    seen: set[str] = set()

    def below(step: TraceStep, depth: int) -> Iterator[tuple[TraceStep, int]]:
        is_again = step.node.level == "question" and step.source == "shared" and step.name in seen
        seen.add(step.name)
        if (step.source not in ("missing", "withheld") or step.adds is not None) and not is_again:
            yield step, depth
        for child in step.children:
            yield from below(child, depth + 1)

    return below(trace.root, 0)


def _name(step: TraceStep, depth: int) -> Text:
    return say("total") if step.node.path == TOTAL else say("{name}", name=DEEPER * depth + step.name)


def _columns(trace: Trace, language: Language) -> list[Column]:
    """The columns after the first."""
    unit = UnitWords(trace.exact.plan, trace.exact)
    own: list[Column] = (
        [(say("value or answer"), lambda step: _own_value(unit, step))] if trace.second_edition else []
    )
    costs = say("above the best") if trace.rules.scale.better == "lower" else say("costs")
    return [
        (say("title"), lambda step: node_text(step.node, language)),
        *(own if trace.second_edition else []),
        (say("weight"), lambda step: weight_text(step.node)),
        (say("before rounding"), lambda step: _brief(step.value)),
        (say("score"), lambda step: _figure(step.printed, printed_places(trace.rules, step.node))),
        (say("adds"), lambda step: _share(step.adds)),
        (costs, lambda step: _share(step.costs)),
        (say("result"), lambda step: _result(trace, step, language)),
        (say("by"), lambda step: _margin(trace, step)),
        (say("source"), lambda step: _source(trace, step)),
    ]


def _says_something(column: Column, steps: Sequence[tuple[TraceStep, int]]) -> bool:
    """Whether a column has anything in it; of values before rounding whether one was rounded."""
    heading, cell = column
    if heading.template == "before rounding":
        return any(step.value != step.printed for step, _ in steps)
    own = [
        step for step, depth in steps if depth or heading.template not in ("adds", "costs", "above the best")
    ]
    return any(cell(step) not in (None, "") for step in own)


def _own_value(unit: UnitWords, step: TraceStep) -> str | None:
    """The raw value of a node, or its answer, as it is read."""
    node = step.node
    if step.read is not None:
        return unit.raw(node, step.read)
    return " / ".join(step.answered) or None


def _result(trace: Trace, step: TraceStep, language: Language) -> Cell:
    return (
        _rated(step, language)
        or result_text(trace.rules, step.node.level, step.result, language)
        or _untold_result(step)
    )


def _rated(step: TraceStep, language: Language) -> str | None:
    title = next((band.title for band in step.node.bands if band.rating == step.rating), UNTITLED)
    return None if step.rating is None else titled(step.rating, title, language)


def _source(trace: Trace, step: TraceStep) -> Text:
    """Where a score is from; of rules of the second edition which way it came to it."""
    if not trace.second_edition or step.source not in ("formula", "given", "computed"):
        return SOURCES[step.source]
    node = step.node
    if step.answered:
        return say("answer")
    if step.source == "given" or (step.source == "computed" and combines(node)):
        return SOURCES[step.source]
    if node.cases:
        return say("case")
    if node.points is not None:
        return say("table")
    return say("formula") if node.score is not None else say("its value")


def _untold_result(step: TraceStep) -> Text | None:
    """That it cannot be told how a known score is judged."""
    untold = step.result is None and any(judged.holds is None for judged in step.verdicts)
    return STATES[State.UNDECIDED] if untold else None


def _margin(trace: Trace, step: TraceStep) -> Cell:
    """By how much a node meets or misses the first comparison of its first judgement."""
    clauses = step.verdicts[0].parts if step.verdicts else ()
    return _figure(clauses[0].margin, trace.rules.scale.decimals, signed=True) if clauses else None


def _share(share: Share | None) -> Cell:
    return None if share is None else Figure(float(share.shown), share.places)


def _figure(value: Fraction | None, places: int, *, signed: bool = False) -> Cell:
    return None if value is None else Figure(float(value), places, signed=signed)


def _brief(value: Fraction | None) -> str | None:
    """A value before rounding: with at most six decimals, and … where it has more."""
    if value is None:
        return None
    return (
        decimal_text(value)
        if (value * 10**6).denominator == 1
        else f"{decimal_text(Fraction(int(value * 10**6), 10**6), 6)}…"
    )


__all__ = ["SOURCES", "way_table"]
