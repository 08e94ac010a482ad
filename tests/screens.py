"""A terminal of some width: what a command leaves on it when it has ended."""

from __future__ import annotations

import fcntl
import gettext
import io
import os
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from kenrules.cli import commands
from kenrules.commands.shared.verbs import translated
from kenrules.engine.words.language import DOMAIN, FOLDER
from kenrules.engine.words.speech import Speech

from .conftest import KEN

_PIECE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|[\r\n]|[^\x1b\r\n]+")


def screen(*arguments: object, width: int = 80) -> list[str]:
    """The lines that are left on a terminal, without colours, when `ken` has run on it."""
    import pty

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, width, 0, 0))
    own = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "NO_COLOR")}
    process = subprocess.Popen(
        [*KEN, *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**own, "TERM": "xterm-256color"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # nobody writes any more
            break
        if not piece:
            break
        shown += piece
    process.wait()
    os.close(ours)
    return left_over(shown.decode())


class _Screen(io.StringIO):
    """What is written on it is on a terminal."""

    def isatty(self) -> bool:
        return True


def screen_here(*arguments: object, width: int, language: str) -> list[str]:
    """The same in this process, which takes no time to begin."""
    shown = _Screen()
    own = {"COLUMNS": str(width), "LINES": "60", "TERM": "xterm-256color", "LANGUAGE": language}
    streams = {"stdout": shown, "stderr": shown}
    with (
        mock.patch.dict(os.environ, own),
        mock.patch.multiple(sys, **streams),
        _speaking(language),
        pytest.raises(SystemExit) as end,
    ):
        commands(["--lang", language, *map(str, arguments)], prog_name="ken")
    assert end.value.code in (None, 0, 1), shown.getvalue()
    return left_over(shown.getvalue())


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    """Help, and what click says, in a language."""
    was = gettext.textdomain()
    gettext.bindtextdomain(DOMAIN, FOLDER)
    gettext.textdomain(DOMAIN)
    translated(commands, Speech(language))
    try:
        yield
    finally:
        gettext.textdomain(was)
        translated(commands, Speech("en"))


def left_over(shown: str) -> list[str]:
    """What stands on the lines after all that was written on them; lines are taken to be long enough."""
    lines: list[str] = [""]
    row, at_start = 0, False
    for piece in _PIECE.finditer(shown):
        text, order, kind = piece[0], piece[1], piece[2]
        if text == "\r":
            at_start = True
        elif text == "\n":
            row, at_start = row + 1, True
            lines += [""] * (row + 1 - len(lines))
        elif kind == "A":
            row = max(0, row - int(order or 1))
        elif kind == "K":
            lines[row] = ""
        elif kind is None:
            lines[row] = text + lines[row][len(text) :] if at_start else lines[row] + text
            at_start = False
    return [line.rstrip() for line in lines]
