"""`ken list`"""

from __future__ import annotations

import sys

from .shared.help_pages import RULES, About
from .shared.session import Session
from .shared.verbs import verb


@verb(
    "list",
    about=About(
        RULES,
        "list the rule sets that can be named",
        (("ken list", "Those in ./rules, in the folders of $KEN_RULES, and those that come with Ken."),),
    ),
)
def command(session: Session) -> int | None:
    """List the rule sets that can be named."""
    from ..engine.book import library
    from ..engine.book.rules_view import print_entries
    from ..engine.show.terminal import console
    from ..engine.words.diagnostics import errors

    entries = list(library.entries())
    named = [(entry, library.inspect(entry.path)[0]) for entry in entries if entry.fault is None]
    print_entries(console(sys.stdout), named, session.speech.language, session.speech.translate)
    faults = [entry.fault for entry in entries if entry.fault is not None]
    session.show(faults)
    if errors(faults):
        session.cannot_run([])
    return None
