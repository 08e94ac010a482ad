"""What works without the packages of the extra."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ..conftest import EXAMPLE, FIGURES


@pytest.mark.slow
def test_the_engine_needs_none_of_the_extra(tmp_path):
    """With the packages of the extra out of reach, all else works, and the report says what is lacking."""
    code = (
        "import sys\n"
        "class Gone:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in ('docx', 'docxtpl', 'weasyprint', 'jinja2', "
        "'vl_convert', 'lxml', 'markupsafe'):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "sys.argv = ['ken', *sys.argv[1:]]\n"
        "from kenrules.cli import main\n"
        "main()\n"
    )
    arguments = {
        "explain": [str(FIGURES)],
        "audit": [str(EXAMPLE / "printed.csv")],
        "evaluate": [str(FIGURES)],
        "report": [str(FIGURES), "-o", str(tmp_path / "r.docx")],
    }
    found = {
        name: subprocess.run(
            [sys.executable, "-c", code, name, "ita/2566", *rest],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        for name, rest in arguments.items()
    }
    assert {name: each.returncode for name, each in found.items()} == {
        "explain": 0,
        "audit": 1,
        "evaluate": 0,
        "report": 2,
    }
    assert "pip install 'kenrules[report]'" in found["report"].stderr
