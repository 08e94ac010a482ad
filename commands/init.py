"""`ken init`"""

from __future__ import annotations

from pathlib import Path

import click

from ..engine.words.diagnostics import visible
from .shared.help_pages import RULES, About
from .shared.session import Session
from .shared.verbs import verb


@verb(
    "init",
    click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="."),
    click.option("--like", metavar="RULESET", help="Begin with a copy of these rules (ken list)."),
    about=About(
        RULES,
        "make a folder with rules, tests and settings to begin in",
        (
            (
                "ken init mine",
                "A folder with a small rule set, its golden tests, and settings for an editor.",
            ),
            ("ken init mine --like nutriscore/2023", "The same with a copy of rules that come with Ken."),
        ),
    ),
)
def command(
    session: Session,  # noqa: ARG001  # what is made has both languages
    folder: Path,
    like: str | None,
) -> None:
    """Make a folder ready to work in: an example rule set with golden tests, the schemas, settings for VS
    Code and pre-commit.

    For example: ken init mine --like nutriscore
    """
    from ..engine.book import starting

    for path in starting.start(folder, like):
        click.echo(visible(str(path)))
