"""What is cleaned, and what is asked, when a sheet comes in by whatever way."""

from datetime import date

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.imports import SeveralTowns
from gaotang_desktop.simplified import simplified

DIRTY = "张\u200b三\ufeff"
REMARK = "一行\x0b两\u2028行\x07\u200e尾\u00ad"


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened, "北村")
    yield opened
    opened.close()


def stored(work):
    listed = records.listing(work, "patrols").only(["leader", "remark"])
    return listed.rows[0]


def by_file(work, tmp_path):
    book = Workbook()
    book.active.append(["夜晚", "村", "带班人", "人数", "备注"])
    book.active.append(
        [
            "2026-10-05",
            "北\u200b村",
            DIRTY,
            3,
            REMARK.replace("\x0b", "_x000B_").replace("\x07", ""),
        ]
    )
    book.save(tmp_path / "a.xlsx")
    return imports.import_sheet(work, "patrols", tmp_path / "a.xlsx")


def by_text(work, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        f"夜晚,村,带班人,人数,备注\n2026-10-05,北\u200b村,{DIRTY},3,{REMARK}\n", "utf-8"
    )
    return imports.import_sheet(work, "patrols", path)


def by_paste(work, _tmp_path):
    text = f"夜晚\t村\t带班人\t人数\t备注\n2026-10-05\t北\u200b村\t{DIRTY}\t3\t{REMARK}"
    sheet = imports.read_pasted("patrols", text)
    return imports.import_rows(
        work, "patrols", sheet, dry_run=False, progress=Silent(), name="粘贴的内容"
    )


@pytest.mark.parametrize("way", [by_file, by_text, by_paste])
def test_what_cannot_be_seen_is_gone_and_soft_breaks_are_breaks(work, tmp_path, way):
    told = way(work, tmp_path)
    assert told.errors == []
    leader, remark = stored(work)
    assert leader == "张三"
    assert remark == "一行\n两\n行尾"


def test_a_form_cleans_as_a_sheet_does_and_a_family_of_faces_stays_together():
    [leader] = [each for each in records.fields_for("patrols") if each.name == "leader"]
    assert fields.read(leader, DIRTY, today=date(2026, 10, 24)) == "张三"
    assert fields.cleaned("👨\u200d👩\u200d👧和张\u200d三") == "👨\u200d👩\u200d👧和张三"


def villages(path, head, rows):
    book = Workbook()
    for row in (head, *rows):
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("head", "of"),
    [
        (("streetCode", "name"), lambda n: (f"1101010{n:02}000",)),
        (("所属", "村名"), lambda n: (f"第{n}镇",)),
        (("乡镇名称", "村名"), lambda n: (f"第{n}街道",)),
        (("序列", "村名"), lambda n: (f"1101010{n:02}",)),
    ],
)
def test_a_list_of_many_towns_asks_which_whatever_its_heads_are(work, tmp_path, head, of):
    rows = [(*of(n), f"{n}号{k}村") for n in range(1, 46) for k in ("甲", "乙")]
    path = villages(tmp_path / "v.xlsx", head, rows)
    with pytest.raises(SeveralTowns) as asked:
        imports.import_sheet(work, "villages", path)
    assert len(asked.value.towns) == 45
    told = imports.import_sheet(work, "villages", path, town=next(iter(asked.value.towns)))
    assert told.imported == 2


def test_the_codes_of_villages_tell_their_towns_apart(work, tmp_path):
    rows = [(f"1101010{n:02}2{k:02}", f"{n}号{k}村") for n in (1, 2) for k in (1, 2)]
    path = villages(tmp_path / "v.xlsx", ("代码", "村名"), rows)
    with pytest.raises(SeveralTowns):
        imports.import_sheet(work, "villages", path)
    assert imports.import_sheet(work, "villages", path, town="110101002").imported == 2
    assert imports.import_sheet(work, "villages", path, town="110101001000").imported == 2


def test_a_list_of_one_town_asks_nothing(work, tmp_path):
    path = villages(tmp_path / "v.xlsx", ("乡镇", "村名"), [("高塘镇", "江村"), ("高塘镇", "河村")])
    assert imports.import_sheet(work, "villages", path).imported == 2


def test_a_day_that_may_have_lost_its_nought_in_a_csv_is_asked(work, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("夜晚,村,带班人,人数\n8.1,北村,张三,3\n8.14,北村,张三,3\n", "utf-8")
    told = imports.import_sheet(work, "patrols", path)
    assert [(each.row, len(each.offers)) for each in told.errors] == [(2, 2)]
    path.write_text("夜晚,村,带班人,人数\n8.1,北村,张三,3\n8.10,北村,李四,3\n", "utf-8")
    told = imports.import_sheet(work, "patrols", path)
    assert (told.imported, told.rejected) == (2, 0)


def test_about_how_many_is_asked_by_every_way_in(work, tmp_path):
    path = tmp_path / "a.csv"
    said = ["三四", "十来人", "3-4人", "约20", "20+", "十几个"]
    lines = [f"2026-10-{day:02d},北村,张三,{each}" for day, each in enumerate(said, start=5)]
    path.write_text("\n".join(["夜晚,村,带班人,人数", *lines]), "utf-8")
    told = imports.import_sheet(work, "patrols", path)
    assert [each.offers for each in told.errors] == [
        ("3", "4", "34"), ("10",), ("3", "4"), ("20",), ("20",), (),
    ]  # fmt: skip
    chat = imports.read_pasted("patrols", "10月5日夜巡\n1. 北村 张三 三四人 20:00-22:00", work=work)
    told = imports.import_rows(work, "patrols", chat, dry_run=False, progress=Silent(), name="粘贴")
    assert [each.offers for each in told.errors] == [("3", "4", "34")]


def test_traditional_headings_villages_and_words_are_understood_and_names_stay(work, tmp_path):
    builders.village(work, "荷塘社区")
    path = tmp_path / "夜巡.csv"
    path.write_text(
        "高塘鎮平安夜巡登記\n日期,村（社區）,開始時間,結束時間,帶班人,參加人數\n"
        "2026年10月5號,高塘鎮北村,20點30分,22點,張國強,兩人\n2026-10-06,荷塘社區,20:00,22:00,李四,3\n合計,,,,,5\n",
        "utf-8",
    )
    told = imports.import_sheet(work, "patrols", path)
    assert (told.imported, told.errors) == (2, [])
    shown = records.listing(work, "patrols").only(["village_id", "start", "leader", "people"])
    assert [(row[0].label, row[1].hour, row[2], row[3]) for row in shown.rows] == [
        ("荷塘社区", 20, "李四", 3), ("北村", 20, "張國強", 2),
    ]  # fmt: skip
    path.write_text("日期,村名,抽查人,抽查結果\n10月5號,北村,王五,脫崗\n", "utf-8")
    assert imports.import_sheet(work, "spot-checks", path).imported == 1
    assert records.listing(work, "spot-checks").only(["result"]).rows == (("脱岗",),)


@pytest.mark.parametrize(("written", "read"), [("臺灣", "台湾"), ("北村", "北村"), ("abc", "abc")])
def test_simplified_characters_come_from_traditional_ones(written, read):
    assert simplified(written) == read
