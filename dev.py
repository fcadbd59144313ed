"""Everything a developer does, from a fresh machine: ``python dev.py run`` or ``test``.

Standard library only; Windows and Linux. Makes the environment in ``.venv`` beside this file
and keeps it up to date, and on Debian sees to the system libraries that Qt needs.
"""

import ctypes
import datetime
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get this far to be told
    sys.exit(f"Python 3.11 or newer is needed; this is Python {sys.version.split()[0]}.")

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "up-to-date.txt"
OUT = ROOT / "out"
SAMPLE = OUT / "sample"
PLAN = ROOT / "resources" / "demo" / "plan_outline.txt"
WINDOW_PLATFORM = "QT_QPA_PLATFORM"
# Compiled modules are kept, as an installed program has them: each start would compile them anew.
KEEP_COMPILED = {"PYTHONDONTWRITEBYTECODE": ""}

# What a bare Debian lacks: the file or program looked for, and the package that holds it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
X_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
TEST_PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth"}  # one test opens a real X window
BUILD_PROGRAMS = {"objdump": "binutils"}  # PyInstaller looks into libraries with it
WINDOWS_PROGRAMS = {"makensis": "nsis", "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64-win32"}
WINE_PROGRAMS = {"wine": "wine", "wineboot": "wine64", "Xvfb": "xvfb"}

# What a run without a screen prints of the month, and what the files are called.
PAPERS = {
    "ranking": "排名表",
    "village-report": "村考评明细",
    "evaluation-circular": "考评通报",
    "patrol-circular": "夜巡通报",
    "inspection-circular": "检查通报",
    "publicity-notice": "宣传通知",
    "notice": "会议通知",
    "responsibility-table": "责任分解表",
}


class Stop(Exception):
    """The command ends here; the text says what is wrong and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def call(*command: str | Path, attempts: int = 1, **settings: str) -> int:
    """Run a command in the checkout with its output in view; the last attempt's exit code."""
    words = [str(part) for part in command]
    say("$ " + subprocess.list2cmdline(words).replace(str(ROOT) + os.sep, ""))
    code = subprocess.call(words, cwd=ROOT, env={**os.environ, **KEEP_COMPILED, **settings})
    if code != 0 and attempts > 1:
        say("That failed; trying once more.")
        return call(*command, attempts=attempts - 1, **settings)
    return code


def must(*command: str | Path, attempts: int = 1, **settings: str) -> None:
    """Run a command that nothing can go on without."""
    code = call(*command, attempts=attempts, **settings)
    if code != 0:
        raise Stop(f"This step failed with exit code {code}; what it printed above says why.")


def has_display() -> bool:
    if os.environ.get(WINDOW_PLATFORM) in {"offscreen", "minimal"}:
        return False
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def platform() -> dict[str, str]:
    """The setting that lets Qt draw where there is no screen."""
    return {} if has_display() else {WINDOW_PLATFORM: "offscreen"}


# -- the machine ------------------------------------------------------------------------------


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages(libraries: dict[str, str], programs: dict[str, str]) -> list[str]:
    return [package for library, package in libraries.items() if not loads(library)] + [
        package for program, package in programs.items() if not shutil.which(program)
    ]


def see_to_system(libraries: dict[str, str], programs: dict[str, str] | None = None) -> None:
    """Install what Debian lacks, or stop with the line that does it. Elsewhere only look."""
    if sys.platform != "linux":
        return
    programs = programs or {}
    missing = missing_packages(libraries, programs)
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise Stop(
            "System libraries are missing. Debian calls them as follows; install what your"
            f" system calls them and start again:\n  {' '.join(missing)}"
        )
    install_debian(missing)
    still = missing_packages(libraries, programs)
    if still:
        raise Stop(f"These are still missing after the installation: {' '.join(still)}.")


def install_debian(packages: list[str]) -> None:
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    rights = administrator()
    if rights is None:
        raise Stop(
            "System packages are missing that only an administrator can install. Run this line"
            f" and start again:\n  sudo apt-get update && sudo {' '.join(install)}"
        )
    quiet = [*rights, "env", "DEBIAN_FRONTEND=noninteractive"]
    must(*quiet, "apt-get", "update", "-q", attempts=2)
    # Another installation, a nightly update say, may hold the lock for a while.
    must(*quiet, *install, "-o", "DPkg::Lock::Timeout=300", attempts=2)


def administrator() -> list[str] | None:
    """What to put before a command that needs root; None when there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


# -- the environment --------------------------------------------------------------------------


def wanted_stamp() -> str:
    """Changes when the packages, this project's metadata or the environment's Python change."""
    digest = hashlib.sha256()
    files = [ROOT / "pyproject.toml", *sorted((ROOT / "requirements").glob("*.txt"))]
    for path in [*files, VENV / "pyvenv.cfg"]:
        # Git may give Windows other line ends; they are no reason to install again.
        digest.update(path.name.encode() + path.read_text("utf-8").encode())
    return digest.hexdigest()


def environment_works() -> bool:
    """False too where the environment was half made, copied, or its Python has gone."""
    if not (VENV / "pyvenv.cfg").exists():
        return False
    try:
        asked = subprocess.run(
            [PYTHON, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"],
            capture_output=True,
            check=False,
        )
    except OSError:
        return False
    return asked.returncode == 0


def see_to_environment() -> None:
    """Make .venv, or bring it up to date when what is required has changed."""
    if not environment_works():
        if not importlib.util.find_spec("ensurepip") and shutil.which("apt-get"):
            # Debian keeps this part of Python in a package of its own.
            install_debian([f"python{sys.version_info.major}.{sys.version_info.minor}-venv"])
        must(sys.executable, "-m", "venv", "--clear", VENV)
    stamp = wanted_stamp()
    if STAMP.exists() and STAMP.read_text("utf-8") == stamp:
        return
    say("Installing what the project needs in .venv; the first time takes a minute or two.")
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--quiet")
    began = time.monotonic()
    must(*pip, "-r", "requirements/dev.txt", attempts=2)
    must(*pip, "--no-deps", "--no-build-isolation", "--editable", ".", attempts=2)
    STAMP.write_text(stamp, "utf-8")
    say(f"The environment is ready ({time.monotonic() - began:.0f} s).")


# -- the commands -----------------------------------------------------------------------------


def program(*words: str | Path) -> None:
    must(PYTHON, "-m", "gaotang_desktop", "--data", SAMPLE, *words)


def see_to_sample() -> datetime.date:
    """Fill out/sample the first time; the day up to which its records go."""
    made = OUT / "sample.made.txt"
    if not made.exists():
        shutil.rmtree(SAMPLE, ignore_errors=True)  # an earlier filling was interrupted
        OUT.mkdir(exist_ok=True)
        today = datetime.datetime.now().astimezone().date()
        program("demo", "--until", today.isoformat())
        made.write_text(today.isoformat(), "utf-8")
    return datetime.date.fromisoformat(made.read_text("utf-8").strip())


def run(words: list[str]) -> int:
    """Open the window on sample data; with no screen do the main job and list what it made."""
    see_to_system(QT_LIBRARIES | (X_LIBRARIES if has_display() else {}))
    see_to_environment()
    until = see_to_sample()
    if words or has_display():
        return call(PYTHON, "-m", "gaotang_desktop", "--data", SAMPLE, *words)
    say("There is no screen: doing the main job on the sample data without a window.")
    month = (until.replace(day=1) - datetime.timedelta(days=1)).strftime("%Y-%m")
    program("import-plan", PLAN)
    program("evaluate", month)
    program("export", "scores", OUT / f"得分表-{month}.xlsx", "--period", month)
    for paper, name in PAPERS.items():
        program("print", paper, "--out", OUT / f"{name}-{month}.pdf", "--period", month)
    picture_pages()
    say("\nMade in out/:")
    for path in sorted(OUT.rglob("*")):
        if path.suffix in {".xlsx", ".pdf", ".png"} and SAMPLE not in path.parents:
            say(f"  {path.relative_to(ROOT)}  {path.stat().st_size / 1024:,.0f} KB")
    return 0


def picture_pages() -> None:
    must(PYTHON, "-m", "gaotang_desktop.shots", SAMPLE, OUT / "shots", **platform())


def test(words: list[str]) -> int:
    """Format, lint, types, layers and tests; stops at the first that fails."""
    see_to_system(QT_LIBRARIES | X_LIBRARIES, TEST_PROGRAMS)
    see_to_environment()
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    checks = {
        "format": ("-m", "ruff", "format", "--check", "."),
        "lint": ("-m", "ruff", "check", "."),
        "types": ("-m", "mypy"),
        "layers": ("-c", lint_imports),
    }
    for name, command in checks.items():
        began = time.monotonic()
        code = call(PYTHON, *command)
        if code != 0:
            say(f"Stopped: the check of {name} failed.")
            return code
        say(f"{name}: good, {time.monotonic() - began:.1f} s\n")
    # All tests share the work of all cores; a few named ones start faster in one process.
    spread = () if words else ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal")
    # Nothing is printed after pytest: its closing line is the last.
    return call(PYTHON, "-m", "pytest", *spread, *words, **{WINDOW_PLATFORM: "offscreen"})


def bench(words: list[str]) -> int:
    """Our speed beside a raw baseline, both measured in the same run; names choose among them."""
    see_to_system(QT_LIBRARIES)
    see_to_environment()
    return call(PYTHON, "tests/benchmarks/run.py", *words, **{WINDOW_PLATFORM: "offscreen"})


def faults(words: list[str]) -> int:
    """Each fsync, rename and unlink of each use case fails, and 40 of its writes, then 1,000 random kills.

    Long. A number: so many calls of each use case, and so many kills; 0: every call.
    """
    see_to_environment()
    share, kills = (words[0], words[0]) if words else ("-40", "1000")
    which = {"GAOTANG_FAULTS": share, "GAOTANG_KILLS": kills}
    return call(PYTHON, "-m", "pytest", "-q", "-s", "tests/faults", **which)


def shots(_words: list[str]) -> int:
    """A picture of every page at 1366x768 and 1920x1080 in out/shots/."""
    see_to_system(QT_LIBRARIES)
    see_to_environment()
    see_to_sample()
    picture_pages()
    return 0


def pictures(words: list[str]) -> int:
    """The manual's pictures, made anew from sample data; names choose among them."""
    see_to_system(QT_LIBRARIES)
    see_to_environment()
    images = ROOT / "docs" / "manual" / "images"
    place = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    return call(PYTHON, "tests/manual_pictures.py", images, *words, PYTHONPATH=place, **platform())


def build(_words: list[str]) -> int:
    """A one-folder program in dist/, proved by its own self-test."""
    see_to_system(QT_LIBRARIES | X_LIBRARIES, BUILD_PROGRAMS)
    see_to_environment()
    must(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec")
    folder = ROOT / "dist" / "gaotang-desktop"
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files)
    say(f"dist/gaotang-desktop: {size / 2**20:.0f} MB")
    name = "gaotang-desktop.exe" if os.name == "nt" else "gaotang-desktop"
    return call(folder / name, "self-test", **{WINDOW_PLATFORM: "offscreen"})


def windows(words: list[str]) -> int:
    """The installer and the portable copy for Windows in out/windows/; --python names the Python."""
    see_to_windows(WINDOWS_PROGRAMS)
    return call(PYTHON, "packaging/windows/making.py", *words)


def windows_test(words: list[str]) -> int:
    """Install, run, uninstall and test the Windows program under Debian's Wine; --go-on goes on with its tests."""
    if sys.platform != "linux":
        raise Stop("This needs Wine on Debian; on Windows start the installer itself.")
    see_to_windows(WINDOWS_PROGRAMS | WINE_PROGRAMS)
    return call(PYTHON, "packaging/windows/testing.py", *words)


def see_to_windows(programs: dict[str, str]) -> None:
    see_to_system(QT_LIBRARIES, programs)
    see_to_environment()


COMMANDS = {
    each.__name__.replace("_", "-"): each
    for each in (run, test, bench, faults, shots, pictures, build, windows, windows_test)
}


def usage() -> str:
    lines = [f"  {name:<12} {each.__doc__}" for name, each in COMMANDS.items()]
    return "\n".join(["python dev.py COMMAND [ARGUMENTS]", *lines])


def main(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        # A redirected stream on Windows is not UTF-8, and the papers have Chinese names.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if not words or words[0] not in COMMANDS:
        say(usage())
        return 0 if words in (["-h"], ["--help"]) else 2
    if words[1:] and words[0] in {"shots", "build"}:
        say(f"“{words[0]}” takes no arguments.")
        return 2
    try:
        return COMMANDS[words[0]](words[1:])
    except Stop as stop:
        print(stop, file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
