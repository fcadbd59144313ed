"""The faces that a machine has, by the family name inside the files: file names tell nothing.

Windows keeps them in its own folder and in one of the user, adds ``_0`` to the name of a second
installation, and lists in the registry those that lie elsewhere.
"""

import functools
import os
import re
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

_KINDS = {".ttf", ".ttc", ".otf", ".otc"}
_FAMILY, _WHOLE, _POSTSCRIPT, _TYPOGRAPHIC = 1, 4, 6, 16
_NAMES = (_FAMILY, _TYPOGRAPHIC, _WHOLE, _POSTSCRIPT)
_MOST_IN_ONE_FILE = 16
_FIRST_HAN = 0x3400
_KEY = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"

# What fontTools says of files that are damaged, or no fonts at all.
UNREADABLE = (
    TTLibError, OSError, struct.error, ValueError, AssertionError, KeyError, IndexError, TypeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Installed:
    """One face of a file; ``number`` is its place in a collection (.ttc)."""

    path: Path
    number: int


def plain_name(name: str) -> str:
    """A family's name as it is compared: without spaces, signs and size of letters."""
    return re.sub(r"[\W_]", "", name).casefold()


def system_folders() -> tuple[Path, ...]:
    """Where Windows keeps the faces of the machine and those of one user; nothing elsewhere."""
    folders = []
    if windows := os.environ.get("WINDIR"):
        folders.append(Path(windows) / "Fonts")
    if local := os.environ.get("LOCALAPPDATA"):
        folders.append(Path(local) / "Microsoft" / "Windows" / "Fonts")
    return tuple(folders)


def registered() -> tuple[Path, ...]:
    """The files that the registry lists, for the machine and for the user; nothing elsewhere."""
    found: list[Path] = []
    if sys.platform == "win32":
        import winreg

        fonts = Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts"
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, _KEY) as key:
                    for at in range(winreg.QueryInfoKey(key)[1]):
                        value = winreg.EnumValue(key, at)[1]
                        if isinstance(value, str) and value:
                            found.append(fonts / value)  # a whole path stays what it is
            except OSError:
                continue  # a machine on which nobody installed a face of their own lacks the key
    return tuple(found)


def font_files(folders: Iterable[Path], listed: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Every font of the folders and of a list, each once, in a fixed order."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                found.setdefault(os.path.normcase(path), path)
    for path in listed:
        if path.is_file():
            found.setdefault(os.path.normcase(path), path)
    return tuple(path for path in found.values() if path.suffix.lower() in _KINDS)


def by_name(files: Iterable[Path]) -> Mapping[str, tuple[Installed, ...]]:
    """The faces of the files by each of their names, in whatever language it is written.

    A file that cannot be read is passed over.
    """
    found: dict[str, list[Installed]] = {}
    for path in files:
        for face, names in _faces(path):
            for name in names:
                found.setdefault(name, []).append(face)
    return {name: tuple(faces) for name, faces in found.items()}


@functools.lru_cache(maxsize=4000)
def _rare_glyphs(installed: Installed) -> frozenset[int]:
    """The Chinese characters of a face; none where it says of itself that it has none."""
    try:
        with installed.path.open("rb") as file:
            font = (
                TTCollection(file, lazy=True).fonts[installed.number]
                if installed.path.suffix.lower() in {".ttc", ".otc"}
                else TTFont(file, lazy=True)
            )
            # Faces without outlines of TrueType cannot be embedded.
            if "glyf" not in font:
                return frozenset()
            return frozenset(code for code in font.getBestCmap() or () if code >= _FIRST_HAN)
    except UNREADABLE:
        return frozenset()


def has_glyph(installed: Installed, code: int) -> bool:
    """Whether a face of TrueType outlines has a Chinese character."""
    return code in _rare_glyphs(installed)


def _faces(path: Path) -> Iterator[tuple[Installed, set[str]]]:
    try:
        with path.open("rb") as file:
            fonts = (
                TTCollection(file, lazy=True).fonts[:_MOST_IN_ONE_FILE]
                if path.suffix.lower() in {".ttc", ".otc"}
                else [TTFont(file, lazy=True)]
            )
            for number, font in enumerate(fonts):
                yield Installed(path, number), _names(font)
    except UNREADABLE:
        return


def _names(font: TTFont) -> set[str]:
    names = {
        plain_name(record.toUnicode("replace"))
        for record in font["name"].names
        if record.nameID in _NAMES
    }
    return names - {""}
