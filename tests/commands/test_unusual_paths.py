"""Whatever a folder is called, each command reads and writes the file in it and no other."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from builders import open_work

import gaotang_desktop
from gaotang_desktop.data import connections, migrating
from gaotang_desktop.services import attachments, backups, records

PLAN = Path(__file__).parent.parent / "plans" / "gaotang-2022-99.txt"
OLD = Path(__file__).parent.parent / "old_databases" / "0001.sqlite"
NAMES = ["1#办公室", "a%41b 100%", "甲&乙=丙 ;'+", "-" + "长" * 60 + "/" + "path" * 30]
if os.name != "nt":
    NAMES += ["为什么?mode=rwc#x", 'a\\b"c\nd', ":memory:", "file:a"]


@pytest.fixture(params=NAMES, ids=range(len(NAMES)))
def place(request, tmp_path):
    folder = tmp_path / request.param / "数据"
    folder.parent.mkdir(parents=True)
    return folder


def everything_in(folder):
    return sorted(path for path in folder.rglob("*") if not path.is_dir())


def test_every_command_works_on_the_file_that_was_meant(place, office, command, tmp_path):
    shutil.copytree(office, place)
    out = place.parent / "出来"
    out.mkdir()
    sheet = out / "村.xlsx"
    rows = [
        ("list", "villages"),
        ("template", "villages", out / "模板.xlsx"),
        ("export", "villages", sheet),
        ("import", "villages", sheet),
        ("import-plan", PLAN, "--dry-run"),
        ("evaluate", "2026-09"),
        ("print", "ruler-sheet", "--out", out / "尺.pdf"),
        ("print", "notice", "--out", out / "通知.pdf", "--issue", "--despite-warnings"),
        ("backup",),
        ("backup", out / "份.sqlite"),
        ("restore", out / "份.sqlite"),
        ("check",),
    ]
    for words in rows:
        code, _, said = command(place, *words)
        assert code == 0, (words, said)
    assert "第29村" in command(place, "list", "villages")[1]
    assert (out / "份-附件.zip").is_file()
    assert backups.missing_files(place) == 0
    inside = [place, out]
    assert [p for p in everything_in(tmp_path) if not any(f in p.parents for f in inside)] == []


def test_a_new_office_begins_and_an_old_one_is_brought_up_to_date(place, tmp_path):
    work = open_work(place)
    records.save(work, "villages", {"name": "郭桥村"})
    work.close()
    older = place.parent / "旧"
    older.mkdir()
    shutil.copy(OLD, older / "gaotang.sqlite")
    work = open_work(older)
    assert len(records.listing(work, "villages").ids) == 2
    assert len(backups.listed(older)) == 1
    work.close()
    assert migrating.stored_revision(place / "gaotang.sqlite") == migrating.REVISIONS[-1]


def test_files_in_use_survive_the_cleaning(place, tmp_path):
    work = open_work(place)
    village = records.save(work, "villages", {"name": "郭桥村"})
    (tmp_path / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", village, [tmp_path / "照片.txt"])
    assert attachments.clean_up(work) == (0, 0)
    assert attachments.problems(work) == []
    work.close()


@pytest.mark.skipif(os.name == "nt", reason="needs a symbolic link")
def test_migrations_run_from_a_program_folder_with_a_percent_sign(tmp_path):
    place = tmp_path / "100%(here)s %41"
    place.mkdir()
    (place / "gaotang_desktop").symlink_to(Path(gaotang_desktop.__file__).parent)
    code = (
        "import sys; from pathlib import Path; from gaotang_desktop.data import migrating; "
        "migrating.make(Path(sys.argv[1]), 'head'); print(migrating.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "neu.sqlite")],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "100%" in done.stdout
    assert migrating.stored_revision(tmp_path / "neu.sqlite") == migrating.REVISIONS[-1]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/数据/1#a%41?.sqlite", "file:///%E6%95%B0%E6%8D%AE/1%23a%2541%3F.sqlite?mode=ro"),
        ("/a b&c=d/e.sqlite", "file:///a%20b%26c%3Dd/e.sqlite?mode=ro"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_what_means_something_in_a_uri_is_quoted(path, wanted):
    assert connections.uri(Path(path), "ro") == wanted


@pytest.mark.skipif(os.name == "nt", reason="SQLite's limit of 512 bytes is one of POSIX")
def test_a_path_too_long_for_the_database_is_refused_and_nothing_is_made(tmp_path, command):
    folder = tmp_path / ("长" * 80) / ("名" * 80) / "数据"
    code, _, said = command(folder, "list", "villages")
    assert (code, "路径太长" in said) == (1, True)
    assert everything_in(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_no_text_is_refused_in_a_sentence(office, command, tmp_path):
    # 村名单 as an archive from Windows leaves it behind.
    odd = os.fsdecode("村名单".encode("gbk"))
    data = shutil.copytree(office, tmp_path / "data")
    (tmp_path / odd).mkdir()
    shutil.copytree(office, tmp_path / odd / "data")
    (tmp_path / f"{odd}.csv").write_text("村名\n甲村", "utf-8")
    shutil.copy(data / "gaotang.sqlite", tmp_path / f"{odd}.sqlite")
    before = sorted(tmp_path.rglob("*"))
    tried = [
        (data, "import", "villages", tmp_path / f"{odd}.csv"),
        (data, "export", "villages", tmp_path / f"{odd}.xlsx"),
        (data, "print", "notice", "--out", tmp_path / "a.pdf", "--annex", tmp_path / f"{odd}.csv"),
        (data, "backup", tmp_path / f"{odd}2.sqlite"),
        (data, "restore", tmp_path / f"{odd}.sqlite"),
        (data, "salvage", tmp_path / f"{odd}3.sqlite"),
        (data, "forget", odd),
        (tmp_path / odd / "data", "list", "villages"),
        (tmp_path / odd / "data", "check"),
    ]
    for folder, *words in tried:
        code, out, said = command(folder, *words)
        assert (code, out) == (1, ""), words
        assert "认不出的字符" in said
        assert said.encode().endswith("请把它改个名字再试。\n".encode()), words
    assert sorted(tmp_path.rglob("*")) == before
    (tmp_path / "收").mkdir()
    shutil.copy(tmp_path / f"{odd}.csv", tmp_path / "收")
    _code, out, said = command(
        data, "gather", tmp_path / "收", "--kind", "patrols", "--period", "2026-09"
    )
    assert "认不出的字符" in out + said
