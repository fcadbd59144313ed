from datetime import date

import pytest
from builders import NOW, open_work, unit, village

from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import records, village_pages
from gaotang_desktop.services.casework import trouble_spots
from gaotang_desktop.services.workbench import figures, open_items

TODAY = NOW.date()


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened)
    unit(opened, "派出所")
    yield opened
    opened.close()


def spot(work, **values):
    given = {"name": "老街集贸市场", "problem": "占道经营", "unit_id": 1, "village_id": 1,
             "listed_on": date(2026, 7, 1)}  # fmt: skip
    return records.save(work, "trouble-spots", {**given, **values})


def test_a_spot_is_due_by_the_settings_and_stands_where_it_needs_doing(work):
    made = spot(work)
    assert records.get(work, "trouble-spots", made)["deadline"] == date(2026, 9, 29)
    [line] = [
        each for each in figures.today(work).todos if each.context.get("kind") == "trouble-spots"
    ]
    assert (line.when, line.what, line.page) == (
        "逾期 25 天", "郭桥村：老街集贸市场", "inspections",
    )  # fmt: skip
    [owner] = open_items.owners(work)
    assert (owner.who, owner.late, owner.count("重点地区")) == ("派出所", 1, 1)
    events = village_pages.shown(work, 1, month(2026, 7)).events
    assert [(each.kind, each.state) for each in events] == [("trouble-spots", "整治中")]


def test_a_spot_found_in_order_waits_for_its_removal_and_is_late_no_more(work):
    made = spot(work, evaluated_on=date(2026, 9, 20), evaluation="达标")
    assert trouble_spots.ledger(work).rows[0][:2] == ("已达标", "待摘牌")
    assert not [each for each in figures.today(work).todos if "老街" in each.what]
    [owner] = open_items.owners(work)
    assert (owner.late, owner.items[0].state, owner.items[0].due) == (0, "待摘牌", None)
    assert trouble_spots.figures(work, month(2026, 10)).late == 0
    records.bin_records(work, "trouble-spots", [made])
    assert open_items.owners(work) == ()


def test_the_list_begins_with_what_is_due_first_and_ends_with_what_is_removed(work):
    done = spot(work, name="车站", evaluated_on=TODAY, evaluation="达标", removed_on=TODAY)
    later, sooner = spot(work, deadline=date(2026, 12, 1), name="学校"), spot(work)
    listed = trouble_spots.ledger(work)
    assert listed.ids == (sooner, later, done)
    assert [row[listed.column("state")] for row in listed.rows] == ["整治中", "整治中", "已摘牌"]
    assert [row[listed.column("late")] for row in listed.rows] == ["逾期", "未到期", "已摘牌"]
    found = trouble_spots.figures(work, month(2026, 10))
    assert trouble_spots.said(found) == "治安重点地区在册 2 处，逾期 1 处"
    assert (found.listed, found.removed) == (0, 1)
