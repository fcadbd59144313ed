"""The faces of a paper, and which of them has a character.

The faces that the office knows come first where Windows has them; the bundled open ones stand in
on every other machine, so a paper can be made everywhere. All are embedded.
"""

import functools
import re
import struct
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFStream
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFile
from typing_extensions import override

from gaotang_desktop import paths
from gaotang_desktop.documents.font_files import FontFile
from gaotang_desktop.documents.installed_faces import (
    Installed,
    by_name,
    font_files,
    has_glyph,
    plain_name,
    registered,
    system_folders,
)

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
# The families that stand for a face, best first, as files call them in Chinese and in English.
# _GBK holds all that 简体 and GB2312 hold and the rare characters of names beside; the faces that
# offices install come before those that Windows brings.
_WANTED = {
    Face.FANGSONG: (
        "仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "FZFSK--GBK1-0", "FZFSK",
        "方正公文仿宋", "FZFWGongWenFangSong", "仿宋", "FangSong", "方正仿宋简体", "FZFangSong-Z02S",
        "FZFSJW--GB1-0", "FZFSJW", "方正仿宋_GB2312", "华文仿宋", "STFangsong",
    ),
    Face.KAITI: (
        "楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "FZKai-Z03", "FZKTK--GBK1-0", "FZKTK",
        "方正公文楷体", "楷体", "KaiTi", "方正楷体简体", "FZKai-Z03S", "FZKTJW--GB1-0", "FZKTJW",
        "方正楷体_GB2312", "华文楷体", "STKaiti",
    ),
    Face.HEITI: (
        "黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "FZHTK--GBK1-0", "FZHTK", "方正公文黑体",
        "方正黑体简体", "FZHei-B01S", "FZHTJW--GB1-0", "FZHTJW",
    ),
    Face.XIAOBIAOSONG: (
        "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FZXBSK--GBK1-0", "FZXBSK", "方正公文小标宋",
        "方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXBSJW--GB1-0", "FZXBSJW", "方正小标宋_GB18030",
        "方正小标宋", "FZXiaoBiaoSong", "小标宋体", "小标宋",
    ),
    Face.SONGTI: (
        "宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01", "FZSSK--GBK1-0", "FZSSK", "方正书宋简体",
        "FZShuSong-Z01S", "FZSSJW--GB1-0", "FZSSJW", "华文宋体", "STSong",
    ),
}  # fmt: skip
_RARE_NAMES = ("SimSun-ExtB", "SimSun-ExtG")
_RARE_FILE = "RareHan-Regular"
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
    number: int = 0  # in a file of several faces


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


_folders: tuple[Path, ...] | None = None


def search_in(folders: Iterable[Path] | None) -> None:
    """Look for faces in these folders before the bundled ones; ``None``: where Windows has them."""
    global _folders  # noqa: PLW0603  # reportlab's register of faces is the process's too
    _folders = None if folders is None else tuple(folders)
    for cached in (_installed, typefaces, face_for, advance, ink, rare_typefaces):
        cached.cache_clear()


@functools.cache
def _installed() -> Mapping[str, tuple[Installed, ...]]:
    """Every face of the machine by its names; the first folder wins."""
    if _folders is not None:
        return by_name(font_files(_folders))
    return by_name(font_files(system_folders(), registered()))


@functools.cache
def typefaces(face: Face) -> tuple[Typeface, ...]:
    """The files that are asked for a character of this face, best first."""
    own = next(_own(_WANTED.get(face, ()), face), None)
    bundled = paths.resources() / "fonts" / f"{face.value}.ttf"
    stand_in = Typeface(face.value, bundled, own=False, face=face)
    return (stand_in,) if own is None else (own, stand_in)


@functools.cache
def rare_typefaces() -> tuple[Typeface, ...]:
    """The files with rare characters that are asked last; the bundled one is opened only then."""
    bundled = paths.resources() / "fonts" / f"{_RARE_FILE}.ttf"
    return (*_own(_RARE_NAMES, None), Typeface(_RARE_FILE, bundled, own=False, face=None))


def _own(names: Iterable[str], face: Face | None) -> Iterator[Typeface]:
    """The machine's faces of these names that can be embedded, each file once, best first."""
    seen: set[Installed] = set()
    for name in names:
        for each in _installed().get(plain_name(name), ()):
            if each not in seen:
                seen.add(each)
                made = _typeface(each, face)
                if _loads(made):
                    yield made


def _typeface(installed: Installed, face: Face | None) -> Typeface:
    kind = "Rare" if face is None else face.value
    path, number = installed.path, installed.number
    return Typeface(f"{kind}.{path.name}.{number}", path, own=True, face=face, number=number)


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
    loaded = _ReadableFont(typeface.name, FontFile(typeface.path), subfontIndex=typeface.number)
    _hold_less(loaded.face)
    pdfmetrics.registerFont(loaded)
    return loaded


class _Widths(dict[int, float]):
    """How wide the characters are, in thousandths: only those that are not as wide as most."""

    def __init__(self, widths: Mapping[int, float], usual: float) -> None:
        super().__init__((char, width) for char, width in widths.items() if width != usual)
        self._usual = usual

    def __missing__(self, char: int) -> float:
        return self._usual


def _hold_less(face: TTFontFile) -> None:
    """Let go of what reportlab keeps of each character and nobody asks for: half of a Chinese face."""
    # Only for scripts whose letters change with their neighbours.
    vars(face)["glyphToChar"] = {}
    face.glyphPos = array("L", face.glyphPos)
    face.charWidths = _Widths(face.charWidths, face.defaultWidth)
    known: dict[tuple[int, int], tuple[int, int]] = {}
    face.hmetrics = [known.setdefault(each, each) for each in face.hmetrics]


def stands_in(face: Face) -> bool:
    """Whether the machine lacks the office's own face, so that the bundled one is used."""
    return face in _WANTED and not typefaces(face)[0].own


def missing() -> tuple[Face, ...]:
    """The faces of official papers that this machine lacks, the title's first."""
    wanted = (Face.XIAOBIAOSONG, Face.FANGSONG, Face.KAITI, Face.HEITI, Face.SONGTI)
    return tuple(face for face in wanted if stands_in(face))


def office_name(face: Face) -> str:
    """The face as the office asks for it when it installs one."""
    return f"方正{NAMES[face]}" if face is Face.XIAOBIAOSONG else NAMES[face]


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
    return next(_with_glyph(char), None) if is_han(char) else None


def is_han(char: str) -> bool:
    """Whether it is a Chinese character, of Unicode's first block or of extensions A to H."""
    return (
        "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"
    ) and unicodedata.category(char) in ("Lo", "Cn")


def _with_glyph(char: str) -> Iterator[Typeface]:
    """Any other face of the machine that has the character and can be embedded."""
    seen: set[Installed] = set()
    for faces in _installed().values():
        for each in faces:
            if each in seen:
                continue
            seen.add(each)
            if has_glyph(each, ord(char)):
                made = _typeface(each, None)
                if _loads(made):
                    yield made


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
