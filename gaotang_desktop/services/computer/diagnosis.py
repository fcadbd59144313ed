"""What a maintainer needs to know of a computer, without a single record of the office.

Versions, the system, disks, faces, printers, how many problems the check finds, and the logs, which
hold no personal data by themselves.
"""

import io
import locale
import shutil
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from gaotang_desktop import __version__, logs, paths
from gaotang_desktop.documents import faces
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.files import write_whole
from gaotang_desktop.services import attachments, backups, evaluation
from gaotang_desktop.services.papers import issued_documents
from gaotang_desktop.services.workplace import Workplace

LIBRARIES = (
    "SQLAlchemy",
    "alembic",
    "openpyxl",
    "reportlab",
    "python-docx",
    "pillow",
)
_OFFICE_FACES = (Face.XIAOBIAOSONG, Face.FANGSONG, Face.KAITI, Face.HEITI, Face.SONGTI)
WORDS = """\
这个压缩包是给维护人员看的：程序和系统的版本、字体、打印机、数据检查的结果、程序日志。
里面没有台账、没有人名、没有电话，也没有附件。
"""


def face_words() -> list[tuple[str, str]]:
    """Each face of official papers and what this computer prints it with."""
    found = []
    for face in _OFFICE_FACES:
        own = faces.typefaces(face)[0]
        said = own.path.name if own.own else "这台电脑没有，用程序自带的字体代替"
        found.append((faces.office_name(face), said))
    return found


def versions(others: Mapping[str, str]) -> list[tuple[str, str]]:
    """The program, what it is made of, and the system; ``others`` is what only the window knows."""
    return [
        ("程序", __version__ + ("（便携版）" if paths.is_portable() else "")),
        ("Python", sys.version.partition(" ")[0]),
        ("SQLite", sqlite3.sqlite_version),
        *((name, _version(name)) for name in LIBRARIES),
        ("系统", logs.system_words()),
        ("语言与编码", f"{locale.getlocale()[0]} {locale.getpreferredencoding(False)}"),
        *others.items(),
    ]


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "随程序打包"  # a frozen program carries no metadata


def pack(
    work: Workplace, target: Path, *, others: Mapping[str, str], printers: Sequence[str]
) -> Path:
    """Write everything into a zip.

    Raises:
        StorageProblem: it cannot be written.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("说明.txt", WORDS)
        packed.writestr("版本.txt", _table(versions(others)))
        packed.writestr("数据文件夹.txt", _table(_folder(work)))
        packed.writestr("字体.txt", _table(face_words()))
        packed.writestr("打印机.txt", "\n".join(printers) or "没有打印机")
        packed.writestr("数据检查.txt", _table(_checked(work)))
        for path in sorted((work.folder / logs.FOLDER).glob("*.log*")):
            packed.writestr(f"日志/{path.name}", _without_home(path.read_text("utf-8", "replace")))
    write_whole(target, buffer.getvalue())
    return target


def _folder(work: Workplace) -> list[tuple[str, str]]:
    files = [each for each in work.folder.rglob("*") if each.is_file()]
    size = sum(each.stat().st_size for each in files)
    disk = shutil.disk_usage(work.folder)
    return [
        ("位置", _without_home(str(work.folder))),
        ("数据文件", f"{work.path.stat().st_size / 2**20:.1f} MB"),
        ("整个文件夹", f"{len(files)} 个文件，{size / 2**20:.1f} MB"),
        ("磁盘", f"共 {disk.total / 2**30:.0f} GB，空 {disk.free / 2**30:.1f} GB"),
    ]


def _checked(work: Workplace) -> list[tuple[str, str]]:
    """How many problems of each kind: the sentences themselves name villages and files."""
    parts = {
        "数据文件和引用": backups.check,
        "附件": attachments.problems,
        "冻结的考评结果": evaluation.check_frozen,
        "印发的公文": issued_documents.problems,
    }
    return [(name, f"{len(list(check(work)))} 个问题") for name, check in parts.items()]


def _table(rows: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}：{value}" for name, value in rows)


def _without_home(text: str) -> str:
    """The user's name stands in the path of the home folder."""
    home = Path.home()
    return text.replace(str(home), "~").replace(home.as_posix(), "~")
