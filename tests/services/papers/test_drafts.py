"""Drafts from live data: filled, typed on, refreshed, warned of; papers for every kind."""

from datetime import date, datetime

import builders
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph, text_of
from gaotang_desktop.domain.errors import Conflict, DomainError, NotFound
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import catalogue, circulars, drafts, gate, issued_documents

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    yield opened
    opened.close()


@pytest.fixture
def month(work):
    """Two villages, one of which was out three nights of October."""
    guo = builders.village(work, "郭桥村", display_order=1)
    builders.village(work, "刘庄<&>村", display_order=2)
    for day in (3, 4, 5):
        builders.patrol(work, guo, date(2026, 10, day))
    return guo


def test_a_circular_is_worded_from_the_records_and_the_figures_are_kept(work, month):
    draft = drafts.create(work, "patrol-circular", OCTOBER)
    values = drafts.get(work, draft)
    assert values["name"] == "关于2026年10月平安夜巡工作情况的通报"
    assert (values["kind"], values["state"], values["period"]) == ("夜巡通报", "草稿", "2026-10")
    assert "全镇2个村" in values["body"]
    assert "刘庄<&>村整期没有夜巡记录" in values["body"]
    kept = drafts.filling(work, draft)
    assert kept.figures["villages"][0]["done"] == 3
    assert kept.annexes[0].title == "2026年10月平安夜巡情况统计表"


def test_more_nights_in_one_village_do_not_make_up_for_another(work, month):
    for day in range(6, 31):
        builders.patrol(work, month, date(2026, 10, min(day, 23)))
    body = drafts.get(work, drafts.create(work, "patrol-circular", OCTOBER))["body"]
    assert "到位率50.0%" in body


def test_newer_records_come_in_and_the_operator_s_words_stay(work, month):
    draft = drafts.create(work, "patrol-circular", OCTOBER)
    body = drafts.get(work, draft)["body"]
    drafts.store(work, draft, {"body": body.replace("特此通报。", "望各村再接再厉。\n特此通报。")})
    assert not drafts.is_stale(work, draft)
    builders.patrol(work, month, date(2026, 10, 9))
    assert drafts.is_stale(work, draft)
    assert any("刷新数据" in each.sentence for each in gate.of_draft(work, draft))
    found = drafts.refresh(work, draft)
    assert found.kept == ()
    after = drafts.get(work, draft)["body"]
    assert "实巡4次" in after
    assert "望各村再接再厉。" in after
    assert drafts.filling(work, draft).annexes[0].blocks[0].rows[0][3] == "4"
    assert not drafts.is_stale(work, draft)
    work.undo()
    assert "实巡3次" in drafts.get(work, draft)["body"]


def test_a_typed_draft_has_no_data_to_refresh(work):
    draft = drafts.create(work, "notice")
    with pytest.raises(Conflict, match="不是由数据生成的"):
        drafts.refresh(work, draft)


def test_the_meeting_notice_says_the_office_s_own_words(work):
    work.change_settings(
        {"meeting_words": "请{乡镇}各村到会。\n找{联系人}。", "contact": "示例甲 000"}
    )
    assert drafts.get(work, drafts.create(work, "notice"))["body"] == (
        "请高塘镇各村到会。\n找示例甲 000。\n特此通知。"
    )


def test_only_what_was_changed_is_stored(work):
    draft = drafts.create(work, "notice")
    values = drafts.get(work, draft)
    assert not drafts.store(work, draft, values)
    assert drafts.store(work, draft, {**values, "copies_to": "县委政法委"})
    assert work.undo() == f"修改公文：{values['name']}"


def test_the_elements_of_a_draft_are_kept_and_stand_on_its_paper(work):
    draft = drafts.create(work, "notice")
    typed = {"urgency": "特急", "secrecy": "机密★1年", "copy_number": "7", "approvers": "张三",
             "print_count": "50"}  # fmt: skip
    assert drafts.store(work, draft, typed)
    values = drafts.get(work, draft)
    assert {name: values[name] for name in typed} == typed
    made = drafts.paper(work, values, drafts.filling(work, draft))
    assert made.elements.corner == ("000007", "机密★1年", "特急")
    drafts.store(work, draft, {"urgency": "马上"})
    with pytest.raises(DomainError, match="特急或者加急"):
        issued_documents.issue(work, draft, despite_reminders=True)


def test_a_draft_without_a_title_is_refused_at_its_field(work):
    draft = drafts.create(work, "notice")
    with pytest.raises(DomainError, match="标题"):
        drafts.store(work, draft, {"name": ""})


def test_a_draft_that_is_gone_says_so(work):
    with pytest.raises(NotFound, match="已经不在了"):
        drafts.get(work, 99)


def test_a_second_draft_of_the_same_month_is_the_first(work, month):
    draft = drafts.create(work, "patrol-circular", OCTOBER)
    assert drafts.waiting(work, "patrol-circular", OCTOBER) == draft
    assert drafts.waiting(work, "patrol-circular", OCTOBER.shifted(-1)) is None
    issued_documents.issue(work, draft, despite_reminders=True)
    assert drafts.waiting(work, "patrol-circular", OCTOBER) is None


def test_recipients_are_groups_with_their_members_then_units_then_villages(work, month):
    builders.unit(work, "派出所")
    builders.unit(work, "各村", stands_for="全部村")
    found = dict(drafts.recipients(work))
    assert found["各村"] == ("郭桥村", "刘庄<&>村")
    assert next(iter(found)) == "各村"
    assert {"派出所", "郭桥村"} <= set(found)


@pytest.mark.parametrize("name", [each.name for each in catalogue.DOCUMENTS if each.kind])
def test_papers_without_any_record_say_so_in_whole_sentences(work, month, name):
    empty = periods.month(2025, 1)
    if name == "poll-circular":
        with pytest.raises(DomainError, match=r"没有结束的民意调查.*请先"):
            catalogue.paper(work, name, empty)
        return
    if catalogue.BY_NAME[name].by in catalogue.SUBJECTS:
        with pytest.raises(DomainError, match="请先"):
            catalogue.paper(work, name, empty)
        return
    if name == "evaluation-circular":
        with pytest.raises(DomainError, match=r"没有数据.*请先"):
            catalogue.paper(work, name, empty)
        return
    made = catalogue.paper(work, name, empty)
    assert isinstance(made, OfficialPaper)
    assert "None" not in text_of(made.blocks)
    assert all(each.text.endswith(("。", "：")) or each.level or each.text.startswith("联系人") for each in made.blocks
               if isinstance(each, Paragraph))  # fmt: skip


def test_a_poll_circular_names_samples_intervals_and_who_puts_it_right(work, month):
    poll = records.save(work, "polls", {
        "name": "2026年第三季度镇自测", "level": "镇自测",
        "from_on": date(2026, 9, 1), "until_on": date(2026, 9, 5),
    })  # fmt: skip
    records.save(
        work, "poll-results",
        {"poll_id": poll, "village_id": month, "sample": 40, "safe": 38, "satisfied": 36},
    )  # fmt: skip
    records.save(work, "findings", {
        "found_on": date(2026, 9, 5), "poll_id": poll, "village_id": month,
        "text": "路灯不亮", "measure": "更换路灯", "due_on": date(2026, 11, 30),
    })  # fmt: skip
    body = drafts.get(work, drafts.create(work, "poll-circular"))["body"]
    assert "感到安全的占95.0%（40份，可信范围" in body
    assert "刘庄<&>村没有样本" in body
    assert "由郭桥村更换路灯，于2026年11月30日前完成" in body


def test_a_rectification_notice_lists_what_is_open(work, month):
    records.save(work, "findings", {
        "found_on": date(2026, 9, 5), "village_id": month, "text": "台账缺页",
        "due_on": date(2026, 9, 30),
    })  # fmt: skip
    made = catalogue.paper(work, "rectification-notice")
    assert "还有1个问题没有完成整改" in text_of(made.blocks)
    assert "已经超过期限" in text_of(made.blocks)
    assert made.annexes[0].blocks[0].rows[0][2] == "台账缺页"


def test_slips_are_printed_as_they_were_signed(work, month):
    office = builders.unit(work, "派出所")
    records.save(work, "supervision-slips", {
        "colour": "黄", "unit_id": office, "issued_on": date(2026, 10, 1),
        "answer_due_on": date(2026, 10, 6),
        "request": "请说明以下任务的进展和原因，尽快办结：\n1. 夜巡（09-28 到期，已逾期 3 天）",
    })  # fmt: skip
    sheet = catalogue.paper(work, "supervision-slips")
    cells = [cell.text for row in sheet.blocks[1].rows for cell in row.cells]
    assert "派出所" in cells
    assert any("1. 夜巡（期限：9月28日，已逾期3天）。没有收到进展。" in each for each in cells)


def test_the_phone_list_names_who_is_in_office(work, month):
    for name, until in (("示例甲", None), ("示例乙", date(2026, 1, 1))):
        records.save(work, "officers", {
            "village_id": month, "role": "网格员", "name": name, "until_on": until,
        })  # fmt: skip
    builders.unit(work, "派出所", liaison="示例丙", phone="000")
    text = str(catalogue.paper(work, "phone-list").blocks)
    assert "示例甲" in text
    assert "示例乙" not in text
    assert "示例丙" in text


def test_a_village_of_which_nobody_is_registered_has_a_line_to_write_in(work, month):
    name = records.get(work, "villages", month)["name"]
    table = catalogue.paper(work, "phone-list").blocks[1]
    assert [row[1:] for row in table.rows if row[1] == name] == [(name, "", "", "")]
    records.save(work, "officers", {"village_id": month, "role": "网格员", "name": "示例甲"})
    table = catalogue.paper(work, "phone-list").blocks[1]
    assert [row[1:4] for row in table.rows if row[1] == name] == [(name, "网格员", "示例甲")]


def test_the_day_of_answer_is_never_a_day_off(work):
    days = [circulars.answer_by(work, date(2026, 10, day)) for day in range(1, 15)]
    # The Saturday after the holidays of October 2026 is worked.
    assert all(day.weekday() < 5 or day == date(2026, 10, 10) for day in days)


@pytest.mark.parametrize(("day", "month"), [(19, 11), (20, 12)])
def test_a_notice_looks_forward_and_a_circular_back(tmp_path, day, month):
    opened = builders.open_work(tmp_path / "other", now=datetime(2026, 11, day, 9, 0))
    try:
        assert catalogue.usual_period(opened, "publicity-notice") == periods.month(2026, month)
        # Of October nothing is on record: an office that begins in November has its own month.
        assert catalogue.usual_period(opened, "patrol-circular") == periods.month(2026, 11)
        builders.patrol(opened, builders.village(opened), date(2026, 10, 31))
        assert catalogue.usual_period(opened, "patrol-circular") == OCTOBER
    finally:
        opened.close()


@pytest.mark.parametrize("name", ["patrol-circular", "evaluation-circular", "inspection-circular"])
def test_a_circular_of_days_to_come_is_refused_in_a_sentence(work, month, name):
    with pytest.raises(DomainError, match="2026年12月还没有开始"):
        drafts.create(work, name, periods.month(2026, 12))
    assert drafts.listing(work).ids == ()
