"""The licence texts of everything that ships, in one folder that an operator can open."""

import re
import shutil
from pathlib import Path

TEXT = re.compile(r"^(licen[cs]e|copying|notice|authors|copyright|ofl)", re.IGNORECASE)
OF_QT = {"pyside6_essentials", "pyside6_pdf", "shiboken6"}
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def gather(library: Path, python: Path, place: Path) -> list[str]:
    """Copy the texts into ``place``; returns the names of packages that bring none.

    Where a wheel brings no text of its own, ``packaging/licences/NAME.txt`` stands for it.
    """
    place.mkdir(parents=True, exist_ok=True)
    shutil.copy2(ROOT / "LICENSE", place / "高塘双提升工作台.txt")
    shutil.copy2(python / "LICENSE.txt", place / "Python.txt")
    for name, folder in {"字体": "fonts/licences", "图标": "icons"}.items():
        for text in sorted((ROOT / "resources" / folder).glob("*.txt")):
            (place / name).mkdir(exist_ok=True)
            shutil.copy2(text, place / name / text.name)
    # The wheels of Qt bring only a reference to a commercial licence, which is not the one used here.
    (place / "Qt").mkdir(exist_ok=True)
    for name in ("Qt.txt", "LGPL-3.0.txt"):
        shutil.copy2(ROOT / "packaging" / "licences" / name, place / "Qt" / name)
    lacking = []
    for info in sorted(library.glob("*.dist-info")):
        name = info.name.rpartition(".dist-info")[0].partition("-")[0]
        if name == "gaotang_desktop" or name in OF_QT:
            continue
        package = library / name.replace("python_", "")
        texts = [path for path in info.rglob("*") if path.is_file() and TEXT.match(path.name)]
        texts += [path for path in info.glob("licenses/**/*") if path.is_file()]
        if not texts and package.is_dir():
            texts = [path for path in package.iterdir() if path.is_file() and TEXT.match(path.name)]
        spare = ROOT / "packaging" / "licences" / f"{name}.txt"
        if not texts and spare.is_file():
            texts = [spare]
        if not texts:
            lacking.append(name)
        for text in dict.fromkeys(texts):
            target = place / name / "-".join(_inside(text, info))
            target.parent.mkdir(exist_ok=True)
            shutil.copy2(text, target)
    return lacking


def _inside(text: Path, info: Path) -> tuple[str, ...]:
    if info not in text.parents:
        return (text.name,)
    return tuple(each for each in text.relative_to(info).parts if each != "licenses")
