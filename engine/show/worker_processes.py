"""Processes that do a part of the work: how many, what they hear, and when they end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any

from ..words.diagnostics import Diagnostic, KenError


def processes(jobs: int | None) -> int:
    """How many processes to use: as many as were asked for, or as there are processors."""
    return (
        jobs or len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else jobs or os.cpu_count() or 1
    )


@contextmanager
def that_do_not_hear() -> Iterator[None]:
    """Processes that begin within do not hear Ctrl-C, which a terminal sends to all: they end with their
    parent."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def pool(
    jobs: int, broken: Diagnostic, begin: Callable[..., None] | None = None, *given: Any
) -> Iterator[ProcessPoolExecutor]:
    """So many processes, which begin afresh (no state of this one is shared) with `begin`, and end with this
    one. Raises KenError with `broken` when one ends before its time."""
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), _begin, (begin, given)) as made:
        try:
            yield made
        except BrokenProcessPool:
            raise KenError([broken]) from None
        finally:
            made.shutdown(wait=False, cancel_futures=True)


def _begin(begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:  # a process whose parent was killed ends too
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
    if begin is not None:
        begin(*given)


__all__ = ["pool", "processes", "that_do_not_hear"]
