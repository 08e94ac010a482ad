"""`ken compare`"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..engine.words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from .shared.help_pages import COMPARING, About
from .shared.options import A_FILE, DATA_OPTIONS, TOLD, Finite, claims, complete_rule_set, proofs, seconds
from .shared.session import Session, status_of
from .shared.verbs import verb

if TYPE_CHECKING:
    from ..engine.compare.comparison import Comparison
    from ..engine.compare.implied_proofs import Proofs
    from ..engine.compare.ratings import Data
    from ..engine.meaning.model import RuleSet


@verb(
    "compare",
    click.argument(
        "arguments", nargs=-1, required=True, metavar="OLD NEW... DATA", shell_complete=complete_rule_set
    ),
    click.option(
        "--data-old", type=A_FILE, help="The data of the old year; then every argument is a rule set."
    ),
    click.option("--data-new", type=A_FILE, help="The data of the new year."),
    *TOLD,
    click.option(
        "--by",
        multiple=True,
        metavar="COLUMN",
        help="A column of the data whose groups are shown (default: every column that makes some).",
    ),
    click.option(
        "--near",
        type=Finite(0, 1_000_000),
        default=1.0,
        show_default=True,
        help="How many points a near miss is away at most.",
    ),
    claims,
    proofs,
    seconds,
    *DATA_OPTIONS,
    about=About(
        COMPARING,
        "rate data by old and new rules: who moves, and why",
        (
            (
                "ken compare ita/2565 ita/2566 agencies.csv",
                "Who is rated otherwise, by which change of the rules.",
            ),
            (
                "ken compare ita/2565 ita/2566 agencies.csv --by province -o moves.html",
                "The same by province, as a page.",
            ),
        ),
    ),
)
def command(
    session: Session,
    arguments: tuple[str, ...],
    *,
    data_old: Path | None,
    data_new: Path | None,
    form: str,
    output: Path | None,
    by: tuple[str, ...],
    near: float,
    claims: tuple[str, ...],
    proofs: bool,
    seconds: float,
    **options: Any,
) -> int:
    """Rate the same data by an old and a new rule set: who moves, by which change of the rules, and who
    nearly does.

    More than two rule sets are compared each with the next one. With --data-old and --data-new each year's
    rules meet each year's data, and the change is split into rules and scores. Exits with 1 when the data
    have errors, a unit cannot be rated, or a claim does not hold or was not decided."""
    from ..engine.compare import implied_proofs
    from ..engine.compare.comparison import compare_pairs
    from ..engine.compare.reporting import comparison_report, published
    from ..engine.compare.sorting import sorting
    from ..engine.compare.unrated import unrated_units
    from ..engine.compare.years import years

    session.will_write(output, "chapters", "data")
    names, file = _rule_sets_and_data(arguments, data_old, data_new)
    with session.progress():
        rules = _loaded(session, names, claims)
        source = _source(session, rules, file, options, ids_of=0 if data_old is None else 1)
        pairs = compare_pairs(rules, source)
        earlier = None if data_old is None else _source(session, rules, data_old, options)
        split = None if earlier is None else years(pairs[0], earlier, source)
        with session.watch.step(say("proving what the rules imply")):
            known = [sorting(pair.differences, proofs=proofs, seconds=seconds) for pair in pairs]
            proved = [
                implied_proofs.proofs(pair.old, pair.new, claims, transitions=proofs, seconds=seconds)
                for pair in pairs
            ]
        _known(by, pairs[0])
        told = {"years": split, "by": by or None, "near": Fraction(str(near))}
        told_pairs = list(zip(pairs, known, proved, strict=True))
        report = comparison_report(told_pairs, session.speech.translate, **told)
        session.inputs += [Path(name) for each in rules for name in (*each.files, *each.taken)]
        session.hand_over(published(report, pairs, (data_old, file), session.speech.language), form, output)
    whole = pairs if split is None else [split.whole]
    return _told(session, whole[0], [*unrated_units(whole, source, earlier)], proved, form, claims, options)


def _loaded(session: Session, names: Sequence[str], claims: Sequence[str]) -> list[RuleSet]:
    """The rule sets of some names. Raises KenError where one cannot be loaded, or a claim about two of them
    cannot be understood."""
    from ..engine.compare.implied_proofs import understood

    rules = [session.load(name) for name in names]
    for old, new in pairwise(rules):
        understood(old, new, claims)
    return rules


def _told(
    session: Session,
    found: Comparison,
    unrated: Sequence[Text],
    proved: Sequence[Proofs],
    form: str,
    claims: Sequence[str],
    options: Mapping[str, Any],
) -> int:
    """Says what stands beside the result, and gives the exit status."""
    for sentence in unrated:
        session.tell(sentence)
    session.timed(options["verbose"])
    if form != "json":
        session.show(found.diagnostics)
    refuted = any(not verdict.holds for each in proved for verdict in each.verdicts)
    return status_of(found.diagnostics, unrated, refuted, claims and any(each.beyond for each in proved))


def _source(
    session: Session, rules: Sequence[RuleSet], path: Path, options: dict[str, Any], ids_of: int = 0
) -> Data:
    """A file of data, to be read by the rule set that reads for all."""
    from ..engine.compare.ratings import Data

    return Data(lambda reader: session.data(reader, path, options), tuple(rules), ids_of=ids_of)


def _known(by: Sequence[str], pair: Comparison) -> None:
    """Raises KenError for columns that the data do not have."""
    known = list(pair.groupings)
    hint = say("the data have no column that makes groups")
    if known:
        hint = say("columns that make groups: {columns}", columns=known)
    unknown = [name for name in by if pair.described.named(name) is None]
    if unknown:
        messages = (
            say("“{column}” is no column of the data, or is a score", column=column) for column in unknown
        )
        raise KenError([Diagnostic("no-column", message, Position("--by"), hint) for message in messages])


def _rule_sets_and_data(
    arguments: Sequence[str], data_old: Path | None, data_new: Path | None
) -> tuple[Sequence[str], Path]:
    """The names of the rule sets, and the data (of the new year). Raises KenError where they cannot be
    told."""
    if (data_old is None) != (data_new is None):
        lacking = "--data-old" if data_old is None else "--data-new"
        raise _usage(
            say("{option} is lacking", option=lacking), say("give both, or the data as last argument")
        )
    names, last = (arguments, data_new) if data_new is not None else (arguments[:-1], Path(arguments[-1]))
    if len(names) < 2 or (data_new is not None and len(names) != 2):
        given = counted(
            len(names),
            "{count} rule set is given: {names}",
            "{count} rule sets are given: {names}",
            names=list(names),
        )
        hint = say("write ken compare OLD NEW DATA, or ken compare OLD NEW --data-old FILE --data-new FILE")
        raise _usage(given, hint)
    return names, last


def _usage(message: Any, hint: Any) -> KenError:
    return KenError([Diagnostic("usage", message, Position("ken compare"), hint)])
