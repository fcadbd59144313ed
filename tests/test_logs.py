import contextlib
import faulthandler
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, qInstallMessageHandler, qWarning

from gaotang_desktop import logs
from gaotang_desktop.ui.frame.start import traces

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("张三", "13800000000")


@pytest.fixture
def log(tmp_path):
    root = logging.getLogger()
    before = list(root.handlers)
    path = logs.start(tmp_path)
    yield path
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
        handler.close()


def fail(name, phone):
    try:
        raise KeyError(name)
    except KeyError as problem:
        raise OSError(28, f"no room for {phone}") from problem


def test_the_log_tells_where_an_error_came_through_and_not_what_was_typed(log):
    try:
        fail(*NAMES)
    except OSError as problem:
        logging.getLogger("gaotang.test").error("unexpected error", exc_info=problem)
    said = log.read_text("utf-8")
    assert "unexpected error" in said
    assert "test_logs.py" in said
    assert " fail" in said
    assert "OSError errno=28" in said
    assert "KeyError" in said
    assert not any(name in said for name in NAMES)
    assert str(Path(__file__).parent) not in said


def test_what_other_libraries_say_is_kept_without_its_values(log):
    logging.getLogger("sqlalchemy.engine").warning("row of %s", NAMES[0])
    assert "row of %s" in log.read_text("utf-8")
    assert NAMES[0] not in log.read_text("utf-8")


def test_the_log_does_not_grow_for_ever(log):
    for _ in range(6000):
        logging.getLogger("gaotang.test").info("x" * 1000)
    assert sum(path.stat().st_size for path in log.parent.iterdir()) < 4_500_000


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_log_on_a_full_disk_says_nothing_in_the_command_line(tmp_path, capsys):
    (tmp_path / logs.NAME).symlink_to("/dev/full")
    logs.start(tmp_path, logger="gaotang.full")
    logger = logging.getLogger("gaotang.full")
    logger.error("no room for this line")
    (handler,) = logger.handlers
    logger.removeHandler(handler)
    with contextlib.suppress(OSError):
        handler.close()
    assert capsys.readouterr().err == ""


def test_a_native_crash_leaves_the_stack_of_the_code(tmp_path):
    script = (
        "import sys, faulthandler; from pathlib import Path; from gaotang_desktop import logs\n"
        "file = logs.watch_for_crashes(Path(sys.argv[1]))\n"
        "def opens_the_page(): faulthandler._sigsegv()\n"
        "opens_the_page()"
    )
    done = subprocess.run([sys.executable, "-c", script, tmp_path], cwd=ROOT, check=False)
    assert done.returncode != 0
    assert "opens_the_page" in (tmp_path / logs.CRASHES).read_text("utf-8")


def test_a_window_that_hangs_leaves_its_stack(tmp_path, qtbot):
    with (tmp_path / logs.CRASHES).open("w", encoding="utf-8") as file:
        parent = QObject()
        watch = traces.Heartbeat(parent, file, hangs_after=0.01)
        watch.start()
        while not (tmp_path / logs.CRASHES).stat().st_size:
            pass  # the thread stands still, as in an endless loop
        watch.stop()
        faulthandler.cancel_dump_traceback_later()
    assert "test_a_window_that_hangs" in (tmp_path / logs.CRASHES).read_text("utf-8")


def test_what_qt_complains_of_is_logged_a_few_times_without_the_home_folder(log):
    traces.log_qt_messages()
    try:
        for _ in range(50):
            qWarning(f"cannot read {Path.home()}/a.svg")
    finally:
        qInstallMessageHandler(None)
    said = log.read_text("utf-8")
    assert 1 <= said.count("cannot read ~") <= 5
    assert str(Path.home()) not in said


def test_a_data_folder_that_cannot_be_written_has_its_log_in_the_temporary_folder(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    place = logs.place_in(tmp_path / "file" / "data")
    assert place is not None
    assert tmp_path not in place.parents
