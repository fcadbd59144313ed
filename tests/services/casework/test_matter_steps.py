"""延期、提级督办、验收 of all kinds of matter as lists of a period, out and onto paper."""

import io
from datetime import date

import openpyxl
import pdfplumber
import pytest
from builders import NOW, open_work, unit, village

from gaotang_desktop.domain.fields import show
from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.casework import extensions, matter_steps, pressing
from gaotang_desktop.services.sheets import exports, ledger_sheets

TODAY = NOW.date()
OCTOBER = month(2026, 10)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = open_work(tmp_path_factory.mktemp("town") / "data")
    village(opened, "郭桥村")
    unit(opened, "司法所")
    given = {"village_id": 1, "unit_id": 1}
    late = records.save(
        opened, "disputes",
        {**given, "found_on": date(2026, 9, 1), "deadline": date(2026, 10, 20), "category_id": 1,
         "risk": "低", "summary": "示例乙家砌墙占巷", "parties": ("示例乙",)},
    )  # fmt: skip
    pressing.note(
        opened, pressing.one(opened, "disputes", late),
        {"raised_on": date(2026, 10, 22), "level": "单位负责人", "told": "示例所长"},
    )  # fmt: skip
    disputes.close(opened, late, result="拆墙", closed_on=date(2026, 10, 23))
    pressing.accept(
        opened, "disputes", late, decided_on=TODAY, decided_by="示例主任", decision="退回",
        reason="没有签协议",
    )  # fmt: skip
    for kind, values in (
        ("opinions", {"received_on": date(2026, 10, 12), "text": "路灯不亮"}),
        ("intakes", {"received_on": date(2026, 9, 12), "way": "来电", "matter": "没有公示"}),
    ):
        made = records.save(opened, kind, {**given, "due_on": date(2026, 10, 30), **values})
        extensions.extend(
            opened, kind, made, due_after=date(2026, 11, 9), decided_by="示例主任", reason="等材料",
            decided_on=date(2026, 10, 20) if kind == "opinions" else date(2026, 9, 30),
        )  # fmt: skip
    yield opened
    opened.close()


def rows(listed):
    return [tuple(map(show, listed.fields, row)) for row in listed.rows]


def test_every_step_of_the_period_stands_beside_its_matter_whatever_that_is(work):
    assert rows(matter_steps.ledger("extensions", work, OCTOBER)) == [
        ("2026-10-20", "路灯不亮", "郭桥村", "意见建议", "司法所", "2026-10-30", "2026-11-09",
         "示例主任", "等材料", ""),
    ]  # fmt: skip
    assert [row[3] for row in rows(matter_steps.ledger("extensions", work, None))] == [
        "意见建议",
        "诉求",
    ]
    [raised] = rows(matter_steps.ledger("escalations", work, OCTOBER))
    assert raised[:8] == (
        "2026-10-22", "单位负责人", "2026-001 示例乙家砌墙占巷", "郭桥村", "矛盾纠纷", "司法所", "办理中",
        "2026-10-20",
    )  # fmt: skip
    [looked] = rows(matter_steps.ledger("acceptances", work, OCTOBER))
    assert (looked[1], looked[6:9]) == ("退回", ("2026-10-23", "示例主任", "没有签协议"))


def test_the_list_goes_onto_paper_and_into_a_sheet_with_residents_covered(work, tmp_path):
    listed = matter_steps.ledger("escalations", work, OCTOBER)
    sheet = ledger_sheets.sheet(
        work, listed, heading=ledger_sheets.heading_of("escalations"), period=OCTOBER
    )
    content, made = ledger_sheets.draw(sheet)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        told = "".join(pdf.pages[0].extract_text().split())
    assert "2026年10月提级督办台账" in told
    assert "示例所长" in told
    assert "示某某家砌墙占巷" in told
    assert "示例乙" not in told
    assert made.findings == ()
    exports.export(work, "escalations", tmp_path / "seen.xlsx", shown=listed)
    page = openpyxl.load_workbook(tmp_path / "seen.xlsx").worksheets[0]
    cells = [cell.value for row in page.iter_rows() for cell in row]
    assert "2026-001 示某某家砌墙占巷" in cells


def test_what_went_into_the_bin_with_its_matter_is_not_listed(work):
    opinion = records.listing(work, "opinions").ids[0]
    records.bin_records(work, "opinions", [opinion])
    assert matter_steps.ledger("extensions", work, OCTOBER).ids == ()
    work.undo()
    assert len(matter_steps.ledger("extensions", work, OCTOBER).ids) == 1
