"""Where things are: run from source, installed as a package, or frozen into a program."""

import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """The folder with fonts, icons, the style sheet, schemes and wordings that ship."""
    if bundle := getattr(sys, "_MEIPASS", None):
        return Path(bundle) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def default_data_folder() -> Path:
    """The operator's data folder when none is named."""
    return Path(platformdirs.user_data_dir("GaotangDesktop", appauthor=False, roaming=False))
