"""What an audit found, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.console import Console

from ..show.terminal import plain, print_diagnostics
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
        out.print(f"  [dim]{plain(contradiction.arithmetic)}[/]", soft_wrap=True)
        out.print(f"  [dim]{translate('hint')}:[/] {hint}", soft_wrap=True)


__all__ = ["print_findings"]
