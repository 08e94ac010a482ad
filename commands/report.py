"""`ken report`"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ..engine.show import leftovers
from ..engine.words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..engine.words.language import DIGITS, numerals_of
from .shared.help_pages import RATING, About
from .shared.options import A_FILE, DATA_OPTIONS, keep, rule_set_first, seconds
from .shared.session import Session, only_unit, status_of
from .shared.verbs import spoken, verb

if TYPE_CHECKING:
    from ..engine.audit.figures import Figures
    from ..engine.meaning.model import RuleSet
    from ..engine.rating.evaluation import Evaluation
    from ..engine.report.batch import Run, Tally, Task, Worker


def _write_template(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    """Writes the template of the rule set's house, or the one that comes with Ken, to a file, and ends."""
    if value is None:
        return
    from ..engine.report.report_files import shipped
    from ..engine.show.writing import write_as

    session = Session(spoken(context))
    session.writes = True
    try:
        write_as(value, shipped(session.speech.language, session.load(context.params["ruleset"])))
    except KenError as problem:
        session.cannot_run(problem.diagnostics)
    session.tell(say("{file} is written", file=str(value)))
    context.exit()


OPTIONS = (
    click.option("--unit", help="The unit to report on (not needed where the data have one)."),
    click.option(
        "--all",
        "every",
        is_flag=True,
        help="A report for every unit, into the folder of -o, with an index and a national summary.",
    ),
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        required=True,
        help="The file (.docx, .html, .pdf or .md); with --all the folder.",
    ),
    click.option(
        "--kind",
        type=click.Choice(["docx", "html", "pdf", "md"]),
        default="docx",
        show_default=True,
        help="With --all: the kind of the files.",
    ),
    click.option("--previous", type=A_FILE, help="Last year's data, to stand beside this year's."),
    click.option(
        "--previous-rules",
        metavar="RULESET",
        help="The rule set of last year's data (default: the one that RULESET extends, else RULESET).",
    ),
    click.option(
        "--guidance",
        "overlays",
        multiple=True,
        type=A_FILE,
        help="Guidance of one's own, laid over that beside the rule set.",
    ),
    click.option(
        "--audit",
        "reported",
        multiple=True,
        type=A_FILE,
        help="A further file of reported figures that the annex audits.",
    ),
    click.option(
        "--part",
        "parts",
        metavar="PART,…",
        help="What to write: memo, method, result, failing, passing, ways, measures (all by default), "
        "or audit, a checklist of what is wrong with the figures.",
    ),
    click.option("--template", type=A_FILE, help="A template of one's own: .docx, or .html or .md of Jinja."),
    click.option(
        "--write-template",
        type=click.Path(path_type=Path, dir_okay=False),
        expose_value=False,
        callback=_write_template,
        help="Write the template of RULESET's reports to a file (.docx, .html or .md), to be edited, and "
        "exit.",
    ),
    click.option(
        "--digits", type=click.Choice(list(DIGITS)), help="The digits of the report (default: thai in Thai)."
    ),
    keep,
    click.option(
        "--by",
        multiple=True,
        metavar="COLUMN",
        help="With --all: a column whose groups the summary shows (default: every column that makes some).",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(1, 256),
        help="With --all: how many reports are made at once (default: one for each processor).",
    ),
    seconds,
)


class Wanted(NamedTuple):
    """What is asked of `ken report`."""

    ruleset: str
    data: Path
    unit: str | None
    every: bool
    output: Path
    kind: str
    previous: Path | None
    previous_rules: str | None
    overlays: tuple[Path, ...]
    reported: tuple[Path, ...]
    parts: str | None
    template: Path | None
    digits: str | None
    keep: tuple[str, ...]
    by: tuple[str, ...]
    jobs: int | None
    seconds: float

    @property
    def files(self) -> list[Path]:
        """The files that are read beside the data."""
        return [*self.reported, *self.overlays, *([self.template] if self.template is not None else [])]


@verb(
    "report",
    rule_set_first,
    click.argument("data", type=A_FILE),
    *OPTIONS,
    *DATA_OPTIONS,
    about=About(
        RATING,
        "write the report of a unit, or of all",
        (
            (
                'ken report ita/2566 agencies.csv --unit "Ban Na" -o report.docx',
                "One report, as Word; .html, .pdf and .md too.",
            ),
            (
                "ken report ita/2566 agencies.csv --all --kind md -o reports",
                "A report for every unit, with a national summary.",
            ),
        ),
    ),
)
def command(session: Session, **values: Any) -> int:
    """Write the analysis report of a unit: its result, what falls short and what to do about it, measures for
    the next year.

    Needs the packages of kenrules[report]. With --all what is up to date is left as it is, so that a run that
    was broken off goes on where it was. Exits with 1 when the data have errors, a unit cannot be rated or a
    report cannot be made."""
    from ..engine.explain.trace import seen
    from ..engine.rating.evaluation import evaluate_dataset
    from ..engine.report import batch

    own = {name: values.pop(name) for name in Wanted._fields}
    wanted, options = Wanted(**own), values
    session.writes = not wanted.every
    _refuse_contradictions(wanted)
    session.readable(wanted.data, *([wanted.previous] if wanted.previous else []), *wanted.files)
    with session.progress():
        rules = session.load(wanted.ruleset)
        last = _last_rules(session, wanted, rules)
        plan = _plan(session, wanted, rules, last)
        worker = batch.worker_of(plan)  # what is wrong with guidance or packages is told before data are read
        dataset = session.data(rules, wanted.data, options)
        if not wanted.every:
            dataset = dataset.only(wanted.unit if wanted.unit is not None else only_unit(dataset))
        height = dataset.frame.height
        with session.watch.step(counted(height, "rating {count} unit", "rating {count} units")):
            evaluation = evaluate_dataset(rules, dataset)
            before = _last_year(session, wanted, last, options)
        figures = _reported(session, wanted, rules, options).by_unit()
        todo = list(batch.tasks(worker, list(seen(evaluation)), before, figures))
        session.inputs += wanted.files
        if wanted.every:
            outcome = _report_all(session, wanted, worker, evaluation, todo)
        else:
            outcome = _report_one(session, wanted, worker, todo)
    session.timed(options["verbose"])
    notes, gone = worker.setting.guidance.notes, _gone(wanted, evaluation, before)
    session.show([*notes, *evaluation.diagnostics, *outcome.faults, *gone])
    return status_of(evaluation.diagnostics, outcome.faults, evaluation.counts.get("incomplete"))


def _refuse_contradictions(wanted: Wanted) -> None:
    """Raises KenError for options that contradict each other."""
    from ..engine.report.report_files import KINDS

    context, output, every = click.get_current_context(), wanted.output, wanted.every
    default = click.core.ParameterSource.DEFAULT
    given = [name for name in ("kind", "jobs", "by") if context.get_parameter_source(name) is not default]
    faults = []
    if every and wanted.unit is not None:
        contradiction = say("--all and --unit contradict each other")
        faults.append(("--unit", contradiction, say("leave one of them out")))
    if not every:
        for name in given:
            message = say("{option} is for --all", option=f"--{name}")
            faults.append((f"--{name}", message, say("leave it out, or add --all")))
    if every and (os.path.isfile(output) or output.suffix.casefold() in KINDS):  # noqa: PTH113
        message = say("with --all the name after -o is that of a folder")
        faults.append((str(output), message, say("give a folder after -o, for example reports")))
    if not every and (os.path.isdir(output) or not output.suffix):  # noqa: PTH112
        hint = say("use one of {suffixes}, or --all for a folder of reports", suffixes=list(KINDS))
        faults.append((str(output), say("this is no name of a report"), hint))
    if wanted.previous_rules is not None and wanted.previous is None:
        message = say("{option} is lacking", option="--previous")
        faults.append(("--previous-rules", message, say("give last year's data too")))
    if faults:
        raise KenError(
            [Diagnostic("usage", message, Position(place), hint) for place, message, hint in faults]
        )


def _last_rules(session: Session, wanted: Wanted, rules: RuleSet) -> RuleSet | None:
    """The rule set of last year's data, where there are some."""
    if wanted.previous is None:
        return None
    extended = rules.files[1] if len(rules.files) > 1 else wanted.ruleset
    return session.load(wanted.previous_rules or extended)


def _plan(session: Session, wanted: Wanted, rules: RuleSet, last: RuleSet | None) -> Run:
    from ..engine.explain.goals import paths_of
    from ..engine.report import batch, report_files

    if not wanted.every:
        report_files.maker(wanted.output)
    speech = session.speech
    return batch.Run(
        ruleset=wanted.ruleset,
        overlays=wanted.overlays,
        language=speech.language,
        digits=numerals_of(speech.language, wanted.digits),
        suffix=f".{wanted.kind}" if wanted.every else wanted.output.suffix.casefold(),
        template=wanted.template,
        previous=None if last is None else (wanted.previous_rules or last.files[0]),
        keep=tuple(paths_of(rules, wanted.keep)),
        seconds=wanted.seconds,
        parts=_parts(wanted),
    )


def _parts(wanted: Wanted) -> tuple[str, ...]:
    """The parts that are asked for, in the order of a report. Raises KenError for a word that is none."""
    from ..engine.report.content import PARTS, USUAL
    from ..engine.words.hints import did_you_mean

    if wanted.parts is None:
        return USUAL
    asked = [name.strip() for name in wanted.parts.split(",")]
    faults = [
        Diagnostic(
            "usage",
            say("a report has no part “{name}”", name=name),
            Position("--part"),
            did_you_mean(name, list(PARTS)),
        )
        for name in asked
        if name not in PARTS
    ]
    if faults:
        raise KenError(faults)
    return tuple(name for name in PARTS if name in asked)


def _last_year(
    session: Session, wanted: Wanted, last: RuleSet | None, options: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Last year's units by name, rated by the rules of their year."""
    from ..engine.explain.trace import seen
    from ..engine.rating.evaluation import evaluate_dataset

    if wanted.previous is None or last is None:
        return {}
    earlier = session.data(last, wanted.previous, options)
    return {unit.unit: unit for unit in seen(evaluate_dataset(last, earlier))}


def _reported(session: Session, wanted: Wanted, rules: RuleSet, options: Mapping[str, Any]) -> Figures:
    """The figures that the annex of a report audits: those of the data, and of further files."""
    from ..engine.audit.figures import Figures, figures_in
    from ..engine.data import is_manifest

    figures = Figures()
    single = {
        name: options[name] for name in ("key", "encoding", "sheet", "decimal", "percent", "pass_through")
    }
    own = [] if options["layout"] == "responses" else [wanted.data]
    for path in (*own, *wanted.reported):
        found, lines = figures_in(rules, path, **({} if is_manifest(path) else single), answers=False)
        figures.also(found)
        session.lines.update(lines)
    return figures


def _gone(wanted: Wanted, evaluation: Evaluation, before: Mapping[str, Any]) -> list[Diagnostic]:
    """The units that last year's data do not have."""
    dataset = evaluation.dataset
    names = [name for name in dataset.frame[dataset.claims.key].to_list() if name not in before]
    if wanted.previous is None or not names:
        return []
    message = say("last year's data do not have {count} of the units: {names}", count=len(names), names=names)
    hint = say("a unit that was renamed needs the same name in both")
    return [Diagnostic("no-previous", message, Position(str(wanted.previous)), hint, "warning")]


def _report_one(session: Session, wanted: Wanted, worker: Worker, todo: Sequence[Task]) -> Tally:
    from ..engine.report import batch

    session.not_an_input(wanted.output)
    with session.watch.step(say("writing {file}", file=str(wanted.output))):
        has_findings = batch.write_one(worker, wanted.output, todo[0])
    session.tell(say("{file} is written", file=str(wanted.output)))
    if has_findings and "audit" not in worker.run.parts:
        session.tell(say("the audit of its figures has findings; --part audit writes them as a checklist"))
    return batch.Tally(written=1)


def _report_all(
    session: Session, wanted: Wanted, worker: Worker, evaluation: Evaluation, todo: Sequence[Task]
) -> Tally:
    """The reports of all units, the index and the summary; says what was done, also when the run is broken
    off."""
    from ..engine.rating import national
    from ..engine.report import batch, report_index

    folder, speech = wanted.output, session.speech
    leads = {"ratings": (report_index.REPORTS, report_index.RATING_COLUMN)}
    summary = list(national.sections(evaluation, speech.language, wanted.by or None, leads))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        message = say("the folder cannot be made: {reason}", reason=problem.strerror or problem)
        hint = say("give another folder after -o")
        raise KenError([Diagnostic("unwritable", message, Position(str(folder)), hint)]) from None
    outcome = batch.Tally()

    def done() -> Text:
        return say(
            "{folder}: {written}, {skipped}, {left}",
            folder=str(folder),
            written=counted(outcome.written, "{count} report written", "{count} reports written"),
            skipped=counted(outcome.skipped, "{count} was up to date", "{count} were up to date"),
            left=counted(outcome.left(len(todo)), "{count} is not written", "{count} are not written"),
        )

    try:
        with leftovers.accounted(done):
            batch.write_all(worker, folder, todo, batch.processes(wanted.jobs), session.watch.listen, outcome)
            entries = report_index.entries_of(evaluation, todo, outcome.current)
            report_index.write_index(folder, evaluation, summary, entries, speech, wanted.data.name)
    finally:
        session.tell(done())
        if outcome.edited:
            edited = counted(
                outcome.edited,
                "{count} report was edited since, and is left as it is; delete it to have it anew",
                "{count} reports were edited since, and are left as they are; delete them to have them anew",
            )
            session.tell(edited)
    return outcome
