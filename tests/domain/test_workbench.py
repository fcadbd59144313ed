from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import workbench
from gaotang_desktop.domain.workbench import Todo


def todo(days, number=0):
    said, tone = workbench.when(days) if days is not None else ("待安排", "neutral")
    return Todo(
        said, tone, "事项", "", "办理", "disputes", {"kind": "disputes", "ids": [number]}, days
    )


deadlines = st.lists(st.one_of(st.none(), st.integers(-400, 400)), max_size=40)


@given(deadlines)
def test_the_most_overdue_stands_first_and_what_has_no_deadline_last(days):
    ordered = [each.days for each in workbench.in_order(todo(each) for each in days)]
    dated = [each for each in ordered if each is not None]
    assert dated == sorted(dated)
    assert ordered[: len(dated)] == dated
    assert len(ordered) == len(days)


@given(st.lists(st.integers(-400, 400), max_size=40), st.integers(1, 9))
def test_a_long_list_is_cut_short_without_losing_a_record(days, shown):
    lines = [todo(each, number) for number, each in enumerate(sorted(days))]
    kept = workbench.within_reason(lines, "件", shown=shown)
    assert len(kept) <= shown + 1
    assert [n for each in kept for n in each.context["ids"]] == list(range(len(days)))


def test_a_deadline_is_told_in_words():
    assert workbench.when(-2) == ("逾期 2 天", "bad")
    assert [workbench.when(days)[0] for days in (0, 1, 2, 3)] == [
        "今天",
        "明天",
        "后天",
        "还有 3 天",
    ]


def test_a_circular_counts_only_when_it_is_one_and_came_after():
    papers = [
        ("通报", "关于9月平安夜巡情况的通报", date(2026, 10, 3), None),
        ("会议通知", "夜巡会议", date(2026, 10, 4), None),
    ]
    about = ("2026-09",)
    assert workbench.is_reported(papers, "夜巡", since=date(2026, 10, 1), about=about)
    assert not workbench.is_reported(papers, "夜巡", since=date(2026, 10, 4), about=about)
    assert not workbench.is_reported(papers, "民调", since=date(2026, 10, 1), about=about)


def test_a_circular_about_one_poll_speaks_for_no_other():
    papers = [("民调通报", "关于市反馈结果的通报", date(2026, 10, 3), "poll:2")]
    day = date(2026, 10, 1)
    assert workbench.is_reported(papers, "民调", since=day, about=("poll:2",))
    assert not workbench.is_reported(papers, "民调", since=day, about=("poll:1",))


def test_ages_are_told_as_people_say_them():
    now = date(2026, 10, 24)
    assert workbench.age(now, now) == "今天"
    assert workbench.age(date(2026, 10, 23), now) == "昨天"
    assert workbench.age(date(2026, 10, 15), now) == "9 天前"
