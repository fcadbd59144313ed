"""Moving the data: everything arrives, or nothing was touched."""

import pytest
from builders import open_work, village

from gaotang_desktop import paths
from gaotang_desktop.data.lock import FolderLock
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.domain.progress import Cancelled
from gaotang_desktop.services import attachments, backups, records
from gaotang_desktop.services.computer import data_place


@pytest.fixture
def folder(tmp_path):
    """A data folder with a village, an attached file and a backup, closed."""
    work = open_work(tmp_path / "旧 1" / "数据")
    place = village(work)
    (tmp_path / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", place, [tmp_path / "照片.txt"])
    backups.back_up(work)
    attachments.opened(work, 1)  # a plain copy for another program, read-only: it goes nowhere
    work.close()
    return work.folder


def contents(folder):
    return {
        each.relative_to(folder): each.read_bytes()
        for each in folder.rglob("*")
        if each.is_file()
        and each.name not in {"gaotang.lock", data_place.MOVED_NOTE}
        and each.relative_to(folder).parts[0] != paths.OPENED
    }


def test_the_whole_folder_is_at_the_new_place_and_the_old_one_is_kept(folder, tmp_path):
    before, target = contents(folder), tmp_path / "D 盘" / "高塘双提升数据"
    assert data_place.move(folder, target) == len(before) >= 3
    assert contents(target) == before == contents(folder)
    assert (folder / paths.OPENED).is_dir()
    assert not (target / paths.OPENED).exists()
    assert str(target) in (folder / data_place.MOVED_NOTE).read_text("utf-8")
    assert paths.default_data_folder() == target
    work = open_work(target)
    assert [each.label for each in records.references(work, "villages")] == ["郭桥村"]
    assert attachments.problems(work) == []
    work.close()


def test_an_empty_folder_that_was_made_in_the_dialog_is_taken(folder, tmp_path):
    (tmp_path / "新建文件夹").mkdir()
    data_place.move(folder, tmp_path / "新建文件夹")
    assert paths.default_data_folder() == tmp_path / "新建文件夹"


@pytest.mark.parametrize("inner", ["", "里面", "../数据/backups/x"])
def test_the_new_place_is_not_part_of_the_old_one(folder, inner):
    with pytest.raises(StorageProblem, match="换一个文件夹"):
        data_place.move(folder, folder / inner)
    assert paths.chosen_data_folder() is None


def test_a_folder_that_holds_something_is_not_mixed_with_the_data(folder, tmp_path):
    (tmp_path / "文档").mkdir()
    (tmp_path / "文档" / "a.txt").write_text("", "utf-8")
    with pytest.raises(StorageProblem, match="不是空的"):
        data_place.move(folder, tmp_path / "文档")
    assert [each.name for each in (tmp_path / "文档").iterdir()] == ["a.txt"]


def test_data_that_are_open_elsewhere_are_not_moved(folder, tmp_path):
    lock = FolderLock(folder)
    lock.take()
    try:
        with pytest.raises(StorageProblem, match="另一个窗口"):
            data_place.move(folder, tmp_path / "新")
    finally:
        lock.release()
    assert not (tmp_path / "新").exists()


def test_a_move_that_is_cancelled_or_fails_leaves_nothing_and_the_old_place_holds(folder, tmp_path):
    class Impatient:
        def step(self, done, total, what=""):
            if done:
                raise Cancelled

    with pytest.raises(Cancelled):
        data_place.move(folder, tmp_path / "新", progress=Impatient())
    (tmp_path / "文件").write_text("", "utf-8")
    with pytest.raises(StorageProblem, match="没有改动"):
        data_place.move(folder, tmp_path / "文件" / "新")
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("新")] == []
    assert paths.default_data_folder() == paths.usual_data_folder()


def test_a_first_start_is_asked_only_where_there_is_a_choice(tmp_path, monkeypatch):
    assert data_place.places()[-1].folder == paths.usual_data_folder()
    assert data_place.places()[-1].free > 0
    paths.choose_data_folder(tmp_path)
    assert not data_place.must_be_asked()


def test_a_portable_copy_keeps_its_data_beside_itself(tmp_path, monkeypatch):
    program = tmp_path / "U 盘" / "高塘双提升工作台"
    program.mkdir(parents=True)
    monkeypatch.setattr(paths.sys, "_MEIPASS", str(program), raising=False)
    monkeypatch.setattr(paths.sys, "executable", str(program / "gaotang-desktop.exe"))
    assert paths.default_data_folder() == paths.usual_data_folder()
    (program / paths.PORTABLE_MARK).write_text("", "utf-8")
    assert paths.default_data_folder() == program.resolve() / "数据"
    assert not data_place.must_be_asked()
