"""Statements about two rule sets: `old.rating in (AA, A) implies new.total >= 85`.

The language is that of conditions. Names of nodes and thresholds begin with `old.` or `new.`; `old.rating`
and `new.rating` are compared with names of ratings (in quotes where they are no plain words) or with each
other, by ==, != and in, and, where ratings have an order, by `is better than` and `is worse than`; and one
`implies` may join two conditions."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ..meaning.arithmetic import Arithmetic
from ..meaning.expressions import Expression, dotted
from ..meaning.kinds import check
from ..meaning.model import RuleSet
from ..meaning.namable import Kind, Listed
from ..meaning.parsing import parse
from ..meaning.plan import Outcome, Plan, meaning_of
from ..meaning.rating_standing import Standings
from ..meaning.scope import is_pure
from ..meaning.steps_in_order import is_numberless
from ..meaning.word_options import Options
from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.hints import suggestion
from ..words.numerals import western

SIDES = ("old", "new")
WHERE = Position("--claim")

_IMPLIES = re.compile(r"\bimplies\b")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_STANDING = re.compile(r"\s+is\s+(better|worse)\s+than\s+")
_SIGNS = {"better": "<<", "worse": ">>"}
"""What stands for “is better than” and “is worse than” while a statement is parsed."""
_TRUTH, _TEXT = "ratings_", "quoted_"


@dataclass(frozen=True)
class _Among:
    """That the rating of a side is one of some; with `pairs`, that those of both sides are a pair of these:
    the old and the new one."""

    side: int
    ratings: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True)
class Condition:
    """One side of a statement. `truths` are the comparisons of ratings in it, by the name that stands for
    each."""

    expression: Expression
    truths: Mapping[str, _Among]


@dataclass(frozen=True)
class Statement:
    """That the conclusion holds wherever the premise does; everywhere, where there is none."""

    text: str
    premise: Condition | None
    conclusion: Condition

    def paths(self, old: RuleSet, new: RuleSet) -> tuple[frozenset[str], frozenset[str]]:
        """The nodes of either rule set that it names, lists written out."""
        paths: tuple[set[str], set[str]] = (set(), set())
        for condition in (self.premise, self.conclusion):
            for name in condition.expression.names if condition is not None else ():
                prefix, _, rest = name.partition(".")
                if prefix in SIDES:
                    side = SIDES.index(prefix)
                    rules = (old, new)[side]
                    paths[side].update(rules.lists.get(rest) or rules.names.get(rest, ()))
        return frozenset(paths[0]), frozenset(paths[1])

    def holds(self, a: Arithmetic[Any, Any], sides: Sequence[Side]) -> Any:
        """Whether it does, in the arithmetic."""
        conclusion = _truth(a, self.conclusion, sides)
        return (
            conclusion
            if self.premise is None
            else a.either([a.opposite(_truth(a, self.premise, sides)), conclusion])
        )


@dataclass(frozen=True)
class Side:
    """One rule set's outcome, and for each of its bands whether that is the rating."""

    plan: Plan
    outcome: Outcome[Any, Any]
    given: Sequence[Any]


def _truth(a: Arithmetic[Any, Any], condition: Condition, sides: Sequence[Side]) -> Any:
    def compared(ratings: _Among) -> Any:
        if ratings.pairs is not None:
            olds, news = (
                {band.rating: _is_one(a, side, {band.rating}) for band in side.plan.rules.bands}
                for side in sides
            )
            both = [a.both([olds[one], news[other]]) for one, other in sorted(ratings.pairs)]
            return a.either(both or [_never(a)])
        return _is_one(a, sides[ratings.side], ratings.ratings)

    def meaning(name: str) -> Any:
        if name in condition.truths:
            return compared(condition.truths[name])
        prefix, _, rest = name.partition(".")
        side = sides[SIDES.index(prefix)]
        return meaning_of(side.plan, a, side.outcome)(rest, judged=True)

    return condition.expression.evaluate(a, _Meaning(meaning))


@dataclass(frozen=True)
class _Meaning:
    """What the names of a statement stand for; none has words for values."""

    found: Callable[[str], Any]

    def __call__(self, name: str, *, judged: bool) -> Any:  # noqa: ARG002
        return self.found(name)

    def options(self, name: str) -> Options | None:  # noqa: ARG002
        """None."""
        return None


def _never(a: Arithmetic[Any, Any]) -> Any:
    return a.compare(">", a.number(Fraction(0)), a.number(Fraction(1)))


def _is_one(a: Arithmetic[Any, Any], side: Side, ratings: frozenset[str] | set[str]) -> Any:
    return a.either(
        [
            given
            for given, band in zip(side.given, side.plan.rules.bands, strict=True)
            if band.rating in ratings
        ]
        or [_never(a)]
    )


def statement(text: str, old: RuleSet, new: RuleSet) -> Statement:
    """The statement in a text. Raises KenError with everything that is wrong with it."""
    quoted: list[str] = []

    def named(text: re.Match[str]) -> str:
        quoted.append(text[0][1:-1])
        return f"{_TEXT}{len(quoted) - 1}"

    unquoted = _QUOTED.sub("", text)
    if "<<" in unquoted or ">>" in unquoted:
        message = say("<< and >> compare nothing")
        raise KenError(
            [Diagnostic("claim", message, WHERE, say("write “is better than” or “is worse than”"))]
        )
    plain = _STANDING.sub(lambda found: f" {_SIGNS[found[1]]} ", _QUOTED.sub(named, text))
    halves = _IMPLIES.split(plain)
    if len(halves) > 2:
        raise KenError(
            [
                Diagnostic(
                    "claim",
                    say("“implies” stands there {count} times", count=len(halves) - 1),
                    WHERE,
                    say("make several claims of it"),
                )
            ]
        )
    reader = _StatementReader((old, new), quoted)
    conditions = [reader.condition(half) for half in halves]
    if reader.faults:
        raise KenError(reader.faults)
    *premise, conclusion = [condition for condition in conditions if condition is not None]
    return Statement(text.strip(), premise[0] if premise else None, conclusion)


class _StatementReader:
    """Reads the conditions of a statement, and gathers what is wrong with them."""

    def __init__(self, rules: tuple[RuleSet, RuleSet], quoted: Sequence[str]) -> None:
        self.rules = rules
        self.quoted = quoted
        self.faults: list[Diagnostic] = []

    def condition(self, text: str) -> Condition | None:
        expression, faults = parse(text.strip(), WHERE)
        self.faults += faults
        if expression is None:
            return None
        truths: dict[str, _Among] = {}
        tree = _RatingNames(self, expression, truths).visit(ast.parse(expression.code, mode="eval").body)
        expression = replace(expression, tree=tree)
        kinds, unclear = self.names()
        if not self.faults:
            wrong = check(expression, Listed({**kinds, **dict.fromkeys(truths, "truth")}, unclear), "truth")
            self.faults += [replace(fault, position=WHERE) for fault in wrong]
        return Condition(expression, truths)

    def names(self) -> tuple[dict[str, Kind], dict[str, Sequence[str]]]:
        kinds: dict[str, Kind] = {}
        unclear: dict[str, Sequence[str]] = {}
        for side, rules in zip(SIDES, self.rules, strict=True):
            for name, paths in rules.names.items():
                if len(paths) == 1 and _has_no_number(rules, paths[0]):
                    continue
                if len(paths) == 1:
                    kinds[f"{side}.{name}"] = "number"
                else:
                    unclear[f"{side}.{name}"] = [f"{side}.{path}" for path in paths]
            kinds |= {f"{side}.{name}": "number" for name in rules.thresholds}
            kinds |= {f"{side}.{name}": "numbers" for name in rules.lists}
        return kinds, unclear

    def fault(self, message: Text, hint: Text) -> None:
        self.faults.append(Diagnostic("claim", message, WHERE, hint))


class _RatingNames(ast.NodeTransformer):
    """Puts a name in the place of every comparison of ratings, and notes what it stands for."""

    def __init__(self, reader: _StatementReader, expression: Expression, truths: dict[str, _Among]) -> None:
        self.reader, self.expression, self.truths = reader, expression, truths

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        terms = [node.left, *node.comparators]
        sides = [self.side(term) for term in terms]
        if all(side is None for side in sides):
            if any(isinstance(sign, (ast.In, ast.NotIn)) for sign in node.ops):
                self.reader.fault(say("“in” is for ratings"), say("write for example old.rating in (AA, A)"))
            return node
        if len(terms) != 2 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq, ast.In, ast.NotIn)):
            hint = say("write ==, !=, in (…), not in (…), “is better than” or “is worse than”")
            message = say("ratings are compared by ==, !=, in, not in, is better than and is worse than only")
            self.reader.fault(message, hint)
            return node
        if sides[0] is not None and sides[1] is not None:
            if sides[0] == sides[1]:
                self._with_itself(sides[0])
                return node
            names = [{band.rating for band in rules.bands} for rules in self.reader.rules]
            among = _Among(0, pairs=frozenset((name, name) for name in names[0] & names[1]))
        else:
            side, other = (sides[0], terms[1]) if sides[0] is not None else (sides[1], terms[0])
            assert side is not None
            among = _Among(side, frozenset(self.ratings(side, other)))
        own = self.named(among, node)
        return (
            ast.copy_location(ast.UnaryOp(ast.Not(), own), node)
            if isinstance(node.ops[0], (ast.NotEq, ast.NotIn))
            else own
        )

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        if not isinstance(node.op, (ast.LShift, ast.RShift)):
            return self.generic_visit(node)
        word = "better" if isinstance(node.op, ast.LShift) else "worse"
        sides = [self.side(term) for term in (node.left, node.right)]
        if sides[0] is None:
            self.reader.fault(
                say("“is {word} than” stands between ratings", word=word),
                say("write for example new.rating is {word} than old.rating", word=word),
            )
            return node
        if sides[0] == sides[1]:
            self._with_itself(sides[0])
            return node
        if sides[1] is not None:
            return self._between_schemes(node, word, is_turned=sides[0] == 0)
        rules = self.reader.rules[sides[0]]
        standings, ladder = Standings(rules, rules), [band.rating for band in rules.bands]
        wanted = "up" if word == "better" else "down"
        among = [
            rating
            for rating in ladder
            if any(standings.of(other, rating) == wanted for other in self.ratings(sides[0], node.right))
        ]
        return self.named(_Among(sides[0], frozenset(among)), node)

    def _between_schemes(self, node: ast.BinOp, word: str, *, is_turned: bool) -> ast.AST:
        """Whether the rating of one rule set is better, or worse, than that of the other."""
        standings = Standings(*self.reader.rules)
        if not (standings.has_order and standings.is_known):
            old, new = (rules.id for rules in self.reader.rules)
            self.reader.fault(
                say("nothing says which ratings of {new} are better than which of {old}", old=old, new=new),
                say(
                    "write in {new} which ratings stand for those of {old}: corresponds: …", old=old, new=new
                ),
            )
            return node
        wanted = "up" if (word == "better") != is_turned else "down"
        ladders = [dict.fromkeys(band.rating for band in rules.bands) for rules in self.reader.rules]
        pairs = {
            (one, other) for one in ladders[0] for other in ladders[1] if standings.of(one, other) == wanted
        }
        return self.named(_Among(0, pairs=frozenset(pairs)), node)

    def _with_itself(self, side: int) -> None:
        name = f"{SIDES[side]}.rating"
        self.reader.fault(
            say("{name} is compared with itself", name=name),
            say("write old.rating on one side and new.rating on the other"),
        )

    def named(self, among: _Among, node: ast.AST) -> ast.expr:
        """The name that stands for a comparison of ratings from now on."""
        name = f"{_TRUTH}{len(self.truths)}"
        self.truths[name] = among
        return ast.copy_location(ast.Name(name), node)

    def side(self, term: ast.AST) -> int | None:
        name = dotted(term)
        return next((number for number, side in enumerate(SIDES) if name == f"{side}.rating"), None)

    def ratings(self, side: int, term: ast.expr) -> list[str]:
        """The ratings of a side that a term names, one or several."""
        ratings = []
        for one in term.elts if isinstance(term, (ast.Tuple, ast.List, ast.Set)) else [term]:
            name = dotted(one)
            is_quoted = name is not None and re.fullmatch(rf"{_TEXT}[0-9]+", name) is not None
            shown = (
                self.reader.quoted[int(name.removeprefix(_TEXT))]
                if name is not None and is_quoted
                else name or ast.unparse(one)
            )
            rating = self.rating(side, shown, is_plain=name is not None or isinstance(one, ast.Constant))
            ratings += [] if rating is None else [rating]
        return ratings

    def rating(self, side: int, name: str, *, is_plain: bool) -> str | None:
        """The rating of that name: of that very text, else the only one that reads the same once Python's
        parser has read it."""
        rules = self.reader.rules[side]
        ratings = list(dict.fromkeys(band.rating for band in rules.bands))
        alike = [rating for rating in ratings if _plain(rating) == _plain(name)]
        if name in ratings and is_plain:
            return name
        if len(alike) == 1 and is_plain:
            return alike[0]
        if alike:
            hint = say("put the name in quotes, as it stands in the rules: {ratings}", ratings=alike)
            self.reader.fault(say("“{name}” can mean {paths}", name=name, paths=alike), hint)
            return None
        if not ratings:
            self.reader.fault(
                say("{rules} gives no ratings", rules=rules.id),
                say("give the total bands, or compare scores"),
            )
            return None
        near = suggestion(name, ratings)
        hint = (
            say("did you mean “{near}”?", near=near)
            if near
            else say("its ratings are {ratings}", ratings=ratings)
        )
        self.reader.fault(say("{rules} has no rating “{name}”", rules=rules.id, name=name), hint)
        return None


def _has_no_number(rules: RuleSet, path: str) -> bool:
    """Whether what stands there has a word only, or only stands over others."""
    if path in rules.inputs:
        return rules.inputs[path].answers is not None
    return is_pure(rules, path) or is_numberless(rules.nodes[path])


def _plain(name: str) -> str:
    """A rating's name as Python's parser gives one that stands without quotes."""
    return unicodedata.normalize("NFKC", western(name))


__all__ = ["Side", "Statement", "statement"]
