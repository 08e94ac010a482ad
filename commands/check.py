"""`ken check`"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.words.diagnostics import Diagnostic, KenError, Position, Text, errors, say
from .shared.help_pages import RULES, About
from .shared.opinions import opinion_of
from .shared.options import complete_rule_set, confirm, formats, seconds, smtlib, write_cases
from .shared.refuted import named_as_cases, written_as_cases
from .shared.session import CANNOT_RUN, FINDINGS, FINE, Session
from .shared.verbs import spoken, verb

if TYPE_CHECKING:
    from ..engine.verify.asked_questions import AskedTwice

BETWEEN_LOOKS = 0.3  # seconds


def _explain(context: click.Context, _: click.Parameter, value: str | None) -> None:
    """Prints the reason and the examples of a check, and ends."""
    if value is None:
        return
    from ..engine import checks
    from ..engine.show.terminal import console
    from ..engine.verify.views import print_check

    session = Session(spoken(context))
    known = {check.ID: check for check in checks.explained()}
    if value not in known:
        message = say("there is no check “{check}”", check=value)
        hint = say("checks are {checks}", checks=sorted(known))
        session.cannot_run([Diagnostic("no-such-check", message, Position("--explain"), hint)])
    print_check(console(sys.stdout), known[value], session.speech.translate)
    context.exit()


@verb(
    "check",
    click.argument("rulesets", nargs=-1, metavar="[RULESET...]", shell_complete=complete_rule_set),
    formats("data", "findings", "suites", what="findings are"),
    click.option("--strict", is_flag=True, help="Warnings too make the exit status 1."),
    seconds,
    write_cases,
    smtlib,
    confirm,
    click.option("--watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C."),
    click.option(
        "--explain",
        metavar="CHECK",
        is_eager=True,
        expose_value=False,
        callback=_explain,
        help="Say what a check is for, with examples, and exit.",
    ),
    about=About(
        RULES,
        "find slips in rules, and prove that bands leave no gap",
        (
            ("ken check rules/mine.yaml", "One rule set: all that can be known without data."),
            ("ken check", "All rule sets in ./rules."),
            ("ken check --explain gap", "What a finding means, with an example."),
        ),
    ),
)
def command(
    session: Session,
    rulesets: tuple[str, ...],
    *,
    form: str,
    strict: bool,
    seconds: float,
    cases: Path | None,
    smtlib: Path | None,
    confirm: bool,
    watch: bool,
) -> int:
    """Check rule sets, dataset manifests, golden tests, guidance, claims, and folders of them: YAML, keys,
    references, weights, ranges; and prove that no scores fall into a gap, that each band can be given, and
    that no rating falls when a score rises.

    Without a RULESET it is ./rules, else the rule sets that come with Ken. Exits with 1 when one of them has
    errors."""
    _to_cases(rulesets, cases)
    if not rulesets:
        from ..engine.book import library

        rulesets = (str(library.search_path()[0]),)
    found = _checked(rulesets, seconds, opinion_of(smtlib, seconds, confirm=confirm))
    _shown(session, found, form)
    if cases is not None:
        _refuted(session, rulesets[0], found[rulesets[0]], cases)
    while watch:
        _wait_for_a_change(rulesets)
        click.clear()
        found = _checked(rulesets, seconds, opinion_of(None, seconds, confirm=confirm))
        _shown(session, found, form)
    every = [diagnostic for diagnostics in found.values() for diagnostic in diagnostics]
    lost = ("no-such-ruleset", "unreadable")
    if any(each.code in lost and not each.position.line for each in errors(every)):
        return CANNOT_RUN
    warned = strict and any(diagnostic.severity == "warning" for diagnostic in every)
    return FINDINGS if errors(every) or warned else FINE


def _to_cases(rulesets: Sequence[str], cases: Path | None) -> None:
    """Raises KenError where units cannot be written as cases."""
    named_as_cases(cases)
    if cases is not None and (len(rulesets) != 1 or os.path.isdir(rulesets[0])):  # noqa: PTH112
        message = say("--write-cases takes one rule set")
        hint = say("write ken check RULESET --write-cases FILE")
        raise KenError([Diagnostic("usage", message, Position("--write-cases"), hint)])


def _refuted(session: Session, name: str, found: Sequence[Diagnostic], cases: Path) -> None:
    """Writes the units that refute claims of a rule set."""
    from ..engine.book import library
    from ..engine.verify.refuting_cases import refutations

    rules, _ = library.inspect(name)
    told = [] if rules is None else refutations(rules, found)
    written_as_cases(session, [name], [] if rules is None else [rules], told, cases)


def _checked(
    rulesets: Sequence[str], seconds: float, opinion: AskedTwice
) -> Mapping[str, Sequence[Diagnostic]]:
    """What is found of each subject, whatever is looked at beside it: each has that time of its own."""
    from ..engine.verify import checking
    from ..engine.verify.checking_at_once import check_all

    return checking.told_once(check_all(list(checking.subjects(rulesets)), seconds, opinion))


def _shown(session: Session, found: Mapping[str, Sequence[Diagnostic]], form: str) -> None:
    if form != "text":
        from ..engine.verify.exhibits import findings_exhibit

        session.print(findings_exhibit(found, session.speech), form)
        return
    from ..engine.show import terminal
    from ..engine.show.quoted import lines_of
    from ..engine.show.wrapped_lines import print_line

    out = terminal.console(sys.stdout)
    for name, diagnostics in found.items():
        terminal.print_diagnostics(out, diagnostics, lines_of(diagnostics), session.speech.translate)
        # of a folder only what cannot be read or is left out is said
        if not os.path.isdir(name):  # noqa: PTH112
            is_good = False if errors(diagnostics) else None if diagnostics else True
            verdict = terminal.plain(session.speech.words(_verdict(name, diagnostics)))
            print_line(out, terminal.mark_of(out, is_good=is_good) + verdict)


def _verdict(ruleset: str, diagnostics: Sequence[Diagnostic]) -> Text:
    if not diagnostics:
        return say("{ruleset}: no findings", ruleset=ruleset)
    count = len(errors(diagnostics))
    warnings = sum(diagnostic.severity == "warning" for diagnostic in diagnostics)
    return say(
        "{ruleset}: errors {errors}, warnings {warnings}", ruleset=ruleset, errors=count, warnings=warnings
    )


def _wait_for_a_change(rulesets: Sequence[str]) -> None:
    """Returns when a file beside what is checked, or a rule set that can be named, has been saved."""
    from ..engine.book import folder, library

    there = [name for name in rulesets if os.path.exists(name)]  # noqa: PTH110
    folders = {Path(name) if os.path.isdir(name) else Path(name).parent for name in there}  # noqa: PTH112

    def state() -> dict[Path, float]:
        files = (file for each in {*folders, *library.search_path()} for file in folder.yaml_files(each)[0])
        return {file: os.lstat(file).st_mtime for file in files if os.path.lexists(file)}

    before = state()
    while state() == before:
        time.sleep(BETWEEN_LOOKS)
