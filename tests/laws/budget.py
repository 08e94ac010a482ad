"""How long laws may run, and where they begin: a fixed seed and a share of the time in CI, both changed for
long runs by hand.

KEN_LAWS_SECONDS is what each law may take, KEN_LAWS_SEED its first seed.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

SEED = int(os.environ.get("KEN_LAWS_SEED", "1"))


def seeds(seconds: float, at_least: int = 0) -> Iterator[int]:
    """One seed after the other, for so many seconds (or what KEN_LAWS_SECONDS says), and so many at the
    least."""
    end = time.monotonic() + float(os.environ.get("KEN_LAWS_SECONDS", seconds))
    number = 0
    while number < at_least or time.monotonic() < end:
        yield SEED + number
        number += 1
