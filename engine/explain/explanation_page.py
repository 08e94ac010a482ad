"""The explanation of one unit as a page: the result first, what makes it, which conditions are met, and what
to do, before everything in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..meaning.facts_in_words import rating_text, titled
from ..meaning.labels import labels_of
from ..meaning.model import NOWHERE, TOTAL, RuleSet
from ..meaning.parsing import parse
from ..rating.made_of import made_of
from ..rating.totals_drawing import NARROW, WIDTH
from ..show.exhibit import Chapter, Page
from ..show.sections import Cell, OnPage, Picture, Section, Table, TitledName
from ..words.diagnostics import Text, Translate, say
from ..words.language import Language
from ..words.numerals import decimal_text
from ..words.speech import Speech
from .clauses import Clause
from .conditions import Judged, in_words
from .explanation_sections import sections
from .headline import best_way, headline, total_words
from .reasons import bounds_of, figures_of
from .remedies import Remedy
from .remedy_words import change_values, goal_words, way_in_short
from .total_parts import TotalPart, parts_of_total
from .trace import Trace
from .waterfall import waterfall

DECIDED = "What decided"


def explanation_page(trace: Trace, remedies: Sequence[Remedy], speech: Speech, source: str) -> Page:
    """The page of one unit of the data of a file, with the least changes that were looked for."""
    rules, language = trace.rules, speech.language
    full = list(sections(trace, remedies, language))
    unit, decided = full[0], [section for section in full if section.title.template == DECIDED]
    first = [Section(unit.title, headline(trace, remedies, language).lines)]
    parts = parts_of_total(trace, language) if trace.root.printed is not None else []
    first += [_drawn(trace, parts)] if parts else decided
    if (conditions := _conditions(trace, language)).rows:
        first.append(Section(say("Conditions of the ratings"), table=conditions))
    first += _checklists(trace, remedies, language)
    kept = [section for section in full[1:] if parts or section not in decided]
    if unit.sentences:
        kept.insert(0, Section(say("Result"), unit.sentences))
    asked = trace.asked or rules
    return Page(
        titled(asked.id, asked.title, language),
        [Chapter(first), Chapter(kept, say("The whole explanation"))],
        made_of([asked], language, [source], 1),
    )


def _drawn(trace: Trace, parts: Sequence[TotalPart]) -> Section:
    """What each part adds to the total, and what it costs."""
    lower = trace.rules.scale.better == "lower"
    made = sum((part.adds.shown for part in parts), start=parts[0].adds.shown * 0)
    places = max(part.adds.places for part in parts)
    printed = total_words(trace)
    total = say("total {total}", total=printed)
    told = [say("The parts add up to {sum}, printed {total}.", sum=decimal_text(made, places), total=printed)]
    if any(part.costs is not None and part.costs.exact > 0 for part in parts):
        told.append(
            say("In brackets, and in orange: what a part adds above the best it can be.")
            if lower
            else say("In brackets, and framed in orange: what a part lacks of the best it can be.")
        )

    def picture(translate: Translate) -> Picture:
        wide, narrow = (waterfall(parts, total, translate, each, lower=lower) for each in (WIDTH, NARROW))
        return Picture(wide, narrow=narrow)

    return Section(say("What makes the total"), tuple(told), picture=picture)


def _conditions(trace: Trace, language: Language) -> Table:
    """A row a condition of each rating: the value, whether it is met, and what is short."""
    rows: list[tuple[Cell, ...]] = []
    for band in trace.bands:
        name = rating_text(trace.rules, band.name, language)
        clauses = bounds_of(band) if band.condition else band.parts
        told = (clause for clause in clauses if not _is_end(trace.rules, clause))
        rows += [(name, *_compared(trace, clause, language)) for clause in told]
        if band.condition and band.condition_holds is not None:
            rows.append((name, *_whole(trace, band)))
    headings = (say("rating"), say("condition"), say("found"), say("verdict"), say("apart"))
    return Table("conditions", headings, rows, page=OnPage(fixed=True))


def _holds(is_so: bool) -> Text:
    return say("holds") if is_so else say("does not hold")


def _is_end(rules: RuleSet, clause: Clause) -> bool:
    """Whether it only says that the total lies on its scale."""
    ends = {">=": rules.scale.minimum, "<=": rules.scale.maximum}
    return clause.nodes == (TOTAL,) and clause.holds and ends.get(clause.sign) == clause.right


def _compared(trace: Trace, clause: Clause, language: Language) -> tuple[Cell, ...]:
    value, margin = figures_of(trace, clause)
    label = labels_of(trace.rules, language)
    nodes = [label(path) for path in clause.nodes if path != TOTAL]
    shown = say("{value} ({nodes})", value=value, nodes=nodes) if nodes else say("{value}", value=value)
    apart: Text | None = None
    if not clause.holds and clause.margin is not None:
        apart = (
            say("the bound itself")
            if not clause.margin
            else say("{margin} short", margin=margin)
            if clause.sign[0] == ">"
            else say("{margin} over", margin=margin)
        )
    return (_condition(trace.rules, clause.text), shown, _holds(clause.holds), apart)


def _whole(trace: Trace, band: Judged) -> tuple[Cell, ...]:
    return (_condition(trace.rules, band.condition), None, _holds(bool(band.condition_holds)), None)


def _condition(rules: RuleSet, text: str) -> Text:
    """A condition in words, as far as it has plain ones."""
    expression, faults = parse(text, NOWHERE)
    return say("{condition}", condition=text) if expression is None or faults else in_words(rules, expression)


def _checklists(trace: Trace, remedies: Sequence[Remedy], language: Language) -> Iterator[Section]:
    """What to do for each goal, as a list to tick off: the way of items or values, else that in points."""
    label = labels_of(trace.rules, language)
    for number, goal in enumerate(dict.fromkeys(remedy.goal for remedy in remedies), 1):
        remedy = best_way([each for each in remedies if each.goal == goal])
        if remedy is None:
            continue
        told = way_in_short(trace, remedy, language)
        rows: list[tuple[Cell, ...]] = [
            (
                TitledName(label(change.path), trace.rules.short_name(change.path)),
                *change_values(trace, change),
            )
            for change in remedy.changes
        ]
        headings = (say("what"), say("now"), say("to be"))
        table = Table(f"to do {number}", headings, rows, page=OnPage(ticks=True))
        words = goal_words(trace, goal, language, label)
        yield Section(say("To reach {goal}", goal=words), (told,), table)


__all__ = ["explanation_page"]
