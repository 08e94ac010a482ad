"""What an audit found, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.console import Console

from ..show.terminal import plain, print_diagnostics
from ..show.wrapped_lines import print_line
from ..words.diagnostics import Translate
from .contradictions import Contradiction


def print_findings(
    out: Console,
    contradictions: Sequence[Contradiction],
    lines: Mapping[str, Sequence[str]],
    translate: Translate,
) -> None:
    """What an audit found: the diagnostic, and the arithmetic in a line of its own."""
    for contradiction in contradictions:
        hint = plain(contradiction.hint.in_words(translate))
        print_diagnostics(out, [replace(contradiction.diagnostic, hint=None)], lines, translate)
        print_line(out, f"  [dim]{plain(contradiction.arithmetic)}[/]")
        print_line(out, f"  [dim]{translate('hint')}:[/] {hint}")


__all__ = ["print_findings"]
