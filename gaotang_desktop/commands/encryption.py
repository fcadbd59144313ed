"""Commands about password and encryption; a password is never an argument, where others read it."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.domain.errors import Conflict, Locked, StorageProblem, WrongPassword
from gaotang_desktop.files import require_free, write_whole
from gaotang_desktop.paths import KEY_NAME
from gaotang_desktop.services.computer import encryption, left_plain
from gaotang_desktop.services.papers.recovery_sheets import recovery_sheet
from gaotang_desktop.services.workplace import Workplace

PASSWORD, NEW, RECOVERY = "GAOTANG_PASSWORD", "GAOTANG_NEW_PASSWORD", "GAOTANG_RECOVERY_CODE"


def unlock(folder: Path) -> None:
    """Open an encrypted folder with the password of the environment, or one that is typed.

    Raises:
        Locked, WrongPassword: there is none, or it is another one.
        StorageProblem: the key file is gone or damaged.
    """
    if encryption.lacks_key(folder):
        encryption.mend(folder)
    if encryption.is_encrypted(folder) and not encryption.is_open(folder):
        encryption.unlock(folder, _asked(PASSWORD, "口令：", folder))
    elif encryption.may_lack_key(folder):
        said = (
            "数据文件的开头认不出来。没有设过口令的，是它坏了；设过口令的，可能只是钥匙文件"
            f"“{folder / KEY_NAME}”不见了：找到备份旁边的 gaotang-key-….json，复制过来改成这个名字。"
        )
        print(said, file=sys.stderr)


def unlock_copy(folder: Path, copy: Path) -> None:
    """The same for a backup that has another key: the password of its time.

    Raises:
        Locked, WrongPassword: there is none, or it is another one.
    """
    if encryption.copy_needs_password(copy):
        code = os.environ.get(RECOVERY)
        words = code or os.environ.get(PASSWORD) or _typed("做这份备份时的口令：")
        if words is None:
            raise Locked(folder, copy)
        encryption.unlock_copy(folder, copy, words, recovery=bool(code))


def encrypt(folder: Path, typed: argparse.Namespace) -> Outcome:
    """Encrypt a folder; the code of the recovery sheet is printed once."""
    if typed.second_place:
        return _second(folder)
    if typed.sheet is not None:
        require_free(typed.sheet)
    old = encryption.plain_copies(folder)
    # Opened once, it is of this version and sound.
    if not encryption.is_encrypted(folder):
        Workplace.open(folder).close()
    done = encryption.encrypt(folder, _new(PASSWORD, folder), drop_backups=typed.drop_old_backups)
    told, code = _told(folder, done.recovery, typed.sheet)
    lines = ["数据文件夹已经加密。", *told]
    if old:
        what = "删除" if typed.drop_old_backups else "一起加密"
        lines.append(f"以前没有加密的 {len(old)} 份备份已经{what}。")
    lines.append("别处的备份、导出的表格和保存的公文不会跟着加密，请自己清理。")
    warnings = [f"“{each}”读不出来，还没有加密，请处理。" for each in done.left]
    data = {
        "recovery": done.recovery,
        "number": done.number,
        "left": list(done.left),
        "old_backups": old,
    }
    return Outcome(data, lines, warnings, code)


def _second(folder: Path) -> Outcome:
    _require(folder)
    unlock(folder)
    work = Workplace.open(folder)
    try:
        count, left = left_plain.encrypt(work)
        unsure = left_plain.found(work)
    finally:
        work.close()
    said = f"{count} 个没有加密的旧文件换成了加密的。" if count else "没有要换的旧文件。"
    warnings = [f"“{each}”读不出来，没有换，请处理。" for each in left]
    if unsure.unsure:
        warnings.append(unsure.said_of_unsure)
    names = [each.name for each in unsure.unsure]
    return Outcome({"replaced": count, "left": left, "unsure": names}, [said], warnings)


def decrypt(folder: Path, _typed_words: argparse.Namespace) -> Outcome:
    """Make a folder plain again."""
    _require(folder)
    left = encryption.decrypt(folder, _asked(PASSWORD, "口令：", folder))
    warnings = [f"“{each}”读不出来，还是加密的。" for each in left]
    return Outcome({"left": list(left)}, ["已经取消加密，数据和备份都没有口令了。"], warnings)


def change_password(folder: Path, typed: argparse.Namespace) -> Outcome:
    """Another password, by the old one or by the recovery sheet."""
    _require(folder)
    if typed.recovery:
        old = _asked(RECOVERY, "恢复码：", folder)
    else:
        old = _asked(PASSWORD, "现在的口令：", folder)
    encryption.change_password(folder, old, _new(NEW, folder), recovery=typed.recovery)
    return Outcome({"changed": True}, ["口令已经修改。恢复单仍然有效。"])


def new_sheet(folder: Path, typed: argparse.Namespace) -> Outcome:
    """A new recovery sheet in the place of a lost one."""
    _require(folder)
    require_free(typed.file)
    code = encryption.new_recovery(folder, _asked(PASSWORD, "口令：", folder))
    lines, done = _told(folder, code, typed.file)
    data = {"recovery": code, "file": str(typed.file)}
    return Outcome(data, [*lines, "以前的恢复单作废了。"], code=done)


def _require(folder: Path) -> None:
    if not encryption.is_encrypted(folder):
        raise Conflict(f"“{folder}”里的数据没有加密。")


def _told(folder: Path, code: str, sheet: Path | None) -> tuple[list[str], int]:
    """Lines with the sheet or, where it cannot be written, with the code: nobody else has it."""
    lines = [f"恢复码：{code}", "忘了口令时只有它能打开数据，请抄下来锁好，不要放在这台电脑里。"]
    if sheet is None:
        return lines, 0
    try:
        write_whole(sheet, recovery_sheet(code, encryption.number_of(folder), folder))
    except StorageProblem as problem:
        return [f"恢复单没有存成：{problem}", *lines], 1
    return [f"恢复单：{sheet}，请打印出来锁好，再删除这个文件。"], 0


def _asked(name: str, prompt: str, folder: Path) -> str:
    words = os.environ.get(name) or _typed(prompt)
    if words is None:
        raise Locked(folder)
    return words


def _new(name: str, folder: Path) -> str:
    if words := os.environ.get(name):
        return words
    words = _typed("新口令：")
    if words is None:
        raise Locked(folder)
    if words != _typed("再输一次："):
        raise WrongPassword("两次输入的口令不一样，没有改动。")
    return words


def _typed(prompt: str) -> str | None:
    """What somebody types unseen; ``None`` where nobody sits before it."""
    return getpass.getpass(prompt) if _is_console() else None


def _is_console() -> bool:
    found = sys.stdin is not None and sys.stdin.isatty()
    if found and sys.platform == "win32":
        # Windows takes the empty device NUL, from which nobody types, for a terminal too.
        import ctypes
        import msvcrt

        handle, mode = msvcrt.get_osfhandle(sys.stdin.fileno()), ctypes.c_ulong()
        found = bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(mode)))
    return found


COMMANDS: Mapping[str, Callable[[Path, argparse.Namespace], Outcome]] = {
    "encrypt": encrypt,
    "decrypt": decrypt,
    "change-password": change_password,
    "recovery-sheet": new_sheet,
}
