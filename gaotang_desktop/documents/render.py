"""From a paper to its PDF."""

from dataclasses import dataclass
from pathlib import Path

from gaotang_desktop.documents.official_papers import draw_official_paper
from gaotang_desktop.documents.pen import Finding, Pen
from gaotang_desktop.documents.sheets import draw_sheet, page_size
from gaotang_desktop.domain.documents.blocks import Paper
from gaotang_desktop.files import write_whole

__all__ = ["Finding", "Made", "make_pdf", "pdf_bytes"]


@dataclass(frozen=True)
class Made:
    """How many pages were made, and what the operator should look at before printing."""

    pages: int
    findings: tuple[Finding, ...]


def make_pdf(paper: Paper, out: Path) -> Made:
    """Write the paper's PDF to ``out``, whole or not at all.

    Raises:
        StorageProblem: the file cannot be written there.
    """
    content, made = pdf_bytes(paper)
    write_whole(out, content)
    return made


def pdf_bytes(paper: Paper) -> tuple[bytes, Made]:
    """The paper's PDF; the same paper always gives the same bytes."""
    pen = Pen(page_size(paper), title=paper.title, author=paper.issuer)
    if paper.official:
        draw_official_paper(pen, paper)
    else:
        draw_sheet(pen, paper)
    content = pen.finish()
    return content, Made(pen.page, tuple(pen.findings))
