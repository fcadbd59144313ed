"""Charts say what they found, hold any number of villages, and never lose a character."""

from decimal import Decimal

import pdfplumber
import pytest
from PIL import Image

from gaotang_desktop.documents.charts.ranking import VillageRank, ranking, ranking_finding
from gaotang_desktop.documents.charts.saving import save
from gaotang_desktop.documents.charts.style import legible
from gaotang_desktop.domain.errors import StorageProblem

RARE = (
    "<&>村",
    "𬱖堃村",
    "丅家湾村",
    "$x^2$村",
    "非常非常长名字的一个移民搬迁安置社区",
    "断\n行村",
)


def names(count):
    return [RARE[i] if i < len(RARE) else f"第{i}村" for i in range(count)]


def ranks_of(count):
    return [
        VillageRank(
            name, Decimal(9600 - 7 * i) / 100, i + 1, max(1, i - 1), min(count, i + 3), "前列"
        )
        for i, name in enumerate(names(count))
    ]


DRAW = {
    "ranking": lambda n, grey=False: ranking(ranks_of(n), grey=grey),
}


@pytest.mark.parametrize("kind", DRAW)
@pytest.mark.parametrize("count", [0, 1, 24, 138])
def test_any_number_of_villages_is_drawn(tmp_path, kind, count):
    path = tmp_path / "图.png"
    save(DRAW[kind](count), path)
    with Image.open(path) as picture:
        assert picture.width >= 1200
        assert picture.height >= 300
        assert len(picture.getcolors(2_000_000)) > 10


@pytest.mark.parametrize("kind", DRAW)
def test_the_figure_grows_with_the_villages(kind):
    small, large = (DRAW[kind](count).height for count in (24, 138))
    assert large - small > 100 * 5


@pytest.mark.parametrize("kind", DRAW)
@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_equal_figures_are_equal_files(tmp_path, kind, suffix):
    for name in "ab":
        save(DRAW[kind](8), tmp_path / f"{name}.{suffix}")
    assert (tmp_path / f"a.{suffix}").read_bytes() == (tmp_path / f"b.{suffix}").read_bytes()


@pytest.mark.parametrize("kind", DRAW)
def test_grey_charts_use_no_colour(tmp_path, kind):
    save(DRAW[kind](8, grey=True), tmp_path / "a.png")
    with Image.open(tmp_path / "a.png") as picture:
        colours = picture.convert("RGB").getcolors(1_000_000)
    assert all(max(rgb) - min(rgb) <= 2 for _, rgb in colours)


def test_a_pdf_embeds_its_faces_and_keeps_every_name(tmp_path):
    save(DRAW["ranking"](5), tmp_path / "a.pdf")
    with pdfplumber.open(tmp_path / "a.pdf") as paper:
        text = paper.pages[0].extract_text()
    assert all(name in text for name in ("<&>村", "𬱖堃村", "丅家湾村", "$x^2$村"))


def test_an_svg_holds_outlines_and_no_font(tmp_path):
    save(DRAW["ranking"](5), tmp_path / "a.svg")
    said = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<text" not in said
    assert "font-family" not in said


def test_a_character_that_no_face_has_is_shown_as_a_box(tmp_path):
    name = "\U0003134a村"
    assert legible(name) == "□村"
    save(ranking([VillageRank(name, Decimal(90), 1)]), tmp_path / "a.png")


def test_another_suffix_is_a_sentence(tmp_path):
    with pytest.raises(StorageProblem, match=r"没有保存。$"):
        save(DRAW["ranking"](1), tmp_path / "a.bmp")


def test_ranking_says_whether_the_first_is_certain():
    one, two = (
        VillageRank("甲村", Decimal("93.60"), 1, 1, 1),
        VillageRank("乙村", Decimal("90"), 2, 2, 3),
    )
    assert ranking_finding([two, one]) == "甲村93.60分居首，和第2名区间不重叠"
    near = VillageRank("乙村", Decimal("93"), 2, 1, 3)
    assert ranking_finding([one, near]) == "甲村93.60分居首，与第2名区间重叠，先后不能断定"
    tied = VillageRank("丙村", Decimal("93.60"), 1)
    assert ranking_finding([one, tied]) == "甲村等2个村93.60分并列居首"
    assert ranking_finding([VillageRank("丁村", Decimal(90), None, vetoed=True)]) == "村级考评排名"
