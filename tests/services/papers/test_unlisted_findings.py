"""An inspection that says that something was found is never told as one that found nothing."""

from datetime import date

import pytest
from builders import open_work, unit, village

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.circulars.inspections import inspection_circular
from gaotang_desktop.domain.documents.office import month_reports
from gaotang_desktop.domain.documents.wordings import Envelope
from gaotang_desktop.services import records
from gaotang_desktop.services.papers.circulars import inspection_figures

DAY = date(2026, 10, 12)
OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened)
    unit(opened)
    yield opened
    opened.close()


def inspected(work, result):
    given = {"held_on": DAY, "kind": "加油站", "village_id": 1, "inspectors": ("示例甲",)}
    return records.save(work, "inspections", {**given, "result": result, "text": "灭火器过期"})


def told(work):
    """The sentence of the month paper, and the paragraphs of the circular."""
    figures = inspection_figures(work, OCTOBER)
    envelope = Envelope("示例镇", "示例中心", DAY)
    paper = inspection_circular(figures, envelope, answer_by=DAY)
    said = " ".join(each.text for each in paper.blocks if hasattr(each, "text"))
    return month_reports._inspections(figures, OCTOBER.label), said


def test_what_was_found_and_not_entered_is_said_so_by_month_paper_and_circular(work):
    inspected(work, "未发现问题")
    month, circular = told(work)
    assert month.endswith("，没有发现问题。")
    assert "没有发现需要整改的问题" in circular
    made = inspected(work, "发现问题")
    month, circular = told(work)
    assert month.endswith("，其中1次发现了问题，还没有逐条登记。")
    assert "1次检查发现的问题还没有逐条登记。" in circular
    assert "没有发现" not in circular
    found = {"inspection_id": made, "found_on": DAY, "text": "灭火器过期", "village_id": 1}
    finding = records.save(work, "findings", found)
    assert "发现问题1个" in told(work)[0]
    assert inspection_figures(work, OCTOBER).unlisted == 0
    records.bin_records(work, "findings", [finding])
    assert inspection_figures(work, OCTOBER).unlisted == 1
