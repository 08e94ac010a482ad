"""Tables as a manifest says that they are to be read: what columns are to be called, and what cells say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import polars as pl

from ..meaning.model import Node, RuleSet
from ..meaning.scoring import NOT_APPLICABLE
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from ..words.hints import nearest_or
from ..words.numerals import read_number, western
from .cells import in_words
from .column_matching import key_of
from .joined_keys import with_joined_key
from .long_layout import columns_of
from .manifest import Part
from .name_patterns import ANY, NamePatterns, star
from .rows_that_count import rows_that_count
from .sheet import Sheet, column_called

MISSING = "missing"
"""What a cell says that says no score."""


def arranged(rules: RuleSet, sheet: Sheet, part: Part) -> Sheet:
    """A table with the rows that count, its columns called as `columns` says, units named by several columns,
    and what `words` says in the place of their cells. Raises KenError where that names columns that are not
    there, or what is no node."""
    if part.only or part.without:
        sheet = rows_that_count(sheet, part)
    if part.columns:
        sheet = replace(sheet, names=_renamed(rules, sheet, part))
    if part.keys:
        sheet = with_joined_key(sheet, part)
    return _Worded(rules, sheet, part).sheet_read if part.words else sheet


def not_on_a_cluster(part: Part) -> None:
    """Raises KenError for files that are to be arranged: a cluster reads them as they are."""
    if any((part.columns, part.words, part.keys, part.rows, part.only, part.without)):
        message = say("what a manifest says of rows, columns, keys and words is unknown to --engine spark")
        position = part.position or Position(str(part.paths[0]))
        raise KenError([Diagnostic("no-engine", message, position, say("leave --engine out"))])


def _renamed(rules: RuleSet, sheet: Sheet, part: Part) -> Mapping[str, str]:
    """The columns with the names that they are to have."""
    names, faults = dict(sheet.names), list[Diagnostic]()
    done: set[str] = set()
    exact = [pair for pair in part.columns if column_called(sheet.names, pair[0]) is not None]
    for header, wanted in (*exact, *(pair for pair in part.columns if pair not in exact)):
        found = _called(sheet, header)
        if not found:
            message = say(
                "there is no column “{wanted}”; the columns are {columns}",
                wanted=header,
                columns=list(sheet.names.values()),
            )
            hint = nearest_or(header, list(sheet.names.values()), say("mend it in columns: of the manifest"))
            faults.append(Diagnostic("no-column", message, sheet.locate(None, ""), hint))
        for column, between in found.items():
            if column in done:
                continue
            done.add(column)
            names[column] = wanted.replace(ANY, between)
            if not _is_known(rules, names[column], part):
                message = say(
                    "“{column}” is to be “{name}”, which is neither a node nor the unit of {rules}",
                    column=sheet.names[column],
                    name=names[column],
                    rules=rules.id,
                )
                hint = nearest_or(
                    names[column], list(rules.names), say("mend it in columns: of the manifest")
                )
                faults.append(Diagnostic("undefined", message, sheet.locate(None, column), hint))
    faults += _twice(sheet, names)
    if faults:
        raise KenError([*sheet.notes, *faults])
    return names


def _called(sheet: Sheet, header: str) -> Mapping[str, str]:
    """The columns that a header or a pattern means, each with what stands for the *."""
    exact = column_called(sheet.names, header)
    if exact is not None:
        return {exact: ""}
    found = {column: star(compared(header), compared(name)) for column, name in sheet.names.items()}
    return {column: between for column, between in found.items() if between is not None}


def _is_known(rules: RuleSet, name: str, part: Part) -> bool:
    """Whether a column may be called so."""
    form = western(compared(name))
    is_node = bool(rules.meant(form)) or form.partition(".")[0] in rules.aliases
    units = (rules.unit, *(part.keys or (part.key or rules.unit,)))
    return is_node or form in map(compared, units)


def _twice(sheet: Sheet, names: Mapping[str, str]) -> list[Diagnostic]:
    """That two columns come to one name."""
    counts = Counter(map(compared, names.values()))
    faults = []
    for form in (form for form, count in counts.items() if count > 1):
        same = [column for column, name in names.items() if compared(name) == form]
        called = [sheet.names[column] for column in same]
        message = say("the columns {columns} both stand for {name}", columns=called, name=[names[same[0]]])
        hint = say("leave one of them out of columns:, or rename it in the file")
        faults.append(Diagnostic("column-twice", message, sheet.locate(None, same[1]), hint))
    return faults


@dataclass(frozen=True)
class _Worded:
    """A table some of whose cells are to be read as others."""

    rules: RuleSet
    sheet: Sheet
    part: Part

    @cached_property
    def _said(self) -> Mapping[str, str]:
        """By text, as it is compared: what it says."""
        return {compared(word): said for word, said in self.part.words}

    @cached_property
    def _numbers(self) -> Mapping[Fraction, str]:
        """By number: what it says."""
        numbers = {read_number(western(word)): said for word, said in self._said.items()}
        return {number: said for number, said in numbers.items() if number is not None}

    def _of(self, text: str) -> str | None:
        """What a text says instead; None where nothing is said of it."""
        form = compared(text)
        if form in self._said:
            return self._said[form]
        number = read_number(western(form)) if self._numbers else None
        return None if number is None else self._numbers.get(number)

    def _columns(self) -> list[str]:
        """The columns that have scores or answers."""
        passed = NamePatterns(self.part.pass_through)
        key = key_of(self.rules, self.sheet.names, self.part.key)
        told = self.part.instrument_column
        others = {key, None if told is None else self.sheet.column(told)}
        _, score = columns_of(self.sheet)
        return [
            column
            for column, name in self.sheet.names.items()
            if column not in others
            and not passed.match(name)
            and (column == score or self._is_node(_named(name)))
        ]

    def _is_node(self, name: str) -> bool:
        return bool(self.rules.meant(name)) or name.partition(".")[0] in self.rules.aliases

    @property
    def sheet_read(self) -> Sheet:
        """The table as it is to be read, with a note of how many cells have no answer."""
        cells, missing, first, faults = list[pl.Series](), 0, None, list[Diagnostic]()
        for column in self._columns():
            series = self.sheet.frame[column]
            texts = in_words(series)
            found = {text: self._of(text) for text in texts.drop_nulls().unique().to_list()}
            said = {text: own for text, own in found.items() if own is not None}
            if not said:
                continue
            if NOT_APPLICABLE in said.values():
                word = self._leaving(column)
                faults += [] if word else [self._never_leaves(column, texts, said)]
                said = {text: word if own == NOT_APPLICABLE and word else own for text, own in said.items()}
            nothing = [text for text in said if said[text] == MISSING]
            gone = texts.is_in(pl.Series(nothing, dtype=pl.String).implode())
            gone = gone.fill_null(value=False)
            if first is None and gone.any():
                first = self.sheet.locate(int(gone.arg_true()[0]), column)
            missing += int(gone.sum())
            read = series
            if {*said.values()} - {MISSING}:
                read = texts.replace(list(said), list(said.values())).alias(column)
            cells.append(read.set(gone, None) if read.dtype == pl.String else _without(read, gone))
        if faults:
            raise KenError([*self.sheet.notes, *faults])
        notes = self.sheet.notes
        if first is not None:
            notes = (*notes, self._note(missing, first))
        return replace(self.sheet, cells=self.sheet.frame.with_columns(cells), plain=None, notes=notes)

    def _leaving(self, column: str) -> str | None:
        """What a cell of a column is to say where its question does not apply: the word of the answers that
        the rules have for it, or MISSING, where they take what is missing for that; None where they have
        neither."""
        nodes = [self.rules.readable[path] for path in self.rules.meant(_named(self.sheet.names[column]))]
        words = {self._leaving_word(node) for node in nodes}
        return words.pop() if len(words) == 1 else None

    def _leaving_word(self, node: Node) -> str | None:
        scale = self.rules.answers.get(node.answers or "")
        if scale is not None and scale.leaving:
            return scale.leaving[0]
        return MISSING if node.stand_in == NOT_APPLICABLE else None

    def _never_leaves(self, column: str, texts: pl.Series, said: Mapping[str, str]) -> Diagnostic:
        """That a column has a text for what does not apply, and its node always does."""
        text = next(text for text, own in said.items() if own == NOT_APPLICABLE)
        row = int((texts == text).fill_null(value=False).arg_true()[0])
        message = say(
            "“{text}” is to say that “{column}” does not apply, and the rules have no answer for that",
            text=text,
            column=self.sheet.names[column],
        )
        hint = say(
            "say missing in words: of the manifest, if it is no answer; or let the rules have a word for it, "
            "under answers: {word}: not_applicable",
            word=text,
        )
        return Diagnostic("not-an-answer", message, self.sheet.locate(row, column), hint)

    def _note(self, missing: int, first: Position) -> Diagnostic:
        """How many cells count as empty."""
        message = counted(
            missing,
            "{count} cell says that there is no answer ({words}), and counts as empty",
            "{count} cells say that there is no answer ({words}), and count as empty",
            words=[word for word, said in self.part.words if said == MISSING],
        )
        return Diagnostic("no-answers", message, first, say("words: in the manifest says so"), "note")


def _named(heading: str) -> str:
    """The name that rules may have for a column."""
    return western(compared(heading))


def _without(cells: pl.Series, gone: pl.Series) -> pl.Series:
    """The cells, of which some are empty."""
    return pl.select(pl.when(~pl.lit(gone)).then(pl.lit(cells)).alias(cells.name)).to_series()


__all__ = ["MISSING", "arranged", "not_on_a_cluster"]
