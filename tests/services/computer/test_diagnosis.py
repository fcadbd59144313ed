import zipfile
from pathlib import Path

import pytest
from builders import open_work, village

from gaotang_desktop import __version__
from gaotang_desktop.services import attachments, records
from gaotang_desktop.services.computer import diagnosis

PEOPLE = ("郭桥村", "李四光", "13812345678", "秘密照片")


@pytest.fixture
def packed(tmp_path):
    work = open_work(tmp_path / "data")
    place = village(work)
    records.save(
        work,
        "officers",
        {"village_id": place, "name": "李四光", "role": "网格员", "phone": "13812345678"},
    )
    (tmp_path / "秘密照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", place, [tmp_path / "秘密照片.txt"])
    for file in (tmp_path / "data" / "attachments").rglob("*"):
        if file.is_file():
            file.unlink()  # so that the check finds something to name
    (tmp_path / "data" / "logs").mkdir()
    (tmp_path / "data" / "logs" / "gaotang.log").write_text(f"at {Path.home()}/x", "utf-8")
    path = diagnosis.pack(work, tmp_path / "诊断.zip", others={"Qt": "6"}, printers=["HP LaserJet"])
    work.close()
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name).decode("utf-8") for name in found.namelist()}


def test_the_zip_tells_the_versions_faces_printers_and_the_check(packed):
    assert f"程序：{__version__}" in packed["版本.txt"]
    assert "方正小标宋" in packed["字体.txt"]
    assert packed["打印机.txt"] == "HP LaserJet"
    assert "附件：1 个问题" in packed["数据检查.txt"]
    assert "at ~" in packed["日志/gaotang.log"]


def test_no_record_no_name_and_no_home_folder_is_in_the_zip(packed):
    whole = "".join(packed.values())
    assert not [each for each in PEOPLE if each in whole]
    assert str(Path.home()) not in whole
    assert not [name for name in packed if name.endswith((".sqlite", ".db"))]
