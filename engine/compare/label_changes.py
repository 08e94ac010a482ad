"""What two rule sets say otherwise that cannot change a rating: how nodes are judged, targets, names, titles
and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from ..meaning.model import TOTAL, AnswerScale, Band, Judgement, Target, Threshold, Title
from ..words.diagnostics import Position, Text, say
from ..words.numerals import decimal_text
from .canonical_forms import canonical, to_be_read, values_of
from .identity_changes import is_retitled
from .labelled_parts import paired_inputs, reasoned_parts, sourced_parts, titled_parts
from .rule_differences import Change, Difference, single, unrated
from .rule_pair import RulePair

Labelled = Mapping[str, Band | Threshold | AnswerScale | Target]
"""By name: things of a rule set that have a title, and are no nodes."""


def label_changes(pair: RulePair) -> Iterator[Change]:
    """Everything of that kind."""
    yield from _judgements(pair)
    yield from _targets(pair)
    yield from _claims(pair)
    if pair.old.unit != pair.new.unit:
        what = say("what a unit is called")
        yield single("unit", Difference(what, pair.old.unit, pair.new.unit, *pair.at("unit")))
    before, after = (
        " – ".join(day or "…" for day in rules.effective) if any(rules.effective) else None
        for rules in pair.both
    )
    if before != after:
        yield single("effective", Difference(say("in force"), before, after, *pair.at("effective")))
    yield from _aliases(pair)
    yield from _thresholds(pair)
    yield from _meant(pair)
    yield from unrated("corresponds", say("what stands for older ratings"), _corresponding(pair))
    yield from unrated("titles", say("titles"), _titles(pair))
    yield from unrated("sources", say("sources"), _sources(pair))
    yield from unrated("measures", say("measures"), _measures(pair))
    yield from unrated("order", say("order"), _order(pair))


def _judgements(pair: RulePair) -> Iterator[Change]:
    for level in dict.fromkeys([*pair.old.judgements, *pair.new.judgements]):
        lists = [rules.judgements.get(level, ()) for rules in pair.both]
        forms = [[(each.result, canonical(each.when)) for each in judgements] for judgements in lists]
        if forms[0] != forms[1] and not _judge_alike(pair, *lists):
            places = (
                judgements[0].position if judgements else rules.position
                for rules, judgements in zip(pair.both, lists, strict=True)
            )
            what = say("judgements of level {level}", level=Text(level))
            facets = [("judgements", level)] if pair.hanging.on_results else []
            texts = [
                "; ".join(f"{each.result}: {to_be_read(each.when)}" for each in judgements) or None
                for judgements in lists
            ]
            yield single("judgements", Difference(what, texts[0], texts[1], *places), facets)


def _targets(pair: RulePair) -> Iterator[Change]:
    old, new = pair.targets
    for id_ in dict.fromkeys([*old, *new]):
        targets = [old.get(id_), new.get(id_)]
        forms = [None if target is None else _target_form(target) for target in targets]
        in_numbers = [
            None if target is None else _target_form(target, values_of(rules))
            for target, rules in zip(targets, pair.both, strict=True)
        ]
        if forms[0] != forms[1] and in_numbers[0] != in_numbers[1]:
            texts = [None if target is None else _target_text(target) for target in targets]
            places = (
                rules.at("targets") if target is None else target.position
                for rules, target in zip(pair.both, targets, strict=True)
            )
            yield single("target", Difference(say("target {id}", id=id_), texts[0], texts[1], *places))


def _claims(pair: RulePair) -> Iterator[Change]:
    """What is claimed of the results of one of them, or otherwise of the other's."""
    old, new = ({claim.id: claim for claim in rules.claims} for rules in pair.both)
    for id_ in dict.fromkeys([*old, *new]):
        claims = [old.get(id_), new.get(id_)]
        texts = [None if claim is None else claim.statement.text for claim in claims]
        if texts[0] != texts[1]:
            places = (
                rules.at("claims") if claim is None else claim.position
                for rules, claim in zip(pair.both, claims, strict=True)
            )
            yield single("claim", Difference(say("claim {id}", id=id_), texts[0], texts[1], *places))


def _judge_alike(pair: RulePair, old: Sequence[Judgement], new: Sequence[Judgement]) -> bool:
    """Whether judgements say the same with the numbers of thresholds for their names, which mean the same at
    every node."""
    own = {name for rules in pair.both for node in rules.nodes.values() for name in node.thresholds}
    forms = [
        [
            (each.result, canonical(each.when, {k: v for k, v in values_of(rules).items() if k not in own}))
            for each in judgements
        ]
        for rules, judgements in zip(pair.both, (old, new), strict=True)
    ]
    return forms[0] == forms[1]


def _target_form(target: Target, numbers: Mapping[str, str] | None = None) -> tuple[str, Fraction]:
    """What is the same for targets that ask for the same; with `numbers` for the names of thresholds."""
    return canonical(target.condition, numbers), target.at_least


def _target_text(target: Target) -> Text:
    """What a target asks for."""
    condition = to_be_read(target.condition)
    return say("{condition} for at least {least} %", condition=condition, least=target.at_least * 100)


def _aliases(pair: RulePair) -> Iterator[Change]:
    """Names under which data may report several nodes as one; those of nodes that were split or merged
    belong there."""
    structural = {
        rules.entries[path].id
        for paths, how in pair.nodes.how.items()
        if how == "alias"
        for rules, path in zip(pair.both, paths, strict=True)
    }
    for name in dict.fromkeys([*pair.old.aliases, *pair.new.aliases]):
        members = [rules.aliases.get(name) for rules in pair.both]
        if members[0] != members[1] and name not in structural:
            places = (rules.alias_positions.get(name, rules.position) for rules in pair.both)
            old, new = (", ".join(paths) if paths else None for paths in members)
            yield single("alias", Difference(say("alias {name}", name=name), old, new, *places))


def _thresholds(pair: RulePair) -> Iterator[Change]:
    """Thresholds that only one rule set has: what uses them is compared by itself."""
    for name in dict.fromkeys([*pair.old.thresholds, *pair.new.thresholds]):
        thresholds = [rules.thresholds.get(name) for rules in pair.both]
        if None in thresholds:
            old, new = (None if each is None else decimal_text(each.value) for each in thresholds)
            places = (
                rules.at("thresholds") if threshold is None else threshold.position
                for rules, threshold in zip(pair.both, thresholds, strict=True)
            )
            yield single("threshold", Difference(say("threshold {name}", name=name), old, new, *places))


def _titles(pair: RulePair) -> Iterator[Difference]:
    yield from _otherwise(
        say("title of the rule set"), (_title(pair.old.title), _title(pair.new.title)), pair.at("title")
    )
    fields = _title(pair.old.subject), _title(pair.new.subject)
    yield from _otherwise(say("field"), fields, pair.at("field"))
    for one, other in pair.paired:
        is_part = one.path in pair.nodes.split or other.path in pair.nodes.merged
        if one.path != TOTAL and not is_part and not is_retitled(pair, one, other):
            what = say("title of {node}", node=pair.old.short_name(one.path))
            places = one.at("title"), other.at("title")
            yield from _otherwise(what, (_title(one.title), _title(other.title)), places)
    for what, olds, news in _labelled(pair):
        for name, old in olds.items():
            if name in news:
                new = news[name]
                named = replace(what, arguments={"name": name})
                places = old.position, new.position
                yield from _otherwise(named, (_title(old.title), _title(new.title)), places)
    for part in titled_parts(pair):
        titles = _title(part.old.title), _title(part.new.title)
        yield from _otherwise(say("title of {what}", what=part.what), titles, part.places)
    for part in reasoned_parts(pair):
        reasons = _title(part.old.because), _title(part.new.because)
        yield from _otherwise(say("reason of {what}", what=part.what), reasons, part.places)


def _labelled(pair: RulePair) -> Iterator[tuple[Text, Labelled, Labelled]]:
    """What has a title beside nodes: in words, and by name in both rule sets."""
    old_bands, new_bands = pair.bands
    old_targets, new_targets = pair.targets
    yield say("title of band {name}", name=""), old_bands, new_bands
    yield say("title of threshold {name}", name=""), dict(pair.old.thresholds), dict(pair.new.thresholds)
    old_scales, new_scales = (
        {name: scale for name, scale in rules.answers.items() if not scale.is_own} for rules in pair.both
    )
    yield say("title of answer scale {name}", name=""), old_scales, new_scales
    yield say("title of target {name}", name=""), old_targets, new_targets


def _sources(pair: RulePair) -> Iterator[Difference]:
    own = pair.old.source, pair.new.source
    yield from _otherwise(say("source of the rule set"), own, pair.at("source"))
    for one, other in pair.paired:
        sources = one.source, other.source
        if sources != own:  # a node without a source of its own has the rule set's
            what = say("source of {node}", node=pair.old.short_name(one.path))
            yield from _otherwise(what, sources, (one.at("source"), other.at("source")))
    for part in (*sourced_parts(pair), *titled_parts(pair)):
        sources = part.old.source, part.new.source
        if sources != own:
            yield from _otherwise(say("source of {what}", what=part.what), sources, part.places)


def _measures(pair: RulePair) -> Iterator[Difference]:
    """In what scores and values are measured."""
    measures = pair.old.scale.measure, pair.new.scale.measure
    yield from _otherwise(say("measure of scores"), measures, pair.at("scale.in"))
    for one, other in (*pair.paired, *paired_inputs(pair)):
        what = say("measure of {node}", node=pair.name(one))
        places = one.at("in"), other.at("in")
        yield from _otherwise(what, (one.measure, other.measure), places)
        if one.value is None or other.value is None:
            continue
        values = one.value.measure, other.value.measure
        if values != (one.measure, other.measure):
            what = say("measure of the values of {node}", node=pair.name(one))
            yield from _otherwise(what, values, (one.at("value"), other.at("value")))


def _corresponding(pair: RulePair) -> Iterator[Difference]:
    """Which ratings stand for those of older rule sets."""
    old, new = (rules.corresponds for rules in pair.both)
    for older in dict.fromkeys([*old, *new]):
        texts = tuple(_stand_for(own.get(older, {})) for own in (old, new))
        what = say("what stands for the ratings of {rules}", rules=older)
        yield from _otherwise(what, (texts[0], texts[1]), pair.at("corresponds"))


def _stand_for(entries: Mapping[str, tuple[str, ...]]) -> str | None:
    return "; ".join(f"{rating}: {', '.join(named)}" for rating, named in entries.items()) or None


def _meant(pair: RulePair) -> Iterator[Change]:
    """Findings of checks that are said to be meant."""
    old, new = (rules.suppressions for rules in pair.both)
    for check in dict.fromkeys([*old, *new]):
        entries = [old.get(check), new.get(check)]
        texts = [None if own is None else f"{', '.join(own.ignore)}: {own.because}" for own in entries]
        if texts[0] != texts[1]:
            places = (
                rules.at("checks") if own is None else own.position
                for rules, own in zip(pair.both, entries, strict=True)
            )
            what = say("findings of {check} that are meant", check=check)
            yield single("checks", Difference(what, texts[0], texts[1], *places))


def _order(pair: RulePair) -> Iterator[Difference]:
    """Where the same children stand in another order."""
    for one, other in pair.paired:
        ids = [[child.id for child in node.children] for node in (one, other)]
        if sorted(ids[0]) == sorted(ids[1]) and ids[0] != ids[1]:
            what = say("order below {node}", node=pair.old.short_name(one.path))
            yield Difference(what, ", ".join(ids[0]), ", ".join(ids[1]), one.position, other.position)


def _title(title: Title) -> str | None:
    """A title in all its languages."""
    return " / ".join(dict.fromkeys(title.values())) or None


def _otherwise(
    what: Text, texts: tuple[str | None, str | None], places: tuple[Position, Position]
) -> Iterator[Difference]:
    """A difference where the old and the new text are not the same."""
    if texts[0] != texts[1]:
        yield Difference(what, *texts, *places)


__all__ = ["label_changes"]
