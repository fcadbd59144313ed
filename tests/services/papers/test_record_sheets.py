"""A record by itself on paper: all that it says, what belongs to it, nobody's name unless asked."""

import io
from datetime import date

import pdfplumber
import pytest
from builders import open_work, unit, village

from gaotang_desktop.domain.documents.record_sheets import Told, record_sheets
from gaotang_desktop.domain.errors import NotFound
from gaotang_desktop.services import attachments, disputes, records
from gaotang_desktop.services.casework import extensions
from gaotang_desktop.services.papers import record_sheets as sheets
from gaotang_desktop.services.sheets import ledger_sheets


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = open_work(tmp_path_factory.mktemp("town") / "data")
    village(opened, "郭桥村")
    unit(opened, "司法所")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def dispute(work, tmp_path_factory):
    made = records.save(
        work, "disputes",
        {"found_on": date(2026, 10, 5), "village_id": 1, "unit_id": 1, "category_id": 1, "risk": "低",
         "summary": "示例乙家砌墙占巷", "parties": ("示例乙", "示例丙"), "deadline": date(2026, 10, 30)},
    )  # fmt: skip
    disputes.add_note(work, made, happened_on=date(2026, 10, 8), text="示例乙愿意拆墙")
    disputes.add_note(work, made, happened_on=date(2026, 10, 6), text="上门听双方说法")
    extensions.extend(
        work, "disputes", made, due_after=date(2026, 11, 9), decided_on=date(2026, 10, 9),
        decided_by="示例主任", reason="等鉴定",
    )  # fmt: skip
    signed = tmp_path_factory.mktemp("files") / "调解协议.pdf"
    signed.write_bytes(b"%PDF-1.4")
    attachments.add(work, "disputes", made, [signed])
    return made


def printed(sheet):
    content, made = ledger_sheets.draw(sheet)
    assert made.findings == ()
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return ["".join(page.extract_text().split()) for page in pdf.pages]


def test_a_record_stands_on_its_page_with_what_belongs_to_it_in_the_order_of_days(work, dispute):
    [told] = printed(sheets.sheet(work, "disputes", [dispute]))
    assert "矛盾纠纷登记表" in told
    for words in ("编号2026-001", "化解期限2026-11-09", "责任单位司法所", "化解记录（2）",
                  "延期（1）", "批准人：示例主任", "等鉴定", "附件（1）", "调解协议.pdf"):  # fmt: skip
        assert words in told, words
    assert told.index("上门听双方说法") < told.index("愿意拆墙")


def test_a_step_names_the_matter_that_it_belongs_to_and_none_that_it_does_not(work, dispute):
    [step] = [each.id for each in extensions.of(work, "disputes", dispute)]
    [told] = printed(sheets.sheet(work, "extensions", [step]))
    assert "矛盾纠纷2026-001" in told
    assert not {each for each in ("意见建议", "诉求") if each in told}


def test_residents_are_covered_unless_asked(work, dispute):
    assert sheets.names_residents(work, "disputes", [dispute])
    [told] = printed(sheets.sheet(work, "disputes", [dispute]))
    assert ("示例乙" in told, "示某某愿意拆墙" in told) == (False, True)
    [whole] = printed(sheets.sheet(work, "disputes", [dispute], unmasked=True))
    assert "示例乙、示例丙" in whole


def test_each_of_several_has_a_page_and_a_long_text_goes_on_without_a_word_lost():
    long = "".join(f"{number:04d}" for number in range(1500))
    told = [Told((("情况", long),)), Told((("情况", "短"),))]
    sheet = record_sheets(told, title="示例登记表", issuer="示例", made_on=date(2026, 10, 24))
    *pages, last = printed(sheet)
    assert len(pages) > 1
    assert "1499" in "".join(pages)
    figures = "".join(mark for page in pages for mark in page if mark.isdigit())
    assert long in figures
    assert last.startswith("示例登记表情况短")


def test_a_text_of_many_short_lines_goes_on_within_the_page_also_where_it_belongs_to_the_record():
    lines = "\n".join(f"第{number}户已走访" for number in range(150))
    told = Told((("情况", lines),), parts=(("化解记录", (lines, "末尾")),))
    sheet = record_sheets([told], title="示例登记表", issuer="示例", made_on=date(2026, 10, 24))
    with pdfplumber.open(io.BytesIO(ledger_sheets.draw(sheet)[0])) as pdf:
        for page in pdf.pages:
            assert all(0 < mark["top"] < mark["bottom"] < page.height for mark in page.chars)
        told = "".join(page.extract_text() for page in pdf.pages)
    assert [told.count(f"第{number}户") for number in (0, 75, 149)] == [2, 2, 2]


def test_a_record_that_is_gone_is_said(work):
    with pytest.raises(NotFound, match="已经不在了"):
        sheets.sheet(work, "disputes", [99])
