import os
import sys
import threading

import pytest

from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.files import write_problem, write_whole
from gaotang_desktop.holding import is_held, put_in_place


class Held(OSError):
    """What Windows says; elsewhere an OSError has no ``winerror``."""

    def __init__(self, code):
        super().__init__(13, "Access is denied")
        self.winerror = code


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_is_open_in_wps_is_said_to_be(tmp_path, code):
    path = tmp_path / "得分表.xlsx"
    path.write_bytes(b"")
    assert "请先在 WPS 里关闭它" in str(write_problem(path, Held(code)))


def test_access_denied_to_a_file_that_is_not_there_is_not_blamed_on_wps(tmp_path):
    assert not is_held(Held(5), tmp_path / "没有.xlsx")
    assert not is_held(Held(5), tmp_path)
    assert "WPS" not in str(write_problem(tmp_path / "没有.xlsx", Held(5)))


@pytest.mark.skipif(os.name != "nt", reason="only Windows holds files")
def test_a_scanner_that_lets_go_is_waited_for(tmp_path):
    part, path = tmp_path / "a.part", tmp_path / "a.xlsx"
    part.write_bytes(b"new")
    scanner = part.open("rb")
    timer = threading.Timer(0.3, scanner.close)
    timer.start()
    put_in_place(part, path)
    timer.join()
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name != "nt", reason="only Windows holds files")
def test_a_held_target_keeps_its_content_and_no_part_is_left(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    with path.open("rb"), pytest.raises(StorageProblem, match="请先在 WPS 里关闭它"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows holds; elsewhere renaming just works")
def test_a_missing_part_fails_at_once(tmp_path):
    with pytest.raises(FileNotFoundError):
        put_in_place(tmp_path / "a.part", tmp_path / "a", patience=60)
