"""Opening zip containers that others made (.xlsx, .docx, packed attachments) without being fooled.

A container says how large its parts are and what they are called, and may lie. Nothing is handed
on before each part was unpacked once in small pieces, so that no claim is believed and memory and
time stay bounded.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gaotang_desktop.domain.errors import Unreadable

_PIECE = 1 << 16
_MB = 1 << 20
_ENCRYPTED = 0x1
# What zipfile raises on containers that are broken, cut off, or packed by a method it lacks.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
# A workbook or document has no use for a document type; with one come entities that grow without
# end, or that read other files (CWE-776, CWE-611). UTF-16 spells it with zeros in between.
_DOCTYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I)")
_LONGEST_MARK = 32
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a container may hold at most; ``parts`` and bytes when unpacked.

    ``ratio``: how many times larger a part over 16 MB may become by unpacking.
    """

    parts: int = 10_000
    bytes: int = 256 * _MB
    part_bytes: int = 256 * _MB
    ratio: int = 400


@contextmanager
def opened(
    source: Path | IO[bytes], *, name: str, limits: Limits | None = None
) -> Iterator[zipfile.ZipFile]:
    """A zip container whose parts were all unpacked once and found within ``limits``.

    ``name`` is how the sentences call the file, quotation marks included. What the body raises
    because a part is missing or broken is the body's own affair.

    Raises:
        Unreadable: no container, damaged, with a password, too much in it, a part that would be
            written outside the folder it is unpacked to, the same name twice, or XML with a
            document type.
        OSError: the file itself cannot be read.
    """
    if isinstance(source, Path):
        with source.open("rb") as file, opened(file, name=name, limits=limits) as archive:
            yield archive
        return
    try:
        archive = zipfile.ZipFile(source)
    except DAMAGED as problem:
        raise _damaged(name) from problem
    with archive:
        try:
            _require_harmless(archive, name, limits or Limits())
        except DAMAGED as problem:
            raise _damaged(name) from problem
        yield archive


def _damaged(name: str) -> Unreadable:
    return Unreadable(f"{name}已经损坏，或者不是这一类文件，读不出来。请重新取得完好的文件再试。")


def _require_harmless(archive: zipfile.ZipFile, name: str, limits: Limits) -> None:
    parts = archive.infolist()
    if len(parts) > limits.parts:
        raise Unreadable(f"{name}里面有 {len(parts)} 个部分，不像是正常的文件，没有读入。")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Unreadable(f"{name}设了密码，请在 WPS 或 Office 里取消密码，保存后再试。")
    if len({part.filename for part in parts}) < len(parts):
        raise Unreadable(f"{name}里面有重名的部分，不像是正常的文件，没有读入。")
    for part in parts:
        if leads_outside(part.filename):
            raise Unreadable(f"{name}里面有指向别处的文件名，可能是有害文件，没有读入。")
    if sum(part.file_size for part in parts) > limits.bytes:
        raise _too_large(name, limits.bytes)
    total = 0
    for part in parts:
        total += _unpacked(archive, part, name, limits)
        if total > limits.bytes:
            raise _too_large(name, limits.bytes)


def _too_large(name: str, most: int) -> Unreadable:
    return Unreadable(f"{name}展开后超过 {most // _MB} MB，不像是正常的文件，没有读入。")


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, limits: Limits) -> int:
    """How many bytes a part really has; its check sum is compared by zipfile at the end."""
    size, packed = part.file_size, max(part.compress_size, 1)
    if size > limits.part_bytes:
        raise _too_large(name, limits.part_bytes)
    if size > 16 * _MB and size // packed > limits.ratio:
        raise Unreadable(f"{name}展开后会大上 {size // packed} 倍，可能是有害文件，没有读入。")
    is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    read, before = 0, b""
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            read += len(piece)
            if is_xml and _DOCTYPE.search(before + piece):
                raise Unreadable(f"{name}里面有文档类型声明，可能是有害文件，没有读入。")
            before = piece[-_LONGEST_MARK:]
    return read


def leads_outside(name: str) -> bool:
    """Whether a file of this name could land outside the folder that it is unpacked to."""
    return (
        not name
        or "\\" in name
        or "\0" in name
        or name.startswith("/")
        or _DRIVE.match(name) is not None
        or ".." in name.split("/")
    )
