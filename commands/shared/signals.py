"""Signals that break a run off: Ctrl-C, and what a system sends that wants the run to end. Nothing else is
imported here, so that they are heard before anything that takes time."""

from __future__ import annotations

import _thread
import atexit
import os
import signal
import sys
from contextlib import suppress

TYPE_CHECKING = False  # typing itself takes time
if TYPE_CHECKING:
    from typing import TextIO

    from ...engine.words.diagnostics import Text
    from ...engine.words.speech import Speech

HEARD = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
]
_early: list[int] = []
_told: list[tuple[Speech, TextIO]] = []
_ending = _thread.allocate_lock()


def listen() -> None:
    """From now on these signals are noted. Those that whoever started the run has it pass over (nohup, a job
    in the background) are passed over."""
    for number in HEARD:
        if signal.getsignal(number) not in (signal.SIG_IGN, None):
            signal.signal(number, _heard)


def speak(speech: Speech) -> None:
    """From now on they end the run, whatever it does; what came before now ends it at once."""
    from ...engine.show import leftovers  # noqa: F401

    atexit.register(_pass_over)  # the first to be registered is the last to be called
    _told.append((speech, sys.stderr))  # what shows how far the run is puts something else in its place
    if _early:
        _end(_early[0])
    if hasattr(signal, "pthread_sigmask"):
        # within a library's code Python hears no signal, but what is written here at once
        read, write = os.pipe()
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write, warn_on_full_buffer=False)
        _thread.start_new_thread(_beside, (read,))


def _beside(read: int) -> None:
    while numbers := os.read(read, 1):
        if numbers[0] in HEARD:
            _end(numbers[0])


def _pass_over() -> None:
    """Everything is done, and its status stands: while Python takes itself apart, nothing is broken off."""
    for number in HEARD:
        signal.signal(number, signal.SIG_IGN)


def _heard(number: int, _: object) -> None:
    if _told:
        _end(number)
    else:
        _early.append(number)


def _end(number: int) -> None:
    """Ends the process: nothing waits for libraries to come to an end, and no exception goes through them.
    Whole files alone have names, so that nothing half written is left."""
    if not _ending.acquire(blocking=False):
        return
    try:
        from ...engine.show import leftovers

        if number == signal.SIGINT:
            from ...engine.words.diagnostics import say

            _say(say("broken off; {done}", done=leftovers.what_was_written()))
        leftovers.remove_all()
        _give_back()
    finally:
        os._exit(128 + number)


def _say(text: Text) -> None:
    """A line on the standard error, past everything that may hold it at this moment."""
    speech, stream = _told[0]
    with suppress(OSError, ValueError):
        # what shows how far the run is has hidden the cursor
        begin = "\r\x1b[2K\x1b[?25h" if stream.isatty() and os.name == "posix" else ""
        own = os.dup(stream.fileno())
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # nobody else has a word after this one
        os.write(own, f"{begin}{speech.words(text)}\n".encode(stream.encoding, "replace"))


def _give_back() -> None:
    """What processes of our own have shared outlives them."""
    if "multiprocessing.synchronize" not in sys.modules:
        return
    from multiprocessing import util
    from multiprocessing.synchronize import SemLock

    for finalizer in list(util._finalizer_registry.values()):
        if finalizer is not None and finalizer._callback is SemLock._cleanup:
            finalizer()


__all__ = ["listen", "speak"]
