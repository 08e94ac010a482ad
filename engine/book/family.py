"""The rule sets of a family, a year each."""

from __future__ import annotations

import re
from collections.abc import Iterator
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


__all__ = ["earlier"]
