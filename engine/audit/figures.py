"""Reads what files report of units."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import polars as pl

from ..data import Dataset, Sheet, is_manifest, prepare, read_manifest, read_parts, read_table
from ..data.column_matching import key_of
from ..data.damage import damage_told
from ..data.long_layout import columns_of
from ..data.row_values import given_of
from ..meaning.arithmetic.exact import ExactArithmetic, exact_value
from ..meaning.cell_meaning import DecimalSign, PercentMeaning
from ..meaning.given_values import answers_that_count
from ..meaning.model import TOTAL, RuleSet
from ..meaning.plan import Plan
from ..words.alike import compared
from ..words.diagnostics import MAY_BE_MEANT, Diagnostic, KenError, Position, say
from ..words.language import column_names
from ..words.numerals import western
from .reported import Figures, Passage, RefusedValue, Reported, Word

RESULT_COLUMNS = column_names("result")
RATING_COLUMNS = column_names("rating")
TEXT_COLUMNS = column_names("text")

_RESULT_OF = re.compile(rf"(.+?)[ .:_]({'|'.join(RESULT_COLUMNS)})")
_RATING_OF = re.compile(rf"(.+?)[ .:_]({'|'.join(RATING_COLUMNS)})")


def figures_in(
    rules: RuleSet,
    path: Path,
    *,
    key: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    decimal: DecimalSign | None = None,
    percent: PercentMeaning | None = None,
    text_columns: Collection[str] = (),
    pass_through: Collection[str] = (),
    answers: bool = True,
) -> tuple[Figures, Mapping[str, Sequence[str]]]:
    """What a file reports, or the files of a dataset manifest, and the lines of text files. With `answers`
    those of respondents report the means that they make. Raises KenError when a file cannot be read or
    understood."""
    if not is_manifest(path):
        table = read_table(path, encoding=encoding, sheet=sheet, decimal=decimal, percent=percent)
        with damage_told([path]):
            found = figures_of(rules, table, key=key, text_columns=text_columns, pass_through=pass_through)
        return found, table.lines
    figures, lines = Figures(), dict[str, Sequence[str]]()
    parts = read_manifest(rules, path)
    for part in parts:
        for file in part.paths if part.layout != "responses" else ():
            table = read_table(Path(file), **part.reading)
            texts = [name for name in text_columns if table.column(name) is not None]
            with damage_told([file]):
                figures.also(
                    figures_of(rules, table, key=part.key, text_columns=texts, pass_through=part.pass_through)
                )
            lines.update(table.lines)
    answered = [part for part in parts if part.layout == "responses"] if answers else []
    if answered:
        dataset, plan = read_parts(rules, answered), Plan.of(rules)
        figures.scores += _means(plan, dataset)
        figures.refused += _refusals(dataset)
        figures.diagnostics += dataset.diagnostics
    return figures, lines


def _refusals(dataset: Dataset) -> Iterator[RefusedValue]:
    """The units of which values were refused."""
    claims = dataset.claims
    for path, columns in claims.refused.items():
        units = dataset.frame.filter(pl.any_horizontal(columns))[claims.key].to_list()
        yield from (RefusedValue(str(unit), (path,)) for unit in units)


def _means(plan: Plan, dataset: Dataset) -> Iterator[Reported]:
    """The means of the answers that count."""
    claims = {path: claim for claim in dataset.claims.nodes for path in claim.paths}
    for row in dataset.frame.rows(named=True):
        given = given_of(dataset.claims, row)
        answers = answers_that_count(plan, ExactArithmetic(plan.rules.scale), given)
        for path, value in {**answers, **given.scores}.items():
            if value is not None and not given.refused.get(path):
                claim = claims[path]
                cell = dataset.locate(row["ken:row"], claim.column)
                # the sum has no cell of its own
                place = Position(
                    cell.file, cell.line, cell=f"{cell.cell.rpartition(', ')[0] or cell.line}, {claim.name}"
                )
                yield Reported(
                    row[dataset.claims.key], claim.name, claim.paths, claim.alias, Fraction(value), place
                )


def figures_of(
    rules: RuleSet,
    table: Sheet,
    *,
    key: str | None = None,
    text_columns: Collection[str] = (),
    pass_through: Collection[str] = (),
) -> Figures:
    """What a table reports, in rows of units or in rows of scores. Raises KenError when its columns cannot be
    understood."""
    key_column = key_of(rules, table.names, key)
    if key_column is None:
        prepare(rules, table, key=key, pass_through=pass_through)  # says what is wrong with the key
        raise AssertionError
    unknown = [name for name in text_columns if table.column(name) is None]
    if unknown:
        message = say(
            "there is no column “{wanted}”; the columns are {columns}",
            wanted=unknown[0],
            columns=list(table.names.values()),
        )
        raise KenError(
            [Diagnostic("no-column", message, table.locate(None, ""), say("check the name after --text"))]
        )
    texts = [column for column, name in table.names.items() if name in (*text_columns, *TEXT_COLUMNS)]
    texts.sort(key=lambda column: table.names[column] not in text_columns)
    reader = _FigureReader(rules, table, key_column, texts, pass_through)
    item, score = columns_of(table)
    return (
        reader.rows_of_scores(item, score)
        if item is not None and score is not None
        else reader.rows_of_units()
    )


class _FigureReader:
    """Reads what a table reports, in rows of units or of scores."""

    def __init__(
        self, rules: RuleSet, table: Sheet, key: str, texts: Sequence[str], pass_through: Collection[str]
    ) -> None:
        self.rules, self.table, self.key, self.texts, self.pass_through = (
            rules,
            table,
            key,
            texts,
            pass_through,
        )
        self.reported = Figures()

    def rows_of_scores(self, item: str, score: str) -> Figures:
        """A row a score: result, rating and texts stand beside it."""
        by_place: dict[str, Reported] = {}
        for dataset in self.prepared([self.key, item], [self.key, item, score]):
            by_place |= {str(figure.position): figure for figure in self.figures(dataset)}
        names = self.table.names
        result = next((column for column, name in names.items() if name in RESULT_COLUMNS), None)
        rating = next((column for column, name in names.items() if name in RATING_COLUMNS), None)
        for number, row in enumerate(self.table.frame.rows(named=True)):
            unit, name = compared(_text(row[self.key])), _name(row[item])
            figure = by_place.get(str(self.table.locate(number, score)))
            self.reported.scores += [] if figure is None else [figure]
            if result is not None and _text(row[result]) and figure is not None:
                word = Word(
                    unit,
                    _text(row[result]),
                    self.table.locate(number, result),
                    figure.name,
                    figure.paths,
                    figure.value,
                )
                self.reported.results.append(word)
            if rating is not None:
                self.keep_rating(number, row, unit, rating, self.rated(name))
            self.keep_texts(number, row, unit, name)
        return self.reported

    def rows_of_units(self) -> Figures:
        """A row a unit: columns are nodes, `rating`, `NODE result`, and `NODE rating` of nodes with bands."""
        names = {column: name for column, name in self.table.names.items() if column != self.key}
        ratings = dict(self.columns_of_ratings(names))
        results = {
            column: western(match[1])
            for column, name in names.items()
            if (match := _RESULT_OF.fullmatch(name)) and self.rules.meant(western(match[1]))
        }
        other = {*ratings, *results, *self.texts}
        by_place: dict[str, Reported] = {}
        for dataset in self.prepared(
            [self.key], [column for column in self.table.names if column not in other]
        ):
            by_place |= {str(figure.position): figure for figure in self.figures(dataset)}
        self.reported.scores += by_place.values()
        for number, row in enumerate(self.table.frame.rows(named=True)):
            unit = compared(_text(row[self.key]))
            own = {
                figure.name: figure
                for column in names
                if (figure := by_place.get(str(self.table.locate(number, column)))) is not None
            }
            for column, name in results.items():
                figure = own.get(name)
                if _text(row[column]) and figure is not None:
                    self.reported.results.append(
                        Word(
                            unit,
                            _text(row[column]),
                            self.table.locate(number, column),
                            name,
                            figure.paths,
                            figure.value,
                        )
                    )
            for column, path in ratings.items():
                self.keep_rating(number, row, unit, column, path)
            self.keep_texts(number, row, unit, unit)
        return self.reported

    def columns_of_ratings(self, names: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
        """The columns with ratings, by their names: each with the path of the node that it rates, None for
        the whole."""
        for column, name in names.items():
            if name in RATING_COLUMNS:
                yield column, None
            elif (match := _RATING_OF.fullmatch(name)) and (path := self.rated(western(match[1]))):
                yield column, path

    def rated(self, name: str) -> str | None:
        """The path of the node with bands of its own that a name means; None where it means another thing."""
        paths = self.rules.meant(name)
        node = self.rules.nodes.get(paths[0]) if len(paths) == 1 else None
        return node.path if node is not None and node.path != TOTAL and node.bands else None

    def keep_rating(
        self, number: int, row: Mapping[str, object], unit: str, column: str, path: str | None
    ) -> None:
        """Keeps the rating in a column of a row, if there is one: of the node at a path, or of the unit."""
        if word := _text(row[column]):
            place = self.table.locate(number, column)
            name, paths = ("", ()) if path is None else (self.rules.short_name(path), (path,))
            self.reported.ratings.append(Word(unit, word, place, name, paths))

    def keep_texts(self, number: int, row: Mapping[str, object], unit: str, item: str) -> None:
        """Keeps the texts of a row, counted from 0, that speak of a unit's item."""
        for column in self.texts:
            if _text(row[column]):
                self.reported.texts.append(
                    Passage(
                        unit,
                        item,
                        self.table.names[column],
                        _text(row[column]),
                        self.table.locate(number, column),
                    )
                )

    def prepared(self, unique: Sequence[str], columns: Sequence[str]) -> Iterator[Dataset]:
        """The table as datasets in which each unit (and item) stands once: what is reported again comes in a
        further one."""
        alike = [
            pl.Series(f"ken:{name}", [_name(cell) for cell in self.table.frame[name].to_list()])
            for name in unique
        ]
        again = pl.int_range(pl.len()).over(column.name for column in alike).alias("ken:again")
        numbered = self.table.frame.with_row_index("ken:at").with_columns(alike).with_columns(again)
        for again in sorted(numbered["ken:again"].unique().to_list()):
            part = numbered.filter(pl.col("ken:again") == again)
            rows = part["ken:at"].to_list()
            table = replace(
                self.table,
                names={column: self.table.names[column] for column in columns},
                cells=part.select(columns),
                locate=_located(self.table, rows),
                plain=None,  # the texts of all rows, and these are some
            )
            dataset = prepare(
                self.rules,
                table,
                key=self.table.names[self.key],
                pass_through=[name for name in self.pass_through if table.column(name) is not None],
                earned=False,
                meant=MAY_BE_MEANT,
            )
            self.reported.diagnostics += [
                told for told in dataset.diagnostics if told not in self.reported.diagnostics
            ]
            yield dataset

    def figures(self, dataset: Dataset) -> Iterator[Reported]:
        """The scores of a dataset; what it refuses is kept."""
        self.reported.refused += _refusals(dataset)
        for row in dataset.frame.rows(named=True):
            for claim in dataset.claims.nodes:
                value = exact_value(row[claim.column])
                if value is not None:
                    yield Reported(
                        row[dataset.claims.key],
                        claim.name,
                        claim.paths,
                        claim.alias,
                        value,
                        dataset.locate(row["ken:row"], claim.column),
                    )


def _located(table: Sheet, rows: Sequence[int]) -> Callable[[int | None, str], Position]:
    return lambda row, column: table.locate(None if row is None else rows[row], column)


def _name(cell: object) -> str:
    """A cell as a unit or an item is called, with the digits of every language as 0-9."""
    return western(compared(_text(cell)))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


__all__ = ["Figures", "Passage", "Reported", "Word", "figures_in", "figures_of"]
