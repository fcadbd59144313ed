"""Another program holds the file: whoever wants it waits once, and is told what to do."""

import subprocess
import sys
from contextlib import contextmanager

import pytest
from builders import open_work, village
from sqlalchemy import event

from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services import backups

HOLDS = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute(sys.argv[2])
held.execute("BEGIN EXCLUSIVE")
held.execute("SELECT count(*) FROM villages").fetchone()
print("held", flush=True)
sys.stdin.read()
"""
ALONE, TO_WRITE = "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA locking_mode=NORMAL"


@contextmanager
def held(path, how):
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDS, path, how],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdout.readline() == "held\n"
    try:
        yield
    finally:
        program.communicate()


def test_a_file_that_is_held_is_waited_for_once_and_the_sentence_says_what_to_do(tmp_path):
    work = open_work(tmp_path / "data")
    village(work)
    work.close()
    opened = []

    def heard(event_name, args):
        if event_name == "sqlite3.connect" and opened is not None:
            opened.append(str(args[0]))

    sys.addaudithook(heard)
    with held(work.path, ALONE):
        with pytest.raises(StorageProblem, match=r"正被另一个程序占用，现在打不开.*再试一次"):
            open_work(work.folder)
        waiting = [each for each in opened if "immutable" not in each]
    # What is opened without a lock does not wait.
    assert len(waiting) == 1
    opened = None
    open_work(work.folder).close()


def test_a_second_try_to_save_does_not_wait_as_long_as_the_first(tmp_path):
    work = open_work(tmp_path / "data")
    village(work)
    asked = []
    event.listen(
        work.database._writers, "before_cursor_execute",
        lambda _c, _cursor, said, *_more: asked.append(said) if "busy" in said else None,
    )  # fmt: skip
    with held(work.path, TO_WRITE):
        for _ in range(2):
            with pytest.raises(StorageProblem, match="正被另一个程序占用，这次修改没有保存"):
                village(work, "刘庄村")
        assert backups.back_up(work)[0].exists()
    assert asked == ["PRAGMA busy_timeout=5000", "PRAGMA busy_timeout=300"]
    village(work, "刘庄村")
    work.close()
