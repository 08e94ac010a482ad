"""Rule sets on disk: found by name, each laid over the one that it extends, and built to the model."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from ..checks import check_rules
from ..meaning.model import LEVELS, RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, errors, in_order, say
from ..words.hints import nearest_or
from . import folder as folders
from . import schema, source
from .build import build
from .contrary_drafts import Drafts
from .differences import patched, taken_apart
from .document import Document, Place
from .fingerprints import fingerprint
from .layer_identity import handed_on, with_lineage
from .layers import layered
from .odd_signs import written_twice
from .own_claims import with_claims
from .taken_sets import TakenSets
from .variant_data import read_alike, read_apart
from .variant_patches import met_patches
from .variants import choosing, variations, without_variants

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
    hint = nearest_or(
        text, names, say("ken list shows the rule sets that can be named; or give a path that ends in .yaml")
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
            replace(fault, position=at) if fault.code == "no-such-ruleset" else fault
            for fault in problem.diagnostics
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
        base, patches = taken_apart(os.fspath(name))
        rules, found = _inspected(find(base), patches)
    except KenError as problem:
        return None, problem.diagnostics
    return None if rules is None else replace(rules, asked_as=os.fspath(name)), found


def load_with(path: Path, drafts: Sequence[Path]) -> RuleSet:
    """The rule set of a file with drafts laid over it, one after the other, checked. Raises KenError with
    every error in it."""
    rules, diagnostics = _inspected(path, drafts)
    if rules is None or errors(diagnostics):
        raise KenError(errors(diagnostics))
    return rules


def _inspected(path: Path, patches: Sequence[Path]) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """The rule set of a file with differences laid over it, and everything that is found in it."""
    try:
        document, faults, sets = laid(path, patches)
    except KenError as problem:
        return None, problem.diagnostics
    rules, faults = made_of(document, faults, sets)
    if rules is not None and not errors(faults):
        rules, more = with_claims(document, rules)
        faults += more
    if rules is not None and patches:
        rules = replace(rules, id="+".join([rules.id, *(patch.stem for patch in patches)]))
    if rules is not None:
        taken = tuple(file for file in sets.files if file not in rules.files)
        rules = replace(rules, fingerprint=fingerprint(rules), taken=taken)
    return rules, in_order(faults)


def laid(path: Path, patches: Sequence[Path] = ()) -> tuple[Document, list[Diagnostic], TakenSets]:
    """The document of a rule set, with what it extends laid under it and differences laid over it; what is
    wrong with that, and the rule sets that it takes. Raises KenError when a file cannot be read."""
    sets = _sets()
    document, faults = resolve(path, sets)
    drafts = Drafts(document)
    for patch in patches:
        document, more = patched(drafts, patch, sets)
        faults += more
    return document, faults, sets


Form: TypeAlias = "Callable[[Document, list[Diagnostic]], tuple[RuleSet | None, list[Diagnostic]]]"
"""Makes a rule set without variants of a document, and tells what is wrong with it beside what is known."""


def made_of(
    document: Document, faults: list[Diagnostic], sets: TakenSets, form: Form | None = None
) -> tuple[RuleSet | None, list[Diagnostic]]:
    """The rule set of a document that is laid, with its variants, and what is wrong with it; `form` makes
    each of its forms."""
    form = form or form_of
    rules, faults = form(without_variants(document), faults)
    if choosing(document):
        rules, faults = _with_variants(document, rules, faults, sets, form)
    return rules, faults


def _with_variants(
    document: Document, rules: RuleSet | None, faults: list[Diagnostic], sets: TakenSets, form: Form
) -> tuple[RuleSet | None, list[Diagnostic]]:
    """The rule set with its variants, each built whole. A fault is told once where several have it."""
    made, more = variations(document, sets)
    more += met_patches(without_variants(document), made, choosing(document))
    told = {(fault.code, fault.position, str(fault.message)) for fault in faults}
    faults = faults + more
    variants = {}
    for variation in made:
        variant, own = form(variation.document, list(variation.faults))
        for fault in own:
            mark = (fault.code, fault.position, str(fault.message))
            if mark not in told:
                told.add(mark)
                faults.append(fault)
        if variant is not None:
            words = ", ".join(word for word in variation.words if word is not None)
            variants[variation.words] = replace(variant, id=f"{variant.id} ({words})")
    if rules is None or len(variants) < len(made) or errors(more):
        return None, faults
    if apart := read_apart(rules, variants):
        return None, faults + apart
    rules, variants = read_alike(rules, variants)
    return replace(rules, choosing=choosing(document), variants=variants), faults


def form_of(
    document: Document, faults: list[Diagnostic], *, fits: bool = False
) -> tuple[RuleSet | None, list[Diagnostic]]:
    """The rule set of a document that is laid out whole, and what is wrong with it beside `faults`; one that
    `fits` the schema, as is known, is not held against it."""
    told = {fault.position for fault in faults}
    empty = {fault.hint.arguments.get("key") for fault in faults if fault.code == "empty" and fault.hint}
    misfits = [] if fits else [*schema.validate(document, "ruleset"), *written_twice(document)]
    faults.extend(
        fault
        for fault in misfits
        if fault.position not in told
        and not (fault.code == "missing-key" and fault.message.arguments.get("key") in empty)
    )
    gone = schema.prune(document, "ruleset") if misfits else []
    if gone is None:
        return None, faults
    rules, misbuilt = build(document)
    is_whole = not errors(faults) and not misbuilt
    # on a scale that is none, nothing is in its place
    scale = rules.scale
    is_scale = not (scale.bounded_below and scale.bounded_above) or scale.minimum < scale.maximum
    # a range whose ends were exchanged is no reason to look at nothing else
    is_sound = all(fault.code == "scale" for fault in misbuilt)
    checked = list(check_rules(rules, is_sound=is_sound)) if is_scale else []
    faults += [_taken_away(fault, document) for fault in (*misbuilt, *checked) if not _follows(fault, gone)]
    return (rules if is_whole else None), faults


def _taken_away(fault: Diagnostic, document: Document) -> Diagnostic:
    """A finding about a name that is nothing's; of a node that an overlay takes away, where it does."""
    name = str(fault.message.arguments.get("name"))
    at = document.gone.get(name) if fault.code == "undefined" else None
    if at is None:
        return fault
    hint = say(
        "“{name}” is taken away in {place}; write anew what names it", name=name, place=f"{at.file}:{at.line}"
    )
    return replace(fault, hint=hint)


def _follows(fault: Diagnostic, gone: list[Place]) -> bool:
    """Whether a finding may only come from what was taken out because it did not fit."""
    taken = {str(step) for place in gone for step in place}
    if fault.code == "undefined":
        return str(fault.message.arguments.get("name")) in taken
    if fault.code == "duplicate-condition":
        return bool(gone)
    return (
        fault.code.startswith(("weights", "missing-key")) and bool(gone) and bool({"weight", *LEVELS} & taken)
    )


def _sets() -> TakenSets:
    """The rule sets that `like` takes, found as those are that are extended."""

    def found(name: str, at: Position) -> Path:
        asking = Path(at.file)
        try:
            return find(name, beside=asking.parent, asking=asking)
        except KenError as problem:
            raise told_at(problem, at) from None

    return TakenSets(found, resolve)


def resolve(path: Path, sets: TakenSets | None = None) -> tuple[Document, list[Diagnostic]]:
    """A rule set's document with all that it extends laid under it (JSON Merge Patch, RFC 7396), and what is
    wrong with that. `sets` has the rule sets that are taken by `like`.

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
    merged, more = _laid_over_each_other(chain, seen, sets or _sets())
    return merged, [*faults, *more]


def _laid_over_each_other(
    chain: list[Document], seen: Mapping[Path, Position], sets: TakenSets
) -> tuple[Document, list[Diagnostic]]:
    """The layers of a rule set, the first of which extends nothing and stands last."""
    merged: Document | None = None
    faults: list[Diagnostic] = []
    for begun in seen.values():
        sets.begin(Path(begun.file))
    while chain:
        below = merged
        merged, patch_faults = layered(handed_on(below), chain.pop(), sets)
        sets.end()
        merged, misnamed = with_lineage(below, merged)
        faults.extend([*patch_faults, *misnamed])
    assert merged is not None
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
