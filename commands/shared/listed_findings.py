"""What `--findings` does: a file with all findings about data, written whatever they do to the run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...engine.words.diagnostics import Diagnostic, KenError, Position, listed, say
from .session import Session

if TYPE_CHECKING:
    from ...engine.meaning.model import RuleSet
    from ...engine.show.findings_page import FoundInData

SUFFIXES = (".html", ".xlsx")
OF_USE = ("no-engine", "usage", "no-such-unit")
"""Findings about how a command is used; they say nothing about data."""

findings = click.option(
    "--findings",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write all findings about the data to a file: .html (a page in Thai and English, to be searched and "
    "sorted) or .xlsx (with the wrong cells marked in copies of the tables).",
)


def will_list(output: Path | None, result: Path | None) -> None:
    """Raises KenError for a file in which findings cannot be listed, before any work is done."""
    if output is None:
        return
    if output.suffix.casefold() not in SUFFIXES:
        message = say("“{suffix}” is no kind of file that can be written", suffix=output.suffix)
        hint = say("use one of {suffixes}", suffixes=list(SUFFIXES))
        raise KenError([Diagnostic("unwritable", message, Position(str(output)), hint)])
    if result is not None and output.resolve() == result.resolve():
        message = say("the result and the findings are to be written to one file")
        hint = say("give another name after --findings")
        raise KenError([Diagnostic("unwritable", message, Position(str(output)), hint)])


class FindingsFile:
    """Where the findings about the data of a run are listed; without a name nowhere."""

    def __init__(self, session: Session, rules: RuleSet, data: Path, output: Path | None) -> None:
        self.session, self.rules, self.data, self.output = session, rules, data, output

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Has all be told as long as it lasts, and lists those that end the run."""
        if self.output is None:
            yield
            return
        from ...engine.data.most_told import told_in_full

        with told_in_full():
            try:
                yield
            except KenError as problem:
                self._listed_before_the_end(problem.diagnostics)
                raise

    def _listed_before_the_end(self, found: Sequence[Diagnostic]) -> None:
        if all(each.code in OF_USE for each in found):
            return
        try:
            self.write(found)
        except KenError as second:
            raise KenError([*found, *second.diagnostics]) from None

    def write(self, found: Sequence[Diagnostic]) -> None:
        """Writes the file, whole or not at all, and says so. Raises KenError when that cannot be done."""
        if self.output is None:
            return
        from ...engine.show.findings_page import FoundInData
        from ...engine.show.writing import saved

        session, output = self.session, self.output
        session.not_an_input(output)
        told = FoundInData(self.rules.id, self.data.name, found)
        with session.watch.step(say("writing {file}", file=str(output))):
            saved(output, [self._content(told, output)])
        session.listing = str(output)
        session.tell(say("{file}: {found}", file=str(output), found=listed(told.sentences())))

    def _content(self, told: FoundInData, output: Path) -> bytes:
        from ...engine.data.faulty_tables import faulty_tables
        from ...engine.show.findings_book import findings_book
        from ...engine.show.findings_page import findings_page

        speech = self.session.speech
        if output.suffix.casefold() == ".html":
            return findings_page(told, speech.language)
        return findings_book(
            told, list(faulty_tables(told.diagnostics, self.session.encodings)), speech.translate
        )


__all__ = ["FindingsFile", "findings", "will_list"]
