"""A damaged data file: each command says a sentence and ends with 1, and none alters the file."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest

PAGE = 4096
TABLES = (
    "alembic_version", "villages", "patrols", "operations", "changes", "attachments", "settings",
    "issued_documents",
)  # fmt: skip


def zero(start, end):
    return lambda b: b[:start] + bytes(min(end, len(b)) - start) + b[end:]


def noise(start, end):
    return lambda b: b[:start] + bytes((n * 37 + 11) % 256 for n in range(end - start)) + b[end:]


def cut(share):
    return lambda b: b[: int(len(b) * share)]


def put(place, some):
    return lambda b: b[:place] + some + b[place + len(some) :]


def page(number, harm=zero):
    return harm((number - 1) * PAGE, number * PAGE)


def half_page(number):
    return zero((number - 1) * PAGE, (number - 1) * PAGE + PAGE // 2)


FIXED = {
    "header zeroed": zero(0, 100),
    "magic zeroed": zero(0, 16),
    "first page zeroed": page(1),
    "first page after its header zeroed": zero(100, PAGE),
    "first page noise": page(1, noise),
    "another magic": put(0, b"PK\x03\x04"),
    "magic of an older kind": put(0, b"SQLite format 2\0"),
    "page size wrong": put(16, b"\x00\x03"),
    "page size of 512": put(16, b"\x02\x00"),
    "reserved space wrong": put(20, b"\xff"),
    "fractions wrong": put(21, b"\x01\x01\x01"),
    "file format of a later version": put(18, b"\x09\x09"),
    "schema format wrong": put(44, b"\x00\x00\x00\x63"),
    "all noise": lambda b: noise(0, len(b))(b),
    "all zeros": lambda b: bytes(len(b)),
    "text": lambda b: "数据".encode() * 3000,
    "a line of text": lambda b: b"moved to D:\r\n",
    "line ends changed": lambda b: b.replace(b"\n", b"\r\n"),
    "as if sent as text": lambda b: b.decode("latin-1").encode("utf-8"),
    "first half missing": lambda b: b[len(b) // 2 :],
    "two halves changed over": lambda b: b[len(b) // 2 :] + b[: len(b) // 2],
    **{f"cut to {share}": cut(share) for share in (0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)},
    "cut to one byte": lambda b: b[:1],
    "cut to 99 bytes": lambda b: b[:99],
    "cut to one page": lambda b: b[:PAGE],
    "cut by one page": lambda b: b[:-PAGE],
    "cut in the last page": lambda b: b[:-100],
}
BY_TABLE = [(table, harm) for table in TABLES for harm in ("zero", "half", "noise")]
INDICES = range(10)
ALTERED = {
    "a table dropped": "DROP TABLE attachments",
    "the tables' list emptied": "DELETE FROM sqlite_master WHERE name = 'patrols'",
    "no revision": "DELETE FROM alembic_version",
}

COMMANDS = [
    ("check",),
    ("list", "villages"),
    ("evaluate", "2026-09"),
    ("export", "patrols", "{out}"),
    ("print", "ruler-sheet", "--out", "{out}"),
    ("template", "villages", "{out}"),
    ("backup", "{copy}"),
    ("demo",),
]


def refused_by_all(command, folder, tmp_path):
    path = folder / "gaotang.sqlite"
    before = path.read_bytes()
    for words in COMMANDS:
        words = [word.format(out=tmp_path / "出", copy=tmp_path / "份.sqlite") for word in words]
        code, out, said = command(folder, *words)
        assert code == 1, (words, out, said)
        assert said.strip().endswith("。"), words
        assert "Traceback" not in said
        assert "数据完好" not in out
        assert path.read_bytes() == before, words
        assert not (tmp_path / "出").exists()
        assert not (tmp_path / "份.sqlite").exists()
    assert "最近一份完好的备份" in command(folder, "check")[1]


@pytest.fixture
def folder(office, tmp_path):
    return shutil.copytree(office, tmp_path / "data")


def harmed(folder, harm):
    path = folder / "gaotang.sqlite"
    path.write_bytes(harm(path.read_bytes()))
    return folder


@pytest.mark.parametrize("name", FIXED)
def test_a_file_harmed_as_a_whole(folder, command, tmp_path, name):
    refused_by_all(command, harmed(folder, FIXED[name]), tmp_path)


@pytest.mark.parametrize(("table", "harm"), BY_TABLE)
def test_a_file_with_a_harmed_page_of_a_table(folder, command, tmp_path, table, harm):
    with closing(sqlite3.connect(folder / "gaotang.sqlite")) as file:
        where = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        root = file.execute(where, (table,)).fetchone()[0]
    kinds = {"zero": page(root), "half": half_page(root), "noise": page(root, noise)}
    refused_by_all(command, harmed(folder, kinds[harm]), tmp_path)


@pytest.mark.parametrize("number", INDICES)
def test_a_file_with_a_harmed_index(folder, command, tmp_path, number):
    with closing(sqlite3.connect(folder / "gaotang.sqlite")) as file:
        found = file.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name IN "
            "('villages', 'patrols', 'changes', 'operations', 'attachments') ORDER BY name"
        ).fetchall()
    root = found[number % len(found)][0]
    harm = (page(root), page(root, noise))[number // len(found) % 2]
    refused_by_all(command, harmed(folder, harm), tmp_path)


def test_a_file_whose_index_tells_another_story_than_the_table(folder, command, tmp_path):
    with closing(sqlite3.connect(folder / "gaotang.sqlite", isolation_level=None)) as file:
        file.execute("PRAGMA writable_schema=ON")
        root = "SELECT rootpage FROM sqlite_master WHERE name = 'patrols'"
        other = "SELECT rootpage FROM sqlite_master WHERE name = 'missed_nights'"
        file.execute(f"UPDATE sqlite_master SET rootpage = ({other}) WHERE name = 'patrols'")
        assert file.execute(root).fetchone()
    refused_by_all(command, folder, tmp_path)


@pytest.mark.parametrize("name", ALTERED)
def test_a_file_whose_tables_are_not_ours_any_more(folder, command, tmp_path, name):
    with closing(sqlite3.connect(folder / "gaotang.sqlite", isolation_level=None)) as file:
        file.execute("PRAGMA writable_schema=ON")
        file.execute(ALTERED[name])
    refused_by_all(command, folder, tmp_path)


@pytest.mark.parametrize("statement", [
    "ALTER TABLE patrols DROP COLUMN finding",
    "ALTER TABLE patrols RENAME TO patrols_; CREATE VIEW patrols AS SELECT * FROM patrols_",
])  # fmt: skip
def test_a_file_with_a_table_that_is_not_ours(folder, command, tmp_path, statement):
    with closing(sqlite3.connect(folder / "gaotang.sqlite", isolation_level=None)) as file:
        file.executescript(statement)
    refused_by_all(command, folder, tmp_path)


FLIPPED = {
    "UPDATE patrols SET night = '2026-0y-03' WHERE id = 3": "平安夜巡第 3 条的“夜晚”读不出来",
    "UPDATE patrols SET people = '三' WHERE id = 3": "平安夜巡第 3 条的“人数”读不出来",
    "UPDATE patrols SET leader = CAST(x'ff41' AS TEXT) WHERE id = 3": "平安夜巡第 3 条的“带班人”读不出来",
}  # fmt: skip


@pytest.mark.parametrize("statement", FLIPPED)
def test_a_value_that_nobody_can_read_is_named_by_the_check_and_by_what_meets_it(
    folder, command, statement
):
    path = folder / "gaotang.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute(statement)
    before = path.read_bytes()
    code, _out, said = command(folder, "check")
    assert (code, FLIPPED[statement] in said) == (1, True)
    code, _out, said = command(folder, "list", "patrols")
    assert (code, said) == (0, "") or (code, FLIPPED[statement] in said) == (1, True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["gaotang.sqlite", "gaotang.sqlite-wal", "gaotang.sqlite-journal"])
def test_a_folder_where_a_file_should_be_is_named(folder, command, name):
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    for words in (("list", "villages"), ("check",), ("backup",)):
        code, _out, said = command(folder, *words)
        assert (code, "Traceback" in said) == (1, False)
        assert ("却是一个文件夹" in said) == (name != "gaotang.sqlite-journal"), said


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with names in folders")
def test_a_pipe_where_a_file_should_be_is_not_waited_for(folder, command):
    (folder / "gaotang.sqlite").unlink()
    os.mkfifo(folder / "gaotang.sqlite")
    for words in (("list", "villages"), ("check",), ("backup",)):
        code, _out, said = command(folder, *words)
        assert (code, "已经损坏" in said) == (1, True)


def test_a_harmed_file_is_salvaged_and_the_new_one_restored(folder, command, tmp_path):
    with closing(sqlite3.connect(folder / "gaotang.sqlite")) as file:
        where = "SELECT rootpage FROM sqlite_master WHERE name = 'villages'"
        root = file.execute(where).fetchone()[0]
    harmed(folder, page(root))
    code, out, said = command(folder, "salvage", str(tmp_path / "新.sqlite"))
    assert (code, said) == (0, "")
    assert "没有发现缺少的" in out
    assert f"读的是“{folder / 'gaotang.sqlite'}”，它没有动" in out
    # The file named is the new one: one that is there is not what is read, and is never written over.
    other = tmp_path / "村里的.sqlite"
    other.write_bytes((folder / "gaotang.sqlite").read_bytes())
    code, _out, said = command(folder, "salvage", str(other))
    assert (code, "已经有了，没有动它" in said) == (1, True)
    assert other.read_bytes() == (folder / "gaotang.sqlite").read_bytes()
    assert command(folder, "restore", str(tmp_path / "新.sqlite"))[0] == 0
    code, out, _said = command(folder, "check")
    assert code == 0
    assert "数据完好" in out


@pytest.mark.parametrize(
    ("harm", "may_be_encrypted"),
    [("magic zeroed", False), ("another magic", False), ("all zeros", False), ("all noise", True)],
)
def test_only_where_the_beginning_tells_nothing_both_possibilities_are_said(
    folder, command, harm, may_be_encrypted
):
    code, _out, said = command(harmed(folder, FIXED[harm]), "list", "villages")
    both = "没有设过口令的，是它坏了；设过口令的，可能只是钥匙文件" in said
    assert (code, both) == (1, may_be_encrypted)
    assert "请从备份恢复" in said


@pytest.mark.parametrize("content", [b"S", b"SQLite format 3\0" + bytes(80), b"moved to D:\r\n"])
def test_the_rest_of_a_file_is_never_begun_anew_in_even_where_nothing_else_is_left(
    tmp_path, command, content
):
    path = tmp_path / "data" / "gaotang.sqlite"
    path.parent.mkdir()
    path.write_bytes(content)
    for words in (("check",), ("list", "villages"), ("demo",)):
        code, _out, said = command(path.parent, *words)
        assert (code, "已经损坏" in said) == (1, True), words
        assert path.read_bytes() == content
