"""`ken new`"""

from __future__ import annotations

from pathlib import Path

import click

from ..engine.words.diagnostics import visible
from .shared.help_pages import RULES, About
from .shared.session import Session
from .shared.verbs import verb


@verb(
    "new",
    click.argument("name"),
    click.option(
        "--from", "parent", required=True, metavar="RULESET", help="The rule set that the new one begins as."
    ),
    click.option(
        "--folder",
        type=click.Path(path_type=Path, file_okay=False),
        default="rules",
        show_default=True,
        help="Where rule sets are kept.",
    ),
    about=About(
        RULES,
        "start next year's rules as the difference from this year's",
        (
            (
                "ken new ita/2567 --from ita/2566",
                "Makes rules/ita/2567.yaml, in which only what changes is to be written.",
            ),
        ),
    ),
)
def command(session: Session, name: str, parent: str, folder: Path) -> None:  # noqa: ARG001  # paths alone are shown
    """Start a rule set as the difference from another one, with that one's golden tests.

    For example: ken new ita/2567 --from ita/2566
    """
    from ..engine.book import starting

    for path in starting.next_version(name, parent, folder):
        click.echo(visible(str(path)))
