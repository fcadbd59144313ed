"""Words that a field does not know are said once for all rows, or registered with the import."""

import builders
import pytest

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.imports import Choices

SHOPS = (
    "日期,类别,村,场所\n2026-10-05,食品药品,北村,聚香园\n2026-10-06,食品药品,北村,聚香园\n"
    "2026-10-06,食品药品,北村,惠民超市\n2026-10-07,不知道,北村,金剪刀\n"
)
TALKS = "日期,村,形式,受众\n2026-10-05,北村,讲座,30\n2026-10-06,江村,讲 座,40\n2026-10-07,江村,广播,40\n"


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        builders.village(opened, name)
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def take(kind, text, *, dry_run=False, **choices):
        path = tmp_path / "来表.csv"
        path.write_text(text, encoding="utf-8")
        return imports.import_sheet(work, kind, path, choices=Choices(**choices), dry_run=dry_run)

    return take


def names(work, kind):
    return sorted(each.label for each in records.references(work, kind))


def test_unknown_words_are_told_once_with_what_they_may_be(take):
    done = take("publicity-activities", TALKS, dry_run=True)
    told = [(each.label, each.words, each.rows, each.registers) for each in done.strangers]
    assert told == [("形式", "讲座", 2, ())]
    assert "集中宣传" in done.strangers[0].values
    done = take("inspections", SHOPS, dry_run=True)
    told = [(each.label, each.words, each.rows, each.registers) for each in done.strangers]
    assert told[:2] == [("场所", "聚香园", 2, ("places",)), ("场所", "惠民超市", 1, ("places",))]


def test_what_words_mean_holds_for_every_row_that_has_them_and_is_said(work, take):
    done = take("publicity-activities", TALKS, meant={("form", "讲座"): "集中宣传"})
    assert (done.imported, done.rejected) == (3, 0)
    assert "“形式”里的“讲座”按“集中宣传”读，2 行。" in done.notes
    listed = records.listing(work, "publicity-activities")
    at = listed.column("form")
    assert sorted(row[at] for row in listed.rows) == ["广播", "集中宣传", "集中宣传"]
    with pytest.raises(Unreadable, match="“讲座”不能读作“集会”：“形式”只能是"):
        take("publicity-activities", TALKS, meant={("form", "讲座"): "集会"})


def test_names_are_registered_with_the_rows_that_come_in_and_go_with_the_import(work, take):
    done = take("inspections", SHOPS, register={"places": "餐饮"})
    assert (done.imported, done.rejected) == (3, 1)
    assert names(work, "places") == ["惠民超市", "聚香园"]  # that of the refused row stays out
    assert "新登记的场所：聚香园、惠民超市。" in done.notes
    again = take("inspections", SHOPS)
    assert again.unchanged == 3
    work.undo()
    assert names(work, "places") == []
    assert records.listing(work, "inspections").rows == ()


def test_a_name_that_is_like_another_is_asked_unless_it_was_meant_to_be_new(work, take):
    text = "夜晚,村,带班人,人数\n2026-10-05,北材,张三,3\n2026-10-06,荷花塘,张三,3\n"
    done = take("patrols", text, register={"villages": ""})
    assert (done.imported, done.rejected) == (1, 1)
    assert names(work, "villages") == ["北村", "江村", "荷花塘"]
    done = take("patrols", text, registered={("village_id", "北材"): ("villages", "")})
    assert (done.imported, done.rejected) == (1, 0)
    assert "北材" in names(work, "villages")


def test_a_place_that_may_be_a_known_one_is_offered_in_the_column_of_units(work, take):
    take("places", "名称,类型\n聚香园饭店,餐饮\n")
    text = "日期,类别,被检查单位\n2026-10-05,食品药品,聚香园饭馆\n2026-10-05,食品药品,老街面馆\n"
    done = take("inspections", text, register={"places": "餐饮"})
    assert (done.imported, done.rejected) == (1, 1)
    assert done.strangers[0].offers == ("聚香园饭店",)
    assert names(work, "places") == ["老街面馆", "聚香园饭店"]


def test_a_dry_run_registers_nothing(work, take):
    assert take("inspections", SHOPS, dry_run=True, register={"places": "餐饮"}).imported == 3
    assert names(work, "places") == []


def test_two_names_in_one_cell_are_not_registered_as_one(work, take):
    text = "收到日期,村,内容,办理单位\n2026-10-05,北村,路灯不亮,城建办\n2026-10-06,北村,井盖,派出所、交管站\n"
    done = take("opinions", text, register={"units": ""})
    assert (done.imported, done.rejected) == (1, 1)
    assert names(work, "units") == ["城建办"]
    assert [(each.words, each.registers) for each in done.strangers] == [("派出所、交管站", ())]


def test_what_is_no_name_is_registered_as_none_and_offered_for_none(work, take):
    words = ("待定", "暂无", "张所长", "除派出所外各单位", "县局等3家", "派出所（含警务室）")
    rows = "".join(f"2026-10-05,北村,事{n},{word}\n" for n, word in enumerate(words))
    done = take(
        "opinions", f"收到日期,村,内容,办理单位\n{rows}", register={"units": "", "villages": ""}
    )
    assert (done.imported, done.rejected, names(work, "units")) == (0, len(words), [])
    assert {each.registers for each in done.strangers} == {()}
    done = take(
        "opinions", "收到日期,村,内容\n2026-10-05,除北村外各村,路灯\n", register={"villages": ""}
    )
    assert [(each.offers, each.registers) for each in done.strangers] == [((), ())]
    for word in ("各村", "全镇"):
        text = f"夜晚,村,原因\n2026-10-05,{word},台风\n"
        assert take("missed-nights", text, register={"villages": ""}).imported == 0


@pytest.mark.parametrize(
    ("village", "unit", "said"),
    [
        ("本级", "镇派出所", ""),
        ("镇政府", "高塘镇派出所", ""),
        ("高塘镇", "党政办", ""),
        ("机关", "派出所", ""),
        (
            "镇派出所",
            "镇党政办",
            "“镇派出所”是单位，不是村（社区）；单位请写在单位一栏，不是哪一个村的",
        ),
        ("北村", "镇财政所", "名单里没有“镇财政所”这个责任单位"),
    ],
)
def test_a_unit_is_known_with_the_town_before_it_and_the_town_is_no_village(
    work, take, village, unit, said
):
    for name in ("派出所", "党政办公室"):
        records.save(work, "units", {"name": name})
    done = take("opinions", f"收到日期,村,内容,办理单位\n2026-10-05,{village},路灯,{unit}\n")
    assert done.imported == (0 if said else 1)
    assert all(said in each.message for each in done.errors)
    found = take("missed-nights", f"夜晚,村,原因\n2026-10-05,{village},台风\n")
    assert [each.message.partition("这一栏请写村名")[1] for each in found.errors] == (
        [] if village == "北村" else ["这一栏请写村名"]
    )


def test_a_village_called_as_the_town_s_own_offices_are_is_that_village(work, take):
    place = builders.village(work, "机关社区")
    assert take("opinions", "收到日期,村,内容\n2026-10-05,机关,路灯\n").imported == 1
    [opinion] = records.listing(work, "opinions").ids
    assert records.get(work, "opinions", opinion)["village_id"] == place
