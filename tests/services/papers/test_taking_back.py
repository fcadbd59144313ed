"""A draft's Word file that came back from a leader: his words are taken, what is torn is said."""

import io
from copy import deepcopy
from datetime import date, datetime

import builders
import docx
import libreoffice
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from gaotang_desktop.documents.word_twin.rendering import word_bytes
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict, Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.casework import incident_counts
from gaotang_desktop.services.papers import drafts

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    yield opened
    opened.close()


@pytest.fixture
def draft(work):
    """A month paper with a table in its text and an annex."""
    village = builders.village(work)
    incident_counts.save_month(work, date(2026, 10, 1), {village: {"alarms": 4, "thefts": 1}})
    records.save(
        work, "intakes", {"received_on": date(2026, 10, 5), "way": "来访", "matter": "占路"}
    )
    return drafts.create(work, "month-report", OCTOBER)


def sent(work, draft, path, change):
    """The Word file of a draft after somebody worked on it."""
    values, filled = drafts.get(work, draft), drafts.filling(work, draft)
    document = docx.Document(io.BytesIO(word_bytes(drafts.paper(work, values, filled))))
    change(document)
    document.save(str(path))
    return drafts.take_back(work, values, filled, path)


def paragraph(document, words):
    return next(each for each in document.paragraphs if words in each.text)


def write(paragraph, text):
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text


def test_a_file_that_nobody_touched_brings_nothing(work, draft, tmp_path):
    found = sent(work, draft, tmp_path / "a.docx", lambda document: None)
    assert found.changes == found.left == ()
    assert found.body == drafts.get(work, draft)["body"]


def test_who_attended_is_not_lost_with_what_the_leader_changed(work, tmp_path):
    given = {
        "held_on": date(2026, 11, 3),
        "kind": "研判会",
        "topic": "平安形势",
        "present": ["王某"],
    }
    records.save(work, "meetings", {**given, "risks": "校门口拥堵。"})
    minutes = drafts.create(work, "minutes")
    body = drafts.get(work, minutes)["body"]
    assert body.endswith("\n出席：王某")
    untouched = sent(work, minutes, tmp_path / "a.docx", lambda document: None)
    assert (untouched.body, untouched.changes) == (body, ())
    changed = sent(
        work,
        minutes,
        tmp_path / "b.docx",
        lambda document: write(paragraph(document, "校门口"), "河边水深。"),
    )
    assert changed.body == body.replace("校门口拥堵。", "河边水深。")


def test_changed_added_and_removed_paragraphs_come_back_and_are_told(work, draft, tmp_path):
    def change(document):
        write(paragraph(document, "没有登记群众意见建议"), "意见建议另报。")
        added = paragraph(document, "六、治安重点地区整治").insert_paragraph_before("请各村重视。")
        assert added.text
        gone = paragraph(document, "没有挂牌整治")._element
        gone.getparent().remove(gone)

    found = sent(work, draft, tmp_path / "a.docx", change)
    lines = found.body.splitlines()
    assert "意见建议另报。" in lines
    assert lines.index("请各村重视。") == lines.index("六、治安重点地区整治") - 1
    assert not any("没有挂牌整治" in line for line in lines)
    assert any("意见建议另报" in each for each in found.changes)
    assert any(each.startswith("删去") for each in found.changes)
    assert "【表1】" in lines
    assert found.left == ()
    drafts.store(work, draft, {"body": found.body})
    assert drafts.get(work, draft)["body"] == found.body


def test_another_title_comes_back(work, draft, tmp_path):
    def change(document):
        write(paragraph(document, "社会治安综合治理工作情况"), "十月综治工作情况")

    found = sent(work, draft, tmp_path / "a.docx", change)
    assert found.name == "十月综治工作情况"
    assert found.changes[0] == "标题改为“十月综治工作情况”"


def test_a_changed_table_stays_the_ledger_s_and_a_torn_one_is_said(work, draft, tmp_path):
    def change(document):
        document.tables[0].rows[1].cells[1].paragraphs[0].runs[0].text = "9"

    found = sent(work, draft, tmp_path / "a.docx", change)
    assert "【表1】" in found.body.splitlines()
    assert any("表由台账生成" in each for each in found.left)

    def tear(document):
        table = document.tables[0]._element
        table.getparent().remove(table)

    found = sent(work, draft, tmp_path / "b.docx", tear)
    assert "【表1】" not in found.body
    assert any("【表1】在 Word 里删去了" in each for each in found.left)


def test_an_annex_or_signature_that_changed_is_said(work, draft, tmp_path):
    def change(document):
        write(paragraph(document, "附件：未办结诉求清单"), "附件：清单")

    found = sent(work, draft, tmp_path / "a.docx", change)
    assert any("附件" in each and "没有取回" in each for each in found.left)


def test_another_paper_and_what_is_no_word_file_are_refused(work, draft, tmp_path):
    values, filled = drafts.get(work, draft), drafts.filling(work, draft)
    other = docx.Document()
    other.add_paragraph("The quick brown fox.")
    other.save(str(tmp_path / "o.docx"))
    with pytest.raises(Conflict, match="不是《"):
        drafts.take_back(work, values, filled, tmp_path / "o.docx")
    (tmp_path / "p.docx").write_bytes(b"\x89PNG\r\n")
    with pytest.raises(Unreadable):
        drafts.take_back(work, values, filled, tmp_path / "p.docx")
    with pytest.raises(Unreadable, match="打不开"):
        drafts.take_back(work, values, filled, tmp_path / "none.docx")


def test_tracked_changes_come_back_as_accepted_and_comments_stay_outside(work, draft, tmp_path):
    first = drafts.get(work, draft)["body"].splitlines()[0]

    def tracked(document):
        run = paragraph(document, first).runs[-1]
        gone, come = OxmlElement("w:del"), OxmlElement("w:ins")
        for each in (gone, come):
            each.set(qn("w:author"), "主任")
        run._r.addprevious(gone)
        gone.append(deepcopy(run._r))
        for text in gone.iter(qn("w:t")):
            text.tag = qn("w:delText")
        gone.addnext(come)
        come.append(run._r)
        run.text = "全镇十月情况报告如下。"
        document.add_comment([run], text="请核对数字", author="主任")

    found = sent(work, draft, tmp_path / "a.docx", tracked)
    assert found.changes == (f"“{first}”改为“全镇十月情况报告如下。”",)
    assert "请核对" not in found.body


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed here")
def test_words_changed_and_saved_by_another_program_come_back_and_nothing_else(
    work, draft, tmp_path
):
    values, filled = drafts.get(work, draft), drafts.filling(work, draft)
    first = values["body"].splitlines()[0]
    for folder in ("ours", "theirs"):
        (tmp_path / folder).mkdir()
    sent(
        work, draft, tmp_path / "ours" / "稿.docx",
        lambda document: write(paragraph(document, first), "全镇十月情况报告如下。"),
    )  # fmt: skip
    program = libreoffice.Converter(tmp_path)
    came = program.resave(tmp_path / "ours" / "稿.docx", tmp_path / "theirs")
    found = drafts.take_back(work, values, filled, came)
    assert found.left == ()
    assert found.body == values["body"].replace(first, "全镇十月情况报告如下。")
    assert found.changes == (f"“{first}”改为“全镇十月情况报告如下。”",)
