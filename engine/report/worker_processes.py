"""Processes that make reports: how many, and what they hear."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager


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


__all__ = ["processes", "that_do_not_hear"]
