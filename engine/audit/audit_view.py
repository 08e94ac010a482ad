"""What an audit found, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.console import Console

from ..show.terminal import plain, print_diagnostics
from ..words.diagnostics import Translate
from .contradictions import Finding


def print_findings(
    out: Console, found: Sequence[Finding], lines: Mapping[str, Sequence[str]], translate: Translate
) -> None:
    """What an audit found: the diagnostic, and the arithmetic in a line of its own."""
    for each in found:
        hint = each.hint
        print_diagnostics(out, [replace(each.diagnostic, hint=None)], lines, translate)
        out.print(f"  [dim]{plain(each.arithmetic)}[/]", soft_wrap=True)
        out.print(f"  [dim]{translate('hint')}:[/] {plain(hint.in_words(translate))}", soft_wrap=True)


__all__ = ["print_findings"]
