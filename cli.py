"""The command `ken`: the group of its verbs, its streams and its end. What verbs do stands in commands/."""

from __future__ import annotations

import atexit
import errno
import gc
import gettext
import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import click

from . import __version__
from .commands.shared.session import CANNOT_RUN, FINE, READER_LEFT
from .commands.shared.verbs import Verbs, lang, translated
from .engine.words.diagnostics import say
from .engine.words.language import DOMAIN, FOLDER, LANGUAGES, Language, from_environment
from .engine.words.speech import Speech

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


def main() -> None:
    """The command `ken`."""
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
    try:
        commands(prog_name="ken")
    except SystemExit as end:
        _leave(end, speech)
    except OSError as problem:
        _no_output(problem, speech)
    except Exception as problem:
        if os.environ.get("KEN_DEBUG"):
            raise
        message = say(
            "a fault of ken itself: {problem}. Nothing more was done; KEN_DEBUG=1 shows where it happened",
            problem=f"{type(problem).__name__}: {problem}",
        )
        click.echo(speech.words(message), err=True)
        sys.exit(CANNOT_RUN)


def _leave(end: SystemExit, speech: Speech) -> NoReturn:
    """Ends the process at once: everything is written, and to unload the dataframe library takes a tenth of a
    second."""
    if end.code == READER_LEFT:
        _end(READER_LEFT)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as problem:
        _no_output(problem, speech)
    code = end.code if isinstance(end.code, int) else FINE if end.code is None else CANNOT_RUN
    # what processes of our own have shared is given back at an ordinary end
    if "multiprocessing.synchronize" in sys.modules:
        sys.exit(code)
    _end(code)


def _no_output(problem: OSError, speech: Speech) -> NoReturn:
    """Ends the process at once, without a word where nobody reads any more. What is still to be written would
    fail again."""
    if isinstance(problem, BrokenPipeError):
        _end(READER_LEFT)
    reason = problem.strerror or problem
    if problem.filename is not None:
        message = say(
            "{file}: the file cannot be read or written: {reason}", file=str(problem.filename), reason=reason
        )
    else:
        message = say("cannot write the output: {reason}", reason=reason)
    with suppress(OSError):
        click.echo(speech.words(message), err=True)
    _end(CANNOT_RUN)


def _end(code: int) -> NoReturn:
    """Ends the process at once, but for what has to be done at every end: copies of data are taken away."""
    atexit._run_exitfuncs()
    os._exit(code)


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


def _asked_for(arguments: Sequence[str]) -> Language | None:
    """The language of --lang, wanted before click has read the arguments: help texts need it."""
    for at, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            given = value or (arguments[at + 1] if at + 1 < len(arguments) else "")
            return next((language for language in LANGUAGES if language == given), None)
    return None


if __name__ == "__main__":
    main()
