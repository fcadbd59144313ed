"""What stands round a report in a group chat is none: stamps, calls, quotes, answers, requests and plans."""

import pytest

from gaotang_desktop.domain.sheets import chat_lines, chat_text, group_log

VILLAGES = {"北村", "江村", "江", "荷塘社区"}
STAMPS = [
    "张三 20:15",
    "2026-10-08 19:03:40 北村-张三",
    "张三 综治办 2026/10/8 19:03",
    "2026年10月8日 晚上 8:03",
]


def told(text):
    return [
        (each.village, [*each.pieces]) for each in chat_text.reported(text, VILLAGES.__contains__) if each.village
    ]  # fmt: skip


def test_who_sent_it_and_when_is_a_line_of_its_own_or_stands_before_what_was_written():
    assert [line for line in STAMPS if not group_log.is_stamp(line)] == []
    assert not any(
        map(group_log.is_stamp, ["北村 张三 3人 20:00-22:00", "2026-10-08 20:00 北村 张三 3人"])
    )
    cases = {
        "[22:10] 张三: 北村 3人": ("北村", ["3人"]),
        "[22:10] 北村: 3人": ("北村", ["3人"]),
        "2026-10-08 22:10:05 李四：江村 3人": ("江村", ["3人"]),
        "@所有人 @综治办小周\u2005北村 3人👌[强]": ("北村", ["3人"]),
        "江：江村 3人": ("江", ["3人"]),
        "北村 3人 [强] [强]": ("北村", ["3人"]),
    }
    assert [told(line) for line in cases] == [[each] for each in cases.values()]


def test_a_stamp_before_noon_leaves_no_day_of_an_earlier_one():
    text = (
        "张三 2026/11/21 21:03:22\n北村 今晚 张三 3人\n2026-11-22 08:20:00 李四\n江村 昨晚 李四 4人"
    )
    found = chat_lines.read(text, VILLAGES.__contains__)
    assert [each.night for each in found] == ["2026-11-21", "昨晚"]


def test_the_day_between_rules_is_that_of_the_times_below_it():
    text = "————— 2026-10-08 —————\n\n张三  22:10\n\n北村 今晚 张三 3人✅\n李四 8:20\n江村 昨晚 李四 4人"
    found = chat_lines.read(text, VILLAGES.__contains__)
    assert [(each.night, each.people) for each in found] == [("2026-10-08", "3"), ("昨晚", "4")]


PASSED = {
    "北村撤回了一条消息": "只是回话",
    "北村 收到，谢谢": "只是回话",
    "江村：同上": "只是回话",
    "3. 江村+1": "只是回话",
    "荷塘社区收到，马上报": "只是回话",
    "江村还没报，请抓紧": "是在催报",
    "江村 明晚 李四 3人 20:00-22:00": "说的是还没有办的事",
    "江村预计发放200份": "说的是还没有办的事",
    "「张三：北村 张三 3人 20:00-22:00」": "引用的是别人的话",
    "3人 20:00-22:00 王五带班": "没有写是哪个村",
}


@pytest.mark.parametrize(("line", "why"), PASSED.items())
def test_a_line_that_reports_nothing_is_no_report_and_is_told_with_its_reason(line, why):
    assert told(line) == []
    assert [*chat_text.passed_over(line, VILLAGES.__contains__)] == [why]


@pytest.mark.parametrize(
    "line",
    [
        "北村 请假",
        "北村 走访35户 明天继续",
        "北村 张三 3人 20:00-22:00，请查收",
        "北村 收到公开信20份",
        "北村 今天3人，明天5人",
    ],
)
def test_a_report_with_such_words_beside_it_stays_one(line):
    assert [each[0] for each in told(line)] == ["北村"]
