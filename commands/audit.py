"""`ken audit`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..engine.words.diagnostics import counted, say
from .shared.help_pages import DATA, About
from .shared.options import A_FILE, FILE_OPTIONS, TOLD, rule_set
from .shared.session import Session, status_of
from .shared.verbs import verb


@verb(
    "audit",
    rule_set,
    click.argument("data", nargs=-1, required=True, type=A_FILE),
    click.option("--unit", help="Audit this unit only."),
    click.option(
        "--text",
        "texts",
        multiple=True,
        metavar="COLUMN",
        help="A column of texts in which copies of the line above are looked for.",
    ),
    *TOLD,
    *FILE_OPTIONS,
    about=About(
        DATA,
        "find figures that contradict each other or the rules",
        (
            ("ken audit ita/2566 figures.csv", "Slips in a report's own figures, with the arithmetic."),
            (
                "ken audit ita/2566 figures.csv agencies.csv -o slips.html",
                "Two files held against each other too, as a page.",
            ),
        ),
    ),
)
def command(
    session: Session,
    ruleset: str,
    data: tuple[Path, ...],
    *,
    unit: str | None,
    texts: tuple[str, ...],
    form: str,
    output: Path | None,
    **options: Any,
) -> int:
    """Hold reported figures against each other and against the rules: what cannot be, with the arithmetic.

    DATA are files with scores, in rows of units or rows of scores (agency, item, score, result, rating). A
    figure may be there more than once. Exits with 1 when something is found."""
    from ..engine.audit.audit_exhibit import audit_exhibit
    from ..engine.audit.contradictions import audit, not_held
    from ..engine.audit.figures import Figures, figures_in
    from ..engine.data import is_manifest

    session.will_write(output, "chapters", "data")
    rules = session.load(ruleset)
    figures = Figures()
    with session.progress():
        session.readable(*data)
        session.inputs += data
        for path in filter(is_manifest, data):
            session.unheard(path, options)
        for path in data:
            with session.watch.step(say("reading {file}", file=str(path))):
                read, lines = figures_in(rules, path, text_columns=texts, **options)
            figures.also(read)
            session.lines.update(lines)
        if unit is not None:
            figures = figures.only(unit)
        scores = len(figures.scores)
        held = counted(
            scores, "holding {count} score against the rules", "holding {count} scores against each other"
        )
        with session.watch.step(held):
            found = audit(rules, figures)
            figures.diagnostics += not_held(rules, figures)
    sources = [path.name for path in data]
    report = audit_exhibit(rules, figures, found, session.speech, session.lines, sources)
    session.hand_over(report, form, output)
    if form != "json":
        session.show(figures.diagnostics)
    return status_of(figures.diagnostics, found)
