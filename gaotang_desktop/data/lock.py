"""One program at a time writes in a data folder."""

from pathlib import Path

from filelock import FileLock, Timeout

from gaotang_desktop.data.problems import not_writable
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.paths import LOCK_NAME


class FolderLock:
    """Held while a program may write in the folder; the system frees it when the program dies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The thread that opens the folder is not always the one that gives it back.
        self._lock = FileLock(folder / LOCK_NAME, timeout=0, thread_local=False, mode=0o600)

    def take(self) -> None:
        """Take the folder.

        Raises:
            NotWritable: the disk is full, or nobody may write there.
            StorageProblem: it is open elsewhere, or cannot be.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise StorageProblem(
                f"数据文件夹“{self.folder}”已经在另一个窗口里打开，或者有一条命令正在用它。"
                "请先关闭那个窗口，或者等那条命令做完，再试一次。"
            ) from None
        except OSError as problem:
            raise not_writable(self.folder, problem) from problem

    def release(self) -> None:
        """Give the folder back."""
        self._lock.release()
