"""From a document that fits the schema to the model: ids, references and expressions, each mistake at its
place."""

from __future__ import annotations

import ast
import datetime
import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Any, cast

from ..meaning.expressions import FUNCTIONS, Expression, parse
from ..meaning.kinds import Kind, check
from ..meaning.model import (
    LEVELS,
    PLAIN,
    TOTAL,
    AnsweredBy,
    AnswerScale,
    Band,
    HitPolicy,
    Judgement,
    Missing,
    Node,
    Rounding,
    RuleSet,
    Scale,
    Suppression,
    Target,
    Threshold,
    Title,
)
from ..meaning.ways import WAYS, usual
from ..words.diagnostics import Diagnostic, Position, say
from ..words.language import LANGUAGES
from ..words.numerals import read_percent, western
from .schema import place_text, suggestion
from .source import Document, Place

# of all ranges together, which are written in few characters: half the values that a file may have
MAX_QUESTIONS = 50_000
LAST_CHRISTIAN_YEAR = 2400  # later years are taken for those of the Buddhist era, which is 543 years ahead
RESERVED = frozenset(
    {
        TOTAL,
        "score",
        "value",
        "and",
        "or",
        "not",
        "in",
        "is",
        "if",
        "else",
        "for",
        "lambda",
        "await",
        "yield",
        "True",
        "False",
        "None",
        "rating",
        "status",
        *LEVELS,
        *FUNCTIONS,
    }
)

_RANGE = re.compile(r"([A-Za-z][A-Za-z0-9_]*?)([0-9]+) ?\.\. ?([A-Za-z][A-Za-z0-9_]*?)([0-9]+)")


def build(document: Document) -> tuple[RuleSet, list[Diagnostic]]:
    """The model of a document that fits the schema, and what is wrong with it. With faults the model is good
    for further checks only, not for use: what could not be read stands in it as something harmless."""
    builder = _Builder(document)
    return builder.rule_set(), builder.faults


class _Builder:
    """Walks the document once; keeps the faults so that all of them are told together."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.data = cast("dict[str, Any]", document.data)
        self.faults: list[Diagnostic] = []
        self.in_ranges = 0

    def fault(self, code: str, message: Any, position: Position, hint: Any = None) -> None:
        self.faults.append(Diagnostic(code, message, position, hint))

    def rule_set(self) -> RuleSet:
        data, scale = self.data, self.scale()
        thresholds = {id_: self.threshold(id_, value) for id_, value in data.get("thresholds", {}).items()}
        answers = {id_: self.answer_scale(id_, value) for id_, value in data.get("answers", {}).items()}
        inherited = _Inherited(
            self.missing(data, "error"),
            self.coverage(data, Fraction(0), ()),
            None,
            data.get("source"),
            tuple(thresholds),
        )
        total = self.node(TOTAL, "", "total", data, (), inherited)
        draft = RuleSet(
            id=data["ruleset"],
            title=Title(data.get("title")),
            unit=data["unit"],
            scale=scale,
            total=total,
            bands=(),
            hit_policy=cast(HitPolicy, data.get("hit_policy", "first")),
            thresholds=thresholds,
            answers=answers,
            effective=self.effective(data.get("effective") or {}),
            source=data.get("source"),
            files=tuple(reversed(self.document.lines)),
            suppressions={
                check: Suppression(
                    tuple(entry["ignore"]), entry["because"], self.document.key_at(("checks", check))
                )
                for check, entry in (data.get("checks") or {}).items()
                if entry is not None
            },
            position=self.document.value_at(()),
            places={
                **self.places(data, ()),
                **{f"scale.{key}": at for key, at in self.places(data["scale"], ("scale",)).items()},
            },
        )
        self.unique_ids(draft)
        aliases = self.aliases(draft)
        kinds = self.kinds(draft)
        rules = replace(
            draft,
            bands=tuple(
                self.band(band, ("bands", at), draft, kinds) for at, band in enumerate(data["bands"])
            ),
            judgements={
                level: self.judgements(level, entries, draft, kinds)
                for level, entries in data.get("judgements", {}).items()
            },
            targets=tuple(
                self.target(entry, ("targets", at), draft, kinds)
                for at, entry in enumerate(data.get("targets", ()))
            ),
            aliases=aliases,
            alias_positions={name: self.document.key_at(("aliases", name)) for name in aliases},
        )
        ids: set[str] = set()
        for at, target in enumerate(rules.targets):
            if target.id in ids:
                self.fault(
                    "duplicate-id",
                    say("two targets are called “{id}”", id=target.id),
                    self.document.value_at(("targets", at, "id")),
                    say("give one of them another id"),
                )
            ids.add(target.id)
        return replace(rules, fingerprint=fingerprint(rules))

    # small things

    def scale(self) -> Scale:
        data = self.data["scale"]
        scale = Scale(data["min"], data["max"], int(data["decimals"]), cast(Rounding, data["rounding"]))
        if scale.minimum >= scale.maximum:
            message = say(
                "the scale's max ({maximum}) is not above its min ({minimum})",
                maximum=scale.maximum,
                minimum=scale.minimum,
            )
            self.fault(
                "scale",
                message,
                self.document.value_at(("scale", "max")),
                say("write the lowest score under min and the highest under max"),
            )
        return scale

    def places(self, data: Mapping[str, Any], place: Place) -> Mapping[str, Position]:
        """Where the values of a mapping stand, children left out."""
        return {key: self.document.value_at((*place, key)) for key in data if key not in LEVELS}

    def threshold(self, id_: str, data: Any) -> Threshold:
        at = self.document.key_at(("thresholds", id_))
        self.free_id(id_, at, ())
        value_at = self.document.value_at(
            ("thresholds", id_, "value") if isinstance(data, dict) else ("thresholds", id_)
        )
        if isinstance(data, dict):
            return Threshold(id_, data["value"], Title(data.get("title")), data.get("source"), value_at)
        return Threshold(id_, data, position=value_at)

    def answer_scale(self, id_: str, data: dict[str, Any]) -> AnswerScale:
        options = data.get("options", data)
        meta = data if "options" in data else {}
        place: Place = ("answers", id_, "options") if meta else ("answers", id_)
        places = {answer: self.document.value_at((*place, answer)) for answer in options}
        by = cast(AnsweredBy, meta.get("answered_by") or "respondents")
        return AnswerScale(
            id_,
            dict(options),
            Title(meta.get("title")),
            meta.get("source"),
            by,
            self.document.key_at(("answers", id_)),
            places,
        )

    def effective(self, data: dict[str, Any]) -> tuple[str | None, str | None]:
        days: list[str | None] = []
        for key in ("from", "to"):
            day = data.get(key)
            days.append(day)
            at = self.document.value_at(("effective", key))
            if day is not None and int(day[:4]) > LAST_CHRISTIAN_YEAR:
                christian = f"{int(day[:4]) - 543}{day[4:]}"
                self.fault(
                    "date",
                    say("{day} looks like a year of the Buddhist era", day=day),
                    at,
                    say("write the year of the Christian era: {day}", day=christian),
                )
            elif day is not None and not _is_day(day):
                self.fault(
                    "date",
                    say("{day} is no day of the calendar", day=day),
                    at,
                    say("write the date as 2022-10-01 (year of the Christian era, month, day)"),
                )
        first, last = days
        if first and last and first > last:
            message = say("the rules end ({last}) before they begin ({first})", last=last, first=first)
            self.fault(
                "date",
                message,
                self.document.value_at(("effective", "to")),
                say("exchange the two dates, or mend the year"),
            )
        return first, last

    def missing(self, data: dict[str, Any], default: Missing) -> Missing:
        return cast(Missing, data.get("missing") or default)

    def coverage(self, data: dict[str, Any], default: Fraction, place: Place) -> Fraction:
        text = data.get("min_coverage")
        if text is None:
            return default
        return self.share(text, (*place, "min_coverage"))

    def share(self, text: str, place: Place) -> Fraction:
        """A percentage of something, so at most 100 %."""
        share = read_percent(text) or Fraction(0)
        if share > 1:
            message = say("{share} % is more than all of it", share=share * 100)
            self.fault("out-of-range", message, self.document.value_at(place), say("write at most 100%"))
        return share

    def free_id(self, id_: str, at: Position, thresholds: Collection[str]) -> None:
        """An id must not be a word of the language or the name of a threshold: conditions could not tell them
        apart."""
        if id_ in RESERVED:
            self.fault(
                "reserved",
                say("“{id}” has a meaning of its own in the rule language", id=id_),
                at,
                say("choose another id"),
            )
        elif id_ in thresholds:
            line = self.document.key_at(("thresholds", id_)).line
            self.fault(
                "reserved",
                say("“{id}” is the name of the threshold in line {line} already", id=id_, line=line),
                at,
                say("rename one of the two"),
            )

    # nodes

    def node(
        self, id_: str, path: str, level: str, data: dict[str, Any], place: Place, inherited: _Inherited
    ) -> Node:
        at = self.document.key_at(place) if place else self.document.value_at(())
        own = replace(
            inherited,
            missing=self.missing(data, inherited.missing),
            min_coverage=self.coverage(data, inherited.min_coverage, place),
            answers=self.named_answers(data, place, inherited.answers),
            source=data.get("source") or inherited.source,
            min_respondents=0 if place else int(data.get("min_respondents") or 0),
        )
        if place:
            self.free_id(id_, at, inherited.thresholds)
        keys = [key for key in LEVELS if data.get(key) is not None]
        if len(keys) > 1:
            message = say(
                "{where} has children under {keys}; a node has children of one kind",
                where=place_text(place),
                keys=keys,
            )
            self.fault(
                "two-kinds",
                message,
                self.document.key_at((*place, keys[1])),
                say("put the one kind inside nodes of the other"),
            )
        children: tuple[Node, ...] = ()
        if keys:
            children = tuple(self.children(keys[0], path, data[keys[0]], (*place, keys[0]), own))
        elif not place:
            message = say(
                "the rule set scores nothing: it has none of {keys}",
                keys=[key for key in LEVELS if key != "subindicators"],
            )
            self.fault("missing-key", message, at, say("add instruments: with what is to be scored"))
        respondents = int(data.get("min_respondents") or (inherited.min_respondents if children else 0))
        if not place and all(child.children for child in children):
            respondents = 0  # what stands at the top is asked for at each survey
        weight, is_percent = _weight(data.get("weight"))
        return Node(
            id=id_,
            path=path or TOTAL,
            level=level,
            title=Title(data.get("title")),
            weight=weight,
            weight_is_percent=is_percent,
            combine=self.combine(data, children, place),
            children=children,
            missing=own.missing,
            min_coverage=own.min_coverage,
            min_respondents=respondents,
            answers=own.answers if not children else None,
            source=own.source,
            position=at,
            places=self.places(data, place),
        )

    def combine(self, data: dict[str, Any], children: Sequence[Node], place: Place) -> str:
        given = data.get("combine")
        weighted = [child for child in children if child.weight is not None]
        if weighted and given and WAYS[given].weights == "none":
            hint = say("take the weights away, or write {way}", way=usual(weighted=True).name)
            self.fault(
                "weights-unused",
                say("the nodes below carry weights, which combine: {combine} does not use", combine=given),
                self.document.value_at((*place, "combine")),
                hint,
            )
        if given and WAYS[given].weights == "needed" and not weighted:
            self.fault(
                "weights-missing",
                say("combine: {way} needs weights, and no node below has one", way=given),
                self.document.value_at((*place, "combine")),
                say("give every node below a weight, or write {way}", way=usual(weighted=False).name),
            )
        return str(given) if given else usual(weighted=bool(weighted)).name

    def children(self, key: str, path: str, data: Any, place: Place, inherited: _Inherited) -> Sequence[Node]:
        prefix = f"{path}." if path else ""
        if key != "questions":
            return [
                self.node(id_, prefix + id_, LEVELS[key], each, (*place, id_), inherited)
                for id_, each in data.items()
            ]
        if isinstance(data, str):
            return [
                self.question(id_, prefix + id_, None, place, inherited)
                for id_ in self.range(data, self.document.value_at(place))
            ]
        if isinstance(data, list):
            return [
                self.question(id_, prefix + id_, None, (*place, at), inherited) for at, id_ in enumerate(data)
            ]
        return [
            self.question(id_, prefix + id_, each, (*place, id_), inherited) for id_, each in data.items()
        ]

    def range(self, text: str, at: Position) -> list[str]:
        found = _RANGE.fullmatch(western(text))
        hint = say("write a range such as i1..i6, a list [i1, i2], or ids with titles")
        if found is None or found[1] != found[3]:
            self.fault(
                "wrong-form",
                say("the two ends of the range “{text}” do not belong together", text=text),
                at,
                hint,
            )
            return []
        first, last = int(found[2]), int(found[4])
        if last < first:
            self.fault(
                "wrong-form",
                say("the range “{text}” falls from {first} to {last}", text=text, first=first, last=last),
                at,
                hint,
            )
            return []
        count, room = last - first + 1, MAX_QUESTIONS - self.in_ranges
        if count > room:
            words: dict[str, object] = {
                "text": text,
                "count": f"{count:,}",
                "most": f"{MAX_QUESTIONS:,}",
                "before": f"{self.in_ranges:,}",
            }
            if self.in_ranges:
                message = say(
                    "the range “{text}” has {count} questions, and those above it {before}; at most "
                    "{most} are read",
                    **words,
                )
            else:
                message = say("the range “{text}” has {count} questions; at most {most} are read", **words)
            end = say(
                "let it end at {last} or before, or make several rule sets",
                last=f"{found[1]}{first + room - 1}",
            )
            self.fault("wrong-form", message, at, end if room else say("make several rule sets"))
            return []
        self.in_ranges += count
        return [f"{found[1]}{number}" for number in range(first, last + 1)]

    def question(self, id_: str, path: str, data: Any, place: Place, inherited: _Inherited) -> Node:
        at = self.document.key_at(place)
        self.free_id(id_, at, inherited.thresholds)
        full = data if isinstance(data, dict) and not set(LANGUAGES) & set(data) else {"title": data}
        weight, is_percent = _weight(full.get("weight"))
        score = None
        if full.get("score"):
            score = self.expression(
                full["score"],
                (*place, "score"),
                {"value": "number", **dict.fromkeys(inherited.thresholds, "number")},
                "number",
            )
        bounds = full.get("range") or {}
        if "min" in bounds and "max" in bounds and bounds["min"] >= bounds["max"]:
            message = say(
                "the range's max ({maximum}) is not above its min ({minimum})",
                maximum=bounds["max"],
                minimum=bounds["min"],
            )
            self.fault(
                "scale",
                message,
                self.document.value_at((*place, "range", "max")),
                say("write the lowest value under min and the highest under max"),
            )
        return Node(
            id=id_,
            path=path,
            level="question",
            title=Title(full.get("title")),
            weight=weight,
            weight_is_percent=is_percent,
            missing=inherited.missing,
            min_coverage=inherited.min_coverage,
            answers=self.named_answers(full, place, inherited.answers),
            reversed=bool(full.get("reversed")),
            score=score,
            raw_minimum=bounds.get("min"),
            raw_maximum=bounds.get("max"),
            source=full.get("source") or inherited.source,
            position=at,
            places=self.places(full, place),
        )

    def unique_ids(self, rules: RuleSet) -> None:
        seen: dict[str, Node] = {}
        for node in rules.total.walk():
            if node.path in seen and node.id not in RESERVED:
                message = say("the id “{id}” is used twice in the same place", id=node.id)
                self.fault("duplicate-id", message, node.position, say("give one of them another id"))
            seen[node.path] = node

    def named_answers(self, data: dict[str, Any], place: Place, inherited: str | None) -> str | None:
        """The answer scale that a node or question names, or the one it inherits."""
        name = data.get("answers")
        known = self.data.get("answers") or {}
        if not name or not place:
            return inherited
        if name not in known:
            near = suggestion(name, known)
            listed = (
                say("answer scales that can be named: {known}", known=sorted(known))
                if known
                else say("write the scale under answers: first")
            )
            hint = say("did you mean “{near}”?", near=near) if near else listed
            self.fault(
                "undefined",
                say("no answer scale is called “{name}”", name=name),
                self.document.value_at((*place, "answers")),
                hint,
            )
        return str(name)

    # what refers to nodes

    def kinds(self, rules: RuleSet) -> Mapping[str, Kind]:
        kinds: dict[str, Kind] = {name: "number" for name, paths in rules.names.items() if len(paths) == 1}
        kinds.update(dict.fromkeys(rules.thresholds, "number"))
        kinds.update(dict.fromkeys(rules.lists, "numbers"))
        return kinds

    def expression(
        self,
        text: str,
        place: Place,
        kinds: Mapping[str, Kind],
        wanted: Any,
        unclear: Mapping[str, Sequence[str]] | None = None,
    ) -> Expression:
        expression, faults = parse(text, self.document.value_at(place))
        self.faults.extend(faults)
        if expression is None:
            return Expression(text, text, ast.Constant(text), self.document.value_at(place))
        self.faults.extend(check(expression, kinds, wanted, unclear or {}))
        return expression

    def condition(self, text: str, place: Place, rules: RuleSet, kinds: Mapping[str, Kind]) -> Expression:
        return self.expression(text, place, kinds, "truth", rules.unclear)

    def band(self, data: dict[str, Any], place: Place, rules: RuleSet, kinds: Mapping[str, Kind]) -> Band:
        rank = data.get("rank")
        return Band(
            rating=data["rating"],
            minimum=data.get("from"),
            maximum=data.get("to"),
            when=self.condition(data["when"], (*place, "when"), rules, kinds) if data.get("when") else None,
            title=Title(data.get("title")),
            rank=None if rank is None else int(rank),
            source=data.get("source") or rules.source,
            position=self.document.value_at(place),
            minimum_position=self.document.value_at((*place, "from")),
            maximum_position=self.document.value_at((*place, "to")),
        )

    def judgements(
        self, level: str, entries: Any, rules: RuleSet, kinds: Mapping[str, Kind]
    ) -> tuple[Judgement, ...]:
        found = []
        for at, data in enumerate(entries):
            place: Place = ("judgements", level, at)
            when = self.condition(data["when"], (*place, "when"), rules, {**kinds, "score": "number"})
            found.append(
                Judgement(
                    data["result"],
                    when,
                    Title(data.get("title")),
                    data.get("source") or rules.source,
                    self.document.value_at(place),
                )
            )
        return tuple(found)

    def target(self, data: dict[str, Any], place: Place, rules: RuleSet, kinds: Mapping[str, Kind]) -> Target:
        condition = self.condition(data["share_of_units"], (*place, "share_of_units"), rules, kinds)
        share = self.share(data["at_least"], (*place, "at_least"))
        return Target(
            data["id"],
            condition,
            share,
            Title(data.get("title")),
            data.get("source") or rules.source,
            self.document.value_at(place),
        )

    def aliases(self, rules: RuleSet) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, members in (self.data.get("aliases") or {}).items():
            if name in rules.names or name in RESERVED or name in rules.thresholds:
                message = say("the alias “{name}” is the name of something else already", name=name)
                self.fault(
                    "duplicate-id",
                    message,
                    self.document.key_at(("aliases", name)),
                    say("choose another name, or take the node of that name away"),
                )
            paths = []
            for at, member in enumerate(members):
                position = self.document.value_at(("aliases", name, at))
                known = rules.names.get(member, ())
                if len(known) == 1:
                    paths.append(known[0])
                elif known:
                    self.fault(
                        "ambiguous",
                        say("“{name}” can mean {paths}", name=member, paths=list(known)),
                        position,
                        say("write the path, for example {path}", path=known[0]),
                    )
                else:
                    near = suggestion(member, rules.names)
                    hint = (
                        say("did you mean “{near}”?", near=near)
                        if near
                        else say("name nodes of this rule set")
                    )
                    self.fault("undefined", say("nothing is called “{name}”", name=member), position, hint)
            found[name] = tuple(paths)
        return found


@dataclass(frozen=True)
class _Inherited:
    """What a node hands on to those inside it."""

    missing: Missing
    min_coverage: Fraction
    answers: str | None
    source: str | None
    thresholds: tuple[str, ...]
    min_respondents: int = 0  # written at the top: of each node right below that has nodes of its own


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _weight(data: Any) -> tuple[Fraction | None, bool]:
    if isinstance(data, str):
        return read_percent(data), True
    return data, False


def fingerprint(rules: RuleSet) -> str:
    """sha256 of the resolved rules in a canonical form: the same for the same rules, however they are written
    down."""
    text = json.dumps(_canonical(rules), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


_UNSIGNED = {
    "position",
    "option_positions",
    "code",
    "places",
    "minimum_position",
    "maximum_position",
    "alias_positions",
    "files",
    "suppressions",
    "fingerprint",
    "tree",
}


_LANGUAGES_OF_OLD = (PLAIN, "th", "en")
"""What is said of every title, given or not: fingerprints stay what they were when another language comes."""


@cache
def _signed(kind: type) -> tuple[str, ...] | None:
    """The fields of a class of the model that the fingerprint tells of; None for other classes."""
    return (
        tuple(field.name for field in fields(kind) if field.name not in _UNSIGNED)
        if is_dataclass(kind)
        else None
    )


def _canonical(value: Any) -> Any:
    kind: Any = type(value)
    if value is None or kind is str:
        return value
    if kind is Title:
        return {**dict.fromkeys(_LANGUAGES_OF_OLD), **value}
    if (names := _signed(kind)) is not None:
        return {name: _canonical(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: _canonical(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [_canonical(inner) for inner in value]
    return str(value) if isinstance(value, Fraction) else value
