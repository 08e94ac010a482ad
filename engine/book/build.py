"""From a document that fits the schema to the model: ids, references and expressions, each mistake at its
place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, cast

from ..meaning.expressions import Expression
from ..meaning.kinds import Kind
from ..meaning.model import (
    AnsweredBy,
    AnswerScale,
    Band,
    HitPolicy,
    Judgement,
    Rounding,
    RuleSet,
    Scale,
    Suppression,
    Target,
    Threshold,
    Title,
)
from ..words.diagnostics import Diagnostic, say
from ..words.hints import nearest_or
from ..words.numerals import read_percent
from .document import Document, Place
from .draft import RESERVED, Draft
from .fingerprints import fingerprint
from .nodes import tree_of

LAST_CHRISTIAN_YEAR = 2400  # later years are taken for those of the Buddhist era, which is 543 years ahead


def build(document: Document) -> tuple[RuleSet, list[Diagnostic]]:
    """The model of a document that fits the schema, and what is wrong with it. With faults the model is good
    for further checks only, not for use: what could not be read stands in it as something harmless."""
    draft = Draft(document)
    rules = _judging(draft, _scoring(draft))
    return replace(rules, fingerprint=fingerprint(rules)), draft.faults


def _scoring(draft: Draft) -> RuleSet:
    """What does not refer to nodes: scale, tree, thresholds and answer scales."""
    data, document = draft.data, draft.document
    scale = _scale(draft)
    thresholds = {id_: _threshold(draft, id_, value) for id_, value in data.get("thresholds", {}).items()}
    answers = {id_: _answer_scale(draft, id_, value) for id_, value in data.get("answers", {}).items()}
    scale_places = {f"scale.{key}": at for key, at in draft.places(data["scale"], ("scale",)).items()}
    return RuleSet(
        id=data["ruleset"],
        title=Title(data.get("title")),
        unit=data["unit"],
        scale=scale,
        total=tree_of(draft),
        bands=(),
        hit_policy=cast(HitPolicy, data.get("hit_policy", "first")),
        thresholds=thresholds,
        answers=answers,
        effective=_effective(draft),
        source=data.get("source"),
        files=tuple(reversed(document.lines)),
        suppressions={
            check: Suppression(tuple(entry["ignore"]), entry["because"], document.key_at(("checks", check)))
            for check, entry in (data.get("checks") or {}).items()
            if entry is not None
        },
        position=document.value_at(()),
        places={**draft.places(data, ()), **scale_places},
    )


def _judging(draft: Draft, rules: RuleSet) -> RuleSet:
    """The same with what refers to nodes: aliases, bands, judgements and targets."""
    data, aliases = draft.data, _aliases(draft, rules)
    conditions = _Conditions(draft, rules, _kinds(rules))
    bands = tuple(conditions.band(band, ("bands", number)) for number, band in enumerate(data["bands"]))
    judgements = {
        level: conditions.judgements(level, entries) for level, entries in data.get("judgements", {}).items()
    }
    targets = tuple(
        conditions.target(entry, ("targets", number)) for number, entry in enumerate(data.get("targets", ()))
    )
    _unique_targets(draft, targets)
    return replace(
        rules,
        bands=bands,
        judgements=judgements,
        targets=targets,
        aliases=aliases,
        alias_positions={name: draft.document.key_at(("aliases", name)) for name in aliases},
    )


def _scale(draft: Draft) -> Scale:
    data = draft.data["scale"]
    scale = Scale(data["min"], data["max"], int(data["decimals"]), cast(Rounding, data["rounding"]))
    if scale.minimum >= scale.maximum:
        message = say(
            "the scale's max ({maximum}) is not above its min ({minimum})",
            maximum=scale.maximum,
            minimum=scale.minimum,
        )
        hint = say("write the lowest score under min and the highest under max")
        draft.fault("scale", message, draft.document.value_at(("scale", "max")), hint)
    return scale


def _threshold(draft: Draft, id_: str, data: Any) -> Threshold:
    place: Place = ("thresholds", id_)
    draft.free_id(id_, draft.document.key_at(place))
    if isinstance(data, dict):
        position = draft.document.value_at((*place, "value"))
        return Threshold(id_, data["value"], Title(data.get("title")), data.get("source"), position)
    return Threshold(id_, data, position=draft.document.value_at(place))


def _answer_scale(draft: Draft, id_: str, data: dict[str, Any]) -> AnswerScale:
    """An answer scale: its options alone, or under options: with a title and more beside them."""
    options = data.get("options", data)
    more = data if "options" in data else {}
    place: Place = ("answers", id_, "options") if more else ("answers", id_)
    return AnswerScale(
        id_,
        dict(options),
        Title(more.get("title")),
        more.get("source"),
        cast(AnsweredBy, more.get("answered_by") or "respondents"),
        draft.document.key_at(("answers", id_)),
        {answer: draft.document.value_at((*place, answer)) for answer in options},
    )


def _effective(draft: Draft) -> tuple[str | None, str | None]:
    """The first and the last day on which the rules are in force."""
    data = draft.data.get("effective") or {}
    first, last = data.get("from"), data.get("to")
    for key, day in (("from", first), ("to", last)):
        position = draft.document.value_at(("effective", key))
        if day is not None and int(day[:4]) > LAST_CHRISTIAN_YEAR:
            christian = f"{int(day[:4]) - 543}{day[4:]}"
            message = say("{day} looks like a year of the Buddhist era", day=day)
            draft.fault(
                "date", message, position, say("write the year of the Christian era: {day}", day=christian)
            )
        elif day is not None and not _is_day(day):
            hint = say("write the date as 2022-10-01 (year of the Christian era, month, day)")
            draft.fault("date", say("{day} is no day of the calendar", day=day), position, hint)
    if first and last and first > last:
        message = say("the rules end ({last}) before they begin ({first})", last=last, first=first)
        hint = say("exchange the two dates, or mend the year")
        draft.fault("date", message, draft.document.value_at(("effective", "to")), hint)
    return first, last


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


# what refers to nodes


def _kinds(rules: RuleSet) -> Mapping[str, Kind]:
    """By name: what may be named in a condition."""
    kinds: dict[str, Kind] = {name: "number" for name, paths in rules.names.items() if len(paths) == 1}
    kinds.update(dict.fromkeys(rules.thresholds, "number"))
    kinds.update(dict.fromkeys(rules.lists, "numbers"))
    return kinds


@dataclass(frozen=True)
class _Conditions:
    """What has a condition: bands, judgements and targets."""

    draft: Draft
    rules: RuleSet
    kinds: Mapping[str, Kind]

    def condition(self, text: str, place: Place, further: Mapping[str, Kind] | None = None) -> Expression:
        """The condition in a text; `further` may be named in it too."""
        kinds = {**self.kinds, **further} if further else self.kinds
        return self.draft.expression(text, place, kinds, "truth", self.rules.unclear)

    def band(self, data: dict[str, Any], place: Place) -> Band:
        rank, value_at = data.get("rank"), self.draft.document.value_at
        return Band(
            rating=data["rating"],
            minimum=data.get("from"),
            maximum=data.get("to"),
            when=self.condition(data["when"], (*place, "when")) if data.get("when") else None,
            title=Title(data.get("title")),
            rank=None if rank is None else int(rank),
            source=data.get("source") or self.rules.source,
            position=value_at(place),
            minimum_position=value_at((*place, "from")),
            maximum_position=value_at((*place, "to")),
        )

    def judgements(self, level: str, entries: Sequence[dict[str, Any]]) -> tuple[Judgement, ...]:
        judgements = []
        for number, data in enumerate(entries):
            place: Place = ("judgements", level, number)
            when = self.condition(data["when"], (*place, "when"), {"score": "number"})
            source, position = data.get("source") or self.rules.source, self.draft.document.value_at(place)
            judgements.append(Judgement(data["result"], when, Title(data.get("title")), source, position))
        return tuple(judgements)

    def target(self, data: dict[str, Any], place: Place) -> Target:
        share_at: Place = (*place, "share_of_units")
        if read_percent(data["share_of_units"]) is not None:
            message = say("share_of_units is {share}, and no condition", share=data["share_of_units"])
            hint = say(
                "write the condition of which a share of units is asked, for example total >= 80; the share "
                "itself stands in at_least"
            )
            self.draft.fault("expression-type", message, self.draft.document.value_at(share_at), hint)
            return Target(data["id"], self.condition("total >= 0", share_at), Fraction(0))
        condition = self.condition(data["share_of_units"], share_at)
        share = self.draft.share(data["at_least"], (*place, "at_least"))
        source, position = data.get("source") or self.rules.source, self.draft.document.value_at(place)
        share_position = self.draft.document.value_at((*place, "at_least"))
        return Target(
            data["id"], condition, share, Title(data.get("title")), source, position, share_position
        )


def _unique_targets(draft: Draft, targets: Sequence[Target]) -> None:
    ids: set[str] = set()
    for number, target in enumerate(targets):
        if target.id in ids:
            message = say("two targets are called “{id}”", id=target.id)
            position = draft.document.value_at(("targets", number, "id"))
            draft.fault("duplicate-id", message, position, say("give one of them another id"))
        ids.add(target.id)


def _aliases(draft: Draft, rules: RuleSet) -> Mapping[str, tuple[str, ...]]:
    """By alias: the paths of the nodes that it stands for."""
    aliases: dict[str, tuple[str, ...]] = {}
    for name, members in (draft.data.get("aliases") or {}).items():
        if name in rules.names or name in RESERVED or name in rules.thresholds:
            message = say("the alias “{name}” is the name of something else already", name=name)
            hint = say("choose another name, or take the node of that name away")
            draft.fault("duplicate-id", message, draft.document.key_at(("aliases", name)), hint)
        paths = [
            path
            for number, member in enumerate(members)
            for path in _member(draft, rules, member, ("aliases", name, number))
        ]
        aliases[name] = tuple(paths)
    return aliases


def _member(draft: Draft, rules: RuleSet, name: str, place: Place) -> Sequence[str]:
    """The path of the node that a member of an alias names; none where it names no one node."""
    paths, position = list(rules.names.get(name, ())), draft.document.value_at(place)
    if len(paths) == 1:
        return paths
    if paths:
        message = say("“{name}” can mean {paths}", name=name, paths=paths)
        hint = say("write the path, for example {path}", path=paths[0])
        draft.fault("ambiguous", message, position, hint)
    else:
        hint = nearest_or(name, rules.names, say("name nodes of this rule set"))
        draft.fault("undefined", say("nothing is called “{name}”", name=name), position, hint)
    return []


__all__ = ["build"]
