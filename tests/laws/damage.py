"""Damage done to small valid inputs: hostile cells and values, structure that is changed, bytes that are flipped.

Every function takes a `random.Random`, so that a seed gives the same damage again."""

from __future__ import annotations

import copy
import io
import json
import re
import zipfile
from collections.abc import Callable, MutableMapping, MutableSequence, Sequence
from random import Random
from typing import Any

Row = list[str | None]

CELLS = (
    *("", " ", "\x00", "NaN", "inf", "-inf", "1e999", "1e-999", "1e308", "-0", "0x10", "1_000", "1,000.5"),
    *("1.000,5", "1e400000000", "-1e-9999999", "9" * 400, "0." + "0" * 400 + "1", "84.99499999999999"),
    *("۱۲", "๑๒.๕", "²", "½", "Ⅷ", "85%", "1e5%", "1/3", "2026-01-31", "#DIV/0!", "TRUE", "null", "None"),
    *(
        "=1+1",
        "=cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\u202eabc",
        "\u200b",
        "ำ",
        "\ufeff",
        "e\u0301",
        "\U0001f600",
    ),
    *("\u0301" * 300, "\ue000", "a" * 40_000, "\n" * 50, '"', '""', "'", "{}", "[]", "{x}", "%s", "%(x)s"),
    *(
        "[bold]x[/bold]",
        "[/]",
        "[link=x",
        "\x1b[31m",
        "{{ 7*7 }}",
        "{% x",
        "<script>",
        "&amp;",
        "]]>",
        "^.*$",
    ),
    *(
        "agency",
        "c0",
        "total",
        "Total",
        "รวม",
        "score",
        "item",
        "rating",
        "q1",
        "M1",
        "M1.q1",
        "Q1",
        "\\",
        "|",
    ),
)
NUMBERS = (0, -1, 1, 2**31, 2**63, 2**64, 10**400, -(10**30), 0.5, 1e308, 1e-320, float("inf"), float("nan"))
EXPRESSIONS = (
    *(
        "total >= 85 and (",
        "__import__('os')",
        "9**9**9",
        "2**0.5",
        "1/0",
        "total/0 > 1",
        "a.b.c",
        "ln(0) > 1",
    ),
    *(
        "(" * 300,
        "not " * 300 + "true",
        "1" + "+1" * 3000 + " > 0",
        "x" * 5000,
        "total == total",
        "min()",
        "1 <",
    ),
    *(
        "M1 > 1 > 2",
        "lambda: 1",
        "[x for x in y]",
        "total >= '85'",
        "total > 1e999",
        "rating == hi",
        "-" * 500 + "1",
    ),
)
ATTRIBUTES = (
    *(
        "",
        "-1",
        "0",
        "1",
        "7",
        "99999999999999999999",
        "1e9",
        "A1",
        "XFD1048576",
        "XFE1048577",
        "AAAA9999999",
    ),
    *(
        "ZZZZZZZZ1",
        "A0",
        "1A",
        "a1:b2",
        "A1:XFD1048576",
        "n",
        "s",
        "b",
        "e",
        "str",
        "inlineStr",
        "d",
        "hidden",
    ),
    *(
        "../../../etc/passwd",
        "/",
        "xl/workbook.xml",
        "x" * 5000,
        "&#0;",
        "&#xD800;",
        "&lt;",
        "&nope;",
        "true",
    ),
    *(
        "NaN",
        "inf",
        "float",
        "percentage",
        "date",
        "currency",
        "time",
        "2026-13-45",
        "PT99999999999H",
        "1048576",
    ),
)
SNIPPETS = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b'"',
        b"'",
        b",",
        b";",
        b"\n",
        b"\r",
        b"\t",
        b"<",
        b"</a>",
        b"]]>",
    ),
    *(
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"<!--",
        b"{",
        b"}",
        b"[",
        b"]",
        b": ",
        b"- ",
        b"&a ",
        b"*a",
    ),
    *(
        b"\xe0\xb8",
        b"\xa1\xd2\xa1",
        b"\x80",
        b"\x1a",
        b"sep=;\n",
        b"PK\x03\x04",
        b"PAR1",
        b"ARROW1",
        b"\x7f" * 9,
    ),
    *(b"!!python/object:os.system x", b"\\ud800", b"\\u0000", b"NaN", b"-Infinity", b"1e999999", b"0" * 5000),
)
YAML_LINES = (
    *(
        "&a [*a]",
        "*nowhere",
        "!!python/object:os.system x",
        "!!binary x",
        "!!set {a, b}",
        "!!timestamp 2026-01-31",
    ),
    *(
        "2026-13-45",
        "1:60:99",
        "0o777",
        "0x" + "f" * 400,
        "1e999",
        ".inf",
        ".nan",
        "~",
        "? [a]\n: b",
        "<<: {a: 1}",
    ),
    *(
        "{" * 1500,
        "[" * 1500,
        "- " * 1500,
        "|\n  a",
        ">-\n\ta",
        "'",
        '"\\x"',
        '"\\ud800"',
        "%TAG ! x",
        "---",
        "...",
    ),
)
NAMES = (
    *(
        "ก ข",
        "a\nb",
        "-x",
        "--help",
        "[bold]",
        "[/]",
        "{x}",
        "a*b",
        "%41%s",
        "a?b",
        "e\u0301",
        "",
        " ",
        "a" * 200,
    ),
    *(
        "\udcff",
        "\u202e",
        "'",
        '"',
        "$HOME",
        "~",
        "a;b",
        "#",
        "x.yaml",
        "dataset",
        "\x01",
        "\x1b[31m",
        "\U0001f600",
    ),
)
ENCODINGS = (
    *(
        "utf-16",
        "cp874",
        "latin-1",
        "utf-8",
        "utf-7",
        "idna",
        "hex",
        "zlib",
        "rot13",
        "undefined",
        "punycode",
    ),
    *("base64", "unicode_escape", "mbcs", "", "x" * 300, "utf-32", "cp1252", "\x00"),
)


# Tables


def table(chance: Random, columns: list[str], rows: list[Row]) -> None:
    """Changes a table in its place: its cells, its names, its rows; each row stays as wide as the names."""
    kinds: list[Callable[[], None]] = [
        lambda: _cell(chance, rows),
        lambda: _cell(chance, rows),
        lambda: _column(chance, rows),
        lambda: _name(chance, columns),
        lambda: _row(chance, rows),
        lambda: _copied_column(chance, columns, rows),
    ]
    for _ in range(chance.choice([1, 1, 2, 5])):
        chance.choice(kinds)()


def _cell(chance: Random, rows: list[Row]) -> None:
    row = chance.choice(rows)
    row[chance.randrange(len(row))] = chance.choice(CELLS)


def _column(chance: Random, rows: list[Row]) -> None:
    at = chance.randrange(len(rows[0]))
    same = chance.choice(CELLS)
    for row in rows:
        row[at] = same if chance.random() < 0.7 else chance.choice(CELLS)


def _name(chance: Random, columns: list[str]) -> None:
    columns[chance.randrange(len(columns))] = chance.choice([*CELLS, *columns])


def _row(chance: Random, rows: list[Row]) -> None:
    row = rows.pop(chance.randrange(len(rows)))
    copies = chance.choice([1, 2, 300]) if rows else 1
    at = chance.randint(0, len(rows))
    rows[at:at] = [[*row] for _ in range(copies)]


def _copied_column(chance: Random, columns: list[str], rows: list[Row]) -> None:
    at, to = chance.randrange(len(columns)), chance.randint(0, len(columns))
    columns.insert(to, chance.choice([columns[at], *CELLS]))
    for row in rows:
        row.insert(to, row[at])


# Bytes


def flipped(chance: Random, raw: bytes) -> bytes:
    """Some bytes flipped, cut off, grown, moved, or a snippet set in."""
    data = bytearray(raw)
    for _ in range(chance.choice([1, 1, 2, 8])):
        size = len(data)
        at, other = chance.randint(0, size), chance.randint(0, size)
        match chance.randrange(7):
            case 0 | 1 if at < size:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                data = data[:at] if chance.random() < 0.5 else data[at:]
            case 3:
                data[at:at] = data[min(at, other) : max(at, other)] * chance.choice([1, 3])
            case 4:
                data[at : at + chance.randint(0, 9)] = chance.choice(SNIPPETS)
            case 5:
                data[at:at] = chance.choice(SNIPPETS)
            case _:
                data[at : at + 8] = bytes([chance.choice([0, 255])]) * 8
    return bytes(data)


def in_place(chance: Random, raw: bytes) -> bytes:
    """Some bytes replaced, most of them where there is something; all others stay at their places."""
    data = bytearray(raw)
    some = [at for at, byte in enumerate(raw) if byte] or [0]
    for _ in range(chance.choice([1, 1, 2, 8]) if data else 0):
        at = chance.choice(some) if chance.random() < 0.8 else chance.randrange(len(data))
        data[at] = chance.choice([0, 1, 127, 255, data[at] ^ 1 << chance.randrange(8)])
    return bytes(data)


def lines(chance: Random, raw: bytes) -> bytes:
    """Lines of a text moved, doubled, cut, or with a hostile piece set in."""
    found = raw.split(b"\n")
    at, to = chance.randrange(len(found)), chance.randrange(len(found))
    piece = chance.choice(CELLS).encode()
    match chance.randrange(6):
        case 0:
            found.insert(to, found.pop(at))
        case 1:
            found[at:at] = [found[at]] * chance.choice([1, 400])
        case 2:
            parts = found[at].split(b",")
            parts[chance.randrange(len(parts))] = piece
            found[at] = b",".join(parts)
        case 3:
            found[at] += b"," + piece
        case 4:
            found.insert(at, piece)
        case _:
            found[at] = found[at][: chance.randint(0, len(found[at]))]
    return b"\n".join(found)


def in_another_encoding(chance: Random, raw: bytes) -> bytes:
    """A text in another encoding than UTF-8."""
    encoding = chance.choice(["utf-16", "utf-16-le", "cp874", "latin-1", "utf-32", "utf-8-sig", "utf-7"])
    return raw.decode("utf-8", "replace").encode(encoding, "replace")


# Zipped workbooks


def zipped(chance: Random, raw: bytes) -> bytes:
    """A workbook whose parts are changed and zipped again."""
    with zipfile.ZipFile(io.BytesIO(raw)) as book:
        parts = [(name, book.read(name)) for name in book.namelist()]
    read = [
        at for at, (name, _) in enumerate(parts) if re.search(r"sheet|content\.xml|shared|workbook", name)
    ]
    for _ in range(chance.choice([1, 1, 2, 4])):
        at = chance.choice(read if chance.random() < 0.8 else range(len(parts)))
        name, text = parts[at]
        if (which := chance.random()) < 0.02:
            parts[at] = (chance.choice(["../x", "/x", "", "xl/Workbook.xml", "x" * 300]), text)
        elif which < 0.04:
            parts.append((name, text[: len(text) // 2]))
        elif which < 0.12:
            parts[at] = (name, flipped(chance, text))
        else:
            parts[at] = (name, xml(chance, text))
    if chance.random() < 0.03:
        del parts[chance.randrange(len(parts))]
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", chance.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as book:
        for name, text in parts:
            book.writestr(name or "x", text)
    return written.getvalue()


def zipped_bytes(chance: Random, raw: bytes) -> bytes:
    """A zipped file with bytes of one of its parts flipped."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([*parts, *(each for each in parts if each.endswith(".bin") for _ in range(4))])
    parts[name] = chance.choice([flipped, in_place, in_place])(chance, parts[name])
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for each, text in parts.items():
            archive.writestr(each, text)
    return written.getvalue()


def xml(chance: Random, raw: bytes) -> bytes:
    """XML with an attribute or a text replaced, an element taken out, doubled, moved or nested."""
    text = raw.decode("utf-8", "replace")
    attributes = [*re.finditer(r'(?<==")[^"<>]{0,999}(?=")', text)]
    texts = [*re.finditer(r"(?<=>)[^<>]{1,999}(?=<)", text)]
    elements = [*re.finditer(r"<([\w:]+)(?:[^<>]{0,999}/>|[^<>]{0,999}>[^<>]{0,999}</\1>)", text)]
    rows = [*re.finditer(r"<(row|table:table-row)\b.{0,5000}?</\1>", text)]
    match chance.randrange(8):
        case 0 | 1 | 2 if attributes:
            return _cut(text, chance.choice(attributes), chance.choice(ATTRIBUTES))
        case 3 if texts:
            return _cut(text, chance.choice(texts), chance.choice([*ATTRIBUTES, "&#1;", "&amp;", "9" * 400]))
        case 4 if elements:
            return _cut(text, chance.choice(elements), "")
        case 5 if elements or rows:
            one = chance.choice(chance.choice([each for each in (elements, rows) if each]))
            return _cut(text, one, one[0] * chance.choice([2, 500]))
        case 6 if rows:
            one, other = chance.choice(rows), chance.choice(rows)
            return _cut(text, one, other[0])
    if elements:
        one = chance.choice(elements)
        depth = chance.choice([1, 3, 2000])
        name = one[1]
        more = chance.choice(ADDED).format(name=name)
        return _cut(text, one, f"<{name}>" * depth + one[0] + f"</{name}>" * depth + more)
    return text.encode()


ADDED = (
    "",
    '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    '<table:table-cell table:number-columns-repeated="2000000000"/>',
    '<table:table-row table:number-rows-repeated="2000000000"><table:table-cell/></table:table-row>',
    '<table:table-cell office:value-type="percentage" office:value="1e400"/>',
    '<c r="XFD1048576" t="n"><v>1</v></c>',
    '<c r="B2"><f>1+1</f></c>',
    '<c r="B2" t="s"><v>99999999999</v></c>',
    "<is><t>x</t></is>",
    "<{name}",
    "<!-- {name} -->",
    "<![CDATA[{name}]]>",
    "<?xml version='1.1'?>",
)


def _cut(text: str, found: re.Match[str], other: str) -> bytes:
    return (text[: found.start()] + other + text[found.end() :]).encode()


# Data of JSON and YAML


def nested(chance: Random, data: Any, hostile: Sequence[Any]) -> Any:
    """Data of mappings and lists with a value replaced, taken out, doubled or put deeper."""
    places = [*_places(data)]
    if not places:
        return chance.choice(hostile)
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        holder, key = chance.choice(places)
        try:
            value = holder[key]
        except (KeyError, IndexError):  # gone with what was replaced before
            continue
        match chance.randrange(8):
            case 0:
                del holder[key]
            case 1:
                holder[key] = [value] * chance.choice([1, 2])
            case 2:
                holder[key] = {chance.choice([*CELLS, "value"]): value}
            case 3:
                other, name = chance.choice(places)
                holder[key] = copy.deepcopy(other.get(name) if isinstance(other, MutableMapping) else value)
            case 4 if isinstance(holder, MutableMapping):
                holder[chance.choice(CELLS)] = holder.pop(key)
            case _:
                holder[key] = copy.deepcopy(chance.choice(hostile))
    return data


def _places(data: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    left = [data]
    while left:
        one = left.pop()
        keys: Any = ()
        if isinstance(one, MutableMapping):
            keys = [*one]
        elif isinstance(one, MutableSequence):
            keys = range(len(one))
        found += [(one, key) for key in keys]
        left += [one[key] for key in keys]
    return found


JSON_VALUES: tuple[Any, ...] = (*CELLS, *NUMBERS, None, True, [], {}, [[]], {"a": {"b": [1]}}, "\ud800")
YAML_VALUES: tuple[Any, ...] = (*CELLS[:80], *NUMBERS, *EXPRESSIONS, *EXPRESSIONS, None, True, [], {}, [{}])


def json_text(chance: Random, raw: bytes, kind: str) -> bytes:
    """JSON, or JSON lines, whose values are changed; numbers may be written as no library would write them."""
    texts = [raw] if kind == "json" else raw.split(b"\n")
    at = chance.randrange(len(texts))
    changed = json.dumps(
        nested(chance, json.loads(texts[at]), JSON_VALUES), ensure_ascii=chance.random() < 0.5
    )
    if chance.random() < 0.2:
        deep = chance.choice([5, 900, 20_000])
        more = chance.choice(
            ["[" * deep + "]" * deep, '{"a":' * deep + "1" + "}" * deep, "1e999999999", "-", "01"]
        )
        changed = re.sub(r"\bnull\b|\b\d+\b", lambda _: more, changed, count=1)
    texts[at] = changed.encode("utf-8", "surrogatepass")
    return b"\n".join(texts)


def yaml_text(chance: Random, text: str) -> str:
    """YAML with a line or a value replaced by one that parsers stumble over."""
    found = text.split("\n")
    at = chance.randrange(len(found))
    head, colon, _ = found[at].partition(": ")
    match chance.randrange(5):
        case 0:
            found.insert(at, chance.choice(YAML_LINES))
        case 1:
            found[at] = found[at].replace("  ", chance.choice(["\t", " ", "    "]), 1)
        case 2:
            found.insert(at, found[at])
        case _:
            found[at] = f"{head}{colon}{chance.choice(YAML_LINES)}"
    return "\n".join(found)
