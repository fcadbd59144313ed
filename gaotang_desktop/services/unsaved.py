"""What is being typed, kept beside the data until it is stored (没有保存的内容).

A small private file, written whole and renamed, encrypted where the data are; nothing of it is a record before somebody saves it.
"""

from collections.abc import Sequence
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import sealed
from gaotang_desktop.domain.unsaved import Unsaved, dumped, loaded
from gaotang_desktop.paths import UNSAVED


def keep(folder: Path, entries: Sequence[Unsaved]) -> None:
    """Keep these, in place of those before; none at all leave no file.

    Raises:
        OSError: the disk is full or protected; what was kept before stays.
    """
    path = folder / UNSAVED
    if not entries:
        path.unlink(missing_ok=True)
        return
    sealed.write_whole(path, dumped(entries).encode(), keys.of_folder(folder))


def kept(folder: Path) -> tuple[Unsaved, ...]:
    """What was not stored when the program was last cut off; nothing where it cannot be read."""
    try:
        return loaded(sealed.content(folder / UNSAVED).decode())
    except (OSError, ValueError):
        return ()
