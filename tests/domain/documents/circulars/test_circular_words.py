"""What circulars say: nobody praised and blamed at once, equals alike, nothing that figures do not carry."""

from datetime import date
from decimal import Decimal

import paper_samples as samples
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.documents.blocks import Paragraph, Table
from gaotang_desktop.domain.documents.circulars import evaluation as evaluation_circulars
from gaotang_desktop.domain.documents.circulars import patrols as patrol_circulars
from gaotang_desktop.domain.documents.circulars import polls as poll_circulars
from gaotang_desktop.domain.documents.circulars.inspections import (
    InspectionFigures,
    InspectionFinding,
    inspection_circular,
)
from gaotang_desktop.domain.documents.circulars.patrols import PatrolFigures, VillageNights
from gaotang_desktop.domain.documents.circulars.polls import PollFigures, PollProblem, PollVillage
from gaotang_desktop.domain.documents.wordings import foremost, numbered
from gaotang_desktop.domain.polls import wilson


def said(paper, key):
    return "".join(b.text for b in paper.blocks if isinstance(b, Paragraph) and b.key == key)


def named(words, names):
    """The villages that a text names; none of the names is part of another."""
    return {name for name in names if name in words}


NAMES = ["郭桥村", "刘庄村", "谭庄村", "龙泉村", "天平村", "胡庄村", "岳楼村"]


@st.composite
def nights(draw):
    rows = []
    for name in NAMES[: draw(st.integers(1, len(NAMES)))]:
        checked = draw(st.integers(0, 3))
        rows.append(
            VillageNights(
                name,
                due=draw(st.integers(0, 5)),
                done=draw(st.integers(0, 7)),
                checked=checked,
                on_duty=draw(st.integers(0, checked)),
                hazards=draw(st.integers(0, 3)),
                person_times=draw(st.integers(0, 20)),
                self_reported=draw(st.integers(0, 2)),
                verified=draw(st.integers(0, 2)),
            )
        )
    return tuple(rows)


def patrol(rows, before=None):
    figures = PatrolFigures("2026年10月", rows, before=before)
    return patrol_circulars.patrol_circular(figures, samples.ENVELOPE, answer_by=samples.ANSWER)


@given(nights())
def test_no_village_is_praised_that_the_same_patrol_circular_blames(rows):
    paper = patrol(rows)
    praised = named(said(paper, "praise"), NAMES)
    blamed = named(said(paper, "problems"), NAMES) | (named(said(paper, "requests"), NAMES))
    assert not praised & blamed


@given(nights())
def test_villages_with_the_same_nights_are_named_alike(rows):
    paper = patrol(rows)
    for key in ("praise", "problems"):
        words = said(paper, key)
        for one in rows:
            for other in rows:
                same = one == VillageNights(**{
                    **{n: getattr(other, n) for n in VillageNights.__slots__},
                    "village": one.village,
                })  # fmt: skip
                if same:
                    assert words.count(one.village) == words.count(other.village)


def test_nobody_is_said_to_have_been_on_duty_who_was_not_checked():
    rows = (VillageNights("郭桥村", 13, 13, 2, 2), VillageNights("刘庄村", 13, 13))
    praise = said(patrol(rows), "praise")
    assert "郭桥村完成了应巡次数，抽查时都在岗" in praise
    assert "刘庄村也完成了应巡次数，本期没有抽查到" in praise
    unchecked = said(patrol((rows[1], VillageNights("谭庄村", 13, 9))), "praise")
    assert unchecked == "刘庄村完成了应巡次数。"


def test_villages_alike_in_what_they_lack_stand_together():
    rows = (
        VillageNights("郭桥村", 13, 4), VillageNights("刘庄村", 13, 6, 1, 0),
        VillageNights("北村", 13, 6, 1, 0),
    )  # fmt: skip
    told = said(patrol(rows), "problems")
    assert "郭桥村（4/13次）、刘庄村、北村（各6/13次）没有完成应巡次数" in told
    assert "抽查时刘庄村、北村（各1次）脱岗或者未巡" in told


def test_those_who_were_absent_most_often_are_named_first_and_equals_together():
    rows = tuple(
        VillageNights(name, 13, 13, 3, 3 - away)
        for name, away in (("甲村", 1), ("乙村", 2), ("丙村", 1), ("丁村", 2))
    )
    told = said(patrol(rows), "problems")
    assert "抽查时乙村、丁村（各2次）、甲村、丙村（各1次）脱岗或者未巡" in told


def test_the_rate_of_arrival_says_what_it_counts():
    rows = (VillageNights("郭桥村", 10, 20), VillageNights("刘庄村", 10, 5))
    words = said(patrol(rows), "overall")
    assert (
        "应巡20次，实巡25次，其中应巡次数以内的15次（各村多巡的不抵别村的缺额），到位率75.0%"
        in words
    )
    assert words.count("没有上月数据可比") == 1


def test_one_item_below_a_heading_bears_no_number():
    assert [each.text for each in numbered(["甲。"], "x")] == ["甲。"]
    assert [each.text for each in numbered(["甲。", "乙。"], "x")] == ["1. 甲。", "2. 乙。"]


RANKED = st.lists(st.integers(0, 4), max_size=9).map(
    lambda counts: [(n, f"村{at}") for at, n in enumerate(sorted(counts, reverse=True))]
)


@given(RANKED, st.integers(1, 5))
def test_equals_are_named_all_or_none(ranked, most):
    chosen = foremost(ranked, most)
    assert len(chosen) <= most
    assert list(chosen) == ranked[: len(chosen)]
    values = {value for value, _ in chosen}
    assert all((value in values) == ((value, name) in chosen) for value, name in ranked)
    if len({value for value, _ in ranked}) == 1 and len(ranked) > 1:
        assert chosen == ()


@st.composite
def polled(draw):
    rows = []
    for name in NAMES[: draw(st.integers(1, len(NAMES)))]:
        sample = draw(st.sampled_from([0, 12, 30, 40, 400]))
        rows.append(PollVillage(name, sample, (draw(st.integers(0, sample)),)))
    return tuple(rows)


def poll(rows, **more):
    figures = PollFigures(
        "2026年第三季度", "镇自测", "2026年9月20日至25日", "", ("感到安全",), rows, **more
    )
    return poll_circulars.poll_circular(figures, samples.ENVELOPE, answer_by=samples.ANSWER)


@given(polled())
def test_highest_and_lowest_are_named_only_where_the_intervals_are_apart(rows):
    words = said(poll(rows), "villages")
    if "最高的是" not in words:
        return
    enough = [row for row in rows if row.sample >= 30]
    top = [row for row in enough if row.village in words.partition("最低")[0]]
    least = [row for row in enough if row.village in words.partition("最低")[2].partition("，")[0]]
    assert top
    assert least
    assert min(wilson(row.hits[0], row.sample)[0] for row in top) > max(
        wilson(row.hits[0], row.sample)[1] for row in least
    )


def test_what_cannot_be_compared_is_said_once_and_what_it_is_compared_with_too():
    rows = (PollVillage("郭桥村", 40, (38, 36)), PollVillage("刘庄村", 40, (36, 30)))
    figures = {"questions": ("感到安全", "表示满意"), "villages": rows}
    base = PollFigures("2026年第三季度", "镇自测", "9月", "", (), ())

    def words(**more):
        made = PollFigures(
            **{**{n: getattr(base, n) for n in PollFigures.__slots__}, **figures, **more}
        )
        paper = poll_circulars.poll_circular(made, samples.ENVELOPE, answer_by=samples.ANSWER)
        assert paper.title == "关于2026年第三季度镇自测民意调查结果的通报"
        return said(paper, "overall")

    assert words().count("没有上期数据可比") == 1
    compared = words(before=(Decimal("90.0"), Decimal("82.5")), against="第二季度镇自测")
    assert compared.count("第二季度镇自测") == 1
    assert "感到安全的占92.5%" in compared
    assert "上升2.5个百分点" in compared
    assert "持平" in compared
    assert "没有" not in compared


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026年第三季度", "2026年第三季度镇自测民意调查"),
        ("2026年第三季度镇自测", "2026年第三季度镇自测民意调查"),
        ("2026年平安建设民意调查", "2026年平安建设民意调查"),
        ("上半年省级民调", "上半年省级民调"),
    ],
)
def test_a_title_says_of_what(name, title):
    assert poll_circulars.poll_title(name, "镇自测") == title


def test_a_deadline_that_is_over_is_not_asked_for_again():
    problems = (
        PollProblem("路灯不亮", "更换灯具", "郭桥村", date(2026, 10, 25)),
        PollProblem("噪声扰民", "劝导", "刘庄村", date(2026, 10, 25), date(2026, 10, 13)),
        PollProblem("道路破损", "修补", "谭庄村", date(2026, 12, 25)),
    )
    words = said(poll((PollVillage("郭桥村", 40, (38,)),), problems=problems), "requests")
    assert "2026年10月25日的期限已过，要于2026年11月20日前完成" in words
    assert "刘庄村已于2026年10月13日整改" in words
    assert "于2026年12月25日前完成" in words


def percentages(table):
    return [cell for row in table.rows for cell in row if cell.endswith("%")]


def test_percentages_of_one_table_have_the_same_decimals_and_tables_explain_themselves():
    papers = [samples.poll_circular(), samples.patrol_circular(), samples.evaluation_circular()]
    tables = [t for p in papers for a in p.annexes for t in a.blocks if isinstance(t, Table)]
    assert percentages(tables[0])
    assert len({len(cell.partition(".")[2]) for cell in percentages(tables[0])}) == 1
    assert all(table.notes for table in tables[:2])


def test_losses_of_everybody_alike_name_nobody():
    loss = evaluation_circulars.Loss("入户走访", (), more=15, equal="10.00", alike=6)
    figures = evaluation_circulars.EvaluationFigures(
        "2026年10月", "办法", samples.HEADS, samples.ranking_rows(),
        losses=(loss, evaluation_circulars.Loss("报送", (), more=24, equal="6.00", alike=24),
                evaluation_circulars.Loss("纠纷", ("北村（21.54分）",), converted=True)),
    )  # fmt: skip
    paper = evaluation_circulars.evaluation_circular(
        figures, samples.ENVELOPE, answer_by=samples.ANSWER
    )
    words = said(paper, "losses")
    assert "纠纷。北村（21.54分）失分（分数是各月折算成百分后的平均）。" in words
    assert "入户走访。15个村失分，其中6个村各失10.00分。" in words
    assert "报送。24个村各失6.00分。" in words
    assert "名次上升的1个村、下降的1个村，见附件" in said(paper, "result")


def test_a_period_that_still_runs_is_told_to_its_day_and_nothing_of_it_is_compared():
    rows = (VillageNights("郭桥村", 10, 10, person_times=30),)
    before = VillageNights("合计", 13, 13, person_times=90)
    figures = PatrolFigures("2026年11月", rows, before=before, until=date(2026, 11, 20))
    paper = patrol_circulars.patrol_circular(figures, samples.ENVELOPE, answer_by=samples.ANSWER)
    words = said(paper, "overall")
    assert "2026年11月（截至11月20日），全镇1个村" in words
    assert "到位率100.0%，出动30人次。本期没有结束，不与上月相比。" in words
    assert not {"上升", "下降", "持平", "增加", "减少"} & {
        words[at : at + 2] for at in range(len(words))
    }


def test_one_hazard_is_not_many():
    rows = (VillageNights("郭桥村", 13, 13, hazards=1), VillageNights("刘庄村", 13, 13, hazards=0))
    assert "较多" not in said(patrol(rows), "praise")


def test_what_was_put_right_late_is_counted_apart():
    late = InspectionFinding("郭桥村", "台账不全", "郭桥村", date(2026, 10, 9), date(2026, 10, 12))
    good = InspectionFinding("刘庄村", "灯不亮", "刘庄村", date(2026, 10, 9), date(2026, 10, 9))
    figures = InspectionFigures("2026年10月", (("资料台账", 1),), ("郭桥村",), (late, good))
    paper = inspection_circular(figures, samples.ENVELOPE, answer_by=samples.ANSWER)
    assert "问题均已整改，整改率100%，其中1个超过期限才整改。" in said(paper, "overall")


def test_of_many_villages_the_foremost_are_named_equals_all_or_none_and_the_annex_has_all():
    rows = tuple(
        VillageNights(f"第{n:02d}村", due=14, done=3 + n // 9, checked=1, on_duty=0)
        for n in range(60)
    )
    made = patrol(rows)
    words = said(made, "problems")
    assert "第00村" in words
    assert "第08村（各3/14次）等60个村没有完成应巡次数" in words
    assert "第09村" not in words
    assert "抽查时60个村脱岗或者未巡，各村情况见附件。" in words
    assert "没有完成应巡次数或者抽查不在岗的60个村要查明原因" in said(made, "requests")
    assert "第59村" in {cell for row in made.annexes[0].blocks[0].rows for cell in row}
    few = said(patrol(rows[:24]), "problems")
    assert all(row.village in few for row in rows[:24])
    found = tuple(InspectionFinding(f"第{n:02d}村", "台账不全", "") for n in range(30))
    figures = InspectionFigures("2026年10月", (("资料台账", 30),), (), found)
    paper = inspection_circular(figures, samples.ENVELOPE, answer_by=samples.ANSWER)
    told = said(paper, "problems")
    assert "问题涉及30个村和单位" in told
    assert "尚未完成整改的有30个村和单位。" in told


def test_of_a_period_without_a_night_nothing_is_told_of_people_and_hazards():
    rows = tuple(VillageNights(name, due=14, done=0, missed=1) for name in NAMES[:3])
    before = VillageNights("合计", 42, 40, person_times=120)
    for held in (None, before, VillageNights("合计", 42, 0)):
        made = patrol(rows, held)
        words = said(made, "overall") + said(made, "checks")
        assert "实巡0次，到位率0.0%" in words
        assert "人次" not in words
        assert "没有发现隐患" not in words


def test_villages_are_told_in_the_order_of_what_they_lack():
    due = {"郭桥村": 20, "刘庄村": 10, "谭庄村": 30}
    rows = tuple(VillageNights(name, due=many, done=2) for name, many in due.items())
    figures = PatrolFigures("2026年10月", rows, lacking=(18, 8, 28))
    made = patrol_circulars.patrol_circular(figures, samples.ENVELOPE, answer_by=samples.ANSWER)
    words = said(made, "problems")
    assert "谭庄村（差28次）、郭桥村（差18次）、刘庄村（差8次）" in words
