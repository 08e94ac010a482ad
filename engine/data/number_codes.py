"""Numbers that survey tools and people write for no answer, such as 99 and -99, where they count as scores:
told where all else in the columns lies within a far smaller scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import polars as pl

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import INPUT, RuleSet
from ..words.diagnostics import Diagnostic, Position, Text, counted, say
from ..words.hints import if_meant
from ..words.numerals import read_number, western
from .cells import shown_number
from .claims import Claim
from .dataset import Dataset
from .no_answers import NUMBERS
from .sources import Source

CODE = "no-answer-scores"
LEAST_CODES = 2  # different answers among which a score is odd
MOST_NAMED = 4
LEAST_OTHERS = 4  # cells beside those of the code


@dataclass(frozen=True)
class NumbersSaid:
    """The numbers that a column says: how often each stands there, and where the first cell of one stands.
    Of a column of codes, such as 1 to 5, `scores` are the numbers that are none of these and count."""

    path: str
    heading: str
    counts: Mapping[float, int]
    place: Callable[[float], Position]
    is_coded: bool = False
    scores: frozenset[float] = frozenset()


def codes_of_scores(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Warnings of such numbers among scores and inputs of units."""

    def said(own: Claim) -> NumbersSaid:
        cells = dataset.frame[own.column].cast(pl.Float64)

        def place(number: float) -> Position:
            row = int((cells == number).arg_true()[0])
            return dataset.locate(dataset.frame[row, "ken:row"], own.column)

        counts = dict(cells.drop_nulls().value_counts().iter_rows())
        return NumbersSaid(own.paths[0], own.heading, counts, place)

    yield from _of_all(rules, [said(own) for own in dataset.claims.nodes if not own.is_summed])


def numbers_said(
    rules: RuleSet, source: Source, claims: Sequence[Claim], meant: Collection[str]
) -> list[NumbersSaid]:
    """The numbers among the answers of respondents to questions without an answer scale, or with one of
    codes; none on a cluster, nor where such numbers are meant."""
    if CODE in meant or source.x is not pl:
        return []
    made = []
    for own in claims:
        scale = CellMeaning.of(rules, rules.readable[own.paths[0]]).scale
        codes = None if scale is None else {read_number(word) for word in scale.words}
        if codes is None or None not in codes:
            made.append(_said(rules, source, own, codes))
    return made


def _said(
    rules: RuleSet, source: Source, own: Claim, codes: Collection[Fraction | None] | None
) -> NumbersSaid:
    times = source.frame.select(pl.col(own.column).cast(pl.String).drop_nulls().value_counts()).collect()
    texts: dict[float, str] = {}
    counts: dict[float, int] = {}
    meaning = CellMeaning.of(rules, rules.readable[own.paths[0]], source.decimal)
    scores = set[float]()
    for text, count in sorted(times.unnest(own.column).iter_rows()):
        number = read_number(western(text.strip()))
        if number is None:
            continue
        value = float(number)
        texts.setdefault(value, text)
        counts[value] = counts.get(value, 0) + count
        if codes is not None and number not in codes and meaning.answer(text) is not None:
            scores.add(value)

    def place(number: float) -> Position:
        return source.place(source.row(own.column, texts[number].strip()), own.column)

    return NumbersSaid(own.paths[0], own.heading, counts, place, codes is not None, frozenset(scores))


def codes_of_answers(rules: RuleSet, said: Sequence[NumbersSaid]) -> Iterator[Diagnostic]:
    """Warnings of such numbers among the answers in all files together, and of numbers that count among codes
    because they are scores of the scale."""
    yield from _of_all(rules, [own for own in said if not own.is_coded])
    for columns in _together(own for own in said if own.is_coded):
        scores = sorted(set().union(*(own.scores for own in columns)))
        known = sorted(set().union(*(own.counts.keys() for own in columns)) - set(scores))
        codes = {read_number(word) for word in _words(rules, columns[0].path)}
        known = [number for number in known if Fraction(number) in codes]
        if not scores or len(known) < LEAST_CODES:
            continue
        message = say(
            "“{column}” says {scores}, which is no answer of {scale} and counts as a score of it, among "
            "answers such as {codes}",
            column=columns[0].heading,
            scores=list(map(shown_number, scores)),
            scale=rules.readable[columns[0].path].answers,
            codes=list(map(shown_number, known))[:MOST_NAMED],
        )
        hint = _or_counted_from_below(_said_missing(map(shown_number, scores)), scores, known, codes)
        hint = if_meant(CODE, hint)
        first = next(own for own in columns if scores[0] in own.scores)
        yield Diagnostic(CODE, message, first.place(scores[0]), hint, "warning")


def _words(rules: RuleSet, path: str) -> Sequence[str]:
    scale = CellMeaning.of(rules, rules.readable[path]).scale
    return () if scale is None else scale.words


def _together(said: Iterable[NumbersSaid]) -> list[list[NumbersSaid]]:
    """The columns of one node in all files."""
    columns: dict[str, list[NumbersSaid]] = {}
    for own in said:
        columns.setdefault(own.path, []).append(own)
    return list(columns.values())


def _said_missing(codes: Iterable[str]) -> Text:
    """How a manifest says that numbers stand for no answer."""
    entry = "words: {" + ", ".join(f'"{code}": missing' for code in codes) + "}"
    return say("if it stands for no answer, say it in a manifest: {entry}", entry=entry)


def _or_counted_from_below(
    hint: Text, scores: Sequence[float], known: Sequence[float], codes: Collection[Fraction | None]
) -> Text:
    """A hint, with what to say where answers may be numbered from the whole number below the first code: that
    alone is none of the codes, and the last code is nowhere."""
    order = [float(code) for code in sorted(code for code in codes if code is not None)]
    steps = {after - before for before, after in pairwise(order)}
    if [*scores] != [order[0] - 1] or steps != {1} or order[-1] in known:
        return hint
    entry = ", ".join(f'"{shown_number(code - 1)}": {shown_number(code)}' for code in order)
    return say(
        "{hint}; if the answers are numbered from {low}, and not from {first}, say what each stands for: "
        "{entry}",
        hint=hint,
        low=shown_number(scores[0]),
        first=shown_number(order[0]),
        entry=f"words: {{{entry}}}",
    )


def _of_all(rules: RuleSet, said: Sequence[NumbersSaid]) -> Iterator[Diagnostic]:
    """What is told of columns whose numbers are no words of a scale: scores by the ends between which they
    lie, raw values one by one; of all together, or else of each."""
    groups: dict[object, list[NumbersSaid]] = {}
    for own in said:
        node = rules.readable[own.path]
        if not CellMeaning.of(rules, node).words:
            kind = own.path if node.is_raw or node.level == INPUT else rules.limits(node)
            groups.setdefault(kind, []).append(own)
    for columns in groups.values():
        if whole := _codes(columns):
            yield _warning(columns, whole)
            continue
        for one in _together(columns) if len(columns) > 1 else ():
            if own_codes := _codes(one):
                yield _warning(one, own_codes)


def _codes(columns: Sequence[NumbersSaid]) -> list[float]:
    """The numbers that are codes: all others are of a far smaller scale, differ, and are more."""
    counts = Counter[float]()
    for own in columns:
        counts.update(own.counts)
    found = sorted(number for number in counts if number in NUMBERS)
    others = [number for number in counts if number not in NUMBERS]
    count = counts.total() - sum(counts[code] for code in found)
    enough = max(LEAST_OTHERS, sum(counts[code] for code in found))
    if not found or count < enough or len(others) < LEAST_CODES or min(others) < 0:
        return []
    return found if all(code < 0 or max(others) <= _farthest(code) for code in found) else []


def _farthest(code: float) -> float:
    """The most that other numbers can be: 10 for 99, 100 for 999."""
    return 10.0 ** (len(str(int(code))) - 1)


def _warning(columns: Sequence[NumbersSaid], codes: Sequence[float]) -> Diagnostic:
    having = [own for own in columns if any(code in own.counts for code in codes)]
    others = [number for own in columns for number in own.counts if number not in codes]
    message = counted(
        sum(own.counts.get(code, 0) for own in having for code in codes),
        "{count} cell of {columns} says {codes}, and all others lie between {first} and {last}: it may stand "
        "for no answer, and counts as a score",
        "{count} cells of {columns} say {codes}, and all others lie between {first} and {last}: they may "
        "stand for no answer, and count as scores",
        columns=list(dict.fromkeys(own.heading for own in having)),
        codes=list(map(shown_number, codes)),
        first=shown_number(min(others)),
        last=shown_number(max(others)),
    )
    hint = if_meant(CODE, _said_missing(map(shown_number, codes)))
    places = [having[0].place(code) for code in codes if code in having[0].counts]
    place = min(places, key=lambda own: (own.line or 0, own.column or 0))
    return Diagnostic(CODE, message, place, hint, "warning")


__all__ = ["CODE", "NumbersSaid", "codes_of_answers", "codes_of_scores", "numbers_said"]
