"""A damaged database is salvaged: what was lost is what is told, and the damaged file stays as it was."""

import random
import shutil
from datetime import date

import archived_office
import pytest
from builders import NOW, open_work, patrol, village

from gaotang_desktop.data import backups as copies
from gaotang_desktop.data.connections import connect
from gaotang_desktop.domain.errors import DamagedDatabase, MissingDatabase
from gaotang_desktop.services import backups, records, tampering
from gaotang_desktop.services.computer import salvage

PAGE = 4096


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office with a record of every kind, a backup, and more patrols since."""
    folder = tmp_path_factory.mktemp("office")
    work = open_work(folder / "data")
    found = archived_office.fill(work, folder)
    for day in range(1, 29):
        patrol(work, found["villages"], night=date(2026, 8, day))
    backups.back_up(work)
    for name in "甲乙丙":
        village(work, f"{name}新村")
    village(work, "没有的村")
    work.undo()
    work.close()
    return folder / "data"


@pytest.fixture
def folder(office, tmp_path):
    return shutil.copytree(office, tmp_path / "data")


def run(folder):
    before = (folder / "gaotang.sqlite").read_bytes()
    report = salvage.run(folder, now=lambda: NOW)
    assert (folder / "gaotang.sqlite").read_bytes() == before
    copies.require_sound(report.path)
    return report


def by_table(report):
    return {each.table: each for each in report.lines}


def contents(path):
    file = connect(path, "ro")
    names = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = {
        name: file.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
        for name in names
        if name not in ("sqlite_sequence", "operations", "changes", "migrated_rows")
    }
    file.close()
    return rows


def page_of(folder, name):
    """The first page of a table or an index."""
    file = connect(folder / "gaotang.sqlite", "ro")
    found = file.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    file.close()
    return found[0]


def overwritten(folder, at, data):
    with (folder / "gaotang.sqlite").open("rb+") as file:
        file.seek(at)
        file.write(data)


def opened_again(folder, report):
    backups.restore(folder, report.path, now=lambda: NOW)
    return open_work(folder)


def test_a_sound_file_is_salvaged_whole_with_its_history(folder):
    report = run(folder)
    assert contents(report.path) == contents(folder / "gaotang.sqlite")
    assert report.lost == 0
    assert report.notes == ()
    work = opened_again(folder, report)
    assert tampering.problems(work) == []
    assert backups.check(work) == ()
    assert village(work, "丁新村") == max(records.listing(work, "villages").ids) == 7
    work.close()


def test_a_damaged_index_costs_nothing(folder):
    overwritten(folder, (page_of(folder, "ix_patrols_village_night") - 1) * PAGE, bytes(PAGE))
    with pytest.raises(DamagedDatabase):
        open_work(folder)
    report = run(folder)
    assert report.lost == 0
    assert contents(report.path)["patrols"] == contents(folder / "gaotang.sqlite")["patrols"]


def test_what_a_table_lost_comes_back_from_the_history(folder):
    before = contents(folder / "gaotang.sqlite")["patrols"]
    overwritten(folder, (page_of(folder, "patrols") - 1) * PAGE, bytes(PAGE))
    report = run(folder)
    assert contents(report.path)["patrols"] == before
    assert by_table(report)["patrols"].from_history == len(before)
    work = opened_again(folder, report)
    assert tampering.problems(work) == []
    assert len(records.listing(work, "patrols").ids) == len(before)
    work.close()


def test_a_damaged_history_keeps_every_record_and_begins_anew(folder):
    before = contents(folder / "gaotang.sqlite")
    overwritten(folder, (page_of(folder, "changes") - 1) * PAGE, bytes(PAGE))
    report = run(folder)
    assert contents(report.path) == before
    assert "修改历史不完整" in report.notes[0]
    work = opened_again(folder, report)
    assert tampering.problems(work) == []
    work.close()


def test_a_damaged_schema_is_taken_from_the_newest_backup(folder):
    before = contents(folder / "gaotang.sqlite")
    overwritten(folder, 0, bytes(PAGE))
    report = run(folder)
    assert contents(report.path) == before
    assert "照最近一份备份认的" in report.notes[0]


def test_without_a_schema_and_without_a_backup_a_sentence_says_so(folder):
    shutil.rmtree(folder / "backups")
    overwritten(folder, 0, bytes(PAGE))
    with pytest.raises(DamagedDatabase, match="没有备份的"):
        salvage.run(folder, now=lambda: NOW)


def test_what_is_lost_for_good_is_told_beside_what_the_backup_has(folder):
    for name in ("patrols", "changes"):
        overwritten(folder, (page_of(folder, name) - 1) * PAGE, bytes(PAGE))
    report = run(folder)
    line = by_table(report)["patrols"]
    assert line.kept < line.in_backup
    assert len(line.only_there) == line.in_backup - line.kept
    assert any(each.startswith("平安夜巡第 ") and "2026-08" in each for each in report.missing)
    assert "张三" not in "".join(report.missing)


def test_an_empty_or_vanished_file_is_not_salvaged(folder):
    (folder / "gaotang.sqlite").write_bytes(b"")
    with pytest.raises(MissingDatabase):
        salvage.run(folder, now=lambda: NOW)


def damage(chance, path, kind):
    size = path.stat().st_size
    with path.open("rb+") as file:
        if kind == "cut":
            file.truncate(chance.randrange(PAGE, size))
        elif kind == "zeroed":
            for _ in range(chance.randint(1, 6)):
                file.seek(chance.randrange(size // PAGE) * PAGE)
                file.write(bytes(PAGE))
        elif kind == "flipped":
            for _ in range(chance.randint(1, 40)):
                at = chance.randrange(size)
                file.seek(at)
                byte = file.read(1)[0]
                file.seek(at)
                file.write(bytes([byte ^ (1 << chance.randrange(4))]))
        else:
            at = chance.randrange(size - 20_000)
            file.seek(at)
            file.write(chance.randbytes(20_000))


@pytest.mark.parametrize("number", range(4))
def test_whatever_is_damaged_the_new_file_is_sound_and_opens(folder, number):
    chance = random.Random(number)
    damage(chance, folder / "gaotang.sqlite", ("cut", "zeroed", "flipped", "noise")[number % 4])
    report = run(folder)
    assert report.heading.endswith("。")
    work = opened_again(folder, report)
    assert backups.check(work) == ()
    assert tampering.problems(work) == []
    for each in ("patrols", "disputes", "villages", "issued-documents"):
        records.listing(work, each)
    work.close()


def test_a_file_cut_in_half_gives_what_is_left_of_it(folder):
    path = folder / "gaotang.sqlite"
    size = path.stat().st_size
    with path.open("rb+") as file:
        file.truncate(size // 2)
    report = run(folder)
    assert sum(each.kept for each in report.lines) > 0
    assert report.lost > 0


def test_a_file_of_noise_gives_a_sentence_and_no_file(folder):
    path = folder / "gaotang.sqlite"
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))
    with pytest.raises(DamagedDatabase, match="一条记录也读不出来"):
        salvage.run(folder, now=lambda: NOW)
    assert not list((folder / "backups").glob("抢救-*"))
