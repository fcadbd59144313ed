"""Rules of files that belong to a record (附件)."""

import re
from collections.abc import Collection
from pathlib import PurePath

LARGEST = 200 * 1024 * 1024
"""Bytes. A photo has 5 million, an hour of video from a phone more than the office can back up."""


def size_problem(name: str, size: int) -> str:
    """A sentence when the file is too large; ``""`` when it may be kept."""
    if size <= LARGEST:
        return ""
    return (
        f"“{name}”有 {size_label(size)}，超过每个附件 {size_label(LARGEST)} 的上限，没有添加。"
        "视频请先截短或压缩。"
    )


def size_label(size: int) -> str:
    """``812 字节``, ``35 KB``, ``1.5 MB``."""
    if size < 1024:
        return f"{size} 字节"
    if size < 1024 * 1024:
        return f"{size // 1024} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".0 ", " ")


_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")
_LONGEST_NAME = 240  # bytes; file systems take 255


def safe_name(name: str) -> str:
    r"""A name that stays in the folder it is written to, on every system.

    A backup that others made may say ``..\..\x.bat``, ``C:\x`` or ``/etc/x``: the last part
    counts, without what no file's name may have.
    """
    last = re.split(r"[/\\]", name)[-1]
    last = _FORBIDDEN.sub("_", re.sub(r"^[A-Za-z]:", "", last)).rstrip(". ")
    if _DEVICE.match(last):
        last = f"_{last}"
    path = PurePath(last)
    stem = path.stem
    while len((stem + path.suffix).encode("utf-8", "replace")) > _LONGEST_NAME and stem:
        stem = stem[:-1]
    return (stem + path.suffix)[:_LONGEST_NAME] if last.strip("_ .") else "附件"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or ``现场照片（2）.jpg`` where another file of the record is called so already."""
    known = {each.casefold() for each in taken}
    path, number, found = PurePath(name), 2, name
    while found.casefold() in known:
        found = f"{path.stem}（{number}）{path.suffix}"
        number += 1
    return found
