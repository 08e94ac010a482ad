"""What an expression says of one unit.

A value is a number (Fraction), a truth (bool), a list of these, a `Counted` of which not everything is told, or
a `Cannot`, which says why nothing can be told."""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from . import numbers
from .expressions import Expression, read
from .first import KNOWN, LEVELS, MISSING, REFUSED, UNDECIDED
from .reading import Book, Item

NOT_APPLICABLE = "not applicable"
ORDER = (REFUSED, UNDECIDED, MISSING, NOT_APPLICABLE, KNOWN)
LISTS = ("min", "max", "sum", "mean", "median", "geomean", "harmean", "count")


@dataclass(frozen=True)
class Cannot:
    """It cannot be told, because of a value with this state."""

    state: str


@dataclass(frozen=True)
class Counted:
    """So many at the least, and so many at the most: some conditions cannot be told."""

    low: int
    high: int
    state: str


def worst(states: Iterable[str]) -> str:
    """The state that goes before the others."""
    return min(states, key=ORDER.index)


def hindered(*values: Any) -> Cannot | None:
    """Why these values cannot be worked with, if so. That a node is not applicable is a reason as others
    are: it is not missing."""
    states = [
        UNDECIDED if value.state == NOT_APPLICABLE else value.state
        for value in values
        if isinstance(value, Cannot | Counted)
    ]
    return Cannot(worst(states)) if states else None


class Facts(Protocol):
    """What there is to know of a unit: states and numbers of nodes, their words, and inputs."""

    book: Book

    def carried(self, item: Item) -> Fraction | Cannot: ...
    def printed(self, item: Item) -> Fraction | Cannot: ...
    def word(self, item: Item) -> tuple[str, ...] | Cannot: ...
    def rating(self, item: Item) -> str | Cannot: ...
    def result_of(self, item: Item) -> str | Cannot: ...
    def standing(self, item: Item) -> Any: ...
    def is_there(self, item: Item) -> bool | Cannot: ...
    def fact(self, name: str) -> Fraction | str | Cannot: ...


@dataclass(frozen=True)
class Told:
    """What `value` and `score` stand for where the expression stands; `score` as it is carried and as it is
    printed."""

    value: Fraction | str | Cannot | None = None
    score: tuple[Fraction | Cannot, Fraction | Cannot] | None = None


class Teller:
    """Tells expressions that stand at one node."""

    def __init__(
        self,
        facts: Facts,
        item: Item,
        told: Told | None = None,
        thresholds: Mapping[str, Fraction] | None = None,
    ) -> None:
        self.facts, self.item, self.told = facts, item, told or Told()
        self.thresholds = item.thresholds if thresholds is None else thresholds

    def number(self, written: Any, *, judged: bool = False) -> Fraction | Cannot:
        """A formula's number; in what is judged, names stand for printed scores."""
        value = self.tell(read(written), judged=judged)
        if isinstance(value, Counted):
            return Cannot(value.state)
        assert isinstance(value, Fraction | Cannot), (written, value)
        return value

    def looked_up(self, written: Any) -> Fraction | str | Cannot:
        """What `of` looks up: a number, or a word."""
        expression = read(written)
        if expression[0] == "name":
            thing = self.resolve(expression[1])
            if isinstance(thing, Item) and thing.words_only:
                word = self.facts.word(thing)
                return word if isinstance(word, Cannot) else word[0]
        value = self.tell(expression, judged=True, wordy=True)
        if isinstance(value, Counted):
            return Cannot(value.state)
        assert isinstance(value, Fraction | str | Cannot), (written, value)
        return value

    def holds(self, conditions: Iterable[Any]) -> bool | Cannot:
        """Whether all conditions hold."""
        return _conjunction([self._truth(condition) for condition in conditions])

    def _truth(self, written: Any) -> bool | Cannot:
        value = self.tell(read(written), judged=True)
        assert isinstance(value, bool | Cannot), (written, value)
        return value

    # Names

    def resolve(self, name: str) -> Item | list[Item] | Fraction | str:
        """What a name stands for: a node, the nodes of a level, a threshold, or (the name itself) an input,
        the column of a table, `value` or `score`."""
        if name in ("value", "score") or name in self.facts.book.inputs:
            return name
        if self.facts.book.tables.column(name):
            return name
        if name == "total":
            return self.facts.book.top
        if name in LEVELS:
            return self._level(name)
        if name in self.thresholds:
            return self.thresholds[name]
        step: Item | None = self.item
        while step is not None:
            found = [each for each in step.below if _is_named(each, name)]
            if len(found) > 1:
                raise ValueError(f"{name} may be any of {[each.path for each in found]}")
            if found:
                return found[0]
            step = step.above
        raise ValueError(f"nothing has the name {name} at {self.item.path}")

    def _level(self, name: str) -> list[Item]:
        found = [each for each in self.item.below if each.level == LEVELS[name]]
        depths = {each.path.count(".") for each in found}
        if len(depths) != 1:
            raise ValueError(f"{name} at {self.item.path}: {[each.path for each in found]}")
        return found

    def named(self, expression: Expression) -> list[Any]:
        """The nodes and inputs that an expression names; words are none."""
        if expression[0] == "name":
            thing = self.resolve(expression[1])
            if isinstance(thing, list):
                return thing
            if isinstance(thing, str) and self.facts.book.tables.column(thing):
                whole = Teller(self.facts, self.facts.book.top)
                keys = self.facts.book.tables.found_by(thing)
                return [found for key in keys for found in whole.named(("name", key))]
            return [thing] if isinstance(thing, Item) or thing in self.facts.book.inputs else []
        if expression[0] == "compare":
            _, signs, operands = expression
            found = self.named(operands[0])
            for sign, left, right in zip(signs, operands, operands[1:], strict=False):
                if not self._words_beside(sign, left, right):
                    found += self.named(right)
            return found
        found = []
        for part in expression[1:]:
            for each in part if isinstance(part, list) else [part]:
                if isinstance(each, tuple):
                    found += self.named(each)
        return found

    # Expressions

    def tell(self, expression: Expression, *, judged: bool, wordy: bool = False) -> Any:
        """What an expression says."""
        match expression[0]:
            case "number":
                return expression[1]
            case "name":
                return self._name(expression[1], judged=judged, wordy=wordy)
            case "minus":
                return each_by_each(lambda value: -value, self.tell(expression[1], judged=judged))
            case "sum":
                _, sign, left, right = expression
                return each_by_each(
                    lambda one, other: _arithmetic(sign, one, other),
                    self.tell(left, judged=judged),
                    self.tell(right, judged=judged),
                )
            case "not":
                value = self.tell(expression[1], judged=judged)
                return hindered(value) or (not value)
            case "and":
                return _conjunction([self.tell(each, judged=judged) for each in expression[1]])
            case "or":
                return _negation(
                    _conjunction([_negation(self.tell(each, judged=judged)) for each in expression[1]])
                )
            case "compare":
                return self._comparison(expression)
            case "call":
                return self._call(expression[1], expression[2], judged=judged)
        raise ValueError(expression)

    def _name(self, name: str, *, judged: bool, wordy: bool = False) -> Any:
        thing = self.resolve(name)
        if isinstance(thing, list):
            return [self._score(each, judged=judged) for each in thing]
        if isinstance(thing, Item):
            return self._score(thing, judged=judged)
        if isinstance(thing, Fraction):
            return thing
        if name == "score":
            assert self.told.score is not None
            return self.told.score[1 if judged else 0]
        value = self._raw(name)
        if isinstance(value, str) and not wordy:
            raise ValueError(f"{name} is the word {value}")
        return value

    def _raw(self, name: str) -> Fraction | str | Cannot:
        if name == "value":
            return Cannot(MISSING) if self.told.value is None else self.told.value
        if self.facts.book.tables.column(name):
            return self._looked_up_in_table(name)
        return self.facts.fact(name)

    def _looked_up_in_table(self, name: str) -> Fraction | Cannot:
        """What stands in a column of the row found; rows are found by what is printed."""
        tables, whole = self.facts.book.tables, Teller(self.facts, self.facts.book.top)
        given = {key: whole.looked_up(key) for key in tables.found_by(name)}
        cannot = hindered(*given.values())
        if cannot:
            return cannot
        try:
            found = tables.look_up(
                name, {key: value for key, value in given.items() if not isinstance(value, Cannot)}
            )
        except LookupError:
            return Cannot(UNDECIDED)
        return Cannot(MISSING) if found is None else found

    def _score(self, item: Item, *, judged: bool) -> Fraction | Cannot:
        return self.facts.printed(item) if judged else self.facts.carried(item)

    # Comparisons

    def _comparison(self, expression: Expression) -> Any:
        """A chain of comparisons is the `and` of its links."""
        _, signs, operands = expression
        links = []
        for sign, left, right in zip(signs, operands, operands[1:], strict=False):
            if self._words_beside(sign, left, right):
                links.append(self._compared_with_words(sign, left, right))
            elif right[0] == "tuple":
                value = self.tell(left, judged=True)
                options = [self.tell(each, judged=True) for each in right[1]]
                links.append(each_by_each(lambda *all_: _is_in(sign, all_[0], all_[1:]), value, *options))  # noqa: B023
            else:
                links.append(
                    _each_compared(sign, self.tell(left, judged=True), self.tell(right, judged=True))
                )
        if len(links) == 1:
            return links[0]
        if any(isinstance(link, list) for link in links):
            length = next(len(link) for link in links if isinstance(link, list))
            rows = [[link[at] if isinstance(link, list) else link for link in links] for at in range(length)]
            return [
                Cannot(NOT_APPLICABLE) if Cannot(NOT_APPLICABLE) in row else _conjunction(row) for row in rows
            ]
        return _conjunction(links)

    def _words_beside(self, sign: str, left: Expression, right: Expression) -> bool:
        """Whether what stands to the right is words, since what stands on the left has some."""
        if sign not in ("==", "!=", "in", "not in") or left[0] != "name":
            return False
        things = self.resolve(left[1])
        options = [self._options(each) for each in (things if isinstance(things, list) else [things])]
        if not any(options):
            return False
        for each in right[1] if right[0] == "tuple" else [right]:
            if each[0] == "text" or (each[0] == "name" and not self._is_number(each[1])):
                return True
            if each[0] in ("name", "number"):  # the word, if it is one
                return any(_option(_text(each), facets) for facets in options)
        return False

    def _is_number(self, name: str) -> bool:
        """Whether a name stands for a number; in the first edition it may beside anything."""
        try:
            return isinstance(self.resolve(name), Item | Fraction) or name == "score"
        except ValueError:
            return False

    def _options(self, thing: Any) -> list[tuple[str, Sequence[str]]]:
        """The words that a thing may be, by what they are."""
        if thing == "value":
            words = self.item.value.words if self.item.value else None
            return [("raw", words)] if words else []
        if isinstance(thing, str):
            kind = self.facts.book.inputs.get(thing)
            words = None if kind is None else kind.words
            return [("raw", words)] if words else []
        if not isinstance(thing, Item):
            return []
        found: list[tuple[str, Sequence[str]]] = []
        if thing.choices and thing.column == "answer":
            found.append(("word", [word for choice in thing.choices for word in choice.options]))
        if thing.bands:
            found.append(("rating", [str(band["rating"]) for band in thing.bands]))
        if self.facts.book.judgements.get(thing.level) and not thing.judged_by_bands:
            found.append(
                ("result", [str(each["result"]) for each in self.facts.book.judgements[thing.level]])
            )
        return found

    def _compared_with_words(self, sign: str, left: Expression, right: Expression) -> Any:
        words = [_text(each) for each in (right[1] if right[0] == "tuple" else [right])]
        things = self.resolve(left[1])
        if isinstance(things, list):
            return [self._is_one_of(sign, each, left[1], words) for each in things]
        told = self._is_one_of(sign, things, left[1], words)
        return hindered(told) or told

    def _is_one_of(self, sign: str, thing: Any, name: str, words: Sequence[str]) -> bool | Cannot:
        facets = self._options(thing)
        found = []
        for word in words:
            option = _option(word, facets)
            if option is None:
                raise ValueError(f"{word} is not among {facets}")
            found.append(option)
        kinds = {kind for kind, _ in found}
        told: list[bool | Cannot] = []
        for kind in kinds:
            wanted = {option for of_kind, option in found if of_kind == kind}
            told.append(self._has_word(kind, thing, name, wanted))
        left = Cannot(NOT_APPLICABLE)
        if left in told:  # it leaves a list; alone it is undecided
            return left
        outcome = _negation(_conjunction([_negation(each) for each in told]))
        return outcome if sign in ("==", "in") else _negation(outcome)

    def _has_word(self, kind: str, thing: Any, name: str, wanted: set[str]) -> bool | Cannot:
        if kind == "raw":
            value = self._raw(name)
            return value if isinstance(value, Cannot) else value in wanted
        if kind == "word":
            possible = self.facts.word(thing)
            if isinstance(possible, Cannot):
                return possible
            outcomes = {word in wanted for word in possible}
            return outcomes.pop() if len(outcomes) == 1 else Cannot(UNDECIDED)
        word = self.facts.rating(thing) if kind == "rating" else self.facts.result_of(thing)
        return word if isinstance(word, Cannot) else word in wanted

    # Functions

    def _call(self, name: str, written: Sequence[Expression], *, judged: bool) -> Any:
        if name == "if":
            condition = self.tell(written[0], judged=True)
            return hindered(condition) or self.tell(written[1 if condition else 2], judged=judged)
        if name == "known":
            return self._known(written[0], judged=judged)
        if name == "first":
            return self._first(written, judged=judged)
        if name == "exact":
            return self.tell(written[0], judged=False)
        values = [self.tell(each, judged=judged) for each in written]
        if name in LISTS:
            return self._list(name, written, values)
        return each_by_each(lambda *numbers_: self._function(name, numbers_), *values)

    def _known(self, written: Expression, *, judged: bool) -> Any:
        if written[0] == "name":
            thing = self.resolve(written[1])
            if isinstance(thing, list):
                return [
                    Cannot(NOT_APPLICABLE)
                    if self.facts.printed(each) == Cannot(NOT_APPLICABLE)
                    else self.facts.is_there(each)
                    for each in thing
                ]
            if isinstance(thing, Item):
                return self.facts.is_there(thing)
            if isinstance(thing, str) and thing != "score":
                return _is_known(self._raw(thing))
        return _is_known(self.tell(written, judged=judged))

    def _first(self, written: Sequence[Expression], *, judged: bool) -> Any:
        passed: list[Cannot] = []
        for each in written:
            value = self.tell(each, judged=judged)
            if isinstance(value, Counted):
                value = Cannot(value.state)
            if not isinstance(value, Cannot):
                return value
            if value.state in (REFUSED, UNDECIDED):
                return value
            passed.append(value)
        return Cannot(MISSING) if Cannot(MISSING) in passed else Cannot(UNDECIDED)

    def _list(self, name: str, written: Sequence[Expression], values: Sequence[Any]) -> Any:
        """One of many: the elements of a list, or of what is written out. What is not applicable leaves."""
        if any(isinstance(value, list) for value in values):
            if len(values) > 1 and not (name == "count"):
                raise ValueError(f"{name}: a list beside something else")
            elements = []
            for value in values:
                elements += value if isinstance(value, list) else [value]
            elements = [each for each in elements if each != Cannot(NOT_APPLICABLE)]
        else:
            elements = [
                value
                for value, each in zip(values, written, strict=True)
                if not (value == Cannot(NOT_APPLICABLE) and each[0] == "name")
            ]
        if name == "count":
            return _count(elements)
        return hindered(*elements) or _of_many(name, elements)

    def _function(self, name: str, values: Sequence[Any]) -> Any:
        found = _FUNCTIONS[name](*values) if name != "round" else self._round(*values)
        return Cannot(UNDECIDED) if found is None else found

    def _round(self, value: Fraction, decimals: Fraction | None = None) -> Fraction:
        wanted = self.facts.book.measure.decimals if decimals is None else int(decimals)
        return numbers.to_decimals(value, wanted, "half_up")


def _is_named(item: Item, name: str) -> bool:
    if "." in name:
        return item.path == name or item.path.endswith(f".{name}")
    return item.path.rsplit(".", 1)[-1] == name


def _is_known(value: Any) -> bool | Cannot:
    """What is refused or undecided is never passed over, so that it cannot be told of it."""
    if isinstance(value, Cannot | Counted):
        return Cannot(value.state) if value.state in (REFUSED, UNDECIDED) else False
    return True


def each_by_each(of: Callable[..., Any], *values: Any) -> Any:
    """What a function makes of values; of lists, element by element. What is not applicable stays so within
    a list."""
    lengths = {len(value) for value in values if isinstance(value, list)}
    if not lengths:
        return hindered(*values) or of(*values)
    (length,) = lengths
    found = []
    for at in range(length):
        elements = [value[at] if isinstance(value, list) else value for value in values]
        if any(isinstance(value, list) and value[at] == Cannot(NOT_APPLICABLE) for value in values):
            found.append(Cannot(NOT_APPLICABLE))
        else:
            found.append(hindered(*elements) or of(*elements))
    return found


def _arithmetic(sign: str, one: Fraction, other: Fraction) -> Fraction | Cannot:
    match sign:
        case "+":
            return one + other
        case "-":
            return one - other
        case "*":
            return one * other
    return Cannot(UNDECIDED) if numbers.compared(other, Fraction(0)) == 0 else one / other


def _each_compared(sign: str, left: Any, right: Any) -> Any:
    if isinstance(left, Counted) or isinstance(right, Counted):
        return _counts_compared(sign, left, right)
    return each_by_each(lambda one, other: _link(sign, one, other), left, right)


def _counts_compared(sign: str, left: Any, right: Any) -> bool | Cannot:
    """Whether a comparison of counts holds however the rest of the conditions turns out."""
    if isinstance(left, Cannot) or isinstance(right, Cannot):
        found = hindered(left, right)
        assert found is not None
        return found
    outcomes = {_link(sign, one, other) for one in _possible(left) for other in _possible(right)}
    if len(outcomes) == 1:
        return outcomes.pop()
    found = hindered(left, right)
    assert found is not None
    return found


def _possible(value: Any) -> list[Fraction]:
    if isinstance(value, Counted):
        return [Fraction(each) for each in range(value.low, value.high + 1)]
    return [value]


def _link(sign: str, one: Fraction, other: Fraction) -> bool:
    order = numbers.compared(one, other)
    return {
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
        "==": order == 0,
        "!=": order != 0,
    }[sign]


def _is_in(sign: str, value: Fraction, options: Sequence[Fraction]) -> bool:
    found = any(_link("==", value, option) for option in options)
    return found if sign == "in" else not found


def _text(expression: Expression) -> str:
    """The word that stands to the right of a comparison."""
    if expression[0] == "number":
        number = expression[1]
        return str(number.numerator) if number.denominator == 1 else str(float(number))
    return str(expression[1])


def _option(word: str, facets: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, str] | None:
    """The option that a word is, and what it is an option of."""
    for kind, options in facets:
        for option in options:
            if alike(option, word):
                return kind, option
    return None


def alike(option: str, word: str) -> bool:
    """Whether two words are one: compatible forms are, and numbers of the same value."""
    if unicodedata.normalize("NFKC", option) == unicodedata.normalize("NFKC", word):
        return True
    number = numbers.read_number(word)
    return number is not None and number == numbers.read_number(option)


def _conjunction(parts: Sequence[Any]) -> bool | Cannot:
    if any(part is False for part in parts):
        return False
    return hindered(*parts) or True


def _negation(part: Any) -> Any:
    return hindered(part) or (not part)


def _count(elements: Sequence[Any]) -> Fraction | Counted:
    """How many conditions hold."""
    holding = sum(each is True for each in elements)
    untold = [each for each in elements if isinstance(each, Cannot)]
    if not untold:
        return Fraction(holding)
    why = hindered(*untold)
    assert why is not None
    return Counted(holding, holding + len(untold), why.state)


def _of_many(name: str, elements: Sequence[Fraction]) -> Fraction | Cannot:
    if not elements:  # all have left
        return Cannot(UNDECIDED)
    alike_all = [(each, Fraction(1)) for each in elements]
    found: Fraction | None
    match name:
        case "min":
            found = min(elements)
        case "max":
            found = max(elements)
        case "sum":
            found = sum(elements, Fraction(0))
        case "mean":
            found = sum(elements, Fraction(0)) / len(elements)
        case "median":
            found = statistics.median(elements)
        case "geomean":
            found = numbers.geometric_mean(alike_all)
        case _:
            found = numbers.harmonic_mean(alike_all)
    return Cannot(UNDECIDED) if found is None else found


def _clip(value: Fraction, low: Fraction, high: Fraction) -> Fraction:
    return min(max(value, low), high)


def _square_root(value: Fraction) -> Fraction | None:
    if numbers.compared(value, Fraction(0)) == 0:
        return Fraction(0)
    return numbers.power(value, Fraction(1, 2))


_FUNCTIONS: dict[str, Callable[..., Fraction | None]] = {
    "roundup": lambda value, decimals=Fraction(0): numbers.to_decimals(value, int(decimals), "up"),
    "rounddown": lambda value, decimals=Fraction(0): numbers.to_decimals(value, int(decimals), "down"),
    "floor": lambda value: Fraction(numbers.whole_part(value)),
    "ceiling": lambda value: Fraction(-numbers.whole_part(-value)),
    "abs": abs,
    "clip": _clip,
    "power": numbers.power,
    "sqrt": _square_root,
    "exp": numbers.exponential,
    "ln": numbers.logarithm,
    "log10": numbers.logarithm_of_ten,
}
