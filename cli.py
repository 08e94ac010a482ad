"""The command line: reads the arguments, calls the engine, shows what it found. No rule of scoring stands
here."""

from __future__ import annotations

import errno
import gc
import gettext
import io
import os
import sys
import time
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from . import __version__
from .engine.words import language as languages
from .engine.words.diagnostics import (
    Diagnostic,
    KenError,
    Position,
    Text,
    Translate,
    counted,
    errors,
    say,
    visible,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from rich.console import Console

    from .engine.audit.figures import Figures
    from .engine.compare.comparison_files import Report
    from .engine.data import Dataset, Part
    from .engine.data.spark import Cluster
    from .engine.meaning.model import RuleSet
    from .engine.rating.evaluation import Evaluation
    from .engine.report.batch import Outcome, Task
    from .engine.report.batch import Plan as ReportPlan
    from .engine.show.sections import Section
    from .engine.words.progress import Watch

FINE, FINDINGS, CANNOT_RUN = 0, 1, 2
READER_LEFT = 128 + 13  # what a shell says of a program that wrote to a pipe nobody reads any more
MOST_ROWS = 20  # of each table of a comparison that is shown and not written


class _Finite(click.FloatRange):
    """A number in a range: nothing that is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number: float = super().convert(value, param, ctx)
        if number != number:
            self.fail(say("{value} is no number", value=value).in_words(_translation(ctx)), param, ctx)
        return number


# what cannot be read is told like any other mistake, and not as wrong use
_A_FILE = click.Path(path_type=Path, readable=False)


class _Speech:
    """The language of this run."""

    def __init__(self, language: languages.Language) -> None:
        self.language = language
        self.translate: Translate = languages.catalogue(language)


pass_speech = click.make_pass_decorator(_Speech)


def _translation(context: click.Context | None) -> Translate:
    speech = context.find_object(_Speech) if context is not None else None
    return speech.translate if speech is not None else str


def _speak(context: click.Context, parameter: click.Parameter, value: languages.Language | None) -> None:  # noqa: ARG001
    if value or context.obj is None:
        context.obj = _Speech(value or languages.from_environment())


_lang = click.option(
    "--lang",
    type=click.Choice(languages.LANGUAGES),
    expose_value=False,
    is_eager=True,
    callback=_speak,
    help="Language of all messages (default: from the environment).",
)


class _Commands(click.Group):
    """A group that ends with a status of its own where nobody reads the output any more. Click and rich make
    an ordinary failure of that, which nobody can tell from one that has something to say."""

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        with _reader_may_leave():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _reader_may_leave():
            return super().invoke(ctx)


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise SystemExit(READER_LEFT) from None
    except SystemExit as end:
        raise SystemExit(READER_LEFT if isinstance(end.__context__, BrokenPipeError) else end.code) from None


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@_lang
@click.version_option(
    __version__, prog_name="ken", message="%(prog)s %(version)s", help="Show the version and exit."
)
def commands() -> None:
    """Score and rate by rules written in YAML.

    A RULESET is a name such as ita/2566 (looked up in ./rules, the folders of $KEN_RULES, and the rule sets
    that come with Ken) or a path that ends in .yaml."""


def _complete_rule_set(
    context: click.Context,  # noqa: ARG001
    parameter: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[click.shell_completion.CompletionItem]:
    from click.shell_completion import CompletionItem

    from .engine.book import library

    names = [
        CompletionItem(entry.name)
        for entry in library.entries()
        if entry.fault is None and entry.name.startswith(incomplete)
    ]
    return names or [CompletionItem(incomplete, type="file")]


_rule_set = click.argument("ruleset", shell_complete=_complete_rule_set)


@commands.command("list")
@_lang
@pass_speech
def list_(speech: _Speech) -> None:
    """List the rule sets that can be named."""
    from .engine.book import library
    from .engine.show import terminal

    entries = list(library.entries())
    found = [(entry, library.inspect(entry.path)[0]) for entry in entries if entry.fault is None]
    terminal.print_entries(terminal.console(sys.stdout), found, speech.language, speech.translate)
    if faults := [entry.fault for entry in entries if entry.fault is not None]:
        _show(speech, faults, {})
        sys.exit(CANNOT_RUN if errors(faults) else FINE)


@commands.command()
@_rule_set
@_lang
@pass_speech
def show(speech: _Speech, ruleset: str) -> None:
    """Show a rule set: its nodes with weights and questions, its thresholds and bands."""
    from .engine.book import library
    from .engine.show import terminal

    try:
        rules = library.load(ruleset)
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics)
    terminal.print_rules(terminal.console(sys.stdout), rules, speech.language, speech.translate)


def _explain(context: click.Context, parameter: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    """Prints the reason and the examples of a check."""
    if value is None:
        return
    from .engine import checks
    from .engine.show import terminal

    speech: _Speech = context.find_object(_Speech) or _Speech(languages.from_environment())
    known = {each.ID: each for each in checks.explained()}
    if value not in known:
        message = say("there is no check “{check}”", check=value)
        _cannot_run(
            speech,
            [
                Diagnostic(
                    "no-such-check",
                    message,
                    Position("--explain"),
                    say("checks are {checks}", checks=sorted(known)),
                )
            ],
        )
    terminal.print_check(terminal.console(sys.stdout), known[value], speech.translate)
    context.exit()


@commands.command()
@click.argument("rulesets", nargs=-1, metavar="[RULESET...]", shell_complete=_complete_rule_set)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github", "sarif", "junit"]),
    default="text",
    help="How findings are shown.",
)
@click.option("--strict", is_flag=True, help="Warnings too make the exit status 1.")
@click.option(
    "--seconds",
    type=_Finite(0.1, 3600),
    default=10.0,
    show_default=True,
    help="How many seconds all proofs together may take.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved, until Ctrl-C.")
@click.option(
    "--explain",
    metavar="CHECK",
    is_eager=True,
    expose_value=False,
    callback=_explain,
    help="Say what a check is for, with examples, and exit.",
)
@_lang
@pass_speech
def check(
    speech: _Speech, rulesets: tuple[str, ...], format_: str, strict: bool, seconds: float, watch: bool
) -> None:
    """Check rule sets, dataset manifests, golden tests, guidance, and folders of them: YAML, keys,
    references, weights, ranges; and prove that no scores fall into a gap, that each band can be given, and
    that no rating falls when a score rises.

    Without a RULESET it is ./rules, else the rule sets that come with Ken. Exits with 1 when one of them has
    errors."""
    if not rulesets:
        from .engine.book import library

        rulesets = (str(library.search_path()[0]),)
    status = _check_once(speech, rulesets, format_, strict, seconds)
    while watch:
        _wait_for_a_change(rulesets)
        click.clear()
        status = _check_once(speech, rulesets, format_, strict, seconds)
    sys.exit(status)


def _check_once(speech: _Speech, rulesets: Sequence[str], format_: str, strict: bool, seconds: float) -> int:
    from .engine.verify import checking

    try:
        subjects = list(checking.subjects(rulesets))
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics)
    found: dict[str, tuple[Diagnostic, ...]] = {}
    end = time.monotonic() + seconds
    for at, each in enumerate(subjects):  # what one leaves of its share of the time is for the others
        share = max(0.0, end - time.monotonic()) / (len(subjects) - at)
        found[each.name] = checking.check(each.name, share, each.kind) if each.told is None else (each.told,)
    every = tuple(diagnostic for diagnostics in found.values() for diagnostic in diagnostics)
    if format_ == "text":
        from .engine.book import library
        from .engine.show import terminal

        out = terminal.console(sys.stdout)
        for name, diagnostics in found.items():
            terminal.print_diagnostics(out, diagnostics, library.lines_of(diagnostics), speech.translate)
            # of a folder only what cannot be read or is left out is said
            if not os.path.isdir(name):  # noqa: PTH112
                out.print(_verdict(name, diagnostics).in_words(speech.translate), markup=False)
    else:
        from .engine.show import findings

        click.echo(findings.written(found, format_, speech.translate), nl=False)
    if any(
        each.code in ("no-such-ruleset", "unreadable") and not each.position.line for each in errors(every)
    ):
        return CANNOT_RUN
    failing = [
        diagnostic
        for diagnostic in every
        if diagnostic.severity == "error" or (strict and diagnostic.severity == "warning")
    ]
    return FINDINGS if failing else FINE


def _wait_for_a_change(rulesets: Sequence[str]) -> None:
    """Returns when a file beside what is checked, or a rule set that can be named, has been saved."""
    from .engine.book import folder, library

    folders = [
        Path(name) if os.path.isdir(name) else Path(name).parent  # noqa: PTH112
        for name in rulesets
        if os.path.exists(name)  # noqa: PTH110
    ]

    def state() -> dict[Path, float]:
        files = (file for each in {*folders, *library.search_path()} for file in folder.yaml_files(each)[0])
        return {file: os.lstat(file).st_mtime for file in files if os.path.lexists(file)}

    before = state()
    while state() == before:
        time.sleep(0.3)


def _verdict(ruleset: str, diagnostics: Sequence[Diagnostic]) -> Text:
    count = len(errors(diagnostics))
    if not diagnostics:
        return say("{ruleset}: no findings", ruleset=ruleset)
    warnings = sum(diagnostic.severity == "warning" for diagnostic in diagnostics)
    return say(
        "{ruleset}: errors {errors}, warnings {warnings}", ruleset=ruleset, errors=count, warnings=warnings
    )


@commands.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    help="How outcomes are shown.",
)
@_lang
@pass_speech
def test(speech: _Speech, paths: tuple[str, ...], format_: str) -> None:
    """Run golden tests: those of a rule set, files *.test.yaml, or folders of them (default: ./rules, else
    those that come with Ken).

    Each case is rated by exact arithmetic and by columns. Exits with 1 when one comes out otherwise than
    expected."""
    from .engine.book import library
    from .engine.verify import golden

    results = []
    try:
        files, broken = golden.test_files(paths or [str(library.search_path()[0])])
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics)
    for file in files:
        try:
            results.append(golden.run_file(file))
        except KenError as problem:
            broken.extend(problem.diagnostics)
    if format_ == "text":
        from .engine.show import terminal

        terminal.print_golden(terminal.console(sys.stdout), results, speech.translate)
    else:
        from .engine.show import findings

        click.echo(findings.golden_text(results, format_), nl=False)
    if broken:
        _cannot_run(speech, broken)
    sys.exit(FINDINGS if any(result.failed for result in results) else FINE)


@commands.command()
@click.argument("kind", type=click.Choice(["ruleset", "dataset", "tests", "guidance"]), default="ruleset")
@_lang
def schema(kind: str) -> None:
    """Print the JSON Schema of rule sets, dataset manifests, golden tests or guidance, for editors and other
    programs."""
    from .engine.book.schema import FOLDER

    click.echo((FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8"), nl=False)


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@_lang
@pass_speech
def init(speech: _Speech, folder: Path) -> None:
    """Make a folder ready to work in: an example rule set with golden tests, the schemas, settings for VS
    Code and pre-commit."""
    from .engine.book import starting

    try:
        made = starting.start(folder)
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics)
    for path in made:
        click.echo(visible(str(path)))


@commands.command()
@click.argument("name")
@click.option(
    "--from", "parent", required=True, metavar="RULESET", help="The rule set that the new one begins as."
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default="rules",
    show_default=True,
    help="Where rule sets are kept.",
)
@_lang
@pass_speech
def new(speech: _Speech, name: str, parent: str, folder: Path) -> None:
    """Start a rule set as the difference from another one, with that one's golden tests.

    For example: ken new ita/2567 --from ita/2566
    """
    from .engine.book import starting

    try:
        made = starting.next_version(name, parent, folder)
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics)
    for path in made:
        click.echo(visible(str(path)))


def _file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How single files are read."""
    for option in reversed(_FILE_OPTIONS):
        command = option(command)
    return command


_FILE_OPTIONS = (
    click.option(
        "--key",
        metavar="COLUMN",
        help="The column that names the units (default: what the rule set calls a unit).",
    ),
    click.option("--encoding", help="The encoding of a CSV file (default: UTF-8, else CP874)."),
    click.option("--sheet", help="The sheet of an Excel file (default: the first)."),
    click.option(
        "--pass-through",
        "pass_through",
        multiple=True,
        metavar="COLUMN",
        help="A column that is no score, though it looks like one.",
    ),
)


def _data_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """How data are read: the options of every command that takes some."""
    layouts = (
        "scores: a row a unit; long: a row a score; responses: a row a respondent (default: what "
        "the columns look like)."
    )
    options = (
        *_FILE_OPTIONS,
        click.option("--layout", type=click.Choice(["scores", "long", "responses"]), help=layouts),
        click.option(
            "--responses",
            multiple=True,
            metavar="INSTRUMENT=FILE",
            help="A further file with a row a respondent, and whose answers it has.",
        ),
        click.option(
            "--engine",
            type=click.Choice(["polars", "spark"]),
            default="polars",
            help="What sums the answers of respondents.",
        ),
        click.option(
            "--master",
            metavar="URL",
            help="The master of the Spark cluster, for example local[4] or spark://host:7077.",
        ),
        click.option("-v", "--verbose", is_flag=True, help="Say where the time went."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@commands.command()
@_rule_set
@click.argument("data", type=_A_FILE)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "jsonl", "csv"]),
    default="table",
    help="How the result is shown.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the result to a file: .csv, .xlsx, .parquet, .json or .jsonl; - is the standard output "
    "(CSV, or what --format says).",
)
@click.option("--unit", help="Show this unit only, in full.")
@click.option("--questions", is_flag=True, help="Show the questions of a single unit too.")
@_data_options
@_lang
@pass_speech
def evaluate(
    speech: _Speech,
    ruleset: str,
    data: Path,
    format_: str,
    output: Path | None,
    unit: str | None,
    questions: bool,
    verbose: bool,
    **options: Any,
) -> None:
    """Score and rate the units of a data file (CSV, Excel, Parquet or JSON), or of a dataset manifest
    (.yaml).

    Exits with 1 when the data have errors or a unit cannot be rated; the others are rated all the same.
    """
    from .engine.book import library
    from .engine.rating.evaluation import evaluate_dataset
    from .engine.show.output import write
    from .engine.words.progress import Watch

    lines: dict[str, Sequence[str]] = {}
    if output == Path("-"):
        output, format_ = None, "csv" if format_ == "table" else format_
    in_full = format_.startswith("json") or (
        output is not None and output.suffix.casefold().startswith(".json")
    )
    try:
        with _shown_progress(speech) as listen:
            watch = Watch(listen)
            with watch.step(say("loading {rules}", rules=ruleset)):
                rules = library.load(ruleset)
            dataset, inputs = _dataset(rules, data, options, watch, lines)
            if unit is not None:
                dataset = dataset.only(unit)
            with watch.step(
                counted(dataset.frame.height, "rating {count} unit", "rating {count} units")
            ) as step:
                evaluation = evaluate_dataset(rules, dataset, questions=in_full or dataset.frame.height == 1)
                step.rows = dataset.frame.height
            if output is not None:
                _not_an_input(output, inputs)
                with watch.step(say("writing {file}", file=str(output))):
                    write(evaluation, output, speech.translate)
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics, lines, wrote=output is not None)
    _show_evaluation(speech, evaluation, format_, output, questions=questions)
    if verbose:
        from .engine.show import terminal

        terminal.print_steps(terminal.console(sys.stderr), watch.steps, speech.translate)
    if not format_.startswith("json") and evaluation.diagnostics:
        _show(speech, evaluation.diagnostics, dataset.lines)
    sys.exit(FINDINGS if errors(evaluation.diagnostics) or evaluation.counts.get("incomplete") else FINE)


_claim = click.option(
    "--claim",
    "claims",
    multiple=True,
    metavar="STATEMENT",
    help='A statement to prove, for example "old.rating == AA implies new.total >= 85".',
)
_proofs = click.option("--proofs/--no-proofs", default=True, help="Whether possible transitions are proved.")
_seconds = click.option(
    "--seconds",
    type=_Finite(0.1, 3600),
    default=10.0,
    show_default=True,
    help="How many seconds all proofs together may take.",
)
_compared_format = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How the result is shown.",
)
_compared_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the result to a file: .html, .xlsx, .json or .md.",
)


@commands.command()
@click.argument("old", shell_complete=_complete_rule_set)
@click.argument("new", shell_complete=_complete_rule_set)
@_compared_format
@_compared_output
@_claim
@_proofs
@_seconds
@_lang
@pass_speech
def diff(
    speech: _Speech,
    old: str,
    new: str,
    format_: str,
    output: Path | None,
    claims: tuple[str, ...],
    proofs: bool,
    seconds: float,
) -> None:
    """Show what differs between two rule sets in meaning, and which ratings a unit can have by both, proved
    for all scores.

    OLD and NEW are rule sets; files of differences can be laid over them with +, as in ita/2566+draft.yaml.
    Exits with 1 when a claim does not hold or was not decided."""
    from .engine.book import library
    from .engine.compare.changes import differences
    from .engine.compare.implied import proofs as proved
    from .engine.compare.reporting import difference_report

    try:
        rules = library.load(old), library.load(new)
        found = proved(*rules, claims, transitions=proofs, seconds=seconds)
        report = difference_report(differences(*rules), found, speech.translate)
        _hand_over(speech, report, format_, output, rules)
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics, wrote=output is not None)
    sys.exit(
        FINE
        if all(each.holds for each in found.verdicts) and len(found.verdicts) == len(claims)
        else FINDINGS
    )


@commands.command()
@click.argument(
    "arguments", nargs=-1, required=True, metavar="OLD NEW... DATA", shell_complete=_complete_rule_set
)
@click.option("--data-old", type=_A_FILE, help="The data of the old year; then every argument is a rule set.")
@click.option("--data-new", type=_A_FILE, help="The data of the new year.")
@_compared_format
@_compared_output
@click.option(
    "--by",
    multiple=True,
    metavar="COLUMN",
    help="A column of the data whose groups are shown (default: every column that makes some).",
)
@click.option(
    "--near",
    type=_Finite(0, 1_000_000),
    default=1.0,
    show_default=True,
    help="How many points a near miss is away at most.",
)
@_claim
@_proofs
@_seconds
@_data_options
@_lang
@pass_speech
def compare(
    speech: _Speech,
    arguments: tuple[str, ...],
    data_old: Path | None,
    data_new: Path | None,
    format_: str,
    output: Path | None,
    by: tuple[str, ...],
    near: float,
    claims: tuple[str, ...],
    proofs: bool,
    seconds: float,
    verbose: bool,
    **options: Any,
) -> None:
    """Rate the same data by an old and a new rule set: who moves, by which change of the rules, and who
    nearly does.

    More than two rule sets are compared each with the next one. With --data-old and --data-new each year's
    rules meet each year's data, and the change is split into rules and scores. Exits with 1 when the data
    have errors, a unit cannot be rated, or a claim does not hold or was not decided."""
    from .engine.book import library
    from .engine.compare.compared import compare_pairs
    from .engine.compare.implied import proofs as proved
    from .engine.compare.ratings import Data
    from .engine.compare.reporting import comparison_report
    from .engine.compare.years import years
    from .engine.words.progress import Watch

    lines: dict[str, Sequence[str]] = {}
    inputs: list[Path] = []
    try:
        names, file = _rule_sets_and_data(arguments, data_old, data_new)
        with _shown_progress(speech) as listen:
            watch = Watch(listen)

            def source(path: Path) -> Data:
                def read(reader: RuleSet) -> Dataset:
                    dataset, read_files = _dataset(reader, path, options, watch, lines)
                    inputs.extend(read_files)
                    return dataset

                return Data(read, tuple(rules))

            with watch.step(say("loading {rules}", rules=list(names))):
                rules = [library.load(name) for name in names]
            pairs = compare_pairs(rules, source(file))
            split = None if data_old is None else years(rules[0], rules[1], source(data_old), pairs[0])
            with watch.step(say("proving what the rules imply")):
                found = [
                    (each, proved(each.old, each.new, claims, transitions=proofs, seconds=seconds))
                    for each in pairs
                ]
            unknown = [column for column in by if column not in pairs[0].columns]
            if unknown:
                raise KenError([_no_column(column, pairs[0].groupings) for column in unknown])
            report = comparison_report(
                found, speech.translate, years=split, by=by or None, near=Fraction(str(near))
            )
            if output is not None:
                _not_an_input(output, inputs)
            _hand_over(speech, report, format_, output, rules)
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics, lines, wrote=output is not None)
    if verbose:
        from .engine.show import terminal

        terminal.print_steps(terminal.console(sys.stderr), watch.steps, speech.translate)
    diagnostics = pairs[0].diagnostics
    if diagnostics and format_ != "json":
        _show(speech, diagnostics, lines)
    unrated = any(
        each.units["old_rating"].null_count() or each.units["new_rating"].null_count() for each in pairs
    )
    refuted = [verdict for _, each in found for verdict in each.verdicts if not verdict.holds]
    sys.exit(
        FINDINGS
        if errors(diagnostics) or unrated or refuted or any(claims and each.beyond for _, each in found)
        else FINE
    )


def _rule_sets_and_data(
    arguments: Sequence[str], data_old: Path | None, data_new: Path | None
) -> tuple[Sequence[str], Path]:
    """The names of the rule sets, and the data (of the new year)."""
    if (data_old is None) != (data_new is None):
        lacking = "--data-old" if data_old is None else "--data-new"
        raise KenError(
            [
                Diagnostic(
                    "usage",
                    say("{option} is lacking", option=lacking),
                    Position("ken compare"),
                    say("give both, or the data as last argument"),
                )
            ]
        )
    names, last = (arguments, data_new) if data_new is not None else (arguments[:-1], Path(arguments[-1]))
    if len(names) < 2 or (data_new is not None and len(names) != 2):
        hint = say("write ken compare OLD NEW DATA, or ken compare OLD NEW --data-old FILE --data-new FILE")
        raise KenError(
            [
                Diagnostic(
                    "usage",
                    counted(
                        len(names),
                        "{count} rule set is given: {names}",
                        "{count} rule sets are given: {names}",
                        names=list(names),
                    ),
                    Position("ken compare"),
                    hint,
                )
            ]
        )
    assert last is not None
    return names, last


def _no_column(column: str, known: Sequence[str]) -> Diagnostic:
    hint = (
        say("columns that make groups: {columns}", columns=list(known))
        if known
        else say("the data have no column that makes groups")
    )
    return Diagnostic(
        "no-column",
        say("“{column}” is no column of the data, or is a score", column=column),
        Position("--by"),
        hint,
    )


def _hand_over(
    speech: _Speech, report: Report, format_: str, output: Path | None, rules: Sequence[RuleSet]
) -> None:
    """Writes a report to its file, or shows it."""
    from .engine.compare import comparison_files
    from .engine.show import sections

    if output is not None:
        _not_an_input(output, [Path(file) for each in rules for file in each.files])
        comparison_files.write(report, output, speech.language, speech.translate)
        click.echo(say("{file} is written", file=str(output)).in_words(speech.translate), err=True)
    elif format_ == "json":
        click.echo(sections.json_text(report.data), nl=False)
    elif format_ == "markdown":
        click.echo(sections.markdown(report.title, report.sections, speech.translate), nl=False)
    else:
        from .engine.show import terminal

        terminal.print_sections(
            terminal.console(sys.stdout), report.sections, speech.translate, most=MOST_ROWS
        )


_text_format = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How the result is shown.",
)
_text_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the result to a file: .md or .json.",
)


@commands.command()
@_rule_set
@click.argument("data", type=_A_FILE)
@click.option("--unit", help="The unit to explain (not needed where the data have one).")
@click.option(
    "--keep",
    multiple=True,
    metavar="NODE",
    help="A node that stays as it is when a better rating is looked for.",
)
@click.option(
    "--goal",
    "wanted",
    multiple=True,
    metavar="GOAL",
    help='A rating, or a bound such as "OIT >= 85", to look for (default: every better rating).',
)
@click.option(
    "--by",
    multiple=True,
    metavar="LEVEL",
    help="What is raised: instruments, indicators, …, or items (default: what fits the rules).",
)
@_seconds
@_text_format
@_text_output
@_data_options
@_lang
@pass_speech
def explain(
    speech: _Speech,
    ruleset: str,
    data: Path,
    unit: str | None,
    keep: tuple[str, ...],
    wanted: tuple[str, ...],
    by: tuple[str, ...],
    seconds: float,
    format_: str,
    output: Path | None,
    verbose: bool,
    **options: Any,
) -> None:
    """Show how a unit came to its rating: every score with what it adds and costs, every condition; and the
    least change that reaches each better rating, proved.

    Exits with 1 when the data of the unit have errors or it cannot be rated.
    """
    from .engine.book import library
    from .engine.data.counted import options_answered
    from .engine.explain import explanation_json, explanation_sections, least, trace
    from .engine.explain.goals import goal_of, levels_of, paths_of
    from .engine.words.progress import Watch

    lines: dict[str, Sequence[str]] = {}
    try:
        with _shown_progress(speech) as listen:
            watch = Watch(listen)
            with watch.step(say("loading {rules}", rules=ruleset)):
                rules = library.load(ruleset)
            goals = [goal_of(rules, each) for each in wanted] or None
            kept, levels = paths_of(rules, keep), levels_of(rules, by)
            dataset, inputs = _dataset(rules, data, options, watch, lines)
            name = unit if unit is not None else _only_unit(dataset)
            found = trace.explain(
                rules, dataset, name, options_answered(rules, _parts(rules, data, options), name)
            )
            with watch.step(say("proving the least change")):
                ways = least.ways(found, keep=kept, wanted=goals, by=levels or None, seconds=seconds)
        listing = list(explanation_sections.sections(found, ways, speech.language))
        _hand_over_text(
            speech,
            say("{name}", name=f"{rules.id}: {name}"),
            listing,
            explanation_json.trace_json(found, ways, speech.translate),
            format_,
            output,
            inputs,
        )
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics, lines, wrote=output is not None)
    if verbose:
        from .engine.show import terminal

        terminal.print_steps(terminal.console(sys.stderr), watch.steps, speech.translate)
    if found.diagnostics and format_ != "json":
        _show(speech, found.diagnostics, lines)
    sys.exit(FINE if found.rating is not None and not errors(found.diagnostics) else FINDINGS)


def _only_unit(dataset: Dataset) -> str:
    names = dataset.frame[dataset.claims.key].to_list()
    if len(names) == 1:
        return str(names[0])
    hint = say("the first units are {names}", names=[str(each) for each in names[:5]])
    raise KenError(
        [
            Diagnostic(
                "usage",
                counted(
                    len(names),
                    "the data have {count} unit: say which one",
                    "the data have {count} units: say which one",
                ),
                Position("--unit"),
                hint,
            )
        ]
    )


@commands.command()
@_rule_set
@click.argument("data", nargs=-1, required=True, type=_A_FILE)
@click.option("--unit", help="Audit this unit only.")
@click.option(
    "--text",
    "texts",
    multiple=True,
    metavar="COLUMN",
    help="A column of texts in which copies of the line above are looked for.",
)
@_text_format
@_text_output
@_file_options
@_lang
@pass_speech
def audit(
    speech: _Speech,
    ruleset: str,
    data: tuple[Path, ...],
    unit: str | None,
    texts: tuple[str, ...],
    format_: str,
    output: Path | None,
    **options: Any,
) -> None:
    """Hold reported figures against each other and against the rules: what cannot be, with the arithmetic.

    DATA are files with scores, in rows of units or rows of scores (agency, item, score, result, rating). A
    figure may be there more than once. Exits with 1 when something is found."""
    from .engine.audit import audit_sections
    from .engine.audit.contradictions import audit as audited
    from .engine.audit.figures import Figures, figures_in
    from .engine.book import library
    from .engine.show import terminal

    lines: dict[str, Sequence[str]] = {}
    try:
        rules = library.load(ruleset)
        figures = Figures()
        with _shown_progress(speech) as listen:
            _readable(*data)
            for path in data:
                listen(say("reading {file}", file=str(path)))
                read, more = figures_in(rules, path, text_columns=texts, **options)
                figures.also(read)
                lines.update(more)
            if unit is not None:
                figures = _only_figures(figures, unit)
            listen(
                counted(
                    len(figures.scores),
                    "holding {count} score against the rules",
                    "holding {count} scores against each other",
                )
            )
            found = audited(rules, figures)
        if output is None and format_ == "text":
            out = terminal.console(sys.stdout)
            terminal.print_findings(out, found, lines, speech.translate)
            out.print(
                audit_sections.summary(rules, figures, found).in_words(speech.translate),
                markup=False,
                soft_wrap=True,
            )
        else:
            listing = list(audit_sections.sections(rules, figures, found))
            data_found = audit_sections.audit_json(rules, figures, found, speech.translate)
            _hand_over_text(
                speech, say("{rules}: audit", rules=rules.id), listing, data_found, format_, output, data
            )
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics, lines, wrote=output is not None)
    if figures.diagnostics and format_ != "json":
        _show(speech, figures.diagnostics, lines)
    sys.exit(FINDINGS if found or errors(figures.diagnostics) else FINE)


def _write_template(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:  # noqa: ARG001
    """Writes the template that comes with Ken to a file, and ends."""
    if value is None:
        return
    speech: _Speech = context.find_object(_Speech) or _Speech(languages.from_environment())
    try:
        from .engine.report.report_files import shipped
        from .engine.show.output import write_as

        own = shipped(speech.language)
        write_as(
            value,
            {
                suffix: lambda file, content=content: file.write_bytes(content)
                for suffix, content in own.items()
            },
        )
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics, wrote=True)
    click.echo(say("{file} is written", file=str(value)).in_words(speech.translate), err=True)
    context.exit()


@commands.command()
@_rule_set
@click.argument("data", type=_A_FILE)
@click.option("--unit", help="The unit to report on (not needed where the data have one).")
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="A report for every unit, into the folder of -o, with an index and a national summary.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The file (.docx, .html, .pdf or .md); with --all the folder.",
)
@click.option(
    "--kind",
    type=click.Choice(["docx", "html", "pdf", "md"]),
    default="docx",
    show_default=True,
    help="With --all: the kind of the files.",
)
@click.option("--previous", type=_A_FILE, help="Last year's data, to stand beside this year's.")
@click.option(
    "--previous-rules",
    metavar="RULESET",
    help="The rule set of last year's data (default: the one that RULESET extends, else RULESET).",
)
@click.option(
    "--guidance",
    "overlays",
    multiple=True,
    type=_A_FILE,
    help="Guidance of one's own, laid over that beside the rule set.",
)
@click.option(
    "--audit",
    "reported",
    multiple=True,
    type=_A_FILE,
    help="A further file of reported figures that the annex audits.",
)
@click.option("--template", type=_A_FILE, help="A template of one's own: .docx, or .html or .md of Jinja.")
@click.option(
    "--write-template",
    type=click.Path(path_type=Path, dir_okay=False),
    is_eager=True,
    expose_value=False,
    callback=_write_template,
    help="Write the template that comes with Ken to a file (.docx, .html or .md), to be edited, and exit.",
)
@click.option(
    "--digits",
    type=click.Choice(["thai", "arabic"]),
    help="The digits of the report (default: thai in Thai).",
)
@click.option(
    "--keep",
    multiple=True,
    metavar="NODE",
    help="A node that stays as it is when a better rating is looked for.",
)
@click.option(
    "--by",
    multiple=True,
    metavar="COLUMN",
    help="With --all: a column whose groups the summary shows (default: every column that makes some).",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="With --all: how many reports are made at once (default: one for each processor).",
)
@_seconds
@_data_options
@_lang
@pass_speech
def report(
    speech: _Speech,
    ruleset: str,
    data: Path,
    unit: str | None,
    every: bool,
    output: Path,
    kind: str,
    previous: Path | None,
    previous_rules: str | None,
    overlays: tuple[Path, ...],
    reported: tuple[Path, ...],
    template: Path | None,
    digits: str | None,
    keep: tuple[str, ...],
    by: tuple[str, ...],
    jobs: int | None,
    seconds: float,
    verbose: bool,
    **options: Any,
) -> None:
    """Write the analysis report of a unit: its result, what falls short and what to do about it, measures for
    the next year.

    Needs the packages of kenrules[report]. With --all what is up to date is left as it is, so that a run that
    was broken off goes on where it was. Exits with 1 when the data have errors, a unit cannot be rated or a
    report cannot be made."""
    from .engine.book import library
    from .engine.explain.goals import paths_of
    from .engine.explain.trace import seen
    from .engine.rating.evaluation import evaluate_dataset
    from .engine.report import batch, report_files
    from .engine.words.progress import Watch

    lines: dict[str, Sequence[str]] = {}
    try:
        _report_options(every, output, unit, previous, previous_rules)
        _readable(
            data, *([previous] if previous else []), *overlays, *reported, *([template] if template else [])
        )
        with _shown_progress(speech) as listen:
            watch = Watch(listen)
            with watch.step(say("loading {rules}", rules=ruleset)):
                rules = library.load(ruleset)
                last = (
                    None
                    if previous is None
                    else library.load(previous_rules or (rules.files[1] if len(rules.files) > 1 else ruleset))
                )
            if not every:
                report_files.maker(output)
            plan = batch.Plan(
                ruleset=ruleset,
                overlays=overlays,
                language=speech.language,
                digits="arabic"
                if digits == "arabic" or (digits is None and speech.language != "th")
                else "thai",
                suffix=f".{kind}" if every else output.suffix.casefold(),
                template=template,
                previous=None if last is None else (previous_rules or last.files[0]),
                keep=tuple(paths_of(rules, keep)),
                seconds=seconds,
            )
            batch.worker_of(plan)  # what is wrong with guidance or packages is told before data are read
            dataset, inputs = _dataset(rules, data, options, watch, lines)
            if not every:
                dataset = dataset.only(unit if unit is not None else _only_unit(dataset))
            with watch.step(counted(dataset.frame.height, "rating {count} unit", "rating {count} units")):
                evaluation = evaluate_dataset(rules, dataset)
                before, gone = {}, []
                if previous is not None and last is not None:
                    earlier, more = _dataset(last, previous, options, watch, lines)
                    inputs += more
                    before = {each.unit: each for each in seen(evaluate_dataset(last, earlier))}
                    gone = [
                        name for name in dataset.frame[dataset.claims.key].to_list() if name not in before
                    ]
            figures = _reported(rules, data, reported, options, lines).by_unit()
            todo = list(batch.tasks(plan, list(seen(evaluation)), before, figures))
            inputs += [*reported, *overlays, *([template] if template is not None else [])]
            if every:
                outcome = _report_all(speech, plan, output, evaluation, todo, by, jobs, listen)
            else:
                _not_an_input(output, inputs)
                with watch.step(say("writing {file}", file=str(output))):
                    batch.write_one(plan, output, todo[0])
                outcome = batch.Outcome(written=1)
                click.echo(say("{file} is written", file=str(output)).in_words(speech.translate), err=True)
    except KenError as problem:
        _cannot_run(speech, problem.diagnostics, lines, wrote=not every)
    if verbose:
        from .engine.show import terminal

        terminal.print_steps(terminal.console(sys.stderr), watch.steps, speech.translate)
    told = [*evaluation.diagnostics, *outcome.faults]
    if gone:
        message = say(
            "last year's data do not have {count} of the units: {names}", count=len(gone), names=gone
        )
        told.append(
            Diagnostic(
                "no-previous",
                message,
                Position(str(previous)),
                say("a unit that was renamed needs the same name in both"),
                "warning",
            )
        )
    if told:
        _show(speech, told, lines)
    sys.exit(
        FINDINGS
        if errors(evaluation.diagnostics) or outcome.faults or evaluation.counts.get("incomplete")
        else FINE
    )


def _report_options(
    every: bool, output: Path, unit: str | None, previous: Path | None, previous_rules: str | None
) -> None:
    """Raises KenError for options that contradict each other."""
    from .engine.report.report_files import KINDS

    context = click.get_current_context()
    given = [
        name
        for name in ("kind", "jobs", "by")
        if context.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT
    ]
    faults = []
    if every and unit is not None:
        faults.append(("--unit", say("--all and --unit contradict each other"), say("leave one of them out")))
    if not every:
        faults += [
            (f"--{name}", say("{option} is for --all", option=f"--{name}"), say("leave it out, or add --all"))
            for name in given
        ]
    if every and (os.path.isfile(output) or output.suffix.casefold() in KINDS):  # noqa: PTH113
        faults.append(
            (
                str(output),
                say("with --all the name after -o is that of a folder"),
                say("give a folder after -o, for example reports"),
            )
        )
    if not every and (os.path.isdir(output) or not output.suffix):  # noqa: PTH112
        faults.append(
            (
                str(output),
                say("this is no name of a report"),
                say("use one of {suffixes}, or --all for a folder of reports", suffixes=list(KINDS)),
            )
        )
    if previous_rules is not None and previous is None:
        faults.append(
            (
                "--previous-rules",
                say("{option} is lacking", option="--previous"),
                say("give last year's data too"),
            )
        )
    if faults:
        raise KenError(
            [Diagnostic("usage", message, Position(place), hint) for place, message, hint in faults]
        )


def _report_all(
    speech: _Speech,
    plan: ReportPlan,
    folder: Path,
    evaluation: Evaluation,
    todo: Sequence[Task],
    by: Sequence[str],
    jobs: int | None,
    listen: Callable[[Text], None],
) -> Outcome:
    """The reports of all units, the index and the summary; says what was done, also when the run is broken
    off."""
    from .engine.report import batch, national, report_index

    summary = list(national.sections(evaluation, speech.language, by or None))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        message = say("the folder cannot be made: {reason}", reason=problem.strerror or problem)
        raise KenError(
            [Diagnostic("unwritable", message, Position(str(folder)), say("give another folder after -o"))]
        ) from None
    outcome = batch.Outcome()
    try:
        batch.run(plan, folder, todo, batch.processes(jobs), listen, outcome)
        report_index.write(
            folder, evaluation, summary, todo, outcome.current, speech.language, speech.translate
        )
    finally:
        done = say(
            "{folder}: {written}, {skipped}, {left}",
            folder=str(folder),
            written=counted(outcome.written, "{count} report written", "{count} reports written"),
            skipped=counted(outcome.skipped, "{count} was up to date", "{count} were up to date"),
            left=counted(outcome.left(len(todo)), "{count} is not written", "{count} are not written"),
        )
        click.echo(done.in_words(speech.translate), err=True)
        if outcome.edited:
            edited = counted(
                outcome.edited,
                "{count} report was edited since, and is left as it is; delete it to have it anew",
                "{count} reports were edited since, and are left as they are; delete them to have them anew",
            )
            click.echo(edited.in_words(speech.translate), err=True)
    return outcome


def _reported(
    rules: RuleSet,
    data: Path,
    further: Sequence[Path],
    options: Mapping[str, Any],
    lines: dict[str, Sequence[str]],
) -> Figures:
    """The figures that the annex of a report audits: those of the data, and of further files."""
    from .engine.audit.figures import Figures, figures_in

    figures = Figures()
    single = {name: options[name] for name in ("key", "encoding", "sheet", "pass_through")}
    for path in (*([] if options["layout"] == "responses" else [data]), *further):
        found, more = figures_in(
            rules, path, **(single if path.suffix not in (".yaml", ".yml") else {}), answers=False
        )
        figures.also(found)
        lines.update(more)
    return figures


def _only_figures(figures: Figures, unit: str) -> Figures:
    from .engine.book.schema import suggestion

    by_unit = figures.by_unit()
    if unit not in by_unit:
        near = suggestion(unit, by_unit)
        hint = (
            say("did you mean “{near}”?", near=near)
            if near
            else say("the first units are {names}", names=list(by_unit)[:5])
        )
        raise KenError(
            [
                Diagnostic(
                    "no-such-unit", say("the data have no unit “{unit}”", unit=unit), Position("--unit"), hint
                )
            ]
        )
    return by_unit[unit]


def _hand_over_text(
    speech: _Speech,
    title: Text,
    listing: Sequence[Section],
    data: Mapping[str, Any],
    format_: str,
    output: Path | None,
    inputs: Sequence[Path],
) -> None:
    """Writes what was found to a file, or shows it."""
    from .engine.show import sections
    from .engine.show.output import write_as

    if output is not None:
        _not_an_input(output, inputs)
        texts = {
            ".md": lambda: sections.markdown(title, listing, speech.translate),
            ".json": lambda: sections.json_text(data),
        }
        write_as(
            output,
            {
                suffix: lambda file, text=text: file.write_text(text(), encoding="utf-8")
                for suffix, text in texts.items()
            },
        )
        click.echo(say("{file} is written", file=str(output)).in_words(speech.translate), err=True)
    elif format_ == "json":
        click.echo(sections.json_text(data), nl=False)
    elif format_ == "markdown":
        click.echo(sections.markdown(title, listing, speech.translate), nl=False)
    else:
        from .engine.show import terminal

        terminal.print_sections(terminal.console(sys.stdout), listing, speech.translate)


def _dataset(
    rules: RuleSet, data: Path, options: Mapping[str, Any], watch: Watch, lines: dict[str, Sequence[str]]
) -> tuple[Dataset, list[Path]]:
    """The data, and the files that they come from; `lines` gets what is to be shown beside messages."""
    from .engine.data import prepare, read_parts, read_table

    _readable(data)
    parts = _parts(rules, data, options)
    _readable(*(path for part in parts for path in part.paths if isinstance(path, Path)))
    if options["master"] is not None and options["engine"] != "spark":
        raise KenError(
            [
                Diagnostic(
                    "no-engine", say("--master is for Spark"), Position("--master"), say("add --engine spark")
                )
            ]
        )
    if parts:
        cluster = _cluster(options)
        try:
            dataset = read_parts(rules, parts, cluster, watch)
        finally:
            if cluster is not None:
                cluster.close()
    else:
        with watch.step(say("reading {file}", file=str(data))) as step:
            table = read_table(data, encoding=options["encoding"], sheet=options["sheet"])
            lines.update(table.lines)
            dataset = prepare(
                rules,
                table,
                key=options["key"],
                layout=options["layout"],
                pass_through=options["pass_through"],
            )
            step.rows = table.frame.height
    lines.update(dataset.lines)
    return dataset, [data, *(path for part in parts for path in part.paths if isinstance(path, Path))]


def _readable(*paths: Path) -> None:
    """Raises KenError for files that are there and cannot be read; of others their readers say what is
    wrong."""
    from .engine.book import source

    if faults := [
        fault
        for path in paths
        if source.stands(path) and not os.path.isdir(path) and (fault := source.unreadable(path))  # noqa: PTH112
    ]:
        raise KenError(faults)


def _cluster(options: Mapping[str, Any]) -> Cluster | None:
    if options["engine"] != "spark":
        return None
    from .engine.data.spark import Cluster

    return Cluster(options["master"])


@contextmanager
def _shown_progress(speech: _Speech) -> Iterator[Callable[[Text], None]]:
    """What tells a person at a terminal how far the run is; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda text: None  # noqa: ARG005
        return
    from .engine.show import terminal

    with terminal.console(sys.stderr).status("") as status:
        yield lambda text: status.update(terminal.as_it_is(text.in_words(speech.translate)))


def _show_evaluation(
    speech: _Speech, evaluation: Evaluation, format_: str, output: Path | None, *, questions: bool
) -> None:
    from .engine.show.output import csv_text, json_lines, json_text

    if format_ == "json":
        click.echo(json_text(evaluation, speech.translate), nl=False)
    elif format_ == "jsonl":
        for line in json_lines(evaluation, speech.translate):
            click.echo(line, nl=False)
    elif format_ == "csv":
        click.echo(csv_text(evaluation, speech.translate), nl=False)
    elif output is None:
        from .engine.show import terminal

        terminal.print_evaluation(
            terminal.console(sys.stdout), evaluation, speech.language, speech.translate, questions=questions
        )
    else:
        from .engine.show.sections import rated_of

        units = evaluation.frame.height
        written = say(
            "{file}: {units}",
            file=str(output),
            units=rated_of(units, units - evaluation.counts["incomplete"]),
        )
        click.echo(written.in_words(speech.translate), err=True)


def _not_an_input(output: Path, inputs: Sequence[Path]) -> None:
    if os.path.exists(output) and any(os.path.exists(each) and output.samefile(each) for each in inputs):  # noqa: PTH110
        message = say("this is a file that is read; it is not written over")
        raise KenError(
            [Diagnostic("unwritable", message, Position(str(output)), say("give another name after -o"))]
        )


def _parts(rules: RuleSet, data: Path, options: Mapping[str, Any]) -> Sequence[Part]:
    """The files of a dataset: those of a manifest, and those given by --responses; none for a single
    table."""
    from .engine.data import Part, read_manifest
    from .engine.data.claims import instrument_path

    further = []
    for each in options["responses"]:
        name, _, file = each.partition("=")
        found = instrument_path(rules, name)
        if isinstance(found, Diagnostic):
            raise KenError([Diagnostic(found.code, found.message, Position("--responses"), found.hint)])
        further.append(
            Part((Path(file),), "responses", {"": found}, key=options["key"], encoding=options["encoding"])
        )
    if data.suffix in (".yaml", ".yml"):
        return (*read_manifest(rules, data), *further)
    if not further and options["layout"] != "responses":
        return ()
    return (
        Part(
            (data,),
            options["layout"],
            {},
            None,
            options["key"],
            options["encoding"],
            options["sheet"],
            tuple(options["pass_through"]),
        ),
        *further,
    )


def _show(speech: _Speech, diagnostics: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]]) -> Console:
    from .engine.book import library
    from .engine.show import terminal

    out = terminal.console(sys.stderr)
    terminal.print_diagnostics(
        out,
        diagnostics,
        {**library.lines_of(tuple(d for d in diagnostics if d.position.file not in lines)), **lines},
        speech.translate,
    )
    return out


def _cannot_run(
    speech: _Speech,
    diagnostics: Sequence[Diagnostic],
    lines: Mapping[str, Sequence[str]] | None = None,
    *,
    wrote: bool = False,
) -> NoReturn:
    out = _show(speech, diagnostics, lines or {})
    if wrote:
        out.print(say("Nothing was written.").in_words(speech.translate), markup=False)
    sys.exit(CANNOT_RUN)


def main() -> None:
    """The command `ken`."""
    # a short life with many objects that stay: looking for cycles among them takes a tenth of it
    gc.set_threshold(100_000)
    _open_streams()
    language = _asked_for(sys.argv[1:]) or languages.from_environment()
    translate = languages.catalogue(language)
    for stream in (sys.stdout, sys.stderr):
        # pipes and files get UTF-8 unless another encoding was asked for; nothing that cannot be shown stops
        # the work
        own = {} if stream.isatty() or os.environ.get("PYTHONIOENCODING") else {"encoding": "utf-8"}
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", **own)
    # click looks its own messages up in gettext's default domain, in the language of the environment
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(languages.DOMAIN, languages.FOLDER)
    gettext.textdomain(languages.DOMAIN)
    for command in (commands, *commands.commands.values()):
        command.help = translate(languages.paragraphs(command.help or ""))
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = translate(parameter.help)
    try:
        commands(prog_name="ken")
    except SystemExit as end:
        _leave(end, translate)
    except OSError as problem:
        _no_output(problem, translate)
    except Exception as problem:
        if os.environ.get("KEN_DEBUG"):
            raise
        message = say(
            "a fault of ken itself: {problem}. Nothing more was done; KEN_DEBUG=1 shows where it happened",
            problem=f"{type(problem).__name__}: {problem}",
        )
        click.echo(message.in_words(translate), err=True)
        sys.exit(CANNOT_RUN)


def _leave(end: SystemExit, translate: Translate) -> NoReturn:
    """Ends the process at once: everything is written, and to unload the dataframe library takes a tenth of a
    second."""
    if end.code == READER_LEFT:
        os._exit(READER_LEFT)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as problem:
        _no_output(problem, translate)
    code = end.code if isinstance(end.code, int) else FINE if end.code is None else CANNOT_RUN
    # what processes of our own have shared is given back at an ordinary end
    if "multiprocessing.synchronize" in sys.modules:
        sys.exit(code)
    os._exit(code)


def _no_output(problem: OSError, translate: Translate) -> NoReturn:
    """Ends the process at once, without a word where nobody reads any more. What is still to be written would
    fail again."""
    if isinstance(problem, BrokenPipeError):
        os._exit(READER_LEFT)
    reason = problem.strerror or problem
    if problem.filename is not None:
        message = say(
            "{file}: the file cannot be read or written: {reason}", file=str(problem.filename), reason=reason
        )
    else:
        message = say("cannot write the output: {reason}", reason=reason)
    with suppress(OSError):
        click.echo(message.in_words(translate), err=True)
    os._exit(CANNOT_RUN)


class _Closed(io.RawIOBase):
    """Standard output that was closed before the run: to write to it fails, as it does for any other
    program."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:  # noqa: ARG002
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def _open_streams() -> None:
    """Puts something in the place of standard streams that are closed (None to Python), so that no file is
    opened under their numbers."""
    if sys.stdin is not None and sys.stdout is not None and sys.stderr is not None:
        return
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def _asked_for(arguments: Sequence[str]) -> languages.Language | None:
    """The language of --lang, wanted before click has read the arguments: help texts need it."""
    for at, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            given = value or (arguments[at + 1] if at + 1 < len(arguments) else "")
            return next((language for language in languages.LANGUAGES if language == given), None)
    return None


if __name__ == "__main__":
    main()
