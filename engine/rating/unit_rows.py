"""An evaluation as rows of units, for spreadsheets and dataframes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from .. import __version__
from ..data import Respondents
from ..data.cells import in_words
from ..data.claims import JUDGED, RESULT_COLUMNS, passed_names
from ..meaning.model import TOTAL
from ..meaning.plan import Plan
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..show.exhibit import RowsOfUnits
from ..words.diagnostics import Translate
from ..words.numerals import COVERAGE_DECIMALS, percent_text
from .evaluation import Evaluation
from .result_columns import words_of_results


def rows_of_units(evaluation: Evaluation, translate: Translate = str) -> RowsOfUnits:
    """A row a unit: its name, the data's other columns, a score for each node and its judgement, rating,
    status, gaps and notes. But for names that the data bring, the columns and their types hang on the rules
    alone, so that results of one rule set fit together. In a text file, coverages keep their decimals, and
    the data's own numbers are not rounded."""
    headings, exprs, kinds = zip(*_columns(evaluation, translate), strict=True)
    called = {f"c{number}": heading for number, heading in enumerate(headings)}
    frame = evaluation.frame.select(expr.alias(column) for column, expr in zip(called, exprs, strict=True))
    texts = {}
    surveys = {f"coverage {survey.owner}": survey for survey in evaluation.dataset.respondents}
    for (column, heading), kind in zip(called.items(), kinds, strict=True):
        if kind == "coverage" and heading in surveys:
            texts[column] = coverages(evaluation.frame, surveys[heading]).alias(column)
        elif kind.startswith("score ") and (places := _places(evaluation, kind[6:])) is not None:
            cells = [None if number is None else f"{number:.{places}f}" for number in frame[column]]
            texts[column] = pl.Series(cells, dtype=pl.String)
        elif kind == "data" and (text := _own_text(frame[column])) is not None:
            texts[column] = text
    about = {
        "ruleset": evaluation.rules.id,
        "fingerprint": evaluation.rules.fingerprint,
        "kenrules": __version__,
    }
    return RowsOfUnits(called, frame, evaluation.rules.scale.decimals, texts, about)


def _places(evaluation: Evaluation, path: str) -> int | None:
    """To how many decimals a node's score is printed, where it is not as the scale says."""
    places = printed_places(evaluation.rules, evaluation.rules.nodes[path])
    return None if places == evaluation.rules.scale.decimals else places


def _own_text(cells: pl.Series) -> pl.Series | None:
    """Cells of a column of the data as texts, where they are numbers that a format would round, or moments;
    None where every format shows them alike."""
    if cells.dtype.is_float():
        return cells.cast(pl.String).str.replace(r"\.0$", "")
    if cells.dtype == pl.Datetime:
        return in_words(cells)
    return cells.cast(pl.String) if cells.dtype.is_decimal() else None


def named_columns(evaluation: Evaluation) -> dict[str, pl.Expr]:
    """The columns by their headings, but for what units lack, and notes."""
    return {heading: expr for heading, expr, _ in _result_columns(evaluation)}


def _columns(evaluation: Evaluation, translate: Translate) -> Iterator[tuple[str, pl.Expr, str]]:
    """The columns with their headings; and whether one is of the data, or a coverage."""
    yield from _result_columns(evaluation)
    gaps = list(evaluation.gaps())
    lacks = [", ".join(lacking) for lacking, _ in gaps]
    notes = ["; ".join(note.in_words(translate) for note in noted) for _, noted in gaps]
    yield "lacks", pl.lit(pl.Series(lacks, dtype=pl.String)), ""
    yield "notes", pl.lit(pl.Series(notes, dtype=pl.String)), ""


def _result_columns(evaluation: Evaluation) -> Iterator[tuple[str, pl.Expr, str]]:
    results, claims = evaluation.rated.columns, evaluation.dataset.claims
    scores = {name: results["printed", path] for name, path in evaluation.names.items()}
    # JSON has the judgements of single questions too
    judgements = {
        f"{name}{JUDGED}": results.get(("judged", path))
        for name, path in judged_of(evaluation).items()
        if evaluation.rules.nodes[path].level != "question"
    }
    judgements |= {
        f"{name} rating": results.get(("word", path))
        for name, path in evaluation.names.items()
        if path != TOTAL and evaluation.rules.nodes[path].bands
    }
    surveys = surveys_of(evaluation)
    own = [
        claims.key_name,
        *scores,
        *judgements,
        *(f"{word} {owner}" for owner in surveys for word in ("respondents", "coverage")),
        *RESULT_COLUMNS,
    ]
    yield claims.key_name, pl.col(claims.key), ""
    for column, name in passed_names(claims, own).items():
        yield name, pl.col(column), "data"
    rules = evaluation.rules
    for name, column in scores.items():
        path = evaluation.names[name]
        if is_pure(rules, path):
            yield name, pl.col(results["word", path]).cast(pl.String), ""
        else:
            yield name, pl.col(column).cast(pl.Float64), f"score {path}"
    for name, judged in judgements.items():
        yield name, (pl.lit(None) if judged is None else pl.col(judged)).cast(pl.String), ""
    for name in ("rating", "status"):
        yield name, pl.col(results[name, ""]).cast(pl.String), ""
    for owner, survey in surveys.items():
        count = pl.lit(None) if survey is None else pl.col(survey.respondents)
        yield f"respondents {owner}", count.cast(pl.Int64), ""
    for owner, survey in surveys.items():
        shares = pl.lit(None) if survey is None else pl.lit(coverages(evaluation.frame, survey))
        yield f"coverage {owner}", shares.cast(pl.Float64), "coverage"


def judged_of(evaluation: Evaluation) -> dict[str, str]:
    """The names and paths of the nodes for which the rules have judgements; ratings of their own go before
    these."""
    rules = evaluation.rules
    return {
        name: path
        for name, path in evaluation.names.items()
        if rules.nodes[path].level in rules.judgements and words_of_results(rules, path) is None
    }


def surveys_of(evaluation: Evaluation) -> dict[str, Respondents | None]:
    """Where the data are answers: of each node whose respondents are counted, what there is of them."""
    found = {survey.owner: survey for survey in evaluation.dataset.respondents}
    return {owner: found.get(owner) for owner in Plan.of(evaluation.rules).surveys} if found else {}


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


__all__ = ["coverages", "judged_of", "named_columns", "rows_of_units", "surveys_of"]
