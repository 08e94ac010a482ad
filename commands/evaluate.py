"""`ken evaluate`"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..engine.words.diagnostics import Diagnostic, Position, Text, counted, say
from .shared.help_pages import RATING, About
from .shared.listed_findings import FindingsFile, findings, will_list
from .shared.options import A_FILE, DATA_OPTIONS, formats, output, rule_set
from .shared.session import Session, status_of
from .shared.verbs import verb

if TYPE_CHECKING:
    from ..engine.meaning.model import RuleSet
    from ..engine.rating.evaluation import Evaluation

STANDARD_OUTPUT = Path("-")
IN_FULL = ("html", "json", "jsonl", "yaml")
FILES_IN_FULL = (".html", ".json", ".jsonl", ".yaml", ".yml")
"""Formats, and suffixes of files, that show how single questions are judged."""


@verb(
    "evaluate",
    rule_set,
    click.argument("data", type=A_FILE),
    formats("data", "records", "table", "page", terminal="table"),
    output(
        "Write the result to a file: .html (a page to be published), .csv, .xlsx, .parquet, .json or .jsonl; "
        "- is the standard output (CSV, or what --format says)."
    ),
    findings,
    click.option("--unit", help="Show this unit only, in full."),
    click.option("--questions", is_flag=True, help="Show the questions of a single unit too."),
    click.option(
        "--where",
        metavar="CONDITION",
        help='Show only units of which a condition on columns of the result holds, for example "total < 70 '
        'and province == Lampang".',
    ),
    click.option(
        "--sort",
        metavar="COLUMN",
        help="Show units in the order of a column of the result: scores the best first (the greatest, where "
        "neither end is better), ratings and results in the order of the rules, other numbers the least "
        "first, names as they are read; -COLUMN turns it round. With --by: groups by a column of their "
        "table, numbers the greatest first.",
    ),
    click.option("--top", type=click.IntRange(1), help="Show so many units, or groups, and no more."),
    click.option(
        "--by",
        metavar="COLUMN",
        help="Show groups in the place of units: how many have which rating, how totals lie, who meets the "
        "targets.",
    ),
    *DATA_OPTIONS,
    about=About(
        RATING,
        "score and rate units: one in full, or many",
        (
            ("ken evaluate ita/2566 agencies.csv", "The table of ratings; of a single unit every score."),
            (
                'ken evaluate ita/2566 agencies.csv --where "total < 85" --sort total --top 10',
                "The best ten of those below 85.",
            ),
            (
                "ken evaluate ita/2566 agencies.csv --by province",
                "How many of each province have which rating.",
            ),
            (
                "ken evaluate ita/2566 agencies.csv -o result.xlsx",
                "All of it as a workbook; .html is a page to be published.",
            ),
        ),
    ),
)
def command(
    session: Session,
    ruleset: str,
    data: Path,
    *,
    form: str,
    output: Path | None,
    findings: Path | None,
    unit: str | None,
    questions: bool,
    where: str | None,
    sort: str | None,
    top: int | None,
    by: str | None,
    **options: Any,
) -> int:
    """Score and rate the units of a data file (CSV, Excel, Parquet or JSON), or of a dataset manifest
    (.yaml).

    Exits with 1 when the data have errors or a unit cannot be rated; the others are rated all the same.
    """
    from ..engine.rating.evaluation_exhibit import ForPage, ShownPart, shown_part

    if output == STANDARD_OUTPUT:
        output, form = None, "csv" if form == "table" else form
    session.will_write(output, "data", "records", "table", "page")
    will_list(findings, output)
    in_full = form in IN_FULL or (output is not None and output.suffix.casefold() in FILES_IN_FULL)
    with session.progress():
        rules = session.load(ruleset)
        listing = FindingsFile(session, rules, data, findings)
        with listing.asked():
            evaluation = _evaluated(session, rules, data, options, unit=unit, in_full=in_full)
        listing.write(evaluation.diagnostics)
        for_page = ForPage(data.name, partial(_said_first, session, evaluation))
        shown = ShownPart(where, sort, top, by)
        exhibit = shown_part(evaluation, session.speech, shown, for_page, questions=questions)
        if output is not None:
            session.write(exhibit, output)
    if output is None or form != "table":
        session.print(exhibit, form)
    else:
        session.tell(_written(evaluation, output))
    session.timed(options["verbose"])
    if questions and form == "table" and output is None and evaluation.frame.height > 1:
        session.show([_of_one_unit(data)])
    if not form.startswith("json"):
        session.show(evaluation.diagnostics)
    return status_of(evaluation.diagnostics, evaluation.counts.get("incomplete"))


def _evaluated(
    session: Session, rules: RuleSet, data: Path, options: dict[str, Any], *, unit: str | None, in_full: bool
) -> Evaluation:
    """The data rated; questions too where they are shown."""
    from ..engine.rating.evaluation import evaluate_dataset

    dataset = session.data(rules, data, options)
    dataset = dataset if unit is None else dataset.only(unit)
    height = dataset.frame.height
    with session.watch.step(counted(height, "rating {count} unit", "rating {count} units")) as stage:
        evaluation = evaluate_dataset(rules, dataset, questions=in_full or height == 1)
        stage.rows = height
    return evaluation


def _written(evaluation: Evaluation, output: Path) -> Text:
    """What is told when a file is written, and nothing shown."""
    from ..engine.show.sections import rated_of

    height = evaluation.frame.height
    units = rated_of(height, height - evaluation.counts["incomplete"])
    return say("{file}: {units}", file=str(output), units=units)


def _of_one_unit(data: Path) -> Diagnostic:
    """That the questions of several units are not shown."""
    message = say("the questions of one unit are shown, and {file} has several", file=data.name)
    hint = say("name the unit with --unit, or write all of them to a file: -o ratings.xlsx")
    return Diagnostic("usage", message, Position("--questions"), hint, "warning")


def _said_first(session: Session, evaluation: Evaluation) -> Sequence[Text]:
    """What a page says first of a single unit."""
    from ..engine.explain.headline import headline
    from ..engine.explain.trace import seen, traced

    (only,) = seen(evaluation)
    return headline(traced(evaluation.rules, only, {}), (), session.speech.language).lines
