"""What a field cannot have is refused by every way in, in the same sentence."""

from dataclasses import replace
from datetime import date

import pytest
import town_records
from builders import open_work, village

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.services import patrols, polls, records
from gaotang_desktop.services.sheets import imports


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


def impossible_values(kind):
    """Field and value by which a record of the kind cannot be stored."""
    for each in records.fields_for(kind):
        if each.kind is Kind.CHOICE and each.strict_choices:
            yield each, "没有这一项"
        if each.kind in (Kind.INTEGER, Kind.DECIMAL):
            if each.minimum is not None:
                yield each, each.minimum - 1
            if each.maximum is not None:
                yield each, each.maximum + 1


def sentence(field, value):
    with pytest.raises(Invalid) as told:
        fields.read(field, str(value), today=date(2026, 10, 24))
    return told.value.fields[field.name]


def test_a_stored_record_takes_no_choice_and_no_number_that_a_form_would_refuse(work):
    town_records.fill(work)
    tried = set()
    for kind, model in CATALOGUE.items():
        ids = records.listing(work, kind).ids
        if not ids or model.record_kind.permanent:
            continue
        before = records.get(work, kind, ids[0])
        for field, value in impossible_values(kind):
            with pytest.raises(Invalid) as told:
                records.save(work, kind, {field.name: value}, record_id=ids[0])
            assert sentence(field, value) in told.value.fields[field.name], (kind, field.name)
            # Nor does a service that stores by itself.
            with (
                pytest.raises(Invalid, match=field.label),
                work.database.operation("试试") as session,
            ):
                setattr(session.get_one(model, ids[0]), field.name, value)
            tried.add((kind, field.name))
        assert records.get(work, kind, ids[0]) == before
    assert {("disputes", "risk"), ("patrols", "people"), ("grid-counts", "visits"),
            ("incident-counts", "fraud_loss"), ("findings", "recheck")} <= tried  # fmt: skip


def test_form_sheet_grid_and_service_say_the_same_sentence(work, tmp_path):
    place = village(work)
    given = {"received_on": date(2026, 10, 1), "way": "托梦", "matter": "路灯"}
    with pytest.raises(Invalid) as told:
        records.save(work, "intakes", given)
    said = told.value.fields["way"]
    assert said.startswith("“途径”只能是来访、来电")
    path = tmp_path / "诉求.csv"
    path.write_text("登记日期,途径,诉求内容\n2026-10-01,托梦,路灯\n", encoding="utf-8")
    assert said in imports.import_sheet(work, "intakes", path).detail
    night = patrols.night(work, date(2026, 10, 5))
    row = replace(night[0], values={"leader": "张三", "people": -3})
    with pytest.raises(Invalid) as wrong:
        patrols.save_night(work, date(2026, 10, 5), [row])
    assert "不能小于" in str(wrong.value)
    poll = records.save(
        work,
        "polls",
        {
            "name": "自测",
            "level": "镇自测",
            "from_on": date(2026, 10, 1),
            "until_on": date(2026, 10, 3),
        },
    )
    with pytest.raises(Invalid, match="不能小于"):
        polls.save_results(work, poll, {place: {"sample": 30, "safe": -1}})
    assert polls.overview(work, poll).villages[0].sample is None


def test_several_things_wrong_are_told_together_and_nothing_is_stored(work):
    place = village(work)
    with pytest.raises(Invalid) as told:
        records.save(
            work,
            "grid-counts",
            {
                "month": date(2026, 9, 1),
                "village_id": place,
                "grid": "一",
                "visits": "三",
                "reported": -1,
                "handled": 0,
                "in_time": 0,
            },
        )
    assert set(told.value.fields) == {"visits", "reported"}
    assert "要填整数" in told.value.fields["visits"]
    assert records.listing(work, "grid-counts").ids == ()


def test_what_an_older_file_holds_hinders_no_other_change(work):
    place = village(work)
    number = records.save(work, "patrols", {"village_id": place, "night": date(2026, 10, 5), "leader": "张三",
                          "people": 3})  # fmt: skip
    with work.database.operation("旧数据") as session:
        session.connection().exec_driver_sql("UPDATE patrols SET evidence = '听说'")
    records.save(work, "patrols", {"leader": "李四"}, record_id=number)
    assert records.get(work, "patrols", number)["evidence"] == "听说"
    with pytest.raises(Invalid, match="只能是"):
        records.save(work, "patrols", {"evidence": "据说"}, record_id=number)


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("incident-counts", "alarms", "现在是“/”。没有的写 0，不知道的空着。"),
        ("grid-counts", "visits", "现在是“/”。没有的写 0。"),
        ("key-group-counts", "managed", "现在是“/”。没有的写 0。"),
        ("disputes", "people", "现在是“/”。不知道的空着。"),
    ],
)
def test_a_stroke_for_a_count_is_asked_with_what_to_write(kind, name, said):
    field = next(each for each in records.fields_for(kind) if each.name == name)
    with pytest.raises(Invalid, match=said):
        fields.read(field, "/", today=date(2026, 10, 24))


def test_a_stroke_where_a_count_must_stand_is_asked_in_a_sheet(work, tmp_path):
    village(work)
    sheet = tmp_path / "重点人员.csv"
    sheet.write_text("月份,村,类别,总数,已管控帮扶\n2026-09,郭桥村,刑满释放,5,/\n", "utf-8")
    [error] = imports.import_sheet(work, "key-group-counts", sheet).errors
    assert error.message.endswith("现在是“/”。没有的写 0。")
