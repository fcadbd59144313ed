"""What went wrong, written down without personal data: no names, no typed values, no home folder.

Of an error the log keeps its type, the system's number for it and the places in the code that it
came through; never its message, in which a value may stand. Of the log lines of others it keeps the
pattern without what was to be put in. A native crash or a hang leaves the stacks of all threads.
"""

import contextlib
import faulthandler
import logging
import os
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import TextIO

from typing_extensions import override

FOLDER = "logs"
NAME = "gaotang.log"
CRASHES = "crash.log"
_OURS = "gaotang"
_LONGEST = 400
_CRASHES_AT_MOST = 300_000
_CAUSES_AT_MOST = 6


def system_words() -> str:
    """The system and its version, told at once: ``platform`` asks Windows' WMI, which takes seconds."""
    if sys.platform == "win32":
        found = sys.getwindowsversion()
        return f"Windows {found.major}.{found.minor}.{found.build}"
    return f"{os.uname().sysname} {os.uname().release}"


def place_in(folder: Path) -> Path | None:
    """The folder for the logs of a data folder, or a temporary one if nothing can be written there."""
    for place in (folder / FOLDER, Path(tempfile.gettempdir()) / "gaotang-logs"):
        with contextlib.suppress(OSError):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=place):
                return place
    return None


def start(place: Path, *, logger: str = "") -> Path:
    """Write what ``logger`` (by default everything) says into the log of ``place``, 4 MB at most.

    Raises:
        OSError: the file cannot be written.
    """
    from logging.handlers import RotatingFileHandler  # it brings sockets: not before the window

    class Handler(RotatingFileHandler):
        @override
        def handleError(self, record: logging.LogRecord) -> None:
            # A full disk, or a log that a second program is turning over: the line is lost, no more.
            if not isinstance(sys.exc_info()[1], OSError):
                super().handleError(record)

    path = place / NAME
    handler = Handler(path, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(WithoutValues("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger(logger).addHandler(handler)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    return path


def watch_for_crashes(place: Path) -> TextIO:
    """Have the stacks of all threads written to the crash log when the interpreter dies.

    The file stays open as long as the program runs; it is begun anew when it has grown long.

    Raises:
        OSError: the file cannot be written.
    """
    path = place / CRASHES
    if path.exists() and path.stat().st_size > _CRASHES_AT_MOST:
        path.replace(path.with_suffix(".1.log"))
    file = path.open("a", encoding="utf-8")
    faulthandler.enable(file, all_threads=True)
    return file


class WithoutValues(logging.Formatter):
    """One line a message; under it the way of an error, without what was typed."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        if record.name.partition(".")[0] not in {_OURS, "gaotang_desktop"}:
            # What others put into their lines may come from a record.
            record = logging.makeLogRecord(
                {**record.__dict__, "msg": str(record.msg)[:_LONGEST], "args": ()}
            )
        record.exc_text = None
        return super().format(record)

    @override
    def formatException(self, ei: object) -> str:
        error = ei[1] if isinstance(ei, tuple) else None
        lines: list[str] = []
        for _ in range(_CAUSES_AT_MOST):
            if not isinstance(error, BaseException):
                break
            lines += [*_way(error.__traceback__), f"  {_named(error)}"]
            error = error.__cause__ or error.__context__
            if error is not None:
                lines.append("  caused by")
        return "\n".join(lines)


def _named(error: BaseException) -> str:
    """The type of an error and the numbers that the system or SQLite gave it."""
    numbers = [
        f"{name}={value}"
        for name in ("errno", "winerror", "sqlite_errorname")
        if (value := getattr(error, name, None)) is not None
    ]
    return " ".join([type(error).__name__, *numbers])


def _way(trace: TracebackType | None) -> list[str]:
    lines = []
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {_short(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return lines


def _short(file: str) -> str:
    """The end of a file's path: where the program lies may tell the user's name."""
    return "/".join(Path(file).parts[-3:])
