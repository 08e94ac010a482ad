"""The questions that a solver was asked while something was proved, each as a file of SMT-LIB 2 with the
answer that it gave: so that another solver can confirm it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..meaning.settling import heard_by
from ..show.writing import saved
from ..words.diagnostics import Diagnostic, Position, counted, say
from .second_solver import SecondSolver
from .standard_text import in_standard_words

_UNNAMED = re.compile(r"[^\w.+-]+")
LONGEST = 60  # letters of a name within that of a file
OPEN = "unknown"
NOTE, DISAGREE = "second-solver", "solvers-disagree"


@dataclass(frozen=True)
class AskedTwice:
    """What is to be done with questions: the folder that they are written to, and whether another solver is
    asked them. Where neither is wanted nothing is listened to."""

    folder: Path | None = None
    confirm: bool = False
    seconds: float = 0.0

    @contextmanager
    def of(self, name: str) -> Iterator[AskedQuestions]:
        """Listens to what is asked meanwhile about something of that name. At the end the questions are
        written. Raises KenError where they cannot be."""
        asked = AskedQuestions(name)
        if self.folder is None and not self.confirm:
            yield asked
            return
        with heard_by(asked.hear):
            yield asked
        if self.folder is not None:
            asked.write(self.folder)
        if self.confirm:
            asked.confirm(self.seconds)


@dataclass
class AskedQuestions:
    """Questions about one rule set, or about two, in the order in which they were asked first, each with its
    answer. `found` tells what another solver says of them."""

    name: str
    answers: dict[str, str] = field(default_factory=dict)
    found: list[Diagnostic] = field(default_factory=list)

    def hear(self, solver: Any, answer: str) -> None:
        """Keeps a question. One that is asked again keeps the answer that it had, if it had one."""
        text = in_standard_words(solver.to_smt2().replace(_status(OPEN), "", 1))
        if self.answers.get(text, OPEN) == OPEN:
            self.answers[text] = answer

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Name of the file, text, and answer of each question."""
        begun = _UNNAMED.sub("-", self.name).strip("-")[-LONGEST:] or "rules"
        for number, (text, answer) in enumerate(self.answers.items(), 1):
            # names that read alike have files of their own
            digest = hashlib.sha256(text.encode()).hexdigest()[:8]
            yield f"{begun}-{number:04}-{digest}-{answer}.smt2", _whole(self.name, text, answer), answer

    def write(self, folder: Path) -> None:
        """Writes each into a file of its own. Raises KenError where that cannot be done."""
        for name, text, _ in self.texts():
            saved(folder / name, [text.encode()])

    def confirm(self, seconds: float) -> None:
        """Asks another solver those that have an answer, as long as the seconds last."""
        solver = SecondSolver(seconds)
        asked = [(name, text, answer) for name, text, answer in self.texts() if answer != OPEN]
        place, agreed = Position(self.name), 0
        for name, text, answer in asked:
            other = solver.answer(text.replace(_status(answer), "", 1))
            agreed += other == answer
            if other not in (answer, OPEN):
                message = say(
                    "to the question {name} z3 answers {answer}, and cvc5 {other}",
                    name=name,
                    answer=answer,
                    other=other,
                )
                hint = say("trust neither; write the questions with --smtlib FOLDER, and report this one")
                self.found.append(Diagnostic(DISAGREE, message, place, hint))
        self.found.append(self._told(len(asked), agreed, solver.each))

    def _told(self, count: int, agreed: int, each: float) -> Diagnostic:
        message = counted(
            count,
            "cvc5 confirms {agreed} of {count} answer of z3; not confirmed: {left}; open: {open}",
            "cvc5 confirms {agreed} of {count} answers of z3; not confirmed: {left}; open: {open}",
            agreed=agreed,
            left=count - agreed - len(self.found),
            open=len(self.answers) - count,
        )
        hint = say(
            "what is not confirmed takes cvc5 more than {seconds} s each, or more than it may take for all; "
            "what is open z3 itself did not answer",
            seconds=f"{each:g}",
        )
        is_whole = agreed == len(self.answers)
        return Diagnostic(NOTE, message, Position(self.name), None if is_whole else hint, "note")


def _whole(name: str, text: str, answer: str) -> str:
    """A question as a file, which can be read by itself."""
    return f"; asked about {' '.join(name.split())}\n(set-logic ALL)\n{_status(answer)}\n{text}"


def _status(answer: str) -> str:
    """The line that says which answer is expected."""
    return f"(set-info :status {answer})"


__all__ = ["AskedQuestions", "AskedTwice"]
