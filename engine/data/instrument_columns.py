"""Files with a row a respondent, of several instruments: which column stands for what in the rows of each."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, say
from ..words.numerals import western
from .claims import Claims
from .column_matching import claim
from .manifest import Part
from .sources import Source


def claimed_by_instrument(rules: RuleSet, source: Source, part: Part) -> dict[str, Claims]:
    """The claims on the file's columns, for each instrument that a column tells (under "" where none does).
    Raises KenError where the columns cannot be understood."""
    at = source.place(None, "")
    if part.instrument_column is not None and source.column(part.instrument_column) is None:
        message = say(
            "there is no column “{wanted}”; the columns are {columns}",
            wanted=part.instrument_column,
            columns=list(source.names.values()),
        )
        raise KenError([Diagnostic("no-key", message, at, say("it is to tell the instrument of each row"))])
    others = {*part.pass_through, *([part.instrument_column] if part.instrument_column else [])}
    claimed: dict[str, Claims] = {}
    faults: list[Diagnostic] = []
    owners: dict[str, str | None] = dict(part.instruments) or {"": None}
    for value, within in owners.items():
        claims, wrong = claim(
            rules,
            source.names,
            lambda column: source.place(None, column),
            key=part.key,
            pass_through=others,
            within=within,
        )
        faults.extend(fault for fault in wrong if fault not in faults)
        if claims is not None:
            claimed[value] = claims
    if faults:
        raise KenError([*_told_by_ids(rules, source, part)] or faults)
    return claimed


def _told_by_ids(rules: RuleSet, source: Source, part: Part) -> Iterator[Diagnostic]:
    """That a column is to tell the instrument of each row, and the columns of questions are each of one
    instrument by their ids, and not of the same one."""
    of = {
        column: paths[0].split(".")[0]
        for column, name in source.names.items()
        if len(paths := rules.meant(western(compared(name)))) == 1
    }
    if part.instrument_column is None or len(set(of.values())) < 2:
        return
    first = {owner: source.names[column] for column, owner in reversed(of.items())}
    message = say(
        "the columns are of several instruments by their ids, such as {columns}: “{column}” is not to tell "
        "whose the answers of a row are",
        columns=[f"{name} ({owner})" for owner, name in reversed(first.items())],
        column=part.instrument_column,
    )
    hint = say("leave instrument: out of this entry of the manifest")
    place = source.place(None, list(of)[-1])
    yield Diagnostic("ambiguous", message, place, hint)


__all__ = ["claimed_by_instrument"]
