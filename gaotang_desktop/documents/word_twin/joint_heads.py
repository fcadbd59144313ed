"""The red head of a paper that several units send: their names below each other, 文件 beside them."""

from collections.abc import Sequence

from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.page_grid import WIDTH
from gaotang_desktop.documents.pen import text_width
from gaotang_desktop.documents.word_twin.text import paragraph, run, twips

_SPARE = 2.0
"""Points by which a cell is wider than its words, which would break at the end otherwise."""


def joint_head_xml(names: Sequence[str], word: str, size: float, pitch: float, colour: str) -> str:
    """A table without rules: a name in each row, spread over the width of the widest."""
    face = Face.XIAOBIAOSONG
    left = max(text_width(name, face, size) for name in names) + _SPARE
    right = text_width(word, face, size) + size / 2 + _SPARE if word else 0.0
    rows = []
    for at, name in enumerate(names):
        words = run(name, face, size, colour=colour)
        cells = _cell(paragraph(words, style="Title", align="distribute", line=pitch), left)
        if word:
            first = at == 0
            beside = run(word, face, size, colour=colour) if first else ""
            said = paragraph(beside, style="Title", align="right", line=pitch)
            cells += _cell(said, right, merge="restart" if first else "continue")
        height = f'<w:trHeight w:val="{twips(pitch)}" w:hRule="exact"/>'
        rows.append(f"<w:tr><w:trPr>{height}</w:trPr>{cells}</w:tr>")
    columns = "".join(f'<w:gridCol w:w="{twips(each)}"/>' for each in (left, right) if each)
    width = min(left + right, WIDTH + 2 * _SPARE)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{twips(width)}" w:type="dxa"/><w:jc w:val="center"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _cell(words: str, width: float, *, merge: str = "") -> str:
    merged = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{merged}'
        f'<w:vAlign w:val="center"/></w:tcPr>{words}</w:tc>'
    )
