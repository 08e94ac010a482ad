"""`ken evaluate`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..engine.words.diagnostics import counted, say
from .shared.options import A_FILE, DATA_OPTIONS, formats, output, rule_set
from .shared.session import Session, status_of
from .shared.verbs import verb

STANDARD_OUTPUT = Path("-")


@verb(
    "evaluate",
    rule_set,
    click.argument("data", type=A_FILE),
    formats("data", "records", "table", terminal="table"),
    output(
        "Write the result to a file: .csv, .xlsx, .parquet, .json or .jsonl; - is the standard output "
        "(CSV, or what --format says)."
    ),
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
        help="Show units in the order of a column of the result, the best score or rating first; -COLUMN "
        "turns it round.",
    ),
    click.option("--top", type=click.IntRange(1), help="Show so many units, or groups, and no more."),
    click.option(
        "--by",
        metavar="COLUMN",
        help="Show groups in the place of units: how many have which rating, how totals lie, who meets the "
        "targets.",
    ),
    *DATA_OPTIONS,
)
def command(
    session: Session,
    ruleset: str,
    data: Path,
    *,
    form: str,
    output: Path | None,
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
    from ..engine.rating.evaluation import evaluate_dataset
    from ..engine.rating.evaluation_exhibit import ShownPart, shown_part
    from ..engine.show.sections import rated_of

    if output == STANDARD_OUTPUT:
        output, form = None, "csv" if form == "table" else form
    session.will_write(output, "data", "records", "table")
    suffix = "" if output is None else output.suffix.casefold()
    in_full = form in ("json", "jsonl", "yaml") or suffix in (".json", ".jsonl", ".yaml", ".yml")
    with session.progress():
        rules = session.load(ruleset)
        dataset = session.data(rules, data, options)
        if unit is not None:
            dataset = dataset.only(unit)
        height = dataset.frame.height
        with session.watch.step(counted(height, "rating {count} unit", "rating {count} units")) as stage:
            evaluation = evaluate_dataset(rules, dataset, questions=in_full or height == 1)
            stage.rows = height
        exhibit = shown_part(evaluation, session.speech, ShownPart(where, sort, top, by), questions=questions)
        if output is not None:
            session.write(exhibit, output)
    if output is None or form != "table":
        session.print(exhibit, form)
    else:
        units = rated_of(height, height - evaluation.counts["incomplete"])
        session.tell(say("{file}: {units}", file=str(output), units=units))
    session.timed(options["verbose"])
    if not form.startswith("json"):
        session.show(evaluation.diagnostics)
    return status_of(evaluation.diagnostics, evaluation.counts.get("incomplete"))
