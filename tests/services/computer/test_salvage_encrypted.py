"""A damaged encrypted file: a page that cannot be decrypted costs its own rows alone."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from builders import NOW, open_work, patrol, village

from gaotang_desktop import keys
from gaotang_desktop.data import backups as copies
from gaotang_desktop.data.connections import connect
from gaotang_desktop.services import backups
from gaotang_desktop.services.computer import encryption, salvage

PAGE = 4096


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An encrypted office with a backup and more patrols since; its key is known."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "ROUNDS", 2)
        folder = tmp_path_factory.mktemp("sealed") / "data"
        work = open_work(folder)
        place = village(work)
        for day in range(1, 31):
            patrol(work, place, night=date(2026, 9, day), handling="劝返三人。" * 60)
        backups.back_up(work)
        for day in range(1, 11):
            patrol(work, place, night=date(2026, 10, day))
        work.close()
        encryption.encrypt(folder, "一句不短的话")
        yield folder
        keys.forget()


@pytest.fixture
def folder(office, tmp_path):
    return shutil.copytree(office, tmp_path / "data")


def spoil(path, page, place=200):
    with path.open("rb+") as file:
        file.seek((page - 1) * PAGE + place)
        found = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([found[0] ^ 1]))


def salvaged(folder):
    before = (folder / "gaotang.sqlite").read_bytes()
    report = salvage.run(folder, now=lambda: NOW)
    assert (folder / "gaotang.sqlite").read_bytes() == before
    copies.require_sound(report.path)
    return {each.table: each for each in report.lines}


def test_what_lay_on_a_page_comes_from_the_history_and_every_other_table_is_read_on(folder):
    path = folder / "gaotang.sqlite"
    with closing(connect(path, "ro")) as file:
        asked = "SELECT rootpage FROM sqlite_master WHERE name = 'patrols'"
        ((root,),) = file.execute(asked).fetchall()
    spoil(path, root)
    found = salvaged(folder)
    assert (found["patrols"].kept, found["patrols"].from_history) == (40, 40)
    assert found["patrols"].lost == 0
    assert found["villages"].lost == 0


def schema_pages(path):
    """Pages without which the names of the tables cannot be read, but for the first."""
    for page in range(2, path.stat().st_size // PAGE + 1):
        spoil(path, page)
        try:
            with closing(connect(path, "ro", immutable=True)) as file:
                file.execute("SELECT name FROM sqlite_master").fetchall()
        except sqlite3.Error:
            yield page
        finally:
            spoil(path, page)


@pytest.mark.parametrize("where", ["schema", "first page", "head"])
def test_a_schema_that_cannot_be_decrypted_comes_from_the_newest_backup(folder, where):
    path = folder / "gaotang.sqlite"
    if where == "schema":
        for page in list(schema_pages(path))[1::2]:
            spoil(path, page)
    elif where == "first page":
        spoil(path, 1)
    else:
        for place in range(16):
            spoil(path, 1, place)
    found = salvaged(folder)
    assert found["patrols"].kept == 40
    assert found["patrols"].lost == 0
    assert found["villages"].kept == 1


def test_what_is_salvaged_of_an_encrypted_office_is_encrypted_too(tmp_path):
    work = open_work(tmp_path / "data")
    village(work)
    work.close()
    encryption.encrypt(work.folder, "一句不短的话")
    made = salvage.run(work.folder).path
    assert keys.is_encrypted(made)
    assert "郭桥村".encode() not in made.read_bytes()
