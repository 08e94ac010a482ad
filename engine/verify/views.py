"""Golden tests and checks on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from ..checks import Explained
from ..show.terminal import mark_of, plain, table_of
from ..show.wrapped_lines import print_line
from ..words.diagnostics import Translate, say
from .golden import FileResult


def print_golden(out: Console, results: Sequence[FileResult], translate: Translate) -> None:
    """Cases that came out otherwise, expected and got side by side with the way there; then what no case
    looks at."""
    for result in results:
        for case in result.cases:
            if not case.mismatches:
                continue
            print_line(out, f"{plain(str(case.position))}: [red]{translate('fails')}[/]: {plain(case.name)}")
            listing = table_of(translate, say("value"), say("expected"), say("exact"), say("columns"))
            for wrong in case.mismatches:
                cells = (wrong.what, wrong.expected, wrong.exact, wrong.columns)
                listing.add_row(*map(plain, cells))
            out.print(listing)
            for line in dict.fromkeys(line for wrong in case.mismatches for line in wrong.way):
                print_line(out, f"  [dim]{plain(line)}[/]")
            if case.because:
                print_line(out, f"  {translate('because')}: {plain(case.because)}")
        summary = say(
            "{file}: {rules}, cases {cases}, failed {failed}",
            file=result.file,
            rules=result.rules,
            cases=len(result.cases),
            failed=result.failed,
        )
        mark = mark_of(out, is_good=not result.failed)
        print_line(out, f"{mark}{plain(summary.in_words(translate))}")
        for lacking in result.unexercised:
            print_line(out, f"  [yellow]{translate('not tested')}[/]: {plain(lacking.in_words(translate))}")


def print_check(out: Console, check: Explained, translate: Translate) -> None:
    """What a check is for, a rule set that passes it, and one that fails."""
    print_line(out, f"[bold]{plain(check.ID)}[/] ({translate(check.SEVERITY)})")
    print_line(out, plain(check.WHY.in_words(translate)))
    for heading, example in ((say("passes"), check.PASSES), (say("fails"), check.FAILS)):
        out.print(
            f"\n[bold]{plain(heading.in_words(translate))}[/]\n{plain(example.strip())}", soft_wrap=True
        )


__all__ = ["print_check", "print_golden"]
