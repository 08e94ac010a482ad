"""Units put together by a column of the results: how many of each group have which rating, how their totals
lie, and how many meet the targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

import polars as pl

from .. import __version__
from ..meaning.facts_in_words import STATUSES
from ..meaning.model import TOTAL, RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..meaning.steps_in_order import is_numberless
from ..show.exhibit import RowsOfUnits
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..words.hints import nearest_or
from ..words.json_forms import json_number
from ..words.language import Language
from ..words.numerals import SHARE_DECIMALS, percent_of, shown_text
from .chosen_rows import FALLING, ShownColumns
from .evaluation import INCOMPLETE, Evaluation, places_of_groups
from .remarks import met_column
from .row_condition import column_named
from .unit_summary import RatingCount, counts_from, spread_from

MOST_GROUPS = 10_000
_SPREAD = (
    (say("mean"), "mean", 0),
    (say("lowest"), "lowest", 1),
    (say("median"), "median", 3),
    (say("highest"), "highest", 5),
)

Value: TypeAlias = "str | int | Fraction | None"


@dataclass(frozen=True)
class GroupColumn:
    """A column of the table of groups: its heading, what it is called in data, and a value for each group.
    `family` says what it has: "group", "units", "counts" of ratings, the "total", or "targets" in per
    cent."""

    heading: Text
    family: str
    key: str
    values: Sequence[Value]
    decimals: int = 0

    def texts(self) -> list[str | None]:
        """The values as they are printed: scores with their decimals, None for none."""
        return [_text(value, self.decimals) for value in self.values]


@dataclass(frozen=True)
class Groups:
    """The groups of some units by a column, with the number of units in all of them."""

    by: str
    units: int
    columns: Sequence[GroupColumn]
    about: dict[str, str]
    decimals: int

    @property
    def title(self) -> Text:
        """What the table has."""
        units = counted(self.units, "{count} unit", "{count} units")
        return say("{units} by {column}", units=units, column=self.by)

    def records(self) -> list[dict[str, Any]]:
        """Each group as an object; shares from 0 to 100."""
        return [self._record(row) for row in zip(*(column.values for column in self.columns), strict=True)]

    def _record(self, row: Sequence[Value]) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for column, value in zip(self.columns, row, strict=True):
            plain = json_number(value) if isinstance(value, Fraction) else value
            if column.family in ("group", "units"):
                record[column.family] = plain
            else:
                record.setdefault(column.family, {})[column.key] = plain
        return record

    def rows(self) -> RowsOfUnits:
        """The same for spreadsheets and dataframes; names of columns that would stand there twice begin with
        what they are of."""
        often = Counter(column.key for column in self.columns)
        names = [own.key if often[own.key] == 1 else f"{own.family} {own.key}" for own in self.columns]
        headings = {f"c{at}": name for at, name in enumerate(names)}
        cells, texts = {}, {}
        for at, column in enumerate(self.columns):
            numbers = any(isinstance(value, Fraction) for value in column.values)
            plain = [float(value) if isinstance(value, Fraction) else value for value in column.values]
            dtype = pl.String if column.family == "group" else pl.Float64 if numbers else None
            cells[f"c{at}"] = pl.Series(plain, dtype=dtype)
            if numbers:
                texts[f"c{at}"] = pl.Series(column.texts(), dtype=pl.String)
        return RowsOfUnits(headings, pl.DataFrame(cells), self.decimals, texts, self.about)


def _text(value: Value, decimals: int) -> str | None:
    if isinstance(value, Fraction):
        return str(shown_text(value, decimals))
    return None if value is None else f"{value:,}" if isinstance(value, int) else value


def groups_of(
    evaluation: Evaluation, by: str, sort: str | None, top: int | None, language: Language
) -> Groups:
    """The units that are shown by a column, in the order of the groups' names, or by a column of the table of
    groups (the greatest first; turned round after a -). Raises KenError where a name is no column, or nearly
    every unit is a group."""
    shown = ShownColumns(evaluation)
    name = column_named(by, shown.columns, Position("--by"))
    columns = list(_columns(evaluation, shown, name, language))
    order = _order(columns, sort)[:top]
    columns = [replace(column, values=[column.values[at] for at in order]) for column in columns]
    rules = evaluation.rules
    about = {"ruleset": rules.id, "fingerprint": rules.fingerprint, "kenrules": __version__}
    return Groups(name, evaluation.frame.height, columns, about, rules.scale.decimals)


def _order(columns: Sequence[GroupColumn], sort: str | None) -> list[int]:
    places = list(range(len(columns[0].values)))
    if sort is None:
        return places
    name, turned = sort.removeprefix(FALLING), sort.startswith(FALLING)
    column = next((own for own in columns if own.key == name), None)
    if column is None:
        known = [own.key for own in columns]
        message = say("the table of groups has no column “{name}”", name=name)
        hint = nearest_or(name, known, say("it has {known}", known=known))
        raise KenError([Diagnostic("undefined", message, Position("--sort"), hint)])
    if column.family == "group":
        return places[::-1] if turned else places
    known_first = [at for at in places if column.values[at] is not None]
    # a number in each
    known_first.sort(key=lambda at: Fraction(column.values[at] or 0), reverse=not turned)
    return known_first + [at for at in places if column.values[at] is None]


def _columns(
    evaluation: Evaluation, shown: ShownColumns, by: str, language: Language
) -> Iterator[GroupColumn]:
    """The group's name, how many units it has, how many have each rating or none, what their totals are, and
    the share of rated ones that meets each target."""
    names, places = _groups(shown, by)
    tallies = _Tallies(evaluation, places, len(names))
    yield GroupColumn(say("{name}", name=by), "group", by, names)
    yield GroupColumn(say("units"), "units", "units", tallies.units)
    counts = [
        {_key(told): told for told in counts_from(evaluation.rules, *pair, language)}
        for pair in zip(tallies.of_rating, tallies.of_status, strict=True)
    ]
    for key in dict.fromkeys(key for every in counts for key in every):
        told = next(every[key] for every in counts if key in every)
        heading = told.words if told.rating is None else say("{name}", name=told.rating)
        yield GroupColumn(
            heading, "counts", key, [every[key].count if key in every else 0 for every in counts]
        )
    yield from _spreads(evaluation.rules, tallies)
    for target in evaluation.rules.targets:
        rated = [sum(own.values()) for own in tallies.of_rating]
        pairs = zip(tallies.meeting(target.id), rated, strict=True)
        shares = [percent_of(Fraction(*pair), [target.at_least]) if pair[1] else None for pair in pairs]
        title = target.title.in_language(language) or target.id
        yield GroupColumn(say("{target}, in %", target=title), "targets", target.id, shares, SHARE_DECIMALS)


def _spreads(rules: RuleSet, tallies: _Tallies) -> Iterator[GroupColumn]:
    totals = tallies.totals
    if totals is None or is_numberless(rules.total) or is_pure(rules, TOTAL):
        return
    decimals = printed_places(rules, rules.total)
    spreads = [spread_from(own.items()) for own in totals]
    rounded = [None if spread is None else spread.rounded(decimals) for spread in spreads]
    for heading, key, at in _SPREAD:
        values = [None if own is None else own[at] for own in rounded]
        yield GroupColumn(heading, "total", key, values, decimals)


_PLACE, _TIMES = "ken:place", "ken:times"


class _Tallies:
    """How often each group has what: all groups are counted together. `places` are those of the units' groups
    among `count`."""

    def __init__(self, evaluation: Evaluation, places: pl.Series, count: int) -> None:
        self.columns, self.count = evaluation.rated.columns, count
        rating, status = self.columns["rating", ""], self.columns["status", ""]
        self.frame = evaluation.frame.with_columns(places.alias(_PLACE))
        is_rated = pl.col(rating).is_not_null()
        self.units = [sum(own.values()) for own in self._tallied(self.frame, status)]
        self.rated = self.frame.filter(is_rated)
        self.of_rating = self._tallied(self.rated, rating)
        self.of_status = self._tallied(self.frame.filter(~is_rated), status)

    @property
    def totals(self) -> list[dict[Any, int]] | None:
        """How often each total is there, the lowest first; None where there are no totals."""
        total = self.columns.get(("printed", TOTAL))
        if total is None:
            return None
        return self._tallied(self.frame.filter(pl.col(total).is_not_null()), total)

    def meeting(self, target: str) -> list[int]:
        """How many rated units meet a target."""
        meets = self.rated.filter(met_column(self.columns, target).fill_null(value=False))
        return [sum(own.values()) for own in self._tallied(meets, self.columns["rating", ""])]

    def _tallied(self, frame: pl.DataFrame, column: str) -> list[dict[Any, int]]:
        """For each group how often a column has which value, the least first."""
        made: list[dict[Any, int]] = [{} for _ in range(self.count)]
        value = pl.col(column).cast(pl.String) if column in self._names else pl.col(column)
        found = frame.group_by(_PLACE, value.alias(column)).agg(pl.len().alias(_TIMES)).sort(_PLACE, column)
        for place, own, times in found.select(_PLACE, column, _TIMES).iter_rows():
            made[place][own] = times
        return made

    @property
    def _names(self) -> tuple[str, str]:
        """The columns that have names."""
        return self.columns["rating", ""], self.columns["status", ""]


def _groups(shown: ShownColumns, by: str) -> tuple[list[str | None], pl.Series]:
    """The names of the groups in their order, empty cells last, and for each unit the place of its own."""
    column = shown.columns[by]
    cells = column.cells.cast(pl.String).alias("name")
    numbers = cells if column.numbers is None else column.numbers
    at = shown.places(by) if column.words else places_of_groups(numbers)
    groups = pl.DataFrame({"name": cells, "at": at}).unique("name").sort("at", nulls_last=True)
    if groups.height > MOST_GROUPS:
        message = say(
            "by {column} there are {count} groups; at most {most} are shown",
            column=by,
            count=f"{groups.height:,}",
            most=f"{MOST_GROUPS:,}",
        )
        hint = say("choose a column that many units have in common")
        raise KenError([Diagnostic("too-large", message, Position("--by"), hint)])
    numbered = groups.select("name", pl.int_range(pl.len()).alias(_PLACE))
    joined = cells.to_frame().join(numbered, on="name", how="left", nulls_equal=True, maintain_order="left")
    return groups["name"].to_list(), joined[_PLACE]


def _key(told: RatingCount) -> str:
    """What a count is called in data: the rating, or the status of units that have none."""
    if told.rating is not None:
        return told.rating
    return next((name for name, words in STATUSES.items() if words == told.words), INCOMPLETE)


__all__ = ["GroupColumn", "Groups", "groups_of"]
