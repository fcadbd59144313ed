"""Words of a Word document as WordprocessingML: runs with their faces, paragraphs, gaps."""

import re
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import Color

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.line_breaking import cleaned

FACE_NAMES = {
    Face.FANGSONG: "仿宋_GB2312",
    Face.KAITI: "楷体_GB2312",
    Face.HEITI: "黑体",
    Face.XIAOBIAOSONG: "方正小标宋简体",
    Face.SONGTI: "宋体",
    Face.PLAIN: "黑体",
}
"""The faces as the office's machines name them."""

_RARE = re.compile("([\U00020000-\U0002ffff]+|[\U00030000-\U0003ffff]+)")
_NOT_IN_XML = str.maketrans(dict.fromkeys("\ufffe\uffff"))


def twips(points: float) -> int:
    """Word's unit of length: twentieths of a point."""
    return round(points * 20)


def half_points(size: float) -> int:
    """Word's unit of size; one that falls between two is taken down, so that lines still hold."""
    return int(size * 2 + 1e-6)


def plain(text: str) -> str:
    """``text`` without what XML cannot carry; control characters are blanks, as in the PDF."""
    return cleaned(text).translate(_NOT_IN_XML)


def run(
    text: str,
    face: Face,
    size: float,
    *,
    colour: str = "",
    closer: float = 0.0,
    share: float = 1.0,
) -> str:
    """Words in one face; line breaks stay. ``colour`` is ``RRGGBB``.

    ``closer`` are points that every character gives up, in place of what its style says; ``share`` is
    how much of its width it takes.
    """
    if not text:
        return ""
    return "".join(
        f"<w:r>{run_properties(face, size, colour, rare, closer, share)}{_lines(part)}</w:r>"
        for part, rare in _parts(plain(text))
    )


def _parts(text: str) -> list[tuple[str, str]]:
    """The text in runs: characters of extensions B to H name the face of Windows that has them."""
    return [
        (part, "SimSun-ExtG" if part >= "\U00030000" else "SimSun-ExtB" if at % 2 else "")
        for at, part in enumerate(_RARE.split(text))
        if part
    ]


def _lines(text: str) -> str:
    return "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else ""
        for line in text.split("\n")
    )


def field(instruction: str, face: Face, size: float, *, colour: str = "") -> str:
    """A number that Word counts itself: ``PAGE``, ``NUMPAGES``."""
    look = run_properties(face, size, colour)
    parts = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{look}{part}</w:r>" for part in parts)


def fonts(face: Face) -> str:
    """The face for Chinese and for every other script; quotes and dashes count as Chinese."""
    return _fonts(FACE_NAMES[face])


def _fonts(family: str) -> str:
    name = quoteattr(family)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>'
    )


def run_properties(
    face: Face,
    size: float,
    colour: str = "",
    family: str = "",
    closer: float = 0.0,
    share: float = 1.0,
) -> str:
    """How a run looks; also one that holds no words, so that what is typed there looks the same."""
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    nearer = f'<w:spacing w:val="{twips(-closer)}"/>' if closer else ""
    nearer += f'<w:w w:val="{int(share * 100)}"/>' if share < 1.0 else ""
    sz = half_points(size)
    named = _fonts(family) if family else fonts(face)
    return f'<w:rPr>{named}{shade}{nearer}<w:sz w:val="{sz}"/><w:szCs w:val="{sz}"/></w:rPr>'


def paragraph(
    runs: str = "",
    *,
    style: str = "",
    align: str = "",
    before: float = 0.0,
    after: float = 0.0,
    line: float = 0.0,
    indents: tuple[float, float, float] | None = None,
    keep_next: bool = False,
    new_page: bool = False,
    rules: str = "",
    shade: str = "",
    tabs: str = "",
    section: str = "",
) -> str:
    """One paragraph; lengths are points, what is not given is the style's.

    ``line`` is an exact height; ``indents`` are those of the left side, of the first line (less
    than 0: hanging) and of the right side. ``section`` ends a section behind the paragraph.
    """
    spacing = f' w:before="{twips(before)}"' if before else ""
    spacing += f' w:after="{twips(after)}"' if after else ""
    spacing += f' w:line="{twips(line)}" w:lineRule="exact"' if line else ""
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:keepNext/>" if keep_next else "")
        + ("<w:pageBreakBefore/>" if new_page else "")
        + (f"<w:pBdr>{rules}</w:pBdr>" if rules else "")
        + (f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "")
        + (f"<w:tabs>{tabs}</w:tabs>" if tabs else "")
        + (f"<w:spacing{spacing}/>" if spacing else "")
        + (_indents(*indents) if indents is not None else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
        + section
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


def _indents(left: float, first: float, right: float) -> str:
    name = "firstLine" if first >= 0 else "hanging"
    return (
        f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}" w:{name}="{twips(abs(first))}"/>'
    )


def gap(height: float = 1.0, *, new_page: bool = False, section: str = "") -> str:
    """An empty paragraph of that height in points, between tables or at the end of a section."""
    return paragraph(style="Gap", line=height, new_page=new_page, section=section)


def hexadecimal(colour: Color) -> str:
    """A colour as Word writes it: ``RRGGBB``."""
    return "".join(f"{round(part * 255):02X}" for part in colour.rgb())
