"""Restore a backup in copies of a folder, each killed at the next line; one JSON line for each.

``killed_restore.py FOLDER BACKUP WORK``. FOLDER's database has a WAL that was never folded in.
"""

import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path

from gaotang_desktop.data import backups, connections, restoring
from gaotang_desktop.services import backups as service

FOLDER, BACKUP, WORK = map(Path, sys.argv[1:4])
WATCHED = {module.__file__ for module in (backups, restoring)}


def counted(path):
    if not path.exists():
        return None
    try:
        with connections.reading(path) as file:
            if file.execute("PRAGMA quick_check").fetchone() != ("ok",):
                return "damaged"
            return file.execute("SELECT count(*) FROM villages").fetchone()[0]
    except sqlite3.DatabaseError:
        return "damaged"


def killed_at(line, folder):
    """Restore, and die like a pulled plug when the given line is about to be run.

    What ``restoring`` does counts each time, a line of the others only the first time.
    """
    seen, known = 0, set()

    def watch(frame, event, _argument):
        nonlocal seen
        if frame.f_code.co_filename not in WATCHED:
            return None
        place = (frame.f_code.co_filename, frame.f_lineno)
        if event == "line" and (place[0] == restoring.__file__ or place not in known):
            known.add(place)
            seen += 1
            if seen == line:
                os._exit(9)
        return watch

    sys.settrace(watch)
    service.restore(folder, BACKUP)
    os._exit(0)


line = 0
while True:
    line += 1
    folder = WORK / str(line)
    shutil.copytree(FOLDER, folder)
    child = os.fork()
    if child == 0:
        killed_at(line, folder)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    kept = [counted(path) for path in folder.glob("backups/replaced-*[0-9]/gaotang.sqlite")]
    told = {"line": line, "now": counted(folder / "gaotang.sqlite"), "kept": kept, "code": code}
    print(json.dumps(told), flush=True)
    shutil.rmtree(folder)
    if code == 0:
        break
