"""Another solver, cvc5, which is asked questions that z3 has answered. It need not be installed."""

from __future__ import annotations

import time
from importlib.util import find_spec
from typing import Any

SHARE = 0.02
"""How much of the time for all one question may take."""


def is_installed() -> bool:
    """Whether cvc5 is there."""
    return find_spec("cvc5") is not None


class SecondSolver:
    """cvc5, which may work so many seconds for all that it is asked."""

    def __init__(self, seconds: float) -> None:
        self.left, self.each = seconds, seconds * SHARE

    def answer(self, text: str) -> str:
        """What it answers to a text of SMT-LIB: sat, unsat, or unknown where it finds none in its time."""
        if self.left <= 0:
            return "unknown"
        begun = time.monotonic()
        try:
            return _answered(text, min(self.left, self.each))
        finally:
            self.left -= time.monotonic() - begun


def _answered(text: str, seconds: float) -> str:
    import cvc5

    solver = cvc5.Solver()
    solver.setOption("tlimit-per", str(max(1, int(seconds * 1000))))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "question")
    answer = "unknown"
    try:
        command: Any = parser.nextCommand()
        while not command.isNull():
            said = str(command.invoke(solver, parser.getSymbolManager())).strip()
            answer = said if said in ("sat", "unsat") else answer
            command = parser.nextCommand()
    except RuntimeError:  # something in it that cvc5 does not read
        return "unknown"
    return answer


__all__ = ["SecondSolver", "is_installed"]
