"""更正通报 from the command line: the same words and the same gate as in the window."""

import json
import shutil
from datetime import date
from pathlib import Path

import pdfplumber
import pytest
from builders import begin, open_work, patrol, village

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents import gates
from gaotang_desktop.services import history, records
from gaotang_desktop.services.papers import drafts, issued_documents, paper_wordings

NIGHTS = ("--what", "郭桥村实巡次数", "--was", "1", "--right", "2", "--why", "漏登一晚")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office that issued one patrol circular; nothing is changed in it."""
    folder = tmp_path_factory.mktemp("office") / "data"
    work = open_work(folder)
    place = village(work)
    begin(work, place)
    patrol(work, place, date(2026, 9, 5))
    draft = drafts.create(work, "patrol-circular", periods.month(2026, 9))
    issued_documents.issue(work, draft, despite_reminders=True)
    work.close()
    return folder


@pytest.fixture
def folder(office, tmp_path):
    return Path(shutil.copytree(office, tmp_path / "data"))


def states(folder):
    work = open_work(folder)
    listed = issued_documents.listing(work)
    found = {row[listed.column("number")]: row[listed.column("state")] for row in listed.rows}
    assert history.check_everything(work) == []
    work.close()
    return found


def text_of(path):
    with pdfplumber.open(path) as pdf:
        return "".join("".join(page.extract_text() for page in pdf.pages).split())


def test_a_correction_is_tried_first_and_then_takes_its_number(folder, command, tmp_path):
    out = tmp_path / "更正.pdf"
    code, _, said = command(folder, "correct", 1, *NIGHTS, "--out", out)
    assert (code, "高综治〔" in said) == (0, False)
    [old] = states(folder)
    tried = text_of(out)
    assert f"（{old}）" in tried
    assert "郭桥村实巡次数由“1”更正为“2”，原因是漏登一晚。" in tried
    assert states(folder) == {old: "有效"}
    code, said, _ = command(folder, "--json", "correct", old, *NIGHTS, "--out", out, "--issue")
    new = json.loads(said)["number"]
    assert code == 0
    assert states(folder) == {old: "已更正", new: "有效"}
    went_out = text_of(out)
    assert new in went_out
    assert "漏登一晚" in went_out


def test_several_places_stand_in_a_table_in_the_offices_own_words(folder, command, tmp_path):
    work = open_work(folder)
    own = paper_wordings.shipped_of(work, "correction")
    body = f"{own.body}\n给工作造成的不便，请谅解。"
    paper_wordings.save(work, "correction", paper_wordings.Wording(own.title, body, own.known))
    work.close()
    second = ("--what", "到位率", "--was", "7.7%", "--right", "15.4%", "--why", "同上")
    out = tmp_path / "更正.pdf"
    assert command(folder, "correct", 1, *NIGHTS, *second, "--out", out, "--issue")[0] == 0
    words = text_of(out)
    for part in ("更正内容", "到位率", "7.7%", "15.4%", "漏登一晚", "请谅解"):
        assert part in words, part


def test_what_the_old_paper_never_said_is_asked_about(folder, command, tmp_path):
    wrong = ("--what", "刘庄村名次", "--was", "第九名", "--right", "第八名", "--why", "录错")
    out = tmp_path / "更正.pdf"
    code, _, said = command(folder, "correct", 1, *wrong, "--out", out, "--issue")
    assert (code, "找不到原文“第九名”" in said, "--despite-warnings" in said) == (1, True, True)
    assert not out.exists()
    assert set(states(folder).values()) == {"有效"}
    assert (
        command(folder, "correct", 1, *wrong, "--out", out, "--issue", "--despite-warnings")[0] == 0
    )
    assert sorted(states(folder).values()) == ["已更正", "有效"]


@pytest.mark.parametrize(
    ("was", "found"),
    [
        ("12", False),
        ("112", True),
        ("2.5", False),
        ("12.5", True),
        ("3", True),
        ("郭桥村 实巡", True),
    ],
)
def test_a_number_stands_in_a_paper_as_a_whole(was, found):
    old = "郭桥村实巡112次，到位率12.5%\n1\t3\t刘庄村"
    assert (list(gates.of_corrected_words([was], old, "1号")) == []) is found


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((9, *NIGHTS), 1, "发文登记里没有“9”"),
        (("高综治〔2026〕99号", *NIGHTS), 1, "发文登记里没有"),
        ((1, "--what", "实巡", "--was", "1"), 2, "还缺"),
        ((1, *NIGHTS, "--was", "3"), 1, "按顺序对应"),
        ((1, "--what", "实巡", "--was", "1", "--right", "1", "--why", "错"), 1, "没有什么可以更正"),
        ((1, "--what", "实巡", "--was", "1", "--right", " ", "--why", "错"), 1, "没有写更正为什么"),
        ((1, "--what", "实" * 300, "--was", "1", "--right", "2", "--why", "错"), 1, "太长"),
    ],
)
def test_what_cannot_be_corrected_is_said_and_takes_no_number(
    office, command, tmp_path, words, code, said
):
    out = tmp_path / "更正.pdf"
    got, _, told = command(office, "correct", *words, "--out", out, "--issue")
    assert (got, said in told) == (code, True), told
    assert not out.exists()
    assert set(states(office).values()) == {"有效"}


def test_the_same_correction_goes_out_once_and_another_is_asked_about(folder, command, tmp_path):
    out = tmp_path / "更正.pdf"
    other = ("--what", "郭桥村抽查次数", "--was", "0", "--right", "1", "--why", "漏登一次")
    past = ("--out", out, "--issue", "--despite-warnings")
    assert command(folder, "correct", 1, *NIGHTS, *past)[0] == 0
    [old] = [number for number, state in states(folder).items() if state == "已更正"]
    code, _, said = command(folder, "correct", old, *NIGHTS, *past)
    assert (code, "不能重复印发" in said) == (1, True)
    code, _, said = command(folder, "correct", old, *other, "--out", out, "--issue")
    assert (code, f"{old}已经由" in said, "更正的是别处" in said) == (1, True, True)
    assert len(states(folder)) == 2
    assert command(folder, "correct", old, *other, *past)[0] == 0
    for at, state in ((2, "已更正"), (3, "有效")):  # One correction still holds; then none does.
        work = open_work(folder)
        issued_documents.void(work, at, reason="没有发出")
        work.close()
        assert states(folder)[old] == state


def test_a_void_paper_is_not_corrected_and_a_resident_is_not_named(folder, command, tmp_path):
    work = open_work(folder)
    records.save(work, "intakes", {"received_on": date(2026, 9, 1), "way": "来访",
                                   "matter": "路灯不亮", "persons": ("钱多多",)})  # fmt: skip
    work.close()
    out = tmp_path / "更正.pdf"
    named = ("--what", "实巡次数", "--was", "1", "--right", "2", "--why", "钱多多反映漏登一晚")
    code, _, said = command(folder, "correct", 1, *named, "--out", out, "--issue")
    assert (code, "钱多多" in said) == (1, False)
    assert "钱某" in said
    work = open_work(folder)
    issued_documents.void(work, 1, reason="没有发出")
    work.close()
    code, _, said = command(folder, "correct", 1, *NIGHTS, "--out", out, "--issue")
    assert (code, "已经作废" in said) == (1, True)
