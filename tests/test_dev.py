"""The developer's program and the package that it builds."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import harness
import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="apt-get is for Debian")


def dev_py(*words, python=sys.executable, **settings):
    return subprocess.run(
        [python, ROOT / "dev.py", *words], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, **settings}, check=False,
    )  # fmt: skip


@pytest.fixture
def bin_folder(tmp_path, monkeypatch):
    """A PATH with only the programs that a test puts there; what they were called with."""
    folder, log = tmp_path / "bin", tmp_path / "called.txt"
    folder.mkdir()

    def put(name, answer=0):
        script = folder / name
        script.write_text(
            f'#!/bin/sh\necho {name} "$@" >>{log}\n'
            + ('shift; exec "$@"\n' if name in {"sudo", "env"} else f"exit {answer}\n"),
            "utf-8",
        )
        script.chmod(0o755)

    monkeypatch.setenv("PATH", str(folder))
    put.called = lambda: log.read_text("utf-8").splitlines() if log.exists() else []
    return put


def test_without_a_command_it_says_what_it_can_do():
    told = dev_py()
    assert told.returncode == 2
    assert all(f"\n  {name} " in told.stdout for name in dev.COMMANDS)
    assert {
        "run",
        "test",
        "bench",
        "faults",
        "shots",
        "pictures",
        "build",
        "windows",
        "windows-test",
    } == set(dev.COMMANDS)
    assert dev_py("--help").returncode == 0


def test_an_argument_that_a_command_does_not_take_is_refused():
    assert dev_py("shots", "patrols").returncode == 2


def test_an_old_python_is_told_which_one_is_needed(tmp_path):
    # The check itself, under a Python that says it is older.
    source = (ROOT / "dev.py").read_text("utf-8")
    old = 'import sys\nsys.version_info, sys.version = (3, 9), "3.9.2 (main)"\n'
    (tmp_path / "dev.py").write_text(source.replace("import sys\n", old, 1), "utf-8")
    told = subprocess.run(
        [sys.executable, tmp_path / "dev.py", "run"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert told.stderr == "Python 3.11 or newer is needed; this is Python 3.9.2.\n"


def test_a_library_is_missing_only_when_it_does_not_load(monkeypatch):
    libraries = {"libnothing-like-this.so.9": "libnothing9"}
    programs = {"no-such-program": "nothing-tools", Path(sys.executable).name: "python3"}
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert dev.missing_packages(libraries, programs) == ["libnothing9", "nothing-tools"]


@linux_only
def test_without_rights_the_exact_line_is_given(bin_folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    bin_folder("apt-get")
    with pytest.raises(dev.Stop, match="sudo apt-get install -y --no-install-recommends xvfb-test"):
        dev.see_to_system({}, {"no-such-program": "xvfb-test"})
    assert bin_folder.called() == []


@linux_only
def test_what_is_still_missing_after_the_installation_is_named(bin_folder, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    for name in ("apt-get", "sudo", "env", "true"):
        bin_folder(name)
    with pytest.raises(dev.Stop, match="still missing after the installation: xvfb-test"):
        dev.see_to_system({}, {"no-such-program": "xvfb-test"})
    asked = [line for line in bin_folder.called() if line.startswith("apt-get")]
    assert asked[0] == "apt-get update -q"
    install, _, waits = asked[1].partition(" -o ")
    assert install == "apt-get install -y --no-install-recommends xvfb-test"
    assert waits == "DPkg::Lock::Timeout=300"


@linux_only
def test_a_system_without_apt_is_told_the_names(bin_folder):
    with pytest.raises(dev.Stop, match="xvfb-test"):
        dev.see_to_system({}, {"no-such-program": "xvfb-test"})


@linux_only
def test_a_failed_download_is_tried_once_more(bin_folder, capfd):
    bin_folder("pip", answer=1)
    with pytest.raises(dev.Stop):
        dev.must("pip", "install", attempts=2)
    assert bin_folder.called() == ["pip install", "pip install"]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """What decides whether an environment is up to date, in a folder of the test's own."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, path in {"ROOT": ".", "VENV": ".venv", "STAMP": ".venv/up-to-date.txt"}.items():
        monkeypatch.setattr(dev, name, tmp_path / path)
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / dev.PYTHON.relative_to(ROOT / ".venv"))
    return tmp_path


def test_a_changed_requirement_asks_for_an_installation(checkout):
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "pyvenv.cfg").write_text("version = 3.11.2", "utf-8")
    before = dev.wanted_stamp()
    assert dev.wanted_stamp() == before
    with (checkout / "requirements" / "dev.txt").open("a", encoding="utf-8") as file:
        file.write("another==1.0\n")
    assert dev.wanted_stamp() != before


def test_a_half_made_environment_is_not_taken_for_a_good_one(checkout):
    assert not dev.environment_works()
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "pyvenv.cfg").write_text("version = 3.11.2", "utf-8")
    assert not dev.environment_works()


def test_the_shipped_package_has_its_resources_its_manual_and_no_tests(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    shipped = {path.removeprefix("gaotang_desktop/_resources/") for path in names}
    source = ROOT / "resources"
    assert {
        path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()
    } <= shipped
    manual = ROOT / "docs" / "manual"
    chapters = {path.relative_to(manual).as_posix() for path in manual.rglob("*.*")}
    assert chapters <= {path.removeprefix("gaotang_desktop/_manual/") for path in names}
    assert "gaotang_desktop/data/migrations/env.py" in names
    assert not [name for name in names if "test" in name.partition("/")[0]]


def test_two_ways_are_timed_in_turn():
    order = []
    compared = harness.compare(lambda: order.append("ours"), lambda: order.append("raw"), rounds=3)
    assert order == ["ours", "raw"] * 4  # the first of each warms up
    assert len(compared.ours) == len(compared.baseline) == 3


def test_a_way_that_measures_itself_is_believed():
    compared = harness.compare(lambda: 0.3, lambda: 0.2, against="bare window")
    assert compared.ratio == pytest.approx(1.5)
    assert compared.line("first paint").split()[:3] == ["300.0", "200.0", "1.50"]
