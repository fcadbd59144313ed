"""Archive, then restore, in copies of a folder, each killed at some line; one JSON line for each.

``killed_archive.py DATA ARCHIVE WORK``: DATA is a data folder, ARCHIVE an archive of it.
"""

import json
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path

from gaotang_desktop.data import attachments, backups, rebuilding
from gaotang_desktop.data import restoring as moving
from gaotang_desktop.services.archiving import restoring, shelf, writing
from gaotang_desktop.services.workplace import Workplace

DATA, ARCHIVE, WORK = map(Path, sys.argv[1:4])
WATCHED = {
    "archive": {shelf.__file__},
    "restore": {each.__file__ for each in (restoring, rebuilding, moving, backups, attachments)},
}


def now():
    return datetime(2026, 10, 24, 9, 0)


def do(deed, place):
    if deed == "archive":
        work = Workplace.open(place / "data", now=now)
        writing.write(work, place / "out")
    else:
        restoring.restore(place / "new", ARCHIVE, now=now)


def killed_at(line, deed, place):
    """Die like a pulled plug when the given line of those watched is run for the first time."""
    known = set()

    def watch(frame, event, _argument):
        if frame.f_code.co_filename not in WATCHED[deed]:
            return None
        at = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and at not in known:
            known.add(at)
            if len(known) == line:
                os._exit(9)
        return watch

    sys.settrace(watch)
    do(deed, place)
    os._exit(0)


def state(deed, place):
    if deed == "archive":
        return (place / "out").exists()
    if not (place / "new" / "gaotang.sqlite").exists():
        return 0
    work = Workplace.open(place / "new", now=now)
    with work.database.reading() as session:
        run = session.connection().exec_driver_sql
        found = run("SELECT count(*) FROM villages").scalar()
    work.close()
    return found


for deed, step in (("archive", 40), ("restore", 80)):
    line = 1
    while True:
        place = WORK / f"{deed}{line}"
        shutil.copytree(DATA, place / "data")
        child = os.fork()
        if child == 0:
            killed_at(line, deed, place)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        before = state(deed, place)
        do(deed, place) if not before else None
        told = {"deed": deed, "line": line, "code": code, "before": before}
        print(json.dumps({**told, "after": state(deed, place)}), flush=True)
        shutil.rmtree(place)
        if code == 0:
            break
        line += step
