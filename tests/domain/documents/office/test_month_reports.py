"""The office's month paper: what it may say of which figures."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.casework import settlements
from gaotang_desktop.domain.casework.grids import Figures as Grids
from gaotang_desktop.domain.casework.incident_counts import Reported
from gaotang_desktop.domain.casework.intakes import Figures as Intakes
from gaotang_desktop.domain.casework.meetings import Figures as Meetings
from gaotang_desktop.domain.casework.pressing import Deeds
from gaotang_desktop.domain.casework.trouble_spots import Figures as Spots
from gaotang_desktop.domain.documents.blocks import Paragraph, Table, text_of
from gaotang_desktop.domain.documents.circulars.inspections import (
    InspectionFigures,
    InspectionFinding,
)
from gaotang_desktop.domain.documents.gates import NO_DATA
from gaotang_desktop.domain.documents.office.month_reports import (
    CARRIES,
    IncidentLine,
    MonthFigures,
    OpenDecision,
    OpenIntake,
    Opinions,
    month_report,
)
from gaotang_desktop.domain.documents.wordings import Envelope

TODAY = date(2026, 11, 5)
ENVELOPE = Envelope("高塘镇", "高塘镇综治中心", TODAY, "高塘镇综治中心文件")
NOTHING = Reported(None, 0, 24)


def figures(**given):
    own = {
        "period": "2026年10月", "against": "上月", "today": TODAY, "intakes": Intakes(),
        "intakes_before": None, "found": 0, "found_before": None, "by_category": {},
        "endings": settlements.Figures(), "unsettled": 0, "opinions": Opinions(),
        "opinions_before": None, "spots": Spots(0, 0, 0, 0),
        "incidents": (IncidentLine("警情", "起", NOTHING, NOTHING, NOTHING),),
    }  # fmt: skip
    return MonthFigures(**{**own, **given})


def incident(now, before, last_year):
    return (IncidentLine("警情", "起", now, before, last_year),)


def words(**given):
    return text_of(month_report(figures(**given), ENVELOPE).blocks)


def test_a_month_without_a_line_in_any_ledger_says_so_and_nothing_else():
    made = month_report(figures(), ENVELOPE)
    assert [each.key for each in made.blocks] == [NO_DATA]


def test_it_is_set_under_a_name_of_its_own_and_bears_no_signature_of_addressees():
    made = month_report(figures(found=1, by_category={"邻里": 1}), ENVELOPE)
    assert made.form == "简报"
    assert made.letterhead == "高塘镇综治中心月报"
    assert made.addressee == ""


def test_few_matters_have_no_percentage_and_many_have_one():
    assert "1件没有办结。" in words(intakes=Intakes(received=1, by_way={"来访": 1}))
    few = words(intakes=Intakes(received=6, sorted=6, done=4, by_way={"来访": 6}))
    assert "6件中4件已经办结" in few
    assert "%" not in few
    many = words(intakes=Intakes(received=40, sorted=40, done=30, by_way={"来访": 40}))
    assert "40件中30件已经办结，占75%" in many


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_percentage_stands_only_on_what_carries_one(received, done, content):
    done, content = min(done, received), min(content, received)
    found = Intakes(
        received, received, done, received, 0, done, received, content, 0, {"来访": received}
    )
    said = words(intakes=found, found=1)
    if received < CARRIES:
        assert "%" not in said
    # Nothing is said of an absurd share.
    assert not re.search(r"占(1\d[1-9]|[2-9]\d\d)", said)


def test_a_ledger_that_did_not_run_before_is_not_compared():
    assert "没有上月数据可比" in words(intakes=Intakes(received=3, by_way={"来访": 3}))
    compared = words(intakes=Intakes(received=3, by_way={"来访": 3}), intakes_before=5)
    assert "比上月减少2件" in compared


def test_sums_of_a_month_that_still_runs_are_held_against_no_whole_month():
    running = words(
        intakes=Intakes(received=3, by_way={"来访": 3}), intakes_before=5, found=2, found_before=9,
        runs=True,
    )  # fmt: skip
    assert "登记群众诉求3件（来访3件），本期没有结束，不与上月相比。" in running
    assert "新发现矛盾纠纷2件。" in running  # said once
    assert "比上月" not in running.replace("比上月 ", "").split("发案")[0]


def test_a_sum_in_which_villages_are_missing_is_marked_and_compared_with_nothing():
    whole, part = Reported(30, 24, 24), Reported(20, 20, 24)
    table = next(
        each
        for each in month_report(figures(incidents=incident(part, whole, whole)), ENVELOPE).blocks
        if isinstance(each, Table)
    )
    assert table.rows == (("警情（起）", "20*", "30", "—", "30", "—"),)
    assert any("*" in note for note in table.notes)
    table = next(
        each
        for each in month_report(figures(incidents=incident(whole, part, whole)), ENVELOPE).blocks
        if isinstance(each, Table)
    )
    assert table.rows == (("警情（起）", "30", "20*", "—", "30", "持平"),)


def test_that_no_village_reported_every_month_is_no_count_of_nought():
    torn = Reported(90, 0, 24, months=3, due=72, reports=48)
    said = words(incidents=incident(torn, torn, torn))
    assert "应当上报72份，已经上报48份，没有每个月都报的村，" in said


def test_how_disputes_ended_is_told_by_way_and_category():
    ended = settlements.figures(
        [
            settlements.Ended("邻里", "已化解", "人民调解", True, False, "已履行"),
            settlements.Ended("邻里", "已移交", "移交", False, False, None),
            settlements.Ended("土地", "未化解", None, False, False, None),
        ]
    )
    said = words(found=2, found_before=2, by_category={"邻里": 2}, endings=ended, unsettled=4)
    assert "新发现矛盾纠纷2件（邻里2件），与上月持平。" in said
    assert "了结3件（邻里2件、土地1件），了结方式是人民调解1件、移交1件，没有写明方式的1件" in said
    assert "没有写明方式的1件，了结的3件中化解1件。" in said
    assert "没有了结的4件" in said


def test_what_is_of_no_village_is_told_beside_the_whole():
    said = words(
        intakes=Intakes(received=9, by_way={"来访": 9}, of_town=2),
        opinions=Opinions(received=3, of_town=1),
    )
    assert "登记群众诉求9件（来访9件），没有上月数据可比。其中不属于哪一个村的2件。" in said
    assert "其中不属于哪一个村的1件。" in said.partition("收到意见建议3件")[2]


def test_what_is_open_is_listed_without_the_person_and_the_matter():
    row = OpenIntake(
        "诉2026-031", date(2026, 10, 3), "来访", "郭桥村", "纠纷", "派出所",
        date(2026, 10, 20), "办理中", late=True,
    )  # fmt: skip
    made = month_report(figures(found=1, open_intakes=(row,)), ENVELOPE)
    assert made.annexes[0].blocks[0].rows == (
        ("诉2026-031", "10月3日", "来访", "郭桥村", "纠纷", "派出所", "10月20日", "办理中，逾期"),
    )
    assert "还有1件没有办完告知，其中1件逾期" in text_of(made.blocks)


def test_an_open_matter_of_the_year_before_is_listed_with_its_year():
    row = OpenIntake(
        "诉2025-131", date(2025, 12, 28), "来访", "郭桥村", "纠纷", "派出所",
        date(2026, 1, 12), "办理中", late=True,
    )  # fmt: skip
    made = month_report(figures(found=1, open_intakes=(row,)), ENVELOPE)
    cells = made.annexes[0].blocks[0].rows[0]
    assert (cells[1], cells[6]) == ("2025年12月28日", "1月12日")


def test_decisions_that_wait_are_named_with_who_and_until_when():
    waits = OpenDecision(
        date(2026, 10, 9), "装好路灯。", "供电所", date(2026, 10, 20), "逾期", True
    )
    said = words(found=1, decisions=(waits,))
    assert "装好路灯（10月9日会议，供电所，期限10月20日，逾期）。" in said


@pytest.mark.parametrize("kind", ["None", "！", "0件，", "，。"])
def test_it_reads_as_the_office_writes(kind):
    said = words(
        intakes=Intakes(3, 2, 1, 1, 1, 1, 1, 1, {"来访": 3}, {"纠纷": 2, "待分流": 1}),
        found=2, by_category={"邻里": 2}, opinions=Opinions(2, 2, 1, 1, 0, 1),
        spots=Spots(2, 1, 1, 1),
    )  # fmt: skip
    assert kind not in said
    assert all(
        each.text.endswith(("。", "：")) or each.level
        for each in month_report(figures(found=1), ENVELOPE).blocks
        if isinstance(each, Paragraph)
    )


def test_what_was_done_in_the_month_is_told_ledger_by_ledger():
    findings = (
        InspectionFinding("郭桥村", "灭火器失压", "郭桥村", date(2026, 10, 20), date(2026, 10, 25)),
        InspectionFinding("郭桥村", "通道堵塞", "郭桥村", date(2026, 11, 20)),
    )
    said = words(
        deeds=Deeds(extended=2, raised=1, looked=3, passed=2),
        inspections=InspectionFigures("2026年10月", (("消防安全", 2),), ("郭桥村",), findings),
        grids=Grids(reports=2, visits=61, reported=3, handled=3, in_time=2), grid_count=4,
        meetings=Meetings(2, {"研判会": 1, "联席会议": 1}, 3),
    )  # fmt: skip
    for sentence in (
        "批准延期2次，提级督办1次，办结以后验收3次，退回1次。",
        "开展检查督查2次（消防安全2次），发现问题2个，2个中1个已经整改，其中1个超过期限才整改。",
        "在册网格4个，上报月报2份，走访61户次，上报事项3件，办结3件，办结的3件中2件按期办结。",
        "召开会议2次（研判会1次、联席会议1次），形成决定3项。",
    ):
        assert sentence in said
    quiet = words(found=1)
    for sentence in (
        "没有延期、提级督办和验收",
        "没有登记检查督查",
        "没有网格上报月报",
        "没有登记会议",
    ):
        assert f"2026年10月{sentence}。" in quiet


@pytest.mark.parametrize(
    "given",
    [
        {"deeds": Deeds(looked=1)}, {"meetings": Meetings(1, {"研判会": 1})},
        {"grids": Grids(reports=1)},
        {"inspections": InspectionFigures("2026年10月", (("消防安全", 1),), ("郭桥村",))},
    ],
)  # fmt: skip
def test_a_line_in_any_ledger_makes_a_paper(given):
    assert not figures(**given).is_empty


def test_what_has_a_name_is_named_before_what_has_none():
    assert "（山林土地4件、其他10件）" in words(found=14, by_category={"其他": 10, "山林土地": 4})


def test_an_empty_paper_names_the_ledgers_that_have_nothing_and_speaks_of_no_other():
    told = text_of(month_report(figures(), ENVELOPE).blocks)
    assert told.startswith("2026年10月没有登记诉求、纠纷、意见建议、")
    assert "台账里没有" not in told
