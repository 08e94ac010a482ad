"""Golden tests and checks on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from ..checks import Explained
from ..show.terminal import plain, table_of
from ..words.diagnostics import Translate, say
from .golden import FileResult


def print_golden(out: Console, results: Sequence[FileResult], translate: Translate) -> None:
    """Cases that came out otherwise, expected and got side by side with the way there; then what no case
    looks at."""
    for result in results:
        for case in result.cases:
            if not case.mismatches:
                continue
            out.print(
                f"{plain(str(case.position))}: [red]{translate('fails')}[/]: {plain(case.name)}",
                soft_wrap=True,
            )
            listing = table_of(translate, say("value"), say("expected"), say("exact"), say("columns"))
            for wrong in case.mismatches:
                cells = (wrong.what, wrong.expected, wrong.exact, wrong.columns)
                listing.add_row(*map(plain, cells))
            out.print(listing)
            for line in dict.fromkeys(line for wrong in case.mismatches for line in wrong.way):
                out.print(f"  [dim]{plain(line)}[/]", soft_wrap=True)
            if case.because:
                out.print(f"  {translate('because')}: {plain(case.because)}", soft_wrap=True)
        summary = say(
            "{file}: {rules}, cases {cases}, failed {failed}",
            file=result.file,
            rules=result.rules,
            cases=len(result.cases),
            failed=result.failed,
        )
        out.print(plain(summary.in_words(translate)), soft_wrap=True)
        for lacking in result.unexercised:
            out.print(
                f"  [yellow]{translate('not tested')}[/]: {plain(lacking.in_words(translate))}",
                soft_wrap=True,
            )


def print_check(out: Console, check: Explained, translate: Translate) -> None:
    """What a check is for, a rule set that passes it, and one that fails."""
    out.print(
        f"[bold]{plain(check.ID)}[/] ({translate(check.SEVERITY)})\n{plain(check.WHY.in_words(translate))}"
    )
    for heading, example in ((say("passes"), check.PASSES), (say("fails"), check.FAILS)):
        out.print(
            f"\n[bold]{plain(heading.in_words(translate))}[/]\n{plain(example.strip())}", soft_wrap=True
        )


__all__ = ["print_check", "print_golden"]
