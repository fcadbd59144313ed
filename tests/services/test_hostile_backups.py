"""A backup that somebody else made, or made up: nothing is written outside, nothing runs over."""

import hashlib
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest
from builders import NOW, open_work, village

from gaotang_desktop.data import attachments as store
from gaotang_desktop.domain.attachments import safe_name
from gaotang_desktop.domain.errors import Conflict, DamagedDatabase, DomainError
from gaotang_desktop.services import attachments, backups

BAD_NAMES = [
    "../../../坏.txt", "..\\..\\坏.bat", "/tmp/坏.txt", "C:\\Windows\\坏.exe", "c:坏.txt", "..", ".", "",
    "a/../../坏", "坏\0.txt", "CON", "nul.txt", "坏.txt. .", "坏\u202etxt.exe", "坏:流", "长" * 300 + ".pdf",
]  # fmt: skip


def content(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def copy(tmp_path):
    """A backup with one attached file beside it, to be tampered with."""
    work = open_work(tmp_path / "alt")
    number = village(work)
    (tmp_path / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", number, [tmp_path / "照片.txt"])
    backups.back_up(work, tmp_path / "stick" / "份.sqlite")
    work.close()
    return tmp_path / "stick" / "份.sqlite"


def altered(copy, *statements):
    with closing(sqlite3.connect(copy, isolation_level=None)) as file:
        for statement, *values in statements:
            file.execute(statement, values)
    return copy


def packed(copy, parts):
    with zipfile.ZipFile(backups.beside(copy), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            archive.writestr(info, body)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_file_name_never_leads_out_of_its_folder(copy, tmp_path, name):
    altered(copy, ("UPDATE attachments SET name = ?", name))
    backups.restore(tmp_path / "neu", copy, now=lambda: NOW, altered=True)
    work = open_work(tmp_path / "neu")
    before = content(tmp_path)
    shown = attachments.opened(work, 1)
    new = set(content(tmp_path)) - set(before)
    assert new == {shown}
    assert shown.parent.parent == tmp_path / "neu" / "opened"
    assert shown.read_text("utf-8") == "证据"
    assert content(tmp_path).items() >= before.items()
    work.close()


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_safe_name_is_a_plain_name_of_bearable_length(name):
    safe = safe_name(name)
    assert safe == safe_name(safe)
    assert safe not in {"", ".", ".."}
    assert not set(safe) & set('/\\:*?"<>|\0\u202e')
    assert len(safe.encode()) <= 240


def test_a_usual_name_stays_as_it_is():
    for name in ("现场照片（2）.jpg", "a.tar.gz", "2026年10月 夜巡.xlsx", "COM.txt", "..a"):
        assert safe_name(name) == name


@pytest.mark.parametrize("digest", ["../../../etc/passwd", "a" * 63, "A" * 64, "/etc/passwd", ""])
def test_a_digest_that_names_another_file_is_none(copy, tmp_path, digest):
    altered(copy, ("UPDATE attachments SET digest = ?", digest))
    backups.restore(tmp_path / "neu", copy, now=lambda: NOW, altered=True)
    work = open_work(tmp_path / "neu")
    with pytest.raises(DamagedDatabase):
        attachments.opened(work, 1)
    assert len(attachments.problems(work)) == 1
    with pytest.raises(DamagedDatabase):
        store.path_of(tmp_path, digest)
    work.close()


def test_names_in_the_packed_files_that_lead_outside_bring_nothing(copy, tmp_path):
    packed(copy, [("../../坏.txt", b"1"), ("C:\\坏.txt", b"2")])
    before = content(tmp_path)
    backups.restore(tmp_path / "neu", copy, now=lambda: NOW, altered=True)
    assert backups.missing_files(tmp_path / "neu") == 1
    assert [p for p in set(content(tmp_path)) - set(before) if "neu" not in p.parts] == []
    assert not (tmp_path / "neu" / "attachments").exists()


def test_packed_files_that_grow_beyond_measure_bring_nothing(copy, tmp_path):
    body = bytes(90 << 20)
    digest = hashlib.sha256(body).hexdigest()
    altered(copy, ("UPDATE attachments SET digest = ?, size = ?", digest, len(body)))
    packed(copy, [(digest, body)])
    backups.restore(tmp_path / "neu", copy, now=lambda: NOW, altered=True)
    assert backups.missing_files(tmp_path / "neu") == 1
    said = backups.said_of_missing(tmp_path / "neu", copy)
    assert "1 个附件的文件没有找到" in said
    assert "-附件.zip”展开后超过 64 MB" in said
    assert not (tmp_path / "neu" / "attachments").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON patrols BEGIN DELETE FROM villages; END",
        "CREATE VIEW v AS SELECT * FROM villages",
        "DROP TABLE settings",
        "DELETE FROM alembic_version",
        "INSERT INTO officers (village_id, role, name, created_at, changed_at)"
        " VALUES (99, '网格员', '某', '2026-01-01', '2026-01-01')",
    ],
)
def test_a_backup_that_is_not_as_ours_are_is_refused_and_nothing_changes(copy, tmp_path, statement):
    altered(copy, (statement,))
    before = content(tmp_path / "alt")
    with pytest.raises(DomainError, match=r"不能使用|不是"):
        backups.restore(tmp_path / "alt", copy, now=lambda: NOW)
    after = content(tmp_path / "alt")
    assert {k: v for k, v in after.items() if k.suffix != ".lock"} == {
        k: v for k, v in before.items() if k.suffix != ".lock"
    }


@pytest.mark.parametrize("image", ["{", "[]", '{"name": "x"}', "7"])
def test_cleaning_stops_when_the_history_cannot_be_read(copy, tmp_path, image):
    altered(copy, ("UPDATE changes SET after = ? WHERE table_name = 'attachments'", image))
    backups.restore(tmp_path / "neu", copy, now=lambda: NOW, altered=True)
    assert backups.missing_files(tmp_path / "neu") == 0
    work = open_work(tmp_path / "neu")
    with pytest.raises(Conflict, match="一个也没有清理"):
        attachments.clean_up(work)
    assert attachments.problems(work) == []
    work.close()


def test_cleaning_stops_when_the_file_on_the_disk_is_not_the_open_one(tmp_path):
    work = open_work(tmp_path / "data")
    number = village(work)
    backups.back_up(work, tmp_path / "份.sqlite")
    (tmp_path / "照片.txt").write_text(json.dumps("证据"), "utf-8")
    attachments.add(work, "villages", number, [tmp_path / "照片.txt"])
    for suffix in ("-wal", "-shm", ""):
        (tmp_path / "data" / f"gaotang.sqlite{suffix}").unlink()
    with pytest.raises(Conflict, match="一个也没有清理"):
        attachments.clean_up(work)
    (tmp_path / "data" / "gaotang.sqlite").write_bytes((tmp_path / "份.sqlite").read_bytes())
    with pytest.raises(Conflict, match="一个也没有清理"):
        attachments.clean_up(work)
    assert len(store.kept(tmp_path / "data" / "attachments")) == 1
    work.close()


def test_files_of_what_a_restoring_replaced_are_not_cleaned_away(tmp_path):
    work = open_work(tmp_path / "data")
    number = village(work)
    backups.back_up(work, tmp_path / "份.sqlite")
    (tmp_path / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", number, [tmp_path / "照片.txt"])
    work.close()
    kept = backups.restore(tmp_path / "data", tmp_path / "份.sqlite", now=lambda: NOW)
    work = open_work(tmp_path / "data")
    assert attachments.clean_up(work) == (0, 0)
    (kept / "gaotang.sqlite").write_bytes(b"damaged" * 900)
    with pytest.raises(Conflict, match="一个也没有清理"):
        attachments.clean_up(work)
    work.close()
