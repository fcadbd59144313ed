"""What is asked before a record is stored that is there already."""

from datetime import date

import pytest

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.services import records
from gaotang_desktop.services.workbench import second_look
from tests import builders

DAY = date(2026, 10, 5)
ONCE = {
    "intakes": {
        "received_on": DAY,
        "way": "12345热线",
        "matter": "路灯不亮",
        "order_number": "2026100501",
    },
    "opinions": {
        "received_on": DAY,
        "source": "12345热线",
        "village_id": 1,
        "text": "路灯不亮",
        "order_number": "2026100501",
    },
    "trouble-spots": {
        "name": "老车站",
        "village_id": 1,
        "problem": "夜间聚集",
        "listed_on": DAY,
        "unit_id": 1,
    },
    "meetings": {"held_on": DAY, "kind": "研判会", "topic": "十月研判"},
}


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened)
    builders.unit(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", ONCE)
def test_what_is_there_already_is_asked_and_never_refused(work, kind):
    values = ONCE[kind]
    assert second_look.question(work, kind, None, values) == ""
    first = records.save(work, kind, values)
    assert "已经登记过一条这样的" in second_look.question(work, kind, None, values)
    assert second_look.question(work, kind, first, values) == "", "it is the record itself"
    records.save(work, kind, values)


def test_a_night_long_before_the_first_on_record_is_asked_about(work):
    night = {"night": DAY, "village_id": 1, "leader": "张三", "people": 3}
    assert second_look.question(work, "patrols", None, night) == ""
    a_year_ago = night | {"night": date(2025, 10, 6)}
    assert "这是第一条，是 2025-10-06 的" in second_look.question(work, "patrols", None, a_year_ago)
    records.save(work, "patrols", night)
    assert second_look.question(work, "patrols", None, a_year_ago) == (
        "夜巡从 2026-10-05 开始登记，这一条是 2025-10-06 的，早了 364 天。"
        "存了以后应完成的就从这一天算起，请核对年份。"
    )
    missed = {"night": date(2025, 10, 6), "village_id": 1, "reason": "大雨"}
    assert "早了 364 天" in second_look.question(work, "missed-nights", None, missed)
    assert second_look.question(work, "patrols", None, night | {"night": date(2026, 9, 5)}) == ""
    visits = {"held_on": date(2025, 10, 6), "village_id": 1, "form": "入户走访", "households": 3}
    said = second_look.question(work, "publicity-activities", None, visits)
    assert "台账从 2026-10-05 开始登记" in said


def test_who_works_in_another_grid_already_is_asked_about(work):
    records.save(work, "grids", {"village_id": 1, "name": "第一网格", "worker": "示例戊"})
    other = {"village_id": 1, "name": "第二网格", "worker": "示例戊"}
    said = "已经登记过一条这样的网格（网格员一样）：第一网格 示例戊。"
    assert second_look.question(work, "grids", None, other) == said
    assert second_look.question(work, "grids", None, {**other, "worker": ""}) == ""
    records.save(work, "grids", other)


def test_without_an_order_number_nothing_is_asked(work):
    values = {**ONCE["opinions"], "order_number": ""}
    records.save(work, "opinions", values)
    assert second_look.question(work, "opinions", None, values) == ""


@pytest.mark.parametrize(("name", "most"), [("alarms", 100_000), ("fraud_loss", 1_000_000_000)])
def test_a_telephone_number_is_no_count_of_incidents(name, most):
    [count] = [each for each in records.fields_for("incident-counts") if each.name == name]
    assert fields.read(count, str(most), today=DAY) == most
    with pytest.raises(Invalid, match=f"不能大于 {most}"):
        fields.read(count, "13800138000", today=DAY)


REGISTERED = {
    "villages": {"name": "枣坡村"},
    "units": {"name": "水务站"},
    "places": {"name": "迎宾旅馆", "place_type": "九小场所", "village_id": 1},
    "dispute-categories": {"name": "水事纠纷", "plan_category": "其他"},
    "grids": {"village_id": 1, "name": "第一网格"},
}


@pytest.mark.parametrize("kind", REGISTERED)
def test_a_name_that_lies_in_the_bin_is_told_before_it_is_registered_anew(work, kind):
    values = REGISTERED[kind]
    old = records.save(work, kind, values)
    assert second_look.question(work, kind, old, values) == ""
    records.bin_records(work, kind, [old])
    asked = second_look.question(work, kind, None, values)
    assert asked.startswith(f"回收站里有一条同名的{records.label_of(kind)}“")
    assert "到“系统”的回收站恢复" in asked
    records.save(work, kind, values)
    assert second_look.question(work, kind, None, values) == "", (
        "that it is there is said on storing"
    )
