"""Guidance that was written for other rules than those it is used by: each piece of advice goes where its
node is now, whatever its id has become; what has no node any more is left out, and said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from ..meaning.lineage import between
from ..meaning.model import Node, RuleSet
from ..meaning.titles import TitleInMessage
from ..words.diagnostics import Diagnostic, Text, counted, say
from .document import Document, Excerpt, Plain, excerpt_of

ITEMS = "items"
MOST = 10
"""So many nodes are named."""


@dataclass(frozen=True)
class Carried:
    """A file of guidance as it is for the rules that use it. `notes` tell of advice that is left out;
    `withheld` are the nodes of which the file has advice under their name, that is another node's."""

    document: Document
    notes: tuple[Diagnostic, ...] = ()
    withheld: frozenset[str] = frozenset()


def carried(document: Document, written_for: RuleSet, rules: RuleSet) -> Carried:
    """The guidance that was written for one rule set, for another."""
    items = document.data.get(ITEMS) if isinstance(document.data, dict) else None
    if written_for is rules or not isinstance(items, dict) or not (written_for.lineage and rules.lineage):
        return Carried(document)
    now: dict[str, list[str]] = {}
    for match in between(written_for.lineage, rules.lineage).matches:
        if match.new in rules.nodes:
            now.setdefault(match.old, []).append(match.new)
    moved: dict[str, tuple[str, Plain]] = {}
    gone: dict[str, str] = {}
    joined: dict[str, tuple[str, str]] = {}
    withheld: set[str] = set()
    for name in sorted(items, key=lambda name: name.count(".")):
        olds, here = _meant(written_for, name), _meant(rules, name)
        if not olds:
            moved[name] = name, items[name]
            continue
        news = {path for old in olds for path in now.get(old, ())}
        withheld |= {path for path in here if path not in news}
        if not news:
            gone[name] = olds[0]
        elif news == set(here):
            moved[name] = name, items[name]
        else:
            for path in sorted(news):  # of several that became one the first speaks
                moved.setdefault(rules.short_name(path), (name, items[name]))
        if news:
            joined[name] = olds[0], min(news)
    used = {name for name, _ in moved.values()}
    silent = {name: paths for name, paths in joined.items() if name not in used}
    notes = (*_left_out(gone, written_for, rules), *_silent(silent, written_for, rules))
    return Carried(_with_items(document, moved), notes, frozenset(withheld))


def _meant(rules: RuleSet, name: str) -> tuple[str, ...]:
    return rules.names.get(name, ()) or rules.aliases.get(name, ())


def _with_items(document: Document, items: Mapping[str, tuple[str, Plain]]) -> Document:
    """The document with other items: by name, what each was called and says."""
    taken: dict[str, Excerpt] = {}
    for name, (old, value) in items.items():
        taken[name] = excerpt_of(value, (ITEMS, old), document)
    data = {
        **cast("dict[str, Plain]", document.data),
        ITEMS: {name: excerpt.value for name, excerpt in taken.items()},
    }
    made = replace(document, data=data, values=dict(document.values), keys=dict(document.keys))
    for name, excerpt in taken.items():
        made.put(excerpt, (ITEMS, name))
    return made


def _left_out(names: Mapping[str, str], written_for: RuleSet, rules: RuleSet) -> Iterator[Diagnostic]:
    """That advice has no node any more, by the names under which it stands and the paths that these meant."""
    told = [_titled(name, written_for.nodes[path]) for name, path in list(names.items())[:MOST]]
    if told:
        message = counted(
            len(names),
            "guidance of {other} for {count} node that {rules} has no more is not used: {nodes}",
            "guidance of {other} for {count} nodes that {rules} has no more is not used: {nodes}",
            other=written_for.id,
            rules=rules.id,
            nodes=[*told, *(["…"] if len(names) > MOST else [])],
        )
        hint = say("if one of them is there under another id, write was: with the old id at it")
        yield Diagnostic("no-guidance", message, rules.position, hint, "note")


def _silent(
    names: Mapping[str, tuple[str, str]], written_for: RuleSet, rules: RuleSet
) -> Iterator[Diagnostic]:
    """That of several nodes that became one the first speaks, by the names of the others, and the paths that
    these meant and mean now."""
    told = [
        say("{old} → {new}", old=_titled(name, written_for.nodes[old]), new=rules.short_name(new))
        for name, (old, new) in list(names.items())[:MOST]
    ]
    if told:
        message = counted(
            len(names),
            "guidance of {other} for {count} node that became one with another is not used, the other one's "
            "is: {nodes}",
            "guidance of {other} for {count} nodes that became one with others is not used, the others' is: "
            "{nodes}",
            other=written_for.id,
            nodes=[*told, *(["…"] if len(names) > MOST else [])],
        )
        hint = say(
            "write what holds of both in a file of guidance of your own, and give it to ken report by "
            "--guidance"
        )
        yield Diagnostic("no-guidance", message, rules.position, hint, "note")


def _titled(name: str, node: Node) -> Text | str:
    if not node.title:
        return name
    return say("{node} ({title})", node=name, title=TitleInMessage.of(node.title))


__all__ = ["Carried", "carried"]
