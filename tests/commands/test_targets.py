"""What is written out never takes the place of the data, a backup or an attached file."""

import os
import shutil
from pathlib import Path

import pytest

from gaotang_desktop.services import backups
from gaotang_desktop.services.papers import issued_documents
from gaotang_desktop.services.workplace import Workplace

WRITERS = {
    "export": ("export", "villages", "{}"),
    "scores": ("export", "scores", "{}", "--period", "2026-09"),
    "template": ("template", "villages", "{}"),
    "print": ("print", "ruler-sheet", "--out", "{}"),
    "issue": ("print", "notice", "--out", "{}", "--issue", "--despite-warnings"),
    "backup": ("backup", "{}"),
    "archive": ("archive", "--to", "{}"),
}
INSIDE = [
    "gaotang.sqlite", "GAOTANG.SQLITE", "gaotang.sqlite-wal", "gaotang.sqlite-shm",
    "gaotang.sqlite-journal", "gaotang.sqlite.restoring", "gaotang.lock", "unsaved.json", "window.ini", "gaotang-office.txt",
    "backups/x.pdf", "attachments/x", "logs/gaotang.log", "./backups/../gaotang.sqlite",
]  # fmt: skip


def content(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock"}


def counted(folder):
    work = Workplace.open(folder)
    try:
        drafts = work.database
        with drafts.reading() as session:
            found = session.connection().exec_driver_sql(
                "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM issued_documents),"
                " (SELECT count(*) FROM operations)"
            )
            return tuple(found.one())
    finally:
        work.close()


@pytest.fixture
def folder(office, tmp_path):
    return shutil.copytree(office, tmp_path / "data")


def refused(command, folder, words, target):
    before, numbers = content(folder.parent), counted(folder)
    code, _out, said = command(folder, *[word.format(target) for word in words])
    assert (code, "没有覆盖它" in said) == (1, True), (words, said)
    assert content(folder.parent) == before, words
    assert counted(folder) == numbers


@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_takes_the_place_of_what_the_folder_needs(folder, command, writer):
    kept = next((folder / "backups").glob("*.sqlite"))
    attached = next(p for p in (folder / "attachments").rglob("*") if p.is_file())
    places = [*(folder / name for name in INSIDE), kept, attached]
    for target in places:
        refused(command, folder, WRITERS[writer], target)


@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_takes_the_place_of_data_that_lie_elsewhere(folder, command, writer, tmp_path):
    other = shutil.copytree(folder, tmp_path / "另一处")
    kept = next((folder / "backups").glob("*.sqlite"))
    (tmp_path / "U盘").mkdir()
    daily = Path(shutil.copy(kept, tmp_path / "U盘"))
    files = tmp_path / "U盘" / "份-附件.zip"
    files.write_bytes(b"PK")
    for target in (other / "gaotang.sqlite", daily, files):
        refused(command, folder, WRITERS[writer], target)


@pytest.mark.skipif(os.name == "nt", reason="needs links")
@pytest.mark.parametrize("writer", WRITERS)
def test_a_link_to_the_data_is_the_data(folder, command, writer, tmp_path):
    (tmp_path / "链接.xlsx").symlink_to(folder / "gaotang.sqlite")
    refused(command, folder, WRITERS[writer], tmp_path / "链接.xlsx")


@pytest.mark.parametrize("writer", [name for name in WRITERS if name != "backup"])
def test_a_backup_under_any_name_is_not_written_over(folder, command, writer, tmp_path):
    assert command(folder, "backup", tmp_path / "十月.bak")[0] == 0
    refused(command, folder, WRITERS[writer], tmp_path / "十月.bak")


def test_a_backup_takes_the_place_of_an_earlier_one_but_of_nothing_else(folder, command, tmp_path):
    assert command(folder, "backup", tmp_path / "十月.sqlite")[0] == 0
    assert command(folder, "backup", tmp_path / "十月.sqlite")[0] == 0
    (tmp_path / "报告.docx").write_bytes(b"PK report")
    refused(command, folder, WRITERS["backup"], tmp_path / "报告.docx")
    (tmp_path / "九月-附件.zip").write_bytes(b"PK files of a copy that was moved away")
    refused(command, folder, WRITERS["backup"], tmp_path / "九月.sqlite")
    assert command(folder, "backup", folder / "backups" / "节前.sqlite")[0] == 0
    refused(command, folder, WRITERS["backup"], folder / "backups" / "节前.sqlite")


@pytest.mark.parametrize("writer", [name for name in WRITERS if name != "archive"])
def test_an_old_file_stays_whole_and_nothing_is_left_when_writing_is_refused(
    folder, command, writer, tmp_path
):
    (tmp_path / "夹").mkdir()
    numbers = counted(folder)
    for target in (tmp_path / "没有这个" / "x.pdf", tmp_path / "夹"):
        before = content(tmp_path / "夹")
        code, _, said = command(folder, *[word.format(target) for word in WRITERS[writer]])
        if writer == "backup" and target.name == "x.pdf":
            assert code == 0  # a backup makes its folder
            continue
        assert (code, said.strip()[-1]) == (1, "。")
        assert content(tmp_path / "夹") == before
        assert list(tmp_path.rglob("*.part")) == []
        assert counted(folder) == numbers


def test_a_paper_that_may_not_be_issued_leaves_the_old_file_and_no_draft(folder, command, tmp_path):
    work = Workplace.open(folder)
    work.change_settings({"document_series": ""})
    work.close()
    out, numbers = tmp_path / "通知.pdf", counted(folder)
    out.write_bytes(b"the paper of last week")
    code, _, said = command(
        folder, "print", "notice", "--out", out, "--issue", "--despite-warnings"
    )
    assert (code, "发文代字" in said) == (1, True)
    assert out.read_bytes() == b"the paper of last week"
    assert list(tmp_path.glob(".*")) == []
    assert counted(folder) == numbers


def test_draft_number_and_file_are_one_operation(folder, command, tmp_path):
    drafts, issued, operations = counted(folder)
    assert (
        command(
            folder,
            "print",
            "notice",
            "--out",
            tmp_path / "通知.pdf",
            "--issue",
            "--despite-warnings",
        )[0]
        == 0
    )
    assert counted(folder) == (drafts + 1, issued + 1, operations + 1)
    work = Workplace.open(folder)
    number = issued_documents.listing(work).ids[0]
    assert issued_documents.reprint(work, number) == (tmp_path / "通知.pdf").read_bytes()
    assert backups.check(work) == ()
    work.close()


def test_sample_data_until_a_day_that_is_none_are_refused_in_a_sentence(tmp_path, command):
    code, _out, said = command(tmp_path / "neu", "demo", "--until", "某天")
    assert code == 1
    assert "日期" in said
