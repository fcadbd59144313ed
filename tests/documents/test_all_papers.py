"""Every kind of paper: made, read back, looked at for what it must and must not say."""

import io
import shutil
import subprocess

import paper_samples as samples
import pdfplumber
import pytest

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents import forms, village_reports
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph, Sheet, Table, text_of
from gaotang_desktop.domain.documents.notices import blocks_of
from gaotang_desktop.domain.questionnaires import QUESTIONS


def words(paper):
    return "".join(block.text for block in paper.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("name", samples.ALL)
def test_every_paper_is_made_without_a_blocking_finding(name, tmp_path):
    paper = samples.ALL[name]()
    content, made = pdf_bytes(paper)
    assert made.may_be_issued
    assert not any(mark in words(paper) for mark in ("None", "！", "0个村", "null"))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == made.pages
        for page in pdf.pages:
            across = page.rotation == 90 or (isinstance(paper, Sheet) and paper.landscape)
            assert (page.width > page.height) == across
            assert max(char["x1"] for char in page.chars) < page.width
            assert max(char["bottom"] for char in page.chars) < page.height
            # What lies across is printed on upright paper: the sheet itself is not turned.
            if page.rotation:
                assert page.page_obj.mediabox[2] < page.page_obj.mediabox[3]
    if shutil.which("qpdf"):
        path = tmp_path / "paper.pdf"
        path.write_bytes(content)
        assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True).returncode == 0


@pytest.mark.parametrize("name", ["patrol", "poll", "evaluation", "correction", "inspection"])
def test_a_circular_opens_and_closes_as_the_office_writes(name):
    paper = samples.ALL[name]()
    assert isinstance(paper, OfficialPaper)
    assert "现将" in paper.blocks[0].text
    assert paper.blocks[0].text.endswith("通报如下：")
    assert paper.blocks[-1].text == "特此通报。"
    assert paper.title.startswith("关于")


def test_a_patrol_circular_names_the_villages_and_the_deadline():
    said = words(samples.patrol_circular())
    assert "岳楼村整期没有夜巡记录" in said
    assert "2026年11月20日前" in said
    assert "比上月上升" in said


def test_a_month_without_data_says_so():
    none = samples.nights(due=13, done=0, checked=0, on_duty=0, missed=0, person_times=0, hazards=0)
    assert "没有收到各村的夜巡登记" in words(samples.patrol_circular(none))
    assert "没有收到有效样本" in words(samples.poll_circular(samples=(0,) * 24))
    assert "没有登记检查督查" in words(samples.inspection_circular(0))
    assert "没有参加考评的村" in words(samples.evaluation_circular(()))
    assert "没有安排集中宣传轮次" in words(samples.publicity_notice(0))
    assert "没有需要督办的任务" in words(samples.slips(0))
    assert "没有参加考评的村" in words(samples.village_reports_of(0))
    blank = samples.phones(0)
    assert [len(each.rows) for each in blank.blocks if isinstance(each, Table)] == [20, 12]
    assert "没有记录" in words(samples.ledger(0))


def test_one_village_reads_right():
    said = words(samples.patrol_circular(samples.nights(1), before=False))
    assert "郭桥村完成了应巡次数" in said
    assert "1个村应巡13次" in said
    assert "没有上月数据可比" in said


def test_a_poll_with_few_answers_ranks_nobody():
    said = words(samples.poll_circular(samples=(12,) * 24))
    assert "不参加比较" in said
    assert "各村之间不作比较" in said
    assert "最高的是" not in said


def test_a_correction_names_the_old_paper_and_the_two_values():
    said = words(samples.correction_circular(1))
    assert "高综治〔2026〕11号" in said
    assert "由“87.35”更正为“88.35”" in said


def test_the_questionnaire_asks_for_no_name_and_suggests_no_answer():
    sheet = forms.questionnaire(town="高塘镇")
    asked = "".join(cell.text for row in sheet.blocks[-1].rows for cell in row.cells)
    assert not any(word in asked for word in ("姓名", "电话", "身份证", "请回答", "应当选"))


def test_the_codes_stand_on_the_paper_beside_their_boxes():
    content, _made = pdf_bytes(samples.ALL["questionnaire"]())
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        said = "".join((pdf.pages[0].extract_text() or "").split())
    for question in QUESTIONS:
        for code, words in zip(question.codes, question.options, strict=True):
            assert f"□{code}{words}" in said


@pytest.mark.parametrize("name", ["patrol-form", "visit-form", "questionnaire", "dispute-form"])
def test_a_form_fills_one_page(name):
    content, made = pdf_bytes(samples.ALL[name]())
    assert made.pages == 1
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert max(line["bottom"] for line in pdf.pages[0].lines) > pdf.pages[0].height * 0.88


def test_a_ledger_masks_residents_unless_asked():
    cells = {row[3] for row in samples.ledger(3).blocks[0].rows}
    assert cells == {"欧阳某某、张某某"}
    assert "欧阳修、张三" in {row[3] for row in samples.ledger(3, unmasked=True).blocks[0].rows}


def test_an_edited_text_keeps_its_tables():
    paper = samples.publicity_notice()
    edited = text_of(paper.blocks).replace("特此通知。", "请认真落实。\n特此通知。")
    others = [each for each in paper.blocks if not isinstance(each, Paragraph)]
    blocks = blocks_of(edited, others)
    assert len(blocks) == len(paper.blocks) + 1
    assert paper.blocks[3] in blocks


def test_what_is_said_of_several_items_is_said_once():
    said = "各月的得分在当月的考评里看。"
    report = village_reports.VillageReport(
        "郭桥村", "87.35", "3", 24, improve=(
            f"群众安全感：{said}", "补登夜巡", f"入户走访：{said}",
            *(f"{item}：补报以后按实际计分，最多 12 分。" for item in ("纠纷", "诉求")),
        ),
    )  # fmt: skip
    sheet = village_reports.village_report(
        (report,), town="高塘镇", period_label="2026年", scheme_line="", issuer="综治中心",
        made_on=samples.DAY,
    )  # fmt: skip
    assert text_of(sheet.blocks).splitlines()[-3:] == [
        f"1. 群众安全感、入户走访：{said}",
        "2. 补登夜巡",
        "3. 纠纷、诉求：补报以后按实际计分，各最多 12 分。",
    ]
