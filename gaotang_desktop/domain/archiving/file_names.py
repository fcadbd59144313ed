"""Names of files in an archive: readable, allowed on Windows, none of them twice."""

import re
from pathlib import PurePosixPath

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\ud800-\udfff]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 60  # Chinese characters take three bytes each; a name may have 255
_LONGEST_ENDING = 12


def allowed(text: str) -> str:
    """A text as the name of a file without its ending."""
    name = _FORBIDDEN.sub(" ", text)
    name = re.sub(r"\s+", " ", name).strip(" .")[:_LONGEST].strip(" .") or "无名"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


class FileNames:
    """Gives each file a place of its own; upper and lower case are one, as on Windows."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def place(self, folder: str, name: str, ending: str = "") -> str:
        """``folder/name.ending``, with a number behind the name when there is one already.

        ``folder`` is allowed already; without an ``ending`` it is that of the name.
        """
        stem, suffix = name, ending
        if not ending:
            suffix = PurePosixPath(name).suffix
            stem = name.removesuffix(suffix)
        suffix = _FORBIDDEN.sub("", suffix)[:_LONGEST_ENDING].rstrip(" .")
        stem, number = allowed(stem), 1
        path = f"{folder}/{stem}{suffix}"
        while path.casefold() in self._taken:
            number += 1
            path = f"{folder}/{stem} ({number}){suffix}"
        self._taken.add(path.casefold())
        return path
