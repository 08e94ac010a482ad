"""Makes the Word templates of reports anew, those that come with Ken from the words of
engine/report/wording.py and those of the house styles in rules/ from theirs:

    python tools/renew_templates.py

The files depend on nothing but the words and their translations. A house style that has the words of a
covering memo has the memo, too.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from kenrules.engine.book import house_style
from kenrules.engine.report.look import TEMPLATES, Look, look
from kenrules.engine.report.word import steady
from kenrules.engine.report.wording import OF_PARTS
from kenrules.engine.words.language import LANGUAGES, SPOKEN

ROOT = Path(__file__).resolve().parent.parent
FONT = "TH Sarabun New"
NAVY = RGBColor(0x1D, 0x35, 0x57)
HEADING_FILL, GROUP_FILL, LINE = "E9EEF4", "F4F4F4", "8B95A1"
QUESTION = "{{ one.title }}{% if one.title != one.id %} ({{ one.id }}){% endif %}"
ITS_INSTRUMENT = ("{%p if each.instrument_title %}", "{{ each.instrument_title }}", "{%p endif %}")
MEMO = 29  # points of the heading of a memo
WIDTH = 16.0  # cm between the margins
MADE = datetime(2026, 1, 1)
HEADS = {"Title": (26, 6), "Heading 1": (20, 14), "Heading 2": (17, 10), "Heading 3": (16, 6)}

Column = tuple[str, str, float, bool]
"""Heading, what a cell holds, its width in cm, whether it is in the middle."""


def template(words: Look) -> bytes:
    """The Word template of a look, in its language."""
    document = docx.Document()
    made = _Template(document, words)
    made.look()
    if "memorandum" in words.words:
        made.tag("if 'memo' in parts")
        made.memo()
        made.tag("if parts|length > 1")
        document.add_section(WD_SECTION.NEW_PAGE)
        made.tag("endif", "endif")
    made.tag("if 'method' in parts or 'result' in parts")
    made.cover()
    made.body()
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title, properties.language = words.words["report"], words.language
    properties.created = properties.modified = MADE
    kept = io.BytesIO()
    document.save(kept)
    made_steady: bytes = steady(kept.getvalue())
    return made_steady


class _Template:
    def __init__(self, document: Any, words: Look) -> None:
        self.document = document
        self.spoken = SPOKEN[words.language]
        self.size, self.small = self.spoken.sizes
        self.words = own = words.words
        self.put_in = {name: f"{{{{ words.{name} }}}}" for name in OF_PARTS}  # when a report is made
        self.of_year = own.get("of_year", f" – {own['year']}")
        self.full_title = (
            "{{ title }}{% if year and year not in title %}" + self.of_year + " {{ year }}{% endif %}"
        )
        self.head = (
            f"{self.put_in['indicator_number']} {{{{ each.number }}}} {{{{ each.title }}}} – "
            f"{own['score']} {{{{ each.score }}}} – {{{{ each.result }}}}"
        )

    # how it looks

    def look(self) -> None:
        styles = self.document.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        _font(defaults, self.size)
        for name, (size, before) in HEADS.items():
            style = styles[name]
            _font(style.element.get_or_add_rPr(), size, bold=True)
            style.font.color.rgb, style.font.italic = NAVY, False
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
            style.paragraph_format.keep_with_next = True
        line = styles["Title"].element.pPr.find(qn("w:pBdr"))
        styles["Title"].element.pPr.remove(line)
        styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        normal = styles["Normal"]
        _font(normal.element.get_or_add_rPr(), self.size)
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(4), 1.0
        text = self._style("Report Text", self.size)
        text.paragraph_format.first_line_indent = Cm(1.5)
        text.paragraph_format.alignment = (
            WD_ALIGN_PARAGRAPH.LEFT if self.spoken.spaced else WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
        )
        cell = self._style("Report Table", self.small)
        cell.paragraph_format.space_after, cell.paragraph_format.line_spacing = Pt(0), 0.9
        heading = self._style("Report Table Heading", self.small, bold=True)
        heading.paragraph_format.alignment, heading.paragraph_format.space_after = (
            WD_ALIGN_PARAGRAPH.CENTER,
            Pt(0),
        )
        heading.paragraph_format.keep_with_next = True
        for name in ("List Bullet", "Footer"):
            _font(styles[name].element.get_or_add_rPr(), self.size if name == "List Bullet" else self.small)
        theme = self.document.settings.element.find(qn("w:themeFontLang"))
        if theme is not None:
            theme.set(qn("w:bidi"), "th-TH")
        self._page(self.document.sections[0])

    def _style(self, name: str, size: int, *, bold: bool = False) -> Any:
        style = self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = self.document.styles["Normal"]
        _font(style.element.get_or_add_rPr(), size, bold=bold)
        return style

    def _page(self, section: Any) -> None:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
            Cm(3),
            Cm(2),
            Cm(2.2),
            Cm(2),
        )
        section.header_distance = section.footer_distance = Cm(1)

    # paragraphs and tables

    def text(
        self, text: str, style: str = "Normal", *, label: str = "", keep: bool = False, place: Any = None
    ) -> Any:
        paragraph = (place or self.document).add_paragraph(style=style)
        if label:
            _bold(paragraph.add_run(f"{label} " if text else label))
        if text:
            paragraph.add_run(text)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def tag(self, *tags: str) -> None:
        """Tags of docxtpl, each in a paragraph that goes when the template is filled in."""
        for each in tags:
            self.document.add_paragraph("{%p " + each + " %}", style="Report Table")

    def either(self, name: str, made: Callable[[str], object]) -> None:
        """A text with a fixed word; by rules of the second edition that which is put in."""
        self.tag("if all_scores.rows")
        made(self.put_in[name])
        self.tag("else")
        made(self.words[name])
        self.tag("endif")

    def blank(self, *labels: str, place: Any = None, width: float = WIDTH) -> None:
        """Labels with dotted lines after them, side by side."""
        paragraph = (place or self.document).add_paragraph()
        for at, label in enumerate(labels, 1):
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                Cm(width * at / len(labels) - 0.3), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS
            )
            run = paragraph.add_run(f" {label}" if at > 1 else label)
            if place is None:
                _bold(run)
            paragraph.add_run(" \t.")

    def table(self, items: str, name: str, *columns: Column) -> None:
        """A table with a row for each of the items."""
        table = self._table(4, len(columns))
        for at, (heading, cell, width, middle) in enumerate(columns):
            for row in table.rows:
                row.cells[at].width = Cm(width)
            table.columns[at].width = Cm(width)
            _fill(table.cell(0, at), heading, "Report Table Heading")
            _fill(table.cell(2, at), cell, "Report Table", middle=middle)
        _fill(table.cell(1, 0), "{%tr for " + f"{name} in {items}" + " %}", "Report Table")
        _fill(table.cell(3, 0), "{%tr endfor %}", "Report Table")
        self._rows(table)

    def grid(self, field: str) -> None:
        """A table of texts, which has as many columns as it takes."""
        table = self._table(4, 3, "autofit")
        for row, cells in ((0, f"{field}.headings"), (2, "row")):
            style = "Report Table" if row else "Report Table Heading"
            _fill(table.cell(row, 0), "{%tc for one in " + cells + " %}", style)
            _fill(table.cell(row, 1), "{{ one }}", style, middle=True)
            _fill(table.cell(row, 2), "{%tc endfor %}", style)
        _fill(table.cell(1, 0), "{%tr for row in " + field + ".rows %}", "Report Table")
        _fill(table.cell(3, 0), "{%tr endfor %}", "Report Table")
        for width in table._tbl.iter(qn("w:tcW")):
            width.set(qn("w:type"), "auto")
            width.set(qn("w:w"), "0")
        self._rows(table)

    def _table(self, rows: int, columns: int, layout_kind: str = "fixed") -> Any:
        table = self.document.add_table(rows, columns, style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            margin = OxmlElement(f"w:{side}")
            margin.set(qn("w:w"), "70")
            margin.set(qn("w:type"), "dxa")
            margins.append(margin)
        layout = OxmlElement("w:tblLayout")
        layout.set(qn("w:type"), layout_kind)
        last = table._tbl.tblPr.find(qn("w:tblLook"))
        for each in (borders, layout, margins):  # the order is that of the format
            last.addprevious(each)
        width = table._tbl.tblPr.find(qn("w:tblW"))
        width.set(qn("w:type"), "pct")
        width.set(qn("w:w"), "5000")
        return table

    def _rows(self, table: Any) -> None:
        for at, row in enumerate(table.rows):
            if at == 0:
                properties = row._tr.get_or_add_trPr()
                properties.append(OxmlElement("w:cantSplit"))
                properties.append(OxmlElement("w:tblHeader"))
                for cell in row.cells:
                    _shade(cell, HEADING_FILL)
        after = self.document.add_paragraph(style="Report Table")
        after.paragraph_format.line_spacing = Pt(8)

    # the parts

    def memo(self) -> None:
        own = self.words
        head = self.document.add_table(1, 3)
        for cell, width in zip(head.rows[0].cells, (3.5, 9.0, 3.5), strict=True):
            cell.width = Cm(width)
        _fill(head.cell(0, 0), own["seal"], "Report Table")
        paragraph = head.cell(0, 1).paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _font(paragraph.add_run(own["memorandum"])._r.get_or_add_rPr(), MEMO, bold=True)
        self.known(("office", "{{ memo.office or unit }}"))
        self.known(("reference", "reference"), ("date", "date"))
        self.text(f"{own['report_on']}{self.full_title}", label=own["subject"])
        self.known(("to", "to"))
        self.text("{{ unit }} " + own["facts_are"], "Report Text", keep=True)
        self.tag("for each in headline")
        self.text("{{ each }}", "List Bullet")
        self.tag("endfor", "if indicators")
        self.results(("indicators", 1.5, 8.5, 2.6, 3.4))
        self.tag("endif")
        self.text(own["request"], "Heading 3")
        self.tag("if 'measures' in parts and indicators|selectattr('measures')|list")
        self.tag("if failing and passing and 'failing' in parts and 'passing' in parts")
        self.text(own["request_is"], "Report Text")
        self.tag("else")
        self.text(own["request_measures"], "Report Text")
        self.tag("endif", "endif")
        self.text(own["submitted"], "Report Text")
        table = self.document.add_table(2, 2)
        for at, name in enumerate(("officer", "office_head", "clerk", "head")):
            row, cell = table.rows[at // 2], table.cell(at // 2, at % 2)
            if at % 2 == 0:
                row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            paragraph = cell.paragraphs[0]
            _bold(paragraph.add_run(own[name]))
            paragraph.paragraph_format.space_before = Pt(10)
            width = WIDTH / 2 - 0.8
            for label in (own["signed"], "", own["position"]):
                self.blank(label, place=cell, width=width)
            brackets = cell.paragraphs[2]
            for run in list(brackets.runs):
                run._r.getparent().remove(run._r)
            brackets.add_run("(\t)")
            brackets.paragraph_format.tab_stops.add_tab_stop(
                Cm(width - 0.2), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS
            )

    def known(self, *fields: tuple[str, str]) -> None:
        """A line of the head of the memo: what is known, else dots to be written on."""
        paragraph = self.document.add_paragraph()
        for at, (name, field) in enumerate(fields, 1):
            end = Cm(WIDTH * at / len(fields) - 0.3)
            paragraph.paragraph_format.tab_stops.add_tab_stop(end, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.DOTS)
            _bold(paragraph.add_run(f"{'  ' if at > 1 else ''}{self.words[name]} "))
            if "{" in field:
                paragraph.add_run(field)
            else:
                paragraph.add_run(f"{{% if memo.{field} %}}{{{{ memo.{field} }}}}{{% else %}}")
                paragraph.add_run(" \t")
                paragraph.add_run("{% endif %}")

    def results(self, widths: tuple[str, float, float, float, float]) -> None:
        own, (items, number, indicator, score, result) = self.words, widths
        self.table(
            items,
            "each",
            (own["number"], "{{ each.number }}", number, True),
            (own["indicator"], "{{ each.label }}", indicator, False),
            (own["score"], "{{ each.score }}", score, True),
            (own["result"], "{{ each.result }}", result, True),
        )

    def grouped(
        self, outer: str, items: str, head: Sequence[str], *columns: Column, shown: str = "true"
    ) -> None:
        """A table with a shaded row for each of some things (where what `shown` names is there), and below it
        a row for each of its items."""
        table = self._table(9, len(columns))
        for at, (heading, cell, width, middle) in enumerate(columns):
            for row in table.rows:
                row.cells[at].width = Cm(width)
            table.columns[at].width = Cm(width)
            _fill(table.cell(0, at), heading, "Report Table Heading")
            _fill(table.cell(6, at), cell, "Report Table", middle=middle)
        rows = {1: f"for each in {outer}", 2: f"if {shown}", 4: "endif", 5: f"for one in each.{items}"}
        for at, tag in {**rows, 7: "endfor", 8: "endfor"}.items():
            _fill(table.cell(at, 0), f"{{%tr {tag} %}}", "Report Table")
        owner = table.cell(3, 0).merge(table.cell(3, len(columns) - 1))
        for at, text in enumerate(head):
            paragraph = owner.paragraphs[0] if at == 0 else owner.add_paragraph()
            paragraph.style = "Report Table"
            paragraph.paragraph_format.keep_with_next = True
            run = paragraph.add_run(text)
            if at == 0:
                _bold(run)
        _shade(owner, GROUP_FILL)
        self._rows(table)

    def cover(self) -> None:
        self.text(self.words["report"], "Title").paragraph_format.space_before = Pt(200)
        for text, size in ((self.full_title, 22), ("", 22), ("{{ unit }}", 24)):
            paragraph = self.text(text)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in paragraph.runs:
                _font(run._r.get_or_add_rPr(), size, bold=size == 24)
        self.tag("for each in headline")
        self.text("{{ each }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.tag("endfor")

    def body(self) -> None:
        own = self.words
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self.tag("endif")
        self._footer(section)
        self.tag("if principles and 'method' in parts")
        self.text(own["principles"], "Heading 1")
        self.tag("endif", "for each in principles if 'method' in parts")
        self.text("{{ each }}", "Report Text")
        about = "(not all_scores.rows or instruments|selectattr('about')|list)"
        self.tag("endfor", f"if instruments and 'method' in parts and {about}")
        self.text(own["instruments"], "Heading 1")
        told = "each.about or each.indicators or each.weight"
        self.tag(f"for each in instruments if not ({told})")
        self.text("{{ each.title }} ({{ each.id }})", "List Bullet")
        self.tag("endfor", f"for each in instruments if {told}")
        self.text("{{ each.title }} ({{ each.id }})", "Heading 2")
        self.tag("if each.about")
        self.text("{{ each.about }}", "Report Text")
        self.tag("endif", "if each.indicators")
        members = "{{ each.indicators|join(', ') }}"
        self.either("its_indicators", lambda word: self.text(members, label=f"{word}:"))
        self.tag("endif", "if each.weight")
        self.text("{{ each.weight }}", label=f"{own['weight']}:")
        self.tag("endif", "endfor", "endif", "if scoring.rows and 'method' in parts")
        self.text(own["scoring"], "Heading 1")
        self.grid("scoring")
        self.tag("if scoring_total")
        self.text("{{ scoring_total }}", label=f"{own['total']}:")
        self.tag("endif", "endif", "if 'method' in parts")
        self.ratings()
        self.tag("endif", "if 'result' in parts")
        self.result()
        self.indicators()
        self.tag("endif")
        for items, sentence, told in (
            ("failing", "failing_are", "guidance"),
            ("passing", "passing_are", "keep"),
        ):
            self.questions(items, sentence, told)
        self.tag("if ways and 'ways' in parts")
        self.text(own["ways"], "Heading 1")
        self.text(own["ways_are"], "Report Text", keep=True)
        self.table(
            "ways",
            "each",
            (own["goal"], "{{ each.goal }}", 4.5, False),
            (own["takes"], "{{ each.text }}", 11.5, False),
        )
        self.tag("endif")
        self.measures()
        self.tag("if findings")
        self.text(own["findings"], "Heading 1")
        columns = [(own[name], f"{{{{ each.{field} }}}}", width, False) for name, field, width in _FINDING]
        self.table("findings", "each", *columns)
        self.tag("endif")
        paragraph = self.text("")
        _font(paragraph.add_run("{{ provenance }}")._r.get_or_add_rPr(), self.small)

    def _footer(self, section: Any) -> None:
        section.footer.is_linked_to_previous = False
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = paragraph.add_run()
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            element.text = text or None
            run._r.append(element)
        numbers = OxmlElement("w:pgNumType")
        numbers.set(qn("w:fmt"), self.spoken.page_numbers)
        numbers.set(qn("w:start"), "1")
        section._sectPr.find(qn("w:pgMar")).addnext(numbers)

    def ratings(self) -> None:
        own = self.words
        self.tag("if bands")
        self.text(own["ratings"], "Heading 1")
        self.tag("if earlier_title")
        for items, label, title in (
            ("earlier_bands", "earlier_bands", "earlier_title"),
            ("bands", "bands", "title"),
        ):
            self.text(f"{{{{ {title} }}}}", label=own[label], keep=True)
            if items == "bands":
                self.tag("endif")
            self.table(
                items,
                "each",
                (own["range"], "{{ each.range }}", 4.0, True),
                (own["condition"], "{{ each.condition or '" + own["no_condition"] + "' }}", 7.5, False),
                (own["rating"], "{{ each.title or each.rating }}", 4.5, True),
            )
        self.tag("if pass_mark")
        self.either("pass_mark", lambda word: self.text("{{ pass_mark }}", label=word))
        self.tag("endif", "endif", "for each in remarks")
        self.text("{{ each }}", "List Bullet")
        self.tag("endfor")
        self.texts("further", "Heading 1")
        self.tag("if targets")
        self.text(own["targets"], "Heading 1")
        self.tag("endif", "for each in targets")
        self.text("{{ each }}", "List Bullet")
        self.tag("endfor")

    def texts(self, field: str, style: str) -> None:
        """A table of texts under its heading, where there is one."""
        self.tag(f"if {field}.rows")
        self.text(self.words[field], style)
        self.grid(field)
        self.tag("endif")

    def result(self) -> None:
        own = self.words
        self.text(f"{own['result_of']}: {{{{ unit }}}}", "Heading 1")
        self.tag("if not total")
        self.text("{{ rating_title or rating }}", label=f"{own['rating']}:", keep=True)
        self.tag("elif not rating")
        self.text("{{ total }}", label=f"{own['total']}:", keep=True)
        self.tag("else")
        paragraph = self.text("{{ total }}", label=f"{own['total']}:", keep=True)
        paragraph.add_run("   ")
        _bold(paragraph.add_run(f"{own['rating']}: "))
        paragraph.add_run("{{ rating_title or rating }}")
        self.tag("endif", "if variant")
        self.text("{{ variant }}")
        self.tag("endif", "if previous")
        paragraph = self.text(
            "{{ previous.total }}{{ ' (' ~ previous.rating ~ ')' if previous.rating }}",
            label=f"{own['previous_total']}:",
        )
        paragraph.add_run("   ")
        _bold(paragraph.add_run(f"{own['change']}: "))
        paragraph.add_run("{{ previous.change }}")
        self.tag("endif", "for each in notes")
        self.text("{{ each }}")
        self.tag("endfor")
        self.texts("known", "Heading 2")
        self.tag("if instruments and not all_scores.rows")
        self.text(own["by_instrument"], "Heading 2")
        self.tag("endif", "if instruments and previous and not all_scores.rows")
        columns: list[Column] = [
            (own["instrument"], "{{ each.title }} ({{ each.id }})", 8.5, False),
            (own["weight"], "{{ each.weight }}", 2.5, True),
            (own["score"], "{{ each.score }}", 2.5, True),
            (own["previous"], "{{ each.previous }}", 2.5, True),
        ]
        self.table("instruments", "each", *columns)
        self.tag("elif instruments and not all_scores.rows")
        self.table("instruments", "each", (*columns[0][:2], 11.0, False), *columns[1:3])
        self.tag("endif", "if chart")
        titles = self.put_in["chart"], self.put_in["chart_alone"]
        self.text("{% if pass_mark %}" + titles[0] + "{% else %}" + titles[1] + "{% endif %}", "Heading 2")
        self.text("{{ chart }}").alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.tag("endif")
        self.texts("all_scores", "Heading 2")
        self.tag("if decided")
        self.text(own["decided"], "Heading 2")
        self.tag("endif", "for each in decided")
        self.text("{{ each }}", "List Bullet")
        self.tag("endfor")

    def indicators(self) -> None:
        own = self.words
        self.tag("if indicators and (failing or passing or not all_scores.rows)")
        self.either("indicators", lambda word: self.text(word, "Heading 1"))
        self.tag("if previous")
        self.groups(
            (own["number"], "{{ one.number }}", 1.3, True),
            (own["indicator"], "{{ one.title }}", 5.1, False),
            (own["previous"], "{{ one.previous }}", 2.3, True),
            (own["score"], "{{ one.score }}", 2.3, True),
            (own["change"], "{{ one.change }}", 2.3, True),
            (own["result"], "{{ one.result }}", 2.7, True),
        )
        self.tag("else")
        self.groups(
            (own["number"], "{{ one.number }}", 1.5, True),
            (own["indicator"], "{{ one.title }}", 8.5, False),
            (own["score"], "{{ one.score }}", 2.6, True),
            (own["result"], "{{ one.result }}", 3.4, True),
        )
        self.tag("endif", "endif")

    def groups(self, *columns: Column) -> None:
        """The table of all indicators, by what they belong to."""
        self.grouped("groups", "indicators", ("{{ each.title }}",), *columns, shown="each.title")

    def questions(self, items: str, sentence: str, told: str) -> None:
        own = self.words
        self.tag(f"if {items} and '{items}' in parts")
        self.text(own[items], "Heading 1")
        self.either(sentence, lambda word: self.text(word, "Report Text", keep=True))
        self.tag(f"if {items}|selectattr('questions')|list")
        self.grouped(
            items,
            "questions",
            (self.head, *ITS_INSTRUMENT, "{%p if each.guidance %}", "{{ each.guidance }}", "{%p endif %}"),
            (own["question"], QUESTION, 5.4, False),
            (own["score"], "{{ one.score }}", 2.2, True),
            (own[told], "{{ one.guidance }}", 8.4, False),
        )
        self.tag("else", f"for each in {items}")
        self.text(self.head, "List Bullet")
        self.tag("if each.instrument_title")
        self.text("{{ each.instrument_title }}", "Report Text")
        self.tag("endif", "if each.guidance")
        self.text("{{ each.guidance }}", "Report Text")
        self.tag("endif", "endfor", "endif", "endif")

    def measures(self) -> None:
        own = self.words
        self.tag("if 'measures' in parts and indicators|selectattr('measures')|list")
        self.text(
            f"{own['measures']}{{% if next_year %}}{self.of_year} {{{{ next_year }}}}{{% endif %}}",
            "Heading 1",
        )
        self.text(own["measures_are"], "Report Text", keep=True)
        by = "{% if one.by %}{{ '\\n' if one.report }}" + own["by"] + " {{ one.by }}{% endif %}"
        self.grouped(
            "indicators if each.measures",
            "measures",
            (self.head, *ITS_INSTRUMENT),
            (own["issue"], QUESTION, 3.4, False),
            (own["units"], "{{ one.units }}", 2.7, False),
            (own["steps"], "{{ one.steps|numbered }}", 5.7, False),
            (own["follow_up"], "{{ one.report }}" + by, 4.2, False),
        )
        self.tag("endif")


_FINDING = (
    ("finding", "message", 5.0),
    ("arithmetic", "arithmetic", 5.0),
    ("place", "place", 2.6),
    ("hint", "hint", 3.4),
)


def _font(properties: Any, size: int, *, bold: bool = False) -> None:
    """The font of w:rPr, for Thai too: size and weight are said twice, for Latin letters and for complex
    ones."""
    for name in ("rFonts", "b", "bCs", "sz", "szCs", "lang"):
        for old in properties.findall(qn(f"w:{name}")):
            properties.remove(old)
    fonts = {f"w:{script}": FONT for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    half = str(2 * size)
    parts: list[tuple[str, Mapping[str, str]]] = [
        ("rFonts", fonts),
        ("sz", {"w:val": half}),
        ("szCs", {"w:val": half}),
    ]
    parts += [("b", {}), ("bCs", {})] if bold else []
    parts.append(("lang", {"w:val": "en-US", "w:eastAsia": "en-US", "w:bidi": "th-TH"}))
    for name, attributes in parts:
        element = OxmlElement(f"w:{name}")
        for key, value in attributes.items():
            element.set(qn(key), value)
        properties.append(element)
    properties[:] = sorted(properties, key=lambda each: _ORDER.index(each.tag.split("}")[1]))


def _bold(run: Any) -> None:
    """Bold, for Thai letters too."""
    run.bold = run.font.cs_bold = True


def _shade(cell: Any, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _fill(cell: Any, text: str, style: str, *, middle: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


_ORDER: Sequence[str] = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
]
"""The order in which Word wants what stands in w:rPr."""


def main() -> None:
    styles = [None, *map(house_style.read, sorted((ROOT / "rules").glob("*/report/style.yaml")))]
    for style in styles:
        for language in LANGUAGES:
            words = look(language, style)
            path = words.folders[0] / TEMPLATES[".docx"].format(language=language)
            path.write_bytes(template(words))
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
