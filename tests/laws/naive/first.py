"""What a rule set of the first edition means.

    rules = Rules.from_yaml(yaml.safe_load(text))
    result = rate(rules, Unit(scores={"S.q1": "12.5"}, respondents=[{"S.q2": "often"}, {}]))
    result.status, result.rating, result.printed["total"], result.state["S.q1"]

`evaluate` rates many units and adds the targets. Nodes are named by path (`S.S1.q1`; the whole is `total`) or
by id."""

from __future__ import annotations

import ast
import functools
import keyword
import math
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .numbers import (
    DIGITS,
    HIGHEST_DEGREE,
    THAI,
    Cell,
    exact,
    exact_or_none,
    is_empty,
    natural_logarithm,
    percent,
    read_number,
    root,
    rounded,
    snapped,
)

KNOWN, MISSING, UNDECIDED, REFUSED = "known", "missing", "undecided", "refused"
LEVELS = {
    "instruments": "instrument",
    "indicators": "indicator",
    "subindicators": "subindicator",
    "questions": "question",
    "parts": "part",
}

FEW_HIDE_REFUSED = False
"""Whether an answer that is refused turns into a missing one where too few respondents answered."""

_MARK = "__word"


@dataclass(frozen=True)
class Scored:
    """A value with its state; only a known one has a number."""

    state: str
    value: Fraction | None = None


def known(value: Fraction) -> Scored:
    """A known value."""
    return Scored(KNOWN, value)


# Rules


@dataclass(frozen=True)
class Scale:
    """The range of scores, and how they are rounded."""

    low: Fraction
    high: Fraction
    decimals: int
    rounding: str


@dataclass(frozen=True)
class Answers:
    """An answer scale: words and their scores."""

    options: dict[str, Fraction]
    by_unit: bool

    def turned(self, score: Fraction) -> Fraction:
        """What the word with this score earns in a reversed question."""
        return min(self.options.values()) + max(self.options.values()) - score

    def earned(self, *, reversed_: bool) -> dict[str, Fraction]:
        """What each word earns in a question."""
        return {word: self.turned(score) if reversed_ else score for word, score in self.options.items()}


@dataclass
class Node:
    """What has a score. Policy and answer scale are those that hold here, inherited or not; `own_limit` is
    not inherited."""

    path: str
    level: str
    children: list[str] = field(default_factory=list)
    weight: Fraction = Fraction(1)
    combine: str = "mean"
    missing: str = "error"
    coverage: Fraction = Fraction(0)
    own_limit: int | None = None
    answers: Answers | None = None
    reversed: bool = False
    formula: str | None = None
    range: tuple[Fraction | None, Fraction | None] = (None, None)

    def within(self, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
        """The node's own range, and these ends where it has none of its own."""
        return (
            low if self.range[0] is None else self.range[0],
            high if self.range[1] is None else self.range[1],
        )


@dataclass(frozen=True)
class Band:
    """A rating with what it takes."""

    rating: str
    low: Fraction | None
    high: Fraction | None
    when: str | None


@dataclass(frozen=True)
class TargetRule:
    """A condition and the share of the rated units that is to meet it."""

    condition: str
    at_least: Fraction


@dataclass
class Rules:
    """A rule set, read from plain YAML data."""

    scale: Scale
    nodes: dict[str, Node]
    thresholds: dict[str, Fraction]
    bands: list[Band]
    unique: bool
    judgements: dict[str, list[tuple[str, str]]]
    targets: dict[str, TargetRule]

    @classmethod
    def from_yaml(cls, data: Mapping[str, Any]) -> Rules:
        """The rules that this data (as `yaml.safe_load` gives it) writes down."""
        scale = Scale(
            exact(data["scale"]["min"]),
            exact(data["scale"]["max"]),
            int(data["scale"]["decimals"]),
            data["scale"]["rounding"],
        )
        rules = cls(scale, {}, {}, [], data.get("hit_policy") == "unique", {}, {})
        for name, number in (data.get("thresholds") or {}).items():
            rules.thresholds[name] = exact(number["value"] if isinstance(number, dict) else number)
        scales = {name: _answers(written) for name, written in (data.get("answers") or {}).items()}
        top = {key: value for key, value in data.items() if key != "answers"}
        rules._add("total", "total", top, Node("", ""), scales)
        for band in data["bands"]:
            rules.bands.append(
                Band(
                    band["rating"],
                    exact_or_none(band.get("from")),
                    exact_or_none(band.get("to")),
                    band.get("when"),
                )
            )
        for level, items in (data.get("judgements") or {}).items():
            rules.judgements[level] = [(item["result"], item["when"]) for item in items]
        for target in data.get("targets") or []:
            rules.targets[target["id"]] = TargetRule(target["share_of_units"], percent(target["at_least"]))
        return rules

    def _add(
        self, path: str, level: str, written: Mapping[str, Any], above: Node, scales: Mapping[str, Answers]
    ) -> None:
        node = Node(path, level, missing=above.missing, coverage=above.coverage, answers=above.answers)
        self.nodes[path] = node
        if written.get("missing"):
            node.missing = written["missing"]
        if written.get("min_coverage"):
            node.coverage = percent(written["min_coverage"])
        if written.get("answers"):
            node.answers = scales[written["answers"]]
        if written.get("weight") is not None:
            node.weight = (
                percent(written["weight"]) if isinstance(written["weight"], str) else exact(written["weight"])
            )
        node.own_limit = written.get("min_respondents")
        node.reversed = bool(written.get("reversed"))
        node.formula = written.get("score")
        given = written.get("range") or {}
        node.range = (exact_or_none(given.get("min")), exact_or_none(given.get("max")))
        below = {}
        for key, child_level in LEVELS.items():
            if written.get(key):
                below = {name: (child_level, child) for name, child in _children(written[key]).items()}
        weighted = any(child.get("weight") is not None for _, child in below.values())
        node.combine = written.get("combine") or ("weighted_mean" if weighted else "mean")
        for name, (child_level, child) in below.items():
            child_path = name if path == "total" else f"{path}.{name}"
            node.children.append(child_path)
            self._add(child_path, child_level, child, node, scales)

    def path(self, name: str) -> str:
        """The path of a node, from its path or its id."""
        if name in self.nodes:
            return name
        (found,) = (path for path in self.nodes if path.rsplit(".", 1)[-1] == name)
        return found

    def level(self, plural: str) -> list[str]:
        """The paths of all nodes of a list such as `instruments`."""
        return [path for path, node in self.nodes.items() if node.level == LEVELS[plural]]

    def leaves(self, path: str = "total") -> list[str]:
        """The leaves at or below a node."""
        node = self.nodes[path]
        return [leaf for child in node.children for leaf in self.leaves(child)] if node.children else [path]

    def answered_by_unit(self, path: str) -> bool:
        """Whether the unit itself answers the question, once."""
        answers = self.nodes[path].answers
        return answers is not None and answers.by_unit and self.nodes[path].formula is None

    def limit(self, path: str) -> int | None:
        """How many respondents the node itself asks for. The top's entry holds for each instrument, and for
        the whole where that has but leaves."""
        whole = self.nodes["total"]
        node = self.nodes[path]
        if path == "total":
            return None if any(self.nodes[child].children for child in node.children) else node.own_limit
        if node.own_limit is None and path in whole.children and node.children:
            return whole.own_limit
        return node.own_limit


def _answers(written: Mapping[str, Any]) -> Answers:
    options = written.get("options", written)
    return Answers(
        {str(word): exact(score) for word, score in options.items()}, written.get("answered_by") == "unit"
    )


def _children(written: str | Sequence[str] | Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Children by id: from a range `q1..q4`, a list of ids, ids with titles, or ids with what they are."""
    if isinstance(written, str):
        first, last = (
            re.fullmatch(r"(\w*?)(\d+)", end.strip().translate(THAI)) for end in written.split("..")
        )
        assert first is not None
        assert last is not None
        return {f"{first[1]}{number}": {} for number in range(int(first[2]), int(last[2]) + 1)}
    if isinstance(written, Mapping):
        return {name: dict(child) if isinstance(child, Mapping) else {} for name, child in written.items()}
    return {name: {} for name in written}


# Cells


def read_cell(rules: Rules, path: str, cell: Cell) -> Scored:
    """A score (for a question with a formula: the raw value) that a table gives to a node."""
    node = rules.nodes[path]
    if is_empty(cell):
        return Scored(MISSING)
    leaf_answers = node.answers if not node.children and node.formula is None else None
    if leaf_answers:
        word = _word(leaf_answers, node, cell)
        if word is not None:
            return known(word)
    number = read_number(cell)
    if number is None:
        return Scored(REFUSED)
    if (
        leaf_answers
        and leaf_answers.by_unit
        and number not in leaf_answers.earned(reversed_=node.reversed).values()
    ):
        return Scored(REFUSED)
    low, high = possible(rules, node)
    return known(number) if low <= number <= high else Scored(REFUSED)


def possible(rules: Rules, node: Node) -> tuple[Fraction, Fraction]:
    """The least and the greatest number that a table may give a node."""
    if node.formula is not None:
        return node.within(Fraction(-(10**15)), Fraction(10**15))
    if node.answers and not node.children:
        return node.within(min(node.answers.options.values()), max(node.answers.options.values()))
    return node.within(rules.scale.low, rules.scale.high)


def read_answer(rules: Rules, path: str, cell: Cell) -> Scored:
    """What one respondent answered: an option's word, or an option's score. Without an answer scale, any
    possible value."""
    node = rules.nodes[path]
    if is_empty(cell):
        return Scored(MISSING)
    if node.answers is None or node.formula is not None:
        return read_cell(rules, path, cell)
    word = _word(node.answers, node, cell)
    if word is not None:
        return known(word)
    number = read_number(cell)
    return (
        known(number) if number is not None and number in node.answers.options.values() else Scored(REFUSED)
    )


def _word(answers: Answers, node: Node, cell: Cell) -> Fraction | None:
    score = answers.options.get(str(cell).strip())
    return answers.turned(score) if score is not None and node.reversed else score


# Units


@dataclass
class Unit:
    """What is known of a unit: cells of tables of scores by node, the rows of its respondents, and (in the
    second edition) cells of inputs by name."""

    scores: dict[str, Cell] = field(default_factory=dict)
    respondents: list[dict[str, Cell]] = field(default_factory=list)
    inputs: dict[str, Cell] = field(default_factory=dict)


@dataclass
class Result:
    """What becomes of a unit. `printed` is rounded, `value` exact; `respondents` counts those of each node;
    `ratings` are those of nodes with bands or words (in the second edition)."""

    status: str
    rating: str | None
    total: Fraction | None
    printed: dict[str, Fraction | None]
    value: dict[str, Fraction | None]
    state: dict[str, str]
    judged: dict[str, str | None]
    respondents: dict[str, int]
    ratings: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """Of the rated units so many meet the condition; `met` is None where no unit is rated."""

    meeting: int
    rated: int
    met: bool | None


@dataclass
class Evaluation:
    """The results of all units, and the targets."""

    results: dict[str, Result]
    targets: dict[str, Target]


def evaluate(data: Mapping[str, Any], units: Mapping[str, Unit]) -> Evaluation:
    """Rate all units by the rule set that the YAML data writes down."""
    rules = Rules.from_yaml(data)
    results = {name: rate(rules, unit) for name, unit in units.items()}
    return Evaluation(results, targets(rules, results.values()))


def rate(rules: Rules, unit: Unit) -> Result:
    """Score, judge and rate one unit."""
    given = {rules.path(name): cell for name, cell in unit.scores.items()}
    rows = [{rules.path(name): cell for name, cell in row.items()} for row in unit.respondents]
    respondents = {path: _respondents(rules, path, rows) for path in rules.nodes}
    silenced: set[str] = set()
    for path in rules.nodes:
        limit = rules.limit(path)
        if limit is not None and respondents[path] < limit:
            # the unit's own answers are no respondents'
            silenced.update(leaf for leaf in rules.leaves(path) if not rules.answered_by_unit(leaf))
    found = scored(rules, given, rows, silenced)
    value = {path: each.value for path, each in found.items()}
    printed = {
        path: None if number is None else rounded(number, rules.scale.decimals, rules.scale.rounding)
        for path, number in value.items()
    }
    rating = _rating(rules, printed)
    judged = {path: _judged(rules, path, printed) for path in rules.nodes}
    state = {path: each.state for path, each in found.items()}
    return Result(
        "incomplete" if rating is None else "rated",
        rating,
        printed["total"],
        printed,
        value,
        state,
        judged,
        respondents,
    )


def targets(rules: Rules, results: Iterable[Result]) -> dict[str, Target]:
    """Which targets the rated units reach together."""
    rated = [result for result in results if result.status == "rated"]
    found = {}
    for name, target in rules.targets.items():
        meeting = sum(holds(rules, target.condition, result.printed) is True for result in rated)
        found[name] = Target(
            meeting, len(rated), Fraction(meeting, len(rated)) >= target.at_least if rated else None
        )
    return found


def _respondents(rules: Rules, path: str, rows: Sequence[Mapping[str, Cell]]) -> int:
    """How many rows have a valid answer to a question at or below the node."""
    leaves = rules.leaves(path)
    return sum(any(read_answer(rules, leaf, row.get(leaf)).state == KNOWN for leaf in leaves) for row in rows)


# Scores


def scored(
    rules: Rules,
    given: Mapping[str, Cell],
    rows: Sequence[Mapping[str, Cell]] = (),
    silenced: Iterable[str] = (),
) -> dict[str, Scored]:
    """Every node's score, by path: of what a table gives, and respondents answer where they are not
    `silenced`."""
    found: dict[str, Scored] = {}
    _score(rules, "total", given, rows, set(silenced), found)
    return {path: found[path] for path in rules.nodes}


def _score(
    rules: Rules,
    path: str,
    given: Mapping[str, Cell],
    rows: Sequence[Mapping[str, Cell]],
    silenced: set[str],
    scored: dict[str, Scored],
) -> None:
    """Fill in the node and all below it."""
    node = rules.nodes[path]
    for child in node.children:
        _score(rules, child, given, rows, silenced, scored)
    own = read_cell(rules, path, given.get(path))
    if node.children:
        scored[path] = (
            own
            if own.state != MISSING
            else combined(node, [(scored[child], rules.nodes[child].weight) for child in node.children])
        )
        return
    if own.state == MISSING:
        own = _answered(rules, path, rows, silenced=path in silenced)
    if node.formula is not None and own.value is not None:
        own = _by_formula(rules, node.formula, own.value)
    scored[path] = own


def _answered(rules: Rules, path: str, rows: Sequence[Mapping[str, Cell]], *, silenced: bool) -> Scored:
    """What the respondents' answers to a question come to."""
    answers = rules.nodes[path].answers
    read = [answer for row in rows if (answer := read_answer(rules, path, row.get(path))).state != MISSING]
    numbers = [answer.value for answer in read if answer.value is not None]
    refused = len(numbers) < len(read) or (answers is not None and answers.by_unit and len(set(numbers)) > 1)
    if refused and not (silenced and FEW_HIDE_REFUSED):
        return Scored(REFUSED)
    if silenced or not numbers:
        return Scored(MISSING)
    return known(sum(numbers, Fraction(0)) / len(numbers))


def _by_formula(rules: Rules, formula: str, raw: Fraction) -> Scored:
    score = _Walk(rules, {**rules.thresholds, "value": raw}).number(formula)
    return (
        known(score)
        if score is not None  # the scale bounds what is given, and not what is made of it
        else Scored(UNDECIDED)
    )


def combined(node: Node, children: Sequence[tuple[Scored, Fraction]]) -> Scored:
    """The score of a node from its children and their weights."""
    states = [child.state for child, _ in children]
    for state in (REFUSED, UNDECIDED):
        if state in states:
            return Scored(state)
    pairs = [(child.value, weight) for child, weight in children if child.value is not None]
    if len(pairs) < len(children):
        match node.missing:
            case "error":
                return Scored(MISSING)
            case "zero":
                pairs = [(child.value or Fraction(0), weight) for child, weight in children]
            case _:
                if len(pairs) < max(1, math.ceil(node.coverage * len(children))):
                    return Scored(MISSING)
    values = [value for value, _ in pairs]
    match node.combine:
        case "sum":
            return known(sum(values, Fraction(0)))
        case "min":
            return known(min(values))
        case "max":
            return known(max(values))
        case "product":
            return known(math.prod(values, start=Fraction(1)))
        case "median":
            return known(statistics.median(values))
    pairs = [(value, weight) for value, weight in pairs if weight > 0]
    if not pairs:
        return Scored(MISSING)
    weights = sum((weight for _, weight in pairs), Fraction(0))
    if node.combine in ("geometric_mean", "harmonic_mean"):
        if any(value < 0 for value, _ in pairs):
            return Scored(UNDECIDED)  # there are no such means of numbers below 0
        if any(value == 0 for value, _ in pairs):
            return known(Fraction(0))
    if node.combine == "harmonic_mean":
        return known(weights / sum((weight / value for value, weight in pairs), Fraction(0)))
    if node.combine == "geometric_mean":
        shares = [weight / weights for _, weight in pairs]
        degree = math.lcm(*(share.denominator for share in shares))
        if degree > HIGHEST_DEGREE:  # no root of such a degree is a fraction by chance
            log = sum(
                (natural_logarithm(value) * share for (value, _), share in zip(pairs, shares, strict=True)),
                Fraction(0),
            )
            return known(
                snapped(Fraction(DIGITS.divide(Decimal(log.numerator), Decimal(log.denominator)).exp(DIGITS)))
            )
        product = math.prod(
            (value ** int(share * degree) for (value, _), share in zip(pairs, shares, strict=True)),
            start=Fraction(1),
        )
        return known(root(product, degree))
    return known(sum((value * weight for value, weight in pairs), Fraction(0)) / weights)


# Conditions


def holds(
    rules: Rules, condition: str, printed: Mapping[str, Fraction | None], node: str | None = None
) -> bool | None:
    """Whether a condition holds: True, False, or None where that cannot be told. `node` is the one that is
    judged."""
    names = {path.rsplit(".", 1)[-1]: number for path, number in printed.items()}
    names |= {**printed, **rules.thresholds}
    if node is not None:
        names["score"] = printed[node]
    return _Walk(rules, names, printed).truth(condition)


def names_in(rules: Rules, condition: str) -> set[str]:
    """The paths of all nodes that a condition names; a list names all nodes of its level."""
    found = set()
    for part in ast.walk(_parsed(condition)):
        if isinstance(part, ast.Name) and part.id in LEVELS:
            found.update(rules.level(part.id))
        elif isinstance(part, ast.Name) and any(path.rsplit(".", 1)[-1] == part.id for path in rules.nodes):
            found.add(rules.path(part.id))
    return found


def _rating(rules: Rules, printed: Mapping[str, Fraction | None]) -> str | None:
    total = printed["total"]
    wanted = {path for band in rules.bands if band.when for path in names_in(rules, band.when)}
    if total is None or any(printed[path] is None for path in wanted):
        return None
    holding: list[str] = []
    for band in rules.bands:
        parts: list[bool | None] = [
            band.low is None or total >= band.low,
            band.high is None or total <= band.high,
        ]
        if band.when:
            parts.append(holds(rules, band.when, printed))
        outcome = conjunction(parts)
        if outcome is None:
            return None
        if outcome:
            holding.append(band.rating)
            if not rules.unique:
                break
    return holding[0] if len(holding) == 1 else None


def _judged(rules: Rules, path: str, printed: Mapping[str, Fraction | None]) -> str | None:
    if printed[path] is None:
        return None
    for result, condition in rules.judgements.get(rules.nodes[path].level, []):
        outcome = holds(rules, condition, printed, path)
        if outcome is None:
            return None
        if outcome:
            return result
    return None


def conjunction(parts: Iterable[bool | None]) -> bool | None:
    """`and` of what is true, false, or cannot be told."""
    told = list(parts)
    if False in told:
        return False
    return None if None in told else True


def negation(part: bool | None) -> bool | None:
    """`not` of what is true, false, or cannot be told."""
    return None if part is None else not part


@functools.cache
def _parsed(text: str) -> ast.expr:
    """The expression as Python reads it; names that are words of Python (`pass`) are marked, since Python
    would refuse them."""
    words = re.sub(
        r"\b[A-Za-z]\w*",
        lambda word: (
            word[0] + _MARK if keyword.iskeyword(word[0]) and word[0] not in ("and", "or", "not") else word[0]
        ),
        text,
    )
    tree = ast.parse(f"({words.translate(THAI).strip()})", mode="eval").body
    for part in ast.walk(tree):
        if isinstance(part, ast.Name):
            part.id = part.id.removesuffix(_MARK)
    return tree


class _Walk:
    """Walks over an expression. None stands for what cannot be told; a list of values for a list of nodes."""

    def __init__(
        self,
        rules: Rules,
        names: Mapping[str, Fraction | None],
        printed: Mapping[str, Fraction | None] | None = None,
    ) -> None:
        self.rules, self.names, self.printed = rules, names, printed or {}

    def number(self, text: str) -> Fraction | None:
        value = self.visit(_parsed(text))
        assert value is None or isinstance(value, Fraction)
        return value

    def truth(self, text: str) -> bool | None:
        value = self.visit(_parsed(text))
        assert value is None or isinstance(value, bool)
        return value

    def visit(self, part: ast.expr) -> Any:
        match part:
            case ast.Constant():
                return Fraction(str(part.value))
            case ast.Name() if part.id in LEVELS:
                return [self.printed[path] for path in self.rules.level(part.id)]
            case ast.Name():
                return self.names[part.id]
            case ast.UnaryOp(op=ast.Not()):
                return negation(self.visit(part.operand))
            case ast.UnaryOp():
                value = self.visit(part.operand)
                return -value if value is not None and isinstance(part.op, ast.USub) else value
            case ast.BoolOp():
                told = [self.visit(each) for each in part.values]
                if isinstance(part.op, ast.And):
                    return conjunction(told)
                return negation(conjunction(negation(each) for each in told))
            case ast.BinOp():
                return self.arithmetic(part.op, self.visit(part.left), self.visit(part.right))
            case ast.Compare():
                return self.comparison(
                    part.ops, [self.visit(each) for each in (part.left, *part.comparators)]
                )
            case ast.Call(func=ast.Name()):
                arguments: list[Any] = []
                for each in part.args:
                    value = self.visit(each)
                    arguments += value if isinstance(value, list) else [value]
                return None if None in arguments else self.call(part.func.id, arguments)
        raise ValueError(ast.dump(part))

    @staticmethod
    def arithmetic(operator: ast.operator, left: Fraction | None, right: Fraction | None) -> Fraction | None:
        if left is None or right is None:
            return None
        match operator:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right if right != 0 else None
        raise ValueError(operator)

    def comparison(self, operators: Sequence[ast.cmpop], operands: Sequence[Any]) -> Any:
        """A chain is the `and` of its links; with a list in it, it is a list of outcomes."""
        lengths = {len(each) for each in operands if isinstance(each, list)}
        if lengths:
            (length,) = lengths
            return [
                self.comparison(
                    operators, [each[at] if isinstance(each, list) else each for each in operands]
                )
                for at in range(length)
            ]
        links = zip(operators, operands, operands[1:], strict=False)
        return conjunction(self.link(operator, left, right) for operator, left, right in links)

    @staticmethod
    def link(operator: ast.cmpop, left: Fraction | None, right: Fraction | None) -> bool | None:
        if left is None or right is None:
            return None
        match operator:
            case ast.Lt():
                return left < right
            case ast.LtE():
                return left <= right
            case ast.Gt():
                return left > right
            case ast.GtE():
                return left >= right
            case ast.Eq():
                return left == right
            case ast.NotEq():
                return left != right
        raise ValueError(operator)

    def call(self, name: str, values: Sequence[Any]) -> Any:
        match name:
            case "min":
                return min(values)
            case "max":
                return max(values)
            case "sum":
                return sum(values, Fraction(0))
            case "mean":
                return sum(values, Fraction(0)) / len(values)
            case "abs":
                return abs(values[0])
            case "clip":
                return min(max(values[0], values[1]), values[2])
            case "round":
                return rounded(
                    values[0],
                    int(values[1]) if len(values) > 1 else self.rules.scale.decimals,
                    "half_up",  # in expressions a half goes away from zero
                )
            case "ln":
                return natural_logarithm(values[0]) if values[0] > 0 else None
            case "count":
                return Fraction(sum(values))
        raise ValueError(name)
