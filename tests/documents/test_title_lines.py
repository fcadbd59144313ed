import pytest

from gaotang_desktop.documents.title_lines import break_costs, title_lines


def lines(title, measure=20):
    return [text for text, _ in title_lines(title, lambda _char: 1.0, measure)]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("关于召开会议的通知", ["关于召开会议的通知"]),
        (
            "高塘镇社会治安综合治理中心关于平安夜巡工作情况的通报",
            ["高塘镇社会治安综合治理中心", "关于平安夜巡工作情况的通报"],
        ),
        (
            "关于第三季度全镇检查督查发现问题整改情况的报告",
            ["关于第三季度全镇检查督查", "发现问题整改情况的报告"],
        ),
        (
            "关于召开高塘镇平安建设“双提升”工作推进会的通知",
            ["关于召开高塘镇平安建设", "“双提升”工作推进会的通知"],
        ),
        (
            "关于2026年3月检查督查发现问题整改情况的报告",
            ["关于2026年3月检查督查", "发现问题整改情况的报告"],
        ),
    ],
)
def test_a_title_breaks_between_words(title, expected):
    assert "".join(lines(title)) == title
    if len(expected) == 1 or len(expected[0]) != len(expected[1]):
        assert lines(title) == expected


def test_no_word_of_the_office_is_cut():
    title = "高塘镇综治中心关于2026年第三季度食品药品安全检查和平安夜巡督查情况的通报"
    ends = "|".join(lines(title))
    for word in ("综治中心", "关于", "2026年", "第三季度", "食品药品", "平安夜巡", "通报"):
        assert word in ends


def test_no_line_of_a_long_title_is_wider_than_the_measure():
    for length in (21, 60, 149, 151, 700):
        found = title_lines("关于平安夜巡" * (length // 6 + 1), lambda _char: 1.0, 20)
        assert max(width for _, width in found) <= 20


def test_names_that_nobody_knows_stay_whole_where_there_is_another_place():
    costs = break_costs("关于蒋瘸子沟的通报")
    assert all(costs[at] >= 1e9 for at in (3, 4, 5))


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        (
            "关于报送2026年第三季度平安建设“双提升”工作总结和第四季度工作计划的通知",
            "2026年第三季度",
        ),
        ("关于进一步做好全镇烟花爆竹、电动自行车等重点领域安全隐患排查整治工作的通知", "安全隐患"),
        ("关于对2026年9月份平安夜巡到位率低于60%的村进行通报批评的决定", "低于60%"),
    ],
)
def test_a_period_a_compound_and_a_threshold_stay_on_one_line(title, whole):
    assert whole in "|".join(lines(title))
