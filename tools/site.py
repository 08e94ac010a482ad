"""The documents as a site, in both languages, with a switch between them.

    python tools/site.py [FOLDER]        (build/site, where none is given)

Pages are those of docs/ and the README; a page without a Thai version stands there in English. Links that
lead out of the documents, such as to an input of a finding, become plain words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
NAMES = {"en": "English", "th": "ไทย"}
SECTIONS = {
    "en": {
        "Learning": ["index", "first", "tour", "books"],
        "Doing": ["explain", "report", "compare", "claims", "data"],
        "Looking up": ["rules", "commands", "python", "diagnostics", "glossary"],
        "Understanding": ["exactness", "scale", "architecture"],
        "About": ["changes", "contributing"],
    },
    "th": {
        "เรียนรู้": ["index", "first", "tour", "books"],
        "ลงมือทำ": ["explain", "report", "compare", "claims", "data"],
        "ค้นดู": ["rules", "commands", "python", "diagnostics", "glossary"],
        "เข้าใจ": ["exactness", "scale", "architecture"],
        "เกี่ยวกับ": ["changes", "contributing"],
    },
}
ELSEWHERE = {"index": "README.md", "changes": "CHANGELOG.md", "contributing": "CONTRIBUTING.md"}
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_HEAD = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
_FENCED = re.compile(r"(^```.*?^```)", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(```.*?```|``[^`]+``|`[^`\n]+`)", re.DOTALL)


def pages(language: str) -> list[str]:
    """The names of all pages."""
    return [page for section in SECTIONS[language].values() for page in section]


def source_of(page: str, language: str) -> Path:
    """The file of a page; the English one where there is no other."""
    english = ROOT / ELSEWHERE[page] if page in ELSEWHERE else DOCS / f"{page}.md"
    own = english.with_suffix(".th.md") if language == "th" else english
    return own if own.exists() else english


def text_of(page: str, language: str) -> str:
    """A page with links as the site has them; that of the commands is made of their help."""
    if page == "commands":
        return commands_page(language)
    source = source_of(page, language)
    seen: Counter[str] = Counter()

    def named(head: re.Match[str]) -> str:
        """A heading with the name by which other programs lead to it."""
        slug = slug_of(head[2])
        seen[slug] += 1
        return f"{head[0]} {{#{slug if seen[slug] == 1 else f'{slug}-{seen[slug] - 1}'}}}"

    parts = _FENCED.split(source.read_text(encoding="utf-8"))
    parts = [part if at % 2 else _HEAD.sub(named, part) for at, part in enumerate(parts)]
    codes: list[str] = []

    def kept(code: re.Match[str]) -> str:
        codes.append(code[0])
        return f"\0{len(codes) - 1}\0"

    text = _LINK.sub(lambda link: _led(link, source, language), _CODE.sub(kept, "".join(parts)))
    return re.sub(r"\0([0-9]+)\0", lambda code: codes[int(code[1])], text)


def commands_page(language: str) -> str:
    """What every command says of itself."""
    from click.testing import CliRunner
    from kenrules.cli import commands  # type: ignore[import-not-found, unused-ignore]

    def told(*arguments: str) -> str:
        shown = (
            CliRunner().invoke(commands, ["--lang", language, *arguments, "--help"], prog_name="ken").output
        )
        return f"```text\n{shown.rstrip()}\n```\n"

    heads = {"en": "Commands", "th": "คำสั่ง"}
    parts = [f"# {heads[language]}\n\n{told()}"]
    parts += [f"## ken {name}\n\n{told(name)}" for name in sorted(commands.list_commands(None))]
    return "\n".join(parts)


def slug_of(head: str) -> str:
    """The name of a heading in links."""
    kept = (letter for letter in head.lower() if letter in "-_ " or unicodedata.category(letter)[0] in "LMN")
    return "".join(kept).replace(" ", "-")


def _led(link: re.Match[str], source: Path, language: str) -> str:
    """A link to another page; to a picture; or, where it leads out of the documents, its words."""
    sign, words, target = link.groups()
    if "://" in target or target.startswith(("#", "mailto:")):
        return link[0]
    path, _, place = target.partition("#")
    file = (source.parent / path).resolve()
    if sign:
        return f"![{words}](pictures/{file.name})"
    known = {source_of(page, own): (page, own) for own in NAMES for page in pages(own) if page != "commands"}
    if file not in known:
        return words
    page, own = known[file]
    is_here = own == language or source_of(page, language) == file
    name = f"{page}.md" if is_here else f"../{own}/{page}.html"
    return f"[{words}]({name}{'#' if place else ''}{place})"


def staged(folder: Path, language: str) -> Path:
    """The pages of a language with the settings of the site, in a folder."""
    content = folder / "content"
    (content / "pictures").mkdir(parents=True)
    for page in pages(language):
        (content / f"{page}.md").write_text(text_of(page, language), encoding="utf-8")
    for picture in (DOCS / "pictures").glob("*.svg"):
        shutil.copy(picture, content / "pictures")
    settings = folder / "zensical.toml"
    settings.write_text(_settings(language), encoding="utf-8")
    return settings


def _settings(language: str) -> str:
    nav = ", ".join(
        f"{{ {json.dumps(title, ensure_ascii=False)} = {json.dumps([f'{page}.md' for page in own])} }}"
        for title, own in SECTIONS[language].items()
    )
    switch = "\n".join(
        f'[[project.extra.alternate]]\nname = "{name}"\nlink = "../{code}/index.html"\nlang = "{code}"\n'
        for code, name in NAMES.items()
    )
    return f"""[project]
site_name = "Ken (เกณฑ์)"
docs_dir = "content"
site_dir = "site"
use_directory_urls = false
nav = [{nav}]

[project.theme]
language = "{language}"
font = false
features = ["content.code.copy", "navigation.footer", "navigation.sections", "navigation.top"]

[[project.theme.palette]]
media = "(prefers-color-scheme: light)"
scheme = "default"

[[project.theme.palette]]
media = "(prefers-color-scheme: dark)"
scheme = "slate"

{switch}
[project.markdown_extensions]
attr_list = {{}}
tables = {{}}
toc.permalink = true
pymdownx.superfences = {{}}
pymdownx.highlight = {{}}
"""


class _Page(HTMLParser):
    """The links and the places of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        self.places |= {own["id"] or ""} if "id" in own else set()
        self.links += [link for key in ("href", "src") if tag != "link" and (link := own.get(key))]


def dead_links(site: Path) -> Iterator[str]:
    """The links of a site's pages that lead nowhere."""
    read = {path: _Page(path.read_text(encoding="utf-8")) for path in site.rglob("*.html")}
    for path, page in read.items():
        for link in page.links:
            target, _, place = link.partition("#")
            if "://" in link or link.startswith(("mailto:", "data:", "javascript:")):
                continue
            file = (path.parent / unquote(target)).resolve() if target else path.resolve()
            file = file / "index.html" if file.is_dir() else file
            is_place = not place or file not in read or unquote(place) in {*read[file].places, "__consent"}
            if not file.exists() or not is_place:
                yield f"{path.relative_to(site)}: {link}"


def built(folder: Path) -> list[str]:
    """Builds the site into a folder; what the builder warns of, and the links that lead nowhere."""
    told = []
    shutil.rmtree(folder, ignore_errors=True)
    for language in NAMES:
        work = folder / f".{language}"
        settings = staged(work, language)
        made = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", settings.name],
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            told.append(f"{language}: {made.stdout}{made.stderr}")
            continue
        (work / "site/404.html").unlink()  # it is made for one place in the network
        shutil.move(work / "site", folder / language)
        shutil.rmtree(work)
    links = " ".join(f'<a href="{code}/index.html">{name}</a>' for code, name in NAMES.items())
    forward = '<meta http-equiv="refresh" content="0; url=en/index.html">'
    begin = f'<!doctype html>\n<meta charset="utf-8">\n{forward}\n'
    (folder / "index.html").write_text(f"{begin}{links}\n", encoding="utf-8")
    return [*told, *dead_links(folder)]


def main() -> None:
    """Builds the site; exits with 1 where something is wrong with it."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build/site"
    wrong = built(folder.resolve())
    for line in wrong:
        print(line)
    print(f"{folder / 'index.html'}: {len(list(folder.rglob('*.html')))} pages, {len(wrong)} findings")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
