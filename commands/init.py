"""`ken init`"""

from __future__ import annotations

from pathlib import Path

import click

from ..engine.words.diagnostics import visible
from .shared.session import Session
from .shared.verbs import verb


@verb("init", click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="."))
def command(session: Session, folder: Path) -> None:  # noqa: ARG001  # what is made has both languages
    """Make a folder ready to work in: an example rule set with golden tests, the schemas, settings for VS
    Code and pre-commit."""
    from ..engine.book import starting

    for path in starting.start(folder):
        click.echo(visible(str(path)))
