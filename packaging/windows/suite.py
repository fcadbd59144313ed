"""The project's tests with the Windows program's Python under Wine, part by part.

A full run takes hours. After each part its result is noted, so that a run that was stopped goes on
behind the last part that came to its end (``python dev.py windows-test --go-on``), with the same
copy of program and sources. What each part said lies in ``out/windows/suite/logs``.
"""

import contextlib
import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import python_source
from making import OUT, ROOT
from python_source import COMPILER, Missing

SUITE = OUT / "suite"
SOURCES = (
    "gaotang_desktop", "tests", "resources", "docs", "requirements", "pyproject.toml", "README.md",
    "CHANGELOG.md", "LICENSE", "dev.py",
)  # fmt: skip
WANTED = ("pytest", "pytest-qt", "hypothesis", "pdfplumber", "colorama", "tzdata")
# Tests that are left out under Wine, with the reason.
LEFT_OUT = {
    "tests/test_dev.py": "about Debian's own tools and the environment of a developer",
    "tests/test_windows_program.py": "about making the program, with tools of Debian",
    "tests/test_windows_suite.py": "the same",
    "tests/test_house.py": "about the sources, the same everywhere",
    "tests/test_rooms.py": "the same",
    "tests/test_lines_of_a_kind.py": "the same",
    "tests/faults": "its faults are made by a library of Linux",
    "tests/documents/test_word_in_libreoffice.py": "LibreOffice is not installed in Wine",
}
# What needs no window first: there a fault is one of the program more often than one of Wine.
ORDER = ("domain", "data", "services", "workbooks", "documents", "commands", "", "ui", "journeys")
OPENS_WINDOWS = ("ui", "journeys")
NOTHING_TO_DO = 5  # pytest's exit code where nothing of a part is for this system

Say = Callable[[str], None]
Results = dict[str, dict[str, Any]]


def gather(program: Path, place: Path = SUITE) -> None:
    """A copy of the installed program's Python and packages and of the sources, nothing tried yet.

    Raises:
        Missing: what the tests need is not to be had.
    """
    shutil.rmtree(place, ignore_errors=True)
    copy = place / "copy"
    copy_sources(copy)
    shutil.copytree(program / "python", copy / "python")
    shutil.copytree(program / "lib", copy / "lib")
    shutil.rmtree(copy / "lib" / "gaotang_desktop")
    version = next(
        each.stem.removeprefix("python") for each in (copy / "python").glob("python3*._pth")
    )
    python_source.run(
        sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target", copy / "more",
        "--platform", "win_amd64", "--python-version", f"{version[0]}.{version[1:]}",
        "--only-binary=:all:", "-c", ROOT / "requirements" / "constraints.txt", *WANTED,
    )  # fmt: skip
    (copy / "python" / f"python{version}._pth").write_text(
        f"python{version}.zip\n.\n..\\lib\n..\\more\n..\n", "utf-8"
    )
    wheel = next((OUT / "wheels").glob("pyside6_essentials-*.whl"), None)
    if wheel is None:
        raise Missing("The wheel of PySide6 is not in out/windows/wheels: make the program anew.")
    for name in ("QtTest.pyd", "Qt6Test.dll"):  # pytest-qt needs them, the program does not
        with zipfile.ZipFile(wheel) as packed, contextlib.suppress(KeyError):
            (copy / "lib" / "PySide6" / name).write_bytes(packed.read(f"PySide6/{name}"))
    source = copy / "python.c"
    source.write_text(
        '#include <windows.h>\ntypedef int (*M)(int, wchar_t **);\nint wmain(int n, wchar_t **w) {\n'
        f' HMODULE h = LoadLibraryW(L"python{version}.dll");\n if (!h) return 99;\n'
        ' return ((M)(void *)GetProcAddress(h, "Py_Main"))(n, w);\n}\n', "utf-8",
    )  # fmt: skip
    python_source.run(COMPILER, "-municode", "-O1", "-o", copy / "python" / "python.exe", source)


def copy_sources(place: Path) -> None:
    """What the tests read of the checkout."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place / name)


def parts(tests: Path) -> list[str]:
    """What runs in a process of its own: the files of one folder, and each file that opens windows.

    A part is named by its folder or file, below the folder that holds ``tests``.
    """
    root = tests.parent
    files = {
        each.relative_to(root).as_posix()
        for each in tests.rglob("test_*.py")
        if not any(each.is_relative_to(root / out) for out in LEFT_OUT)
    }
    named = {each if _opens_windows(each) else each.rpartition("/")[0] for each in files}
    return sorted(named, key=lambda each: (ORDER.index(_room(each)), each))


def files_of(part: str, root: Path) -> list[str]:
    """The files of a part, or what somebody named by hand."""
    if not (root / part).is_dir():
        return [part]
    found = [each.relative_to(root).as_posix() for each in (root / part).glob("test_*.py")]
    return sorted(each for each in found if each not in LEFT_OUT) or [part]


def _room(part: str) -> str:
    rooms = part.split("/")[1:2]
    return rooms[0] if rooms and rooms[0] in ORDER else ""


def _opens_windows(file: str) -> bool:
    return _room(file) in OPENS_WINDOWS


def results(place: Path = SUITE) -> Results:
    """What each part that came to its end gave: exit code, seconds, counts, lines that name failures."""
    state = place / "state.json"
    if not state.is_file():
        return {}
    kept: Results = json.loads(state.read_text("utf-8"))
    return kept


def note(kept: Results, place: Path = SUITE) -> None:
    """Keep the results, whole or not at all."""
    beside = place / "state.part"
    beside.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
    beside.replace(place / "state.json")


def read_outcome(said: str, code: int, seconds: float) -> dict[str, Any]:
    """What pytest said of a part, in figures and with the lines that name its failures."""
    counts: Counter[str] = Counter()
    closing = said.strip().rpartition("\n")[2]
    for number, what in re.findall(r"(\d+) (passed|failed|errors?|skipped)", closing):
        counts[what.rstrip("s") if what.startswith("error") else what] += int(number)
    if not counts and code != NOTHING_TO_DO:
        counts["broke off"] = 1
    lines = [line.strip() for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return {"code": code, "seconds": round(seconds), "counts": counts, "failures": lines}


def run(environment: dict[str, str], say: Say, words: list[str], place: Path = SUITE) -> bool:
    """Try every part that has no result yet, tell each, and in the end all; whether none broke off.

    Raises:
        Missing: there is no copy to go on with.
    """
    copy, logs = place / "copy", place / "logs"
    if not (copy / "python" / "python.exe").is_file():
        raise Missing("Nothing is there to go on with: start without --go-on.")
    logs.mkdir(exist_ok=True)
    wanted = words or parts(copy / "tests")
    kept = results(place)
    for number, part in enumerate(wanted, 1):
        if part in kept and not words:
            continue
        began = time.monotonic()
        said, code = _run_part(environment, part, copy)
        (logs / f"{part.replace('/', '.')}.txt").write_text(said, "utf-8")
        kept[part] = read_outcome(said, code, time.monotonic() - began)
        note(kept, place)
        say(f"{number:4} of {len(wanted)}  {_told(part, kept[part])}")
        for line in kept[part]["failures"]:
            say(f"      {line}")
    say(f"what each part said lies in {logs}")
    return _sum_up(say, {part: kept[part] for part in wanted})


def _told(part: str, outcome: dict[str, Any]) -> str:
    counts = ", ".join(f"{number} {what}" for what, number in outcome["counts"].items())
    ended = "" if outcome["code"] in (0, 1, NOTHING_TO_DO) else f", exit code {outcome['code']}"
    return f"{part}: {counts or 'nothing for this system'}, {outcome['seconds']} s{ended}"


def _sum_up(say: Say, kept: Results) -> bool:
    counted: Counter[str] = Counter()
    for outcome in kept.values():
        counted.update(outcome["counts"])
    counts = ", ".join(f"{number} {what}" for what, number in counted.items())
    seconds = sum(each["seconds"] for each in kept.values())
    say(f"the test suite under Wine, {len(kept)} parts in {seconds} s: {counts}")
    for name, reason in LEFT_OUT.items():
        say(f"      left out: {name}, {reason}")
    return not counted["broke off"]


def _run_part(environment: dict[str, str], part: str, copy: Path) -> tuple[str, int]:
    done = subprocess.run(
        ["wine", str(copy / "python" / "python.exe"), "-X", "utf8", "-m", "pytest", "-q", "--tb=short",
         "-p", "no:cacheprovider", "--continue-on-collection-errors", "-o",
         "console_output_style=count", *files_of(part, copy)],
        cwd=copy, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        # A screen that nobody sees looks for no face of Windows.
        env={**environment, "QT_QPA_PLATFORM": "offscreen",
             "QT_QPA_FONTDIR": f"Z:{copy / 'resources' / 'fonts'}"}, check=False,
    )  # fmt: skip
    return done.stdout.decode("utf-8", "replace"), done.returncode
