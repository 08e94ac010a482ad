"""Every kind of page that Ken writes, in both languages: axe-core finds nothing that keeps anybody from reading it."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

RULES = """
ruleset: made-up/{number}
title: {{en: Made up, th: สมมติ}}
source: made up
unit: area
scale: {{min: 0, max: 100, decimals: 1, rounding: half_up}}
thresholds: {{pass: {number}0}}
inputs: {{kind: {{one_of: [town, village]}}}}
parts: {{a: {{title: {{en: First, th: หนึ่ง}}}}, b: {{title: {{en: Second, th: สอง}}}}}}
bands: [{{rating: good, when: total >= pass}}, {{rating: poor}}]
targets: [{{id: half, share_of_units: total >= pass, at_least: 50%}}]
"""
SCORES = "area,kind,a,b\nx,town,80,80\ny,village,75,70\nz,town,20,\n"
FIGURES = "area,kind,a,b,total,rating\nx,town,80,80,81,good\ny,village,75,70,72.5,poor\n"

PAGES = {
    "evaluate": "evaluate {old} {data} -o {page}",
    "explain": "explain {old} {data} --unit y -o {page}",
    "compare": "compare {old} {new} {data} --no-proofs -o {page}",
    "diff": "diff {old} {new} --no-proofs -o {page}",
    "audit": "audit {old} {figures} -o {page}",
    "findings": "evaluate {old} {data} --findings {page}",
    "report": "report {old} {data} --unit x -o {page}",
    "index": "report {old} {data} --all --template {template} -o {folder}",
}


@pytest.fixture(scope="module")
def axe() -> str:
    """The program of axe-core. Skips where it is not there, unless KEN_BROWSER=required."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        if os.environ.get("KEN_BROWSER") == "required":
            pytest.fail("axe-playwright-python is not there: pip install -e '.[dev]'")
        pytest.skip("axe-playwright-python is not there")
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(kind, language, ken, write, tmp_path, tab_of, axe):
    names = {
        "old": write("old.yaml", RULES.format(number=7)),
        "new": write("new.yaml", RULES.format(number=8)),
        "data": write("data.csv", SCORES),
        "figures": write("figures.csv", FIGURES),
        "template": write("t.md", "{{ unit }}"),
        "page": tmp_path / "page.html",
        "folder": tmp_path / "out",
    }
    ran = ken("--lang", language, *(part.format(**names) for part in PAGES[kind].split()))
    page = names["folder"] / "index.html" if kind == "index" else names["page"]
    assert page.exists(), ran.output
    text = page.read_text(encoding="utf-8")
    assert f'<html lang="{language}"' in text
    for width, scheme in ((1280, "light"), (390, "dark")):
        tab = tab_of(text, width, color_scheme=scheme)
        tab.evaluate(axe)
        found = tab.evaluate("axe.run(document)")
        told = [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]
        assert told == [], (width, scheme)
        assert len(found["passes"]) > 10
