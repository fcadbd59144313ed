"""Tries the finished program under Debian's Wine: installed, run, upgraded, tested, uninstalled.

``python dev.py windows-test`` calls this. Everything happens in a Wine prefix of its own below
``out/windows/wine``; what was seen is printed and kept in ``out/windows/windows-test.txt``.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import making
import python_source
import suite
import wine_patches
from making import OUT, TITLE
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


def try_suite(trial: Trial, words: list[str]) -> None:
    """The project's tests, those that have no result yet."""
    whole = suite.run(trial.environment, trial.say, words)
    trial.check("the test suite came to its end", whole)


def try_program(trial: Trial, *, again: bool, with_suite: bool) -> None:
    """Everything but the project's tests, which find their copy made."""
    setups = sorted(OUT.glob("*安装.exe"), key=lambda each: each.stat().st_mtime)
    copies = sorted(OUT.glob("*便携版.exe"), key=lambda each: each.stat().st_mtime)
    if again and setups and copies:
        setup, copy = setups[-1], copies[-1]
    else:
        setup, copy, *_ = making.make(None)
    prepare(trial)
    carry(trial, copy)
    install(trial, setup)
    prove(trial)
    open_window(trial, setup)
    if with_suite:
        suite.gather(trial.here(PLACE))
    uninstall(trial)


def main(words: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="dev.py windows-test", description=__doc__)
    parser.add_argument("--again", action="store_true", help="use the installer that was made last")
    parser.add_argument("--no-suite", action="store_true", help="leave out the project's tests")
    parser.add_argument(
        "--go-on", action="store_true", help="only the project's tests, where they stopped"
    )
    parser.add_argument("tests", nargs="*", help="only these tests of the suite, once more")
    typed = parser.parse_args(words)
    trial = Trial()
    try:
        with screen():
            if not typed.go_on:
                try_program(trial, again=typed.again, with_suite=not typed.no_suite)
            if not typed.no_suite:
                try_suite(trial, typed.tests)
            subprocess.run(["wineserver", "-k"], env=trial.environment, check=False)
    except (Missing, subprocess.SubprocessError) as problem:
        trial.failures += 1
        trial.say(str(problem))
    trial.say(f"{trial.failures} bad" if trial.failures else "everything good")
    with REPORT.open("a" if typed.go_on else "w", encoding="utf-8") as report:
        report.write("\n".join(trial.lines) + "\n")
    return min(trial.failures, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
