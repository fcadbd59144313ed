"""The files that were taken in stay with the record of the import, as they came."""

import builders
import pytest
from form_filling import fill, night, sent
from openpyxl import Workbook

from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import attachments, backups, records
from gaotang_desktop.services.sheets import imports, originals
from gaotang_desktop.services.sheets.forms import gathering, returned


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        builders.village(opened, name)
    yield opened
    opened.close()


def sheet(path, *rows):
    book = Workbook()
    for row in (["夜晚", "村", "带班人", "人数"], *rows):
        book.active.append(row)
    book.save(path)
    return path


def kept(work, import_id):
    """Name and bytes of each original."""
    return {
        each.name: attachments.opened(work, each.id).read_bytes()
        for each in attachments.listed(work, originals.KIND, import_id)
    }


def test_a_file_taken_in_is_kept_byte_for_byte_and_one_undo_takes_the_record_back(work, tmp_path):
    path = sheet(
        tmp_path / "十月.xlsx", ["2026-10-05", "北村", "张三", 3], ["坏", "北村", "张三", 3]
    )
    was = path.read_bytes()
    told = imports.import_sheet(work, "patrols", path)
    path.write_bytes(b"changed afterwards")
    assert kept(work, told.import_id) == {"十月.xlsx": was}
    values = records.get(work, originals.KIND, told.import_id)
    assert (values["ledger"], values["added"], values["rejected"]) == ("patrols", 1, 1)
    listed = records.listing(work, originals.KIND)
    assert listed.rows[0][listed.column("ledger")] == "平安夜巡"
    assert backups.check(work) == ()
    work.undo()
    assert records.listing(work, originals.KIND).ids == ()
    assert records.listing(work, "patrols").ids == ()
    assert attachments.unused(work) == set()  # 重做 needs it


def test_what_stores_nothing_keeps_nothing(work, tmp_path):
    path = sheet(tmp_path / "a.xlsx", ["2026-10-05", "北村", "张三", 3])
    assert imports.import_sheet(work, "patrols", path, dry_run=True).import_id is None
    assert imports.import_sheet(work, "patrols", path).import_id == 1
    assert imports.import_sheet(work, "patrols", path).import_id is None  # unchanged
    bad = sheet(tmp_path / "b.xlsx", ["2026-10-06", "北村", "张三", 3], ["坏", "北村", "张三", 3])
    choices = imports.Choices(all_or_nothing=True)
    assert imports.import_sheet(work, "patrols", bad, choices=choices).import_id is None
    assert len(records.listing(work, originals.KIND).ids) == 1


def test_a_file_that_is_gone_by_then_does_not_stop_the_import_and_that_is_said(work, tmp_path):
    path = sheet(tmp_path / "a.xlsx", ["2026-10-05", "北村", "张三", 3])
    read = imports.read_for("patrols", path)
    path.unlink()
    told = imports.take_in(work, "patrols", read, path, progress=Silent())
    assert told.imported == 1
    assert "来表“a.xlsx”没有留下原件" in told.notes[-1]
    assert attachments.listed(work, originals.KIND, told.import_id) == ()


def test_all_forms_of_a_gathering_are_kept_with_one_record(work, tmp_path):
    forms = sent(work, tmp_path / "发")
    (tmp_path / "收" / "二组").mkdir(parents=True)
    fill(forms["北村"], night(), to=tmp_path / "收" / "夜巡.xlsx")
    fill(forms["江村"], night("李四"), to=tmp_path / "收" / "二组" / "夜巡.xlsx")
    looked = returned.look(work, tmp_path / "收")
    rows = gathering.together(looked.kind, looked.files)
    told = gathering.take(work, looked, looked.files, rows)
    assert sorted(kept(work, told.import_id)) == ["夜巡.xlsx", "夜巡（2）.xlsx"]
