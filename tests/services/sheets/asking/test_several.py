"""Several villages, units or persons in one cell: a row each where that is sure, else asked."""

from datetime import date, datetime

import builders
import pytest

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.asking.several import ANY, EACH, FIRST
from gaotang_desktop.services.sheets.imports import Choices


def _fill(work):
    for name in ("郭桥村", "石门村", "北村"):
        builders.village(work, name)
    for name in ("司法所", "派出所"):
        builders.unit(work, name)
    held = {"held_on": date(2026, 10, 9), "kind": "研判会", "topic": "夜巡"}
    records.save(work, "meetings", held)
    builders.task(work)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("several") / "data"
    opened, _ = builders.open_filled(folder, _fill, now=datetime(2026, 11, 28, 9, 0))
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def take(kind, text, **choices):
        path = tmp_path / "来表.csv"
        path.write_text(text, encoding="utf-8")
        before = set(records.listing(work, kind).ids)
        told = imports.import_sheet(work, kind, path, choices=Choices(**choices))
        listed = records.listing(work, kind)
        names = [each.name for each in listed.fields]
        new = [
            {n: getattr(v, "label", v) for n, v in zip(names, row, strict=True)}
            for number, row in zip(listed.ids, listed.rows, strict=True)
            if number not in before
        ]
        if told.imported:
            work.undo()
        return new, told

    return take


BOTH = ["郭桥村", "石门村"]


@pytest.mark.parametrize(
    ("kind", "text", "name", "each"),
    [
        ("missed-nights", "夜晚,村,原因\n2026-10-09,郭桥村、石门村,暴雨\n", "village_id", BOTH),
        ("missed-nights", "夜晚,村,原因\n2026-10-09,郭桥村和石门村,暴雨\n", "village_id", BOTH),
        ("missed-nights", "夜晚,村,原因\n10.3、4日,北村,停电\n", "night", [date(2026, 10, 3), date(2026, 10, 4)]),
        ("missed-nights", "夜晚,村,原因\n10月7日至8日,北村,停电\n", "night", [date(2026, 10, 7), date(2026, 10, 8)]),
        ("spot-checks", "夜晚,村,抽查人,结果\n2026-10-09,郭桥村；石门村,王所,在岗\n", "village_id", BOTH),
        ("publicity-turns", "周,村\n2026-W42,郭桥村 石门村\n", "village_id", BOTH),
        ("inspections", "日期,类别,村,结果\n2026-10-09,消防安全,郭桥村/石门村,未发现问题\n", "village_id", BOTH),
        ("findings", "发现日期,问题,责任村\n2026-10-09,标语破损,郭桥村、石门村\n", "village_id", BOTH),
        ("dispute-reports", "周,村,排查出\n2026-W41,郭桥村、石门村,0\n", "village_id", BOTH),
        ("officers", "村,职责,姓名\n郭桥村、石门村,包村干部,李四\n", "village_id", BOTH),
        ("officers", "村,职责,姓名,电话\n北村,网格员,李四、王五,13800138000、13800138001\n", "name", ["李四", "王五"]),
        ("assignments", "任务,责任单位,分工\n夜巡,司法所、派出所,配合\n", "unit_id", ["司法所", "派出所"]),
    ],
)  # fmt: skip
def test_what_holds_for_each_of_several_is_a_row_each_and_told(take, kind, text, name, each):
    new, told = take(kind, text)
    assert (sorted(row[name] for row in new), told.errors) == (sorted(each), [])
    assert any("一格里写了几个，各登记一条" in note for note in told.notes)


def test_telephones_go_with_their_persons(take):
    new, _ = take(
        "officers", "村,职责,姓名,电话\n北村,网格员,李四、王五,13800138000、13800138001\n"
    )
    assert {row["name"]: row["phone"] for row in new} == {
        "李四": "13800138000",
        "王五": "13800138001",
    }


def test_a_blank_within_a_name_parts_no_person(take):
    new, told = take("officers", "村,职责,姓名\n北村,网格员,诸葛 孔明\n")
    assert ([row["name"] for row in new], told.errors) == (["诸葛孔明"], [])


ASKED = [
    ("patrols", "夜晚,村,开始,结束,带班人,人数\n2026-10-09,郭桥村、石门村,20:00,22:00,李四,3\n", "village_id"),
    ("dispute-reports", "周,村,排查出\n2026-W41,郭桥村、石门村,2\n", "village_id"),
    ("opinions", "收到日期,村,内容\n2026-10-09,郭桥村、石门村,修路\n", "village_id"),
    ("inspections", "日期,类别,村,存在问题\n2026-10-09,消防安全,郭桥村、石门村,标语破损\n", "village_id"),
    ("meeting-decisions", "会议,决定,责任单位\n2026-10-09 研判会 夜巡,巡逻,派出所；司法所\n", "unit_id"),
    ("meetings", "会议日期,议题,会议决定事项,责任单位\n2026-10-19,平安,巡逻,派出所、司法所\n", "part unit_id"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "name"), ASKED, ids=[each[0] for each in ASKED])
def test_what_may_be_one_record_or_several_is_asked_and_no_name_is_lost(take, kind, text, name):
    new, told = take(kind, text)
    [stranger] = told.strangers
    assert (new, told.rejected, stranger.name, stranger.registers) == ([], 1, name, ())
    assert stranger.offers[0] == EACH
    [first, *_] = [each for each in stranger.offers if each != EACH]
    for words in (stranger.words, ANY):
        new, told = take(kind, text, meant={(name, words): first if words != ANY else FIRST})
        assert (len(new), told.rejected) == (1, 0)
    if not name.startswith("part"):
        assert new[0][name] == first
        assert new[0]["remark"].endswith(f"：{stranger.words}")
        new, told = take(kind, text, meant={(name, ANY): EACH})
        assert (len(new), told.rejected) == (2, 0)


def test_every_village_beside_a_unit_is_answered_and_registered_as_all_villages(take, work):
    text = "会议,决定,责任单位\n2026-10-09 研判会 夜巡,巡逻,各村；派出所\n"
    new, told = take("meeting-decisions", text, meant={("unit_id", "各村；派出所"): EACH})
    assert (len(new), [each.words for each in told.strangers]) == (1, ["各村"])
    told = imports.import_rows(
        work, "meeting-decisions", told.sheet, dry_run=False, progress=_Silent(), name="来表",
        choices=Choices(register={"units": ""}),
    )  # fmt: skip
    assert (told.imported, told.rejected) == (2, 0)
    units = records.listing(work, "units")
    at = {each.name: place for place, each in enumerate(units.fields)}
    [stands] = [row[at["stands_for"]] for row in units.rows if row[at["name"]] == "各村"]
    work.undo()
    assert stands == "全部村"


class _Silent:
    def step(self, *_said):
        return None
