"""From a paper to its PDF."""

from dataclasses import dataclass, replace
from pathlib import Path

from gaotang_desktop.documents import official_papers, sheets
from gaotang_desktop.documents.page_grid import line_of
from gaotang_desktop.documents.pen import A4, Pen
from gaotang_desktop.documents.preflight import Check, check_official_paper, check_sheet
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paper
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.files import require_free, require_kind, write_whole

__all__ = ["Finding", "Made", "make_pdf", "pdf_bytes"]


_ELSEWHERE = ("标题", "附注", "主送", "抄送", "署名", "附件", "联合发文", "密级", "标了")
"""How sentences begin that quote other words than those of the text."""


@dataclass(frozen=True)
class Made:
    """How many pages were made, and what the operator should look at before printing.

    ``findings`` are in the order of the pages; those whose ``severity`` is 阻止 keep the paper
    from being issued.
    """

    pages: int
    findings: tuple[Finding, ...]
    lines: tuple[tuple[int, int, str, int, int], ...] = ()
    """Of each line of text: its page, its line of the grid, the paragraph, where it begins in that, its length."""

    def placed(self, found: Finding) -> Finding:
        """A finding about the words with the page and line on which they stand."""
        if found.page or not found.words or found.sentence.startswith(_ELSEWHERE):
            return found
        for page, line, source, start, length in self.lines:
            if start <= source.find(found.words, start) < start + length:
                return replace(found, page=page, line=line)
        return found

    @property
    def may_be_issued(self) -> bool:
        """Whether nothing stands against issuing the paper."""
        return not any(each.severity == "阻止" for each in self.findings)


def make_pdf(paper: Paper, out: Path) -> Made:
    """Write the paper's PDF to ``out``, whole or not at all.

    Raises:
        StorageProblem: the file cannot be written there, or its name is that of another kind of file.
    """
    require_free(out)
    require_kind(out, "PDF", ".pdf")
    content, made = pdf_bytes(paper)
    write_whole(out, content)
    return made


def pdf_bytes(paper: Paper) -> tuple[bytes, Made]:
    """The paper's PDF; the same paper with the same faces always gives the same bytes."""
    check: Check
    lines: tuple[tuple[int, int, str, int, int], ...] = ()
    if isinstance(paper, OfficialPaper):
        pen = Pen(A4, title=paper.title, author=paper.author, mark=paper.mark)
        laid = official_papers.lay_official_paper(paper)
        official_papers.draw_official_paper(pen, paper, laid)
        check = check_official_paper(paper, laid)
        lines = tuple(
            (number, line_of(each.y), each.piece.source, each.piece.start, each.piece.length)
            for number, side in enumerate(laid.sides, start=1)
            for each in side.page
            if each.piece.source
        )
    else:
        size = sheets.page_size(paper)
        pen = Pen(size, title=paper.title, author=paper.author, mark=paper.mark)
        pages = sheets.lay_sheet(paper)
        sheets.draw_sheet(pen, paper, pages)
        check = check_sheet(paper, pages)
    found = sorted([*pen.findings, *check], key=lambda each: (each.page, each.line))
    return pen.finish(), Made(pen.page, tuple(found), lines)
