"""The faces of a paper, and which of them has a character.

The faces that the office knows come first where Windows has them; the bundled open ones stand in
on every other machine, so a paper can be made everywhere. All are embedded.
"""

import functools
import os
import re
import struct
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import TTFError, TTFont
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


NAMES = {
    Face.FANGSONG: "仿宋",
    Face.KAITI: "楷体",
    Face.HEITI: "黑体",
    Face.XIAOBIAOSONG: "小标宋",
    Face.SONGTI: "宋体",
    Face.PLAIN: "黑体",
}
# Files of Windows, of the open 方正 face and of the GB2312 faces that offices install.
_WANTED = {
    Face.FANGSONG: ("仿宋_GB2312.ttf", "fangsong_gb2312.ttf", "simfang.ttf"),
    Face.KAITI: ("楷体_GB2312.ttf", "kaiti_gb2312.ttf", "simkai.ttf"),
    Face.HEITI: ("simhei.ttf",),
    Face.XIAOBIAOSONG: ("fzxbsjw.ttf", "fzxbsjw--gb1-0.ttf", "方正小标宋简体.ttf"),
    Face.SONGTI: ("simsun.ttc", "simsun.ttf"),
}
_RARE_FILES = ("simsunb.ttf", "simsunextg.ttf")
_RARE = (Face.SONGTI, Face.PLAIN)
_BEYOND = re.compile(r"<([0-9A-F]{5,6})>")
_TOP = 0.86
"""Top of a character above the base line, as a share of the size: that of the faces of Windows,
and between the em box and the ink of the bundled ones."""

_TITLE_TOP = 0.85
"""The same for 小标宋: the top of its ink, which large sizes show."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """One file with characters: its name in the PDF, where it is, and for which face it stands."""

    name: str
    path: Path
    own: bool  # a face of the machine, not a bundled one
    face: Face | None


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


def system_folders() -> tuple[Path, ...]:
    """Where Windows keeps the faces of the machine and those of one user; nothing elsewhere."""
    folders = []
    if windows := os.environ.get("WINDIR"):
        folders.append(Path(windows) / "Fonts")
    if local := os.environ.get("LOCALAPPDATA"):
        folders.append(Path(local) / "Microsoft" / "Windows" / "Fonts")
    return tuple(folders)


_folders: tuple[Path, ...] | None = None


def search_in(folders: Iterable[Path] | None) -> None:
    """Look for faces in these folders before the bundled ones; ``None``: where Windows has them."""
    global _folders  # noqa: PLW0603  # reportlab's register of faces is the process's too
    _folders = None if folders is None else tuple(folders)
    for cached in (_files, typefaces, face_for, advance, ink, rare_typefaces):
        cached.cache_clear()


@functools.cache
def _files() -> dict[str, Path]:
    """Every file of the folders by its name in small letters; the first folder wins."""
    found: dict[str, Path] = {}
    for folder in system_folders() if _folders is None else _folders:
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                found.setdefault(path.name.lower(), path)
    return found


@functools.cache
def typefaces(face: Face) -> tuple[Typeface, ...]:
    """The files that are asked for a character of this face, best first."""
    own = [
        Typeface(f"{face.value}.{name}", path, own=True, face=face)
        for name in _WANTED.get(face, ())
        if (path := _files().get(name.lower())) is not None
    ]
    usable = [each for each in own if _loads(each)]
    bundled = paths.resources() / "fonts" / f"{face.value}.ttf"
    return (*usable[:1], Typeface(face.value, bundled, own=False, face=face))


@functools.cache
def rare_typefaces() -> tuple[Typeface, ...]:
    """The files with rare characters that are asked last."""
    rare = [
        Typeface(f"Rare.{name}", path, own=True, face=None)
        for name in _RARE_FILES
        if (path := _files().get(name)) is not None
    ]
    return tuple(each for each in rare if _loads(each))


def _loads(typeface: Typeface) -> bool:
    """Whether reportlab can embed it; faces with PostScript outlines it cannot."""
    try:
        font(typeface)
    except (TTFError, OSError, struct.error, ValueError, IndexError, KeyError):
        return False
    return True


@functools.cache
def font(typeface: Typeface) -> TTFont:
    """The face, registered with reportlab on first use."""
    loaded = _ReadableFont(typeface.name, str(typeface.path))
    pdfmetrics.registerFont(loaded)
    return loaded


def stands_in(face: Face) -> bool:
    """Whether the machine lacks the office's own face, so that the bundled one is used."""
    return face in _WANTED and not typefaces(face)[0].own


def top(face: Face) -> float:
    """How far the top of a character is above the base line, as a share of the size."""
    return _TITLE_TOP if face is Face.XIAOBIAOSONG else _TOP


@functools.lru_cache(maxsize=60_000)
def face_for(char: str, face: Face) -> Typeface | None:
    """The wanted face, or the first other one that has the character, or None."""
    others = (each for rare in _RARE for each in typefaces(rare))
    for candidate in (*typefaces(face), *others, *rare_typefaces()):
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


@functools.lru_cache(maxsize=100)
def ink(char: str, face: Face) -> tuple[float, float]:
    """Lower and upper edge of the character's ink above the base line, as shares of the size."""
    found = face_for(char, face)
    if found is None:
        return 0.0, _TOP
    metrics = font(found).face
    start = metrics.glyphPos[metrics.charToGlyph[ord(char)]]
    start += metrics.get_table_pos("glyf")[0]
    outline = metrics.get_chunk(start, 10)
    if len(outline) < 10:
        return 0.0, _TOP
    _contours, _left, low, _right, high = struct.unpack(">hhhhh", outline)
    return low / metrics.unitsPerEm, high / metrics.unitsPerEm


@functools.lru_cache(maxsize=60_000)
def is_invisible(char: str) -> bool:
    """Joiners, selectors and other signs that leave no mark on paper."""
    return unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"
