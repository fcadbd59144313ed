"""Files that another program holds: on Windows nobody else can rename or replace them meanwhile.

A virus scanner holds a new file for a moment, WPS and Excel hold what they show. The first is worth
waiting for, the second is not.
"""

import os
import time
from pathlib import Path

# Windows: access denied (also said of a file that is open), sharing violation, lock violation.
_DENIED, _SHARED, _LOCKED = 5, 32, 33
PATIENCE_S = 1.5
_FIRST_PAUSE_S = 0.05


def is_held(problem: OSError, path: Path) -> bool:
    """Whether ``path`` could not be replaced because another program has it open."""
    code = getattr(problem, "winerror", None)
    if code == _DENIED:
        # The same number is given for a folder and for what may not be written at all.
        return path.is_file() and os.access(path, os.W_OK)
    return code in (_SHARED, _LOCKED)


def put_in_place(part: Path, path: Path, *, patience: float = PATIENCE_S) -> None:
    """Rename a finished file; while one of the two is held, try again for ``patience`` seconds.

    Raises:
        OSError: it is still held, or the renaming failed for another reason.
    """
    pause, waited = _FIRST_PAUSE_S, 0.0
    while True:
        try:
            part.replace(path)
        except OSError as problem:
            if not (is_held(problem, path) or is_held(problem, part)) or waited >= patience:
                raise
        else:
            return
        time.sleep(pause)
        waited += pause
        pause *= 2
