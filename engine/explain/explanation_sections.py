"""A trace and the least changes as sections for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..meaning.facts_in_words import STATES, UNKNOWN, node_text, rating_text, score_text
from ..meaning.model import TOTAL
from ..meaning.one_unit import Standing
from ..meaning.states import State
from ..show.sections import Cell, Section, Table
from ..words.diagnostics import Text, counted, listed, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .decisions import Decision
from .reasons import unrated_words, verdict_sentence
from .remedies import Raise, Remedy
from .remedy_words import level_words, way_sentence
from .shown_points import Share
from .trace_steps import Trace, TraceStep
from .unit_words import UnitWords
from .way_table import way_table
from .what_decided import WhatDecided


def sections(trace: Trace, remedies: Sequence[Remedy], language: Language) -> Iterator[Section]:
    """The whole explanation, the result first."""
    decided = WhatDecided(trace, language)
    yield Section(say("{name}", name=trace.unit), (*_summary(trace, language), *_words(decided.rules())))
    if trace.second_edition and trace.rules.inputs:
        yield Section(say("Inputs"), (), _inputs_table(trace, decided, language))
    if trace.outcome.records is None:  # it is not known which rules hold
        return
    yield Section(say("The way to the rating"), tuple(_remarks(trace)), way_table(trace, language))
    if told := tuple(_decided(trace, decided, language)):
        yield Section(say("What decided"), told)
    answered, withheld = _answers_table(trace, language), tuple(_withheld(trace))
    if answered is not None or withheld:
        yield Section(say("Answers"), withheld, answered)
    moved = tuple(_words(decided.rating()))
    is_moved = trace.banded_at != trace.given_at
    why = (
        *(verdict_sentence(trace, number, language, moved) for number in range(len(trace.bands))),
        *(() if is_moved else moved),
    )
    if why:
        yield Section(say("Why this rating"), why)
    if remedies:
        told = tuple(way_sentence(trace, remedy, language) for remedy in remedies)
        yield Section(say("The least change"), (*told, *_of_answers(trace, remedies)))
    elif trace.rating is not None and trace.better:
        yield Section(
            say("The least change"),
            (say("no score can be raised: each is kept, at its best, or below one that is given otherwise"),),
        )


def _of_answers(trace: Trace, remedies: Sequence[Remedy]) -> Iterator[Text]:
    """That by points other scores of nodes which answers make are not looked for, though data may give
    them."""
    levels, nodes = dict[str, None](), dict[str, None]()
    for remedy in remedies:
        for change in () if remedy.is_by_values else remedy.changes:
            if _is_made_of_answers(trace, change):
                levels[remedy.by], nodes[trace.rules.short_name(change.path)] = None, None
    if nodes:
        yield say(
            "By {levels}, scores of {nodes} are looked for that their answers can make.",
            levels=[level_words(by) for by in levels],
            nodes=list(nodes),
        )


def _is_made_of_answers(trace: Trace, change: Raise) -> bool:
    """Whether the score after a change is one of those that what is below the node makes."""
    plan = trace.exact.plan
    node = plan.rules.nodes.get(change.path)
    below = None if node is None or not node.children else plan.reach.answers(node, change.new)
    return below is not None and below.keys() != {change.path}


def _summary(trace: Trace, language: Language) -> Iterator[Text]:
    if trace.exact.standing is Standing.SCORED:
        yield say("total {total}", total=_total(trace))
    elif trace.rating is None:
        yield unrated_words(trace)
    elif trace.root.printed is None:
        yield rating_text(trace.rules, trace.rating, language)
    else:
        yield say(
            "total {total}: {rating}",
            total=_total(trace),
            rating=rating_text(trace.rules, trace.rating, language),
        )
    yield from trace.notes


def _total(trace: Trace) -> str:
    if not trace.second_edition:
        return score_text(trace.root.printed, trace.rules.scale)
    return UnitWords(trace.exact.plan, trace.exact).score(trace.rules.total, trace.root.printed)


def _words(decisions: Iterable[Decision]) -> Iterator[Text]:
    return (decision.words for decision in decisions if decision.told)


def _inputs_table(trace: Trace, decided: WhatDecided, language: Language) -> Table:
    """What the unit's inputs are, and what stands for those that are not given."""
    rows: list[tuple[Cell, ...]] = []
    for path, entry in trace.rules.inputs.items():
        if trace.outcome.records is None and path not in trace.rules.choosing:
            continue
        state, printed = trace.exact.state(path), trace.outcome.printed[path]
        is_given = trace.given_values.get(path) is not None
        known = say("given") if is_given else say("stands for an empty cell")
        source = (
            known if printed is not None else say("not given") if state is State.MISSING else STATES[state]
        )
        said = decided.unit.said(path) if entry.answers is None else trace.exact.word(path)
        rows.append((path, entry.title.in_language(language), said, source))
    columns = [0, *([1] if any(row[1] for row in rows) else []), 2, 3]
    headings = (say("input"), say("title"), say("value or answer"), say("source"))
    return Table(
        "inputs",
        tuple(headings[column] for column in columns),
        [tuple(row[column] for column in columns) for row in rows],
    )


def _decided(trace: Trace, decided: WhatDecided, language: Language) -> Iterator[Text]:
    """A line a node, with what its steps did."""
    for step in trace.root.walk():
        told = list(_words(decided.of(step.node.path)))
        if told:
            name = say("total") if step.node.path == TOTAL else _titled(step, language)
            yield say("{node}: {what}", node=name, what=listed(told))


def _titled(step: TraceStep, language: Language) -> Text:
    title = node_text(step.node, language)
    if title is None or title == step.name:
        return say("{name}", name=step.name)
    return say("{name} ({title})", name=step.name, title=title)


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
    adding = [child for child in trace.root.children if child.adds is not None and not trace.second_edition]
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


__all__ = ["sections", "way_table"]
