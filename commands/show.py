"""`ken show`"""

from __future__ import annotations

import sys

from .shared.options import rule_set
from .shared.session import Session
from .shared.verbs import verb


@verb("show", rule_set)
def command(session: Session, ruleset: str) -> None:
    """Show a rule set: its nodes with weights and questions, its thresholds and bands."""
    from ..engine.book.rules_view import print_rules
    from ..engine.show.terminal import console

    rules = session.load(ruleset)
    print_rules(console(sys.stdout), rules, session.speech.language, session.speech.translate)
