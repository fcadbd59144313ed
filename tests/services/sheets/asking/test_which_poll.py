"""The poll of a sheet of results is the one that its title says, if just one is registered."""

from datetime import date

import pytest
from builders import open_work, village

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.sheets.rows import Part, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.asking import which_poll
from gaotang_desktop.services.sheets.imports import Choices, LacksColumns


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026年11月群众安全感满意度电话测评结果", date(2026, 11, 1), date(2026, 11, 30)),
        ("高塘镇2026年上半年群众满意度测评通报", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026年度第三季度民调", date(2026, 7, 1), date(2026, 9, 30)),
        ("２０２６年民调", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_title_says_a_period(text, first, last):
    said = which_poll.said_in(text)
    assert (said.first, said.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["2026年11月21日测评", "2026年1-6月测评", "2026年9月和2026年10月", "11月测评", "测评结果"],
)
def test_a_day_several_periods_or_no_year_say_none(text):
    assert which_poll.said_in(text) is None


@pytest.fixture
def asked(tmp_path):
    work = open_work(tmp_path / "data")

    def asked(title, *polls, header=("村", "样本"), file=""):
        for name, first, last in polls:
            records.save(
                work, "polls", {"name": name, "level": "县", "from_on": first, "until_on": last}
            )
        sheet = SheetRows(header, (), parts=(Part("Sheet1", (title,)),))
        with work.database.reading() as session:
            return which_poll.asked(session, sheet, (file,))

    yield asked
    work.close()


HALF = ("上半年县测评", date(2026, 5, 10), date(2026, 6, 2))
LATER = ("2026年上半年市测评", date(2026, 7, 1), date(2026, 7, 9))


def test_the_only_poll_of_that_time_is_offered_with_its_reason(asked):
    offers, hint = asked("2026年上半年测评通报", HALF)
    assert [(each.words, each.why) for each in offers] == [
        ("上半年县测评", "标题写的是2026年上半年，这一期登记的只有")
    ]
    assert hint == ""
    assert asked("测评通报", file="2026年第二季度通报.xlsx")[0][0].words == "上半年县测评"


def test_of_two_polls_none_is_offered(asked):
    assert asked("2026年上半年测评通报", HALF, LATER) == ((), "")


def test_a_period_that_is_not_registered_is_to_be_registered_first(asked):
    offers, hint = asked("2026年11月测评", HALF)
    assert offers == ()
    assert hint == (
        "标题写的是2026年11月，没有登记这一期，请先在“民意调查”登记一期："
        "名称（如“2026年11月民调”）、级别、开始、结束，再导入结果。"
    )


def test_a_column_of_months_is_not_answered_by_one_poll(asked):
    offers, hint = asked("2026年上半年测评", HALF, header=("调查月份", "村"))
    assert offers == ()
    assert hint == "“调查月份”写的是各行的期：请把列名改成“期次”，格子里写登记的名称。"


RESULTS = "村,有效样本,安全感（%）,表示满意\n北村,50,96,47\n江村,40,97.5,38\n"
TITLE = "高塘镇2026年第三季度群众安全感测评（县平安办电话调查）,,,\n"


@pytest.fixture
def office(tmp_path):
    work = open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        village(work, name)

    def take(text, **choices):
        path = tmp_path / "结果.csv"
        path.write_text(text, encoding="utf-8")
        return imports.import_sheet(work, "poll-results", path, choices=Choices(**choices))

    yield work, take
    work.close()


def polls(work):
    listed = records.listing(work, "polls")
    places = [listed.column(name) for name in ("name", "level", "from_on", "until_on")]
    return [tuple(row[at] for at in places) for row in listed.rows]


def counts(work):
    listed = records.listing(work, "poll-results")
    places = [listed.column(name) for name in ("sample", "safe", "satisfied")]
    return sorted(tuple(row[at] for at in places) for row in listed.rows)


def test_results_of_a_poll_of_which_no_title_says_the_level_ask_once_and_store_nothing(office):
    work, take = office
    told = take("2026年第三季度测评结果\n" + RESULTS)
    (stranger,) = told.strangers
    assert (stranger.words, stranger.rows, stranger.registers) == (
        "2026年第三季度民调", 2, ("polls",),
    )  # fmt: skip
    assert (told.imported, polls(work), counts(work)) == (0, [], [])


def test_the_poll_of_the_title_is_registered_with_its_results_and_goes_with_their_undo(office):
    work, take = office
    told = take(TITLE + RESULTS)
    assert polls(work) == [("2026年第三季度县民调", "县", date(2026, 7, 1), date(2026, 9, 30))]
    assert counts(work) == [(40, 39, 38), (50, 48, 47)]
    assert "新登记的民意调查：2026年第三季度县民调。" in told.notes
    work.undo()
    assert (polls(work), counts(work)) == ([], [])


def test_a_poll_that_is_said_once_for_all_rows_is_registered_where_its_name_says_a_period(office):
    work, take = office
    said = {"fills": {"poll_id": "2026年第三季度镇自测"}}
    assert take(RESULTS, **said).imported == 0
    take(RESULTS, **said, register={"polls": "镇自测"})
    assert [each[0] for each in polls(work)] == ["2026年第三季度镇自测"]
    with pytest.raises(Unreadable):
        take(RESULTS, fills={"poll_id": "秋天的"}, register={"polls": "镇自测"})


def test_a_poll_of_another_quarter_is_never_offered_for_it(office):
    work, take = office
    days = {"level": "县", "from_on": date(2026, 4, 1), "until_on": date(2026, 6, 30)}
    records.save(work, "polls", {"name": "2026年第二季度县民调", **days})
    assert take(TITLE + RESULTS).strangers == ()
    assert len(polls(work)) == 2


def test_a_poll_of_days_within_the_period_of_the_title_is_asked_about_and_none_is_registered(
    office,
):
    work, take = office
    days = {"level": "县", "from_on": date(2026, 9, 20), "until_on": date(2026, 10, 10)}
    records.save(work, "polls", {"name": "秋季电话调查", **days})
    assert (take(TITLE + RESULTS).imported, len(polls(work))) == (0, 1)


def test_a_registered_poll_of_the_period_is_asked_about_not_registered_twice(office):
    work, take = office
    days = {"level": "省", "from_on": date(2026, 7, 1), "until_on": date(2026, 9, 30)}
    records.save(work, "polls", {"name": "三季度电话调查", **days})
    with pytest.raises(LacksColumns) as refused:
        take(TITLE + RESULTS, register={"polls": "县"})
    assert [each.words for gap in refused.value.gaps for each in gap.offers] == ["三季度电话调查"]


def test_a_registered_poll_of_period_and_level_of_the_title_is_taken_and_told(office):
    work, take = office
    days = {"level": "县", "from_on": date(2026, 7, 1), "until_on": date(2026, 9, 30)}
    records.save(work, "polls", {"name": "三季度电话调查", **days})
    told = take(TITLE + RESULTS)
    assert "民意调查取自标题：三季度电话调查。" in told.notes
    assert (told.imported, len(polls(work))) == (2, 1)
