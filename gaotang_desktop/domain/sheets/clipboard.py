"""Cells as WPS and Excel put them on the clipboard, and as they take them.

Cells stand between tabs, rows between line ends. A cell that holds a line break or a tab is quoted
and its own quotation marks are doubled; any other cell stands as it is, quotation marks and all.
"""

import re
from collections.abc import Iterable, Sequence

NOTHING = "剪贴板里没有文字。先到表格里选中要贴的格子，复制以后再来粘贴。"
"""What is said where there is nothing to paste (or a picture)."""
_LINE_END = re.compile(r"\r\n|\r|\n")
# A quoted cell ends before a tab, a line end or the end; a doubled mark is one of its own.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r|\n|\Z)')
_PLAIN = re.compile(r"[^\t\r\n]*")


def cells(text: str) -> list[list[str]]:
    """The rows of a copied block. The end of the last row begins no further row.

    What begins like a quoted cell but never ends as one, or holds nothing that needs quoting, is
    text that somebody wrote with quotation marks.
    """
    if '"' not in text:  # nearly every block, and many times faster
        lines = _LINE_END.split(text)
        return [
            line.split("\t") for line in (lines if lines[-1] or len(lines) == 1 else lines[:-1])
        ]
    rows: list[list[str]] = [[]]
    at = 0
    while True:
        quoted = _QUOTED.match(text, at)
        if quoted is not None and re.search(r'[\t\r\n]|""', quoted[1]):
            rows[-1].append(_LINE_END.sub("\n", quoted[1].replace('""', '"')))
            at = quoted.end()
        else:
            plain = _PLAIN.match(text, at)
            rows[-1].append(plain[0] if plain else "")
            at = plain.end() if plain else at
        if at >= len(text):
            return rows
        if text[at] == "\t":
            at += 1
            continue
        end = _LINE_END.match(text, at)
        at = end.end() if end else at + 1
        if at >= len(text):
            return rows
        rows.append([])


def written(rows: Iterable[Sequence[str]]) -> str:
    """A block for the clipboard; :func:`cells` reads it back."""
    return "\n".join("\t".join(map(_cell, row)) for row in rows)


def _cell(text: str) -> str:
    needs = text.startswith('"') or re.search(r"[\t\r\n]", text)
    return '"' + text.replace('"', '""') + '"' if needs else text
