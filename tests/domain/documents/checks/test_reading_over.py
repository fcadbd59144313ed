"""A paper read over: days, parties, annexes, headings, titles, sentences."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.documents.blocks import Annex, Column, Paragraph, Table
from gaotang_desktop.domain.documents.checks.annexes_named import of_annexes
from gaotang_desktop.domain.documents.checks.headings import out_of_order, renumbered
from gaotang_desktop.domain.documents.checks.parties import of_elements, of_parties
from gaotang_desktop.domain.documents.checks.sentences import ended, joined, of_sentences
from gaotang_desktop.domain.documents.checks.titles import of_title
from gaotang_desktop.domain.documents.checks.written_days import of_days

DAY = date(2026, 11, 5)
BODY = "会议时间为11月9日（星期一）上午9时，地点在镇政府会议室。请于11月6日前报送名单。"
KNOWN = ("郭桥村", "刘庄村", "派出所", "各村")
VALUES = {
    "kind": "会议通知",
    "signer": "高塘镇综治中心",
    "addressee": "郭桥村、派出所",
    "body": "请落实。",
}


def days(body, meeting=True):
    found = of_days(body, DAY, is_off=lambda day: day.weekday() > 4, meeting=meeting)
    return [each.sentence for each in found]


def parties(**changes):
    values = {**VALUES, **changes}
    found = [*of_parties(values, KNOWN, ("高塘镇综治中心", "高塘镇")), *of_elements(values)]
    return [(each.severity, each.sentence) for each in found]


def test_days_that_fit_are_not_asked_about():
    assert days(BODY) == []
    assert days("截至10月31日前，已经完成3处，2处应于11月20日前完成。", meeting=False) == []
    assert days("2028年2月29日前，请各村完成。", meeting=False) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("11月9日（星期一）", "11月31日", "没有这一天"),
        ("星期一", "星期五", "2026年11月9日是星期一"),
        ("11月9日（星期一）", "11月2日", "会议时间“11月2日”早于成文日期"),
        ("11月9日（星期一）", "2025年11月9日", "早于成文日期"),
        ("11月9日（星期一）", "11月8日", "那一天不上班"),
        ("上午9时", "", "没有写明几点"),
        ("，地点在镇政府会议室", "", "没有写明在哪里"),
        ("11月6日前", "11月1日前", "时限“11月1日”早于成文日期"),
        ("11月6日前", "11月7日前", "“11月7日”是星期六"),
        ("请于11月6日前报送", "报送名单不得晚于11月7日", "是星期六"),
        ("11月6日前", "2026年2月29日前", "没有这一天"),
    ],
)
def test_a_day_that_cannot_be_meant_is_named(old, new, said):
    (sentence,) = days(BODY.replace(old, new))
    assert said in sentence


def test_a_day_below_a_heading_that_says_time_is_the_meeting_s():
    assert days("一、时间\n11月2日上午9时\n二、地点\n礼堂") == [
        "会议时间“11月2日”早于成文日期2026年11月5日，请核对。"
    ]


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_true_weekday_is_never_asked_about(day):
    said = days(
        f"{day.year}年{day.month}月{day.day}日（星期{'一二三四五六日'[day.weekday()]}）学习。",
        False,
    )
    assert said == []


def test_parties_of_the_registers_pass():
    assert parties() == []
    assert parties(addressee="各村、镇直各单位", copies_to="派出所。", urgency="特急",
                   body="请于11月6日前报送。") == []  # fmt: skip
    assert parties(kind="请示", addressee="县委政法委") == []
    assert parties(addressee="郭桥村村民委员会、高塘派出所", signer="高塘镇人民政府") == []


@pytest.mark.parametrize(
    ("changes", "severity", "said"),
    [
        ({"addressee": "高塘镇综治中心"}, "阻止", "发文机关自己"),
        ({"joint": "司法所", "addressee": "司法所"}, "阻止", "发文机关自己"),
        ({"addressee": "火星分队"}, "提醒", "不在现在的单位和村里"),
        (
            {"addressee": "火星队、木星队、水星队、金星队"},
            "提醒",
            "有 4 个名称不在现在的单位和村里",
        ),
        ({"addressee": "郭桥村、郭桥村"}, "提醒", "写了 2 次"),
        ({"copies_to": "派出所"}, "提醒", "已经是主送"),
        ({"copies_to": "抄送：高塘镇综治中心。"}, "提醒", "发文机关自己"),
        ({"joint": "司法所、司法所"}, "提醒", "写了 2 次"),
        ({"joint": "司法所、高塘镇综治中心"}, "提醒", "署名的主办机关"),
        ({"signer": "某县交通局"}, "提醒", "不是设置里的发文单位"),
        ({"secrecy": "机密"}, "提醒", "没有写保密期限"),
        ({"urgency": "特急"}, "提醒", "没有写明什么时候办完"),
    ],
)
def test_parties_and_elements_that_mislead_are_named(changes, severity, said):
    assert any(grave == severity and said in sentence for grave, sentence in parties(**changes))


LIST = Annex("参会名单", (Paragraph("王某"),))
TABLE = Annex("统计表", (Table((Column("村"),), (("",),)),))


@pytest.mark.parametrize(
    ("body", "annexes", "said"),
    [
        ("请填写回执（见附件）。", (), "没有附件"),
        ("名单附后。", (), "没有附件"),
        ("请填写附件2。", (LIST,), "“附件2”，附件只有 1 个"),
        ("请落实附件三。", (), "这份公文没有附件"),
        ("请落实。", (LIST,), "没有提到"),
        ("见附件。", (TABLE,), "没有内容"),
        ("见附件。", (LIST, LIST), "都叫“参会名单”"),
    ],
)
def test_annexes_and_the_text_that_names_them_fit_each_other(body, annexes, said):
    (sentence,) = {each.sentence for each in of_annexes(body, annexes, annexes)}
    assert said in sentence


@pytest.mark.parametrize(
    "body", ["见附件。", "附件1是名单。", "请按参会名单通知。", "附件：名单\n见附件"]
)
def test_an_annex_that_is_named_is_not_asked_about(body):
    assert list(of_annexes(body, (LIST,), (LIST,))) == []
    assert list(of_annexes("附件：名单\n附件1", (), ())) == []


@pytest.mark.parametrize(
    ("body", "right"),
    [
        ("一、甲\n三、乙", "一、甲\n二、乙"),
        ("二、甲\n三、乙", "一、甲\n二、乙"),
        ("一、甲\n一、乙\n三、丙", "一、甲\n二、乙\n三、丙"),
        (
            "一、甲\n（一）子\n（三）丑\n二、乙\n（二）寅",
            "一、甲\n（一）子\n（二）丑\n二、乙\n（一）寅",
        ),
        ("1. 甲。\n3. 乙。", "1. 甲。\n2. 乙。"),
        ("（1）甲。\n（1）乙。", "（1）甲。\n（2）乙。"),
    ],
)
def test_numbers_that_do_not_follow_are_found_and_counted_anew(body, right):
    assert out_of_order(body.split("\n"))
    assert renumbered(body) == right
    assert out_of_order(right.split("\n")) == []


@pytest.mark.parametrize(
    "body",
    ["一、甲\n（一）子\n二、乙\n（一）丑", "要求如下：\n1. 甲。\n2. 乙。\n分工如下：\n1. 丙。",
     "1.5万元已经到位。", "2026年工作。", "（一）甲。\n说明。\n（一）乙。"],
)  # fmt: skip
def test_lists_that_begin_anew_are_left_alone(body):
    assert out_of_order(body.split("\n")) == []
    assert renumbered(body) == body


@given(
    st.lists(
        st.sampled_from(["一、", "二、", "（一）", "（三）", "1. ", "3. ", "（1）", "说明"]),
        max_size=12,
    )
)
def test_counted_anew_every_number_follows_and_no_word_is_lost(heads):
    lines = [f"{head}事" for head in heads]
    done = renumbered("\n".join(lines)).split("\n")
    assert out_of_order(done) == []
    assert [line[-1:] for line in done] == [line[-1:] for line in lines or [""]]


def test_a_title_ends_with_its_kind_and_bears_no_mark():
    assert list(of_title("会议通知", "关于开会的通知（试行）")) == []
    for title, said in (
        ("关于开会的通报", "没有以文种“通知”结尾"),
        ("关于开会的通知。", "末尾不加标点"),
        ("《关于开会的通知》", "不用书名号"),
        ("关于关于开会的通知", "重复"),
        ("高综治〔2026〕9号 关于开会的通知", "从标题删去"),
    ):
        assert [each for each in of_title("会议通知", title) if said in each.sentence]


def test_sentences_that_were_torn_are_put_together_again():
    body = "请各村按照要求认真\n落实夜巡工作。\n一、要求\n请准时参加"
    said = [each.sentence for each in of_sentences("会议通知", body)]
    assert any("换行断开" in each for each in said)
    assert any("末尾没有标点" in each for each in said)
    assert ended(joined(body)) == "请各村按照要求认真落实夜巡工作。\n一、要求\n请准时参加。"
    assert list(of_sentences("会议通知", ended(joined(body)))) == []


def test_marks_without_their_other_half_and_a_text_of_nothing_are_named():
    assert any("没有成对" in f.sentence for f in of_sentences("会议通知", "请“准时参加。"))
    assert any(each.stops for each in of_sentences("会议通知", "特此通知。"))
    assert list(of_sentences("一封信", "各位乡亲：\n请走好路。\n此致\n敬礼")) == []


def test_a_sum_without_a_unit_is_asked_about():
    assert any(
        "没有单位" in f.sentence for f in of_sentences("会议通知", "每村补助5000，按时发放。")
    )
    assert any("没有单位" in f.sentence for f in of_sentences("会议通知", "投入资金3万。"))
    assert list(of_sentences("会议通知", "每村补助5000元，奖励2个村，经费3万元。")) == []


def test_a_title_about_a_notice_says_once_what_it_is():
    twice = "关于转发县委政法委关于做好平安建设的通知的通知"
    [said] = [f.sentence for f in of_title("会议通知", twice)]
    assert "转发《……的通知》的通知" in said
    assert list(of_title("会议通知", "转发《关于做好平安建设的通知》的通知")) == []
