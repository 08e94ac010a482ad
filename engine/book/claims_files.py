"""Claims about an old and a new rule set, in a file of their own (`2566.claims.yaml`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from ..meaning.model import OwnClaim, RuleSet, Title
from ..meaning.statement_reading import statement
from ..words.diagnostics import Diagnostic, KenError, Text, errors, in_order, say
from ..words.natural_order import natural_path
from . import library, schema, source
from .document import Document
from .folder import CLAIMS
from .named_sets import load_beside, places_beside
from .own_claims import claimed_twice

SIDES = ("old", "new")


@dataclass(frozen=True)
class ClaimsFile:
    """A file of claims, and what it claims of the two rule sets that it names."""

    path: Path
    claims: tuple[OwnClaim, ...]


def read_claims(path: Path, old: RuleSet, new: RuleSet) -> ClaimsFile:
    """The claims in a file about these two rule sets. Raises KenError with all that is wrong with them, and
    where the file names other rule sets."""
    document = _read(path)
    rules = {"old": old, "new": new}
    other = [_of_another(document, side, own) for side, own in rules.items() if not _is(document, side, own)]
    if other:
        raise KenError(other)
    return _claims(document, path, old, new)


def claims_beside(old: RuleSet, new: RuleSet) -> Iterator[ClaimsFile]:
    """The files of claims beside two rule sets, or beside what these extend, that name both. Raises KenError
    where one of them is damaged."""
    folders = dict.fromkeys(Path(file).parent for file in (*old.files, *new.files))
    for path in sorted((each for folder in folders for each in _inside(folder)), key=natural_path):
        data = source.read(path).data
        if isinstance(data, dict) and _is_about(data, path, old, new):
            yield read_claims(path, old, new)


def check(path: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a file of claims itself. Whether they hold is not looked at."""
    try:
        document = _read(path)
        old, new = (_loaded(document, side) for side in SIDES)
        _claims(document, path, old, new)
    except KenError as problem:
        return problem.diagnostics
    return in_order(document.faults)


def _inside(folder: Path) -> list[Path]:
    return [path for ending in CLAIMS for path in folder.glob(f"*{ending}") if source.stands(path)]


def _is_about(data: dict[str, Any], path: Path, old: RuleSet, new: RuleSet) -> bool:
    """Whether a file names two rule sets. One that names what there is not is about neither."""
    try:
        return _names(data, "old", path, old) and _names(data, "new", path, new)
    except KenError:
        return False


def _read(path: Path) -> Document:
    """The document, which has the form of such a file. Raises KenError."""
    document = source.read(path)
    if not isinstance(document.data, dict):
        message: Text = (
            say("the file is empty")
            if document.data is None
            else say("these are no claims: a mapping of keys and values is wanted")
        )
        hint = say("begin with “old: family/version”, then new, and claims")
        raise KenError([Diagnostic("wrong-type", message, document.value_at(()), hint)])
    faults = [*document.faults, *schema.validate(document, "claims")]
    if errors(faults):
        raise KenError(in_order(faults))
    return document


def _claims(document: Document, path: Path, old: RuleSet, new: RuleSet) -> ClaimsFile:
    claims: list[OwnClaim] = []
    faults = list(claimed_twice(document))
    for number, data in enumerate(_data(document)["claims"]):
        position = document.value_at(("claims", number, "holds"))
        try:
            said = statement(data["holds"], old, new)
        except KenError as problem:
            faults += [replace(fault, position=position) for fault in problem.diagnostics]
            continue
        titles = Title(data.get("title")), Title(data.get("because"))
        claims.append(OwnClaim(data["id"], said, *titles, position))
    if faults:
        raise KenError(in_order(faults))
    return ClaimsFile(path, tuple(claims))


def _data(document: Document) -> dict[str, Any]:
    return cast("dict[str, Any]", document.data)


def _loaded(document: Document, side: str) -> RuleSet:
    """The rule set that the file names. Raises KenError."""
    try:
        return load_beside(_data(document)[side], Path(document.file).parent)
    except KenError as problem:
        raise library.told_at(problem, document.value_at((side,))) from None


def _is(document: Document, side: str, rules: RuleSet) -> bool:
    """Whether a file names a rule set. Raises KenError where it names none that there is."""
    try:
        return _names(_data(document), side, Path(document.file), rules)
    except KenError as problem:
        raise library.told_at(problem, document.value_at((side,))) from None


def _names(data: dict[str, Any], side: str, path: Path, rules: RuleSet) -> bool:
    """Whether a file that is at a path names a rule set: the same file with the same drafts."""
    name = data.get(side)
    if not isinstance(name, str):
        return False
    file, drafts = places_beside(name, path.parent)
    if len(drafts) != rules.id.count("+") or os.path.realpath(file) not in map(os.path.realpath, rules.files):
        return False
    known = {os.path.realpath(each) for each in library.load_with(file, drafts).files}
    return known == {os.path.realpath(each) for each in rules.files}


def _of_another(document: Document, side: str, rules: RuleSet) -> Diagnostic:
    name = _data(document)[side]
    message = say("these claims are about {name}, and not about {rules}", name=name, rules=rules.id)
    hint = say("compare the rule sets that the claims name; or name this one there after {key}:", key=side)
    return Diagnostic("other-rules", message, document.value_at((side,)), hint)


__all__ = ["ClaimsFile", "check", "claims_beside", "read_claims"]
