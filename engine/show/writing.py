"""Files written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.speech import Speech
from . import formats, leftovers
from .exhibit import Exhibit

MOST_LINKS = 40  # as many as Linux follows
MOST_STREAMS = 1024  # of a process


def write(exhibit: Exhibit, path: Path, speech: Speech) -> None:
    """Writes what a command has found to a file, by its suffix. Raises KenError when that cannot be done;
    then the file is as it was."""
    try:
        saved(path, formats.by_suffix(path, exhibit.shapes()).written(exhibit, speech))
    except formats.DoesNotFitError as problem:
        found = Diagnostic("unwritable", problem.message, Position(str(path)), problem.hint)
        raise KenError([found]) from None


def write_as(path: Path, contents: Mapping[str, bytes]) -> None:
    """Writes to a file, whole or not at all, the content for its suffix. Raises KenError when that cannot be
    done; then the file is as it was."""
    content = contents.get(path.suffix.casefold())
    if content is None:
        message = say("“{suffix}” is no kind of file that can be written", suffix=path.suffix)
        hint = say("use one of {suffixes}", suffixes=list(contents))
        raise KenError([Diagnostic("unwritable", message, Position(str(path)), hint)])
    saved(path, [content])


def saved(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes the pieces of a file, whole or not at all. Raises KenError when that cannot be done, and
    BrokenPipeError where nobody reads what is written."""
    try:
        whole(path, pieces)
        leftovers.WRITTEN.append(path)
    except BrokenPipeError:
        raise
    except OSError as problem:
        message = say(
            "cannot write the file: {reason}; nothing was written", reason=problem.strerror or problem
        )
        raise KenError([Diagnostic("unwritable", message, Position(str(path)), _hint(problem))]) from None


def _hint(problem: OSError) -> Text:
    if problem.errno == errno.ELOOP:
        return say("the link leads back to itself: delete it, or give another name")
    if isinstance(problem, _ReadOnlyError):
        return say(
            "the file {file} is read-only: make it writable, or give another name", file=problem.filename
        )
    return say("check the folder, its permissions and the space on the disk")


class _ReadOnlyError(PermissionError):
    """A file that is there may not be written."""


def whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a file that shows when it is whole, so that no reader ever sees a half of it and a run that is
    killed leaves nothing behind: without a name, where the system can (Linux), else beside the file under
    another one. Of a link the file is written that it leads to; devices, pipes and open streams are written
    into. Raises OSError."""
    stream = _open_stream(path)
    if stream is not None:
        with os.fdopen(os.dup(stream), "wb") as output:
            output.writelines(pieces)
        return
    path, mode = _target(path)
    if mode is not None and not stat.S_ISREG(mode.st_mode):
        with path.open("wb") as output:
            output.writelines(pieces)
        return
    try:
        handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o666)
    except (AttributeError, OSError):
        _beside(path, mode, pieces)
        return
    with os.fdopen(handle, "wb") as output:
        output.writelines(pieces)
        output.flush()
        if mode is not None:
            _like(handle, mode)
        os.fsync(handle)
        try:
            if mode is None:
                _named(handle, path)
                return
        except FileExistsError:  # another run was faster
            pass
        _replaced(handle, path)


def _open_stream(path: Path) -> int | None:
    """The number of the open stream that a name such as /dev/stdout leads to. To open it once more would
    begin at its start, and overwrite what others have written."""
    folders = {os.path.realpath(folder) for folder in ("/proc/self/fd", "/dev/fd")}
    for _ in range(MOST_LINKS):
        folder = os.path.realpath(path.parent)
        if folder in folders and path.name in map(str, range(MOST_STREAMS)):
            return int(path.name)
        if not os.path.islink(path):  # noqa: PTH114  # a folder may be closed
            return None
        path = Path(folder, os.readlink(path))  # noqa: PTH115
    return None


def _target(path: Path) -> tuple[Path, os.stat_result | None]:
    """The file that a path leads to through links, and what is there already. Raises OSError for links in a
    circle and for a file that may not be written."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return Path(os.path.realpath(path)), None
    target = Path(os.path.realpath(path))
    effective = os.access in os.supports_effective_ids
    if stat.S_ISREG(found.st_mode) and not os.access(target, os.W_OK, effective_ids=effective):
        raise _ReadOnlyError(errno.EACCES, os.strerror(errno.EACCES), str(target))
    return target, found


def _like(handle: int | Path, before: os.stat_result) -> None:
    """Gives a new file the owner, where that may be done, and the mode of the one whose place it takes."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(handle, before.st_uid, before.st_gid)
    os.chmod(handle, stat.S_IMODE(before.st_mode))  # noqa: PTH101  # a handle has no path


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


def _beside(path: Path, before: os.stat_result | None, pieces: Iterable[bytes]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    with leftovers.while_within(Path(name)) as temporary:
        with os.fdopen(handle, "wb") as output:
            output.writelines(pieces)
            output.flush()
            os.fsync(handle)
        if before is not None:
            _like(temporary, before)
        else:
            umask = os.umask(0)
            os.umask(umask)
            temporary.chmod(0o666 & ~umask)
        temporary.replace(path)


__all__ = ["saved", "whole", "write", "write_as"]
