"""What Wine lacks, made good in an installed copy of the program: for trials, never shipped."""

import tempfile
import zipfile
from pathlib import Path

import python_source


def patch_for_wine(place: Path) -> None:
    """What Wine lacks, in an installed copy of the program."""
    patch_numpy(place / "lib")
    patch_library(place / "python")


def patch_numpy(library: Path) -> None:
    """In an installed copy, let numpy take its complex functions from the stub."""
    for path in library.joinpath("numpy").rglob("*.pyd"):
        content = path.read_bytes()
        if b"api-ms-win-crt-math-l1-1-0.dll" in content:
            path.write_bytes(content.replace(b"api-ms-win-crt-math", b"xpi-ms-win-crt-math"))


def patch_library(python: Path) -> None:
    """In an installed copy, let ``shutil`` copy without CopyFile2, which Wine 8 has not."""
    packed = next(python.glob("python3*.zip"))
    digits = packed.stem.removeprefix("python")
    compiler = python_source.compiler_of(f"{digits[0]}.{digits[1:]}")
    words = (
        "import py_compile, shutil, sys; s = open(shutil.__file__, encoding='utf-8').read();"
        "open('shutil.py', 'w', encoding='utf-8').write(s.replace('\"CopyFile2\"', '\"CopyFileX\"'));"
        "py_compile.compile('shutil.py', 'shutil.pyc', doraise=True,"
        " invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)"
    )
    with tempfile.TemporaryDirectory() as folder:
        python_source.run(compiler, "-I", "-c", words, cwd=Path(folder))
        new = packed.with_suffix(".new")
        with (
            zipfile.ZipFile(packed) as old,
            zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as made,
        ):
            for name in old.namelist():
                is_it = name == "shutil.pyc"
                made.writestr(name, (Path(folder) / name).read_bytes() if is_it else old.read(name))
        new.replace(packed)
