"""The column that is filled is the one that the operator's word for it means, or nobody's."""

import pytest

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services.sheets.heads import called


@pytest.mark.parametrize(
    ("kind", "word", "field"),
    [
        ("opinions", "责任单位", "unit_id"),
        ("opinions", "征集方式", "source"),
        ("intakes", "承办单位", "unit_id"),
        ("disputes", "风险等级", "risk"),
        ("patrols", "带队人", "leader"),
        ("patrols", " 人 数（人）", "people"),
        ("publicity-activities", "责任单位", "unit_id"),
        ("villages", "总户数", "households"),
        ("poll-results", "样本量", "sample"),
    ],
)
def test_a_column_is_known_by_the_words_of_headings(kind, word, field):
    assert called.named(kind, word).name == field


@pytest.mark.parametrize(
    ("kind", "word", "said"),
    [
        ("patrols", "时间", "平安夜巡的“时间”说的是“夜晚”，还是“开始”？请写清楚。"),
        ("inspections", "责任单位", "“责任单位”写的是问题的，不是检查督查的，不能统一填。"),
        ("villages", "统计口径", "没有“统计口径”这一项可以填"),
    ],
)
def test_a_word_that_may_mean_another_is_asked_about(kind, word, said):
    with pytest.raises(Unreadable, match=said):
        called.named(kind, word)
