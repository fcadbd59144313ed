"""Where a data folder may lie: on a disk of this computer, with a path that SQLite can take."""

import os
import sys
from pathlib import Path, PureWindowsPath

from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.files import require_name

# File systems whose files lie on another computer: SQLite's locks do not hold there, and two
# programs that write at once destroy the file (sqlite.org/howtocorrupt.html, 2.1).
_REMOTE = {
    "afs", "ceph", "cifs", "davfs", "davfs2", "fuse.davfs2", "fuse.glusterfs", "fuse.rclone",
    "fuse.smbnetfs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs",
}  # fmt: skip
# unixFullPathname of SQLite takes 512 bytes; a backup's name, its .part and a journal come on top.
_LONGEST_BYTES = 512 - len("/backups/gaotang-20260101-000000-10.sqlite.part-journal") - 1
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


def require_usable(folder: Path) -> None:
    """Refuse a place that cannot keep a database safely.

    Raises:
        StorageProblem: it is on the network, or its path is too long or no text.
    """
    require_name(str(folder))
    if is_remote(folder):
        raise StorageProblem(
            f"“{folder}”在网络上的共享文件夹里。网络盘锁不住数据文件，两台电脑同时写会把数据弄坏，"
            "所以程序不在那里打开数据。请把数据文件夹放在本机的硬盘上；网络盘可以用来放备份。"
        )
    length = len(os.fsencode(folder.absolute()))
    if os.name != "nt" and length > _LONGEST_BYTES:
        raise StorageProblem(
            f"数据文件夹的路径太长（{length} 字节，最多 {_LONGEST_BYTES} 字节），打不开里面的数据。"
            "请换一个浅一些、名字短一些的文件夹。"
        )


def is_remote(folder: Path) -> bool:
    """Whether a folder is on another computer; ``False`` where the system does not tell."""
    if is_share(str(folder)):
        return True
    if sys.platform == "win32":
        import ctypes

        drive = folder.absolute().drive
        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _REMOTE_DRIVE)
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", errors="surrogateescape")
    except OSError:
        return False
    return mounted_as(str(folder.resolve()), mounts) in _REMOTE


def is_share(written: str) -> bool:
    r"""Whether a path is written as one of a server: ``\\server\share``, also ``\\?\UNC\…``."""
    if not written.startswith("\\\\") and not (os.name == "nt" and written.startswith("//")):
        return False
    start = PureWindowsPath(written).as_posix().casefold()
    return not start.startswith(("//?/", "//./")) or start.startswith("//?/unc/")


def mounted_as(folder: str, mounts: str) -> str:
    """The kind of file system that holds a folder, by the lines of ``/proc/self/mounts``."""
    best, found = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        # The kernel writes a space as \040 and so on.
        point = parts[1]
        for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
            point = point.replace(code, char)
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        # Of several mounts on one place the last one is seen.
        if inside and len(point) >= best:
            best, found = len(point), parts[2]
    return found
