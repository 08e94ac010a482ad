"""A second opinion on proofs: their questions written, and asked of another solver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...engine.words.diagnostics import Diagnostic, KenError, Position, say

if TYPE_CHECKING:
    from ...engine.verify.asked_questions import AskedTwice

MOST = 10
"""Another solver may take so many times the seconds of the proofs."""


def opinion_of(folder: Path | None, seconds: float, *, confirm: bool) -> AskedTwice:
    """What is to be done with the questions of proofs. Raises KenError, before any work is done, where the
    other solver is not installed, or the folder has files already."""
    from ...engine.verify import second_solver
    from ...engine.verify.asked_questions import AskedTwice

    if confirm and not second_solver.is_installed():
        hint = say("install it: pip install {package}", package="kenrules[cvc5]")
        raise KenError([Diagnostic("usage", say("cvc5 is not installed"), Position("--confirm"), hint)])
    if folder is not None:
        _made_empty(folder)
    return AskedTwice(folder, confirm, seconds * MOST)


def _made_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as problem:
        message = say(
            "cannot write the file: {reason}; nothing was written", reason=problem.strerror or problem
        )
        hint = say("check the folder, its permissions and the space on the disk")
        raise KenError([Diagnostic("unwritable", message, Position(str(folder)), hint)]) from None
    if not is_empty:
        message = say("the folder has files already; nothing was written")
        hint = say("choose another name or folder, or move it away")
        raise KenError([Diagnostic("unwritable", message, Position(str(folder)), hint)])


__all__ = ["opinion_of"]
