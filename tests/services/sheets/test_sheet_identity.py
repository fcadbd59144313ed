"""An import never overwrites by guess."""

import csv
from datetime import date, datetime

import builders
import pytest
import town_records
from openpyxl import load_workbook

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.sheets.rows import Decision, RowState
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports, identity, imports
from gaotang_desktop.services.sheets.imports import Choices

NOW = datetime(2026, 11, 28, 9, 0)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def filled(tmp_path):
    """A town with records of every kind."""
    opened, _ids = builders.open_filled(tmp_path / "filled", town_records.fill, now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def town(work):
    for name in ("北村", "江村"):
        builders.village(work, name)
    builders.unit(work, "平安办")
    builders.unit(work, "派出所")
    return work


@pytest.fixture
def take(town, tmp_path):
    def taken(kind, *lines, **choices):
        path = tmp_path / "来表.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(line.split("|") for line in lines)
        return imports.import_sheet(town, kind, path, choices=Choices(**choices))

    return taken


def column(work, kind, name):
    listed = records.listing(work, kind)
    return sorted(str(row[listed.column(name)]) for row in listed.rows)


def all_values(work, kind):
    return {each: records.get(work, kind, each) for each in records.listing(work, kind).ids}


SHOPS = "日期|类别|村|场所类型|检查人|结果|检查情况"
DISPUTES = "发现日期|村|类别|涉及人数|当事人|简要情况|责任单位"


def test_a_second_shop_inspected_on_the_same_day_does_not_replace_the_first(town, take):
    take("inspections", SHOPS, "2026-11-10|食品药品|北村|餐饮|甲、乙|发现问题|面馆，无健康证")
    told = take("inspections", SHOPS, "2026-11-10|食品药品|北村|药店|甲、乙|未发现问题|药店，正常")
    assert (told.imported, told.updated) == (1, 0)
    assert column(town, "inspections", "text") == ["药店，正常", "面馆，无健康证"]
    assert "第 2 行像“北村 11-10食品药品”" in "".join(told.notes)


def test_two_disputes_of_one_day_with_the_same_words_are_two(town, take):
    words = "因宅基地界线发生争执|平安办"
    take("disputes", DISPUTES, f"2026-11-10|北村|邻里纠纷|2|张三、李四|{words}")
    told = take("disputes", DISPUTES, f"2026-11-10|北村|邻里纠纷|3|王五、赵六|{words}")
    assert (told.imported, told.updated) == (1, 0)
    assert column(town, "disputes", "parties") == ["('张三', '李四')", "('王五', '赵六')"]


def test_rows_of_one_file_that_look_alike_are_separate_records(town, take):
    lines = ["2026-11-10|北村|入户走访|反诈|30", "2026-11-10|北村|入户走访|反诈|25"]
    told = take("publicity-activities", "日期|村|形式|主题|受众", *lines, lines[0])
    assert (told.imported, told.rejected) == (3, 0)
    assert "第 4 行和前面的一行完全一样，也新增了，请核对是不是写重了。" in told.notes
    again = take("publicity-activities", "日期|村|形式|主题|受众", *lines, lines[0])
    assert (again.imported, again.unchanged) == (0, 3)


def test_one_result_of_a_poll_in_a_village_stays_one(town, take):
    take("polls", "名称|级别|开始|结束", "县级民调|县|2026-11-01|2026-11-05")
    head = "民意调查|村|有效样本|感到安全"
    told = take("poll-results", head, "县级民调|北村|30|20", "县级民调|北村|40|39")
    assert (told.imported, told.rejected) == (1, 1)
    assert "第 2 行" in told.errors[0].message
    told = take("poll-results", head, "县级民调|北村|40|39")
    assert (told.updated, column(town, "poll-results", "sample")) == (1, ["40"])


def test_who_says_so_takes_rows_that_resemble_a_record_for_it(town, take):
    head = "夜晚|村|带班人|人数"
    take("patrols", head, "2026-10-09|北村|张三|3")
    told = take("patrols", head, "2026-10-09|北村|张三丰|3", update_similar=True)
    assert (told.imported, told.updated) == (0, 1)
    assert column(town, "patrols", "leader") == ["张三丰"]


@pytest.mark.parametrize(
    ("decision", "leaders"),
    [
        (None, ["张三", "张三丰"]),
        (Decision.SAME, ["张三丰"]),
        (Decision.OTHER, ["张三", "张三丰"]),
        (Decision.SKIP, ["张三"]),
    ],
)
def test_the_operator_decides_row_by_row_what_a_likeness_means(town, take, decision, leaders):
    head = "夜晚|村|带班人|人数"
    take("patrols", head, "2026-10-09|北村|张三|3")
    given = {} if decision is None else {2: decision}
    told = take("patrols", head, "2026-10-09|北村|张三丰|3", decisions=given)
    assert column(town, "patrols", "leader") == leaders
    if decision is None:
        (row,) = told.similar
        assert (row.title, [(e.label, e.before, e.after) for e in row.changes]) == (
            "北村 10-09夜", [("带班人", "张三", "张三丰")],
        )  # fmt: skip


def test_an_empty_cell_leaves_what_is_stored_unless_it_is_said_to_clear(town, take):
    head = "夜晚|村|带班人|人数|备注"
    take("patrols", head, "2026-10-09|北村|张三|3|巡查记录")
    told = take("patrols", head, "2026-10-09|北村|张三|3|")
    assert (told.imported, told.unchanged) == (0, 1)
    assert column(town, "patrols", "remark") == ["巡查记录"]
    told = take("patrols", head, "2026-10-09|北村|张三|3|", empty_clears=True)
    assert told.updated == 1
    assert column(town, "patrols", "remark") == ["None"]


def test_covered_parties_of_another_office_are_not_taken_for_ours(town, take):
    take("disputes", DISPUTES, "2026-10-05|北村|邻里纠纷|2|王大明、李小红|界墙|派出所")
    told = take(
        "disputes", f"编号|{DISPUTES}",
        "2026-001|2026-11-02|江村|邻里纠纷|2|王某某、李某某|果树遮光|派出所",
    )  # fmt: skip
    assert told.imported == 1
    assert column(town, "disputes", "parties") == ["('王大明', '李小红')", "('王某某', '李某某')"]
    told = take(
        "disputes", f"编号|{DISPUTES}",
        "2026-001|2026-10-05|北村|邻里纠纷|2|赵某某|界墙|派出所", update_similar=True,
    )  # fmt: skip
    assert "遮住的姓名" in told.errors[0].message
    assert "('王大明', '李小红')" in column(town, "disputes", "parties")


def edited(path, change):
    book = load_workbook(path)
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if row[-1].value == identity.LABEL)
    change(sheet, head[0].row, {cell.value: cell.column for cell in head})
    book.save(path)
    return path


def test_an_edited_export_of_covered_names_changes_what_was_edited_and_no_name(town, tmp_path):
    one = records.save(
        town, "disputes",
        {"found_on": date(2026, 10, 5), "village_id": 1, "category_id": 1, "unit_id": 1,
         "parties": ("张建军", "张爱民", "李红"), "summary": "张建军和李红为排水争吵"},
    )  # fmt: skip
    exports.export(town, "disputes", tmp_path / "d.xlsx")

    def change(sheet, top, places):
        sheet.cell(top + 1, places["简要情况"]).value = "张某某和李某某为排水争吵，李某某已让步"
        sheet.cell(top + 1, places["当事人"]).value = "张某某、张某某、李某某、赵六"

    told = imports.import_sheet(town, "disputes", edited(tmp_path / "d.xlsx", change))
    assert (told.updated, told.errors) == (1, [])
    now = records.get(town, "disputes", one)
    assert now["summary"] == "张建军和李红为排水争吵，李红已让步"
    assert now["parties"] == ("张建军", "张爱民", "李红", "赵六")

    def lose_one(sheet, top, places):
        sheet.cell(top + 1, places["当事人"]).value = "张某某、李某某"

    told = imports.import_sheet(town, "disputes", edited(tmp_path / "d.xlsx", lose_one))
    assert (told.rejected, told.errors[0].column) == (1, "当事人")
    assert records.get(town, "disputes", one)["parties"] == now["parties"]


def test_with_its_mark_a_row_is_its_record_whatever_else_was_edited(town, tmp_path):
    one = builders.patrol(town, 1, remark="甲")
    exports.export(town, "patrols", tmp_path / "p.xlsx")

    def change(sheet, top, places):
        for label, words in (
            ("夜晚", "2026-10-07"), ("村", "江村"), ("带班人", "李四"), ("人数（人）", 9),
            ("备注", "乙"), ("依据", "抽查核实"),
        ):  # fmt: skip
            sheet.cell(top + 1, places[label]).value = words

    told = imports.import_sheet(town, "patrols", edited(tmp_path / "p.xlsx", change))
    assert (told.updated, told.imported) == (1, 0)
    now = records.get(town, "patrols", one)
    assert (now["night"], now["village_id"], now["leader"], now["people"], now["remark"]) == (
        date(2026, 10, 7), 2, "李四", 9, "乙",
    )  # fmt: skip


def test_the_mark_is_hidden_and_means_nothing_in_another_data_folder(town, tmp_path):
    builders.patrol(town, 1)
    exports.export(town, "patrols", tmp_path / "p.xlsx")
    sheet = load_workbook(tmp_path / "p.xlsx").active
    last = next(c for row in sheet.iter_rows() for c in row if c.value == identity.LABEL)
    assert sheet.column_dimensions[last.column_letter].hidden
    other = builders.open_work(tmp_path / "other", now=NOW)
    try:
        for name in ("北村", "江村"):
            builders.village(other, name)
        kept = builders.patrol(other, 1, night=date(2026, 10, 20), leader="王五")
        told = imports.import_sheet(other, "patrols", tmp_path / "p.xlsx")
        assert (told.imported, told.updated) == (1, 0)
        assert "记录号不是本台账" in "".join(told.notes)
        assert records.get(other, "patrols", kept)["leader"] == "王五"
    finally:
        other.close()


def test_a_row_copied_with_its_mark_is_new_wherever_it_was_put(town, tmp_path):
    one = builders.patrol(town, 1)
    exports.export(town, "patrols", tmp_path / "p.xlsx")

    def copy_above(sheet, top, places):
        sheet.insert_rows(top + 1)
        for at in places.values():
            sheet.cell(top + 1, at).value = sheet.cell(top + 2, at).value
        sheet.cell(top + 1, places["夜晚"]).value = "2026-10-08"

    told = imports.import_sheet(town, "patrols", edited(tmp_path / "p.xlsx", copy_above))
    assert (told.imported, told.unchanged, told.updated) == (1, 1, 0)
    assert records.get(town, "patrols", one)["night"] == date(2026, 10, 5)

    def change_both(sheet, top, places):
        sheet.cell(top + 2, places["人数（人）"]).value = 40

    told = imports.import_sheet(town, "patrols", edited(tmp_path / "p.xlsx", change_both))
    assert (told.rejected, told.updated) == (2, 0)
    assert "分不清" in told.errors[0].message


def test_a_turn_shown_as_done_by_its_activity_is_not_stored_as_done(town, take, tmp_path):
    take("publicity-turns", "周|村", "2026-W43|北村", "2026-W43|江村")
    take("publicity-activities", "日期|村|形式", "2026-10-20|北村|集中宣传")
    for kind, rows in (("publicity-turns", 2), ("publicity-activities", 1)):
        exports.export(town, kind, tmp_path / "out.xlsx")
        told = imports.import_sheet(town, kind, tmp_path / "out.xlsx")
        assert (told.unchanged, told.errors) == (rows, [])
    told = take("publicity-turns", "周|村|状态", "2026-W43|北村|完成", "2026-W43|江村|未完成")
    assert told.unchanged == 2


# -- the law, for every kind -----------------------------------------------------------------


@pytest.mark.parametrize("unmasked", [False, True], ids=["masked", "unmasked"])
@pytest.mark.parametrize("kind", imports.IMPORTABLE)
def test_what_was_exported_comes_back_unchanged_from_workbook_and_text(
    filled, tmp_path, kind, unmasked
):
    work = filled
    before = all_values(work, kind)
    path = tmp_path / "out.xlsx"
    exports.export(work, kind, path, unmasked=unmasked)
    told = imports.import_sheet(work, kind, path)
    assert (told.unchanged, told.errors, told.notes) == (len(before), [], [])
    as_text(path, tmp_path / "out.csv")
    told = imports.import_sheet(work, kind, tmp_path / "out.csv")
    assert (told.unchanged, told.errors) == (len(before), [])
    assert all_values(work, kind) == before


@pytest.mark.parametrize("kind", imports.IMPORTABLE)
def test_what_a_list_reckons_goes_into_no_field_when_it_comes_back(filled, tmp_path, kind):
    """A list shows 状态, and not every field: what it reckons is not what it leaves out."""
    before = all_values(filled, kind)
    path = tmp_path / "out.xlsx"
    exports.export(filled, kind, path)
    book = load_workbook(path)
    [head] = [row for row in book.active.iter_rows() if row[-1].value == identity.LABEL]
    known = {each.label: each for each in records.fields_for(kind)}
    for cell in reversed(head):
        each = known.get(cell.value)
        if each and each.kind in (Kind.TEXT, Kind.LONG_TEXT) and not each.required:
            book.active.delete_cols(cell.column)
    if "状态" not in known:
        at = book.active.max_column + 1
        for row in range(head[0].row, book.active.max_row + 1):
            book.active.cell(row, at, "状态" if row == head[0].row else "正在办")
    book.save(path)
    told = imports.import_sheet(filled, kind, path)
    assert (told.unchanged, told.errors) == (len(before), [])
    assert all_values(filled, kind) == before


def as_text(path, target):
    """The workbook as an office program saves it as text: dates and times as they are shown."""
    with target.open("w", encoding="gb18030", newline="") as file:
        for row in load_workbook(path).active.iter_rows():
            csv.writer(file).writerow([shown(cell) for cell in row])


def shown(cell):
    if cell.value is None:
        return ""
    if isinstance(cell.value, datetime):
        return (
            f"{cell.value:%Y-%m}" if cell.number_format == "yyyy-mm" else f"{cell.value:%Y-%m-%d}"
        )
    return str(cell.value)


def test_a_record_of_ours_is_read_whatever_it_is_called(filled, tmp_path):
    for name in ("各村", "合计", "说明：见附件"):
        builders.unit(filled, name)
    before = all_values(filled, "units")
    exports.export(filled, "units", tmp_path / "out.xlsx")
    told = imports.import_sheet(filled, "units", tmp_path / "out.xlsx")
    assert (told.unchanged, told.errors, told.notes) == (len(before), [], [])


def test_a_day_that_may_be_two_is_that_of_its_record_where_it_may_be_that_one(filled, tmp_path):
    exports.export(filled, "incident-counts", tmp_path / "out.xlsx")
    page = (book := load_workbook(tmp_path / "out.xlsx")).active
    for (cell,) in page.iter_rows(min_row=3, max_col=1):
        cell.value, cell.number_format = f"{cell.value:%m/%d/%Y}", "@"  # as LibreOffice shows it
    book.save(tmp_path / "out.xlsx")
    told = imports.import_sheet(filled, "incident-counts", tmp_path / "out.xlsx")
    assert (told.unchanged, told.errors) == (told.rows, [])
    page["A3"].value = "09/02/2026"
    book.save(tmp_path / "out.xlsx")
    told = imports.import_sheet(filled, "incident-counts", tmp_path / "out.xlsx")
    assert [(each.row, each.column) for each in told.errors] == [(3, "月份")]


OTHER_WORDS = {
    Kind.TEXT: "改过的字", Kind.LONG_TEXT: "改过的话", Kind.NAMES: "钱一、孙二", Kind.FLAG: None,
}  # fmt: skip


def another(work, kind, each, value, seen):
    """Another value for a field, as it is stored and as a sheet writes it."""
    if each.kind is Kind.CHOICE:
        found = next(word for word in each.choices if word not in (value, seen))
        return found, found
    if each.kind is Kind.FLAG:
        return (not value), ("否" if value else "是")
    if each.kind in (Kind.INTEGER, Kind.DECIMAL):
        found = (value or 0) + 1
        return found, found
    if each.kind is Kind.REFERENCE:
        found = next((o for o in records.references(work, each.refers_to) if o.id != value), None)
        return (found.id, found.label) if found else (None, None)
    if each.kind in OTHER_WORDS:
        words = OTHER_WORDS[each.kind]
        return (tuple(words.split("、")) if each.kind is Kind.NAMES else words), words
    return None, None


@pytest.mark.parametrize("kind", imports.IMPORTABLE)
def test_an_edited_cell_of_an_export_changes_that_record_in_that_field(filled, tmp_path, kind):
    """Unless a rule forbids the value: then nothing changes and the cell is named."""
    work = filled
    path = tmp_path / "out.xlsx"
    tried = 0
    for each in records.fields_for(kind):
        before = all_values(work, kind)
        exports.export(work, kind, path)
        listed = records.listing(work, kind)
        one = listed.ids[0]
        value, words = another(
            work, kind, each, before[one][each.name], listed.rows[0][listed.column(each.name)]
        )
        if words is None or not each.editable:
            continue

        def change(sheet, top, places, each=each, words=words):
            label = f"{each.label}（{each.unit}）" if each.unit else each.label
            sheet.cell(top + 1, places[label]).value = words

        told = imports.import_sheet(work, kind, edited(path, change))
        after = all_values(work, kind)
        differing = {
            (record, name)
            for record in after
            for name in after[record]
            if after[record][name] != before[record][name]
        }
        assert set(after) == set(before)
        if told.rejected:
            assert (told.rejected, differing) == (1, set()), told.errors
            continue
        tried += 1
        assert (told.updated, told.unchanged) == (1, len(before) - 1), each.name
        assert differing == {(one, each.name)}, each.name
        assert after[one][each.name] == value
        work.undo()
    assert tried >= 2


@pytest.mark.parametrize("kind", identity.NATURAL_KEYS)
def test_a_natural_key_is_what_the_database_keeps_single(kind):
    if kind == "tasks":
        return  # a text may number two clauses alike; number and title together name one
    held = {
        tuple(column.name for column in index.columns)
        for index in CATALOGUE[kind].__table__.indexes
        if index.unique
    }
    names = set(identity.NATURAL_KEYS[kind])
    assert any(set(key) <= names for key in held)


@pytest.mark.parametrize("kind", imports.IMPORTABLE)
def test_what_the_database_keeps_single_names_a_record(kind):
    single = any(index.unique for index in CATALOGUE[kind].__table__.indexes)
    assert not single or kind in identity.NATURAL_KEYS


def test_the_state_of_every_row_is_told(take):
    head = "夜晚|村|带班人|人数"
    take("patrols", head, "2026-10-09|北村|张三|3")
    told = take(
        "patrols", head, "2026-10-09|北村|张三|3", "2026-10-10|北村|张三|3", "2026-10-09|北村|李|4",
        "2026-10-09|没有村|李|4",
    )  # fmt: skip
    assert [told.outcomes[number].state for number in (2, 3, 4, 5)] == [
        RowState.UNCHANGED, RowState.NEW, RowState.NEW, RowState.WRONG,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", imports.IMPORTABLE)
def test_every_kind_knows_a_row_that_came_before(kind):
    """Else the same file taken in twice would double every record of it."""
    assert kind in identity.NATURAL_KEYS or kind in identity.LIKENESSES
