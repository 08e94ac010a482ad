"""`ken schema`"""

from __future__ import annotations

import click

from .shared.help_pages import RULES, About
from .shared.session import Session
from .shared.verbs import verb


@verb(
    "schema",
    click.argument(
        "kind",
        type=click.Choice(["ruleset", "dataset", "tests", "guidance", "house_style", "claims"]),
        default="ruleset",
    ),
    about=About(
        RULES,
        "print the JSON Schema of a kind of file",
        (("ken schema ruleset", "For editors: keys and values are completed and checked."),),
    ),
)
def command(session: Session, kind: str) -> None:  # noqa: ARG001  # a schema is the same in every language
    """Print the JSON Schema of rule sets, dataset manifests, golden tests, guidance, house styles or
    claims about two rule sets, for editors and other programs."""
    from ..engine.book.schema import FOLDER

    click.echo((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"), nl=False)
