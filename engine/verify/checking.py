"""Everything that can be known without data about rule sets and dataset manifests: what `ken check`
reports."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..book import family, library, schema, source
from ..book import folder as folders
from ..book.folder import Kind
from ..checks import check_beside, check_further, meant
from ..checks.files import BUILT_ON, DIFFERENCES, LEFT_OUT
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, counted, errors, in_order, say
from ..words.natural_order import natural_path

SECONDS = 10.0


@dataclass(frozen=True)
class Subject:
    """Something to check, by name or path; what it is, where that is known; and for what cannot be looked at,
    what is said of it."""

    name: str
    kind: Kind | None = None
    told: Diagnostic | None = None


def subjects(names: Iterable[str]) -> Iterator[Subject]:
    """What to check: names and paths as they are, folders as what is in them. Raises KenError for a folder
    that has nothing of Ken's."""
    for name in names:
        if os.path.isdir(name):  # noqa: PTH112  # a name may be longer than a path
            yield from _inside(Path(name))
        else:
            yield Subject(name)


def _inside(folder: Path) -> Iterator[Subject]:
    paths, faults = folders.yaml_files(folder)
    found = [Subject(fault.position.file, told=fault) for fault in faults]
    foreign: list[str] = []
    for path in paths:
        try:
            kind = folders.kind_of(path)
        except KenError as problem:
            told = problem.diagnostics[0]
            found.append(
                Subject(str(path), told=replace(told, severity="warning") if source.is_none(path) else told)
            )
            continue
        if kind == "foreign":
            foreign.append(path.relative_to(folder).as_posix())
        else:
            found.append(Subject(str(path), kind))
    left_out = [_left_out(folder, foreign)] if foreign else []
    if not found:
        message = say("there is no rule set and no dataset in this folder")
        hint = say("give a folder with .yaml files that have the key ruleset: or dataset:")
        raise KenError([Diagnostic("no-such-ruleset", message, Position(str(folder)), hint), *left_out])
    yield from sorted(found, key=lambda subject: natural_path(Path(subject.name)))
    yield from (Subject(str(folder), told=told) for told in left_out)


def _left_out(folder: Path, names: list[str]) -> Diagnostic:
    count = counted(len(names), "{count} file", "{count} files")
    message = say("left out, because they are nothing of Ken's: {names} ({count})", names=names, count=count)
    hint = say("a rule set has the key ruleset:, a dataset dataset:, golden tests tests:, guidance guidance:")
    return Diagnostic(LEFT_OUT.ID, message, Position(str(folder)), hint, LEFT_OUT.SEVERITY)


def check(
    name: str | os.PathLike[str], seconds: float = SECONDS, kind: Kind | None = None
) -> tuple[Diagnostic, ...]:
    """Every finding in a rule set (by name or path), a dataset manifest, golden tests, guidance, a house
    style or claims about two rule sets, but those that it says are meant. `seconds` is what all proofs
    together may take; `kind` is what the file is, where that is known."""
    path = Path(os.fspath(name))
    try:
        if path.suffix.casefold() in folders.SUFFIXES and source.stands(path):
            if folders.is_misnamed(path):
                return (folders.misnamed(path),)
            kind = kind or folders.kind_of(path)
    except KenError as problem:
        return problem.diagnostics
    if kind == "tests":
        from .golden import faults

        return faults(path)
    if kind == "guidance":
        from ..book.guidance import check as guidance_faults

        return guidance_faults(path)
    if kind == "house_style":
        from ..book.house_style import check as style_faults

        return style_faults(path)
    if kind == "claims":
        from ..book.claims_files import check as claims_faults

        return claims_faults(path)
    if kind in ("dataset", "overlay"):
        try:
            document = source.read(path)
        except KenError as problem:
            return problem.diagnostics
        return in_order(
            [
                *document.faults,
                *(schema.validate(document, "dataset") if kind == "dataset" else [_differences(path)]),
            ]
        )
    rules, found = library.inspect(name)
    if rules is None:
        return found
    if errors(found):
        return in_order([*found, *check_beside(rules, found)])
    return check_rule_set(rules, found, seconds)


def told_once(found: Mapping[str, Sequence[Diagnostic]]) -> dict[str, Sequence[Diagnostic]]:
    """The findings of several subjects, errors in a file that is one of them told there alone: of a subject
    that builds on it only how many there are is said."""
    paths = {os.path.realpath(name): name for name in found}

    def home(told: Diagnostic, subject: str) -> str | None:
        other = paths.get(os.path.realpath(told.position.file))
        is_there = other not in (None, subject) and told.severity == "error" and told in found[other or ""]
        return other if is_there else None

    once: dict[str, Sequence[Diagnostic]] = {}
    for subject, every in found.items():
        homes = [home(told, subject) for told in every]
        own = [told for told, other in zip(every, homes, strict=True) if other is None]
        for other in dict.fromkeys(other for other in homes if other is not None):
            known = [(told.code, told.message) for told in found[other]]  # what follows from them is no more
            own = [told for told in own if (told.code, told.message) not in known]
            theirs = [told for told, at in zip(every, homes, strict=True) if at == other]
            own.append(_of_another(subject, other, theirs))
        once[subject] = in_order(own)
    return once


def _of_another(subject: str, other: str, theirs: Sequence[Diagnostic]) -> Diagnostic:
    """What is said of errors that are told of another subject."""
    message = counted(
        len(theirs),
        "it builds on {file}, of which {count} error is told there",
        "it builds on {file}, of which {count} errors are told there",
        file=other,
    )
    return Diagnostic(BUILT_ON.ID, message, Position(subject), say("mend that file first"), BUILT_ON.SEVERITY)


def _differences(path: Path) -> Diagnostic:
    message = say("these are differences, to be laid over a rule set; alone they are not checked")
    return Diagnostic(
        DIFFERENCES.ID,
        message,
        Position(str(path), 1, 1),
        say("write for example ken check ita/2566+{file}", file=str(path)),
        DIFFERENCES.SEVERITY,
    )


def check_rule_set(
    rules: RuleSet, found: Iterable[Diagnostic], seconds: float = SECONDS
) -> tuple[Diagnostic, ...]:
    """What was found in a rule set when it was loaded, and what further checks and proofs find."""
    from ..book.guidance import inherited_notes

    further = check_further(rules, family.earlier(rules), family.corresponding(rules), seconds)
    return in_order(meant(rules, [*found, *further, *inherited_notes(rules)]))
