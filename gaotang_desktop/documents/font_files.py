"""The file of a face as reportlab reads it, without taking it into memory.

The bundled faces are 30 MB together, of which a paper embeds a few hundred characters.
"""

import mmap
from pathlib import Path
from typing import Any

from typing_extensions import override

_WHOLE = 1 << 20
"""Bytes from which a part is all outlines of a face, which are asked for one by one."""


class FontFile:
    """What reportlab takes for an open file."""

    def __init__(self, path: Path) -> None:
        """``path`` is opened when it is read, and stays open for as long as its face is known."""
        self.name = str(path)

    def read(self) -> "_Content":
        """The whole content.

        Raises:
            OSError: the file cannot be opened.
            ValueError: it is empty.
        """
        with Path(self.name).open("rb") as file:
            return _Content(file.fileno(), 0, access=mmap.ACCESS_READ)


class _Content(mmap.mmap):
    """The bytes of a file; they are fetched from the disk when they are looked at."""

    @override
    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice) and at.stop - at.start > _WHOLE:
            return _Part(self, at.start)
        return super().__getitem__(at)


class _Part:
    """A large part of the content, to take smaller ones from."""

    def __init__(self, content: _Content, start: int) -> None:
        self._content = content
        self._start = start

    def __getitem__(self, at: slice) -> bytes:
        return bytes(self._content[self._start + at.start : self._start + at.stop])
