"""Which column of a table is the key, which stands for which node, and which is passed through."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Position, Text, counted, say
from ..words.hints import suggestion
from ..words.numerals import western
from .claims import KEY_COLUMNS, RESULT_COLUMNS, Claim, Claims
from .spelling import MAX_MISSPELT, Spelling


def claim(
    rules: RuleSet,
    columns: Sequence[str],
    at: Callable[[str], Position],
    *,
    key: str | None = None,
    pass_through: Collection[str] = (),
    within: str | None = None,
) -> tuple[Claims | None, list[Diagnostic]]:
    """What each column is for; None, with the faults, when one leaves that open.

    `at` gives a column's place for messages ("" is the header); `pass_through` names columns that are no
    scores, whatever they look like; `within` is the path of the node below which names are meant."""
    named = key or next(
        (column for name in (rules.unit, *KEY_COLUMNS) for column in columns if column.strip() == name), None
    )
    claiming = _Claiming(rules, at, within, Spelling(rules))
    if named is None or named not in columns:
        claiming.faults.append(_no_key(rules, columns, key, at("")))
    if named is not None and (named in rules.names or named in RESULT_COLUMNS):
        claiming.faults.append(_reserved_key(rules, named, at(named)))
    passed = frozenset(pass_through)
    for column in columns:
        if column == named:
            continue
        if column.startswith("ken:"):
            message = say("the column “{column}” begins with ken:, as Ken's own do", column=column)
            claiming.fault("reserved", message, column, say("rename it"))
        elif column in passed:
            claiming.passed.append(column)
        else:
            claiming.claim(column)
    claiming.finish(columns)
    if claiming.faults or named is None:
        return None, claiming.faults
    return Claims(named, tuple(claiming.nodes), tuple(claiming.passed)), []


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


def _reserved_key(rules: RuleSet, key: str, position: Position) -> Diagnostic:
    free = rules.unit if rules.unit not in (*rules.names, *RESULT_COLUMNS) else "unit"
    message = say("the key column “{column}” has the name of a result", column=key)
    return Diagnostic(
        "reserved", message, position, say("rename the column, for example to “{unit}”", unit=free)
    )


@dataclass
class _Claiming:
    """The columns of a table, one after the other: those that are nodes, those that are passed through, and
    what is wrong with others."""

    rules: RuleSet
    at: Callable[[str], Position]
    within: str | None
    spelling: Spelling
    nodes: list[Claim] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    misspelt: int = 0  # how many columns were found to look like nodes
    # columns that are no nodes, and are not asked whether they look like some
    unasked: list[str] = field(default_factory=list)

    def fault(self, code: str, message: Text, column: str, hint: Text) -> None:
        """Keeps a fault of a column."""
        self.faults.append(Diagnostic(code, message, self.at(column), hint))

    def claim(self, column: str) -> None:
        """What one column is for."""
        name = western(column.strip())
        meant = self.rules.meant(name)
        paths = tuple(path for path in meant if self._is_within(path))
        if len(paths) == 1:
            self.nodes.append(Claim(column, name, paths))
        elif shared := _through_alias(self.rules, name, paths):
            self.nodes.append(Claim(column, name, *shared))
        elif paths:
            message = say("the column “{column}” can mean {paths}", column=column, paths=list(paths))
            hint = say("write the path, for example {path}", path=paths[0])
            self.fault("ambiguous", message, column, hint)
        elif meant:
            message = say(
                "the column “{column}” is {paths}, which does not stand below {within}",
                column=column,
                paths=list(meant),
                within=self.within,
            )
            hint = say(
                "leave it out of this file, or pass it through with --pass-through {column}", column=column
            )
            self.fault("misspelt-column", message, column, hint)
        else:
            self._unknown(column, name)

    def _is_within(self, path: str) -> bool:
        return self.within is None or path == self.within or path.startswith(f"{self.within}.")

    def _unknown(self, column: str, name: str) -> None:
        """A column that is no node: passed through, but for one that looks like a node."""
        if self.misspelt >= MAX_MISSPELT:  # to look for what is meant takes long where there are many names
            self.unasked.append(column)
            return
        near = self.spelling.meant(name)
        if near is None:
            self.passed.append(column)
            return
        self.misspelt += 1
        message = say(
            "the column “{column}” is no node of {rules}, and looks like one",
            column=column,
            rules=self.rules.id,
        )
        hint = say(
            "did you mean “{near}”? If it is no score, pass it through with --pass-through {column}",
            near=near,
            column=column,
        )
        self.fault("misspelt-column", message, column, hint)

    def finish(self, columns: Sequence[str]) -> None:
        """What is wrong with the columns together."""
        rules = self.rules
        if self.unasked:
            message = counted(
                len(self.unasked),
                "{count} more column is no node of {rules}, and was not looked at further",
                "{count} more columns are no nodes of {rules}, and were not looked at further",
                rules=rules.id,
            )
            hint = say("mend the columns above first; ken show {rules} lists all nodes", rules=rules.id)
            self.fault("misspelt-column", message, self.unasked[0], hint)
        self._claimed_twice()
        if not self.nodes and not self.faults:
            message = say(
                "no column is a node of {rules}; the columns are {columns}",
                rules=rules.id,
                columns=list(columns),
            )
            hint = say(
                "head the columns with node ids, for example {examples} (ken show {rules} lists all)",
                examples=[rules.short_name(path) for path in list(rules.nodes)[1:4]],
                rules=rules.id,
            )
            self.fault("no-scores", message, "", hint)

    def _claimed_twice(self) -> None:
        owners: dict[tuple[tuple[str, ...], str | None], list[str]] = {}
        for made in self.nodes:
            owners.setdefault((made.paths, made.alias), []).append(made.column)
        for (paths, _), same in owners.items():
            if len(same) > 1:
                message = say("the columns {columns} both stand for {name}", columns=same, name=list(paths))
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


__all__ = ["claim"]
