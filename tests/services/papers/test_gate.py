"""Before the number: what stops a paper, what has to be asked, what has changed since the last one."""

import json
from datetime import date, datetime

import builders
import pdfplumber
import pytest

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents import gates
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.services import evaluation, records
from gaotang_desktop.services.papers import drafts, gate, issued_documents

OCTOBER = periods.month(2026, 10)
TODAY = date(2026, 11, 5)
TEXTS = (Kind.TEXT, Kind.LONG_TEXT)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    yield opened
    opened.close()


@pytest.fixture
def month(work):
    """Two villages, one of which was out three nights of October."""
    guo = builders.village(work, "郭桥村", display_order=1, households=100)
    builders.village(work, "刘庄村", display_order=2, households=100)
    for day in (3, 4, 5):
        builders.patrol(work, guo, date(2026, 10, day))
    return guo


def said(work, draft, severity):
    return [
        each.sentence
        for each in gate.of_draft(work, draft)
        if each.severity == severity and not each.known
    ]


def stops(work, draft):
    return said(work, draft, "阻止")


def asks(work, draft):
    return said(work, draft, "提醒")


def refused(work, draft, words):
    """The paper takes no number, whatever anybody says."""
    assert any(words in each for each in stops(work, draft))
    with pytest.raises(Conflict, match=words):
        issued_documents.issue(work, draft, despite_reminders=True)
    assert issued_documents.listing(work).ids == ()


def test_a_sound_circular_goes_out_without_a_question(work, month):
    draft = drafts.create(work, "patrol-circular", OCTOBER)
    assert (stops(work, draft), asks(work, draft)) == ([], [])
    assert issued_documents.issue(work, draft).number.endswith("1号")


def test_another_town_is_asked_before_its_first_number_is_taken_under_the_shipped_sign(work, month):
    work.change_settings({"town": "枣林镇"})
    draft = drafts.create(work, "patrol-circular", OCTOBER)
    assert any("发文代字“高综治”是程序自带的" in each for each in asks(work, draft))
    work.change_settings({"document_series": "枣综治"})
    assert not any("发文代字" in each for each in asks(work, draft))
    work.change_settings({"document_series": "高综治"})
    issued_documents.issue(work, draft, despite_reminders=True)
    again = drafts.create(work, "announcement", OCTOBER)
    assert not any("发文代字" in each for each in asks(work, again)), "it was answered"


@pytest.mark.parametrize(
    "name",
    ["patrol-circular", "inspection-circular", "publicity-notice"],
)
def test_a_period_of_which_nothing_was_recorded_takes_no_number(work, month, name):
    draft = drafts.create(work, name, periods.month(2025, 10))
    body = drafts.get(work, draft)["body"]
    assert not any(word in body for word in ("前列", "0个村", "上升", "坚持得好"))
    refused(work, draft, "没有内容可以印发")


def test_an_empty_month_has_no_scores_to_tell_of(work, month):
    with pytest.raises(Conflict, match="没有数据"):
        drafts.create(work, "evaluation-circular", periods.month(2025, 10))
    assert drafts.listing(work).ids == ()


def test_nothing_open_makes_no_rectification_notice(work, month):
    refused(work, drafts.create(work, "rectification-notice"), "没有内容可以印发")


def test_a_poll_without_a_sample_makes_no_circular(work, month):
    records.save(work, "polls", {
        "name": "第三季度镇自测", "level": "镇自测",
        "from_on": date(2026, 9, 1), "until_on": date(2026, 9, 5),
    })  # fmt: skip
    refused(work, drafts.create(work, "poll-circular"), "没有内容可以印发")


def test_words_typed_over_an_empty_month_are_asked_about(work, month):
    draft = drafts.create(work, "patrol-circular", periods.month(2025, 10))
    drafts.store(work, draft, {"body": "各村10月没有报夜巡登记，请补报。"})
    assert stops(work, draft) == []
    assert any("不是台账里的数据" in each for each in asks(work, draft))


def test_a_reminder_has_to_be_answered_before_the_number_is_taken(work, month):
    draft = drafts.create(work, "notice")
    with pytest.raises(gate.Reminded, match="没有取号") as asked:
        issued_documents.issue(work, draft)
    assert {"时间另行通知", "联系人：高塘镇社会治安综合治理中心"} == {
        each.words for each in asked.value.findings
    }
    assert issued_documents.listing(work).ids == ()
    assert issued_documents.issue(work, draft, despite_reminders=True).number.endswith("1号")


def test_a_meeting_notice_with_day_and_phone_is_not_asked_about(work):
    work.change_settings({"contact": "王某，电话：0913-0000000"})
    draft = drafts.create(work, "notice")
    body = drafts.get(work, draft)["body"]
    drafts.store(
        work, draft, {"body": body.replace("会议时间另行通知", "会议时间为11月9日上午9时")}
    )
    assert asks(work, draft) == []


def test_the_same_circular_does_not_go_out_twice(work, month):
    first = issued_documents.issue(work, drafts.create(work, "patrol-circular", OCTOBER))
    again = drafts.create(work, "patrol-circular", OCTOBER)
    (sentence,) = stops(work, again)
    assert first.number in sentence
    assert "不能重复印发" in sentence
    issued_documents.void(work, first.id, reason="没有发出")
    assert stops(work, again) == []


def test_a_second_circular_of_a_period_says_what_has_changed_since(work, month):
    first = issued_documents.issue(work, drafts.create(work, "patrol-circular", OCTOBER))
    builders.patrol(work, month, date(2026, 10, 20), people=4)
    again = drafts.create(work, "patrol-circular", OCTOBER)
    assert stops(work, again) == []
    (sentence,) = asks(work, again)
    assert first.number in sentence
    assert "郭桥村（实巡3→4，人次9→13，自报3→4）" in sentence
    assert drafts.create(work, "patrol-circular", OCTOBER.shifted(-1))


def test_the_same_words_to_another_meeting_are_asked_about(work, month):
    first = issued_documents.issue(work, drafts.create(work, "notice"), despite_reminders=True)
    assert any(first.number in each for each in asks(work, drafts.create(work, "notice")))


def test_an_empty_correction_takes_no_number_and_leaves_the_old_paper_valid(work, month):
    old = issued_documents.issue(work, drafts.create(work, "patrol-circular", OCTOBER))
    draft = issued_documents.correct(work, old.id)
    with pytest.raises(Conflict, match="还没有写明"):
        issued_documents.issue(work, draft, despite_reminders=True)
    body = drafts.get(work, draft)["body"]
    drafts.store(work, draft, {"body": body.replace("\n", "\n1.\n")})
    with pytest.raises(Conflict, match="还没有写明"):
        issued_documents.issue(work, draft, despite_reminders=True)
    assert issued_documents.entry(work, old.id).state == "有效"
    drafts.store(work, draft, {"body": "郭桥村实巡由“3次”更正为“4次”。\n" + body})
    issued_documents.issue(work, draft, despite_reminders=True)
    assert issued_documents.entry(work, old.id).state == "已更正"


def test_a_correction_of_a_paper_that_became_void_is_stopped(work, month):
    old = issued_documents.issue(work, drafts.create(work, "patrol-circular", OCTOBER))
    draft = issued_documents.correct(work, old.id)
    drafts.store(work, draft, {"body": "郭桥村实巡由“3次”更正为“4次”。"})
    issued_documents.void(work, old.id, reason="没有发出")
    assert any("已经作废" in each for each in stops(work, draft))


def test_scores_go_out_only_when_they_are_frozen(work, month):
    draft = drafts.create(work, "evaluation-circular", OCTOBER)
    refused(work, draft, "还没有冻结")
    evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    assert stops(work, draft) == []


def test_scores_by_a_template_and_of_half_the_items_are_asked_about(work, month):
    evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    asked = asks(work, drafts.create(work, "evaluation-circular", OCTOBER))
    assert any("参考模板" in each for each in asked)
    assert any("超过总分的一半" in each for each in asked)


def test_scores_that_are_not_the_frozen_ones_do_not_go_out(work, month):
    evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    draft = drafts.create(work, "evaluation-circular", OCTOBER)
    assert stops(work, draft) == []
    builders.patrol(work, month, date(2026, 10, 20))
    evaluation.freeze(work, OCTOBER, reason="补报一次夜巡", accept_incomplete=True)
    assert any("第2版" in each for each in stops(work, draft))


def test_a_frozen_result_that_the_records_have_left_behind_is_named(work, month):
    evaluation.freeze(work, OCTOBER, accept_incomplete=True)
    draft = drafts.create(work, "evaluation-circular", OCTOBER)
    builders.patrol(work, month, date(2026, 10, 20))
    assert any("冻结以后记录或者计分规则有变化" in each for each in asks(work, draft))


def test_scores_of_a_running_month_are_told_to_wait(work, month):
    builders.patrol(work, month, date(2026, 11, 3))
    draft = drafts.create(work, "evaluation-circular", periods.month(2026, 11))
    assert any("还没有结束" in each for each in stops(work, draft))


def test_days_that_do_not_fit_the_register_are_asked_about(work, month):
    first = issued_documents.issue(work, drafts.create(work, "patrol-circular", OCTOBER))
    early = drafts.create(work, "rectification-notice", dated_on=date(2026, 11, 2))
    assert any(first.number in each and "先后会颠倒" in each for each in asks(work, early))
    last_year = drafts.create(work, "notice", dated_on=date(2025, 12, 31))
    assert any("占用2025年的号（高综治〔2025〕1号）" in each for each in asks(work, last_year))
    late = drafts.create(work, "notice", dated_on=date(2026, 8, 1))
    assert any("已经过去" in each for each in asks(work, late))
    drafts.store(work, late, {"dated_on": date(2027, 1, 1)})
    assert any("还没有到" in each for each in stops(work, late))
    assert not any("先后" in each for each in asks(work, drafts.create(work, "notice")))


def test_without_a_series_the_gate_says_so(work, month):
    work.change_settings({"document_series": " "})
    assert any("发文代字" in each for each in stops(work, drafts.create(work, "notice")))


@pytest.mark.parametrize("name", ["patrol-circular", "notice", "rectification-notice"])
def test_whatever_is_stored_the_gate_and_the_issue_agree(work, month, name):
    draft = drafts.create(work, name)
    found = gate.of_draft(work, draft)
    stopped = [each.sentence for each in found if each.stops]
    asked = [each.sentence for each in found if each.asks]
    if not stopped and not asked:
        assert issued_documents.issue(work, draft).findings
        return
    with pytest.raises(Conflict) as problem:
        issued_documents.issue(work, draft)
    assert all(each in str(problem.value) for each in stopped or asked)
    assert isinstance(problem.value, gate.Reminded) == (not stopped)


def test_the_command_line_asks_as_the_window_does(tmp_path, capsys):
    folder = tmp_path / "data"
    opened = builders.open_work(folder)
    opened.change_settings({"contact": "王某"})
    opened.close()
    typed = ["--data", str(folder), "--json", "print", "notice", "--issue"]
    out = tmp_path / "notice.pdf"
    assert main([*typed, "--out", str(out)]) == 1
    printed = capsys.readouterr()
    assert "时间另行通知" in printed.out + printed.err
    assert "--despite-warnings" in printed.out + printed.err
    assert "起始号用 --first-number 写明" in printed.out + printed.err
    assert main([*typed, "--out", str(out), "--despite-warnings", "--first-number", "7"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["number"].endswith("〕7号")
    assert any("时间另行通知" in each["message"] for each in told["findings"])
    empty = ["--data", str(folder), "print", "inspection-circular", "--period", "2020-01"]
    assert main([*empty, "--issue", "--despite-warnings", "--out", str(tmp_path / "i.pdf")]) == 1
    assert "没有内容可以印发" in "".join(capsys.readouterr())


def test_several_units_take_the_number_of_the_lead_unit_by_the_command_line_too(tmp_path, capsys):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    builders.village(opened, "郭桥村")
    opened.close()
    out = tmp_path / "a.pdf"
    print_it = ["print", "request", "--with", "高塘镇派出所、高塘镇司法所", "--out", str(out)]
    main(["--data", str(tmp_path / "data"), *print_it])
    assert "签发人" in capsys.readouterr().err
    with pdfplumber.open(out) as pdf:
        assert "".join(page.extract_text() for page in pdf.pages).count("高塘镇司法所") >= 1
    print_it[1] = "notice"
    main(["--data", str(tmp_path / "data"), *print_it, "--issue", "--despite-warnings"])
    said = capsys.readouterr()
    assert "高综治〔2026〕1号" in said.out + said.err


def test_a_paper_named_in_the_text_has_gone_out_and_holds(work):
    work.change_settings({"contact": "王某，电话：0913-0000000"})
    first = issued_documents.issue(work, drafts.create(work, "notice"), despite_reminders=True)
    later = drafts.create(work, "notice")
    for number, said in (("1", []), ("9", ["还没有印发过"])):
        drafts.store(work, later, {"body": f"{first.number[:-2]}{number}号已经发出，请落实。"})
        found = [each for each in asks(work, later) if "发文登记里这个号" in each]
        assert [each for each in found if said and said[0] in each] == found
        assert len(found) == len(said)
    issued_documents.void(work, first.id, reason="写错了")
    drafts.store(work, later, {"body": f"按照{first.number}，请落实。"})
    assert any("已经作废" in each for each in asks(work, later))


def test_a_unit_that_was_renamed_since_is_asked_about(work):
    unit = builders.unit(work, "综治专班")
    draft = drafts.create(work, "notice")
    drafts.store(work, draft, {"addressee": "综治专班"})
    assert not any("改名" in each for each in asks(work, draft))
    records.save(work, "units", {"name": "平安专班"}, record_id=unit)
    assert any("“综治专班”不在现在的单位和村里" in each for each in asks(work, draft))


def test_a_field_that_holds_more_than_it_is_made_for_stops_and_is_not_told_in_its_length(
    work, month
):
    draft = drafts.create(work, "patrol-circular", OCTOBER)
    fields = records.fields_for("documents")
    texts = {
        each.name: each for each in fields if each.name in drafts.FIELDS and each.kind in TEXTS
    }
    assert len(texts) == 12
    long = {name: "字" * (each.longest + 1) for name, each in texts.items()}
    found = list(gates.of_lengths(fields, long))
    # A long title is told by its layout.
    assert len(found) == 11
    assert all(each.stops for each in found)
    drafts.store(work, draft, {"urgency": "综治工作" * 1_250, "name": "综治工作" * 1_250})
    stopping = stops(work, draft)
    assert any("标题有 5000 个字" in each for each in stopping)
    assert any("紧急程度有 5000 个字，最多 4 个字" in each for each in stopping)
    assert all(len(each) < 200 for each in stopping)
