"""PDF files of offices: page numbers, running heads, turned pages, locked ones."""

import re

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from gaotang_desktop.documents.plan_files import read
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text import read_plan

PARAGRAPHS = (
    "乙政办〔2025〕30号",
    "　　　乙镇2025年冬春森林防火工作方案",
    "　　一、工作任务",
    "　　（一）清理林缘可燃物。对墓地、林缘的枯枝杂草逐片清理，做到不留死角。责任单位：林业站、"
    "农业农村办公室、各村（社区），完成时限：11月底前",
    "　　（二）严格火源管控。清明、春节期间二十四小时值守，收缴火种。牵头单位：派出所，配合单位："
    "林业站、综合行政执法队、各村（社区）",
    "　　（三）抓好应急准备。12月10日前完成器材检修和演练。责任单位：应急办、武装部",
    "　　二、工作要求",
    "　　各村要提高认识，压紧压实责任。",
    "　　　　　　　　　　　　　　乙镇人民政府",
    "　　　　　　　　　　　　　　2025年10月8日",
    "　　抄送：县林业局，县应急管理局。",
    "　　乙镇党政办公室　　　　2025年10月8日印发",
)
TASKS = [
    ("清理林缘可燃物", ("林业站", "农业农村办公室", "各村（社区）"), (), "2025-11-30"),
    ("严格火源管控", ("派出所",), ("林业站", "综合行政执法队", "各村（社区）"), None),
    ("抓好应急准备", ("应急办", "武装部"), (), "2025-12-10"),
]
_WIDTH = 27
_ON_A_PAGE = 7


def pdf(tmp_path, *, head="", foot="— {} —", turned=0, locked=None, compressed=1):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    wrapped = [p[at : at + _WIDTH] for p in PARAGRAPHS for at in range(0, len(p), _WIDTH)]
    path = tmp_path / "方案.pdf"
    paper = canvas.Canvas(str(path), encrypt=locked, pageCompression=compressed)
    for number, at in enumerate(range(0, len(wrapped), _ON_A_PAGE), 1):
        paper.setPageRotation(turned)
        paper.setFont("STSong-Light", 16)
        paper.drawString(78, 800, head)
        for row, line in enumerate(wrapped[at : at + _ON_A_PAGE]):
            paper.drawString(78, 760 - 28 * row, line)
        paper.drawString(480 if number % 2 else 78, 40, foot.format(number))
        paper.showPage()
    paper.save()
    return path


def tasks(file):
    return [
        (c.title, c.lead, c.assist, c.deadline and c.deadline.isoformat())
        for c in read_plan(file.text).clauses
    ]


@pytest.mark.parametrize(
    "kind",
    [
        {},
        {"turned": 90},
        {"foot": "第 {} 页 共 3 页"},
        {"head": "乙镇人民政府文件"},
        {"locked": pdfencrypt.StandardEncryption("", ownerPassword="x", canCopy=0)},
    ],
    ids=["plain", "turned", "pages of pages", "running head", "copying forbidden"],
)
def test_pages_with_wrapped_lines_numbers_and_heads_are_read(tmp_path, kind):
    file = read(pdf(tmp_path, **kind))
    assert tasks(file) == TASKS
    assert read_plan(file.text).number == "乙政办〔2025〕30号"


def test_what_is_printed_on_every_page_is_read_once_and_told(tmp_path):
    head = "乙镇2025年冬春森林防火工作方案"
    file = read(pdf(tmp_path, head=head))
    assert tasks(file) == TASKS
    assert f"每页都印着的“{head}”只读一次。" in file.notices
    assert sum(head == line.strip() for line in file.text.splitlines()) == 2


def test_a_label_that_ends_two_pages_alike_is_read_on_both(tmp_path):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    path = tmp_path / "方案.pdf"
    paper = canvas.Canvas(str(path))
    for number, deed in enumerate(("一、任务", "1、夜间巡逻。"), 1):
        paper.setFont("STSong-Light", 16)
        words = [deed, f"{number + 1}、清理水塘边的杂物。", "责任单位：派出所、各村"]
        for row, line in enumerate(words):
            paper.drawString(78, 760 - 28 * row, line)
        paper.showPage()
    paper.save()
    assert read(path).text.count("责任单位：派出所、各村") == 2


def test_a_locked_pdf_is_refused_with_what_to_do(tmp_path):
    locked = pdf(tmp_path, locked=pdfencrypt.StandardEncryption("geheim"))
    with pytest.raises(Unreadable, match=r"加了密码。请打开后复制全文粘贴，或另存为"):
        read(locked)


def of_bytes(tmp_path, old, new):
    """The plan as a PDF in whose pages some bytes are others."""
    data = pdf(tmp_path, compressed=0).read_bytes()
    assert old in data
    path = tmp_path / "改.pdf"
    path.write_bytes(data.replace(old, new))
    return path


def test_a_character_that_the_font_does_not_tell_is_said_and_shown(tmp_path):
    # Half of a character in two stopped the reading of the whole file.
    file = read(of_bytes(tmp_path, rb"g\227", rb"\334\020"))  # 林
    assert "第1、2、3页有读不出来的字，显示成“\ufffd”，请对照原文件核对。" in file.notices
    assert "乙镇2025年冬春森\ufffd防火工作方案" in file.text
    assert read_plan(file.text).clauses


def test_a_pdf_whose_font_tells_no_characters_is_refused_with_what_to_do(tmp_path):
    data = pdf(tmp_path, compressed=0).read_bytes()
    garbled = re.sub(rb"\\[0-3][0-7]{2}", rb"\\356", data)
    path = tmp_path / "乱码.pdf"
    path.write_bytes(garbled)
    with pytest.raises(Unreadable, match="读出来是乱码。请打开后截图"):
        read(path)
