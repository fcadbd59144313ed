"""A file is either the old one or the whole new one."""

import errno
import stat
import sys
from pathlib import Path

import pytest

from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.files import remove_tree, write_problem, write_whole


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "通报.pdf"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's full disk")
def test_a_disk_without_room_is_a_sentence():
    with (
        pytest.raises(OSError, match="No space") as problem,
        Path("/dev/full").open("wb", 0) as disk,
    ):
        disk.write(b"x")
    assert "磁盘空间不够" in str(write_problem(Path("a.xlsx"), problem.value))


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EIO])
def test_every_obstacle_is_a_whole_sentence_that_says_nothing_was_saved(tmp_path, code):
    said = str(write_problem(tmp_path / "表.xlsx", OSError(code, "x")))
    assert said.endswith("。")
    assert "没有保存" in said
    assert "表.xlsx" in said


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StorageProblem, match="这个文件夹"):
        write_whole(tmp_path / "没有" / "a.txt", b"")


def test_a_folder_goes_with_the_read_only_files_in_it_which_windows_would_keep(tmp_path):
    folder = tmp_path / "示例数据"
    (folder / "opened").mkdir(parents=True)
    for name in ("照片.txt", "opened/照片.txt"):
        (folder / name).write_text("证据", "utf-8")
        (folder / name).chmod(stat.S_IREAD)
    remove_tree(folder)
    assert not folder.exists()
    remove_tree(folder)  # nothing is there
