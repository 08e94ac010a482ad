"""The signs of comparisons."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
"""What each says of two values, or of columns of values."""

__all__ = ["SIGNS"]
