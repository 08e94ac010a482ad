"""How often each option was answered, of one unit: a further look at files with a row a respondent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..words.diagnostics import Position
from .alike_columns import compared_cells
from .arranged import arranged
from .branches import branches
from .cells import in_words
from .claims import Claims
from .column_matching import claim
from .manifest import Part
from .sources import Source
from .tables import read_table


def options_answered(rules: RuleSet, parts: Sequence[Part], unit: str) -> dict[str, Counter[str]]:
    """By path of a question: how often the unit's respondents gave each option. Addresses that only a cluster
    reads are left out, as is what is no answer."""
    counts: dict[str, Counter[str]] = {}
    for part in parts:
        for path in part.paths if part.layout == "responses" else ():
            if isinstance(path, Path):
                sheet = arranged(rules, read_table(path, **part.reading), part)
                for branch in branches(rules, sheet, part):
                    _count_in(rules, Source(branch.sheet, branch.part), unit, counts)
    return counts


def _count_in(rules: RuleSet, source: Source, unit: str, counts: dict[str, Counter[str]]) -> None:
    """Adds the answers in one file, for each instrument that a column of it tells."""
    part = source.part
    told = part.instrument_column
    instruments: Mapping[str, str | None] = part.instruments or {"": None}
    for value, within in instruments.items():
        others = {*part.pass_through, *([told] if told else [])}
        claims, _ = claim(rules, source.names, Position, key=part.key, pass_through=others, within=within)
        if claims is None:
            continue
        wanted = compared_cells(claims.key) == unit
        column = None if told is None else source.column(told)
        rows = _rows(source, wanted if column is None else wanted & (compared_cells(column) == value))
        _count(rules, source, claims, rows, counts)


def _rows(source: Source, wanted: pl.Expr) -> pl.DataFrame:
    """The rows that are wanted; none where the file cannot be read, which is told elsewhere."""
    try:
        return source.frame.filter(wanted).collect()
    except (OSError, pl.exceptions.PolarsError):
        return pl.DataFrame()


def _count(
    rules: RuleSet, source: Source, claims: Claims, rows: pl.DataFrame, counts: dict[str, Counter[str]]
) -> None:
    for question in claims.nodes:
        node = rules.readable[question.paths[0]]
        if node.answers is None or question.column not in rows.columns:
            continue
        scale = rules.answers[node.answers]
        meaning = CellMeaning.of(rules, node, source.decimal)
        by_score = {score: word for word, score in meaning.words.items()}
        texts = in_words(rows[question.column]).str.strip_chars().drop_nulls()
        for text, count in texts.value_counts().iter_rows():
            score = meaning.answer(text)
            word = text if text in scale.options else None if score is None else by_score.get(score)
            if word is not None:
                for path in question.paths:
                    counts.setdefault(path, Counter())[word] += count


__all__ = ["options_answered"]
