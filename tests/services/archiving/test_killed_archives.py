"""Whenever the plug is pulled: the whole archive or none, all the data or none, and again is done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from builders import open_work, village

from gaotang_desktop.services import attachments
from gaotang_desktop.services.archiving import writing

HERE = Path(__file__)


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_a_pulled_plug_leaves_all_or_nothing(tmp_path):
    work = open_work(tmp_path / "data")
    (tmp_path / "a.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", village(work), [tmp_path / "a.txt"])
    writing.write(work, tmp_path / "归档")
    work.close()
    (tmp_path / "work").mkdir()
    script = HERE.with_name("killed_archive.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path / "data", tmp_path / "归档", tmp_path / "work"],
        capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[3])},
    )  # fmt: skip
    assert done.stderr == ""
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert {each["deed"] for each in told if each["code"] == 0} == {"archive", "restore"}
    for each in told:
        assert each["code"] in {0, 9}
        assert each["after"] == 1
        assert each["before"] in {0, 1}
    assert len([each for each in told if each["before"] == 0]) > 2
