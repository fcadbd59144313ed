"""What the program sets aside does not grow with the cores of the machine."""

import subprocess
import sys

import pytest

CHILD = """
import sys
from pathlib import Path
from gaotang_desktop.__main__ import main
main(["--data", sys.argv[1], "check"])
import numpy
told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print("threads", int(told["Threads"]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the system tells the threads of a process")
def test_counting_ranks_starts_no_thread_for_each_core(tmp_path, monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)], capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "threads 1", done.stderr
