"""The fields that a template of a report can use, and templates held against them before they are filled in.

A template may be anybody's. It can name fields, go through lists and ask conditions, and nothing else: no
calls, no arithmetic that grows, no other files. What it names and does not exist is found without rendering
it, all of it at once."""

from __future__ import annotations

import re
import traceback
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Union, get_args, get_origin, get_type_hints

from ..book.schema import suggestion
from ..show import packages
from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.language import ARABIC, DIGITS
from ..words.numerals import in_numerals
from .content import Content

Scope = Mapping[str, Any]
"""What names stand for: a type of the content, a mapping of more names, or ANY."""

ANY = Any  # of what is wrong already
DEEPEST = 4  # loops in one another: indicators by instrument, their measures, the steps
LONGEST = 30_000_000  # letters of a filled-in template
LIST_FILTERS = (
    "count",
    "first",
    "join",
    "last",
    "length",
    "list",
    "map",
    "numbered",
    "rejectattr",
    "reverse",
    "selectattr",
    "sort",
)
FILTERS = ("d", "default", "e", "escape", "lower", "trim", "upper")
NUMBERS = ("count", "length")
TEXTS = (str, int, float)
"""What can be written out."""
LOOP: Scope = {
    "index": int,
    "index0": int,
    "revindex": int,
    "revindex0": int,
    "first": bool,
    "last": bool,
    "length": int,
}
TAGS = {
    "Assign": "set",
    "AssignBlock": "set",
    "CallBlock": "call",
    "FilterBlock": "filter",
    "FromImport": "from",
    "ScopedEvalContextModifier": "autoescape",
}
SIGNS = {"Mul": "*", "Pow": "**", "Mod": "%", "Div": "/", "FloorDiv": "//", "Dict": "{…}"}
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

_STRING = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_QUOTED = re.compile(_STRING, re.DOTALL)
_TAG = re.compile(
    rf"\{{#.*?#\}}|\{{%[-+]?\s*raw\b.*?\{{%[-+]?\s*endraw\b.*?%\}}|\{{%(?:{_STRING}|[^'\"%]|%(?!\}}))*%\}}|\{{\{{(?:{_STRING}|[^'\"}}]|\}}(?!\}}))*\}}\}}",
    re.DOTALL,
)
_SILENT = re.compile(r"\{#|\{%[-+]?\s*raw\b")
_BEFORE = {"": r"(?<![\w.|])", ".": r"\.\s*", "|": r"\|\s*", "[": r"\[\s*['\"]", "'": r"['\"]"}

Where = Callable[[int, str], Position]
"""The position of something in a template by its line and by a word that stands there, with what is before it
where that tells it from others: `unit`, `each.title`, `.title`, `|upper`, `each[title`, `'title`."""


def values(content: Content) -> dict[str, Any]:
    """The fields of a content as templates get them: without control characters."""
    return {
        field.name: _clean(getattr(content, field.name)) for field in fields(content) if field.name != "chart"
    }


def plain(text: str) -> str:
    """The text without what no document can hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value


def unreadable(path: str, reason: object) -> KenError:
    """A template that is not there, or is none."""
    hint = say(
        "give the path of a template; ken report --write-template FILE writes the one that comes with Ken"
    )
    return KenError([_fault(say("the template cannot be read: {error}", error=reason), Position(path), hint)])


class Tags:
    """The tags of a template that write something or decide something."""

    def __init__(self, source: str) -> None:
        found = [each for each in _TAG.finditer(source) if not _SILENT.match(each[0])]
        self.spans = [each.span() for each in found]
        ends = [0, *(end for _, end in self.spans)]
        begins = [*(begin for begin, _ in self.spans), len(source)]
        gaps = [" " * (begin - end) for end, begin in zip(ends, begins, strict=True)]
        self.text = "".join(
            gap + tag for gap, tag in zip(gaps, [*(each[0] for each in found), ""], strict=True)
        )
        """The source with blanks for all that is in no tag."""
        self.bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), self.text)

    def place(self, word: str, begin: int, end: int) -> int:
        """Where a word (see Where) begins between two places of the source; -1 where it does not. A name is
        rather looked for outside quotation marks."""
        owner, sign, last = _parts(word)
        before = _BEFORE[sign] if not owner else rf"(?<![\w.]){owner}\s*{_BEFORE[sign]}"
        for pattern in (before, r"(?<!\w)"):
            for text in (self.bare, self.text):
                for found in re.finditer(rf"{pattern}(?P<word>{re.escape(last)})(?!\w)", text):
                    if begin <= found.start("word") < end:
                        return found.start("word")
        return -1


def own_length(word: str) -> int:
    """How long a word is without what is before it."""
    return len(_parts(word)[2])


def _parts(word: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(?:(\w*)([.|\[']))?(.*)", word, re.DOTALL)
    assert found is not None
    owner, sign, last = found.groups("")
    return owner, sign, last


class _NotTextError(TypeError):
    """What is neither a text nor a number was to be written out."""


def environment(finish: Callable[[Any], Any] | None = None, **settings: Any) -> Any:
    """A sandbox of Jinja for templates of reports, that writes nothing out but texts, numbers and pictures;
    `finish` is done with each of them."""
    jinja, sandbox = packages.needed("jinja2", "jinja2"), packages.needed("jinja2.sandbox", "jinja2")

    def written(value: Any) -> Any:
        if isinstance(value, jinja.Undefined):
            return value
        if isinstance(value, bool) or not (isinstance(value, TEXTS) or hasattr(value, "__html__")):
            raise _NotTextError
        return value if finish is None else finish(value)

    made = sandbox.SandboxedEnvironment(
        undefined=jinja.StrictUndefined, keep_trailing_newline=True, finalize=written, **settings
    )
    made.globals.clear()
    made.filters["numbered"] = jinja.pass_context(_numbered)
    return made


def _numbered(context: Mapping[str, Any], lines: tuple[str, ...]) -> str:
    """The texts in lines, with numbers before them where there are several."""
    if len(lines) < 2:
        return "".join(lines)
    digits = context["numerals"] if context["numerals"] in DIGITS else ARABIC
    return "\n".join(f"{in_numerals(str(number), digits)}. {line}" for number, line in enumerate(lines, 1))


class Prepared:
    """A template that can be filled in. Raises KenError with everything in it that is wrong."""

    def __init__(self, source: str, environment: Any, where: Where, more: Scope) -> None:
        self.where = where
        jinja = packages.needed("jinja2", "jinja2")
        self.undefined, self.refused = (
            jinja.UndefinedError,
            (jinja.TemplateError, ArithmeticError, RecursionError, TypeError, ValueError),
        )
        try:
            check = _Check(where, frozenset(environment.tests))
            check.body(environment.parse(source).body, {**get_type_hints(Content), "chart": str, **more}, 0)
            if check.found:
                raise KenError(check.found)
            self.template = environment.from_string(source)
        except jinja.TemplateSyntaxError as error:
            words = error.message or ""
            hint = say(
                "tags are written {output}, {condition} and {loop}",
                output="{{ unit }}",
                condition="{% if … %} … {% endif %}",
                loop="{% for … %} … {% endfor %}",
            )
            raise KenError(
                [
                    _fault(
                        say("the template cannot be read: {error}", error=words),
                        where(error.lineno, ""),
                        hint,
                    )
                ]
            ) from error
        except (RecursionError, SyntaxError, ValueError, MemoryError) as error:
            message = say(
                "the template cannot be read: {error}", error=say("nested too deep, or a number too long")
            )
            raise KenError(
                [
                    _fault(
                        message,
                        where(0, ""),
                        say("make its expressions shorter, and take out brackets inside brackets"),
                    )
                ]
            ) from error

    def render(self, context: Mapping[str, Any]) -> str:
        """The template filled in."""
        pieces: list[str] = []
        left = LONGEST
        try:
            for piece in self.template.generate(context):
                pieces.append(piece)
                left -= len(piece)
                if left < 0:
                    raise KenError(
                        [
                            _fault(
                                say("what the template makes is too long"),
                                self.where(0, ""),
                                say("take out loops inside loops"),
                            )
                        ]
                    )
        except self.refused as error:
            lines = [
                each.lineno or 0
                for each in traceback.extract_tb(error.__traceback__)
                if each.filename == self.template.filename or each.filename == "<template>"
            ]
            position = self.where(lines[-1] if lines else 0, "")
            if isinstance(error, self.undefined):
                hint = say("write it between {start} and {end}", start="{% if … %}", end="{% endif %}")
                fault = _fault(
                    say("the template asks for what is not there: {error}", error=str(error)), position, hint
                )
            elif isinstance(error, _NotTextError):
                fault = _fault(
                    say("what is to be written out here is neither a text nor a number"),
                    position,
                    _written_hint(),
                )
            else:
                hint = say(
                    "figures of a report are texts: they can be joined by {join} and compared by {equal}",
                    join="~",
                    equal="==",
                )
                fault = _fault(
                    say("the template cannot be filled in: {error}", error=str(error)), position, hint
                )
            raise KenError([fault]) from error
        return "".join(pieces)


def _fault(message: Text, position: Position, hint: Text | None = None) -> Diagnostic:
    return Diagnostic("template", message, position, hint)


@dataclass
class _Check:
    """Walks through a parsed template, knowing what each name stands for."""

    where: Where
    tests: frozenset[str]

    def __post_init__(self) -> None:
        self.found: list[Diagnostic] = []

    def fault(self, node: Any, word: str, message: Text, hint: Text | None = None) -> Any:
        self.found.append(_fault(message, self.where(node.lineno or 0, word), hint))
        return ANY

    def body(self, nodes: Any, scope: Scope, depth: int) -> None:
        for node in nodes:
            match type(node).__name__:
                case "Output":
                    for each in node.nodes:
                        self.text(each, scope)
                case "If":
                    self.kind(node.test, scope)
                    self.body((*node.body, *node.elif_, *node.else_), scope, depth)
                case "For":
                    self.loop(node, scope, depth)
                case "Scope":  # stands around the node of autoescape
                    self.body(node.body, scope, depth)
                case other:
                    self.unusable(node, TAGS.get(other, other.lower()))

    def unusable(self, node: Any, tag: str, word: str | None = None) -> Any:
        message = say("a template of a report cannot use “{tag}”", tag=tag)
        return self.fault(
            node, tag if word is None else word, message, say("it can use if and for, and write fields out")
        )

    def text(self, node: Any, scope: Scope) -> None:
        """Notes an expression that is neither a text nor a number and is to be one."""
        self.textual(node, self.kind(node, scope))

    def textual(self, node: Any, kind: Any) -> None:
        name = _word(node)
        if _plural(kind):
            self.fault(node, name, say("“{name}” is a list, and no text", name=name), _list_hint())
        elif kind is not ANY and kind not in TEXTS:
            self.fault(
                node,
                name,
                say("“{name}” is no text", name=name),
                _members_hint("", kind) if _members(kind) else _written_hint(),
            )

    def loop(self, node: Any, scope: Scope, depth: int) -> None:
        kind = self.kind(node.iter, scope)
        if get_origin(kind) is not tuple and kind is not ANY:
            lists = sorted(name for name, each in scope.items() if _plural(each))
            self.fault(
                node,
                _word(node.iter),
                say("“{name}” is no list that a loop can go through", name=_word(node.iter)),
                say("it can be: {known}", known=lists),
            )
            kind = ANY
        if type(node.target).__name__ != "Name" or node.recursive:
            message = say("a loop is written {loop}", loop="{% for each in … %}")
            self.fault(
                node,
                _word(node.iter),
                message,
                say("give one name between for and in, and leave out “recursive”"),
            )
            return
        if depth == DEEPEST:
            self.fault(
                node,
                _word(node.iter),
                say("more than {most} loops are in one another", most=DEEPEST),
                say("take out loops inside loops"),
            )
            return
        inner = {**scope, node.target.name: _item(kind), "loop": LOOP}
        if node.test is not None:
            self.kind(node.test, inner)
        self.body(node.body, inner, depth + 1)
        self.body(node.else_, scope, depth)

    def kind(self, node: Any, scope: Scope) -> Any:
        """What an expression stands for; its faults are noted."""
        match type(node).__name__:
            case "Const":
                return type(node.value)
            case "TemplateData":
                return str
            case "Name":
                return self.member(node, node.name, scope)
            case "Getattr":
                return self.member(node, node.attr, self.kind(node.node, scope))
            case "Getitem":
                return self.item(node, scope)
            case "Filter" if node.node is not None:
                return self.filter(node, scope)
            case "CondExpr":
                self.kind(node.test, scope)
                return _same(self.kind(each, scope) for each in (node.expr1, node.expr2) if each is not None)
            case "Add" | "Sub" | "And" | "Or":
                return _same((self.kind(node.left, scope), self.kind(node.right, scope)))
            case "Neg":
                return self.kind(node.node, scope)
            case "Concat":
                for each in node.nodes:
                    self.text(each, scope)
                return str
            case "Not" | "Compare" | "Operand" | "Test" | "List" | "Tuple" as name:
                if name == "Test":
                    self.test(node, node.name)
                for each in node.iter_child_nodes():
                    self.kind(each, scope)
                return list if name in ("List", "Tuple") else bool
            case "Call":
                return self.unusable(node, f"{_word(node.node)}(…)", _word(node.node))
            case other:
                return self.unusable(node, SIGNS.get(other, other), "")

    def test(self, node: Any, name: str) -> None:
        """Notes a test, what stands after `is`, that there is not."""
        if name not in self.tests:
            known = [each for each in self.tests if each.isalpha()]
            word = name if type(node).__name__ == "Test" else f"'{name}"
            self.fault(
                node,
                word,
                say("“{name}” is no test that can be used here", name=name),
                _known_hint(name, known),
            )

    def member(self, node: Any, name: str, kind: Any) -> Any:
        if kind is ANY:
            return ANY
        known = _members(kind)
        if name in known:
            return _whole(known[name])
        sign = {"Getattr": ".", "Getitem": "[", "Filter": "'"}.get(type(node).__name__, "")
        owner = node.node.name if sign in (".", "[") and type(node.node).__name__ == "Name" else ""
        return self.fault(
            node,
            f"{owner}{sign}{name}",
            say("there is no field “{name}” here", name=name),
            _members_hint(name, kind),
        )

    def item(self, node: Any, scope: Scope) -> Any:
        kind = self.kind(node.node, scope)
        if type(node.arg).__name__ == "Const" and isinstance(node.arg.value, str):
            return self.member(node, node.arg.value, kind)
        indexed = kind is str or _plural(kind)
        sliced = type(node.arg).__name__ == "Slice"
        indexes = [self.kind(each, scope) for each in (node.arg.iter_child_nodes() if sliced else [node.arg])]
        if kind is not ANY and not (indexed and all(each in (int, ANY) for each in indexes)):
            hint = say(
                "a field is written {field}, an element of a list {element}",
                field="{{ previous.total }}",
                element="{{ strengths[0] }}",
            )
            return self.fault(
                node,
                _word(node),
                say("a template of a report cannot use “{tag}”", tag=f"{_word(node)}[…]"),
                hint,
            )
        return kind if kind is str or sliced else _item(kind)

    def filter(self, node: Any, scope: Scope) -> Any:
        kind = self.kind(node.node, scope)
        plural, word = _plural(kind), f"|{node.name}"
        if node.name not in FILTERS and not (
            node.name in LIST_FILTERS and (plural or kind is ANY or node.name in NUMBERS)
        ):
            known = (*FILTERS, *(LIST_FILTERS if plural else NUMBERS))
            return self.fault(
                node,
                word,
                say("“{name}” is no filter that can be used here", name=node.name),
                _known_hint(node.name, known),
            )
        arguments = [self.kind(each, scope) for each in (*node.args, *(each.value for each in node.kwargs))]
        named = next((each.value for each in node.kwargs if each.key == "attribute"), None)
        if node.name in ("selectattr", "rejectattr"):
            named = node.args[0] if node.args else None
            for each in node.args[1:2]:
                self.test(node, str(each.value) if type(each).__name__ == "Const" else _word(each))
        of = _item(kind)
        if named is not None and type(named).__name__ == "Const":
            of = self.member(node, str(named.value), of)
        elif (
            node.name in ("map", "selectattr", "rejectattr")
            or (node.name in ("join", "sort") and is_dataclass(of))
            or node.dyn_args is not None
            or node.dyn_kwargs is not None
        ):
            hint = say("write it as {filter}", filter=_USES.get(node.name, "join(', ', attribute='title')"))
            return self.fault(node, word, say("“{name}” needs the name of a field", name=node.name), hint)
        match node.name:
            case "join" | "numbered":
                self.textual(node.node if named is None else named, of)
            case "e" | "escape" | "lower" | "trim" | "upper":
                self.textual(node.node, kind)
        match node.name:
            case "map":
                return types.GenericAlias(tuple, (of, ...))
            case "first" | "last":
                return _item(kind)
            case "d" | "default":
                return _same((kind, *arguments[:1]))
            case "list" | "reverse" | "rejectattr" | "selectattr" | "sort":
                return kind
            case _:
                return int if node.name in NUMBERS else str


_USES: Mapping[str, str] = {
    "map": "map(attribute='title')",
    "rejectattr": "rejectattr('passes')",
    "selectattr": "selectattr('passes')",
    "sort": "sort(attribute='title')",
}


def _same(kinds: Iterable[Any]) -> Any:
    """What something is that is the one or the other: a text only where each of them can be written out."""
    several = list(kinds)
    if ANY in several:
        return ANY
    if all(each == several[0] for each in several):
        return several[0]
    others = [each for each in several if each not in TEXTS]
    lists = [each for each in others if _plural(each)]
    if any(each != lists[0] for each in lists):
        return types.GenericAlias(tuple, (object, ...))
    return (lists or others or [str])[0]


def _whole(kind: Any) -> Any:
    """The type without None."""
    if get_origin(kind) in (Union, types.UnionType):
        return next(each for each in get_args(kind) if each is not type(None))
    return kind


def _members(kind: Any) -> Mapping[str, Any]:
    if isinstance(kind, Mapping):
        return kind
    return get_type_hints(kind) if is_dataclass(kind) else {}


def _plural(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _item(kind: Any) -> Any:
    return get_args(kind)[0] if _plural(kind) else ANY


def _word(node: Any) -> str:
    """The name that an expression begins with or ends in, to speak of it."""
    if type(node).__name__ == "Const":
        return str(node.value)
    return str(
        getattr(node, "attr", None)
        or getattr(node, "name", None)
        or (_word(node.node) if getattr(node, "node", None) is not None else "…")
    )


def _members_hint(name: str, kind: Any) -> Text:
    """What can stand in place of a name after something."""
    known = _members(kind)
    if known:
        return _known_hint(name, known)
    return (
        _list_hint()
        if _plural(kind)
        else say("it has no fields of its own: write it without what stands after it")
    )


def _known_hint(name: str, known: Iterable[str]) -> Text:
    near = suggestion(name, known) if name else None
    return (
        say("it can be: {known}", known=sorted(known))
        if near is None
        else say("did you mean “{near}”?", near=near)
    )


def _list_hint() -> Text:
    return say(
        "go through it with {loop}, or write {join}", loop="{% for each in … %}", join="{{ … | join(', ') }}"
    )


def _written_hint() -> Text:
    return say("write what is to stand there: {output}", output="{{ 'yes' if each.passes else 'no' }}")


__all__ = [
    "ANY",
    "Prepared",
    "Scope",
    "Tags",
    "Where",
    "environment",
    "own_length",
    "plain",
    "unreadable",
    "values",
]
