#!/usr/bin/env python3
"""commonmark.py BINARY [NUMBER...]   CommonMark's own examples through the reader and the XHTML writer.

Each example of the specification (npm's `commonmark-spec`, fetched on first use) is converted under
`--dialect commonmark`, and what came out is held against what the specification shows: the same elements
with the same attributes around the same text. Both are read by Python's own tokenizer, which shares nothing
with Postpress. What any page means alike is no difference: white space collapses, elements end where what holds them ends,
text by itself in a `div` is a paragraph, rows make a table's body, a heading's level is its depth among the headings (the
writer closes gaps), `\\` in an address is `/`.

What a converter must do otherwise is listed in commonmark-differs.txt, a line an example with the reason.
An example that differs and is not listed fails, and so does one that is listed and does not differ, so that the list
only shrinks. With numbers, prints both sides of these examples.
"""

import itertools
import os
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
PACKAGE = "commonmark-spec@0.31.2"
# What only wraps ends the text before it; of every other element that is not named here only the content counts.
DIVISIONS = {"article", "section", "div"}
SAME = {"b": "strong", "i": "em", "tt": "code"}
# Attributes that mean something to a reader. What the writer adds for pages (ids, `tabindex`, `dir`) is its own.
KEPT = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",), "code": ("class",)}
VOID = {"br", "hr", "img"}
LINE = {"em", "strong", "code", "a", "del", "ins"} | VOID
# Their content is no text of the page.
UNSEEN = {"script", "style"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# These hold text by themselves.
HOLDERS = {"p", "li", "pre", "td", "th"} | HEADINGS
BLOCKS = HOLDERS | {"ul", "ol", "blockquote", "hr", "table", "tr"}


class Page(HTMLParser):
    """The elements and texts of a page as a flat list, each element ended."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.events, self.open, self.levels, self.unseen = [], [], [], None
        self.feed(text)
        self.close()
        self.end_to(0)

    def end_to(self, depth):
        while len(self.open) > depth:
            self.events.append((">", self.open.pop()))

    def holds_text(self):
        return any(tag in HOLDERS for tag in self.open)

    def end_loose(self):
        """Ends a paragraph that text by itself began."""
        if "loose" in self.open:
            self.end_to(self.open.index("loose"))

    def begin_loose(self):
        if not self.holds_text() and "loose" not in self.open:
            self.open.append("loose")
            self.events.append(("<", "loose", ()))

    def handle_starttag(self, tag, attributes):
        tag = SAME.get(tag, tag)
        if tag in DIVISIONS or tag in BLOCKS:
            self.end_loose()
        if tag in BLOCKS and "p" in self.open:
            self.end_to(self.open.index("p"))
        if tag in UNSEEN:
            self.unseen = tag
        if tag not in BLOCKS and tag not in LINE:
            return
        if tag not in BLOCKS:
            self.begin_loose()
        attributes = dict(attributes)
        said = tuple((name, same(name, attributes[name])) for name in KEPT.get(tag, ()) if attributes.get(name) is not None)
        if tag in HEADINGS:
            self.levels = [level for level in self.levels if level < tag] + [tag]
            tag = f"h{len(self.levels)}"
        self.events.append(("<", tag, said))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        tag = SAME.get(tag, tag)
        self.unseen = None
        if tag in HEADINGS:
            tag = next((own for own in self.open if own in HEADINGS), tag)
        if tag in DIVISIONS or tag in BLOCKS:
            self.end_loose()
        if tag in self.open:
            self.end_to(len(self.open) - 1 - self.open[::-1].index(tag))

    def handle_data(self, data):
        if self.unseen:
            return
        if "pre" not in self.open:
            data = re.sub(r"[ \t\n\r\f]+", " ", data)
            if data == " " and not self.holds_text() and "loose" not in self.open:
                return
        self.begin_loose()
        if self.events and self.events[-1][0] == "text":
            data = self.events.pop()[1] + data
        self.events.append(("text", data if "pre" in self.open else re.sub(r" +", " ", data)))


def same(name, value):
    """Addresses are compared without their escapes, which the model leaves as the author wrote them."""
    if name in ("href", "src"):
        return unquote(value or "").replace("\\", "/")
    return re.sub(r"\s+", " ", value or "").strip()


def is_at_edge(events, at, step):
    """Is there nothing but inline elements' tags between here and the edge of a block or line?"""
    at += step
    while 0 <= at < len(events) and (events[at][1] == " " if events[at][0] == "text" else events[at][1] in LINE - VOID):
        at += step
    return not 0 <= at < len(events) or events[at][0] != "text" and events[at][1] != "img"


def shown(text, specified):
    """Events with the spaces gone that no browser shows: at the edges of blocks and lines."""
    events = Page(text).events
    out = []
    in_pre = False
    for at, event in enumerate(events):
        if event[0] == "text" and in_pre:
            # The specification ends the last line of code; the writer has it between the others only.
            words = event[1].removesuffix("\n") if specified else event[1]
            event = ("text", words.removeprefix("\n") if events[at - 1][0] == "<" else words)
        elif event[0] == "text":
            words = event[1].lstrip(" ") if is_at_edge(events, at, -1) else event[1]
            event = ("text", words.rstrip(" ") if is_at_edge(events, at, 1) else words)
        elif event[1] == "pre":
            in_pre = event[0] == "<"
        elif event[1] == "code" and in_pre:
            # Preformatted text is code, with or without the element.
            event = ("code", event[2]) if event[0] == "<" and event[2] else ("text", "")
        elif event[1] == "loose":
            event = (event[0], "p", *event[2:])
        if event[0] == "text" and not in_pre and spaced(out):
            event = ("text", event[1].lstrip(" "))
        if event == ("text", ""):
            continue
        out.append(event)
        # An element without anything in it is nothing to see.
        while len(out) > 1 and out[-1][0] == ">" and out[-2][:2] == ("<", out[-1][1]) and out[-1][1] in LINE | {"p"}:
            del out[-2:]
    return out


def spaced(out):
    """Does the line so far end with a space?"""
    texts = itertools.takewhile(lambda event: event[0] == "text" or event[1] in LINE - VOID, reversed(out))
    return next((event[1].endswith(" ") for event in texts if event[0] == "text"), False)


def specification():
    tools = Path(os.environ.get("POSTPRESS_TOOLS") or Path.home() / ".cache/postpress-tools")
    folder = tools / PACKAGE.replace("@", "-")
    if not folder.is_dir():
        tools.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=tools) as scratch:
            subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=scratch, check=True, stdout=subprocess.DEVNULL)
            subprocess.run(["tar", "xzf", next(Path(scratch).glob("*.tgz"))], cwd=scratch, check=True)
            (Path(scratch) / "package").rename(folder)
    text = (folder / "spec.txt").read_text(encoding="utf-8").split("<!-- END TESTS -->")[0]
    found = re.findall(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", text, re.M | re.S)
    return [(markdown.replace("→", "\t"), html.replace("→", "\t")) for markdown, html in found]


def convert(binary, examples, folder):
    for number, (markdown, _) in enumerate(examples, 1):
        # A blank line before it keeps a rule from being the fence of front matter.
        (folder / f"{number:03}.md").write_text("\n" + markdown, encoding="utf-8", newline="\n")
    names = sorted(str(path) for path in folder.glob("*.md"))
    out = folder / "out"
    out.mkdir()
    for at in range(0, len(names), 100):
        arguments = [binary, "--offline", "--dialect", "commonmark", *names[at:at + 100], "--to", "xhtml", "-O", "xhtml.fragment=true", "-o", str(out)]
        subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300, check=False)
    return [read(out / f"{number:03}.xhtml") for number in range(1, len(examples) + 1)]


def read(path):
    return path.read_text(encoding="utf-8") if path.is_file() else "(nothing was written)"


def main():
    binary, *asked = sys.argv[1:] or sys.exit(__doc__)
    binary = str(Path(binary).resolve())
    examples = specification()
    listed = {}
    for line in (HERE / "commonmark-differs.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            number, reason = line.split(None, 1)
            listed[int(number)] = reason
    with tempfile.TemporaryDirectory() as folder:
        results = convert(binary, examples, Path(folder))
    differ = [number for number, ((_, html), result) in enumerate(zip(examples, results), 1) if shown(html, True) != shown(result, False)]
    for number in map(int, asked):
        (markdown, html), result = examples[number - 1], results[number - 1]
        print(f"--- {number}\n{markdown}--- specified\n{html}--- written\n{result}---\n{shown(html, True)}\n{shown(result, False)}")
    unexpected = [number for number in differ if number not in listed]
    healed = [number for number in listed if number not in differ]
    if unexpected:
        print("FAIL these examples differ and are not listed:", *unexpected)
    if healed:
        print("FAIL these are listed and do not differ any more; take them off the list:", *healed)
    if not unexpected and not healed:
        print(f"PASS {len(examples) - len(differ)} of {len(examples)} examples; {len(differ)} are listed with their reasons")
    sys.exit(bool(unexpected or healed))


if __name__ == "__main__":
    main()
