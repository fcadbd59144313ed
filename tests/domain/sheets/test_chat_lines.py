import pytest

from gaotang_desktop.domain.sheets import chat_lines

VILLAGES = {"北村", "江村", "荷塘社区", "荷塘", "朱张村"}


def read(text):
    return chat_lines.read(text, VILLAGES.__contains__)


LINES = {
    "1. 北村 张三 3人 20:00-22:00 无异常": ("北村", "20:00", "22:00", "张三", "3", ""),
    "2、江村：李四，4人，20：30—22：30，正常": ("江村", "20:30", "22:30", "李四", "4", ""),
    "③ 荷塘社区 带班人王五 参加5人 晚8点至10点": ("荷塘社区", "晚8点", "晚10点", "王五", "5", ""),
    "北村：今晚20:00至次日1:00，带班人：张三，参加五人。": ("北村", "20:00", "次日1:00", "张三", "五", ""),
    "朱张村赵六3人 20点-22点 一切正常": ("朱张村", "20点", "22点", "赵六", "3", ""),
    "北村 张三 三四人 20:00-22:00": ("北村", "20:00", "22:00", "张三", "三四", ""),
    "江村 李四 3-4人 20:00-22:00 无异常": ("江村", "20:00", "22:00", "李四", "3-4", ""),
    "北村 张三 3人 八点来钟 无异常": ("北村", "八点来钟", "", "张三", "3", ""),
    "北村 张三 3人 8点左右出发": ("北村", "8点左右出发", "", "张三", "3", ""),
    "北村：约20:00-22:00左右，带班人张三，3人": ("北村", "约20:00", "22:00左右", "张三", "3", ""),
    "江村：李四带班，5人，晚8点到10点，巡逻正常": ("江村", "晚8点", "晚10点", "李四", "5", ""),
    "3、朱张村 王五等4人 20:30—22:30": ("朱张村", "20:30", "22:30", "王五", "4", ""),
    "北村今晚8点至10点 欧阳明等三人": ("北村", "8点", "10点", "欧阳明", "三", ""),
    "1、北村：20：00—22：00，王五带队，一行4人，未发现异常": ("北村", "20:00", "22:00", "王五", "4", ""),
    "江村出动3人次，李四带队，20:30开始，22:30结束": ("江村", "20:30开始", "22:30结束", "李四", "3", ""),
    "②江村（带班：王五）20:00-22:00，共5人，一切正常": ("江村", "20:00", "22:00", "王五", "5", ""),
    "荷塘：20:00-22:00，孙七带队3人巡逻": ("荷塘", "20:00", "22:00", "孙七", "3", ""),
    "③朱张村：今晚7点半到9点半，赵六等5人巡逻": ("朱张村", "7点半", "9点半", "赵六", "5", ""),
    "【江村】20点-22点 李四 4人 正常": ("江村", "20点", "22点", "李四", "4", ""),
    "荷塘 孙七 人数：6 20:10-21:50": ("荷塘", "20:10", "21:50", "孙七", "6", ""),
}  # fmt: skip


@pytest.mark.parametrize(("line", "told"), LINES.items())
def test_a_line_of_the_chat_says_who_went_where_and_when(line, told):
    (found,) = read(line)
    said = (found.village, found.start, found.end, found.leader, found.people)
    assert (*said, "".join(found.rest)) == told


def test_who_sent_it_and_greetings_are_no_lines_and_the_day_of_the_list_is_that_of_its_lines():
    found = read(
        "#接龙\n10月5日夜巡情况，请各村接龙\n综治办小李 20:15\n1. 北村 张三 3人 20:00-22:00\n"
        "收到\n2. 江村 李四 4人 20:30-22:30 路灯坏了一盏\n昨晚的都报一下"
    )
    assert [(each.village, each.night) for each in found] == [
        ("北村", "10月5日"), ("江村", "10月5日"),
    ]  # fmt: skip
    assert found[1].rest == ("路灯坏了一盏",)


def test_more_names_are_those_who_went_along():
    (found,) = read("北村 张三 李四 王小五 3人 20:00-22:00")
    assert (found.leader, found.names, found.people) == ("张三", "李四、王小五", "3")


def test_tonight_is_the_evening_on_which_a_line_was_sent():
    sent = "张三 2026/11/21 21:03:22\n北村今晚巡逻情况：时间20:00-22:00，带班人张三，3人\n"
    later = "李四 2026/11/23 00:20:00\n江村 昨晚 李四 4人 20:00-22:00\n"
    assert [each.night for each in read(sent)] == ["2026-11-21"]
    # After midnight nobody knows which evening is meant: that is asked by the day of reading.
    assert [each.night for each in read(later)] == ["昨晚"]


def test_a_line_that_corrects_takes_the_place_of_the_first_one():
    found = read(
        "北村 11月21日 20点-22点 李四 4人\n江村 王五 3人 20:00-22:00\n更正：北村 李四 5人\n"
        "勘误 荷塘 孙七 2人 20:00-21:00\n荷塘作废，重报：孙七 3人\n更正：荷塘 2人 20:30-21:00"
    )
    assert [(each.village, each.people, each.start, each.replaces) for each in found] == [
        ("江村", "3", "20:00", ()), ("北村", "5", "20点", (1,)), ("荷塘", "2", "20:30", (4, 5)),
    ]  # fmt: skip
    assert found[1].night == "11月21日"


@pytest.mark.parametrize("sign", ["例", "例：", "例如 ", "示例：", "格式：", "【示例】"])
def test_a_line_that_shows_how_to_write_is_no_patrol(sign):
    text = f"#接龙\n10月6日夜巡\n{sign} 北村 张三 3人\n1. 北村 李四 4人\n"
    assert [line.leader for line in read(text)] == ["李四"]


NO_PATROL = {
    "1. 北村 今晚下雨未巡": ("北村", "下雨未巡"),
    "北村 请假": ("北村", "请假"),
    "北村 张三请假": ("北村", "张三请假"),
    "北村 停巡": ("北村", "停巡"),
    "北村 无": ("北村", "无"),
    "北村 0人": ("北村", "0人"),
    "北村今晚没有巡逻": ("北村", "没有巡逻"),
    "江村：因村里办丧事，今晚取消夜巡": ("江村", "因村里办丧事，取消夜巡"),
    "江村 未开展夜巡": ("江村", "未开展夜巡"),
    "江村 无人巡逻": ("江村", "无人巡逻"),
    "江村 不用巡": ("江村", "不用巡"),
    "江村 昨晚停电没去": ("江村", "停电没去"),
    "江村 20:00-22:00 张三 因雨未巡": ("江村", "20:00-22:00，张三，因雨未巡"),
    "北村：夜巡情况：未巡，原因：下大雨": ("北村", "未巡，下大雨"),
    "朱张村 11月3日未巡 李四住院": ("朱张村", "未巡，李四住院"),
}


@pytest.mark.parametrize(("line", "told"), NO_PATROL.items())
def test_a_line_that_says_nobody_went_out_is_no_patrol(line, told):
    (found,) = read(line)
    assert (found.village, found.missed) == told
    assert (found.leader, found.people, found.names, found.asked) == ("", "", "", "")


def test_of_several_villages_that_did_not_patrol_there_is_a_line_for_each():
    found = read("北村、江村、荷塘 因暴雨停巡\n北村未巡；江村 张三 3人 20:00-22:00")
    assert [(each.village, each.missed, each.leader) for each in found] == [
        ("北村", "因暴雨停巡", ""), ("江村", "因暴雨停巡", ""), ("荷塘", "因暴雨停巡", ""),
        ("北村", "未巡", ""), ("江村", "", "张三"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line", ["江村 李四 4人 20:00-22:00 未巡查到异常", "江村 李四 3人 20:00-22:00 王五请假"]
)
def test_what_a_patrol_did_not_find_or_who_was_missing_leaves_it_a_patrol(line):
    (found,) = read(line)
    assert (found.leader, found.missed, found.asked) == ("李四", "", "")


@pytest.mark.parametrize(
    ("line", "of"),
    [
        ("北村 张三 3人 因雨未巡", "leader"),
        ("北村 正常", "leader"),
        ("北村 张三 无", "people"),
        ("北村、江村 张三 5人 20:00-22:00", "village_id"),
    ],
)
def test_a_line_that_is_no_clear_patrol_is_asked_about(line, of):
    (found,) = read(line)
    assert (found.asked_of, found.missed) == (of, "")
    assert found.asked.endswith("。")


def test_what_is_said_of_no_village_is_told():
    text = "11月3日夜巡\n今晚大雾全镇停巡\n1. 北村 未巡"
    assert chat_lines.nobodys(text, VILLAGES.__contains__) == [(2, "今晚大雾全镇停巡")]


def test_who_went_along_is_counted_where_a_line_names_all_and_says_no_number():
    (found,) = read("北村：带班刘波，队员张军、李明，20:00-22:00，正常")
    assert (found.leader, found.names, found.people, found.counted) == (
        "刘波",
        "张军、李明",
        "3",
        True,
    )
    # 妥当当 may be somebody whose surname is rare: then nobody knows how many they were.
    (found,) = read("北村：带班刘波，队员张军、妥当当，20:00-22:00，正常")
    assert (found.people, found.counted) == ("", False)
    (found,) = read("北村 张三 李四 王小五 20:00-22:00")
    assert (found.people, found.counted) == ("", False)
