"""Which node somebody means by a name."""

from __future__ import annotations

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.hints import nearest_or


def node_named(rules: RuleSet, name: str, position: Position) -> str:
    """The path of the one node that a name or a path means. Raises KenError, at `position`, where it means
    none or several."""
    paths = list(rules.meant(name))
    if len(paths) == 1:
        return paths[0]
    if paths:
        message = say("“{name}” can mean {paths}", name=name, paths=paths)
        hint = say("write the path, for example {path}", path=paths[0])
        raise KenError([Diagnostic("ambiguous", message, position, hint)])
    top = [child.id for child in rules.total.children]
    hint = nearest_or(name, rules.names, say("name a node of {rules}: {known}", rules=rules.id, known=top))
    raise KenError([Diagnostic("undefined", say("nothing is called “{name}”", name=name), position, hint)])


__all__ = ["node_named"]
