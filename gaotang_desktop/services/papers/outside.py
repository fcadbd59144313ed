"""A paper that is handed to the system's own reader (用系统阅读器打开)."""

import contextlib
import hashlib
import os
from pathlib import Path

from gaotang_desktop.files import write_problem
from gaotang_desktop.paths import OPENED
from gaotang_desktop.services.workplace import Workplace

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write \r\n for \n


def laid_out(work: Workplace, name: str, content: bytes) -> Path:
    """A copy of a paper called ``name`` where :meth:`Workplace.place_to_open` says.

    Those of earlier papers go, unless a reader holds them: then they go the next time.

    Raises:
        StorageProblem: it cannot be written.
    """
    target = work.folder / OPENED / name
    try:
        place = work.place_to_open(f"paper-{hashlib.sha256(content).hexdigest()[:16]}")
        target = place / name
        if not target.is_file() or target.read_bytes() != content:
            flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY | _BINARY
            with os.fdopen(os.open(target, flags, 0o600), "wb") as out:
                out.write(content)
    except OSError as error:
        raise write_problem(target, error) from error
    for older in (work.folder / OPENED).glob("paper-*/*"):
        if older.parent != place:
            with contextlib.suppress(OSError):
                older.unlink()
                older.parent.rmdir()
    return target
