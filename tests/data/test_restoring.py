"""The way back from a backup loses nothing, at whatever moment the power goes."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from builders import NOW, open_work, village

from gaotang_desktop.data import connections
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services import backups

ROOT = Path(__file__).resolve().parents[2]
SAVES = """
import os, sys
from pathlib import Path
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace
work = Workplace.open(Path(sys.argv[1]))
for number in range(20):
    records.save(work, "villages", {"name": f"后来第{number}村"})
os._exit(9)
"""


def python(*words):
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """Three villages in a backup, twenty more only in the WAL: the program was killed."""
    place = tmp_path_factory.mktemp("killed")
    work = open_work(place / "data")
    for number in range(3):
        village(work, f"第{number}村")
    backups.back_up(work, place / "份.sqlite")
    work.close()
    assert python("-c", SAVES, place / "data")[0] == 9
    assert (place / "data" / "gaotang.sqlite-wal").stat().st_size > 0
    return place


@pytest.fixture
def folder(killed, tmp_path):
    shutil.copytree(killed, tmp_path, dirs_exist_ok=True)
    return tmp_path / "data"


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_killed_at_any_line_all_is_old_or_all_is_new_with_the_old_beside_it(folder, tmp_path):
    script = Path(__file__).with_name("killed_restore.py")
    code, out, said = python(script, folder, tmp_path / "份.sqlite", tmp_path / "work")
    told = [json.loads(line) for line in out.splitlines()]
    assert (code, told[-1]["code"]) == (0, 0), said
    assert len(told) > 50
    for each in told:
        assert each["now"] in (23, 3), each
        if each["now"] == 3:
            assert each["kept"] == [23], each
    assert {each["now"] for each in told} == {23, 3}


def test_what_a_killed_restoring_left_is_gone_after_the_next_opening(folder):
    for name in ("gaotang.sqlite.restoring", "gaotang.sqlite.restoring.part"):
        (folder / name).write_bytes(b"half")
    half = folder / "backups" / "replaced-20261024-090000.part"
    half.mkdir(parents=True)
    (half / "gaotang.sqlite").write_bytes(b"half")
    open_work(folder).close()
    assert list(folder.glob("*.restoring*")) == []
    assert not half.exists()


def test_a_damaged_file_is_kept_with_its_wal(folder, tmp_path):
    path = folder / "gaotang.sqlite"
    path.write_bytes(b"x" * 9000)
    wal = connections.beside(path, "-wal").read_bytes()
    kept = backups.restore(folder, tmp_path / "份.sqlite", now=lambda: NOW)
    assert (kept / "gaotang.sqlite").read_bytes() == b"x" * 9000
    assert (kept / "gaotang.sqlite-wal").read_bytes() == wal
    work = open_work(folder)
    assert backups.check(work) == ()
    work.close()


def test_an_empty_file_beside_a_wal_is_not_opened_before_it_is_kept(folder, tmp_path):
    path = folder / "gaotang.sqlite"
    path.write_bytes(b"")
    wal = connections.beside(path, "-wal").read_bytes()
    kept = backups.restore(folder, tmp_path / "份.sqlite", now=lambda: NOW)
    assert (kept / "gaotang.sqlite-wal").read_bytes() == wal


def test_a_file_in_use_by_another_program_is_left_as_it_is(folder, tmp_path):
    with closing(sqlite3.connect(folder / "gaotang.sqlite")) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM villages").fetchone() == (23,)
        with pytest.raises(StorageProblem, match="占用"):
            backups.restore(folder, tmp_path / "份.sqlite", now=lambda: NOW)
        assert other.execute("SELECT count(*) FROM villages").fetchone() == (23,)


def test_two_restorings_in_one_second_keep_both(folder, tmp_path):
    first = backups.restore(folder, tmp_path / "份.sqlite", now=lambda: NOW)
    second = backups.restore(folder, tmp_path / "份.sqlite", now=lambda: NOW)
    assert first != second
    assert {each.parent for each in (first, second)} == {folder / "backups"}
    shutil.rmtree(first)
    assert (second / "gaotang.sqlite").is_file()
