import io
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pdfplumber
import pytest
from PIL import Image

from gaotang_desktop.documents.charts.ranking import VillageRank, ranking
from gaotang_desktop.documents.charts.saving import save
from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import (
    Drawing,
    OfficialPaper,
    Paragraph,
    Stroke,
    Writing,
)

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


def test_a_chart_in_a_paper_is_lines_and_words_of_the_papers_own_faces():
    rows = [VillageRank(f"郭桥{n}村", Decimal(95 - n), n, 1, n + 2) for n in range(1, 9)]
    made = ranking(rows, title="郭桥1村得分最高", grey=True)
    chart = replace(made, caption="图1　名次区间")
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


def test_a_picture_has_the_size_of_its_drawing(tmp_path):
    made = ranking([VillageRank("郭桥村", Decimal(90), 1)], grey=True)
    save(made, tmp_path / "图.png")
    with Image.open(tmp_path / "图.png") as picture:
        assert picture.width == pytest.approx(made.width / 25.4 * 200, abs=1)
        assert picture.height == pytest.approx(made.height / 25.4 * 200, abs=1)


def test_every_letter_of_an_svg_has_its_outline_and_a_line_at_a_slant_is_turned(tmp_path):
    words = Writing("甲<村", 10, 10, 9.0), Writing("斜", 20, 20, 9.0, turned=90)
    dashed = Stroke((((0.0, 0.0), (5.0, 5.0)),), "#000000", dashes=(2.0, 1.0))
    save(Drawing(40, 30, (*words, dashed)), tmp_path / "图.svg")
    root = ElementTree.fromstring((tmp_path / "图.svg").read_bytes())
    outlined = {each.get("id") for each in root.iter(f"{SVG}path") if each.get("id")}
    used = [each.get(LINK) for each in root.iter(f"{SVG}use")]
    assert used == ["#g0", "#g1", "#g2", "#g3"]
    assert outlined == {each.removeprefix("#") for each in used}
    first, second = root.iter(f"{SVG}g")
    assert first.get("aria-label") == "甲<村"
    assert second.get("transform").endswith("rotate(-90)")
