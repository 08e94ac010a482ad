"""`ken columns`"""

from __future__ import annotations

from pathlib import Path

import click

from ..engine.words.diagnostics import Diagnostic, KenError, Position, counted, say
from .shared.help_pages import DATA, About
from .shared.options import A_FILE, output, rule_set
from .shared.session import FINDINGS, Session, status_of
from .shared.verbs import verb

PREVIEWED = 5  # units


@verb(
    "columns",
    rule_set,
    click.argument("files", nargs=-1, required=True, type=A_FILE),
    output("Write the manifest to a file (.yaml)."),
    click.option("--encoding", help="The encoding of CSV files (default: UTF-8, else CP874)."),
    about=About(
        DATA,
        "guess what the columns of an export stand for",
        (
            (
                "ken columns ita/2566 export.csv -o dataset.yaml",
                "A manifest to be read, corrected, and given to ken evaluate.",
            ),
        ),
    ),
)
def command(
    session: Session, ruleset: str, files: tuple[Path, ...], *, output: Path | None, encoding: str | None
) -> int:
    """Look at data files as they come, and write a manifest that says what their columns stand for: what is
    sure, with the reason. Then show five units as they would be rated.

    Exits with 1 when something is left open, or the data have errors.
    """
    from ..engine.data.draft_manifest import manifest_of
    from ..engine.rating.evaluation import evaluate_dataset
    from ..engine.rating.evaluation_exhibit import evaluation_exhibit
    from ..engine.show.writing import saved

    if output is not None and output.suffix.casefold() not in (".yaml", ".yml"):
        hint = say("give it a name such as dataset.yaml")
        raise KenError([Diagnostic("usage", say("a manifest is a .yaml file"), Position(str(output)), hint)])
    session.readable(*files)
    session.inputs += files
    with session.progress():
        rules = session.load(ruleset)
        found = manifest_of(rules, files, output, encoding, session.speech)
    if output is None:
        click.echo(found.text, nl=False)
    else:
        session.not_an_input(output)
        saved(output, [found.text.encode()])
        session.tell(say("{file} is written", file=str(output)))
    if found.open:
        session.tell(
            counted(
                found.open,
                "{count} thing is left open: nothing is rated until it is decided, where a “?” stands",
                "{count} things are left open: nothing is rated until they are decided, where a “?” stands",
            )
        )
        return FINDINGS
    dataset = found.dataset(PREVIEWED)
    session.lines.update(dataset.lines)
    if dataset.frame.height == PREVIEWED:
        session.tell(say("{count} units as they would be rated; ken evaluate rates all", count=PREVIEWED))
    exhibit = evaluation_exhibit(evaluate_dataset(rules, dataset), session.speech)
    session.beside(exhibit)
    session.show(dataset.diagnostics)
    return status_of(dataset.diagnostics, found.is_doubtful)
