"""The register: numbers without gap or reuse, the paper as it went out, void and correction."""

import hashlib
import io
import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import builders
import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, DamagedDatabase, DomainError, Invalid
from gaotang_desktop.services import history, records
from gaotang_desktop.services.papers import drafts, issued_documents, numbers
from gaotang_desktop.services.papers.gate import Reminded

TODAY = builders.NOW.date()


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened, "郭桥村")
    yield opened
    opened.close()


def issue(work, name="notice", **more):
    return go(work, drafts.create(work, name, **more))


def go(work, draft):
    """Issue a draft whatever reminders there are: these tests are about the register."""
    return issued_documents.issue(work, draft, despite_reminders=True)


def put_right(work, issued_id):
    """A correction that says what is corrected."""
    draft = issued_documents.correct(work, issued_id)
    body = drafts.get(work, draft)["body"]
    drafts.store(work, draft, {"body": "会议时间由“上午九点”更正为“上午八点半”。\n" + body})
    return draft


def register(work):
    listed = issued_documents.listing(work)
    return {row[0]: row[listed.column("state")] for row in listed.rows}


def test_the_first_paper_is_number_1_and_says_so_on_its_page(work):
    draft = drafts.create(work, "notice")
    assert issued_documents.next_number(work, draft) == f"高综治〔{TODAY.year}〕1号"
    out = go(work, draft)
    with pdfplumber.open(io.BytesIO(out.content)) as pdf:
        assert f"高综治〔{TODAY.year}〕1号" in pdf.pages[0].extract_text()
    assert drafts.get(work, draft)["state"] == "已印发"
    assert issue(work).number == f"高综治〔{TODAY.year}〕2号"


def test_a_paper_that_went_out_is_never_changed_and_never_numbered_again(work):
    draft = drafts.create(work, "notice")
    out = go(work, draft)
    with pytest.raises(Conflict, match="已经印发"):
        drafts.store(work, draft, {"body": "别的话"})
    with pytest.raises(Conflict, match="已经印发"):
        drafts.refresh(work, draft)
    with pytest.raises(Conflict, match="不会再取号"):
        go(work, draft)
    with pytest.raises(Invalid, match="不能再改"):
        records.save(work, "documents", {"name": "别的题目"}, record_id=draft)
    with pytest.raises(Conflict, match=r"作废.*更早的操作.*修改历史"):
        work.undo()
    begun = next(each for each in history.listed(work) if each.title.startswith("起草"))
    with pytest.raises(Conflict, match=r"后来已经.*不能再撤销。.*作废"):
        work.undo(begun.id)
    with pytest.raises(Conflict, match="不能删除"):
        records.bin_records(work, "issued-documents", [out.id])
    assert list(register(work).values()) == ["有效"]


def test_a_reprint_is_the_same_byte_for_byte_also_after_the_records_changed(work):
    village = builders.village(work, "刘庄村")
    builders.patrol(work, village, date(2026, 9, 5))
    out = issue(work, "patrol-circular", period=periods.month(2026, 9))
    builders.patrol(work, village, date(2026, 9, 6))
    work.change_settings({"letterhead": "别的文件"})
    assert issued_documents.reprint(work, out.id) == out.content
    entry = issued_documents.entry(work, out.id)
    assert entry.digest == hashlib.sha256(out.content).hexdigest()
    assert '"done":1' in entry.figures
    assert "刘庄村" in entry.text


def test_a_void_number_stays_with_its_reason_and_is_not_given_again(work):
    first = issue(work)
    with pytest.raises(Invalid, match="原因"):
        issued_documents.void(work, first.id, reason=" ")
    issued_documents.void(work, first.id, reason="时间写错，没有发出")
    assert issue(work).number.endswith("2号")
    assert register(work)[first.number] == "作废"
    assert issued_documents.entry(work, first.id).void_reason == "时间写错，没有发出"
    with pytest.raises(Conflict, match="作废"):
        issued_documents.void(work, first.id, reason="再来")
    with pytest.raises(Conflict, match="不用更正"):
        issued_documents.correct(work, first.id)


def test_a_void_number_is_void_for_good(work):
    first = issue(work)
    issued_documents.void(work, first.id, reason="时间写错")
    with pytest.raises(Conflict, match="作废是最后的决定"):
        work.undo()
    voided = next(each for each in history.listed(work) if each.title.startswith("作废"))
    with pytest.raises(Conflict, match="作废是最后的决定"):
        work.undo(voided.id)
    with pytest.raises(Invalid, match="只能改备注"):
        records.save(work, "issued-documents", {"state": "有效"}, record_id=first.id)
    assert register(work)[first.number] == "作废"


def test_no_service_makes_a_draft_look_issued(work):
    draft = drafts.create(work, "notice")
    with pytest.raises(Invalid, match="编号印发"):
        records.save(work, "documents", {"state": "已印发"}, record_id=draft)
    with pytest.raises(Invalid, match="不能自己填"):
        records.save(work, "documents", {"number": "高综治〔2026〕9号"}, record_id=draft)
    values = drafts.get(work, draft)
    with pytest.raises(Invalid, match="编号印发"):
        records.save(
            work, "documents", {**values, "state": "已印发", "number": "高综治〔2026〕9号"}
        )
    with pytest.raises(Invalid, match="手工登记"):
        records.save(work, "issued-documents", {
            "number": "高综治〔2026〕9号", "name": "关于开会的通知", "kind": "会议通知",
            "issued_on": TODAY, "series": "高综治", "year": 2026, "sequence": 9,
        })  # fmt: skip
    content, _ = drafts.drawn(
        work, {**values, "number": "高综治〔2026〕9号"}, drafts.filling(work, draft)
    )
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert "〔2026〕" not in pdf.pages[0].extract_text()
    assert register(work) == {}


def test_what_a_draft_is_about_and_was_filled_with_is_not_set_past_drafting(work):
    draft = drafts.create(work, "notice")
    for name, value in (
        ("kind", "民调通报"), ("period", "2026-10"), ("corrects_id", 1), ("filled", "{}"),
        ("own_annexes", "[]"),
    ):  # fmt: skip
        with pytest.raises(Invalid, match="重新起草"):
            records.save(work, "documents", {name: value}, record_id=draft)


def test_a_number_far_off_or_against_the_days_is_asked_about(work):
    numbers.enter(work, "高综治〔2026〕7号", "关于迎接检查的通知", TODAY)
    for number, day, words in (
        ("高综治〔2026〕700号", TODAY, "要从701号编起"),
        ("高综治〔2026〕8号", TODAY - timedelta(days=1), "先后颠倒"),
    ):
        with pytest.raises(numbers.Doubtful, match=words):
            numbers.enter(work, number, "关于开会的通知", day)
    numbers.enter(work, "高综治〔2026〕6号", "关于开会的通知", TODAY - timedelta(days=1))
    numbers.enter(work, "高综治〔2026〕700号", "关于开会的通知", TODAY, despite_doubts=True)
    assert set(register(work)) == {"高综治〔2026〕6号", "高综治〔2026〕7号", "高综治〔2026〕700号"}


def test_a_number_given_outside_the_program_is_entered_and_counts(work):
    entered = numbers.enter(
        work, "高综治[2026] 第07号", "关于迎接检查的通知", TODAY, addressee="各村"
    )
    assert register(work) == {"高综治〔2026〕7号": "有效"}
    assert issue(work).number == "高综治〔2026〕8号"
    with pytest.raises(Conflict, match=r"手工登记的，程序里没有原件"):
        issued_documents.reprint(work, entered)
    with pytest.raises(Conflict, match="已经登记过：《关于迎接检查的通知》"):
        numbers.enter(work, "高综治〔2026〕7号", "另一份", TODAY)
    assert history.check_everything(work) == []
    draft = issued_documents.correct(work, entered)
    assert "高综治〔2026〕7号" in drafts.get(work, draft)["body"]
    issued_documents.void(work, entered, reason="没有发出")
    assert register(work)["高综治〔2026〕7号"] == "作废"


@pytest.mark.parametrize(
    ("number", "name", "day", "field", "words"),
    [
        ("高综治2026-3", "通知", TODAY, "number", "看不懂"),
        ("高综治〔2026〕0号", "通知", TODAY, "number", "看不懂"),
        ("高综治〔2026〕3号", " ", TODAY, "name", "标题"),
        ("高综治〔2025〕3号", "通知", TODAY, "issued_on", "2025年的"),
        ("高综治〔2026〕3号", "通知", TODAY + timedelta(days=1), "issued_on", "还没有到"),
    ],
)
def test_a_number_that_cannot_be_is_not_entered(work, number, name, day, field, words):
    with pytest.raises(Invalid) as problem:
        numbers.enter(work, number, name, day)
    assert words in problem.value.fields[field]
    assert register(work) == {}


def test_a_correction_names_the_old_paper_and_marks_it_when_it_goes_out(work):
    old = issue(work)
    draft = put_right(work, old.id)
    values = drafts.get(work, draft)
    assert values["kind"] == "更正通报"
    assert old.number in values["body"]
    assert register(work)[old.number] == "有效"
    new = go(work, draft)
    assert register(work) == {new.number: "有效", old.number: "已更正"}
    issued_documents.void(work, new.id, reason="更正有误")
    assert register(work)[old.number] == "有效"


def test_what_keeps_a_paper_from_going_out_takes_no_number(work):
    draft = drafts.create(work, "notice")
    drafts.store(work, draft, {"signer": "综治中心", "body": "【表9】"})
    with pytest.raises(Conflict, match="正文是空的"):
        go(work, draft)
    assert register(work) == {}
    assert drafts.get(work, draft)["state"] == "草稿"
    drafts.store(work, draft, {"body": "开会。", "dated_on": TODAY + timedelta(days=1)})
    with pytest.raises(Conflict, match="还没有到"):
        go(work, draft)
    assert register(work) == {}


def test_each_series_and_year_counts_for_itself(work):
    assert issue(work, dated_on=date(TODAY.year - 1, 12, 31)).number.endswith(
        f"〔{TODAY.year - 1}〕1号"
    )
    assert issue(work).number == f"高综治〔{TODAY.year}〕1号"
    work.change_settings({"document_series": "高办"})
    assert issue(work).number == f"高办〔{TODAY.year}〕1号"
    work.change_settings({"document_series": " "})
    with pytest.raises(DomainError, match="代字"):
        issue(work)


def test_an_office_that_issued_papers_before_goes_on_with_its_number(work):
    work.change_settings({"document_first_number": 15})
    assert issue(work).number.endswith("15号")
    assert issue(work).number.endswith("16号")
    assert history.check_everything(work) == []


@pytest.mark.parametrize(
    ("kind", "first"), [("notice", "高综治〔2026〕15号"), ("news", "工作简报2026年第15期")]
)
def test_a_series_begins_where_it_is_said_and_only_once(work, kind, first):
    def draft():
        return drafts.create(work, kind)

    builders.patrol(work, 1, date(2026, 9, 5))
    one = draft()
    assert issued_documents.coming(work, one).begins
    for wrong in (0, 10_000):
        with pytest.raises(Invalid, match="起始号要在1和9999之间"):
            issued_documents.issue(work, one, despite_reminders=True, first_number=wrong)
    given = issued_documents.issue(work, one, despite_reminders=True, first_number=15)
    assert given.number == first
    two = draft()
    assert not issued_documents.coming(work, two).begins
    with pytest.raises(Conflict, match="不能再定起始号"):
        issued_documents.issue(work, two, despite_reminders=True, first_number=3)
    assert "16" in issued_documents.issue(work, two, despite_reminders=True).number


def test_where_a_series_begins_is_asked_with_the_other_reminders(work, tmp_path):
    out = tmp_path / "通知.pdf"
    with pytest.raises(Reminded, match="将编为高综治〔2026〕1号"):
        issued_documents.issue_into_file(work, "notice", None, out)
    assert not out.exists()
    given = issued_documents.issue_into_file(
        work, "notice", None, out, despite_reminders=True, first_number=8
    )
    assert given.number == "高综治〔2026〕8号"


def test_the_register_shows_the_newest_number_first(work):
    for _ in range(3):
        issue(work)
    numbers = [row[0] for row in issued_documents.listing(work).rows]
    assert [each[-2:] for each in numbers] == ["3号", "2号", "1号"]


def test_a_file_that_was_touched_is_not_reprinted(work):
    out = issue(work)
    with closing(sqlite3.connect(work.path)) as raw:
        raw.execute("UPDATE issued_files SET content = X'00'")
        raw.commit()
    with pytest.raises(DamagedDatabase, match="从备份恢复"):
        issued_documents.reprint(work, out.id)
    assert any(out.number in each for each in history.check_everything(work))


def test_the_copy_is_saved_under_number_and_title(work, tmp_path):
    out = issue(work)
    name = issued_documents.file_name(work, out.id)
    assert name.startswith(f"{out.number} 关于召开")
    (tmp_path / name).write_bytes(issued_documents.reprint(work, out.id))
    assert (tmp_path / name).read_bytes() == out.content


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(["issue", "void", "undo", "correct", "bin"]), max_size=8))
def test_whatever_is_done_the_register_has_no_gap_and_no_double(deeds):
    with tempfile.TemporaryDirectory() as folder:
        work = builders.open_work(Path(folder) / "data")
        try:
            given_numbers = []
            for deed in deeds:
                try:
                    if deed == "issue":
                        given_numbers.append(issue(work).number)
                    elif deed == "void":
                        newest = issued_documents.listing(work).ids[0]
                        issued_documents.void(work, newest, reason="作废")
                    elif deed == "correct":
                        newest = issued_documents.listing(work).ids[0]
                        given_numbers.append(go(work, put_right(work, newest)).number)
                    elif deed == "bin":
                        records.bin_records(work, "documents", [drafts.listing(work).ids[0]])
                    else:
                        work.undo()
                except (DomainError, IndexError):
                    continue
            expected = [f"高综治〔{TODAY.year}〕{n}号" for n in range(1, len(given_numbers) + 1)]
            assert given_numbers == expected
            assert set(register(work)) == set(expected)
            assert issued_documents.problems(work) == []
        finally:
            work.close()
