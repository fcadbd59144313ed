"""Asking for a file: every dialog starts in 文档, from then on where the operator was last."""

from collections.abc import Callable
from pathlib import Path, PurePath

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from gaotang_desktop.ui.desk.memory import Memory

_SAVED_IN = "files/saved_in"
_OPENED_FROM = "files/opened_from"


def ask_where_to_save(
    parent: QWidget,
    memory: Memory,
    title: str,
    name: str,
    kinds: str = "",
    *,
    chosen: Callable[[Path], object],
) -> QFileDialog:
    """Propose ``name`` in the place of the last saving; its ending is the one that is added.

    ``kinds`` is Qt's list of kinds (``表格 (*.xlsx)``); ``chosen`` hears the path.
    """
    dialog = QFileDialog(parent, title, str(_place(memory, _SAVED_IN) / name), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    if kinds:
        dialog.setDefaultSuffix(PurePath(name).suffix.removeprefix("."))
    dialog.fileSelected.connect(lambda path: _take(memory, _SAVED_IN, path, chosen))
    return _opened(dialog)


def ask_for_file(
    parent: QWidget,
    memory: Memory,
    title: str,
    kinds: str = "",
    *,
    chosen: Callable[[Path], object],
) -> QFileDialog:
    """One file that is there, sought in the place of the last one."""
    dialog = QFileDialog(parent, title, str(_place(memory, _OPENED_FROM)), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda path: _take(memory, _OPENED_FROM, path, chosen))
    return _opened(dialog)


def ask_for_files(
    parent: QWidget, memory: Memory, title: str, *, chosen: Callable[[list[Path]], object]
) -> QFileDialog:
    """Any number of files that are there."""
    dialog = QFileDialog(parent, title, str(_place(memory, _OPENED_FROM)))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)

    def take(names: list[str]) -> None:
        memory.write(_OPENED_FROM, str(Path(names[0]).parent))
        chosen([Path(name) for name in names])

    dialog.filesSelected.connect(take)
    return _opened(dialog)


def ask_for_folder(
    parent: QWidget, memory: Memory, title: str, *, chosen: Callable[[Path], object]
) -> QFileDialog:
    """A folder that is there or is made in the dialog."""
    dialog = QFileDialog(parent, title, str(_place(memory, _SAVED_IN)))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    return _opened(dialog)


def _opened(dialog: QFileDialog) -> QFileDialog:
    """Shown, and gone once it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def _take(memory: Memory, key: str, name: str, chosen: Callable[[Path], object]) -> None:
    memory.write(key, str(Path(name).parent))
    chosen(Path(name))


def _place(memory: Memory, key: str) -> Path:
    """Where to begin: the last place, or 文档 while there is none or it has gone."""
    last = str(memory.read(key, ""))
    # A server that no longer answers would hold up the window: it is not asked.
    if last and not last.startswith(("\\\\", "//")) and Path(last).is_dir():
        return Path(last)
    return documents_folder()


def documents_folder() -> Path:
    """The operator's 文档."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()
