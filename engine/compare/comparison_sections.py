"""Rule sets on data as sections of sentences and tables, which every kind of file shows in its own way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import polars as pl

from ..meaning.facts_in_words import NOT_RATED, UNKNOWN, least_text, met_text, share_text
from ..meaning.model import TOTAL, RuleSet
from ..meaning.titles import UNTITLED, Title, TitleInMessage
from ..rating.evaluation import TargetResult
from ..show.sections import Cell, Figure, OnPage, Section, Table
from ..words.diagnostics import Text, counted, say
from ..words.json_forms import json_cell
from .comparison import Comparison
from .margins import NEAR
from .moves_in_words import summary
from .rating_order import DIRECTIONS, Direction, direction_words, order_in_words
from .ratings import UNIT, RatedSheet
from .years import Years


def comparison_sections(
    comparison: Comparison,
    *,
    by: Sequence[str] | None = None,
    most: Fraction = NEAR,
    years: Years | None = None,
) -> Iterator[Section]:
    """Everything that the data show, the summary first; of two years' data where `years` is given."""
    yield Section(say("Summary"), tuple(summary(comparison, of_years=years is not None)))
    if years is not None:
        yield from year_sections(years)
    if not comparison.is_scored:
        order = order_in_words(comparison.old, comparison.new)
        yield Section(say("Transitions"), (order,), _matrix_table(comparison))
    if comparison.told:
        yield Section(say("Which change did it"), tuple(_cause_sentences(years)), _cause_table(comparison))
        if not comparison.is_scored:
            yield Section(say("Who moves by which change"), (), _clause_table(comparison))
    if years is None and len(comparison.differences.rating) > 1:
        yield Section(say("Each change alone"), (), _alone_table(comparison))
    yield Section(say("Targets"), (), _target_table(comparison.targets))
    yield Section(say("Scores"), (), _score_table(comparison))
    for column in comparison.groupings if by is None else by:
        yield Section(say("By {column}", column=column), (), _breakdown_table(comparison, column))
    if not comparison.is_scored:
        yield _near_section(comparison, most)
    moved = comparison.moved
    yield Section(
        say("Units whose total differs") if comparison.is_scored else say("Units that move"),
        (counted(moved.height, "{count} unit", "{count} units"),),
        _moved_table(comparison, moved),
    )


def _cause_sentences(years: Years | None) -> Iterator[Text]:
    """How a change is found."""
    if years is not None:
        yield say(
            "Where its scores alone did it, that is said; else which change of the rules did it on the new "
            "data."
        )
    yield say(
        "Made alone in the old rules a change gives these units their new rating, or taken back alone in the "
        "new rules it returns them to the old one; where no single change does, the fewest together are "
        "named."
    )


def _clause_table(comparison: Comparison) -> Table:
    """The units of each change, by the ratings between which they move, with examples."""
    headings = (say("change"), say("old rating"), say("new rating"), say("units"), say("such as"))
    rows: list[tuple[Cell, ...]] = [
        (
            UNKNOWN if row["cause"] is None else comparison.told[row["cause"]],
            _rating(row["old_rating"]),
            _rating(row["new_rating"]),
            row["units"],
            ", ".join(row["examples"]),
        )
        for row in comparison.clauses.iter_rows(named=True)
    ]
    return Table("clauses", headings, rows)


def _near_section(comparison: Comparison, most: Fraction) -> Section:
    """The nearest misses, and what was not looked at."""
    found = comparison.near_misses(most)
    told = say(
        "Units that are rated otherwise when one score alone is up to {most} higher or lower: {count}.",
        most=most,
        count=f"{found.frame.height:,}",
    )
    return Section(say("Nearest misses"), (told, *found.untold), _near_table(comparison, found.frame))


def _matrix_table(comparison: Comparison) -> Table:
    """How many units have one rating by the old rules and another by the new ones; each cell with its
    direction."""
    olds, news = comparison.ratings("old"), comparison.ratings("new")
    headings = (
        say("{old} ↓ {new} →", old=comparison.old.id, new=comparison.new.id),
        *map(_rating, news),
        say("all"),
    )
    rows: list[tuple[Cell, ...]] = []
    directions = []
    for old in olds:
        counts = [comparison.matrix.get((old, new), 0) for new in news]
        rows.append((_rating(old), *counts, sum(counts)))
        directions.append((None, *(comparison.direction_of(old, new) for new in news), None))
    columns = [sum(comparison.matrix.get((old, new), 0) for old in olds) for new in news]
    rows.append((say("all"), *columns, sum(columns)))
    first = 1 + len(comparison.groupings)  # the old rating in the table of the units
    page = OnPage(crosses=("moved", first, first + 1))
    return Table("matrix", headings, rows, tuple(directions), page)


def _rating(rating: str | None) -> Text:
    return NOT_RATED if rating is None else say("{name}", name=rating)


def _words(comparison: Comparison) -> Mapping[str, Text]:
    return direction_words([comparison.old, comparison.new])


def _shown_directions(comparison: Comparison) -> list[Direction]:
    return [direction for direction in DIRECTIONS if comparison.directions[direction]]


def _cause_table(comparison: Comparison) -> Table:
    shown = [way for way in _shown_directions(comparison) if way not in ("same", "unrated")]
    rows: list[tuple[Cell, ...]] = [
        (cause, count, *(own.get(way, 0) for way in shown)) for cause, count, own in comparison.causes()
    ]
    rows.append((say("all"), comparison.moved.height, *(comparison.directions[way] for way in shown)))
    return Table("causes", (say("change"), say("units"), *(_words(comparison)[way] for way in shown)), rows)


def _alone_table(comparison: Comparison) -> Table:
    headings = (
        say("change"),
        say("made alone, units with another rating than the old"),
        say("taken back alone, units with another rating than the new"),
    )
    shown: list[tuple[Cell, ...]] = []
    for change, (made, back) in zip(comparison.differences.rating, comparison.attribution.alone, strict=True):
        shown.append(
            (
                change.title,
                *(say("not possible without others") if count is None else count for count in (made, back)),
            )
        )
    return Table("alone", headings, shown)


def _target_table(targets: Mapping[str, tuple[TargetResult | None, TargetResult | None]]) -> Table:
    headings = (
        say("target"),
        say("old"),
        say("wanted"),
        say("verdict"),
        say("new"),
        say("wanted"),
        say("verdict"),
    )
    rows: list[tuple[Cell, ...]] = []
    for id_, results in targets.items():
        cells: list[Cell] = []
        for result in results:
            if result is None or result.share is None:
                cells += [None, None, None]
            else:
                share = share_text(result.share, [result.target.at_least])
                cells += [
                    f"{result.meeting:,} / {result.rated:,} ({share})",
                    least_text(result.target.at_least),
                    met_text(met=bool(result.met)),
                ]
        known = [result.target.title for result in results if result is not None]
        rows.append((_titled(id_, known[-1], known[0]), *cells))
    return Table("targets", headings, rows)


def _titled(name: str, title: Title, before: Title = UNTITLED) -> Text | str:
    """What people read: the title (and before that what it was, where that is another), and the id with it;
    the id alone where there is no title."""
    return say("{title} ({name})", title=TitleInMessage.of(title, before), name=name) if title else name


def _node_titled(sheet: RatedSheet, path: str) -> Text | str:
    """A node by its title, and its id; the total as such, for its title is that of the rule set."""
    if path == TOTAL:
        return path
    rules = next(own for own in (sheet.rules, *sheet.variants) if path in own.nodes)
    return _titled(rules.short_name(path), rules.nodes[path].title)


def _score_table(comparison: Comparison) -> Table:
    headings = (
        say("score"),
        say("units"),
        say("units with another score"),
        say("mean change"),
        say("lowest change"),
        say("highest change"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            _node_titled(comparison.sheets[0], score.path),
            score.units,
            score.changed,
            *(
                Figure(float(value), score.decimals, signed=True)
                for value in (score.mean, score.lowest, score.highest)
            ),
        )
        for score in comparison.scores
    ]
    return Table("scores", headings, rows)


def _breakdown_table(comparison: Comparison, column: str) -> Table:
    shown = _shown_directions(comparison)
    decimals = max(sheet.places(TOTAL) for sheet in comparison.sheets)
    headings = (
        say("{name}", name=column),
        say("units"),
        *(_words(comparison)[way] for way in shown),
        say("old mean total"),
        say("new mean total"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            row["group"] or UNKNOWN,
            row["units"],
            *(row[way] for way in shown),
            *_figures((row["old_total"], row["new_total"]), decimals),
        )
        for row in comparison.breakdown(column).iter_rows(named=True)
    ]
    return Table(f"by {column}", headings, rows)


def _figures(values: Sequence[float | None], decimals: int) -> list[Cell]:
    return [None if value is None else Figure(value, decimals) for value in values]


def _near_table(comparison: Comparison, near: pl.DataFrame) -> Table:
    headings = (
        say("rules"),
        say("{unit}", unit=comparison.new.unit),
        say("rating"),
        say("score"),
        say("is"),
        say("would be"),
        say("apart"),
        say("rating there"),
    )
    sheets = dict(zip(("old", "new"), comparison.sheets, strict=True))
    rules = {side: sheet.rules for side, sheet in sheets.items()}
    rows: list[tuple[Cell, ...]] = [
        (
            rules[row["side"]].id,
            row[UNIT],
            row["rating"],
            _node_titled(sheets[row["side"]], row["score"]),
            *_figures((row["from"], row["to"]), sheets[row["side"]].places(row["score"])),
            Figure(row["apart"], sheets[row["side"]].places(row["score"]), signed=True),
            row["other"],
        )
        for row in near.iter_rows(named=True)
    ]
    return Table("near", headings, rows)


def _moved_table(comparison: Comparison, moved: pl.DataFrame) -> Table:
    headings = (
        say("{unit}", unit=comparison.new.unit),
        *(say("{name}", name=name) for name in comparison.groupings),
        say("old rating"),
        say("new rating"),
        say("direction"),
        say("old total"),
        say("new total"),
        say("old place"),
        say("new place"),
        say("cause"),
    )
    words = _words(comparison)
    described, names = (
        comparison.described,
        {name: column for column, name in comparison.described.names.items()},
    )
    cells = moved.select(UNIT).join(described.frame, on=UNIT, how="left", maintain_order="left")
    columns = [cells[names[name]] for name in comparison.groupings]
    groups = list(zip(*columns, strict=True)) if columns else [()] * moved.height
    rows: list[tuple[Cell, ...]] = [
        (
            row[UNIT],
            *(None if value is None else str(json_cell(value)) for value in group),
            _rating(row["old_rating"]),
            _rating(row["new_rating"]),
            words[row["direction"]],
            *_figures((row["old_total"],), comparison.sheets[0].places(TOTAL)),
            *_figures((row["new_total"],), comparison.sheets[1].places(TOTAL)),
            row["old_place"],
            row["new_place"],
            UNKNOWN if row["cause"] is None else comparison.told[row["cause"]],
        )
        for row, group in zip(moved.iter_rows(named=True), groups, strict=True)
    ]
    first = 1 + len(comparison.groupings)
    choices: dict[int, Sequence[Text]] = {
        first: [_rating(rating) for rating in comparison.ratings("old")],
        first + 1: [_rating(rating) for rating in comparison.ratings("new")],
        first + 2: [words[direction] for direction in DIRECTIONS],
        **dict.fromkeys(range(1, first), ()),
    }
    file = f"{comparison.old.id}-{comparison.new.id}".replace("/", "-")
    return Table("moved", headings, rows, page=OnPage(choices=dict(sorted(choices.items())), file=file))


def year_sections(years: Years) -> Iterator[Section]:
    """Each year's rules on each year's data: what the rules did, and what the scores did."""
    yield Section(
        say("Rules or scores"),
        (years.order, *years.sentences()),
        Table("years", years.headings(), years.rows()) if years.has_ratings else None,
    )
    alone = years.units.filter(pl.col("cause").is_in(["new", "gone"]))
    if alone.height:
        words = {"new": say("only in the new data"), "gone": say("only in the old data")}
        rows: list[tuple[Cell, ...]] = [
            (
                row[UNIT],
                words[row["cause"]],
                _rating(row["before"] if row["cause"] == "gone" else row["after"]),
            )
            for row in alone.iter_rows(named=True)
        ]
        headings = (say("{unit}", unit=years.new.unit), say("data"), say("rating"))
        count = counted(alone.height, "{count} unit", "{count} units")
        yield Section(say("Units of one year only"), (count,), Table("one-year", headings, rows))


def several_section(rules: Sequence[RuleSet], comparisons: Sequence[Comparison]) -> Section:
    """How many units have which rating by each of several rule sets."""
    counts: list[tuple[RuleSet, Mapping[str | None, int]]] = [
        (comparisons[0].old, comparisons[0].counts("old")),
        *((comparison.new, comparison.counts("new")) for comparison in comparisons),
    ]
    ratings = sorted(
        dict.fromkeys(rating for _, own in counts for rating in own), key=lambda rating: rating is None
    )
    headings = (say("rating"), *(say("{name}", name=own.id) for own in rules))
    rows: list[tuple[Cell, ...]] = [
        (_rating(rating), *(own.get(rating) for _, own in counts)) for rating in ratings
    ]
    return Section(say("Ratings by each rule set"), (), Table("ratings", headings, rows))


__all__ = ["comparison_sections", "several_section", "year_sections"]
