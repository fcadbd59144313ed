"""A reader that stops early is no error of ours."""

import os
import subprocess
import sys

import pytest
from builders import open_work, village


@pytest.mark.skipif(os.name == "nt", reason="Windows has no broken pipes of this kind")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_closed_pipe_ends_the_command_in_silence(tmp_path, form):
    work = open_work(tmp_path / "data")
    with work.database.operation("示例") as session:
        from gaotang_desktop.data.models import Village

        session.add_all(
            Village(name=f"第{n}村", kind="行政村", remark="很长的备注" * 40) for n in range(600)
        )
    work.close()
    command = [sys.executable, "-m", "gaotang_desktop", "--data", tmp_path / "data", *form]
    with subprocess.Popen(
        [*command, "list", "villages"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as listing:
        listing.stdout.readline()
        listing.stdout.close()
        said = listing.stderr.read()
        code = listing.wait(30)
    assert (code, said) == (141, b"")


def test_a_whole_list_is_read_to_its_end(tmp_path):
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()
    command = [sys.executable, "-m", "gaotang_desktop", "--data", tmp_path / "data"]
    done = subprocess.run([*command, "list", "villages"], capture_output=True, check=False)
    assert done.returncode == 0
    assert "郭桥村" in done.stdout.decode("utf-8")
