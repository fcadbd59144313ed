"""Web pages that were saved: read as a reader would copy them."""

from email.message import EmailMessage

import pytest

from gaotang_desktop.documents.plan_files import read
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.plan_text import read_plan

PAGE = """<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>某县政府网</title><style>p {{}}</style></head>
<body><script>var a = "1、假任务。责任单位：妇联";</script>
<div class="nav"><a>首页</a> &gt; <a>政务公开</a> &gt; <a>政策文件</a></div>
<table><tr><td>文号：甲政〔2025〕8号</td><td>发布日期：2025-03-01</td></tr></table>
<h1>甲镇2025年养犬管理<br>工作方案</h1>
<p>　　一、工作任务</p>
<p>　　（一）<b>登记犬只</b>。<span>责任单位：派出所、</span><span>各村</span></p>
<p style="display: none">（二）看不见的。责任单位：工会</p>
<div>（二）接种疫苗。<br>责任单位：兽医站</div>
<p>二、工作要求</p><p>各村落实责任。</p>
<table border="1">
<tr><th>序号</th><th>重点任务</th><th>责任单位</th><th>完成时限</th></tr>
<tr><td>1</td><td>设置告示牌</td><td rowspan="2"><p>城管队</p><p>各村</p></td><td>4月底</td></tr>
<tr><td>2</td><td>捕捉流浪犬</td><td>5月底</td></tr>
<tr><td>3</td><td>回头看</td><td></td><td>6月底</td></tr>
</table>
<div>打印本页 关闭窗口</div></body></html>"""


def plan(path):
    return read_plan(read(path).text)


def check(found):
    assert (found.number, found.title) == ("甲政〔2025〕8号", "甲镇2025年养犬管理工作方案")
    assert [(c.title, c.lead, c.deadline and c.deadline.isoformat()) for c in found.clauses] == [
        ("登记犬只", ("派出所", "各村"), None),
        ("接种疫苗", ("兽医站",), None),
        ("设置告示牌", ("城管队",), "2025-04-30"),
        ("捕捉流浪犬", ("各村",), "2025-05-31"),
        ("回头看", (), "2025-06-30"),
    ]


@pytest.mark.parametrize("name", ["方案.html", "方案.htm", "方案.doc", "方案.txt"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_saved_page_is_read_whatever_its_name_and_encoding(tmp_path, name, charset):
    path = tmp_path / name
    path.write_bytes(PAGE.format(charset=charset).encode(charset))
    check(plan(path))
    assert read(path).notices == ("文件是网页，菜单和按钮的字也可能读了进来，请核对。",)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_a_page_saved_as_one_file_is_read(tmp_path, charset):
    message = EmailMessage()
    message["Snapshot-Content-Location"] = "http://example.invalid/"
    message.set_content("pictures")
    message.add_alternative(PAGE.format(charset=charset), subtype="html", charset=charset)
    path = tmp_path / "方案.mht"
    path.write_bytes(message.as_bytes())
    check(plan(path))


def test_points_of_a_numbered_list_have_the_numbers_that_a_browser_shows(tmp_path):
    path = tmp_path / "方案.html"
    path.write_text(
        "<html><body><h2>一、工作任务</h2><ol start='3'><li>夜巡。责任单位：派出所</li>"
        "<li>走访。责任单位：各村</li></ol></body></html>",
        "utf-8",
    )
    assert [line.lstrip("\u2063") for line in read(path).text.splitlines()] == [
        "一、工作任务",
        "3.夜巡。责任单位：派出所",
        "4.走访。责任单位：各村",
    ]


def test_headings_of_a_page_without_numbers_are_an_outline(tmp_path):
    path = tmp_path / "方案.html"
    path.write_text(
        "<html><body><h1>乙镇2025年禁毒方案</h1><h2>主要任务</h2><h3>踏查铲毒</h3><p>逐片踏查。</p>"
        "<p>责任单位：林业站</p><h3>检测管控</h3><p>每季度一次。</p><p>责任单位：派出所</p>"
        "<h2>工作要求</h2><p>抓好落实。</p></body></html>",
        "utf-8",
    )
    found = plan(path)
    assert found.title == "乙镇2025年禁毒方案"
    assert [(c.title, c.lead, c.cycle) for c in found.clauses] == [
        ("踏查铲毒", ("林业站",), ""),
        ("检测管控", ("派出所",), "每季度"),
    ]


def test_a_page_nested_beyond_all_measure_keeps_its_words(tmp_path):
    path = tmp_path / "方案.html"
    inner = "<p>一、任务</p><p>1、夜巡。责任单位：派出所</p>"
    path.write_text(f"<html><body>{'<div>' * 240}{inner}{'</div>' * 240}</body></html>", "utf-8")
    assert "责任单位：派出所" in read(path).text


@pytest.mark.parametrize("words", ["", "<img src='a.png'>", "<script>1</script>"])
def test_a_page_without_words_is_refused_with_what_to_do(tmp_path, words):
    path = tmp_path / "方案.html"
    path.write_text(f"<html><body>{words}</body></html>", "utf-8")
    with pytest.raises(Unreadable, match=r"没有文字.*粘贴方案全文。"):
        read(path)
