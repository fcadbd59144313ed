"""Minutes, reports, letters and answers from real records."""

from datetime import date, datetime

import builders
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import FormGrid, Table, text_of
from gaotang_desktop.domain.errors import Conflict, DomainError
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.papers import (
    catalogue,
    drafts,
    gate,
    issued_documents,
    office_papers,
    progress_figures,
)

OCTOBER = periods.month(2026, 10)
PERSON = "欧阳修"


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    yield opened
    opened.close()


def meeting(work, **given):
    own = {"held_on": date(2026, 10, 15), "kind": "研判会", "topic": "十月平安形势研判"}
    return records.save(work, "meetings", {**own, **given})


def intake(work, **given):
    own = {
        "received_on": date(2026, 10, 5),
        "way": "来访",
        "persons": (PERSON,),
        "matter": "邻居占路",
    }
    return records.save(work, "intakes", {**own, **given})


def body(work, draft):
    return drafts.get(work, draft)["body"]


def test_minutes_tell_who_came_what_is_feared_and_who_does_what_until_when(work):
    held = meeting(work, chaired_by="王书记", present=("派出所", "司法所"), absent=("供电所",),
                   risks="校门口秩序乱\n夜间盗窃有苗头", place="会议室")  # fmt: skip
    police = builders.unit(work, "派出所")
    village = builders.village(work)
    records.save(work, "meeting-decisions", {
        "meeting_id": held, "text": "放学时到校门口值守。", "unit_id": police,
        "village_id": village, "due_on": date(2026, 10, 31),
    })  # fmt: skip
    draft = drafts.create(work, "minutes", subject_id=held)
    values = drafts.get(work, draft)
    assert values["name"] == "十月平安形势研判会议纪要"
    assert values["period"] == f"meeting:{held}"
    made = drafts.paper(work, values, drafts.filling(work, draft))
    said = text_of(made.blocks)
    assert "2026年10月15日，王书记主持召开研判会，地点在会议室" in said
    assert "1. 校门口秩序乱。" in said
    assert "放学时到校门口值守。由派出所负责，涉及郭桥村，2026年10月31日前落实。" in said
    assert made.attendance == (("出席", "派出所、司法所"), ("缺席", "供电所"))
    assert made.letterhead == "高塘镇综治中心会议纪要"
    assert issued_documents.next_number(work, draft) == "会议纪要2026年第1期"


def test_a_meeting_that_settled_nothing_has_no_minutes_to_issue(work):
    draft = drafts.create(work, "minutes", subject_id=meeting(work))
    assert any(each.stops for each in gate.of_draft(work, draft))


def test_the_newest_meeting_is_taken_where_nobody_chose_and_another_period_is_said(work):
    meeting(work, held_on=date(2026, 9, 1), topic="九月研判", risks="甲")
    newest = meeting(work, risks="乙")
    assert office_papers.newest(work, "minutes", "meeting", None) == newest
    with pytest.raises(DomainError, match=r"2025年1月里没有.*请先"):
        catalogue.paper(work, "minutes", periods.month(2025, 1))


def test_a_new_decision_makes_the_minutes_stale_and_a_refresh_takes_it_in(work):
    held = meeting(work, risks="校门口秩序乱")
    draft = drafts.create(work, "minutes", subject_id=held)
    assert not drafts.is_stale(work, draft)
    records.save(work, "meeting-decisions", {
        "meeting_id": held, "text": "值守", "unit_id": builders.unit(work),
        "due_on": date(2026, 11, 30),
    })  # fmt: skip
    assert drafts.is_stale(work, draft)
    drafts.refresh(work, draft)
    assert "由派出所负责，2026年11月30日前落实" in body(work, draft)


def test_a_receipt_names_the_person_whole_and_says_that_it_is_not_masked(work):
    number = intake(work, sort="纠纷", unit_id=builders.unit(work), due_on=date(2026, 10, 20))
    draft = drafts.create(work, "intake-receipt", subject_id=number)
    values = drafts.get(work, draft)
    assert values["addressee"] == PERSON
    assert values["copies_to"] is None
    assert "由派出所办理，办理期限到2026年10月20日" in values["body"]
    assert any("不打码" in each.sentence for each in gate.of_draft(work, draft))
    made = drafts.paper(work, values, drafts.filling(work, draft))
    assert (made.form, made.letterhead) == ("文书", "")


def test_an_answer_waits_for_the_result_also_of_what_the_intake_became(work):
    number = intake(work)
    with pytest.raises(DomainError, match="还没有写明办理结果"):
        drafts.create(work, "intake-answer", subject_id=number)
    assert office_papers.subjects(work, "intake-answer", "intake") == ()
    petition = intake(work, sort="信访", done_on=date(2026, 10, 9), result="已经让出道路")
    said = body(work, drafts.create(work, "intake-answer", subject_id=petition))
    assert "办理结果：已经让出道路。" in said
    assert "30日内请求原办理机关的上一级机关、单位复查" in said
    assert [each for _, each in office_papers.subjects(work, "intake-answer", "intake")] == [
        petition
    ]


def test_an_intake_without_a_person_has_no_notice(work):
    number = intake(work, persons=None)
    with pytest.raises(DomainError, match="没有登记诉求人"):
        drafts.create(work, "intake-receipt", subject_id=number)


def test_the_report_of_the_second_quarter_is_that_of_the_half_year(work):
    assert progress_figures.until(periods.parse("2026-Q2"))[0] == "2026年上半年"
    assert progress_figures.until(periods.parse("2026"))[0] == "2026年"
    name, months = progress_figures.until(OCTOBER)
    assert (name, len(months)) == ("2026年1至10月", 10)


def test_a_report_is_worked_out_from_the_records_and_asks_for_what_only_people_know(work):
    village = builders.village(work, joined_on=date(2026, 1, 1))
    for day in (3, 4):
        builders.patrol(work, village, date(2026, 10, day))
    unit = builders.unit(work)
    category = next(iter(records.references(work, "dispute-categories"))).id
    for month in (3, 10):
        number = records.save(work, "disputes", {
            "village_id": village, "category_id": category, "found_on": date(2026, month, 5),
            "summary": "占路", "parties": (PERSON,), "unit_id": unit,
        })  # fmt: skip
    disputes.add_note(work, number, text="谈好了", happened_on=date(2026, 10, 9), state="已化解")
    told = progress_figures.progress_figures(work, *progress_figures.until(OCTOBER))
    assert (told.found, told.endings.closed, told.nights.kept) == (2, 1, 2)
    draft = drafts.create(work, "progress-report", OCTOBER)
    said = body(work, draft)
    assert "排查发现矛盾纠纷2件，同期了结1件，已化解" in said
    assert PERSON not in said
    found = [each.sentence for each in gate.of_draft(work, draft)]
    assert any("“××”还没有填" in each for each in found)
    assert any("签发人" in each for each in found)
    with pytest.raises(Conflict, match="主送机关还没有填"):
        issued_documents.issue(work, draft, despite_reminders=True)


def test_a_poll_below_its_least_sample_has_no_rate_in_a_report(work):
    village = builders.village(work)
    for name, sample in (("小样本", 5), ("大样本", 400)):
        poll = records.save(work, "polls", {"name": name, "level": "镇自测",
                            "from_on": date(2026, 9, 1), "until_on": date(2026, 9, 5)})  # fmt: skip
        records.save(work, "poll-results", {"poll_id": poll, "village_id": village,
                                            "sample": sample, "safe": sample})  # fmt: skip
    said = body(work, drafts.create(work, "progress-report", OCTOBER))
    assert "小样本（镇自测）有效样本5份，样本不足，不作结论。" in said
    assert "大样本（镇自测）有效样本400份，感到安全100.0%。" in said


@pytest.mark.parametrize(
    "name", ["request", "letter", "announcement", "reply", "commendation", "open-letter"]
)
def test_what_is_typed_comes_out_in_an_empty_town_and_is_not_issued_unfilled(work, name, tmp_path):
    assert catalogue.make(work, tmp_path / "p.pdf", name).pages >= 1
    draft = drafts.create(work, name)
    assert drafts.filling(work, draft).lines == ()
    assert any(each.stops or each.asks for each in gate.of_draft(work, draft))


def test_news_and_the_notice_to_residents_count_and_name_nobody(work):
    intake(work)
    for name in ("news", "public-notice"):
        said = body(work, drafts.create(work, name, OCTOBER))
        assert "登记诉求1件" in said
        assert PERSON not in said
        assert "邻居占路" not in said


def test_mended_findings_are_reported_with_those_that_wait(work):
    village = builders.village(work)
    held = records.save(
        work,
        "inspections",
        {"held_on": date(2026, 10, 3), "kind": "食品药品", "village_id": village},
    )
    for text, mended in (("灯不亮", date(2026, 10, 9)), ("门没锁", None)):
        records.save(work, "findings", {
            "found_on": date(2026, 10, 3), "inspection_id": held, "village_id": village, "text": text,
            "due_on": date(2026, 10, 20), "put_right_on": mended, "how": "已经换好" if mended else None,
        })  # fmt: skip
    said = body(work, drafts.create(work, "mending-report", OCTOBER))
    assert "检查发现问题2个，已经按期整改1个。" in said
    assert "郭桥村：门没锁（期限10月20日，已经逾期）。" in said


def test_the_agenda_lists_what_is_open_by_its_deadline_and_has_room_for_more(work):
    unit = builders.unit(work, "供电所")
    meeting = records.save(
        work, "meetings", {"held_on": date(2026, 10, 8), "kind": "研判会", "topic": "秋季"}
    )
    for text, due in (("巡线", date(2026, 11, 20)), ("修灯", date(2026, 10, 20))):
        values = {"meeting_id": meeting, "unit_id": unit, "text": text, "due_on": due}
        number = records.save(work, "meeting-decisions", values)
    sheet = catalogue.paper(work, "meeting-agenda")
    (listed,) = (b for b in sheet.blocks if isinstance(b, Table))
    head, topics = (b for b in sheet.blocks if isinstance(b, FormGrid))
    assert [(row[2], row[5]) for row in listed.rows] == [("修灯", "逾期"), ("巡线", "待落实")]
    assert [cell.text for row in head.rows for cell in row.cells if cell.label] == [
        "会议名称", "主持人", "时间", "地点",
    ]  # fmt: skip
    lines = topics.rows[1:]
    assert {tuple(cell.text for cell in row.cells[1:]) for row in lines} == {("", "")}
    assert all(row.height >= 15 for row in lines)
    records.save(
        work,
        "meeting-decisions",
        {"done_on": date(2026, 10, 19), "result": "已修"},
        record_id=number,
    )
    (listed,) = (b for b in catalogue.paper(work, "meeting-agenda").blocks if isinstance(b, Table))
    assert [row[2] for row in listed.rows] == ["巡线"]
