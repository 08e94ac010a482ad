"""Pages as a browser takes them apart."""

from __future__ import annotations

import json
from html.parser import HTMLParser


class Parsed(HTMLParser):
    """The elements of a page; its strings, each with the element that it stands in; what of these is read as
    texts, and what is drawn in a chart; the levels of its headings, and 0 for what stands below them."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.strings, self.texts, self.drawn = [], [], [], []
        self.outline, self.open = [], []
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
        self.strings.append((self.open[-1] if self.open else "", data))
        if "svg" in self.open:
            self.drawn.append(data)
        elif not {"style", "title"} & set(self.open) and data.strip():
            self.texts.append(data)
            if not {"h1", "h2", "h3"} & set(self.open):
                self.outline.append(0)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


class PageTables(HTMLParser):
    """The tables of a page, by the names that they have in it: rows of texts, without the short names that stand
    behind titles; those that stand in a script are taken from there. `headings` has those of each table,
    `sentences` the paragraphs by the title of their section."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.headings, self.sentences = {}, {}, {}
        self._table, self._cell, self._title, self._open, self._small = "", None, "", [], False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "table":
            self._table = attributes["data-table"]
            self._live = attributes.get("data-live")
            self.rows[self._table], self.headings[self._table] = [], []
        elif tag == "tr" and "tbody" in self._open:
            self.rows[self._table].append([])
        elif tag in ("td", "th", "h1", "h2", "h3", "p", "script"):
            self._cell = ""
            self._id = attributes.get("id")
        elif tag == "small":
            self._small = True
        if tag not in ("meta", "input"):
            self._open.append(tag)

    def handle_data(self, data):
        if self._cell is not None and not self._small:
            self._cell += data

    def handle_endtag(self, tag):
        while self._open and self._open.pop() != tag:
            pass
        text, inside = self._cell, self._open
        if tag == "small":
            self._small = False
        elif tag in ("td", "th") and text is not None:
            if "thead" in inside:
                self.headings[self._table].append(text)
            elif "tbody" in inside:
                self.rows[self._table][-1].append(text.rstrip(" "))
        elif tag in ("h2", "h3"):
            self._title = text
        elif tag == "p" and text is not None:
            self.sentences.setdefault(self._title, []).append(text)
        elif tag == "script" and self._table and self._live and self._id == self._live:
            data = json.loads(text)
            self.rows[self._table] = [
                [cell if isinstance(cell, str) else data["words"][cell] for cell in row]
                for row in data["rows"]
            ]
        if tag in ("td", "th", "h1", "h2", "h3", "p", "script"):
            self._cell = None
