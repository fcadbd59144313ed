import io
from decimal import Decimal

import pdfplumber
import pytest

from gaotang_desktop.charts.drawings import drawing
from gaotang_desktop.charts.ranking import VillageRank, ranking
from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph


def test_a_chart_in_a_paper_is_lines_and_words_of_the_papers_own_faces():
    rows = [VillageRank(f"郭桥{n}村", Decimal(95 - n), n, 1, n + 2) for n in range(1, 9)]
    chart = drawing(ranking(rows, title="郭桥1村得分最高", grey=True), caption="图1　名次区间")
    paper = OfficialPaper("通报", "关于考评结果的通报", (Paragraph("见图1。"), chart), "镇")
    content, _ = pdf_bytes(paper)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        said = page.extract_text()
        assert not page.images
        assert page.lines or page.curves
        right = max(char["x1"] for char in page.chars)
    assert "郭桥1村得分最高" in said
    assert "图1" in said
    assert right <= 184 * 72 / 25.4 + 0.5


def test_a_drawing_has_the_size_of_its_figure():
    figure = ranking([VillageRank("郭桥村", Decimal(90), 1)], grey=True)
    width, height = figure.get_size_inches()
    made = drawing(figure)
    assert made.width == pytest.approx(width * 25.4)
    assert made.height == pytest.approx(height * 25.4)
