"""An evaluation as a page to be published: many units at a glance and one by one, or one unit in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

import polars as pl

from ..meaning.facts_in_words import STATUSES, no_result, rating_text, titled
from ..meaning.labels import labels_of
from ..meaning.model import TOTAL, RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.steps_in_order import is_numberless
from ..show.exhibit import Chapter, Page
from ..show.sections import Cell, Figure, OnPage, Section, Table, TitledName
from ..words.diagnostics import Text, counted, say
from ..words.speech import Speech
from .evaluation import Evaluation, groupings
from .made_of import made_of
from .national import sections
from .result_workbook import ratings_told
from .unit_groups import Groups
from .unit_in_full import UnitInFull
from .unit_listing import highest_told, shown_columns, unlisted
from .unit_summary import meeting_words

UNITS = "units"
DEEPER = "\u2003"


def evaluation_page(evaluation: Evaluation, speech: Speech, source: str) -> Page:
    """The page of the units of the data of a file, or of those of them that are chosen."""
    return _page(evaluation, speech, source, _many_units(evaluation, speech))


def groups_page(evaluation: Evaluation, groups: Groups, speech: Speech, source: str) -> Page:
    """The page of groups of units, in the place of these."""
    whole = evaluation.whole
    columns = [
        [
            Figure(float(value), column.decimals) if isinstance(value, Fraction) else value
            for value in column.values
        ]
        for column in groups.columns
    ]
    headings = tuple(column.heading for column in groups.columns)
    page = OnPage(file=_file(evaluation.rules))
    table = Table("groups", headings, list(zip(*columns, strict=True)), page=page)
    told = [*for_people(sections(whole, speech.language, ())), Section(groups.title, table=table)]
    return _page(evaluation, speech, source, told)


def unit_page(
    evaluation: Evaluation, speech: Speech, source: str, headline: Sequence[Text], *, questions: bool = False
) -> Page:
    """The page of a single unit; `headline` is what is said first, and `questions` are shown where they are
    asked for."""
    return _page(evaluation, speech, source, _one_unit(evaluation, speech, headline, questions))


def _page(evaluation: Evaluation, speech: Speech, source: str, told: Iterable[Section]) -> Page:
    rules = evaluation.rules
    title = titled(rules.id, rules.title, speech.language)
    about = made_of([rules], speech.language, [source], evaluation.whole.frame.height)
    return Page(title, [Chapter(list(told))], about)


def _file(rules: RuleSet) -> str:
    return rules.id.replace("/", "-")


def _many_units(evaluation: Evaluation, speech: Speech) -> Iterator[Section]:
    units = _units(evaluation, speech)
    chosen = iter(units.page.choices)
    names = ["ratings"] if evaluation.rules.bands else []
    names += [f"by {name}" for name in _groupings(evaluation)]
    leads = {name: (UNITS, next(chosen)) for name in names}
    yield from for_people(sections(evaluation.whole, speech.language, leads=leads))
    told = [say("A click on a rating above shows its units here.")] if evaluation.rules.bands else []
    if len(leads) > len(told):
        told = [say("A click on a rating or a group above shows its units here.")]
    if names := unlisted(evaluation, labels_of(evaluation.rules, speech.language)):
        told.append(
            counted(
                len(names), "Without {count} score: {names}.", "Without {count} scores: {names}.", names=names
            )
        )
    meeting = meeting_words(evaluation)
    yield Section(say("Units"), tuple(told if meeting is None else [meeting, *told]), units)


def for_people(told: Iterable[Section]) -> Iterator[Section]:
    """Sections without those that have nothing to tell, and with the titles of nodes before their short
    names."""
    for section in told:
        if section.sentences or section.picture or section.table is None or section.table.rows:
            yield _with_titles(section)


def _with_titles(section: Section) -> Section:
    table = section.table
    if table is None or len(table.headings) < 2 or table.headings[1].template != "title":
        return section
    rows = [(_named(name, title), *others) for name, title, *others in table.rows]
    bar = table.page.bar
    page = replace(table.page, bar=None if bar is None else bar - 1)
    headings = (table.headings[0], *table.headings[2:])
    return replace(section, table=replace(table, headings=headings, rows=rows, page=page))


def _named(name: Cell, title: Cell) -> Cell:
    return TitledName(title, name) if isinstance(title, str) and isinstance(name, str) else title or name


def _groupings(evaluation: Evaluation) -> tuple[str, ...]:
    passed, frame = evaluation.dataset.claims.passed, evaluation.whole.frame
    return groupings({name: frame[column] for column, name in passed.items()})


def _units(evaluation: Evaluation, speech: Speech) -> Table:
    """Every unit: its groups, the highest scores, the total, its rating, and what it lacks."""
    rules, frame, claims = evaluation.rules, evaluation.frame, evaluation.dataset.claims
    label, groups = labels_of(rules, speech.language), _groupings(evaluation)
    names = {name: column for column, name in claims.passed.items()}
    columns: list[tuple[Text, Sequence[Cell]]] = [
        (say("{unit}", unit=rules.unit), frame[claims.key].cast(pl.String).to_list())
    ]
    choices: dict[int, Sequence[Text]] = {}
    if rules.bands:
        choices[len(columns)] = [
            *(rating_text(rules, band.rating, speech.language) for band in rules.bands),
            *STATUSES.values(),
            no_result(rules),
        ]
        columns.append((say("rating"), ratings_told(evaluation, speech).to_list()))
    if not is_numberless(rules.total):
        columns.append((say("total"), _results(evaluation, TOTAL)))
    for name in groups:
        choices[len(columns)] = ()
        columns.append((say("{name}", name=name), frame[names[name]].cast(pl.String).to_list()))
    columns += [
        (say("{name}", name=label(path)), _results(evaluation, path)) for path in highest_told(evaluation)
    ]
    lacks = [", ".join(lacking) or None for lacking, _ in evaluation.gaps()]
    if any(lacks):
        columns.append((say("lacks"), lacks))
    headings, cells = zip(*columns, strict=True)
    page = OnPage(choices=choices, file=_file(rules))
    return Table(UNITS, headings, list(zip(*cells, strict=True)), page=page)


def _results(evaluation: Evaluation, path: str) -> list[Cell]:
    """A node's score of each unit; where there is none, the word for it."""
    score, word = shown_columns(evaluation, path)
    frame, places = evaluation.frame, printed_places(evaluation.rules, evaluation.rules.nodes[path])
    words: list[Cell] = [None] * frame.height if word is None else frame[word].cast(pl.String).to_list()
    if score is None:
        return words
    numbers = frame[score].to_list()
    return [
        said if number is None else Figure(number, places)
        for number, said in zip(numbers, words, strict=True)
    ]


def _one_unit(
    evaluation: Evaluation, speech: Speech, headline: Sequence[Text], questions: bool
) -> Iterator[Section]:
    (unit,) = evaluation.units()
    found = UnitInFull(evaluation, unit, speech.language, questions)
    yield Section(say("{name}", name=unit.unit), tuple(headline) or (found.rating,))
    rows: list[tuple[Cell, ...]] = [
        (
            _indented(row.depth, TitledName(row.title or row.name, row.name)),
            row.weight or None,
            _number(row.score),
            row.result or None,
        )
        for row in found.rows()
    ]
    rows.append((say("total"), None, _number(found.score()), found.rating))
    lacks = [say("lacks: {nodes}", nodes=", ".join(unit.lacks))] if unit.lacks else []
    counts = [say("{level}: {counts}", level=Text(level), counts=counts) for level, counts in found.counts()]
    headings = (say("node"), say("weight"), say("score"), say("result"))
    yield Section(
        say("Scores"),
        (*lacks, *unit.notes, *counts),
        Table("scores", headings, rows, page=OnPage(fixed=True)),
    )


def _indented(depth: int, cell: TitledName) -> Cell:
    return TitledName(DEEPER * depth + cell.words, cell.name if cell.name != cell.words else "")


def _number(text: str) -> Cell:
    return Figure(float(text), len(text.partition(".")[2])) if text else None


__all__ = ["evaluation_page", "for_people", "groups_page", "unit_page"]
