"""`ken test`"""

from __future__ import annotations

from pathlib import Path

import click

from ..engine.words.diagnostics import Diagnostic, KenError, Position, Text, say
from .shared.help_pages import RULES, About
from .shared.options import formats, output, seconds
from .shared.session import FINDINGS, FINE, Session
from .shared.verbs import verb


@verb(
    "test",
    click.argument("paths", nargs=-1, metavar="[PATH...]"),
    click.option(
        "--mutate",
        is_flag=True,
        help="Change the rules one clause at a time, and tell which changes no case notices.",
    ),
    click.option(
        "--generate",
        is_flag=True,
        help="Write cases for a rule set to the file of -o: few, which notice as many changes as can be.",
    ),
    output("With --generate: the file of cases, for example rules/mine/1.test.yaml."),
    seconds,
    formats("data", "suites", "table", what="outcomes are"),
    about=About(
        RULES,
        "run golden tests; tell which changes they would miss",
        (
            ("ken test", "All golden tests in ./rules."),
            ("ken test cqc/principles --mutate", "Which changes of the rules no case would notice."),
            ("ken test cqc/principles --generate -o cqc.test.yaml", "Cases that notice them."),
        ),
    ),
)
def command(
    session: Session,
    paths: tuple[str, ...],
    *,
    mutate: bool,
    generate: bool,
    output: Path | None,
    seconds: float,
    form: str,
) -> int:
    """Run golden tests: those of a rule set, files *.test.yaml, or folders of them (default: ./rules, else
    those that come with Ken).

    Each case is rated by exact arithmetic and by columns. Exits with 1 when one comes out otherwise than
    expected; with --mutate when a change of the rules is noticed by no case."""
    from ..engine.book import library
    from ..engine.verify import golden

    _refuse_contradictions(paths, output, mutate=mutate, generate=generate)
    if generate and output is not None:
        return _generate(session, paths[0], output, seconds)
    files, unread = golden.test_files(paths or [str(library.search_path()[0])])
    if mutate:
        return _mutate(session, files, unread, form, seconds)
    return _run(session, files, unread, form)


def _run(session: Session, files: list[Path], unread: list[Diagnostic], form: str) -> int:
    from ..engine.verify.exhibits import golden_exhibit
    from ..engine.verify.golden_at_once import run_files

    results, wrong = run_files(files)
    broken = [*unread, *wrong]
    session.print(golden_exhibit(results, session.speech), form)
    if broken:
        session.cannot_run(broken)
    return FINDINGS if any(result.failed for result in results) else FINE


def _mutate(session: Session, files: list[Path], unread: list[Diagnostic], form: str, seconds: float) -> int:
    """Tells which changes of the rules no case notices."""
    from ..engine.verify.mutants.survey import is_whole, survey
    from ..engine.verify.mutants.survey_exhibit import survey_exhibit

    found, broken = [], list(unread)
    with session.progress():
        for file in files:
            with session.watch.step(say("changing the rules of {file}", file=str(file))):
                try:
                    found.append(survey(file, seconds))
                except KenError as problem:
                    broken += problem.diagnostics
    session.print(survey_exhibit(found, session.speech), form)
    if broken:
        session.cannot_run(broken)
    return FINE if is_whole(found) else FINDINGS


def _generate(session: Session, name: str, path: Path, seconds: float) -> int:
    """Writes a file of cases."""
    from ..engine.verify.mutants.made_cases import make_cases
    from ..engine.verify.mutants.survey_exhibit import made_told

    session.writes = True
    with session.progress(), session.watch.step(say("looking for cases of {rules}", rules=name)):
        made = make_cases(name, path, session.speech, seconds)
    for text in made_told(made):
        session.tell(text)
    return FINE


def _refuse_contradictions(
    paths: tuple[str, ...], output: Path | None, *, mutate: bool, generate: bool
) -> None:
    """Raises KenError for options that contradict each other."""
    from ..engine.verify.golden import SUFFIXES

    faults: list[tuple[str, Text, Text]] = []
    if mutate and generate:
        contradiction = say("--generate and --mutate contradict each other")
        faults.append(("--generate", contradiction, say("leave one of them out")))
    elif generate and len(paths) != 1:
        hint = say("write ken test --generate RULESET -o FILE")
        faults.append(("--generate", say("--generate takes one rule set"), hint))
    elif generate and (output is None or not output.name.endswith(SUFFIXES)):
        message = say("--generate needs the name of a file of cases after -o")
        faults.append(("-o", message, say("write a name that ends in .test.yaml")))
    elif output is not None and not generate:
        faults.append(
            ("-o", say("{option} is for {other}", option="-o", other="--generate"), say("leave it out"))
        )
    if faults:
        raise KenError(
            [Diagnostic("usage", message, Position(place), hint) for place, message, hint in faults]
        )
