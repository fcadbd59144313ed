"""What is committed survives kill -9; what was half done is not there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import open_work, village

from gaotang_desktop.services import backups, records

SAVES = """
import sys
from datetime import date, timedelta
from pathlib import Path
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace
work = Workplace.open(Path(sys.argv[1]))
place = records.listing(work, "villages").ids[0]
for number in range(100000):
    night = date(2020, 1, 1) + timedelta(days=number % 2000)
    values = {"village_id": place, "night": night, "leader": f"n{number}", "people": 2}
    records.save(work, "patrols", values)
    print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_what_was_saved_before_the_power_went_is_there_and_nothing_half_done_is(tmp_path):
    folder = tmp_path / "data"
    work = open_work(folder)
    village(work)
    work.close()
    said = tmp_path / "said.txt"
    root = Path(__file__).resolve().parents[2]
    with said.open("w", encoding="utf-8") as out:
        child = subprocess.Popen([sys.executable, "-c", SAVES, str(folder)], stdout=out, cwd=root)
        while len(said.read_text("utf-8").splitlines()) < 30:
            assert child.poll() is None
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        child.wait()
    told = len(said.read_text("utf-8").splitlines())
    again = open_work(folder)
    try:
        stored = len(records.listing(again, "patrols").ids)
        assert told <= stored <= told + 1
        assert backups.check(again) == ()
        assert again.undo().startswith("新增平安夜巡")
        assert len(records.listing(again, "patrols").ids) == stored - 1
    finally:
        again.close()
