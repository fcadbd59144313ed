"""What is being typed, kept beside the data until it is stored (没有保存的内容).

A small private file, written whole and renamed; nothing of it is a record before somebody saves it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

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
    part = path.with_suffix(".part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with open(os.open(part, flags, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(dumped(entries))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def kept(folder: Path) -> tuple[Unsaved, ...]:
    """What was not stored when the program was last cut off; nothing where it cannot be read."""
    try:
        return loaded((folder / UNSAVED).read_text("utf-8"))
    except (OSError, ValueError):
        return ()
