"""YAML files to plain data, safely and exactly: read within bounds, parsed, and every refusal explained."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

from ..words.diagnostics import Diagnostic, KenError, Position, say
from .document import Document
from .yaml_data import BrokenOffError, YamlData
from .yaml_faults import Loader, bad_character, syntax_faults

MAX_BYTES = 1_000_000


def read(path: Path, name: str | None = None) -> Document:
    """The document in a file. Raises KenError when it cannot be read or is not YAML as the module describes
    it."""
    shown = name or str(path)
    raw = beginning(path, shown)
    if len(raw) > MAX_BYTES:
        message = say("the file is larger than {most} bytes, the most that is read", most=f"{MAX_BYTES:,}")
        raise KenError(
            [Diagnostic("too-large", message, Position(shown), say("split the rules, or use extends"))]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8-sig")
        position = Position(shown, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = say(
            "the file is not in UTF-8: byte 0x{byte} is no part of a character",
            byte=f"{raw[problem.start]:02X}",
        )
        hint = say("save the file as UTF-8 (an editor offers this under “Save with encoding”)")
        raise KenError([Diagnostic("encoding", message, position, hint)]) from None
    return parse(text, shown)


def beginning(path: Path, name: str | None = None) -> bytes:
    """What stands in a file, and no more of it than shows that it is too large. Raises KenError when it
    cannot be read."""
    if fault := unreadable(path, name):
        raise KenError([fault])
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise KenError([_cannot_read(path, problem, name)]) from None


def unreadable(path: Path, name: str | None = None) -> Diagnostic | None:
    """Why a file cannot be read: it may not be, or it is none. A pipe would keep the run waiting, so that
    nothing is opened."""
    position = Position(name or str(path))
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as problem:
        return _cannot_read(path, problem, name)
    if stat.S_ISDIR(mode):
        return Diagnostic("unreadable", say("this is a folder"), position, say("give the path of a file"))
    if not stat.S_ISREG(mode):
        return Diagnostic(
            "unreadable",
            say("this is no file, but a pipe or a device"),
            position,
            say("give the path of a file"),
        )
    return (
        None
        if os.access(path, os.R_OK)
        else _cannot_read(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)), name)
    )


def _cannot_read(path: Path, problem: OSError | ValueError, name: str | None = None) -> Diagnostic:
    """Why the system refuses a file; of a link, where it leads."""
    number = getattr(problem, "errno", None)
    message = say("cannot read the file: {reason}", reason=getattr(problem, "strerror", None) or problem)
    hint = say("check that it is there and that you may read it")
    with suppress(OSError, ValueError):
        if number == errno.ENOENT and path.is_symlink():
            message = say("this is a link to nothing: there is no {target}", target=str(path.readlink()))
            hint = say("mend the link, or delete it")
        elif number == errno.ELOOP:
            message = say("this is a link that leads back to itself: {target}", target=str(path.readlink()))
            hint = say("mend the link, or delete it")
    return Diagnostic("unreadable", message, Position(name or str(path)), hint)


def is_none(path: Path) -> bool:
    """Whether there is no file behind a name in a folder, but a link to nothing, a pipe or a device: nothing
    that could be read."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError as problem:
        return problem.errno in (errno.ENOENT, errno.ELOOP)


def stands(path: Path) -> bool:
    """Whether anything has this path: a file, a folder, a link to nothing, or something that one may not look
    at."""
    try:
        path.lstat()
    except OSError as problem:
        return problem.errno in (errno.EACCES, errno.ELOOP)
    except ValueError:
        return False
    return True


def parse(text: str, file: str = "<text>") -> Document:
    """The document in a text, with the faults that one can read past. Raises KenError when it is not YAML at
    all."""
    # libyaml finds the same ten times as fast, and explains less of what is wrong
    if fast := getattr(yaml, "CSafeLoader", None):
        with suppress(yaml.YAMLError, BrokenOffError):
            return _built(_empty(text, file), text, fast)
    document = _empty(text, file)
    try:
        return _built(document, text, Loader)
    except yaml.reader.ReaderError as problem:
        raise KenError([*document.faults, bad_character(problem, text, file)]) from None
    except yaml.MarkedYAMLError as problem:
        raise KenError([*document.faults, *syntax_faults(problem, document)]) from None
    except BrokenOffError:
        raise KenError(document.faults) from None


def events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, for who wants to look at the beginning only. Raises yaml.YAMLError on the way."""
    parsed: Iterator[yaml.Event] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", Loader))
    return parsed


def _empty(text: str, file: str) -> Document:
    return Document(file, None, lines={file: tuple(text.split("\n"))})


def _built(document: Document, text: str, loader: Any) -> Document:
    YamlData(document).build(yaml.parse(text, Loader=loader))
    return document


__all__ = ["MAX_BYTES", "beginning", "events", "is_none", "parse", "read", "stands", "unreadable"]
