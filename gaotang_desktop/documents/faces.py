"""The faces of a paper, and which of them has a character.

All faces ship with the program and are embedded, so a paper can be made on every machine.
"""

import functools
import re
import unicodedata
from enum import StrEnum

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import TTFont
from typing_extensions import override

from gaotang_desktop import paths

MISSING = "〓"
"""Printers' mark (U+3013) for a character that no face has."""


class Face(StrEnum):
    """A face as the office calls it; the value is the bundled file that stands for it."""

    FANGSONG = "FandolFang-Regular"
    KAITI = "FandolKai-Regular"
    HEITI = "NotoSansSC-Medium"
    XIAOBIAOSONG = "NotoSerifSC-Bold"
    SONGTI = "NotoSerifSC-Regular"
    PLAIN = "NotoSansSC-Regular"


_BEYOND = re.compile(r"<([0-9A-F]{5,6})>")
_RARE = (Face.SONGTI, Face.PLAIN)
_EM_TOP = 0.88
"""Top of the em box above the base line, as a share of the size; all bundled faces agree."""

_TITLE_TOP = 0.82
"""The same for 小标宋, whose characters fill the box higher: keeps line 1 at 37 mm in ink too."""


class _ReadableFont(TTFont):
    """A face whose rare characters can be searched and copied in the PDF.

    reportlab tells a reader the code point itself; beyond U+FFFF the PDF wants UTF-16.
    """

    @override
    def addObjects(self, doc: PDFDocument) -> None:
        super().addObjects(doc)
        for name, thing in doc.idToObject.items():
            if isinstance(thing, PDFStream) and name.startswith("toUnicodeCMap:"):
                thing.content = _BEYOND.sub(_as_utf16, thing.content)


def _as_utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"


@functools.cache
def font(face: Face) -> TTFont:
    """The face, registered with reportlab on first use."""
    loaded = _ReadableFont(face.value, str(paths.resources() / "fonts" / f"{face.value}.ttf"))
    pdfmetrics.registerFont(loaded)
    return loaded


def top(face: Face) -> float:
    """How far the top of a character is above the base line, as a share of the size."""
    return _TITLE_TOP if face is Face.XIAOBIAOSONG else _EM_TOP


@functools.lru_cache(maxsize=60_000)
def face_for(char: str, face: Face) -> Face | None:
    """The wanted face, or the first other one that has the character, or None."""
    for candidate in (face, *_RARE):
        if ord(char) in font(candidate).face.charToGlyph:
            return candidate
    return None


@functools.lru_cache(maxsize=60_000)
def advance(char: str, face: Face) -> float:
    """How far the character takes the pen on, as a share of the size."""
    if is_invisible(char):
        return 0.0
    if char == "\u3000":
        return 1.0
    found = face_for(char, face)
    if found is None:
        return 0.25 if char.isspace() else 1.0
    metrics = font(found).face
    return float(metrics.charWidths.get(ord(char), metrics.defaultWidth)) / 1000


def is_invisible(char: str) -> bool:
    """Joiners, selectors and other signs that leave no mark on paper."""
    return unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"
