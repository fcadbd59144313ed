"""One program at a time writes in a data folder."""

from pathlib import Path

from filelock import FileLock, Timeout

from gaotang_desktop.domain.errors import StorageProblem


class FolderLock:
    """Held while a program may write in the folder; the system frees it when the program dies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The thread that opens the folder is not always the one that gives it back.
        self._lock = FileLock(folder / "gaotang.lock", timeout=0, thread_local=False)

    def take(self) -> None:
        """Take the folder.

        Raises:
            StorageProblem: it is open elsewhere, missing or read-only.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout:
            raise StorageProblem(
                f"数据文件夹“{self.folder}”已经在另一个窗口里打开。请先关闭那个窗口，再试一次。"
            ) from None
        except OSError as problem:
            raise StorageProblem(
                f"数据文件夹“{self.folder}”不能写入，请检查它是否只读、磁盘是否已满，"
                "或者换一个文件夹。"
            ) from problem

    def release(self) -> None:
        """Give the folder back."""
        self._lock.release()
