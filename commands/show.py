"""`ken show`"""

from __future__ import annotations

from pathlib import Path

from .shared.help_pages import RULES, About
from .shared.options import formats, output, rule_set
from .shared.session import Session
from .shared.verbs import verb


@verb(
    "show",
    rule_set,
    formats("chapters", what="the rule set is"),
    output("Write the rule set to a file: .html, .xlsx or .md."),
    about=About(
        RULES,
        "show a rule set as a tree, with its tables and bands",
        (
            ("ken show news2/2017", "On the terminal."),
            ("ken show ita/2566 -o rules.html", "As a page to be read by others; .xlsx and .md too."),
        ),
    ),
)
def command(session: Session, ruleset: str, *, form: str, output: Path | None) -> None:
    """Show a rule set: its nodes with weights, tables and limits, its inputs, thresholds, bands and
    variants."""
    from ..engine.book.rules_view import rules_exhibit

    session.will_write(output, "chapters")
    rules = session.load(ruleset)
    session.inputs += [Path(file) for file in (*rules.files, *rules.taken)]
    session.hand_over(rules_exhibit(rules, session.speech.language, session.speech.translate), form, output)
