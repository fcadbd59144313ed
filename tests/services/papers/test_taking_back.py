"""A draft's Word file that came back from a leader: his words are taken, what is torn is said."""

import io
import re
import zipfile
from copy import deepcopy
from datetime import date, datetime

import builders
import docx
import libreoffice
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from gaotang_desktop import paths
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

    def more(document):
        write(paragraph(document, "出席"), "出席：王某、李某")
        last = paragraph(document, "校门口")
        write(last, "校门口拥堵。")
        added = deepcopy(last._p)
        last._p.addnext(added)
        write(paragraph(document, "校门口"), "河边水深。")

    came = sent(work, minutes, tmp_path / "c.docx", more)
    assert came.body.endswith("河边水深。\n校门口拥堵。\n出席：王某、李某")
    assert "“出席：王某”改为“出席：王某、李某”" in came.changes
    assert came.left == ()

    def without(document):
        attended = paragraph(document, "出席")._p
        attended.getparent().remove(attended)

    gone = sent(work, minutes, tmp_path / "d.docx", without)
    assert gone.body == body  # kept, and said
    assert "出席" in gone.left[0]


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


def below(element, text, document):
    """A paragraph below something of the document."""
    made = document.add_paragraph(text)._element
    element.addnext(made)
    return made


def as_text(document, mark):
    table = document.tables[0]
    for row in reversed(table.rows):
        below(table._element, mark.join(cell.text for cell in row.cells), document)
    table._element.getparent().remove(table._element)


def replaced(document, words):
    table = document.tables[0]._element
    below(table, words, document)
    table.getparent().remove(table)


def with_row(document):
    row = document.tables[0].add_row()
    row.cells[0].text, row.cells[1].text = "补充一行", "另报"


def with_columns_swapped(document):
    for row in document.tables[0].rows:
        row.cells[0]._element.addprevious(row.cells[1]._element)


def with_cells_merged(document):
    row = document.tables[0].rows[-1]
    row.cells[0].merge(row.cells[1])


def with_own_table(document):
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "甲", "乙"
    document.tables[0]._element.getprevious().addprevious(table._element)


def with_a_copy(document):
    table = document.tables[0]._element
    below(table, "又一张表：", document).addnext(deepcopy(table))


def moved_below(document):
    paragraph(document, "没有登记会议")._element.addnext(document.tables[0]._element)


def with_picture(document):
    run = paragraph(document, "没有登记会议").add_run()
    run.add_picture(str(paths.resources() / "program" / "splash.png"), width=100_000)


def restyled(document):
    paragraph(document, "一、群众诉求受理办理").style = document.styles["Normal"]


@pytest.mark.parametrize(
    ("change", "come", "mark", "said"),
    [
        # What somebody did in Word, the lines that come with it, the marks of tables left, what is said.
        (lambda doc: replaced(doc, "各村情况见附件。"), ["各村情况见附件。"], 0, "删去了，或者改成了文字"),
        (lambda doc: as_text(doc, "\t"), ["项目 本期 上月 比上月 去年同期 比去年"], 0, "删去了，或者改成了文字"),
        (lambda doc: as_text(doc, "，"), ["项目，本期，上月，比上月，去年同期，比去年"], 0, "删去了，或者改成了文字"),
        (with_row, [], 1, "现在写着“补充一行 另报”"),
        (with_columns_swapped, [], 1, "现在写着“本期 项目"),
        (with_cells_merged, [], 1, "表由台账生成，没有取回"),
        (with_own_table, ["甲 乙"], 1, "新加的表按文字取回"),
        (with_a_copy, ["又一张表：", "项目 本期 上月 比上月 去年同期 比去年"], 1, "新加的表按文字取回"),
        (moved_below, [], 1, ""),
        (with_picture, [], 1, "1 张图片，图里的文字没有读入"),
        (restyled, [], 1, ""),
        (lambda doc: below(doc.tables[0]._element, "表后新段。", doc), ["表后新段。"], 1, ""),
        (
            lambda doc: paragraph(doc, "办理进度截至").insert_paragraph_before("先作说明。"),
            ["先作说明。"], 1, "",
        ),
        (
            lambda doc: write(paragraph(doc, "社会治安综合治理工作情况"), "十月情况"),
            [], 1, "",
        ),
    ],
)  # fmt: skip
def test_nothing_typed_in_word_is_lost_and_what_became_of_a_table_is_said(
    work, draft, tmp_path, change, come, mark, said
):
    found = sent(work, draft, tmp_path / "a.docx", change)
    before, lines = drafts.get(work, draft)["body"].splitlines(), found.body.splitlines()
    assert set(come) <= set(lines)
    assert lines.count("【表1】") == mark
    assert said in "".join(found.left)
    assert bool(said) == bool(found.left)
    # All other lines are there as they were.
    assert [line for line in before if line not in lines] == ([] if mark else ["【表1】"])
    assert not [each for each in found.left if not each.endswith("。")]


def test_what_changed_above_the_text_is_said_and_not_taken_for_text(work, tmp_path):
    notice = drafts.create(work, "publicity-notice", OCTOBER)
    body = drafts.get(work, notice)["body"]

    def change(document):
        write(paragraph(document, "各村、镇直各单位"), "各村、派出所：")
        write(paragraph(document, "综治中心文件"), "高塘镇人民政府文件")

    found = sent(work, notice, tmp_path / "a.docx", change)
    assert (found.body, found.changes) == (body, ())
    assert any("改成了“各村、派出所：”" in each for each in found.left)
    assert any("“高塘镇综治中心文件”在 Word 里改了" in each for each in found.left)
    added = sent(
        work, notice, tmp_path / "b.docx",
        lambda document: paragraph(document, "没有安排").insert_paragraph_before("先作说明。"),
    )  # fmt: skip
    assert added.body == f"先作说明。\n{body}"
    assert added.left == ()


def test_the_strict_form_of_a_file_is_read_as_the_usual_one(work, draft, tmp_path):
    sent(work, draft, tmp_path / "a.docx", with_row)
    usual = drafts.take_back(
        work, drafts.get(work, draft), drafts.filling(work, draft), tmp_path / "a.docx"
    )
    with (
        zipfile.ZipFile(tmp_path / "a.docx") as old,
        zipfile.ZipFile(tmp_path / "b.docx", "w") as new,
    ):
        for each in old.namelist():
            content = old.read(each)
            for name in ("wordprocessingml", "officeDocument"):
                strict = f"http://purl.oclc.org/ooxml/{name}/".encode()
                content = content.replace(
                    f"http://schemas.openxmlformats.org/{name}/2006/".encode(), strict
                )
            new.writestr(each, content)
    strict = drafts.take_back(
        work, drafts.get(work, draft), drafts.filling(work, draft), tmp_path / "b.docx"
    )
    assert strict == usual
    assert "补充一行" in "".join(strict.left)


_WPS = "http://www.wps.cn/officeDocument/2013/wpsCustomData"
_ITEM = f'<s:customData xmlns="{_WPS}" xmlns:s="{_WPS}"><customSectProps/></s:customData>'
_PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
    "<vt:lpwstr>2052-12.1.0.15120</vt:lpwstr></property></Properties>"
)


def as_wps_saves(path):
    """The file with what WPS puts in: its own parts and names, runs parted at digits, bookmarks."""
    document = docx.Document(str(path))
    for number, each in enumerate(document.element.body.iter(qn("w:p"))):
        for run in list(each.iter(qn("w:r"))):
            texts = run.findall(qn("w:t"))
            parts = (
                re.findall(r"[0-9.%]+|[^0-9.%]+", texts[0].text or "") if len(texts) == 1 else []
            )
            for part in reversed(parts[1:]):
                other = deepcopy(run)
                other.find(qn("w:t")).text = part
                run.addnext(other)
            if parts:
                texts[0].text = parts[0]
        mark = OxmlElement("w:bookmarkStart")
        mark.set(qn("w:id"), str(number))
        mark.set(qn("w:name"), "_GoBack")
        each.append(mark)
        each.append(OxmlElement("w:proofErr"))
    document.save(str(path))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("customXml/item1.xml", _ITEM)
        archive.writestr("docProps/custom.xml", _PROPERTIES)


def test_a_file_with_the_marks_of_wps_brings_what_was_changed_and_nothing_else(
    work, draft, tmp_path
):
    values, filled = drafts.get(work, draft), drafts.filling(work, draft)
    path = tmp_path / "a.docx"
    path.write_bytes(word_bytes(drafts.paper(work, values, filled)))
    as_wps_saves(path)
    found = drafts.take_back(work, values, filled, path)
    assert (found.body, found.changes, found.left) == (values["body"], (), ())
    document = docx.Document(str(path))
    changed = next(each for each in document.paragraphs if "登记群众诉求" in each.text)
    was = changed.text
    write(changed, "登记群众诉求1件，正在办理。")
    document.save(str(path))
    as_wps_saves(path)
    found = drafts.take_back(work, values, filled, path)
    assert found.body == values["body"].replace(was, "登记群众诉求1件，正在办理。")
    assert (len(found.changes), found.left) == (1, ())


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
    assert "文件里有批注，没有读入：主任“请核对数字”。" in found.left


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
