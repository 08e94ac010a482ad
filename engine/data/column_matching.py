"""Which column of a table is the key, which stands for which node, and which is passed through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, Position, Text, counted, say
from ..words.hints import as_typed, suggestion
from ..words.numerals import western
from .claims import JUDGED, KEY_COLUMNS, RESULT_COLUMNS, Claim, Claims
from .misspellings import Misspellings
from .name_patterns import NamePatterns
from .sheet import column_called
from .spelling import MAX_MISSPELT


def claim(
    rules: RuleSet,
    names: Mapping[str, str],
    at: Callable[[str], Position],
    *,
    key: str | None = None,
    pass_through: Collection[str] = (),
    within: str | None = None,
) -> tuple[Claims | None, list[Diagnostic]]:
    """What each column is for; None, with the faults, when one leaves that open. `names` has the columns'
    names in the data.

    `at` gives a column's place for messages ("" is the header); `pass_through` names columns that are no
    scores, whatever they look like; `within` is the path of the node below which names are meant."""
    own_key = key_of(rules, names, key)
    claiming = _Claiming(rules, names, at, within)
    if own_key is None:
        claiming.faults.append(_no_key(rules, list(names.values()), key, at("")))
    elif names[own_key] in rules.names or names[own_key] in RESULT_COLUMNS:
        claiming.faults.append(_reserved_key(rules, names, own_key, at(own_key)))
    passed = NamePatterns(pass_through)
    for column, name in names.items():
        if column == own_key:
            continue
        if passed.match(name):
            claiming.passed.append(column)
        else:
            claiming.claim(column)
    claiming.finish()
    if claiming.faults or own_key is None:
        return None, claiming.faults
    passed_on = {*claiming.passed}
    others = {column: name for column, name in names.items() if column in passed_on}
    return Claims(own_key, names[own_key], tuple(claiming.nodes), others), []


def key_of(rules: RuleSet, names: Mapping[str, str], key: str | None) -> str | None:
    """The column that names the units: the one called `key`; where that is not said the one called as the
    rule set calls a unit, or as units are called elsewhere, else the only one that is called so but for
    capital letters. None where there is none."""
    wanted = key_names(rules, key)
    called = (column for name in wanted if (column := column_called(names, name)) is not None)
    exact = next(called, None)
    if exact is not None or key is not None:
        return exact
    forms = {compared(name).casefold() for name in wanted}
    alike = [
        column
        for column, name in names.items()
        if compared(name).casefold() in forms and not rules.meant(name)
    ]
    return alike[0] if len(alike) == 1 else None


def key_names(rules: RuleSet, key: str | None) -> tuple[str, ...]:
    """What the column that names the units may be called."""
    return (rules.unit, *KEY_COLUMNS) if key is None else (key,)


def _no_key(rules: RuleSet, columns: Sequence[str], key: str | None, position: Position) -> Diagnostic:
    wanted = key or rules.unit
    near = suggestion(wanted, columns)
    hint = (
        say(
            "did you mean “{near}”? Give the column with the name of each {unit} with --key",
            unit=rules.unit,
            near=near,
        )
        if near
        else say(
            "the first row names the columns: call the one with the name of each {unit} “{unit}”, or give "
            "its name with --key",
            unit=rules.unit,
        )
    )
    message = say(
        "there is no column “{wanted}”; the columns are {columns}", wanted=wanted, columns=list(columns)
    )
    return Diagnostic("no-key", message, position, hint)


def _reserved_key(rules: RuleSet, names: Mapping[str, str], key: str, position: Position) -> Diagnostic:
    free = rules.unit if rules.unit not in (*rules.names, *RESULT_COLUMNS) else "unit"
    message = say("the key column “{column}” has the name of a result", column=names[key])
    hint = say("rename the column, for example to “{unit}”", unit=free)
    usual = key_of(rules, names, None)
    if usual is not None and usual != key:
        message = say("“{column}” is a score, and names no {unit}", column=names[key], unit=rules.unit)
        hint = say(
            "the column “{usual}” seems to have the names: leave --key out, or say --key {usual}",
            usual=names[usual],
        )
    return Diagnostic("reserved", message, position, hint)


@dataclass
class _Claiming:
    """The columns of a table, one after the other: those that are nodes, those that are passed through, and
    what is wrong with others."""

    rules: RuleSet
    names: Mapping[str, str]
    at: Callable[[str], Position]
    within: str | None
    nodes: list[Claim] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)  # columns that are no nodes, with their names

    def fault(self, code: str, message: Text, column: str, hint: Text) -> None:
        """Keeps a fault of a column."""
        self.faults.append(Diagnostic(code, message, self.at(column), hint))

    def claim(self, column: str) -> None:
        """What one column is for."""
        heading = self.names[column]
        name = western(compared(heading))
        meant = self.rules.meant(name)
        paths = tuple(path for path in meant if self._is_within(path))
        if len(paths) == 1:
            self.nodes.append(Claim(column, name, paths, heading))
        elif shared := _through_alias(self.rules, name, paths):
            own, alias = shared
            self.nodes.append(Claim(column, name, own, heading, alias))
        elif paths:
            message = say("the column “{column}” can mean {paths}", column=heading, paths=list(paths))
            hint = say("write the path, for example {path}", path=paths[0])
            self.fault("ambiguous", message, column, hint)
        elif meant:
            message = say(
                "the column “{column}” is {paths}, which does not stand below {within}",
                column=heading,
                paths=list(meant),
                within=self.within,
            )
            hint = say(
                "leave it out of this file, or pass it through with --pass-through {column}",
                column=as_typed(heading),
            )
            self.fault("misspelt-column", message, column, hint)
        else:
            self.unknown[column] = name

    def _is_within(self, path: str) -> bool:
        return self.within is None or path == self.within or path.startswith(f"{self.within}.")

    def _asked(self) -> Iterator[str]:
        """Columns that are no nodes: those that look like one are told, others passed through. Yields those
        that were not looked at, because that takes long where there are many names."""
        names = [compared(name) for name in self.names.values()]
        misspellings = Misspellings(self.rules, self.within, names, has_nodes=bool(self.nodes))
        misspelt = 0
        for column, name in self.unknown.items():
            if misspelt >= MAX_MISSPELT:
                yield column
            elif name.casefold() in RESULT_COLUMNS or not (
                told := misspellings.told(self.names[column], name)
            ):
                self.passed.append(column)
            else:
                misspelt += 1
                self.faults.append(replace(told, position=self.at(column)))

    def finish(self) -> None:
        """What is wrong with the columns together."""
        if (told := self._own_result()) is not None:
            self.faults = [told]
            return
        rules, unasked = self.rules, list(self._asked())
        if unasked:
            message = counted(
                len(unasked),
                "{count} more column is no node of {rules}, and was not looked at further",
                "{count} more columns are no nodes of {rules}, and were not looked at further",
                rules=rules.id,
            )
            hint = say("mend the columns above first; ken show {rules} lists all nodes", rules=rules.typed)
            self.fault("misspelt-column", message, unasked[0], hint)
        self._claimed_twice()
        if not self.nodes and not self.faults:
            message = say(
                "no column is a node of {rules}; the columns are {columns}",
                rules=rules.id,
                columns=list(self.names.values()),
            )
            hint = say(
                "head the columns with node ids, for example {examples} (ken show {rules} lists all)",
                examples=[rules.short_name(path) for path in list(rules.nodes)[1:4]],
                rules=rules.typed,
            )
            self.fault("no-scores", message, "", hint)

    def _own_result(self) -> Diagnostic | None:
        """That the table is a result that Ken has written: it has ratings, and beside nodes what they are
        judged to be. Its totals would be kept as they are printed, whatever the rules."""
        forms = {compared(name): column for column, name in self.names.items()}
        judged = [form for form in forms if form.endswith(JUDGED) and self.rules.meant(form[: -len(JUDGED)])]
        if not judged or not forms.keys() >= {"rating", "status"}:
            return None
        message = say(
            "the table is a result of Ken: it has the columns {columns}",
            columns=["rating", "status", judged[0]],
        )
        hint = say(
            "give the data that it was made of; where they are lost, keep the columns that they had, and "
            "delete those that Ken has computed"
        )
        return Diagnostic("own-result", message, self.at(forms[judged[0]]), hint)

    def _claimed_twice(self) -> None:
        owners: dict[tuple[tuple[str, ...], str | None], list[str]] = {}
        for made in self.nodes:
            owners.setdefault((made.paths, made.alias), []).append(made.column)
        for (paths, _), same in owners.items():
            if len(same) > 1:
                called = [self.names[column] for column in same]
                message = say("the columns {columns} both stand for {name}", columns=called, name=list(paths))
                self.fault("column-twice", message, same[1], say("delete one of them"))


def _through_alias(rules: RuleSet, name: str, paths: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
    """The nodes that an alias makes a name stand for: its own, one with a path below it, or an id that all of
    the alias's nodes have."""
    if name in rules.aliases:
        return rules.aliases[name], name
    first, _, rest = name.partition(".")
    if first in rules.aliases:
        below = [f"{member}.{rest}" if rest else member for member in rules.aliases[first]]
        meant = [rules.meant(path) for path in below]
        return (
            (tuple(paths[0] for paths in meant), first) if all(len(paths) == 1 for paths in meant) else None
        )
    for alias, members in rules.aliases.items():
        owners = [
            next((member for member in members if path.startswith(f"{member}.")), None) for path in paths
        ]
        endings = {path[len(owner) :] for path, owner in zip(paths, owners, strict=True) if owner}
        if len(paths) == len(members) == len(set(owners) - {None}) and len(endings) == 1:
            return tuple(paths), alias
    return None


__all__ = ["claim", "key_names", "key_of"]
