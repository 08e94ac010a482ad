"""`ken explain`"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..engine.words.diagnostics import say
from .shared.help_pages import RATING, About
from .shared.options import A_FILE, DATA_OPTIONS, TOLD, keep, rule_set, seconds
from .shared.session import Session, only_unit, status_of
from .shared.verbs import verb


@verb(
    "explain",
    rule_set,
    click.argument("data", type=A_FILE),
    click.option("--unit", help="The unit to explain (not needed where the data have one)."),
    keep,
    click.option(
        "--goal",
        "wanted",
        multiple=True,
        metavar="GOAL",
        help='A rating, a bound such as "OIT >= 85", or a word of a node such as "safe == good", to look for '
        "(default: every better rating).",
    ),
    click.option(
        "--by",
        multiple=True,
        metavar="LEVEL",
        help="What is changed: instruments, indicators, …, items or values (default: what fits the rules).",
    ),
    seconds,
    *TOLD,
    *DATA_OPTIONS,
    about=About(
        RATING,
        "show why a unit has its rating, and the least that lifts it",
        (
            (
                'ken explain ita/2566 agencies.csv --unit "Ban Na"',
                "Every score, every condition, and the least change.",
            ),
            (
                'ken explain ita/2566 agencies.csv --unit "Ban Na" --goal "OIT >= 85"',
                "The least that reaches a bound.",
            ),
        ),
    ),
)
def command(
    session: Session,
    ruleset: str,
    data: Path,
    *,
    unit: str | None,
    keep: tuple[str, ...],
    wanted: tuple[str, ...],
    by: tuple[str, ...],
    seconds: float,
    form: str,
    output: Path | None,
    **options: Any,
) -> int:
    """Show how a unit came to its rating: every score with what it adds and costs, every condition; and the
    least change that reaches each better rating, proved.

    Exits with 1 when the data of the unit have errors or it cannot be rated.
    """
    from ..engine.data.counted import options_answered
    from ..engine.explain import least, trace
    from ..engine.explain.explanation_exhibit import explanation_exhibit
    from ..engine.explain.goals import goal_of, levels_of, paths_of
    from ..engine.explain.said_words import asking_for_words, words_said

    session.will_write(output, "chapters", "data")
    with session.progress():
        rules = session.load(ruleset)
        goals = [goal_of(rules, goal) for goal in wanted] or None
        kept, levels = paths_of(rules, keep), levels_of(rules, by)
        dataset = session.data(rules, data, options)
        name = unit if unit is not None else only_unit(dataset)
        answered = options_answered(rules, session.parts(rules, data, options), name)
        asking = asking_for_words(rules)
        said = {} if asking is None else words_said(rules, asking, session.data(asking, data, options), name)
        found = trace.explain(rules, dataset, name, answered, said)
        with session.watch.step(say("proving the least change")):
            ways = least.ways(found, keep=kept, wanted=goals, by=levels or None, seconds=seconds)
    session.hand_over(explanation_exhibit(found, ways, session.speech, data.name), form, output)
    session.timed(options["verbose"])
    if form != "json":
        session.show(found.diagnostics)
    return status_of(found.diagnostics, found.rating is None)
