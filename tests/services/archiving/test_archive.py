"""An archive holds every table, and gives every table back."""

import errno
import os
import re
import shutil
import subprocess
import unicodedata
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import any_office
import libreoffice
import pytest
from archived_office import SEPTEMBER, fill, rows
from builders import NOW, open_work, patrol, village
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gaotang_desktop.data.queries import archive as queries
from gaotang_desktop.domain.archiving.tables import places
from gaotang_desktop.domain.errors import Conflict, StorageProblem
from gaotang_desktop.domain.progress import Cancelled
from gaotang_desktop.services import attachments, evaluation, history, records
from gaotang_desktop.services.archiving import restoring, writing
from gaotang_desktop.services.papers import drafts, issued_documents
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.workbooks.reading import read_grid


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("archive")


@pytest.fixture(scope="module")
def archived(place):
    """The rows by table of an office; its archive is ``place / "归档"``, restored ``place / "new"``."""
    with closing(open_work(place / "data")) as work:
        fill(work, place)
        writing.write(work, place / "归档")
        found = rows(work)
    restoring.restore(place / "new", place / "归档", now=lambda: NOW)
    return found


@pytest.fixture(scope="module")
def office(place, archived):
    work = open_work(place / "data")
    yield work
    work.close()


@pytest.fixture(scope="module")
def again(place, archived):
    work = open_work(place / "new")
    yield work
    work.close()


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_table_comes_back_row_by_row(archived, again):
    assert [name for name, found in archived.items() if not found] == []
    assert rows(again) == archived


def test_what_came_back_is_archived_alike(place, office, again):
    writing.write(again, place / "again")
    first, second = files(place / "归档"), files(place / "again")
    # The history begins anew, and with it what says where it stood.
    for name in ("修改历史.xlsx", "说明.txt", "目录.xlsx"):
        assert first.pop(name)
        assert second.pop(name)
    assert first == second


def test_what_came_back_is_sound_and_says_where_it_came_from(office, again):
    assert history.check_everything(again) == []
    [done] = history.listed(again)
    assert done.title.startswith("从归档恢复：示例镇全部（2026-10-24 09:00 归档；原来的历史校验码 ")
    with pytest.raises(Conflict, match="不能撤销"):
        again.undo()


def test_the_scores_are_the_same(office, again):
    before, after = (evaluation.evaluate(work, SEPTEMBER) for work in (office, again))
    assert after.result == before.result
    assert after.now == before.now


def test_a_paper_prints_byte_for_byte_and_numbers_go_on(place, office, again):
    listed = issued_documents.listing(office)
    assert issued_documents.listing(again) == listed
    newest = listed.ids[0]
    assert issued_documents.reprint(again, newest) == issued_documents.reprint(office, newest)
    next_number = issued_documents.next_number(office, drafts.create(office, "notice"))
    assert issued_documents.next_number(again, drafts.create(again, "notice")) == next_number
    [paper] = (place / "归档" / "公文" / "2026").glob("*.pdf")
    assert paper.read_bytes() == issued_documents.reprint(office, newest)


def test_a_person_reads_names_where_the_program_has_ids(place, office):
    grid = read_grid(place / "归档" / "台账" / "平安夜巡.xlsx", "平安夜巡")
    (_, title), (_, heads), (_, first), *_ = grid.rows
    assert title[0] == "示例镇平安夜巡（全部）"
    assert dict(zip(heads, first, strict=False))["村"] == "北村"
    attached = read_grid(place / "归档" / "台账" / "附件.xlsx", "附件").rows[2][1]
    assert "矛盾纠纷：2026-002 赵某乙与钱大宝宅基地边界纠纷" in attached
    assert (place / "归档" / "附件" / "矛盾纠纷").is_dir()
    about = (place / "归档" / "说明.txt").read_text("utf-8-sig")
    assert "从归档恢复" in about
    assert "撤销用的记录" in about


def test_a_year_holds_its_records_and_what_they_refer_to(tmp_path):
    work = open_work(tmp_path / "data")
    fill(work, tmp_path)
    there = records.references(work, "villages")[0].id
    patrol(work, there, NOW.date().replace(year=2025))
    contents = writing.write(work, tmp_path / "2025", year=2025)
    assert contents.counts["patrols"] == 1
    assert contents.counts["villages"] == 2
    assert contents.counts["disputes"] == 0
    restoring.restore(tmp_path / "new", tmp_path / "2025", now=lambda: NOW)
    assert writing.write(work, tmp_path / "2026", year=2026).counts["patrols"] == 3
    restoring.restore(tmp_path / "other", tmp_path / "2026", now=lambda: NOW)
    for name in ("new", "other"):
        again = open_work(tmp_path / name)
        assert history.check_everything(again) == []
        again.close()
    work.close()


def test_a_masked_archive_names_no_resident_and_is_not_restored(tmp_path, office):
    contents = writing.write(office, tmp_path / "masked", masked=True)
    assert contents.masked
    said = ""
    for path in (tmp_path / "masked" / "台账").glob("*.xlsx"):
        for _, values in read_grid(path, path.stem).rows:
            said += " ".join(map(str, values))
    assert "赵某某" in said
    for name in ("赵某乙", "钱大宝", "王某己"):
        assert name not in said
    assert not (tmp_path / "masked" / "附件").exists()
    assert "不能恢复" in (tmp_path / "masked" / "说明.txt").read_text("utf-8-sig")
    with pytest.raises(Conflict, match="只供阅读"):
        restoring.restore(tmp_path / "new", tmp_path / "masked")
    assert not (tmp_path / "new").exists()


@settings(
    max_examples=2,
    phases=[Phase.generate],  # a number has no simpler one
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(number=st.integers(0, 2**32))
def test_whatever_rows_there_are_come_back_as_they_were(tmp_path, number):
    with TemporaryDirectory(dir=tmp_path) as name:
        place = Path(name)
        with closing(open_work(place / "data")) as work:
            any_office.put(work, any_office.office(number))
            before = rows(work)
            writing.write(work, place / "归档")
        restoring.restore(place / "new", place / "归档", now=lambda: NOW)
        with closing(open_work(place / "new")) as again:
            assert rows(again) == before
    assert sum(map(len, before.values())) > 60


def test_nothing_that_is_there_is_written_over(tmp_path, office):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a.txt").write_text("mine", "utf-8")
    with pytest.raises(Conflict, match="不覆盖"):
        writing.write(office, tmp_path / "there")
    with pytest.raises(StorageProblem, match="数据文件夹里"):
        writing.write(office, office.folder / "归档")
    with pytest.raises(StorageProblem, match="没有“"):
        writing.write(office, tmp_path / "no" / "归档")
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def test_every_table_and_column_is_named_once_and_in_chinese():
    for table in queries.tables():
        headings = [each.heading for each in places(table)]
        assert len(set(headings)) == len(headings), table.name
        seen = [table.label, *(each.heading for each in places(table) if not each.is_hidden)]
        assert all(re.search("[\u4e00-\u9fff]", each) for each in seen), table.name


def test_a_long_table_goes_into_several_workbooks(tmp_path):
    work = open_work(tmp_path / "data")
    for number in range(5):
        village(work, f"第{number}村")
    writing.write(work, tmp_path / "归档", rows_of_a_sheet=2)
    names = [each.name for each in (tmp_path / "归档" / "台账").glob("村（社区）*")]
    assert sorted(names) == ["村（社区） 2.xlsx", "村（社区） 3.xlsx", "村（社区）.xlsx"]
    restoring.restore(tmp_path / "new", tmp_path / "归档", now=lambda: NOW)
    again = open_work(tmp_path / "new")
    assert rows(again) == rows(work)
    again.close()
    work.close()


class StopsAfter:
    def __init__(self, steps):
        self.left = steps

    def step(self, done, total, what=""):
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_a_restore_that_is_stopped_leaves_no_trace_and_can_be_done_again(
    place, archived, tmp_path, monkeypatch
):
    open_work(tmp_path / "new").close()
    before = set(files(tmp_path / "new"))
    for steps in (0, 20, 60, 100):
        with pytest.raises(Cancelled):
            restoring.restore(
                tmp_path / "new", place / "归档", now=lambda: NOW, progress=StopsAfter(steps)
            )
        assert set(files(tmp_path / "new")) == before
        assert restoring.why_not(tmp_path / "new") == ""
    # Once the new database has its name, no failing disk takes the attached files away again.
    fsync = os.fsync

    def fails_at_last(handle):
        is_folder = os.path.samestat(os.fstat(handle), (tmp_path / "new").stat())
        if is_folder and not (tmp_path / "new" / "gaotang.sqlite.restoring").exists():
            raise OSError(errno.EIO, "the disk is failing")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fails_at_last)
    restoring.restore(tmp_path / "new", place / "归档", now=lambda: NOW)
    with closing(open_work(tmp_path / "new")) as again:
        assert rows(again) == archived
        assert not attachments.problems(again)


def test_without_room_nothing_is_written(tmp_path, office, monkeypatch):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=5 << 20))
    with pytest.raises(StorageProblem, match=r"磁盘空间不够：归档大约要 .* MB，还剩 5 MB"):
        writing.write(office, tmp_path / "归档")
    assert not list(tmp_path.iterdir())


def test_data_that_can_only_be_read_are_archived_too(tmp_path):
    work = open_work(tmp_path / "data")
    village(work)
    work.close()
    reader = Workplace.open_to_read(
        tmp_path / "data", StorageProblem("磁盘已满。"), now=lambda: NOW
    )
    assert writing.write(reader, tmp_path / "归档").counts["villages"] == 1
    reader.close()


@pytest.mark.skipif(not libreoffice.program(), reason="needs LibreOffice")
def test_an_archive_that_libreoffice_saved_anew_comes_back(place, archived, tmp_path):
    shutil.copytree(place / "归档", tmp_path / "归档")
    sheets = sorted((tmp_path / "归档" / "台账").glob("*.xlsx"))
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [libreoffice.program(), f"-env:UserInstallation={profile}", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "anew", *sheets],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    for each in (tmp_path / "anew").iterdir():
        each.replace(tmp_path / "归档" / "台账" / each.name)
    done = restoring.restore(tmp_path / "new", tmp_path / "归档", now=lambda: NOW)
    assert len(done.notes) == len(sheets)
    again = open_work(tmp_path / "new")
    assert rows(again) == archived
    again.close()


def test_names_of_files_are_allowed_everywhere(place, office):
    for name in files(place / "归档"):
        assert not set(name) & set('<>:"\\|?*')
        assert len(unicodedata.normalize("NFC", name).encode()) < 255
