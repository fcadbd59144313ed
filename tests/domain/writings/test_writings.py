"""What people write, and what it means; today is 28 November 2026."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.writings import times
from gaotang_desktop.domain.writings.dates import Around, read_date
from gaotang_desktop.domain.writings.numbers import chinese_number, with_digits
from gaotang_desktop.domain.writings.times import read_time
from gaotang_desktop.domain.writings.title_dates import title_period
from gaotang_desktop.domain.writings.unclear import Unclear
from gaotang_desktop.domain.writings.weeks import read_week

TODAY = date(2026, 11, 28)

DATES = {
    "2024-03-05": date(2024, 3, 5),
    "2024/3/5": date(2024, 3, 5),
    "2024年3月5日": date(2024, 3, 5),
    "２０２４年３月５日": date(2024, 3, 5),
    "2024年03月05号": date(2024, 3, 5),
    "2024、3、5": date(2024, 3, 5),
    "2024，3，5": date(2024, 3, 5),
    "2024 3 5": date(2024, 3, 5),
    "2024.3.5.": date(2024, 3, 5),
    "2024年3月5日晚": date(2024, 3, 5),
    "2024年3月5日夜间": date(2024, 3, 5),
    "2024-3-5（周二）": date(2024, 3, 5),
    "2024-3-5 星期二": date(2024, 3, 5),
    "2024.3.5(二)": None,
    "'2024-03-05": date(2024, 3, 5),
    "45356": date(2024, 3, 5),
    "45356.854": date(2024, 3, 5),
    45356: date(2024, 3, 5),
    "20240305": date(2024, 3, 5),
    20240305: date(2024, 3, 5),
    "24/3/5": date(2024, 3, 5),
    "24年3月5日": date(2024, 3, 5),
    "26.11.5": date(2026, 11, 5),
    "15/3/2026": date(2026, 3, 15),
    "3/15/2026": date(2026, 3, 15),
    "5/5/2026": date(2026, 5, 5),
    "2026/11/06 00:00:00": date(2026, 11, 6),
    "2026-11-06T20:30": date(2026, 11, 6),
    "二〇二四年三月五日": date(2024, 3, 5),
    "二零二四年三月五日": date(2024, 3, 5),
    "三月五日": date(2026, 3, 5),
    "十一月二十五号": date(2026, 11, 25),
    "3月5日": date(2026, 3, 5),
    "3/5": date(2026, 3, 5),
    "3.5": date(2026, 3, 5),
    "3-5": date(2026, 3, 5),
    "3月5日晚": date(2026, 3, 5),
    "11月7日": date(2026, 11, 7),
    "12月30日": date(2025, 12, 30),
    "11月29日": date(2026, 11, 29),
    "2月29日": date(2024, 2, 29),
    "去年12月5日": date(2025, 12, 5),
    "本月5日": date(2026, 11, 5),
    "上月5日": date(2026, 10, 5),
    "昨晚": date(2026, 11, 27),
    "前天": date(2026, 11, 26),
    "5日": date(2026, 11, 5),
    "星期二": date(2026, 11, 24),
    "上周二": date(2026, 11, 17),
    Decimal("8.15"): date(2026, 8, 15),
    Decimal("2.3"): date(2026, 2, 3),
    Decimal("8.4"): date(2026, 8, 4),
}


@pytest.mark.parametrize(("typed", "meant"), DATES.items(), ids=map(str, DATES))
def test_a_day_is_read_however_it_is_written(typed, meant):
    if meant is None:
        with pytest.raises(ValueError, match="看不懂"):
            read_date(typed, today=TODAY)
    else:
        assert read_date(typed, today=TODAY) == meant


ASKED = {
    "3/4/2026": ("2026-03-04", "2026-04-03"),
    "04/03/26": ("2004-03-26", "2026-04-03", "2026-03-04"),
    Decimal("8.1"): ("8月1日", "8月10日"),
    Decimal("10.2"): ("10月2日", "10月20日"),
    "0026-11-14": (),
    "10月18日—19日": ("10月18日", "10月19日"),
    "2026年9月30日至10月2日": ("2026年9月30日", "10月2日"),
}


@pytest.mark.parametrize(("typed", "offers"), ASKED.items(), ids=map(str, ASKED))
def test_what_may_be_several_days_is_asked_with_all_of_them(typed, offers):
    with pytest.raises(Unclear) as asked:
        read_date(typed, today=TODAY)
    assert asked.value.offers == offers
    assert all(offer in str(asked.value) for offer in offers)


@pytest.mark.parametrize(
    "typed", ["2024-3-5（周三）", "2024年2月30日", "13月5日", "很久以前", "3.123"]
)
def test_a_day_that_cannot_be_is_said_so(typed):
    with pytest.raises(ValueError, match=r"。$"):
        read_date(typed, today=TODAY)


def test_a_sheet_asks_what_only_the_day_of_writing_would_tell():
    for typed, offers in {
        "5日": ("2026-11-05", "2026-10-05"), "星期二": ("2026-11-24", "2026-11-17"),
    }.items():  # fmt: skip
        with pytest.raises(Unclear) as asked:
            read_date(typed, today=TODAY, around=Around(asks=True))
        assert asked.value.offers == offers


TITLES = {
    "高塘镇2025年12月平安夜巡登记表": (2025, 12),
    "2024年10月夜巡登记表": (2024, 10),
    "二〇二五年十二月台账": (2025, 12),
    "2026.10月": (2026, 10),
    "2026年第三季度": (2026, None),
    "10月夜巡": (None, 10),
    "2025年12月至2026年2月": (None, None),
    "填报日期：2026年11月28日": (None, None),
    "北村平安夜巡登记表": (None, None),
}


@pytest.mark.parametrize(("title", "told"), TITLES.items())
def test_the_title_says_year_and_month(title, told):
    found = title_period([title])
    assert (found.year, found.month) == told


def test_the_year_of_the_title_goes_before_that_of_today_and_never_silently_against_it():
    december = title_period(["高塘镇2025年12月平安夜巡登记表"])
    assert read_date("12.5", today=TODAY, around=december) == date(2025, 12, 5)
    assert read_date("5日", today=TODAY, around=december) == date(2025, 12, 5)
    assert read_date("2025-11-30", today=TODAY, around=december) == date(2025, 11, 30)
    with pytest.raises(Unclear) as asked:
        read_date("11.30", today=TODAY, around=december)
    assert asked.value.offers == ("2025-11-30",)
    deadline = read_date("1月5日", today=TODAY, ahead=True, around=december)
    assert deadline == date(2026, 1, 5)


@pytest.mark.parametrize(
    "typed", ["10月20日上午9时", "2026.10.20下午3:30", "10月20日9:00-11:00", "10月20日下午"]
)
def test_the_hour_behind_a_day_does_not_hide_the_day(typed):
    assert read_date(typed, today=TODAY) == date(2026, 10, 20)


def test_the_small_hours_behind_a_day_are_asked():
    # 凌晨1点 belongs to the evening before, or not.
    with pytest.raises(ValueError, match="看不懂"):
        read_date("10月20日凌晨1点", today=TODAY)


@pytest.mark.parametrize("typed", ["10.19-10.27", "10.20-10.1", "10.19-13.45"])
def test_a_span_that_is_no_week_is_said_so(typed):
    with pytest.raises(ValueError, match="周"):
        read_week(typed, today=TODAY)


def test_a_deadline_without_a_year_is_the_nearest():
    assert read_date("3月5日", today=TODAY, ahead=True) == date(2027, 3, 5)


WEEKS = {
    "2026年10月19日-10月25日": 43,
    "10.19-10.25": 43,
    "10月19日至25日": 43,
    "2026-10-19至2026-10-25": 43,
    "2026年第43周": 43,
    "2026年第43周（10.19-10.25）": 43,
    "第四十三周": 43,
    "43周": 43,
    "2026-W43": 43,
    "10月21日": 43,
}


@pytest.mark.parametrize(("typed", "number"), WEEKS.items())
def test_a_week_is_read_however_it_is_written(typed, number):
    assert read_week(typed, today=TODAY) == date.fromisocalendar(2026, number, 1)


TIMES = {
    "20:30": (20, 30), "20：30": (20, 30), "20∶30": (20, 30), "20;30": (20, 30), "2030": (20, 30),
    "20.30": (20, 30), "20点30": (20, 30), "20时30分": (20, 30), "20-30": (20, 30),
    "20:30:00": (20, 30), "0.854166666666667": (20, 30), 0.9375: (22, 30), "20": (20, 0),
    "20点": (20, 0), "晚8点": (20, 0), "晚八点": (20, 0), "晚上8点半": (20, 30), "晚10点": (22, 0),
    "晚上八点三十": (20, 30), "八点半PM": (20, 30), "8:30PM": (20, 30), "8:30 p.m.": (20, 30),
    "下午3点一刻": (15, 15), "晚12点": (0, 0), "夜里12点": (0, 0), "半夜12点": (0, 0),
    "中午12点": (12, 0), "24:00": (0, 0), "24点": (0, 0), "零点": (0, 0), "次日1:30": (1, 30),
    "次日凌晨1点": (1, 0), "凌晨2点": (2, 0), "20:30开始": (20, 30), "今晚8点出发": (20, 0),
    "中午12:00": (12, 0), "午后3点": (15, 0), "20点整": (20, 0), "二十点三十分": (20, 30), "8:30AM": (8, 30), "12:10AM": (0, 10),
    "早8点": (8, 0), "08:30": (8, 30), "晚8点钟": (20, 0),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), TIMES.items(), ids=map(str, TIMES))
def test_a_time_is_read_however_it_is_written(typed, meant):
    assert read_time(typed) == time(*meant)
    assert read_time(typed, evening=True) == time(*meant)


@pytest.mark.parametrize("typed", ["20.5", "20.3", Decimal("20.3")])
def test_a_time_with_one_digit_behind_the_point_is_asked(typed):
    with pytest.raises(Unclear):
        read_time(typed)


@pytest.mark.parametrize("typed", ["25:30", "20:75", "很晚", "20-22", "", "24:30", "9999"])
def test_a_time_that_cannot_be_is_said_so(typed):
    with pytest.raises(ValueError, match="看不懂"):
        read_time(typed)


def test_half_past_eight_in_the_log_of_a_night_is_the_evening_or_asked():
    assert read_time("8点半", evening=True) == time(20, 30)
    assert read_time("10点半", evening=True) == time(22, 30)
    assert read_time("八点", evening=True) == time(20)
    assert read_time("1点", evening=True) == time(1)
    with pytest.raises(Unclear) as asked:
        read_time("8:30", evening=True)
    assert asked.value.offers == ("20:30", "08:30")


ABOUT = {
    "8点左右": ["20:00"], "约8点": ["20:00"], "八点来钟": ["20:00"], "大概20点": ["20:00"],
    "8:00左右": ["20:00", "08:00"], "20:00左右": ["20:00"], "约20:30": ["20:30"], "20点多": ["20:00"],
    "晚上大概8点半": ["20:30"], "约晚上8点": ["20:00"], "下午3点前后": ["15:00"], "8时许": ["20:00"],
    "20点以后": ["20:00"], "将近9点": ["21:00"], "夜里11点多钟": ["23:00"], "20:00+": ["20:00"],
    "20点整左右": ["20:00"], "差不多八点": ["20:00"], "约12点": ["00:00", "中午12:00"],
}  # fmt: skip


@pytest.mark.parametrize(("typed", "may_be"), ABOUT.items())
def test_about_when_is_asked_and_never_stored_as_then(typed, may_be):
    start = Field("start", "开始", Kind.TIME, evening=True)
    with pytest.raises(Invalid, match="不是一个确定的时间") as asked:
        fields.read(start, typed, today=TODAY)
    assert list(asked.value.offers) == may_be
    for offer in asked.value.offers:
        assert isinstance(fields.read(start, offer, today=TODAY), time)


@pytest.mark.parametrize("typed", ["左右", "约", "约25点", "很晚左右"])
def test_about_no_time_is_no_time(typed):
    with pytest.raises(ValueError, match=f"看不懂“{typed}”") as said:
        read_time(typed)
    assert not isinstance(said.value, Unclear)


SPOKEN = {
    "8点半": ["08:30", "20:30"], "3时": ["03:00", "15:00"], "八点整": ["08:00", "20:00"],
    "12点": ["00:00", "中午12:00"], "8点左右": ["08:00", "20:00"],
}  # fmt: skip


@pytest.mark.parametrize(("typed", "may_be"), SPOKEN.items())
def test_an_hour_as_it_is_spoken_is_asked_outside_the_log_of_a_night(typed, may_be):
    with pytest.raises(Unclear) as asked:
        read_time(typed)
    assert list(asked.value.offers) == may_be
    assert read_time("8:30") == time(8, 30)


def test_what_nobody_can_read_is_not_quoted_at_length():
    with pytest.raises(Invalid) as said:
        fields.read(Field("start", "开始", Kind.TIME), "长" * 32_767, today=TODAY)
    assert str(said.value) == f"“开始”看不懂“{'长' * 30}…”，请写成 20:30 或 2030 这样的时间。"


@pytest.mark.parametrize("hour", range(24))
def test_a_time_as_it_is_shown_is_read_back(hour):
    for evening in (True, False):
        field = Field("start", "开始", Kind.TIME, evening=evening)
        at = time(hour, 30)
        assert fields.read(field, fields.show(field, at), today=TODAY) == at


def test_noon_or_midnight_is_asked_in_the_log_of_a_night():
    for typed in ("12点", "12:00", "1200"):
        with pytest.raises(Unclear) as asked:
            read_time(typed, evening=True)
        assert [read_time(each, evening=True) for each in asked.value.offers] == [time(0), time(12)]
    assert read_time("12:00") == time(12)


SPANS = {
    "20:00-22:00": ("20:00", "22:00"), "20:00—22:00": ("20:00", "22:00"),
    "20：00至22：00": ("20:00", "22:00"), "20:00~次日1:00": ("20:00", "次日1:00"),
    "晚8点至10点": ("晚8点", "晚10点"), "20-22时": ("20时", "22时"), "20时到22时": ("20时", "22时"),
    "20-22": ("20", "22"), "20-30": None, "20:00": None, "晚8点": None, "2026-10-05": None,
}  # fmt: skip


@pytest.mark.parametrize(("typed", "both"), SPANS.items())
def test_a_span_in_one_cell_is_two_times(typed, both):
    found = times.two_times(typed)
    if both is None:
        assert found is None or typed == "2026-10-05"
    else:
        assert found == both
        assert [read_time(each) for each in found]


@pytest.mark.parametrize("typed", ["三四人", "3-4", "约20", "十几", date(2026, 3, 4)])
def test_about_how_many_is_asked_and_never_stored_as_so_many(typed):
    people = Field("people", "人数", Kind.INTEGER, unit="人")
    with pytest.raises(Invalid, match=r"不是一个确定的数|变成了日期") as asked:
        fields.read(people, typed, today=TODAY)
    for offer in asked.value.offers:
        assert fields.read(people, offer, today=TODAY) == int(offer)


def test_numerals_side_by_side_are_no_month_no_day_and_no_hour():
    assert with_digits("三四月") == "三四月"
    assert with_digits("二四年三月五日") == "24年3月5日"
    for typed in ("三四月五日", "三月二三日"):
        with pytest.raises(ValueError, match="看不懂"):
            read_date(typed, today=TODAY)
    for typed in ("一两点", "二三点"):
        with pytest.raises(ValueError, match="看不懂"):
            read_time(typed)


DIGITS = "零一二三四五六七八九"


def in_chinese(number):
    if number < 10:
        return DIGITS[number]
    if number < 100:
        tens = "" if number < 20 else DIGITS[number // 10]
        return f"{tens}十{DIGITS[number % 10] if number % 10 else ''}"
    rest = number % 100
    if not rest:
        return f"{DIGITS[number // 100]}百"
    words = (
        in_chinese(rest)
        if rest >= 20
        else f"一{in_chinese(rest)}"
        if rest >= 10
        else f"零{DIGITS[rest]}"
    )
    return f"{DIGITS[number // 100]}百{words}"


@given(st.integers(0, 999))
def test_every_number_in_chinese_is_read(number):
    assert chinese_number(in_chinese(number)) == number


NAMES = Field("names", "参加人员", Kind.NAMES)
ALIASES = Field("aliases", "别名", Kind.NAMES)
LEADER = Field("leader", "带班人", Kind.TEXT)
ROUTE = Field("route", "路线", Kind.TEXT)


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        (NAMES, "张 三、李小明", ("张三", "李小明")),
        (NAMES, "张三 李四", ("张三", "李四")),
        (NAMES, "王 小明 李四", ("王小明", "李四")),
        (NAMES, "欧阳 建国、诸葛 亮", ("欧阳建国", "诸葛亮")),
        (NAMES, "李 四 王 五", ("李四", "王五")),
        (NAMES, "欧阳 上官", ("欧阳", "上官")),
        (ALIASES, "南门 北门", ("南门", "北门")),
        (ALIASES, "上官 刘庄 北 村", ("上官", "刘庄", "北村")),
        (LEADER, "王 小明", "王小明"),
        (LEADER, "李 四 王 五", "李四 王五"),
        (NAMES, "张　三 李四", ("张三", "李四")),
        (LEADER, "张　三", "张三"),
        (LEADER, "欧 阳 修", "欧阳修"),
        (LEADER, "张三 李四", "张三 李四"),
        (LEADER, "𠮷野", "𠮷野"),
        (ROUTE, "北 街", "北 街"),
    ],
)
def test_a_name_written_wide_is_one_name(field, typed, meant):
    assert fields.read(field, typed, today=TODAY) == meant


TOLD = Field("summary", "简要情况", Kind.LONG_TEXT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("排水沟\x0b争执\x0c又吵", "排水沟\n争执\n又吵"),
        ("排水\x01沟\x1f\x00", "排水沟"),
        ("行\u2028行\r\n行", "行\n行\n行"),
        ("孤\ud83d单", "孤单"),
        ("表情😀与𠮷", "表情😀与𠮷"),
    ],
)
def test_what_cannot_be_seen_is_cleaned_once(typed, kept):
    assert fields.read(TOLD, typed, today=TODAY) == kept
    assert fields.read(TOLD, kept, today=TODAY) == kept


def test_what_is_asked_comes_with_the_writings_that_are_clear():
    with pytest.raises(Invalid) as problem:
        fields.read(Field("night", "夜晚", Kind.DATE), "3/4/2026", today=TODAY)
    assert problem.value.offers == ("2026-03-04", "2026-04-03")


@pytest.mark.parametrize(
    ("written", "around", "offers"),
    [
        ("3/10", Around(None, 10, asks=True), ("2026-03-10", "2026-10-03")),
        ("3月11日", Around(None, 10, asks=True), ("2026-03-11",)),
        ("十月廿八", Around(), ()),
        ("腊月初八", Around(), ()),
    ],
)
def test_a_day_of_another_month_than_the_title_or_of_the_old_calendar_is_asked(
    written, around, offers
):
    with pytest.raises(Unclear) as asked:
        read_date(written, today=date(2026, 11, 28), around=around)
    assert asked.value.offers == offers


def test_a_month_may_have_its_year_in_two_figures():
    for written in ("26年9月", "26年9月份", "2026年9月", "2026-9"):
        assert read_date(written, today=date(2026, 11, 28), month=True) == date(2026, 9, 1)


@pytest.mark.parametrize("field", [NAMES, LEADER])
def test_single_characters_that_may_be_two_or_three_people_are_asked_about(field):
    with pytest.raises(Invalid, match="分不清是几个人"):
        fields.read(field, "王 小 明 李 小 红", today=TODAY)
