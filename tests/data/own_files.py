"""Small files as people and tools for surveys make them: what they are dressed from, how they are written,
and how a user comes from them to ratings."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import xlsxwriter

SURVEY = """
answers: {five: {มากที่สุด: 100, มาก: 75, ปานกลาง: 50, น้อย: 25, น้อยที่สุด: 0}}
parts:
  a: null
  b: null
  S:
    title: {en: Service, th: การให้บริการ}
    answers: five
    questions:
      q1: {en: The steps are clear, th: ขั้นตอนการให้บริการชัดเจน}
      q2: {en: Staff are polite, th: เจ้าหน้าที่สุภาพ}
      q3: {en: The wait is short, th: รอไม่นาน}
  T:
    title: {en: Place, th: สถานที่}
    answers: five
    questions:
      q4: {en: The place is clean, th: สถานที่สะอาด}
      q5: {en: There are enough seats, th: ที่นั่งเพียงพอ}
"""
CODED = SURVEY.replace(
    "{มากที่สุด: 100, มาก: 75, ปานกลาง: 50, น้อย: 25, น้อยที่สุด: 0}", '{"5": 100, "4": 75, "3": 50, "2": 25, "1": 0}'
)
SCORES = """
parts:
  a: null
  b: null
  P1: {title: {en: Planning, th: การวางแผน}, weight: 50%}
  P2: {title: {en: Money, th: การเงิน}, weight: 30%}
  P3: {title: {en: People, th: บุคลากร}, weight: 20%}
"""
GROUPS = """
parts:
  a: null
  b: null
  G1: {title: {en: Planning, th: การวางแผน}, questions: {q1: {en: Aims, th: เป้าหมาย}, q2: {en: Results, th: ผลลัพธ์}}}
  G2: {title: {en: Money, th: การเงิน}, questions: {q1: {en: Order, th: ความเรียบร้อย}, q2: {en: Results, th: ผลลัพธ์}}}
"""
CHECKS = """
answers: {told: {options: {มี: 100, ไม่มี: 0, ไม่ต้องมี: not_applicable}, answered_by: unit}}
parts:
  a: null
  b: null
  W: {title: {en: The web, th: เว็บไซต์}, answers: told, questions: {w1: {en: Address, th: ที่อยู่}, w2: {en: Laws, th: กฎหมาย}, w3: {en: News, th: ข่าว}}}
"""
RULES = {"survey": SURVEY, "coded": CODED, "scores": SCORES, "groups": GROUPS, "checks": CHECKS}

WORDS = ("มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด")
POINTS = {None: None, **dict(zip(WORDS, (100, 75, 50, 25, 0), strict=True))}
ASKED = ("q1", "q2", "q3", "q4", "q5")
TEXTS = {
    "q1": "ขั้นตอนการให้บริการชัดเจน",
    "q2": "เจ้าหน้าที่สุภาพ",
    "q3": "รอไม่นาน",
    "q4": "สถานที่สะอาด",
    "q5": "ที่นั่งเพียงพอ",
}
ENGLISH = {
    "q1": "The steps are clear",
    "q2": "Staff are polite",
    "q3": "The wait is short",
    "q4": "The place is clean",
    "q5": "There are enough seats",
}
UNITS = ("เทศบาลตำบลเหนือ", "เทศบาลตำบลกลาง", "อบต. ใต้")
NAMES = ("North", "Centre", "South")


@dataclass(frozen=True)
class Case:
    """Files, and what is to come of them. `make` writes them into a folder; `rated` has by unit what its
    nodes score; what is `refused` is said, in these words, and so is what is `warned` of, with ratings. What is `open` stands in the manifest until
    `mended` (patterns of texts and what a person writes in their place) decides it. A case that is `direct` is rated
    without a manifest."""

    name: str
    rules: str
    make: Callable[[Path], Sequence[Path]]
    rated: Mapping[str, Mapping[str, object]] | None = None
    refused: Sequence[str] = ()
    warned: Sequence[str] = ()
    open: Sequence[str] = ()
    mended: Sequence[tuple[str, str]] = ()
    direct: bool = False
    options: Sequence[object] = ()
    said: Sequence[str] = ()
    respondents: Mapping[str, int] = field(default_factory=dict)


def answered(units=UNITS, each=3, seed=0):
    """Rows of units and their answers in words, some of them empty; no two questions are answered alike."""
    rows = []
    for at, unit in enumerate(units):
        for number in range(each + at):
            words = [WORDS[(number * (ask + 2) + ask * ask + at + seed) % 5] for ask in range(len(ASKED))]
            if number == 1 and each > 1:
                words[(at + seed) % 5] = None
            rows.append([unit, *words])
    return rows


def means(rows, points=POINTS, asked=ASKED):
    """By unit the mean of what each question got, and of their groups."""
    found = {}
    for unit in dict.fromkeys(row[0] for row in rows):
        scores = {}
        for at, question in enumerate(asked, 1):
            given = [points[row[at]] for row in rows if row[0] == unit and row[at] is not None]
            scores[question] = Fraction(sum(given), len(given))
        if asked == ASKED:
            scores["S"] = sum(scores[own] for own in ("q1", "q2", "q3")) / 3
            scores["T"] = (scores["q4"] + scores["q5"]) / 2
            scores["total"] = (scores["S"] + scores["T"]) / 2
        found[unit] = scores
    return found


def counted(rows):
    """By unit how many answered anything."""
    found = {}
    for unit, *words in rows:
        found[unit] = found.get(unit, 0) + any(word is not None for word in words)
    return found


def weighed(rows):
    """By unit its three scores, and their total."""
    found = {}
    for unit, *own in rows:
        scores = [Fraction(str(score)) for score in own]
        total = sum(score * Fraction(weight, 10) for score, weight in zip(scores, (5, 3, 2), strict=True))
        found[unit] = {**dict(zip(("P1", "P2", "P3"), scores, strict=True)), "total": total}
    return found


def text_file(path, rows, *, separator=",", encoding="utf-8", quoting=csv.QUOTE_MINIMAL):
    """The rows as CSV."""
    text = io.StringIO()
    cells = [["" if cell is None else cell for cell in row] for row in rows]
    csv.writer(text, delimiter=separator, quoting=quoting).writerows(cells)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def workbook(path, sheets, *, merged=(), formats=None):
    """A workbook of sheets, each with its rows; `merged` are ranges of the first (row, column, row, column,
    text), `formats` number formats by column of the first."""
    with xlsxwriter.Workbook(path) as made:
        for number, (name, rows) in enumerate(sheets.items()):
            sheet = made.add_worksheet(name)
            for down, row in enumerate(rows):
                for right, cell in enumerate(row):
                    if cell is not None and cell != "":
                        own = (formats or {}).get(right) if number == 0 else None
                        style = made.add_format({"num_format": own}) if own else None
                        sheet.write(down, right, cell, style)
            for top, left, bottom, right, text in merged if number == 0 else ():
                sheet.merge_range(top, left, bottom, right, text)
    return path


@dataclass
class Outcome:
    """What came of a case: `kind` is rated, refused or open; `why` says what is not as it should be (empty:
    all is)."""

    kind: str
    why: str = ""
    text: str = ""

    @property
    def is_silently_wrong(self) -> bool:
        """Whether something is rated otherwise than it should be, and nothing said."""
        return self.kind == "wrong"


def outcome(ken, rules, case, folder):
    """What comes of a case for a user: its files are rated as they are, or by the manifest that `ken columns`
    writes."""
    files = case.make(folder)
    told, manifest, data = "", "", list(files)
    if not case.direct:
        path = folder / "drafted.yaml"
        drafted = ken("columns", rules, *files, "-o", path, *case.options)
        told = drafted.stderr
        manifest = path.read_text(encoding="utf-8") if path.exists() else ""
        if drafted.exit_code == 2 or (case.refused and not case.mended and drafted.exit_code):
            return _refused(case, told + manifest)
        if case.open and not (drafted.exit_code == 1 and all(text in manifest + told for text in case.open)):
            return Outcome("not open", f"open is {drafted.exit_code}", manifest + told)
        if not case.open and drafted.exit_code:
            return Outcome("open", "something is open", manifest + told)
        for text, better in case.mended:
            manifest, count = re.subn(text, better, manifest)
            if not count:
                return Outcome("open", f"no {text!r} to mend", manifest + told)
        path.write_text(manifest, encoding="utf-8")
        data = [path]
    options = case.options if case.direct else ()
    result = ken("evaluate", rules, *data, *options, "--format", "json")
    found = json.loads(result.stdout) if result.stdout else {"units": []}
    rating = [
        f"{own['severity']}: {own['message']} / {own.get('hint')}" for own in found.get("diagnostics", ())
    ]
    told = "\n".join([manifest, told, result.stderr, *rating])
    if case.warned:
        lacking = [text for text in case.warned if not any(text in own for own in rating)]
        return Outcome("warned", f"not said: {lacking}" if lacking else "", told)
    if case.refused:
        return _refused(case, told) if result.exit_code else Outcome("wrong", "rated, exit 0", told)
    if not result.stdout:
        return Outcome("refused", "it is refused", told)
    why = "; ".join(_unlike(case, {unit["unit"]: unit for unit in found["units"]}))
    if missing := [text for text in case.said if text not in told]:
        why = why or f"not said: {missing}"
    kind = "rated" if not why else "told" if result.exit_code else "wrong"
    return Outcome(kind, why, told)


def _refused(case, told):
    if not case.refused:
        return Outcome("refused", "it is refused", told)
    lacking = [text for text in case.refused if text not in told]
    return Outcome("refused", f"not said: {lacking}" if lacking else "", told)


def _unlike(case, found):
    wanted = case.rated or {}
    if found.keys() != wanted.keys():
        yield f"units {sorted(found)}"
        return
    for name, scores in wanted.items():
        own = found[name]["scores"]
        for node, score in scores.items():
            is_same = own.get(node) is None if score is None else _is_near(own.get(node), score)
            if not is_same:
                yield f"{name} {node}: {own.get(node)}, not {score}"
        people = found[name].get("respondents") or {}
        if name in case.respondents and case.respondents[name] not in {*people.values()}:
            yield f"{name}: respondents {people}, not {case.respondents[name]}"


def _is_near(found, wanted):
    return found is not None and abs(Fraction(str(found)) - Fraction(wanted)) <= Fraction("0.011")
