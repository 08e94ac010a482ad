"""A run of `ken` from its beginning to its end: the group of its verbs, and its streams."""

from __future__ import annotations

import errno
import gc
import gettext
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import click

from ... import __version__
from ...engine.show import leftovers
from ...engine.words.diagnostics import Text, say
from ...engine.words.language import DOMAIN, FOLDER, LANGUAGES, Language, from_environment
from ...engine.words.speech import Speech
from . import signals
from .session import CANNOT_RUN, FINE, READER_LEFT
from .verbs import Verbs, lang, translated

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@lang
@click.version_option(
    __version__, prog_name="ken", message="%(prog)s %(version)s", help="Show the version and exit."
)
def commands() -> None:
    """Score and rate by rules written in YAML.

    A RULESET is a name such as ita/2566 (looked up in ./rules, the folders of $KEN_RULES, and the rule sets
    that come with Ken) or a path that ends in .yaml."""


def run() -> None:
    """Does what the arguments of the process say, and ends it."""
    # a short life with many objects that stay: looking for cycles among them takes a tenth of it
    gc.set_threshold(100_000)
    _open_streams()
    speech = Speech(_asked_for(sys.argv[1:]) or from_environment())
    for stream in (sys.stdout, sys.stderr):
        # pipes and files get UTF-8 unless another encoding was asked for; nothing that cannot be shown stops
        # the work
        own = {} if stream.isatty() or os.environ.get("PYTHONIOENCODING") else {"encoding": "utf-8"}
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", **own)
    # click looks its own messages up in gettext's default domain, in the language of the environment
    os.environ["LANGUAGE"] = speech.language
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
    translated(commands, speech)
    _hear_no_library()
    signals.speak(speech)
    try:
        commands(prog_name="ken")
    except SystemExit as end:
        _leave(end, speech)
    except OSError as problem:
        _no_output(problem, speech)
    except BaseException as problem:  # a library in Rust that gives up raises no Exception
        if os.environ.get("KEN_DEBUG"):
            raise
        message = _fault(problem)
        click.echo(speech.words(message), err=True)
        _exit(CANNOT_RUN)


def _fault(problem: BaseException) -> Text:
    """What is said of what should not have been."""
    if isinstance(problem, MemoryError):
        return say("there is not enough memory for this. Nothing more was done")
    return say(
        "a fault of ken itself: {problem}. Nothing more was done; KEN_DEBUG=1 shows where it happened",
        problem=f"{type(problem).__name__}: {problem}",
    )


def _leave(end: SystemExit, speech: Speech) -> NoReturn:
    """Ends the process at once: everything is written, and to unload the dataframe library takes a tenth of a
    second."""
    if end.code == READER_LEFT:
        _exit(READER_LEFT)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as problem:
        _no_output(problem, speech)
    code = end.code if isinstance(end.code, int) else FINE if end.code is None else CANNOT_RUN
    # what processes of our own have shared is given back at an ordinary end
    if "multiprocessing.synchronize" in sys.modules:
        leftovers.remove_all()
        sys.exit(code)
    _exit(code)


def _exit(code: int) -> NoReturn:
    """The end at once."""
    leftovers.remove_all()
    os._exit(code)


def _no_output(problem: OSError, speech: Speech) -> NoReturn:
    """Ends the process at once, without a word where nobody reads any more. What is still to be written would
    fail again."""
    if isinstance(problem, BrokenPipeError):
        _exit(READER_LEFT)
    reason = problem.strerror or problem
    if problem.filename is not None:
        message = say(
            "{file}: the file cannot be read or written: {reason}", file=str(problem.filename), reason=reason
        )
    else:
        message = say("cannot write the output: {reason}", reason=reason)
    with suppress(OSError):
        click.echo(speech.words(message), err=True)
    _exit(CANNOT_RUN)


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


def _hear_no_library() -> None:
    """Standard error is for what Ken says. Libraries that are not in Python write there too, past all that
    could hold it back, and what they have to say is no help; KEN_DEBUG=1 shows it."""
    if os.environ.get("KEN_DEBUG"):
        return
    old = sys.stderr
    try:
        own, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:
        return
    sys.stderr = open(own, "w", encoding=old.encoding, errors=old.errors, buffering=1)  # noqa: SIM115, PTH123
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _asked_for(arguments: Sequence[str]) -> Language | None:
    """The language of --lang, wanted before click has read the arguments: help texts need it."""
    for at, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            given = value or (arguments[at + 1] if at + 1 < len(arguments) else "")
            return next((language for language in LANGUAGES if language == given), None)
    return None


__all__ = ["commands", "run"]
