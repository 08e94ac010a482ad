"""An evaluation as rows of units, for spreadsheets and dataframes."""

from __future__ import annotations

from collections.abc import Mapping
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
    """A row a unit. In a text file, coverages keep their decimals, and the data's own numbers are not
    rounded."""
    frame, claims = unit_table(evaluation, translate), evaluation.dataset.claims
    schema = frame.schema
    own = [name for name in list(schema)[1 : 1 + len(claims.passed)] if schema[name].is_float()]
    texts = {name: frame[name].cast(pl.String) for name in own}
    for respondents in evaluation.dataset.respondents:
        texts[f"coverage {respondents.owner}"] = coverages(evaluation.frame, respondents)
    about = {
        "ruleset": evaluation.rules.id,
        "fingerprint": evaluation.rules.fingerprint,
        "kenrules": __version__,
    }
    return RowsOfUnits(frame, evaluation.rules.scale.decimals, texts, about)


def unit_table(evaluation: Evaluation, translate: Translate = str) -> pl.DataFrame:
    """One row a unit: its name, the data's other columns, a score for each node reported, rating, status,
    gaps and notes."""
    rated, claims = evaluation.rated, evaluation.dataset.claims
    shown: dict[str, str] = {}
    for path in evaluation.rules.nodes:
        column = rated.columns["printed", path]
        if evaluation.frame[column].null_count() < evaluation.frame.height:
            shown.setdefault(evaluation.name_of(path), column)
    results = _results(evaluation, shown)
    counted = evaluation.dataset.respondents
    own = [
        claims.key_name,
        *shown,
        *results,
        *(f"{word} {each.owner}" for each in counted for word in ("respondents", "coverage")),
        *RESULT_COLUMNS,
    ]
    gaps = list(evaluation.gaps())
    return evaluation.frame.select(
        pl.col(claims.key).alias(claims.key_name),
        *(pl.col(name).alias(shown_as) for name, shown_as in passed_names(claims, own).items()),
        *(pl.col(column).alias(name) for name, column in shown.items()),
        *(pl.col(column).alias(name) for name, column in results.items()),
        pl.col(rated.columns["rating", ""]).alias("rating"),
        pl.col(rated.columns["status", ""]).alias("status"),
        *(
            pl.col(each.respondents).alias(f"respondents {each.owner}")
            for each in evaluation.dataset.respondents
        ),
        *(
            coverages(evaluation.frame, each).cast(pl.Float64).alias(f"coverage {each.owner}")
            for each in evaluation.dataset.respondents
        ),
        pl.Series("lacks", [", ".join(lacks) for lacks, _ in gaps], pl.String),
        pl.Series(
            "notes", ["; ".join(note.in_words(translate) for note in notes) for _, notes in gaps], pl.String
        ),
    )


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


__all__ = ["coverages", "rows_of_units", "unit_table"]
