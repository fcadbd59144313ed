"""Pictures and charts in a Word document; a chart is painted as the PDF would draw it."""

import io

from docx.document import Document
from docx.image.exceptions import UnrecognizedImageError
from docx.shared import Pt
from PIL import Image

from gaotang_desktop.documents.charts.saving import png
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.pen import MM
from gaotang_desktop.documents.word_twin.text import run_properties
from gaotang_desktop.domain.documents.blocks import Drawing, Picture

_DOTS = 300
"""Dots per inch of a painted chart: what the office's printers do."""

_LOOK_SIZE = 12.0


class Pictures:
    """The pictures of one document; each gets its own number."""

    def __init__(self, document: Document) -> None:
        self._part = document.part
        self._count = 0

    def run(self, block: Drawing | Picture, measure: float, room: float) -> str:
        """A run with the picture, smaller when it is larger than ``measure`` by ``room`` points."""
        scale = min(1.0, measure / (block.width * MM), room / (block.height * MM))
        width, height = (Pt(side * MM * scale) for side in (block.width, block.height))
        content = png(block, _DOTS) if isinstance(block, Drawing) else block.content
        try:
            relation, _image = self._part.get_or_add_image(io.BytesIO(content))
        except UnrecognizedImageError:
            # Word reads fewer kinds of pictures than the PDF does.
            relation, _image = self._part.get_or_add_image(io.BytesIO(_as_png(content)))
        self._count += 1
        look = run_properties(Face.FANGSONG, _LOOK_SIZE)
        name = f'id="{self._count}" name="图{self._count}"'
        size = f'cx="{int(width)}" cy="{int(height)}"'
        return (
            f'<w:r>{look}<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f"<wp:extent {size}/><wp:docPr {name}/>"
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f"<pic:pic><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def _as_png(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        return _png(image.convert("RGBA"))


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=False, dpi=(_DOTS, _DOTS))
    return out.getvalue()
