"""Styles, settings and faces of a Word document that is set like the paper's PDF."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from gaotang_desktop.documents import sheets
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.line_breaking import NEVER_FIRST, NEVER_LAST
from gaotang_desktop.documents.page_grid import ADVANCE, HEIGHT, LINES, SMALL_SIZE, TITLE_SIZE
from gaotang_desktop.documents.word_twin.text import FACE_NAMES, fonts, half_points, twips

WORD_SIZE = 16.0
"""3号 as Word and WPS know it; its characters are brought closer by the grid of the page."""

WORD_PITCH = int(HEIGHT / LINES * 20) / 20
"""Points from line to line, so that a page of Word holds 22 lines.

The PDF's pitch of 29.62 points counts from the first line's upper edge to the last one's lower
edge. Word counts whole lines and would set 21 of them.
"""

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)

STYLE_CLOSER = -0.3
"""Points that every character of 3号 gives up, so that 28 of them fill a line.

The grid of the page says the same, but some programs set its characters twice as far apart when
they are wider than its cells: the paragraphs do not lean on it.
"""

# What Word keeps from the ends of Chinese lines by itself.
_NEVER_FIRST_OF_WORD = "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
_NEVER_LAST_OF_WORD = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"

_INSTEAD = {
    Face.FANGSONG: "仿宋",
    Face.KAITI: "楷体",
    Face.HEITI: "SimHei",
    Face.XIAOBIAOSONG: "方正小标宋_GBK",
    Face.SONGTI: "SimSun",
}
_SERIF = {Face.SONGTI, Face.XIAOBIAOSONG}


@dataclass(frozen=True)
class Style:
    """A style as the list of WPS shows it; ``first`` is the indent of the first line."""

    key: str
    name: str
    face: Face
    size: float
    line: float = 0.0
    align: str = ""
    first: float = 0.0
    outline: int | None = None
    on_grid: bool = True


def _on_grid(key: str, name: str, face: Face = Face.FANGSONG, **more: float | int | str) -> Style:
    return Style(key, name, face, WORD_SIZE, WORD_PITCH, **more)  # type: ignore[arg-type]


OFFICIAL_STYLES = (
    _on_grid("Normal", "Normal", align="both"),
    Style("Title", "Title", Face.XIAOBIAOSONG, TITLE_SIZE, WORD_PITCH, "center", on_grid=False),
    _on_grid("BodyText", "Body Text", first=2 * ADVANCE),
    _on_grid("Heading1", "heading 1", Face.HEITI, first=2 * ADVANCE, outline=0),
    _on_grid("Heading2", "heading 2", Face.KAITI, first=2 * ADVANCE, outline=1),
    _on_grid("Heading3", "heading 3", first=2 * ADVANCE, outline=2),
    _on_grid("Heading4", "heading 4", first=2 * ADVANCE, outline=3),
    _on_grid("Addressee", "主送机关"),
    _on_grid("AnnexNote", "附件说明"),
    _on_grid("Signature", "Signature", align="right"),
    _on_grid("AnnexLabel", "附件序号", Face.HEITI),
    Style("Imprint", "版记", Face.FANGSONG, SMALL_SIZE, on_grid=False),
    Style("TableText", "表格文字", Face.FANGSONG, 12, on_grid=False),
    Style("Caption", "caption", Face.HEITI, 12, align="center", on_grid=False),
    Style("Footer", "footer", Face.SONGTI, SMALL_SIZE, on_grid=False),
    Style("Picture", "图", Face.FANGSONG, 12, align="center", on_grid=False),
    Style("Gap", "间隔", Face.FANGSONG, 1, on_grid=False),
)

_TEXT = sheets.TEXT_SIZE

SHEET_STYLES = tuple(
    Style(key, name, face, size, size * leading, align, first, outline, on_grid=False)
    for key, name, face, size, leading, align, first, outline in (
        ("Normal", "Normal", Face.SONGTI, _TEXT, 1.55, "both", 0, None),
        ("Title", "Title", Face.XIAOBIAOSONG, sheets.TITLE_SIZE, 1.5, "center", 0, None),
        ("Subtitle", "Subtitle", Face.KAITI, sheets.SUBTITLE_SIZE, 1.5, "center", 0, None),
        ("BodyText", "Body Text", Face.SONGTI, _TEXT, 1.55, "", 2 * _TEXT, None),
        ("Heading1", "heading 1", Face.HEITI, _TEXT, 1.55, "", 2 * _TEXT, 0),
        ("Heading2", "heading 2", Face.KAITI, _TEXT, 1.55, "", 2 * _TEXT, 1),
        ("Heading3", "heading 3", Face.SONGTI, _TEXT, 1.55, "", 2 * _TEXT, 2),
        ("Heading4", "heading 4", Face.SONGTI, _TEXT, 1.55, "", 2 * _TEXT, 3),
        ("Note", "表注", Face.SONGTI, sheets.NOTE_SIZE, 1.55, "", 0, None),
        ("TableText", "表格文字", Face.SONGTI, _TEXT, 1.3, "", 0, None),
        ("Caption", "caption", Face.HEITI, _TEXT, 1.5, "center", 0, None),
        ("Footer", "footer", Face.SONGTI, 9, 1.3, "center", 0, None),
        ("Picture", "图", Face.SONGTI, _TEXT, 0, "center", 0, None),
        ("Gap", "间隔", Face.SONGTI, 1, 1, "", 0, None),
    )
)


def styles_xml(styles: tuple[Style, ...]) -> str:
    """All of ``word/styles.xml``."""
    usual = styles[0]
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts(usual.face)}"
        f'<w:sz w:val="{half_points(usual.size)}"/><w:szCs w:val="{half_points(usual.size)}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + "".join(map(_style, styles))
        + '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        "</w:styles>"
    )


def _style(style: Style) -> str:
    usual = style.key == "Normal"
    own = "" if usual else '<w:basedOn w:val="Normal"/>'
    # Nothing is added beside digits, as in the PDF. A mark may hang out of the block, as Word does
    # by itself: LibreOffice takes a "no" for a "yes" and loses some of the marks that it hangs out.
    rules = (
        '<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/>'
        '<w:topLinePunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'
    )
    line = '<w:spacing w:line="240" w:lineRule="auto"/>'
    if style.line:
        line = f'<w:spacing w:line="{twips(style.line)}" w:lineRule="exact"/>'
    first = ""
    if style.first:
        first = f'<w:ind w:firstLineChars="200" w:firstLine="{twips(style.first)}"/>'
    off = '<w:snapToGrid w:val="0"/>' if usual else ""
    outline = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    closer = twips(STYLE_CLOSER) if style.on_grid else 0
    size = half_points(style.size)
    kind = ' w:default="1"' if usual else ""
    kind += "" if style.name.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style.key}">'
        f"<w:name w:val={quoteattr(style.name)}/>{own}<w:qFormat/>"
        f"<w:pPr>{rules if usual else ''}{line}{first}"
        + (f'<w:jc w:val="{style.align}"/>' if style.align else "")
        + f"{outline}</w:pPr><w:rPr>{fonts(style.face)}{off}"
        f'<w:spacing w:val="{closer}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


def settings_xml(*, two_sided: bool, embedded: bool = False) -> str:
    """All of ``word/settings.xml``; ``two_sided``: even pages have a foot of their own.

    ``embedded``: faces lie in the file, and stay in it when it is saved again.
    """
    first = "".join(sorted(NEVER_FIRST | set(_NEVER_FIRST_OF_WORD)))
    last = "".join(sorted(NEVER_LAST | set(_NEVER_LAST_OF_WORD)))
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/>'
        + ("<w:embedTrueTypeFonts/><w:saveSubsetFonts/>" if embedded else "")
        + '<w:defaultTabStop w:val="420"/>'
        + ("<w:evenAndOddHeaders/>" if two_sided else "")
        + '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:noLineBreaksAfter w:lang="zh-CN" w:val={quoteattr(last)}/>'
        f'<w:noLineBreaksBefore w:lang="zh-CN" w:val={quoteattr(first)}/>'
        "<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table_xml(embedded: Mapping[str, tuple[str, str]] = MappingProxyType({})) -> str:
    """All of ``word/fontTable.xml``: which face a machine that lacks the wanted one takes.

    ``embedded`` says by family which relation leads to its file, and by what key it is read.
    """
    faces = "".join(
        f"<w:font w:name={quoteattr(FACE_NAMES[face])}><w:altName w:val={quoteattr(instead)}/>"
        '<w:charset w:val="86"/>'
        f'<w:family w:val="{"roman" if face in _SERIF else "modern"}"/><w:pitch w:val="auto"/>'
        f"{_embedded(embedded.get(FACE_NAMES[face]))}</w:font>"
        for face, instead in _INSTEAD.items()
    )
    others = "".join(
        f'<w:font w:name={quoteattr(family)}><w:charset w:val="86"/>{_embedded(file)}</w:font>'
        for family, file in embedded.items()
        if family not in FACE_NAMES.values()
    )
    return f"<w:fonts {NAMESPACES}>{faces}{others}</w:fonts>"


def _embedded(file: tuple[str, str] | None) -> str:
    return f'<w:embedRegular r:id="{file[0]}" w:fontKey="{file[1]}"/>' if file else ""
