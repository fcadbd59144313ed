"""A folder that held an office is never taken for a new one, whatever became of its database."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from gaotang_desktop import paths
from gaotang_desktop.domain.errors import MissingDatabase
from gaotang_desktop.paths import MARKER
from gaotang_desktop.services import backups
from gaotang_desktop.services.workplace import Workplace

LOST = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "without a table": lambda path: path.write_bytes(without_tables(path)),
}
COMMANDS = [
    ("check",),
    ("backup",),
    ("backup", "{out}"),
    ("list", "villages"),
    ("demo",),
    ("evaluate", "2026-09"),
    ("export", "villages", "{out}"),
    ("template", "villages", "{out}"),
    ("print", "ruler-sheet", "--out", "{out}"),
]


def without_tables(path):
    path.unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute("CREATE TABLE a (b)")
        file.execute("DROP TABLE a")
    return path.read_bytes()


def content(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(params=LOST)
def lost(request, office, tmp_path):
    folder = shutil.copytree(office, tmp_path / "data")
    LOST[request.param](folder / "gaotang.sqlite")
    return folder


def test_no_command_begins_anew_or_keeps_a_copy_of_nothing(lost, command, tmp_path):
    before = content(lost)
    for words in COMMANDS:
        words = [word.format(out=tmp_path / "出.sqlite") for word in words]
        code, out, said = command(lost, *words)
        assert (code, "数据完好" in out) == (1, False), words
        assert "没有新建数据" in said, words
        assert "备份和附件和标记文件" in said
    assert {k: v for k, v in content(lost).items() if k.name != "gaotang.lock"} == {
        k: v for k, v in before.items() if k.name != "gaotang.lock"
    }
    assert not (tmp_path / "出.sqlite").exists()


@pytest.mark.parametrize("sign", ["backups", "attachments", MARKER])
def test_one_sign_of_an_office_is_enough(lost, sign):
    for name in {"backups", "attachments", MARKER} - {sign}:
        path = lost / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(MissingDatabase, match="没有新建数据"):
        Workplace.open(lost)


def test_the_check_names_the_newest_good_backup_and_it_brings_all_back(lost, command):
    code, out, _ = command(lost, "check")
    good = backups.newest_good(lost)
    assert (code, str(good.path) in out) == (1, True)
    told = json.loads(command(lost, "--json", "check")[1])
    assert len(told["problems"]) == 1
    assert command(lost, "restore", good.path)[0] == 0
    assert command(lost, "check")[0] == 0
    assert "第29村" in command(lost, "list", "villages")[1]


def test_a_new_folder_is_a_new_office_but_there_is_nothing_to_check_or_to_back_up(
    command, tmp_path
):
    for words in (("check",), ("backup",)):
        code, _, said = command(tmp_path / "neu", *words)
        assert (code, "里没有数据" in said) == (1, True)
    assert not (tmp_path / "neu").exists()
    assert command(tmp_path / "neu", "list", "villages")[0] == 0
    assert command(tmp_path / "neu", "check")[0] == 0


def test_a_fresh_database_in_the_place_of_the_old_one_is_not_taken_for_it(
    office, command, tmp_path
):
    folder = shutil.copytree(office, tmp_path / "data")
    Workplace.open(tmp_path / "neu").close()
    shutil.copy(tmp_path / "neu" / "gaotang.sqlite", folder / "gaotang.sqlite")
    for words in (("check",), ("backup",), ("list", "villages")):
        code, out, said = command(folder, *words)
        assert (code, "是空的" in said, "数据完好" in out) == (1, True, False)


def test_an_empty_backup_may_be_restored_all_the_same(tmp_path, command):
    assert command(tmp_path / "data", "list", "villages")[0] == 0
    assert command(tmp_path / "data", "backup", tmp_path / "leer.sqlite")[0] == 0
    villages = paths.resources() / "demo" / "villages.csv"
    assert command(tmp_path / "data", "import", "villages", villages)[0] == 0
    assert command(tmp_path / "data", "backup")[0] == 0
    assert command(tmp_path / "data", "restore", tmp_path / "leer.sqlite")[0] == 0
    assert command(tmp_path / "data", "check")[0] == 0
    assert command(tmp_path / "data", "backup")[0] == 0
