"""One run of a verb: it loads rule sets, opens data, shows what was found and knows how the run ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ...engine.words.diagnostics import Diagnostic, KenError, Position, Text, counted, errors, say
from ...engine.words.progress import Watch
from ...engine.words.speech import Speech

if TYPE_CHECKING:
    from rich.console import Console

    from ...engine.data import Dataset, Part
    from ...engine.meaning.model import RuleSet
    from ...engine.show.exhibit import Exhibit

OF_ONE_TABLE = ("key", "encoding", "sheet", "decimal", "percent", "pass_through", "layout")
"""Options that say how a single file is read, which a manifest says of each of its own."""
FINE, FINDINGS, CANNOT_RUN = 0, 1, 2
READER_LEFT = 128 + 13  # what a shell says of a program that wrote to a pipe nobody reads any more


class Session:
    """A run. `lines` are texts of files that messages point into, `inputs` the files that were read: none of
    these is written over. `encodings` has those that are said of data files. `writes` says that the run was
    to write a file; `listing` is the one that has all findings about the data, once it is written."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        self.lines: dict[str, Sequence[str]] = {}
        self.inputs: list[Path] = []
        self.encodings: dict[str, str | None] = {}
        self.watch = Watch()
        self.writes = False
        self.listing = ""
        self._clear: Callable[[], None] = _nothing_to_clear

    # reading

    def load(self, name: str) -> RuleSet:
        """A rule set by its name or path. Raises KenError for one that has errors."""
        from ...engine.book import library

        with self.watch.step(say("loading {rules}", rules=name)):
            return library.load(name)

    def data(self, rules: RuleSet, path: Path, options: Mapping[str, Any]) -> Dataset:
        """The data of a file or a manifest, read by a rule set. Raises KenError."""
        from ...engine.data import prepare, read_parts, read_table
        from ...engine.data.damage import damage_told

        self.inputs.append(path)
        self.readable(path)
        parts = self.parts(rules, path, options)
        files = [file for part in parts for file in part.paths if isinstance(file, Path)]
        self.readable(*files)
        self.inputs += files
        self.encodings = {str(file): part.encoding for part in parts for file in part.paths}
        self.encodings.setdefault(str(path), options["encoding"])
        if options["master"] is not None and options["engine"] != "spark":
            hint = say("add --engine spark")
            raise KenError(
                [Diagnostic("no-engine", say("--master is for Spark"), Position("--master"), hint)]
            )
        if parts:
            with _cluster(options) as cluster:
                dataset = read_parts(rules, parts, cluster, self.watch)
        else:
            with self.watch.step(say("reading {file}", file=str(path))) as stage:
                how = {name: options[name] for name in ("encoding", "sheet", "decimal", "percent")}
                table = read_table(path, **how)
                self.lines.update(table.lines)
                own = {name: options[name] for name in ("key", "layout", "pass_through", "meant")}
                with damage_told([path]):
                    dataset = prepare(rules, table, **own)
                stage.rows = table.frame.height
        self.lines.update(dataset.lines)
        return dataset

    def parts(self, rules: RuleSet, path: Path, options: Mapping[str, Any]) -> Sequence[Part]:
        """The files of a dataset: those of a manifest, and those given by --responses; none for a single
        table."""
        from ...engine.data import Part, is_manifest, read_manifest
        from ...engine.data.entry_forms import parts_of_form
        from ...engine.data.naming import node_named

        further = []
        for given in options["responses"]:
            name, _, file = given.partition("=")
            if not file:
                raise KenError([_without_instrument(rules, given)])
            node = node_named(rules, name, Position("--responses"))
            how = {name: options[name] for name in ("key", "encoding", "decimal", "percent", "meant")}
            further.append(Part((Path(file),), "responses", {"": node}, **how))
        said = read_manifest(rules, path) if is_manifest(path) else ()
        if not said and options["sheet"] is None:
            said = parts_of_form(rules, path)
        if said:
            self.unheard(path, options)
            meant = options["meant"]
            return (*(replace(part, meant=(*part.meant, *meant)) for part in said), *further)
        if not further and options["layout"] != "responses":
            return ()
        own = {name: options[name] for name in ("key", "encoding", "sheet", "decimal", "percent", "meant")}
        passed = tuple(options["pass_through"])
        return (Part((path,), options["layout"], {}, None, **own, pass_through=passed), *further)

    def unheard(self, path: Path, options: Mapping[str, Any]) -> None:
        """Says which options are not heard of a file that says itself how data are read."""
        from ...engine.data import is_manifest

        given = [name for name in OF_ONE_TABLE if options.get(name)]
        if not given:
            return
        names = ["--" + name.replace("_", "-") for name in given]
        message = counted(
            len(given),
            "{options} is not heard here: the file says itself how its data are read",
            "{options} are not heard here: the file says itself how its data are read",
            options=names,
        )
        keys = [f"{name}:" for name in given]
        hint = say("write {keys} in the manifest", keys=keys) if is_manifest(path) else None
        self.show([Diagnostic("usage", message, Position(str(path)), hint, "warning")])

    def readable(self, *paths: Path) -> None:
        """Raises KenError for files that are there and cannot be read; of others their readers say what is
        wrong."""
        from ...engine.book import source
        from ...engine.data.piped import is_piped

        there = [
            path
            for path in paths
            if source.stands(path) and not os.path.isdir(path) and not is_piped(path)  # noqa: PTH112
        ]
        if faults := [fault for path in there if (fault := source.unreadable(path))]:
            raise KenError(faults)

    # showing

    @contextmanager
    def progress(self) -> Iterator[None]:
        """Tells a person at a terminal how far the run is; nobody elsewhere."""
        if not sys.stderr.isatty():
            yield
            return
        from ...engine.show import terminal

        with terminal.console(sys.stderr).status("") as status:
            # with a spinner of its own each step is drawn as it begins, not at the next turn of a clock
            self.watch.listen = lambda text: status.update(
                terminal.as_it_is(self.speech.words(text)), spinner="dots"
            )
            self._clear = status.stop
            yield
        self.watch.listen, self._clear = _unheard, _nothing_to_clear

    def will_write(self, output: Path | None, *shapes: str) -> None:
        """Says beforehand which file is to be written of what shapes. Raises KenError for a suffix that none
        of these is written in, before any work is done."""
        from ...engine.show.formats import by_suffix

        self.writes = output is not None
        if output is not None:
            by_suffix(output, shapes)

    def tell(self, text: Text) -> None:
        """A sentence beside the result, on the standard error."""
        self._clear()
        click.echo(self.speech.words(text), err=True)

    def beside(self, exhibit: Exhibit) -> None:
        """Shows something beside the result, on the standard error."""
        self._clear()
        from ...engine.show import terminal

        terminal.print_exhibit(terminal.console(sys.stderr), exhibit, self.speech)

    def print(self, exhibit: Exhibit, form: str) -> None:
        """Shows what was found: on a terminal (`text` or `table`), or in a format for other programs."""
        self._clear()  # or the line that says how far the run is would stay among the result
        if form in ("text", "table"):
            from ...engine.show import terminal

            terminal.print_exhibit(terminal.console(sys.stdout), exhibit, self.speech)
            return
        from ...engine.show.formats import format_named

        found = format_named(form)
        for piece in getattr(found, "streamed", found.written)(exhibit, self.speech):
            click.echo(piece.decode("utf-8"), nl=False)

    def write(self, exhibit: Exhibit, output: Path) -> None:
        """Writes what was found to a file, by its suffix. Raises KenError when that cannot be done."""
        from ...engine.show.writing import write

        self.not_an_input(output)
        with self.watch.step(say("writing {file}", file=str(output))):
            write(exhibit, output, self.speech)

    def hand_over(self, exhibit: Exhibit, form: str, output: Path | None) -> None:
        """Writes what was found to a file, or shows it."""
        if output is None:
            self.print(exhibit, form)
        else:
            self.write(exhibit, output)
            self.tell(say("{file} is written", file=str(output)))

    def not_an_input(self, output: Path) -> None:
        """Raises KenError where a file that is read would be written over."""
        # a name may be longer than a path
        read = (path for path in self.inputs if os.path.exists(path))  # noqa: PTH110
        if os.path.exists(output) and any(output.samefile(path) for path in read):  # noqa: PTH110
            message = say("this is a file that is read; it is not written over")
            hint = say("give another name after -o")
            raise KenError([Diagnostic("unwritable", message, Position(str(output)), hint)])

    def timed(self, verbose: bool) -> None:
        """Says where the time went, for --verbose."""
        if verbose:
            self._clear()
            from ...engine.show import terminal

            terminal.print_steps(terminal.console(sys.stderr), self.watch.steps, self.speech.translate)

    def show(self, diagnostics: Sequence[Diagnostic]) -> Console:
        """Shows findings on the standard error, with the lines that they point at: of many of one kind in a
        column of data the first few."""
        self._clear()
        from ...engine.show import terminal
        from ...engine.show.alike_findings import shortened
        from ...engine.show.quoted import lines_of

        diagnostics = shortened(diagnostics, self.listing)

        out = terminal.console(sys.stderr)
        unknown = tuple(found for found in diagnostics if found.position.file not in self.lines)
        lines = {**lines_of(unknown), **self.lines}
        terminal.print_diagnostics(out, diagnostics, lines, self.speech.translate)
        return out

    # ending

    def cannot_run(self, diagnostics: Sequence[Diagnostic]) -> NoReturn:
        """Shows why the run could not be, and ends it."""
        out = self.show(diagnostics)
        if self.writes:
            nothing = say("Nothing else was written.") if self.listing else say("Nothing was written.")
            out.print(self.speech.words(nothing), markup=False)
        sys.exit(CANNOT_RUN)


def status_of(diagnostics: Sequence[Diagnostic], *further: object) -> int:
    """The exit status: 1 where there are errors, or one of the further conditions holds."""
    return FINDINGS if errors(diagnostics) or any(further) else FINE


def _nothing_to_clear() -> None:
    """No line says how far the run is."""


def _unheard(text: Text) -> None:
    """Nobody at a terminal."""


@contextmanager
def _cluster(options: Mapping[str, Any]) -> Iterator[Any]:
    """The Spark cluster where one is asked for, as long as it is needed."""
    if options["engine"] != "spark":
        yield None
        return
    from ...engine.data.spark import Cluster

    cluster = Cluster(options["master"])
    try:
        yield cluster
    finally:
        cluster.close()


def only_unit(dataset: Dataset) -> str:
    """The unit of data that have one. Raises KenError where they have others."""
    from ...engine.words.diagnostics import counted

    names = dataset.frame[dataset.claims.key].to_list()
    if len(names) == 1:
        return str(names[0])
    message = counted(
        len(names), "the data have {count} unit: say which one", "the data have {count} units: say which one"
    )
    hint = say("the first units are {names}", names=[str(name) for name in names[:5]])
    raise KenError([Diagnostic("usage", message, Position("--unit"), hint)])


def _without_instrument(rules: RuleSet, given: str) -> Diagnostic:
    """What is wrong with a file of respondents that is given without its instrument."""
    message = say("“{given}” names no instrument", given=given)
    hint = say(
        "say whose answers the file has: {choices}",
        choices=[f"--responses {node.id}={given}" for node in rules.total.children],
    )
    return Diagnostic("usage", message, Position("--responses"), hint)


__all__ = ["CANNOT_RUN", "FINDINGS", "FINE", "READER_LEFT", "Session", "only_unit", "status_of"]
