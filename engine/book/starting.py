"""New folders to work in, and next year's rule set from this year's."""

from __future__ import annotations

import datetime
import glob
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..checks.missing_source import PLACEHOLDER
from ..meaning.model import PLAIN, Band, Node, RuleSet, Title
from ..meaning.steps_in_order import combines
from ..meaning.ways import usual, way_of
from ..show import leftovers
from ..show.writing import whole
from ..words.diagnostics import Diagnostic, KenError, Position, say, visible
from ..words.language import LANGUAGES, fallbacks
from ..words.numerals import decimal_text
from . import library, source
from .schema import FOLDER as SCHEMAS

STARTER = Path(__file__).resolve().parent / "starter"
RULES = "rules"
_STEP = r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[0-9][A-Za-z0-9_-]*)*"  # 2567, 3.1; no suffix of a file
_NAME = re.compile(f"{_STEP}(?:/{_STEP})+")

_PLAIN = re.compile("[A-Za-z0-9./\u0e01-\u0e3a\u0e40-\u0e4e][A-Za-z0-9./_ \u0e01-\u0e3a\u0e40-\u0e4e-]*")
_NO_TEXTS = {"true", "false", "yes", "no", "on", "off", "y", "n", "null"}  # to one YAML or another
_BY_NUMBER = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}


def start(folder: Path, like: str | None = None) -> list[Path]:
    """Makes a folder ready to work in: a rule set with its golden tests, the schemas, settings for editors
    and pre-commit; instead of the rule set made up for it those of a name or family (`like`), with what lies
    beside them. Gives the files made. Raises KenError, and makes nothing, when one of them is there
    already."""
    starter = {path.relative_to(STARTER): path for path in sorted(STARTER.rglob("*")) if path.is_file()}
    if like is not None:
        starter = {place: path for place, path in starter.items() if place.parts[0] != RULES}
        starter |= {Path(RULES, place): path for place, path in _copied(like).items()}
    made = {folder / place: path for place, path in starter.items()}
    made |= {folder / "schemas" / path.name: path for path in sorted(SCHEMAS.glob("*.json"))}
    not_there(made)
    _write({path: template.read_text(encoding="utf-8") for path, template in made.items()})
    return list(made)


def _copied(like: str) -> dict[Path, Path]:
    """The files of the rule sets of a name or family and of what they build on, with their reference tables
    and what lies beside them under their names (golden tests, guidance), by their places in a folder of
    rules."""
    entries = [entry for entry in library.entries() if entry.fault is None]
    family = [entry.path for entry in entries if entry.name.rpartition("/")[0] == like]
    copied: dict[Path, Path] = {}
    for path in family or [library.find(like)]:
        rules = library.load(path)
        tables = {
            Path(table.file) for own in (rules, *rules.variants.values()) for table in own.tables.values()
        }
        for file in map(Path, (*rules.files, *rules.taken)):
            beside = sorted(file.parent.glob(f"{glob.escape(file.stem)}.*"))
            tables |= {each for each in beside if each.is_file()}
        for each in sorted(tables):
            root = next((root for root in library.search_path() if each.is_relative_to(root)), each.parent)
            copied[each.relative_to(root)] = each
    return copied


def next_version(name: str, parent: str, folder: Path) -> list[Path]:
    """Writes a rule set that extends another one, and its golden tests as they are for that one. Gives the
    files made."""
    if not _NAME.fullmatch(name):
        message = say("“{name}” is no name of a rule set", name=name)
        raise KenError(
            [
                Diagnostic(
                    "ruleset-name", message, Position(name), say("write family/version, for example ita/2567")
                )
            ]
        )
    rules = library.load(parent)
    path = folder / f"{name}.yaml"
    made = {path: _extension(name, rules, path)}
    tests = _tests_of(Path(rules.files[0]))
    if source.stands(tests):
        if fault := source.unreadable(tests):
            raise KenError([fault])
        made[_tests_of(path)] = re.sub(
            r"(?m)^tests: .*$", f"tests: {name}", tests.read_text(encoding="utf-8")
        )
    not_there(made)
    _write(made)
    return list(made)


def _tests_of(path: Path) -> Path:
    return path.with_suffix(".test.yaml")


def _extension(name: str, rules: RuleSet, path: Path) -> str:
    old, new = rules.id.rpartition("/")[2], name.rpartition("/")[2]
    if not re.fullmatch("[0-9]{4}", old):
        old = new  # only a year is changed in titles
    begin, end = rules.effective
    season = ""
    if begin is not None and end is not None:
        day = datetime.date.fromisoformat(end)
        first = day + datetime.timedelta(days=1)
        years = max(1, day.year - datetime.date.fromisoformat(begin).year)
        last = datetime.date(
            first.year + years, first.month, min(first.day, 28 if first.month == 2 else 31)
        ) - datetime.timedelta(days=1)
        season = f"effective: {{from: {first}, to: {last}}}\n"
    beside = Path(rules.files[0])
    try:
        extends = rules.id if library.find(rules.id).resolve() == beside.resolve() else _from(path, beside)
    except KenError:
        extends = _from(path, beside)
    up = "../" * (len(path.parts) - 1)
    return (
        f"# yaml-language-server: $schema={up}schemas/ruleset.schema.json\n"
        f"# สิ่งที่เปลี่ยนจาก {rules.id} เขียนเฉพาะส่วนที่ต่าง / What changes from {rules.id}: write the "
        "differences only.\n"
        f"# ken check {_in_comment(path)} · ken test {_in_comment(_tests_of(path))}\n"
        f"ruleset: {name}\n"
        f"extends: {yaml_scalar(extends)}\n"
        f"title: {_title(rules.title, old, new)}\n"
        f"{season}"
        f"source: {PLACEHOLDER}\n"
        "\n"
        f"{_examples(rules)}"
    )


def _examples(rules: RuleSet) -> str:
    """What can be changed, in comments."""
    first = next(iter(rules.thresholds.values()), None)
    passes = "pass: 85"
    if first is not None and "pass" not in rules.thresholds:
        passes = f"{first.id}: {decimal_text(first.value)}"
    tops, titles = rules.total.children, ", ".join(f"{language}: ..." for language in fallbacks(LANGUAGES))
    lines = [f"thresholds: {{{passes}}}"]
    if tops:
        is_weighted = _takes_weights(rules.total)
        lines.append(f"{tops[0].level}s:")
        if is_weighted:
            lines.append(f"  {tops[0].id}: {{weight: 20%}}  # เปลี่ยนน้ำหนัก / another weight")
        else:
            lines.append(f"  {tops[0].id}: {{title: {{{titles}}}}}  # เปลี่ยนชื่อ / another title")
        weight = ", weight: 10%" if is_weighted else ""
        lines.append(f"  {tops[-1].id}: null  # นำออก / taken away")
        lines.append(f"  NEW: {{title: {{{titles}}}{weight}}}  # ส่วนใหม่ / a new part")
    if rules.bands:
        replaced = (
            "ทั้งชุด ชื่อด้วย นี่คือของเดิม แก้ระดับเดียวเขียน {ชื่อระดับ: {from: 90}} / all of them, titles too; these "
            "are the old ones; to change one write {its name: {from: 90}}"
        )
        lines += [f"{'bands:':26}# {replaced}", *(f"  - {_band(band)}" for band in rules.bands)]
    leaves = [
        node for node in rules.total.walk() if not node.children and rules.names[node.id] == (node.path,)
    ]
    if len(leaves) > 1:
        one, other = leaves[0].id, leaves[-1].id
        lines.append("change:")
        lines.append(f"  {one}: {{was: {other}}}  # คือ {other} เดิม / it is what was {other}")
        lines.append(
            f"  {other}: {{new: true, title: {{{titles}}}}}  # ไม่ใช่ข้อเดิม / not the one that had this id"
        )
    return "".join(f"# {line}\n" for line in lines)


def _takes_weights(node: Node) -> bool:
    """Whether the nodes below one have weights, or would if one of them had one."""
    is_plain = way_of(node) is usual(weighted=False)
    return combines(node) and (is_plain or any(child.weight is not None for child in node.children))


def _from(path: Path, other: Path) -> str:
    """Another file's path as seen from a file. Raises KenError for one that YAML cannot name."""
    found = Path(os.path.relpath(other.resolve(), path.parent.resolve())).as_posix()
    if any(unicodedata.category(sign) == "Cs" for sign in found):
        message = say("the name of the file or of its folder is not in UTF-8: no rule set can name it")
        raise KenError([Diagnostic("unwritable", message, Position(str(other)), say("rename it"))])
    return found


def _band(band: Band) -> str:
    bounds = "".join(
        f", {word}: {decimal_text(bound)}"
        for word, bound in (
            ("above" if band.above else "from", band.minimum),
            ("below" if band.below else "to", band.maximum),
        )
        if bound is not None
    )
    when = "" if band.when is None else f", when: {yaml_quoted(band.when.text)}"
    return f"{{rating: {yaml_scalar(band.rating)}{bounds}{when}}}"


def _title(title: Title, old: str, new: str) -> str:
    parts = [
        f"{language}: {yaml_quoted(text.replace(old, new))}"
        for language, text in title.items()
        if language != PLAIN
    ]
    return f"{{{', '.join(parts)}}}" if parts else yaml_quoted(title.get(PLAIN, new).replace(old, new))


def yaml_scalar(text: str) -> str:
    """A text as YAML reads it again, plain where that is plainly a text."""
    is_plain = _PLAIN.fullmatch(text) and ("/" in text or text[0].isalpha()) and text == text.strip()
    return text if is_plain and text.casefold() not in _NO_TEXTS else yaml_quoted(text)


def yaml_quoted(text: str) -> str:
    """A text between quotation marks, in one line; by its number what YAML may not have or nobody sees."""
    return "".join(
        f"\\U{ord(sign):08x}" if unicodedata.category(sign) in _BY_NUMBER else sign
        for sign in json.dumps(text, ensure_ascii=False)
    )


def _in_comment(path: Path) -> str:
    return visible(" ".join(path.as_posix().splitlines())).encode(errors="replace").decode()


def not_there(paths: Iterable[Path]) -> None:
    """Raises KenError where one of some files is there already."""
    taken = [path for path in paths if path.exists()]
    if taken:
        message = say("this file is there already; nothing was written")
        raise KenError(
            [
                Diagnostic(
                    "unwritable",
                    message,
                    Position(str(path)),
                    say("choose another name or folder, or move it away"),
                )
                for path in taken
            ]
        )


def _write(texts: Mapping[Path, str]) -> None:
    """Writes all of the files, or none."""
    done: list[Path] = []
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            done.append(leftovers.until_the_end(path))
            whole(path, [text.encode()])
        except OSError as problem:
            for each in done:
                each.unlink(missing_ok=True)
            message = say(
                "cannot write the file: {reason}; nothing was written", reason=problem.strerror or problem
            )
            hint = say("check the folder, its permissions and the space on the disk")
            raise KenError([Diagnostic("unwritable", message, Position(str(path)), hint)]) from None
    leftovers.keep(done)
