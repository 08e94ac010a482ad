"""JUnit XML, which continuous integration shows test results from."""

from __future__ import annotations

from collections.abc import Iterator

from ...words.speech import Speech
from ..exhibit import Exhibit

SUFFIXES = (".xml",)
SHAPES = ("suites",)


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:  # noqa: ARG001  # the cases have their words
    """A suite for each thing that was tested together."""
    from xml.etree import ElementTree

    assert exhibit.suites is not None
    root = ElementTree.Element("testsuites")
    for suite in exhibit.suites():
        failed = sum(failure is not None for _, failure in suite.cases)
        counts = {"tests": str(len(suite.cases)), "failures": str(failed)}
        element = ElementTree.SubElement(root, "testsuite", {"name": suite.name, **counts})
        for name, failure in suite.cases:
            case = ElementTree.SubElement(element, "testcase", classname=suite.kind, name=name)
            if failure is not None:
                message, kind, text = failure
                told = {"message": message} if kind is None else {"message": message, "type": kind}
                ElementTree.SubElement(case, "failure", told).text = text
    yield (ElementTree.tostring(root, encoding="unicode") + "\n").encode(errors="replace")
