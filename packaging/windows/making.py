"""Makes the program for Windows: an installer and a portable copy, on Debian and on Windows.

``python dev.py windows [--python FOLDER_OR_ZIP]`` calls this. Everything is made in ``out/windows``.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import licences
import python_source
import trimming
from python_source import Interpreter, Missing, run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = ROOT / "out" / "windows"
TITLE = "高塘双提升工作台"
LICENCES = "许可文本"
PORTABLE_MARK = "便携版.txt"
RESOURCE_COMPILER = "x86_64-w64-mingw32-windres"
LARGEST_DOWNLOAD_MB = 70
LARGEST_FOLDER_MB = 200

PORTABLE_WORDS = """\
这是便携版：程序和数据都在这个文件夹里，可以整个放在 U 盘上，换电脑接着用。
双击“高塘双提升工作台.exe”打开。数据在旁边的“数据”文件夹里。
删掉这个文件，程序就改用当前用户的数据文件夹，和安装版一样。
"""


def version() -> str:
    """The version of the program, as the package says it."""
    text = (ROOT / "gaotang_desktop" / "__init__.py").read_text("utf-8")
    return re.search(r'__version__ = "([^"]+)"', text)[1]


def make(named: Path | None, out: Path = OUT, *, fast: bool = False) -> list[Path]:
    """The installer and the portable copy, unpacking itself and as a zip; ``fast`` packs loosely, for trying.

    Raises:
        Missing: a tool, the interpreter or a wheel is not to be had, or the result is too large.
    """
    app = out / TITLE
    shutil.rmtree(app, ignore_errors=True)
    app.mkdir(parents=True)
    python = python_source.gather(named, app / "python")
    say(
        f"Python {python.version}"
        + (" (a trial interpreter, not for release)" if python.is_trial else "")
    )
    (app / "python" / f"{python.dll.removesuffix('.dll')}._pth").write_bytes(
        f"{python.dll.removesuffix('.dll')}.zip\r\n.\r\n..\\lib\r\n".encode()
    )
    install_wheels(app / "lib", python, out / "wheels")
    for name, words in {TITLE: ("-mwindows",), "gaotang-desktop": ("-DCONSOLE",)}.items():
        launcher(app / f"{name}.exe", python, words, out)
    lacking = licences.gather(app / "lib", app / "python", app / LICENCES)
    if lacking:
        raise Missing(
            f"No licence text was found for {', '.join(lacking)}: see packaging/licences."
        )
    report(app)
    made = [
        installer(app, out, trial=python.is_trial, fast=fast),
        self_unpacking(app, out, trial=python.is_trial, fast=fast),
        portable_zip(app, out, trial=python.is_trial),
    ]
    for path in made:
        say(f"{size_mb(path):5.1f}  {path.relative_to(ROOT) if ROOT in path.parents else path}")
    # Explorer opens no zip that is packed as tightly: that one is larger, for who may not run the others.
    for path in made[:2]:
        if size_mb(path) > LARGEST_DOWNLOAD_MB and not fast:
            raise Missing(f"{path.name} takes more than {LARGEST_DOWNLOAD_MB} MB.")
    return made


def say(text: str) -> None:
    """Tell what is going on."""
    print(text, flush=True)


def install_wheels(library: Path, python: Interpreter, wheels: Path) -> None:
    """Everything that ships, and the program itself, unpacked, trimmed and compiled."""
    wheels.mkdir(parents=True, exist_ok=True)
    for old in wheels.glob("gaotang_desktop-*.whl"):
        old.unlink()
    pip = (sys.executable, "-m", "pip")
    quiet = ("--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", *quiet, "--no-deps", "--no-build-isolation", "--wheel-dir", wheels, ROOT)
    python_source.download(["-r", str(ROOT / "requirements" / "ship.txt")], python.version, wheels)
    target = (
        "--no-compile", "--target", library, "--platform", "win_amd64",
        "--python-version", python.version, "--only-binary=:all:", "--no-index", "--find-links", wheels,
    )  # fmt: skip
    run(*pip, "install", *quiet, *target, "-r", ROOT / "requirements" / "ship.txt")
    own = next(wheels.glob("gaotang_desktop-*.whl"))
    run(*pip, "install", *quiet, *target, "--no-deps", own)
    trimming.trim(library)
    # Alembic reads migrations as source.
    python_source.compile_in_place(library, python.compiler, keep_source=("data/migrations/",))


def launcher(target: Path, python: Interpreter, words: tuple[str, ...], out: Path) -> None:
    """One of the two programs, with icon, version and manifest."""
    work = out / "launcher"
    work.mkdir(parents=True, exist_ok=True)
    for name in ("launcher.c", "program.rc", "program.manifest"):
        shutil.copy2(HERE / name, work / name)
    shutil.copy2(ROOT / "resources" / "program" / "icon.ico", work / "icon.ico")
    numbers = version().replace(".", ",") + ",0"
    run(
        RESOURCE_COMPILER, "-c", "65001", "-O", "coff", f"-DNUMBERS={numbers}",
        f'-DVERSION=\\"{version()}\\"', "-i", "program.rc", "-o", "program.o", cwd=work,
    )  # fmt: skip
    run(
        python_source.COMPILER, "-municode", "-O2", "-s", "-Wall", "-Werror", *words,
        f'-DPYDLL=L"{python.dll}"', "-o", target.resolve(), "launcher.c", "program.o", cwd=work,
    )  # fmt: skip


def makensis() -> str:
    """The installer's compiler.

    Raises:
        Missing: it is not on this machine.
    """
    usual = Path(os.environ.get("PROGRAMFILES(X86)", "C:\\")) / "NSIS" / "makensis.exe"
    found = shutil.which("makensis") or (str(usual) if usual.is_file() else "")
    if not found:
        raise Missing("NSIS 3 is needed: apt-get install nsis, or winget install NSIS.NSIS.")
    return found


def installer(app: Path, out: Path, *, trial: bool, fast: bool = False) -> Path:
    """One file that installs for one user; ``fast`` packs it in a minute, and larger."""
    return _setup(app, out / f"{_name(trial)}-安装.exe", *(["-DFAST"] if fast else []))


def self_unpacking(app: Path, out: Path, *, trial: bool, fast: bool = False) -> Path:
    """One file that unpacks the program beside itself, or over an older copy; data lie beside the program."""
    mark = out / PORTABLE_MARK
    mark.write_text(PORTABLE_WORDS, "utf-8", newline="\r\n")
    target = out / f"{_name(trial)}-便携版.exe"
    return _setup(app, target, f"-DPORTABLE={mark}", *(["-DFAST"] if fast else []))


def portable_zip(app: Path, out: Path, *, trial: bool) -> Path:
    """A zip to unpack anywhere; data lie beside the program."""
    target = out / f"{_name(trial)}-便携版.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(app.rglob("*")):
            if path.is_file():
                packed.write(path, f"{TITLE}/{path.relative_to(app).as_posix()}")
        packed.writestr(f"{TITLE}/{PORTABLE_MARK}", PORTABLE_WORDS.replace("\n", "\r\n"))
    return target


def _name(trial: bool) -> str:
    return f"{TITLE}-{version()}{'-试用' if trial else ''}"


def _setup(app: Path, target: Path, *words: str) -> Path:
    target.unlink(missing_ok=True)
    run(
        makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-DVERSION={version()}", f"-DAPP={app}",
        f"-DOUT={target}", f"-DICON={ROOT / 'resources' / 'program' / 'icon.ico'}", *words,
        HERE / "installer.nsi",
    )  # fmt: skip
    return target


def size_mb(path: Path) -> float:
    """Of a file, or of everything in a folder."""
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return sum(each.stat().st_size for each in files) / 2**20


def report(app: Path) -> None:
    """What takes how much room; refuses a program that has grown too large."""
    parts: Counter[str] = Counter()
    for path in app.rglob("*"):
        if path.is_file():
            inner = path.relative_to(app).parts
            parts["/".join(inner[: 2 if inner[0] == "lib" else 1])] += path.stat().st_size
    say("MB   part")
    for name, size in parts.most_common(16):
        say(f"{size / 2**20:5.1f}  {name}")
    say(f"{size_mb(app):5.1f}  the whole folder")
    if size_mb(app) > LARGEST_FOLDER_MB:
        raise Missing(f"The folder takes more than {LARGEST_FOLDER_MB} MB.")


def main(words: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="dev.py windows", description=__doc__)
    parser.add_argument(
        "--python", type=Path, metavar="FOLDER_OR_ZIP",
        help="an installed Python of python.org for 64-bit Windows, or its embeddable zip",
    )  # fmt: skip
    parser.add_argument("--fast", action="store_true", help="pack loosely, for trying")
    typed = parser.parse_args(words)
    try:
        make(typed.python, fast=typed.fast)
    except (Missing, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
