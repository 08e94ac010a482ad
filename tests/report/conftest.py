"""What several tests of reports use."""

from __future__ import annotations

import docx
import polars as pl
import pytest
from kenrules.engine.audit.contradictions import Contradiction
from kenrules.engine.book import guidance, library
from kenrules.engine.data import prepare, read_table
from kenrules.engine.explain.least import ways
from kenrules.engine.explain.trace import explain
from kenrules.engine.report.content import PARTS
from kenrules.engine.report.making import content_of
from kenrules.engine.report.rules_text import RulesText
from kenrules.engine.report.setting import Setting
from kenrules.engine.words.diagnostics import Position, say

from ..conftest import EXAMPLE
from .readers import EDITIONS, MAKERS, read

RULES_OF_LEVELS = """
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
thresholds: {pass: 80}
parts: null
instruments:
  PLAIN:
    title: The plain one
    weight: 50%
    indicators: {P1: {title: First plan}, P2: {title: Second plan}, P3: {title: Third plan}}
  ASKED:
    title: The asked one
    weight: 50%
    indicators: {Q1: {title: First answer, questions: [q1, q2]}, Q2: {title: Second answer, subindicators: {s1: {questions: [q3]}, s2: {}}}}
judgements: {indicator: [{result: good, when: score >= pass}, {result: bad, when: score < pass}]}
"""


@pytest.fixture
def of_levels(smallest, write):
    """Rules in which some indicators have no questions, their guidance, and the data of two units."""
    rules = smallest(RULES_OF_LEVELS)
    write("rules.guidance.yaml", "guidance: test/changed\nunits: {u: The office}\nitems:\n  P2:\n    " "improve: Write it anew.\n"
          "    measure: {units: [u], steps: [Write it], report: In a file, by: 3}\n")  # fmt: skip
    return rules, write(
        "d.csv", "agency,P1,P2,P3,q1,q2,q3,s2\nA,90,50,80,90,90,70,70\nB,90,90,90,90,90,90,90\n"
    )


@pytest.fixture(scope="session")
def contents():
    """The report of a real agency, with last year's figures and a finding, in each language and in each kind
    of digits."""
    rules = library.load("ita/2566")
    data = prepare(rules, read_table(EXAMPLE / "figures.csv"))
    trace = explain(rules, data, data.frame[data.claims.key][0])
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
    settings = {each: Setting(guidance.load(rules), *each, PARTS) for each in EDITIONS}
    return {
        each: (content_of(RulesText(setting), trace, least, [finding], trace), setting.look)
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
        return content_of(
            RulesText(Setting(guidance.load(loaded), "en", "arabic")), explain(loaded, data, unit)
        )

    return make_content
