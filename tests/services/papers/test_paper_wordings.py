"""The office's own wordings: every kind, versions, back to the shipped one, the gate as before."""

import json
from datetime import date, datetime

import builders
import pytest

from gaotang_desktop.__main__ import main
from gaotang_desktop.commands.arguments import WORDED
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import text_of
from gaotang_desktop.domain.documents.paper_wordings import Wording, checked, worded
from gaotang_desktop.domain.errors import Conflict, DomainError, Invalid
from gaotang_desktop.services.papers import (
    catalogue,
    drafts,
    issued_documents,
    paper_wordings,
    wording_files,
)

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


def test_a_correction_has_a_wording_too_and_its_fixed_words_are_no_correction(work):
    own = checked(paper_wordings.shipped_of(work, "correction"))
    paper_wordings.save(
        work, "correction", Wording(own.title, f"{own.body}\n给工作造成的不便，请谅解。", own.known)
    )
    work.change_settings({"contact": "王某，电话：0913-0000000"})
    first = issued_documents.issue(
        work, drafts.create(work, "patrol-circular"), despite_reminders=True
    )
    draft = issued_documents.correct(work, first.id)
    text = drafts.get(work, draft)["body"]
    assert first.number in text
    assert "请谅解" in text
    with pytest.raises(Conflict, match="还没有写明"):
        issued_documents.issue(work, draft, despite_reminders=True)
    # Words that were fixed when it was begun are none that somebody typed.
    paper_wordings.save(work, "correction", own)
    with pytest.raises(Conflict, match="还没有写明"):
        issued_documents.issue(work, draft, despite_reminders=True)
    drafts.store(work, draft, {"body": f"郭桥村实巡由“3次”更正为“4次”。\n{text}"})
    issued_documents.issue(work, draft, despite_reminders=True)
    assert issued_documents.entry(work, first.id).state == "已更正"


def test_wordings_go_to_another_office_as_a_file_and_come_in_as_new_versions(
    work, tmp_path, capsys
):
    path = tmp_path / "范文.json"
    with pytest.raises(Conflict, match="没有可以导出的"):
        wording_files.export(work, path)
    for name in ("letter", "correction"):
        own = paper_wordings.shipped_of(work, name)
        paper_wordings.save(
            work, name, Wording(own.title, f"{own.body}\n【乡镇】自己的话。", own.known)
        )
    assert wording_files.export(work, path) == ("letter", "correction")
    data = str(tmp_path / "other")
    for more, stored in ((["--dry-run"], []), ([], ["letter", "correction"]), ([], [])):
        assert main(["--data", data, "--json", "import-wordings", str(path), *more]) == 0
        assert json.loads(capsys.readouterr().out)["stored"] == stored
    again = tmp_path / "again.json"
    assert main(["--data", data, "export-wordings", str(again), "--paper", "letter"]) == 0
    assert wording_files.read(again)["letter"] == paper_wordings.current(work, "letter")
    assert main(["--data", data, "export-wordings", str(again), "--paper", "notice"]) == 1
    assert "程序自带的范文" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x", "不是导出的范文"),
        ("[" * 50_000, "不是导出的范文"),
        ('{"format": "gaotang-wordings", "version": 9}', "升级"),
        ('{"format": "gaotang-wordings", "version": 1, "wordings": []}', "没有范文"),
        ('{"format": "gaotang-wordings", "version": 1, "wordings": [{"paper": 3}]}', "残缺"),
        ('{"format": "gaotang-wordings", "version": 1, "wordings": [{"paper": "x", "title": "a",'
         ' "body": ["b"]}]}', "没有的公文“x”"),
        ('{"format": "gaotang-wordings", "version": 1, "wordings": [{"paper": "letter", "title": "a",'
         ' "body": ["【没有的】"]}]}', "函：没有“【没有的】”"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_wordings_is_refused_in_a_sentence(work, tmp_path, content, said):
    path = tmp_path / "范文.json"
    path.write_text(content, "utf-8")
    with pytest.raises(DomainError, match=said):
        wording_files.read(path)
    with pytest.raises(DomainError, match="打不开"):
        wording_files.read(tmp_path / "没有.json")


def test_the_command_line_names_every_paper_that_has_a_wording():
    assert set(WORDED) == set(paper_wordings.NAMES)
