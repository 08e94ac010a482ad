"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.speech import Speech
from . import formats, leftovers
from .exhibit import Exhibit


def write(exhibit: Exhibit, path: Path, speech: Speech) -> None:
    """Writes what a command has found to a file, by its suffix. Raises KenError when that cannot be done;
    then the file is as it was."""
    pieces = formats.by_suffix(path, exhibit.shapes()).written(exhibit, speech)
    saved(path, lambda file: _fill(file, pieces))


def _fill(file: Path, pieces: Iterable[bytes]) -> None:
    with file.open("wb") as stream:
        stream.writelines(pieces)


def write_as(path: Path, writers: Mapping[str, Callable[[Path], object]]) -> None:
    """Writes a file by its suffix, whole or not at all. Raises KenError when that cannot be done; then the
    file is as it was."""
    writer = writers.get(path.suffix.casefold())
    if writer is None:
        message = say("“{suffix}” is no kind of file that can be written", suffix=path.suffix)
        hint = say("use one of {suffixes}", suffixes=list(writers))
        raise KenError([Diagnostic("unwritable", message, Position(str(path)), hint)])
    saved(path, writer)


def saved(path: Path, writer: Callable[[Path], object]) -> None:
    """Has a file written, whole or not at all. Raises KenError when that cannot be done."""
    try:
        whole(path, writer)
        leftovers.WRITTEN.append(path)
    except OSError as problem:
        message = say(
            "cannot write the file: {reason}; nothing was written", reason=problem.strerror or problem
        )
        hint = say("check the folder, its permissions and the space on the disk")
        raise KenError([Diagnostic("unwritable", message, Position(str(path)), hint)]) from None


def whole(path: Path, writer: Callable[[Path], object]) -> None:
    """Writes a file that shows when it is whole, so that no reader ever sees a half of it and a run that is
    killed leaves nothing behind: without a name, where the system can (Linux), else beside the file under
    another one."""
    if path.exists() and not path.is_file():  # a pipe or a device
        writer(path)
        return
    try:
        handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o666)
    except (AttributeError, OSError):
        _beside(path, writer)
        return
    try:
        unnamed = Path(f"/proc/self/fd/{handle}")
        writer(unnamed)
        os.fsync(handle)
        if path.exists():
            _replaced(handle, path)
        else:
            _named(handle, path)
    finally:
        os.close(handle)


def _named(handle: int, path: Path) -> None:
    # with a folder's handle (which an absolute path does without) Python follows the link to the file
    os.link(f"/proc/self/fd/{handle}", path.absolute(), src_dir_fd=handle, follow_symlinks=True)


def _replaced(handle: int, path: Path) -> None:
    """Puts a file without a name in the place of one that is there. Under a name of its own it is whole
    already."""
    with leftovers.while_within(Path(tempfile.mkdtemp(dir=path.parent, prefix=".ken-"))) as folder:
        named = folder / path.name
        _named(handle, named)
        named.replace(path)


def _beside(path: Path, writer: Callable[[Path], object]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    with leftovers.while_within(Path(name)) as temporary:
        writer(temporary)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)


__all__ = ["saved", "whole", "write", "write_as"]
