"""What is said of a file that holds no table, whatever its kind."""

from __future__ import annotations

from pathlib import Path

from ...words.diagnostics import Diagnostic, Position, Text, say


def empty(file: str) -> Diagnostic:
    """There is nothing in it."""
    return Diagnostic(
        "empty-file",
        say("the file is empty"),
        Position(file, 1, 1),
        say("the first row names the columns; data begins in the second"),
    )


def damaged(file: str) -> Diagnostic:
    """It is not what its ending says."""
    message = say(
        "the file is damaged, or is no “{suffix}” file whatever its ending says", suffix=Path(file).suffix
    )
    hint = say("open it in the program that made it and save it again")
    return Diagnostic("unreadable", message, Position(file), hint)


def too_large(file: str, what: Text) -> Diagnostic:
    """It has more than is read: `what` says of what, and how much."""
    message = say("the file has {what}, more than is read", what=what)
    hint = say("delete what stands far from the table, or save the sheet as CSV or Parquet")
    return Diagnostic("too-large", message, Position(file), hint)


__all__ = ["damaged", "empty", "too_large"]
