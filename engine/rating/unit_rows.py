"""An evaluation as rows of units, for spreadsheets and dataframes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import polars as pl

from .. import __version__
from ..data import Respondents
from ..data.claims import RESULT_COLUMNS, passed_names
from ..show.exhibit import RowsOfUnits
from ..words.diagnostics import Translate
from ..words.numerals import COVERAGE_DECIMALS, percent_text
from .evaluation import Evaluation


def rows_of_units(evaluation: Evaluation, translate: Translate = str) -> RowsOfUnits:
    """A row a unit: its name, the data's other columns, a score for each node reported, rating, status, gaps
    and notes. In a text file, coverages keep their decimals, and the data's own numbers are not rounded."""
    headings, exprs, kinds = zip(*_columns(evaluation, translate), strict=True)
    called = {f"c{number}": heading for number, heading in enumerate(headings)}
    frame = evaluation.frame.select(expr.alias(column) for column, expr in zip(called, exprs, strict=True))
    texts = {}
    coverage = iter(evaluation.dataset.respondents)
    for column, kind in zip(called, kinds, strict=True):
        if kind == "coverage":
            texts[column] = coverages(evaluation.frame, next(coverage)).alias(column)
        elif kind == "data" and frame[column].dtype.is_float():
            texts[column] = frame[column].cast(pl.String)
    about = {
        "ruleset": evaluation.rules.id,
        "fingerprint": evaluation.rules.fingerprint,
        "kenrules": __version__,
    }
    return RowsOfUnits(called, frame, evaluation.rules.scale.decimals, texts, about)


def _columns(evaluation: Evaluation, translate: Translate) -> Iterator[tuple[str, pl.Expr, str]]:
    """The columns with their headings; and whether one is of the data, or a coverage."""
    rated, claims = evaluation.rated, evaluation.dataset.claims
    shown: dict[str, str] = {}
    for path in evaluation.rules.nodes:
        column = rated.columns["printed", path]
        if evaluation.frame[column].null_count() < evaluation.frame.height:
            shown.setdefault(evaluation.name_of(path), column)
    shown |= _results(evaluation, shown)
    surveys = evaluation.dataset.respondents
    own = [
        claims.key_name,
        *shown,
        *(f"{word} {survey.owner}" for survey in surveys for word in ("respondents", "coverage")),
        *RESULT_COLUMNS,
    ]
    yield claims.key_name, pl.col(claims.key), ""
    for column, name in passed_names(claims, own).items():
        yield name, pl.col(column), "data"
    for name, column in shown.items():
        yield name, pl.col(column), ""
    for name in ("rating", "status"):
        yield name, pl.col(rated.columns[name, ""]), ""
    for survey in surveys:
        yield f"respondents {survey.owner}", pl.col(survey.respondents), ""
    for survey in surveys:
        shares = coverages(evaluation.frame, survey).cast(pl.Float64)
        yield f"coverage {survey.owner}", pl.lit(shares), "coverage"
    gaps = list(evaluation.gaps())
    lacks = [", ".join(lacking) for lacking, _ in gaps]
    notes = ["; ".join(note.in_words(translate) for note in noted) for _, noted in gaps]
    yield "lacks", pl.lit(pl.Series(lacks, dtype=pl.String)), ""
    yield "notes", pl.lit(pl.Series(notes, dtype=pl.String)), ""


def _results(evaluation: Evaluation, shown: Mapping[str, str]) -> dict[str, str]:
    """Judgements of the nodes shown, single questions left out (JSON has these too)."""
    columns = evaluation.rated.columns
    nodes = [
        path
        for path, node in evaluation.rules.nodes.items()
        if node.level != "question" and ("judged", path) in columns
    ]
    return {
        f"{evaluation.name_of(path)} result": columns["judged", path]
        for path in nodes
        if evaluation.name_of(path) in shown
    }


def coverages(frame: pl.DataFrame, each: Respondents) -> pl.Series:
    """Answers received of answers possible, in per cent as they are printed: for each unit, missing where
    nobody answered."""
    counts = frame.select(
        pl.col(each.answers).cast(pl.Int64).alias("received"),
        (pl.col(each.respondents).cast(pl.Int64) * each.questions).alias("possible"),
    )
    received, possible, step = pl.col("received"), pl.col("possible"), 10**COVERAGE_DECIMALS
    steps = (received * 200 * step + possible) // (possible * 2)
    decimals = (steps % step).cast(pl.String).str.zfill(COVERAGE_DECIMALS)
    text = pl.concat_str(
        (steps // step).cast(pl.String),
        pl.lit("."),
        decimals.str.head(2),
        decimals.str.slice(2).str.strip_chars_end("0"),
    )
    found = counts.select(pl.when(possible > 0).then(text)).to_series()
    near_the_ends = ((received < possible) & (steps == 100 * step)) | ((received > 0) & (steps == 0))
    for row in counts.select((possible > 0) & near_the_ends).to_series().arg_true().to_list():
        found[row] = percent_text(Fraction(*counts.row(row)), decimals=COVERAGE_DECIMALS)
    return found


__all__ = ["coverages", "rows_of_units"]
