"""Faces inside a Word twin, for computers that lack them (ECMA-376 part 1, 17.8.3; part 4, 14.2).

Only the characters that the paper uses go along, and a few that a small change needs. A face whose
maker does not let documents carry it for editing (OS/2 ``fsType``) stays out, which is told.
"""

import hashlib
import io
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph

from gaotang_desktop.documents.faces import Face, Typeface, face_for
from gaotang_desktop.documents.word_twin.text import FACE_NAMES

_USAGE, _EDITABLE = 0x000F, 0x0008
_WHOLE_ONLY, _BITMAPS_ONLY = 0x0100, 0x0200
_REGULAR = 0x40
_PRC = 1 << 18
"""Bit of the code pages of OS/2: the face has simplified Chinese."""

_HELD = {
    "head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf", "name", "post", "OS/2",
    "cvt ", "fpgm", "prep", "gasp",
}  # fmt: skip
_FAMILY, _STYLE, _UNIQUE, _WHOLE, _POSTSCRIPT = 1, 2, 3, 4, 6
_KEPT_NAMES = (0, 5, 13, 14)
"""Copyright, version, licence and where it is found."""

_SCRAMBLED = 32
"""So many bytes of the file are mixed with its key."""

_ALWAYS = frozenset(
    "".join(map(chr, range(0x20, 0x7F)))
    + "，。、；：？！“”‘’（）《》〈〉〔〕【】—…·×％〇一二三四五六七八九十年月日号村第"
)
"""What a changed day, number or sentence needs."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A face as the package carries it: the family that the text names, its key and its bytes."""

    family: str
    key: str
    content: bytes


def embed(parts: Iterable[bytes]) -> tuple[tuple[Embedded, ...], tuple[str, ...]]:
    """The faces that the XML of ``parts`` uses, and the families that may not go along."""
    found, forbidden = [], []
    for family, chars in sorted(_used(parts).items()):
        source, wanted = _source(family, chars)
        if source is None:
            continue
        content = _reduced(source, family, wanted)
        if content is None:
            forbidden.append(family)
        else:
            key = str(uuid.UUID(bytes=hashlib.sha256(content).digest()[:16])).upper()
            found.append(Embedded(family, f"{{{key}}}", scrambled(content, key)))
    return tuple(found), tuple(forbidden)


def scrambled(content: bytes, key: str) -> bytes:
    """The first 32 bytes mixed with the key read from behind; done twice, it is as it was."""
    turned = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1]
    mixed = bytes(byte ^ turned[at % len(turned)] for at, byte in enumerate(content[:_SCRAMBLED]))
    return mixed + content[_SCRAMBLED:]


def _used(parts: Iterable[bytes]) -> dict[str, set[str]]:
    """The characters of the runs by the family that they name."""
    used: dict[str, set[str]] = {}
    for part in parts:
        for run in parse_xml(part).iter(qn("w:r")):
            named = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            if named is None:
                continue
            words = "".join(each.text or "" for each in run.iter(qn("w:t")))
            used.setdefault(named.get(qn("w:eastAsia")), set()).update(words)
    return used


def _source(family: str, chars: set[str]) -> tuple[Typeface | None, set[str]]:
    """The file that has the family's characters, and those that are taken from it."""
    face = next((face for face, name in FACE_NAMES.items() if name == family), None)
    wanted = chars if face is None else chars | _ALWAYS
    by_file: dict[Typeface, set[str]] = {}
    for char in wanted:
        if (file := face_for(char, face or Face.SONGTI)) is not None:
            by_file.setdefault(file, set()).add(char)
    return max(by_file.items(), key=lambda each: len(each[1]), default=(None, set()))


def _reduced(source: Typeface, family: str, chars: set[str]) -> bytes | None:
    """The face with these characters alone, called ``family``; ``None``: its maker forbids it."""
    with TTFont(
        source.path, fontNumber=source.number, lazy=True,
        recalcBBoxes=False, recalcTimestamp=False,
    ) as font:  # fmt: skip
        says, head = font["OS/2"], font["head"]
        usage = says.fsType & _USAGE
        if says.fsType & _BITMAPS_ONLY or (usage and not usage & _EDITABLE):
            return None
        if not says.fsType & _WHOLE_ONLY:
            _leave_only(font, chars)
        _call(font, family)
        # The twin asks for no bold: the face is the usual one of its family.
        says.usWeightClass, says.fsSelection, head.macStyle = 400, _REGULAR, 0
        if says.version:
            says.ulCodePageRange1 |= _PRC
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()


def _leave_only(font: TTFont, chars: set[str]) -> None:
    """Empty the outlines of all other characters; their places stay, so nothing is counted anew."""
    coded = font.getBestCmap()
    kept = {code: coded[code] for code in map(ord, chars) if code in coded}
    glyphs = font["glyf"]
    names = set(kept.values()) | {font.getGlyphOrder()[0]}
    waiting = list(names)
    while waiting:
        for part in glyphs[waiting.pop()].getComponentNames(glyphs):
            if part not in names:
                names.add(part)
                waiting.append(part)
    widths = font["hmtx"]
    for name in font.getGlyphOrder():
        if name not in names:
            glyphs.glyphs[name] = Glyph()
            widths[name] = (widths[name][0], 0)
    font["cmap"].tables = _tables(kept)
    for tag in set(font.keys()) - _HELD - {"GlyphOrder"}:
        del font[tag]
    font["post"].formatType = 3.0


def _tables(kept: Mapping[int, str]) -> list[CmapSubtable]:
    made = []
    for kind, encoding, codes in (
        (4, 1, {code: name for code, name in kept.items() if code <= 0xFFFF}),
        (12, 10, dict(kept)),
    ):
        table = CmapSubtable.newSubtable(kind)
        table.platformID, table.platEncID, table.language, table.cmap = 3, encoding, 0, codes
        made.append(table)
    return made


def _call(font: TTFont, family: str) -> None:
    """Give the face the name by which the text asks for it; whose it is stays in it."""
    old = font["name"]
    new = newTable("name")
    new.names = []
    own = old.getDebugName(_POSTSCRIPT) or old.getDebugName(_WHOLE) or "Face"
    words = {
        _FAMILY: family, _STYLE: "Regular", _UNIQUE: f"{own}; subset", _WHOLE: family,
        _POSTSCRIPT: own.replace(" ", ""),
        **{each: said for each in _KEPT_NAMES if (said := old.getDebugName(each))},
    }  # fmt: skip
    for number, said in words.items():
        for language in (0x409, 0x804):
            new.setName(said, number, 3, 1, language)
    font["name"] = new
