"""Where things are: run from source, installed as a package, or frozen into a program."""

import sys
from pathlib import Path

import platformdirs

DATABASE_NAME = "gaotang.sqlite"
"""The database of a data folder. The other names are those of what stands beside it."""
LOCK_NAME = "gaotang.lock"
BACKUP_LOCK_NAME = "gaotang-backup.lock"
MARKER = "gaotang-office.txt"
BACKUPS = "backups"
ATTACHMENTS = "attachments"
OPENED = "opened"
"""Copies of attached files that the system's programs were given; gone at the next start."""
LOGS = "logs"
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
    if bundle := getattr(sys, "_MEIPASS", None):
        return Path(bundle) / name
    package = Path(__file__).resolve().parent
    installed = package / f"_{name}"
    return installed if installed.is_dir() else package.parent / source


def default_data_folder() -> Path:
    """The operator's data folder when none is named."""
    return Path(platformdirs.user_data_dir("GaotangDesktop", appauthor=False, roaming=False))
