"""Rules before the number, as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.documents import gates, registers


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("会议时间另行通知，地点为镇政府会议室。", "时间另行通知"),
        ("会议地点待定。11月9日开会。", "地点待定"),
        ("时间为11月9日，日期另行通知。", "日期另行通知"),
        ("请于××月××日前报送。", "××"),
        ("由____负责，11月9日开会。", "____"),
        ("请于11月　日到会。", "月　日"),
        ("{乡镇}11月9日开会。", "{乡镇}"),
        ("11月9日开会（待定）。", "（待定）"),
        ("11月9日开会。\n联系人：王某", "联系人：王某"),
    ],
)
def test_what_was_left_open_is_asked_about(body, words):
    (found,) = gates.of_words("会议通知", "关于开会的通知", body)
    assert found.words == words
    assert found.asks


@pytest.mark.parametrize(
    "body",
    [
        "11月9日上午9时开会。\n联系人：王某，13800000000",
        "11月9日开会。\n联系人：王某，电话：0913-0000000",
        "明天下午开会，具体办法另行制定。",
        "11月9日开会，【表1】",
    ],
)
def test_what_is_written_out_is_not(body):
    assert list(gates.of_words("会议通知", "关于开会的通知", body)) == []


def test_a_meeting_notice_without_a_day_is_asked_about():
    (found,) = gates.of_words("会议通知", "关于开会的通知", "请按时参加会议。")
    assert "哪一天" in found.sentence
    assert list(gates.of_words("整改通知", "关于开会的通知", "请按时整改。")) == []


COUNTS = st.dictionaries(
    st.sampled_from(["郭桥村", "刘庄村", "谭庄村"]),
    st.fixed_dictionaries({"due": st.integers(0, 31), "done": st.integers(0, 31)}),
)


def figures(counts):
    return {"villages": [{"village": name, **row} for name, row in counts.items()]}


@given(COUNTS, COUNTS)
def test_every_village_that_changed_is_told_and_no_other(old, new):
    told = "".join(gates.changes(figures(old), figures(new)))
    for name in {*old, *new}:
        assert (name in told) == (old.get(name) != new.get(name))


@given(st.text("高综治办", min_size=1, max_size=8), st.integers(2000, 2099), st.integers(1, 99999))
def test_a_number_is_read_however_its_brackets_were_typed(series, year, sequence):
    for left, right in ("〔〕", "[]", "()", "（）", "【】", "［］"):
        typed = f" {series}{left}{year}{right} 第{sequence:03d}号"
        assert registers.read_number(typed) == (series, year, sequence)


@pytest.mark.parametrize("typed", ["", "3号", "高综治2026年3号", "高综治〔26〕3号", "〔2026〕3号"])
def test_what_is_no_number_is_none(typed):
    assert registers.read_number(typed) is None
