"""A browser without a window, in which pages are opened: nothing may go wrong in them, or be asked of the
network."""

from __future__ import annotations

import importlib.util
import os
import shutil

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def chromium():
    """A browser without a window. Skips where there is none, unless KEN_BROWSER=required."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    lacks = [
        name
        for name, there in (
            ("playwright", importlib.util.find_spec("playwright") is not None),
            ("Chromium on PATH", program is not None),
        )
        if not there
    ]
    if lacks:
        reason = f"the report cannot be opened in a browser: no {' and no '.join(lacks)}"
        if os.environ.get("KEN_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def tab_of(chromium, tmp_path):
    """Opens a page; at the end nothing may have gone wrong in it, or have been asked of the network."""
    faults, contexts = [], []

    def opens(text, width=1280, after="", **options):
        path = tmp_path / "opened.html"
        path.write_text(text, encoding="utf-8")
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}, **options))
        tab = contexts[-1].new_page()
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        tab.on(
            "request",
            lambda request: request.url.startswith(("file:", "blob:")) or faults.append(request.url),
        )
        tab.goto(path.as_uri() + after)
        return tab

    yield opens
    for context in contexts:
        context.close()
    assert faults == []


def is_too_wide(tab):
    """Whether a page has to be pushed aside to be read."""
    inner, outer = tab.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return inner > outer


def overprinted(tab):
    """Words of drawings that are cut, or laid over others."""
    labels = """each => each.filter(svg => svg.checkVisibility()).map(svg => {
      const frame = svg.getBoundingClientRect();
      return Array.from(svg.querySelectorAll("text"), text => {
        const box = text.getBoundingClientRect();
        return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top, frame.width, frame.height, text.textContent];
      });
    })"""
    for drawn in tab.locator("svg").evaluate_all(labels):
        for at, (left, top, right, bottom, wide, high, words) in enumerate(drawn):
            if left < 0 or top < -1 or right > wide or bottom > high + 1:
                yield words
            for other in drawn[:at]:
                across = min(right, other[2]) - max(left, other[0])
                down = min(bottom, other[3]) - max(top, other[1])
                if across > 0 and down > 0.35 * (bottom - top):
                    yield words, other[6]
