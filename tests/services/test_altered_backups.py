"""A backup in which bits flipped where SQLite does not look is not restored without a word."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders import NOW, open_work, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain.errors import AlteredCopy
from gaotang_desktop.services import backups, records, tampering
from gaotang_desktop.services.papers import drafts, issued_documents

OLD = Path(__file__).parents[1] / "old_databases"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Two backups, a village apart."""
    folder = tmp_path_factory.mktemp("office") / "data"
    work = open_work(folder)
    village(work, "郭桥村")
    issued_documents.issue(work, drafts.create(work, "notice"), despite_reminders=True)
    backups.back_up(work)
    records.save(work, "villages", {"name": "刘庄村", "remark": "在河边"})
    backups.back_up(work)
    work.close()
    return folder


@pytest.fixture
def folder(office, tmp_path):
    return shutil.copytree(office, tmp_path / "data")


def flipped(path, table, column, bits, where="1"):
    """Flip bits of a byte amid a text, as a bad disk or a bad stick does."""
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        asked = f"SELECT id, CAST({column} AS BLOB) FROM {table} WHERE {where} ORDER BY id DESC"
        row_id, stored = file.execute(asked).fetchone()
        text = bytearray(stored)
        text[len(text) // 2] ^= bits
        said = f"UPDATE {table} SET {column} = CAST(? AS TEXT) WHERE id = ?"
        file.execute(said, (bytes(text), row_id))


PLACES = {
    "a row": ("villages", "remark", "remark <> ''", "（备注）"),
    "an image of the history": ("changes", "after", "table_name = 'villages'", "起对不上"),
    "the title of a step": ("operations", "title", "1", "起对不上"),
    "an issued text": ("issued_documents", "text", "1", "（全文）"),
}


# 0x01 leaves another character, 0xC0 bytes that are no text.
@pytest.mark.parametrize("bits", [0x01, 0xC0])
@pytest.mark.parametrize("place", PLACES)
def test_a_backup_with_flipped_bits_is_refused_with_the_place_and_the_newest_good_one(
    folder, place, bits
):
    table, column, where, words = PLACES[place]
    newest, good = backups.listed(folder)
    flipped(newest.path, table, column, bits, where)
    before = (folder / "gaotang.sqlite").read_bytes()
    with pytest.raises(AlteredCopy) as raised:
        backups.restore(folder, newest.path, now=lambda: NOW)
    said = str(raised.value)
    assert words in said
    assert "郭桥村" not in said  # no title of a step: residents may stand in it
    assert good.path.name in said
    said.encode()  # nothing that cannot be printed
    assert (folder / "gaotang.sqlite").read_bytes() == before
    assert backups.newest_good(folder) == good
    assert backups.problem_with(newest.path)
    assert backups.restore(folder, good.path, now=lambda: NOW) is not None


def test_on_purpose_an_altered_backup_is_restored_and_the_check_goes_on_saying_so(
    folder, tmp_path, capsys
):
    newest, good = backups.listed(folder)
    flipped(newest.path, "villages", "remark", 0x01, "remark <> ''")
    asked = ["--data", str(folder), "restore", str(newest.path)]
    assert main(asked) == 1
    said = capsys.readouterr().err
    assert good.path.name in said
    assert "--altered" in said
    assert main([*asked, "--altered"]) == 0
    work = open_work(folder)
    assert len(records.listing(work, "villages").ids) == 2
    assert "“刘庄村”（备注）" in tampering.problems(work)[0]
    work.close()


@pytest.mark.parametrize("version", sorted(each.name for each in OLD.glob("*.sqlite")))
def test_a_backup_of_an_older_version_holds_and_its_flipped_bits_are_found(version, tmp_path):
    copy = Path(shutil.copy(OLD / version, tmp_path / version))
    assert tampering.problems_of(copy) == []
    flipped(copy, "operations", "title", 0x01)
    flipped(copy, "villages", "name", 0x01)
    # Before the fifth schema the history was no chain yet.
    assert len(tampering.problems_of(copy)) == (2 if version > "0005" else 0)


def test_a_backup_of_another_office_is_put_over_this_one_only_on_purpose(folder, tmp_path, capsys):
    other = open_work(tmp_path / "别家")
    village(other, "别村")
    theirs, _said = backups.back_up(other, tmp_path / "U盘.sqlite")
    other.close()
    before = (folder / "gaotang.sqlite").read_bytes()
    asked = ["--data", str(folder), "restore", str(theirs)]
    assert main(asked) == 1
    assert "别的数据文件夹" in capsys.readouterr().err
    (folder / "gaotang.sqlite").unlink()  # its backups still tell whose folder it is
    assert main(asked) == 1
    (folder / "gaotang.sqlite").write_bytes(before)
    assert main([*asked, "--other-office"]) == 0
    own = backups.listed(folder)[0].path
    assert not backups.is_of_others(folder, own)
    assert main([*asked[:-1], str(own)]) == 0
    assert not backups.is_of_others(tmp_path / "新电脑", theirs)
    nameless = shutil.copy(OLD / "0003.sqlite", tmp_path / "老版本.sqlite")
    assert main([*asked[:-1], str(nameless)]) == 1
    assert "没有写是哪个数据文件夹的" in capsys.readouterr().err
    assert main(["--data", str(tmp_path / "新电脑"), "restore", str(nameless)]) == 0
