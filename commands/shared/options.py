"""Arguments and options that several verbs have."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...engine.words.diagnostics import MAY_BE_MEANT, say
from .verbs import spoken

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

A_FILE = click.Path(path_type=Path, readable=False)
"""What cannot be read is told like any other mistake, and not as wrong use."""


class Finite(click.FloatRange):
    """A number in a range; not one that is no number."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """As click does it."""
        number: float = super().convert(value, param, ctx)
        if number != number:
            self.fail(spoken(ctx).words(say("{value} is no number", value=value)), param, ctx)
        return number


class FormatChoice(click.Choice[str]):
    """The formats that a command can be shown in: a terminal's, and every text format of the shapes that it
    fills."""

    def __init__(self, terminal: str, shapes: Sequence[str]) -> None:
        self.terminal, self.shapes = terminal, tuple(shapes)
        super().__init__([terminal])

    @property
    def choices(self) -> Sequence[str]:
        """The names, looked up when they are asked for."""
        from ...engine.show.formats import fitting

        fits = fitting(self.shapes).items()
        return (self.terminal, *(name for name, found in fits if not getattr(found, "BINARY", False)))

    @choices.setter
    def choices(self, value: Sequence[str]) -> None:
        """Click sets them; they are looked up."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """As click does it; formats are looked up for others than a terminal's alone."""
        return self.terminal if value == self.terminal else super().convert(value, param, ctx)


def complete_rule_set(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of rule sets that begin so."""
    from click.shell_completion import CompletionItem

    from ...engine.book import library

    entries = (entry for entry in library.entries() if entry.fault is None)
    names = [CompletionItem(entry.name) for entry in entries if entry.name.startswith(incomplete)]
    return names or [CompletionItem(incomplete, type="file")]


rule_set = click.argument("ruleset", shell_complete=complete_rule_set)
rule_set_first = click.argument("ruleset", is_eager=True, shell_complete=complete_rule_set)
"""Known to options that end the run."""
seconds = click.option(
    "--seconds",
    type=Finite(0.1, 3600),
    default=10.0,
    show_default=True,
    help="How much the proofs of a rule set, or of two, may work, in seconds of a usual machine.",
)
claims = click.option(
    "--claim",
    "claims",
    multiple=True,
    metavar="STATEMENT",
    help='A statement to prove, for example "old.rating == AA implies new.total >= 85".',
)
write_cases = click.option(
    "--write-cases",
    "cases",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the units that refute claims to a new file of golden cases, for example refuted.test.yaml.",
)
smtlib = click.option(
    "--smtlib",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write each question that the proofs ask of the solver to a file of SMT-LIB 2 in an empty folder.",
)
confirm = click.option(
    "--confirm", is_flag=True, help="Ask another solver, cvc5, whatever the proofs have answered, too."
)
proofs = click.option("--proofs/--no-proofs", default=True, help="Whether possible transitions are proved.")
keep = click.option(
    "--keep",
    multiple=True,
    metavar="NODE",
    help="A node that stays as it is when a better rating is looked for.",
)
verbose = click.option("-v", "--verbose", is_flag=True, help="Say where the time went.")


def formats(*shapes: str, terminal: str = "text", what: str = "the result is") -> Any:
    """The option --format of a command that fills some shapes."""
    return click.option(
        "--format", "form", type=FormatChoice(terminal, shapes), default=terminal, help=f"How {what} shown."
    )


def output(help_: str) -> Any:
    """The option -o."""
    return click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help=help_)


FILE_OPTIONS = (
    click.option(
        "--key",
        metavar="COLUMN",
        help="The column that names the units (default: what the rule set calls a unit).",
    ),
    click.option("--encoding", help="The encoding of a CSV file (default: UTF-8, else CP874)."),
    click.option("--sheet", help="The sheet of an Excel file (default: the first)."),
    click.option(
        "--decimal",
        type=click.Choice(["point", "comma"]),
        help="The sign before the decimals of numbers in text files.",
    ),
    click.option(
        "--percent",
        type=click.Choice(["as_shown", "as_stored"]),
        help="What a cell such as 85% means: 85, as it is shown, or 0.85, as a spreadsheet stores it.",
    ),
    click.option(
        "--pass-through",
        "pass_through",
        multiple=True,
        metavar="COLUMN",
        help="A column that is no score, though it looks like one.",
    ),
)
"""How single files are read."""

DATA_OPTIONS = (
    *FILE_OPTIONS,
    click.option(
        "--meant",
        multiple=True,
        type=click.Choice(MAY_BE_MEANT),
        metavar="FINDING",
        help="A finding about whole columns or rows that is not to be told, because it is meant: "
        f"{', '.join(MAY_BE_MEANT)}.",
    ),
    click.option(
        "--layout",
        type=click.Choice(["scores", "long", "responses"]),
        help="scores: a row a unit; long: a row a score; responses: a row a respondent (default: what the "
        "columns look like).",
    ),
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
    verbose,
)
"""How data are read: the options of every command that takes some."""

TOLD = (formats("chapters", "data"), output("Write the result to a file: .html, .xlsx, .json or .md."))
"""How comparisons, explanations and audits are shown."""

__all__ = [
    "A_FILE",
    "DATA_OPTIONS",
    "FILE_OPTIONS",
    "TOLD",
    "Finite",
    "FormatChoice",
    "claims",
    "complete_rule_set",
    "confirm",
    "formats",
    "keep",
    "output",
    "proofs",
    "rule_set",
    "rule_set_first",
    "seconds",
    "smtlib",
    "verbose",
    "write_cases",
]
