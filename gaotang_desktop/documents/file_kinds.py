"""What a file is by its first bytes and what it holds, whatever its name says."""

import io
import re
import zipfile

from gaotang_desktop.archives import DAMAGED

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PACKED = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_XML = re.compile(
    rb"\s*(?:\xef\xbb\xbf)?\s*<(?:\?xml|\?mso|office:document|w:wordDocument|pkg:|uof:)"
)
# Names of the streams of a compound file are UTF-16.
_STREAMS = (
    ("WordDocument", "old word"),
    ("Workbook", "excel"),
    ("Book", "excel"),
    ("PowerPoint Document", "slides"),
    ("EncryptedPackage", "locked"),
)
# What an archive has to hold to be that kind of document.
_ARCHIVES = (
    ("word/", "word"),
    ("xl/", "excel"),
    ("ppt/", "slides"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odf"),
)


def kind_of(data: bytes) -> str:
    """The kind of a file: word, old word, excel, slides, locked, ofd, odf, rtf, pdf, picture, packed,
    archive, xml; empty for text and for what nobody knows.
    """
    if data.startswith(_OLE):
        return next((kind for name, kind in _STREAMS if _utf16(name) in data), "old word")
    if data.startswith(b"PK"):
        return _of_archive(data)
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_PICTURES[2:4]) and not _has_controls(data):
        return ""
    if data.startswith(_PICTURES):
        return "picture"
    if data.startswith(_PACKED):
        return "packed"
    return "xml" if _XML.match(data[:400]) else ""


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _has_controls(data: bytes) -> bool:
    """Whether bytes are no text; BM and GIF8 may begin one."""
    return any(byte < 9 for byte in data[:200])


def _of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except DAMAGED:
        return "word"  # What is wrong with it is said where it is read.
    found = (kind for part, kind in _ARCHIVES if any(name.startswith(part) for name in names))
    return next(found, "word" if "[Content_Types].xml" in names else "archive")
