"""Pictures of terminals for the documents: what commands print on one, as SVG without fonts of the network.

    python tools/pictures.py

writes docs/pictures anew; a test compares them with what the commands print."""

from __future__ import annotations

import fcntl
import html
import io
import os
import re
import shlex
import struct
import subprocess
import sys
import termios
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/pictures"
EXAMPLE = "examples/takothong-2566"
WIDTH = 108
SUFFIXES = {"en": ".svg", "th": ".th.svg"}

FIGURES = f"ita/2566 {EXAMPLE}/figures.csv"
COMMANDS = {
    "evaluate": f"ken evaluate ita/2566 {EXAMPLE}/indicators.csv",
    "explain": f'ken explain {FIGURES} --by items --goal ผ่าน --goal "OIT >= 85" | tail -12',
    "check": "ken check ita/2566-as-printed",
    "diff": "ken diff ita/2565 ita/2566 | tail -54 | head -20",
    "show": "ken show news2/2017 | head -29",
}
"""By name the command that is run; of what it prints, the first or the last lines."""

BLACK, GREY = (36, 41, 47), (90, 96, 104)
COLOURS = [(176, 38, 28), (26, 110, 52), (143, 90, 0), (9, 80, 170), (120, 60, 160), (0, 105, 115)]
THEME = TerminalTheme((255, 255, 255), BLACK, [BLACK, *COLOURS, GREY], [GREY, *COLOURS, BLACK])
_START = CONSOLE_SVG_FORMAT.index("    @font-face")
_END = CONSOLE_SVG_FORMAT.index("    .{unique_id}-matrix")
FORMAT = (CONSOLE_SVG_FORMAT[:_START] + CONSOLE_SVG_FORMAT[_END:]).replace(
    "Fira Code, monospace", "ui-monospace, Menlo, Consolas, 'Noto Sans Mono', monospace"
)


def pictures() -> list[tuple[str, str]]:
    """The names of the pictures with their languages."""
    return [(name, language) for name in COMMANDS for language in SUFFIXES]


def file_of(name: str, language: str) -> Path:
    """Where a picture is kept."""
    return PICTURES / f"{name}{SUFFIXES[language]}"


def picture(name: str, language: str) -> str:
    """The SVG of what a command prints on a terminal, in a language."""
    call, *filters = COMMANDS[name].split(" | ")
    lines = printed(["--lang", language, *shlex.split(call)[1:]]).rstrip().splitlines()
    for each in filters:
        kind, count = each.split(" -")
        lines = lines[: int(count)] if kind == "head" else lines[-int(count) :]
    out = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False, emoji=False)
    for line in lines:
        out.print(Text.from_ansi(line), soft_wrap=True)
    return in_cells(
        out.export_svg(title=call, theme=THEME, code_format=FORMAT, unique_id=f"ken-{name}-{language}")
    )


def in_cells(svg: str) -> str:
    """The picture with each text as wide as its cells: rich counts letters, marks above and below others
    too."""
    letter = 12.2

    def fitted(text: re.Match[str]) -> str:
        return f'textLength="{letter * cell_len(html.unescape(text[2])):g}"{text[1]}>{text[2]}</text>'

    return re.sub(r'textLength="[0-9.]+"([^>]*)>([^<]*)</text>', fitted, svg)


def printed(arguments: list[str]) -> str:
    """What `ken` prints on a terminal of that width, with colours."""
    import pty

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 60, WIDTH, 0, 0))
    environment = {
        key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "NO_COLOR")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "kenrules.cli", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**environment, "TERM": "xterm-256color"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # nobody writes any more
            break
        if not piece:
            break
        shown += piece
    process.wait()
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def main() -> None:
    """Writes every picture."""
    PICTURES.mkdir(exist_ok=True)
    for name, language in pictures():
        file = file_of(name, language)
        file.write_text(picture(name, language), encoding="utf-8")
        print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
