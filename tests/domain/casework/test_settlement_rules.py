from datetime import date

import pytest

from gaotang_desktop.domain import disputes
from gaotang_desktop.domain.casework import settlements
from gaotang_desktop.domain.casework.settlements import Ended

TODAY = date(2026, 10, 24)
CLOSED = {"found_on": date(2026, 10, 1), "state": "已化解", "closed_on": TODAY, "result": "和好"}


def told(**values):
    return disputes.problems({**CLOSED, **values}, today=TODAY)


def test_an_open_dispute_has_not_ended_in_any_way():
    found = told(state="化解中", closed_on=None, settled_by="人民调解", performed="已履行")
    assert set(found) == {"settled_by", "performed"}
    assert found["settled_by"].startswith("状态是“化解中”，还没有办结")


@pytest.mark.parametrize(
    ("state", "way", "right"),
    [
        ("已化解", "人民调解", True),
        ("已化解", "移交", False),
        ("已移交", "移交", True),
        ("已移交", "和解", False),
        ("未化解", "和解", False),
        ("未化解", "司法", True),
    ],
)
def test_the_way_agrees_with_the_state(state, way, right):
    assert ("settled_by" not in told(state=state, settled_by=way)) == right


def test_an_agreement_is_signed_after_the_finding_by_parties_who_agreed():
    assert "早于发现日期" in told(agreed_on=date(2026, 9, 30))["agreed_on"]
    assert "还没有到" in told(agreed_on=date(2026, 10, 25))["agreed_on"]
    assert "没有调解协议" in told(settled_by="司法", agreed_on=TODAY)["agreed_on"]
    assert told(settled_by="人民调解", agreed_on=TODAY, performed="已履行") == {}


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"performed": "已履行"}, "", ""),
        ({"performed": "已履行", "agreed_on": date(2026, 10, 21)}, "performed_on", "早于协议签订"),
        ({"performed": "已履行", "found_on": date(2026, 10, 22)}, "performed_on", "早于发现日期"),
        ({"performed": "已履行", "performed_on": date(2026, 10, 25)}, "performed_on", "还没有到"),
        ({"performed": "正在履行"}, "performed", "请选“已履行”，或者去掉履行日期"),
        ({}, "performed", "还没有选"),
        ({"state": "化解中", "closed_on": None}, "performed_on", "还没有办结，请去掉履行日期"),
    ],
)
def test_the_day_of_performing_belongs_to_what_is_performed(values, field, said):
    found = told(**{"performed_on": date(2026, 10, 20), **values})
    assert said in found[field] if field else found == {}


@pytest.mark.parametrize(
    ("performed", "day", "counts_on", "said"),
    [
        ("已履行", date(2026, 10, 8), date(2026, 10, 8), "2026-031（10-08 履行）"),
        ("已履行", date(2026, 9, 8), TODAY, "2026-031（09-08 履行，10-24 办结）"),
        ("已履行", None, TODAY, "2026-031（已履行，没有写履行日期，按办结日期 10-24 计）"),
        ("没有履行", None, TODAY, "2026-031（10-24 办结，没有履行）"),
        ("没有履行", TODAY, TODAY, "2026-031（10-24 回访，没有履行）"),
    ],
)
def test_an_agreement_says_by_which_day_it_counts(performed, day, counts_on, said):
    assert settlements.Owed(1, 1, "2026-031", performed, day, counts_on).said == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, ""),
        ({"settled_by": "司法"}, "司法"),
        ({"agreed_on": TODAY, "performed": "正在履行"}, "10-24 签协议 · 正在履行"),
        ({"performed": "已履行", "satisfied": "满意"}, "已履行，没有写履行日期 · 回访满意"),
        ({"settled_by": "和解", "performed": "已履行", "performed_on": TODAY}, "和解 · 10-24 履行"),
    ],
)
def test_the_detail_says_how_it_ended_in_one_line(values, said):
    assert settlements.ending({**dict.fromkeys(settlements.FIELDS), **values}) == said


def test_content_is_asked_at_the_revisit():
    assert "先填回访日期" in told(satisfied="满意")["satisfied"]
    assert told(satisfied="满意", revisited_on=TODAY) == {}


def test_the_endings_of_a_month_are_counted_by_way_and_category():
    rows = [
        Ended("邻里", "已化解", "人民调解", True, True, "已履行"),
        Ended("邻里", "已化解", "人民调解", True, False, "没有履行"),
        Ended("其他", "已移交", "移交", False, True, None),
        Ended("其他", "已化解", None, False, False, "正在履行"),
    ]
    found = settlements.figures(rows, ["满意", None, "不满意"], [True, False])
    assert found.by_way == {"人民调解": 2, "移交": 1, "没有写": 1}
    assert found.by_category == {"邻里": 2, "其他": 2}
    assert (found.closed, found.settled, found.agreements, found.kept) == (4, 3, 2, 1)
    assert (found.performed, found.owed, found.content, found.asked) == (1, 2, 1, 2)
    assert settlements.said(found) == (
        "了结 4 件：人民调解 2、移交 1、没有写 1 · 协议 2 份（存有 1 份） · 履行 1/2 · 正在履行 1 件 · "
        "回访满意 1/2"
    )
