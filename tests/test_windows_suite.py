"""The project's tests under Wine are tried part by part, and go on where they stopped."""

import json
import os
from pathlib import Path

import pytest
import suite
from python_source import Missing

ROOT = Path(__file__).resolve().parent.parent

# Stands for Wine, which most machines lack: notes the part and says what pytest would.
WINE = """#!/bin/sh
for last; do :; done
echo "$last" >> asked.txt
case "$last" in
  *test_bad.py) echo "FAILED $last::test_a - wrong"; echo "1 failed, 2 passed in 0.10s"; exit 1;;
  *test_gone.py) echo "Unhandled exception"; exit 5635;;
esac
echo "3 passed, 1 skipped in 0.10s"
"""

posix = pytest.mark.skipif(os.name == "nt", reason="a program of the shell stands for Wine")


@pytest.fixture
def place(tmp_path):
    for name in (
        "python/python.exe", "tests/domain/test_a.py", "tests/ui/test_bad.py", "tests/ui/test_gone.py",
    ):  # fmt: skip
        file = tmp_path / "copy" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"")
    program = tmp_path / "bin" / "wine"
    program.parent.mkdir()
    program.write_text(WINE, "utf-8")
    program.chmod(0o755)
    return tmp_path


def run(place, words=()):
    """What was told, and whether no part broke off."""
    told = []
    environment = {**os.environ, "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    return told, suite.run(environment, told.append, list(words), place)


def asked(place):
    file = place / "copy" / "asked.txt"
    return file.read_text("utf-8").split() if file.is_file() else []


def test_every_test_file_of_the_project_is_in_one_part():
    found = [
        file for part in suite.parts(ROOT / "tests") for file in suite.files_of(part, ROOT)
    ]  # fmt: skip
    left_out = [
        each for each in (ROOT / "tests").rglob("test_*.py")
        if any(each.is_relative_to(ROOT / name) for name in suite.LEFT_OUT)
    ]  # fmt: skip
    every = {each.relative_to(ROOT).as_posix() for each in (ROOT / "tests").rglob("test_*.py")}
    assert len(found) == len(set(found))
    assert set(found) == every - {each.relative_to(ROOT).as_posix() for each in left_out}


def test_what_needs_no_window_is_tried_first():
    parts = suite.parts(ROOT / "tests")
    windows = [part.startswith(("tests/ui", "tests/journeys")) for part in parts]
    assert windows == sorted(windows)
    assert parts[0].startswith("tests/domain")


@posix
def test_each_part_is_told_with_its_failures_and_kept_with_what_it_said(place):
    told, whole = run(place)
    assert "   1 of 3  tests/domain: 3 passed, 1 skipped, 0 s" in told
    assert "      FAILED tests/ui/test_bad.py::test_a - wrong" in told
    assert "   3 of 3  tests/ui/test_gone.py: 1 broke off, 0 s, exit code 3" in told
    assert "5 passed, 1 skipped, 1 failed, 1 broke off" in "\n".join(told)
    assert not whole
    log = place / "logs" / "tests.ui.test_bad.py.txt"
    assert "1 failed, 2 passed" in log.read_text("utf-8")


@posix
def test_a_run_that_was_stopped_goes_on_behind_the_last_part_that_came_to_its_end(place):
    run(place)
    kept = suite.results(place)
    del kept["tests/ui/test_gone.py"]
    suite.note(kept, place)
    (place / "copy" / "asked.txt").unlink()
    told, _ = run(place)
    assert asked(place) == ["tests/ui/test_gone.py"]
    assert [line for line in told if " of 3 " in line] == [
        "   3 of 3  tests/ui/test_gone.py: 1 broke off, 0 s, exit code 3"
    ]
    assert "5 passed, 1 skipped, 1 failed, 1 broke off" in "\n".join(told)
    assert json.loads((place / "state.json").read_text("utf-8")).keys() == {
        "tests/domain", "tests/ui/test_bad.py", "tests/ui/test_gone.py",
    }  # fmt: skip


@posix
def test_a_part_that_is_named_is_tried_once_more(place):
    run(place)
    (place / "copy" / "asked.txt").unlink()
    run(place, ["tests/ui/test_bad.py"])
    assert asked(place) == ["tests/ui/test_bad.py"]


def test_without_a_copy_there_is_nothing_to_go_on_with(tmp_path):
    with pytest.raises(Missing, match="without --go-on"):
        suite.run({}, print, [], tmp_path)
