"""Pages as a browser takes them apart."""

from __future__ import annotations

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
