"""A drawing as a file of its own: a picture, outlines or a page."""

import functools
import io
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pypdfium2
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTCollection, TTFont

from gaotang_desktop import files
from gaotang_desktop.documents.block_pieces import drawing_face, drawing_piece
from gaotang_desktop.documents.faces import Typeface, advance, face_for, is_invisible
from gaotang_desktop.documents.pen import MM, Pen
from gaotang_desktop.domain.documents.blocks import Drawing, Stroke, Writing
from gaotang_desktop.domain.errors import StorageProblem

_DOTS = 200
"""Dots per inch of a picture: sharp on a screen and on a page."""


def save(drawing: Drawing, path: Path) -> None:
    """Save as PNG (200 dpi), SVG (letters as outlines) or PDF (faces embedded), by the suffix.

    Equal drawings give equal bytes. The file is written beside and renamed.

    Raises:
        StorageProblem: the file cannot be written, or the suffix is none of the three.
    """
    kinds = {".png": png, ".svg": svg, ".pdf": pdf}
    made = kinds.get(path.suffix.lower())
    if made is None:
        raise StorageProblem(f"图只能存成 .png、.svg 或 .pdf，“{path.name}”没有保存。")
    files.write_whole(path, made(drawing))


def pdf(drawing: Drawing) -> bytes:
    """One page of the drawing's own size."""
    width, height = drawing.width * MM, drawing.height * MM
    pen = Pen((width, height), title="", author="")
    drawing_piece(drawing, width, height).draw(pen, 0.0, 0.0, height)
    return pen.finish()


def png(drawing: Drawing, dots: int = _DOTS) -> bytes:
    """The drawing in its own size on white, as the PDF shows it; ``dots`` an inch."""
    page = pypdfium2.PdfDocument(pdf(drawing))
    try:
        image = page[0].render(scale=dots / 72).to_pil()
    finally:
        page.close()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, dpi=(dots, dots))
    return out.getvalue()


def svg(drawing: Drawing) -> bytes:
    """The drawing in millimetres on white; letters are outlines, so that no face is needed."""
    width, height = f"{drawing.width:.2f}", f"{drawing.height:.2f}"
    outlines = _Outlines()
    parts = [
        _stroke(part) if isinstance(part, Stroke) else outlines.letters(part)
        for part in drawing.parts
    ]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">',
        f"<defs>{''.join(outlines.made)}</defs>",
        f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>',
        *parts,
        "</svg>\n",
    ]
    return "\n".join(lines).encode()


def _stroke(part: Stroke) -> str:
    closing = "Z" if part.fill else ""
    runs = (
        "M" + "L".join(f"{x:.3f},{y:.3f}" for x, y in points) + closing for points in part.paths
    )
    look = f' fill="{part.fill or "none"}"'
    if part.line:
        look += f' stroke="{part.line}" stroke-width="{part.line_width / MM:.3f}"'
    if part.dashes:
        look += f' stroke-dasharray="{" ".join(f"{each / MM:.3f}" for each in part.dashes)}"'
    return f'<path d="{"".join(runs)}"{look}/>'


class _Outlines:
    """The characters of a drawing, each defined once, in the units of its face."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self._names: dict[tuple[Typeface, str], str] = {}

    def letters(self, part: Writing) -> str:
        """Each character at its place, from the left end of the base line."""
        face, size, at, uses = drawing_face(part), part.size / MM, 0.0, []
        for mark in part.text:
            found = face_for(mark, face)
            if found is not None and not mark.isspace() and not is_invisible(mark):
                scale = size / _outlined(found)["head"].unitsPerEm
                place = f"translate({at:.3f} 0) scale({scale:.6f} {-scale:.6f})"
                uses.append(f'<use xlink:href="#{self._name(found, mark)}" transform="{place}"/>')
            at += advance(mark, face) * size
        turned = f" rotate({-part.turned:g})" if part.turned else ""
        return (
            f'<g aria-label={quoteattr(part.text)} fill="{part.colour}"'
            f' transform="translate({part.x:.3f} {part.y:.3f}){turned}">{"".join(uses)}</g>'
        )

    def _name(self, typeface: Typeface, mark: str) -> str:
        key = (typeface, mark)
        if key not in self._names:
            name = self._names[key] = f"g{len(self._names)}"
            font = _outlined(typeface)
            glyphs = font.getGlyphSet()
            pen = SVGPathPen(glyphs)
            glyphs[font.getBestCmap()[ord(mark)]].draw(pen)
            self.made.append(f'<path id="{name}" d="{pen.getCommands()}"/>')
        return self._names[key]


@functools.lru_cache(maxsize=4)
def _outlined(typeface: Typeface) -> TTFont:
    if typeface.path.suffix.lower() in {".ttc", ".otc"}:
        return TTCollection(typeface.path, lazy=True).fonts[typeface.number]
    return TTFont(typeface.path, lazy=True)
