"""What the documents show is what comes out.

`$ ken …` in a console block is run, and what stands below it must be what it prints; KEN_RENEW=1 writes it
anew."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import unicodedata

import kenrules
import pytest
import xlsxwriter
from kenrules.engine.book import schema, source

from ..conftest import KEN, ROOT
from ..surveys import YES_NO
from ..tools.programs import program

pictures = program("pictures")

BLOCK = re.compile(r"```console\n\$ (ken [^\n]+)\n(.*?)```", re.DOTALL)
EXAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("docs/tour.md", 7),
        ("docs/tour.th.md", 7),
        ("docs/compare.md", 2),
        ("docs/compare.th.md", 2),
        ("docs/explain.md", 3),
        ("docs/explain.th.md", 3),
        ("docs/claims.md", 2),
        ("docs/claims.th.md", 2),
    ],
)
def test_console_blocks_show_what_is_printed(name, least):
    """Each in a process of its own, as people run them."""
    path = ROOT / name
    text = path.read_text(encoding="utf-8")

    def printed(block: re.Match[str]) -> str:
        command, *filters = block[1].split(" | ")
        run = subprocess.run(
            [*KEN, *shlex.split(command)[1:]],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        lines = [line.rstrip() for line in run.stdout.splitlines()]
        for each in filters:
            name, count = each.split(" -")
            lines = lines[-int(count) :] if name == "tail" else lines[: int(count)]
        shown = "\n".join(lines)
        return f"```console\n$ {block[1]}\n{shown}\n```"

    renewed = BLOCK.sub(printed, text)
    if os.environ.get("KEN_RENEW"):
        path.write_text(renewed, encoding="utf-8")
    assert len(BLOCK.findall(text)) >= least
    assert renewed == text


@pytest.mark.parametrize("name", ["README.md", "README.th.md"])
def test_make_demo_runs_what_the_readme_shows(name):
    demo = (ROOT / "Makefile").read_text(encoding="utf-8").split("demo: ")[1].split("\n\n")[0]
    commands = [
        line.strip().removeprefix("$(BIN)/").replace("$(EXAMPLE)", "examples/takothong-2566")
        for line in demo.splitlines()[1:]
    ]
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(commands) == 2
    for command in commands:
        assert f".venv/bin/{command}\n" in text


@pytest.mark.parametrize("name", ["python.md", "python.th.md"])
def test_the_python_of_the_documents_runs(name, capsys):
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.DOTALL)[1]
    exec(code, {})
    shown = capsys.readouterr().out
    assert "ผ่านดี" in shown
    assert "91.5" in shown


LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_between_documents_lead_somewhere(page):
    for target, place in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        assert (page.parent / target).exists(), target
        if place and target.endswith(".md"):
            assert place[1:] in anchors(page.parent / target), f"{target}{place}"


def anchors(page):
    """The headings of a page as they are linked to."""
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = [
        "".join(
            letter for letter in head.lower() if letter in "-_ " or unicodedata.category(letter)[0] in "LMN"
        )
        for head in heads
    ]
    plain = [head.replace(" ", "-") for head in plain]
    return {
        f"{head}-{plain[:number].count(head)}" if head in plain[:number] else head
        for number, head in enumerate(plain)
    }


@pytest.mark.parametrize("name", ["README.md", "README.th.md"])
def test_the_readme_is_short_and_has_pictures(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    shown = re.findall(r"!\[.+\]\(docs/pictures/(.+)\)", text)
    ending = ".th.svg" if ".th." in name else ".svg"
    assert shown == [f"{picture}{ending}" for picture in ("evaluate", "check", "explain", "diff", "show")]


@pytest.mark.parametrize("name", ["README.md", "README.th.md"])
def test_the_readme_says_how_long_next_years_rules_are(name):
    lines = (ROOT / "rules/ita/2566.yaml").read_text(encoding="utf-8").splitlines()
    (said,) = re.findall(r"`ita/2566` \D*(\d+)", (ROOT / name).read_text(encoding="utf-8"))[-1:]
    assert int(said) - 10 < len(lines) < int(said)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), pictures.pictures())
def test_pictures_of_terminals_show_what_is_printed(name, language):
    assert pictures.file_of(name, language).read_text(encoding="utf-8") == pictures.picture(name, language)


def test_a_picture_says_nothing_to_the_network():
    for name, language in pictures.pictures():
        svg = pictures.file_of(name, language).read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\s\"<]+", svg)) <= {
            "http://www.w3.org/2000/svg",
            "https://www.textualize.io",
        }
        assert "<script" not in svg


RULES = ("rules.md", "rules.th.md")
HEAD = {
    "ruleset": "ruleset: test/example",
    "title": "title: {en: Example, th: ตัวอย่าง}",
    "unit": "unit: site",
    "source": "source: here",
    "scale": "scale: {decimals: 2, rounding: half_up}",
}
"""What the short examples of the documents stand in."""


def examples(name: str) -> tuple[list[str], list[str]]:
    """The rule sets of a document, and its short examples with what they stand in."""
    found = EXAMPLE.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
    whole = [text for text in found if "ruleset:" in text]
    heads = [[line for key, line in HEAD.items() if f"\n{key}:" not in f"\n{text}"] for text in found]
    return whole, [
        "\n".join([*head, text]) for head, text in zip(heads, found, strict=True) if text not in whole
    ]


def test_documents_in_both_languages_have_the_same_examples():
    (english, short), (thai, short_in_thai) = map(examples, RULES)
    assert len(english) == len(thai) == 4
    assert len(short) == len(short_in_thai) > 10


@pytest.mark.parametrize("name", RULES)
def test_the_rule_sets_of_the_documents_are_good(name, write):
    first, second, third, fourth = examples(name)[0]
    paths = [write("rules/demo/2569.yaml", first)]
    paths.append(write("second.yaml", second.replace("demo/2569", "rules/demo/2569.yaml")))
    paths.append(write("third.yaml", third.replace("demo/2570", "second.yaml")))
    paths.append(write("fourth.yaml", fourth.replace("extends: demo/2571", "extends: third.yaml")))
    for path in paths:
        assert [found for found in kenrules.check(path) if found.severity != "note"] == []


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name in RULES for number in range(len(examples(name)[1]))]
)
def test_the_short_examples_of_the_documents_load(name, number, write):
    rules = kenrules.load(write("example.yaml", examples(name)[1][number]))
    assert len(rules.nodes) > 1


@pytest.mark.parametrize("name", RULES)
def test_the_documents_name_every_key(name):
    """Every key that a rule set, node, input, band or limit can have is told of."""
    schema_ = json.loads((ROOT / "schemas/ruleset.schema.json").read_text(encoding="utf-8"))
    kinds = schema_["$defs"]
    keys = set(schema_["properties"]) | set(kinds["node"]["properties"]) | set(kinds["raw"]["properties"])
    keys |= set(kinds["band"]["properties"]) | set(kinds["points"]["properties"])
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert {key for key in keys if not re.search(rf"\b{key}\b", text)} == set()


@pytest.mark.parametrize("name", ["data.md", "data.th.md"])
def test_the_manifest_of_the_documents_fits_its_schema(name, write):
    manifests = EXAMPLE.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
    assert len(manifests) == 3
    for manifest in manifests:
        assert schema.validate(source.read(write("dataset.yaml", manifest)), "dataset") == []


@pytest.mark.parametrize("name", ["data.md", "data.th.md"])
def test_the_manifest_for_files_of_tools_reads_such_a_file(name, rated, smallest, write):
    _, manifest, _ = EXAMPLE.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
    write("export.csv", "ward,meta_q1,service/q1,service/q2\nA,x,1,2\nA,y,99,N/A\nA,z,yes,1\n")
    rules = smallest(f"{YES_NO}parts: {{a: null, b: null, x: {{answers: yes_no, questions: [q1, q2]}}}}")
    found = rated(rules, write("dataset.yaml", manifest))
    assert [(unit["unit"], unit["scores"]["x"]) for unit in found["units"]] == [("A", 75)]


@pytest.mark.parametrize(("name", "total"), [("data.md", "Total of all"), ("data.th.md", "รวมทั้งหมด")])
def test_the_manifest_for_sheets_of_people_reads_such_a_file(name, total, rated, smallest, write, tmp_path):
    *_, manifest = EXAMPLE.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
    rows = [["Scores"], [], ["ward", "year", "y"], ["", "", ""], ["", "", "points"], ["A", 2566, 50], [total]]
    with xlsxwriter.Workbook(tmp_path / "scores.xlsx") as made:
        sheet = made.add_worksheet("S")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        sheet.write("C4", "y")
    head = "ward,year,q1,q2,status,finished\nWhich?,When?,One,Two,,\n{id},{id},{id},{id},,\n"
    write(
        "export.csv", f"{head}A,2566,yes,no,approved,TRUE\nA,2566,no,no,approved,False\nA,2566,no,no,,TRUE\n"
    )
    rules = smallest(
        f"{YES_NO}parts: {{a: null, b: null, x: {{answers: yes_no, questions: [q1, q2]}}, y: {{}}}}"
    )
    found = rated(rules, write("dataset.yaml", manifest))
    (unit,) = found["units"]
    assert (unit["unit"], unit["scores"]["x"], unit["scores"]["y"]) == ("A · 2566", 50, 50)
    assert {each["severity"] for each in found["diagnostics"]} == {"note"}
