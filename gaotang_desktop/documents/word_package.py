"""The parts of a Word file as XML trees, unpacked within bounds.

A .docx is an archive: a small one may unpack to gigabytes. No part is read that claims to be larger
than any plan's, and no external entity is ever loaded.
"""

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from gaotang_desktop import archives
from gaotang_desktop.domain.errors import Unreadable

_LARGEST_PART = 24 * 1024 * 1024
_DEEPEST = 200
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# The strict form of the format has other names for the same things.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _OFFICE.encode()),
    (
        b"http://purl.oclc.org/ooxml/drawingml/main",
        b"http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,  # also an encoding that nobody knows
    ValueError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


@dataclass(frozen=True)
class WordParts:
    """The body of the document, and its styles, numbering, notes and comments where it has them."""

    document: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None = None
    endnotes: Element | None = None
    comments: Element | None = None


def read_parts(data: bytes, name: str) -> WordParts:
    """The parts of a .docx; ``name`` is how messages call the file.

    Raises:
        Unreadable: it is damaged, no Word file, or unpacks to more than a plan can have.
    """
    damaged = f"{name}已损坏，或者不是 Word 文件。请用 Word 打开检查，另存为 .docx 再读入。"
    try:
        with archives.opened(io.BytesIO(data), name=name) as archive:
            relations = _relations(archive, "", name)
            main = next(
                (t for kind, t in relations if kind == f"{_OFFICE}/officeDocument"),
                "word/document.xml",
            )
            document = _part(archive, main, name)
            beside = dict(_relations(archive, main, name))
            trees = []
            for kind in ("styles", "numbering", "footnotes", "endnotes", "comments"):
                target = beside.get(f"{_OFFICE}/{kind}", "")
                known = target and target in archive.namelist()
                trees.append(_part(archive, target, name) if known else None)
            return WordParts(document, *trees)
    except (*_DAMAGED, ElementTree.ParseError) as error:
        raise Unreadable(damaged) from error


def _too_large(name: str) -> str:
    return f"{name}解开以后太大，不像方案文字。请用 Word 打开，只复制方案正文，另存为新的 .docx 再读入。"


def _relations(archive: zipfile.ZipFile, part: str, name: str) -> list[tuple[str, str]]:
    """Kind and target of what a part refers to; of the package for an empty name."""
    folder, base = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{base}.rels")
    if path not in archive.namelist():
        return []
    root = _part(archive, path, name)
    found = []
    for each in root:
        if each.get("TargetMode") == "External":
            continue
        target = each.get("Target") or ""
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found.append((each.get("Type") or "", posixpath.normpath(whole)))
    return found


def _part(archive: zipfile.ZipFile, path: str, name: str) -> Element:
    info = archive.getinfo(path)
    if info.file_size > _LARGEST_PART:
        raise Unreadable(_too_large(name))
    with archive.open(info) as stream:
        # What the archive claims is not always what it holds.
        content = stream.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise Unreadable(_too_large(name))
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    root = ElementTree.fromstring(content)
    if _depth(root) > _DEEPEST:
        raise Unreadable(_too_large(name))
    return root


def _depth(root: Element) -> int:
    deepest, level = 0, [root]
    while level:
        deepest += 1
        if deepest > _DEEPEST:
            break
        level = [child for each in level for child in each]
    return deepest
