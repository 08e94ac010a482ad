"""Rule sets on disk: finding them by name, laying each over the one that it extends, and building the
model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..checks import check_rules
from ..meaning.model import LEVELS, RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, errors, in_order, say
from . import folder as folders
from . import schema, source
from .build import build, fingerprint
from .source import Document, Place, Plain

SUFFIXES = folders.SUFFIXES
PACKAGED = Path(__file__).resolve().parents[2] / "rules"
MAX_CHAIN = 20
MAX_NAME = 250


def search_path() -> tuple[Path, ...]:
    """The folders in which names are looked up: ./rules, then those of $KEN_RULES, then the rule sets of the
    package."""
    own = [Path(folder) for folder in os.environ.get("KEN_RULES", "").split(os.pathsep) if folder]
    every = [Path("rules"), *own, PACKAGED]
    # one that may not be looked at is none
    return tuple(folder for folder in every if os.path.isdir(folder))  # noqa: PTH112


@dataclass(frozen=True)
class Entry:
    """A rule set that can be named; or a file or folder on the search path that cannot be read, and why."""

    name: str
    path: Path
    fault: Diagnostic | None = None


def entries() -> Iterator[Entry]:
    """Every rule set on the search path, by name; of two with one name, the first found."""
    seen: set[str] = set()
    for folder in search_path():
        files, faults = folders.yaml_files(folder)
        yield from (Entry(fault.position.file, Path(fault.position.file), fault) for fault in faults)
        for path in files:
            name = path.relative_to(folder).with_suffix("").as_posix()
            if name in seen:
                continue
            try:
                is_rule_set = folders.kind_of(path) == "ruleset" and not folders.is_misnamed(path)
            except KenError as problem:
                told = problem.diagnostics[0]
                yield Entry(name, path, replace(told, severity="warning") if source.is_none(path) else told)
                continue
            if is_rule_set:
                seen.add(name)
                yield Entry(name, path)


def find(name: str | os.PathLike[str], *, beside: Path | None = None, asking: Path | None = None) -> Path:
    """The file of a rule set: a path as it is (relative to `beside` too), or a name on the search path.
    `asking` is the file that names it, which is never proposed.

    Raises KenError when there is none, with the names that come near.
    """
    text = os.fspath(name)
    if len(text) > MAX_NAME:
        raise KenError(
            [
                Diagnostic(
                    "no-such-ruleset",
                    say("a name of {length} characters is too long", length=len(text)),
                    Position(text[:40]),
                    say("give a name or a path"),
                )
            ]
        )
    direct = Path(text)
    for path in (direct, *([beside / direct] if beside is not None else [])):
        if path.suffix.casefold() in SUFFIXES and source.stands(path):
            if folders.is_misnamed(path):
                raise KenError([folders.misnamed(path)])
            return path
    for folder in search_path():
        for suffix in SUFFIXES:
            if os.path.lexists(folder / f"{text}{suffix}"):
                return folder / f"{text}{suffix}"
    known = list(entries())
    faults = [entry.fault for entry in known if entry.fault is not None]
    names = [
        entry.name
        for entry in known
        if entry.fault is None and (asking is None or entry.path.resolve() != asking.resolve())
    ]
    near = schema.suggestion(text, names)
    hint = (
        say("did you mean “{near}”?", near=near)
        if near
        else say("rule sets that can be named: {names}; or give a path that ends in .yaml", names=names)
    )
    is_folder = os.path.isdir(direct)  # noqa: PTH112  # what may not be looked at is none
    message = (
        say("this is a folder, and no rule set")
        if is_folder
        else say("there is no rule set “{name}”", name=text)
    )
    raise KenError([Diagnostic("no-such-ruleset", message, Position(text), hint), *faults])


def told_at(problem: KenError, at: Position) -> KenError:
    """What was not found under a name, told where the name is written; files that cannot be read, by their
    own names."""
    return KenError(
        [
            replace(each, position=at) if each.code == "no-such-ruleset" else each
            for each in problem.diagnostics
        ]
    )


def load(name: str | os.PathLike[str]) -> RuleSet:
    """The rule set of that name or path, checked. Raises KenError with every error in it."""
    rules, diagnostics = inspect(name)
    if rules is None or errors(diagnostics):
        raise KenError(errors(diagnostics))
    return rules


def inspect(name: str | os.PathLike[str]) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """The rule set, and everything that is found in it; no rule set where it could not be built whole.

    Files joined to the name by + are laid over it, one after the other: `ita/2566+draft.yaml`.
    """
    try:
        base, patches = _taken_apart(os.fspath(name))
        path = find(base)
        document, faults = resolve(path)
        for patch in patches:
            document, found_in_patch = _patched(document, patch)
            faults += found_in_patch
    except KenError as problem:
        return None, problem.diagnostics
    told = {fault.position for fault in faults}
    empty = {fault.hint.arguments.get("key") for fault in faults if fault.code == "empty" and fault.hint}
    misfits = schema.validate(document, "ruleset")
    for fault in misfits:
        if fault.position not in told and not (
            fault.code == "missing-key" and fault.message.arguments.get("key") in empty
        ):
            faults.append(fault)
    gone = schema.prune(document, "ruleset") if misfits else []
    if gone is None:
        return None, in_order(faults)
    rules, found = build(document)
    is_whole = not errors(faults) and not found
    if patches:
        rules = replace(rules, id="+".join([rules.id, *(patch.stem for patch in patches)]))
        rules = replace(rules, fingerprint=fingerprint(rules))
    else:
        faults += _misnamed(path, document)
    if not any(each.code == "scale" for each in found):  # on a scale that is none, nothing is in its place
        found = [*found, *check_rules(rules)]
    faults += [each for each in found if not _follows(each, gone)]
    return (rules if is_whole else None), in_order(faults)


def _taken_apart(name: str) -> tuple[str, list[Path]]:
    """The name of a rule set, and the files that are to be laid over it."""
    # what may not be looked at is none
    if "+" not in name or len(name) > MAX_NAME or os.path.isfile(name):  # noqa: PTH113
        return name, []
    base, *patches = name.split("+")
    if not base or not all(patches):
        message = say("“{name}” lacks a name before or after a +", name=name)
        raise KenError(
            [
                Diagnostic(
                    "no-such-ruleset", message, Position(name), say("write for example ita/2566+draft.yaml")
                )
            ]
        )
    return base, [Path(patch) for patch in patches]


def _patched(document: Document, path: Path) -> tuple[Document, list[Diagnostic]]:
    """A rule set's document with the differences in a file laid over it. Raises KenError when there is no
    such file, or it has no differences."""
    if path.suffix not in SUFFIXES:
        message = say(
            "after + stands a file of differences that ends in .yaml, and not “{name}”", name=str(path)
        )
        raise KenError(
            [
                Diagnostic(
                    "no-such-ruleset",
                    message,
                    Position(str(path)),
                    say("write for example ita/2566+draft.yaml"),
                )
            ]
        )
    patch = source.read(path)
    if not isinstance(patch.data, dict):
        message = (
            say("the file is empty")
            if patch.data is None
            else say("this is no rule set: a mapping of keys and values is wanted")
        )
        raise KenError(
            [
                Diagnostic(
                    "not-a-ruleset",
                    message,
                    patch.value_at(()),
                    say("write what is to be otherwise, for example thresholds: {{pass: 80}}"),
                )
            ]
        )
    faults = list(patch.faults)
    for key in ("ruleset", "extends"):
        if key in patch.data:
            hint = say("delete the line; a rule set of its own is named without +")
            faults.append(
                Diagnostic(
                    "patch", say("a file of differences has no “{key}”", key=key), patch.key_at((key,)), hint
                )
            )
            del patch.data[key]
    merged, more = lay_over(document, patch)
    return merged, [*faults, *more]


def _misnamed(path: Path, document: Document) -> Iterator[Diagnostic]:
    """A file family/version.yaml whose rule set says that it is another version: most likely a copy."""
    assert isinstance(document.data, dict)
    family, _, version = str(document.data["ruleset"]).rpartition("/")
    if family and path.resolve().parent.name == family.rpartition("/")[2] and path.stem != version:
        message = say(
            "the rule set calls itself {id}, and the file is {file}",
            id=str(document.data["ruleset"]),
            file=path.name,
        )
        yield Diagnostic(
            "ruleset-name",
            message,
            document.value_at(("ruleset",)),
            say("write ruleset: {family}/{version}, or rename the file", family=family, version=path.stem),
            "warning",
        )


def _follows(found: Diagnostic, gone: list[Place]) -> bool:
    """Whether a finding may only come from what was taken out because it did not fit."""
    taken = {str(step) for place in gone for step in place}
    if found.code == "undefined":
        return str(found.message.arguments.get("name")) in taken
    if found.code == "duplicate-condition":
        return bool(gone)
    return (
        found.code.startswith(("weights", "missing-key")) and bool(gone) and bool({"weight", *LEVELS} & taken)
    )


def lines_of(diagnostics: tuple[Diagnostic, ...]) -> Mapping[str, tuple[str, ...]]:
    """The lines of the files that diagnostics speak of, for showing them; a file that cannot be read is left
    out."""
    texts: dict[str, tuple[str, ...]] = {}
    for file in {d.position.file for d in diagnostics if d.position.line and not d.position.cell}:
        try:
            raw = Path(file).read_bytes()[: source.MAX_BYTES]
        except OSError:
            continue
        texts[file] = tuple(raw.decode("utf-8-sig", errors="replace").split("\n"))
    return texts


def resolve(path: Path) -> tuple[Document, list[Diagnostic]]:
    """A rule set's document with all that it extends laid under it (JSON Merge Patch, RFC 7396), and what is
    wrong with that.

    Raises KenError when a file of the chain cannot be read.
    """
    chain: list[Document] = []
    faults: list[Diagnostic] = []
    seen: dict[Path, Position] = {}
    current: Path | None = path
    while current is not None:
        if chain and (unread := source.unreadable(current)):
            named = chain[-1].value_at(("extends",))
            raise KenError(
                [
                    *faults,
                    replace(unread, hint=say("it is named in {place}, as what is extended", place=named)),
                ]
            )
        document = source.read(current)
        faults.extend(document.faults)
        seen[current.resolve()] = Position(document.file, 1, 1)
        chain.append(document)
        if not isinstance(document.data, dict):
            message = (
                say("the file is empty")
                if document.data is None
                else say("this is no rule set: a mapping of keys and values is wanted")
            )
            hint = say(
                "begin with “ruleset: family/version”, then title, unit, scale, what is scored, and bands"
            )
            raise KenError([*faults, Diagnostic("not-a-ruleset", message, document.value_at(()), hint)])
        parent, document_faults = _parent(document, current, seen)
        faults.extend(document_faults)
        current = parent
        if len(chain) > MAX_CHAIN:
            message = say("a chain of more than {most} rule sets that extend each other", most=MAX_CHAIN)
            raise KenError([Diagnostic("extends-cycle", message, document.value_at(("extends",)))])
    first = chain.pop()
    merged, patch_faults = lay_over(None, first)
    faults.extend(patch_faults)
    while chain:
        merged, patch_faults = lay_over(merged, chain.pop())
        faults.extend(patch_faults)
    if isinstance(merged.data, dict):
        merged.data.pop("extends", None)
    return merged, faults


def _parent(
    document: Document, path: Path, seen: Mapping[Path, Position]
) -> tuple[Path | None, list[Diagnostic]]:
    assert isinstance(document.data, dict)
    extends = document.data.get("extends")
    if extends is None:
        return None, []
    at = document.value_at(("extends",))
    if not isinstance(extends, str):
        message = say(
            "{where} is to be {wanted}, and is {given}",
            where="extends",
            wanted=say("a text"),
            given=say("a list") if isinstance(extends, list) else say("something else"),
        )
        return None, [
            Diagnostic("wrong-type", message, at, say("write the name of one rule set, for example ita/2565"))
        ]
    try:
        parent = find(extends, beside=path.parent, asking=path)
    except KenError as problem:
        raise told_at(problem, at) from None
    if Path(os.path.realpath(parent)) in seen:  # a link that leads to itself is told when it is read
        names = [shown.name for shown in seen] + [parent.name]
        message = say("extends goes in a circle: {chain}", chain=say("{names}", names=" → ".join(names)))
        raise KenError(
            [
                Diagnostic(
                    "extends-cycle", message, at, say("let one of them stand on its own, without extends")
                )
            ]
        )
    return parent, []


def _walk(value: Plain, place: Place) -> Iterator[tuple[Place, Plain]]:
    yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, (*place, index))


def lay_over(base: Document | None, patch: Document) -> tuple[Document, list[Diagnostic]]:
    """The patch laid over the base (None: the patch stands on its own), with positions: what the patch brings
    stands where the patch has it."""
    layers = _Layers(base, patch)
    layers.merged.data = layers.merge(layers.base.data, patch.data, ())
    return layers.merged, layers.faults


class _Layers:
    def __init__(self, base: Document | None, patch: Document) -> None:
        self.patch = patch
        self.standing_alone = base is None
        self.base = base or Document(patch.file, {})
        self.merged = Document(
            patch.file, None, dict(self.base.values), dict(self.base.keys), {**self.base.lines, **patch.lines}
        )
        self.faults: list[Diagnostic] = []

    def merge(self, below: Plain, above: Plain, place: Place) -> Plain:
        if not isinstance(above, dict):
            self.forget(below, place)
            self.take(above, place)
            return above
        if not isinstance(below, dict):
            self.forget(below, place)
            below = {}
        for known, new in ((self.merged.values, self.patch.values), (self.merged.keys, self.patch.keys)):
            if place in new:
                known[place] = new[place]
        result = dict(below)
        for key, value in above.items():
            inner = (*place, key)
            if isinstance(value, dict) and isinstance(value.get("like"), str):
                result = self.like(result, below, key, str(value["like"]), place)
                value = {name: each for name, each in value.items() if name != "like"}
            if value is not None:
                if key not in result and below and place and place[-1] in LEVELS:
                    self.resembles(key, below, inner)
                result[key] = self.merge(result.get(key), value, inner)
            elif key in result:
                self.forget(result.pop(key), inner)
            elif self.standing_alone:
                hint = schema.slip_hint(self.patch, inner) or schema.empty_hint(inner)
                self.faults.append(
                    Diagnostic(
                        "empty",
                        say("{where} is empty", where=schema.place_text(inner)),
                        self.patch.key_at(inner),
                        hint,
                    )
                )
            else:
                near = schema.suggestion(key, result)
                hint = schema.slip_hint(self.patch, inner) or (
                    say("did you mean “{near}”?", near=near)
                    if near
                    else say("delete the line, or write a value")
                )
                self.faults.append(
                    Diagnostic(
                        "removes-nothing",
                        say("null takes “{key}” away, but there is none in what this extends", key=key),
                        self.patch.key_at(inner),
                        hint,
                    )
                )
        return result

    def like(
        self, result: dict[str, Plain], below: dict[str, Plain], key: str, name: str, place: Place
    ) -> dict[str, Plain]:
        """The neighbours, with a copy of the one called `name` as `key`, in its place: taken from what is
        extended, even if the patch takes that one away, or from further up in the same file."""
        origin, document = (below, self.base) if name in below else (result, self.merged)
        if name not in origin or key in result:
            near = schema.suggestion(name, origin)
            hint = (
                say("did you mean “{near}”?", near=near)
                if near
                else say("name a neighbour that stands above, or in what this extends")
            )
            message = (
                say("like: there is no neighbour “{name}” to copy", name=name)
                if name not in origin
                else say("like: “{key}” is there already", key=key)
            )
            self.faults.append(
                Diagnostic("undefined", message, self.patch.value_at((*place, key, "like")), hint)
            )
            return result
        for old, _ in _walk(origin[name], (*place, name)):
            new = (*place, key, *old[len(place) + 1 :])
            for known, source_of in (
                (self.merged.values, document.values),
                (self.merged.keys, document.keys),
            ):
                if old in source_of:
                    known[new] = source_of[old]
        places = {neighbour: at for at, neighbour in enumerate(below)}
        before = places.get(name, len(result))
        kept = {
            neighbour: value
            for neighbour, value in result.items()
            if neighbour not in places or places[neighbour] < before
        }
        later = {neighbour: value for neighbour, value in result.items() if neighbour not in kept}
        return {**kept, key: origin[name], **later}

    def resembles(self, key: str, below: Mapping[str, Plain], place: Place) -> None:
        """A new node whose id differs in one letter from one of what is extended: most likely that one,
        misspelt."""
        if len(key) < 3 or not key.isalpha():
            return
        near = next(
            (
                old
                for old in below
                if len(old) == len(key)
                and (old + key).isalpha()
                and sum(a != b for a, b in zip(old, key, strict=True)) == 1
            ),
            None,
        )
        if near is not None and key not in below:
            message = say(
                "“{key}” is new here, and looks like “{near}” of what this extends", key=key, near=near
            )
            self.faults.append(
                Diagnostic(
                    "resembles",
                    message,
                    self.patch.key_at(place),
                    say(
                        "if “{near}” is meant, write it so; if not, choose an id that is less alike",
                        near=near,
                    ),
                    "warning",
                )
            )

    def forget(self, value: Plain, place: Place) -> None:
        for below, _ in _walk(value, place):
            self.merged.values.pop(below, None)
            self.merged.keys.pop(below, None)

    def take(self, value: Plain, place: Place) -> None:
        for above, _ in _walk(value, place):
            for known, new in ((self.merged.values, self.patch.values), (self.merged.keys, self.patch.keys)):
                if above in new:
                    known[above] = new[above]
