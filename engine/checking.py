"""Everything that can be known without data about rule sets and dataset manifests: what `ken check` reports."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from . import library, schema, source
from .checks import check_further, every
from .diagnostics import Diagnostic, KenError, Position, errors, in_order, say
from .model import RuleSet

_YEARLY = re.compile(r"(.+)/([0-9]{4})")
SECONDS = 10.0


def subjects(names: Iterable[str]) -> Iterator[str]:
    """What to check: names and paths as they are, folders as the rule sets and manifests in them. Raises KenError for a folder
    that has none."""
    for name in names:
        folder = Path(name)
        if not os.path.isdir(name):  # noqa: PTH112  # a name may be longer than a path
            yield name
            continue
        found = sorted(path for suffix in library.SUFFIXES for path in folder.rglob(f"*{suffix}") if _kind(path) is not None)
        if not found:
            message = say("there is no rule set and no dataset in this folder")
            raise KenError([Diagnostic("no-such-ruleset", message, Position(name), say("give a folder with .yaml files that begin with ruleset: or dataset:"))])
        yield from map(str, found)


def _kind(path: Path) -> str | None:
    if not os.path.isfile(path):  # noqa: PTH113  # a name may be longer than a path
        return None
    if path.name.endswith(".guidance.yaml"):
        return "guidance"
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for _, line in zip(range(200), lines, strict=False):
            for kind in ("ruleset", "dataset", "tests", "guidance"):
                if line.startswith(f"{kind}:"):
                    return kind
    return None


def check(name: str | os.PathLike[str], seconds: float = SECONDS) -> tuple[Diagnostic, ...]:
    """Every finding in a rule set (by name or path) a dataset manifest, golden tests or guidance, but those that it says are meant. `seconds` is what
    each search for a proof may take."""
    path = Path(os.fspath(name))
    kind = _kind(path) if path.suffix in library.SUFFIXES else None
    if kind == "tests":
        from .golden import faults

        return faults(path)
    if kind == "guidance":
        from .guidance import check as guidance_faults

        return guidance_faults(path)
    if kind == "dataset":
        try:
            document = source.read(path)
        except KenError as problem:
            return problem.diagnostics
        return in_order([*document.faults, *schema.validate(document, "dataset")])
    rules, found = library.inspect(name)
    if rules is None or errors(found):
        return found
    return check_rule_set(rules, found, seconds)


def check_rule_set(rules: RuleSet, found: Iterable[Diagnostic], seconds: float = SECONDS) -> tuple[Diagnostic, ...]:
    """What was found in a rule set when it was loaded, and what further checks and proofs find."""
    return in_order(_meant(rules, [*found, *check_further(rules, seconds), *_out_of_season(rules)]))


def _meant(rules: RuleSet, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings without those that the rule set says are meant; and where it says so of something that is not found."""
    used: set[tuple[str, str]] = set()
    for each in found:
        suppression = rules.suppressions.get(each.code)
        if suppression is not None and each.about in suppression.ignore:
            used.add((each.code, each.about))
        else:
            yield each
    known = {check.ID for check in every()} | {"effective-dates"}
    for code, suppression in rules.suppressions.items():
        if code not in known:
            near = schema.suggestion(code, known)
            hint = say("did you mean “{near}”?", near=near) if near else say("checks are {checks}", checks=sorted(known))
            yield Diagnostic("suppression", say("there is no check “{check}”", check=code), suppression.position, hint, "warning", code)
            continue
        for about in suppression.ignore:
            if (code, about) not in used:
                message = say("{check} finds nothing about {about}", check=code, about=about)
                yield Diagnostic("suppression", message, suppression.position, say("take {about} out of ignore", about=about), "warning", about)


def _out_of_season(rules: RuleSet) -> Iterator[Diagnostic]:
    """Where a yearly rule set (family/2566) and the one before it overlap, or leave days without rules."""
    own = _YEARLY.fullmatch(rules.id)
    begin, end = rules.effective
    if own is None or not rules.files or begin is None:
        return
    if end is not None and end < begin:
        yield replace(_season(rules, say("it ends ({end}) before it begins ({begin})", end=end, begin=begin)), severity="error")
    earlier = [other for other in _family(rules, own[1]) if other.id < rules.id and other.effective[1] is not None]
    if not earlier:
        return
    last = max(earlier, key=lambda other: other.id)
    until = last.effective[1]
    assert until is not None
    next_day = (datetime.date.fromisoformat(until) + datetime.timedelta(days=1)).isoformat()
    if begin <= until:
        yield _season(rules, say("it begins on {begin}, while {other} is in force until {until}", begin=begin, other=last.id, until=until))
    elif begin > next_day:
        yield _season(rules, say("it begins on {begin}, and {other} ends on {until}: no rules are in force between", begin=begin, other=last.id, until=until))


def _season(rules: RuleSet, message: object) -> Diagnostic:
    return Diagnostic("effective-dates", message, rules.position, say("mend effective: in one of the two"), "warning", rules.id)  # type: ignore[arg-type]


def _family(rules: RuleSet, family: str) -> Iterator[RuleSet]:
    """The other yearly rule sets of the family, in the same folder."""
    for path in sorted(Path(rules.files[0]).parent.glob("*")):
        if path.suffix in library.SUFFIXES and re.fullmatch(r"[0-9]{4}", path.stem) and _kind(path) == "ruleset":
            other, _ = library.inspect(path)
            if other is not None and other.id != rules.id and _YEARLY.fullmatch(other.id) and other.id.startswith(f"{family}/"):
                yield other
