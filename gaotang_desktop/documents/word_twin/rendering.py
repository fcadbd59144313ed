"""The Word twin of a paper: the same document for a leader who edits it in WPS or Word."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml

from gaotang_desktop.documents import sheets
from gaotang_desktop.documents.word_twin.embedding import Embedded, embed
from gaotang_desktop.documents.word_twin.heads import letter_foot_xml, letter_header_xml
from gaotang_desktop.documents.word_twin.papers import official_paper_xml
from gaotang_desktop.documents.word_twin.pictures import Pictures
from gaotang_desktop.documents.word_twin.sections import (
    counted_foot,
    lying_foot,
    mark_head,
    mark_words,
    page_number_foot,
)
from gaotang_desktop.documents.word_twin.sheets import sheet_xml
from gaotang_desktop.documents.word_twin.styles import (
    NAMESPACES,
    OFFICIAL_STYLES,
    SHEET_STYLES,
    Style,
    font_table_xml,
    settings_xml,
    styles_xml,
)
from gaotang_desktop.documents.word_twin.text import hexadecimal, plain
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paper
from gaotang_desktop.files import write_whole

_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


@dataclass(frozen=True, slots=True)
class Twin:
    """A .docx file; the families that it carries with it, and those that may not go along."""

    content: bytes
    embedded: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


def write_word(paper: Paper, out: Path, *, embed_faces: bool = False) -> Twin:
    """Write the paper as a .docx file to ``out``, whole or not at all.

    Raises:
        StorageProblem: the file cannot be written there.
    """
    made = twin(paper, embed_faces=embed_faces)
    write_whole(out, made.content)
    return made


def word_bytes(paper: Paper) -> bytes:
    """The paper as a .docx file without faces."""
    return twin(paper).content


def twin(paper: Paper, *, embed_faces: bool = False) -> Twin:
    """The paper as a .docx file; the same paper with the same faces always gives the same bytes."""
    document = docx.Document()
    # What the template of python-docx brings along is not of this office.
    document.part.rels.clear()
    for key in [
        key
        for key, each in document.part.package.rels.items()
        if each.target_part is not document.part
    ]:
        del document.part.package.rels[key]
    pictures = Pictures(document)
    styles: tuple[Style, ...]
    marks = {}
    if paper.mark:
        xml = mark_head(paper.mark)
        marks["mark"] = _add(document, "headerMark", RT.HEADER, CT.WML_HEADER, xml)
    if isinstance(paper, OfficialPaper):
        upright = _feet(document, page_number_foot, "footer") | marks
        if paper.form == "信函" and paper.letterhead:
            head, foot = letter_header_xml(paper), letter_foot_xml()
            if paper.mark:
                head = head.replace("</w:hdr>", f"{mark_words(paper.mark)}</w:hdr>")
            upright |= {
                "first": _add(document, "footerFirst", RT.FOOTER, CT.WML_FOOTER, foot),
                "header": _add(document, "headerFirst", RT.HEADER, CT.WML_HEADER, head),
            }
        lies = any(annex.landscape for annex in paper.annexes)
        lying = _feet(document, lying_foot, "footerLying") | marks if lies else {}
        body = official_paper_xml(paper, pictures, upright, lying)
        styles = OFFICIAL_STYLES
    else:
        feet = dict(marks)
        if paper.numbered:
            xml = counted_foot(hexadecimal(sheets.GREY))
            feet["default"] = _add(document, "footer", RT.FOOTER, CT.WML_FOOTER, xml)
        body = sheet_xml(paper, pictures, feet)
        styles = SHEET_STYLES
    body = f"<w:body {NAMESPACES}>{body}</w:body>"
    found: tuple[Embedded, ...] = ()
    forbidden: tuple[str, ...] = ()
    if embed_faces:
        beside = (each.target_part.blob for each in document.part.rels.values()
                  if each.reltype in (RT.HEADER, RT.FOOTER))  # fmt: skip
        found, forbidden = embed((body.encode(), *beside))
    _add(document, "styles", RT.STYLES, CT.WML_STYLES, styles_xml(styles))
    settings = settings_xml(two_sided=isinstance(paper, OfficialPaper), embedded=bool(found))
    _add(document, "settings", RT.SETTINGS, CT.WML_SETTINGS, settings)
    _add_faces(document, found)
    _add_properties(document, paper)
    document.element.replace(document.element.body, parse_xml(body))
    return Twin(_same_bytes(document), tuple(each.family for each in found), forbidden)


def _add_faces(document: Document, embedded: Sequence[Embedded]) -> None:
    """The table of faces, and the files of those that go along."""
    package = document.part.package
    table = Part(PackURI("/word/fontTable.xml"), CT.WML_FONT_TABLE, b"", package)
    keys = {}
    for number, face in enumerate(embedded, start=1):
        place = PackURI(f"/word/fonts/font{number}.odttf")
        file = Part(place, _OBFUSCATED, face.content, package)
        keys[face.family] = (str(table.relate_to(file, RT.FONT)), face.key)
    table._blob = _file(font_table_xml(keys))  # the relations of its own were not known before
    document.part.relate_to(table, RT.FONT_TABLE)


def _feet(document: Document, foot: Callable[..., str], name: str) -> dict[str, str]:
    """The feet of odd and even pages, by what a section calls them."""
    return {
        kind: _add(document, name + kind.title(), RT.FOOTER, CT.WML_FOOTER, foot(even=even))
        for kind, even in (("default", False), ("even", True))
    }


def _add(document: Document, name: str, relation: str, content_type: str, xml: str) -> str:
    """Put a part beside the text; what the text calls it."""
    part = Part(PackURI(f"/word/{name}.xml"), content_type, _file(xml), document.part.package)
    return str(document.part.relate_to(part, relation))


def _add_properties(document: Document, paper: Paper) -> None:
    """Title and author, and the day of the paper where it has one."""
    title, author = (escape(plain(text).replace("\n", "")) for text in (paper.title, paper.author))
    day = paper.date if isinstance(paper, OfficialPaper) else None
    dated = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
        if day is not None
    )
    xml = (
        f"<cp:coreProperties {_PROPERTIES}><dc:title>{title}</dc:title>"
        f"<dc:creator>{author}</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
        f"{dated}</cp:coreProperties>"
    )
    package = document.part.package
    place = PackURI("/docProps/core.xml")
    package.relate_to(Part(place, CT.OPC_CORE_PROPERTIES, _file(xml), package), RT.CORE_PROPERTIES)


def _file(xml: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + xml).encode("utf-8")


def _same_bytes(document: Document) -> bytes:
    """The package, its files dated alike."""
    saved, out = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, given.read(name))
    return out.getvalue()
