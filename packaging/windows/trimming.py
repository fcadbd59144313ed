"""What of the unpacked wheels the program never loads: it does not ship."""

import re
import shutil
from pathlib import Path

QT_MODULES = {"QtCore", "QtGui", "QtNetwork", "QtPdf", "QtPrintSupport", "QtSvg", "QtWidgets"}
QT_LIBRARIES = {
    "Qt6Core", "Qt6Gui", "Qt6Network", "Qt6Pdf", "Qt6PrintSupport", "Qt6Svg", "Qt6Widgets",
    "pyside6.abi3", "msvcp140", "msvcp140_1", "msvcp140_2", "vcruntime140", "vcruntime140_1",
}  # fmt: skip
QT_PLUGINS = {
    "platforms": {"qwindows", "qoffscreen"},
    "imageformats": {"qgif", "qico", "qjpeg", "qpdf", "qsvg"},
    "iconengines": {"qsvgicon"},
}
QT_WORDS = {"qtbase_zh_CN.qm", "qt_zh_CN.qm"}

# Each with the reason why nothing of it is missed.
UNUSED = {
    "bin": "programs of the libraries for developers",
    "share": "man pages",
    "uniseg/docs": "a copy of its documentation",
    "opencc/clib/bin": "programs of it for developers",
    "opencc/clib/include": "for building",
    "opencc/clib/lib": "for building",
    "opencc/clib/lib64": "for building",
    "reportlab/fonts": "Latin faces of its own",
    "reportlab/graphics/samples": "samples",
    "numpy/f2py": "a compiler's front end",
    "numpy/distutils": "for building",
    "numpy/doc": "documentation",
    "numpy/_core/include": "for building",
    "numpy/_core/lib": "for building",
    "numpy/random/lib": "for building",
    "numpy/testing": "for testing",
    "alembic/testing": "for testing",
    "sqlalchemy/testing": "for testing",
    "fontTools/afmLib.py": "for those who make faces",
    "fontTools/colorLib": "the same",
    "fontTools/cu2qu": "the same",
    "fontTools/designspaceLib": "the same",
    "fontTools/diff": "the same",
    "fontTools/fontBuilder.py": "the same",
    "fontTools/merge": "the same",
    "fontTools/mtiLib": "the same",
    "fontTools/otlLib": "the same",
    "fontTools/qu2cu": "the same",
    "fontTools/subset": "the same",
    "fontTools/svgLib": "the same",
    "fontTools/t1Lib": "the same",
    "fontTools/tfmLib.py": "the same",
    "fontTools/ttx.py": "the same",
    "fontTools/ufoLib": "the same",
    "fontTools/unicodedata": "the same",
    "fontTools/varLib": "the same",
    "fontTools/voltLib": "the same",
    "pypinyin/phrases_dict.json": "phrases; here characters are asked for one by one",
    "lxml/includes": "for building",
    "lxml/isoschematron": "a kind of check that no paper needs",
    "alembic/templates": "for starting new migrations",
    "tzdata": "time zones come from Windows",
    "shiboken6/concrt140.dll": "Microsoft's run time for what we do not use",
    "shiboken6/vcamp140.dll": "the same",
    "shiboken6/vccorlib140.dll": "the same",
    "shiboken6/vcomp140.dll": "the same",
}
# Files by what their path ends with: sources and tests; formats and faces that no paper uses.
UNUSED_FILES = re.compile(
    r"(\.(pyi|pyx|pxd|c|cpp|h|hpp|lib|a|exe|pdb|qml|rst)|/_avif\.[^/]*\.pyd|/numpy/_core/_(\w+_tests|simd)\.[^/]*\.pyd|"
    r"/lxml/(objectify|sax|html/(_?diff(lib)?|clean))\.[^/]*|"
    # Colour profiles and arithmetic with pictures: Pillow does without where they are not there.
    r"/PIL/_(imagingft|imagingtk|imagingcms|imagingmath|imagingmorph)\.[^/]*|"
    r"/fontTools/feaLib/(?!__init__|lookupDebugInfo)[^/]*|/py\.typed|/RECORD|/REQUESTED|"
    r"/[^/]*\.dist-info/sboms/[^/]*|/INSTALLER|/entry_points\.txt|/WHEEL|/direct_url\.json)$"
)


OPENCC = {
    "t2s.json", "TSPhrases.ocd2", "TSCharacters.ocd2", "TSCharactersExt.ocd2", "CJK_Compatibility_Ideographs.ocd2",
}  # fmt: skip
"""Of its dictionaries those that make simplified characters of traditional ones."""


def trim(library: Path) -> None:
    """Remove from a folder of unpacked wheels what is not needed."""
    _trim_qt(library / "PySide6")
    for name in UNUSED:
        _remove(library / name)
    for path in list((library / "opencc/clib").rglob("share/opencc/*")):
        _remove(path, path.name not in OPENCC)
    for path in [*library.rglob("tests"), *library.rglob("__pycache__")]:
        if path.is_dir():
            shutil.rmtree(path)
    for path in list(library.rglob("*")):
        if path.is_file() and UNUSED_FILES.search(path.as_posix()):
            path.unlink()


def _trim_qt(qt: Path) -> None:
    for path in list(qt.iterdir()):
        if path.is_dir():
            if path.name not in {"plugins", "translations", "support"}:
                shutil.rmtree(path)
        elif path.suffix == ".pyd":
            _remove(path, path.stem not in QT_MODULES)
        elif path.suffix == ".dll":
            _remove(path, path.stem not in QT_LIBRARIES)
        elif path.suffix == ".json":
            path.unlink()
    for folder in list((qt / "plugins").iterdir()):
        kept = QT_PLUGINS.get(folder.name, set())
        for path in list(folder.iterdir()):
            _remove(path, path.stem not in kept)
        if not kept:
            shutil.rmtree(folder)
    for path in list((qt / "translations").rglob("*")):
        _remove(path, path.is_file() and path.name not in QT_WORDS)


def _remove(path: Path, wanted: bool = True) -> None:
    if not wanted:
        return
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
