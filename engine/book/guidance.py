"""Guidance: what to do about each question and indicator of a rule set, as YAML beside it, and an agency's
own over that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from ..meaning.model import UNTITLED, RuleSet, Title
from ..words.diagnostics import Diagnostic, KenError, errors, in_order, say
from ..words.hints import did_you_mean, suggestion
from . import library, schema, source
from .document import Document, Place
from .guidance_identity import carried
from .overlay import lay_over

SUFFIX = ".guidance.yaml"


@dataclass(frozen=True)
class Proposal:
    """A measure for the next year. `month` counts from the first after the rules' year; None is any time in
    it."""

    units: tuple[Title, ...]
    steps: tuple[Title, ...]
    report: Title
    month: int | None


@dataclass(frozen=True)
class Advice:
    """What is said of one node."""

    about: Title = UNTITLED
    improve: Title = UNTITLED
    keep: Title = UNTITLED
    measure: Proposal | None = None


@dataclass(frozen=True)
class Guidance:
    """The guidance for a rule set: paragraphs on its principles, advice by the names of nodes, and what is
    known of the memo that covers a report (`office`, `reference`, `date`, `to`)."""

    rules: RuleSet
    principles: tuple[Title, ...] = ()
    advice: Mapping[str, Advice] = field(default_factory=dict)
    fingerprint: str = ""
    memo: Mapping[str, Title] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()  # of advice that is left out, because its node is gone
    withheld: frozenset[str] = frozenset()  # nodes under whose name there is advice on another one

    def of(self, path: str) -> Advice:
        """The advice on a node: that under the longest end of its path."""
        return self._by_path.get(path, Advice())

    @cached_property
    def _by_path(self) -> Mapping[str, Advice]:
        found: dict[str, Advice] = {}
        for name in sorted(self.advice, key=lambda name: name.count(".")):
            found.update(
                dict.fromkeys(
                    (*self.rules.names.get(name, ()), *self.rules.aliases.get(name, ())), self.advice[name]
                )
            )
        return found


@dataclass(frozen=True)
class _Laid:
    """Files of guidance, each laid over those before it, as they are for a rule set; what was found in them,
    and the notes and the nodes without advice of `Guidance`."""

    document: Document | None
    faults: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]
    withheld: frozenset[str]


def beside(rules: RuleSet) -> list[Path]:
    """The guidance that stands beside the rule set and beside those that it extends, what extends another one
    last."""
    paths = map(_beside, reversed(rules.files))
    return [path for path in paths if source.stands(path)]


def load(rules: RuleSet, overlays: Sequence[Path] = ()) -> Guidance:
    """The guidance for a rule set: what stands beside it and beside those that it extends, and files of one's
    own laid over it in order. Raises KenError with every fault in them."""
    laid = _laid(rules, [source.read(path) for path in (*beside(rules), *overlays)])
    faults = list(laid.faults)
    if laid.document is not None and not errors(faults):
        faults += _references(rules, laid.document)
    if errors(faults):
        raise KenError(errors(faults))
    made = Guidance(rules) if laid.document is None else _built(rules, laid.document)
    return replace(made, notes=laid.notes, withheld=laid.withheld)


def _laid(rules: RuleSet, documents: Sequence[Document]) -> _Laid:
    merged: Document | None = None
    faults: list[Diagnostic] = []
    notes: list[Diagnostic] = []
    withheld: set[str] = set()
    for document in documents:
        faults += [*document.faults, *_misfits(document), *_of_others(rules, document)]
        if isinstance(document.data, dict):
            found = carried(document, _written_for(rules, document), rules)
            notes += found.notes
            withheld |= found.withheld
            merged, more = lay_over(merged, found.document)
            faults += more
    return _Laid(merged, tuple(faults), tuple(notes), frozenset(withheld))


def inherited_notes(rules: RuleSet) -> tuple[Diagnostic, ...]:
    """What is to be known of guidance that a rule set takes over from one that it extends: advice that is not
    used, and questions without any."""
    paths = beside(rules)
    if not paths or paths[-1] == _beside(rules.files[0]):
        return ()
    try:
        guidance = load(rules)
        document = source.read(paths[-1])
    except KenError as problem:
        return problem.diagnostics
    hint = say("write it in a file of guidance of your own, and give it to ken report by --guidance")
    lacking = (
        replace(told, severity="note", position=rules.position, hint=hint)
        for told in _left_out(rules, guidance, document)
    )
    return (*guidance.notes, *lacking)


def _beside(file: str) -> Path:
    """Where the guidance of a rule set stands that has a file."""
    return Path(f"{Path(file).with_suffix('')}{SUFFIX}")


def _written_for(rules: RuleSet, document: Document) -> RuleSet:
    """The rule set that guidance names: one of those that the rules extend, else the rules themselves."""
    name = cast("dict[str, Any]", document.data).get("guidance")
    if name == rules.id:
        return rules
    others = (library.inspect(file)[0] for file in rules.files[1:])
    return next((other for other in others if other is not None and other.id == name), rules)


def check(path: Path) -> tuple[Diagnostic, ...]:
    """Every finding in a file of guidance: its form, what it refers to, and questions that it leaves out."""
    try:
        document = source.read(path)
        misfits = [*document.faults, *_misfits(document)]
        if misfits and schema.prune(document, "guidance") is None:
            return in_order(misfits)
        data = cast("dict[str, Any]", document.data)
        rules, found = _rules_of(document, str(data["guidance"]), path)
    except KenError as problem:
        return problem.diagnostics
    if rules is None:
        return in_order([*misfits, *found])
    others = [source.read(each) for each in beside(rules) if each.resolve() != path.resolve()]
    laid = _laid(rules, [*(other for other in others if not _misfits(other)), document])
    assert laid.document is not None
    faults = list(_references(rules, laid.document))
    if misfits:  # what does not fit is taken out, and not lacking
        return in_order([*misfits, *(fault for fault in faults if fault.code != "missing-key")])
    return in_order(faults or _left_out(rules, _built(rules, laid.document), document))


def _rules_of(document: Document, name: str, path: Path) -> tuple[RuleSet | None, list[Diagnostic]]:
    """The rule set that guidance is for: the one beside it, where its name fits, else one on the search
    path."""
    near = path.with_name(f"{name.rpartition('/')[2]}.yaml")
    rules, found = library.inspect(near if near.is_file() else name)
    if rules is not None:
        return rules, []
    at = document.value_at(("guidance",))
    return None, [
        Diagnostic(each.code, each.message, at, each.hint) if each.code == "no-such-ruleset" else each
        for each in found
    ]


def _misfits(document: Document) -> list[Diagnostic]:
    if isinstance(document.data, dict):
        return schema.validate(document, "guidance")
    message = (
        say("the file is empty")
        if document.data is None
        else say("this is no guidance: a mapping of keys and values is wanted")
    )
    return [
        Diagnostic(
            "wrong-type",
            message,
            document.value_at(()),
            say("begin with “guidance: family/version”, then items"),
        )
    ]


def _of_others(rules: RuleSet, document: Document) -> Iterator[Diagnostic]:
    """That guidance is for other rules than these and those that they extend."""
    name = document.data.get("guidance") if isinstance(document.data, dict) else None
    chain = {
        rules.id.partition("+")[0],
        *(str(other.id) for file in rules.files[1:] if (other := library.inspect(file)[0]) is not None),
    }
    if isinstance(name, str) and name not in chain and not name.endswith(library.SUFFIXES):
        message = say("this is guidance for {other}, and the rules are {rules}", other=name, rules=rules.id)
        yield Diagnostic(
            "guidance-of-others",
            message,
            document.value_at(("guidance",)),
            say("write guidance: {rules}, or give another file", rules=rules.id),
        )


def _references(rules: RuleSet, document: Document) -> Iterator[Diagnostic]:
    """Items that are no nodes (but for those of files that are inherited), responsible units that are not
    there, measures that are not whole."""
    data = cast("dict[str, Any]", document.data)
    units = data.get("units") or {}
    inherited = {str(path) for path in map(_beside, rules.files[1:])}
    for name, entry in (data.get("items") or {}).items():
        place: Place = ("items", name)
        is_known = name in rules.names or name in rules.aliases
        if not is_known and document.key_at(place).file not in inherited:
            near = suggestion(
                name, [each for each in (*rules.names, *rules.aliases) if "." not in each or "." in name]
            )
            hint = (
                say("did you mean “{near}”?", near=near)
                if near
                else say("items are node ids; ken show {rules} lists them", rules=rules.typed)
            )
            message = say("guidance for “{name}”, which is no node of {rules}", name=name, rules=rules.id)
            yield Diagnostic("undefined", message, document.key_at(place), hint)
        measure: dict[str, Any] | None = (entry or {}).get("measure")
        for key in ("units", "steps", "report", "by"):
            if measure is not None and measure.get(key) is None:
                message = say("the measure for {name} lacks “{key}”", name=name, key=key)
                yield Diagnostic(
                    "missing-key",
                    message,
                    document.key_at((*place, "measure")),
                    say("add the line “{key}: …”", key=key),
                )
        for at, unit in enumerate((measure or {}).get("units") or ()):
            if unit not in units:
                known = did_you_mean(unit, list(units)) if units else say("write the unit under units: first")
                message = say("no responsible unit is called “{name}”", name=unit)
                yield Diagnostic(
                    "undefined", message, document.value_at((*place, "measure", "units", at)), known
                )


def _left_out(rules: RuleSet, guidance: Guidance, document: Document) -> Iterator[Diagnostic]:
    lacking = [
        node.id
        for node in rules.nodes.values()
        if node.level == "question" and guidance.of(node.path).improve == UNTITLED
    ]
    if lacking:
        message = say("no guidance for {questions}", questions=list(dict.fromkeys(lacking)))
        yield Diagnostic(
            "no-guidance",
            message,
            document.key_at(("items",)),
            say("add them under items, each with improve and keep"),
            "warning",
        )


def _built(rules: RuleSet, document: Document) -> Guidance:
    data = cast("dict[str, Any]", document.data)
    units = {id_: Title(text) for id_, text in (data.get("units") or {}).items()}

    def advice(entry: dict[str, Any]) -> Advice:
        measure = entry.get("measure")
        proposal = None
        if measure is not None:
            by = measure["by"]
            proposal = Proposal(
                tuple(units[unit] for unit in measure["units"]),
                tuple(map(Title, measure["steps"])),
                Title(measure["report"]),
                int(by) if isinstance(by, Fraction) else None,
            )
        return Advice(
            Title(entry.get("about")), Title(entry.get("improve")), Title(entry.get("keep")), proposal
        )

    items = {name: advice(entry) for name, entry in (data.get("items") or {}).items() if entry is not None}
    digest = hashlib.sha256(
        json.dumps(data, ensure_ascii=False, sort_keys=True, default=str).encode()
    ).hexdigest()
    memo = {name: Title(text) for name, text in (data.get("memo") or {}).items()}
    principles = tuple(map(Title, data.get("principles") or ()))
    return Guidance(rules, principles, items, f"sha256:{digest}", memo=memo)


__all__ = ["SUFFIX", "Advice", "Guidance", "Proposal", "beside", "check", "inherited_notes", "load"]
