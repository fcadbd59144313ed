"""Where things are: run from source, installed as a package, or frozen into a program."""

import os
import sys
from functools import cache
from pathlib import Path

DATABASE_NAME = "gaotang.sqlite"
"""The database of a data folder. The other names are those of what stands beside it."""
LOCK_NAME = "gaotang.lock"
BACKUP_LOCK_NAME = "gaotang-backup.lock"
MARKER = "gaotang-office.txt"
KEY_NAME = "gaotang-key.json"
"""The key of an encrypted folder, wrapped by the password; without it the folder is plain."""
TRIES_NAME = "gaotang-tries.json"
"""How often in a row a wrong password was typed."""
BACKUPS = "backups"
ATTACHMENTS = "attachments"
OPENED = "opened"
"""Copies of attached files that the system's programs were given; gone at the next start."""
LOGS = "logs"
SAMPLE_MARK = "示例数据.txt"
"""Lies in the folder of a sample office: nothing in it is real, all of it may be thrown away."""
SAMPLE_BEHIND, SAMPLE_PART = "-示例数据", ".part"
"""How the name of that folder ends, beside the real one, and while it is being made."""
UNSAVED = "unsaved.json"
"""What is being typed and not stored yet; offered after a power cut."""
WINDOW = "window.ini"
"""How the operator left the window: sizes, columns, what lists are narrowed to."""
DRILL = "drill.json"
"""What came of the last restore drill; lies among the backups."""
PLACE_MARK = "gaotang-backup-place.txt"
"""By it a second backup place is known, whatever letter its stick has."""
BACKUP_FILES = "附件"
"""The attached files of the copies in a backup folder."""
SIDECARS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database file while it is in use, or after a power cut."""


def resources() -> Path:
    """The folder with fonts, icons, the style sheet, schemes and wordings that ship."""
    return _shipped("resources", "resources")


def manual() -> Path:
    """The folder with the operator's manual, one file a chapter, and its pictures."""
    return _shipped("manual", "docs/manual")


def _shipped(name: str, source: str) -> Path:
    """A folder that ships: frozen beside the program, installed in the package, or in the source."""
    return _shipped_in(getattr(sys, "_MEIPASS", None), name, source)


@cache  # every icon asks, and a program is not moved while it runs
def _shipped_in(bundle: str | None, name: str, source: str) -> Path:
    if bundle:
        return Path(bundle) / name
    package = Path(__file__).resolve().parent
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parent / source


PORTABLE_MARK = "便携版.txt"
"""Lies beside the program of a portable copy: its data lie beside it too (packaging/windows)."""

REGISTRY_KEY = r"Software\GaotangDesktop"
"""Where Windows' uninstaller reads where the data are, to say that they stay."""

_CHOSEN = "data-folder.txt"


def program_folder() -> Path:
    """The folder of the program: of its .exe, or of the sources."""
    if hasattr(sys, "_MEIPASS"):
        return Path(sys.executable).resolve().parent
    package = Path(__file__).resolve().parent
    # In the Windows program the package lies in lib/ beside the .exe.
    return package.parent.parent if (package / "_resources").is_dir() else package.parent


def is_portable() -> bool:
    """Whether this copy keeps its data beside itself, as on a stick."""
    return (program_folder() / PORTABLE_MARK).is_file()


def default_data_folder() -> Path:
    """The operator's data folder when none is named: beside a portable copy, chosen, or usual."""
    if is_portable():
        return program_folder() / "数据"
    return chosen_data_folder() or usual_data_folder()


def usual_data_folder() -> Path:
    """Where the data of this user lie as long as nobody chose another place."""
    import platformdirs  # not before something is seen

    return Path(platformdirs.user_data_dir("GaotangDesktop", appauthor=False, roaming=False))


def _note_of_choice() -> Path:
    import platformdirs

    folder = platformdirs.user_config_dir("GaotangDesktopPlace", appauthor=False, roaming=False)
    return Path(folder) / _CHOSEN


def chosen_data_folder() -> Path | None:
    """The folder that the operator chose, None without a choice."""
    try:
        text = _note_of_choice().read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None  # never chosen, or the note was spoilt: then the usual place holds
    return Path(text) if text else None


def choose_data_folder(folder: Path) -> None:
    """Remember where the data lie from now on, for this user of the computer.

    Raises:
        OSError: the note cannot be written.
    """
    note = _note_of_choice()
    note.parent.mkdir(parents=True, exist_ok=True)
    part = note.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        file.write(str(folder.absolute()))
        file.flush()
        os.fsync(file.fileno())  # a lost note would open the data of before the move
    part.replace(note)
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, REGISTRY_KEY) as key:
            winreg.SetValueEx(key, "DataFolder", 0, winreg.REG_SZ, str(folder.absolute()))


def is_thrown_away_with(folder: Path) -> bool:
    """Whether a folder was made here as a sample, so that all of it may be deleted."""
    is_ours = folder.name.endswith((SAMPLE_BEHIND, SAMPLE_BEHIND + SAMPLE_PART))
    return is_ours and not folder.is_symlink() and (folder / SAMPLE_MARK).is_file()
