"""From a document that fits the schema to the model: ids, references and expressions, each mistake at its
place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, cast

from ..meaning.expressions import Expression
from ..meaning.model import (
    RAW_LIMIT,
    AnsweredBy,
    AnswerScale,
    Better,
    HitPolicy,
    Judgement,
    Rounding,
    RuleSet,
    Scale,
    Suppression,
    Target,
    Title,
)
from ..words.diagnostics import Diagnostic, say
from ..words.hints import nearest_or
from ..words.numerals import read_percent
from .between_schemes import corresponding
from .between_schemes import places as corresponding_places
from .document import Document, Place
from .draft import RESERVED, Draft
from .meaning_of_names import judge_meaning, with_ends, without_expressions, worded
from .node_keys import NodeKeys, scored_words
from .nodes import tree_of
from .notes import notes_of
from .one_name import judge_names
from .reference_tables import tables_of
from .written_thresholds import threshold_of

LAST_CHRISTIAN_YEAR = 2400  # later years are taken for those of the Buddhist era, which is 543 years ahead


def build(document: Document) -> tuple[RuleSet, list[Diagnostic]]:
    """The model of a document that fits the schema, and what is wrong with it. With faults the model is good
    for further checks only, not for use: what could not be read stands in it as something harmless."""
    draft = Draft(document)
    return _judging(draft, _scoring(draft)), draft.faults


def _scoring(draft: Draft) -> RuleSet:
    """What does not refer to nodes: scale, tree, thresholds and answer scales."""
    data, document = draft.data, draft.document
    scale = _scale(draft)
    thresholds = {
        id_: threshold_of(draft, id_, value, ("thresholds", id_))
        for id_, value in data.get("thresholds", {}).items()
    }
    answers = {id_: _answer_scale(draft, id_, value) for id_, value in data.get("answers", {}).items()}
    scale_data = data.get("scale") or {}
    scale_places = {f"scale.{key}": at for key, at in draft.places(scale_data, ("scale",)).items()}
    tree = tree_of(draft, answers)
    return RuleSet(
        id=data["ruleset"],
        title=Title(data.get("title")),
        unit=data["unit"],
        scale=scale,
        total=tree.total,
        bands=(),
        hit_policy=cast(HitPolicy, data.get("hit_policy", "first")),
        thresholds=thresholds,
        answers=tree.answers,
        effective=_effective(draft),
        source=data.get("source"),
        subject=Title(data.get("field")),
        inputs=tree.inputs,
        lineage=document.lineage,
        files=tuple(reversed(document.lines)),
        suppressions={
            check: Suppression(tuple(entry["ignore"]), entry["because"], document.key_at(("checks", check)))
            for check, entry in (data.get("checks") or {}).items()
            if entry is not None
        },
        position=document.value_at(()),
        places={**draft.places(data, ()), **scale_places, **corresponding_places(draft)},
        notes=tuple(notes_of(document)),
    )


def _judging(draft: Draft, rules: RuleSet) -> RuleSet:
    """The same with what refers to nodes: aliases, bands, judgements and targets."""
    data, aliases = draft.data, _aliases(draft, rules)
    keys, conditions = NodeKeys(draft), _Conditions(draft, rules)
    judgements = {
        level: conditions.judgements(level, entries) for level, entries in data.get("judgements", {}).items()
    }
    targets = tuple(
        conditions.target(entry, ("targets", number)) for number, entry in enumerate(data.get("targets", ()))
    )
    _unique_targets(draft, targets)
    rules = replace(
        rules,
        bands=keys.bands(data.get("bands") or (), ("bands",), rules.source),
        judgements=judgements,
        targets=targets,
        aliases=aliases,
        alias_positions={name: draft.document.key_at(("aliases", name)) for name in aliases},
    )
    rules = replace(rules, corresponds=corresponding(draft, rules.bands), tables=tables_of(draft, rules))
    judge_names(draft, rules)
    judge_meaning(draft, rules)
    if draft.unread:
        rules = replace(rules, total=without_expressions(rules.total, draft.unread))
    rules = replace(rules, worded=worded(rules))
    return rules if draft.faults else with_ends(rules)


def _scale(draft: Draft) -> Scale:
    data = draft.data.get("scale") or {}
    low, high = data.get("min"), data.get("max")
    scale = Scale(
        -RAW_LIMIT if low is None else low,
        RAW_LIMIT if high is None else high,
        int(data.get("decimals") or 0),
        cast(Rounding, data.get("rounding") or "half_up"),
        low is not None,
        high is not None,
        cast(Better, data.get("better") or "higher"),
        data.get("in"),
    )
    if low is not None and high is not None and low >= high:
        message = say(
            "the scale's max ({maximum}) is not above its min ({minimum})",
            maximum=scale.maximum,
            minimum=scale.minimum,
        )
        hint = say("write the lowest score under min and the highest under max")
        draft.fault("scale", message, draft.document.value_at(("scale", "max")), hint)
    return scale


def _answer_scale(draft: Draft, id_: str, data: Any) -> AnswerScale:
    """An answer scale: its options alone, or under options: with a title and more beside them; or words
    without scores, as a list. Who answers it is, where it does not say, what the whole rule set says."""
    place: Place = ("answers", id_)
    if isinstance(data, list):
        scale = NodeKeys(draft).words(id_, data, place)
        return replace(scale, id=id_, is_own=False, position=draft.document.key_at(place))
    options = data.get("options", data)
    more = data if "options" in data else {}
    at: Place = (*place, "options") if more else place
    scores, leaving, lacking = scored_words(options)
    return AnswerScale(
        id_,
        scores,
        Title(more.get("title")),
        more.get("source"),
        cast(AnsweredBy, more.get("answered_by") or draft.data.get("answered_by") or "respondents"),
        draft.document.key_at(place),
        {answer: draft.document.value_at((*at, answer)) for answer in options},
        leaving=leaving,
        lacking=lacking,
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


@dataclass(frozen=True)
class _Conditions:
    """What has a condition, beside nodes: judgements and targets."""

    draft: Draft
    rules: RuleSet

    def condition(self, text: str, place: Place) -> Expression:
        """The condition in a text."""
        expression = self.draft.parsed(text, place)
        self.draft.wants[id(expression)] = "truth"
        return expression

    def judgements(self, level: str, entries: Sequence[dict[str, Any]]) -> tuple[Judgement, ...]:
        judgements = []
        for number, data in enumerate(entries):
            place: Place = ("judgements", level, number)
            when = self.condition(data["when"], (*place, "when"))
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
