"""The operator's manual as text: chapters, their headings, and where a word occurs."""

import re
from dataclasses import dataclass
from pathlib import Path

CONTENTS = "README"

_WIDE = "\u2014-\u2026\u3000-\u9fff\uff00-\uffef“”‘’（）《》"
# Markdown joins the lines of a paragraph with a blank, which Chinese does not have.
_BROKEN = re.compile(f"(?<=[{_WIDE}*])\n(?=[{_WIDE}])")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the manual; ``name`` is what a page calls its chapter."""

    name: str
    title: str
    text: str
    headings: tuple[str, ...]

    def count(self, word: str) -> int:
        """How often a word occurs in what can be read."""
        return _plain(self.text).casefold().count(word.casefold())


def read(folder: Path) -> tuple[Chapter, ...]:
    """The chapters in the order in which the contents name them; none where there is no manual."""
    contents = folder / f"{CONTENTS}.md"
    if not contents.is_file():
        return ()
    first = _chapter(contents)
    named = dict.fromkeys(re.findall(r"\]\((\w+)\.md\)", first.text))
    files = [path for name in named if (path := folder / f"{name}.md").is_file()]
    return (first, *map(_chapter, files))


def _chapter(path: Path) -> Chapter:
    text = _BROKEN.sub("", path.read_text("utf-8").replace("\r\n", "\n"))
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    return Chapter(path.stem, title[1].strip() if title else path.stem, text, tuple(headings))


def _plain(text: str) -> str:
    """Without pictures, targets of links and marks of emphasis."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    return re.sub(r"[*`#]", "", re.sub(r"\]\([^)]*\)", "]", text))
