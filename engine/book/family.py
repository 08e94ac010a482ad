"""The rule sets of a family, a year each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..checks.effective_dates import YEARLY
from ..meaning.model import RuleSet
from ..words.diagnostics import KenError
from . import folder, library

_YEAR = re.compile(r"[0-9]{4}")


def earlier(rules: RuleSet) -> Iterator[RuleSet]:
    """The rule sets of the family (ita of ita/2566) that are of earlier years and stand in the same folder,
    the last one first; none for a rule set that is not of a year. Those that cannot be read are told where
    they are checked themselves."""
    own = YEARLY.fullmatch(rules.id)
    if own is None or not rules.files:
        return
    try:
        beside = sorted(Path(rules.files[0]).parent.iterdir(), reverse=True)
    except OSError:  # a folder of which only the names of files are known
        return
    for path in beside:
        if path.suffix not in folder.SUFFIXES or not _YEAR.fullmatch(path.stem) or path.stem >= own[2]:
            continue
        try:
            other = library.inspect(path)[0] if folder.kind_of(path) == "ruleset" else None
        except KenError:
            continue
        if other is not None and other.id < rules.id:
            family = YEARLY.fullmatch(other.id)
            if family is not None and family[1] == own[1]:
                yield other


def corresponding(rules: RuleSet) -> Mapping[str, RuleSet | None]:
    """The rule sets of which `corresponds` speaks, by the name that it gives them; None for one that there is
    not."""
    return {name: _called(name, rules) for name in rules.corresponds}


def _called(name: str, rules: RuleSet) -> RuleSet | None:
    """The rule set of a name: on the search path, else among the files that a rule set is made of or that
    stand beside it."""
    try:
        return library.inspect(library.find(name))[0]
    except KenError:
        pass
    files = [Path(file) for file in rules.files]
    try:
        beside = sorted(files[0].parent.iterdir()) if files else []
    except OSError:  # a folder of which only the names of files are known
        beside = []
    for path in dict.fromkeys([*files[1:], *beside]):
        try:
            is_one = path.suffix in folder.SUFFIXES and folder.kind_of(path) == "ruleset"
            other = library.inspect(path)[0] if is_one else None
        except KenError:
            continue
        if other is not None and other.id == name:
            return other
    return None


__all__ = ["corresponding", "earlier"]
