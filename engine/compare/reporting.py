"""Comparisons for people and programs: of the rules alone, and of rules on data. What stands in them, in
which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from ..meaning.model import RuleSet
from ..rating.made_of import made_of, title_of
from ..rating.totals_drawing import NARROW, WIDTH, notes_of
from ..show.exhibit import Chapter, Exhibit, Page
from ..show.sections import Picture, Section
from ..words.diagnostics import Translate, say
from ..words.language import Language
from ..words.speech import Speech
from .comparison import Comparison
from .comparison_json import comparison_json, differences_json, proofs_json, years_json
from .comparison_sections import comparison_sections, several_section
from .difference_sections import difference_sections, proof_sections, rule_sections
from .flow_chart import flow
from .implied_proofs import Proofs
from .margins import NEAR
from .rating_order import DIRECTIONS, direction_words
from .rule_differences import Differences
from .sorting import Sorting
from .totals_chart import distribution, has_totals
from .years import Years

MOST_ROWS = 20
"""Of each table so many rows are shown on a terminal."""


def difference_report(found: Differences, known: Sorting, proved: Proofs, speech: Speech) -> Exhibit:
    """What differs between two rule sets, sorted by what it can do, and what that implies."""
    translate, rules = speech.translate, [found.old, found.new]
    sections = [
        *difference_sections(found, known),
        *proof_sections(found.old, found.new, proved),
        *rule_sections(rules),
    ]
    report = _exhibit(
        rules,
        lambda: [Chapter(sections)],
        lambda: {**differences_json(found, known, translate), **proofs_json(proved, translate)},
    )
    about = made_of(rules, speech.language)
    return replace(report, page=lambda: Page(title_of(rules, speech.language), [Chapter(sections)], about))


def comparison_report(
    pairs: Sequence[tuple[Comparison, Sorting, Proofs]],
    translate: Translate,
    *,
    years: Years | None = None,
    by: Sequence[str] | None = None,
    near: Fraction = NEAR,
) -> Exhibit:
    """Rule sets on data, each with the one after it, how its changes are sorted, and what is proved. `by`
    names the columns of the breakdowns (None: all that are fit for it), `near` says how many points a near
    miss is away at most."""
    rules = [pairs[0][0].old, *(found.new for found, _, _ in pairs)]
    chapters = []
    if len(pairs) > 1:
        chapters.append(Chapter([several_section(rules, [found for found, _, _ in pairs])]))
    for found, known, proved in pairs:
        whole = found if years is None else years.whole
        sections = [
            *drawn(whole, list(comparison_sections(whole, by=by, most=near, years=years))),
            *difference_sections(found.differences, known),
            *proof_sections(found.old, found.new, proved),
        ]
        title = say("{old} → {new}", old=found.old.id, new=found.new.id) if len(pairs) > 1 else None
        chapters.append(Chapter(sections, title))
        if years is not None:
            title = say("Both rule sets on the new data")
            by_rules = drawn(found, list(comparison_sections(found, by=by, most=near)))
            told = say("From here on the units are those of the new data, rated by both rule sets.")
            chapters.append(Chapter([Section(title, (told, *years.unrated)), *by_rules], title))
    chapters.append(Chapter(list(rule_sections(rules))))

    def data() -> dict[str, Any]:
        listed = []
        for found, known, proved in pairs:
            whole = found if years is None else years.whole
            told = {
                **differences_json(found.differences, known, translate),
                **comparison_json(whole, translate),
            }
            implied = proofs_json(proved, translate)
            assumed = dict.fromkeys([*told["assumptions"], *implied["assumptions"]])
            listed.append({**told, **implied, "assumptions": list(assumed)})
        return {"comparisons": listed, **({} if years is None else {"years": years_json(years, translate)})}

    return _exhibit(rules, lambda: chapters, data)


def published(
    report: Exhibit, pairs: Sequence[Comparison], sources: Sequence[Path | None], language: Language
) -> Exhibit:
    """The report of comparisons with a page that says by which rules, of which data and when it was made."""
    rules = [pairs[0].old, *(pair.new for pair in pairs)]
    files = [source.name for source in sources if source is not None]
    about = made_of(rules, language, files, pairs[0].units.height)
    chapters = report.chapters or tuple
    return replace(report, page=lambda: Page(title_of(rules, language), chapters(), about))


def _exhibit(
    rules: Sequence[RuleSet], chapters: Callable[[], Sequence[Chapter]], data: Callable[[], Any]
) -> Exhibit:
    title = say("{rules} compared", rules=" → ".join(each.id for each in rules))
    return Exhibit(
        title, chapters=chapters, data=data, directions=direction_words(rules), most_rows=MOST_ROWS
    )


def drawn(found: Comparison, sections: Sequence[Section]) -> Iterator[Section]:
    """The sections with their charts: the flow of units beside the matrix, and below it the totals."""
    summary = [section for section in sections if section.title == say("Summary")]
    matrix = [section for section in sections if section.table is not None and section.table.id == "matrix"]
    yield from summary
    flows = matrix or ([] if found.is_scored else [Section(say("Transitions"))])
    for number, section in enumerate(flows):
        flowing = _flow(found) if number == 0 else None
        yield Section(section.title, section.sentences, section.table, flowing)
    if has_totals(found):
        title = say("Totals") if found.is_scored else say("Totals and bands")
        yield Section(title, picture=_totals(found))
    yield from (section for section in sections if section not in (*summary, *matrix))


def _flow(found: Comparison) -> Callable[[Translate], Picture]:
    counts: dict[str, int] = {name: found.directions[name] for name in DIRECTIONS if found.directions[name]}
    return lambda translate: Picture(flow(found, translate), counts)


def _totals(found: Comparison) -> Callable[[Translate], Picture]:
    def picture(translate: Translate) -> Picture:
        wide, narrow = (distribution(found, translate, width) for width in (WIDTH, NARROW))
        return Picture(wide, note=notes_of(found.old, found.new), narrow=narrow)

    return picture


__all__ = ["MOST_ROWS", "comparison_report", "difference_report", "drawn", "published"]
