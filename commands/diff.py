"""`ken diff`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .shared.options import TOLD, claims, complete_rule_set, proofs, seconds
from .shared.session import FINDINGS, FINE, Session
from .shared.verbs import verb

if TYPE_CHECKING:
    from ..engine.meaning.model import RuleSet


@verb(
    "diff",
    click.argument("old", shell_complete=complete_rule_set),
    click.argument("new", shell_complete=complete_rule_set),
    *TOLD,
    claims,
    proofs,
    seconds,
    click.option(
        "--renumber",
        is_flag=True,
        help="Only propose, as YAML, which node was which: from titles, to be confirmed.",
    ),
)
def command(
    session: Session,
    old: str,
    new: str,
    *,
    form: str,
    output: Path | None,
    claims: tuple[str, ...],
    proofs: bool,
    seconds: float,
    renumber: bool,
) -> int:
    """Show what differs between two rule sets in meaning, what of it can change a rating, with a unit that
    shows it, what cannot, proved for all data, and which ratings a unit can have by both.

    OLD and NEW are rule sets; files of differences can be laid over them with +, as in ita/2566+draft.yaml.
    Exits with 1 when a claim does not hold or was not decided."""
    from ..engine.compare import implied_proofs
    from ..engine.compare.changes import differences
    from ..engine.compare.reporting import difference_report
    from ..engine.compare.sorting import sorting

    session.will_write(output, "chapters", "data")
    rules = session.load(old), session.load(new)
    if renumber:
        _propose(session, *rules)
        return FINE
    found = differences(*rules)
    known = sorting(found, proofs=proofs, seconds=seconds)
    proved = implied_proofs.Proofs()
    if proofs or claims:
        proved = implied_proofs.proofs(*rules, claims, transitions=proofs, seconds=seconds)
    session.inputs += [Path(file) for each in rules for file in (*each.files, *each.taken)]
    session.hand_over(difference_report(found, known, proved, session.speech.translate), form, output)
    decided = len(proved.verdicts) == len(claims)
    return FINE if decided and all(verdict.holds for verdict in proved.verdicts) else FINDINGS


def _propose(session: Session, old: RuleSet, new: RuleSet) -> None:
    """Prints a snippet of YAML; no file is changed."""
    from ..engine.compare.renumbering import proposed

    for line, why in proposed(old, new):
        comment = "" if why is None else f"# {why.in_words(session.speech.translate)}"
        click.echo("  ".join(part for part in (line, comment) if part))
