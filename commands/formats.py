"""`ken formats`"""

from __future__ import annotations

import click

from .shared.session import Session
from .shared.verbs import verb


@verb("formats")
def command(session: Session) -> None:  # noqa: ARG001  # names are the same in every language
    """List the formats that results are written in, with the suffixes of their files."""
    from ..engine.show.formats import format_named, names

    for name in names():
        click.echo(f"{name}  {' '.join(format_named(name).SUFFIXES)}".strip())
