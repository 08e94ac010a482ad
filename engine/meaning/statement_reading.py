"""Reads statements: what stands for what in their text, and what is wrong with it."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.hints import suggestion
from ..words.numerals import western
from .expressions import Expression, dotted
from .kinds import check
from .model import RuleSet
from .namable import Kind, Listed
from .parsing import parse
from .rating_standing import Standings
from .scope import is_pure
from .statements import SIDES, Among, Condition, Statement
from .steps_in_order import is_numberless

WHERE = Position("--claim")

_IMPLIES = re.compile(r"\bimplies\b")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_STANDING = re.compile(r"\s+is\s+(better|worse)\s+than\s+")
_SIGNS = {"better": "<<", "worse": ">>"}
"""What stands for “is better than” and “is worse than” while a statement is parsed."""
_TRUTH, _TEXT = "ratings_", "quoted_"


def statement(text: str, *rules: RuleSet, wholes: Sequence[RuleSet] = ()) -> Statement:
    """The statement in a text, about one rule set, or about an old and a new one; `wholes` are the rule sets
    of which these are variants, and whose ratings it may name. Raises KenError with everything that is wrong
    with it."""
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
    reader = _StatementReader(rules, quoted, wholes or rules)
    conditions = [reader.condition(half) for half in halves]
    if reader.faults:
        raise KenError(reader.faults)
    *premise, conclusion = [condition for condition in conditions if condition is not None]
    return Statement(text.strip(), premise[0] if premise else None, conclusion)


class _StatementReader:
    """Reads the conditions of a statement, and gathers what is wrong with them."""

    def __init__(self, rules: Sequence[RuleSet], quoted: Sequence[str], wholes: Sequence[RuleSet]) -> None:
        self.rules, self.wholes = rules, wholes
        self.prefixes = [f"{side}." for side in SIDES] if len(rules) > 1 else [""]
        self.quoted = quoted
        self.faults: list[Diagnostic] = []

    def condition(self, text: str) -> Condition | None:
        expression, faults = parse(text.strip(), WHERE)
        self.faults += faults
        if expression is None:
            return None
        truths: dict[str, Among] = {}
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
        for prefix, rules in zip(self.prefixes, self.rules, strict=True):
            for name, paths in rules.names.items():
                if len(paths) == 1 and _has_no_number(rules, paths[0]):
                    continue
                if len(paths) == 1:
                    kinds[f"{prefix}{name}"] = "number"
                else:
                    unclear[f"{prefix}{name}"] = [f"{prefix}{path}" for path in paths]
            kinds |= {f"{prefix}{name}": "number" for name in rules.thresholds}
            kinds |= {f"{prefix}{name}": "numbers" for name in rules.lists}
        return kinds, unclear

    def ratings(self, side: int) -> list[str]:
        """The ratings that units of a side's rule set can have, of any variant of the whole."""
        whole = self.wholes[side]
        every = (whole, self.rules[side], *whole.variants.values())
        return list(dict.fromkeys(band.rating for own in every for band in own.bands))

    def fault(self, message: Text, hint: Text) -> None:
        self.faults.append(Diagnostic("claim", message, WHERE, hint))


class _RatingNames(ast.NodeTransformer):
    """Puts a name in the place of every comparison of ratings, and notes what it stands for."""

    def __init__(self, reader: _StatementReader, expression: Expression, truths: dict[str, Among]) -> None:
        self.reader, self.expression, self.truths = reader, expression, truths

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        terms = [node.left, *node.comparators]
        sides = [self.side(term) for term in terms]
        if all(side is None for side in sides):
            if any(isinstance(sign, (ast.In, ast.NotIn)) for sign in node.ops):
                name = f"{self.reader.prefixes[0]}rating"
                hint = say("write for example {name} in (AA, A)", name=name)
                self.reader.fault(say("“in” is for ratings"), hint)
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
            names = [set(self.reader.ratings(number)) for number in range(2)]
            among = Among(0, pairs=frozenset((name, name) for name in names[0] & names[1]))
        else:
            side, other = (sides[0], terms[1]) if sides[0] is not None else (sides[1], terms[0])
            assert side is not None
            among = Among(side, frozenset(self.ratings(side, other)))
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
            own = self.reader.prefixes[-1]
            self.reader.fault(
                say("“is {word} than” stands between ratings", word=word),
                say("write for example {name} is {word} than AA", name=f"{own}rating", word=word),
            )
            return node
        if sides[0] == sides[1]:
            self._with_itself(sides[0])
            return node
        if sides[1] is not None:
            return self._between_schemes(node, word, is_turned=sides[0] == 0)
        if not self._is_in_order(sides[0], node):
            return node
        rules = self.reader.wholes[sides[0]]
        standings, wanted = Standings(rules, rules), "up" if word == "better" else "down"
        among = [
            rating
            for rating in self.reader.ratings(sides[0])
            if any(standings.of(other, rating) == wanted for other in self.ratings(sides[0], node.right))
        ]
        return self.named(Among(sides[0], frozenset(among)), node)

    def _is_in_order(self, side: int, node: ast.BinOp) -> bool:
        """Whether all ratings of a side, those of variants too, stand in one order."""
        rules = self.reader.wholes[side]
        if self.reader.ratings(side) == list(dict.fromkeys(band.rating for band in rules.bands)):
            return True
        message = say("nothing says which ratings of the variants of {rules} are better", rules=rules.id)
        self.reader.fault(message, say("name the ratings: {name} in (…)", name=dotted(node.left)))
        return False

    def _between_schemes(self, node: ast.BinOp, word: str, *, is_turned: bool) -> ast.AST:
        """Whether the rating of one rule set is better, or worse, than that of the other."""
        standings = Standings(*self.reader.wholes)
        if not (standings.has_order and standings.is_known):
            old, new = (rules.id for rules in self.reader.wholes)
            self.reader.fault(
                say("nothing says which ratings of {new} are better than which of {old}", old=old, new=new),
                say(
                    "write in {new} which ratings stand for those of {old}: corresponds: …", old=old, new=new
                ),
            )
            return node
        are_in_order = [self._is_in_order(side, node) for side in range(2)]
        if not all(are_in_order):
            return node
        wanted = "up" if (word == "better") != is_turned else "down"
        ladders = [self.reader.ratings(side) for side in range(2)]
        pairs = {
            (one, other) for one in ladders[0] for other in ladders[1] if standings.of(one, other) == wanted
        }
        return self.named(Among(0, pairs=frozenset(pairs)), node)

    def _with_itself(self, side: int) -> None:
        name = f"{self.reader.prefixes[side]}rating"
        hint = (
            say("write old.rating on one side and new.rating on the other")
            if len(self.reader.rules) > 1
            else say("compare it with the name of a rating")
        )
        self.reader.fault(say("{name} is compared with itself", name=name), hint)

    def named(self, among: Among, node: ast.AST) -> ast.expr:
        """The name that stands for a comparison of ratings from now on."""
        name = f"{_TRUTH}{len(self.truths)}"
        self.truths[name] = among
        return ast.copy_location(ast.Name(name), node)

    def side(self, term: ast.AST) -> int | None:
        name = dotted(term)
        return next(
            (number for number, prefix in enumerate(self.reader.prefixes) if name == f"{prefix}rating"), None
        )

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
        ratings = self.reader.ratings(side)
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


__all__ = ["statement"]
