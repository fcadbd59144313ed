"""The name by which the window of a data folder is called; cheap to ask, before anything is loaded."""

import ctypes
import hashlib
import os
import sys
import tempfile
from pathlib import Path


def name_for(folder: Path) -> str:
    """The same for a folder however it is spelled."""
    whole = os.path.normcase(os.path.realpath(folder))
    return "gaotang-" + hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def may_be_shown(folder: Path) -> bool:
    """Whether a window of this folder may be listening; False is certain, True must be asked."""
    if sys.platform == "win32":
        # Zero only when there is no such pipe, or all its ends are taken at this moment.
        found = ctypes.windll.kernel32.WaitNamedPipeW(f"\\\\.\\pipe\\{name_for(folder)}", 2000)
        return bool(found)
    return (Path(tempfile.gettempdir()) / name_for(folder)).exists()
