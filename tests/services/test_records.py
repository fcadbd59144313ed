from datetime import date, datetime

import pytest
import town_records
from builders import open_filled, open_work, patrol, unit, village
from sqlalchemy import select

from gaotang_desktop.data.models import CATALOGUE, fields_of
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services import records


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


def test_every_kind_says_its_fields_and_its_office_name():
    for kind, model in CATALOGUE.items():
        assert model.record_kind.name == kind
        assert model.record_kind.label
        labels = [each.label for each in fields_of(model)]
        assert len(labels) == len(set(labels)), kind


def test_what_is_saved_is_listed_as_typed(work):
    village(work, "<&>𬱖堃村", short_name="堃村")
    listed = records.listing(work, "villages")
    assert listed.rows[0][listed.column("name")] == "<&>𬱖堃村"


def test_a_missing_name_is_refused_at_its_field(work):
    with pytest.raises(Invalid) as problem:
        records.save(work, "villages", {"short_name": "郭桥"})
    assert problem.value.fields == {"name": "请填写“村名”。"}
    assert records.listing(work, "villages").ids == ()


def test_a_patrol_in_the_future_is_refused_in_a_sentence(work):
    place = village(work)
    with pytest.raises(Invalid, match="还没有到"):
        patrol(work, place, night=date(2026, 10, 25))


def test_a_village_with_patrols_is_not_binned_and_says_what_to_do(work):
    place = village(work)
    patrol(work, place)
    with pytest.raises(Conflict, match=r"还有1次平安夜巡.*撤并日期"):
        records.bin_records(work, "villages", [place])


def test_officers_go_to_the_bin_with_their_village_and_come_back_by_undo(work):
    place = village(work)
    records.save(work, "officers", {"village_id": place, "role": "网格员", "name": "示例甲"})
    records.bin_records(work, "villages", [place])
    assert {kind for kind, *_ in records.binned(work)} == {"villages", "officers"}
    work.undo()
    assert records.binned(work) == []
    assert len(records.listing(work, "officers").ids) == 1


def test_what_is_restored_from_the_bin_is_listed_again(work):
    place = unit(work, "派出所")
    records.bin_records(work, "units", [place])
    assert records.listing(work, "units").ids == ()
    records.restore_records(work, "units", [place])
    assert records.listing(work, "units").ids == (place,)


def test_an_officer_comes_back_only_after_the_village(work):
    place = village(work)
    values = {"village_id": place, "role": "网格员", "name": "示例甲"}
    officer = records.save(work, "officers", values)
    records.bin_records(work, "villages", [place])
    with pytest.raises(Conflict, match=r"村（社区）也在回收站里，请先恢复"):
        records.restore_records(work, "officers", [officer])
    records.restore_records(work, "villages", [place])
    records.restore_records(work, "officers", [officer])
    assert records.binned(work) == []


def test_what_went_with_a_record_comes_back_with_it_and_what_had_gone_before_stays(tmp_path):
    morning = open_work(tmp_path / "data", now=datetime(2026, 10, 24, 9, 0))
    place = village(morning)
    given = {"village_id": place, "role": "网格员"}
    gone, along = (
        records.save(morning, "officers", {**given, "name": name}) for name in ("示例甲", "示例乙")
    )
    records.bin_records(morning, "officers", [gone])
    morning.close()
    work = open_work(tmp_path / "data", now=datetime(2026, 10, 24, 10, 0))
    records.bin_records(work, "villages", [place])
    assert records.restore_many(work, [("villages", place)]) == 2
    assert records.listing(work, "officers").ids == (along,)
    assert [(kind, number) for kind, number, *_ in records.binned(work)] == [("officers", gone)]
    work.undo()
    assert len(records.binned(work)) == 3
    work.close()


def standing(work):
    """Every record that is not in the bin, value by value but for the time of its change."""
    found = {}
    with work.database.reading() as session:
        for kind, model in CATALOGUE.items():
            columns = [each for each in model.__table__.columns if each.name != "changed_at"]
            rows = session.execute(select(*columns).where(model.binned_at.is_(None)))
            found[kind] = sorted(map(tuple, rows), key=str)
    return found


def test_whatever_goes_to_the_bin_comes_back_with_all_that_went_as_it_stood(tmp_path):
    work, _none = open_filled(tmp_path / "data", town_records.fill)
    dispute = records.listing(work, "disputes").ids[0]
    records.save(
        work, "dispute-notes",
        {"dispute_id": dispute, "happened_on": work.today(), "text": "上门"},
    )  # fmt: skip
    before, gone = standing(work), set()
    for kind in CATALOGUE:
        for number in records.listing(work, kind).ids[:2]:
            try:
                records.bin_records(work, kind, [number])
            except Conflict:  # others need it
                continue
            went = records.binned(work)
            gone |= {each for each, *_ in went}
            assert records.restore_many(work, [(kind, number)]) == len(went)
            assert (standing(work), records.binned(work)) == (before, [])
    assert {"dispute-notes", "officers", "assignments", "meeting-decisions"} <= gone
    work.close()


def test_a_name_taken_in_the_meantime_keeps_the_old_one_in_the_bin(work):
    first = unit(work, "派出所")
    records.bin_records(work, "units", [first])
    unit(work, "派出所")
    with pytest.raises(Conflict):
        records.restore_records(work, "units", [first])


def test_several_records_leave_the_bin_together_by_one_undo_in_any_order(work):
    place = village(work)
    officer = records.save(
        work, "officers", {"village_id": place, "role": "网格员", "name": "示例甲"}
    )
    station = unit(work, "派出所")
    records.bin_records(work, "villages", [place])
    records.bin_records(work, "units", [station])
    chosen = [("officers", officer), ("units", station), ("villages", place)]
    assert records.restore_many(work, chosen) == 3
    assert records.binned(work) == []
    assert work.undo() == "从回收站恢复3条记录"
    assert {(kind, each) for kind, each, *_ in records.binned(work)} == set(chosen)


def test_of_several_records_none_leaves_the_bin_when_one_is_in_the_way_and_it_is_named(work):
    first, other = unit(work, "派出所"), unit(work, "司法所")
    place = village(work)
    records.bin_records(work, "units", [other])
    records.bin_records(work, "units", [first])
    records.bin_records(work, "villages", [place])
    unit(work, "派出所")
    before = {each[:2] for each in records.binned(work)}
    with pytest.raises(Conflict, match="没有恢复：已经有和责任单位“派出所”一样的记录"):
        records.restore_many(work, [("villages", place), ("units", other), ("units", first)])
    assert {each[:2] for each in records.binned(work)} == before
    assert records.restore_many(work, [("villages", place), ("units", other)]) == 2


def test_the_history_names_the_record(work):
    place = village(work)
    patrol(work, place)
    assert work.undo() == "新增平安夜巡：郭桥村 10-05夜"
    assert work.redo() == "新增平安夜巡：郭桥村 10-05夜"


def test_settings_are_changed_and_undone(work):
    work.change_settings({"town": "示例镇"})
    assert work.settings["town"] == "示例镇"
    work.undo()
    assert work.settings["town"] == "高塘镇"
