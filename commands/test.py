"""`ken test`"""

from __future__ import annotations

import click

from .shared.options import formats
from .shared.session import FINDINGS, FINE, Session
from .shared.verbs import verb


@verb(
    "test",
    click.argument("paths", nargs=-1, metavar="[PATH...]"),
    formats("data", "suites", what="outcomes are"),
)
def command(session: Session, paths: tuple[str, ...], form: str) -> int:
    """Run golden tests: those of a rule set, files *.test.yaml, or folders of them (default: ./rules, else
    those that come with Ken).

    Each case is rated by exact arithmetic and by columns. Exits with 1 when one comes out otherwise than
    expected."""
    from ..engine.book import library
    from ..engine.verify import golden
    from ..engine.verify.exhibits import golden_exhibit
    from ..engine.verify.golden_at_once import run_files

    files, unread = golden.test_files(paths or [str(library.search_path()[0])])
    results, wrong = run_files(files)
    broken = [*unread, *wrong]
    session.print(golden_exhibit(results, session.speech), form)
    if broken:
        session.cannot_run(broken)
    return FINDINGS if any(result.failed for result in results) else FINE
