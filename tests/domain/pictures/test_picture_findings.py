"""What a picture over time may be headed with, and what it says as a message."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from gaotang_desktop.domain.pictures import findings
from gaotang_desktop.domain.pictures.findings import Scored
from gaotang_desktop.domain.pictures.values import Line, Picture, Spot
from gaotang_desktop.domain.polls import rate

RANKS = st.tuples(st.integers(1, 24), st.integers(1, 24), st.integers(1, 24)).map(sorted)


def test_a_rise_in_rank_is_only_told_where_the_ranges_do_not_overlap():
    before = Scored("8月", Decimal("80"), 12, 9, 15)
    apart = Scored("9月", Decimal("88.2"), 4, 2, 6)
    near = Scored("9月", Decimal("88.2"), 8, 5, 11)
    assert findings.scores("郭桥村", [before, apart]) == "郭桥村9月88.20分，第4名；比8月前进8名"
    assert findings.scores("郭桥村", [before, near]).endswith("与8月名次区间重叠，升降不能断定")


def test_without_ranges_nothing_is_told_of_up_and_down():
    said = findings.scores("郭桥村", [Scored("8月", Decimal(80), 3), Scored("9月", Decimal(90), 1)])
    assert said.endswith("8月是第3名，没有名次区间，升降不能断定")


@given(RANKS, RANKS)
@settings(max_examples=30)
def test_overlapping_ranges_never_carry_a_direction(before, now):
    said = findings.scores(
        "甲村",
        [
            Scored("8月", Decimal(80), before[1], before[0], before[2]),
            Scored("9月", Decimal(80), now[1], now[0], now[2]),
        ],
    )
    overlap = now[0] <= before[2] and before[0] <= now[2]
    assert ("前进" in said or "后退" in said) is (not overlap and now[1] != before[1])


def test_a_veto_and_a_village_without_a_result_are_told_as_they_are():
    assert (
        findings.scores("甲村", [Scored("9月", Decimal(50), None)])
        == "甲村9月50.00分，否决，不排名"
    )
    assert findings.scores("甲村", [Scored("9月", None, None)]) == "甲村还没有冻结的考评得分"


def test_a_poll_says_its_interval_and_no_rise_that_it_does_not_carry():
    said = findings.poll("安全感", rate(819, 882), rate(803, 882))
    assert said.startswith("安全感92.9%（91.0–94.4），比上一期升")
    assert said.endswith("升降不能断定")
    assert findings.poll("安全感", None, None) == "还没有安全感的结果"


def test_ages_coverage_rounds_and_what_is_due():
    assert findings.ageing(21, 3, 153) == "在办21件，其中3件已超过90天，最久的153天"
    assert findings.ageing(2, 0, 40) == "在办2件，都没有超过90天，最久的40天"
    assert findings.ageing(0, 0, 0) == "没有在办的矛盾纠纷"
    assert (
        findings.coverage(12, 95, Decimal(100), 2) == "近12个月夜巡到位率95.0%，2个村有没巡够的月份"
    )
    assert findings.coverage(12, 0, Decimal(0), 0) == "还没有应巡的晚上"
    assert findings.rounds(12, 180, 172, 0) == "近12个月排班180次，已开展172次，每个村都轮到过"
    assert findings.due(5, 18, 4) == "今后5周到期18件，另有4件已过期"
    assert findings.due(5, 0, 0) == "今后5周没有到期的"


def test_a_message_is_the_finding_and_the_newest_figures():
    spots = tuple(Spot(f"{at}%", float(at)) for at in range(10))
    picture = Picture("lines", "找到的", tuple(f"{at}月" for at in range(10)), (Line("甲", spots),))
    said = picture.message().splitlines()
    assert said[0] == "【找到的】"
    assert said[-1] == "9月：甲9%"
    assert len(said) == 7
    assert (
        Picture("lines", "空", ("1月",), (Line("甲", (Spot(),)),), empty="还没有").message()
        == "【空】\n还没有"
    )


def test_a_message_of_cells_names_who_is_behind():
    lines = (
        Line("甲村", (Spot("12", 1.0), Spot("缺3", 0.5, bad=True))),
        Line("乙村", (Spot("12", 1.0), Spot("13", 1.0))),
    )
    assert Picture("cells", "到位", ("8月", "9月"), lines, note="深浅").message() == (
        "【到位】\n甲村：9月缺3\n深浅"
    )
