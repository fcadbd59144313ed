"""Everything a fresh machine needs: ``python dev.py run`` and ``python dev.py test``.

Standard library only; Windows and Linux. Makes the environment in .venv and keeps it up to date.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OUT = ROOT / "out"
# What a bare Debian lacks for Qt; the libxcb group is for a real X window only.
DEBIAN_LIBRARIES = (
    "libglib2.0-0", "libgl1", "libegl1", "libfontconfig1", "libxkbcommon0", "libdbus-1-3",
)  # fmt: skip
DEBIAN_WINDOW_LIBRARIES = (
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxkbcommon-x11-0", "libxcb-shape0",
    "libxcb-randr0", "libxcb-xkb1", "libxcb-render-util0", "libxcb-image0", "libx11-xcb1",
    "libxcb-glx0", "libxcb-sync1",
)  # fmt: skip
USAGE = """python dev.py run | test [pytest arguments] | bench | shots | build

run    open the window on sample data; without a display do the main job and list the papers made
test   format, lint, types, import contracts, tests
bench  compare our speed with a raw baseline, in the same run
shots  a picture of every page, in out/shots
build  a one-folder program in dist/, proved by its own self-test"""


def main(words: Sequence[str]) -> int:
    if sys.version_info < (3, 11):
        print("Python 3.11 or newer is needed; this is", sys.version.split()[0])
        return 2
    commands = {"run": run, "test": test, "bench": bench, "shots": shots, "build": build}
    if not words or words[0] not in commands:
        print(USAGE)
        return 2
    if not system_libraries() or not environment():
        return 1
    return commands[words[0]](list(words[1:]))


def call(*command: str | Path, **settings: str) -> int:
    env = {**os.environ, "PYTHONUTF8": "1", **settings}
    return subprocess.call([str(part) for part in command], cwd=ROOT, env=env)


def has_display() -> bool:
    return (
        os.name == "nt"
        or sys.platform == "darwin"
        or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    )


def system_libraries() -> bool:
    """Install what Qt needs of Debian, or say the line that does it."""
    if sys.platform != "linux" or not shutil.which("dpkg-query"):
        return True
    wanted = DEBIAN_LIBRARIES + (DEBIAN_WINDOW_LIBRARIES if has_display() else ())
    missing = [name for name in wanted if not installed(name)]
    if not missing:
        return True
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        print("Qt needs some system libraries. Install them with:\n  sudo", " ".join(install))
        return False
    print("Installing system libraries:", " ".join(missing), flush=True)
    return call("apt-get", "update", "-q") == 0 and call(*install) == 0


def installed(name: str) -> bool:
    # Newer releases rename libraries (t64); what provides the old name counts as well.
    for each in (name, name + "t64"):
        asked = subprocess.run(
            ["dpkg-query", "-W", "-f=${Status}", each], capture_output=True, text=True, check=False
        )
        if "install ok installed" in asked.stdout:
            return True
    return False


def environment() -> bool:
    """Make .venv, or bring it up to date when what is required has changed."""
    files = [ROOT / "pyproject.toml", *sorted((ROOT / "requirements").glob("*.txt"))]
    digest = hashlib.sha256(sys.version.encode())
    for path in files:
        digest.update(path.read_bytes())
    stamp = VENV / "up-to-date.txt"
    if PYTHON.exists() and stamp.exists() and stamp.read_text("utf-8") == digest.hexdigest():
        return True
    print("Preparing the environment in .venv …", flush=True)
    if not PYTHON.exists():
        try:
            venv.create(VENV, with_pip=True, clear=True)
        except (subprocess.CalledProcessError, OSError) as problem:
            print(f"The environment could not be made ({problem}).")
            print(
                "On Debian install the missing part with:\n  sudo apt-get install -y python3-venv"
            )
            return False
    pip = (PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-q")
    steps = (("-r", "requirements/dev.txt"), ("-e", ".", "--no-deps", "--no-build-isolation"))
    for step in steps:
        # A registry may stumble once.
        if call(*pip, *step) != 0 and call(*pip, *step) != 0:
            print("The packages could not be installed; is there a network?")
            return False
    stamp.write_text(digest.hexdigest(), "utf-8")
    return True


def sample() -> Path:
    """The sample data folder, filled the first time."""
    folder = OUT / "sample"
    if not (folder / "gaotang.sqlite").exists():
        program("--data", folder, "demo")
    return folder


def program(*words: str | Path) -> int:
    code = call(PYTHON, "-m", "gaotang_desktop", *words)
    if code != 0:
        raise SystemExit(code)
    return code


def run(words: list[str]) -> int:
    folder = sample()
    if has_display():
        return call(PYTHON, "-m", "gaotang_desktop", "--data", folder, *words)
    today = time.localtime()
    year, month = (today.tm_year, today.tm_mon - 1) if today.tm_mon > 1 else (today.tm_year - 1, 12)
    period = f"{year}-{month:02d}"
    plan = ROOT / "resources" / "demo" / "plan_outline.txt"
    program("--data", folder, "import-plan", plan)
    program("--data", folder, "evaluate", period)
    program("--data", folder, "export", "scores", OUT / f"得分表-{period}.xlsx", "--period", period)
    for paper, name in (
        ("ranking", f"排名表-{period}.pdf"),
        ("responsibility-table", "责任分解表.pdf"),
        ("notice", "通知.pdf"),
    ):
        program("--data", folder, "print", paper, "--out", OUT / name, "--period", period)
    shots([])
    print("\nMade in out/:")
    for path in sorted(OUT.rglob("*")):
        if path.is_file() and folder not in path.parents:
            print(f"  {path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB")
    return 0


def test(words: list[str]) -> int:
    steps = (
        ("format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
        ("lint", (PYTHON, "-m", "ruff", "check", ".")),
        ("types", (PYTHON, "-m", "mypy")),
        ("imports", (PYTHON, "-c", "from importlinter.cli import lint_imports_command as c; c()")),
        ("tests", (PYTHON, "-m", "pytest", *words)),
    )
    for name, command in steps:
        began = time.perf_counter()
        print(f"── {name}", flush=True)
        code = call(*command, QT_QPA_PLATFORM="offscreen")
        if code != 0:
            print(f"{name}: failed after {time.perf_counter() - began:.0f} s")
            return code
        if name != "tests":
            print(f"{name}: good, {time.perf_counter() - began:.0f} s", flush=True)
    return 0


def bench(words: list[str]) -> int:
    return call(
        PYTHON, ROOT / "tests" / "benchmarks" / "run.py", *words, QT_QPA_PLATFORM="offscreen"
    )


def shots(words: list[str]) -> int:
    folder = Path(words[0]) if words else sample()
    settings = {} if has_display() else {"QT_QPA_PLATFORM": "offscreen"}
    return call(PYTHON, "-m", "gaotang_desktop.shots", folder, OUT / "shots", **settings)


def build(_words: list[str]) -> int:
    if call(PYTHON, "-m", "PyInstaller", "--noconfirm", "build.spec") != 0:
        return 1
    name = "gaotang-desktop.exe" if os.name == "nt" else "gaotang-desktop"
    return call(ROOT / "dist" / "gaotang-desktop" / name, "self-test", QT_QPA_PLATFORM="offscreen")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
