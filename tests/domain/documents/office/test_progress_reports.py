"""Reports on a span: sentences that a reader can check, and none that contradicts itself."""

from datetime import date

import pytest

from gaotang_desktop.domain.casework import settlements
from gaotang_desktop.domain.casework.incident_counts import Reported
from gaotang_desktop.domain.casework.intakes import Figures as Intakes
from gaotang_desktop.domain.casework.trouble_spots import Figures as Spots
from gaotang_desktop.domain.documents.blocks import text_of
from gaotang_desktop.domain.documents.circulars.inspections import (
    InspectionFigures,
    InspectionFinding,
)
from gaotang_desktop.domain.documents.office.mending_reports import mending_report
from gaotang_desktop.domain.documents.office.month_reports import IncidentLine, Opinions
from gaotang_desktop.domain.documents.office.progress_reports import (
    Nights,
    PollLine,
    ProgressFigures,
    news,
    progress_report,
    public_notice,
)
from gaotang_desktop.domain.documents.rectification_notices import rectification_notice
from gaotang_desktop.domain.documents.wordings import Envelope

TODAY = date(2026, 11, 5)
ENVELOPE = Envelope("高塘镇", "高塘镇综治中心", TODAY, "高塘镇综治中心文件")


def report(**given):
    figures = ProgressFigures("2026年1至10月", TODAY, **{"meetings": 1, **given})
    return text_of(progress_report(figures, ENVELOPE).blocks)


def notice(**given):
    return text_of(public_notice(ProgressFigures("2026年10月", TODAY, **given), ENVELOPE).blocks)


@pytest.mark.parametrize(
    ("found", "closed", "words"),
    [
        (77, 79, "排查发现矛盾纠纷77件，同期了结79件（含以前发现的），其中化解71件。"),
        (1, 0, "排查发现矛盾纠纷1件，同期没有了结的。"),
        (0, 72, "\n矛盾纠纷了结72件（含以前发现的），其中化解71件。"),
        (79, 79, "排查发现矛盾纠纷79件，同期了结79件，其中化解71件。"),
    ],
)
def test_more_endings_than_beginnings_are_explained(found, closed, words):
    ended = settlements.Figures(closed=closed, settled=71)
    assert words in report(found=found, endings=ended)


@pytest.mark.parametrize(
    ("opinions", "words"),
    [
        (
            Opinions(68, 70, 65),
            "收到意见建议68件，同期到期70件（含以前收到的），其中按期答复65件。",
        ),
        (Opinions(6, 6, 6), "收到意见建议6件，同期到期6件，均按期答复。"),
        (Opinions(0, 1, 1), "到期的意见建议1件（含以前收到的），已按期答复。"),
        (Opinions(9), "收到意见建议9件。"),
    ],
)
def test_answers_to_opinions_are_told_without_a_detour(opinions, words):
    assert words in report(opinions=opinions)


@pytest.mark.parametrize(
    ("intakes", "words"),
    [
        (
            Intakes(received=11, done=7, due=2, late=1),
            "登记诉求11件，已经办结7件，同期到期2件，其中按期办结1件。",
        ),
        (Intakes(due=1), "到期的诉求1件（含以前登记的），已按期办结。"),
        (Intakes(due=2, late=2), "到期的诉求2件（含以前登记的），均没有按期办结。"),
    ],
)
def test_what_fell_due_of_intakes_is_told_as_of_opinions(intakes, words):
    assert words in report(intakes=intakes)
    assert words in notice(intakes=intakes)


def test_what_only_the_incidents_or_the_polls_tell_is_no_span_without_a_line():
    told = report(meetings=0, incidents=(incident("警情", "起", 3),))
    assert "检查和会议台账里没有登记。\n二、" in told
    assert "警情3起。" in told
    assert "没有情况可以写" in report(meetings=0)
    figures = ProgressFigures("2026年10月", TODAY, polls=(PollLine("自测", "镇自测", 9, 30),))
    assert "没有情况可以写" in text_of(news(figures, ENVELOPE).blocks)


def test_findings_without_an_inspection_and_nights_without_a_head_count_have_no_zero():
    said = report(problems=3, mended=1, nights=Nights(villages=1, due=5, kept=1))
    assert "\n发现问题3个，已经整改1个。" in said
    assert "1个村应巡5次，按应巡次数计到位1次。" in said


@pytest.mark.parametrize(
    ("spots", "words"),
    [
        (Spots(0, 0, 2, 0), "治安重点地区摘牌2处，目前没有在册的。"),
        (Spots(3, 0, 2, 0), "治安重点地区摘牌2处，在册3处。"),
        (Spots(1, 1, 0, 0), "治安重点地区在册1处。"),
    ],
)
def test_no_report_has_zero_places_on_its_list(spots, words):
    assert words in report(spots=spots)


def incident(label, unit, now, last_year=None):
    before = Reported(last_year, 24 if last_year is not None else 0, 24)
    return IncidentLine(label, unit, Reported(now, 24, 24), Reported(None, 0, 24), before)


def test_incidents_are_told_as_papers_write_numbers_and_what_did_not_happen_comes_last():
    said = report(
        incidents=(
            incident("警情起数", "起", 1688, 1700),
            incident("电诈损失", "元", 1058000, 48000),
            incident("命案", "起", 0, 0),
            incident("盗窃", "起", 0, 3),
            incident("非访", "人次", 0),
        )
    )
    assert (
        "警情1688起（比去年同期减少12起）、电诈损失105.8万元（比去年同期增加101万元）、"
        "盗窃0起（比去年同期减少3起）；没有命案、非访。"
    ) in said
    assert "\n没有命案。\n" in report(incidents=(incident("命案", "起", 0),))


def test_of_what_not_every_village_reported_nobody_says_that_there_was_none():
    partly = IncidentLine("命案", "起", *(Reported(0, 22, 24), *2 * (Reported(None, 0, 24),)))
    said = report(incidents=(partly, incident("非访", "人次", 0)))
    assert "没有非访；已经上报的村没有命案；有村没有每月上报" in said


def test_what_is_lacking_is_said_in_sentences():
    said = report(
        unsettled=5, intakes=Intakes(received=12, done=12, due=12, late=11), late_problems=2,
        late_decisions=2, tasks={"逾期": 3}, opinions=Opinions(9, 9, 7),
    )  # fmt: skip
    assert said.split("四、存在问题\n")[1].split("\n五、")[0].splitlines() == [
        "1. 有5件纠纷超过化解期限没有了结。",
        "2. 到期的诉求有11件没有按期办结。",
        "3. 到期的意见建议有2件没有按期答复。",
        "4. 有2个检查发现的问题超过期限没有整改。",
        "5. 有2项会议决定超过期限没有落实。",
        "6. 方案分工里有3项任务逾期没有完成。",
    ]


def test_a_notice_to_residents_has_a_heading_for_what_waits_only_where_something_waits():
    assert "二、还没有办完的\n诉求还有1件正在办理" in notice(intakes=Intakes(received=3, done=2))
    done = notice(intakes=Intakes(received=3, done=3))
    assert "还没有办完" not in done
    assert "二、联系办法" in done
    assert "联系人：××" in done


def mending(*days):
    findings = tuple(
        InspectionFinding("郭桥村", "灯不亮", "郭桥村", date(2026, 10, 20), day) for day in days
    )
    figures = InspectionFigures("2026年10月", (("安全", 1),), ("郭桥村",), findings, TODAY)
    return text_of(mending_report(figures, ENVELOPE).blocks)


IN_TIME, LATE = date(2026, 10, 9), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((IN_TIME, IN_TIME), "检查发现问题2个，均已按期整改。逐项"),
        ((IN_TIME, None), "检查发现问题2个，已经按期整改1个。逐项"),
        ((IN_TIME, LATE), "检查发现问题2个，均已整改，其中按期整改1个。逐项"),
        ((None, None), "检查发现问题2个，均未整改。逐项"),
    ],
)
def test_mending_is_told_once(days, words):
    assert words in mending(*days)


def test_nothing_left_to_mend_has_no_heading():
    said = mending(IN_TIME)
    assert "没有整改到位" not in said
    assert "二、下步措施" in said
    assert "二、没有整改到位的问题\n郭桥村" in mending(IN_TIME, None)


@pytest.mark.parametrize(("due", "asked"), [(date(2026, 10, 20), True), (date(2026, 12, 1), False)])
def test_what_is_overdue_is_not_told_to_keep_its_deadline(due, asked):
    found = (InspectionFinding("郭桥村", "灯不亮", "郭桥村", due),)
    made = rectification_notice(found, ENVELOPE, today=TODAY, answer_by=date(2026, 11, 20))
    assert ("完成，并书面说明超期的原因" in text_of(made.blocks)) is asked
