"""Tries the finished program under Debian's Wine: installed, run, upgraded, tested, uninstalled.

``python dev.py windows-test`` calls this. Everything happens in a Wine prefix of its own below
``out/windows/wine``; what was seen is printed and kept in ``out/windows/windows-test.txt``.
"""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import making
import python_source
import wine_patches
from making import OUT, ROOT, TITLE
from PIL import ImageGrab
from python_source import COMPILER, Missing

HERE = Path(__file__).resolve().parent
WINE = OUT / "wine"
REPORT = OUT / "windows-test.txt"
PICTURE = OUT / "installed-window.png"
DISPLAY = ":77"
# A path as an office has it: Chinese, a space, the signs that break carelessly made commands.
PLACE = "C:\\办公室 1\\双提升 #1%41&\\程序"
# NSIS takes the rest of the line, unquoted: words with a space would be quoted on the way.
INTO = f"/D={PLACE}".split(" ")
DATA = "C:\\办公室 1\\双提升 #1%41&\\数据"
STICK = "C:\\U 盘\\双提升"
ENTRY = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\GaotangDesktop"
STUBS = {
    "icuuc.dll": ("icuuc.c",),
    "mscms.dll": ("mscms.c",),
    "bcryptprimitives.dll": ("bcryptprimitives.c", "-ladvapi32"),
    "xpi-ms-win-crt-math-l1-1-0.dll": ("math.c", "math.def"),
}
# Tests that the suite leaves out under Wine, with the reason.
LEFT_OUT = {
    "tests/test_dev.py": "about Debian's own tools and the environment of a developer",
    "tests/test_windows_program.py": "about making the program, with tools of Debian",
    "tests/test_house.py": "about the sources, the same everywhere",
    "tests/test_rooms.py": "the same",
    "tests/faults": "its faults are made by a library of Linux",
    "tests/documents/test_word_in_libreoffice.py": "LibreOffice is not installed in Wine",
}


class Trial:
    """A Wine prefix with the program; keeps what was seen."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failures = 0
        self.prefix = WINE / "prefix"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("QT_")},
            "WINEPREFIX": str(self.prefix),
            "HOME": str(WINE / "home"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscms,icuuc,bcryptprimitives=n;winedbg.exe=d;mshtml=d;mscoree=d",
            "LC_ALL": "C.UTF-8",
            "DISPLAY": DISPLAY,
        }

    def say(self, text: str) -> None:
        """A line of the report."""
        print(text, flush=True)
        self.lines.append(text)

    def check(self, what: str, true: object, detail: str = "") -> None:
        """Something that must be so."""
        self.failures += not true
        self.say(f"{'good' if true else 'BAD '}  {what}{f': {detail}' if detail else ''}")

    def wine(self, *words: str, seconds: int = 600, **settings: str) -> tuple[int, str]:
        """Run a Windows program to its end; its exit code and what it said."""
        # Without a pipe behind it, a Python under Wine has no standard streams.
        done = subprocess.run(
            ["wine", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, env={**self.environment, **settings}, timeout=seconds, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Run a Windows program beside us."""
        return subprocess.Popen(
            ["wine", *words], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment,
        )  # fmt: skip

    def links(self) -> list[Path]:
        """The shortcuts of the start menu, and of the desktop, for which Wine takes our home."""
        places = (self.prefix / "drive_c" / "users", WINE / "home")
        return [each for place in places for each in place.rglob("*.lnk")]

    def here(self, windows_path: str) -> Path:
        """Where a path of drive C lies for us."""
        return self.prefix / "drive_c" / Path(*windows_path.split("\\")[1:])


@contextlib.contextmanager
def screen() -> Iterator[None]:
    """A screen that nobody sees."""
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        socket = Path(tempfile.gettempdir()) / ".X11-unix" / f"X{DISPLAY.removeprefix(':')}"
        if not until(socket.exists, 60):
            raise Missing("The screen that nobody sees did not start.")
        yield
    finally:
        server.terminate()
        server.wait()


def prepare(trial: Trial) -> None:
    """A fresh prefix that says it is Windows 10, with the stubs for what Wine lacks."""
    shutil.rmtree(WINE / "prefix", ignore_errors=True)
    (WINE / "home").mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["nice", "wineboot", "-i"], env=trial.environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=600,
    )  # fmt: skip
    trial.wine("reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", "win10", "/f")
    system = trial.prefix / "drive_c" / "windows" / "system32"
    for name, (source, *more) in STUBS.items():
        (system / name).unlink(missing_ok=True)
        python_source.run(
            COMPILER,
            "-shared",
            "-static",
            "-O1",
            "-s",
            "-o",
            system / name,
            source,
            *more,
            cwd=HERE / "wine",
        )


def install(trial: Trial, setup: Path) -> None:
    """Silently, into a path with Chinese, a space and signs."""
    began = time.monotonic()
    code, said = trial.wine(str(setup), "/S", *INTO)
    place = trial.here(PLACE)
    if not place.is_dir():
        raise Missing(f"Nothing was installed in {PLACE}: exit code {code}, {said.strip()}")
    trial.check(
        "installed silently", code == 0 and (place / f"{TITLE}.exe").is_file(),
        f"exit code {code}, {time.monotonic() - began:.0f} s, {making.size_mb(place):.0f} MB {said.strip()}",
    )  # fmt: skip
    links = trial.links()
    named = [
        each
        for each in links
        if "GaotangDesktop.Workbench".encode("utf-16-le") in each.read_bytes()
    ]
    trial.check("start menu and desktop", len(links) >= 3, f"{len(links)} shortcuts")
    trial.say(f"      {len(named)} of them carry the name on the taskbar (Wine may not keep it)")
    wine_patches.patch_for_wine(place)


def carry(trial: Trial, setup: Path) -> None:
    """The portable copy: unpacked, its data beside it, unpacked anew over it, nothing noted elsewhere."""
    place = trial.here(STICK)
    marks = []
    for _ in range(2):
        code, said = trial.wine(str(setup), "/S", *f"/D={STICK}".split(" "))
        trial.check("a portable copy is unpacked", code == 0, said.strip())
        if not (place / making.PORTABLE_MARK).is_file():
            trial.check("it knows that it is one", False, f"exit code {code}")
            return
        wine_patches.patch_for_wine(place)
        if not marks:
            code, said = trial.wine(f"{STICK}\\gaotang-desktop.exe", "demo", seconds=900)
            beside = (place / "数据").is_dir()
            trial.check("its data lie beside it", code == 0 and beside, said.strip()[:60])
        code, said = trial.wine(f"{STICK}\\gaotang-desktop.exe", "check")
        marks.append((code, said))
    trial.check(
        "unpacked anew over it, the data are as they were",
        marks[0] == marks[1],
        marks[1][1].strip()[-60:],
    )
    _, said = trial.wine("reg", "query", ENTRY)
    trial.check("nothing is noted among the installed programs", "DisplayName" not in said)
    shutil.rmtree(place)


def prove(trial: Trial) -> None:
    """The installed program's own test, with its window."""
    code, said = trial.wine(f"{PLACE}\\gaotang-desktop.exe", "self-test", seconds=1800)
    trial.check(
        "the installed program's self-test",
        code == 0 and "走遍页面：通过" in said,
        f"exit code {code}",
    )
    for line in said.strip().splitlines():
        trial.say(f"      {line}")


def shown_colours() -> int:
    """How many colours the screen shows: a few while no window is there."""
    picture = ImageGrab.grab(xdisplay=DISPLAY)
    return len(picture.getcolors(1 << 24) or ())


def until(true: Callable[[], object], seconds: int) -> bool:
    """Wait for something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.5)
    return False


def open_window(trial: Trial, setup: Path) -> None:
    """A window on sample data; a second start; an upgrade over it."""
    program, log = f"{PLACE}\\{TITLE}.exe", trial.here(DATA) / "logs" / "gaotang.log"
    code, said = trial.wine(f"{PLACE}\\gaotang-desktop.exe", "--data", DATA, "demo", seconds=900)
    trial.check("a year of sample data", code == 0, said.strip().partition("\n")[0])
    empty = shown_colours()
    first = trial.start(program, "--data", DATA)
    trial.check("its window is on the screen", until(lambda: shown_colours() > empty + 200, 180))
    time.sleep(15)
    ImageGrab.grab(xdisplay=DISPLAY).save(PICTURE)
    code, _ = trial.wine(program, "--data", DATA, seconds=120)
    came = until(lambda: log.is_file() and "come forward" in log.read_text("utf-8"), 30)
    trial.check(
        "a second start brings the first window forward", code == 0 and came, f"exit code {code}"
    )
    trial.check("the first window is still there", first.poll() is None)
    code, _ = trial.wine(str(setup), "/S", *INTO, seconds=900)
    trial.check("an upgrade over the running program", code == 0, f"exit code {code}")
    trial.check(
        "the program was asked to close, and did", until(lambda: first.poll() is not None, 30)
    )
    trial.check("it ended by itself", "INFO gaotang.app end" in log.read_text("utf-8"))
    if first.poll() is None:
        first.kill()
    wine_patches.patch_for_wine(trial.here(PLACE))
    code, said = trial.wine(f"{PLACE}\\gaotang-desktop.exe", "--data", DATA, "check", seconds=300)
    trial.check(
        "the data are whole after the upgrade",
        code == 0,
        said.strip().splitlines()[-1] if said else "",
    )


def suite(trial: Trial, words: list[str]) -> None:
    """The project's tests with the installed program's Python, in a copy of the sources."""
    place = WINE / "tests"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in ("gaotang_desktop", "tests", "resources", "docs", "requirements", "pyproject.toml",
                 "README.md", "CHANGELOG.md", "LICENSE", "dev.py"):  # fmt: skip
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy2(source, place / name)
    installed = trial.here(PLACE)
    shutil.copytree(installed / "python", place / "python")
    shutil.copytree(installed / "lib", place / "lib")
    shutil.rmtree(place / "lib" / "gaotang_desktop")
    version = next(
        each.stem.removeprefix("python") for each in (place / "python").glob("python3*._pth")
    )
    dotted = f"{version[0]}.{version[1:]}"
    wanted = ["pytest", "pytest-qt", "hypothesis", "pdfplumber", "colorama", "tzdata"]
    constraints = ROOT / "requirements" / "constraints.txt"
    python_source.run(
        sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--target", place / "more",
        "--platform", "win_amd64", "--python-version", dotted, "--only-binary=:all:",
        "-c", constraints, *wanted,
    )  # fmt: skip
    (place / "python" / f"python{version}._pth").write_text(
        f"python{version}.zip\n.\n..\\lib\n..\\more\n..\n", "utf-8"
    )
    for name in ("QtTest.pyd", "Qt6Test.dll"):  # pytest-qt needs them, the program does not
        wheel = next((OUT / "wheels").glob("pyside6_essentials-*.whl"), None)
        with contextlib.suppress(KeyError, FileNotFoundError):
            shutil.copy2(
                _unpacked(wheel, f"PySide6/{name}", place), place / "lib" / "PySide6" / name
            )
    source = place / "python.c"
    source.write_text(
        '#include <windows.h>\ntypedef int (*M)(int, wchar_t **);\nint wmain(int n, wchar_t **w) {\n'
        f' HMODULE h = LoadLibraryW(L"python{version}.dll");\n if (!h) return 99;\n'
        ' return ((M)(void *)GetProcAddress(h, "Py_Main"))(n, w);\n}\n', "utf-8",
    )  # fmt: skip
    python_source.run(COMPILER, "-municode", "-O1", "-o", place / "python" / "python.exe", source)
    began = time.monotonic()
    seen: list[str] = []
    counted: Counter[str] = Counter()
    for part in words or _parts(place / "tests"):
        said, code = _run_part(trial, place, part)
        seen.append(f"== {part}\n{said}")
        for number, what in re.findall(r"(\d+) (passed|failed|errors?|skipped)", said[-300:]):
            counted[what.rstrip("s") if what.startswith("error") else what] += int(number)
        # 5: nothing of it is for this system.
        if " passed" not in said and code != 5:
            counted["parts that broke off"] += 1
            trial.say(f"      broke off: {part}, exit code {code}")
        for line in said.splitlines():
            if line.startswith(("FAILED", "ERROR")):
                trial.say(f"      {line.strip()}")
    (OUT / "windows-suite.txt").write_text("\n".join(seen), "utf-8")
    trial.say(
        f"the test suite under Wine, {time.monotonic() - began:.0f} s (out/windows/windows-suite.txt): "
        + ", ".join(f"{number} {what}" for what, number in counted.items())
    )
    for name, reason in LEFT_OUT.items():
        trial.say(f"      left out: {name}, {reason}")
    trial.check("the test suite came to its end", not counted["parts that broke off"])


def _parts(tests: Path) -> list[str]:
    """What runs in a process of its own: a folder, and each file that opens windows."""
    parts = []
    for each in sorted(tests.iterdir()):
        if each.name in {"ui", "journeys"}:
            parts += sorted(each.rglob("test_*.py"))
        elif each.name.startswith("test_") or (each.is_dir() and list(each.rglob("test_*.py"))):
            parts.append(each)
    named = [each.relative_to(tests.parent).as_posix() for each in parts]
    return [each for each in named if each not in LEFT_OUT]


def _run_part(trial: Trial, place: Path, part: str) -> tuple[str, int]:
    left_out = [f"--ignore={each}" for each in LEFT_OUT]
    done = subprocess.run(
        ["wine", str(place / "python" / "python.exe"), "-X", "utf8", "-m", "pytest", "-q", "--tb=short",
         "-p", "no:cacheprovider", "--continue-on-collection-errors", "-o",
         "console_output_style=count", *left_out, part],
        cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        # A screen that nobody sees looks for no face of Windows.
        env={**trial.environment, "QT_QPA_PLATFORM": "offscreen",
             "QT_QPA_FONTDIR": f"Z:{place / 'resources' / 'fonts'}"}, check=False,
    )  # fmt: skip
    return done.stdout.decode("utf-8", "replace"), done.returncode


def _unpacked(wheel: Path | None, name: str, place: Path) -> Path:
    if wheel is None:
        raise FileNotFoundError(name)
    with zipfile.ZipFile(wheel) as packed:
        return Path(packed.extract(name, place / "unpacked"))


def uninstall(trial: Trial) -> None:
    """Silently; what is left is the data and nothing else."""
    data = trial.here(DATA)
    before = {each: each.stat().st_size for each in data.rglob("*") if each.is_file()}
    code, _ = trial.wine(f"{PLACE}\\uninstall.exe", "/S")
    place = trial.here(PLACE)
    # The uninstaller goes on in a copy of itself after it was left.
    until(lambda: not place.exists(), 120)
    left = [str(each.relative_to(place)) for each in place.rglob("*")] if place.exists() else []
    trial.check(
        "uninstalled, nothing of the program is left",
        not place.exists(),
        f"exit code {code} {left[:5]}",
    )
    links = [each.name for each in trial.links()]
    trial.check("no shortcut is left", not links, " ".join(links))
    _, said = trial.wine("reg", "query", ENTRY)
    trial.check("no entry is left among the installed programs", "DisplayName" not in said)
    after = {each: each.stat().st_size for each in data.rglob("*") if each.is_file()}
    trial.check(
        "every file of the data is still there", before and after == before, f"{len(after)} files"
    )


def main(words: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="dev.py windows-test", description=__doc__)
    parser.add_argument("--again", action="store_true", help="use the installer that was made last")
    parser.add_argument("--no-suite", action="store_true", help="leave out the project's tests")
    parser.add_argument("tests", nargs="*", help="only these tests of the suite")
    typed = parser.parse_args(words)
    trial = Trial()
    try:
        setups = sorted(OUT.glob("*安装.exe"), key=lambda each: each.stat().st_mtime)
        copies = sorted(OUT.glob("*便携版.exe"), key=lambda each: each.stat().st_mtime)
        if typed.again and setups and copies:
            setup, copy = setups[-1], copies[-1]
        else:
            setup, copy, *_ = making.make(None)
        with screen():
            prepare(trial)
            carry(trial, copy)
            install(trial, setup)
            prove(trial)
            open_window(trial, setup)
            if not typed.no_suite:
                suite(trial, typed.tests)
            uninstall(trial)
            subprocess.run(["wineserver", "-k"], env=trial.environment, check=False)
    except (Missing, subprocess.SubprocessError) as problem:
        trial.failures += 1
        trial.say(str(problem))
    trial.say(f"{trial.failures} bad" if trial.failures else "everything good")
    REPORT.write_text("\n".join(trial.lines) + "\n", "utf-8")
    return min(trial.failures, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
