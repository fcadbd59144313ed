"""The parts of the Windows program that can be looked at without Windows."""

import re
import shutil
import sys
from pathlib import Path

import licences
import making
import pytest
import python_source
import testing
import trimming
from PIL import Image
from python_source import Interpreter, Missing

from gaotang_desktop import __version__, paths
from gaotang_desktop.ui.frame.start import on_windows

ROOT = Path(__file__).resolve().parent.parent
INSTALLER = (making.HERE / "installer.nsi").read_text("utf-8")

needs_compiler = pytest.mark.skipif(
    not shutil.which(python_source.COMPILER), reason="no compiler for Windows here"
)
needs_nsis = pytest.mark.skipif(not shutil.which("makensis"), reason="no NSIS here")


def test_the_icon_has_every_size_that_windows_asks_for():
    with Image.open(ROOT / "resources" / "program" / "icon.ico") as icon:
        assert icon.info["sizes"] >= {(size, size) for size in (16, 20, 24, 32, 40, 48, 64, 256)}
        for size in icon.info["sizes"]:
            icon.size = size
            icon.load()
            colours = {colour for _, colour in icon.convert("RGBA").getcolors(1 << 20)}
            assert (0x1F, 0x4E, 0x8C, 255) in colours, size


@needs_compiler
@pytest.mark.parametrize("words", [("-mwindows",), ("-DCONSOLE",)])
def test_the_launcher_compiles_without_a_warning_and_tells_its_version(tmp_path, words):
    python = Interpreter(tmp_path, "3.13", Path(), is_trial=False)
    making.launcher(tmp_path / "a.exe", python, words, tmp_path)
    made = (tmp_path / "a.exe").read_bytes()
    assert made.startswith(b"MZ")
    for text in ("高塘双提升工作台", __version__, "python313.dll"):
        assert text.encode("utf-16-le") in made
    assert b"longPathAware" in made


@needs_nsis
def test_the_installer_script_is_accepted_without_a_warning(tmp_path):
    app = tmp_path / "程序 1"
    (app / "lib").mkdir(parents=True)
    for name in (f"{making.TITLE}.exe", "gaotang-desktop.exe", "lib/a.pyc"):
        (app / name).write_bytes(b"MZ")
    for make in (making.installer, making.self_unpacking):
        made = make(app, tmp_path, trial=True)
        assert made.read_bytes().startswith(b"MZ")
        assert "试用" in made.name


def test_installer_and_program_mean_the_same_by_their_names():
    said = dict(re.findall(r'^!define (\w+) "([^"]*)"', INSTALLER, re.MULTILINE))
    assert said["TASKBAR_NAME"] == on_windows.TASKBAR_NAME
    assert said["CLOSE_EVENT"] == on_windows.CLOSE_EVENT
    assert said["OURS"] == paths.REGISTRY_KEY
    assert said["TITLE"] == making.TITLE
    assert making.PORTABLE_MARK == paths.PORTABLE_MARK
    assert making.version() == __version__


def test_installer_and_launcher_refuse_the_same_old_systems_and_the_manual_names_them():
    oldest = "17763"  # Windows 10, version 1809
    launcher = (making.HERE / "launcher.c").read_text("utf-8")
    assert f"!define OLDEST_BUILD {oldest}" in INSTALLER
    assert f"#define OLDEST_BUILD {oldest} " in launcher
    manual = (ROOT / "docs" / "manual" / "install.md").read_text("utf-8")
    for said in (INSTALLER, launcher, manual):
        assert "1809" in re.sub(r"(?m)^(;.*|#.*|/\*.*)$", "", said)


def test_the_uninstaller_takes_away_only_what_the_installer_brought():
    removed = re.findall(r'RMDir /r "([^"]+)"', INSTALLER)
    assert set(removed) == {
        *(f"$INSTDIR\\{name}" for name in ("lib", "python", making.LICENCES)),
        "$SMPROGRAMS\\${TITLE}",
    }  # fmt: skip


def files(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return folder


def test_of_the_wheels_only_what_the_program_loads_is_left(tmp_path):
    kept = {
        "PySide6/QtCore.pyd", "PySide6/Qt6Network.dll", "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qoffscreen.dll", "PySide6/plugins/iconengines/qsvgicon.dll",
        "PySide6/translations/qtbase_zh_CN.qm", "numpy/__init__.py", "docx/templates/default.docx",
        "opencc/clib/share/opencc/t2s.json", "opencc/clib/share/opencc/TSPhrases.ocd2",
        "opencc/clib/opencc_clib.pyd", "fontTools/ttLib/__init__.py", "fontTools/feaLib/__init__.py",
        "fontTools/feaLib/lookupDebugInfo.py", "fontTools/pens/svgPathPen.py",
    }  # fmt: skip
    unused = {
        "PySide6/opengl32sw.dll", "PySide6/QtQml.pyd", "PySide6/designer.exe", "PySide6/QtCore.pyi",
        "PySide6/plugins/platforms/qminimal.dll", "PySide6/plugins/tls/qschannelbackend.dll",
        "PySide6/translations/qtbase_de.qm", "uniseg/docs/a.html", "PIL/_avif.cp313-win_amd64.pyd",
        "numpy/_core/tests/test_a.py", "numpy/_core/include/a.h", "a-1.dist-info/RECORD",
        "opencc/clib/share/opencc/s2twp.json", "opencc/clib/share/opencc/STPhrases.ocd2",
        "fontTools/feaLib/builder.py", "fontTools/varLib/__init__.py", "fontTools/ttx.py",
        "opencc/clib/bin/opencc.exe", "opencc/clib/lib/marisa.lib", "opencc/clib/include/opencc/opencc.h",
    }  # fmt: skip
    trimming.trim(files(tmp_path, *kept, *unused))
    left = {each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*") if each.is_file()}
    assert left == kept


def test_a_package_without_a_licence_text_is_named(tmp_path):
    library = files(
        tmp_path / "lib", "good-1.dist-info/licenses/LICENSE", "bad-2.dist-info/METADATA",
        "openpyxl-3.dist-info/METADATA", "pyside6_pdf-6.dist-info/METADATA",
    )  # fmt: skip
    files(tmp_path / "python", "LICENSE.txt")
    place = tmp_path / making.LICENCES
    assert licences.gather(library, tmp_path / "python", place) == ["bad"]
    assert (place / "Qt" / "LGPL-3.0.txt").stat().st_size > 5000
    assert (place / "openpyxl").is_dir()
    assert (place / "字体" / "NotoSansSC-OFL.txt").is_file()


def test_a_folder_without_a_windows_python_is_refused(tmp_path):
    with pytest.raises(Missing, match="holds no Python for Windows"):
        python_source.gather(tmp_path, tmp_path / "python")


def test_an_installed_python_gives_its_parts_and_none_of_its_tests(tmp_path):
    # The version that runs here: byte code is made by a Python of the same one.
    digits = f"{sys.version_info.major}{sys.version_info.minor}"
    kept = {
        f"python{digits}.dll", "python3.dll", "vcruntime140.dll", "LICENSE.txt", f"python{digits}.zip",
    }  # fmt: skip
    inner = {"DLLs/_testcapi.pyd", "DLLs/_tkinter.pyd", "DLLs/tcl86t.dll", "DLLs/_sqlite3.pyd"}
    source = files(tmp_path / "Python", *kept, *inner)
    python = python_source.gather(source, tmp_path / "out")
    assert {each.name for each in python.folder.iterdir()} == {*kept, "_sqlite3.pyd"}
    assert (python.dll, python.is_trial) == (f"python{digits}.dll", False)


def test_what_only_wine_lacks_is_never_part_of_a_bundle():
    sources = "".join(
        (making.HERE / name).read_text("utf-8")
        for name in ("making.py", "python_source.py", "trimming.py", "installer.nsi")
    )
    for name in testing.STUBS:
        assert name.removesuffix(".dll") not in sources
    if (app := making.OUT / making.TITLE).is_dir():
        assert not {each.name.lower() for each in app.rglob("*.dll")} & set(testing.STUBS)
