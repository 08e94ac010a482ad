"""Units that refute claims, written as golden cases by several verbs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...engine.words.diagnostics import Diagnostic, KenError, Position, say

if TYPE_CHECKING:
    from ...engine.meaning.model import RuleSet
    from ...engine.verify.refuting_cases import Refutation
    from .session import Session


def named_as_cases(path: Path | None) -> None:
    """Raises KenError for a file that is not named as golden cases are, before any work is done."""
    from ...engine.verify.golden import SUFFIXES

    if path is not None and not path.name.endswith(SUFFIXES):
        message = say("--write-cases needs the name of a file of cases")
        hint = say("write a name that ends in .test.yaml")
        raise KenError([Diagnostic("usage", message, Position("--write-cases"), hint)])


def written_as_cases(
    session: Session, names: Sequence[str], rules: Sequence[RuleSet], found: Sequence[Refutation], path: Path
) -> None:
    """Writes the units to a file, and says so. Raises KenError where that cannot be done."""
    from ...engine.verify.refuting_cases import CaseSets, write_cases

    if not found:
        session.tell(say("No claim is refuted: no case is written."))
        return
    session.writes = True
    write_cases(CaseSets(tuple(names), tuple(rules)), found, path, session.speech)
    session.tell(say("{file} is written", file=str(path)))


__all__ = ["named_as_cases", "written_as_cases"]
