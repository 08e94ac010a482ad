"""`ken diff`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.words.diagnostics import Diagnostic, errors
from .shared.help_pages import COMPARING, About
from .shared.opinions import opinion_of
from .shared.options import (
    A_FILE,
    TOLD,
    claims,
    complete_rule_set,
    confirm,
    proofs,
    seconds,
    smtlib,
    write_cases,
)
from .shared.refuted import named_as_cases, written_as_cases
from .shared.session import FINDINGS, FINE, Session
from .shared.verbs import verb

if TYPE_CHECKING:
    from ..engine.book.claims_files import ClaimsFile
    from ..engine.compare.implied_proofs import Proofs
    from ..engine.meaning.model import RuleSet


@verb(
    "diff",
    click.argument("old", shell_complete=complete_rule_set),
    click.argument("new", shell_complete=complete_rule_set),
    *TOLD,
    claims,
    click.option(
        "--claims",
        "files",
        multiple=True,
        type=A_FILE,
        metavar="FILE",
        help="A file of claims about the two (default: those beside the rule sets that name both).",
    ),
    write_cases,
    smtlib,
    confirm,
    proofs,
    seconds,
    click.option(
        "--renumber",
        is_flag=True,
        help="Only propose, as YAML, which node was which: from titles, to be confirmed.",
    ),
    about=About(
        COMPARING,
        "prove what a change of rules can do, without data",
        (
            ("ken diff ita/2565 ita/2566", "What differs, and which ratings a unit can have by both."),
            (
                'ken diff ita/2565 ita/2566 --claim "old.rating == AA implies new.total >= 85"',
                "Proves a statement, or shows a unit that refutes it.",
            ),
        ),
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
    files: tuple[Path, ...],
    cases: Path | None,
    smtlib: Path | None,
    confirm: bool,
    proofs: bool,
    seconds: float,
    renumber: bool,
) -> int:
    """Show what differs between two rule sets in meaning, what of it can change a rating, with a unit that
    shows it, what cannot, proved for all data, and which ratings a unit can have by both.

    OLD and NEW are rule sets; files of differences can be laid over them with +, as in ita/2566+draft.yaml.
    Exits with 1 when a claim does not hold or was not decided."""
    from ..engine.compare.changes import differences
    from ..engine.compare.claims_of_files import refutations_of
    from ..engine.compare.implied_proofs import understood
    from ..engine.compare.reporting import difference_report
    from ..engine.compare.sorting import sorting

    session.will_write(output, "chapters", "data")
    named_as_cases(cases)
    rules = session.load(old), session.load(new)
    if renumber:
        _propose(session, *rules)
        return FINE
    understood(*rules, claims)
    claimed = _claims_files(rules, files)
    found = differences(*rules)
    with opinion_of(smtlib, seconds, confirm=confirm).of(f"{old} {new}") as asked:
        known = sorting(found, proofs=proofs, seconds=seconds)
        proved = _proved(rules, claims, claimed, proofs=proofs, seconds=seconds)
    session.inputs += [Path(file) for each in rules for file in (*each.files, *each.taken)]
    session.inputs += [file.path for file in claimed]
    session.hand_over(difference_report(found, known, proved, session.speech), form, output)
    is_fine = _told(session, proved, claims, claimed, asked.found)
    if cases is not None:
        written_as_cases(session, (old, new), rules, refutations_of(proved), cases)
    return FINE if is_fine else FINDINGS


def _claims_files(rules: tuple[RuleSet, RuleSet], files: tuple[Path, ...]) -> list[ClaimsFile]:
    """The files of claims: those that are given, else those beside the rule sets."""
    from ..engine.book.claims_files import claims_beside, read_claims

    return [read_claims(file, *rules) for file in files] or list(claims_beside(*rules))


def _proved(
    rules: tuple[RuleSet, RuleSet],
    claims: tuple[str, ...],
    claimed: list[ClaimsFile],
    *,
    proofs: bool,
    seconds: float,
) -> Proofs:
    from ..engine.compare import implied_proofs
    from ..engine.compare.claims_of_files import statements_of, with_owners

    every = [*claims, *statements_of(claimed)]
    if not proofs and not every:
        return implied_proofs.Proofs()
    return with_owners(implied_proofs.proofs(*rules, every, transitions=proofs, seconds=seconds), claimed)


def _told(
    session: Session,
    proved: Proofs,
    claims: tuple[str, ...],
    claimed: list[ClaimsFile],
    opinion: list[Diagnostic],
) -> bool:
    """Shows what is to be said of claims in files, and what another solver says; whether all claims hold, and
    it says nothing else."""
    from ..engine.compare.claims_of_files import claims_told, statements_of

    if told := [*claims_told(proved, claimed), *opinion]:
        session.show(told)
    every = len(claims) + len(statements_of(claimed))
    is_agreed = not errors(opinion)
    return is_agreed and len(proved.verdicts) == every and all(verdict.holds for verdict in proved.verdicts)


def _propose(session: Session, old: RuleSet, new: RuleSet) -> None:
    """Prints a snippet of YAML; no file is changed."""
    from ..engine.compare.renumbering import proposed

    for line, why in proposed(old, new):
        comment = "" if why is None else f"# {why.in_words(session.speech.translate)}"
        click.echo("  ".join(part for part in (line, comment) if part))
