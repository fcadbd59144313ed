"""As many pages in the twin as in the PDF, also where a program sets digits apart."""

import re
from dataclasses import replace
from datetime import date

from gaotang_desktop.documents import sheets
from gaotang_desktop.documents.official_papers import lay_official_paper
from gaotang_desktop.documents.word_twin.fitting import official_fit, sheet_closeness
from gaotang_desktop.documents.word_twin.papers import official_paper_xml
from gaotang_desktop.documents.word_twin.sheets import sheet_xml
from gaotang_desktop.domain.documents.blocks import (
    Annex,
    Column,
    OfficialPaper,
    Paragraph,
    Sheet,
    Table,
)
from gaotang_desktop.domain.documents.office.quick_cards import quick_card

PAPER = OfficialPaper(
    "通报", "关于平安夜巡情况的通报", (Paragraph("特此通报。"),), "高塘镇综治中心",
    date=date(2026, 9, 5), letterhead="高塘镇综治中心文件",
)  # fmt: skip
DATES = Table(
    (Column("村"), Column("问题", 2), Column("期限", 2)),
    tuple((f"第{n}村", "台账不全", f"2026年{n % 12 + 1}月15日") for n in range(17)),
)


def sheet(lines, parts=1):
    rows = tuple((f"第{n}项", "各月平均" * 4, "2026年5月3日没有报送") for n in range(14))
    part = (
        Paragraph("第1名"),
        Table((Column("项目"), Column("说明", 2), Column("原因", 2)), rows),
        *(Paragraph(f"{n}. 2026年3月第5周有2个村没有报送。") for n in range(lines)),
    )
    breaks = tuple(range(len(part), parts * len(part), len(part)))
    return Sheet("明细", "考评明细", part * parts, breaks=breaks)


def test_a_few_lines_left_over_by_any_part_of_a_sheet_stand_closer_and_spare_a_page():
    spared = 0
    for lines in range(16, 34):
        made = sheet(lines, parts=2)
        found = sheets.closeness(made)
        pages = sheets.lay_sheet(made)
        assert len(found) == 2
        last = [placed for placed in pages[-1] if not placed.piece.is_gap]
        assert len(pages) == 2 or len(last) > 2
        spared += max(found) < 1
    assert spared > 3


def test_the_twin_of_a_full_page_spares_what_it_can():
    first, full = sheet_closeness(quick_card())
    assert first == 1.0
    assert full < 0.8  # LibreOffice needs more than a line; at 1.0 it began an empty page


def test_the_twin_of_a_sheet_stands_closer_where_digits_set_apart_would_take_a_page_more():
    closer = 0
    for lines in range(16, 30):
        made = sheet(lines)
        [found], [own] = sheet_closeness(made), sheets.closeness(made)
        assert found <= own
        xml = sheet_xml(made, None, {})
        exact = f'w:line="{round(10.5 * 1.55 * found * 20)}" w:lineRule="exact"'
        assert (exact in xml) == (found < 1)
        closer += found < own
    assert closer


def test_what_fits_is_left_as_it_is():
    fit = official_fit(PAPER)
    assert fit.paper is PAPER
    assert fit.closer == {}


def test_a_table_that_digits_would_push_over_the_page_is_set_smaller_and_not_below_nine_points():
    sizes = set()
    for count in range(20, 40):
        rows = tuple((f"第{n}村", "台账不全", f"2026年{n % 12 + 1}月15日") for n in range(count))
        annex = Annex("问题清单", (Table(DATES.columns, rows),))
        fit = official_fit(replace(PAPER, annexes=(annex,)))
        sizes.add(fit.paper.annexes[0].blocks[0].size)
    assert None in sizes
    assert len(sizes) > 1
    assert all(size is None or 9 <= size < 12 for size in sizes)


def test_rows_that_stay_on_one_page_here_stay_together_there():
    short = Table(DATES.columns, DATES.rows[:5])
    paper = replace(PAPER, blocks=(Paragraph("如下："), short))
    xml = official_paper_xml(paper, None, {}, {})
    rows = re.findall(r"<w:tr>.*?</w:tr>", xml)
    assert ["<w:keepNext/>" in row for row in rows[:6]] == [True] * 5 + [False]


def test_a_table_begins_a_page_by_a_break_only_where_no_more_lines_come_before_it():
    line = Paragraph("第1村6件、第2村8件、第3村9件、第4村3件。" * 4)
    forced = {}
    for count in (8, 9, 10):
        paper = replace(PAPER, blocks=(*[line] * count, Table(DATES.columns, DATES.rows[:8])))
        assert lay_official_paper(paper).page_starts == {count}
        forced[count] = official_fit(paper).laid.page_starts
    # Where digits set apart push lines of text over, a break would leave them alone on their page.
    assert forced == {8: {8}, 9: set(), 10: set()}


def test_a_paragraph_stands_closer_where_its_last_word_would_fill_a_page_with_a_table():
    counts = Paragraph(
        "在册网格145个，上报月报134份，走访6735户次，上报事项128件，办结123件，办结的123件中109件按期办结，占88.6%。"
    )
    line = Paragraph("各村均已报送。")
    table = Table(DATES.columns, DATES.rows[:4])
    fits = [
        official_fit(replace(PAPER, blocks=(*[line] * count, table, counts)))
        for count in range(4, 10)
    ]
    assert {} in [fit.closer for fit in fits]
    assert 1.5 in [each for fit in fits for each in fit.closer.values()]
