"""The office's own wordings: every kind, versions, back to the shipped one, the gate as before."""

from datetime import date, datetime

import builders
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import text_of
from gaotang_desktop.domain.documents.paper_wordings import Wording, checked, worded
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid
from gaotang_desktop.services.papers import catalogue, drafts, issued_documents, paper_wordings

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    for number, name in enumerate(("郭桥村", "刘庄村"), start=1):
        builders.village(opened, name, display_order=number, households=100)
    for day in (3, 4, 5):
        builders.patrol(opened, 1, date(2026, 10, day))
    yield opened
    opened.close()


def body(work, name="patrol-circular"):
    return text_of(catalogue.official(work, name)[0].blocks)


def test_the_shipped_wording_says_what_the_program_says_for_every_kind(work):
    tried = []
    for kind in catalogue.DOCUMENTS:
        if not kind.kind:
            continue
        try:
            made = catalogue.raw(work, kind.name)
        except DomainError:
            continue
        own = checked(paper_wordings.shipped_of(work, kind.name))
        label = catalogue.usual_period(work, kind.name).label
        again = worded(own, made, catalogue.fields_of(work, made, label))
        assert text_of(again.blocks) == text_of(made.blocks), kind.name
        assert (again.title, again.annexes) == (made.title, made.annexes)
        tried.append(kind.name)
    assert len(tried) > 12


def test_own_words_and_the_order_of_pieces_stand_in_new_drafts_the_data_stays(work):
    before = paper_wordings.shipped_of(work, "patrol-circular")
    text = before.body.replace(
        "一、总体情况\n【总体】", "一、【乡镇】夜巡总体情况\n各位同志辛苦了。\n【总体】"
    )
    paper_wordings.save(work, "patrol-circular", Wording("【乡镇】夜巡通报", text, before.known))
    made, figures = catalogue.official(work, "patrol-circular")
    said = text_of(made.blocks)
    assert "一、高塘镇夜巡总体情况\n各位同志辛苦了。\n" in said
    assert made.title == "高塘镇夜巡通报"
    assert figures is not None
    draft = drafts.create(work, "patrol-circular")
    builders.patrol(work, 2, date(2026, 10, 6))
    assert drafts.is_stale(work, draft)
    assert drafts.refresh(work, draft).changed
    assert "各位同志辛苦了。" in drafts.get(work, draft)["body"]


def test_a_piece_left_out_is_left_out_with_its_heading_and_the_next_ones_count_on(work):
    shipped = paper_wordings.shipped_of(work, "patrol-circular")
    text = shipped.body.replace("【表扬】", "【重点地区】")
    paper_wordings.save(work, "patrol-circular", Wording(shipped.title, text, shipped.known))
    said = body(work)
    assert "好的做法" not in said
    assert "二、存在问题" in said


def test_a_piece_that_is_newer_than_the_wording_comes_in_by_itself(work):
    paper_wordings.save(work, "patrol-circular", Wording("【标题】", "【总体】", ("总体", "开头")))
    said = catalogue.official(work, "patrol-circular")[0]
    keys = {each.key for each in said.blocks if hasattr(each, "key")}
    assert "requests" in keys
    assert "opening" not in keys


def test_a_wording_cannot_hide_from_the_gate_that_there_is_no_data(work):
    shipped = paper_wordings.shipped_of(work, "patrol-circular")
    known = (*shipped.known, "没有登记")
    paper_wordings.save(work, "patrol-circular", Wording("好消息", "各村夜巡都很好。", known))
    draft = drafts.create(work, "patrol-circular", periods.month(2026, 9))
    with pytest.raises(Conflict, match="没有"):
        issued_documents.issue(work, draft, despite_reminders=True)


def test_versions_stay_and_one_step_goes_back_to_the_shipped_wording(work):
    was = body(work, "letter")
    for words in ("请予支持。", "请予协助。"):
        paper_wordings.save(work, "letter", Wording("关于××的函", words))
    assert body(work, "letter") == "请予协助。"
    paper_wordings.back_to_shipped(work, "letter")
    assert body(work, "letter") == was
    assert [each.number for each in paper_wordings.versions(work, "letter")] == [3, 2, 1]
    work.undo()
    assert body(work, "letter") == "请予协助。"


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("标题", "【村名】好。", "没有“【村名】”"),
        ("", "正文", "标题和正文"),
        ("标题", " ", "标题和正文"),
        ("标题", "总的看【总体】很好。", "单独占一行"),
        ("标题", "字" * 20_001, "太长"),
    ],
)
def test_what_cannot_be_filled_in_is_said_in_a_sentence(title, text, said):
    with pytest.raises(Invalid) as problem:
        checked(Wording(title, text))
    assert said in str(problem.value)
