"""A rule set, or a file of differences, laid over what it extends. Beside what any overlay can, it names
nodes wherever they stand (`change`), bands by their ratings, and what is to be taken whole (`replace`)."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, Position, say
from .document import Document, Excerpt, Place, Plain, excerpt_of, own_copy, place_text
from .far_copies import FarCopies
from .inherited import Inherited, answers_of, node_at, places_text
from .kept_patches import KeptPatches
from .named_changes import ORIGIN, NamedChanges, changes_nodes
from .node_names import ids_of, is_level, is_node, named_by, nodes_in, path_of
from .overlay import Overlay
from .question_ranges import Ranges, is_range, is_title
from .set_copies import SetCopies
from .taken_sets import TakenSets, names_set
from .unquoted_commas import mend_commas


def layered(base: Document | None, patch: Document, sets: TakenSets) -> tuple[Document, list[Diagnostic]]:
    """A layer of rules laid over what it extends (None: it extends nothing): a document as if it were written
    whole, each value where it is written, and what is wrong with it. `sets` has the rule sets that `like`
    takes."""
    layer = _Layer(base, patch, sets)
    return layer.laid(), layer.faults


class _Layer(Overlay):
    """A layer of rules on its way over what it extends."""

    def __init__(self, base: Document | None, patch: Document, sets: TakenSets) -> None:
        super().__init__(base, patch)
        self.sets = SetCopies(self, sets)
        self.extended = self.inherited = Inherited(self.base)
        self.copies = FarCopies(self)
        self.ranges = Ranges(self.faults)
        self.untold = Ranges()  # of ranges whose faults are told elsewhere
        # nodes that were listed: the level and the id, and where they stood in what document
        self.moved: list[tuple[Place, str, Document, Place]] = []

    def laid(self) -> Document:
        """All that the patch has, laid over the base: first what has its place, copies of other nodes then,
        and at last what is changed by name."""
        self.faults += mend_commas(self.patch)
        data = self.patch.data
        assert isinstance(data, dict)
        tree = {key: value for key, value in data.items() if key not in ("change", "variants")}
        self.merged.data = self.merge(self.base.data, tree, (), ())
        if "variants" in data:
            assert isinstance(self.merged.data, dict)
            below = self.merged.data.get("variants")
            self.merged.data["variants"] = KeptPatches(self, self._entries).merged(
                below, data["variants"], ("variants",), ("variants",)
            )
        self._keep_answers()
        self.copies.make(self.inherited)
        if "change" in data:
            self._change(data["change"])
        self.sets.join()
        return self.merged

    def merge(self, below: Plain, above: Plain, place: Place, origin: Place) -> Plain:
        """The value at a place with that of the patch laid over it."""
        if isinstance(above, dict) and "replace" in above and self._is_replacement(below, above, place):
            return self._replaced(below, above, place, origin)
        if is_node(place) and isinstance(above, dict) and isinstance(above.get("like"), str):
            return self._like_alone(below, above, place, origin)
        if is_node(place) and isinstance(above, dict) and isinstance(was := above.get("was"), str):
            below = self._as_it_was(below, was, place, origin)
        if is_level(place):
            return self._nodes(below, above, place, origin)
        if place[-2:-1] == ("questions",) and is_node(place):
            return self._question(below, above, place, origin)
        key = named_by(place)
        if key and isinstance(above, dict) and below is not None:
            return self._entries(below, above, place, origin, key)
        return super().merge(below, above, place, origin)

    # replace

    def _is_replacement(self, below: Plain, above: dict[str, Plain], place: Place) -> bool:
        """Whether `replace` in a mapping says that what stands there is to be taken whole, and is not the
        name of something of the user's own."""
        is_whole = isinstance(above["replace"], (dict, list)) or (
            place[-1:] == ("questions",) and isinstance(above["replace"], str)
        )
        is_known = isinstance(below, dict) and "replace" in below
        return bool(place) and is_whole and not is_known

    def _replaced(self, below: Plain, above: dict[str, Plain], place: Place, origin: Place) -> Plain:
        own = (*origin, "replace")
        if below is None and self.standing_alone:
            message = say("there is nothing here that could be replaced")
            hint = say(
                "write what stands under replace: in its place; replace: is for what extends a rule set"
            )
            self.fault("patch", message, own, hint)
        for key in [key for key in above if key != "replace"][:1]:
            message = say("replace takes the place of all, so that “{key}” beside it would be lost", key=key)
            hint = say("write it below replace:, or leave replace: out to change single entries")
            self.fault("patch", message, (*origin, key), hint)
        self._leave(below, place, own)
        result = self.merge(None, above["replace"], place, own)
        if origin in self.patch.keys:
            self.merged.keys[place] = self.patch.keys[origin]
        return result

    def _leave(self, below: Plain, place: Place, origin: Place) -> None:
        """Takes away what something else stands for from now on."""
        self.merged.forget(below, place)
        if is_level(place) and below is not None:
            left = nodes_in({str(place[-1]): below}, (), self.untold)
            self.merged.gone.update({str(node[-1]): self.patch.value_at(origin) for node in left})

    # nodes

    def _nodes(self, below: Plain, above: Plain, place: Place, origin: Place) -> Plain:
        """The nodes of a level: a mapping, or a list or range of ids, which are those that are inherited."""
        if isinstance(above, dict):
            return super().merge(self.spelt_out(below, place), above, place, origin)
        asked = self._asked(above, place, origin)
        if asked is None:
            return super().merge(below, above, place, origin)
        self._leave(below, place, origin)
        self.take_place(place, origin)
        nodes = [(id_, self._listed(name, place, at), at) for id_, name, at in asked]
        ids = [id_ for id_, _, _ in nodes]
        if len(set(ids)) < len(ids) or all(excerpt is None for _, excerpt, _ in nodes):
            if isinstance(above, str):
                return above
            for number, (_, _, at) in enumerate(nodes):
                self.take_place((*place, number), at)
            return cast(Plain, ids)
        for id_, excerpt, at in nodes:
            if excerpt is not None:
                self.merged.put(excerpt, (*place, id_))
            self.merged.keys[(*place, id_)] = self.patch.value_at(at)
        nothing: Plain = None if place[-1] == "questions" else {}
        return {id_: nothing if excerpt is None else excerpt.value for id_, excerpt, _ in nodes}

    def _asked(self, above: Plain, place: Place, origin: Place) -> list[tuple[str, str, Place]] | None:
        """The nodes in a list or a range: the id of each, what it is called there, and where; None where it
        is nothing of the kind."""
        if place[-1] != "questions" and self.standing_alone:
            return None
        if place[-1] == "questions" and isinstance(above, str):
            # what is wrong with a range that stands alone is told when the rules are built
            return [(id_, id_, origin) for id_ in self.untold.ids(above)] or None
        if not isinstance(above, list) or not all(isinstance(item, str) for item in above):
            return None
        asked: list[tuple[str, str, Place]] = []
        for number, item in enumerate(cast("list[str]", above)):
            at = (*origin, number)
            names = self.ranges.ids(item, self.patch.value_at(at)) if is_range(item) else [item]
            asked += [(name if self.standing_alone else name.rpartition(".")[2], name, at) for name in names]
        return asked

    def _listed(self, name: str, place: Place, origin: Place) -> Excerpt | None:
        """What a node in a list brings along from where it stood: all but its weight. None for a question
        that is new, or of which nothing but its id is known."""
        document, found = self.inherited.find(name, place[:-1])
        if len(found) > 1:
            message = say("“{name}” can mean {paths}", name=name, paths=places_text(document, found))
            hint = say("write the path, for example {path}", path=path_of(found[0]))
            self.fault("ambiguous", message, origin, hint)
        elif not found and not self.standing_alone and (place[-1] != "questions" or "." in name):
            message = say("nothing is called “{name}” in what this extends", name=name)
            hint = self.nearest(
                name, self.inherited.all_names(), say("write it as a mapping, with a title and what it is of")
            )
            self.fault("undefined", message, origin, hint)
        if len(found) != 1:
            return None
        value = node_at(document.data, found[0])
        self.moved.append((place, name.rpartition(".")[2], document, found[0]))
        if value is None or not self.has_room(value, len(place) + 1, origin):
            return None
        value = own_copy(value)
        if isinstance(value, dict) and not is_title(value):
            value.pop("weight", None)
        return excerpt_of(value, found[0], document)

    def _as_it_was(self, below: Plain, name: str, place: Place, origin: Place) -> Plain:
        """What a node begins as that was another one in what is extended, or the same where all around it is
        replaced: as that one, which takes the place of what stood here; as what stands here where it was
        that, or nothing clear."""
        found = self.extended.layers[0].names.nearest(name, place[:-1])
        is_here = found == [place] and below is not None
        if len(found) != 1 or is_here or self._is_written(below, place):
            return below
        value = node_at(self.base.data, found[0])
        if not self.has_room(value, len(place) + 1, origin):
            return below
        self.merged.forget(below, place)
        self.merged.put(excerpt_of(value, found[0], self.base), place)
        self.moved.append((place[:-1], str(place[-1]), self.base, found[0]))
        return own_copy(value)

    def _is_written(self, below: Plain, place: Place) -> bool:
        """Whether what stands at a place is more than a node of that id brings from what is extended."""
        nodes = self.extended.layers[0].names.called(str(place[-1]))
        known = [_unplaced(node_at(self.base.data, node)) for node in nodes]
        return _unplaced(below) not in (None, {}, *known)

    def spelt_out(self, nodes: Plain, place: Place) -> Plain:
        """Questions of a range or a list as a mapping; other nodes as they are."""
        if place[-1] != "questions" or not isinstance(nodes, (str, list)):
            return nodes
        around = (self.merged.values.get(place), self.merged.keys.get(place))
        places: dict[str, Position] = {}
        for number, item in enumerate(nodes if isinstance(nodes, list) else [nodes]):
            at = self.merged.value_at((*place, number))
            places.update(dict.fromkeys(ids_of(item, self.untold), at))
        if not places:
            return nodes
        self.merged.forget(nodes, place)
        for known, position in zip((self.merged.values, self.merged.keys), around, strict=True):
            if position is not None:
                known[place] = position
        self.merged.keys.update({(*place, id_): at for id_, at in places.items()})
        return dict.fromkeys(places)

    def _question(self, below: Plain, above: Plain, place: Place, origin: Place) -> Plain:
        """A question: its title alone means the same as a mapping with it."""
        if is_title(above) and isinstance(below, dict) and not is_title(below):
            title = (*place, "title")
            result = {**below, "title": self.merge(below.get("title"), above, title, origin)}
            self.take_place(place, origin)
            return result
        if isinstance(above, dict) and not is_title(above) and is_title(below):
            below = self._in_full(below, place)
        return super().merge(below, above, place, origin)

    def _in_full(self, title: Plain, place: Place) -> Plain:
        """A question that is written as its title, as a mapping with it."""
        excerpt = excerpt_of(title, place, self.merged)
        self.merged.forget(title, place)
        self.merged.put(excerpt, (*place, "title"))
        for known, old in ((self.merged.values, excerpt.values), (self.merged.keys, excerpt.keys)):
            if () in old:
                known[place] = old[()]
        return {"title": title}

    def _keep_answers(self) -> None:
        """Questions that were listed keep the answers that they had where they stood."""
        for level, id_, document, source in self.moved:
            had, place = answers_of(document.data, source), (*level, id_)
            nodes = node_at(self.merged.data, level)
            if had is None or level[-1] != "questions" or not isinstance(nodes, dict) or id_ not in nodes:
                continue
            has = answers_of(self.merged.data, place)
            if has is None or has[1] != had[1]:
                entry = nodes[id_]
                full = self._in_full(entry, place) if is_title(entry) else entry or {}
                nodes[id_] = {**cast("dict[str, Plain]", full), "answers": had[1]}
                self.merged.values[(*place, "answers")] = document.value_at((*had[0], "answers"))
        self.moved = []

    # copies of other nodes

    def like(
        self, result: dict[str, Plain], below: dict[str, Plain], key: str, place: Place, origin: Place
    ) -> dict[str, Plain] | None:
        """The neighbours with the copy that `like` names as `key`, of a node anywhere; None where it has to
        wait."""
        name = self.named_by(origin)
        if is_level(place) and key not in result and names_set(name):
            return self.sets.beside(name, result, key, place, origin)
        if not is_level(place) or key in result or name in below:
            return super().like(result, below, key, place, origin)
        if name in result:
            waits = self.copies.is_busy((*place, name))
            return None if waits else super().like(result, below, key, place, origin)
        return self.copies.of_inherited(self.inherited, result, key, place, origin)

    def _like_alone(self, below: Plain, above: dict[str, Plain], place: Place, origin: Place) -> Plain:
        """A node that is taken whole, or changed by its name, as a copy of another one."""
        own = {key: value for key, value in above.items() if key != "like"}
        if below is not None:
            self.already_there(place[:-1], str(place[-1]), origin)
            return self.merge(below, own, place, origin)
        begun = self.like({}, {}, str(place[-1]), place[:-1], origin)
        if begun is None:
            return self.postponed(own, place, origin)
        return self.merge(begun.get(str(place[-1])), own, place, origin)

    def postponed(self, value: dict[str, Plain], place: Place, origin: Place) -> Plain:
        """What stands at a place until its copy is made: nothing."""
        self.take_place(place, origin)
        self.copies.wait(value, place, origin)
        return {}

    # bands and judgements

    def _entries(self, below: Plain, above: dict[str, Plain], place: Place, origin: Place, key: str) -> Plain:
        """The entries of a list, those changed that the patch names."""
        if not isinstance(below, list):
            return super().merge(below, above, place, origin)
        excerpts = [excerpt_of(entry, (*place, number), self.merged) for number, entry in enumerate(below)]
        names = [entry.get(key) if isinstance(entry, dict) else None for entry in below]
        known = [name for name in names if isinstance(name, str)]
        named = {
            compared(name): number
            for number, name in reversed(list(enumerate(names)))
            if isinstance(name, str)
        }
        changes: dict[int, str] = {}
        for changed, value in above.items():
            if (found := named.get(compared(changed))) is not None:
                changes[found] = changed
            else:
                self._no_entry(changed, value, known, place, origin)
        self.merged.forget(below, place)
        self.take_place(place, origin)
        result: list[Plain] = []
        for number, excerpt in enumerate(excerpts):
            name, own = changes.get(number), (*place, len(result))
            if name is not None and above[name] is None:
                self.merged.removed[(*place, str(names[number]))] = self.patch.key_at((*origin, name))
                continue
            self.merged.put(excerpt, own)
            result.append(
                excerpt.value
                if name is None
                else self.merge(excerpt.value, above[name], own, (*origin, name))
            )
        return result

    def _no_entry(self, name: str, value: Plain, known: list[str], place: Place, origin: Place) -> None:
        """Keeps a fault: no entry of the list is called so."""
        if value is None:
            self.removes_nothing(name, known, (*origin, name))
            return
        message = say(
            "{where}: there is no “{name}” in what this extends, which stands in {place}",
            where=place_text(place),
            name=name,
            place=self.merged.standing(place),
        )
        hint = self.nearest(
            name, known, say("to bring a new one, write all of them: {key}: {{replace: […]}}", key=place[-1])
        )
        self.fault("undefined", message, (*origin, name), hint)

    # change

    def _change(self, changes: Plain) -> None:
        """Changes nodes by their names: first those with nodes below them, because these can come to stand
        elsewhere."""
        if self.standing_alone:
            message = say("change: is for what extends a rule set, and this one extends none")
            hint = say("write it at the nodes themselves, or name what is changed: extends: …")
            self.fault("patch", message, ORIGIN, hint)
            return
        if not isinstance(changes, dict):
            message = say("change: is to be a mapping of nodes, by their ids")
            hint = say("write for example change: {{NODE: {{weight: 45%}}}}")
            self.fault("wrong-type", message, ORIGIN, hint, is_value=True)
            return
        unchanged = replace(self.merged, values=dict(self.merged.values), keys=dict(self.merged.keys))
        self.inherited = Inherited(unchanged, self.base)
        self.merged.data = own_copy(self.merged.data)
        for is_of_nodes in (True, False):
            made = NamedChanges(self, self.spelt_out)
            for name, value in changes.items():
                if changes_nodes(value) is is_of_nodes:
                    made.make(name, value)
            self._keep_answers()
            self.copies.make(self.inherited)


def _unplaced(node: Plain) -> Plain:
    """What is written of a node, but for what hangs on where it stands."""
    if not isinstance(node, dict) or is_title(node):
        return node
    own = {key: value for key, value in node.items() if key not in ("weight", "answers")}
    return own["title"] if list(own) == ["title"] else own


__all__ = ["layered"]
