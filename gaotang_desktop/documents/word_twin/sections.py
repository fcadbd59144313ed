"""Sections of a Word document: size of the sheet, white around the text, feet with page numbers."""

from dataclasses import dataclass

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.page_grid import ADVANCE, SMALL_SIZE
from gaotang_desktop.documents.pen import MM
from gaotang_desktop.documents.word_twin.styles import NAMESPACES, WORD_PITCH, WORD_SIZE
from gaotang_desktop.documents.word_twin.text import field, paragraph, run, run_properties, twips

_SHORT, _LONG = 210.0, 297.0
_FOOT_LINE = SMALL_SIZE * 1.25
_MARK_COLOUR = "B3261E"
_DASH = 0.35
"""How far the middle of a dash is above the base line, as a share of the size."""

_IDS = {
    "页码": 9001,
    "版记": 9002,
    "首条分隔线": 9003,
    "分隔线": 9004,
    "印数分隔线": 9005,
    "末条分隔线": 9006,
}
"""The numbers of the drawings that stand turned, by name: no two of a document may be the same."""

_BASE = 0.8
"""Where the base line of a line of exact height stands, as a share of it."""


@dataclass(frozen=True)
class Sides:
    """The white around the text in mm, and how far the foot's lower edge is above the sheet's."""

    top: float
    bottom: float
    left: float
    right: float
    foot: float


# The dash of a page number runs 7 mm below the block, 28 mm above the edge of the sheet.
_ABOVE_EDGE = 28.0
_UPRIGHT_FOOT = _ABOVE_EDGE - (_FOOT_LINE * (1 - _BASE) + SMALL_SIZE * _DASH) / MM
UPRIGHT_SIDES = Sides(37, 35, 28, 26, _UPRIGHT_FOOT)
LYING_SIDES = Sides(28, 26, 35, 37, 10)


def section_xml(
    sides: Sides,
    *,
    lying: bool,
    feet: dict[str, str],
    on_grid: bool = False,
    inset: float = 0.0,
) -> str:
    """A ``w:sectPr``; ``feet`` are the relations of its feet, by ``default`` and ``even``.

    ``first`` is the foot of a first page that differs, ``header`` the header of that page,
    ``mark`` that of every other page; ``inset`` are points more of white at the left side.
    """
    width, height = (_LONG, _SHORT) if lying else (_SHORT, _LONG)
    shown = "".join(
        f'<w:footerReference w:type="{kind}" r:id="{relation}"/>'
        for kind, relation in feet.items()
        if kind not in ("header", "mark")
    )
    if header := feet.get("header"):
        shown += f'<w:headerReference w:type="first" r:id="{header}"/>'
    if mark := feet.get("mark"):
        shown += "".join(
            f'<w:headerReference w:type="{kind}" r:id="{mark}"/>' for kind in ("default", "even")
        )
    differs = "<w:titlePg/>" if "first" in feet else ""
    across = ' w:orient="landscape"' if lying else ""
    # 28 characters of 3号 across 156 mm: each gives up a little, in 4096ths of a point.
    closer = int((ADVANCE - WORD_SIZE) * 4096) - 1
    grid = (
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{twips(WORD_PITCH)}"'
        f' w:charSpace="{closer}"/>'
        if on_grid
        else ""
    )
    return (
        f'<w:sectPr>{shown}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{_mm(width)}" w:h="{_mm(height)}"{across}/>'
        f'<w:pgMar w:top="{_mm(sides.top)}" w:right="{_mm(sides.right)}"'
        f' w:bottom="{_mm(sides.bottom)}" w:left="{_mm(sides.left) + twips(inset)}" w:header="{_mm(8)}"'
        f' w:footer="{_mm(sides.foot)}" w:gutter="0"/>{differs}{grid}</w:sectPr>'
    )


def mark_words(mark: str) -> str:
    """The line at the head of a page that is marked, in red."""
    return paragraph(run(mark, Face.SONGTI, 22.0, colour=_MARK_COLOUR), align="center")


def mark_head(mark: str) -> str:
    """A header that holds the mark alone."""
    return f"<w:hdr {NAMESPACES}>{mark_words(mark)}</w:hdr>"


def page_number_foot(*, even: bool) -> str:
    """``— 1 —`` at the outer side, one character in (GB/T 9704-2012, 7.5)."""
    return _foot(_page_number(even=even, line=_FOOT_LINE))


def lying_foot(*, even: bool) -> str:
    """The same for a page that lies across: at the same place of the sheet, so it stands turned.

    The sheet's lower edge is the page's left one; the words run from its upper to its lower edge.
    """
    base = _ABOVE_EDGE * MM - SMALL_SIZE * _DASH
    # The turned line's upper side is right of its base line.
    left = base - _FOOT_LINE * (1 - _BASE)
    words = _page_number(even=even, line=_FOOT_LINE)
    return _foot(paragraph(turned_box(words, left, _FOOT_LINE, "页码"), style="Footer", line=1.0))


def turned_box(words: str, left: float, width: float, name: str) -> str:
    """Paragraphs that stand turned on a page that lies across, ``left`` points from its edge."""
    body = (
        '<wps:cNvSpPr txBox="1"/>',
        "<a:noFill/><a:ln><a:noFill/></a:ln>",
        f"<wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="vert" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"'
        ' anchor="t" anchorCtr="0"/>',
    )
    return _turned(body, left, width, name)


def turned_rule(left: float, width: float, name: str) -> str:
    """A black rule from the upper to the lower edge of the block of a page that lies across."""
    fill = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:ln><a:noFill/></a:ln>'
    return _turned(("<wps:cNvSpPr/>", fill, "<wps:bodyPr/>"), left - width / 2, width, name)


def _turned(body: tuple[str, str, str], left: float, width: float, name: str) -> str:
    kind, look, words = body
    place = "".join(
        f'<wp:position{way} relativeFrom="page"><wp:posOffset>{_emu(at)}</wp:posOffset>'
        f"</wp:position{way}>"
        for way, at in (("H", left), ("V", LYING_SIDES.top * MM))
    )
    high = (_SHORT - LYING_SIDES.top - LYING_SIDES.bottom) * MM
    size = f'cx="{_emu(width)}" cy="{_emu(high)}"'
    return (
        f"<w:r>{run_properties(Face.SONGTI, SMALL_SIZE)}<mc:AlternateContent>"
        '<mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0"'
        ' distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"'
        ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'{place}<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{_IDS[name]}" name="{name}"/>'
        "<wp:cNvGraphicFramePr/><a:graphic><a:graphicData"
        ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp>{kind}<wps:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{look}'
        f"</wps:spPr>{words}</wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def counted_foot(colour: str) -> str:
    """第 1 页 共 3 页 in the middle, in that colour (``RRGGBB``)."""
    face, size = Face.SONGTI, 9.0
    words = (
        run("第 ", face, size, colour=colour)
        + field("PAGE", face, size, colour=colour)
        + run(" 页 共 ", face, size, colour=colour)
        + field("NUMPAGES", face, size, colour=colour)
        + run(" 页", face, size, colour=colour)
    )
    return _foot(paragraph(words, style="Footer"))


def _page_number(*, even: bool, line: float) -> str:
    face = Face.SONGTI
    words = (
        run("— ", face, SMALL_SIZE) + field("PAGE", face, SMALL_SIZE) + run(" —", face, SMALL_SIZE)
    )
    one = SMALL_SIZE
    return paragraph(
        words,
        style="Footer",
        align="left" if even else "right",
        line=line,
        indents=(one, 0.0, 0.0) if even else (0.0, 0.0, one),
    )


def _foot(content: str) -> str:
    return f"<w:ftr {NAMESPACES}>{content}</w:ftr>"


def _mm(length: float) -> int:
    return twips(length * MM)


def _emu(points: float) -> int:
    return round(points * 12700)
