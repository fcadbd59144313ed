"""A WAL that is damaged in its middle, or another file's, is told and kept; one that a power cut left is read."""

import shutil
from contextlib import closing
from datetime import date

import pytest
from builders import NOW, open_work, patrol, village

from gaotang_desktop.data import restoring, wal
from gaotang_desktop.data.connections import connect
from gaotang_desktop.domain.errors import DamagedDatabase
from gaotang_desktop.services import backups, records
from gaotang_desktop.services.computer import encryption, salvage

DATABASE, WAL = "gaotang.sqlite", "gaotang.sqlite-wal"
HEADER, FRAME = 32, 24 + 4096
JOURNAL_HEAD = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"


def cut_off(work, folder):
    """The files of an open office as they lie there when the power goes."""
    folder.mkdir()
    for name in (DATABASE, WAL):
        shutil.copyfile(work.folder / name, folder / name)
    return folder / DATABASE


def with_nights(folder, *, count=12):
    """An open office whose nights stand in its WAL alone; closing it would fold that in."""
    work = open_work(folder)
    place = village(work)
    work.close()
    work = open_work(folder)
    for day in range(1, count + 1):
        patrol(work, place, night=date(2026, 9, day))
    return work


@pytest.fixture
def left(tmp_path):
    work = with_nights(tmp_path / "working")
    try:
        yield cut_off(work, tmp_path / "left")
    finally:
        work.close()


def frames(path):
    return (path.stat().st_size - HEADER) // FRAME


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


def files(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.suffix != ".lock"}


def nights(database):
    work = open_work(database.parent)
    try:
        return len(records.listing(work, "patrols").ids)
    finally:
        work.close()


@pytest.mark.parametrize("place", ["content", "salts", "checksum", "head of the file"])
def test_commits_behind_a_damaged_frame_are_told_and_nothing_is_altered(left, place):
    log = left.with_name(WAL)
    start = HEADER + frames(log) // 2 * FRAME
    at = {"content": start + 1000, "salts": start + 9, "checksum": start + 17}
    flip(log, at.get(place, 2))
    before = files(left.parent)
    with pytest.raises(DamagedDatabase, match=r"中间坏了：坏处后面还有至少 \d+ 次保存"):
        open_work(left.parent)
    assert {name: held for name, held in files(left.parent).items() if name in before} == before
    assert any("中间坏了" in said for said in backups.check_file(left.parent))


def test_every_damaged_frame_but_those_of_the_newest_commit_is_found(left):
    log = left.with_name(WAL)
    whole = log.read_bytes()
    found = []
    for number in range(frames(log)):
        flip(log, HEADER + number * FRAME + 500)
        found.append(bool(wal.problem(left)))
        log.write_bytes(whole)
    first_missed = found.index(False)
    assert not any(found[first_missed:])
    # The newest commit is a few frames.
    assert frames(log) - first_missed < 15 < first_missed


@pytest.mark.parametrize("cut", [1, 100, 4096, 4119, 4121, 2 * FRAME])
def test_a_tail_that_a_power_cut_left_is_no_damage(left, cut):
    log = left.with_name(WAL)
    content = log.read_bytes()
    log.write_bytes(content[:-cut])
    assert wal.problem(left) == ""
    assert nights(left) == 11


def test_a_last_commit_written_out_of_order_is_no_damage(left):
    log = left.with_name(WAL)
    flip(log, HEADER + (frames(log) - 2) * FRAME + 30)
    assert wal.problem(left) == ""
    assert nights(left) == 11


@pytest.mark.parametrize("has_password", [False, True])
@pytest.mark.parametrize("way", ["PASSIVE", "FULL", "RESTART", "TRUNCATE"])
def test_a_program_that_only_folds_the_wal_in_hinders_no_saving(tmp_path, way, has_password):
    folder = tmp_path / "working"
    work = with_nights(folder, count=5)
    if has_password:
        work.close()
        encryption.encrypt(folder, "一句不短的话")
        work = open_work(folder)
        patrol(work, 1, night=date(2026, 9, 29))
    for day in (1, 2):
        with closing(connect(work.path, "rw")) as other:
            other.execute(f"PRAGMA wal_checkpoint({way})")
        patrol(work, 1, night=date(2026, 10, day))
        assert work.database.place.problem() is None
    work.close()
    assert nights(folder / DATABASE) == (8 if has_password else 7)


def test_frames_of_an_earlier_round_behind_the_newest_are_no_damage(tmp_path):
    work = with_nights(tmp_path / "working", count=25)
    with closing(connect(work.path, "rw")) as other:
        other.execute("PRAGMA wal_checkpoint(RESTART)")
    patrol(work, 1, night=date(2026, 10, 1))
    database = cut_off(work, tmp_path / "left")
    work.close()
    assert frames(database.with_name(WAL)) > 50
    assert wal.problem(database) == ""
    assert nights(database) == 26


JOURNALS = {"none": None, "an empty one": b"", "one to be taken back": JOURNAL_HEAD + bytes(1016)}


@pytest.mark.parametrize("journal", JOURNALS)
@pytest.mark.parametrize("has_password", [False, True])
def test_a_wal_beside_an_older_file_is_told_and_neither_is_altered(tmp_path, has_password, journal):
    folder = tmp_path / "working"
    with_nights(folder, count=3).close()
    if has_password:
        encryption.encrypt(folder, "一句不短的话")
    older = (folder / DATABASE).read_bytes()
    work = open_work(folder)
    for day in range(4, 25):
        patrol(work, 1, night=date(2026, 9, day))
    work.close()
    work = open_work(folder)
    patrol(work, 1, night=date(2026, 9, 28))
    database = cut_off(work, tmp_path / "left")
    work.close()
    for each in folder.glob("gaotang-key.json"):
        shutil.copy(each, database.parent)
    assert wal.problem(database) == ""
    database.write_bytes(older)
    if JOURNALS[journal] is not None:
        database.with_name(f"{DATABASE}-journal").write_bytes(JOURNALS[journal])
    before = files(database.parent)
    with pytest.raises(DamagedDatabase, match="不是一起的"):
        open_work(database.parent)
    assert {name: database.with_name(name).read_bytes() for name in before} == before


def test_a_wal_beside_the_file_of_another_office_is_told(left, tmp_path):
    other = with_nights(tmp_path / "other", count=5)
    other.close()
    shutil.copyfile(other.folder / DATABASE, left)
    with pytest.raises(DamagedDatabase, match="不是一起的"):
        open_work(left.parent)


def test_restoring_keeps_the_damaged_wal_as_it_was(left, tmp_path):
    log = left.with_name(WAL)
    flip(log, HEADER + 2 * FRAME + 500)
    before = files(left.parent)
    good = tmp_path / "good"
    with_nights(good, count=2).close()
    kept = restoring.restore(good / DATABASE, left, now=NOW)
    assert {name: (kept / name).read_bytes() for name in (DATABASE, WAL)} == {
        name: before[name] for name in (DATABASE, WAL)
    }
    assert nights(left) == 2


def test_what_is_salvaged_beside_the_wal_of_another_file_is_of_the_file_alone(left, tmp_path):
    other = with_nights(tmp_path / "other", count=5)
    other.close()
    shutil.copyfile(other.folder / DATABASE, left)
    made = salvage.run(left.parent)
    saved = {each.label: each.kept for each in made.lines}
    assert saved["平安夜巡"] == 5


def test_what_is_salvaged_beside_a_damaged_wal_says_that_the_last_savings_are_not_in_it(left):
    flip(left.with_name(WAL), HEADER + 40 * FRAME + 500)
    made = salvage.run(left.parent)
    assert "最后的几次保存没有救出来" in made.heading
    assert any("中间坏了" in each for each in made.notes)
