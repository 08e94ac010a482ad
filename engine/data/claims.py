"""Which column of the data stands for which node."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..book.schema import suggestion
from ..meaning.model import Node, RuleSet, above_of
from ..words.diagnostics import Diagnostic, Position, counted, say
from ..words.language import column_names
from ..words.numerals import western

_NUMBERED = re.compile(r"([A-Za-z]+)[ _.\-]?([0-9]+(?:[._][0-9]+)?)")


RESULT_COLUMNS = ("rating", "status", "lacks", "notes")
"""Columns of every result beside the nodes."""

KEY_COLUMNS = column_names("unit")
"""What the key column may be called besides what the rule set calls a unit."""

MAX_MISSPELT = 50
"""How many columns are asked which node they are a slip of."""

LIKE = 0.66
"""The share of letters that a slip has in common with what was meant, at least."""

_DIGITS = frozenset("0123456789")
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})


@dataclass(frozen=True)
class Claim:
    """A column that gives the value of one node, or through an alias of several; `name` is the column's as
    rules write it.

    With `count` the column holds a sum of answers in whole units of 1/`per`, and `count` names the column of
    how many there were: the value is column / (per * count), missing where there were none. With `high` the
    column holds the least answer that was given to a question which the unit answers once, and `high` names
    the column of the greatest: the value is refused where they differ."""

    column: str
    name: str
    paths: tuple[str, ...]
    alias: str | None = None
    count: str | None = None
    per: int = 1
    high: str | None = None

    @property
    def is_summed(self) -> bool:
        """Whether it comes of rows of respondents."""
        return self.count is not None or self.high is not None


@dataclass(frozen=True)
class Claims:
    """How the columns of a table are used: as the key, for nodes, or passed through. `respondents` has by
    path the column that counts who answered anything at or below a node; `refused` the columns that say where
    a node's value cannot be right."""

    key: str
    nodes: tuple[Claim, ...]
    passed: tuple[str, ...]
    respondents: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def inputs(self) -> tuple[str, ...]:
        """Every column that a rating comes from."""
        names = [name for each in self.nodes for name in (each.column, each.count, each.high) if name]
        return tuple(
            dict.fromkeys(
                [
                    *names,
                    *self.respondents.values(),
                    *(name for columns in self.refused.values() for name in columns),
                ]
            )
        )

    @cached_property
    def _by_path(self) -> Mapping[str, tuple[Claim, ...]]:
        found: dict[str, list[Claim]] = {}
        for each in sorted(self.nodes, key=lambda claim: claim.alias is not None):
            for path in dict.fromkeys(each.paths):
                found.setdefault(path, []).append(each)
        return {path: tuple(claims) for path, claims in found.items()}

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {each.column: number for number, each in enumerate(self.nodes)}

    def claims_for(self, path: str) -> tuple[Claim, ...]:
        """The columns that give a node, its own before those of an alias."""
        return self._by_path.get(path, ())

    def below(self, node: Node) -> Claims:
        """Those that say anything of a node and of what is below it: also how many respondents the nodes
        above it have."""
        paths = [each.path for each in node.walk()]
        claims = {each.column: each for path in paths for each in self.claims_for(path)}
        places = self._places
        refused = {path: self.refused[path] for path in paths if path in self.refused}
        respondents = {
            path: self.respondents[path]
            for path in (*above_of(node.path), *paths)
            if path in self.respondents
        }
        return Claims(
            self.key,
            tuple(sorted(claims.values(), key=lambda each: places[each.column])),
            (),
            respondents,
            refused,
        )

    def columns_for(self, path: str) -> tuple[str, ...]:
        """The columns that give a node, its own before those of an alias."""
        return tuple(each.column for each in self.claims_for(path))


def passed_names(claims: Claims, taken: Collection[str]) -> dict[str, str]:
    """What columns that are passed through are called in the result, where the names of results are taken."""
    used = {*taken, *claims.passed}
    names = {}
    for column in claims.passed:
        name = column
        while name in taken or (name != column and name in used):
            name += " (data)"
        used.add(name)
        names[column] = name
    return names


def instrument_path(rules: RuleSet, name: str) -> str | Diagnostic:
    """The path of the node that a name means, or what is wrong with the name."""
    paths: Sequence[str] = rules.meant(name)
    if len(paths) == 1:
        return paths[0]
    if paths:
        message = say("“{name}” can mean {paths}", name=name, paths=list(paths))
        return Diagnostic(
            "ambiguous", message, Position(name), say("write the path, for example {path}", path=paths[0])
        )
    near = suggestion(name, rules.names)
    hint = (
        say("did you mean “{near}”?", near=near)
        if near
        else say(
            "name a node of {rules}: {known}",
            rules=rules.id,
            known=[child.id for child in rules.total.children],
        )
    )
    return Diagnostic("undefined", say("nothing is called “{name}”", name=name), Position(name), hint)


@dataclass
class _Findings:
    nodes: list[Claim] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    misspelt: int = 0  # how many columns were found to look like nodes
    # columns that are no nodes, and are not asked whether they look like some
    unasked: list[str] = field(default_factory=list)


def claim(
    rules: RuleSet,
    columns: Sequence[str],
    at: Callable[[str], Position],
    *,
    key: str | None = None,
    pass_through: Collection[str] = (),
    within: str | None = None,
) -> tuple[Claims | None, list[Diagnostic]]:
    """What each column is for; None when a fault leaves that open.

    `at` gives a column's place for messages; `pass_through` names columns that are no scores, whatever they
    look like; `within` is the path of the node below which names are meant."""
    found = _Findings()
    key_column = key or next(
        (column for name in (rules.unit, *KEY_COLUMNS) for column in columns if column.strip() == name), None
    )
    if key_column is None or key_column not in columns:
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
                "the first row names the columns: call the one with the name of each {unit} “{unit}”, or "
                "give its name with --key",
                unit=rules.unit,
            )
        )
        found.faults.append(
            Diagnostic(
                "no-key",
                say(
                    "there is no column “{wanted}”; the columns are {columns}",
                    wanted=wanted,
                    columns=list(columns),
                ),
                at(""),
                hint,
            )
        )
    if key_column is not None and (key_column in rules.names or key_column in RESULT_COLUMNS):
        message = say("the key column “{column}” has the name of a result", column=key_column)
        found.faults.append(
            Diagnostic(
                "reserved",
                message,
                at(key_column),
                say(
                    "rename the column, for example to “{unit}”",
                    unit=rules.unit if rules.unit not in (*rules.names, *RESULT_COLUMNS) else "unit",
                ),
            )
        )
    spelling, passed = Spelling(rules), frozenset(pass_through)
    for column in columns:
        if column == key_column:
            continue
        if column.startswith("ken:"):
            found.faults.append(
                Diagnostic(
                    "reserved",
                    say("the column “{column}” begins with ken:, as Ken's own do", column=column),
                    at(column),
                    say("rename it"),
                )
            )
            continue
        if column in passed:
            found.passed.append(column)
        else:
            _claim_one(rules, column, at, found, within, spelling)
    if found.unasked:
        message = counted(
            len(found.unasked),
            "{count} more column is no node of {rules}, and was not looked at further",
            "{count} more columns are no nodes of {rules}, and were not looked at further",
            rules=rules.id,
        )
        hint = say("mend the columns above first; ken show {rules} lists all nodes", rules=rules.id)
        found.faults.append(Diagnostic("misspelt-column", message, at(found.unasked[0]), hint))
    owners: dict[tuple[tuple[str, ...], str | None], list[str]] = {}
    for each in found.nodes:
        owners.setdefault((each.paths, each.alias), []).append(each.column)
    for (paths, _), same in owners.items():
        if len(same) > 1:
            message = say("the columns {columns} both stand for {name}", columns=same, name=list(paths))
            found.faults.append(Diagnostic("column-twice", message, at(same[1]), say("delete one of them")))
    if not found.nodes and not found.faults:
        message = say(
            "no column is a node of {rules}; the columns are {columns}", rules=rules.id, columns=list(columns)
        )
        hint = say(
            "head the columns with node ids, for example {examples} (ken show {rules} lists all)",
            examples=[rules.short_name(path) for path in list(rules.nodes)[1:4]],
            rules=rules.id,
        )
        found.faults.append(Diagnostic("no-scores", message, at(""), hint))
    if found.faults or key_column is None:
        return None, found.faults
    return Claims(key_column, tuple(found.nodes), tuple(found.passed)), []


def _claim_one(
    rules: RuleSet,
    column: str,
    at: Callable[[str], Position],
    found: _Findings,
    within: str | None,
    spelling: Spelling,
) -> None:
    name = western(column.strip())
    paths = tuple(
        path
        for path in rules.meant(name)
        if within is None or path == within or path.startswith(f"{within}.")
    )
    if len(paths) == 1:
        found.nodes.append(Claim(column, name, paths))
        return
    shared = _through_alias(rules, name, paths)
    if shared is not None:
        found.nodes.append(Claim(column, name, *shared))
    elif paths:
        message = say("the column “{column}” can mean {paths}", column=column, paths=list(paths))
        found.faults.append(
            Diagnostic(
                "ambiguous", message, at(column), say("write the path, for example {path}", path=paths[0])
            )
        )
    else:
        elsewhere = rules.meant(name) if within is not None else ()
        if elsewhere:
            message = say(
                "the column “{column}” is {paths}, which does not stand below {within}",
                column=column,
                paths=list(elsewhere),
                within=within,
            )
            hint = say(
                "leave it out of this file, or pass it through with --pass-through {column}", column=column
            )
            found.faults.append(Diagnostic("misspelt-column", message, at(column), hint))
            return
        if found.misspelt >= MAX_MISSPELT:  # to look for what is meant takes long where there are many names
            found.unasked.append(column)
            return
        near = spelling.meant(name)
        if near is None:
            found.passed.append(column)
            return
        found.misspelt += 1
        message = say(
            "the column “{column}” is no node of {rules}, and looks like one", column=column, rules=rules.id
        )
        hint = say(
            "did you mean “{near}”? If it is no score, pass it through with --pass-through {column}",
            near=near,
            column=column,
        )
        found.faults.append(Diagnostic("misspelt-column", message, at(column), hint))


def _through_alias(rules: RuleSet, name: str, paths: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
    """The nodes that an alias makes a name stand for: its own, one with
    a path below it, or an id that all of the alias's nodes have."""
    if name in rules.aliases:
        return rules.aliases[name], name
    first, _, rest = name.partition(".")
    if first in rules.aliases:
        below = [f"{member}.{rest}" if rest else member for member in rules.aliases[first]]
        full = [rules.meant(each) for each in below]
        return (tuple(each[0] for each in full), first) if all(len(each) == 1 for each in full) else None
    for alias, members in rules.aliases.items():
        owners = [
            next((member for member in members if path.startswith(f"{member}.")), None) for path in paths
        ]
        endings = {path[len(owner) :] for path, owner in zip(paths, owners, strict=True) if owner}
        if len(paths) == len(members) == len(set(owners) - {None}) and len(endings) == 1:
            return tuple(paths), alias
    return None


class Spelling:
    """The names of a rule set as they are looked through for what a slip may have meant."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    @cached_property
    def known(self) -> Sequence[str]:
        return [each for each in (*self.rules.names, *self.rules.aliases) if "." not in each]

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """By what they look like at a glance."""
        return {_look(each): each for each in self.known}

    @cached_property
    def numbered(self) -> Mapping[str, Sequence[str]]:
        """Names of letters and a number, by their letters."""
        found: dict[str, list[str]] = {}
        for each in self.known:
            if match := _NUMBERED.fullmatch(each):
                found.setdefault(match[1].casefold(), []).append(each)
        return found

    @cached_property
    def long(self) -> Sequence[str]:
        return [each for each in self.known if len(each) >= 3]

    @cached_property
    def kinds(self) -> Mapping[int, Collection[tuple[int, tuple[tuple[str, int], ...]]]]:
        """By their length: of how many digits and which other letters the names of `long` are."""
        found: dict[int, set[tuple[int, tuple[tuple[str, int], ...]]]] = {}
        for each in self.long:
            found.setdefault(len(each), set()).add(_kind(each))
        return found

    def meant(self, name: str) -> str | None:
        """The node that a name is likely a slip of; None for a name that looks like none (province, year)."""
        first, _, rest = name.partition(".")
        names = self.rules.names
        if rest and (first in names or first in self.rules.aliases):
            near = self.meant(rest)
            return (
                first
                if near is None
                else names[rest][0]
                if near == rest and rest in names
                else f"{first}.{near}"
            )
        if _look(name) in self.folded:
            return self.folded[_look(name)]
        numbered = _NUMBERED.fullmatch(name)
        if numbered:
            stems = self.numbered.get(numbered[1].casefold(), ())
            same = [each for each in stems if each[: len(numbered[1])] == numbered[1]]
            if stems:
                return suggestion(f"{numbered[1]}{numbered[2]}", same or stems) or (same or stems)[-1]
        if len(name) < 3 or not self.may_be_near(name):
            return None
        close = suggestion(name, self.long)
        return close if close and abs(len(close) - len(name)) <= 1 and _shared(close, name) >= LIKE else None

    def may_be_near(self, name: str) -> bool:
        """Whether some name of about the same length can share enough letters: that is told by kinds of
        names, which are few where these are many."""
        digits, letters = _kind(name)
        for length in (len(name) - 1, len(name), len(name) + 1):
            for more, others in self.kinds.get(length, ()):
                have = dict(others)
                alike = min(digits, more) + sum(min(count, have.get(letter, 0)) for letter, count in letters)
                if alike / max(length, len(name)) >= LIKE:
                    return True
        return False


def _kind(name: str) -> tuple[int, tuple[tuple[str, int], ...]]:
    """How many digits a name has, and how often each other letter, capitals or not."""
    letters = Counter(name.casefold())
    digits = sum(count for letter, count in letters.items() if letter in _DIGITS)
    return digits, tuple(
        sorted((letter, count) for letter, count in letters.items() if letter not in _DIGITS)
    )


def _look(name: str) -> str:
    """What a name looks like at a glance: capitals, 0 and O, 1, I and l are not told apart."""
    return name.casefold().translate(_ALIKE).replace(" ", "").replace("-", "_")


def _shared(one: str, other: str) -> float:
    """The share of letters that two words have in common."""
    longer = max(len(one), len(other))
    return (Counter(one.casefold()) & Counter(other.casefold())).total() / longer
