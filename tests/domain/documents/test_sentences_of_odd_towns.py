"""What papers say where figures are few, lacking or all alike: no sentence that they do not carry."""

from datetime import date, timedelta
from decimal import Decimal

import paper_samples as samples
import pytest

from gaotang_desktop.domain.casework.intakes import Figures as Intakes
from gaotang_desktop.domain.casework.settlements import Figures as Endings
from gaotang_desktop.domain.casework.trouble_spots import Figures as Spots
from gaotang_desktop.domain.documents.blocks import Paragraph, Table
from gaotang_desktop.domain.documents.circulars.evaluation import (
    EvaluationFigures,
    Loss,
    evaluation_circular,
)
from gaotang_desktop.domain.documents.circulars.inspections import (
    InspectionFigures,
    InspectionFinding,
    inspection_circular,
)
from gaotang_desktop.domain.documents.circulars.patrols import (
    PatrolFigures,
    VillageNights,
    patrol_circular,
)
from gaotang_desktop.domain.documents.circulars.polls import PollFigures, PollVillage, poll_circular
from gaotang_desktop.domain.documents.office.mending_reports import mending_report
from gaotang_desktop.domain.documents.office.month_reports import (
    MonthFigures,
    Opinions,
    month_report,
)
from gaotang_desktop.domain.documents.office.progress_reports import (
    Nights,
    ProgressFigures,
    news,
    progress_report,
    public_notice,
)
from gaotang_desktop.domain.documents.publicity_notices import PublicityWeek, publicity_notice
from gaotang_desktop.domain.documents.rankings import RankingRow
from gaotang_desktop.domain.documents.rectification_notices import rectification_notice
from gaotang_desktop.domain.documents.wordings import days_from_to, left_out

TODAY = date(2026, 11, 28)
AROUND = {"envelope": samples.ENVELOPE, "answer_by": samples.ANSWER}


def said(paper, key=None):
    return "".join(
        b.text for b in paper.blocks if isinstance(b, Paragraph) and key in (None, b.key)
    )


def headings(paper):
    return [b.text for b in paper.blocks if isinstance(b, Paragraph) and b.level == 1]


def patrols(*rows, **figures):
    return patrol_circular(PatrolFigures("2026年第三季度", rows, **figures), **AROUND)


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((), ""),
        ((7,), "7月没有夜巡登记，不计入"),
        ((7, 8), "7月、8月没有夜巡登记，不计入"),
        ((1, 2, 3, 5, 7, 8, 9), "1月至3月、5月、7月至9月没有夜巡登记，不计入"),
    ],
)
def test_months_without_a_record_are_named_in_runs(months, words):
    assert left_out(months, "夜巡") == words


def test_a_circular_names_the_months_that_are_in_no_figure():
    words = said(patrols(VillageNights("北村", 13, 13), gaps=(7, 8)), "overall")
    assert words.startswith("2026年第三季度（7月、8月没有夜巡登记，不计入），全镇1个村应巡13次")
    words = said(patrols(VillageNights("北村", 13, 13), gaps=(7,), until=TODAY), "overall")
    assert "（截至11月28日，7月没有夜巡登记，不计入）" in words


def test_no_heading_of_good_deeds_stands_over_nobody():
    assert headings(patrols(VillageNights("北村", 13, 4))) == [
        "一、总体情况", "二、存在问题", "三、下步要求",
    ]  # fmt: skip
    assert len(headings(patrols(VillageNights("北村", 13, 13)))) == 4


def test_one_village_is_no_some_among_them():
    words = said(
        patrols(VillageNights("北村", 13, 13, hazards=8), VillageNights("南村", 13, 2)), "praise"
    )
    assert words.endswith("夜巡发现并登记隐患8处。")
    assert "其中" not in words


@pytest.mark.parametrize(
    ("handled", "words"),
    [
        (0, "2处，还没有登记处置情况。"),
        (1, "2处，已处置1处，还有1处没有登记处置情况。"),
        (2, "2处，均已处置。"),
    ],
)
def test_what_is_not_on_record_is_not_said_to_be_under_way(handled, words):
    paper = patrols(VillageNights("北村", 13, 13, hazards=2), handled=handled)
    assert said(paper, "checks").endswith(words)


def test_where_no_whole_night_was_due_no_rate_is_told_and_nobody_blamed():
    paper = patrols(VillageNights("北村", 0, 1), VillageNights("南村", 0, 0))
    assert "到位率" not in said(paper, "overall").replace("不计到位率", "")
    assert "应巡0次" not in said(paper)
    assert "南村" not in said(paper)


def poll(sample, safe, was=None, *, overlaps=True, village="北村"):
    figures = PollFigures(
        "9月镇自测民调", "镇自测", "2026年9月1日至9月5日", "", ("感到安全",),
        (PollVillage(village, sample, (safe,)),),
        before=(was,), against="6月镇自测民调", overlaps=(overlaps,),
    )  # fmt: skip
    return poll_circular(figures, **AROUND)


def test_a_rise_that_the_ranges_do_not_carry_is_said_to_be_uncertain():
    words = said(poll(400, 372, Decimal("91.1")), "overall")
    assert words.endswith("上升1.9个百分点。可信范围与6月镇自测民调的重叠，升降不能断定。")
    words = said(poll(400, 372, Decimal("71.1"), overlaps=False), "overall")
    assert words.endswith("比6月镇自测民调上升21.9个百分点。")


def test_a_town_with_too_small_a_sample_is_compared_with_nothing():
    words = said(poll(24, 18, Decimal("92.4")), "overall")
    assert words.endswith("全镇有效样本不足30份，只作参考，不与以前比较。")
    assert "下降" not in words


def test_villages_that_are_not_compared_are_not_warned_of_comparing():
    words = said(poll(40, 36), "villages")
    assert words == "有足够样本的村不到两个，各村之间不作比较。"


def row(rank, village, **values):
    given = {"items": ("5.00",), "bonus": "—", "deduction": "—", "total": "90.00",
             "rank_range": "1–2", "previous": "—", "change": "—", "remark": ""}  # fmt: skip
    return RankingRow(rank, village, **{**given, **values})


def evaluation(**values):
    figures = EvaluationFigures("2026年10月", "考评第1版", ("B1 5",), (row("1", "北村"),), **values)
    return evaluation_circular(figures, **AROUND)


def test_a_template_is_no_ground_for_rewards():
    assert "兑现奖惩" not in said(evaluation(trial=True))
    assert "不作为奖惩依据" in said(evaluation(trial=True), "rewards")
    assert "按考评办法兑现奖惩" in said(evaluation(), "rewards")
    given = evaluation(trial=True, rewards=("对北村通报表扬",))
    assert "不作为奖惩依据" not in said(given)


def test_equal_losses_are_said_once():
    loss = Loss("夜巡到位", ("北村（9.78分）", "南村（7.68分）", "东村（7.68分）"))
    assert said(evaluation(losses=(loss,)), "losses") == (
        "夜巡到位。北村（9.78分）、南村、东村（各7.68分）3个村失分。"
    )


def test_who_did_not_report_is_told_from_who_did_nothing():
    named = Loss("盗窃", ("北村（9.00分）", "南村（没有报送，9.00分）"), more=3, unsent=1)
    assert said(evaluation(losses=(named,)), "losses") == (
        "盗窃。北村（9.00分）、南村（没有报送，9.00分）失分较多，另有3个村失分，其中1个村没有报送。"
    )
    alike = Loss("盗窃", (), more=3, equal="9.00", alike=3, unsent=3)
    words = said(evaluation(losses=(alike,)), "losses")
    assert words == "盗窃。3个村各失9.00分，都是没有报送的。"


def inspection(**values):
    figures = InspectionFigures("2026年", (("夜巡督查", 3),), ("北村",), **values)
    return said(inspection_circular(figures, **AROUND), "overall")


def test_a_period_that_still_runs_is_told_as_such_and_beside_no_whole_one():
    words = inspection(until=TODAY, before_findings=9)
    assert (
        words
        == "2026年（截至11月28日）共开展检查督查3次（夜巡督查3次），覆盖1个村和单位，没有发现问题。"
    )
    assert inspection(before_findings=9).endswith("没有发现问题，比上月减少9个。")


def finding(place, due):
    return InspectionFinding(place, "台账不全", place, due)


def test_all_that_is_late_is_not_some_of_it():
    late, near = TODAY - timedelta(days=9), TODAY + timedelta(days=9)

    def notice(*days):
        found = tuple(finding(f"第{n}村", due) for n, due in enumerate(days))
        return said(rectification_notice(found, today=TODAY, **AROUND))

    assert "均已超过期限。" in notice(late, late)
    assert "在整改期限内" not in notice(late, late)
    assert "其中1个已经超过期限" in notice(late, near)
    assert "已经超过期限的于2026年11月20日前完成，并书面说明超期的原因；" in notice(late, near)
    assert notice(late, near).count("已经超过期限的") == 1


def test_a_report_upwards_never_speaks_to_the_villages():
    assert mending_report(InspectionFigures("2026年", (), ()), samples.ENVELOPE).addressee == "××："
    assert progress_report(ProgressFigures("2026年", TODAY), samples.ENVELOPE).addressee == "××："


def test_nothing_found_is_said_in_words():
    words = said(news(ProgressFigures("2026年", TODAY, inspections=3), samples.ENVELOPE))
    assert "发现问题0个" not in words
    assert "没有登记问题" in words


def test_reports_name_the_months_that_are_in_no_figure():
    nights = Nights(villages=3, due=40, kept=30, people=90, gaps=(1, 2, 3))
    words = said(news(ProgressFigures("2026年", TODAY, nights=nights), samples.ENVELOPE))
    assert words.endswith("参加90人次（1月至3月没有夜巡登记，不计入）。")


@pytest.mark.parametrize(
    ("intakes", "opinions", "words"),
    [
        (0, {"received": 6, "due": 6, "in_time": 4, "open": 2}, "意见建议还有2件没有答复。"),
        (9, {}, "诉求还有9件正在办理，办结以后逐件告诉本人。"),
        (9, {"received": 1, "open": 1},
         "诉求还有9件正在办理，办结以后逐件告诉本人；意见建议还有1件没有答复。"),
    ],
)  # fmt: skip
def test_residents_read_of_everything_that_waits(intakes, opinions, words):
    figures = ProgressFigures(
        "2026年", TODAY, intakes=Intakes(received=intakes), opinions=Opinions(**opinions)
    )
    assert said(public_notice(figures, samples.ENVELOPE), "unfinished") == words


def test_many_villages_of_one_week_stand_in_one_cell_and_weeks_without_any_are_left_out():
    monday = date(2026, 10, 5)
    names = tuple(f"第{n}村" for n in range(32))
    weeks = tuple(
        PublicityWeek(monday + timedelta(weeks=n), monday + timedelta(weeks=n, days=6), each)
        for n, each in enumerate([(), names, ()])
    )
    paper = publicity_notice(period="2026年10月", weeks=weeks, **AROUND)
    [table] = [each for each in paper.blocks if isinstance(each, Table)]
    assert len(table.columns) == 3
    assert table.rows == (("第1周", "10月12日至10月18日", "、".join(names)),)
    assert "2026年10月安排1周、32个村" in said(paper, "tasks")


def test_what_cannot_be_compared_is_said_once():
    figures = MonthFigures(
        "2026年10月", "上月", TODAY, Intakes(received=3, by_way={"来访": 3}), None, 2, None,
        {"邻里": 2}, Endings(), 0, Opinions(received=1), None, Spots(0, 0, 0, 0), (),
    )  # fmt: skip
    assert said(month_report(figures, samples.ENVELOPE)).count("没有上月数据可比") == 1


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 4, 10), date(2026, 4, 14), "2026年4月10日至14日"),
        (date(2026, 4, 28), date(2026, 5, 2), "2026年4月28日至5月2日"),
        (date(2025, 12, 28), date(2026, 1, 3), "2025年12月28日至2026年1月3日"),
        (date(2026, 4, 10), date(2026, 4, 10), "2026年4月10日"),
    ],
)
def test_days_from_one_to_another_leave_no_year_open(first, last, words):
    assert days_from_to(first, last) == words


def test_what_has_no_name_comes_last_and_like_figures_stand_together():
    kinds = (("其他", 3), ("夜巡督查", 2))
    looked = InspectionFigures("2026年10月", kinds, ("郭桥村",), (), TODAY)
    assert "（夜巡督查2次、其他3次）" in said(inspection_circular(looked, **AROUND))
    rows = tuple(
        VillageNights(name, 13, 13, checked=25, on_duty=25 - at // 3, hazards=3 - at // 2)
        for at, name in enumerate(samples.VILLAGES[:4])
    )
    words = said(patrol_circular(PatrolFigures("2026年10月", rows), **AROUND))
    assert "隐患较多的有郭桥村、高塘村（各3处）" in words
    assert "在岗率99.0%" in words
