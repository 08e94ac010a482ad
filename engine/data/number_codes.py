"""Numbers that survey tools and people write for no answer, such as 99 and -99, where they count as scores:
told where all else in the columns lies within a far smaller scale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import INPUT, RuleSet
from ..words.diagnostics import Diagnostic, Position, Text, counted, say
from ..words.hints import if_meant
from ..words.numerals import decimal_text, read_number, western
from .cells import shown_number
from .claims import Claim
from .dataset import Dataset
from .sources import Source

CODE = "no-answer-scores"
LEAST_CODES = 2  # different answers among which a score is odd
MOST_NAMED = 4
LEAST_OTHERS = 4  # cells beside those of the code
_CODES = [
    *(-7, -8, -9),
    *(sign * own for sign in (1, -1) for own in (77, 88, 98, 99, 777, 888, 998, 999, 7777, 8888, 9998, 9999)),
]


@dataclass(frozen=True)
class _OneColumn:
    """A column of numbers: what it is called, and its cells."""

    heading: str
    cells: pl.Series


def codes_of_scores(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Warnings of such numbers among scores and inputs of units."""
    for claims in _alike(rules, (own for own in dataset.claims.nodes if not own.is_summed)):
        columns = [_OneColumn(own.heading, dataset.frame[own.column].cast(pl.Float64)) for own in claims]
        for told, number, row in _told(columns):
            at = dataset.locate(dataset.frame[row, "ken:row"], claims[number].column)
            yield replace(told, position=at)


def codes_of_answers(
    rules: RuleSet, source: Source, claims: Sequence[Claim], meant: Collection[str]
) -> Iterator[Diagnostic]:
    """The same among answers of respondents to questions without an answer scale; not on a cluster."""
    if CODE in meant or source.x is not pl:
        return
    for own_claims in _alike(rules, claims):
        columns = []
        for own in own_claims:
            texts = source.frame.select(own.column).collect()[own.column]
            columns.append(_OneColumn(own.heading, texts.cast(pl.Float64, strict=False)))
        for told, number, row in _told(columns):
            yield replace(told, position=source.place(row, own_claims[number].column))


def scores_among_codes(
    rules: RuleSet, source: Source, claims: Sequence[Claim], meant: Collection[str]
) -> Iterator[Diagnostic]:
    """Warnings of columns of codes, such as 1 to 5, in which other numbers are, such as 0, that count because
    they are scores of the scale."""
    if CODE in meant or source.x is not pl:
        return
    coded = {}
    for own in claims:
        scale = CellMeaning.of(rules, rules.readable[own.paths[0]]).scale
        numbers = {read_number(word) for word in scale.words} if scale is not None else {None}
        if None not in numbers:
            coded[own] = numbers
    texts = source.distinct([own.column for own in coded])
    for own, codes in coded.items():
        cells = {read_number(western(text.strip())): text for text in texts[own.column]}
        others = [number for number in cells if number is not None and number not in codes]
        meaning = CellMeaning.of(rules, rules.readable[own.paths[0]], source.decimal)
        scores = [number for number in sorted(others) if meaning.answer(cells[number]) is not None]
        known = [number for number in cells if number is not None and number in codes]
        if not scores or len(known) < LEAST_CODES:
            continue
        message = say(
            "“{column}” says {scores}, which is no answer of {scale} and counts as a score of it, among "
            "answers such as {codes}",
            column=own.heading,
            scores=list(map(decimal_text, scores)),
            scale=rules.readable[own.paths[0]].answers,
            codes=[decimal_text(number) for number in sorted(known)][:MOST_NAMED],
        )
        row = source.row(own.column, cells[scores[0]])
        hint = if_meant(CODE, _said_missing(map(decimal_text, scores)))
        yield Diagnostic(CODE, message, source.place(row, own.column), hint, "warning")


def _said_missing(codes: Iterable[str]) -> Text:
    """How a manifest says that numbers stand for no answer."""
    entry = "words: {" + ", ".join(f'"{code}": missing' for code in codes) + "}"
    return say("if it stands for no answer, say it in a manifest: {entry}", entry=entry)


def _alike(rules: RuleSet, claims: Iterable[Claim]) -> list[list[Claim]]:
    """The columns whose numbers are no words of a scale: scores by the ends between which they lie, raw
    values one by one."""
    groups: dict[object, list[Claim]] = {}
    for own in claims:
        node = rules.readable[own.paths[0]]
        if not CellMeaning.of(rules, node).words:
            kind = own.column if node.is_raw or node.level == INPUT else rules.limits(node)
            groups.setdefault(kind, []).append(own)
    return list(groups.values())


def _told(columns: Sequence[_OneColumn]) -> Iterator[tuple[Diagnostic, int, int]]:
    """What is told of columns, with the number of the first of them that has such a cell, and its row: of all
    together, or else of each."""
    if whole := _codes(columns):
        yield _warning(columns, whole)
        return
    for number, column in enumerate(columns if len(columns) > 1 else ()):
        if own := _codes([column]):
            told, _, row = _warning([column], own)
            yield told, number, row


def _codes(columns: Sequence[_OneColumn]) -> list[float]:
    """The numbers that are codes: all others are of a far smaller scale, differ, and are more."""
    cells = pl.concat([own.cells for own in columns]).drop_nulls()
    is_code = cells.is_in(pl.Series(_CODES, dtype=pl.Float64).implode())
    codes, others = cells.filter(is_code), cells.filter(~is_code)
    if codes.is_empty() or len(others) < max(LEAST_OTHERS, len(codes)) or others.n_unique() == 1:
        return []
    least, most = others.min(), others.max()
    assert isinstance(least, float)
    assert isinstance(most, float)
    found = codes.unique().sort().to_list()
    return found if least >= 0 and all(code < 0 or most <= _farthest(code) for code in found) else []


def _farthest(code: float) -> float:
    """The most that other numbers can be: 10 for 99, 100 for 999."""
    return 10.0 ** (len(str(int(code))) - 1)


def _warning(columns: Sequence[_OneColumn], codes: Sequence[float]) -> tuple[Diagnostic, int, int]:
    is_code = [
        own.cells.is_in(pl.Series(codes, dtype=pl.Float64).implode()).fill_null(False) for own in columns
    ]
    others = pl.concat(
        [own.cells.filter(~here) for own, here in zip(columns, is_code, strict=True)]
    ).drop_nulls()
    number = next(at for at, here in enumerate(is_code) if here.any())
    message = counted(
        sum(int(here.sum()) for here in is_code),
        "{count} cell of {columns} says {codes}, and all others lie between {first} and {last}: it may stand "
        "for no answer, and counts as a score",
        "{count} cells of {columns} say {codes}, and all others lie between {first} and {last}: they may "
        "stand for no answer, and count as scores",
        columns=[own.heading for own, here in zip(columns, is_code, strict=True) if here.any()],
        codes=list(map(shown_number, codes)),
        first=shown_number(others.min()),
        last=shown_number(others.max()),
    )
    hint = if_meant(CODE, _said_missing(map(shown_number, codes)))
    place = int(is_code[number].arg_true()[0])
    return Diagnostic(CODE, message, Position(""), hint, "warning"), number, place


__all__ = ["CODE", "codes_of_answers", "codes_of_scores", "scores_among_codes"]
