"""What stands on the disk at each line of a move to an encrypted folder or back, as after a kill."""

import re
import shutil
import sys

from gaotang_desktop import keys
from gaotang_desktop.data import exporting, recrypting
from gaotang_desktop.services import attachments, records
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.services.workplace import Workplace

UNFINISHED = re.compile(r"\.part|\.restoring|-journal$")
WATCHED = {module.__file__ for module in (recrypting, exporting, encryption, keys)}


def looks(folder):
    """What tells one state of a folder from another; how far an unfinished file is does not."""
    return frozenset(
        (str(each.relative_to(folder)), "" if UNFINISHED.search(each.name) else keys.head_of(each))
        for each in folder.rglob("*")
        if each.is_file()
    )


def kept_at_each_line(folder, place, deed):
    """Copies of the folder at every line before which the disk had changed; the last is the end.

    What a killed program had written is what another process would see now.
    """
    seen, copies = set(), []

    def keep():
        state = looks(folder)
        if state not in seen:
            seen.add(state)
            copies.append(place / str(len(copies)))
            shutil.copytree(folder, copies[-1])

    def watch(frame, event, _argument):
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            keep()
        return watch

    keep()
    before = sys.gettrace()
    sys.settrace(watch)
    try:
        deed(folder)
    finally:
        sys.settrace(before)
    keep()
    return copies


def found(folder, password):
    """What the next opening finds."""
    keys.forget()
    recrypting.settle(folder)
    if encryption.is_encrypted(folder):
        encryption.unlock(folder, password)
    work = Workplace.open(folder)
    try:
        names = "司马相如之".encode()
        return {
            "at": folder.name,
            "villages": [each.label for each in records.references(work, "villages")],
            "problems": [*attachments.problems(work), *work.unfinished],
            "encrypted": encryption.is_encrypted(folder),
            "names": sum(
                names in each.read_bytes() for each in folder.rglob("*") if each.is_file()
            ),
        }
    finally:
        work.close()
