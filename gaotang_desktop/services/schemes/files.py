"""A scheme as a file that goes from office to office, out and in (方案文件)."""

import json
from pathlib import Path
from typing import Any

from gaotang_desktop.domain.errors import DomainError, StorageProblem
from gaotang_desktop.domain.evaluation.scheme_text import from_json, to_json
from gaotang_desktop.domain.evaluation.schemes import Scheme
from gaotang_desktop.domain.privacy import Cover
from gaotang_desktop.files import write_whole
from gaotang_desktop.services.schemes import register
from gaotang_desktop.services.workplace import Workplace

LARGEST = 1_000_000
"""Bytes: a scheme of sixty items has about thirty thousand."""


def export(work: Workplace, scheme: Scheme, path: Path) -> bool:
    """Write a version with everything it says, to be read by people too.

    Names of residents are covered; returns whether any stood there.

    Raises:
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    said = json.loads(to_json(scheme))
    covered = _covered(said, work.cover)
    text = json.dumps(covered, ensure_ascii=False, indent=2, sort_keys=True)
    write_whole(path, f"{text}\n".encode())
    return bool(covered != said)


def _covered(said: Any, cover: Cover) -> Any:
    if isinstance(said, dict):
        return {name: _covered(each, cover) for name, each in said.items()}
    if isinstance(said, list):
        return [_covered(each, cover) for each in said]
    return cover(said) if isinstance(said, str) else said


def read(work: Workplace, path: Path) -> Scheme:
    """The version that a file holds, as the newest of this office.

    Raises:
        StorageProblem: the file cannot be read.
        DomainError: it is no scheme, or what it says cannot be scored: where, and what to do.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DomainError(
                f"“{path.name}”有 {path.stat().st_size // 1_000_000 + 1} MB，不像是考评方案文件，"
                "请用程序导出的方案文件再试。"
            )
        content = path.read_bytes()
    except OSError as problem:
        raise StorageProblem(
            f"打不开“{path.name}”，请检查文件在不在、能不能读，然后再试。"
        ) from problem
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise DomainError(
            f"“{path.name}”不是 UTF-8 的文字文件，看不出考评方案。用记事本改过的，另存为时把编码选成 "
            "UTF-8；不是的，请用程序导出的方案文件再试。"
        ) from problem
    return register.numbered(work, from_json(text))
