from pathlib import Path

import pytest

from gaotang_desktop.data import places
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services import backups
from gaotang_desktop.services.workplace import Workplace

MOUNTS = r"""
/dev/sda1 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /mnt/nfs nfs4 rw,vers=4.2 0 0
//server/share /mnt/共享\040文件 cifs rw,username=a 0 0
/dev/sdb1 /mnt/nfs/local ext4 rw 0 0
user@host:/ /srv/a/远处 fuse.sshfs rw 0 0
//nas/x /media/nas smb3 rw 0 0
/dev/sdc1 /media/nas vfat rw 0 0
half a line
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/a/数据", "ext4"),
        ("/mnt/nfs/数据", "nfs4"),
        ("/mnt/nfs", "nfs4"),
        ("/mnt/nfs2", "ext4"),
        ("/mnt/共享 文件/数据", "cifs"),
        ("/mnt/nfs/local/数据", "ext4"),
        ("/srv/a/远处/x", "fuse.sshfs"),
        ("/media/nas/数据", "vfat"),
    ],
)
def test_the_file_system_is_that_of_the_innermost_and_last_mount(folder, kind):
    assert places.mounted_as(folder, MOUNTS) == kind


@pytest.mark.parametrize(
    ("written", "is_share"),
    [
        (r"\\server\share", True),
        (r"\\192.168.1.9\公共\数据", True),
        (r"\\?\UNC\server\share", True),
        (r"\\?\C:\数据", False),
        (r"\\.\C:\数据", False),
        (r"C:\数据", False),
        (r"D:\1#办公室", False),
        ("/srv/a", False),
    ],
)
def test_a_share_is_known_by_how_it_is_written(written, is_share):
    assert places.is_share(written) is is_share


def test_data_on_a_share_are_refused_with_the_reason_and_nothing_is_made(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    share = Path(r"\\server\share\数据")
    (tmp_path / "份.sqlite").write_bytes(b"x")
    for use in (
        lambda: Workplace.open(share),
        lambda: backups.restore(share, tmp_path / "份.sqlite"),
    ):
        with pytest.raises(StorageProblem, match="锁不住数据文件"):
            use()
    assert [each.name for each in tmp_path.iterdir()] == ["份.sqlite"]


def test_the_disk_of_the_tests_is_not_taken_for_a_remote_one(tmp_path):
    assert not places.is_remote(tmp_path)
