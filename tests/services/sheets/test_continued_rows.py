"""One inspection on three rows, its cells only in the first: read as one, and asked where unsure."""

from datetime import date, datetime

import builders
import openpyxl
import pytest

from gaotang_desktop.domain.sheets.rows import RowState
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.sheets import imports

KINDS = ("findings", "inspections", "meeting-decisions", "meetings", "disputes")
CHECKED = "序号,日期,类别,村,检查人,存在问题,整改期限,整改情况"


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = builders.open_work(tmp_path_factory.mktemp("office") / "data")
    builders.village(opened, "郭桥村")
    builders.village(opened, "刘庄村")
    builders.unit(opened, "派出所")
    builders.unit(opened, "司法所")
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):

    def taken(kind, text, **options):
        path = tmp_path / "台账.csv"
        path.write_text(text, encoding="utf-8")
        return imports.import_sheet(work, kind, path, **options)

    yield taken
    for kind in KINDS:
        if made := records.listing(work, kind).ids:
            records.bin_records(work, kind, sorted(made))


def stored(work, kind):
    return [records.get(work, kind, each) for each in sorted(records.listing(work, kind).ids)]


def test_three_findings_of_one_inspection_whose_cells_stand_once(work, take):
    text = (
        f"{CHECKED}\n1,2026-10-12,夜巡督查,郭桥村,张三,没有登记,2026-10-20,正在整改\n"
        "2,,,,,没有袖标,,已发放\n3,,,,,灯不亮,,\n4,2026-10-13,夜巡督查,刘庄村,李四,门没锁,,\n"
        "5,,,,,无,,\n"
    )
    done = take("inspections", text)
    assert [(each.row, each.column) for each in done.errors] == [
        (6, "日期"),
        (6, "类别"),
        (6, "村"),
    ]
    assert "第 3 行、第 4 行接着上面一行，读作同一次检查。" in done.notes
    assert any(each.startswith("“整改期限”只在第一行写了") for each in done.notes)
    first, second = stored(work, "inspections")
    assert (first["inspectors"], first["result"]) == (("张三",), "发现问题")
    found = {
        each["text"]: (each["inspection_id"], each["due_on"], each["how"])
        for each in stored(work, "findings")
    }
    ids = sorted(records.listing(work, "inspections").ids)
    due = date(2026, 10, 20)
    assert found == {
        "没有登记": (ids[0], due, "正在整改"),
        "没有袖标": (ids[0], due, "已发放"),
        "灯不亮": (ids[0], due, None),
        "门没锁": (ids[1], date(2026, 10, 28), None),
    }
    assert second["village_id"] == 2
    again = take("inspections", text)
    assert (again.imported, again.updated, again.unchanged) == (0, 0, 4)


def test_a_deadline_that_some_row_says_for_itself_is_not_that_of_the_others(work, take):
    done = take(
        "inspections",
        f"{CHECKED}\n1,2026-10-12,夜巡督查,郭桥村,张三,甲,2026-10-13,\n2,,,,,乙,2026-10-14,\n3,,,,,丙,,\n",
    )
    assert done.errors == []
    assert [each["due_on"].day for each in stored(work, "findings")] == [13, 14, 27]


def test_an_inspection_without_a_problem_in_its_first_row_stays_one(work, take):
    done = take("inspections", f"{CHECKED}\n1,2026-10-12,夜巡督查,郭桥村,张三,无,,\n2,,,,,乙,,\n")
    assert done.errors == []
    [told] = stored(work, "inspections")
    assert told["result"] == "发现问题"
    assert [each["text"] for each in stored(work, "findings")] == ["乙"]


@pytest.mark.parametrize(
    ("rows", "place", "said", "offers"),
    [
        ("2,,夜巡督查,刘庄村,,乙,,", (3, "日期"), "“村”又和第 2 行不一样", ("2026-10-12",)),
        ("2,,,,王五,乙,,", (3, "日期"), "“检查人”又和第 2 行不一样", ("2026-10-12",)),
        (",,,,,,,\n2,,,,,乙,,", (4, "日期"), "又隔着空行", ()),
    ],
)
def test_what_may_be_another_inspection_is_asked_and_nothing_of_the_row_is_stored(
    work, take, rows, place, said, offers
):
    done = take("inspections", f"{CHECKED}\n1,2026-10-12,夜巡督查,郭桥村,张三,甲,,\n{rows}\n")
    asked = done.errors[0]
    assert (asked.row, asked.column) == place
    assert said in asked.message
    assert asked.offers == offers
    assert [each["text"] for each in stored(work, "findings")] == ["甲"]


def test_rows_under_one_that_is_asked_about_wait_for_it_and_follow_its_answer(work, take):
    text = (
        f"{CHECKED}\n1,2026-10-12,夜巡督查,郭桥村,张三,甲,,\n2,,夜巡督查,刘庄村,,乙,,\n3,,,,,丙,,\n"
    )
    asked = take("inspections", text)
    assert [each.row for each in asked.errors] == [3, 4]
    assert asked.errors[1].message == (
        "这一行接着第 3 行；先把第 3 行的“日期”写清楚，这一行跟着算。"
    )
    answered = take("inspections", text.replace("2,,夜巡", "2,2026-10-12,夜巡"))
    assert answered.errors == []
    by_village = {each["text"]: each["village_id"] for each in stored(work, "findings")}
    assert by_village == {"甲": 1, "乙": 2, "丙": 2}


def test_cells_of_a_workbook_that_are_not_merged_are_read_like_merged_ones(work, take, tmp_path):
    book = openpyxl.Workbook()
    for row in (
        CHECKED.split(","),
        [1, datetime(2026, 10, 12), "夜巡督查", "郭桥村", "张三", "甲", None, None],
        [None, None, None, None, None, "乙", None, None],
        [2, None, "夜巡督查", "刘庄村", "张三", "丙", None, None],
    ):
        book.active.append(row)
    book.save(tmp_path / "台账.xlsx")
    done = imports.import_sheet(work, "inspections", tmp_path / "台账.xlsx")
    assert [each.offers for each in done.errors] == [("2026-10-12",)]
    assert [each["text"] for each in stored(work, "findings")] == ["甲", "乙"]
    assert len(stored(work, "inspections")) == 1


MEETING = "会议日期,会议类型,议题,参会单位,议定事项,责任单位,完成时限,落实情况,落实日期"


def test_a_meeting_with_several_decisions_is_one_meeting(work, take):
    text = (
        f"{MEETING}\n2026-10-12,研判会,十月形势,派出所、司法所,国道装照明,派出所,2026-10-20,,\n"
        ",,,,登记外来车辆,司法所,,,\n2026-10-19,联席会议,秋季联席,派出所,,,,,\n"
    )
    done = take("meetings", text)
    assert done.errors == []
    assert any("登记为会议决定，一行一项，新登记 2 项。有 1 行" in each for each in done.notes)
    assert [each["topic"] for each in stored(work, "meetings")] == ["十月形势", "秋季联席"]
    decided = [
        (each["text"], each["unit_id"], each["due_on"])
        for each in stored(work, "meeting-decisions")
    ]
    days = work.settings["decision_days"]
    assert decided == [
        ("国道装照明", 1, date(2026, 10, 20)),
        ("登记外来车辆", 2, date.fromordinal(date(2026, 10, 12).toordinal() + days)),
    ]
    again = take("meetings", text)
    assert (again.imported, again.updated, len(stored(work, "meeting-decisions"))) == (0, 0, 2)
    later = take("meetings", text.replace("2026-10-20,,", "2026-10-20,装了六盏,2026-10-18"))
    assert later.updated == 1
    assert [each["result"] for each in stored(work, "meeting-decisions")] == ["装了六盏", None]


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ("装照明,,,,", "责任单位", "责任单位"),
        (",派出所,,,", "责任单位", "没有写“议定事项”"),
        ("装照明,派出所,2026-10-01,,", "完成时限", "落实期限早于会议日期 2026-10-12"),
        ("装照明,派出所,,装了,2027-01-01", "落实日期", "还没有到"),
        ("装照明,没有的所,,,", "责任单位", "没有的所"),
    ],
)
def test_a_decision_that_cannot_be_is_said_at_its_cell_and_its_meeting_is_not_stored(
    work, take, cells, column, said
):
    done = take("meetings", f"{MEETING}\n2026-10-12,研判会,十月形势,派出所,{cells}\n")
    assert [(each.column, said in each.message) for each in done.errors] == [(column, True)]
    assert stored(work, "meetings") == stored(work, "meeting-decisions") == []


DISPUTE = "登记日期,村,纠纷类别,风险等级,简要情况,责任单位,化解时间,化解情况"
ONE = f"{DISPUTE}\n2026-10-12,郭桥村,邻里纠纷,低,砌墙占巷道,司法所,2026-10-13,约双方见面\n"


def test_the_steps_of_a_dispute_on_rows_of_their_own_are_its_records(work, take):
    for rest in (
        ",,,,,,2026-10-15,量了地界\n",
        ONE.splitlines()[1][:-16] + "2026-10-15,量了地界\n",
    ):
        done = take("disputes", ONE + rest)
        assert done.errors == []
        [made] = records.listing(work, "disputes").ids
        steps = [(each.happened_on.day, each.text) for each in disputes.notes(work, made)]
        assert steps == [(15, "量了地界"), (13, "约双方见面")]
        assert records.get(work, "disputes", made)["result"] is None
    early = take("disputes", ONE.replace("砌墙", "拆墙") + ",,,,,,2026-10-11,量了地界\n")
    assert [(each.row, each.column) for each in early.errors] == [(3, "化解时间")]
    assert "早于发现日期 2026-10-12" in early.errors[0].message


def test_a_dispute_on_one_row_says_how_it_ended_and_not_a_step(work, take):
    head, row = ONE.splitlines()
    done = take("disputes", f"{head},状态\n{row},已化解\n")
    assert done.errors == []
    assert all(each.state is RowState.NEW for each in done.outcomes.values())
    [made] = records.listing(work, "disputes").ids
    told = records.get(work, "disputes", made)
    assert (told["result"], told["closed_on"]) == ("约双方见面", date(2026, 10, 13))
    assert disputes.notes(work, made) == []
