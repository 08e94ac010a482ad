"""HTML: one file that needs no network, for reading in a browser and for printing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...words.diagnostics import Text, say, visible
from ...words.speech import Speech
from .. import packages
from ..drawing import FONTS
from ..exhibit import Chapter, Exhibit, Page
from ..sections import Cell, Figure, FileLink, Section, Table, TitledName, shown
from ..tones import shade, tone

SUFFIXES = (".html",)
SHAPES = ("page", "chapters")
TEMPLATE = "page.html.j2"
SORTED = ("moved", "near")
FEW = 15  # rows; a longer table can be sorted and searched
PAGE = 100  # rows shown at once; of a longer table the others are data in a script
PRINTED = 500  # rows
SHORT = 26  # letters; shorter texts are not broken into lines
MISSING = "–"

LOOKS: Mapping[str, str] = {
    "met": "good",
    "proved": "good",
    "not met": "bad",
    "holds": "good",
    "does not hold": "bad",
    "refuted": "bad",
    "possible": "sure",
    "never": "faint",
}
"""How words of Ken's own look, by their templates."""

ARROWS: Mapping[str, str] = {
    "up": "▲",
    "gained": "▲",
    "down": "▼",
    "lost": "▼",
    "level": "◆",
    "other": "◇",
    "same": "",
    "unrated": "",
}
HEAT: Mapping[str, tuple[int, int, int]] = {
    "up": (112, 172, 222),
    "gained": (112, 172, 222),
    "down": (245, 164, 96),
    "lost": (245, 164, 96),
    "level": (176, 184, 193),
    "other": (203, 196, 176),
    "same": (176, 184, 193),
    "unrated": (176, 184, 193),
}


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:
    """The whole file. Raises KenError when a package of the optional extra is not installed."""
    view = _View(exhibit, speech, packages.needed("markupsafe", "markupsafe").Markup)
    page = _page(exhibit)
    context = {
        "title": view.words(page.title),
        "about": [(view.words(name), view.words(what)) for name, what in page.about],
        "language": speech.language,
        "parts": [view.chapter(chapter) for chapter in page.chapters],
        "words": view.own_words(),
        "script": view.script_words(),
        "fonts": FONTS,
    }
    yield template_of_page(TEMPLATE).render(context).encode(errors="replace")


def template_of_page(name: str) -> Any:
    """A template of this folder. Raises KenError when a package of the optional extra is not installed."""
    jinja = packages.needed("jinja2", "jinja2")
    environment = jinja.Environment(
        autoescape=True,
        loader=jinja.FileSystemLoader(Path(__file__).resolve().parent),
        undefined=jinja.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def script_json(value: object) -> Any:
    """JSON that cannot end the script that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return packages.needed("markupsafe", "markupsafe").Markup(text)


def _page(exhibit: Exhibit) -> Page:
    """The page of an exhibit: its own, or its chapters."""
    if exhibit.page is not None:
        return exhibit.page()
    assert exhibit.chapters is not None
    return Page(exhibit.title, exhibit.chapters())


class _View:
    """What the template shows, as plain values; `markup` marks a text as HTML."""

    def __init__(self, exhibit: Exhibit, speech: Speech, markup: Any) -> None:
        self.directions = exhibit.directions
        self.looks = {**LOOKS, **{words.template: name for name, words in exhibit.directions.items()}}
        self.translate = speech.translate
        self.markup = markup
        self.count = 0

    def words(self, text: Text | str) -> str:
        return text.in_words(self.translate) if isinstance(text, Text) else visible(text)

    def own_words(self) -> Mapping[str, str]:
        own = {
            "contents": say("Contents"),
            "search": say("Search"),
            "before": say("previous"),
            "after": say("next"),
            "direction": say("direction"),
            "every": say("(all)"),
            "reset": say("Show all"),
            "download": say("Download as CSV"),
        }
        return {name: self.words(text) for name, text in own.items()}

    def script_words(self) -> Any:
        """The words that the script fills in, as JSON."""
        own = {
            "found": say("{found} of {all} rows", found="{found}", all="{all}"),
            "place": say("rows {first} to {last}", first="{first}", last="{last}"),
            "left_out": say(
                "{shown} of {all} rows are printed here; {left} are left out.",
                shown="{shown}",
                all="{all}",
                left="{left}",
            ),
        }
        return script_json(
            {
                "page": PAGE,
                "printed": PRINTED,
                "missing": MISSING,
                **{name: self.words(text) for name, text in own.items()},
            }
        )

    def chapter(self, chapter: Chapter) -> Mapping[str, Any]:
        title = None if chapter.title is None else self.words(chapter.title)
        return {"title": title, "sections": [self.section(section) for section in chapter.sections]}

    def legend(self, counts: Mapping[str, int]) -> Sequence[Mapping[str, Any]]:
        return [
            {
                "mark": name,
                "arrow": ARROWS[name],
                "words": self.words(self.directions[name]),
                "count": f"{count:,}",
            }
            for name, count in counts.items()
        ]

    def section(self, section: Section) -> Mapping[str, Any]:
        self.count += 1
        picture = None if section.picture is None else section.picture(self.translate)
        return {
            "id": f"s{self.count}",
            "title": self.words(section.title),
            "sentences": [self.words(each) for each in section.sentences],
            "table": None if section.table is None else self.table(section.table),
            "chart": None if picture is None else self.markup(picture.svg),
            "narrow": None if picture is None or not picture.narrow else self.markup(picture.narrow),
            "legend": [] if picture is None else self.legend(picture.counts),
            "note": None if picture is None or picture.note is None else self.words(picture.note),
        }

    def table(self, table: Table) -> Mapping[str, Any]:
        rows = [[self.cell(each) for each in row] for row in table.rows]
        if table.directions:
            self.heat(table, rows)
        self.on_page(table, rows)
        last = rows.pop() if rows and table.rows[-1][0] == say("all") else None
        live = not (table.directions or table.page.ticks or table.page.fixed) and bool(
            table.id in SORTED or len(rows) > FEW or table.page.choices or table.page.file
        )
        numbers = [
            all(row[at]["number"] is not None or row[at]["empty"] for row in rows) and bool(rows)
            for at in range(len(table.headings))
        ]
        headings = [self.words(each) for each in table.headings]
        note = say(
            "Without scripts only the first {count} of {all} rows are shown.",
            count=PAGE,
            all=f"{len(rows):,}",
        )
        return {
            "id": table.id,
            "data": f"d{self.count}",
            "headings": [
                {"words": each, "number": number, "long": len(each) > SHORT}
                for each, number in zip(headings, numbers, strict=True)
            ],
            "few": len(rows) <= FEW,
            "rows": rows[:PAGE],
            "last": last,
            "live": live,
            "heat": bool(table.directions),
            "json": self.rows_json(rows) if live and len(rows) > PAGE else None,
            "note": self.words(note),
            "shaded": bool(table.page.shades),
            "ticks": table.page.ticks,
            "leads": table.page.leads,
            "crosses": table.page.crosses,
            "file": table.page.file,
            "choices": self.choices(table, rows, headings),
        }

    def choices(
        self, table: Table, rows: Sequence[Sequence[Mapping[str, Any]]], headings: Sequence[str]
    ) -> list[Mapping[str, Any]]:
        """The columns by which rows are chosen, each with those of its words that there are."""
        told: list[Mapping[str, Any]] = []
        for column, words in table.page.choices.items():
            there = dict.fromkeys(row[column]["text"] for row in rows if not row[column]["empty"])
            order = [each for each in dict.fromkeys(map(self.words, words)) if each in there]
            order += [each for each in there if each not in order]
            told.append({"column": column, "heading": headings[column], "words": order})
        return told

    def on_page(self, table: Table, rows: Sequence[Sequence[dict[str, Any]]]) -> None:
        """Draws bars and colours of places between the best and the worst."""
        column, tones = table.page.bar, table.page.tones
        if column is not None:
            most = max((row[column]["number"] or 0 for row in rows), default=0) or 1
            for at, row in enumerate(rows):
                part, place = (row[column]["number"] or 0) / most, tones[at] if at < len(tones) else None
                color = "" if place is None else f";--tone:{tone(place)}"
                row[column]["style"] = f"--part:{part:.4f}{color}"
                row[column]["mark"] = "bar"
        for row, places in zip(rows, table.page.shades, strict=False):
            for cell, place in zip(row[1:], places, strict=False):
                if place is not None:
                    cell["style"] = f"background:{shade(place)}"

    def cell(self, cell: Cell) -> dict[str, Any]:
        """`text`, `number` (or None), `empty`, `mark` (how it looks), `short`, and `style`."""
        number = cell.value if isinstance(cell, Figure) else cell if isinstance(cell, int) else None
        words = cell.words if isinstance(cell, TitledName) else shown(cell, self.translate)
        text = visible(words) or MISSING
        mark = self.looks.get(cell.template, "") if isinstance(cell, Text) else ""
        return {
            "text": text,
            "number": number,
            "empty": text == MISSING,
            "mark": mark,
            "arrow": ARROWS.get(mark, ""),
            "small": visible(cell.name) if isinstance(cell, TitledName) and cell.name != cell.words else "",
            "short": len(text) <= SHORT,
            "style": "",
            "spoken": "",
            "link": quote(cell.file) if isinstance(cell, FileLink) else "",
        }

    def heat(self, table: Table, rows: Sequence[Sequence[dict[str, Any]]]) -> None:
        """Colours the counts of a matrix: the more units, the stronger; by direction."""
        most = max(
            (
                row[at]["number"] or 0
                for row, own in zip(rows, table.directions, strict=False)
                for at, each in enumerate(own)
                if each
            ),
            default=0,
        )
        for row, own in zip(rows, table.directions, strict=False):
            for cell, direction in zip(row, own, strict=True):
                if direction is None or not cell["number"]:
                    cell["mark"] = "faint" if direction else ""
                    continue
                strength = 0.15 + 0.85 * (cell["number"] / most) ** 0.5
                red, green, blue = (round(255 - (255 - each) * strength) for each in HEAT[direction])
                cell["style"] = f"background:#{red:02x}{green:02x}{blue:02x}"
                cell["arrow"], cell["spoken"] = ARROWS[direction], self.words(self.directions[direction])

    def rows_json(self, rows: Sequence[Sequence[Mapping[str, Any]]]) -> Any:
        """The rows as data: a number stands for itself as text, every other cell for its place in `words`;
        `marks` says how a word looks, and the arrow before it, `links` where it leads, `small` what stands
        after it."""
        places: dict[tuple[str, str, str, str], int] = {}

        def place(cell: Mapping[str, Any]) -> str | int:
            if cell["number"] is not None:
                return str(cell["text"])
            key = (cell["text"], cell["mark"], cell["link"], cell["small"])
            return places.setdefault(key, len(places))

        data = [[place(cell) for cell in row] for row in rows]
        marks = {number: [mark, ARROWS.get(mark, "")] for (_, mark, _, _), number in places.items() if mark}
        links = {number: link for (_, _, link, _), number in places.items() if link}
        small = {number: name for (*_, name), number in places.items() if name}
        words = [text for text, *_ in places]
        told = {"words": words, "marks": marks, "links": links, "small": small}
        return script_json({**told, "rows": data, "short": SHORT})
