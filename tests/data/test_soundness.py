"""A brief look at the file on opening: what it does not reach is refused when it is read."""

from contextlib import closing
from datetime import date

import pytest
from builders import open_work, patrol, village

from gaotang_desktop import keys
from gaotang_desktop.data import soundness
from gaotang_desktop.data.connections import connect
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.domain.errors import DamagedDatabase
from gaotang_desktop.services import records
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.services.workplace import Workplace

PAGE = 4096


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory):
    """An encrypted office with patrols, its key known; and the first page that holds them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "ROUNDS", 2)
        folder = tmp_path_factory.mktemp("sound") / "data"
        work = open_work(folder)
        place = village(work)
        for day in range(1, 29):
            patrol(work, place, night=date(2026, 9, day), handling="巡查一遍。" * 100)
        work.close()
        encryption.encrypt(folder, "一句不短的话")
        path = folder / "gaotang.sqlite"
        with closing(connect(path, "ro")) as connection:
            root = connection.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = 'patrols'"
            ).fetchone()[0]
        yield folder, path, root
        keys.forget()


@pytest.mark.parametrize("place", [0, 17, 2000, PAGE - 90, PAGE - 1], ids=str)
def test_an_encrypted_page_that_the_look_did_not_reach_is_never_read_as_something_else(
    encrypted, place
):
    folder, path, root = encrypted
    whole = path.read_bytes()
    hurt = bytearray(whole)
    hurt[(root - 1) * PAGE + place] ^= 1
    try:
        with closing(Workplace.open(folder, alone=False)) as work:
            path.write_bytes(hurt)  # as if the look had ended before it
            with pytest.raises(DamagedDatabase):
                records.listing(work, "patrols")
        with pytest.raises(DamagedDatabase):
            soundness.require_sound(path)
    finally:
        path.write_bytes(whole)


def test_an_encrypted_index_that_holds_more_than_its_table_is_found_on_opening(encrypted, tmp_path):
    _folder, path, _root = encrypted
    copy = tmp_path / "gaotang.sqlite"
    copy.write_bytes(path.read_bytes())
    soundness.require_sound(copy)
    hidden = "type = 'index' AND tbl_name = 'patrols' AND sql IS NOT NULL"
    steps = (
        (
            "PRAGMA writable_schema = ON",
            f"CREATE TABLE aside AS SELECT * FROM sqlite_master WHERE {hidden}",
            f"DELETE FROM sqlite_master WHERE {hidden}",
        ),
        ("DELETE FROM patrols WHERE id = 3",),  # the indices are not known now
        (
            "PRAGMA writable_schema = ON",
            "INSERT INTO sqlite_master SELECT * FROM aside",
            "DROP TABLE aside",
        ),
    )
    for each in steps:
        with closing(connect(copy, "rw")) as connection:
            for step in each:
                connection.execute(step)
    with pytest.raises(DamagedDatabase):
        soundness.require_sound(copy)


@pytest.mark.parametrize("state", ["new", "whole", "damaged"])
def test_what_is_to_be_done_beside_the_look_is_done_once_whatever_the_look_finds(tmp_path, state):
    folder, done = tmp_path / "data", []
    if state != "new":
        open_work(folder).close()
    if state == "damaged":
        path = folder / "gaotang.sqlite"
        whole = path.read_bytes()
        path.write_bytes(whole[: 8 * PAGE] + bytes(8 * PAGE) + whole[16 * PAGE :])
        with pytest.raises(DamagedDatabase):
            Workplace.open(folder, meanwhile=lambda: done.append(1))
        assert FolderLock(folder).take() is None  # it was given back
    else:
        Workplace.open(folder, meanwhile=lambda: done.append(1)).close()
    assert done == [1]
