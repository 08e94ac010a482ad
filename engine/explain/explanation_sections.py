"""A trace and the least changes as sections for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ..meaning.facts_in_words import (
    STATES,
    UNKNOWN,
    node_text,
    rating_text,
    result_text,
    score_text,
    weight_text,
)
from ..meaning.model import TOTAL
from ..meaning.states import State
from ..show.sections import Cell, Figure, Section, Table
from ..words.diagnostics import Text, counted, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .reasons import unrated_words, verdict_sentence
from .remedies import Remedy
from .remedy_words import way_sentence
from .trace import Share, Trace, TraceStep

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


def sections(trace: Trace, remedies: Sequence[Remedy], language: Language) -> Iterator[Section]:
    """The whole explanation, the result first."""
    yield Section(say("{name}", name=trace.unit), tuple(_summary(trace, language)))
    yield Section(say("The way to the rating"), tuple(_remarks(trace)), way_table(trace, language))
    answered, withheld = _answers_table(trace, language), tuple(_withheld(trace))
    if answered is not None or withheld:
        yield Section(say("Answers"), withheld, answered)
    why = tuple(verdict_sentence(trace, number, language) for number in range(len(trace.bands)))
    yield Section(say("Why this rating"), why)
    if remedies:
        told = tuple(way_sentence(trace, remedy, language) for remedy in remedies)
        yield Section(say("The least change"), told)
    elif trace.rating is not None and trace.better:
        yield Section(
            say("The least change"),
            (say("no score can be raised: each is kept, at its best, or below one that is given otherwise"),),
        )


def _summary(trace: Trace, language: Language) -> Iterator[Text]:
    if trace.rating is None:
        yield unrated_words(trace)
    else:
        yield say(
            "total {total}: {rating}",
            total=score_text(trace.root.printed, trace.rules.scale),
            rating=rating_text(trace.rules, trace.rating, language),
        )
    yield from trace.notes


def _withheld(trace: Trace) -> Iterator[Text]:
    """Of whom there are too few answers for them to be shown."""
    for step in trace.root.walk():
        if step.few is not None:
            number, least = step.few
            yield counted(
                number,
                "{node}: {count} respondent; the rules ask for {least}: the answers are not shown",
                "{node}: {count} respondents; the rules ask for {least}: the answers are not shown",
                node=step.name,
                least=least,
            )


def _remarks(trace: Trace) -> Iterator[Text]:
    """That what is added makes the total, with the numbers; and what has no score."""
    adding = [child for child in trace.root.children if child.adds is not None]
    if trace.root.adds is not None and adding:
        terms = [f"{child.name} {_points(child.adds)}" for child in adding]
        words: dict[str, object] = {
            "terms": " + ".join(terms),
            "sum": _points(trace.root.adds),
            "total": score_text(trace.root.printed, trace.rules.scale),
        }
        points = (trace.root.adds, *(child.adds for child in adding))
        if all(share.shown == share.exact for share in points if share is not None):
            yield say("{terms} = {sum}, printed {total}", **words)
        else:
            words["places"] = trace.root.adds.places
            yield say("{terms} = {sum} (points rounded to {places} decimals), printed {total}", **words)
    gone = [
        child.name
        for step in trace.root.walk()
        if any(child.source != "missing" for child in step.children)
        for child in step.children
        if child.source == "missing"
    ]
    if gone:
        yield say("without a score: {nodes}", nodes=list(dict.fromkeys(gone)))


def way_table(trace: Trace, language: Language) -> Table:
    """Every node with a score, set in by its level: what it weighs, has, adds and costs, and how it is
    judged."""
    headings = (
        say("node"),
        say("title"),
        say("weight"),
        say("before rounding"),
        say("score"),
        say("adds"),
        say("costs"),
        say("result"),
        say("by"),
        say("source"),
    )
    rows: list[tuple[Cell, ...]] = []
    seen: set[str] = set()

    def add(step: TraceStep, depth: int) -> None:
        is_again = step.node.level == "question" and step.source == "shared" and step.name in seen
        seen.add(step.name)
        if (step.source not in ("missing", "withheld") or step.adds is not None) and not is_again:
            rows.append(_row(trace, step, depth, language))
        for child in step.children:
            add(child, depth + 1)

    add(trace.root, 0)
    return Table("way", headings, rows)


def _row(trace: Trace, step: TraceStep, depth: int, language: Language) -> tuple[Cell, ...]:
    name = say("total") if step.node.path == TOTAL else say("{name}", name=DEEPER * depth + step.name)
    return (
        name,
        node_text(step.node, language),
        weight_text(step.node),
        _brief(step.value),
        _figure(step.printed, trace.rules.scale.decimals),
        _share(step.adds),
        _share(step.costs),
        result_text(trace.rules, step.node.level, step.result, language) or _untold_result(step),
        _margin(trace, step),
        SOURCES[step.source],
    )


def _untold_result(step: TraceStep) -> Text | None:
    """That it cannot be told how a known score is judged."""
    untold = step.result is None and any(judged.holds is None for judged in step.verdicts)
    return STATES[State.UNDECIDED] if untold else None


def _margin(trace: Trace, step: TraceStep) -> Cell:
    """By how much a node meets or misses the first comparison of its first judgement."""
    clauses = step.verdicts[0].parts if step.verdicts else ()
    return _figure(clauses[0].margin, trace.rules.scale.decimals, signed=True) if clauses else None


def _answers_table(trace: Trace, language: Language) -> Table | None:
    """How often each option was answered, a row a question; None without answers."""
    rows: list[tuple[Cell, ...]] = []
    for step in trace.root.walk():
        if step.answers:
            counts = ", ".join(f"{option} {count:,}" for option, _, count in step.answers)
            received = sum(count for _, _, count in step.answers)
            rows.append((step.node.path, node_text(step.node, language), received, counts))
    headings = (say("question"), say("title"), say("answers received"), say("answers"))
    return Table("answers", headings, rows) if rows else None


def _points(share: Share | None) -> str:
    return UNKNOWN if share is None else decimal_text(share.shown, share.places)


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


__all__ = ["sections", "way_table"]
