"""`ken test`"""

from __future__ import annotations

import click

from ..engine.words.diagnostics import KenError
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

    results = []
    files, broken = golden.test_files(paths or [str(library.search_path()[0])])
    for file in files:
        try:
            results.append(golden.run_file(file))
        except KenError as problem:
            broken.extend(problem.diagnostics)
    session.print(golden_exhibit(results, session.speech), form)
    if broken:
        session.cannot_run(broken)
    return FINDINGS if any(result.failed for result in results) else FINE
