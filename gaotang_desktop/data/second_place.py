"""The second backup place: known by a mark that lies in it, wherever its stick is plugged in.

Beside the own copies a note says which copies at which place are this office's.
"""

import json
import re
import secrets
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from gaotang_desktop.data import backups, sealed
from gaotang_desktop.data.places import is_share
from gaotang_desktop.paths import PLACE_MARK

_NOTE = "second-place.json"
_MARK = re.compile(r"编号：([0-9a-f]{16})")
_DISKS = (2, 3)  # DRIVE_REMOVABLE and DRIVE_FIXED of GetDriveTypeW
_MOUNTED = ("/media/", "/run/media/", "/mnt/")
_MOST_PLACES = 20  # sticks that are used by turns


def located(kept: Path, named: Path, drives: Iterable[Path] | None = None) -> tuple[Path, bool]:
    """Where the second place is now, and whether it is connected.

    ``kept``: the folder of the own copies; ``named``: the place as the settings name it. Where that is
    not it, a folder of the same name with our mark is looked for on the other ``drives`` (those of
    the computer when not given): Windows gives a stick whatever letter is free.

    Raises:
        OSError: a stick that was pulled out half-way.
    """
    if _is_connected(kept, named):
        return named, True
    known = _marks_of(noted(kept), named)
    found = _elsewhere(named, known, drives) if known else None
    return found or named, found is not None


def _is_connected(kept: Path, folder: Path) -> bool:
    """Whether a place is there, and is still the disk that it was.

    A stick's folder may be left behind empty when the stick is out; then it is on our own disk.
    """
    if not folder.is_dir():
        return False
    note = noted(kept)
    if mark_of(folder) in _marks_of(note, folder):
        return True
    was_other = note.get("folder") == str(folder) and note.get("other_disk") is True
    return not was_other or _is_other_disk(kept, folder)


def _is_other_disk(kept: Path, folder: Path) -> bool:
    return folder.stat().st_dev != kept.parent.stat().st_dev


def _elsewhere(named: Path, known: Collection[str], drives: Iterable[Path] | None) -> Path | None:
    if is_share(str(named)):
        return None
    below = [Path(*named.parts[at:]) for at in range(1, len(named.parts))]
    for drive in _drives() if drives is None else drives:
        # Of Windows all behind the letter; elsewhere nobody knows where the stick's own path began.
        for each in below[:1] if named.drive else below:
            with suppress(OSError):
                if mark_of(drive / each) in known:
                    return drive / each
    return None


def _drives() -> list[Path]:
    """Where a stick of this computer may be: letters of disks, or what is mounted for a person."""
    if sys.platform == "win32":
        import ctypes

        letters = ctypes.windll.kernel32.GetLogicalDrives()
        roots = [f"{chr(65 + at)}:\\" for at in range(26) if letters >> at & 1]
        kind = ctypes.windll.kernel32.GetDriveTypeW
        return [Path(each) for each in roots if kind(each) in _DISKS]
    with suppress(OSError):
        lines = Path("/proc/self/mounts").read_text("utf-8", errors="surrogateescape").splitlines()
        points = [line.split(" ")[1].replace("\\040", " ") for line in lines if " " in line]
        return [Path(each) for each in points if each.startswith(_MOUNTED)]
    return []


def mark_of(folder: Path) -> str:
    """The number in the mark of a place; nothing where there is none."""
    try:
        with (folder / PLACE_MARK).open(encoding="utf-8", errors="replace") as file:
            found = _MARK.search(file.read(1000))
    except OSError:
        return ""
    return found[1] if found else ""


def _marked(folder: Path) -> str:
    """The same; a place without a mark is given one, a protected one stays without."""
    if not (own := mark_of(folder)):
        words = (
            "这是高塘双提升工作台的第二备份位置。程序靠这个文件认出它，U 盘换了盘符也找得到，请不要删除。\n"
            f"编号：{secrets.token_hex(8)}\n"
        )
        with suppress(OSError):
            sealed.write_whole(folder / PLACE_MARK, words.encode(), None)
        own = mark_of(folder)
    return own


def copies_at(kept: Path, folder: Path) -> set[str]:
    """The names of the copies that this office made at the second place.

    Another office's may lie there too, and those of an office that stood here before: they are not
    ours to thin out. Ours are those that were noted, and those that lie among our own copies too.
    """
    note, own = noted(kept), mark_of(folder)
    names: set[str] = set()
    if (own and note.get("place") == own) or note.get("folder") == str(folder):
        names.update(map(str, note.get("copies") or ()))
    names.update(map(str, _others(note).get(own, {}).get("copies") or ()))
    for each in backups.listed(folder):
        same = kept / each.path.name
        if each.path.name not in names and same.exists() and backups.are_same(same, each.path):
            names.add(each.path.name)
    return names


def remember(kept: Path, named: Path, folder: Path, copies: Collection[str]) -> None:
    """Note our copies there, the mark, and whether it is a disk of its own: without its stick it is none."""
    note, own = noted(kept), _marked(folder)
    others = _others(note)
    if (before := str(note.get("place") or "")) and before != own:
        others[before] = {"named": note.get("named"), "copies": note.get("copies")}
    others.pop(own, None)
    told = {
        "named": str(named),
        "folder": str(folder),
        "other_disk": _is_other_disk(kept, folder),
        "copies": sorted(name for name in copies if (folder / name).exists()),
        "place": own,
        "others": dict([*others.items()][-_MOST_PLACES:]),
    }
    with suppress(OSError):  # the copies are made; the note comes with the next ones
        sealed.write_whole(kept / _NOTE, json.dumps(told, ensure_ascii=False).encode(), None)


def noted(kept: Path) -> dict[str, Any]:
    """The note; empty where there is none that can be read."""
    try:
        told = json.loads((kept / _NOTE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _others(note: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The places that were used before, by their marks: as what they were named, and our copies there."""
    found = note.get("others")
    pairs = found.items() if isinstance(found, dict) else ()
    return {mark: told for mark, told in pairs if isinstance(told, dict)}


def _marks_of(note: dict[str, Any], named: Path) -> set[str]:
    """The marks of the places that were used under a name: of several sticks by turns."""
    told = {str(note.get("place") or ""): note, **_others(note)}
    return {mark for mark, each in told.items() if mark and each.get("named") == str(named)}
