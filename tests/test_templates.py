"""Reports by the templates that come with Ken and by one's own: what stands in them, and what is told of a
wrong template."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace
from functools import reduce
from html.parser import HTMLParser

import docx
import polars as pl
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from kenrules.engine.audit.contradictions import Contradiction
from kenrules.engine.book import guidance, library
from kenrules.engine.data import prepare, read_table
from kenrules.engine.explain.least import ways
from kenrules.engine.explain.trace import explain
from kenrules.engine.report import fields, report_page, word
from kenrules.engine.report.bar_chart import Chart
from kenrules.engine.report.content import Finding, Grid, Previous, Way
from kenrules.engine.report.making import Setting, content_of
from kenrules.engine.report.wording import words
from kenrules.engine.words import language
from kenrules.engine.words.diagnostics import KenError, Position, say
from markdown_it import MarkdownIt

from .conftest import EXAMPLE

MAKERS = {"html": report_page.html, "markdown": report_page.markdown, "docx": word.document}
EDITIONS = [("th", "thai"), ("en", "arabic"), ("th", "arabic")]
FONT = "TH Sarabun New"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=1>',
    "'><svg onload=alert(1)></svg>",
    "</title></style><script>1</script>",
    "{{ unit }} {% for each in failing %} {# x",
    "=cmd|' /C calc'!A0",
    "]]> <!-- <![CDATA[",
    "</w:t></w:r></w:p><w:p>",
    "&lt;b&gt; &amp; &#60;",
    "[link](javascript:alert(1)) ![image](x) **b** `c` <http://a.example>",
    "| a | b | \\| \\",
    "# heading",
    "- item",
    "1. item",
    "---",
    "> quoted",
]
CONTROLS = "\x00a\x01\x07b\x0b\x0c\x1b[31mc\x7fd\x85e\ufffef"
MARKUP = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "base",
    "form",
    "image",
    "use",
    "foreignobject",
    "a",
}
FOUR_LOOPS = (
    "{% for a in indicators %}{% for b in indicators %}{% for c in indicators %}{% for d in indicators %}"
)
NOWHERE = "{% endfor %}{% endfor %}{% endfor %}{% endfor %}"

# A template, the line of what is wrong with it, what is said of it, and the hint.
WRONG = {
    "unknown field": ("a\n{{ uniit }}", 2, "uniit", "“unit”"),
    "unknown field in a condition": ("{% if previuos %}\nx\n{% endif %}", 1, "previuos", "“previous”"),
    "unknown attribute of a loop variable": (
        "{% for each in failing %}\nx\n{{ each.titel }}\n{% endfor %}",
        3,
        "titel",
        "“title”",
    ),
    "unknown attribute in a loop in a loop": (
        "{% for a in failing %}\n{% for b in a.questions %}\n{{ b.by }}\n{% endfor %}\n{% endfor %}",
        3,
        "by",
        "guidance",
    ),
    "unknown attribute by its name in brackets": (
        "{% for each in failing %}\n{{ each['titel'] }}\n{% endfor %}",
        2,
        "titel",
        "“title”",
    ),
    "loop variable after its loop": (
        "{% for each in failing %}\n{% endfor %}\n{{ each.title }}",
        3,
        "each",
        "year",
    ),
    "unknown word": ("{{ words.memorandom }}", 1, "memorandom", "“memorandum”"),
    "list that is written": ("a\nb\n{{ failing }}", 3, "failing", "{% for each in … %}"),
    "object that is written": ("{% for each in failing %}\n{{ each }}\n{% endfor %}", 2, "each", "title"),
    "loop without its end": ("a\n{% for each in failing %}", 2, "endfor", "{% for … %} … {% endfor %}"),
    "end without its loop": ("a\n{% endfor %}", 2, "endfor", "{% for … %} … {% endfor %}"),
    "tag that is not closed": ("a\n{{ unit", 2, "cannot be read", "{{ unit }}"),
    "condition without a condition": ("{% if %}\n{% endif %}", 1, "cannot be read", "{% if … %}"),
    "unknown tag": ("a\n{% do x %}", 2, "do", "{{ unit }}"),
    "what is too much": (
        f"{FOUR_LOOPS}{'{{ principles|join }}' * 4}{NOWHERE}",
        0,
        "too long",
        "loops inside loops",
    ),
    "too many loops": (
        f"\n{FOUR_LOOPS}{{% for e in indicators %}}x{{% endfor %}}{NOWHERE}",
        2,
        "more than 4 loops",
        "",
    ),
    "endless range": ("a\n{% for each in range(10 ** 12) %}x{% endfor %}", 2, "range(…)", "if and for"),
    "power without end": ("{{ 9 ** 9 ** 9 }}", 1, "**", "if and for"),
    "text without end": ("{{ 'x' * 999999999 }}", 1, "*", "if and for"),
    "text without end by formatting": ("{{ '%999999999d' % 1 }}", 1, "%", "if and for"),
    "text without end by a filter": ("{{ unit|center(999999999) }}", 1, "center", "upper"),
    "expression without end": (f"{{{{ {'(' * 3000}unit{')' * 3000} }}}}", 0, "nested too deep", ""),
    "class of a text": ("a\n{{ unit.__class__ }}", 2, "__class__", ""),
    "class of an object": (
        "{% for each in failing %}\n{{ each.__class__ }}\n{% endfor %}",
        2,
        "__class__",
        "title",
    ),
    "class by a filter": ("{{ unit|attr('__class__') }}", 1, "attr", "upper"),
    "class by a filter of lists": ("{{ failing|map(attribute='__class__')|join }}", 1, "__class__", "title"),
    "class of a letter": ("{{ unit[0].__class__ }}", 1, "__class__", ""),
    "globals of a function": ("{{ words.office.upper.__globals__ }}", 1, "upper", ""),
    "call of a method": ("{{ unit.upper() }}", 1, "upper(…)", "if and for"),
    "call of a global": ("{{ lipsum() }}", 1, "lipsum(…)", "if and for"),
    "filter that makes text markup": ("{{ unit|safe }}", 1, "safe", "upper"),
    "filter by a slip of the pen": ("{{ unit|uper }}", 1, "uper", "“upper”"),
    "filter that is there for lists only": ("{{ unit|join(', ') }}", 1, "join", "upper"),
    "another file": ("{% include '/etc/passwd' %}", 1, "include", "if and for"),
    "another template": ("{% extends '/etc/passwd' %}", 1, "extends", "if and for"),
    "import": ("{% import 'os' as os %}", 1, "import", "if and for"),
    "macro": ("{% macro x() %}{% endmacro %}", 1, "macro", "if and for"),
    "variable": ("{% set x = 1 %}", 1, "set", "if and for"),
    "method of a letter": ("a\n{{ total[0].upper }}", 2, "upper", "without what stands after it"),
    "method of a letter by its name": (
        "a\n{{ total[0]['up' ~ 'per'] }}",
        2,
        "total[…]",
        "{{ strengths[0] }}",
    ),
    "field by a name that is put together": (
        "{% for each in failing %}\n{{ each['ti' ~ 'tle'] }}\n{% endfor %}",
        2,
        "each[…]",
        "previous.total",
    ),
    "field of a list": ("a\n{{ failing.title }}", 2, "title", "{% for each in … %}"),
    "condition that is written": (
        "{% for each in failing %}\n{{ each.passes }}\n{% endfor %}",
        2,
        "passes",
        "if each.passes else",
    ),
    "nothing that is written": ("a\n{{ none }}", 2, "None", "if each.passes else"),
    "one of two that is a list": ("a\n{{ failing if unit else unit }}", 2, "is a list", "join"),
    "one or the other that is a list": ("a\n{{ failing or unit }}", 2, "is a list", "join"),
    "list where there is no text": ("a\n{{ unit|d(failing) }}", 2, "is a list", "join"),
    "list that is put after a text": ("a\n{{ unit ~ failing }}", 2, "failing", "{% for each in … %}"),
    "list in capital letters": ("a\n{{ failing|upper }}", 2, "failing", "{% for each in … %}"),
    "objects that are numbered": ("a\n{{ failing|numbered }}", 2, "failing", "title"),
    "lists that are joined": (
        "a\n{{ failing|join(', ', attribute='questions') }}",
        2,
        "questions",
        "{% for each in … %}",
    ),
    "objects that are joined": (
        "a\n{{ failing|join(', ') }}",
        2,
        "needs the name of a field",
        "attribute='title'",
    ),
    "filter without its field": (
        "a\n{{ failing|map('upper')|join }}",
        2,
        "needs the name of a field",
        "attribute='title'",
    ),
    "loop through a text": ("a\n{% for each in unit %}{% endfor %}", 2, "unit", "indicators"),
    "loop with two names": ("a\n{% for a, b in failing %}{% endfor %}", 2, "{% for each in … %}", "one name"),
    "unknown test": ("a\n{% if unit is foo %}x{% endif %}", 2, "foo", "defined"),
    "test by a slip of the pen": ("a\n{% if unit is definde %}x{% endif %}", 2, "definde", "“defined”"),
    "unknown test in a branch that is not taken": (
        "{% if not unit %}\n{{ 'x' if unit is foo }}\n{% endif %}",
        2,
        "foo",
        "defined",
    ),
    "unknown test of a filter": (
        "a\n{{ failing|selectattr('passes', 'nosuch')|list|length }}",
        2,
        "nosuch",
        "defined",
    ),
    "unknown test of a filter that is not used": (
        "{% if not unit %}\n{{ failing|rejectattr('passes', 'nosuch')|length }}\n{% endif %}",
        2,
        "nosuch",
        "defined",
    ),
    "markup that is not escaped": (
        "a\n{% autoescape false %}{{ unit }}{% endautoescape %}",
        2,
        "autoescape",
        "if and for",
    ),
    "arithmetic with a text": ("a\n{{ unit - 1 }}", 2, "cannot be filled in", "texts"),
    "order of what has none": ("a\n{% if unit > 1 %}x{% endif %}", 2, "cannot be filled in", "texts"),
    "what is not there in this unit": ("a\n{{ previous.total }}", 2, "total", "{% if … %}"),
    "element that is not there": ("a\n{{ indicators[99].title }}", 2, "99", "{% if … %}"),
}

# The fields that are taken out of a content, and the names of the words that are not to stand in its report.
LACKING = {
    "findings": ("findings", "findings"),
    "year before": ("previous", "previous_total previous"),
    "ways": ("ways", "ways ways_are"),
    "measures": ("indicators.measures", "measures measures_are"),
    "principles": ("principles", "principles background"),
    "guidance": (
        "instruments.about failing.guidance failing.questions.guidance passing.guidance "
        "passing.questions.guidance",
        "",
    ),
    "failing indicators": ("failing weaknesses", "failing failing_are weaknesses"),
    "passing indicators": ("passing strengths", "passing passing_are strengths"),
    "questions": ("failing.questions passing.questions", "keep"),
    "targets": ("targets", "targets"),
    "earlier ratings": ("earlier_title earlier_bands", "earlier_bands bands"),
    "judgements": ("pass_mark", "pass_mark"),
    "chart": ("chart", "chart"),
    "all but the total": (
        "principles instruments scoring bands earlier_title earlier_bands pass_mark targets notes "
        "indicators failing passing ways findings previous chart year",
        "principles instruments scoring ratings targets indicators failing passing ways measures findings "
        "by_instrument chart strengths no_strengths",
    ),
}


class Parsed(HTMLParser):
    """The elements of a page; its texts but for those of the chart; the levels of its headings, and 0 for
    what stands below them."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.drawn, self.outline, self.open = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.outline.append(int(tag[1]))

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if "svg" in self.open:
            self.drawn.append(data)
        elif not {"style", "title"} & set(self.open) and data.strip():
            self.texts.append(data)
            if not {"h1", "h2", "h3"} & set(self.open):
                self.outline.append(0)


class Opened:
    """The same of a Word document."""

    def __init__(self, data):
        self.document = docx.Document(io.BytesIO(data))
        body = self.document.element.body
        self.texts = [Paragraph(each, None).text for each in body.iter(qn("w:p"))]
        self.outline = []
        for each in body:
            if each.tag == qn("w:tbl"):
                self.outline.append(0)
            elif each.tag == qn("w:p") and (each.xpath(".//w:drawing") or "".join(each.itertext()).strip()):
                style = Paragraph(each, self.document).style.name
                self.outline.append(
                    1 if style == "Title" else int(style[-1]) if style.startswith("Heading") else 0
                )


def read(kind, made):
    """A report as its reader has it before them."""
    if kind == "docx":
        return Opened(made)
    return Parsed(MarkdownIt().enable("table").render(made) if kind == "markdown" else made)


def flat(*texts):
    return " ".join(" ".join(texts).split())


def without(content, field):
    """The content with nothing in a field, or in that of each thing of a list."""
    name, _, inner = field.partition(".")
    value = getattr(content, name)
    if inner:
        return replace(content, **{name: tuple(without(each, inner) for each in value)})
    nothing = {tuple: (), Grid: Grid((), ()), Previous: None}
    return replace(content, **{name: nothing.get(type(value), "")})


def fixed(translate):
    return {name: text.in_words(translate) for name, text in words().items()}


def in_order(content, words):
    """What is to stand in a report, in its order."""
    yield from (
        words["memorandum"],
        *(each.title for each in content.indicators),
        words["principles"],
        *content.principles,
        words["instruments"],
    )
    for each in content.instruments:
        yield from (each.title, each.about, *each.indicators, each.weight)
    yield from (words["scoring"], *content.scoring.headings)
    for row in content.scoring.rows:
        yield from row
    yield from (words["ratings"], content.earlier_title)
    for each in (*content.earlier_bands, *content.bands):
        yield from (each.range, each.condition or words["no_condition"], each.title)
    yield from (
        content.pass_mark,
        words["targets"],
        *content.targets,
        words["result_of"],
        content.unit,
        content.total,
        content.rating_title,
    )
    yield from (content.previous.total, content.previous.rating, content.previous.change, *content.notes)
    for each in content.instruments:
        yield from (each.title, each.weight, each.score, each.previous)
    yield words["indicators"]
    for each in content.indicators:
        yield from (
            each.number,
            each.instrument,
            each.title,
            each.previous,
            each.score,
            each.change,
            each.result,
        )
    for heading, indicators in (("failing", content.failing), ("passing", content.passing)):
        yield words[heading]
        for each in indicators:
            yield from (
                each.number,
                each.title,
                each.score,
                each.result,
                each.instrument_title,
                each.guidance,
            )
            for one in each.questions:
                yield from (f"{one.id} {one.title}", one.score, one.guidance)
    yield words["ways"]
    for each in content.ways:
        yield from (each.goal, each.text)
    yield from (words["measures"], content.next_year)
    for each in content.indicators:
        yield from (each.number, each.title, each.instrument_title)
        for one in each.measures:
            yield from (f"{one.id} {one.title}", one.units, *one.steps, one.report, words["by"], one.by)
    yield words["findings"]
    for each in content.findings:
        yield from (each.message, each.arithmetic, each.place, each.hint)
    yield content.provenance


@pytest.fixture(scope="session")
def contents():
    """The report of a real agency, with last year's figures and a finding, in each language and in each kind
    of digits."""
    rules = library.load("ita/2566")
    data = prepare(rules, read_table(EXAMPLE / "figures.csv"))
    trace = explain(rules, data, data.frame["agency"][0])
    least = ways(trace, by=["instrument", "items"])
    message = say("the total {total} is not {mean}", total="75.47", mean="75.46")
    finding = Contradiction(
        "total",
        trace.unit,
        message,
        "0.3 × 82.11 = 24.63",
        Position("figures.csv", 2, 14),
        say("report {mean}", mean="75.46"),
    )
    settings = {
        each: Setting(guidance.load(rules), each[0], language.catalogue(each[0]), each[1])
        for each in EDITIONS
    }
    return {
        each: (content_of(setting, trace, least, [finding], trace), setting.translate)
        for each, setting in settings.items()
    }


@pytest.fixture(scope="session")
def reports(contents):
    return {
        (*edition, kind): read(kind, make(*contents[edition]))
        for edition in EDITIONS
        for kind, make in MAKERS.items()
    }


@pytest.fixture(scope="session")
def english(contents):
    return contents["en", "arabic"][0]


@pytest.fixture
def template(tmp_path):
    """Writes a template of each kind, the lines of a Word document as paragraphs."""

    def write_template(kind, text):
        path = tmp_path / f"own.{kind}"
        if kind == "docx":
            document = docx.Document()
            for line in text.split("\n"):
                document.add_paragraph(line)
            document.save(path)
        else:
            path.write_text(text, encoding="utf-8")
        return path

    return write_template


@pytest.fixture
def content_by(tmp_path):
    """The report of a unit by rules of one's own, with the scores of their parts a and b."""

    def make_content(rules, unit, a, b):
        loaded = library.load(rules)
        pl.DataFrame({"agency": [unit], "a": [a], "b": [b]}).write_csv(tmp_path / "scores.csv")
        data = prepare(loaded, read_table(tmp_path / "scores.csv"))
        return content_of(Setting(guidance.load(loaded), "en", str, "arabic"), explain(loaded, data, unit))

    return make_content


def told(kind, content, path):
    with pytest.raises(KenError) as caught:
        MAKERS[kind](content, str, path)
    assert {each.code for each in caught.value.diagnostics} == {"template"}
    assert {each.position.file for each in caught.value.diagnostics} == {str(path)}
    return caught.value.diagnostics


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_everything_stands_in_the_report_in_the_order_of_its_parts(contents, reports, edition, kind):
    content, translate = contents[edition]
    assert all(
        [
            content.failing,
            content.passing,
            content.bands,
            content.earlier_bands,
            content.targets,
            content.ways,
            content.findings,
            content.previous,
        ]
    )
    assert any(each.measures for each in content.indicators)
    text, place = flat(*reports[*edition, kind].texts), 0
    for each in map(flat, in_order(content, fixed(translate))):
        found = text.find(each, place)
        assert found >= 0, f"{each!r} does not stand after {text[max(place - 100, 0) : place]!r}"
        place = found + len(each)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_digit_but_of_names_is_of_the_kind_that_was_asked_for(contents, reports, edition, kind):
    provenance, text = contents[edition][0].provenance, flat(*reports[*edition, kind].texts)
    assert "ita/2566" in provenance
    for each in (provenance, "figures.csv:2:14"):
        assert each in text
        text = text.replace(each, "")
    assert not re.findall("[0-9]" if edition[1] == "thai" else "[๐-๙]", text)


@pytest.mark.parametrize("edition", EDITIONS)
def test_chart_steps_and_page_numbers_have_the_digits_of_the_text(contents, reports, edition):
    drawn = flat(*reports[*edition, "html"].drawn)
    assert set(re.findall("[0-9๐-๙]", drawn)) <= set("๐๑๒๓๔๕๖๗๘๙" if edition[1] == "thai" else "0123456789")
    assert all(each.score in drawn for each in contents[edition][0].indicators)
    numerals = "thai" if edition[1] == "thai" else "decimal"
    style = report_page.html(*contents[edition]).split("</style>")[0]
    assert f"list-style-type: {numerals};" in style
    assert f"counter(page, {numerals})" in style


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_tables_of_word_repeat_their_heads_and_keep_their_rows_whole(reports, edition):
    tables = list(reports[*edition, "docx"].document.element.body.iter(qn("w:tbl")))
    assert len(tables) > 10
    for table in tables:
        rows = list(table.iter(qn("w:tr")))
        heads = [bool(row.xpath("./w:trPr/w:tblHeader")) for row in rows]
        assert len(rows) <= 3 or heads == [True, *[False] * (len(rows) - 1)]
        assert all(row.xpath("./w:trPr/w:cantSplit") for row in rows)


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_thai_of_word_has_a_font_for_complex_scripts(reports, edition):
    document = reports[*edition, "docx"].document
    styles = {each.style_id: each.element for each in document.styles}
    default = document.styles.element.xpath("./w:docDefaults//w:rFonts/@w:cs")
    for run in document.element.body.iter(qn("w:r")):
        if re.search("[ก-๛]", "".join(run.itertext())):
            style = styles[(run.xpath("ancestor::w:p/w:pPr/w:pStyle/@w:val") or ["Normal"])[0]]
            fonts = [*run.xpath("./w:rPr/w:rFonts"), *style.xpath("./w:rPr/w:rFonts")]
            assert not [name for each in fonts for name in each.attrib if name == qn("w:cstheme")]
            assert [*(each.get(qn("w:cs")) for each in fonts), *default][0] == FONT


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_chart_is_a_picture_in_word(contents, reports, edition):
    document = reports[*edition, "docx"].document
    drawn = document.element.body.xpath(".//w:drawing//a:blip/@r:embed")
    assert [document.part.related_parts[each].blob for each in drawn] == [contents[edition][0].chart.png]


def test_word_is_the_same_to_the_byte_every_time(contents, english):
    made = word.document(english, str)
    word.document(replace(english, unit="Another", chart=""), str)
    assert word.document(english, str) == made
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {each.date_time for each in parts.infolist()} == {word.STAMP}


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_html_needs_nothing_but_itself(contents, reports, edition):
    text, parsed = report_page.html(*contents[edition]), reports[*edition, "html"]
    assert [attributes for tag, attributes in parsed.elements if tag == "html"] == [{"lang": edition[0]}]
    assert not MARKUP & {tag for tag, _ in parsed.elements}
    assert not [
        name
        for _, attributes in parsed.elements
        for name in attributes
        if name in ("src", "href", "srcset", "data", "action", "xlink:href")
    ]
    assert set(re.findall(r"[a-z]+://[^\s\"'<>)]*", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"@import|url\((?!\"data:)", text)


def check_harmless(kind, report, plain):
    """Nothing but texts is other than in a plain report."""
    assert [each for each in report.outline if each] == [each for each in plain.outline if each]
    if kind == "docx":
        assert {each.tag for each in report.document.element.iter()} <= {
            each.tag for each in plain.document.element.iter()
        }
    else:
        assert not MARKUP & {tag for tag, _ in report.elements}
        assert not [name for _, attributes in report.elements for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_hostile_is_only_text(english, reports, kind):
    unit = " ".join(HOSTILE)
    findings = tuple(Finding(f"m {each}", f"a {each}", each, f"h {each}") for each in HOSTILE)
    indicators = tuple(
        replace(each, title=hostile) for each, hostile in zip(english.indicators, HOSTILE, strict=False)
    )
    content = replace(
        english,
        unit=unit,
        findings=findings,
        ways=tuple(Way(each, each) for each in HOSTILE),
        indicators=indicators,
    )
    report = read(kind, MAKERS[kind](content, str))
    check_harmless(kind, report, reports["en", "arabic", kind])
    assert flat(fixed(str)["result_of"] + ":", unit) in flat(*report.texts)
    texts = {flat(each) for each in report.texts}
    assert {
        flat(each)
        for finding in findings
        for each in (finding.message, finding.arithmetic, finding.place, finding.hint)
    } <= texts
    if kind == "docx":
        assert report.document.core_properties.title == f"{english.title} – {unit}"[:255]


@pytest.mark.parametrize("kind", MAKERS)
def test_hostile_rules_and_their_chart_are_only_text(smallest, content_by, kind):
    titles = HOSTILE[0] + HOSTILE[1], "]]></text></svg><img src=x onerror=1>"
    rules = smallest(
        "parts:\n"
        + "".join(
            f"  {name}:\n    title: |-\n      {title}\n" for name, title in zip("ab", titles, strict=True)
        )
    )
    content = content_by(rules, HOSTILE[3], 80, 70)
    assert isinstance(content.chart, Chart)
    report = read(kind, MAKERS[kind](content, str))
    check_harmless(kind, report, read(kind, MAKERS[kind](content_by(smallest(), "The unit", 80, 70), str)))
    assert all(flat(each) in flat(*report.texts) for each in (*titles, HOSTILE[3]))
    if kind == "html":
        assert all(flat(each) in flat(*report.drawn) for each in titles)


@pytest.mark.parametrize("kind", MAKERS)
def test_control_characters_are_left_out(english, kind):
    made = MAKERS[kind](
        replace(english, unit=CONTROLS, findings=(Finding(CONTROLS, CONTROLS, CONTROLS, CONTROLS),)), str
    )
    text = "\n".join(read(kind, made).texts)
    assert text.count("ab[31mcdef") >= 6
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe]", text)


@pytest.mark.parametrize("kind", MAKERS)
def test_lines_of_a_text_stay_lines(english, kind):
    made = MAKERS[kind](replace(english, findings=(Finding("one\ntwo\r\nthree", "", "", ""),)), str)
    assert flat("one two three") in flat(*read(kind, made).texts)
    if kind == "markdown":
        assert "one<br>two<br>three" in made


def unpacked(pdf):
    """What stands in the streams of a PDF that are compressed."""
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        reader = zlib.decompressobj()
        found.append(reader.decompress(stream) if stream[:1] == b"x" else stream)
    return pdf + b"".join(found)


@pytest.mark.usefixtures("pango")
def test_pdf_has_pages_and_the_thai_font(contents):
    content, translate = contents["th", "thai"]
    made = report_page.pdf(
        report_page.html(reduce(without, ["passing", "indicators.measures"], content), translate)
    )
    assert made.startswith(b"%PDF-")
    inside = unpacked(made)
    assert len(re.findall(rb"/Type ?/Page\b", inside)) > 10
    assert re.search(rb"/BaseFont ?/[A-Z]{6}\+Sarabun\b", inside)


@pytest.mark.usefixtures("pango")
def test_pdf_fetches_nothing(tmp_path, english):
    picture = tmp_path / "picture.png"
    picture.write_bytes(english.chart.png)
    own = (
        f'<img src="{picture.as_uri()}"><link rel="stylesheet" href="http://127.0.0.1:9/a.css"><img '
        'src="http://127.0.0.1:9/a.png"><p>text</p>'
    )
    made = report_page.pdf(own)
    assert made.startswith(b"%PDF-")
    assert b"/Image" not in unpacked(made)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_templates_are_told_with_their_place_and_a_hint(english, template, wrong, kind):
    text, line, message, hint = WRONG[wrong]
    path = template(kind, text)
    (fault,) = told(kind, replace(english, previous=None), path)
    assert message in str(fault.message)
    assert fault.hint
    assert hint in str(fault.hint)
    if kind != "docx":
        assert fault.position.line == line
        assert fault.position.column == 0 or re.match(
            r"\w+", text.split("\n")[line - 1][fault.position.column - 1 :]
        )
    elif line:
        assert fault.position.cell
        assert fault.position.cell.rstrip("…") in text.split("\n")[line - 1]


@pytest.mark.parametrize("kind", MAKERS)
def test_all_that_is_wrong_is_told_at_once(english, template, kind):
    path = template(
        kind,
        "{{ one }} {{ unit }}\n{{ two }}\n{% for each in failing %}\n{{ each.three }} {{ four|safe "
        "}}\n{% endfor %}\n{{ unit|nothing }}",
    )
    faults = told(kind, english, path)
    said = " ".join(str(each.message) for each in faults)
    assert all(f"“{each}”" in said for each in ("one", "two", "three", "four", "nothing"))
    assert len({str(each.position) for each in faults}) >= 5


@pytest.mark.parametrize("kind", ["html", "markdown"])
@pytest.mark.parametrize(
    ("text", "line", "before"),
    [
        ("uniit: {{ uniit }}", 1, "uniit: {{ "),
        ("{{ unit }} uniit {{ uniit }}", 1, "{{ unit }} uniit {{ "),
        ("{{ unit }}{{ uni }}", 1, "{{ unit }}{{ "),
        ("{# {{ uniit }} #}{{ uniit }}", 1, "{# {{ uniit }} #}{{ "),
        ("{% raw %}{{ uniit }}{% endraw %}{{ uniit }}", 1, "{% raw %}{{ uniit }}{% endraw %}{{ "),
        ("{{ '}} uniit' ~ uniit }}", 1, "{{ '}} uniit' ~ "),
        ("{% if '%}' == uniit %}{% endif %}", 1, "{% if '%}' == "),
        ("{{ 'uniit' ~ uniit }}", 1, "{{ 'uniit' ~ "),
        ("{{ title }} {{ unit.title }}", 1, "{{ title }} {{ unit."),
        ("{{ title }} {{ unit . title }}", 1, "{{ title }} {{ unit . "),
        ("{{ title }} {{ unit['title'] }}{{ total.title }}", 1, "{{ title }} {{ unit['title'] }}{{ total."),
        ("{{ title }}{{ unit['title'] }}", 1, "{{ title }}{{ unit['"),
        (
            "{{ title }}{{ strengths|map(attribute='title')|join }}",
            1,
            "{{ title }}{{ strengths|map(attribute='",
        ),
        ("{{ unit ~ 'safe' }}{{ unit|safe }}", 1, "{{ unit ~ 'safe' }}{{ unit|"),
        ("{{ words.safe }}{{ unit|safe }}", 1, "{{ words."),
        ("{{ unit }}\n{% if unit and\n  uniit %}x{% endif %}", 3, "  "),
        ("{{ unit }}\u2028\n{{ uniit }}", 2, "{{ "),
        ("if {% if unit is foo %}{% endif %} foo", 1, "if {% if unit is "),
    ],
)
def test_a_fault_stands_at_its_word_inside_a_tag(english, template, kind, text, line, before):
    faults = told(kind, english, template(kind, text))
    assert Position(faults[0].position.file, line, len(before) + 1) in [each.position for each in faults]


@pytest.mark.parametrize("value", [[1], None, True, {"a": 1}, str.upper], ids=str)
def test_what_is_neither_text_nor_number_is_never_written_out(value):
    prepared = fields.Prepared(
        "a\n{{ x }}", fields.environment(), lambda line, _: Position("own", line), {"x": str}
    )
    with pytest.raises(KenError) as caught:
        prepared.render({"x": value})
    (fault,) = caught.value.diagnostics
    assert fault.hint
    assert (fault.position.line, "neither a text nor a number" in str(fault.message)) == (2, True)
    assert [prepared.render({"x": each}) for each in ("t", 1, 1.5)] == ["a\nt", "a\n1", "a\n1.5"]


@pytest.mark.parametrize("kind", MAKERS)
def test_tests_and_conditions_that_there_are_can_be_used(english, template, kind):
    text = (
        "{{ indicators|selectattr('passes', 'none')|list|length }} {{ "
        "failing|selectattr('passes')|list|length }} {{ unit[0] }}{{ unit[:2] }} "
        "{{ (strengths + weaknesses)|length }} {{ 'yes' if year is defined and failing[-1].passes is "
        "false else 'no' }} {{ year or title }}"
    )
    made = flat(
        *read(kind, MAKERS[kind](replace(english, unit="The unit", year=""), str, template(kind, text))).texts
    )
    assert made == f"0 0 TTh {len(english.indicators)} yes {english.title}"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_template_that_is_not_there_is_told(english, tmp_path, kind):
    (fault,) = told(kind, english, tmp_path / "nowhere")
    assert "No such file" in str(fault.message)
    (folder,) = told(kind, english, tmp_path)
    assert all("--write-template" in str(each.hint) for each in (fault, folder))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_of_another_kind_is_no_template(english, tmp_path, kind):
    path = tmp_path / "picture"
    path.write_bytes(english.chart.png)
    (fault,) = told(kind, english, path)
    assert ("no Word document" if kind == "docx" else "UTF-8") in str(fault.message)
    assert (".docx" if kind == "docx" else "--write-template") in str(fault.hint)


def zipped(**parts):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return kept.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{{ unit }}",
        b"PK\x03\x04",
        zipped(),
        zipped(a="b"),
        zipped(**{"[Content_Types].xml": "<"}),
        zipped(**{"word/document.xml": "<w:document/>"}),
    ],
    ids=["empty", "text", "zip cut short", "empty zip", "another zip", "broken types", "no types"],
)
def test_what_is_no_word_document_is_told_with_a_hint(english, tmp_path, data):
    path = tmp_path / "own.docx"
    path.write_bytes(data)
    (fault,) = told("docx", english, path)
    assert ".docx" in str(fault.hint)


def test_a_huge_word_document_is_told(english, tmp_path):
    path = tmp_path / "own.docx"
    path.write_bytes(zipped(**{"word/document.xml": b"\0" * (word.LARGEST + 1)}))
    (fault,) = told("docx", english, path)
    assert "too large" in str(fault.message)
    assert fault.hint


def test_a_wrong_field_in_the_head_of_a_page_is_told(english, tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ uniit }}"
    document.sections[0].footer.paragraphs[0].text = "{{ totl }}"
    document.add_paragraph("{{ yeer }}")
    document.save(tmp_path / "own.docx")
    faults = told("docx", english, tmp_path / "own.docx")
    assert {each.position.cell for each in faults} == {"{{ uniit }}", "{{ totl }}", "{{ yeer }}"}


def test_a_row_tag_outside_a_row_is_told(english, template):
    told("docx", english, template("docx", "{%tr for each in failing %}\n{{ each.title }}\n{%tr endfor %}"))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_template_of_ones_own_is_filled_in(english, template, kind):
    path = template(
        kind,
        "{{ unit }}: {{ total }}\n{% for each in failing %}{{ each.title }}, {{ each.score }}; "
        "{% endfor %}\n{% if findings %}audited{% endif %}",
    )
    text = flat(*read(kind, MAKERS[kind](english, str, path)).texts)
    failing = "; ".join(f"{each.title}, {each.score}" for each in english.failing)
    assert text == f"{english.unit}: {english.total} {failing}; audited"


@pytest.mark.parametrize("kind", MAKERS)
def test_a_template_of_ones_own_escapes_what_it_writes(english, template, kind):
    path = template(kind, "{% for each in findings %}\n{{ each.message }}\n\n{% endfor %}")
    content = replace(english, findings=tuple(Finding(each, "", "", "") for each in HOSTILE))
    report = read(kind, MAKERS[kind](content, str, path))
    texts = "\n".join(report.texts).split("\n") if kind == "html" else report.texts
    assert [flat(each) for each in texts if each.strip()] == [flat(each) for each in HOSTILE]


def test_a_word_template_of_ones_own_has_rows_heads_and_a_chart(english, tmp_path):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ unit }}"
    table = document.add_table(3, 2)
    for row, texts in zip(
        table.rows,
        [
            ("{%tr for each in failing %}", ""),
            ("{{ each.title }}", "{{ each.score }}"),
            ("{%tr endfor %}", ""),
        ],
        strict=True,
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("{{ chart }}")
    document.save(tmp_path / "own.docx")
    made = Opened(word.document(english, str, tmp_path / "own.docx")).document
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        [each.title, each.score] for each in english.failing
    ]
    assert made.sections[0].header.paragraphs[0].text == english.unit
    assert len(made.inline_shapes) == 1


@pytest.mark.parametrize("kind", MAKERS)
def test_a_template_that_is_mended_is_read_anew(english, template, kind):
    told(kind, english, template(kind, "{{ uniit }}"))
    assert read(kind, MAKERS[kind](english, str, template(kind, "{{ unit }}"))).texts == [english.unit]


def check_whole(report):
    """Every heading has something below it, and every table rows."""
    assert not [
        place
        for place, level in enumerate(report.outline)
        if level and (place + 1 == len(report.outline) or 0 < report.outline[place + 1] <= level)
    ], report.outline
    text = flat(*report.texts)
    assert not re.search(r"\bNone\b|\{\{|\{%|\(\)", text)
    return text


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("lack", LACKING)
def test_what_a_unit_does_not_have_has_no_heading(english, lack, kind):
    taken, absent = (names.split() for names in LACKING[lack])
    text = check_whole(read(kind, MAKERS[kind](reduce(without, taken, english), str)))
    assert english.unit in text
    assert not [name for name in absent if fixed(str)[name] in text]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("scores", [(80, 70), (None, None)])
def test_the_smallest_rules_make_a_report(smallest, content_by, scores, kind):
    content = content_by(smallest("parts: {a: {weight: 1}, b: {weight: 1}}"), "The unit", *scores)
    assert (content.principles, content.targets, content.pass_mark, content.failing, content.passing) == (
        (),
        (),
        "",
        (),
        (),
    )
    text = check_whole(read(kind, MAKERS[kind](content, str)))
    assert ("75.00" if scores[0] else "–") in text
    absent = (
        "principles",
        "targets",
        "pass_mark",
        "failing",
        "passing",
        "ways",
        "measures",
        "findings",
        "previous",
        "strengths",
        "weaknesses",
    )
    unjudged = ("no_strengths", "no_weaknesses", "request_is", "request_measures", "chart")
    assert not [name for name in (*absent, *unjudged) if fixed(str)[name] in text]
    assert (fixed(str)["chart_alone"] in text) is (kind != "markdown" and scores[0] is not None)


def judged(content, *passes):
    """The content with its indicators judged otherwise, those after the last as that one."""
    wanted = [*passes, *[passes[-1]] * len(content.indicators)]
    indicators = tuple(replace(each, passes=wanted[number]) for number, each in enumerate(content.indicators))
    good, bad = (tuple(each for each in indicators if each.passes is sign) for sign in (True, False))
    titles = {
        "strengths": tuple(each.title for each in good),
        "weaknesses": tuple(each.title for each in bad),
    }
    return replace(content, indicators=indicators, passing=good, failing=bad, **titles)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    ("passes", "said"),
    [
        ([True], "strengths no_weaknesses request_measures"),
        ([False], "no_strengths weaknesses request_measures"),
        ([True, False], "strengths weaknesses request_is"),
        ([True, None], "strengths request_measures"),
        ([None, False], "weaknesses request_measures"),
        ([None], "request_measures"),
    ],
)
def test_the_memo_says_of_the_judgements_what_is_so(english, passes, said, kind):
    text = check_whole(read(kind, MAKERS[kind](judged(english, *passes), str)))
    names = ("strengths", "no_strengths", "weaknesses", "no_weaknesses", "request_is", "request_measures")
    assert [name for name in names if fixed(str)[name] in text] == said.split()
    bare = check_whole(
        read(kind, MAKERS[kind](without(judged(english, *passes), "indicators.measures"), str))
    )
    assert not [name for name in ("request_is", "request_measures") if fixed(str)[name] in bare]
    assert fixed(str)["submitted"] in bare


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("number", [0, 1, None])
def test_what_has_nothing_to_be_said_of_it_is_only_named(english, number, kind):
    lacking = {
        "instruments": ("about", "indicators", "weight"),
        "failing": ("instrument_title", "guidance", "questions"),
    }
    content = english
    for name, inner in lacking.items():
        items = getattr(content, name)
        bare = tuple(
            reduce(without, inner, each) if number in (at, None) else each for at, each in enumerate(items)
        )
        content = replace(content, **{name: bare})
    text = check_whole(read(kind, MAKERS[kind](content, str)))
    assert all(
        f"{each.title} ({each.id})" in text.partition(fixed(str)["ratings"])[0]
        for each in content.instruments
    )
    assert all(
        f"{each.number} {each.title} – " in text.partition(fixed(str)["failing_are"])[2]
        for each in content.failing
    )


@pytest.mark.parametrize("edition", EDITIONS)
def test_page_numbers_of_word_have_the_digits_of_the_text(reports, edition):
    formats = reports[*edition, "docx"].document.element.xpath(".//w:pgNumType/@w:fmt")
    assert formats == ["thaiNumbers" if edition[1] == "thai" else "decimal"]


def test_page_numbers_of_another_kind_stay_as_the_template_has_them(english, tmp_path):
    document = docx.Document()
    numbers = docx.oxml.OxmlElement("w:pgNumType")
    numbers.set(qn("w:fmt"), "upperRoman")
    document.sections[0]._sectPr.append(numbers)
    document.save(tmp_path / "own.docx")
    made = Opened(word.document(english, str, tmp_path / "own.docx")).document
    assert made.element.xpath(".//w:pgNumType/@w:fmt") == ["upperRoman"]


def test_signs_of_docxtpl_in_a_text_stay_as_they_are(english, tmp_path):
    unit = "{_{ x }_} {_% y %_} {{ z }} {% if %} <b> & {"
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ unit }}"
    for text in ("{{ unit }}", "{{ unit|e }}", "{{ unit ~ '' }}", "{_{ unit }_}"):
        document.add_paragraph(text)
    document.save(tmp_path / "own.docx")
    made = Opened(word.document(replace(english, unit=unit), str, tmp_path / "own.docx"))
    assert made.texts == [unit, unit, unit, "{{ unit }}"]
    assert made.document.sections[0].header.paragraphs[0].text == unit
    assert unit in flat(*Opened(word.document(replace(english, unit=unit), str)).texts)


@pytest.mark.parametrize("start", ["    ", "\t", " \t ", "\n    ", "\n", "        "])
def test_a_text_that_begins_with_blanks_is_no_code_in_markdown(english, template, start):
    for text in ("words", "# words", "- words", "1. words"):
        content = replace(english, unit=f"{start}{text}", principles=(f"{start}{text}",))
        report = read(
            "markdown",
            report_page.markdown(
                content, str, template("markdown", "{{ unit }}\n\n- {{ unit }}\n\na {{ unit }}\n")
            ),
        )
        assert [flat(each) for each in report.texts] == [text, text, f"a {text}"]
        assert {tag for tag, _ in report.elements} == {"p", "ul", "li"}
        assert not {"pre", "code"} & {
            tag for tag, _ in read("markdown", report_page.markdown(content, str)).elements
        }
