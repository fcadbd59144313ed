"""What was said of a sheet before it is taken in, and what was ticked, survives a power cut."""

from datetime import date

import pytest
from builders import patrol, unit
from form_filling import fill, night
from power_cuts import all_thrown_away, kept, page_of, thrown_away, town_window
from window_steps import closed, until_quiet

from gaotang_desktop.domain.periods import month
from gaotang_desktop.domain.sheets.rows import Decision, RowState
from gaotang_desktop.services import records
from gaotang_desktop.ui.frame.unsaved.keeping import open_entries
from gaotang_desktop.ui.ledgers.form_gathering import FormGathering, look_through
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview

SHEET = (
    "哪一晚,村,带班人,人数,出动情况\n"
    "2026-10-05,北村,张三丰,3,\n2026-10-06,白村,李四,许多,\n2026-10-07,郭楼村,,4,\n"
)


def fewer_on_the_fifth(work):
    patrol(work, 1, date(2026, 10, 5), people=3)


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    with town_window(tmp_path_factory.mktemp("town"), fewer_on_the_fifth) as opened:
        yield opened


@pytest.fixture(autouse=True)
def nothing_left_open(window):
    yield
    all_thrown_away(window)


def the(window, kind):
    [found] = [each for each in window.findChildren(kind) if each.isVisible()]
    return found


def back_again(window, dialog):
    entry = kept(dialog)
    assert window.page(entry.page).take_up(entry) == ""
    until_quiet(window)
    again = the(window, type(dialog))
    assert again.kept_as == entry.context
    assert again.typed()[0] == entry.words
    return entry, again


def read(preview):
    rows = preview.table.rows
    return [[row.values[header] for header in preview.sheet.header] for row in rows]


def answered(window, preview):
    """Everything that can be said of the sheet: a column, a filling, a word, a row, a cell."""
    preview.assign("哪一晚", "night")
    until_quiet(window)
    preview.strip.lines["leader"].put("王五")
    preview.strip._take()
    until_quiet(window)
    preview.names.lines["village_id", "白村"].put("北村")
    preview.names._take()
    until_quiet(window)
    model = preview.table.model()
    model.setData(model.index(1, 4), "4")
    until_quiet(window)
    assert preview.expected.outcomes[2].state is RowState.RESEMBLING
    preview.table.setCurrentIndex(model.index(0, 1))
    preview.below.decide[Decision.SKIP].click()
    preview.clearing.setChecked(True)
    until_quiet(window)


TOLD = [
    "“哪一晚”这一列：夜晚",
    "带班人统一填：王五",
    "“白村”就是“北村”",
    "第 2 行：跳过",
    "第 3 行 人数：4",
]


def test_a_file_with_all_that_was_said_of_it(window, tmp_path):
    path = tmp_path / "来表.csv"
    path.write_text(SHEET, encoding="utf-8")
    page = page_of(window, "patrols")
    page.ledgers["patrols"].preview_sheet(path)
    until_quiet(window)
    preview = the(window, ImportPreview)
    assert not list(open_entries([]))  # what was only looked at is not kept
    answered(window, preview)
    before = preview.said.text(), read(preview)
    entry, again = back_again(window, preview)
    assert (entry.page, entry.told) == ("patrols", TOLD)
    assert (again.said.text(), read(again)) == before
    again.reject()
    assert again.isVisible()  # nobody throws it away by one press
    again.take.click()
    until_quiet(window)
    stored = records.listing(window.desk.work, "patrols", period=month(2026, 10))
    leaders = [row[stored.column("leader")] for row in stored.rows]
    assert sorted(leaders)[-2:] == ["李四", "王五"]
    window.undo()
    until_quiet(window)


def test_a_file_that_was_changed_meanwhile_is_not_mended_by_guess(window, tmp_path):
    path = tmp_path / "来表.csv"
    path.write_text(SHEET, encoding="utf-8")
    page = page_of(window, "patrols")
    page.ledgers["patrols"].preview_sheet(path)
    until_quiet(window)
    preview = the(window, ImportPreview)
    answered(window, preview)
    entry = kept(preview)
    path.write_text(f"{SHEET}2026-10-08,北村,赵六,3,\n", encoding="utf-8")
    assert "后来改过" in page.take_up(entry)
    path.unlink()
    assert "不在原来的地方" in page.take_up(entry)
    until_quiet(window)
    assert not [each for each in window.findChildren(ImportPreview) if each.isVisible()]


def test_pasted_rows_with_all_that_was_said_of_them(window):
    page = page_of(window, "patrols")
    page.ledgers["patrols"].preview_text(SHEET.replace(",", "\t"))
    until_quiet(window)
    preview = the(window, ImportPreview)
    answered(window, preview)
    before = preview.said.text(), read(preview)
    _entry, again = back_again(window, preview)
    assert (again.said.text(), read(again)) == before


def test_the_ticks_of_sending_and_gathering_forms_and_what_was_mended_in_their_preview(
    window, tmp_path
):
    page = page_of(window, "patrols")
    sending = page.send_forms()
    assert not list(open_entries([]))
    sending.period.set_period(month(2026, 9))
    sending.set_folder(tmp_path)
    sending.villages.item(0).setCheckState(sending.villages.item(1).checkState().Unchecked)
    entry, sending = back_again(window, sending)
    assert entry.told == ["勾了 1 个：郭楼村"]
    sending.every.click()
    sending.take.click()
    until_quiet(window)
    forms = sorted(tmp_path.glob("*.xlsx"))
    for form in forms:
        fill(form, night(people="许多"))
    look_through(page, window.desk, "patrols", month(2026, 9), tmp_path)
    until_quiet(window)
    gathering = the(window, FormGathering)
    gathering.tick(forms[0].name, on=False)
    _entry, gathering = back_again(window, gathering)
    assert [each.name for each in gathering.ticked()] == [forms[1].name]
    gathering.take.click()
    until_quiet(window)
    preview = the(window, ImportPreview)
    [at] = [at for at, head in enumerate(preview.table.header, start=1) if head.startswith("人数")]
    preview.table.model().setData(preview.table.model().index(0, at), "4")
    until_quiet(window)
    before = preview.said.text(), read(preview)
    _entry, again = back_again(window, preview)
    assert (again.said.text(), read(again)) == before
    entry = kept(again)
    forms[1].unlink()
    assert "不在原来的地方" in page.take_up(entry)


def test_the_members_that_were_ticked(window):
    work = window.desk.work
    group = unit(work, "镇直各单位", kind="群体", stands_for="成员单位")
    page = page_of(window, "registers")
    dialog = page.edit_members([group])
    assert not list(open_entries([]))
    dialog.tick(dialog.list.item(0).data(0x0100))
    ticked = dialog.ticked()
    entry, again = back_again(window, dialog)
    assert again.ticked() == ticked
    assert entry.told == [f"勾了 1 个：{again.list.item(0).text()}"]
    again.reject()
    assert again.isVisible()
    again.reject()
    assert closed(again)


def test_one_field_of_several_records(window):
    page = page_of(window, "patrols")
    ids = [patrol(window.desk.work, 2, date(2026, 10, day)) for day in (11, 12)]
    dialog = page.ledgers["patrols"].edit_many(ids)
    dialog.field.setCurrentIndex(dialog.field.findData("people"))
    assert not list(open_entries([]))
    dialog.form.put({"people": "七个"})  # also what cannot be read
    entry, again = back_again(window, dialog)
    assert entry.told == ["选中的 2 次平安夜巡，改“人数”", "人数：七个"]
    assert again.chosen.name == "people"
    again.reject()
    assert again.isVisible()
    thrown_away(again)
    records.bin_records(window.desk.work, "patrols", ids[:1])
    assert "已经不在了" in page.take_up(entry)
