"""The total of another rule set as a node, and what it brings to the top."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

from ..meaning.model import LEVELS, TOTAL, Node
from ..meaning.steps_in_order import expressions_of
from ..words.diagnostics import Diagnostic, Position, say
from .document import Document, Place, Plain, excerpt_of, own_copy
from .layer_identity import undeclared
from .overlay import Overlay
from .taken_sets import TakenSets, names_taken

_STAYS = frozenset(
    (
        *("ruleset", "field", "unit", "effective", "hit_policy", "checks"),
        *("judgements", "aliases", "targets", "variants"),
    )
)
"""What is said of a whole rule set, and of no node."""

_JOINS = ("inputs", "answers", "tables")
"""What joins that of the same key at the top."""

_INHERITED: dict[str, Plain] = {"missing": "error", "min_coverage": "0%"}
"""What a node has from those above it where nothing is written, and what a rule set has then."""


class SetCopies:
    """The rule sets that one layer takes."""

    def __init__(self, layer: Overlay, sets: TakenSets) -> None:
        """Reads them all: before the layer is laid, so that none is read within another."""
        self.layer = layer
        # by name and by the file that names them; None for what cannot be taken, which is told
        self._known: dict[tuple[str, str], Document | None] = {}
        self._nodes: dict[tuple[str, str], Document] = {}
        self._taken: list[tuple[Document, Position]] = []
        for name, place in names_taken(layer.patch.data):
            at = layer.patch.value_at(place)
            if (name, at.file) not in self._known:
                self._known[name, at.file], faults = sets.of(name, at)
                layer.faults += faults

    def beside(
        self, name: str, result: dict[str, Plain], key: str, place: Place, origin: Place
    ) -> dict[str, Plain]:
        """The nodes at a place with the total of a rule set as `key`."""
        at = self.layer.patch.value_at((*origin, "like"))
        document = self._known.get((name, at.file))
        if document is None:
            return result
        if (name, at.file) not in self._nodes:
            self._nodes[name, at.file] = _as_node(document, name)
        node = self._nodes[name, at.file]
        if place[-1] == "questions" and not LEVELS.keys().isdisjoint(cast("dict[str, Plain]", node.data)):
            message = say("like: a question has nothing below it, as “{name}” has", name=name)
            hint = say("write it under parts: or another level")
            self.layer.fault("two-kinds", message, (*origin, "like"), hint, is_value=True)
            return result
        if all(document is not other for other, _ in self._taken):
            self._taken.append((document, at))
        return self.layer.with_copy(result, key, node.data, (), place, origin, node)

    def join(self) -> None:
        """What the rule sets bring to the top joins that of the layer."""
        for document, at in self._taken:
            self.layer.faults += _joined(self.layer.merged, document, at)


def _as_node(document: Document, name: str) -> Document:
    """A rule set as the node that is its total, in a document of its own: what holds for all of it stands at
    the node, so that it means the same there."""
    data = cast("dict[str, Plain]", undeclared(document.data))
    node: dict[str, Plain] = {"like": name}
    made = Document(document.file, node)
    for key, value in data.items():
        if key not in _STAYS and key not in _JOINS and key != "scale":
            node[key] = own_copy(value)
            made.put(excerpt_of(value, (key,), document), (key,))
    written = data.get("scale")
    scale = written if isinstance(written, dict) else {}
    node["decimals"] = Fraction(0)
    for key in ("decimals", "better", "in"):
        if scale.get(key) is not None:
            node[key] = scale[key]
            made.put(excerpt_of(scale[key], ("scale", key), document), (key,))
    node.update({key: value for key, value in _INHERITED.items() if key not in node})
    _hand_down_respondents(node)
    return made


def _joined(document: Document, taken: Document, at: Position) -> list[Diagnostic]:
    """What a rule set that is taken at a position brings to the top of a document joins it there. A name with
    two definitions is told, and what cannot come along."""
    assert isinstance(document.data, dict)
    assert isinstance(taken.data, dict)
    faults: list[Diagnostic] = []
    for key in _JOINS:
        brought, own = taken.data.get(key), document.data.get(key)
        if not isinstance(brought, dict) or not (own is None or isinstance(own, dict)):
            continue
        names = dict(own or {})
        for name, value in brought.items():
            place = (key, name)
            if name not in names:
                names[name] = own_copy(value)
                document.put(excerpt_of(value, place, taken), place)
            elif not _are_one(key, name, document, taken):
                faults.append(_two_definitions(name, document.key_at(place), taken.key_at(place), at))
        document.data[key] = names
    return [*faults, *_left_behind(document.data, taken.data, at)]


def _are_one(key: str, name: str, document: Document, taken: Document) -> bool:
    """Whether two definitions of a name are the same; tables are if their file is."""
    values = [cast("dict[str, dict[str, Plain]]", each.data)[key][name] for each in (document, taken)]
    files = [each.value_at((key, name, "file")).file for each in (document, taken)]
    return values[0] == values[1] and (key != "tables" or files[0] == files[1])


def _two_definitions(name: str, one: Position, other: Position, at: Position) -> Diagnostic:
    message = say(
        "“{name}” has two definitions: in {one}, and otherwise in {other}, which is taken here",
        name=name,
        one=f"{one.file}:{one.line}",
        other=f"{other.file}:{other.line}",
    )
    return Diagnostic("duplicate-id", message, at, say("rename one of the two, or let both say the same"))


def _left_behind(data: Mapping[str, Plain], taken: Mapping[str, Plain], at: Position) -> Iterator[Diagnostic]:
    """What would be lost: variants, which no node has, and a rounding that is not that of the whole."""
    if taken.get("variants"):
        message = say("like: a rule set with variants has no one total that could be taken")
        yield Diagnostic("patch", message, at, say("take one that has none, or write the nodes out"))
    own, other = (_rounding(each) for each in (data, taken))
    if own != other and taken.get("scale"):  # without a scale it rounds nothing
        message = say("like: its scores are rounded {other}, and those here {own}", other=other, own=own)
        yield Diagnostic("patch", message, at, say("write the same scale: rounding in both"))


def _rounding(data: Mapping[str, Plain]) -> str:
    scale = data.get("scale")
    return str((scale.get("rounding") if isinstance(scale, dict) else None) or "half_up")


def names_whole(node: Node) -> bool:
    """Whether it makes a difference that a node is the total of a rule set of its own: something in it names
    the total, or it names a list, which may stand at several depths at the top."""
    names = {name for each in node.walk() for name in _names_in(each)}
    return TOTAL in names or not LEVELS.keys().isdisjoint(_names_in(node))


def _names_in(node: Node) -> set[str]:
    conditions = [band.when for band in node.bands if band.when is not None]
    conditions += [limit.when for limit in node.no_better_than]
    return {name for expression in (*expressions_of(node), *conditions) for name in expression.names}


def _hand_down_respondents(node: dict[str, Plain]) -> None:
    """A least number of respondents that is written at the top is asked for at each survey."""
    asked = node.get("min_respondents")
    children = [child for level in LEVELS for child in _children(node.get(level))]
    with_children = [child for child in children if child and not LEVELS.keys().isdisjoint(child)]
    if asked is None or not with_children:
        return
    for child in with_children:
        child.setdefault("min_respondents", asked)
    if len(with_children) == len(children):
        del node["min_respondents"]


def _children(nodes: Plain) -> list[dict[str, Plain]]:
    if not isinstance(nodes, dict):
        return []
    return [child if isinstance(child, dict) else {} for child in nodes.values()]


__all__ = ["SetCopies", "names_whole"]
